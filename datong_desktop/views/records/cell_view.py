"""The cells of a small table, keyed as in Excel: type to replace, Enter and Tab move, paste from a sheet."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from datong_desktop.domain.fields import Kind
from datong_desktop.views import theme
from datong_desktop.views.indicators.block import read_block, write_block
from datong_desktop.views.records.child_rows import REFUSED_ROLE, ChildRows
from datong_desktop.views.records.editors import make_editor
from datong_desktop.views.widgets.parsed_field import ParsedField

Index = QModelIndex | QPersistentModelIndex
MOST_ROWS = 12
"""More rows than these scroll."""
WIDTHS = {Kind.MONEY: 112, Kind.SHARE: 88, Kind.DATE: 112, Kind.CHOICE: 112, Kind.LONG: 200, Kind.TEXT: 136}


class CellDelegate(QStyledItemDelegate):
    """Signal ``left(int way, bool over)``: an editor was left by a key to the next (+1) or previous (-1) cell; ``over``:
    to the row below or above instead."""

    left = Signal(int, bool)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model: ChildRows = index.model()  # type: ignore[assignment]
        field = model.fields[index.column()]
        editor = make_editor(field) if field.kind is not Kind.LONG else ParsedField(field)
        editor.setParent(parent)
        editor.setObjectName("cellEditor")
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, ParsedField) and not editor.isModified():
            editor.show_stored(str(index.data(Qt.ItemDataRole.EditRole)), afresh=True)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, ParsedField):
            editor.take_all()
            model.setData(index, editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, ParsedField) and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if editor.list_is_open and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Escape):
                return False
            if way := way_of(event):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                self.left.emit(*way)
                return True
        return super().eventFilter(editor, event)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        view: QTableView = self.parent()  # type: ignore[assignment]
        c, current = theme.colors(), view.hasFocus() and view.currentIndex() == index
        if current or index.data(REFUSED_ROLE):
            painter.setPen(QPen(c.accent if current else c.red, 2))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))  # type: ignore[attr-defined]


def way_of(event: QKeyEvent) -> tuple[int, bool] | None:
    """Where a key leads from a cell: (+1 or -1, whether to another row)."""
    key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
        return None
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        return (-1 if shift or key == Qt.Key.Key_Backtab else 1), False
    return {Qt.Key.Key_Up: (-1, True), Qt.Key.Key_Down: (1, True)}.get(Qt.Key(key))


class CellView(QTableView):
    """Signals: ``stepped(int)`` when the keys go out of the table, ``removeAsked(int row)``, ``message(str)``."""

    stepped = Signal(int)
    removeAsked = Signal(int)
    message = Signal(str)
    entered_ = Signal()

    def __init__(self, rows: ChildRows) -> None:
        super().__init__()
        self.rows = rows
        self.setModel(rows)
        delegate = CellDelegate(self)
        delegate.left.connect(self._go)
        self.setItemDelegate(delegate)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.verticalHeader().setDefaultSectionSize(theme.ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self._set_widths()
        rows.modelReset.connect(self.fit)
        self.fit()

    def _set_widths(self) -> None:
        """Headings are read whole; texts share what room is left, figures do where there is no text."""
        worded = [n for n, field in enumerate(self.rows.fields) if field.kind in (Kind.TEXT, Kind.LONG)]
        for column, field in enumerate(self.rows.fields):
            heading = self.fontMetrics().horizontalAdvance(field.heading) + 2 * theme.GAP
            self.setColumnWidth(column, max(heading, WIDTHS.get(field.kind, 112)))
            if column in worded or not worded:
                self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def open_editor(self) -> QWidget | None:
        """The editor of the current cell while it is open; a closed one lives until it is deleted."""
        found = cast("list[QWidget]", self.findChildren(QWidget, "cellEditor"))
        return next((one for one in found if one.isVisible()), None)

    def fit(self) -> None:
        """As high as its rows."""
        shown = max(1, min(MOST_ROWS, self.rows.rowCount()))
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + shown * theme.ROW + 4)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.BacktabFocusReason:
            self._to(self.rows.rowCount() - 1, 0)
        elif event.reason() == Qt.FocusReason.TabFocusReason or not self.currentIndex().isValid():
            self._to(0, 0)
        self.entered_.emit()

    def _to(self, row: int, column: int) -> None:
        self.setCurrentIndex(self.rows.index(row, column))

    def _go(self, way: int, over: bool) -> None:
        """To another cell, or out of the table at its ends and from the blank row."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # a new row takes the editor away, and the keys with it
        at = self.currentIndex()
        width, height = self.rows.columnCount(), self.rows.rowCount()
        if over:
            row, column = at.row() + way, at.column()
        else:
            row, column = divmod(at.row() * width + at.column() + way, width)
        leaving = way > 0 and not over and self.rows.is_blank_row(at.row())
        if leaving or not 0 <= row < height:
            self.stepped.emit(way)
        else:
            self._to(row, column)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What the input method commits without composing opens the editor too; Qt drops the text itself."""
        composing = self.open_editor() is not None
        super().inputMethodEvent(event)
        editor = self.open_editor()
        if not composing and event.commitString() and isinstance(editor, ParsedField) and not editor.isModified():
            editor.selectAll()
            editor.insert(event.commitString())
            editor.setModified(True)

    def event(self, event: QEvent) -> bool:
        tab = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if tab and event.type() == QEvent.Type.KeyPress and (way := way_of(event)):  # type: ignore[arg-type]
            self._go(*way)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys, row = QKeySequence.StandardKey, self.currentIndex().row()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(keys.Copy):
            self.copy()
        elif event.matches(keys.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete and control:
            self.removeAsked.emit(row)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_cells()
        elif event.key() == Qt.Key.Key_Escape and self.rows.place(self.currentIndex()) in self.rows.refused:
            self.rows.give_up(self.currentIndex())
        elif event.key() == Qt.Key.Key_F4:
            self.edit(self.currentIndex())
        elif way := way_of(event):
            self._go(*way)
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Escape):
            event.ignore()  # the form turns
        else:
            super().keyPressEvent(event)

    # -- blocks -------------------------------------------------------------------------------------------

    def _block(self) -> tuple[int, int, int, int]:
        chosen = self.selectedIndexes() or [self.currentIndex()]
        rows, columns = [i.row() for i in chosen], [i.column() for i in chosen]
        return min(rows), min(columns), max(rows), max(columns)

    def copy(self) -> None:
        """The chosen cells as tab-separated text."""
        top, left, bottom, right = self._block()
        edit = Qt.ItemDataRole.EditRole
        lines = [[str(self.rows.index(r, c).data(edit)) for c in range(left, right + 1)] for r in range(top, bottom + 1)]
        QGuiApplication.clipboard().setText(write_block(lines))

    def paste(self) -> None:
        """Tab-separated text from a sheet, from the current cell on, as one step; what is no value stays red."""
        if not self.rows.writable:
            return
        try:
            lines = read_block(QGuiApplication.clipboard().text())
        except ValueError as error:
            self.message.emit(str(error))
            return
        top, left, *_ = self._block()
        room = self.rows.columnCount() - left
        if len(lines[0]) > room or (self.rows.fixed and top + len(lines) > len(self.rows.fixed)):
            size = f"{len(lines)} 行 {len(lines[0])} 列"
            self.message.emit(f"没有粘贴：剪贴板里有 {size}，从这一格起放不下。请换一个起点。")
            return
        if not self.rows.put(top, left, lines):
            self.message.emit("粘贴的内容里有不能保存的，留在红框里，请改好")

    def clear_cells(self) -> None:
        """Blank the chosen cells."""
        top, left, bottom, right = self._block()
        bottom = min(bottom, len(self.rows.records) - 1)
        if self.rows.writable and bottom >= top:
            self.rows.put(top, left, [[""] * (right - left + 1)] * (bottom - top + 1))
