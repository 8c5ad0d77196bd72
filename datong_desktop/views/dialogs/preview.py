"""Preview: the very PDF that is printed and saved, page by page, with printer, copies and the ways to save it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QListWidgetItem, QWidget
from shiboken6 import isValid

from datong_desktop import paths, services
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.year_book import YearBook
from datong_desktop.views import background
from datong_desktop.views.dialogs import files, printing, resize_within_screen
from datong_desktop.views.dialogs.page_view import image_of
from datong_desktop.views.dialogs.preview_parts import PreviewParts

if TYPE_CHECKING:
    from datong_desktop.services.documents import DocumentKind, PdfPages

_THUMBNAIL = 132
_PDF, _XLSX = "PDF 文件 (*.pdf)", "Excel 工作簿 (*.xlsx)"


class PreviewDialog(QDialog):
    """What is shown is ``content``: the same bytes go to the printer and into the file."""

    def __init__(self, book: YearBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("previewDialog")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._book = book
        self._pages: PdfPages | None = None
        self._asked = 0
        self.content = b""
        self.folder = paths.documents()
        self.parts = PreviewParts(self)
        self._connect()
        resize_within_screen(self, 1160, 860)
        self.set_book(book)
        QTimer.singleShot(0, self._fill_printers)

    def set_book(self, book: YearBook) -> None:
        """Show another state of the year; what is chosen stays."""
        self._book = book
        self.setWindowTitle(f"预览打印 — {book.scheme.city}{book.year}年度")
        kinds = services.documents.DocumentKind
        one, two = book.scheme.table_1.label, book.scheme.table_2.label
        self.parts.fill_documents(
            [
                (one, kinds.TABLE_1), (two, kinds.TABLE_2), (f"{one}＋{two}", kinds.BOTH_TABLES),
                ("空白表（全部县区）", kinds.BLANK_FORM), ("空白表（一个县区）", kinds.BLANK_FORM),
            ],
            book.scheme.districts,
        )
        self.make()

    @property
    def kind(self) -> DocumentKind:
        found: DocumentKind = self.parts.document.currentData()
        return found

    @property
    def district(self) -> str | None:
        """The district of the one-district form; None for everything else."""
        return self.parts.district.currentText() if self.parts.one_district else None

    # -- the document -----------------------------------------------------------------------------------------

    def make(self) -> None:
        """Make the chosen document in the background and show it; an older one still under way is dropped."""
        self._asked += 1
        asked, book, kind, district = self._asked, self._book, self.kind, self.district
        self.parts.district.setEnabled(self.parts.one_district)
        self.parts.busy("正在排版…")
        background.run(
            lambda: services.documents.pdf(book, kind, district),
            lambda content: self._show(asked, content),
            lambda error: self._show_failure(asked, error),
        )

    def _show(self, asked: int, content: bytes) -> None:
        if not isValid(self) or asked != self._asked:
            return
        old, self._pages = self._pages, services.documents.open_pages(content)
        self.content = content
        self.parts.view.show_pages(self._pages)
        if old is not None:
            old.close()
        self._fill_thumbnails()
        self.parts.ready(len(self._pages.sizes), excel=self.district is None)

    def _show_failure(self, asked: int, error: BaseException) -> None:
        if not isValid(self) or asked != self._asked:
            return
        self.content = b""
        self.parts.view.show_pages(None)
        self.parts.thumbnails.clear()
        old, self._pages = self._pages, None
        if old is not None:
            old.close()
        self.parts.ready(0, excel=self.district is None)
        self._tell_failure(error)

    def _fill_thumbnails(self) -> None:
        listed = self.parts.thumbnails
        listed.clear()
        assert self._pages is not None
        listed.setIconSize(QSize(_THUMBNAIL, _THUMBNAIL))
        for index, size in enumerate(self._pages.sizes):
            item = QListWidgetItem(QIcon(self._thumbnail(self._pages, index, max(size))), f"第 {index + 1} 页")
            item.setToolTip(f"转到第 {index + 1} 页")
            listed.addItem(item)
        listed.setCurrentRow(0)

    def _thumbnail(self, pages: PdfPages, index: int, longest: float) -> QPixmap:
        """Drawn three times as large and made smaller: hair lines stay fine."""
        ratio = self.devicePixelRatioF()
        picture = image_of(pages, index, 3 * _THUMBNAIL * ratio / longest)
        pixmap = QPixmap.fromImage(
            picture.scaledToWidth(round(picture.width() / 3), Qt.TransformationMode.SmoothTransformation)
        )
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    # -- printing and saving ----------------------------------------------------------------------------------

    def print_now(self) -> None:
        """Print the shown PDF on the chosen printer."""
        if not self.parts.print_button.isEnabled():
            return
        content, name, copies, count = (
            self.content, self.parts.printer.currentText(), self.parts.copies.value(), self.parts.view.count
        )
        self._run(
            "正在送往打印机…",
            lambda: printing.print_pdf(content, name, copies),
            lambda _: self.parts.tell(f"已送往打印机“{name}”：{count} 页 × {copies} 份。"),
        )

    def save_pdf(self) -> None:
        """Save the shown PDF under a name the clerk chooses."""
        self._save("pdf", "保存 PDF", _PDF)

    def save_excel(self) -> None:
        """Save the chosen table as a workbook; both tables are one workbook."""
        self._save("xlsx", "保存 Excel", _XLSX)

    def _save(self, suffix: str, title: str, file_filter: str) -> None:
        book, kind, district = self._book, self.kind, self.district
        offered = self.folder / services.documents.file_name(book, kind, suffix, district)
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(offered), file_filter)
        if not chosen:
            return
        target = Path(chosen)
        if target.suffix.lower() != f".{suffix}":
            target = target.with_name(f"{target.name}.{suffix}")
        content = self.content
        if suffix == "pdf":
            self._write(lambda: (services.documents.write(target, content),))
        else:
            self._write(lambda: (services.documents.save(book, kind, suffix, target, district),))

    def save_all(self) -> None:
        """Save the four files of the year into a folder the clerk chooses."""
        chosen = QFileDialog.getExistingDirectory(self, "全部保存到哪个文件夹", str(self.folder))
        if chosen:
            book, folder = self._book, Path(chosen)
            self._write(lambda: services.documents.save_all(book, folder))

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
                self.parts.ready(self.parts.view.count, excel=self.district is None)
                done(result)

        def failed(error: BaseException) -> None:
            if isValid(self):
                self.parts.ready(self.parts.view.count, excel=self.district is None)
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
        parts.document.currentIndexChanged.connect(self.make)
        parts.district.currentIndexChanged.connect(self.make)
        parts.thumbnails.currentRowChanged.connect(parts.view.go_to)
        parts.view.turned.connect(self._page_turned)
        parts.print_button.clicked.connect(self.print_now)
        parts.save_pdf.clicked.connect(self.save_pdf)
        parts.save_excel.clicked.connect(self.save_excel)
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
