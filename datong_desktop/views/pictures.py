"""Pictures of the real window with the sample ledger, for the README and for machines without a screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from datong_desktop.settings import Settings
from datong_desktop.views import background, tabs, theme
from datong_desktop.views.main_window import MainWindow

SIZE = (1366, 768)


def take(app: QApplication, folder: Path, ledger: Path | None = None) -> tuple[Path, ...]:
    """Write one PNG a tab in light and dark, and the paper form; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for look in ("light", "dark"):
        theme.apply(app, look)
        window = open_window(look, ledger)
        for name in (*tabs.NAMES, "paper-form") if look == "light" else tabs.NAMES:
            show(window, name)
            _pause(1200)  # flashes fade, the history arrives
            files.append(folder / f"{name}-{look}.png")
            window.grab().save(str(files[-1]))
        background.wait_for_all()
        window.close()
    return tuple(files)


def open_window(look: str, ledger: Path | None) -> MainWindow:
    """A window with the sample, or another ledger."""
    window = MainWindow(Settings(operator="王某", look=look, show_last_year=True))
    window.resize(*SIZE)
    window.show()
    window.ledger_flow.open(ledger or window.ledger_flow.sample_copy())
    while window.workspace.book is None:
        _pause(20)
    return window


def show(window: MainWindow, name: str) -> None:
    """What is pictured under a name: a tab with something chosen in it, or the paper form."""
    window.show_tab(name if name in tabs.NAMES else tabs.FIRST)
    window.indicator_tab.grid.go(1, 3)
    if name == "enterprises":
        window.enterprise_tab.list.view.selectRow(0)  # the panel tells of it
    if name == "teams":
        window.expert_page.list.view.selectRow(0)
    if name == "paper-form":
        window.toggle_paper()


def _pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
