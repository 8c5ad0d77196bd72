"""A part of a page that gives way where the page is small: it is then scrolled to what has the keys."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from datong_desktop.views import theme


class GivingWay(QScrollArea):
    """As high as its widget asks for; where there is not so much room, not lower than ``least``."""

    def __init__(self, widget: QWidget, least: int) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setMinimumHeight(least)
        self.setWidget(widget)
        widget.installEventFilter(self)
        for child in cast("list[QWidget]", widget.findChildren(QWidget)):
            child.installEventFilter(self)

    def sizeHint(self) -> QSize:
        hint, width = self.widget().sizeHint(), self.width()
        high = self.widget().heightForWidth(width) if self.widget().hasHeightForWidth() else hint.height()
        return QSize(hint.width(), max(high, hint.height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.minimumHeight(), self.minimumHeight())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget) and watched is not self.widget():
            self.ensureWidgetVisible(watched, theme.MARGIN, theme.MARGIN)
        elif event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return False
