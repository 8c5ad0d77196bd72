"""The main window: tabs, menus, tool row, side panel, message bar, status bar. It wires, it does not decide."""

from __future__ import annotations

import base64
import logging

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from datong_desktop import settings as settings_file
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.year_book import YearBook
from datong_desktop.services.changes import Changed
from datong_desktop.settings import Settings
from datong_desktop.views import background, theme
from datong_desktop.views.indicators.indicator_tab import IndicatorTab
from datong_desktop.views.ledger_flow import LedgerFlow
from datong_desktop.views.menus import Menus
from datong_desktop.views.scores.score_tab import ScoreTab
from datong_desktop.views.status_line import StatusLine
from datong_desktop.views.tool_row import ToolRow
from datong_desktop.views.widgets.key_hint import KeyHint
from datong_desktop.views.widgets.message_bar import MessageBar
from datong_desktop.views.widgets.welcome import EmptyState
from datong_desktop.views.window_commands import WindowCommands
from datong_desktop.views.workspace import Workspace
from datong_desktop.views.year_flow import YearFlow

log = logging.getLogger(__name__)
TITLE = "大同市企业上市工作台"


class MainWindow(WindowCommands, QMainWindow):
    """One window, one ledger. ``settings`` is kept up to date and saved when the window closes."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.settings = settings
        self.workspace = Workspace(self)
        self._leave_warned = False
        self.ledger_flow = LedgerFlow(self)
        self.year_flow = YearFlow(self)
        self._build()
        self.menus = Menus(self)
        self.menus.add_tab_actions(self.indicator_tab, self.indicator_tab.actions_for_menu())
        self.menus.add_tab_actions(self.score_tab, self.score_tab.actions_for_menu())
        self._connect()
        self.menus.show_tab_actions(self.tabs.currentWidget())
        self.key_hint = KeyHint(self)
        self._restore_state()
        self._show_page()

    # -- building -----------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.indicator_tab = IndicatorTab(self.workspace)
        self.score_tab = ScoreTab(self)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("tabs")
        self.tabs.setDocumentMode(True)
        for number, (tab, title, tip) in enumerate(
            (
                (self.indicator_tab, "指标填报", "录入各县区完成数量"),
                (self.score_tab, "得分", "得分、名次和理由"),
            ),
            1,
        ):
            self.tabs.addTab(tab, title)
            self.tabs.setTabToolTip(number - 1, f"{tip}（Ctrl+{number}）")
        self.panel = QStackedWidget()
        self.panel.setObjectName("sidePanels")
        self.panel.addWidget(self.indicator_tab.panel)
        self.panel.addWidget(self.score_tab.side_panel())
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.tabs)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setCollapsible(0, False)
        self.splitter.setSizes([1000, theme.PANEL_WIDTH])
        self.panel.setMinimumWidth(theme.PANEL_WIDTH - 40)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.splitter)
        self.welcome = EmptyState(
            "welcome",
            "还没有打开账套",
            "账套是一个文件，一个办公室多年的考核数据都在里面。",
            (
                ("新建账套…", "新建一个账套文件（Ctrl+N）", self.ledger_flow.new),
                ("打开账套…", "打开已有的账套（Ctrl+O）", self.ledger_flow.ask_and_open),
                ("打开样例账套", "看看填好的样子，随便改", self.ledger_flow.open_sample),
            ),
        )
        self.no_year = EmptyState(
            "noYear",
            "这个账套里还没有考核年度",
            "新建年度后就可以录入各县区的数字。",
            (("新建年度…", "增加一个考核年度（Ctrl+Shift+N）", self.year_flow.create),),
        )
        self.opening = EmptyState("opening", "正在打开…", "", ())
        for page in (self.welcome, self.no_year, self.opening):
            self._pages.addWidget(page)
        self.tool_row = ToolRow()
        self._build_tool_buttons()
        self.bar = MessageBar()
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        bar_room = QVBoxLayout()
        bar_room.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.GAP)
        bar_room.addWidget(self.bar)
        layout.addWidget(self.tool_row)
        layout.addLayout(bar_room)
        layout.addWidget(self._pages, 1)
        self.setCentralWidget(body)
        self.status = StatusLine(self)
        self.setStatusBar(self.status)

    def _build_tool_buttons(self) -> None:
        row = self.tool_row
        self.paper_button = row.add_button("纸表(&G)", "一次一个县区，按纸表的样子录入（Ctrl+T）", "paperButton")
        self.paper_button.clicked.connect(self.toggle_paper)
        row.add_button("导入(&I)…", "从 Excel 或 CSV 导入，先预览再写入（Ctrl+I）", "importButton").clicked.connect(
            self.year_flow.import_file
        )
        row.add_button("全部导出(&X)…", "附表1、附表2 的 PDF 和 Excel（Ctrl+E）", "exportButton").clicked.connect(
            self.year_flow.export_all
        )
        row.add_button("预览打印(&P)…", "看到的就是打印的（Ctrl+P）", "previewButton", primary=True).clicked.connect(
            self.year_flow.preview
        )

    def _connect(self) -> None:
        w = self.workspace
        w.ledgerChanged.connect(self._ledger_changed)
        w.yearsChanged.connect(lambda: self.tool_row.show_years(w.years, w.book.year if w.book else None))
        w.bookChanged.connect(self._book_changed)
        w.saved.connect(self._saved)
        w.refused.connect(self._refused)
        self.tool_row.yearChosen.connect(self.choose_year)
        self.tool_row.jumpRequested.connect(self.jump_to)
        self.tool_row.filled.clicked.connect(self.go_to_next_blank)
        self.indicator_tab.statusMessage.connect(self.say)
        self.indicator_tab.pasteFailed.connect(self._paste_failed)
        self.score_tab.statusMessage.connect(self.say)
        self.score_tab.jumpRequested.connect(self.jump_to)
        self.score_tab.disqualifyRequested.connect(self.year_flow.disqualify)
        self.score_tab.requalifyRequested.connect(self.year_flow.requalify)
        self.tabs.currentChanged.connect(self._tab_changed)
        self.status.operatorClicked.connect(self.ask_operator)
        self.status.directionClicked.connect(self.toggle_direction)

    # -- what is shown ------------------------------------------------------------------------------------

    def _show_page(self) -> None:
        w = self.workspace
        page: QWidget = self.welcome if w.ledger is None else self.no_year if w.book is None else self.splitter
        self._pages.setCurrentWidget(page)
        self.tool_row.setVisible(w.ledger is not None)
        self.menus.update()
        if page is self.welcome:
            self.welcome.show_recent(self.settings.recent, self.ledger_flow.open)

    def _ledger_changed(self) -> None:
        ledger = self.workspace.ledger
        self.setWindowTitle(f"{ledger.name}.datong — {TITLE}" if ledger else TITLE)
        self.bar.hide()
        if ledger is not None and ledger.read_only:
            self.bar.show_message(
                "warning", f"{ledger.read_only_reason}只能查看，不能修改。", ("重新打开", self.reopen)
            )
        elif ledger is not None and ledger.sample:
            self.bar.show_message(
                "info", "这是样例账套，数据是编的，可以随便改。", ("新建自己的账套…", self.ledger_flow.new)
            )
        self.score_tab.set_read_only(not self.workspace.writable)

    def _book_changed(self, book: YearBook | None, changed: Changed | None) -> None:
        self.indicator_tab.show_book(book, changed)
        self.score_tab.show_book(book, changed)
        self.tool_row.show_book(book)
        self._show_page()

    def _saved(self, changed: Changed) -> None:
        self._leave_warned = False
        self.status.saved(changed)

    def _refused(self, refusal: Refused) -> None:
        codes = {p.code for p in refusal.problems}
        if codes & {"vanished", "replaced", "file_vanished"}:
            self.bar.show_message("error", str(refusal), ("另存到…", self.ledger_flow.rescue))
        else:
            self.bar.show_message("error", str(refusal), ("再写一次", self.retry_refused))

    def _paste_failed(self, reason: str, text: str) -> None:
        actions = (
            (("按名称导入…", lambda: self.year_flow.import_text(text)),) if text and self.workspace.writable else ()
        )
        self.bar.show_message("warning", reason, *actions)

    def _tab_changed(self, place: int) -> None:
        self.indicator_tab.finish_editing()
        self.panel.setCurrentIndex(place)
        self.paper_button.setVisible(place == 0)
        self.menus.show_tab_actions(self.tabs.widget(place))
        if place == 0:
            self.indicator_tab.panel.show_cell(self.indicator_tab.current_cell())

    def ledger_shown(self) -> None:
        """Called when a ledger was opened: remember it, put the cursor where keying starts."""
        ledger = self.workspace.ledger
        assert ledger is not None
        self.settings.remember_ledger(ledger.path)
        settings_file.save(self.settings)
        self.menus.recent.clear()
        for text in self.settings.recent:
            action = self.menus.recent.addAction(text)
            action.triggered.connect(lambda _=False, t=text: self.open_recent(t))
        self.say(f"已打开 {ledger.name}")
        if self.tabs.currentWidget() is self.indicator_tab:
            self.indicator_tab.focus_main()

    def open_failed(self) -> None:
        self._show_page()

    def show_opening(self, name: str) -> None:
        self.opening.text.setText(name)
        self._pages.setCurrentWidget(self.opening)

    # -- leaving ------------------------------------------------------------------------------------------

    def finish_editing(self) -> int:
        """Commit what is being typed; returns how many refused texts still wait."""
        return self.indicator_tab.finish_editing()

    def may_leave(self) -> bool:
        """True when nothing typed would be lost; else says so once, and a second try goes ahead."""
        waiting = self.finish_editing()
        if not waiting or self._leave_warned:
            self._leave_warned = False
            return True
        self._leave_warned = True
        self.bar.show_message(
            "warning", f"还有 {waiting} 处填写没有保存（标 ✕ 的红框）。请先改好；再做一次同样的操作就放弃它们。"
        )
        return False

    def may_print(self) -> bool:
        """A refused text in the grid is not part of what is printed: say so and let the clerk mend it first."""
        waiting = self.finish_editing()
        if waiting:
            self.bar.show_message("warning", f"还有 {waiting} 处填写没有保存（标 ✕ 的红框），打印前请先改好。")
        return not waiting

    def closeEvent(self, event: QCloseEvent) -> None:
        try:
            if not self.may_leave():
                event.ignore()
                return
            self._keep_state()
            background.wait_for_all()
            self.workspace.set_ledger(None)
        except Exception:  # an error here would close the window all the same, without the guard above
            log.exception("closing")
            self.bar.show_message("error", "关闭时出了意外，已确认的数字都在磁盘上。可以再关一次。")
            if not self._leave_warned:
                self._leave_warned = True
                event.ignore()
                return
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        ledger = self.workspace.ledger
        if (
            event.type() == QEvent.Type.ActivationChange
            and self.isActiveWindow()
            and ledger is not None
            and ledger.read_only
        ):
            QTimer.singleShot(0, self.workspace.reload)  # the other window may have written meanwhile

    # -- state --------------------------------------------------------------------------------------------

    def _restore_state(self) -> None:
        self.setWindowTitle(TITLE)
        self.setMinimumSize(QSize(900, 560))
        screen = QApplication.primaryScreen().availableGeometry()
        self.resize(min(1366, screen.width() - 32), min(800, screen.height() - 64))
        if screen.height() < 900:  # a small screen: all of it, title bar and status bar included
            self.setWindowState(Qt.WindowState.WindowMaximized)
        if self.settings.geometry:
            self.restoreGeometry(QByteArray(base64.b64decode(self.settings.geometry, validate=False)))
        self.tabs.setCurrentIndex(min(self.settings.last_tab, self.tabs.count() - 1))
        self.apply_preferences()

    def _keep_state(self) -> None:
        self.settings.geometry = base64.b64encode(self.saveGeometry().data()).decode()
        self.settings.last_tab = self.tabs.currentIndex()
        settings_file.save(self.settings)
