"""What the registry counts for indicators 5-8 (annex 4 二（二）5-8), beside the figures that were keyed.

Events count that happened in the year, whatever became of the enterprise: archiving it later takes none away.
The keyed figure is what is scored. A difference is shown, and explained in a note before the tables go without the mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.fostering import COUNTED_AS, Milestone
from datong_desktop.domain.registry_counts import Counted, Difference, RegistryCounts
from datong_desktop.domain.year_book import Cell, YearBook
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.models.tables import CountNote, Figure
from datong_desktop.services import records
from datong_desktop.services.assessment import set_cell_text
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprises import NAMELESS
from datong_desktop.services.ledger import Ledger


def read(ledger: Ledger, year: int) -> RegistryCounts:
    """What the registry counts for all four indicators of a year. In any thread."""
    with ledger.reading() as session:
        kept = _kept(session)
        return RegistryCounts(year, kept, _counts(session, year) if kept else {})


def differences(ledger: Ledger, book: YearBook) -> dict[Cell, Difference]:
    """Keyed figures the registry does not bear out, explained or not, in the order of the scheme.

    Blank figures are left out, and so are indicators the ledger has no milestone for: not every office keeps the registry.
    """
    return read(ledger, book.year).differences(book)


def for_documents(ledger: Ledger, book: YearBook) -> YearBook:
    """The year with the differences nobody explained: what is printed of it then carries 有差异."""
    return replace(book, differences=read(ledger, book.year).unexplained(book))


def set_note(ledger: Ledger, year: int, cell: Cell, text: str) -> Changed:
    """Why the figure keyed now differs from what is counted now; an empty text removes it. Given again when either has
    changed, it is kept for the new numbers.

    ``Refused``: no_year, unknown_district, unknown_indicator.
    """
    with ledger.reading() as session:
        figure = session.get(Figure, (year, *cell))
        counted = len(_counts(session, year).get(cell, ()))
        keyed = figure.value if figure else None
    return set_cell_text(ledger, CountNote, "差异说明", year, cell, text, keyed=keyed, counted=counted)


def _kept(session: Session) -> frozenset[str]:
    kinds = session.scalars(select(ROWS[Milestone].__table__.c.kind).distinct())
    return frozenset(COUNTED_AS[kind] for kind in kinds if kind in COUNTED_AS)


def _counts(session: Session, year: int) -> Mapping[Cell, tuple[Counted, ...]]:
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
