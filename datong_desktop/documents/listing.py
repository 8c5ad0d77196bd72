"""A list document as plain values: title, columns, groups of rows, totals, notes; PDF, Excel and Word draw it.

A cell is a text, a whole number, an exact decimal (shown with two places), a date, or None for blank. A text keeps its own line breaks.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from datong_desktop.documents.cleaning import clean, paragraphs

Cell = str | int | Decimal | datetime.date | None
Row = tuple[Cell, ...]
Align = Literal["left", "center", "right"]
BLANK_DATE = "　　　年　　月　　日"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``width`` is its share of the whole, reckoned in half-width characters of its usual contents."""

    heading: str
    width: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Group:
    """Rows below a heading of their own; "" for none."""

    heading: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Listing:
    """A whole list; all its texts but the cells are clean. ``facts`` stand left, middle and right above the table;
    ``totals`` close it; at most three ``signatures`` stand side by side below it, then the ``notes``; ``marks`` are framed
    beside the title (样例)."""

    title: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    subtitle: str = ""
    facts: tuple[str, str, str] = ("", "", "")
    totals: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    landscape: bool = True
    marks: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Number of rows without totals."""
        return sum(len(group.rows) for group in self.groups)

    def rows(self) -> Iterator[Row]:
        for group in self.groups:
            yield from group.rows
        yield from self.totals

    def texts(self) -> Iterator[tuple[str, str]]:
        """(place, text) of everything printed, for the search for missing glyphs."""
        yield f"《{self.title}》的标题", self.title + self.subtitle + "".join((*self.facts, *self.marks))
        yield f"《{self.title}》的表头", "".join(column.heading for column in self.columns)
        for group in self.groups:
            yield f"《{self.title}》的分组名称", group.heading
        for number, row in enumerate(self.rows(), 1):
            for column, cell in zip(self.columns, row, strict=True):
                if isinstance(cell, str) and cell:
                    yield f"《{self.title}》第 {number} 行的“{column.heading}”", shown(cell).replace("\n", "")
        for text in (*self.notes, *self.signatures):
            yield f"《{self.title}》的附注和签名", text


def shown(cell: Cell) -> str:
    """A cell as it is printed: a cleaned text, its paragraphs parted by line breaks."""
    if isinstance(cell, str):
        return "\n".join(paragraphs(cell)) if "\n" in cell else clean(cell)
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:,.2f}"
    return f"{cell:%Y-%m-%d}" if isinstance(cell, datetime.date) else str(cell)


def money(hundredths: int | None) -> Decimal | None:
    """Hundredths of 万元 as a cell: 123456 → 1234.56, exactly."""
    return None if hundredths is None else Decimal(hundredths).scaleb(-2)
