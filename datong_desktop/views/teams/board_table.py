"""The board of teams as an item model: a row for each object of service, a column for each type of institution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from datong_desktop.domain.expert_rules import ExpertRules, InstitutionType
from datong_desktop.services.team_board import BoardRow, Seated
from datong_desktop.views import theme
from datong_desktop.views.teams.seat_delegate import NAMES

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
COVERED = 0
BEFORE = 1
"""Columns before those of the types; 有效期 follows them. The object is the heading of the row: it stays in sight."""
LEADER, MISSING, TROUBLE, COMING, KEPT = "★", "✕ 缺", "▲", "＋", "✓"


class BoardTable(QAbstractTableModel):
    """``show_rows`` with the board; ``preview`` shows one row as it would be, until it is taken back."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[BoardRow] = ()
        self.types: tuple[InstitutionType, ...] = ()
        self._source = ""
        self._previewed: tuple[int, BoardRow] | None = None

    def show_rows(self, rows: Sequence[BoardRow], rules: ExpertRules) -> None:
        """Another state of the board: as many rows as before are painted anew, the cursor stays."""
        same = [one.target for one in rows] == [one.target for one in self.rows] and self.types == rules.types
        if not same:
            self.beginResetModel()
        self.rows, self.types, self._source, self._previewed = tuple(rows), rules.types, rules.team_source, None
        if not same:
            self.endResetModel()
        elif self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, self.columnCount() - 1))

    def clear(self) -> None:
        """No ledger, no board."""
        self.beginResetModel()
        self.rows, self._previewed = (), None
        self.endResetModel()

    def preview(self, row: int, after: BoardRow | None) -> None:
        """A row as it would be with an expert who is dragged over it; None: as it is."""
        before = self._previewed
        self._previewed = None if after is None else (row, after)
        for place in {row, *([before[0]] if before else [])}:
            if 0 <= place < len(self.rows):
                self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))

    @property
    def previewing(self) -> bool:
        """Whether somebody is dragged over a row: nothing moves meanwhile."""
        return self._previewed is not None

    def shown(self, row: int) -> BoardRow:
        """What stands in a row now, the preview of it included."""
        return self._previewed[1] if self._previewed and self._previewed[0] == row else self.rows[row]

    def kind(self, column: int) -> InstitutionType | None:
        """The type of a column, None for the others."""
        place = column - BEFORE
        return self.types[place] if 0 <= place < len(self.types) else None

    # -- what Qt asks -------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else BEFORE + len(self.types) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role not in (Role.DisplayRole, Role.ToolTipRole):
            return None
        if orientation is not Qt.Orientation.Horizontal:
            one = self.rows[section]
            urgent = f" {one.urgency}" if one.urgency not in ("", "一般") else ""
            return f"{one.name}{urgent}" if role == Role.DisplayRole else f"{one.name}{urgent}\n{one.team_name or '还没有服务队'}"
        kind = self.kind(section)
        if kind:
            needed = f"每支服务队都要有（{self._source}）" if kind.needed else f"对象需要{'、'.join(kind.fields)}时才要有"
            return kind.short if role == Role.DisplayRole else f"{kind.name}：{needed}"
        text, tip = ("齐全", "七类机构有几类、是否合全部要求") if section == COVERED else ("有效期止", "服务队有效到哪一天")
        return text if role == Role.DisplayRole else tip

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if role not in (Role.DisplayRole, Role.ToolTipRole, Role.ForegroundRole, Role.AccessibleTextRole, NAMES):
            return None
        one, column = self.shown(index.row()), index.column()
        kind = self.kind(column)
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return self._text(one, column)
        if role == Role.ForegroundRole:
            return self._color(one, column)
        people = one.at(kind.name) if kind else ()
        if role == NAMES:
            return "、".join(map(_called, people))
        if people:
            return "\n".join(f"{member.name} {member.load}{f'：{member.trouble}' if member.trouble else ''}" for member in people)
        if kind and kind.short in one.missing:
            return f"没有{kind.name}的专家。按 Insert 或回车从右边选一名"
        return "\n".join(reason for rule in one.rules for reason in rule.reasons) or one.team_name or "还没有服务队"

    def _text(self, one: BoardRow, column: int) -> str:
        if column == COVERED:
            if not one.seated and not one.team:
                return "– 未组"
            sign = KEPT if not one.missing and (one.sound or not one.team) else "✕"
            return f"{sign} {one.covered}/{one.types}"
        kind = self.kind(column)
        if kind is None:
            return f"{'▲ ' if one.ending else ''}{one.valid_to}" if one.valid_to else ""
        people = one.at(kind.name)
        if people:
            return "、".join(map(_member, people))
        return MISSING if kind.short in one.missing and (one.team or one.seated) else ""

    def _color(self, one: BoardRow, column: int) -> Any:
        c = theme.colors()
        if column == COVERED:
            return c.blank if not one.team and not one.seated else c.green if self._text(one, column).startswith(KEPT) else c.red
        kind = self.kind(column)
        if kind is None:
            return c.amber if one.ending else None
        people = one.at(kind.name)
        if any(member.trouble for member in people):
            return c.red
        if any(member.coming for member in people):
            return c.green
        return c.red if not people and kind.short in one.missing else None


def _member(one: Seated) -> str:
    return f"{_called(one)} {one.load}"


def _called(one: Seated) -> str:
    sign = (COMING if one.coming else "") + (TROUBLE if one.trouble else "") + (LEADER if one.leader else "")
    return f"{sign}{one.name}"
