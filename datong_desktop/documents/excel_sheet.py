"""What both annex sheets share: head, signatures, notes, print set-up, and strings that can never be formulas."""

from __future__ import annotations

import datetime
import io
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from datong_desktop.documents import excel_formulas as formulas
from datong_desktop.documents.about import About
from datong_desktop.documents.annex_tables import DISQUALIFIED, INCOMPLETE, REFERENCE_MARK, AnnexTable, date_text
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.excel_formulas import Source
from datong_desktop.documents.listing import BLANK_DATE
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.year_book import YearBook

SONG, HEI, TITLE = "宋体", "黑体", "方正小标宋简体"
HEAD_ROWS = 3  # label, title, line above the table
_NOTE_LINES = 14
_PAGE_RATIO = 0.62  # height to width of the type area, with room for a note
_NONCHARACTERS = dict.fromkeys([0xFFFE, 0xFFFF])


class Book:
    """A workbook in memory with its formats by description."""

    def __init__(self, *, constant_memory: bool = False) -> None:
        """``constant_memory`` for many rows, written in order: all but the row in hand lies in a temporary file."""
        self._buffer = io.BytesIO()
        self.workbook = Workbook(self._buffer, {
            "in_memory": not constant_memory, "constant_memory": constant_memory,
            "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
            "default_format_properties": {"font_name": SONG, "font_size": 11},
        })
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:
        """One format object for each set of XlsxWriter properties; 宋体 11, centred upright unless told otherwise."""
        whole = {"font_name": SONG, "font_size": 11, "valign": "vcenter", **properties}
        key = tuple(sorted(whole.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(whole)
        return self._formats[key]

    def discard(self) -> None:
        """Give up an unfinished workbook: no temporary file stays behind."""
        for sheet in self.workbook.worksheets():
            if sheet.row_data_fh is not None:
                sheet.row_data_fh.close()
                Path(sheet.row_data_filename).unlink(missing_ok=True)

    def close(self) -> bytes:
        self.workbook.close()
        return self._buffer.getvalue()


def string(
    sheet: Worksheet, row: int, column: int, text: str, format: Format, *, until: int | None = None, down: int | None = None
) -> None:
    """A literal text, merged up to column ``until`` and row ``down``. ``Refused`` when no cell can hold it: it is never cut."""
    last, lowest = max(column, until or column), max(row, down or row)
    if (last, lowest) != (column, row):
        sheet.merge_range(row, column, lowest, last, "", format)
    if sheet.write_string(row, column, text.translate(_NONCHARACTERS), format) != 0:
        raise refuse("text_too_long", f"“{text[:20]}…”有 {len(text)} 个字，超过 Excel 一个单元格能存的 32767 个字。请缩短后再保存。")


def text_lines(text: str, width: float) -> int:
    """About how many lines a text takes in a column of so many half-width characters."""
    if len(text) * 2 <= width and "\n" not in text:
        return 1
    return sum(max(1, -(-half_widths(part) // max(2, int(width)))) for part in text.split("\n"))


def half_widths(text: str) -> int:
    """How wide a text is, in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def formula(sheet: Worksheet, row: int, column: int, text: str, format: Format, value: int | float | str) -> None:
    """A formula with the value it has now, so that programs that do not recalculate show the same."""
    sheet.write_formula(row, column, text, format, value)


def head(book: Book, sheet: Worksheet, table: AnnexTable, last: int, put_mark: Callable[[Format], None]) -> None:
    """Rows 0-2: label and marks, title, 填报单位 / 考核年度 / 单位."""
    string(sheet, 0, 0, table.label, book.format(font_name=HEI, font_size=16))
    if last >= 3:
        sheet.merge_range(0, last - 2, 0, last, "", book.format(font_name=HEI, font_size=16, align="right", bold=True))
    put_mark(book.format(font_name=HEI, font_size=16, align="right", bold=True))
    title = book.format(font_name=TITLE, font_size=22, align="center", shrink=True)
    string(sheet, 1, 0, table.title, title, until=last)
    texts = (f"填报单位：{table.reporting_unit}", f"考核年度：{table.year}年度", f"单位：{table.unit}")
    three(book, sheet, 2, thirds(last), texts, ("left", "center", "right"))
    sheet.set_row(0, 24)
    sheet.set_row(1, 36)
    sheet.set_row(2, 22 * max(1, -(-len(texts[0]) // 26)))


def foot(book: Book, sheet: Worksheet, table: AnnexTable, row: int, last: int, notes: Sequence[str]) -> int:
    """Signatures in ``row``, the notes below; returns the last row used."""
    signed = table.signatures
    texts = (
        f"填表人：{signed.filled_by}", f"审核人：{signed.reviewed_by}",
        f"填报日期：{date_text(signed.filled_on) or BLANK_DATE}",
    )
    three(book, sheet, row, thirds(last), texts, ("left", "left", "right"))
    sheet.set_row(row, 26 * max(1, *(-(-len(t) // 26) for t in texts)))
    each_line = 13 * (last + 1)  # half-width characters
    for note in notes:
        for start in range(0, len(note), each_line * _NOTE_LINES // 2):
            piece = note[start : start + each_line * _NOTE_LINES // 2]
            row += 1
            string(sheet, row, 0, piece, book.format(font_size=10, text_wrap=True, align="left"), until=last)
            sheet.set_row(row, 14 * max(1, -(-len(piece) * 2 // each_line)) + 2)
    return row


def thirds(last: int) -> tuple[tuple[int, int], ...]:
    """The spans of three texts over columns 0 to ``last``."""
    one, two = max(0, (last + 1) // 3 - 1), max(1, (last + 1) * 2 // 3 - 1)
    return (0, one), (one + 1, two), (two + 1, last)


def three(
    book: Book, sheet: Worksheet, row: int, spans: Sequence[tuple[int, int]], texts: Sequence[str],
    aligns: Sequence[str],
) -> None:
    """Texts side by side in one row, each merged over its span of columns."""
    for (first, end), text, align in zip(spans, texts, aligns, strict=True):
        string(sheet, row, first, text, book.format(align=align, text_wrap=True), until=end)


def mark_names(book: Book, sheet: Worksheet, first: int, last: int, state: str) -> None:
    """※ behind the name of a district that is out, as its note has it: shown by the format, so the cell still holds
    the name alone. ``state`` is the first row's cell that says so."""
    marked = book.workbook.add_format({"num_format": f'@"{REFERENCE_MARK}"'})
    sheet.conditional_format(first, 0, last, 0, {"type": "formula", "criteria": f'={state}="{DISQUALIFIED}"', "format": marked})


def print_setup(
    sheet: Worksheet, last_row: int, last_column: int, heading_rows: tuple[int, int], one_page: bool, *,
    landscape: bool = True, footer: str = "— &P —", frozen: int = 1,
) -> None:
    """A4, one page (more only for very long tables and notes), centred, headings repeated, GB/T 9704 page number."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.79, right=0.79, top=0.71, bottom=0.83)
    sheet.fit_to_pages(1, 1 if one_page else 0)
    sheet.center_horizontally()
    sheet.print_area(0, 0, last_row, last_column)
    sheet.repeat_rows(*heading_rows)
    sheet.set_footer(f'&C&"宋体,常规"&12{footer}')
    sheet.freeze_panes(heading_rows[1] + 1, frozen)
    sheet.hide_gridlines(2)


def portrait(sheet: Worksheet, last_row: int, last_column: int, footer: str = "") -> None:
    """A4 upright, as wide as the page."""
    sheet.set_paper(9)
    sheet.set_margins(left=0.79, right=0.79, top=0.79, bottom=0.79)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.print_area(0, 0, last_row, last_column)
    sheet.hide_gridlines(2)
    if footer:
        sheet.set_footer(f'&C&"宋体,常规"&10{footer}')


def widths(sheet: Worksheet, headings: Sequence[str], first: float, final: float | None = None) -> float:
    """Column widths in characters: the first for names, the others by the length of their headings, the last one's
    as told. Returns the whole width in points (宋体 11: 8 pixels a character)."""
    wide = [first, *(13 if len(heading) > 12 else 12 for heading in headings)]
    if final is not None:
        wide[-1] = final
    for column, characters in enumerate(wide):
        sheet.set_column(column, column, characters)
    return sum(characters * 8 + 5 for characters in wide) * 0.75


def row_height(whole_width: float, other_rows: float, rows: int) -> float:
    """Height of a district's row in points that lets the sheet fill an A4 landscape page."""
    return min(36, max(20, (whole_width * _PAGE_RATIO - other_rows) / max(1, rows)))


def describe(book: Book, about: About) -> None:
    """The properties of a document of which no more is known than ``about`` says."""
    created = datetime.datetime.combine(about.date, datetime.time())
    properties(book, {"title": about.title, "author": about.author, "comments": "由大同市企业上市工作台生成", "created": created})


def properties(book: Book, values: Mapping[str, Any]) -> None:
    """Document properties: title, subject, author, a creation date that depends on the content only."""
    book.workbook.set_properties({
        key: clean(value).translate(_NONCHARACTERS) if isinstance(value, str) else value for key, value in values.items()
    })


def foot_with_missing(
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


def one_page(table: AnnexTable) -> bool:
    """Whether the sheet stays readable when it is printed on one page."""
    return len(table.rows) <= 45 and sum(map(len, table.notes)) < 1000


def name_width(table: AnnexTable) -> float:
    """Width of the first column in characters."""
    return min(30, max(11, *(2 * len(r.name) + 3 for r in table.rows)))


def heading_lines(table: AnnexTable) -> int:
    """Lines the longest heading takes in its column."""
    return max(-(-len(h) // 5) for h in table.headings)
