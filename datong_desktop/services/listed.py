"""What a searchable list of records is made of: declared once for each list, as columns, words and filters."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from datong_desktop.domain.fields import Field, Kind, Value, fields_by_id

Line = Mapping[str, Value]
"""What a row of the table shows: value by field id, computed ones included."""
Test = Callable[[Value], bool]
Within = Callable[[Any], ColumnElement[bool]]
"""A condition on a column that names records by id."""
Compute = Callable[[Session, Sequence[Mapping[str, Any]], Within], Mapping[str, Sequence[Value]]]
"""The values of the computed fields by id, for these rows; ``Within`` finds what hangs on them."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing to filter by: the values of ``facet``. ``test`` makes the condition of a chosen key ("" when nothing is
    chosen; None: everything passes). ``choices`` are keys with labels; when None, the keys (``key``) of what is there are
    offered, in the order ``sort`` puts them, under their ``label``."""

    id: str
    facet: str
    everything: str
    test: Callable[[str], Test | None]
    choices: tuple[tuple[str, str], ...] | None = None
    key: Callable[[Value], str] = str
    label: Callable[[str], str] = str
    sort: Callable[[Iterable[str]], list[str]] = sorted


def same(key: str) -> Test | None:
    """The test of a filter whose keys are the values themselves."""
    return (lambda value: value == key) if key else None


@dataclass(frozen=True)
class Listed:
    """What is listed, and how it is searched and filtered.

    ``searched`` fields, stored or computed, hold words of any script, ``latin`` ones letters and digits only; ``shown`` are the
    columns a list begins with, from left to right; ``sorts_like`` names the field a column is sorted by in its place;
    ``first`` is the condition of the unfiltered list.
    """

    record: type
    searched: tuple[str, ...]
    latin: tuple[str, ...]
    facets: tuple[str, ...]
    filters: tuple[Filter, ...]
    shown: tuple[str, ...]
    computed: tuple[Field, ...] = ()
    compute: Compute | None = None
    sorts_like: Mapping[str, str] = field(default_factory=dict)
    first: Callable[[Any], ColumnElement[bool]] | None = None

    @property
    def fields(self) -> Mapping[str, Field]:
        """Every field a column can show, in the order they are offered: ids of other records are nothing to read."""
        computed = {f.id: f for f in self.computed}
        own = {name: f for name, f in fields_by_id(self.record).items() if f.kind is not Kind.REFERENCE}
        return {**own, **computed}


@dataclass(frozen=True)
class Query:
    """What is asked for: words that must all occur, a key for each filter in use, the column to sort by."""

    text: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(searchable(self.text).split())


def searchable(text: str) -> str:
    """A text as it is compared: full-width forms and capitals make no difference."""
    return unicodedata.normalize("NFKC", text).lower()
