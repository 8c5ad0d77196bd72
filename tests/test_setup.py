"""What a fresh machine gets: the lock, the wheel, dev.py, the program's door."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import dev

ROOT = Path(__file__).resolve().parent.parent
TEXT = {".py", ".toml", ".md", ".txt", ".lock", ".cfg", ".ini", ".json", ".svg", ".mako", ".desktop", ".xml", ""}


# ------------------------------------------------------------------------------------------------ lock and tree


def _locked() -> dict[str, str]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", text, re.MULTILINE))


def test_the_lock_names_no_address_and_pins_everything_by_hash() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text
    for block in re.split(r"\n(?=[a-z0-9])", text)[1:]:
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_lock_answers_to_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = _locked()
    for line in project["dependencies"] + project["optional-dependencies"]["dev"]:
        wanted = Requirement(line)
        version = locked.get(wanted.name.lower().replace("_", "-"))
        assert version, f"{wanted.name} is not in requirements.lock"
        assert wanted.specifier.contains(version), f"{wanted} against {version}: run dev.py lock"


def test_nothing_in_the_tree_names_this_machine() -> None:
    place = re.compile(r"(?<![\w.])/(?:work|root|home/\w+)/(?!\*)")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git work tree: there is no list of the project's files")
    for name in filter(None, listed.stdout.split("\0")):
        file = ROOT / name
        if file.suffix in TEXT and file.is_file() and file != Path(__file__):
            found = place.search(file.read_text(encoding="utf-8", errors="replace"))
            assert not found, f"{name}: {found}"


def _needed(name: str, seen: set[str]) -> set[str]:
    """The package and everything it needs on this system, by name."""
    if name not in seen:
        seen.add(name)
        for line in metadata.requires(name) or ():
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
                _needed(wanted.name.lower().replace("_", "-"), seen)
    return seen


def test_everything_that_is_shipped_is_named_in_the_notices() -> None:
    notices = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    seen: set[str] = set()
    for line in project["dependencies"]:  # as the file says, not as it said when this environment was set up
        _needed(Requirement(line).name.lower().replace("_", "-"), seen)
    for name in seen:
        title = re.sub(r"[-_]", "[-_]", name)
        line = re.search(rf"^\|.*\b{title}\b.*$", notices, re.IGNORECASE | re.MULTILINE)
        assert line, f"{name} is not in THIRD_PARTY_NOTICES.md"
        assert f"| {metadata.version(name)} |" in line[0], f"{name} is {metadata.version(name)}: {line[0]}"
    for font in (ROOT / "resources" / "fonts").glob("*.ttf"):
        family = font.stem.partition("-")[0]
        assert family in notices.replace(" ", ""), f"{font.name} is not in THIRD_PARTY_NOTICES.md"


# ------------------------------------------------------------------------------------------------ wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(folder)]
    done = subprocess.run([*pip, str(ROOT)], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("装 好的")
    pip = [sys.executable, "-m", "pip", "install", "-qq", "--no-deps", "--no-index", "--target", str(folder), str(wheel)]
    done = subprocess.run(pip, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_wheel_carries_resources_and_licences_and_nothing_of_the_workshop(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    files = [file.relative_to(ROOT / "resources") for file in (ROOT / "resources").rglob("*") if file.is_file()]
    assert len(files) > 10
    for part in files:  # schemes, rules, industries, calendar, fonts and their licences, icons, the sample
        assert f"datong_desktop/_resources/{part.as_posix()}" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("licenses/THIRD_PARTY_NOTICES.md") for name in names)
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"datong_desktop", next(top for top in tops if top.endswith(".dist-info"))}


def test_the_installed_wheel_scores_outside_the_tree(installed: Path, cases: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(installed), "DATONG_HOME": str(tmp_path / "home"), "PYTHONUTF8": "1"}

    def python(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *map(str, arguments)]
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", timeout=120)

    where = python("-c", "import datong_desktop.paths as p; print(p.__file__); print(p.resources())")
    assert all(Path(line).is_relative_to(installed) for line in where.stdout.splitlines()), where
    out = tmp_path / "结果"
    done = python("-m", "datong_desktop", "score", cases / "annex1_plain.xlsx", "--year", "2022", "--json", "--out", out)
    assert done.returncode == 0, done.stdout + done.stderr
    answer = json.loads(done.stdout)
    expected = json.loads((cases / "expected.json").read_text(encoding="utf-8"))["annex1_plain.xlsx"]
    assert answer["year"] == expected["year"]
    assert answer["complete"] is True
    keys = ("district", "values", "points", "final", "rank")
    assert [[row[key] for key in keys] for row in answer["rows"]] == [[row[key] for key in keys] for row in expected["rows"]]
    assert sorted(file.suffix for file in out.iterdir()) == [".pdf", ".pdf", ".xlsx", ".xlsx"]
    sample = installed / "datong_desktop" / "_resources" / "sample" / "样例.datong"
    checked = python("-m", "datong_desktop", "enterprises", "check", sample, "--on", "2023-03-15", "--json")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert len(json.loads(checked.stdout)["rows"]) > 40


# ------------------------------------------------------------------------------------------------ dev.py and the door


def test_dev_py_stands_on_the_standard_library_alone() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            assert all(name.partition(".")[0] in sys.stdlib_module_names for name in names), names


def test_set_up_happens_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    done: list[tuple[object, ...]] = []
    elsewhere, link = tmp_path / "elsewhere", tmp_path / ".venv"
    elsewhere.mkdir()
    link.symlink_to(elsewhere)
    monkeypatch.setattr(dev, "VENV", link)
    monkeypatch.setattr(dev, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(dev, "must", lambda *command: done.append(command))
    monkeypatch.setattr(dev, "call", lambda *command, **_: 0)
    monkeypatch.setattr(dev, "system_packages", lambda tools: None)
    dev.set_up()
    first = len(done)
    assert elsewhere.is_dir()
    assert not link.is_symlink()  # another tree's environment is never emptied through it
    assert any("--require-hashes" in command for command in done)
    assert not any("--index-url" in str(command) or "--extra-index-url" in str(command) for command in done)
    dev.set_up()
    assert len(done) == first
    (tmp_path / "stamp").write_text("an older lock")
    dev.set_up()
    assert len(done) == 2 * first


@pytest.mark.skipif(not dev.LINUX, reason="system packages are a matter of Debian")
def test_without_root_missing_packages_are_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "missing_packages", lambda tools: ["libxcb-cursor0", "xvfb"])
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(dev, "call", lambda *command, **_: pytest.fail(f"ran {command}"))
    dev.system_packages(tools=True)
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "apt-get install libxcb-cursor0 xvfb" in said


def test_ci_runs_what_developers_run() -> None:
    script = ROOT / ".ci" / "run"
    assert "python3 dev.py test" in script.read_text()
    assert os.name == "nt" or os.access(script, os.X_OK)


@pytest.mark.skipif(not dev.LINUX, reason="other systems always have a display")
def test_without_a_display_the_window_says_so_in_a_sentence() -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    env = {name: value for name, value in os.environ.items() if name not in hidden} | {"PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "datong_desktop"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 2
    assert "没有图形界面" in done.stderr
    assert done.stdout == ""


@pytest.mark.skipif(not dev.LINUX, reason="other systems always have a display")
def test_a_platform_without_a_screen_counts_as_no_display(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    called: list[tuple[str, str]] = []

    def call(*command: str | Path, env: dict[str, str]) -> int:
        assert Path(env["DATONG_HOME"]).is_dir()
        called.append((str(command[1]), env["QT_QPA_PLATFORM"]))
        return 0

    monkeypatch.setattr(dev, "set_up", lambda: None)
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "call", call)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert dev.run([]) == 0
    assert [command for command, _ in called] == ["score", "-c"]
    assert called[1][1].startswith("offscreen:configfile=out/")
    assert list((tmp_path / "out").iterdir()) == []
    assert dev.has_display({"DISPLAY": ":0"})
