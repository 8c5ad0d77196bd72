"""From what the unit of work logged to what the views are told, and back to rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.models.change_log import FieldChange, Key, decode, encode, key_names, key_of
from datong_desktop.models.tables import AssessmentYear, Base, DisqualificationRow, Figure
from datong_desktop.models.unit_of_work import Writing
from datong_desktop.services.changes import Changed, FigureChange

if TYPE_CHECKING:
    from datong_desktop.services.ledger import Ledger

MANY = 30
"""From here on loading whole years is quicker than asking for one row after the other."""

Row = TypeVar("Row", bound=Base)


def changed(ledger: Ledger, work: Writing) -> Changed:
    """What a finished write changed."""
    years = {int(c.row["year"]) for c in work.changes if c.table != DisqualificationRow.__tablename__ and "year" in c.row}
    decided = [int(c.row["year"]) for c in work.changes if c.table == DisqualificationRow.__tablename__]
    if decided:  # a disqualification reaches beyond its year
        with ledger.reading() as session:
            years.update(session.scalars(select(AssessmentYear.year).where(AssessmentYear.year >= min(decided))))
    return Changed(
        label=work.command,
        at=work.at,
        change_set=work.change_set,
        years=frozenset(years),
        year_list=any(c.table == AssessmentYear.__tablename__ and None in (c.old, c.new) for c in work.changes),
        figures=tuple(_figure(c) for c in work.changes if c.table == Figure.__tablename__ and decode(c.old) != decode(c.new)),
    )


def _figure(change: FieldChange) -> FigureChange:
    row = change.row
    return FigureChange(int(row["year"]), str(row["district"]), str(row["indicator"]), decode(change.old), decode(change.new))


def rows(session: Session, cls: type[Row], keys: list[Key]) -> list[Row | None]:
    """The rows with these natural keys, None where there is none."""
    if len(keys) < MANY or not all("year" in key for key in keys):
        return [session.get(cls, key) for key in keys]
    years = {int(key["year"]) for key in keys}
    known = {key_of(row): row for row in session.scalars(select(cls).where(cls.__table__.c.year.in_(years)))}
    return [known.get(encode({name: key[name] for name in key_names(cls)})) for key in keys]
