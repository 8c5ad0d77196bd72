"""What all PDF documents share: the search for missing glyphs, framed marks, the line above a table, signatures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from datong_desktop.documents.annex_tables import date_text
from datong_desktop.documents.fonts import Style, missing_glyphs, width
from datong_desktop.documents.listing import BLANK_DATE
from datong_desktop.documents.pdf_flow import Frame
from datong_desktop.documents.pdf_pen import Pen
from datong_desktop.documents.text_fit import LEADING, balanced, wrap
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.year_book import Signatures

NOTE = 9.5
"""Type size of notes below a table."""


def check_glyphs(texts: Iterable[tuple[str, str]]) -> None:
    """Refuse characters without a glyph before anything is drawn."""
    if problems := missing_glyphs((place, text, Style.SONG) for place, text in texts):
        raise Refused(*problems)


def draw_marks(pen: Pen, marks: Sequence[str], right: float, baseline: float, scale: float) -> float:
    """Framed marks (未报齐, 样例), right-aligned; returns the width they take."""
    x, size = right, 17 * scale
    for mark in reversed(marks):
        wide = width(mark, Style.HEI, size) + 12 * scale
        pen.frame(x - wide, baseline - 7 * scale, wide, 27 * scale, 1.4)
        pen.text(x - wide / 2, baseline, mark, Style.HEI, size, align=0.5)
        x -= wide + 8 * scale
    return right - x


def facts_line(pen: Pen, texts: tuple[str, str, str], box: tuple[float, float, float, float], size: float) -> None:
    """Three texts on one line above a table: left, in the middle, right. The middle one has the room it needs."""
    left, bottom, wide, high = box
    side = (wide - width(texts[1], Style.SONG, size)) / 2 - 12
    pen.cell((left, bottom, side, high), texts[0], Style.SONG, size, 0, 0)
    pen.cell((left + wide / 3, bottom, wide / 3, high), texts[1], Style.SONG, size, 0.5, 0)
    pen.cell((left + wide - side, bottom, side, high), texts[2], Style.SONG, size, 1, 0)


def signature_line(pen: Pen, signed: Signatures, left: float, baseline: float, wide: float, size: float) -> None:
    """填表人, 审核人, 填报日期: printed as keyed, or with room to write by hand."""
    date = date_text(signed.filled_on) or BLANK_DATE
    date_wide = width(f"填报日期：{BLANK_DATE}", Style.SONG, size)
    each = (wide - date_wide) / 2 - 10
    box = baseline - size * 0.6, size * 2
    pen.cell((left, box[0], each, box[1]), f"填表人：{signed.filled_by}", Style.SONG, size, 0, 0)
    pen.cell((left + wide / 2 - each / 2, box[0], each, box[1]), f"审核人：{signed.reviewed_by}", Style.SONG, size, 0, 0)
    pen.cell((left + wide - date_wide, box[0], date_wide, box[1]), f"填报日期：{date}", Style.SONG, size, 1, 0)


def draw_title(pen: Pen, text: str, marks: Sequence[str], span: tuple[float, float], top: float) -> float:
    """A document's title in the middle of ``span`` (left, width), on two lines when it is long, its marks to the right;
    returns the lower edge."""
    left, wide = span
    marks_wide = draw_marks(pen, marks, left + wide, top - 24, 1)
    room, size = wide - 2 * marks_wide - 12, 22.0
    if width(text, Style.TITLE, size) * 0.8 <= room:
        size *= min(1, room / width(text, Style.TITLE, size))
        lines: Sequence[str] = (text,)
    else:
        size = 20.0
        lines = balanced(text, Style.TITLE, size, room) or wrap(text, Style.TITLE, size, room)
    high = len(lines) * size * LEADING
    pen.lines((left + (wide - room) / 2, top - 6 - high, room, high), lines, Style.TITLE, size)
    return top - 10 - high


def _note_lines(first: str, notes: Sequence[str], wide: float) -> list[str]:
    indent = "　" * len(first)
    return [line for n, note in enumerate(notes) for line in wrap((indent if n else first) + note, Style.SONG, NOTE, wide)]


def notes_high(first: str, notes: Sequence[str], frame: Frame) -> float:
    """Height of notes on one page, in points."""
    return len(_note_lines(first, notes, frame.wide)) * NOTE * LEADING + 3


def draw_notes(pen: Pen, first: str, notes: Sequence[str], frame: Frame, y: float) -> None:
    """Notes below ``y``, ``first`` before the first of them, over as many pages as they take."""
    y -= 3
    for line in _note_lines(first, notes, frame.wide):
        if y - NOTE * LEADING < frame.bottom:
            pen.begin_page(frame.page, of_total=True)
            y = frame.top
        y -= NOTE * LEADING
        pen.text(frame.left, y, line, Style.SONG, NOTE)
