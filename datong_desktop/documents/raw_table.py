"""What a sheet holds before anything is understood: cells by position, each with its kind."""

from __future__ import annotations

import enum
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

MAX_CELLS = 60_000
"""A sheet with more cells is no annex table: reading stops there."""

_ERROR_TEXT = re.compile(r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|#+)", re.I)


class CellKind(enum.Enum):
    """What kind of content a cell has. ``NO_VALUE`` is a formula without a stored result."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    ERROR = "error"
    NO_VALUE = "no_value"


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell that is not empty. ``value`` is a number for NUMBER, else what a person sees."""

    kind: CellKind
    value: str | int | float

    @property
    def text(self) -> str:
        """The text of a text cell, "" for any other kind."""
        return self.value if self.kind is CellKind.TEXT and isinstance(self.value, str) else ""


Position = tuple[int, int]
"""(row, column), both from 1."""

Box = tuple[int, int, int, int]
"""(first row, first column, last row, last column), from 1, inclusive."""


@dataclass(frozen=True)
class RawSheet:
    """One sheet, sparse: blank cells (white space too) are not in ``cells``.

    ``name`` is None for text without sheets (CSV, clipboard); ``truncated`` when reading stopped at the limit.
    """

    name: str | None
    cells: Mapping[Position, RawCell]
    hidden: bool = False
    merged: tuple[Box, ...] = ()
    truncated: bool = False

    @cached_property
    def rows(self) -> dict[int, dict[int, RawCell]]:
        """Cells by row and column, rows in order."""
        found: dict[int, dict[int, RawCell]] = {}
        for row, column in sorted(self.cells):
            found.setdefault(row, {})[column] = self.cells[row, column]
        return found

    def rows_between(self, first: int, last: int) -> list[int]:
        """Numbers of the rows with content from ``first`` to ``last``."""
        numbers = self._numbers
        return numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]

    @cached_property
    def _numbers(self) -> list[int]:
        return list(self.rows)

    def row(self, number: int) -> Mapping[int, RawCell]:
        """Cells of one row by column; empty for a row without content."""
        return self.rows.get(number, {})


def is_error_text(text: str) -> bool:
    """Whether a text is what spreadsheets show for an error: #REF!, #DIV/0!, ####."""
    return text.startswith("#") and _ERROR_TEXT.fullmatch(text) is not None


def text_cell(text: str) -> RawCell | None:
    """A text as a cell: None when blank, an error cell for a text like "#REF!"."""
    plain = text.strip()
    if not plain:
        return None
    return RawCell(CellKind.ERROR if is_error_text(plain) else CellKind.TEXT, plain if plain[0] == "#" else text)


def column_letters(column: int) -> str:
    """1 → "A", 27 → "AA"."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """(5, 9) → "I5"."""
    return f"{column_letters(column)}{row}"
