"""Rows of a framed table that go on over pages: nothing is cut, a row taller than a page is split, headings repeat."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from datong_desktop.documents.fonts import Style, width
from datong_desktop.documents.pdf_pen import FRAME, MM, Pen
from datong_desktop.documents.text_fit import LEADING, wrap

_PAD = 0.34
"""Room above and below the text of a row, of the type size."""
_SHRINK = 0.7
"""A code, date or number is made as small as this before it is broken."""
_INDIVISIBLE = re.compile(r"[A-Za-z0-9.,%+\-/ ]+|.{1,6}")
_LEAST_LINES = 3
ALIGN = {"left": 0.0, "center": 0.5, "right": 1.0}


@dataclass(slots=True)
class Box:
    """One cell of a row: ``left`` from the table's edge; ``foot`` stands at its lower right."""

    left: float
    wide: float
    lines: Sequence[str]
    style: Style = Style.SONG
    align: float = 0.0
    foot: str = ""
    size: float | None = None


@dataclass(slots=True)
class Band:
    """One row as measured."""

    boxes: Sequence[Box]
    high: float


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the table stands on each page, in points."""

    page: tuple[float, float]
    left: float
    wide: float
    top: float
    bottom: float


def a4(size: tuple[float, float], side: float) -> Frame:
    """The frame of an A4 page with margins of ``side`` millimetres left and right."""
    return Frame(size, side * MM, size[0] - 2 * side * MM, size[1] - 15 * MM, 19 * MM)


class Flow:
    """Places bands from top to bottom. ``heads`` are repeated at the top of each new page; ``head(page is not the
    first)`` draws what stands above the table there and returns the table's upper edge."""

    def __init__(self, pen: Pen, frame: Frame, size: float, head: Callable[[bool], float]) -> None:
        self.pen, self.frame, self.size, self._head = pen, frame, size, head
        self.heads: Sequence[Band] = ()
        self.y = 0.0
        self._top = 0.0
        self._rules: tuple[float, ...] = ()
        self._rules_from = 0.0

    # -- measuring --------------------------------------------------------------------------------------------

    def lines(self, text: str, room: float, style: Style = Style.SONG) -> tuple[Sequence[str], float | None]:
        """A text broken into lines for a box of this inner width, and a smaller size where that keeps a code whole."""
        if not text:
            return (), None
        wide = width(text, style, self.size)
        if wide <= room and "\n" not in text:
            return (text,), None
        if wide * _SHRINK <= room and _INDIVISIBLE.fullmatch(text):
            return (text,), self.size * room / wide
        return [line for part in text.split("\n") for line in wrap(part, style, self.size, room)], None

    def band(self, boxes: Sequence[Box], least: float = 0.0) -> Band:
        """A row as high as its highest box, at least ``least``."""
        lines = max([len(box.lines) + (2 if box.foot else 0) for box in boxes], default=0)
        return Band(boxes, max(least, self._high(max(1, lines))))

    def _high(self, lines: int) -> float:
        return lines * self.size * LEADING + 2 * _PAD * self.size

    # -- placing ----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The first page."""
        self._page(False)

    def place(self, band: Band, follow: float = 0.0) -> None:
        """Draw a row; on the next page when it, or ``follow`` more points that must stay with it, do not fit here."""
        if band.high + follow <= self.room:
            self._draw(band)
        elif band.high + follow <= self._whole:
            self._break()
            self._draw(band)
        elif follow and band.high <= self.room:
            self._draw(band)
        else:
            self._split(band)

    def end(self) -> None:
        """Close the frame below the last row."""
        self._flush()
        self.pen.frame(self.frame.left, self.y, self.frame.wide, self._top - self.y, FRAME)

    @property
    def room(self) -> float:
        """What is left of this page, in points."""
        return self.y - self.frame.bottom

    @property
    def _whole(self) -> float:
        """What an empty page takes below the repeated headings."""
        return self.frame.top - self.frame.bottom - 40 - sum(head.high for head in self.heads)

    def _page(self, continued: bool) -> None:
        self.pen.begin_page(self.frame.page, of_total=True)
        self.y = self._top = self._head(continued)
        self._rules, self._rules_from = (), self.y
        for head in self.heads if continued else ():
            self._draw(head)

    def _break(self) -> None:
        if self.y < self._top:
            self.end()
            self._page(True)

    def _split(self, band: Band) -> None:
        """As many lines here as fit, the rest on the next pages."""
        if self.room < self._high(_LEAST_LINES):
            self._break()
        fitting = max(1, int((self.room - 2 * _PAD * self.size) / (self.size * LEADING)))
        if all(len(box.lines) + (2 if box.foot else 0) <= fitting for box in band.boxes):
            self._draw(Band(band.boxes, min(band.high, self.room)))
            return
        now = [Box(b.left, b.wide, b.lines[:fitting], b.style, b.align, "", b.size) for b in band.boxes]
        rest = [Box(b.left, b.wide, b.lines[fitting:], b.style, b.align, b.foot, b.size) for b in band.boxes]
        self._draw(Band(now, self.room))
        self._break()
        self.place(self.band(rest))

    def _draw(self, band: Band) -> None:
        pen, left, bottom, pad = self.pen, self.frame.left, self.y - band.high, 0.4 * self.size
        rules = tuple(box.left for box in band.boxes if box.left)
        if rules != self._rules:
            self._flush()
            self._rules, self._rules_from = rules, self.y
        if self.y < self._top:
            pen.line(left, self.y, left + self.frame.wide, self.y)
        for box in band.boxes:
            if box.lines:
                low = bottom + (self.size * LEADING if box.foot else 0)
                inner = (left + box.left + pad, low, box.wide - 2 * pad, self.y - low)
                pen.lines(inner, box.lines, box.style, box.size or self.size, box.align)
            if box.foot:
                pen.text(left + box.left + box.wide - pad, bottom + 0.6 * self.size, box.foot, box.style, self.size, 1.0)
        self.y = bottom

    def _flush(self) -> None:
        """The upright lines between cells, drawn once for all rows that share them."""
        if self.y < self._rules_from:
            for x in self._rules:
                self.pen.line(self.frame.left + x, self._rules_from, self.frame.left + x, self.y)
        self._rules_from = self.y
