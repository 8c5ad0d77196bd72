"""The rows of an import as a table: a hundred thousand are shown as quickly as ten, each worked out when it is seen."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from datong_desktop.services.list_plan import ImportPlan, RowKind

COLUMNS = ("行", "情况", "", "内容")
"""The third is headed by what the records are called."""
SIGNS = {RowKind.NEW: "● 新增", RowKind.CHANGED: "● 改动", RowKind.SAME: "相同", RowKind.REFUSED: "✕ 有误", RowKind.SKIPPED: "略过"}
Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()


class PlanTable(QAbstractTableModel):
    """Some places of a plan, or, before them, what is wrong with the list as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self._plan: ImportPlan | None = None
        self._places: Sequence[int] = ()

    def show_plan(self, plan: ImportPlan, which: str) -> None:
        self.beginResetModel()
        self._plan = plan
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self._places = [*([-1] if not which and -1 in plan.by_place else []), *plan.places(which)]
        self.endResetModel()

    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._places)

    def columnCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return COLUMNS[section] or (self._plan.kind.columns.noun if self._plan else "")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.row(index.row())[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<qt>{html.escape(self.row(index.row())[index.column()])}</qt>"  # never taken for markup
        return None

    def row(self, number: int) -> tuple[str, str, str, str]:
        """The texts of a row."""
        plan, place = self._plan, self._places[number]
        assert plan is not None
        if place < 0:
            return "", SIGNS[RowKind.REFUSED], "", "；".join(found.problem.text for found in plan.by_place[place])
        return str(plan.row_number(place)), SIGNS[plan.kinds[place]], plan.name(place), plan.described(place)
