"""What the registry counts for indicators 5-8 beside the keyed figures (annex 4 二（二）5-8; domain.md, Scoring 9).

The keyed figure is what is scored. Where the registry counts something else, both are shown until somebody says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datong_desktop.domain.fostering import Milestone
    from datong_desktop.domain.year_book import Cell, YearBook


@dataclass(frozen=True, slots=True)
class Counted:
    """An enterprise that counts, by the first milestone of that kind in the year and district."""

    name: str
    milestone: Milestone


@dataclass(frozen=True, slots=True)
class CountNote:
    """差异说明: why the figure ``keyed`` then (None: blank) is not what the registry ``counted`` then."""

    text: str
    keyed: int | None
    counted: int | None

    def explains(self, keyed: int | None, counted: int) -> bool:
        """Whether it was written for these two numbers: of others it says nothing."""
        return (self.keyed, self.counted) == (keyed, counted)


@dataclass(frozen=True, slots=True)
class Difference:
    """A keyed figure and what the registry counts instead; ``note`` says why of just these two, "" while nobody said."""

    keyed: int
    counted: int
    enterprises: tuple[Counted, ...]
    note: str


@dataclass(frozen=True)
class RegistryCounts:
    """The enterprises that count in one year, by day; cells with none are left out.

    ``indicators`` are those the office keeps milestones for at all, of whatever year: not every office keeps the registry.
    """

    year: int
    indicators: frozenset[str] = frozenset()
    enterprises: Mapping[Cell, tuple[Counted, ...]] = field(default_factory=dict)

    def of(self, cell: Cell) -> tuple[Counted, ...] | None:
        """The enterprises behind one figure; None where the registry says nothing about it."""
        return self.enterprises.get(cell, ()) if cell[1] in self.indicators else None

    def differences(self, book: YearBook) -> dict[Cell, Difference]:
        """Keyed figures of the same year that the registry does not bear out, in the order of the scheme; blank ones are
        left out."""
        columns = [place for place, one in enumerate(book.scheme.indicators) if one.id in self.indicators]
        found = {}
        for cell in (row[place] for row in book.scheme.cells for place in columns):
            keyed, own = book.figures.get(cell), self.enterprises.get(cell, ())
            if keyed is not None and keyed != len(own):
                note = book.count_notes.get(cell)
                said = note.text if note and note.explains(keyed, len(own)) else ""
                found[cell] = Difference(keyed, len(own), own, said)
        return found

    def unexplained(self, book: YearBook) -> dict[Cell, Difference]:
        """The differences nobody has explained yet: with them the tables carry 有差异."""
        return {cell: one for cell, one in self.differences(book).items() if not one.note}
