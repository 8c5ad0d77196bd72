"""What is typed so far is stored after a pause: half a form is never lost, whatever happens to the machine."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent

from datong_desktop.domain.fields import BadText, Field, Value, parse, show
from datong_desktop.views.widgets.fields import Commits


class SavesHalfTexts(Commits):
    """Mixed into an editor of a ``field``. With ``save_by_itself`` it commits what is typed so far after a pause. Esc still
    goes back to what stood here when it was entered."""

    PAUSE = 3000
    """Milliseconds after the last key."""

    field: Field
    _entered_with = ""
    _pause: QTimer | None = None

    def save_by_itself(self) -> None:
        self._pause = QTimer(self._e, interval=self.PAUSE, singleShot=True)
        self._pause.timeout.connect(self._save_so_far)

    def show_value(self, value: Value, *, afresh: bool = False) -> None:
        if not afresh and self._is_in_work() and parse(self.field, self._e.text()) == value:
            self._stored = self._e.text()  # the cursor, a line just begun and the keys' own undo stay
            return
        self.show_stored(show(self.field, value), afresh=afresh)
        self._entered_with = self._stored

    def _is_in_work(self) -> bool:
        return self._e.hasFocus() and self._e.isModified() and not self.refused

    def _may_save(self) -> bool:
        """An emptied editor is about to be filled again."""
        text = self._e.text()
        return bool(self._is_in_work() and text.strip() and not isinstance(parse(self.field, text), BadText))

    def _save_so_far(self) -> None:
        """Without taking the keys, or what the input method holds."""
        if self._may_save():
            self._store()

    def _typed(self) -> None:
        super()._typed()  # type: ignore[misc]
        if self._pause and self._e.isModified():
            self._pause.start()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._entered_with = self._stored
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._stored != self._entered_with:
            self._set_reason("")
            self._e.setText(self._entered_with)
            self._e.selectAll()
            self.commit()
        else:
            super().keyPressEvent(event)  # type: ignore[misc]
