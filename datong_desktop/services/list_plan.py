"""What importing a list of records would do, row by row: new, changed with old → new, the same, refused and why.

A row is the record of the ledger with its code, else the one with exactly its name where only one has it and their codes do
not differ. A blank cell never erases anything.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from datong_desktop.documents.record_workbook import Column, RecordTable
from datong_desktop.domain.fields import loaded, show
from datong_desktop.domain.problem import Problem
from datong_desktop.domain.record_columns import Target
from datong_desktop.services.column_values import Stored

if TYPE_CHECKING:
    from datong_desktop.services.list_kind import ListKind

__all__ = ["WARNED", "CellChange", "Column", "Held", "ImportPlan", "RecordTable", "RowKind", "RowProblem", "shown"]

WARNED = "请核对"


class RowKind(StrEnum):
    """What happens to a row; the values are what the window says."""

    NEW = "新增"
    CHANGED = "改动"
    SAME = "相同"
    REFUSED = "有误"
    SKIPPED = "略过"


@dataclass(frozen=True, slots=True)
class CellChange:
    """A field of a row's record: what the ledger holds and what it will hold, as stored."""

    target: Target
    old: Stored
    new: Stored

    def shown(self) -> tuple[str, str]:
        """Both as a person reads them."""
        return shown(self.target, self.old), shown(self.target, self.new)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row, or (``warned``) only to be looked at: its place in the list, the column's label."""

    place: int
    label: str
    problem: Problem
    warned: bool = False


@dataclass(frozen=True)
class Held:
    """What the ledger holds: ids by code and by what tells one without a code, codes by id, values by target id and record."""

    by_code: Mapping[str, str] = field(default_factory=dict)
    by_name: Mapping[str, Sequence[str]] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Stored]] = field(default_factory=dict)
    """One without such a record (a fiscal year, a finding) is not in it."""


@dataclass(frozen=True)
class ImportPlan:
    """A list read, matched and checked. ``kinds`` and ``matched`` (ids, "" for none) are by place in the list,
    ``values`` by target id and place; ``seen`` is the newest change set the ledger had."""

    kind: ListKind
    source: str
    table: RecordTable
    kinds: Sequence[RowKind]
    matched: Sequence[str]
    values: Mapping[str, Sequence[Stored]]
    changes: Mapping[int, tuple[CellChange, ...]]
    found: tuple[RowProblem, ...]
    seen: int
    notes: tuple[str, ...] = ()

    def places(self, which: str) -> list[int]:
        """Places in the list, in order: those of a kind; WARNED: to be looked at; "": all that would be stored or are
        wrong."""
        if which == WARNED:
            return [place for place in sorted({found.place for found in self.found if found.warned}) if place >= 0]
        told = {RowKind(which)} if which else {RowKind.NEW, RowKind.CHANGED, RowKind.REFUSED}
        return [place for place, kind in enumerate(self.kinds) if kind in told]

    @cached_property
    def counts(self) -> Counter[RowKind]:
        return Counter(self.kinds)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that forbids the import."""
        return tuple(found.problem for found in self.found if not found.warned)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(found.problem for found in self.found if found.warned)

    @cached_property
    def by_place(self) -> Mapping[int, Sequence[RowProblem]]:
        return _grouped(self.found)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        return tuple(column.target for column in self.table.columns if column.target)

    def row_number(self, place: int) -> int:
        """The row of the sheet."""
        return self.table.first_row + place

    def name(self, place: int) -> str:
        return str(self.values["name"][place]) if "name" in self.values else ""

    def described(self, place: int) -> str:
        """A row on one line: what changes from what to what, what is new, or what is wrong."""
        if place in self.by_place and self.kinds[place] is RowKind.REFUSED:
            return "".join(self._told(found) for found in self.by_place[place] if not found.warned)
        parts = [f"▲ {self._told(found).rstrip('。')}" for found in self.by_place.get(place, ())]
        if self.kinds[place] is RowKind.CHANGED:
            for change in self.changes[place]:
                old, new = change.shown()
                parts.append(f"{change.target.label} {old or '空'} → {new}")
        elif self.kinds[place] is RowKind.NEW:
            cells = ((target, self.values[target.id][place]) for target in self.targets if target.id != "name")
            parts += [f"{target.label} {shown(target, value)}" for target, value in cells if value not in ("", None)]
        return "；".join(parts)

    def _told(self, found: RowProblem) -> str:
        """What is wrong without the row it stands in."""
        return found.problem.text.removeprefix(f"第 {self.row_number(found.place)} 行").lstrip("的：")


def shown(target: Target, value: Stored) -> str:
    return show(target.field, loaded(target.field, value))


def _grouped(found: Iterable[RowProblem]) -> Mapping[int, Sequence[RowProblem]]:
    by_place: dict[int, list[RowProblem]] = defaultdict(list)
    for one in found:
        by_place[one.place].append(one)
    return by_place
