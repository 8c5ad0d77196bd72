"""Pictures of the real window with the sample ledger, for the README and for machines without a screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from datong_desktop.settings import Settings
from datong_desktop.views import background, theme
from datong_desktop.views.main_window import MainWindow

SIZE = (1366, 768)


def take(app: QApplication, folder: Path, ledger: Path | None = None) -> tuple[Path, ...]:
    """Write one PNG a tab in light and dark, and the paper form; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for look in ("light", "dark"):
        theme.apply(app, look)
        window = MainWindow(Settings(operator="王某", look=look, show_last_year=True))
        window.resize(*SIZE)
        window.show()
        if ledger is None:
            window.ledger_flow.open_sample()
        else:
            window.ledger_flow.open(ledger)
        _until(lambda w=window: w.workspace.book is not None)
        shots: list[tuple[str, Callable[[], object]]] = [
            ("indicators", lambda w=window: (w.show_tab(0), w.indicator_tab.grid.go(1, 3))),
            ("scores", lambda w=window: w.show_tab(1)),
        ]
        if look == "light":
            shots.append(("paper-form", lambda w=window: (w.show_tab(0), w.toggle_paper())))
        for name, prepare in shots:
            prepare()
            _pause(1200)  # flashes fade, the history arrives
            file = folder / f"{name}-{look}.png"
            window.grab().save(str(file))
            files.append(file)
        background.wait_for_all()
        window.close()
    return tuple(files)


def _pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _until(condition: Callable[[], bool]) -> None:
    while not condition():
        _pause(20)
