"""The keying grid: the number pad alone does a year; Excel's keys do the rest."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)

from datong_desktop.views import theme
from datong_desktop.views.indicators.figure_delegate import FigureDelegate
from datong_desktop.views.indicators.grid_blocks import GridBlocks
from datong_desktop.views.indicators.grid_headings import DistrictHeader, IndicatorHeader, name_corner, share_width
from datong_desktop.views.tables.figure_table import FigureTable

Trigger = QAbstractItemView.EditTrigger
Keys = Qt.Key
NAVIGATION = {
    Keys.Key_Left: (0, -1),
    Keys.Key_Right: (0, 1),
    Keys.Key_Up: (-1, 0),
    Keys.Key_Down: (1, 0),
}


class FigureGrid(GridBlocks, QTableView):
    """Signals: ``message(str)`` for the status bar, ``needsHelp(str, str)`` for a refusal with the clipboard text it is
    about ("" when none), ``menuRequested(QPoint)`` in global coordinates."""

    message = Signal(str)
    needsHelp = Signal(str, str)
    menuRequested = Signal(QPoint)
    currentCellChanged = Signal()

    def __init__(self, model: FigureTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("indicatorGrid")
        self.setAccessibleName("指标填报表")
        self.figures = model
        self.direction = "right"
        self.delegate = FigureDelegate(self)
        self.setItemDelegate(self.delegate)
        self.delegate.left.connect(self._leave)
        self.delegate.reasonShown.connect(self._show_reason)
        self._reason = QLabel(self.viewport())
        self._reason.setObjectName("figureReason")
        self._reason.setProperty("reason", True)
        self._reason.setAutoFillBackground(True)
        self._reason.setMargin(6)
        self._reason.hide()
        self.setVerticalHeader(DistrictHeader(model, self))
        self.setHorizontalHeader(IndicatorHeader(self))
        self.setModel(model)
        self.setEditTriggers(Trigger.AnyKeyPressed | Trigger.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        name_corner(self)
        self._fitted, self._fitting = (0, 0), False
        model.modelReset.connect(self._fit_anew)
        self.set_compact(False)

    # -- look ---------------------------------------------------------------------------------------------

    def set_compact(self, compact: bool) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.ROW_COMPACT if compact else theme.ROW)

    def set_show_last_year(self, shown: bool) -> None:
        self.delegate.show_last_year = shown
        self.viewport().update()

    def _fit_anew(self) -> None:
        self._fitted = (0, 0)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Share the width evenly between the columns; never so narrow that a heading is cut."""
        count, room = self.figures.columnCount(), self.viewport().width()
        if not count or self._fitting or (count, room) == self._fitted:
            return
        self._fitted = (count, room)
        self._fitting = True  # a scroll bar that comes and goes with the heading's height must not start it all over
        share_width(self, room)
        self._fitting = False

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.fit_columns()

    # -- moving -------------------------------------------------------------------------------------------

    def go(self, row: int, column: int) -> None:
        """Make a data cell current, within the bounds of the table."""
        row = max(0, min(row, self.figures.data_rows - 1))
        column = max(0, min(column, self.figures.data_columns - 1))
        index = self.figures.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def show_current(self, district: str, indicator: str) -> None:
        """Make a figure current by its names; nothing happens when the scheme has none such."""
        index = self.figures.index_of(district, indicator)
        if index.isValid():
            self.go(index.row(), index.column())

    def go_to(self, district: str, indicator: str) -> None:
        """``show_current``, and the keys go to the grid."""
        self.show_current(district, indicator)
        self.setFocus()

    def step(self, way: str) -> None:
        """Move after a key: ``next``/``back`` follow the keying direction and wrap; the others do as they say."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        if way in ("next", "back"):
            sign = 1 if way == "next" else -1
            way = (
                ("right" if sign > 0 else "left")
                if self.direction == "right"
                else ("wrap down" if sign > 0 else "wrap up")
            )
        rows, columns = self.figures.data_rows, self.figures.data_columns
        if way in ("right", "left"):
            place = row * columns + column + (1 if way == "right" else -1)
            if 0 <= place < rows * columns:
                self.go(*divmod(place, columns))
        elif way in ("wrap down", "wrap up"):
            place = column * rows + row + (1 if way == "wrap down" else -1)
            if 0 <= place < rows * columns:
                self.go(place % rows, place // rows)
        elif way.endswith(("first", "last")):
            last, very = way.endswith("last"), way.startswith("very")
            self.go((rows - 1 if last else 0) if very else row, columns - 1 if last else 0)
        else:
            down, right = {"up": (-1, 0), "down": (1, 0), "stay left": (0, -1), "stay right": (0, 1)}[way]
            self.go(row + down, column + right)

    def _leave(self, way: str) -> None:
        self._show_reason("")
        self.setFocus()
        self.step(way)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return False  # Tab belongs to keying; F6 and Ctrl+Tab leave the grid

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)  # type: ignore[arg-type]
        self._show_reason("")
        self.currentCellChanged.emit()

    # Qt draws the whole view anew whenever the focus comes or goes, and with each figure it goes to the editor and
    # comes back: 108 cells twice a key. Only the current cell looks different.

    def focusInEvent(self, event: QFocusEvent) -> None:
        editable = Qt.ItemFlag.ItemIsEditable in self.figures.flags(self.currentIndex())
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, editable)
        self.update(self.currentIndex())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update(self.currentIndex())

    # -- keys ---------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.figures.data_rows == 0 or not (self._move_key(event) or self._act_key(event)):
            if (
                event.text().isprintable()
                and event.text()
                and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            ):
                super().keyPressEvent(event)  # typing replaces: opens the editor
            else:
                event.ignore()

    def _move_key(self, event: QKeyEvent) -> bool:
        key, m = Keys(event.key()), event.modifiers()
        shift, ctrl = bool(m & Qt.KeyboardModifier.ShiftModifier), bool(m & Qt.KeyboardModifier.ControlModifier)
        alt = bool(m & Qt.KeyboardModifier.AltModifier)
        row, column = self.currentIndex().row(), self.currentIndex().column()
        last_row, last_column = self.figures.data_rows - 1, self.figures.data_columns - 1
        if key in (Keys.Key_Return, Keys.Key_Enter):
            self.step("back" if shift else "next")
        elif key in (Keys.Key_Tab, Keys.Key_Backtab) and not ctrl:
            self.step("left" if shift or key == Keys.Key_Backtab else "right")
        elif key in NAVIGATION:
            down, right = NAVIGATION[key]
            if ctrl and shift:
                self._extend(
                    (0 if down < 0 else last_row) if down else row,
                    (0 if right < 0 else last_column) if right else column,
                )
            elif shift and not self._goes_to_the_end(down, alt):
                self._extend_by(down, right)
            elif ctrl or shift:
                self.go(
                    (0 if down < 0 else last_row) if down else row,
                    (0 if right < 0 else last_column) if right else column,
                )
            elif not alt:
                self.go(row + down, column + right)
            else:
                return False
        elif key == Keys.Key_Home:
            (self._extend if shift else self.go)(0 if ctrl else row, 0)
        elif key == Keys.Key_End:
            (self._extend if shift else self.go)(last_row if ctrl else row, last_column)
        elif key in (Keys.Key_PageUp, Keys.Key_PageDown) and not ctrl:
            page = max(1, self.viewport().height() // max(1, self.rowHeight(0)) - 1)
            self.go(row + (page if key == Keys.Key_PageDown else -page), column)
        else:
            return False
        return True

    def _goes_to_the_end(self, down: int, alt: bool) -> bool:
        """Shift+Down from a single cell is the clerk's way to the last row; within a block it extends like the others."""
        top, left, bottom, right = self.block()
        return down > 0 and not alt and (top, left) == (bottom, right)

    def _act_key(self, event: QKeyEvent) -> bool:
        key = Keys(event.key())
        if key == Keys.Key_F2:
            self.edit_in_place()
        elif key in (Keys.Key_Delete, Keys.Key_Backspace):
            self.clear_cells()
        elif key == Keys.Key_Escape:
            cell = self.figures.cell(self.currentIndex())
            if cell is None or cell not in self.figures.refused:
                return False
            self.figures.drop_refused(cell)
            self._show_reason("")
        else:
            return False
        return True

    def edit(self, index: object, trigger: Trigger = Trigger.AllEditTriggers, event: QEvent | None = None) -> bool:  # type: ignore[override]
        self.delegate.typed_in = trigger == Trigger.AnyKeyPressed
        return bool(super().edit(index, trigger, event))  # type: ignore[call-overload]

    def edit_in_place(self) -> None:
        """F2: edit the text that is there, cursor at its end."""
        self.edit(self.currentIndex())
        editor = self.open_editor()
        if editor is not None:
            editor.deselect()
            editor.end(False)

    def open_editor(self) -> QLineEdit | None:
        """The editor that is open in the grid, if any."""
        editors = cast("list[QLineEdit]", self.viewport().findChildren(QLineEdit, "figureEditor"))
        return next((e for e in editors if e.isVisible()), None)

    def finish_editing(self) -> None:
        """Commit an open editor before the window does something else; a text that is no count stays refused."""
        editor = self.open_editor()
        if editor is not None:
            QGuiApplication.inputMethod().commit()
            self.commitData(editor)
            self.closeEditor(editor, self.delegate.EndEditHint.NoHint)

    def _show_reason(self, reason: str) -> None:
        if not reason:
            if not self._reason.isHidden():
                self._reason.hide()
                self.message.emit("")
            return
        self._reason.show()
        self._reason.setText(f"✕ {reason}")
        self._reason.adjustSize()
        cell = self.visualRect(self.currentIndex())
        x = min(cell.left(), self.viewport().width() - self._reason.width() - 4)
        below = cell.bottom() + 4
        y = (
            below
            if below + self._reason.height() < self.viewport().height()
            else cell.top() - self._reason.height() - 4
        )
        self._reason.move(max(0, x), max(0, y))
        self._reason.raise_()
        self.message.emit(reason)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if self.figures.cell(index) and index not in self.selectedIndexes():
            self.setCurrentIndex(index)
        self.menuRequested.emit(event.globalPos())
