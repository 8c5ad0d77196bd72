"""A scan in a window of its own: its pages, zoomed and turned; the next one; a copy saved, a print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from datong_desktop import paths, services
from datong_desktop.domain.problem import Refused
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.scans import LinkedScan, Pages
from datong_desktop.views import background, dialogs, theme
from datong_desktop.views.dialogs import printing
from datong_desktop.views.records.scan_pages import ScanPages

_STEP = 1.25


class ScanViewer(QDialog):
    """Not modal: the clerk keys from what is shown. It goes when it is closed."""

    def __init__(self, ledger: Ledger, scans: tuple[LinkedScan, ...], row: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scanViewer")
        self.setAccessibleName("查看扫描件")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._ledger, self._scans, self._row = ledger, scans, row
        self._turned: dict[str, int] = {}
        self.content = b""
        self.folder = paths.documents()
        self._make()
        self.finished.connect(lambda: self.view.show_pages(None))  # closes them
        self.resize(QSize(900, 800).boundedTo(self.screen().availableSize() - QSize(40, 60)))
        self.go(row)

    # -- which scan ---------------------------------------------------------------------------------------------------

    @property
    def shown(self) -> LinkedScan:
        return self._scans[self._row]

    def go(self, row: int) -> None:
        """Show another of the scans; reading and opening happen in the background."""
        self._turned[self.shown.link.digest] = self.view.turns
        self._row = max(0, min(len(self._scans) - 1, row))
        wanted, ledger = self.shown, self._ledger
        self.content = b""
        self.view.show_pages(None)
        self.setWindowTitle(f"{wanted.link.title} — 扫描件")
        self.previous.setEnabled(self._row > 0)
        self.next.setEnabled(self._row < len(self._scans) - 1)
        self._enable()
        self.tell("正在打开…")

        def read() -> tuple[bytes, Pages]:
            content = services.scans.open_content(ledger, wanted.link.digest)
            return content, services.scans.open_pages(content)

        background.run(read, lambda found: self._show(wanted, *found), lambda error: self._not_shown(wanted, error))

    def _show(self, wanted: LinkedScan, content: bytes, pages: Pages) -> None:
        if not isValid(self) or wanted is not self.shown:
            pages.close()
            return
        self.content = content
        self.tell("")
        self.view.show_pages(pages, self._turned.get(wanted.link.digest, 0))
        self._enable()
        self._page_turned(0)

    def _not_shown(self, wanted: LinkedScan, error: BaseException) -> None:
        if not isinstance(error, Refused):
            raise error
        if isValid(self) and wanted is self.shown:
            self._say_where(self._place())
            self.tell(str(error), bad=True)

    def _place(self) -> str:
        count = len(self._scans)
        return f"第 {self._row + 1}/{count} 件 {self.shown.link.title}" if count > 1 else self.shown.link.title

    def _page_turned(self, page: int) -> None:
        pages = self.view.count
        self._say_where(f"{self._place()} · 第 {page + 1}/{pages} 页" if pages > 1 else self._place())

    def _say_where(self, text: str) -> None:
        self.where.setText(text)
        self.where.setToolTip(text)

    # -- saving and printing ------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Save a copy of the file where the clerk chooses."""
        if not self.content:
            return
        scan, content = self.shown.scan, self.content
        suffix = services.scans.SUFFIXES[scan.media_type]
        offered = self.folder / services.scans.file_name(self.shown.link.title, scan)
        target = dialogs.files.ask_save(self, "扫描件另存为", offered, f"扫描件 (*{suffix})", suffix)
        if target is not None:
            self._run("正在保存…", lambda: services.scans.save_as(target, content), self._saved)

    def _saved(self, target: Path) -> None:
        self.folder = target.parent
        self.tell(f"已保存 {target.name}，在 {target.parent}。")

    def print(self) -> None:
        """Ask for the printer, then print all pages on A4."""
        if not self.content:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if not self.ask_printer(printer):
            return
        content, title = self.content, self.shown.link.title
        self._run(
            "正在送往打印机…",
            lambda: printing.print_scan(content, printer, title),
            lambda _: self.tell(f"已送往打印机{f'“{printer.printerName()}”' if printer.printerName() else ''}：{title}。"),
        )

    def ask_printer(self, printer: QPrinter) -> bool:
        """The desktop's own dialog. False when the clerk thought better of it."""
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, False)
        return dialogs.ask(dialog)

    def _run(self, doing: str, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self.tell(doing)

        def finished(result: Any) -> None:
            if isValid(self):
                done(result)

        def failed(error: BaseException) -> None:
            if not isinstance(error, Refused):
                raise error
            if isValid(self):
                self.tell(str(error), bad=True)

        background.run(work, finished, failed)

    def tell(self, text: str, *, bad: bool = False) -> None:
        """The line below the pages; ``bad`` for what needs the clerk."""
        self.status.setProperty("reason", bad)
        self.status.style().unpolish(self.status)
        self.status.style().polish(self.status)
        self.status.setText(f"✕ {text}" if bad else text)
        self.status.setVisible(bool(text))

    # -- set-up -------------------------------------------------------------------------------------------------------

    def _enable(self) -> None:
        for button in (self.save_button, self.print_button, self.larger, self.smaller, self.fit, self.left, self.right):
            button.setEnabled(bool(self.content))

    def _make(self) -> None:
        self.view = ScanPages(self)
        self.view.setObjectName("scanPages")
        self.view.setAccessibleName("扫描件的页面")
        self.view.setToolTip("Ctrl+滚轮缩放")
        self.view.turned.connect(self._page_turned)
        self.where = QLabel()
        self.where.setObjectName("scanWhere")
        self.where.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a long title is cut
        self.status = QLabel()
        self.status.setObjectName("viewerStatus")
        self.status.setWordWrap(True)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.percent = QLabel()
        self.percent.setAccessibleName("缩放比例")
        self.view.zoomed.connect(lambda zoom: self.percent.setText(f"{zoom:.0%}"))
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for row in (upper, lower):
            row.setSpacing(theme.GAP)
        self.previous = self._button(upper, "scanPrevious", "上一件(&B)", "上一个扫描件", lambda: self.go(self._row - 1), "Ctrl+PgUp")
        self.next = self._button(upper, "scanNext", "下一件(&N)", "下一个扫描件", lambda: self.go(self._row + 1), "Ctrl+PgDown")
        upper.addStretch(1)
        upper.addWidget(self.percent)
        self.smaller = self._button(upper, "scanZoomOut", "缩小(&M)", "缩小", lambda: self._zoom(1 / _STEP), "Ctrl+-")
        self.larger = self._button(upper, "scanZoomIn", "放大(&L)", "放大", lambda: self._zoom(_STEP), "Ctrl++", "Ctrl+=")
        self.fit = self._button(upper, "scanFitWidth", "适合宽度(&W)", "页面与窗口同宽", self.view.fit_width, "Ctrl+0")
        self.left = self._button(upper, "scanTurnLeft", "左转(&T)", "逆时针转四分之一圈", lambda: self.view.turn(-1), "Ctrl+Shift+R")
        self.right = self._button(upper, "scanTurnRight", "右转(&R)", "顺时针转四分之一圈", lambda: self.view.turn(1), "Ctrl+R")
        lower.addWidget(self.where, 1)
        self.save_button = self._button(lower, "scanSave", "另存为(&A)…", "把这个文件另存一份", self.save, "Ctrl+Shift+S")
        self.print_button = self._button(lower, "scanPrint", "打印(&P)…", "打印全部页，每页放到一张 A4 纸上", self.print, "Ctrl+P")
        self._button(lower, "scanClose", "关闭(&C)", "关闭这个窗口", self.close, "Esc")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        whole.setSpacing(theme.GAP)
        whole.addLayout(upper)
        whole.addWidget(self.view, 1)
        whole.addWidget(self.status)
        whole.addLayout(lower)
        self.view.setFocus()

    def _zoom(self, factor: float) -> None:
        self.view.zoom_to(self.view.zoom * factor)

    def _button(
        self, row: QHBoxLayout, name: str, text: str, tip: str, act: Callable[[], object], *keys: str
    ) -> QPushButton:
        """A button, with the first of its keys in the tool tip; Esc is the dialog's own."""
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text.partition("(")[0])
        button.setToolTip(f"{tip}（{keys[0]}）")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        row.addWidget(button)
        for key in keys:
            if key != "Esc":
                QShortcut(QKeySequence(key), self).activated.connect(button.click)
        return button
