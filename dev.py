#!/usr/bin/env python3
"""Set-up and chores in one file, with the standard library alone:  python3 dev.py run|test|bench|screenshots|lint|lock

The first call makes .venv from requirements.lock; later calls do so again only when the lock, pyproject.toml,
the Python or the folder changed.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "set-up.stamp"
LINUX = sys.platform.startswith("linux")

# What must be there → the Debian package that brings it: shared libraries of Qt's xcb platform, then the tests' tools.
LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
TOOLS = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "openbox": "openbox",
    "localc": "libreoffice-calc",
    "lowriter": "libreoffice-writer",
    "pdftotext": "poppler-utils",
    "cupsd": "cups",
    "lpstat": "cups-client",
    "/usr/lib/cups/filter/pdftopdf": "cups-filters",
    "strace": "strace",
    "xclip": "xclip",
}


def say(text: str) -> None:
    print(text, flush=True)


def call(*command: str | Path, env: dict[str, str] | None = None) -> int:
    return subprocess.call([str(part) for part in command], cwd=ROOT, env=env)


def must(*command: str | Path) -> None:
    if code := call(*command):
        sys.exit(f"没有做成（退出码 {code}）：{' '.join(map(str, command))}")


# ---------------------------------------------------------------------------------------------------- set-up


def missing_packages(tools: bool) -> list[str]:
    """Debian packages whose library or command is not on this machine."""
    missing = [] if importlib.util.find_spec("ensurepip") else ["python3-venv"]
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    return missing + [package for tool, package in TOOLS.items() if tools and not shutil.which(tool, path=path)]


def system_packages(tools: bool) -> None:
    """Installs what is missing as root on Debian; elsewhere names it in one line and goes on."""
    if not LINUX or not (missing := missing_packages(tools)):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        say(f"安装系统软件包：{' '.join(missing)}")
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        apt = ("apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3")
        call(*apt, "update")
        call(*apt, "install", "-y", "--no-install-recommends", *missing)
        missing = missing_packages(tools)
    if missing:
        say(f"缺少系统软件包，请管理员执行：apt-get install {' '.join(missing)}")


def set_up(tools: bool = False) -> None:
    """.venv as requirements.lock says, the project in it (editable), everything compiled to bytecode."""
    system_packages(tools)
    place = f"{sys.version_info[:2]} {ROOT}"
    inputs = b"".join((ROOT / name).read_bytes() for name in ("requirements.lock", "pyproject.toml"))
    stamp = f"{place}\n{hashlib.sha256(inputs).hexdigest()}"
    found = STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""
    if found != stamp:
        if not (3, 11) <= sys.version_info < (3, 13):
            sys.exit(f"需要 Python 3.11 或 3.12，这里是 {sys.version.split()[0]}。")
        say("准备运行环境（只在第一次和依赖变化时）……")
        if found.partition("\n")[0] != place:
            if VENV.is_symlink():
                VENV.unlink()  # the environment it leads to is another tree's: it would be emptied
            must(sys.executable, "-m", "venv", "--clear", VENV)
        wheels = ROOT / "wheelhouse"  # filled beforehand for a machine without a network
        source = ("--no-index", "--find-links", wheels) if wheels.is_dir() else ()
        pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "-qq", "install", *source)
        must(*pip, "--require-hashes", "-r", ROOT / "requirements.lock")
        must(*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT)
        call(PYTHON, "-m", "compileall", "-qq", "-j", "0", VENV)
        STAMP.write_text(stamp, encoding="utf-8")
    # Without this, where PYTHONDONTWRITEBYTECODE is set every start compiles the whole program anew.
    call(PYTHON, "-m", "compileall", "-qq", ROOT / "datong_desktop")


# ---------------------------------------------------------------------------------------------------- chores


def quietly(*command: str, env: dict[str, str] | None = None, pass_fds: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, env=env, pass_fds=pass_fds)


@contextlib.contextmanager
def virtual_display() -> Iterator[dict[str, str]]:
    """Environment with an X server of its own and a window manager, so that nobody's screen is typed on."""
    env = dict(os.environ)
    if not LINUX or not shutil.which("Xvfb"):
        yield env
        return
    reader, writer = os.pipe()
    started = [quietly("Xvfb", "-displayfd", str(writer), "-screen", "0", "1920x1080x24", "-nolisten", "tcp", pass_fds=(writer,))]
    os.close(writer)
    try:
        with os.fdopen(reader) as answer:
            if not (number := answer.readline().strip()):
                raise RuntimeError("Xvfb did not start")
        env["DISPLAY"] = f":{number}"
        env.pop("WAYLAND_DISPLAY", None)
        if shutil.which("openbox") and shutil.which("xdotool"):
            started.append(quietly("openbox", env=env))
            end = time.monotonic() + 10
            while quietly("xdotool", "get_desktop", env=env).wait() and time.monotonic() < end:
                time.sleep(0.05)  # it fails until the window manager answers
        yield env
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def screenshots(folder: str, env: dict[str, str], width: int = 1366, height: int = 768) -> int:
    """Pictures of the real window on a screen of this many pixels that only Qt knows."""
    screen = {"name": "screen", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    code = f"from pathlib import Path; from datong_desktop import app; app.screenshots(Path({folder!r}))"
    with scratch() as place:
        (ROOT / place / "screen.json").write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
        return call(PYTHON, "-c", code, env=env | {"QT_QPA_PLATFORM": f"offscreen:configfile={place}/screen.json"})


@contextlib.contextmanager
def scratch() -> Iterator[str]:
    """A folder that is gone afterwards, as a path without a drive's colon: Qt takes one for the next option."""
    (ROOT / "out").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "out") as place:
        yield f"out/{Path(place).name}"


