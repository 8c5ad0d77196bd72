"""The row of buttons above a page, one for an action; what there is no room for is in the menu of 更多."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from datong_desktop.views import theme


class ActionRow(QWidget):
    """``actions`` by name, each button called ``<name>Button``; the ``primary`` one is what the page is for."""

    def __init__(self, actions: Mapping[str, QAction], primary: str) -> None:
        super().__init__()
        self.buttons = {name: _button(name, action, name == primary) for name, action in actions.items()}
        self._actions = dict(actions)
        self.more = QPushButton("更多(&M) ▾")
        self.more.setObjectName("moreActions")
        self.more.setToolTip("这一行放不下的按钮")
        self.more.setAutoDefault(False)
        self.more.setMenu(QMenu(self.more))
        self.more.menu().setToolTipsVisible(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        for button in (*self.buttons.values(), self.more):
            layout.addWidget(button)
        layout.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        """The first button and the menu; the layout would ask for all of them."""
        first = next(iter(self.buttons.values())).sizeHint()
        return QSize(first.width() + theme.GAP + self.more.sizeHint().width(), first.height())

    def sizeHint(self) -> QSize:
        return QSize(self._width(len(self.buttons)), self.more.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place()

    def _width(self, count: int) -> int:
        """What so many buttons take up, with the menu where they are not all of them."""
        shown = [button.sizeHint().width() for button in list(self.buttons.values())[:count]]
        shown += [self.more.sizeHint().width()] if count < len(self.buttons) else []
        return sum(shown) + theme.GAP * (len(shown) - 1)

    def _place(self) -> None:
        counts = range(len(self.buttons), 1, -1)
        count = next((n for n in counts if self._width(n) <= self.width()), 1)
        for place, button in enumerate(self.buttons.values()):
            button.setVisible(place < count)
        hidden = list(self._actions.values())[count:]
        self.more.setVisible(bool(hidden))
        if self.more.menu().actions() != hidden:
            self.more.menu().clear()
            self.more.menu().addActions(hidden)


def _button(name: str, action: QAction, primary: bool) -> QPushButton:
    """A button that does what the action does, and is enabled with it."""
    button = QPushButton(action.text())
    button.setObjectName(f"{name}Button")
    button.setToolTip(action.toolTip())
    button.setAutoDefault(False)
    button.setProperty("primary", primary)
    button.setEnabled(action.isEnabled())
    button.clicked.connect(lambda _=False: action.trigger())
    action.enabledChanged.connect(button.setEnabled)
    return button
