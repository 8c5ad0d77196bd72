"""What a session is about to change, field by field, read from the ORM: no feature describes its own changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from datong_desktop.models.tables import Base, Change, ChangeSet

Key = dict[str, int | str]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one row. ``key`` is the row's natural key as canonical JSON; ``old`` and ``new`` are JSON texts,
    None where the row did not exist before or does not afterwards."""

    table: str
    key: str
    field: str
    old: str | None
    new: str | None

    @property
    def row(self) -> Key:
        found: Key = json.loads(self.key)
        return found


def encode(value: object) -> str:
    """Canonical JSON: the same value is always the same text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def decode(text: str | None) -> Any:
    """The value of a JSON text; None for None (no row) as for null (blank)."""
    return None if text is None else json.loads(text)


@cache
def classes() -> dict[str, type[Base]]:
    """The followed classes by table name."""
    return {
        mapper.local_table.name: mapper.class_  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if mapper.class_ not in (Change, ChangeSet)
    }


def key_names(cls: type[Base]) -> tuple[str, ...]:
    return _names(cls.__tablename__)[0]


def field_names(cls: type[Base]) -> tuple[str, ...]:
    """What a row holds besides its key, in the order of the table."""
    return _names(cls.__tablename__)[1]


@cache
def _names(table: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    columns = Base.metadata.tables[table].columns
    return tuple(c.name for c in columns if c.primary_key), tuple(c.name for c in columns if not c.primary_key)


def key_of(row: Base) -> str:
    return encode({name: getattr(row, name) for name in key_names(type(row))})


def pending(session: Session) -> Iterator[FieldChange]:
    """The changes the next flush of the session will write."""
    for row in session.new:
        if not isinstance(row, Change | ChangeSet):
            for field in field_names(type(row)):
                yield FieldChange(row.__tablename__, key_of(row), field, None, encode(getattr(row, field)))
    for row in session.dirty:
        if session.is_modified(row):
            yield from _modified(row)
    for row in session.deleted:
        for field in field_names(type(row)):
            yield FieldChange(row.__tablename__, key_of(row), field, encode(_before(row, field)), None)


def _modified(row: Base) -> Iterator[FieldChange]:
    if any(inspect(row).attrs[name].history.has_changes() for name in key_names(type(row))):
        raise AssertionError(f"the key of a {row.__tablename__} row is its name in the change log and never changes")
    for field in field_names(type(row)):
        if inspect(row).attrs[field].history.has_changes():
            yield FieldChange(row.__tablename__, key_of(row), field, encode(_before(row, field)), encode(getattr(row, field)))


def _before(row: Base, field: str) -> object:
    """What the database holds: the value before this session touched it."""
    history = inspect(row).attrs[field].history
    return history.deleted[0] if history.deleted else getattr(row, field)
