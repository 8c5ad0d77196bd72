"""Preview: the very PDF that is printed and saved, page by page, with printer, copies and the ways to save it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from shiboken6 import isValid

from datong_desktop import paths, services
from datong_desktop.domain.problem import Refused
from datong_desktop.views import background
from datong_desktop.views.dialogs import files, printing, resize_within_screen
from datong_desktop.views.dialogs.preview_parts import PreviewParts

if TYPE_CHECKING:
    from datong_desktop.services.documents import PdfPages
    from datong_desktop.services.printables import Printable

_KINDS = {
    "pdf": ("保存 PDF", "PDF 文件 (*.pdf)"),
    "xlsx": ("保存 Excel", "Excel 工作簿 (*.xlsx)"),
    "docx": ("保存 Word", "Word 文档 (*.docx)"),
}


class PreviewDialog(QDialog):
    """What is shown is ``content``: the same bytes go to the printer and into the file."""

    def __init__(self, subject: str, printables: Sequence[Printable], parent: QWidget | None = None, *, first: int = 0) -> None:
        """``subject`` stands in the title bar; ``first`` is the one of the printables shown when it opens."""
        super().__init__(parent)
        self.setObjectName("previewDialog")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._printables = printables
        self._pages: PdfPages | None = None
        self._making = background.Latest(self)
        self.content = b""
        self.folder = paths.documents()
        self.parts = PreviewParts(self)
        self._connect()
        resize_within_screen(self, 1160, 860)
        self.set_printables(subject, printables, first=first)
        QTimer.singleShot(0, self._fill_printers)

    def set_printables(self, subject: str, printables: Sequence[Printable], *, first: int = 0) -> None:
        """Show others, or another state of the same; what is chosen stays."""
        self._printables = printables
        self.setWindowTitle(f"预览打印 — {subject}")
        self.parts.fill_documents(printables, first)
        self.make()

    @property
    def printable(self) -> Printable:
        """The chosen one: of a printable with variants, the variant."""
        whole = self._printables[self.parts.document.currentIndex()]
        return whole.variants[self.parts.variant.currentIndex()] if whole.variants else whole

    # -- the document -----------------------------------------------------------------------------------------

    def choose_document(self) -> None:
        """Another document was chosen: offer its variants and show it."""
        self.parts.fill_variants(self._printables[self.parts.document.currentIndex()])
        self.make()

    def make(self) -> None:
        """Make the chosen document in the background and show it; an older one still under way is dropped."""
        self.parts.busy("正在排版…")
        self._making.read(self.printable.pdf, self._show, broken=self._show_failure)

    def _show(self, content: bytes) -> None:
        old, self._pages = self._pages, services.documents.open_pages(content)
        self.content = content
        self.parts.view.show_pages(self._pages)
        if old is not None:
            old.close()
        self.parts.thumbnails.show_pages(self._pages)
        self.parts.ready(len(self._pages.sizes), self.printable.files)

    def _show_failure(self, error: BaseException) -> None:
        self.content = b""
        self.parts.view.show_pages(None)
        self.parts.thumbnails.show_pages(None)
        old, self._pages = self._pages, None
        if old is not None:
            old.close()
        self.parts.ready(0, self.printable.files)
        self._tell_failure(error)

    # -- printing and saving ----------------------------------------------------------------------------------

    def print_now(self) -> None:
        """Print the shown PDF on the chosen printer."""
        if not self.parts.print_button.isEnabled():
            return
        content, name, copies = self.content, self.parts.printer.currentText(), self.parts.copies.value()
        title, count = self.printable.name, self.parts.view.count
        self._run(
            "正在送往打印机…",
            lambda: printing.print_pdf(content, name, copies, title),
            lambda _: self.parts.tell(f"已送往打印机“{name}”：{count} 页 × {copies} 份。"),
        )

    def save(self, suffix: str) -> None:
        """Save the shown PDF, or the chosen document in another form, under a name the clerk chooses."""
        title, file_filter = _KINDS[suffix]
        printable, content = self.printable, self.content
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(self.folder / printable.file_name(suffix)), file_filter)
        if not chosen:
            return
        target = Path(chosen)
        if target.suffix.lower() != f".{suffix}":
            target = target.with_name(f"{target.name}.{suffix}")
        make = (lambda: content) if suffix == "pdf" else printable.files[suffix]
        self._write(lambda: (services.documents.write(target, make()),))

    def save_all(self) -> None:
        """Save all files of what belongs together into a folder the clerk chooses."""
        chosen = QFileDialog.getExistingDirectory(self, "全部保存到哪个文件夹", str(self.folder))
        if chosen:
            printables, folder = self._printables, Path(chosen)
            self._write(lambda: services.printables.save_together(printables, folder))

    def _write(self, work: Callable[[], tuple[Path, ...]]) -> None:
        def saved(files: tuple[Path, ...]) -> None:
            self.folder = files[0].parent
            self.parts.open_folder.setEnabled(True)
            count = f" 等 {len(files)} 个文件" if len(files) > 1 else ""
            self.parts.tell(f"已保存 {files[0].name}{count}，在 {self.folder}。")

        self._run("正在保存…", work, saved)

    def _run(self, doing: str, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Work in the background with the buttons resting; what comes of it stands in the status line."""
        self.parts.busy(doing)

        def finished(result: Any) -> None:
            if isValid(self):
                self.parts.ready(self.parts.view.count, self.printable.files)
                done(result)

        def failed(error: BaseException) -> None:
            if isValid(self):
                self.parts.ready(self.parts.view.count, self.printable.files)
                self._tell_failure(error)

        background.run(work, finished, failed)

    def open_folder(self) -> None:
        """Show the folder the last file was saved in."""
        files.open_folder(self.folder)

    def _tell_failure(self, error: BaseException) -> None:
        if not isinstance(error, Refused):
            raise error
        first, *more = error.problems
        self.parts.tell(first.text + (f"（另有 {len(more)} 处）" if more else ""), bad=True)
        self.parts.status.setToolTip(str(error))

    # -- set-up -----------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        parts = self.parts
        parts.document.currentIndexChanged.connect(self.choose_document)
        parts.variant.currentIndexChanged.connect(self.make)
        parts.thumbnails.currentRowChanged.connect(parts.view.go_to)
        parts.view.turned.connect(self._page_turned)
        parts.print_button.clicked.connect(self.print_now)
        parts.save_pdf.clicked.connect(lambda: self.save("pdf"))
        parts.save_excel.clicked.connect(lambda: self.save("xlsx"))
        parts.save_word.clicked.connect(lambda: self.save("docx"))
        parts.save_all.clicked.connect(self.save_all)
        parts.open_folder.clicked.connect(self.open_folder)
        parts.close_button.clicked.connect(self.close)
        for keys, act in (
            ("Ctrl+P", self.print_now), ("Ctrl++", parts.zoom_in), ("Ctrl+=", parts.zoom_in),
            ("Ctrl+-", parts.zoom_out), ("Ctrl+0", parts.view.fit_width),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _page_turned(self, index: int) -> None:
        listed = self.parts.thumbnails
        blocked = listed.blockSignals(True)
        listed.setCurrentRow(index)
        listed.blockSignals(blocked)

    def _fill_printers(self) -> None:
        self.parts.fill_printers(printing.printer_names())
