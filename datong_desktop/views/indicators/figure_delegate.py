"""Painting and editing one figure cell."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from datong_desktop.domain.counts import BadCount, parse_count
from datong_desktop.views import theme
from datong_desktop.views.tables.figure_cells import CellState, change_text, count_sign
from datong_desktop.views.tables.figure_table import FigureTable
from datong_desktop.views.widgets.fields import normalise_as_typed, set_refused

Index = QModelIndex | QPersistentModelIndex
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
SELECTED = QStyle.StateFlag.State_Selected


class FigureDelegate(QStyledItemDelegate):
    """Emits ``left(str direction)`` when an accepted editor is left by a key, with the direction
    ``right``, ``left``, ``up``, ``down``, ``next``, ``back``, ``first`` or ``last`` (of the row; of all
    after ``very``); ``reasonShown(str)`` when a text was refused ("" when the reason no longer holds)."""

    left = Signal(str)
    reasonShown = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.show_last_year = False
        self._made_fonts: tuple[QFont, QFont, QFont] | None = None
        self.typed_in = False
        """True when the editor was opened by typing: arrow keys, Home and End then leave the cell, as in Excel."""

    # -- painting -----------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        figures: FigureTable = index.model()  # type: ignore[assignment]
        view: QTableView = self.parent()  # type: ignore[assignment]
        state = figures.state(index)
        c, rect = theme.colors(), option.rect  # type: ignore[attr-defined]
        selected = SELECTED in option.state  # type: ignore[attr-defined]
        painter.fillRect(rect, c.header if state.total else c.accent_soft if selected else c.base)
        self._paint_texts(painter, rect.adjusted(theme.GAP, 0, -theme.GAP, 0), state, self._fonts(option.font))  # type: ignore[attr-defined]
        if state.refused:
            painter.setPen(QPen(c.red, 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        if view.currentIndex() == index:
            painter.setPen(QPen(c.accent if view.hasFocus() else c.muted, 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _fonts(self, base: QFont) -> tuple[QFont, QFont, QFont]:
        """Plain, strong and small font; made once, since every cell of every repaint asks for them."""
        if self._made_fonts is None or self._made_fonts[0] != base:
            strong, small = QFont(base), QFont(base)
            strong.setWeight(QFont.Weight.DemiBold)
            small.setPointSizeF(base.pointSizeF() * 0.85)
            self._made_fonts = QFont(base), strong, small
        return self._made_fonts

    def _paint_texts(self, painter: QPainter, rect: QRect, state: CellState, fonts: tuple[QFont, QFont, QFont]) -> None:
        c = theme.colors()
        text, color = self._value_text(state)
        painter.setFont(fonts[1] if state.total else fonts[0])
        painter.setPen(color)
        painter.drawText(rect, RIGHT, text)
        before = self.show_last_year and state.last_year is not None and not state.refused
        signs = self._signs(state)
        if not signs and not before:
            return
        painter.setFont(fonts[2])
        small = painter.fontMetrics()
        room = rect.adjusted(0, 0, -QFontMetrics(fonts[0]).horizontalAdvance(text) - 4, 0)
        for sign, sign_color in signs:
            painter.setPen(sign_color)
            painter.drawText(room, LEFT, sign)
            room.setLeft(room.left() + small.horizontalAdvance(sign) + 4)
        if before:
            painter.setPen(c.muted)
            both = f"{state.last_year}{change_text(state.value, state.last_year)}"
            fits = small.horizontalAdvance(both) <= room.width()
            painter.drawText(room, LEFT, both if fits else str(state.last_year))

    @staticmethod
    def _signs(state: CellState) -> list[tuple[str, QColor]]:
        """What stands at the left of a cell: its own sign, then what the registry counts."""
        c = theme.colors()
        if state.refused:
            return [("✕", c.red)]
        signs = [("▲", c.amber)] if state.warning else [("✎", c.muted)] if state.remark else []
        if state.counted is not None:
            signs.append((count_sign(state), c.amber if state.unexplained else c.muted))
        return signs

    @staticmethod
    def _value_text(state: CellState) -> tuple[str, QColor]:
        c = theme.colors()
        if state.refused:
            return state.refused.text, c.red
        if state.value is None:
            return "–" if state.total else "未报", c.blank
        return str(state.value), c.muted if state.out or state.blank else c.text

    # -- editing ------------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("figureEditor")
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setMaxLength(200)
        editor.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        editor.textEdited.connect(lambda: self._typed(editor))
        return editor

    def _typed(self, editor: QLineEdit) -> None:
        normalise_as_typed(editor)
        if editor.property("refused"):
            set_refused(editor, False)
            self.reasonShown.emit("")

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        if not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        assert isinstance(model, FigureTable)
        model.setData(index, editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, QLineEdit) and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            direction = self._direction(editor, event)
            if direction:
                if self.accept(editor):
                    self.left.emit(direction)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._give_up(editor)
                return True
        return super().eventFilter(editor, event)

    def _direction(self, editor: QLineEdit, event: QKeyEvent) -> str:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self.typed_in and not shift and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return ("very " if ctrl else "") + ("first" if key == Qt.Key.Key_Home else "last")
        if ctrl or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return ""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return "back" if shift else "next"
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return "left" if key == Qt.Key.Key_Backtab or shift else "right"
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return "up" if key == Qt.Key.Key_Up else "down"
        if self.typed_in and not shift and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return "stay left" if key == Qt.Key.Key_Left else "stay right"
        return ""

    def accept(self, editor: QLineEdit) -> bool:
        """Commit and close the editor; a text that is no count keeps it open with its reason. True when closed."""
        QGuiApplication.inputMethod().commit()  # text still in the input method counts as typed
        count = parse_count(editor.text())
        if isinstance(count, BadCount):
            set_refused(editor, True)
            self.reasonShown.emit(f"“{editor.text()}”{count.text}。改好后按回车，或按 Esc 恢复原数。")
            return False
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        return True

    def _give_up(self, editor: QLineEdit) -> None:
        self.reasonShown.emit("")
        view = self.parent()
        model = view.model()  # type: ignore[attr-defined]
        cell = model.cell(view.currentIndex())  # type: ignore[attr-defined]
        if cell is not None:
            model.drop_refused(cell)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
