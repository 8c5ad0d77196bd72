"""Input fields that do what a clerk's fingers expect and nothing by accident."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from datong_desktop.domain.counts import normalise_digits


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

    def showPopup(self) -> None:
        """With room for every row: Qt forgets the frame of a style sheet, and two pixels short it hides a whole row."""
        view, rows = self.view(), min(self.count(), self.maxVisibleItems())
        view.ensurePolished()
        view.setMinimumHeight(sum(view.sizeHintForRow(row) for row in range(rows)) + 2 * view.frameWidth())
        super().showPopup()


class QuietSpinBox(QSpinBox):
    """A number that the mouse wheel never changes."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def set_refused(field: QWidget, refused: bool) -> None:
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


EXPORT = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_E)


class Commits:
    """Mixed into an editor of text: it is committed when it is left or Enter is pressed, never on every letter.

    The editor has ``text``, ``setText``, ``isModified``, ``setModified`` and the signals ``committed(str)`` when the text
    differs from what was last set, ``stepped(int)`` when a key leads to the next (+1) or previous (-1) editor, ``entered()``
    when it got the focus, ``reasonShown(str)`` when the text was refused ("": no longer). A refused text stays, framed red.
    """

    _stored = ""
    _before = ""

    @property
    def _e(self) -> Any:
        return cast("Any", self)

    @property
    def refused(self) -> bool:
        """Whether a text stands here that was not stored."""
        return bool(self._e.property("refused"))

    def show_stored(self, text: str, *, afresh: bool = False) -> None:
        """Show the stored text, unless the clerk is in the middle of typing another or has to mend one. ``afresh`` for
        another record: what was typed for the one before goes."""
        if afresh:
            self._set_reason("")
        kept = not afresh and self._is_being_typed()
        self._stored = text
        if not kept:
            if self._e.text() != text:
                self._e.setText(text)
            self._e.setModified(False)

    def _is_being_typed(self) -> bool:
        return self.refused or (self._e.hasFocus() and self._e.isModified() and self._e.text() != self._stored)

    def commit(self) -> bool:
        """Commit what is typed, the input method's text included. False when it was refused."""
        self._take_typed()
        self._store()
        if not self.refused:
            self._e.setModified(False)
        return not self.refused

    def _store(self) -> None:
        if self._e.text() != self._stored:
            self._set_reason("")
            self._before, self._stored = self._stored, self._e.text()
            self._e.committed.emit(self._stored)

    def _take_typed(self) -> None:
        if self._e.hasFocus():
            QGuiApplication.inputMethod().commit()

    def refuse(self, reason: str) -> None:
        """Called from within ``committed``: the text could not be stored. It stays to be mended."""
        self._stored = self._before
        self._set_reason(reason)

    def restore(self) -> None:
        """What is stored instead of what was typed."""
        self._set_reason("")
        self._e.setText(self._stored)
        self._e.setModified(False)
        self._e.selectAll()

    def _set_reason(self, reason: str) -> None:
        if reason or self.refused:
            set_refused(self._e, bool(reason))
            self._e.reasonShown.emit(reason)

    def _is_for_window(self, event: QKeyEvent) -> bool:
        """Undo and redo are the window's while nothing was typed here; Ctrl+E always is, which on Linux would go to the end of
        the line: End does that."""
        keys = QKeySequence.StandardKey
        undoes = event.matches(keys.Undo) or event.matches(keys.Redo)
        return (undoes and not self._e.isModified()) or event.keyCombination() == EXPORT

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._is_for_window(event):
            event.ignore()
            return False
        return bool(super().event(event))  # type: ignore[misc]

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)  # type: ignore[misc]
        self._e.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()
        super().focusOutEvent(event)  # type: ignore[misc]


class CommitField(Commits, QLineEdit):
    """One line of text. Enter, Down lead to the next field, Shift+Enter, Up to the previous one; Esc restores. Ctrl+Z
    without own edits belongs to the window."""

    committed = Signal(str)
    stepped = Signal(int)
    entered = Signal()
    reasonShown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textEdited.connect(self._typed)

    def _typed(self) -> None:
        self._set_reason("")

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
        if not self.refused and not self.isModified():  # the input method may have begun before the focus came
            self.selectAll()  # typing replaces


class LongField(Commits, QPlainTextEdit):
    """Several lines of text in a box that grows with them. Ctrl+Enter, Tab leave it; Esc restores."""

    committed = Signal(str)
    stepped = Signal(int)
    entered = Signal()
    reasonShown = Signal(str)
    LEAST, MOST = 2, 10

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._typed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def text(self) -> str:
        return self.toPlainText()

    def setText(self, text: str) -> None:
        self.setPlainText(text)

    def isModified(self) -> bool:
        return self.document().isModified()

    def setModified(self, modified: bool) -> None:
        self.document().setModified(modified)

    def _typed(self) -> None:
        if self.isModified():
            self._set_reason("")

    def _fit(self) -> None:
        lines = max(self.LEAST, min(self.MOST, round(self.document().size().height())))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 18)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            if self.commit():
                self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape and self.text() != self._stored:
            self.restore()
        else:
            super().keyPressEvent(event)
