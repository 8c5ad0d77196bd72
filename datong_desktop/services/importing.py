"""Importing annex table 1 into a year: a preview with old → new first, then all or nothing (issue: Import).

A blank in the file never erases a keyed figure: it leaves it as it is, and the preview says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from datong_desktop.domain.problem import Problem, Refused, problem, refuse
from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.year_book import Cell, YearBook

if TYPE_CHECKING:
    from datong_desktop.documents.table_reader import TableRead
    from datong_desktop.services.changes import Changed
    from datong_desktop.services.ledger import Ledger

CLIPBOARD = "剪贴板"


@dataclass(frozen=True, slots=True)
class PlannedFigure:
    """One cell of the file: the figure keyed now and the one the file holds, with its address in the file.
    ``indicator`` is the identifier."""

    district: str
    indicator: str
    old: int | None
    new: int | None
    cell: str

    @property
    def changes(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True)
class ImportPreview:
    """What an import would do. ``planned`` has every figure of the file in annex order, ``problems`` everything that
    forbids it, ``questions`` what a person must confirm, ``notes`` what was left out on purpose; ``blank_kept`` are
    the cells blank in the file whose keyed figure stays, without address; ``year_in_sheet`` when the named year stands in the sheet
    and not merely in the file's name."""

    year: int
    source: str
    sheet: str
    planned: tuple[PlannedFigure, ...]
    problems: tuple[Problem, ...]
    named_year: int | None
    questions: tuple[str, ...]
    notes: tuple[str, ...] = ()
    blanks: tuple[Cell, ...] = ()
    blank_kept: tuple[PlannedFigure, ...] = ()
    scheme: Scheme | None = None
    year_in_sheet: bool = False

    @property
    def changed(self) -> tuple[PlannedFigure, ...]:
        """The figures the import would change."""
        return tuple(p for p in self.planned if p.changes)

    @property
    def unchanged(self) -> int:
        return len(self.planned) - len(self.changed)


def preview_file(book: YearBook, path: Path) -> ImportPreview:
    """What importing a file into the year would do. Never raises ``Refused``: problems are part of the preview."""
    from datong_desktop.documents.file_kinds import printable
    from datong_desktop.documents.table_reader import TableRead, read_table_file

    source = printable(path.name)
    if path.suffix.lower() == ".datong":  # never touched: opening it would drop the locks of the ledger in use
        table = TableRead(problems=(problem("not_a_table", f"“{source}”是账套，不是表格，请用“打开账套”。"),))
        return _preview(book, source, table)
    return _preview(book, source, read_table_file(path, book.scheme))


def preview_text(book: YearBook, text: str) -> ImportPreview:
    """What importing a table copied in Excel or WPS would do."""
    from datong_desktop.documents.table_reader import read_table_text

    return _preview(book, CLIPBOARD, read_table_text(text, book.scheme))


def _preview(book: YearBook, source: str, table: TableRead) -> ImportPreview:
    planned = tuple(
        PlannedFigure(district, indicator.id, book.figures.get(key), table.figures[key], table.cells[key])
        for district in book.scheme.districts
        for indicator in book.scheme.indicators
        if (key := (district, indicator.id)) in table.figures
    )
    named = named_year(table, book.year)
    kept = tuple(
        PlannedFigure(*cell, figure, figure, "") for cell in table.blanks if (figure := book.figures.get(cell)) is not None
    )
    notes = list(table.notes)
    if table.blanks:
        keeps = f"，其中 {len(kept)} 格已经录有数字，保持不变" if kept else ""
        notes.append(f"文件里有 {len(table.blanks)} 格空白{keeps}。空白不会清掉已录的数字。")
    return ImportPreview(
        book.year, source, table.sheet or "", planned, table.problems, named, _questions(book.year, named, source),
        tuple(notes), table.blanks, kept, book.scheme, bool(table.years),
    )


