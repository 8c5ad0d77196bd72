"""待办: what is overdue or due soon, most urgent first; Enter leads to the enterprise, or to the page of 专家服务队. Many of a
kind are one line, which Enter unfolds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QTabBar, QVBoxLayout, QWidget

from datong_desktop.domain.tasks import SOON, Task, TaskKind, fold, unfold
from datong_desktop.views import theme
from datong_desktop.views.dialogs import resize_within_screen
from datong_desktop.views.records.fact_table import FactTable, Row
from datong_desktop.views.todo_watch import PAGES, TodoWatch, urgent, whose
from datong_desktop.views.widgets.fields import QuietComboBox
from datong_desktop.views.workspace import Workspace

LATER = 90
COLUMNS = (("期限", 96), ("还有", 96), ("事项", 88), ("对象", 220), ("要办的事", 0))
TOGETHER = (TaskKind.CHECK,)
"""What is done for many at once, in a list of its page."""
EVERY_KIND = "全部事项"
WHOSE = (("enterprises", "企业库(&E)"), ("teams", "专家服务队(&T)"), ("", "全部(&A)"))
WITHIN = (("全部", None), ("已超期", -1), (f"{SOON} 天内", SOON), (f"{LATER} 天内", LATER))


class TodoList(QDialog):
    """Signals: ``openAsked(str enterprise id)``, ``pageAsked(str page, str name)`` of the expert teams; the list stays, so that
    one after the other can be done. ``tab`` says whose matters are shown first; the others are one click away."""

    openAsked = Signal(str)
    pageAsked = Signal(str, str)

    def __init__(self, workspace: Workspace, watch: TodoWatch, tab: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("todoList")
        self.setWindowTitle("待办")
        self._watch = watch
        self.whose = QTabBar()
        self.whose.setObjectName("todoWhose")
        self.whose.setAccessibleName("谁的事")
        self.whose.setDrawBase(False)
        self.whose.setExpanding(False)
        for number, (one, text) in enumerate(WHOSE):
            self.whose.addTab(text)
            about = f"只看{text.partition('(')[0]}的事" if one else "两边的事都看"
            self.whose.setTabToolTip(number, f"{about}（Alt+{text[-2]}）")
        self.whose.setCurrentIndex([one for one, _ in WHOSE].index(tab))
        self.whose.currentChanged.connect(self._fill)
        self.within = QuietComboBox()
        self.within.setObjectName("todoWithin")
        self.within.setAccessibleName("期限")
        self.within.setToolTip("只看这个期限里的")
        for text, _ in WITHIN:
            self.within.addItem(text)
        self.kind = QuietComboBox()
        self.kind.setObjectName("todoKind")
        self.kind.setAccessibleName("事项")
        self.kind.setToolTip("只看这一种事项，一件一行")
        self.kind.setSizeAdjustPolicy(QuietComboBox.SizeAdjustPolicy.AdjustToContents)
        self.kind.addItem(EVERY_KIND)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        for text, box in (("期限(&Q)", self.within), ("事项(&J)", self.kind)):
            box.currentIndexChanged.connect(self._fill)
            label = QLabel(text)
            label.setBuddy(box)
            row.addWidget(label)
            row.addWidget(box)
        self.count = QLabel()
        self.count.setObjectName("todoCount")
        self.count.setProperty("muted", True)
        self.table = FactTable("todoTable", "待办", COLUMNS)
        self.table.openAsked.connect(self._open)
        row.addWidget(self.count)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self.whose)
        layout.addLayout(row)
        layout.addWidget(self.table)
        resize_within_screen(self, 960, 520)
        workspace.ledgerChanged.connect(self.close)
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
        for number, (tab, text) in enumerate(WHOSE):
            count = urgent([task for task in tasks if tab in ("", whose(task))])
            self.whose.setTabText(number, f"{text} {count}" if count else text)
        chosen, _ = WHOSE[self.whose.currentIndex()]
        due = [task for task in unfold(tasks) if chosen in ("", whose(task)) and (most is None or task.days <= most)]
        self._offer_kinds(due)
        kind = self.kind.currentText()
        shown = [task for task in due if kind in (EVERY_KIND, task.kind)]
        self.table.show_rows([_row(task) for task in (fold(shown) if kind == EVERY_KIND else shown)])
        overdue = sum(task.overdue for task in shown)
        told = f"{len(shown)} 件" + (f"，✕ {overdue} 件已超期" if overdue else "")
        self.count.setText(told if shown else "没有要办的事")

    def _offer_kinds(self, tasks: Sequence[Task]) -> None:
        """The kinds there are, and the one chosen."""
        chosen, found = self.kind.currentText(), {task.kind for task in tasks}
        blocked = QSignalBlocker(self.kind)
        self.kind.clear()
        self.kind.addItems([EVERY_KIND, *(kind for kind in TaskKind if kind in found or kind == chosen)])
        self.kind.setCurrentText(chosen)
        blocked.unblock()

    def reject(self) -> None:
        """Esc: from one kind back to all of them, then away."""
        if self.kind.currentIndex() > 0:
            self.kind.setCurrentIndex(0)
        else:
            super().reject()

    def _open(self, key: str) -> None:
        page, slash, name = key.partition("/")
        if slash and not page:
            self.kind.setCurrentText(name)
        elif slash:
            self.pageAsked.emit(page, name)
        elif key:
            self.openAsked.emit(key)


def _row(task: Task) -> Row:
    c = theme.colors()
    sign = "✕" if task.overdue else "▲" if task.days <= SOON else ""
    left = f"{sign} 超期 {-task.days} 天" if task.overdue else f"{sign} {task.days} 天".strip()
    color = c.red if task.overdue else c.amber if task.days <= SOON else None
    return Row(_key(task), (f"{task.due_on}", left, task.kind, task.name, task.what), color, f"{task.kind} {task.what}")


def _key(task: Task) -> str:
    """What opening a line leads to: a page with whom it is about ("" for all of them), an enterprise, or the kind unfolded."""
    if task.folded:
        return f"{PAGES[task.kind]}/" if task.kind in TOGETHER else f"/{task.kind}"
    return f"{PAGES[task.kind]}/{task.name}" if task.kind in PAGES else task.enterprise
