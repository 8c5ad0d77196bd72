"""A part of a side panel that folds away: its title says the gist of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from datong_desktop.views import theme


class FoldPart(QWidget):
    """Signal ``folded(bool open)``. Space or Enter on the title folds and unfolds."""

    folded = Signal(bool)

    def __init__(self, name: str, title: str, *, opened: bool = True) -> None:
        super().__init__()
        self.setObjectName(name)
        self._title = title
        self.head = QToolButton()
        self.head.setObjectName(f"{name}Head")
        self.head.setCheckable(True)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.head.setProperty("fold", True)
        self.head.setMinimumWidth(1)  # a long gist must not widen the panel
        self.head.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.body = QWidget()
        self.inside = QVBoxLayout(self.body)
        self.inside.setContentsMargins(theme.GAP, 0, 0, theme.GAP)
        self.inside.setSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.body)
        self.head.toggled.connect(self._toggled)
        self.head.setChecked(opened)
        self._toggled(opened)
        self.say("")

    def say(self, gist: str, tip: str = "") -> None:
        """What the title tells besides its name."""
        self.head.setText(f"{self._title}　{gist}" if gist else self._title)
        self.head.setToolTip(tip or f"{self._title}：收起或展开")
        self.head.setAccessibleName(self.head.text())

    def _toggled(self, opened: bool) -> None:
        self.head.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        self.body.setVisible(opened)
        self.folded.emit(opened)
