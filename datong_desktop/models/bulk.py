"""Many rows of a class that is logged whole at once, past the ORM: tuples for the driver, texts for the change log.

A hundred thousand rows of thirty fields are three million values: they are handled column by column.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from datong_desktop.models.change_log import blank, encode, field_names, key_names, table_name
from datong_desktop.models.tables import Base

LOT = 2_000
"""Rows between two looks whether to stop: some tens of milliseconds."""
AT_ONCE = 50
"""Rows of one statement: a quarter quicker than one by one. SQLite takes 32 766 values."""
CACHE = -65_536
"""KiB of pages held while many rows are written: with SQLite's usual 2 MB each index page is written over and over."""
LOG = ("id", "change_set", "table_name", "row_key", "field", "old", "new")
Columns = Mapping[str, Sequence[Any]]
"""Values as stored by field, all of one length."""
_text: Callable[[str], str] = json.encoder.encode_basestring


@dataclass(frozen=True)
class Act:
    """Rows added to a table, or removed by their keys; ``names`` are the columns of ``rows``."""

    table: str
    names: Sequence[str]
    rows: Sequence[tuple[Any, ...]]
    adds: bool = True

    def do(self, raw: sqlite3.Connection, part: slice) -> None:
        """Does it with some of the rows."""
        if self.adds:
            add(raw, self.table, self.names, self.rows[part])
        else:
            where = " AND ".join(f'"{name}" = ?' for name in self.names)
            raw.executemany(f'DELETE FROM "{self.table}" WHERE {where}', self.rows[part])


@contextlib.contextmanager
def roomy(raw: sqlite3.Connection) -> Iterator[None]:
    """While it lasts SQLite holds more pages in memory."""
    (usual,) = raw.execute("PRAGMA cache_size").fetchone()
    raw.execute(f"PRAGMA cache_size={CACHE:d}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA cache_size={usual:d}")


def add(raw: sqlite3.Connection, table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Adds rows, many with each statement."""
    listed = ", ".join(f'"{name}"' for name in names)
    one = f"({', '.join('?' * len(names))})"
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        statement = f'INSERT INTO "{table}" ({listed}) VALUES {", ".join([one] * len(some))}'
        raw.execute(statement, list(chain.from_iterable(some)))


def insertion(cls: type[Base], columns: Columns) -> Act:
    """Adds these rows; fields without a column are blank."""
    length = len(columns[key_names(cls)[0]])
    names = (*key_names(cls), *field_names(cls))
    held = [columns[name] if name in columns else [blank(cls, name)] * length for name in names]
    return Act(table_name(cls), names, list(zip(*held, strict=True)))


def deletion(cls: type[Base], keys: Sequence[str]) -> Act:
    """Removes the rows of these keys."""
    names = key_names(cls)
    rows = [tuple(key[name] for name in names) for key in map(json.loads, keys)]
    return Act(table_name(cls), names, rows, adds=False)


def texts(cls: type[Base], columns: Columns) -> tuple[list[str], list[str]]:
    """Key and whole of each row as ``change_log`` writes them."""
    keys = key_names(cls)
    told = [_fragments(name, columns[name], always=True) for name in keys]
    fields = [_fragments(name, columns[name]) for name in sorted(columns) if name not in keys]
    length = len(columns[keys[0]])
    return _joined(told, length), _joined(fields, length)


def _joined(fragments: Sequence[tuple[str, Sequence[Any]]], length: int) -> list[str]:
    """The JSON object of each row. A template and values by the row: formatting is the quickest way to join."""
    if not fragments:
        return ["{}"] * length
    template = "".join(part for part, _ in fragments)
    rows = map(template.__mod__, zip(*(values for _, values in fragments), strict=True))
    return [f"{{{row[1:]}}}" for row in rows]


def _fragments(name: str, values: Sequence[Any], always: bool = False) -> tuple[str, Sequence[Any]]:
    """What a column adds to the template, and what goes into it: ',"name":"%s"' and texts that need no escape; ',"name":%d'
    and integers; else '%s' and whole fragments, "" for a blank value."""
    head = f",{encode(name)}:"
    kinds = set(map(type, values))
    if kinds == {str} and (always or "" not in values) and _is_plain("".join(values)):
        return f'{head}"%s"', values
    if kinds == {int}:
        return f"{head}%d", values
    return "%s", list(map(_Fragments(head, always).__getitem__, values))


def _is_plain(text: str) -> bool:
    """Whether JSON writes a text as it stands."""
    return text.isprintable() and '"' not in text and "\\" not in text


class _Fragments(dict[Any, str]):
    """Each different value of a column is written once."""

    def __init__(self, head: str, always: bool) -> None:
        super().__init__()
        self._head = head
        if not always:
            self[""] = self[None] = ""

    def __missing__(self, value: Any) -> str:
        found = self[value] = f"{self._head}{_text(value) if type(value) is str else encode(value)}"
        return found


def columns(cls: type[Base], keys: Sequence[str], wholes: Sequence[str]) -> Columns:
    """The columns of rows given as the change log holds them."""
    rows = [json.loads(key) | json.loads(whole) for key, whole in zip(keys, wholes, strict=True)]
    return {name: [row.get(name, blank(cls, name)) for row in rows] for name in (*key_names(cls), *field_names(cls))}
