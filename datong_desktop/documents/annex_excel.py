"""Annex tables as workbooks: table 1 with real numbers, table 2 with live formulas over table 1."""

from __future__ import annotations

import datetime
import re

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from datong_desktop.documents import excel_formulas as formulas
from datong_desktop.documents.annex_tables import (
    DISQUALIFIED,
    AnnexTable,
    annex_table_1,
    annex_table_2,
    blank_table_1,
    dated,
)
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.excel_formulas import Source
from datong_desktop.documents.excel_scores import sheet_2
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
    sheet_2(out, own, book, table, source)
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
    wide = widths(sheet, table.headings, name_width(table))
    heading_high = 15.0 * max(3, heading_lines(table))

    def put_mark(format: Format) -> None:
        if live:
            text = formulas.mark(source, table.marks)
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
    if live:
        _flags(out, sheet, book, source)
        mark_names(out, sheet, first_row, source.last, f"${xl_col_to_name(source.flag_column)}{first_row + 1}")
    sheet.data_validation(first_row, 1, source.last, last, {
        "validate": "integer", "criteria": "between", "minimum": 0, "maximum": MAX_COUNT, "ignore_blank": True,
        "error_title": "完成数量", "error_message": f"请填 0 到 {MAX_COUNT} 的整数；没有完成的填 0，未报的留空。",
    })
    end = foot_with_missing(out, sheet, book, table, source, source.last + 1, scores=False, live=live)
    print_setup(sheet, end, last, (HEAD_ROWS, HEAD_ROWS), one_page(table))
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
