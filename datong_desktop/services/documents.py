"""Documents of one year: annex tables 1 and 2 and the blank forms, as PDF and Excel, in memory or safely saved.

Everything is made from a ``YearBook``: what the grid shows is what is printed.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from functools import partial
from pathlib import Path

from datong_desktop.documents import annex_excel, annex_pdf, form_pdf, safe_write
from datong_desktop.documents.about import About
from datong_desktop.documents.annex_tables import AnnexTable, annex_table_1, annex_table_2, blank_table_1, dated
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.pdf_pages import PdfPages
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.domain.year_book import YearBook
from datong_desktop.services.printables import Printable, save_together

__all__ = [
    "DocumentKind", "PdfPages", "Printable", "file_name", "open_pages", "page_count", "pdf", "printables", "save", "save_all",
    "write", "xlsx",
]


class DocumentKind(Enum):
    """What can be printed. ``BOTH_TABLES`` is one PDF of table 1 and table 2; ``BLANK_FORM`` table 1 left blank, of all
    districts or of one; ``DISTRICT_FORM`` the upright form of one district, with what each indicator means."""

    TABLE_1 = "table_1"
    TABLE_2 = "table_2"
    BOTH_TABLES = "both_tables"
    BLANK_FORM = "blank_form"
    DISTRICT_FORM = "district_form"


def pdf(book: YearBook, kind: DocumentKind, district: str | None = None) -> bytes:
    """The PDF, fonts embedded. ``district`` makes a blank form one district's. Raises ``Refused``
    (``missing_glyph``: every character no font has, with its place; ``unknown_district``)."""
    if district is not None and district not in book.scheme.districts:
        raise refuse("unknown_district", f"考核方案里没有“{district}”这个县区，不能出它的空白表。", district=district)
    author = clean(book.reporting_unit) or clean(book.scheme.office)
    about = About(clean(_title(book, kind, district)), author, dated(book))
    if kind is DocumentKind.DISTRICT_FORM and district is not None:
        return form_pdf.form_pdf(book, district, about)
    return annex_pdf.annex_pdf(_tables(book, kind, district), about)


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
    return safe_write.file_name(_name(book, kind, district), _suffix(suffix))


def _name(book: YearBook, kind: DocumentKind, district: str | None) -> str:
    return _title(book, kind, district).replace(" ", "_")


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
    return save_together(printables(book), folder, progress)


def printables(book: YearBook) -> tuple[Printable, ...]:
    """Everything that can be printed of a year: both tables, each and together, and the blank forms."""
    one, two = book.scheme.table_1.label, book.scheme.table_2.label
    blank, upright = (
        tuple(_printable(book, kind, district, district) for district in book.scheme.districts)
        for kind in (DocumentKind.BLANK_FORM, DocumentKind.DISTRICT_FORM)
    )
    return (
        _printable(book, DocumentKind.TABLE_1, one, together=True),
        _printable(book, DocumentKind.TABLE_2, two, together=True),
        _printable(book, DocumentKind.BOTH_TABLES, f"{one}＋{two}"),
        _printable(book, DocumentKind.BLANK_FORM, "空白表（全部县区）"),
        replace(blank[0], label="空白表（一个县区）", variants=blank),
        replace(upright[0], label="填报表（一个县区，带指标说明）", variants=upright),
    )


def _printable(
    book: YearBook, kind: DocumentKind, label: str, district: str | None = None, *, together: bool = False
) -> Printable:
    """One document of a year; a district's own form is a PDF only."""
    files = {} if district else {"xlsx": partial(xlsx, book, kind)}
    name = _name(book, kind, district)
    return Printable(label, name, partial(pdf, book, kind, district), files, together=together)


def _content(book: YearBook, kind: DocumentKind, suffix: str, district: str | None) -> bytes:
    if _suffix(suffix) == ".pdf":
        return pdf(book, kind, district)
    return xlsx(book, kind)


def _suffix(suffix: str) -> str:
    plain = "." + suffix.lower().lstrip(".")
    if plain not in (".pdf", ".xlsx"):
        raise ValueError(suffix)
    return plain


def _tables(book: YearBook, kind: DocumentKind, district: str | None) -> list[AnnexTable]:
    if kind is DocumentKind.TABLE_1:
        return [annex_table_1(book)]
    if kind is DocumentKind.TABLE_2:
        return [annex_table_2(book)]
    if kind is DocumentKind.BOTH_TABLES:
        return [annex_table_1(book), annex_table_2(book)]
    return [blank_table_1(book, district)]


def _title(book: YearBook, kind: DocumentKind, district: str | None) -> str:
    one, two = book.scheme.table_1, book.scheme.table_2
    head = f"{book.scheme.city}{book.year}年度"
    if kind is DocumentKind.TABLE_2:
        return f"{head}{two.label} {two.title}"
    if kind is DocumentKind.BOTH_TABLES:
        return f"{head}{one.label}和{two.label}"
    if kind in (DocumentKind.BLANK_FORM, DocumentKind.DISTRICT_FORM):
        what = "空白表" if kind is DocumentKind.BLANK_FORM else "填报表"
        return f"{head}{one.label} {one.title} {what}" + (f" {district}" if district else "")
    return f"{head}{one.label} {one.title}"
