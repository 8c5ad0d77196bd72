"""Long lists as a workbook or CSV file: real numbers and dates, headings that stay, texts that are never formulas."""

from __future__ import annotations

import csv
import datetime
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from datong_desktop.documents.excel_sheet import HEI, SONG, print_setup
from datong_desktop.domain.fields import Field, Kind, Value, show
from datong_desktop.domain.problem import refuse

_EPOCH = datetime.date(1899, 12, 30).toordinal()
NUMBERS = {Kind.MONEY: "#,##0.00", Kind.SHARE: "0.00", Kind.COUNT: "#,##0", Kind.YEAR: "0", Kind.DATE: "yyyy-mm-dd"}
_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text of a CSV file for a formula."""
BLANK_ROWS = 2_000
"""Rows of a template that have lists of choices."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a list: its field and heading; ``choices`` where the template offers some."""

    field: Field
    heading: str
    choices: tuple[str, ...] = ()


def workbook(title: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Value]], count: int) -> bytes:
    """An .xlsx of ``count`` rows below one row of headings, written row by row: memory does not grow with it.

    ``Refused`` (text_too_long, write_failed) when a text fits no cell, or the temporary file no disk.
    """
    buffer = io.BytesIO()
    try:
        with tempfile.TemporaryDirectory(prefix="datong-") as folder:
            book = _book(buffer, constant_memory=True, tmpdir=folder)
            sheet = book.add_worksheet(title)
            try:
                _set_up(book, sheet, columns, 0, count)
                _write_rows(sheet, [_writer(book, sheet, column.field) for column in columns], rows)
                book.close()
            finally:
                sheet.row_data_fh.close()  # stays open when the work is cancelled
    except OSError as error:
        text = f"写临时文件时出错（{error.strerror or error}），没有导出。请腾出系统盘的空间再试。"
        raise refuse("write_failed", text) from error
    return buffer.getvalue()


Write = Callable[[int, int, Any], object]


def _write_rows(sheet: Worksheet, writers: Sequence[Write], rows: Iterable[Sequence[Value]]) -> None:
    for number, row in enumerate(rows, 1):
        for place, (write, value) in enumerate(zip(writers, row, strict=True)):
            if value is not None and value != "" and write(number, place, value) != 0:
                text = f"“{str(value)[:20]}…”有 {len(str(value))} 个字，超过 Excel 一个单元格能存的 32767 个字。"
                raise refuse("text_too_long", text)


@dataclass(frozen=True, slots=True)
class BlankSheet:
    """An empty list to fill in: a line of hints, headings with their units, choices as drop-down lists."""

    title: str
    hint: str
    columns: tuple[SheetColumn, ...]


def template(sheets: Iterable[BlankSheet]) -> bytes:
    """A workbook of empty lists."""
    buffer = io.BytesIO()
    book = _book(buffer)
    for one in sheets:
        _blank(book, one)
    book.close()
    return buffer.getvalue()


def _blank(book: Workbook, blank: BlankSheet) -> None:
    sheet, columns = book.add_worksheet(blank.title), blank.columns
    sheet.write_string(0, 0, blank.hint, book.add_format({"font_color": "#595959", "font_size": 10}))
    _set_up(book, sheet, columns, 1, BLANK_ROWS)
    for place, column in enumerate(columns):
        kept = book.add_format({"num_format": NUMBERS.get(column.field.kind, "@"), "font_name": SONG, "font_size": 11})
        sheet.set_column(place, place, _width(column), kept)
        if column.choices:
            options = {
                "validate": "list", "source": list(column.choices), "ignore_blank": True,
                "error_title": column.field.label, "error_message": "请从列表里选一项。",
            }
            sheet.data_validation(2, place, 1 + BLANK_ROWS, place, options)


def csv_text(columns: Sequence[SheetColumn], rows: Iterable[Sequence[Value]]) -> bytes:
    """The list as CSV in UTF-8 with a mark, as Excel wants it; texts that would be formulas stand behind an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.heading for column in columns])
    fields = [column.field for column in columns]
    writer.writerows([_plain(field, value) for field, value in zip(fields, row, strict=True)] for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def _plain(field: Field, value: Value) -> str:
    text = show(field, value)
    if isinstance(value, str):
        return f"'{text}" if text.startswith(_STARTS) else text
    return text.replace(",", "").rstrip("%")


def _book(buffer: io.BytesIO, **options: Any) -> Workbook:
    literal = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    fonts = {"default_format_properties": {"font_name": SONG, "font_size": 11}}
    return Workbook(buffer, {**literal, **fonts, **options})


def _set_up(book: Workbook, sheet: Worksheet, columns: Sequence[SheetColumn], heading_row: int, count: int) -> None:
    """Widths, print set-up and headings; in constant memory they must come before the rows."""
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _width(column))
    print_setup(sheet, heading_row + max(1, count), len(columns) - 1, (heading_row, heading_row), one_page=False)
    sheet.hide_gridlines(0)
    sheet.autofilter(heading_row, 0, heading_row + max(1, count), len(columns) - 1)
    head = book.add_format({"font_name": HEI, "font_size": 11, "text_wrap": True, "align": "center", "valign": "vcenter", "bottom": 1})
    sheet.set_row(heading_row, 32)
    for place, column in enumerate(columns):
        sheet.write_string(heading_row, place, column.heading, head)


def _width(column: SheetColumn) -> float:
    usual = {Kind.DATE: 12, Kind.MONEY: 14, Kind.LONG: 30, Kind.COUNT: 9, Kind.YEAR: 8, Kind.TRUTH: 9}
    return float(max(usual.get(column.field.kind, 12), column.field.column + 2, min(20, 1 + len(column.heading))))


def _writer(book: Workbook, sheet: Worksheet, field: Field) -> Write:
    """Writes a value of this field into a cell: numbers as numbers, a date as Excel's number of it. 0 when it fits."""
    shown = book.add_format({"num_format": NUMBERS[field.kind]}) if field.kind in NUMBERS else None
    number, string = (partial(method.__wrapped__, sheet) for method in (Worksheet.write_number, Worksheet.write_string))
    # what they wrap is only the reading of addresses like "A1", a tenth of the time
    if field.kind is Kind.DATE:
        return lambda row, column, value: number(row, column, value.toordinal() - _EPOCH, shown)
    if field.kind in (Kind.MONEY, Kind.SHARE):
        return lambda row, column, value: number(row, column, value / 100, shown)
    if field.kind in (Kind.COUNT, Kind.YEAR):
        return lambda row, column, value: number(row, column, value, shown)
    if field.kind is Kind.TRUTH:
        return lambda row, column, value: string(row, column, show(field, value))
    return string
