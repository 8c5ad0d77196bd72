"""Puts the parts into a main window. Imported after the first paint: this is where the window's weight is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from datong_desktop import services
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.progress import Progress
from datong_desktop.services.changes import Changed
from datong_desktop.views import long_work, tabs, theme
from datong_desktop.views.copy_flow import CopyFlow
from datong_desktop.views.indicators.indicator_tab import IndicatorTab
from datong_desktop.views.ledger_flow import LedgerFlow
from datong_desktop.views.list_flow import ListFlow
from datong_desktop.views.menus import Menus
from datong_desktop.views.print_flow import PrintFlow
from datong_desktop.views.read_only import ReadOnlyWatch
from datong_desktop.views.status_line import StatusLine
from datong_desktop.views.tool_row import ToolRow
from datong_desktop.views.widgets.find_bar import FindBar
from datong_desktop.views.widgets.key_hint import KeyHint
from datong_desktop.views.widgets.message_bar import MessageBar
from datong_desktop.views.widgets.welcome import EmptyState
from datong_desktop.views.workspace import Workspace
from datong_desktop.views.year_flow import YearFlow

if TYPE_CHECKING:
    from datong_desktop.views.main_window import MainWindow
    from datong_desktop.views.tab_body import TabBody


def build(window: MainWindow) -> None:
    """Everything but the tabs that are made when they are first shown."""
    window.workspace = Workspace(window)
    window.ledger_flow = LedgerFlow(window)
    window.copies = CopyFlow(window)
    window.year_flow = YearFlow(window)
    window.list_flow = ListFlow(window, lambda: services.enterprise_importing.KIND)
    window.expert_flow = ListFlow(window, lambda: services.expert_importing.KIND)
    window.need_flow = ListFlow(window, lambda: services.need_importing.KIND)
    window.print_flow = PrintFlow(window)
    window.indicator_tab = IndicatorTab(window.workspace)
    _tabs(window)
    _pages(window)
    window.tool_row = ToolRow()
    _tool_buttons(window)
    window.bar = MessageBar()
    _lay_out(window)
    window.status = StatusLine(window)
    window.read_only = ReadOnlyWatch(window)
    window.setStatusBar(window.status)
    window.menus = Menus(window)
    _follow_actions(window)
    _connect(window)
    window.tab("indicators")
    last = window.settings.last_tab
    window.tabs.setCurrentIndex(tabs.NAMES.index(last if last in tabs.NAMES else tabs.FIRST))
    window.tabs.currentChanged.connect(window.tab_changed)
    KeyHint(window)


def build_tab(window: MainWindow, place: tabs.TabPlace) -> TabBody:
    """Make a tab and put it into the room kept for it, showing what the window shows."""
    tab = place.build(window)
    take_in(window, tab, place.buttons)
    window.room(place.name).addWidget(tab)
    window.panel.addWidget(tab.side_panel())
    if place.needs_year:
        tab.show_book(window.workspace.book, None)
    return tab


def take_in(window: MainWindow, body: TabBody, buttons: tuple[tabs.ToolButton, ...]) -> None:
    """Let a tab or a page look as the window does, and its actions stand in the menus and the tool row."""
    body.set_compact(window.settings.compact)
    body.set_read_only(not window.workspace.writable)
    window.menus.add_tab_actions(body, body.actions_for_menu())
    window.menus.add_tab_menus(body, body.menus())
    _join_buttons(window, buttons, body)


def _join_buttons(window: MainWindow, buttons: tuple[tabs.ToolButton, ...], tab: TabBody) -> None:
    """A button without an act of its own does what the tab's action of its name does, while that can be done."""
    actions = {action.objectName(): action for of_menu in tab.actions_for_menu().values() for action in of_menu}
    for one in buttons:
        if one.act is None:
            action, button = actions[one.name], window.tool_buttons[one]
            button.clicked.connect(action.trigger)
            button.setEnabled(action.isEnabled())
            action.enabledChanged.connect(button.setEnabled)


