"""The list below a field: what the typed text may become. The keys stay in the field."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

MOST_SHOWN = 12
NARROWEST, WIDEST = 160, 640


class ChoiceList(QListWidget):
    """Signal ``chosen(str value)`` after a click. It is a window of its own, so that no dialog is too small for it."""

    chosen = Signal(str)

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setObjectName("choiceList")
        self.setAccessibleName(f"{field.accessibleName()} 可选项")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._field = field
        self.itemClicked.connect(lambda item: self.chosen.emit(item.data(Qt.ItemDataRole.UserRole)))

    def offer(self, rows: Sequence[tuple[str, str]], marked: str = "") -> None:
        """Show these (value, text) below the field, ``marked`` being the chosen one."""
        self.clear()
        for value, text in rows:
            item = QListWidgetItem(text, self)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setToolTip(text)
            if value == marked:
                self.setCurrentItem(item)
        if not rows:
            self.hide()
            return
        self._fit()
        self.show()
        self.raise_()

    def _fit(self) -> None:
        row = max(self.sizeHintForRow(0), 24)
        width = max(self._field.width(), min(WIDEST, self.sizeHintForColumn(0) + 40), NARROWEST)
        height = row * min(self.count(), MOST_SHOWN) + 2
        at = self._field.mapToGlobal(QPoint(0, self._field.height() + 2))
        room = self._field.screen().availableGeometry()
        above, below = at.y() - self._field.height() - 4 - room.top(), room.bottom() - at.y()
        self.resize(width, min(height, max(above, below)))
        if height > below and above > below:
            at.setY(room.top() + above - self.height())
        at.setX(max(room.left(), min(at.x(), room.right() - width)))
        self.move(at)

    def current(self) -> str:
        """The value of the chosen line, "" when none is."""
        item = self.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item and item.isSelected() else ""

    def take_key(self, event: QKeyEvent) -> bool:
        """Keys that belong to the open list; False for all others."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -MOST_SHOWN, Qt.Key.Key_PageDown: MOST_SHOWN}
        if event.key() in steps:
            self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + steps[Qt.Key(event.key())])))
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return True
        return False


def offered(choices: Sequence[str], spell: Callable[[str], str], *, numbered: bool = True) -> Callable[[str], list[tuple[str, str]]]:
    """The offer of a few choices: found by their number, their first characters, any part, or their initials."""

    def find(text: str) -> list[tuple[str, str]]:
        wanted = text.strip().lower()
        rows = [(choice, f"{n}　{choice}" if numbered else choice) for n, choice in enumerate(choices, 1)]
        if numbered and wanted.isdigit():
            return [row for n, row in enumerate(rows, 1) if str(n) == wanted or row[0].startswith(wanted)]
        return [row for row in rows if wanted in row[0].lower() or _sounds(wanted, row[0], spell)]

    return find


def several(offer: Callable[[str], Sequence[tuple[str, str]]]) -> Callable[[str], list[tuple[str, str]]]:
    """The offer of a field that holds several words parted by 、: one more of them behind those that stand there."""

    def find(text: str) -> list[tuple[str, str]]:
        *before, last = re.split("[、,，;；]", text)
        held = [word.strip() for word in before if word.strip()]
        return [("、".join([*held, value]), shown) for value, shown in offer(last) if value not in held]

    return find


def _sounds(wanted: str, choice: str, spell: Callable[[str], str]) -> bool:
    return wanted.isascii() and any(spelling.startswith(wanted) for spelling in spell(choice).split())
