"""The right side of a list of records: the chosen one's name and what one wants to know of it at a glance."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from datong_desktop.views import theme
from datong_desktop.views.widgets.plain_text import Lines, PlainTextView


class FactPanel(QFrame):
    """Signal ``opened()`` when the whole record is asked for."""

    opened = Signal()

    def __init__(self, name: str, title: str, open_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidePanel")
        self.setAccessibleName(title)
        self.title = QLabel()
        self.title.setObjectName(f"{name}Title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.title.setProperty("heading", True)
        self.text = PlainTextView()
        self.text.setObjectName(f"{name}Text")
        self.text.setAccessibleName(title)
        self.open_button = QPushButton(open_text)
        self.open_button.setObjectName(f"{name}Open")
        self.open_button.setToolTip("打开整份登记（Enter、F2 或双击）")
        self.open_button.clicked.connect(self.opened)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.MARGIN)
        for widget, stretch in ((self.title, 0), (self.text, 1), (self.open_button, 0)):
            layout.addWidget(widget, stretch)
        self._lines: Lines | None = None

    def show_facts(self, title: str, lines: Lines) -> None:
        """Another record, or ``lines`` empty when none is chosen; a selection in the text stays while nothing of it changes."""
        self.title.setText(title)
        self.open_button.setEnabled(bool(lines))
        if lines != self._lines:
            self._lines = lines
            self.text.show_lines(lines)
            self.text.setAccessibleDescription("；".join(f"{label}：{text}" for label, text in lines))
