"""The scans of one subject as a strip of pictures: dropped, pasted, picked; viewed, renamed, removed with undo."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from datong_desktop import paths, services
from datong_desktop.domain.problem import Refused, refuse
from datong_desktop.domain.progress import Cancelled, Progress
from datong_desktop.services.changes import Changed
from datong_desktop.services.scans import LinkedScan
from datong_desktop.views import background, dialogs, theme
from datong_desktop.views.dialogs.forms import FormDialog
from datong_desktop.views.records.scan_list import ScanList
from datong_desktop.views.records.scan_sources import Source, png, sources_of
from datong_desktop.views.records.scan_thumbnails import Thumbnails
from datong_desktop.views.records.scan_viewer import ScanViewer
from datong_desktop.views.workspace import Workspace

FILTER = "扫描件 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.PDF *.JPG *.JPEG *.PNG *.TIF *.TIFF);;全部文件 (*)"
_EMPTY = "还没有扫描件。把 PDF、JPEG、PNG、TIFF 文件拖到这里，按 Ctrl+V 粘贴，或点“添加…”。"
_NONE = "没有扫描件。"
_HINT = "Enter 查看，F2 改名，Delete 移除；可拖入文件，或按 Ctrl+V 粘贴"


class ScanStrip(QWidget):
    """Embed it, then ``show_subject``. Writes go through the workspace; ``countChanged(int)`` tells how many are shown.
    One that is not ``writable`` shows what is there, whoever may write."""

    countChanged = Signal(int)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None, *, writable: bool = True) -> None:
        super().__init__(parent)
        self._open = writable
        self.day: Callable[[], datetime.date | None] = lambda: None
        """The day on which a material comes with its scan, None for today. ``Refused`` when what says it has to be mended."""
        self.setObjectName("scanStrip")
        self.setAccessibleName("扫描件")
        self._workspace = workspace
        self._owner = self._subject = ""
        self.scans: tuple[LinkedScan, ...] = ()
        self.folder = paths.documents()
        self._progress: Progress | None = None
        self._paste_key: QShortcut | None = None
        self.setAcceptDrops(True)
        self._make()
        workspace.saved.connect(self._saved)
        workspace.ledgerChanged.connect(self.clear)
        self._reload()

    def _make(self) -> None:
        self.thumbnails = Thumbnails(self)
        self.list = ScanList(self.thumbnails, self)
        self.list.viewed.connect(self.view)
        self.list.removed.connect(self.remove)
        self.list.renamed.connect(self.rename, Qt.ConnectionType.QueuedConnection)  # the editor is still open
        self.empty = QLabel(_EMPTY)
        self.empty.setObjectName("scanEmpty")
        self.empty.setProperty("muted", True)
        self.empty.setWordWrap(True)
        self.add_button = QPushButton("添加…")
        self.add_button.setObjectName("scanAdd")
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self.pick)
        self.cancel_button = QPushButton("取消")
        self.cancel_button.setObjectName("scanCancel")
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.setToolTip("停止收存，这一批一个也不留")
        self.cancel_button.clicked.connect(self.cancel)
        self.status = QLabel()
        self.status.setObjectName("scanStatus")
        self.status.setProperty("muted", True)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        for widget in (self.add_button, self.cancel_button):
            row.addWidget(widget)
        row.addWidget(self.status, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.GAP)
        whole.addWidget(self.list)
        whole.addWidget(self.empty)
        whole.addLayout(row)

    # -- what is shown ------------------------------------------------------------------------------------------------

    def clear(self) -> None:
        """Show nothing: another ledger is open."""
        self.show_subject("", "")

    def show_subject(self, owner: str, subject: str) -> None:
        """Show the scans of one subject (``domain.scans.of_material`` …) of an enterprise or an expert; "" for none."""
        if (owner, subject) != (self._owner, self._subject):
            self._owner, self._subject, self.scans = owner, subject, ()
            self.list.show_scans(())
        self._reload()

    def _saved(self, changed: Changed) -> None:
        if any(self._owner in ids for ids in changed.touched.values()):
            self._reload()

    def _reload(self) -> None:
        ledger = self._workspace.ledger
        if ledger is None or not self._owner:
            self.scans = ()
        else:
            try:
                self.scans = services.scans.of(ledger, self._owner, self._subject)
            except Refused as refusal:
                self._refuse(refusal)
                return
            self.thumbnails.want(ledger, [one.link.digest for one in self.scans], self.devicePixelRatioF())
        self.list.writable = self._writable
        self.list.show_scans(self.scans)
        self._show_state()
        self.countChanged.emit(len(self.scans))

    @property
    def _writable(self) -> bool:
        return self._open and self._workspace.writable and bool(self._owner)

    def _show_state(self) -> None:
        busy = self._progress is not None
        held = any(one.hasFocus() for one in (self, self.add_button, self.cancel_button))
        self.list.setVisible(bool(self.scans))
        self.empty.setVisible(not self.scans)
        self.empty.setText(_EMPTY if self._writable else _NONE)
        self.add_button.setEnabled(self._writable and not busy)
        tip = "选文件添加（Insert）；也可以拖进来，或按 Ctrl+V 粘贴" if self._writable else "这里只能查看，不能添加扫描件"
        self.add_button.setToolTip(tip)
        self.cancel_button.setVisible(busy)
        if not busy:
            self.status.setText(_HINT if self.scans and self._writable else "")
        if held:  # else Qt hands the keys to whatever comes next, and a second Ctrl+V goes astray
            (self if busy else self.list if self.scans else self.add_button).setFocus()

    def _refuse(self, refusal: Refused) -> None:
        """Where the clerk looks: a dialog covers the bar of the window."""
        around = self.window()
        if isinstance(around, FormDialog):
            around.show_reason(str(refusal))
        else:
            self._workspace.refused.emit(refusal)

    # -- adding -------------------------------------------------------------------------------------------------------

    def pick(self) -> None:
        """Ask for files and add them."""
        if not self.add_button.isEnabled():
            return
        if chosen := dialogs.files.ask_open_several(self, "添加扫描件", self.folder, FILTER):
            self.folder = chosen[0].parent
            self.add(list(chosen))

    def paste(self) -> None:
        """Add the files, or the picture, of the clipboard."""
        if not self.add_button.isEnabled():
            return
        if found := sources_of(QGuiApplication.clipboard().mimeData()):
            self.add(found)
        else:
            text = "剪贴板里没有文件，也没有图片，没有添加。请先在文件管理器里复制文件，或复制一张图片，再按 Ctrl+V。"
            self._refuse(refuse("nothing_to_paste", text))

    def add(self, sources: list[Source]) -> None:
        """Examine, store and link in the background: what is stored is linked even if the window closes meanwhile."""
        workspace, ledger = self._workspace, self._workspace.ledger
        if ledger is None or not self._writable or self._progress is not None:
            return
        owner, subject, progress = self._owner, self._subject, Progress()
        if isinstance(around := self.window(), FormDialog):
            around.reason.clear()
        try:
            day = self.day()
        except Refused as refusal:
            self._refuse(refusal)
            return
        self._progress = progress
        self.status.setText(f"正在收存 {len(sources)} 个扫描件…")
        self._show_state()

        def work() -> Changed:
            plain = [png(one) if isinstance(one, QImage) else one for one in sources]
            return services.scans.add(ledger, owner, subject, plain, progress=progress, received_on=day)

        def done(changed: Changed) -> None:
            if isValid(self):
                self._ended("" if changed.change_set else "这些扫描件已经在这里了")
            if isValid(workspace) and workspace.ledger is ledger:
                workspace.perform(lambda _: changed)  # done already: an undo step, and everyone refreshes

        background.run(work, done, self._not_added)

    def _not_added(self, error: BaseException) -> None:
        if isValid(self):
            self._ended("已取消，一个也没有添加" if isinstance(error, Cancelled) else "")
        if isinstance(error, Refused):
            if isValid(self):
                self._refuse(error)
            elif isValid(self._workspace):
                self._workspace.refused.emit(error)
        elif not isinstance(error, Cancelled):
            raise error

    def _ended(self, said: str) -> None:
        self._progress = None
        self._show_state()
        if said:
            self.status.setText(said)

    def cancel(self) -> None:
        """Stop adding; none of this lot stays."""
        if self._progress is not None:
            self._progress.cancel()
            self.status.setText("正在停止…")

    # -- what is there ------------------------------------------------------------------------------------------------

    def view(self, row: int) -> ScanViewer | None:
        """Show a scan in a window of its own, beside which the clerk can go on keying."""
        if self._workspace.ledger is None:
            return None
        viewer = ScanViewer(self._workspace.ledger, self.scans, row, self.window())
        self._workspace.ledgerChanged.connect(viewer.close)
        viewer.show()
        return viewer

    def remove(self, rows: list[int]) -> None:
        """Take scans away from here; the files stay, and undo brings them back."""
        self._workspace.perform(services.scans.unlink, [self.scans[row].link for row in rows])

    def rename(self, row: int, title: str) -> None:
        if self._workspace.perform(services.scans.rename, self.scans[row].link, title) is None:
            self._reload()  # the refused title goes

    # -- events -------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._paste_key is None and isinstance(self.window(), FormDialog):  # whose buttons have no use for it
            self._paste_key = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self.window(), self.paste)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if self.add_button.isEnabled() and (data.hasUrls() or data.hasImage()):
            event.setDropAction(Qt.DropAction.CopyAction)  # the file stays where it is
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        if found := sources_of(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.add(found)

    def event(self, event: QEvent) -> bool:
        own = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste)
        if own and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # the window's own 粘贴 is for the grid
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Insert:
            self.pick()
        else:
            super().keyPressEvent(event)
