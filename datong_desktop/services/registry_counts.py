"""What the registry counts for indicators 5-8 (annex 4 二（二）5-8), beside the figures that were keyed.

The keyed figure is what is scored. A difference is shown, and explained in a note before the tables go without the mark.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.fostering import COUNTED_AS, Milestone
from datong_desktop.domain.year_book import Cell, YearBook
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.models.tables import CountNote
from datong_desktop.services import records
from datong_desktop.services.assessment import set_cell_text
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprises import NAMELESS
from datong_desktop.services.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Counted:
    """An enterprise that counts, by the first milestone of that kind in the year and district."""

    name: str
    milestone: Milestone


@dataclass(frozen=True, slots=True)
class Difference:
    """A keyed figure and what the registry counts instead; ``note`` says why, "" while nobody said."""

    keyed: int
    counted: int
    enterprises: tuple[Counted, ...]
    note: str


def counts(ledger: Ledger, year: int, indicator: str) -> dict[str, tuple[Counted, ...]]:
    """The enterprises that count for one indicator by district, by day; districts with none are left out."""
    return {d: found for (d, of), found in counts_of_year(ledger, year).items() if of == indicator}


def counts_of_year(ledger: Ledger, year: int) -> dict[Cell, tuple[Counted, ...]]:
    """The same for all four indicators of a year at once."""
    with ledger.reading() as session:
        return _counts(session, year)


def counted_indicators(ledger: Ledger) -> frozenset[str]:
    """The indicators the office keeps milestones for at all, of whatever year."""
    with ledger.reading() as session:
        return _kept(session)


def differences(ledger: Ledger, book: YearBook) -> dict[Cell, Difference]:
    """Keyed figures the registry does not bear out, in the order of the scheme.

    Blank figures are left out, and so are indicators the ledger has no milestone for: not every office keeps the registry.
    """
    with ledger.reading() as session:
        kept, counted = _kept(session), _counts(session, book.year)
        notes = {(n.district, n.indicator): n.text for n in session.scalars(select(CountNote).where(CountNote.year == book.year))}
    found = {}
    for cell in _cells(book, kept):
        keyed, own = book.figures[cell], counted.get(cell, ())
        if keyed != len(own):
            found[cell] = Difference(keyed, len(own), own, notes.get(cell, ""))
    return found


def set_note(ledger: Ledger, year: int, cell: Cell, text: str) -> Changed:
    """Why a keyed figure differs; an empty text removes it. ``Refused``: no_year, unknown_district, unknown_indicator."""
    return set_cell_text(ledger, CountNote, "差异说明", year, cell, text)


def _cells(book: YearBook, kept: frozenset[str]) -> Iterator[Cell]:
    for district in book.scheme.districts:
        for indicator in book.scheme.indicators:
            if indicator.id in kept and (district, indicator.id) in book.figures:
                yield district, indicator.id


def _kept(session: Session) -> frozenset[str]:
    kinds = session.scalars(select(ROWS[Milestone].__table__.c.kind).distinct())
    return frozenset(COUNTED_AS[kind] for kind in kinds if kind in COUNTED_AS)


def _counts(session: Session, year: int) -> dict[Cell, tuple[Counted, ...]]:
    c, enterprise = ROWS[Milestone].__table__.c, EnterpriseRow.__table__.c
    where = (c.kind.in_(COUNTED_AS), c.happened_on.between(f"{year}-01-01", f"{year}-12-31"), c.district != "")
    milestones = records.read(session, Milestone, *where)
    named = select(enterprise.id, enterprise.name).where(enterprise.id.in_(select(c.enterprise).where(*where)))
    names = {identifier: name or NAMELESS for identifier, name in session.execute(named)}
    found: dict[Cell, dict[str, Counted]] = {}
    for one in sorted(milestones, key=lambda milestone: str(milestone.happened_on)):
        enterprises = found.setdefault((one.district, COUNTED_AS[one.kind]), {})
        enterprises.setdefault(one.enterprise, Counted(names[one.enterprise], one))  # keyed twice, counted once
    return {cell: tuple(enterprises.values()) for cell, enterprises in found.items()}
