"""Lines of text, each of which opens something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


@dataclass(frozen=True, slots=True)
class Line:
    """``text`` to read, ``act`` when it is chosen (None: only to read), ``tip`` with the rest of what there is to say."""

    text: str
    tip: str = ""
    act: Callable[[], object] | None = None


class LinkLines(QWidget):
    """Made anew only when the texts change, so that the keys stay where they are."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._shown: tuple[tuple[str, str], ...] | None = None
        self._acts: list[Callable[[], object] | None] = []

    def show_lines(self, lines: Sequence[Line]) -> None:
        """These lines instead of those before."""
        self._acts = [line.act for line in lines]
        wanted = tuple((line.text, line.tip) for line in lines)
        if wanted == self._shown:
            return
        self._shown = wanted
        while item := self._layout.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for place, line in enumerate(lines):
            self._layout.addWidget(self._line(place, line))

    def _line(self, place: int, line: Line) -> QWidget:
        if line.act is None:
            label = QLabel(line.text)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setToolTip(line.tip)
            label.setProperty("muted", True)
            return label
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        button = QPushButton(line.text)
        button.setObjectName(f"{self.objectName()}Line")
        button.setProperty("link", True)
        button.setAutoDefault(False)
        button.setToolTip(line.tip)
        button.setMinimumWidth(1)  # a long text must not widen the panel
        button.clicked.connect(lambda _=False: self._choose(place))
        layout.addWidget(button, 1)
        return row

    def _choose(self, place: int) -> None:
        act = self._acts[place]
        if act is not None:
            act()
