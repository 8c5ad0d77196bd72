"""The sheet of annex table 2 in a workbook: three-part corner, weights, and formulas over the sheet of table 1."""

from __future__ import annotations

import io
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from datong_desktop.documents import excel_formulas as formulas
from datong_desktop.documents.annex_tables import DISQUALIFIED, AnnexTable
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.corner_picture import slanted_lines
from datong_desktop.documents.excel_formulas import Source
from datong_desktop.documents.excel_sheet import (
    HEAD_ROWS,
    HEI,
    Book,
    foot_with_missing,
    formula,
    head,
    heading_lines,
    mark_names,
    name_width,
    one_page,
    print_setup,
    row_height,
    string,
    widths,
)
from datong_desktop.domain.scoring import DistrictResult
from datong_desktop.domain.year_book import YearBook

_WEIGHT_HIGH = 34


def sheet_2(out: Book, sheet: Worksheet, book: YearBook, table: AnnexTable, source: Source) -> None:
    """Fill the sheet of table 2: headings, weights, live points and finals over ``source``."""
    last, weight_row = len(table.headings), HEAD_ROWS + 1
    first_row = weight_row + 1
    wide = widths(sheet, table.headings, _first_width(table), final=14)
    high = row_height(wide, 162 + 15 * max(3, heading_lines(table)), len(table.rows))

    def put_mark(format: Format) -> None:
        formula(sheet, 0, max(1, last - 2), formulas.mark(source, table.marks), format, "　".join(table.marks))

    head(out, sheet, table, last, put_mark)
    _headings_2(out, sheet, book, table, weight_row)
    for offset, result in enumerate(book.assessment.rows):
        _score_row(out, sheet, book, source, result, first_row + offset, source.first + offset)
        sheet.set_row(first_row + offset, high)
    end_row = first_row + len(table.rows) - 1
    for column in range(1, last + 1):
        brackets = "(0)" if column < last else f"({_final_format(book)})"
        where = f"{xl_col_to_name(column)}${first_row + 1}:{xl_col_to_name(column)}${end_row + 1}"
        sheet.conditional_format(first_row, column, end_row, column, {
            "type": "formula", "criteria": f'=COUNTIF({where},"")>0', "format": out.workbook.add_format({"num_format": brackets}),
        })
    mark_names(out, sheet, first_row, end_row, f"${xl_col_to_name(last)}{first_row + 1}")
    end = foot_with_missing(out, sheet, book, table, source, end_row + 1, scores=True, live=True)
    print_setup(sheet, end, last, (HEAD_ROWS, weight_row), one_page(table))


def _headings_2(out: Book, sheet: Worksheet, book: YearBook, table: AnnexTable, weight_row: int) -> None:
    last = len(table.headings)
    heading = out.format(font_name=HEI, border=1, align="center", text_wrap=True)
    for column, text in enumerate(table.headings[:-1], 1):
        string(sheet, HEAD_ROWS, column, text, heading)
        weight = book.scheme.indicators[column - 1].weight
        places = max(0, -int(weight.normalize().as_tuple().exponent))
        percent = "0." + "0" * places + "%" if places else "0%"
        sheet.write_number(weight_row, column, float(weight / 100), out.format(border=1, align="center", num_format=percent))
    sheet.merge_range(HEAD_ROWS, last, weight_row, last, "", heading)
    string(sheet, HEAD_ROWS, last, table.headings[-1], heading)
    high = 15 * max(3, heading_lines(table))
    sheet.set_row(HEAD_ROWS, high)
    _corner(out, sheet, table.corner, weight_row, _first_width(table), high)


def _first_width(table: AnnexTable) -> float:
    return max(16, name_width(table))


def _corner(out: Book, sheet: Worksheet, parts: tuple[str, ...], weight_row: int, wide: float, heading_high: float) -> None:
    """One cell over both heading rows; three parts stand between two slanted lines, as on paper. ``wide`` is the
    column's width in characters, ``heading_high`` the first row's height in points."""
    plain = {"font_name": HEI, "border": 1, "text_wrap": True}
    if len(parts) != 3:
        sheet.merge_range(HEAD_ROWS, 0, weight_row, 0, "", out.format(**plain, align="center"))
        string(sheet, HEAD_ROWS, 0, "　".join(parts), out.format(**plain, align="center"))
        sheet.set_row(weight_row, 22)
        return
    format = out.format(**plain, font_size=10, align="left")
    sheet.merge_range(HEAD_ROWS, 0, weight_row, 0, "", format)
    room = int(wide * 11 / 20)  # full-width characters of 10 points where a half-width one has 11
    rows, middle, columns = parts
    indents = (room - len(columns), (room - len(middle)) // 2 + 1, 1)
    string(sheet, HEAD_ROWS, 0, "\n\n".join("　" * max(0, i) + t for i, t in zip(indents, (columns, middle, rows), strict=True)), format)
    sheet.set_row(weight_row, _WEIGHT_HIGH)
    across, high = (int(wide * 7 + 0.5) + 5) * 0.75, heading_high + _WEIGHT_HIGH  # as XlsxWriter reckons the column
    lines = slanted_lines(across, high, ((across, heading_high), (across * 0.52, high)))
    sheet.insert_image(HEAD_ROWS, 0, "corner.wmf", {
        "image_data": io.BytesIO(lines), "object_position": 1, "decorative": True,
    })


def _score_row(
    out: Book, sheet: Worksheet, book: YearBook, source: Source, result: DistrictResult, row: int, source_row: int
) -> None:
    scheme = book.scheme
    string(sheet, row, 0, clean(result.district), out.format(border=1, align="center", shrink=True))
    cell = out.format(border=1, align="center", num_format="0")
    for column, mark in enumerate(result.marks, 1):
        now: int | str = formulas.NO_SCORE if result.disqualified else "" if mark.points is None else mark.points
        formula(sheet, row, column, formulas.points(scheme, source, source_row, column), cell, now)
    end = out.format(border=1, align="center", num_format=_final_format(book), shrink=True)
    text = formulas.final(scheme, source, source_row, row, HEAD_ROWS + 1)
    formula(sheet, row, len(result.marks) + 1, text, end, _cached_final(result))


def _cached_final(result: DistrictResult) -> float | str:
    if result.disqualified:
        return DISQUALIFIED
    return "" if result.final is None else float(Decimal(result.final))


def _final_format(book: YearBook) -> str:
    return "0." + "0" * book.scheme.final_places
