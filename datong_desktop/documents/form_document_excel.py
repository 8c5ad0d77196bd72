"""A form as a workbook: each box a merged range, so that it can be filled in and printed from Excel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from datong_desktop.documents.about import About
from datong_desktop.documents.excel_sheet import (
    HEI,
    SONG,
    TITLE,
    Book,
    describe,
    half_widths,
    portrait,
    string,
    text_lines,
    thirds,
    three,
)
from datong_desktop.documents.form_document import GRID, Box, FormDocument, FormRow
from datong_desktop.documents.listing import Align

COLUMN, WIDE = 1.2, 1.7
"""Width of one part of the grid: as Excel counts, and how many half-width characters have room in it (Excel adds a margin)."""
LINE, MARGIN, MOST_LINES = 15.0, 6.0, 24
"""Points of a line and around it; so many lines stand in one Excel row, which is no higher than 409 points."""


class _Piece(NamedTuple):
    """What stands in one Excel row of a box."""

    text: str
    align: Align


def form_document_xlsx(form: FormDocument, about: About) -> bytes:
    """The form on one sheet. ``Refused`` (``text_too_long``) when a text fits in no cell."""
    book = Book()
    describe(book, about)
    sheet = book.workbook.add_worksheet("表格")
    sheet.set_column(0, GRID - 1, COLUMN)
    row = _head(book, sheet, form)
    for one in form.rows:
        row = _row(book, sheet, one, row)
    for note in form.notes:
        string(sheet, row, 0, f"注：{note}", book.format(font_size=10, text_wrap=True, align="left"), until=GRID - 1)
        sheet.set_row(row, text_lines(note, GRID * WIDE) * LINE + MARGIN)
        row += 1
    portrait(sheet, row - 1, GRID - 1, "第 &P 页　共 &N 页")
    return book.close()


def _head(book: Book, sheet: Worksheet, form: FormDocument) -> int:
    """Title and marks, then the facts above the frame; the row below them."""
    title = "　".join((form.title, *(f"【{mark}】" for mark in form.marks)))
    string(sheet, 0, 0, title, book.format(font_name=TITLE, font_size=20, align="center", shrink=True), until=GRID - 1)
    sheet.set_row(0, 36)
    if not any(form.facts):
        return 1
    three(book, sheet, 1, thirds(GRID - 1), form.facts, ("left", "center", "right"))
    sheet.set_row(1, 22)
    return 2


def _row(book: Book, sheet: Worksheet, row: FormRow, top: int) -> int:
    """The boxes of one row of the form, in as many rows of the sheet as the longest of them takes; the row below."""
    boxes = [(box, tuple(_pieces(box))) for box in row.boxes]
    count = max(len(pieces) for _, pieces in boxes)
    high = [MARGIN + LINE] * count
    column = 0
    for box, pieces in boxes:
        until = column + box.span - 1
        for number, piece in enumerate(pieces):
            last = number == len(pieces) - 1
            edges = {"left": 1, "right": 1, "top": int(number == 0), "bottom": int(last)}
            format = book.format(font_name=HEI if box.label else SONG, text_wrap=True, align=piece.align, **edges)
            down = top + (count - 1 if last else number)
            string(sheet, top + number, column, piece.text, format, until=until, down=down)
            if not last or number == count - 1:  # what is merged downwards finds room there
                high[number] = max(high[number], text_lines(piece.text, box.span * WIDE) * LINE + MARGIN)
        column = until + 1
    high[0] += max(0.0, row.lines * (LINE + MARGIN / 2) - sum(high))
    for number, points in enumerate(high):
        sheet.set_row(top + number, points)
    return top + count


def _pieces(box: Box) -> Iterator[_Piece]:
    """The text in pieces that fit in a row, then the foot."""
    waiting: list[str] = []
    for paragraph in _short(box.text, box.span * WIDE):
        if waiting and text_lines("\n".join((*waiting, paragraph)), box.span * WIDE) > MOST_LINES:
            yield _Piece("\n".join(waiting), box.align)
            waiting = []
        waiting.append(paragraph)
    yield _Piece("\n".join(waiting), box.align)
    if box.foot:
        yield _Piece(box.foot, "right")


def _short(text: str, width: float) -> Iterator[str]:
    """Paragraphs, one that is too long for a row cut into some that are not."""
    most = MOST_LINES * width - 2
    for paragraph in text.split("\n"):
        part, wide = "", 0
        for char in paragraph:
            if (wide := wide + half_widths(char)) > most:
                yield part
                part, wide = "", half_widths(char)
            part += char
        yield part
