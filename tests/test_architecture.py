"""The house rules as sentences that run."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "datong_desktop"
HEAVY = {
    "sqlalchemy", "alembic", "openpyxl", "xlsxwriter", "reportlab", "pypdfium2", "PIL", "defusedxml", "docx", "lxml", "highspy", "numpy",
}  # fmt: skip


def modules(*floors: str) -> Iterator[Path]:
    for floor in floors or ("",):
        yield from sorted((PACKAGE / floor).rglob("*.py"))


def imported(source: Path) -> set[str]:
    """Full names of everything a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def at_module_level(source: Path) -> set[str]:
    """First names of what a file imports when it is loaded itself."""
    names: set[str] = set()
    for node in ast.parse(source.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def test_the_arrow_points_down_and_each_library_stays_on_its_floor(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlinter.cli._configure_logging", lambda _: None)  # it silences every logger there is
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out


def test_one_sqlite_and_no_network() -> None:
    banned = ("PySide6.QtSql", "PySide6.QtNetwork", "pickle", "socket", "urllib.request", "http.", "ftplib", "smtplib")
    for source in modules():
        found = {name for name in imported(source) if name.startswith(banned)}
        assert not found, f"{source.relative_to(ROOT)} imports {found}"


def test_the_domain_names_nothing_but_the_standard_library() -> None:
    for source in modules("domain"):
        foreign = at_module_level(source) - sys.stdlib_module_names - {"datong_desktop"}
        assert not foreign, f"{source.name} imports {foreign}"


def test_views_load_nothing_heavy_themselves() -> None:
    for source in modules("views"):
        assert not at_module_level(source) & HEAVY, f"{source.relative_to(ROOT)}"


@pytest.mark.parametrize("module", ["domain", "paths", "settings", "services", "services.changes", "views.main_window", "app"])
def test_the_window_opens_without_the_heavy_libraries(module: str) -> None:
    code = f"import sys, datong_desktop.{module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    loaded = {name.partition(".")[0] for name in done.stdout.split()} & HEAVY
    assert not loaded, f"datong_desktop.{module} loads {sorted(loaded)} at start"


def test_the_window_opens_without_the_tabs_it_does_not_show() -> None:
    code = "import sys, datong_desktop.views.window_parts; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    later = tuple(f"datong_desktop.views.{name}" for name in ("enterprises", "records", "scores.score_tab", "teams"))
    loaded = [name for name in done.stdout.split() if name.startswith((*later, "datong_desktop.services.record_list"))]
    assert not loaded, f"{loaded} are loaded at start"


def test_files_stay_readable() -> None:
    long = {str(source.relative_to(ROOT)): lines for source in modules() if (lines := _lines(source)) > 300}
    assert not long, f"more than 300 lines: {long}"


def test_sqlite_matters_stay_with_the_models() -> None:
    """Pragmas, the driver and the file's header belong to one place, so that another engine can come."""
    for source in modules("views", "documents", "domain"):
        assert "sqlite3" not in imported(source), f"{source.relative_to(ROOT)}"
        assert "PRAGMA" not in source.read_text(encoding="utf-8"), f"{source.relative_to(ROOT)}"


def _lines(source: Path) -> int:
    return len(source.read_text(encoding="utf-8").splitlines())


def test_the_fault_table_names_tests_there_are() -> None:
    """docs/faults.md: each number of the catalogue once, each test where the table says it is."""
    text = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    file = ""
    for path, test in re.findall(r"`(\w[\w/]*\.py)?(?:::(\w+))?`", text):
        file = path or file
        source = ROOT / "tests" / file
        assert source.is_file(), file
        assert not test or f"def {test}(" in source.read_text(encoding="utf-8"), f"{file}::{test}"
    numbers = [int(n) for row in re.findall(r"(?m)^\| ([\d, ]+) \|", text) for n in row.split(",")]
    assert numbers == sorted({*range(1, 61)} - {25, 51, 52, 53, 54})
