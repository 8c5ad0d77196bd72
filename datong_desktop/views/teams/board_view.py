"""The board on the screen: by keys alone, or by dragging experts onto it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from datong_desktop.services.team_board import BoardRow
from datong_desktop.views import theme
from datong_desktop.views.teams.board_table import BEFORE, BoardTable
from datong_desktop.views.teams.seat_delegate import NAMES, SeatDelegate

EXPERT_MIME = "application/x-datong-expert"
"""What is dragged: the id of an expert."""
OBJECT = (112, 184)
"""The least and the most room of the names of objects."""
PADDING = 10
SEAT = 100
"""The most room of the members of a seat; of several in one the tool tip tells all."""


class BoardView(QTableView):
    """Signals: ``currentChanged_(int row, int column)``, ``chooseAsked()`` for somebody to add, ``leaveAsked()``,
    ``menuAsked(QPoint)`` in global coordinates, ``dropped(int row, str expert)``. ``preview(row, expert)`` gives the row as it
    would be while an expert is dragged over it."""

    currentChanged_ = Signal(int, int)
    chooseAsked = Signal()
    leaveAsked = Signal()
    menuAsked = Signal(QPoint)
    dropped = Signal(int, str)

    def __init__(self, table: BoardTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("teamBoard")
        self.setAccessibleName("服务队")
        self.table = table
        self.preview: Callable[[int, str], BoardRow] = lambda row, _: table.rows[row]
        self.setModel(table)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setItemDelegate(SeatDelegate(self))
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setDropIndicatorShown(False)
        names = self.verticalHeader()
        names.setObjectName("boardObjects")
        names.setAccessibleName("服务对象")
        names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        names.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        names.setTextElideMode(Qt.TextElideMode.ElideRight)
        names.setHighlightSections(False)
        self.set_compact(False)
        self.horizontalHeader().setHighlightSections(False)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(24)
        table.modelReset.connect(self._share_room)
        table.dataChanged.connect(lambda *_: None if table.previewing else self._share_room())

    def set_compact(self, compact: bool) -> None:
        """Rows 24 px high instead of 30."""
        self.verticalHeader().setDefaultSectionSize(theme.ROW_COMPACT if compact else theme.ROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """All types stay in sight where that is possible: names of members come before those of objects, loads after them."""
        columns = range(self.table.columnCount())
        least = [self._room([self._heading(column), *self._texts(column, Qt.ItemDataRole.DisplayRole, seats=False)]) for column in columns]
        names = [min(SEAT, self._room(self._texts(column, NAMES))) for column in columns]
        bar = self.verticalScrollBar()
        room = self.width() - 2 * self.frameWidth() - (bar.width() if bar.isVisible() else 0)
        longest = self._room(self._heading(row, Qt.Orientation.Vertical) for row in range(self.table.rowCount())) + theme.MARGIN
        wanted = sum(map(max, least, names))
        self.verticalHeader().setFixedWidth(max(OBJECT[0], min(room - wanted, longest, OBJECT[1])))
        fixed = sum(least[column] for column in columns if not self.table.kind(column))
        seats = level([least[column] for column in columns if self.table.kind(column)], room - self.verticalHeader().width() - fixed)
        for column in columns:
            self.setColumnWidth(column, max(least[column], seats) if self.table.kind(column) else least[column])

    def _heading(self, section: int, orientation: Qt.Orientation = Qt.Orientation.Horizontal) -> str:
        return str(self.table.headerData(section, orientation))

    def _texts(self, column: int, role: int, *, seats: bool = True) -> Iterator[str]:
        """What stands in a column; nothing of a seat where only the others are asked for."""
        if seats or not self.table.kind(column):
            yield from (str(self.table.index(row, column).data(role) or "") for row in range(self.table.rowCount()))

    def _room(self, texts: Iterable[str]) -> int:
        return max(map(self.fontMetrics().horizontalAdvance, texts), default=0) + PADDING

    def go_to(self, row: int, column: int = BEFORE) -> None:
        """Make a cell current."""
        if 0 <= row < self.table.rowCount():
            self.setCurrentIndex(self.table.index(row, column))

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.currentChanged_.emit(current.row(), current.column())

    # -- keys ---------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Insert, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chooseAsked.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.leaveAsked.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        cell = self.visualRect(self.currentIndex()).center()
        self.menuAsked.emit(event.globalPos() if by_mouse else self.viewport().mapToGlobal(cell))

    # -- dragging -----------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(EXPERT_MIME):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The row under the pointer shows itself with the expert; where he cannot come the sign of refusal is shown."""
        row = self.indexAt(event.position().toPoint()).row()
        if row < 0:
            self.table.preview(-1, None)
            event.ignore()
            return
        after = self.preview(row, dragged(event))
        self.table.preview(row, after)
        if any(one.coming and one.trouble for one in after.seated):
            event.ignore()
        else:
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.table.preview(-1, None)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        row = self.indexAt(event.position().toPoint()).row()
        self.table.preview(-1, None)
        if row >= 0:
            event.acceptProposedAction()
            self.dropped.emit(row, dragged(event))


def level(least: Sequence[int], room: int) -> int:
    """The width that columns have alike in a room, those apart that need more."""
    widest = max(0, room) // max(1, len(least))
    return next((width for width in range(widest, 0, -1) if sum(max(width, one) for one in least) <= room), 0)


def dragged(event: QDropEvent) -> str:
    """The id of the expert that is dragged."""
    return bytes(event.mimeData().data(EXPERT_MIME).data()).decode("utf-8")
