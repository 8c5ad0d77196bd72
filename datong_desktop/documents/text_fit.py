"""Lines of printed text and the size at which they fit: nothing is ever cut (``domain/line_breaks.py``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from datong_desktop.documents.fonts import Style, width
from datong_desktop.domain import line_breaks

LEADING = 1.25
@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of text and the size in points at which they fit."""

    lines: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING


def wrap(text: str, style: Style, size: float, room: float) -> list[str]:
    """Lines filled one after the other, for running text."""
    return line_breaks.filled(text, lambda part: width(part, style, size), room)


@lru_cache(maxsize=2048)
def balanced(text: str, style: Style, size: float, room: float) -> tuple[str, ...] | None:
    """Lines of about equal length, broken between words, for headings; None when a piece is wider than ``room``."""
    return line_breaks.balanced(text, lambda part: width(part, style, size), room)


def fit(text: str, style: Style, size: float, room: float, height: float) -> Fitted:
    """The text on one line if it fits, a little smaller if need be, else on several lines, ever smaller."""
    wide = width(text, style, size)
    if wide <= room:
        return Fitted((text,), size)
    if wide * 0.8 <= room:
        return Fitted((text,), size * room / wide)
    return fit_paragraph(text, style, size * 0.9, room, height)


def fit_paragraph(text: str, style: Style, size: float, room: float, height: float) -> Fitted:
    """The text on as many lines as it takes, smaller only where the height does not do."""
    at = size
    while True:
        fitted = Fitted(tuple(wrap(text, style, at, room)), at)
        if fitted.height <= height or at < 0.5:
            return fitted
        at *= 0.94
