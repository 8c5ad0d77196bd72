"""The teams of a proposal, an object a row and a type of institution a column, each seat beside today's members."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from datong_desktop.services.team_offer import SAME, Offer, OfferedTeam
from datong_desktop.views import theme
from datong_desktop.views.indicators.block import write_block
from datong_desktop.views.teams import proposal_words as words
from datong_desktop.views.teams.seat_delegate import SeatDelegate

TICK, OBJECT, STATE, FIRST_TYPE = 0, 1, 2, 3
NARROWEST = 56
WIDTHS = {TICK: NARROWEST, OBJECT: 104, STATE: 60}
LINE = 19
"""Pixels a further name in a seat takes."""
HINT = "每格一类机构的成员：＋ 新加入，－ 离队，★ 几名券商专家里的负责人，没有记号的不变。空格勾选或取消一支队"


class ProposalTable(QTableWidget):
    """Signals: ``pointed(OfferedTeam, str type)`` when another seat is the current one ("": the team as a whole),
    ``ticked()`` when another choice of teams is ticked."""

    pointed = Signal(object, str)
    ticked = Signal()

    def __init__(self) -> None:
        super().__init__(0, 0)
        self.setObjectName("proposalTable")
        self.setAccessibleName("组队方案")
        self.setToolTip(HINT)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_COMPACT)
        self._seats = SeatDelegate(self)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(NARROWEST)  # three characters and a sign
        self._teams: tuple[OfferedTeam, ...] = ()
        self._types: tuple[str, ...] = ()
        self.currentCellChanged.connect(lambda *_: self._point())
        self.itemChanged.connect(lambda item: self.ticked.emit() if item.column() == TICK else None)

    def show_offer(self, offer: Offer) -> None:
        """The teams of an offer, those that would change ticked. A type nobody is needed of or sits in has no column."""
        people = {offer.now.candidates[one].type for team in offer.teams for one in (*team.members, *team.before)}
        kinds = [one for one in offer.problem.rules.types if one.needed or one.name in people]
        self._types, self._teams = tuple(one.name for one in kinds), ()
        self.blockSignals(True)
        self.clear()
        self.setColumnCount(FIRST_TYPE + len(kinds))
        self.setHorizontalHeaderLabels(["采纳", "服务对象", "情况", *(one.short for one in kinds)])
        for column in range(self.columnCount()):
            mode = QHeaderView.ResizeMode.Interactive if column in WIDTHS else QHeaderView.ResizeMode.Stretch
            self.horizontalHeader().setSectionResizeMode(column, mode)
            self.setColumnWidth(column, WIDTHS.get(column, NARROWEST))
            if column >= FIRST_TYPE:
                self.setItemDelegateForColumn(column, self._seats)
        self.setRowCount(len(offer.teams))
        for row, team in enumerate(offer.teams):
            self._fill(row, offer, team)
        self._teams = offer.teams
        self.blockSignals(False)
        if self._teams:
            self.setCurrentCell(0, FIRST_TYPE)
        self._point()
        self.ticked.emit()

    def _fill(self, row: int, offer: Offer, team: OfferedTeam) -> None:
        tick, name = QTableWidgetItem(), QTableWidgetItem(team.need.name)
        if team.state == SAME:
            tick.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        else:
            tick.setCheckState(Qt.CheckState.Checked)
        name.setToolTip(team.need.name)
        self.setItem(row, TICK, tick)
        self.setItem(row, OBJECT, name)
        self.setItem(row, STATE, QTableWidgetItem(words.STATE_SIGNS.get(team.state, team.state)))
        for column, kind in enumerate(self._types, FIRST_TYPE):
            item = QTableWidgetItem(words.seat_text(offer, team, kind))
            before = words.of_type(offer, team.before, kind)
            today = "、".join(words.name_of(offer, one) for one in before)
            item.setToolTip(f"{item.text()}\n现在：{today or '没有'}" if item.text() else "")
            if set(before) != set(words.of_type(offer, team.members, kind)):
                item.setForeground(theme.colors().accent)
            self.setItem(row, column, item)
        more = max((words.seat_text(offer, team, kind).count("\n") for kind in self._types), default=0)
        self.setRowHeight(row, theme.ROW_COMPACT + LINE * more)

    @property
    def chosen(self) -> Sequence[str]:
        """Ids of the needs whose teams are ticked."""
        return [
            team.need.id for row, team in enumerate(self._teams)
            if (item := self.item(row, TICK)) is not None and item.checkState() == Qt.CheckState.Checked
        ]  # fmt: skip

    def _point(self) -> None:
        row, place = self.currentRow(), self.currentColumn() - FIRST_TYPE
        if 0 <= row < len(self._teams):
            self.pointed.emit(self._teams[row], self._types[place] if place >= 0 else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._tick({index.row() for index in self.selectedIndexes()} or {self.currentRow()})
        elif event.matches(QKeySequence.StandardKey.Copy):
            rows = sorted({index.row() for index in self.selectedIndexes()})
            QGuiApplication.clipboard().setText(write_block([self._texts(row) for row in rows]))
        else:
            super().keyPressEvent(event)

    def _tick(self, rows: set[int]) -> None:
        """All of these teams, or none when all were."""
        items = [item for row in sorted(rows) if (item := self.item(row, TICK)) and item.flags() & Qt.ItemFlag.ItemIsUserCheckable]
        all_ticked = all(item.checkState() == Qt.CheckState.Checked for item in items)
        for item in items:
            item.setCheckState(Qt.CheckState.Unchecked if all_ticked else Qt.CheckState.Checked)

    def _texts(self, row: int) -> list[str]:
        return [item.text().replace("\n", " ") if (item := self.item(row, column)) else "" for column in range(OBJECT, self.columnCount())]
