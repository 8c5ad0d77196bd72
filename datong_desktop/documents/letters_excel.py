"""Letters as a workbook: one sheet, a page each."""

from __future__ import annotations

from datong_desktop.documents.about import About
from datong_desktop.documents.excel_sheet import TITLE, Book, describe, portrait, string, text_lines
from datong_desktop.documents.letters import SEAL, Letters

WIDE, LINE = 68.0, 28.0
"""Width of the page in half-width characters, height of a line in points."""


def letters_xlsx(letters: Letters, about: About) -> bytes:
    """All letters, one below the other, with a page break after each. ``Refused`` (``text_too_long``)."""
    book = Book()
    describe(book, about)
    sheet = book.workbook.add_worksheet(letters.title)
    sheet.set_column(0, 0, WIDE)
    title = book.format(font_name=TITLE, font_size=36, align="center")
    text = book.format(font_name="仿宋", font_size=16, text_wrap=True, align="left")
    end = book.format(font_name="仿宋", font_size=16, align="right")
    marks = "".join(f"【{mark}】" for mark in letters.marks)
    row, breaks = 0, list[int]()
    for letter in letters.letters:
        lines = [(f"{letters.heading}{marks}", title), *((line, text) for line in letter.lines)]
        lines += [("", text), (f"{letter.office}{SEAL}", end), (letter.date, end)]
        for words, format in lines:
            string(sheet, row, 0, words, format)
            sheet.set_row(row, 72 if format is title else text_lines(words, WIDE * 11 / 16) * LINE)
            row += 1
        breaks.append(row)
    sheet.set_h_pagebreaks(breaks[:-1])
    portrait(sheet, row - 1, 0)
    return book.close()
