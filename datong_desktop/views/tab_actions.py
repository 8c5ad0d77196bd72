"""The actions of a tab, from their declarations: name, text with Alt letter, key, tip."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


def make_actions(
    tab: QWidget, declared: Sequence[tuple[str, str, str, str]], acts: Sequence[Callable[[], object]]
) -> dict[str, QAction]:
    """The actions by name, in menu order; they work while the focus is in the tab."""
    actions: dict[str, QAction] = {}
    for (name, text, key, tip), act in zip(declared, acts, strict=True):
        action = QAction(text, tab)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{tip}（{key}）" if key else tip)
        action.triggered.connect(lambda _=False, do=act: do())
        tab.addAction(action)
        actions[name] = action
    return actions
