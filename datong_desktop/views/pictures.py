"""Pictures of the real window with the sample ledger, for the README and for machines without a screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from datong_desktop.settings import Settings
from datong_desktop.views import background, tabs, theme
from datong_desktop.views.main_window import MainWindow
from datong_desktop.views.tab_body import TabBody
from datong_desktop.views.teams.board_table import BEFORE
from datong_desktop.views.teams.needs_page import NeedsPage
from datong_desktop.views.teams.review_page import ReviewPage
from datong_desktop.views.teams.service_log_page import ServiceLogPage
from datong_desktop.views.teams.teams_page import TeamsPage

SIZE = (1366, 768)
TEAM_PAGES = {f"teams-{page.name}": page.name for page in tabs.TEAM_PAGES[1:]}
"""The further pages of 专家服务队; the first one is the tab's own picture."""
NAMES = (*tabs.NAMES, *TEAM_PAGES)


def take(app: QApplication, folder: Path, ledger: Path | None = None) -> tuple[Path, ...]:
    """Write one PNG a tab and page in light and dark, and the paper form; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for look in ("light", "dark"):
        theme.apply(app, look)
        window = open_window(look, ledger)
        for name in (*NAMES, "paper-form") if look == "light" else NAMES:
            show(window, name)
            _pause(400)  # lists are read
            choose(window, name)
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
    """Turn to what is pictured under a name: a tab, a page of 专家服务队, or the paper form."""
    tab = name if name in tabs.NAMES else "teams" if name in TEAM_PAGES else tabs.FIRST
    window.show_tab(tab)
    if tab == "teams":
        window.team_tab.turn_to(TEAM_PAGES.get(name, tabs.TEAM_PAGES[0].name), focus=True)
    if name == "paper-form":
        window.toggle_paper()


def choose(window: MainWindow, name: str) -> None:
    """Choose something there once it has been read: the panel tells of it."""
    if name == "enterprises":
        window.enterprise_tab.list.view.selectRow(0)
    elif name == "teams":
        window.expert_page.list.view.selectRow(0)
    elif name in TEAM_PAGES:
        show_something(window.team_tab.body())
    else:
        window.indicator_tab.grid.go(1, 3)


def show_something(page: TabBody) -> None:
    """A line of a page of 专家服务队; on the board the hole of a team, where there is one."""
    if isinstance(page, TeamsPage):
        holes = [(n, row) for n, row in enumerate(page.table.rows) if row.team and row.missing]
        for n, row in holes[:1] or list(enumerate(page.table.rows))[:1]:
            kinds = [kind.short for kind in page.table.types]
            page.board.go_to(n, BEFORE + kinds.index(row.missing[0]) if row.missing else BEFORE)
    elif isinstance(page, ReviewPage):
        page.table.selectRow(0)
    elif isinstance(page, NeedsPage | ServiceLogPage):
        page.list.view.selectRow(0)


def _pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
