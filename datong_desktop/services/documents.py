"""Documents of one year: annex tables 1 and 2 and the blank form, as PDF and Excel, in memory or safely saved.

Everything is made from a ``YearBook``: what the grid shows is what is printed.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from datong_desktop.documents import annex_excel, annex_pdf, form_pdf, safe_write
from datong_desktop.documents.annex_tables import AnnexTable, annex_table_1, annex_table_2, blank_table_1, dated
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.pdf_pages import PdfPages
from datong_desktop.documents.pdf_pen import About
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.domain.year_book import YearBook

__all__ = [
    "DocumentKind", "PdfPages", "file_name", "open_pages", "page_count", "pdf", "save", "save_all", "write", "xlsx",
]


class DocumentKind(Enum):
    """What can be printed. ``BOTH_TABLES`` is one PDF of table 1 and table 2."""

    TABLE_1 = "table_1"
    TABLE_2 = "table_2"
    BOTH_TABLES = "both_tables"
    BLANK_FORM = "blank_form"


def pdf(book: YearBook, kind: DocumentKind, district: str | None = None) -> bytes:
    """The PDF, fonts embedded. ``district`` makes the blank form one district's. Raises ``Refused``
    (``missing_glyph``: every character no font has, with its place; ``unknown_district``)."""
    author = clean(book.reporting_unit) or clean(book.scheme.office)
    about = About(clean(_title(book, kind, district)), author, dated(book))
    if kind is DocumentKind.BLANK_FORM and district is not None:
        if district not in book.scheme.districts:
            raise refuse("unknown_district", f"考核方案里没有“{district}”这个县区，不能出它的空白表。", district=district)
        return form_pdf.form_pdf(book, district, about)
    return annex_pdf.annex_pdf(_tables(book, kind), about)


def xlsx(book: YearBook, kind: DocumentKind) -> bytes:
    """The workbook: table 1; table 2 with live formulas over table 1; or table 1 left blank.
    ``BOTH_TABLES`` is the workbook of table 2, which holds both."""
    if kind is DocumentKind.TABLE_1:
        return annex_excel.workbook_1(book)
    if kind is DocumentKind.BLANK_FORM:
        return annex_excel.workbook_1(book, blank=True)
    return annex_excel.workbook_2(book)


def open_pages(content: bytes) -> PdfPages:
    """The pages of a PDF for showing and printing: ``sizes`` in points, ``render(index, pixels_per_point)``."""
    return PdfPages(content)


def page_count(content: bytes) -> int:
    """Number of pages of a PDF."""
    pages = PdfPages(content)
    pages.close()
    return len(pages.sizes)


def file_name(book: YearBook, kind: DocumentKind, suffix: str, district: str | None = None) -> str:
    """"大同市2022年度附表1_各县区指标完成情况统计表.pdf"; characters no file name may hold become "_"."""
    return safe_write.file_name(_title(book, kind, district).replace(" ", "_"), _suffix(suffix))


def save(book: YearBook, kind: DocumentKind, suffix: str, target: Path, district: str | None = None) -> Path:
    """Make and safely write one document: "pdf" or "xlsx". ``target`` is a file, or a folder for the usual name.
    Raises ``Refused``; the old file is then untouched."""
    path = target / file_name(book, kind, suffix, district) if target.is_dir() else target
    return safe_write.write_document(path, _content(book, kind, suffix, district))


def write(target: Path, content: bytes) -> Path:
    """Safely write a document already made, e.g. the very PDF of the preview. Raises ``Refused``."""
    return safe_write.write_document(target, content)


def save_all(book: YearBook, folder: Path, progress: Progress = UNWATCHED) -> tuple[Path, ...]:
    """The four files of a year (附表1 and 附表2, each as PDF and Excel). All are made and checked before one is replaced;
    it can be cancelled while they are made."""
    wanted = [(kind, suffix) for kind in (DocumentKind.TABLE_1, DocumentKind.TABLE_2) for suffix in ("pdf", "xlsx")]
    made: list[tuple[Path, bytes]] = []
    for kind, suffix in wanted:
        progress.step(len(made), len(wanted))
        made.append((folder / file_name(book, kind, suffix), _content(book, kind, suffix, None)))
    progress.step(len(made), len(wanted))
    return safe_write.write_documents(made)


def _content(book: YearBook, kind: DocumentKind, suffix: str, district: str | None) -> bytes:
    if _suffix(suffix) == ".pdf":
        return pdf(book, kind, district)
    return xlsx(book, kind)


def _suffix(suffix: str) -> str:
    plain = "." + suffix.lower().lstrip(".")
    if plain not in (".pdf", ".xlsx"):
        raise ValueError(suffix)
    return plain


def _tables(book: YearBook, kind: DocumentKind) -> list[AnnexTable]:
    if kind is DocumentKind.TABLE_1:
        return [annex_table_1(book)]
    if kind is DocumentKind.TABLE_2:
        return [annex_table_2(book)]
    if kind is DocumentKind.BOTH_TABLES:
        return [annex_table_1(book), annex_table_2(book)]
    return [blank_table_1(book)]


def _title(book: YearBook, kind: DocumentKind, district: str | None) -> str:
    one, two = book.scheme.table_1, book.scheme.table_2
    head = f"{book.scheme.city}{book.year}年度"
    if kind is DocumentKind.TABLE_2:
        return f"{head}{two.label} {two.title}"
    if kind is DocumentKind.BOTH_TABLES:
        return f"{head}{one.label}和{two.label}"
    if kind is DocumentKind.BLANK_FORM:
        return f"{head}{one.label} {one.title} 空白表" + (f" {district}" if district else "")
    return f"{head}{one.label} {one.title}"
