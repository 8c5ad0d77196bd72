"""What is due, read in the background: the numbers on the tabs and the list of 待办 follow it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from datong_desktop import services
from datong_desktop.domain.tasks import SOON, Task, TaskKind
from datong_desktop.services.changes import Changed
from datong_desktop.views import background
from datong_desktop.views.workspace import Workspace

PAUSE = 400
"""Milliseconds after a write: a clerk who goes on keying must not wait for what is due."""


PAGES = {TaskKind.SERVICE: "log", TaskKind.CHECK: "experts", TaskKind.TEAM_ENDS: "board", TaskKind.TEAM_HOLE: "board"}
"""Tasks of the expert teams, and on which page of theirs each is done."""


def whose(task: Task) -> str:
    """The tab whose matter a task is."""
    return "teams" if task.kind in PAGES else "enterprises"


def urgent(tasks: Sequence[Task]) -> int:
    """How many are overdue or due within thirty days: the number on the tab."""
    return sum(task.days <= SOON for task in tasks)


class TodoWatch(QObject):
    """Signals: ``changed(tuple tasks)``, most urgent first, after the ledger was opened and after writes that may matter;
    ``message(str)`` why they could not be read.

    ``tasks`` are the last ones read, None before that.
    """

    changed = Signal(tuple)
    message = Signal(str)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.tasks: tuple[Task, ...] | None = None
        self._reading = background.Latest(self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE)
        self._later.timeout.connect(self.look)
        workspace.saved.connect(self._follow)
        workspace.ledgerChanged.connect(self._ledger_changed)
        self._ledger_changed()

    def _follow(self, changed: Changed) -> None:
        if changed.enterprises or not changed.years:  # figures of the grid make no task
            self._later.start()
        else:
            self.put_off()

    def _ledger_changed(self) -> None:
        self.tasks = None
        self._reading.abandon()  # it is of the ledger before
        if self._workspace.ledger is None:
            self._later.stop()
            self.changed.emit(())
        else:
            self._later.start()

    def put_off(self) -> None:
        """The clerk is at work: what is being read is read when the hands rest. A thread that reads thousands of records
        would make each key wait."""
        if self._reading.busy or self._later.isActive():
            self._reading.abandon()
            self._later.start()

    def look(self) -> None:
        """Read everything due anew."""
        if (ledger := self._workspace.ledger) is not None:
            self._reading.read(
                lambda progress: services.todo.todo(ledger, datetime.date.today(), progress=progress),
                self._show,
                lambda refusal: self.message.emit(str(refusal)),
                start=background.run_in_turn,
            )

    def _show(self, tasks: tuple[Task, ...]) -> None:
        self.tasks = tasks
        self.changed.emit(tasks)
