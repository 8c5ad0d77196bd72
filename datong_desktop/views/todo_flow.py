"""待办 for the whole window: read once, listed once, counted on the tab whose matter it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QWidget

from datong_desktop.views.todo_watch import TodoWatch, urgent, whose
from datong_desktop.views.workspace import Workspace

if TYPE_CHECKING:
    from datong_desktop.domain.tasks import Task
    from datong_desktop.views.todo_list import TodoList

KEY = "Ctrl+Shift+T"


class TodoFlow(QObject):
    """Signals: ``openAsked(str enterprise id)`` and ``pageAsked(str page, str name)`` of the expert teams when a task is chosen,
    ``counted(str tab, int urgent)``, ``message(str)``."""

    openAsked = Signal(str)
    pageAsked = Signal(str, str)
    counted = Signal(str, int)
    message = Signal(str)

    def __init__(self, workspace: Workspace, tabs: Mapping[str, str], window: QWidget) -> None:
        """``tabs`` are those that have such matters: their titles by name."""
        super().__init__(window)
        self._workspace, self._tabs, self._window = workspace, tabs, window
        self._actions: dict[str, QAction] = {}
        self.watch = TodoWatch(workspace, self)
        self.watch.message.connect(self.message)
        self.watch.changed.connect(self._count)

    def action(self, tab: str) -> QAction:
        """What opens the list on the matters of a tab, one for all menus; its key works in that tab."""
        if tab in self._actions:
            return self._actions[tab]
        action = self._actions[tab] = QAction("待办(&Y)…", self)
        action.setObjectName(f"{tab}Todo")
        action.setShortcut(QKeySequence(KEY))
        action.setToolTip(f"{self._tabs[tab]}里超期和快到期的事（{KEY}）")
        action.triggered.connect(lambda _=False: self.show(tab))
        self._workspace.ledgerChanged.connect(lambda: action.setEnabled(self._workspace.ledger is not None))
        action.setEnabled(self._workspace.ledger is not None)
        return action

    def show(self, tab: str) -> TodoList | None:
        """The list, once: asked for again it comes to the front, on the matters of that tab."""
        from datong_desktop.views.todo_list import TodoList

        if self._workspace.ledger is None:
            return None
        for other in cast("list[QDialog]", self._window.findChildren(QDialog, "todoList")):
            other.close()
        dialog = TodoList(self._workspace, self.watch, tab, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.openAsked.connect(self.openAsked)
        dialog.pageAsked.connect(self.pageAsked)
        dialog.show()
        return dialog

    def _count(self, tasks: Sequence[Task]) -> None:
        for tab in self._tabs:
            self.counted.emit(tab, urgent([task for task in tasks if whose(task) == tab]))
