"""Reading and writing record classes of the domain (``Enterprise``, ``Visit`` …) through the unit of work."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from datong_desktop.domain.application import KeptRules
from datong_desktop.domain.fields import Kind, Value, fields_by_id, stored
from datong_desktop.domain.scans import ScanLink
from datong_desktop.models.change_log import Key, table_name
from datong_desktop.models.registry import REFERRING, ROWS
from datong_desktop.models.tables import Base
from datong_desktop.services.entries import clean
from datong_desktop.services.recording import LOT

Record = TypeVar("Record")


def key_fields(record: type) -> tuple[str, ...]:
    """Names of the fields that make the key of a record class."""
    return _key_fields(record)


@cache
def _key_fields(record: type) -> tuple[str, ...]:
    described = fields_by_id(record)
    return tuple(name for name in all_fields(record) if name not in described)


def key_of(record: object) -> Key:
    return {name: getattr(record, name) for name in key_fields(type(record))}


def read(session: Session, record: type[Record], *where: ColumnElement[bool], most: int | None = None) -> tuple[Record, ...]:
    """The records that fulfil all conditions, in the order of their keys; the first ``most`` of them."""
    table, names = ROWS[record].__table__, all_fields(record)
    query = select(*(table.c[name] for name in names)).where(*where).order_by(*(table.c[n] for n in key_fields(record)))
    return tuple(records_of(record, names, session.execute(query.limit(most)).all()))


def of_owners(session: Session, record: type[Record], owner: str, identifiers: Sequence[str]) -> Iterator[Record]:
    """What hangs on these records of this kind, by lots: one statement takes only so many values. ``owner`` is the key
    field that names them ("enterprise", "expert")."""
    column = ROWS[record].__table__.c[owner]
    for start in range(0, len(identifiers), LOT):
        yield from read(session, record, column.in_(identifiers[start : start + LOT]))


def records_of(record: type[Record], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[Record]:
    """Records of rows that hold these fields (the key among them) as the ledger stores them; the others are blank."""
    described = fields_by_id(record)
    dates = [n for n, name in enumerate(names) if name in described and described[name].kind is Kind.DATE]
    for row in rows:
        values = list(row)
        for n in dates:
            if values[n] is not None:
                values[n] = datetime.date.fromisoformat(values[n])
        yield record(**dict(zip(names, values, strict=True)))


def all_fields(record: type) -> tuple[str, ...]:
    """Names of all fields of a record class, its key first."""
    return _all_fields(record)


@cache
def _all_fields(record: type) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(record))


def of_enterprise(session: Session, record: type[Record], enterprise: str) -> tuple[Record, ...]:
    """What hangs on one enterprise of this kind."""
    return read(session, record, ROWS[record].__table__.c.enterprise == enterprise)


def put(session: Session, *records: object) -> None:
    """Adds each record, or brings the row of its key in line with it. Texts are cleaned (``Refused`` as in ``clean``)."""
    for record in records:
        cls, key = ROWS[type(record)], key_of(record)
        values = {name: getattr(record, name) for name in fields_by_id(type(record))}
        row = session.get(cls, key)
        if row is None:
            row = cls(**key)
            set_values(type(record), row, values)
            session.add(row)
        else:
            set_values(type(record), row, values)


def set_values(record: type, row: Base, values: Mapping[str, Value]) -> None:
    """Sets fields of a row; those that hold the value already stay untouched, so that they are not logged."""
    described = fields_by_id(record)
    for name, value in values.items():
        field = described[name]
        kept = clean(value, field.label, longest=field.longest) if isinstance(value, str) else stored(value)
        if getattr(row, name) != kept:
            setattr(row, name, kept)


def remove(session: Session, *records: object) -> None:
    """Removes the rows of these records; one that is gone already is no harm."""
    for record in records:
        row = session.get(ROWS[type(record)], key_of(record))
        if row is not None:
            session.delete(row)


def redirect(session: Session, owner: str, old: str, new: str) -> list[Base]:
    """Lets everything that refers to one record (a need, a team …) refer to another; the rows it changed."""
    found = []
    for record in REFERRING[owner]:
        cls = ROWS[record]
        for row in session.scalars(select(cls).where(cls.__table__.c[owner] == old)):
            setattr(row, owner, new)
            found.append(row)
    return found


def evidence_of(session: Session, record: Any) -> tuple[ScanLink, ...]:
    """The links of the scans that are evidence of a record: a record that takes its number later has not got them."""
    numbers = [str(part) for name, part in key_of(record).items() if name != "enterprise"]
    subject, c = "/".join([table_name(ROWS[type(record)]), *numbers]), ROWS[ScanLink].__table__.c
    return read(session, ScanLink, c.enterprise == record.enterprise, c.subject == subject)


def rules_texts(session: Session) -> dict[str, str]:
    """The admission rules the ledger keeps, by their digests: few, one for each time the file of the rules was changed."""
    return {kept.digest: kept.text for kept in read(session, KeptRules)}


def next_number(records: Iterable[Any]) -> int:
    """The number of one more record beside these."""
    return max((record.number for record in records), default=0) + 1