def _tabs(window: MainWindow) -> None:
    window.tabs = QTabWidget()
    window.tabs.setObjectName("tabs")
    window.tabs.setDocumentMode(True)
    window.tabs.tabBar().setDrawBase(False)  # the style sheet draws the line
    for number, place in enumerate(tabs.TABS, 1):
        window.tabs.addTab(QStackedWidget(), place.title)  # room for the tab, or for what says why there is nothing in it
        window.tabs.setTabToolTip(number - 1, f"{place.tip}（Ctrl+{number}）")
    window.find_bar = FindBar()
    window.tabs.setCornerWidget(window.find_bar)
    window.panel = QStackedWidget()
    window.panel.setObjectName("sidePanels")
    window.panel.setMinimumWidth(theme.PANEL_WIDTH - 40)
    window.splitter = QSplitter(Qt.Orientation.Horizontal)
    window.splitter.addWidget(window.tabs)
    window.splitter.addWidget(window.panel)
    window.splitter.setStretchFactor(0, 1)
    window.splitter.setCollapsible(0, False)
    window.splitter.setSizes([1000, theme.PANEL_WIDTH])


def _pages(window: MainWindow) -> None:
    flow = window.ledger_flow
    start = (
        ("新建账套…", "新建一个账套文件（Ctrl+N）", flow.new),
        ("打开账套…", "打开已有的账套（Ctrl+O）", flow.ask_and_open),
        ("打开样例账套", "看看填好的样子，随便改", flow.open_sample),
    )
    about = "账套是一个文件，一个办公室多年的考核数据都在里面。"
    window.welcome = EmptyState("welcome", "还没有打开账套", about, start)
    year = (("新建年度…", "增加一个考核年度（Ctrl+Shift+N）", window.year_flow.create),)
    window.no_year = EmptyState("noYear", "这个账套里还没有考核年度", "新建年度后就可以录入各县区的数字。", year)
    window.opening = EmptyState("opening", "正在打开…", "", ())
    window.pages = QStackedWidget()
    for page in (window.splitter, window.welcome, window.opening):
        window.pages.addWidget(page)


def _tool_buttons(window: MainWindow) -> None:
    """Those of all tabs, each once; ``MainWindow.tab_changed`` shows the right ones."""
    window.tool_buttons = {}
    places = (page for place in tabs.TABS for page in (place, *place.pages))
    for one in dict.fromkeys(button for place in places for button in place.buttons):
        button = window.tool_row.add_button(one.text, one.tip, one.name, primary=one.primary)
        if one.act is not None:
            button.clicked.connect(lambda _=False, act=one.act: act(window))
        window.tool_buttons[one] = button
    window.paper_button = window.tool_buttons[tabs.PAPER]


def _follow_actions(window: MainWindow) -> None:
    """What cannot be done now is no button either."""
    previews = ((one, "preview") for one in (tabs.PREVIEW, tabs.FORMS, tabs.ROSTER))
    for one, name in ((tabs.IMPORT, "importFile"), (tabs.EXPORT, "export"), *previews):
        action, button = window.menus.actions[name], window.tool_buttons[one]
        action.enabledChanged.connect(button.setEnabled)
        button.setEnabled(action.isEnabled())


def _lay_out(window: MainWindow) -> None:
    body = QWidget()
    layout = QVBoxLayout(body)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    bar_room = QVBoxLayout()
    bar_room.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.GAP)
    bar_room.addWidget(window.bar)
    layout.addWidget(window.tool_row)
    layout.addLayout(bar_room)
    layout.addWidget(window.pages, 1)
    window.setCentralWidget(body)


def _run_long(
    window: MainWindow, what: str, work: Callable[[Progress], Changed], done: Callable[[Changed | Refused], None], stopped: str
) -> None:
    stop = long_work.Stop(stopped) if stopped else None
    long_work.start(window, f"正在{what}…", work, done, refused=done, stop=stop)


def _connect(window: MainWindow) -> None:
    w = window.workspace
    w.run_long = partial(_run_long, window)
    w.leaving.connect(window.keep_place)
    w.ledgerChanged.connect(window.ledger_changed)
    w.yearsChanged.connect(lambda: window.tool_row.show_years(w.years, w.book.year if w.book else None))
    w.bookChanged.connect(window.book_changed)
    w.saved.connect(window.saved)
    w.refused.connect(window.write_refused)
    w.tookBack.connect(window.took_back)
    w.undo_stack.indexChanged.connect(lambda _: window.undo_changed())
    window.tool_row.yearChosen.connect(window.choose_year)
    window.tool_row.jumpRequested.connect(window.jump_to)
    counts = window.indicator_tab.counts
    counts.changed.connect(lambda: window.tool_row.show_counts(counts.counts))
    window.tool_row.filled.clicked.connect(window.go_to_next_blank)
    window.find_bar.found.connect(window.show_found)
    window.find_bar.closed.connect(window.leave_find)
    window.status.operatorClicked.connect(window.ask_operator)
    window.status.directionClicked.connect(window.toggle_direction)
