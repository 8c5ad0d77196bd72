"""What the keying grid knows of its cells: state, sums, warnings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from datong_desktop.domain.year_book import YearBook


@dataclass(frozen=True, slots=True)
class RefusedText:
    """What was typed but not taken, with its reason; it stays until it is mended or given up with Esc."""

    text: str
    reason: str


class CellState(NamedTuple):
    """All that the delegate paints of one cell. Made for every cell of every repaint, hence no dataclass."""

    value: int | None
    last_year: int | None = None
    refused: RefusedText | None = None
    warning: str = ""
    remark: str = ""
    out: bool = False
    total: bool = False


def change_text(value: int | None, last_year: int | None) -> str:
    """"（+5）" against last year, "" when either is missing."""
    if value is None or last_year is None:
        return ""
    difference = value - last_year
    return f"（{difference:+d}）" if difference else "（持平）"


def totals_of(book: YearBook) -> dict[tuple[str | None, str | None], int]:
    """Sums of what is keyed: by district, by indicator, and of all (None, None)."""
    scheme, rows = book.scheme, book.rows
    totals: dict[tuple[str | None, str | None], int] = {(None, None): sum(book.figures.values())}
    for district, row in zip(scheme.districts, rows, strict=True):
        totals[district, None] = sum(filter(None, row))
    for indicator, column in zip(scheme.indicators, zip(*rows, strict=True), strict=True):
        totals[None, indicator.id] = sum(filter(None, column))
    return totals


def warnings_of(book: YearBook) -> dict[tuple[str | None, str | None], str]:
    """Warning texts by cell, by district (None indicator) and by indicator (None district)."""
    found: dict[tuple[str | None, str | None], str] = {}
    for notice in book.notices:
        key = (notice.district, notice.indicator)
        found[key] = "\n".join(filter(None, (found.get(key), notice.text)))
    return found
