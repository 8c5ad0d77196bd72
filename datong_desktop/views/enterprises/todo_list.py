"""待办: what is overdue or due soon, most urgent first; Enter leads to the enterprise."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from datong_desktop import services
from datong_desktop.services.todo import Task
from datong_desktop.views import background, theme
from datong_desktop.views.dialogs import resize_within_screen
from datong_desktop.views.records.fact_table import FactTable, Row
from datong_desktop.views.widgets.fields import QuietComboBox
from datong_desktop.views.workspace import Workspace

SOON, LATER = 30, 90
COLUMNS = (("期限", 96), ("还有", 96), ("事项", 88), ("企业", 220), ("要办的事", 0))
WITHIN = (("全部", None), ("已超期", -1), (f"{SOON} 天内", SOON), (f"{LATER} 天内", LATER))
PAUSE = 400
"""Milliseconds after a write: a clerk who goes on keying must not wait for the number on the tab."""


def urgent(tasks: Sequence[Task]) -> int:
    """How many are overdue or due within thirty days: the number on the tab."""
    return sum(task.days <= SOON for task in tasks)


class TodoList(QDialog):
    """Signal ``openAsked(str enterprise id)``; the list stays, so that one after the other can be done."""

    openAsked = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("todoList")
        self.setWindowTitle("待办")
        self._workspace = workspace
        self._tasks: tuple[Task, ...] = ()
        self.within = QuietComboBox()
        self.within.setObjectName("todoWithin")
        self.within.setAccessibleName("期限")
        self.within.setToolTip("只看这个期限里的")
        for text, _ in WITHIN:
            self.within.addItem(text)
        self.within.currentIndexChanged.connect(lambda _: self._fill())
        label = QLabel("期限(&Q)")
        label.setBuddy(self.within)
        self.count = QLabel()
        self.count.setObjectName("todoCount")
        self.count.setProperty("muted", True)
        self.table = FactTable("todoTable", "待办", COLUMNS)
        self.table.openAsked.connect(self._open)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        for widget in (label, self.within, self.count):
            row.addWidget(widget)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.GAP)
        layout.addLayout(row)
        layout.addWidget(self.table)
        resize_within_screen(self, 960, 520)
        workspace.saved.connect(lambda _: self.reload())
        workspace.ledgerChanged.connect(self.reject)
        self.reload()
        self.table.setFocus()

    def reload(self) -> None:
        """Read everything due anew."""
        ledger = self._workspace.ledger
        self._tasks = services.todo.todo(ledger, datetime.date.today()) if ledger else ()
        self._fill()

    def _fill(self) -> None:
        most = WITHIN[self.within.currentIndex()][1]
        shown = [task for task in self._tasks if most is None or task.days <= most]
        self.table.show_rows([_row(task) for task in shown])
        overdue = sum(task.overdue for task in shown)
        told = f"{len(shown)} 件" + (f"，✕ {overdue} 件已超期" if overdue else "")
        self.count.setText(told if shown else "没有要办的事")

    def _open(self, enterprise: str) -> None:
        if enterprise:
            self.openAsked.emit(enterprise)


def _row(task: Task) -> Row:
    c = theme.colors()
    sign = "✕" if task.overdue else "▲" if task.days <= SOON else ""
    left = f"{sign} 超期 {-task.days} 天" if task.overdue else f"{sign} {task.days} 天".strip()
    color = c.red if task.overdue else c.amber if task.days <= SOON else None
    return Row(task.enterprise, (f"{task.due_on}", left, task.kind, task.name, task.what), color)


class TodoBadge(QObject):
    """Signal ``changed(int)``: how many tasks are overdue or due within thirty days; reckoned in the background."""

    changed = Signal(int)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE)
        self._later.timeout.connect(self._count)
        workspace.saved.connect(lambda changed: self._later.start() if changed.enterprises else None)
        workspace.ledgerChanged.connect(self._ledger_changed)
        self._ledger_changed()

    def _ledger_changed(self) -> None:
        if self._workspace.ledger is None:
            self._later.stop()
            self.changed.emit(0)
        else:
            self._later.start()

    def _count(self) -> None:
        ledger = self._workspace.ledger
        if ledger is None:
            return

        def current() -> bool:
            return isValid(self) and self._workspace.ledger is ledger

        def done(count: int) -> None:
            if current():
                self.changed.emit(count)

        def failed(error: BaseException) -> None:
            if current():  # else it was closed meanwhile
                raise error

        background.run(lambda: urgent(services.todo.todo(ledger, datetime.date.today())), done, failed)
