"""The rows of a small table of child records as Qt's item views ask for them: shareholders, officers, fiscal years …"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from datong_desktop.domain.fields import NUMERIC, BadText, Field, Value, fields_by_id, fields_of, show
from datong_desktop.views import theme
from datong_desktop.views.widgets.parsed_field import reason_of, understood

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
Place = tuple[int, str]
"""(number or year of the record, field id)."""
REFUSED_ROLE = Role.UserRole + 1
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

Check = Callable[[Sequence[Any]], str]
"""Why these records cannot stand together, "" when they can."""


@dataclasses.dataclass(frozen=True, slots=True)
class Refusal:
    """A text that was typed into a cell and is not stored."""

    text: str
    reason: str


class ChildRows(QAbstractTableModel):
    """One row a record. Signal ``committed(list records)`` when cells got other values.

    ``numbers``: the records there are always (the three fiscal years), by their key; None: as many as there are, with a
    blank row for one more below them. ``make(number)`` gives a blank record.
    """

    committed = Signal(list)

    def __init__(self, record: type, make: Callable[[int], Any], check: Check | None = None) -> None:
        super().__init__()
        self.fields: tuple[Field, ...] = fields_of(record)
        self._make, self._check = make, check
        known = fields_by_id(record)
        self._key = next(f.name for f in dataclasses.fields(record) if f.name in ("year", "number") and f.name not in known)
        self.records: list[Any] = []
        self.fixed: tuple[int, ...] | None = None
        self.writable = True
        self.refused: dict[Place, Refusal] = {}
        self.warnings: dict[Place, str] = {}
        self._under_way: dict[Place, str] = {}

    # -- what is shown ------------------------------------------------------------------------------------

    def show_records(
        self, records: Sequence[Any], warnings: Mapping[Place, str], fixed: tuple[int, ...] | None, *, afresh: bool
    ) -> None:
        """These records; ``afresh`` for those of another enterprise: what was typed for the one before goes."""
        by_number = {self.number_of(one): one for one in records}
        wanted = [by_number.get(number) or self._make(number) for number in fixed] if fixed else list(records)
        if afresh:
            self.refused.clear()
        self.warnings = dict(warnings)
        same_shape = len(wanted) == len(self.records) and self.fixed == fixed
        if not same_shape:
            self.beginResetModel()
        self.records, self.fixed = wanted, fixed
        if not same_shape:
            self.endResetModel()
        elif self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    def number_of(self, record: Any) -> int:
        return int(getattr(record, self._key))

    @property
    def next_number(self) -> int:
        return max(map(self.number_of, self.records), default=0) + 1

    def record_at(self, row: int) -> Any:
        """The record of a row, a blank one for the row of one more."""
        return self.records[row] if row < len(self.records) else self._make(self.next_number)

    def is_blank_row(self, row: int) -> bool:
        """The row for one more, nothing typed into it yet."""
        return row >= len(self.records) and not any(number == self.next_number for number, _ in self.refused)

    def place(self, index: Index) -> Place:
        return self.number_of(self.record_at(index.row())), self.fields[index.column()].id

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if parent.isValid():
            return 0
        return len(self.records) + (1 if self.fixed is None and self.writable else 0)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.fields)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            field = self.fields[section]
            return field.heading if role == Role.DisplayRole else field.hint if role == Role.ToolTipRole else None
        if role != Role.DisplayRole:
            return None
        if self._key == "year":
            return f"{self.number_of(self.record_at(section))}年"
        return str(section + 1) if section < len(self.records) else "＋"

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.writable else flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        field, place = self.fields[index.column()], self.place(index)
        refusal, warning = self.refused.get(place), self.warnings.get(place, "")
        if role in (Role.DisplayRole, Role.EditRole, Role.AccessibleTextRole):
            text = refusal.text if refusal else show(field, getattr(self.record_at(index.row()), field.id))
            sign = "✕ " if refusal else "▲ " if warning else ""
            return text if role == Role.EditRole else f"{sign}{text}"
        if role == Role.ToolTipRole:
            return refusal.reason if refusal else warning or None
        if role == Role.TextAlignmentRole:
            return RIGHT if field.kind in NUMERIC else LEFT
        if role == Role.ForegroundRole:
            return theme.colors().red if refusal else theme.colors().amber if warning else None
        return refusal is not None if role == REFUSED_ROLE else None

    # -- writing ------------------------------------------------------------------------------------------

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """A typed text. One that is no value stays in its cell with its reason."""
        return role == Role.EditRole and self.put(index.row(), index.column(), [[str(value)]])

    def put(self, top: int, left: int, texts: Sequence[Sequence[str]]) -> bool:
        """Texts into a block of cells as one step; True when all of them are stored."""
        typed: dict[Place, str] = {}
        changed: dict[int, Any] = {}
        free = self.next_number
        for row, line in enumerate(texts, top):
            record = self.records[row] if row < len(self.records) else self._make(free + row - len(self.records))
            number = self.number_of(record)
            values: dict[str, Value] = {}
            for field, text in zip(self.fields[left:], line, strict=False):
                typed[number, field.id] = text
                found = self._read(field, number, text)
                if not isinstance(found, BadText) and found != getattr(record, field.id):
                    values[field.id] = found
            if values:
                changed[number] = dataclasses.replace(record, **values)
        if changed:
            self._commit(changed, typed)
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        return not any(place in self.refused for place in typed)

    def _read(self, field: Field, number: int, text: str) -> Value | BadText:
        found = understood(field, text)
        if isinstance(found, BadText):
            self.refused[number, field.id] = Refusal(text, reason_of(field, text, found))
        else:
            self.refused.pop((number, field.id), None)
        return found

    def _commit(self, changed: dict[int, Any], typed: dict[Place, str]) -> None:
        self._under_way = {(number, name): text for (number, name), text in typed.items() if number in changed}
        there = {self.number_of(one): one for one in self.records} | changed
        if self._check and (reason := self._check(list(there.values()))):
            self.refuse(reason)
        else:
            self.committed.emit(list(changed.values()))

    def refuse(self, reason: str) -> None:
        """From within ``committed``: it could not be stored. What was typed stays."""
        for place, text in self._under_way.items():
            if text.strip():
                self.refused[place] = Refusal(text, reason)

    def give_up(self, index: Index) -> None:
        """Forget a refused text."""
        if self.refused.pop(self.place(index), None):
            self.dataChanged.emit(index, index)


