"""What the ledger holds already in a field: proposed when the same is typed again."""

from __future__ import annotations

from sqlalchemy import func, select

from datong_desktop.models.registry import ROWS
from datong_desktop.services.ledger import Ledger

MOST = 200


def earlier_values(ledger: Ledger, record: type, field: str, most: int = MOST) -> tuple[str, ...]:
    """The different texts of one field of a record class, those used most often first."""
    column = ROWS[record].__table__.c[field]
    query = select(column).where(column != "").group_by(column).order_by(func.count().desc(), column).limit(most)
    with ledger.reading() as session:
        return tuple(session.scalars(query))
