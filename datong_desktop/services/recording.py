"""From what the unit of work logged to what the views are told, and back to rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.problem import Problem
from datong_desktop.models.change_log import FieldChange, Key, decode, encode, key_names, key_of, table_name
from datong_desktop.models.registry import RECORDS
from datong_desktop.models.tables import (
    AssessmentYear,
    Base,
    CountNote,
    DisqualificationRow,
    DistrictForm,
    Figure,
    Remark,
)
from datong_desktop.models.unit_of_work import Writing
from datong_desktop.services.changes import Changed, FigureChange

if TYPE_CHECKING:
    from datong_desktop.services.ledger import Ledger

MANY = 30
"""From here on loading rows by the lot is quicker than asking for one after the other."""
LOT = 400

Row = TypeVar("Row", bound=Base)
OF_YEAR = {cls.__tablename__ for cls in (AssessmentYear, Figure, Remark, DistrictForm, CountNote)}


def changed(ledger: Ledger, work: Writing, notices: Iterable[Problem] = ()) -> Changed:
    """What a finished write changed, and what there is to say about it."""
    years = {int(c.row["year"]) for c in work.changes if c.table in OF_YEAR}
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
        touched=_touched(work),
        kinds=frozenset(RECORDS[table] for table in _tables(work) if table in RECORDS),
        figures=tuple(_figure(c) for c in work.changes if c.table == Figure.__tablename__ and decode(c.old) != decode(c.new)),
        notices=tuple(notices),
    )


def _tables(work: Writing) -> set[str]:
    return {change.table for change in work.changes} | {table_name(cls) for cls, _ in work.bulk}


def _touched(work: Writing) -> dict[str, frozenset[str]]:
    """By the first part of the key: a record's own id, or the one it hangs on."""
    found: dict[str, set[str]] = defaultdict(set)
    for cls, owners in work.bulk:
        name = key_names(cls)[0]
        found[table_name(cls) if name == "id" else name].update(owners)
    for change in work.changes:
        if change.table in RECORDS:
            name, owner = next(iter(change.row.items()))
            found[change.table if name == "id" else name].add(str(owner))
    return {table: frozenset(ids) for table, ids in found.items()}


def _figure(change: FieldChange) -> FigureChange:
    row = change.row
    return FigureChange(int(row["year"]), str(row["district"]), str(row["indicator"]), decode(change.old), decode(change.new))


def rows(session: Session, cls: type[Row], keys: list[Key]) -> list[Row | None]:
    """The rows with these natural keys, None where there is none."""
    if len(keys) < MANY:
        return [session.get(cls, key) for key in keys]
    names = key_names(cls)
    first = list(dict.fromkeys(key[names[0]] for key in keys))
    column = cls.__table__.c[names[0]]
    known = {
        key_of(row): row
        for start in range(0, len(first), LOT)
        for row in session.scalars(select(cls).where(column.in_(first[start : start + LOT])))
    }
    return [known.get(encode({name: key[name] for name in names})) for key in keys]
