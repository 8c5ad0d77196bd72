"""A table of records as an item model: columns are ``Field`` declarations, rows are ids, lines are read as they come into sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from datong_desktop.domain.fields import NUMERIC, Field, Value, show
from datong_desktop.views import theme

Index = QModelIndex | QPersistentModelIndex
Line = Mapping[str, Value]
BLOCK = 64
"""Lines read at a time: more than a screen shows."""
MOST_KEPT = 4096
LONGEST_TIP = 600

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RecordTable(QAbstractTableModel):
    """``read(ids)`` gives the lines by id. ``faded`` names a field: a record that has it filled is shown in grey."""

    def __init__(self, fields: Sequence[Field], faded: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.fields = tuple(fields)
        self.ids: Sequence[str] = []
        self.sorted_by = ("", False)
        self._faded = faded
        self._read: Callable[[Sequence[str]], Mapping[str, Line]] = lambda _: {}
        self._lines: dict[str, Line] = {}
        self._aligned = [_RIGHT if f.kind in NUMERIC else _LEFT for f in self.fields]

    # -- contents -----------------------------------------------------------------------------------------

    def set_source(self, read: Callable[[Sequence[str]], Mapping[str, Line]], ids: Sequence[str]) -> None:
        """Show the records of another ledger."""
        self._read = read
        self._lines.clear()
        self.set_ids(ids)

    def set_ids(self, ids: Sequence[str]) -> None:
        """Show these records in this order; what has been read of them stays."""
        self.beginResetModel()
        self.ids = ids
        self.endResetModel()

    def forget(self, ids: Iterable[str]) -> None:
        """Read these records anew: they were changed."""
        for one in ids:
            self._lines.pop(one, None)
        if self.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, len(self.fields) - 1))

    def line(self, one: str) -> Line:
        """The line of a record, {} when it is gone."""
        if one not in self._lines:
            self.fetch([one])
        return self._lines[one]

    def fetch(self, ids: Sequence[str]) -> None:
        """Read the lines of these records in one go, as far as they are not at hand."""
        if len(self._lines) > MOST_KEPT:
            self._lines.clear()
        wanted = [one for one in ids if one not in self._lines]
        found = self._read(wanted) if wanted else {}
        self._lines.update((one, found.get(one, {})) for one in wanted)

    def fetch_near(self, row: int) -> None:
        """Read the lines that are seen when this row is, unless it is at hand."""
        if self.ids[row] not in self._lines:
            self.fetch(self.ids[max(0, row - BLOCK // 4) : row + BLOCK])

    def id_at(self, index: Index) -> str:
        """"" for an invalid index."""
        return self.ids[index.row()] if index.isValid() else ""

    def text(self, one: str, field: Field) -> str:
        return show(field, self.line(one).get(field.id))

    # -- what Qt asks -------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.fields)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._aligned[index.column()]
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.ForegroundRole):
            return None
        row = index.row()
        one = self.ids[row]
        if one not in self._lines:
            self.fetch_near(row)
        line = self._lines[one]
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colors().muted if self._faded and line.get(self._faded) else None
        field = self.fields[index.column()]
        text = show(field, line.get(field.id))
        return text[:LONGEST_TIP] if role == Qt.ItemDataRole.ToolTipRole else text.replace("\n", " ")

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        field = self.fields[section]
        if role == Qt.ItemDataRole.DisplayRole:
            column, descending = self.sorted_by
            return field.heading + (" ↓" if descending else " ↑") * (column == field.id)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._aligned[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{field.heading}：点一下排序，再点倒过来，第三下恢复；拖动换位置，右键选择列"
        return None

    def set_sorted_by(self, column: str, descending: bool) -> None:
        """Mark the heading of the column the rows are sorted by."""
        self.sorted_by = (column, descending)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.fields) - 1)
