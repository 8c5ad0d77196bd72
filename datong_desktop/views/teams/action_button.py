"""A button that does what an action of the page does, and is enabled with it."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton


def action_button(name: str, action: QAction) -> QPushButton:
    """The button of an action, called ``<name>Button``."""
    button = QPushButton(action.text())
    button.setObjectName(f"{name}Button")
    button.setToolTip(action.toolTip())
    button.setAutoDefault(False)
    button.setEnabled(action.isEnabled())
    button.clicked.connect(lambda _=False: action.trigger())
    action.enabledChanged.connect(button.setEnabled)
    return button
