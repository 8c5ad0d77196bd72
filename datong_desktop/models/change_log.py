"""What a session is about to change, field by field, read from the ORM: no feature describes its own changes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from datong_desktop.models import registry
from datong_desktop.models.tables import Base, Change, ChangeSet

Key = dict[str, int | str]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one row, or with ``field`` "" the whole of it. ``key`` is the row's natural key as canonical JSON;
    ``old`` and ``new`` are JSON texts, None where the row did not exist before or does not afterwards."""

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
    registry.all_rows()  # they are followed too
    return {
        mapper.local_table.name: mapper.class_  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if mapper.class_ not in (Change, ChangeSet)
    }


def table_name(cls: type[Base]) -> str:
    return str(cls.__table__.name)  # type: ignore[attr-defined]  # its own class of text, which the driver would take long over


def key_names(cls: type[Base]) -> tuple[str, ...]:
    return _names(table_name(cls))[0]


def field_names(cls: type[Base]) -> tuple[str, ...]:
    """What a row holds besides its key, in the order of the table."""
    return _names(table_name(cls))[1]


@cache
def _names(table: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    columns = Base.metadata.tables[table].columns
    return tuple(c.name for c in columns if c.primary_key), tuple(c.name for c in columns if not c.primary_key)


def key_of(row: Base) -> str:
    return encode({name: getattr(row, name) for name in key_names(type(row))})


def whole(values: Mapping[str, object]) -> str:
    """The canonical JSON object of a row's fields, blank ones ("" and NULL) left out."""
    told = {name: value for name, value in values.items() if value is not None and value != ""}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def whole_of(row: Base) -> str:
    """``whole`` of a row as it stands."""
    return whole({name: getattr(row, name) for name in field_names(type(row))})


def blank(cls: type[Base], field: str) -> Any:
    """What a field holds when nothing was ever put into it: "" or NULL."""
    return None if cls.__table__.c[field].nullable else ""


def pending(session: Session) -> Iterator[FieldChange]:
    """The changes the next flush of the session will write."""
    for row in session.new:
        if not isinstance(row, Change | ChangeSet):
            yield from _created(row)
    for row in session.dirty:
        yield from _modified(row)
    for row in session.deleted:
        yield from _deleted(row)


def _created(row: Base) -> Iterator[FieldChange]:
    table, key = table_name(type(row)), key_of(row)
    if row.logged_whole:
        yield FieldChange(table, key, "", None, whole_of(row))
        return
    for field in field_names(type(row)):
        yield FieldChange(table, key, field, None, encode(getattr(row, field)))


def _deleted(row: Base) -> Iterator[FieldChange]:
    table, key = table_name(type(row)), key_of(row)
    if row.logged_whole:
        yield FieldChange(table, key, "", whole({name: _before(row, name) for name in field_names(type(row))}), None)
        return
    for field in field_names(type(row)):
        yield FieldChange(table, key, field, encode(_before(row, field)), None)


def _modified(row: Base) -> Iterator[FieldChange]:
    """Only what was touched is looked at: thousands of rows of forty fields are a matter of a second, not of many."""
    table = table_name(type(row))
    touched = {name for name in inspect(row).committed_state if get_history(row, name).has_changes()}
    if not touched.isdisjoint(key_names(type(row))):
        raise AssertionError(f"the key of a {table} row is its name in the change log and never changes")
    for field in field_names(type(row)):
        if field in touched:
            yield FieldChange(table, key_of(row), field, encode(_before(row, field)), encode(getattr(row, field)))


def _before(row: Base, field: str) -> object:
    """What the database holds: the value before this session touched it."""
    history = get_history(row, field)
    return history.deleted[0] if history.deleted else getattr(row, field)


@dataclass
class RowChange:
    """What a change set did to one row, all its entries together: the fields touched; None where there was no row."""

    row: Key
    old: dict[str, Any] | None
    new: dict[str, Any] | None


def by_row(changes: Iterable[FieldChange]) -> list[RowChange]:
    """The entries of one table, in their order, folded to one change a row."""
    found: dict[str, RowChange] = {}
    for change in changes:
        old, new = _values(change.field, change.old), _values(change.field, change.new)
        row = found.get(change.key)
        if row is None:
            row = found[change.key] = RowChange(change.row, None if old is None else {}, None)
        if row.old is not None and old is not None:
            row.old = old | row.old  # what an earlier entry found is what stood there first
        row.new = None if new is None else (row.new or {}) | new
    return list(found.values())


def _values(field: str, text: str | None) -> dict[str, Any] | None:
    if text is None:
        return None
    value = json.loads(text)
    return {field: value} if field else value
