"""The main window: what is shown when, and how it is left. Its parts are put together in ``window_parts``.

Painted first, completed after: only what the first paint needs is imported here.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget

from datong_desktop import settings as settings_file
from datong_desktop.settings import Place, Settings
from datong_desktop.views import background, crash
from datong_desktop.views.tabs import NAMES
from datong_desktop.views.window_commands import WindowCommands
from datong_desktop.views.window_tabs import WindowTabs

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton, QSplitter, QStackedWidget, QTabWidget

    from datong_desktop.domain.problem import Refused
    from datong_desktop.domain.year_book import YearBook
    from datong_desktop.services.changes import Changed
    from datong_desktop.views.copy_flow import CopyFlow
    from datong_desktop.views.indicators.indicator_tab import IndicatorTab
    from datong_desktop.views.ledger_flow import LedgerFlow
    from datong_desktop.views.list_flow import ListFlow
    from datong_desktop.views.menus import Menus
    from datong_desktop.views.print_flow import PrintFlow
    from datong_desktop.views.read_only import ReadOnlyWatch
    from datong_desktop.views.status_line import StatusLine
    from datong_desktop.views.tabs import ToolButton
    from datong_desktop.views.tool_row import ToolRow
    from datong_desktop.views.widgets.find_bar import FindBar
    from datong_desktop.views.widgets.message_bar import MessageBar
    from datong_desktop.views.widgets.welcome import EmptyState
    from datong_desktop.views.workspace import Workspace
    from datong_desktop.views.year_flow import YearFlow

TITLE = "大同市企业上市工作台"


class MainWindow(WindowTabs, WindowCommands, QMainWindow):
    """One window, one ledger. ``settings`` is kept up to date and saved when the window closes.

    ``whole=False`` makes an empty window that can be painted at once; ``complete`` then puts its parts in.
    """

    errorTold = Signal(str)
    title = TITLE
    whole = False
    workspace: Workspace
    ledger_flow: LedgerFlow
    copies: CopyFlow
    year_flow: YearFlow
    list_flow: ListFlow
    expert_flow: ListFlow
    need_flow: ListFlow
    print_flow: PrintFlow
    read_only: ReadOnlyWatch
    menus: Menus
    tool_row: ToolRow
    bar: MessageBar
    status: StatusLine
    tabs: QTabWidget
    find_bar: FindBar
    indicator_tab: IndicatorTab
    panel: QStackedWidget
    pages: QStackedWidget
    splitter: QSplitter
    welcome: EmptyState
    no_year: EmptyState
    opening: EmptyState
    tool_buttons: dict[ToolButton, QPushButton]
    paper_button: QPushButton

    def __init__(self, settings: Settings, *, whole: bool = True) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.settings = settings
        self._leave_warned = False
        self.errorTold.connect(self._show_error)  # queued when it comes from another thread: widgets are the UI thread's
        self.start_tabs()
        self._place()
        if whole:
            self.complete()
        else:
            self.setWindowTitle("正在打开…")
            wait = QLabel("　正在打开…")
            wait.setProperty("muted", True)
            self.setCentralWidget(wait)

    def complete(self) -> None:
        """Put everything into the window."""
        from datong_desktop.views import window_parts

        window_parts.build(self)
        self.setWindowTitle(TITLE)
        self.whole = True
        self.apply_preferences()
        self.tab_changed(self.tabs.currentIndex())
        self.show_page()

    def _place(self) -> None:
        """Where the window was last time; a small screen is used whole, title bar and status bar included."""
        self.setMinimumSize(QSize(720, 440))
        screen = QApplication.primaryScreen().availableGeometry()
        self.resize(min(1366, screen.width() - 32), min(800, screen.height() - 64))
        if self.settings.geometry:
            self.restoreGeometry(QByteArray(base64.b64decode(self.settings.geometry, validate=False)))
        elif screen.height() < 900:
            self.setWindowState(self.windowState().WindowMaximized)

    # -- what is shown ------------------------------------------------------------------------------------

    def show_page(self) -> None:
        w = self.workspace
        page: QWidget = self.welcome if w.ledger is None and w.opening is None else self.splitter
        self.pages.setCurrentWidget(page)
        self.show_room()
        self.tool_row.setVisible(page is not self.welcome)
        self.menus.update()
        if page is self.welcome:
            self.welcome.show_recent(self.settings.recent, self.ledger_flow.open)
            self.welcome.buttons[0].setFocus()

    def ledger_changed(self) -> None:
        ledger = self.workspace.ledger
        sign = "〔只读〕" if ledger and ledger.read_only else ""
        self.setWindowTitle(f"{ledger.name}.datong{sign} — {TITLE}" if ledger else TITLE)
        self.bar.hide()
        self.read_only.show_ledger(ledger)
        if ledger is not None and ledger.sample and not ledger.read_only:
            self.bar.show_message(
                "info", "这是样例账套，数据是编的，可以随便改。", ("新建自己的账套…", self.ledger_flow.new)
            )
        for tab in self.built_tabs:
            tab.set_read_only(not self.workspace.writable)

    def book_changed(self, book: YearBook | None, changed: Changed | None) -> None:
        self.show_book_in_tabs(book, changed)
        self.tool_row.show_book(book)
        self.menus.update_district()
        if changed is None:
            self.show_page()

    def saved(self, changed: Changed, turned: bool) -> None:
        self._leave_warned = False
        book = self.workspace.book
        self.status.saved(changed, f"{book.year}年度 " if turned and book else "")
        self.bar.something_saved()
        if changed.told:
            self.bar.show_message("warning", changed.told)

    def write_refused(self, refusal: Refused) -> None:
        if any(p.code == "file_vanished" for p in refusal.problems):
            self.bar.show_message("error", str(refusal), ("另存到…", self.copies.rescue))
        else:
            self.bar.show_message("error", str(refusal), ("再写一次", self.retry_refused))

    def paste_failed(self, reason: str, text: str) -> None:
        actions = (
            (("按名称导入…", lambda: self.year_flow.import_text(text)),) if text and self.workspace.writable else ()
        )
        self.bar.show_message("warning", reason, *actions, until_saved=True)

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
        self.focus_tab()

    def focus_tab(self) -> None:
        """The keys go where keying starts, unless the clerk is typing already."""
        if self.indicator_tab.grid.open_editor() is None:
            self.tab(self.shown_tab.name).focus_main()

    def place(self) -> Place:
        """Where the clerk is in the open ledger."""
        book = self.workspace.book
        return Place(book.year if book else 0, self.shown_tab.name, *(self.indicator_tab.current_cell() or ("", "")))

    def keep_place(self) -> None:
        """The open ledger is about to be closed: next time it opens where it was left."""
        if (ledger := self.workspace.ledger) is not None:
            self.settings.remember_place(ledger.path, self.place())
            settings_file.save(self.settings)

    def go_to_place(self, place: Place) -> None:
        """Tab and cell last worked in; what is no more is passed over."""
        if place.tab in NAMES:
            self.turn_to(place.tab)
        self.indicator_tab.show_found(place.district, place.indicator)

    def open_failed(self) -> None:
        self.show_page()

    def show_opening(self, name: str) -> None:
        self.opening.text.setText(name)
        self.pages.setCurrentWidget(self.opening)

    def tell_of_error(self, text: str) -> None:
        """Say that something unforeseen happened, from any thread; must not raise, whatever state the window is in."""
        if self.whole:
            self.errorTold.emit(text)

    def _show_error(self, text: str) -> None:
        self.bar.show_message("error", text)

    # -- leaving ------------------------------------------------------------------------------------------

    def finish_editing(self) -> int:
        """Commit what is being typed; returns how many refused texts still wait."""
        return sum(tab.finish_editing() for tab in self.built_tabs)

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
            if not self.whole:
                return
            if not self.may_leave():
                event.ignore()
                return
            self._keep_state()
            for tab in self.built_tabs:
                tab.stop_reading()
            background.wait_for_all()
            self.workspace.set_ledger(None)
        except Exception:  # an error here would close the window all the same, without the guard above
            crash.log_exception("closing")
            self.bar.show_message("error", "关闭时出了意外，已确认的数字都在磁盘上。可以再关一次。")
            if not self._leave_warned:
                self._leave_warned = True
                event.ignore()
                return
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.whole and self.bar.isVisible():
            self.bar.hide()  # Esc goes one step back
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        ledger = self.workspace.ledger if self.whole else None
        if (
            event.type() == QEvent.Type.ActivationChange
            and self.isActiveWindow()
            and ledger is not None
            and ledger.read_only
        ):
            QTimer.singleShot(0, self.workspace.reload)  # the other window may have written meanwhile

    def _keep_state(self) -> None:
        self.settings.geometry = base64.b64encode(self.saveGeometry().data()).decode()
        self.settings.last_tab = self.shown_tab.name
        settings_file.save(self.settings)
