"""Input fields that do what a clerk's fingers expect and nothing by accident."""

from __future__ import annotations

import datetime
import re

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from datong_desktop.domain.counts import BadCount, normalise_digits, parse_count


def is_choose_key(event: QEvent) -> bool:
    """F4 alone, pressed or about to be a shortcut of the window."""
    kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
    return (
        isinstance(event, QKeyEvent)
        and event.type() in kinds
        and event.key() == Qt.Key.Key_F4
        and event.modifiers() == Qt.KeyboardModifier.NoModifier
    )


class QuietComboBox(QComboBox):
    """A combo box that the mouse wheel never changes (reliability.md, no. 35). F4 opens its list, as Qt has it, and not
    what the window does on F4."""

    def event(self, event: QEvent) -> bool:
        if is_choose_key(event) and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def set_refused(field: QLineEdit, refused: bool) -> None:
    """Give a field its red frame, or take it away."""
    field.setProperty("refused", refused)
    field.style().unpolish(field)
    field.style().polish(field)


def normalise_as_typed(field: QLineEdit) -> None:
    """Turn full-width digits and signs into plain ones while they are typed; the cursor stays where it is."""
    text, cursor = field.text(), field.cursorPosition()
    plain = normalise_digits(text + "|")[:-1].lstrip(" ")
    if plain != text:
        field.setText(plain)
        field.setModified(True)
        field.setCursorPosition(max(0, cursor - (len(text) - len(plain))))


class CommitField(QLineEdit):
    """A field whose text is committed when it is left or Enter is pressed, never on every letter.

    Signals: ``committed(str)`` when the text differs from what was last set; ``stepped(int)`` after Enter, Down (+1) or
    Shift+Enter, Up (-1); ``entered()`` when it got the focus. Esc restores. Ctrl+Z without own edits belongs to the window.
    """

    committed = Signal(str)
    stepped = Signal(int)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored = ""

    def show_stored(self, text: str) -> None:
        """Show the stored text, unless the clerk is in the middle of typing another."""
        dirty = self.hasFocus() and self.isModified() and self.text() != self._stored
        self._stored = text
        if not dirty and self.text() != text:
            self.setText(text)
        if not dirty:
            self.setModified(False)

    def commit(self) -> bool:
        """Commit what is typed, the input method's text included. False when it was refused."""
        if self.hasFocus():
            QGuiApplication.inputMethod().commit()
        if self.text() != self._stored:
            self._stored = self.text()
            self.committed.emit(self.text())
        self.setModified(False)
        return True

    def restore(self) -> None:
        self.setText(self._stored)
        self.setModified(False)
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._is_for_window(event):
            event.ignore()
            return False
        return super().event(event)

    def _is_for_window(self, event: QKeyEvent) -> bool:
        """Undo and redo are the window's while nothing was typed here."""
        keys = QKeySequence.StandardKey
        return not self.isModified() and (event.matches(keys.Undo) or event.matches(keys.Redo))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Up):
            if self.commit():
                self.stepped.emit(-1 if shift or key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Escape and self.text() != self._stored:
            self.restore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.property("refused"):
            self.selectAll()  # typing replaces
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()
        super().focusOutEvent(event)


class CountField(CommitField):
    """A field for one 完成数量. A text that is no count stays, framed red; ``reasonShown(str)`` says why ("": mended)."""

    reasonShown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(200)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.textEdited.connect(self._typed)

    def _typed(self) -> None:
        normalise_as_typed(self)
        if self.property("refused"):
            set_refused(self, False)
            self.reasonShown.emit("")

    def commit(self) -> bool:
        if self.hasFocus():
            QGuiApplication.inputMethod().commit()
        count = parse_count(self.text())
        if isinstance(count, BadCount):
            set_refused(self, True)
            self.reasonShown.emit(f"“{self.text()}”{count.text}。改好后按回车，或按 Esc 恢复原数。")
            return False
        plain = "" if count is None else str(count)
        if plain != self.text():
            self.setText(plain)
        return super().commit()

    def restore(self) -> None:
        super().restore()
        set_refused(self, False)
        self.reasonShown.emit("")


class DateField(CommitField):
    """A field for a typed date. A text that is no date stays, framed red; ``reasonShown(str)`` says why ("": mended)."""

    reasonShown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("如 20230315")
        self.textEdited.connect(self._mended)

    def _mended(self) -> None:
        if self.property("refused"):
            set_refused(self, False)
            self.reasonShown.emit("")

    def commit(self) -> bool:
        try:
            date = parse_date(self.text())
        except ValueError:
            set_refused(self, True)
            self.reasonShown.emit(f"{self.accessibleName()}“{self.text()}”不是日期，请写成 2023-03-15 或 20230315。")
            return False
        plain = f"{date:%Y-%m-%d}" if date else ""
        if plain != self.text():
            self.setText(plain)
        return super().commit()

    def restore(self) -> None:
        super().restore()
        self._mended()


_DATE = re.compile(r"(\d{4})(?:[-./年]?)(\d{1,2})(?:[-./月]?)(\d{1,2})日?")


def parse_date(text: str) -> datetime.date | None:
    """A typed date: 2023-03-15, 20230315, 2023.3.15, 2023年3月15日. ValueError when it is none; None when blank."""
    plain = normalise_digits(text).replace(" ", "")
    if not plain:
        return None
    match = _DATE.fullmatch(plain)
    if match is None:
        raise ValueError(text)
    return datetime.date(int(match[1]), int(match[2]), int(match[3]))
