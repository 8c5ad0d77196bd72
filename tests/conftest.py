"""What every test stands on: a home of its own, no Qt warning, no lost exception, the same examples in CI."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

# One QApplication lives in the test process and it draws offscreen; what needs a real X server starts the program
# as a process of its own with the ``x_display`` environment.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("XDG_RUNTIME_DIR", f"/tmp/runtime-{os.getuid()}" if hasattr(os, "getuid") else "")
# Animations and the desktop's theme are nothing to depend on.
os.environ.pop("QT_QPA_PLATFORMTHEME", None)
os.environ.pop("QT_STYLE_OVERRIDE", None)
# As in the program (documents/__init__.py), also where a test imports openpyxl first.
os.environ["OPENPYXL_LXML"] = "False"

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

if os.environ["XDG_RUNTIME_DIR"]:
    Path(os.environ["XDG_RUNTIME_DIR"]).mkdir(mode=0o700, exist_ok=True)

# Deadlines measure the machine, not the program: off. In CI the same examples each time.
_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
settings.register_profile("here", **_COMMON)
settings.register_profile("ci", derandomize=True, database=None, print_blob=True, **_COMMON)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of this test: settings, logs, fonts. Never the developer's own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("DATONG_HOME", str(folder))
    return folder


@pytest.fixture(scope="module", autouse=True)
def heap_so_far() -> None:
    """What earlier modules left, all that was imported for one, is not looked through again in this one: half a second each
    time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def collecting(request: pytest.FixtureRequest) -> Iterator[None]:
    """As in the program, garbage of windows is collected on the UI thread alone (views/collecting.py)."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    from PySide6.QtCore import QCoreApplication, QEvent

    gc.disable()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    request.node.funcargs.clear()  # or pytest holds what the test had, windows too, until after the freezing
    gc.collect()
    gc.freeze()  # what outlives its test is not looked through again after each later one: that took up to a second
    gc.enable()


@pytest.fixture(scope="session")
def cases() -> Path:
    """Real-shaped workbooks with ``expected.json``."""
    return Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def x_display() -> Iterator[dict[str, str]]:
    """Environment for a process that opens a real window on an X server (with openbox) and is driven by xdotool.

    Always a server of its own: no test types on the developer's screen."""
    if not sys.platform.startswith("linux"):
        pytest.skip("an X server is started on Linux only")
    from dev import virtual_display

    with virtual_display() as environment:
        del environment["QT_QPA_PLATFORM"]
        yield environment


@pytest.fixture(autouse=True)
def look(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that changes the application's look leaves it as it found it, also when it fails."""
    if "qapp" not in request.fixturenames:
        yield
        return
    from tests import looks

    with looks.kept(request.getfixturevalue("qapp")):
        yield


@pytest.fixture(autouse=True)
def keys_up(request: pytest.FixtureRequest) -> Iterator[None]:
    """No key stays held for the next test: after Ctrl+Home Qt goes on reporting Ctrl, and ``selectRow`` adds to what is chosen."""
    yield
    if "qapp" in request.fixturenames:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QWidget

        QTest.keyRelease(QWidget(), Qt.Key.Key_Control)


@pytest.fixture
def program_look(qapp: QApplication) -> Iterator[None]:
    """Font and style sheet as in the program, where every pixel counts."""
    from tests import looks

    with looks.of_the_program(qapp):
        yield
