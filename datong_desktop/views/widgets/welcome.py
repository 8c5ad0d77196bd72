"""What the window shows while no ledger is open: the next step, as buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from datong_desktop.views import theme


class EmptyState(QWidget):
    """A sentence that says what is missing and buttons that mend it; the first button is the primary one."""

    def __init__(
        self, name: str, title: str, text: str, actions: Sequence[tuple[str, str, Callable[[], object]]]
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.MARGIN)
        layout.addStretch(2)
        heading = QLabel(title)
        heading.setProperty("heading", True)
        heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = QLabel(text)
        self.text.setProperty("muted", True)
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(heading)
        layout.addWidget(self.text)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addStretch(1)
        self.buttons: list[QPushButton] = []
        for place, (label, tip, action) in enumerate(actions):
            button = QPushButton(label)
            button.setObjectName(f"{name}Action{place + 1}")
            button.setToolTip(tip)
            button.setProperty("primary", place == 0)
            button.setAutoDefault(True)
            button.clicked.connect(lambda _=False, act=action: act())
            row.addWidget(button)
            self.buttons.append(button)
        row.addStretch(1)
        layout.addLayout(row)
        self._recent = QVBoxLayout()
        layout.addLayout(self._recent)
        layout.addStretch(3)

    def show_recent(self, recent: Sequence[str], open_path: Callable[[Path], object]) -> None:
        """List recent ledgers under the buttons, one click each."""
        while item := self._recent.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for text in recent[:5]:
            path = Path(text)
            button = QPushButton(path.name)
            button.setFlat(True)
            button.setToolTip(str(path))
            button.clicked.connect(lambda _=False, p=path: open_path(p))
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)
