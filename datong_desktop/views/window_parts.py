"""Puts the parts into a main window. Imported after the first paint: this is where the window's weight is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from datong_desktop.views import long_work, theme
from datong_desktop.views.indicators.indicator_tab import IndicatorTab
from datong_desktop.views.ledger_flow import LedgerFlow
from datong_desktop.views.menus import Menus
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
    from datong_desktop.views.scores.score_tab import ScoreTab

TABS = (("指标填报", "录入各县区完成数量"), ("得分", "得分、名次和理由"))


def build(window: MainWindow) -> None:
    """Everything but the score tab, which is made when it is first needed."""
    window.workspace = Workspace(window)
    window.ledger_flow = LedgerFlow(window)
    window.year_flow = YearFlow(window)
    window.indicator_tab = IndicatorTab(window.workspace)
    _tabs(window)
    _pages(window)
    window.tool_row = ToolRow()
    _tool_buttons(window)
    window.bar = MessageBar()
    _lay_out(window)
    window.status = StatusLine(window)
    window.setStatusBar(window.status)
    window.menus = Menus(window)
    window.menus.add_tab_actions(window.indicator_tab, window.indicator_tab.actions_for_menu())
    _connect(window)
    window.tabs.setCurrentIndex(min(window.settings.last_tab, window.tabs.count() - 1))
    KeyHint(window)


def build_score_tab(window: MainWindow) -> ScoreTab:
    """Put the score tab in the place kept for it, showing what the window shows."""
    from datong_desktop.views.scores.score_tab import ScoreTab

    tab = ScoreTab(window)
    tab.statusMessage.connect(window.say)
    tab.jumpRequested.connect(window.jump_to)
    tab.disqualifyRequested.connect(window.year_flow.disqualify)
    tab.requalifyRequested.connect(window.year_flow.requalify)
    tab.set_compact(window.settings.compact)
    tab.set_read_only(not window.workspace.writable)
    place = window.tabs.widget(1).layout()
    assert place is not None
    place.addWidget(tab)
    window.panel.addWidget(tab.side_panel())
    window.menus.add_tab_actions(tab, tab.actions_for_menu())
    tab.show_book(window.workspace.book, None)
    return tab


def _tabs(window: MainWindow) -> None:
    window.tabs = QTabWidget()
    window.tabs.setObjectName("tabs")
    window.tabs.setDocumentMode(True)
    window.tabs.tabBar().setDrawBase(False)  # the style sheet draws the line
    room = QWidget()
    QVBoxLayout(room).setContentsMargins(0, 0, 0, 0)
    for number, (tab, (title, tip)) in enumerate(zip((window.indicator_tab, room), TABS, strict=True), 1):
        window.tabs.addTab(tab, title)
        window.tabs.setTabToolTip(number - 1, f"{tip}（Ctrl+{number}）")
    window.find_bar = FindBar()
    window.tabs.setCornerWidget(window.find_bar)
    window.panel = QStackedWidget()
    window.panel.setObjectName("sidePanels")
    window.panel.addWidget(window.indicator_tab.panel)
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
    for page in (window.splitter, window.welcome, window.no_year, window.opening):
        window.pages.addWidget(page)


def _tool_buttons(window: MainWindow) -> None:
    row, flow = window.tool_row, window.year_flow
    paper_tip = "一次一个县区，按纸表的样子录入（Ctrl+T）"
    window.paper_button = row.add_button("纸表(&G)", paper_tip, "paperButton", window.toggle_paper)
    row.add_button("导入(&I)…", "从 Excel 或 CSV 导入，先预览再写入（Ctrl+I）", "importButton", flow.import_file)
    row.add_button("全部导出(&X)…", "附表1、附表2 的 PDF 和 Excel（Ctrl+E）", "exportButton", flow.export_all)
    row.add_button("预览打印(&P)…", "看到的就是打印的（Ctrl+P）", "previewButton", flow.preview, primary=True)


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


def _connect(window: MainWindow) -> None:
    w = window.workspace
    w.run_long = lambda what, work, done: long_work.start_and(window, f"正在{what}…", work, done)
    w.ledgerChanged.connect(window.ledger_changed)
    w.yearsChanged.connect(lambda: window.tool_row.show_years(w.years, w.book.year if w.book else None))
    w.bookChanged.connect(window.book_changed)
    w.saved.connect(window.saved)
    w.refused.connect(window.write_refused)
    window.tool_row.yearChosen.connect(window.choose_year)
    window.tool_row.jumpRequested.connect(window.jump_to)
    window.tool_row.filled.clicked.connect(window.go_to_next_blank)
    window.indicator_tab.statusMessage.connect(window.say)
    window.indicator_tab.pasteFailed.connect(window.paste_failed)
    window.find_bar.found.connect(window.show_found)
    window.find_bar.closed.connect(window.leave_find)
    window.tabs.currentChanged.connect(window.tab_changed)
    window.status.operatorClicked.connect(window.ask_operator)
    window.status.directionClicked.connect(window.toggle_direction)
