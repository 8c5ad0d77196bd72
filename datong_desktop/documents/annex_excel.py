"""Annex tables as workbooks: table 1 with real numbers, table 2 with live formulas over table 1."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from datong_desktop.documents import excel_formulas as formulas
from datong_desktop.documents.annex_tables import (
    DISQUALIFIED,
    INCOMPLETE,
    AnnexTable,
    annex_table_1,
    annex_table_2,
    blank_table_1,
    dated,
)
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.excel_formulas import Source
from datong_desktop.documents.excel_sheet import (
    HEAD_ROWS,
    HEI,
    Book,
    foot,
    formula,
    head,
    print_setup,
    properties,
    row_height,
    string,
    widths,
)
from datong_desktop.domain.counts import MAX_COUNT
from datong_desktop.domain.scoring import DistrictResult
from datong_desktop.domain.year_book import YearBook

FLAG_HEADING = "参评情况"


def workbook_1(book: YearBook, *, blank: bool = False) -> bytes:
    """A workbook with the one sheet of table 1, filled or blank. ``Refused`` when a text fits in no cell."""
    table = blank_table_1(book) if blank else annex_table_1(book)
    if blank:
        book = YearBook(book.year, book.scheme, {}, sample=book.sample)
    out = Book()
    _describe(out, book, table)
    _sheet_1(out, out.workbook.add_worksheet(sheet_name(table.label, "附表1")), book, table, live=not blank)
    return out.close()


def workbook_2(book: YearBook) -> bytes:
    """A workbook with table 2 first and open, and table 1, from which its formulas compute."""
    table, first = annex_table_2(book), annex_table_1(book)
    out = Book()
    _describe(out, book, table)
    own = out.workbook.add_worksheet(sheet_name(table.label, "附表2"))
    name = sheet_name(first.label, "附表1")
    if name.casefold() == own.name.casefold():
        name = "附表1"
    source = _sheet_1(out, out.workbook.add_worksheet(name), book, first, live=True)
    _sheet_2(out, own, book, table, source)
    own.activate()
    return out.close()


def sheet_name(label: str, otherwise: str) -> str:
    """A label as Excel allows it for a sheet: no []:*?/\\, no quotes at the rim, at most 31 characters."""
    return re.sub(r"[\[\]:*?/\\]", "_", label).strip("' ")[:31].strip("' ") or otherwise


def _describe(out: Book, book: YearBook, table: AnnexTable) -> None:
    properties(out, {
        "title": f"{book.scheme.city}{book.year}年度{table.label} {table.title}", "subject": book.scheme.title,
        "author": book.reporting_unit or book.scheme.office, "company": book.scheme.office,
        "comments": "由大同市企业上市工作台生成" + ("（样例数据）" if book.sample else ""),
        "created": datetime.datetime.combine(dated(book), datetime.time()),
    })


def _sheet_1(out: Book, sheet: Worksheet, book: YearBook, table: AnnexTable, *, live: bool) -> Source:
    last, first_row = len(table.headings), HEAD_ROWS + 1
    source = Source(sheet.name, first_row, first_row + len(table.rows) - 1, last, last + 2)
    wide = widths(sheet, table.headings, _name_width(table))
    heading_high = 15.0 * max(3, _heading_lines(table))

    def put_mark(format: Format) -> None:
        if live:
            text = formulas.mark(source, sample=book.sample)
            formula(sheet, 0, max(1, last - 2), text, format, "　".join(table.marks))
        else:
            string(sheet, 0, max(1, last - 2), "　".join(table.marks), format)

    head(out, sheet, table, last, put_mark)
    heading = out.format(font_name=HEI, border=1, align="center", text_wrap=True)
    string(sheet, HEAD_ROWS, 0, "　".join(table.corner), heading)
    for column, text in enumerate(table.headings, 1):
        string(sheet, HEAD_ROWS, column, text, heading)
    sheet.set_row(HEAD_ROWS, heading_high)
    high = row_height(wide, 130 + heading_high, len(table.rows))
    for row, result in enumerate(book.assessment.rows, first_row):
        _figure_row(out, sheet, row, result, high)
    _flags(out, sheet, book, source) if live else None
    sheet.data_validation(first_row, 1, source.last, last, {
        "validate": "integer", "criteria": "between", "minimum": 0, "maximum": MAX_COUNT, "ignore_blank": True,
        "error_title": "完成数量", "error_message": f"请填 0 到 {MAX_COUNT} 的整数；没有完成的填 0，未报的留空。",
    })
    end = _foot_with_missing(out, sheet, book, table, source, source.last + 1, scores=False, live=live)
    print_setup(sheet, end, last, (HEAD_ROWS, HEAD_ROWS), _one_page(table))
    return source


def _figure_row(out: Book, sheet: Worksheet, row: int, result: DistrictResult, high: float) -> None:
    string(sheet, row, 0, clean(result.district), out.format(border=1, align="center", shrink=True))
    number = out.format(border=1, align="center", num_format="0")
    for column, value in enumerate(result.values, 1):
        if value is None:
            sheet.write_blank(row, column, None, number)
        else:
            sheet.write_number(row, column, value, number)
    sheet.set_row(row, high)


def _flags(out: Book, sheet: Worksheet, book: YearBook, source: Source) -> None:
    """The column right of the printed table that says who is disqualified: the formulas obey it."""
    column = source.flag_column
    sheet.set_column(column - 1, column - 1, 2)
    sheet.set_column(column, column, 16)
    grey = out.format(font_color="#595959", align="center")
    string(sheet, HEAD_ROWS - 1, column, FLAG_HEADING, grey)  # above the headings: it is no indicator
    for row, result in enumerate(book.assessment.rows, source.first):
        if result.disqualified:
            string(sheet, row, column, DISQUALIFIED, grey)
        else:
            sheet.write_blank(row, column, None, grey)
    sheet.data_validation(source.first, column, source.last, column, {
        "validate": "list", "source": [DISQUALIFIED], "ignore_blank": True,
        "error_title": FLAG_HEADING, "error_message": f"这里只能留空或填“{DISQUALIFIED}”。",
    })


def _sheet_2(out: Book, sheet: Worksheet, book: YearBook, table: AnnexTable, source: Source) -> None:
    last, weight_row = len(table.headings), HEAD_ROWS + 1
    first_row = weight_row + 1
    wide = widths(sheet, table.headings, max(16, _name_width(table)), final=14)
    high = row_height(wide, 162 + 15 * max(3, _heading_lines(table)), len(table.rows))

    def put_mark(format: Format) -> None:
        formula(sheet, 0, max(1, last - 2), formulas.mark(source, sample=book.sample), format, "　".join(table.marks))

    head(out, sheet, table, last, put_mark)
    _headings_2(out, sheet, book, table, weight_row)
    for offset, result in enumerate(book.assessment.rows):
        _score_row(out, sheet, book, source, result, first_row + offset, source.first + offset)
        sheet.set_row(first_row + offset, high)
    end_row = first_row + len(table.rows) - 1
    for column in range(1, last + 1):
        brackets = "(0)" if column < last else f"({_final_format(book)})"
        where = f"{_column(column)}${first_row + 1}:{_column(column)}${end_row + 1}"
        sheet.conditional_format(first_row, column, end_row, column, {
            "type": "formula", "criteria": f'=COUNTIF({where},"")>0', "format": out.workbook.add_format({"num_format": brackets}),
        })
    end = _foot_with_missing(out, sheet, book, table, source, end_row + 1, scores=True, live=True)
    print_setup(sheet, end, last, (HEAD_ROWS, weight_row), _one_page(table))


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
    sheet.set_row(HEAD_ROWS, 15 * max(3, _heading_lines(table)))
    _corner(out, sheet, table.corner, weight_row)


def _corner(out: Book, sheet: Worksheet, parts: tuple[str, ...], weight_row: int) -> None:
    """Three parts between two slanted lines, one in each of the two heading rows; one part fills both rows."""
    if len(parts) != 3:
        sheet.merge_range(HEAD_ROWS, 0, weight_row, 0, "", out.format(font_name=HEI, border=1, align="center"))
        string(sheet, HEAD_ROWS, 0, "　".join(parts), out.format(font_name=HEI, border=1, align="center", text_wrap=True))
        sheet.set_row(weight_row, 22)
        return
    slant = {"font_name": HEI, "font_size": 10, "left": 1, "right": 1, "diag_type": 2, "diag_border": 1, "text_wrap": True}
    string(sheet, HEAD_ROWS, 0, parts[2] + "　", out.format(**slant, top=1, align="right", valign="top"))
    low = f"　　　　　　　{parts[1]}\n　{parts[0]}"
    string(sheet, weight_row, 0, low, out.format(**slant, bottom=1, align="left"))
    sheet.set_row(weight_row, 34)


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


def _foot_with_missing(
    out: Book, sheet: Worksheet, book: YearBook, table: AnnexTable, source: Source, row: int, *, scores: bool, live: bool
) -> int:
    """Signatures, a live note on missing figures, the other notes as texts; returns the last row used."""
    last = len(table.headings)
    others = [n for n in table.notes if not n.startswith(INCOMPLETE)]
    end = foot(out, sheet, table, row, last, [f"注：{n}" for n in others])
    if not live:
        return end
    end += 1
    note = out.format(font_size=10, text_wrap=True, align="left")
    sheet.merge_range(end, 0, end, last, "", note)
    now = next((n for n in table.notes if n.startswith(INCOMPLETE)), "")
    count = len(book.assessment.missing)
    value = f"注：{INCOMPLETE}：还有 {count} 项未报。{now[now.index('）。') + 2:]}" if now else ""
    formula(sheet, end, 0, formulas.missing_note(source, scores=scores), note, value)
    return end


def _final_format(book: YearBook) -> str:
    return "0." + "0" * book.scheme.final_places


def _one_page(table: AnnexTable) -> bool:
    return len(table.rows) <= 45 and sum(map(len, table.notes)) < 1000


def _name_width(table: AnnexTable) -> float:
    return min(30, max(11, *(2 * len(r.name) + 3 for r in table.rows)))


def _heading_lines(table: AnnexTable) -> int:
    return max(-(-len(h) // 5) for h in table.headings)


def _column(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))
