"""The bar under the tool row: what needs the clerk, with its mending button. Never a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from datong_desktop.views import theme


class MessageBar(QFrame):
    """Shows one message at a time: sign, sentence, up to two buttons, close. ``kind``: info, warning, error."""

    SIGNS = {"info": "ⓘ", "warning": "▲", "error": "✕"}

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setAccessibleName("提示")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.GAP + 4, theme.GAP - 2, theme.GAP, theme.GAP - 2)
        layout.setSpacing(theme.GAP)
        self._text = QLabel()
        self._text.setObjectName("messageText")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self._text, 1)
        self._buttons: list[QPushButton] = []
        self._row = layout
        self._until_saved = False
        close = QToolButton()
        close.setText("✕")
        close.setToolTip("收起这条提示")
        close.setObjectName("messageClose")
        close.setAccessibleName("收起提示")
        close.clicked.connect(self.hide)
        self._close = close
        layout.addWidget(close)
        self.hide()

    def something_saved(self) -> None:
        """Take a message away that was about the attempt before."""
        if self._until_saved:
            self.hide()

    @property
    def text(self) -> str:
        return self._text.text() if not self.isHidden() else ""

    def show_message(
        self, kind: str, text: str, *actions: tuple[str, Callable[[], object]], until_saved: bool = False
    ) -> None:
        """Show a sentence with mending buttons ``(label, what it does)``; pressing one takes the message away, and so
        does the next thing that is saved when ``until_saved``."""
        self._until_saved = until_saved
        for button in self._buttons:
            button.setParent(None)
            button.deleteLater()
        self._buttons = [self._button(label, action) for label, action in actions]
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self._text.setText(f"{self.SIGNS[kind]}  {text}")
        self.setAccessibleDescription(text)
        self.show()

    def _button(self, label: str, action: Callable[[], object]) -> QPushButton:
        button = QPushButton(label)
        button.setObjectName("messageAction")
        button.setToolTip(label)

        def press() -> None:
            self.hide()
            action()

        button.clicked.connect(press)
        self._row.insertWidget(self._row.count() - 1, button)
        if before := self._close.previousInFocusChain():
            QWidget.setTabOrder(before, button)  # Tab comes to it before it comes to ✕
        return button
