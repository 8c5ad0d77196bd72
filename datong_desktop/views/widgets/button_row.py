"""The row of buttons below a dialog."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialogButtonBox


class ButtonRow(QDialogButtonBox):
    """Tab leads to each of its buttons. Qt makes the default button the focus proxy of the row whenever it lays the
    buttons out in another style, and from then on Tab jumps over all that stand before it."""

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if self.focusProxy() is not None:
            self.setFocusProxy(None)  # type: ignore[arg-type]
        return done
