"""Holding Ctrl shows the keys; letting go, or pressing another key, takes them away."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QScrollArea, QWidget

from datong_desktop.views import dialogs, theme

HOLD_MS = 1200
ENDS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.MouseButtonPress, QEvent.Type.WindowDeactivate)


class KeyHint(QObject):
    """Watches the Ctrl key of one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.page: QWidget | None = None
        self._held = QTimer(self)
        self._held.setSingleShot(True)
        self._held.setInterval(HOLD_MS)
        self._held.timeout.connect(self._show)
        window.installEventFilter(self)  # sees what the focus widget let pass: Ctrl alone always is

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Control:
            if not event.isAutoRepeat():
                self._held.start()
        elif kind in ENDS and not (isinstance(event, QKeyEvent) and event.isAutoRepeat()):
            self._hide()
        return False

    def _show(self) -> None:
        if (
            QApplication.queryKeyboardModifiers() != Qt.KeyboardModifier.ControlModifier
            or not self._window.isActiveWindow()
        ):
            return
        if self.page is None:
            self.page = self._make_page()
        self.page.move(self._window.frameGeometry().center() - self.page.rect().center())
        self.page.show()

    def _make_page(self) -> QWidget:
        """The page of F1 without its button, framed, as high as its keys where the screen allows."""
        page = dialogs.keys.KeysDialog(self._window)
        page.setObjectName("keyHint")
        page.setWindowFlags(Qt.WindowType.ToolTip)
        page.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)  # else a dialog draws no border
        cast("QDialogButtonBox", page.findChild(QDialogButtonBox)).hide()
        body = cast("QScrollArea", page.findChild(QScrollArea)).widget()
        wanted = body.sizeHint().height() + 2 * theme.MARGIN
        page.resize(page.width(), min(wanted, self._window.screen().availableGeometry().height() - 2 * theme.MARGIN))
        return page

    def _hide(self) -> None:
        self._held.stop()
        if self.page is not None:
            self.page.hide()