def named_year(table: TableRead, asked: int) -> int | None:
    """The year the sheet, or failing that the file's name, gives; the asked one when it is among several."""
    years = table.years or ((table.file_year,) if table.file_year else ())
    return asked if asked in years else next(iter(years), None)


def _questions(asked: int, named: int | None, source: str) -> tuple[str, ...]:
    if named is None or named == asked:
        return ()
    return (f"“{source}”写的是{named}年度，现在要导入的是{asked}年度。确实要把它导入{asked}年度吗？",)


def wrong_year(named: int, asked: int, sheet: str | None) -> Problem:
    """The problem of a sheet that names another year than the one asked for."""
    text = f"表上写的是{named}年度，要的却是{asked}年度。请核对文件和年度。"
    return problem("wrong_year", text, sheet=sheet or None)


def refuse_other_year(preview: ImportPreview) -> None:
    """Where nobody can be asked: ``Refused`` with all problems when the sheet itself names another year."""
    if preview.year_in_sheet and preview.questions and preview.named_year is not None:
        raise Refused(wrong_year(preview.named_year, preview.year, preview.sheet), *preview.problems)


def apply(
    ledger: Ledger, preview: ImportPreview, *, year_confirmed: bool = False, create_year: bool = False
) -> Changed:
    """Store a preview: a verified backup first, then one transaction and one undo step "导入 附表1.xlsx"; with
    ``create_year`` a year the ledger has not got is made in it too.

    ``Refused`` and nothing stored when the preview has problems, an unconfirmed question, nothing to change, or when
    the ledger has changed since the preview was made.
    """
    from datong_desktop.services import assessment
    from datong_desktop.services import ledger as ledgers

    if preview.problems:
        raise Refused(*preview.problems)
    if preview.questions and not year_confirmed:
        raise refuse("wrong_year", preview.questions[0], sheet=preview.sheet or None)
    if ledger.read_only:
        raise refuse("read_only", ledger.read_only_reason or "账套是只读的，不能导入。")
    figures = {(p.district, p.indicator): p.new for p in preview.changed}
    if not figures:
        raise refuse("nothing_to_import", f"“{preview.source}”里的数字与账套里的完全相同，没有要导入的。")
    new = create_year and preview.year not in assessment.list_years(ledger)
    now = {} if new else assessment.read_year(ledger, preview.year).figures
    if any(now.get((p.district, p.indicator)) != p.old for p in preview.planned):
        raise refuse("changed_since", "预览之后账套里的数字又改过了，请重新预览再导入。")
    if ledgers.back_up(ledger, "导入前") is None:
        raise refuse("no_backup", "导入前的备份没有做成，什么也没有导入。请核对磁盘空间后重试。")
    return assessment.key_figures(ledger, preview.year, figures, f"导入 {_short(preview.source)}", create_year=new)


def _short(source: str) -> str:
    """The file's name for the menu and the change log, long ones cut in the middle."""
    return source if len(source) <= 40 else f"{source[:24]}…{source[-15:]}"


def read_workbook(path: Path, scheme: Scheme, year: int) -> YearBook:
    """A workbook or CSV file as a year without a ledger (``datong score``). ``Refused`` with all problems at once,
    a sheet that names another year among them."""
    return read_with_notes(path, scheme, year)[0]


def read_with_notes(path: Path, scheme: Scheme, year: int) -> tuple[YearBook, tuple[str, ...]]:
    """``read_workbook``, and what a person should know of it: what was left out, a hidden sheet, the file's name."""
    from datong_desktop.documents.table_reader import read_table_file

    table = read_table_file(path, scheme)
    problems = list(table.problems)
    if table.years and year not in table.years:
        problems.insert(0, wrong_year(table.years[0], year, table.sheet))
    if problems:
        raise Refused(*problems)
    notes = list(table.notes)
    if not table.years and table.file_year not in (None, year):
        notes.append(f"请核对：文件名写的是{table.file_year}年度，现在按{year}年度打分。")
    return YearBook(year, scheme, dict(table.figures)), tuple(notes)
