"""待办: what is overdue or due soon, most urgent first; Enter leads to the enterprise, or to the page of 专家服务队."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from datong_desktop.services.todo import SOON, Task, TaskKind
from datong_desktop.views import theme
from datong_desktop.views.dialogs import resize_within_screen
from datong_desktop.views.enterprises.todo_watch import TodoWatch
from datong_desktop.views.records.fact_table import FactTable, Row
from datong_desktop.views.widgets.fields import QuietComboBox
from datong_desktop.views.workspace import Workspace

LATER = 90
COLUMNS = (("期限", 96), ("还有", 96), ("事项", 88), ("对象", 220), ("要办的事", 0))
PAGES = {TaskKind.SERVICE: "log", TaskKind.CHECK: "experts", TaskKind.TEAM_ENDS: "board"}
"""Tasks of the expert teams, and on which page of theirs each is done."""
WITHIN = (("全部", None), ("已超期", -1), (f"{SOON} 天内", SOON), (f"{LATER} 天内", LATER))


class TodoList(QDialog):
    """Signals: ``openAsked(str enterprise id)``, ``pageAsked(str page, str name)`` of the expert teams; the list stays, so that
    one after the other can be done."""

    openAsked = Signal(str)
    pageAsked = Signal(str, str)

    def __init__(self, workspace: Workspace, watch: TodoWatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("todoList")
        self.setWindowTitle("待办")
        self._watch = watch
        self.within = QuietComboBox()
        self.within.setObjectName("todoWithin")
        self.within.setAccessibleName("期限")
        self.within.setToolTip("只看这个期限里的")
        for text, _ in WITHIN:
            self.within.addItem(text)
        self.within.currentIndexChanged.connect(self._fill)
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
        workspace.ledgerChanged.connect(self.reject)
        watch.changed.connect(self._fill)
        self._fill()
        watch.look()
        self.table.setFocus()

    def _fill(self) -> None:
        """Show the tasks as they were last read."""
        tasks = self._watch.tasks
        if tasks is None:
            self.count.setText("正在看有什么要办的…")
            return
        most = WITHIN[self.within.currentIndex()][1]
        shown = [task for task in tasks if most is None or task.days <= most]
        self.table.show_rows([_row(task) for task in shown])
        overdue = sum(task.overdue for task in shown)
        told = f"{len(shown)} 件" + (f"，✕ {overdue} 件已超期" if overdue else "")
        self.count.setText(told if shown else "没有要办的事")

    def _open(self, key: str) -> None:
        page, slash, name = key.partition("/")
        if slash:
            self.pageAsked.emit(page, name)
        elif key:
            self.openAsked.emit(key)


def _row(task: Task) -> Row:
    c = theme.colors()
    sign = "✕" if task.overdue else "▲" if task.days <= SOON else ""
    left = f"{sign} 超期 {-task.days} 天" if task.overdue else f"{sign} {task.days} 天".strip()
    color = c.red if task.overdue else c.amber if task.days <= SOON else None
    key = f"{PAGES[task.kind]}/{task.name}" if task.kind in PAGES else task.enterprise
    return Row(key, (f"{task.due_on}", left, task.kind, task.name, task.what), color, f"{task.kind} {task.what}")
