"""The line below something keyed: why it was refused, else what looks odd, else what is good to know."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

KINDS = ("reason", "warning", "muted")
SIGNS = {"reason": "✕ ", "warning": "▲ ", "muted": ""}


class Note(QLabel):
    """Takes no room while there is nothing to say."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"note_{name}")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.say("", "", "")

    def say(self, reason: str, warning: str, plain: str) -> None:
        """The first of the three that is not empty."""
        kind, text = next(((k, t) for k, t in zip(KINDS, (reason, warning, plain), strict=True) if t), ("muted", ""))
        self.setText(f"{SIGNS[kind]}{text}" if text else "")
        self.setVisible(bool(text))
        for name in KINDS:
            self.setProperty(name, name == kind)
        self.style().unpolish(self)
        self.style().polish(self)
