"""Reading and writing record classes of the domain (``Enterprise``, ``Visit`` …) through the unit of work."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from datong_desktop.domain.fields import Kind, Value, fields_by_id, loaded, stored
from datong_desktop.models.change_log import Key
from datong_desktop.models.registry import ROWS
from datong_desktop.models.tables import Base
from datong_desktop.services.entries import clean

Record = TypeVar("Record")


def key_fields(record: type) -> tuple[str, ...]:
    """Names of the fields that make the key of a record class."""
    return _key_fields(record)


@cache
def _key_fields(record: type) -> tuple[str, ...]:
    described = fields_by_id(record)
    return tuple(f.name for f in dataclasses.fields(record) if f.name not in described)


def key_of(record: object) -> Key:
    return {name: getattr(record, name) for name in key_fields(type(record))}


def read(session: Session, record: type[Record], *where: ColumnElement[bool], most: int | None = None) -> tuple[Record, ...]:
    """The records that fulfil all conditions, in the order of their keys; the first ``most`` of them."""
    table = ROWS[record].__table__
    names, make = _reading(cast(Any, record))
    query = select(*(table.c[name] for name in names)).where(*where).order_by(*(table.c[n] for n in key_fields(record)))
    return tuple([make(row) for row in session.execute(query.limit(most)).all()])


@cache
def _reading(record: Any) -> tuple[tuple[str, ...], Callable[[Sequence[Any]], Any]]:
    """The names of a record's fields, and what makes a record of a row in their order."""
    described = fields_by_id(record)
    names = tuple(f.name for f in dataclasses.fields(record))
    dates = tuple(name for name in names if name in described and described[name].kind is Kind.DATE)

    def make(row: Sequence[Any]) -> Any:
        values = dict(zip(names, row, strict=True))
        for name in dates:  # nothing else is stored as something else than it is
            if values[name]:
                values[name] = loaded(described[name], values[name])
        return record(**values)

    return names, make


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


def next_number(records: Iterable[Any]) -> int:
    """The number of one more record beside these."""
    return max((record.number for record in records), default=0) + 1