def has_display(env: Mapping[str, str]) -> bool:
    """Whether a window would be seen: a platform of Qt's alone shows nothing."""
    return not LINUX or any(env.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def run(arguments: list[str]) -> int:
    set_up()
    if arguments:
        return call(BIN / "datong", *arguments)
    if has_display(os.environ):
        return call(BIN / "datong", "--sample")
    sample = ROOT / "resources" / "sample" / "样例.datong"
    with scratch() as home:
        env = os.environ | {"DATONG_HOME": str(ROOT / home)}
        code = call(BIN / "datong", "score", sample, "--year", "2022", "--out", "out", env=env) or screenshots("out", env)
    if not code:
        say("这里没有图形界面：样例账套已评分，附表1、附表2（PDF、Excel）和各页截图在 out/ 里。")
    return code


def lint(_: list[str]) -> int:
    ruff = call(PYTHON, "-m", "ruff", "check", ".")
    mypy = call(PYTHON, "-m", "mypy")
    floors = call(BIN / "lint-imports")
    return ruff or mypy or floors


def test(arguments: list[str]) -> int:
    """Everything, on every core; with arguments only pytest with them. pytest's summary is the last thing printed."""
    set_up(tools=True)
    failed = 0 if arguments else lint([])
    return call(PYTHON, "-m", "pytest", *(arguments or ["-n", "auto", "--dist", "worksteal"])) or failed


def bench(arguments: list[str]) -> int:
    set_up(tools=True)
    with virtual_display() as env:
        return call(PYTHON, "-m", "benchmarks", *arguments, env=env)


def docs_screenshots(_: list[str]) -> int:
    """Light and dark, at 1366 × 768 and at 1920 × 1080 with 150 %."""
    set_up()
    with tempfile.TemporaryDirectory() as home:  # a sample nobody has changed
        env = os.environ | {"DATONG_HOME": home}
        plain = screenshots("docs/screenshots", env)
        return plain or screenshots("docs/screenshots/150-percent", env | {"QT_SCALE_FACTOR": "1.5"}, 1920, 1080)


def lock(arguments: list[str]) -> int:
    """requirements.lock anew from pyproject.toml; needs the command uv. Names no registry."""
    options = ("--extra", "dev", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url")
    return call("uv", "pip", "compile", "pyproject.toml", *options, "-o", "requirements.lock", *arguments)


COMMANDS = {"run": run, "test": test, "bench": bench, "screenshots": docs_screenshots, "lint": lint, "lock": lock}

if __name__ == "__main__":
    command, *rest = sys.argv[1:] or ["help"]
    if command not in COMMANDS:
        sys.exit(f"{__doc__}")
    try:
        sys.exit(COMMANDS[command](rest))
    except KeyboardInterrupt:
        sys.exit(130)
