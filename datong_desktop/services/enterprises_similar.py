"""Enterprises of the ledger whose names are like a typed one: the same again, or the same with a slip."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from datong_desktop.domain.company_names import SimilarNames
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.models.registry import EnterpriseRow
from datong_desktop.services import records
from datong_desktop.services.ledger import Ledger

_TABLE = EnterpriseRow.__table__


def index_of(ledger: Ledger) -> SimilarNames:
    """All names of the ledger, archived ones too, by the enterprises' ids. Made once, kept, and brought up to date by
    ``refresh``: making it takes two seconds at a hundred thousand names, asking it a few milliseconds."""
    with ledger.reading() as session:
        return SimilarNames(tuple(row) for row in session.execute(select(_TABLE.c.id, _TABLE.c.name)))


def refresh(ledger: Ledger, index: SimilarNames, enterprises: Collection[str]) -> None:
    """Brings an index up to date after a write that touched these enterprises (``Changed.enterprises``)."""
    with ledger.reading() as session:
        for identifier in enterprises:
            name = session.scalar(select(_TABLE.c.name).where(_TABLE.c.id == identifier))
            if name is None:
                index.drop(identifier)
            else:
                index.put(identifier, name)


def similar(
    ledger: Ledger, name: str, limit: int = 5, *, index: SimilarNames | None = None, but_not: str = ""
) -> tuple[Enterprise, ...]:
    """The enterprises most like a name, the likest first, without the one with the id ``but_not`` itself."""
    known = index_of(ledger) if index is None else index
    keys = [key for key, _ in known.nearest(name, limit + 1) if key != but_not][:limit]
    with ledger.reading() as session:
        found = {one.id: one for one in records.read(session, Enterprise, _TABLE.c.id.in_(keys))}
    return tuple(found[key] for key in keys if key in found)
