"""A list document as a workbook: real numbers and dates, headings frozen and repeated, user text never a formula."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from datong_desktop.documents.about import About
from datong_desktop.documents.excel_sheet import (
    HEI,
    TITLE,
    Book,
    describe,
    print_setup,
    string,
    text_lines,
    thirds,
    three,
)
from datong_desktop.documents.listing import Cell, Column, Listing, shown

_LINE, _ROW, _HIGHEST = 15.0, 20.0, 409.0  # points; Excel knows no higher row
_FORMATS = {int: "0", Decimal: "#,##0.00", datetime.date: "yyyy-mm-dd"}


def listing_xlsx(listing: Listing, about: About) -> bytes:
    """The list on one sheet. ``Refused`` (``text_too_long``) when a text fits in no cell."""
    book = Book(constant_memory=True)
    describe(book, about)
    try:
        _Sheet(book, listing).write()
    except BaseException:
        book.discard()
        raise
    return book.close()


class _Sheet:
    """Writes one listing row by row from the top: memory does not grow with it."""

    def __init__(self, book: Book, listing: Listing) -> None:
        self._book, self._listing = book, listing
        self._sheet: Worksheet = book.workbook.add_worksheet("清单")
        self._last = len(listing.columns) - 1
        self._row = 0
        self._styles = [self._cell_formats(column, "宋体") for column in listing.columns]
        self._total_styles = [self._cell_formats(column, HEI) for column in listing.columns]

    def _cell_formats(self, column: Column, font: str) -> dict[type, Format]:
        frame = {"font_name": font, "border": 1, "align": column.align}
        formats = {kind: self._book.format(**frame, num_format=number) for kind, number in _FORMATS.items()}
        return formats | {str: self._book.format(**frame, text_wrap=True, num_format="@")}

    def write(self) -> None:
        listing, sheet = self._listing, self._sheet
        for number, column in enumerate(listing.columns):
            sheet.set_column(number, number, column.width + 2)
        self._head()
        heading = self._row
        self._cells([column.heading for column in listing.columns], self._heading_formats(), 30)
        for group in listing.groups:
            if group.heading:
                format = self._book.format(font_name=HEI, border=1, align="left")
                self._across(group.heading, format, _ROW)
            for row in group.rows:
                self._cells(row, self._styles)
        for row in listing.totals:
            self._cells(row, self._total_styles)
        self._foot()
        print_setup(
            sheet, self._row - 1, self._last, (heading, heading), False,
            landscape=listing.landscape, footer="第 &P 页　共 &N 页", frozen=min(2, self._last),
        )
        sheet.ignore_errors({"number_stored_as_text": f"A1:{_letter(self._last)}{self._row}"})

    def _heading_formats(self) -> list[dict[type, Format]]:
        format = self._book.format(font_name=HEI, border=1, align="center", text_wrap=True)
        return [{str: format}] * (self._last + 1)

    def _head(self) -> None:
        listing = self._listing
        title = "　".join((listing.title, *(f"【{mark}】" for mark in listing.marks)))
        self._across(title, self._book.format(font_name=TITLE, font_size=20, align="center", shrink=True), 36)
        if listing.subtitle:
            self._across(listing.subtitle, self._book.format(align="center"), _ROW)
        if any(listing.facts):
            self._side_by_side(listing.facts, ("left", "center", "right"))

    def _side_by_side(self, texts: Sequence[str], aligns: Sequence[str]) -> None:
        self._sheet.set_row(self._row, 22)
        three(self._book, self._sheet, self._row, thirds(self._last), texts, aligns)
        self._row += 1

    def _across(self, text: str, format: Format, high: float) -> None:
        self._sheet.set_row(self._row, high)
        string(self._sheet, self._row, 0, text, format, until=self._last)
        self._row += 1

    def _cells(self, row: Sequence[Cell], styles: Sequence[dict[type, Format]], least: float = _ROW) -> None:
        sheet, at, lines = self._sheet, self._row, 1
        for number, (cell, formats) in enumerate(zip(row, styles, strict=True)):
            if isinstance(cell, str) and cell:
                text = shown(cell)
                lines = max(lines, text_lines(text, self._listing.columns[number].width))
                string(sheet, at, number, text, formats[str])
            elif cell is None or cell == "":
                sheet.write_blank(at, number, None, formats[str])
            elif isinstance(cell, datetime.date):
                sheet.write_datetime(at, number, cell, formats[datetime.date])
            else:
                sheet.write_number(at, number, cell, formats[type(cell)])
        sheet.set_row(at, min(_HIGHEST, max(least, lines * _LINE + 6)))
        self._row += 1

    def _foot(self) -> None:
        listing = self._listing
        if listing.signatures:
            signed = (*listing.signatures, "", "", "")[:3]
            self._side_by_side(signed, ("left", "left", "left"))
        for note in listing.notes:
            whole = sum(column.width + 2 for column in listing.columns)
            format = self._book.format(font_size=10, text_wrap=True, align="left")
            self._across(f"注：{note}", format, min(_HIGHEST, text_lines(note, whole) * _LINE + 4))


def _letter(column: int) -> str:
    return chr(65 + column) if column < 26 else chr(64 + column // 26) + chr(65 + column % 26)
