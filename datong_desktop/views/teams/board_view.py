"""The board on the screen: by keys alone, or by dragging experts onto it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from datong_desktop.services.team_board import BoardRow
from datong_desktop.views import theme
from datong_desktop.views.teams.board_table import BEFORE, COVERED, BoardTable

EXPERT_MIME = "application/x-datong-expert"
"""What is dragged: the id of an expert."""
OBJECT, SEAT, END = 128, 86, 108
WIDTHS = {COVERED: 56}


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
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # a member's load stands at the end
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setDropIndicatorShown(False)
        names = self.verticalHeader()
        names.setObjectName("boardObjects")
        names.setAccessibleName("服务对象")
        names.setFixedWidth(OBJECT)
        names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        names.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        names.setTextElideMode(Qt.TextElideMode.ElideRight)
        names.setHighlightSections(False)
        self.set_compact(False)
        self.horizontalHeader().setHighlightSections(False)
        table.modelReset.connect(self._size_columns)

    def set_compact(self, compact: bool) -> None:
        """Rows 24 px high instead of 30."""
        self.verticalHeader().setDefaultSectionSize(theme.ROW_COMPACT if compact else theme.ROW)

    def _size_columns(self) -> None:
        for column in range(self.table.columnCount()):
            last = column == self.table.columnCount() - 1
            self.setColumnWidth(column, WIDTHS.get(column, END if last else SEAT))

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


def dragged(event: QDropEvent) -> str:
    """The id of the expert that is dragged."""
    return bytes(event.mimeData().data(EXPERT_MIME).data()).decode("utf-8")
