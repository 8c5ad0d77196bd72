"""Several of a few choices, each a box to tick."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from datong_desktop.domain.fields import Field, Value
from datong_desktop.views import theme

BOXES_IN_A_ROW = 3


class TagBoxes(QWidget):
    """The editor of tags, with the signals of ``CommitField``. Space ticks, Enter leads on; each tick is committed at once."""

    committed = Signal(str)
    stepped = Signal(int)
    entered = Signal()
    reasonShown = Signal(str)
    refused = False

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._stored = ""
        self.setAccessibleName(field.label)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setHorizontalSpacing(theme.MARGIN)
        self.boxes = {choice: QCheckBox(choice) for choice in field.choices}
        for place, (choice, box) in enumerate(self.boxes.items()):
            box.setAccessibleName(f"{field.label} {choice}")
            box.clicked.connect(self.commit)
            layout.addWidget(box, *divmod(place, BOXES_IN_A_ROW))
        layout.setColumnStretch(BOXES_IN_A_ROW, 1)
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    def text(self) -> str:
        return "、".join(choice for choice, box in self.boxes.items() if box.isChecked())

    @property
    def value(self) -> Value:
        return self._stored

    def show_value(self, value: Value, *, afresh: bool = False) -> None:
        self._stored = str(value or "")
        chosen = self._stored.split("、")
        for choice, box in self.boxes.items():
            box.setChecked(choice in chosen)

    def commit(self) -> bool:
        """Ticked boxes are committed when they are ticked; True as in the other editors."""
        if self.text() != self._stored:
            self._before, self._stored = self._stored, self.text()
            self.committed.emit(self._stored)
        return True

    def refuse(self, reason: str) -> None:
        """Could not be stored: the boxes go back."""
        self.show_value(self._before)
        self.reasonShown.emit(reason)

    def setReadOnly(self, read_only: bool) -> None:
        self.setEnabled(not read_only)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)
