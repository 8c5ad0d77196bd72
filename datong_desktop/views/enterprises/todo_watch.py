"""What is due, read in the background: the number on the tab and the list of 待办 follow it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from datong_desktop import services
from datong_desktop.services.changes import Changed
from datong_desktop.views import background
from datong_desktop.views.workspace import Workspace

if TYPE_CHECKING:
    from datong_desktop.services.todo import Task

PAUSE = 400
"""Milliseconds after a write: a clerk who goes on keying must not wait for what is due."""


def urgent(tasks: Sequence[Task]) -> int:
    """How many are overdue or due within thirty days: the number on the tab."""
    return sum(task.days <= services.todo.SOON for task in tasks)


class TodoWatch(QObject):
    """Signal ``changed(tuple tasks)``, most urgent first, after the ledger was opened and after writes that may matter.

    ``tasks`` are the last ones read, None before that.
    """

    changed = Signal(tuple)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.tasks: tuple[Task, ...] | None = None
        self._job: background.Job | None = None
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
        self._stop()  # what is being read is of the ledger before
        if self._workspace.ledger is None:
            self._later.stop()
            self.changed.emit(())
        else:
            self._later.start()

    def put_off(self) -> None:
        """The clerk is at work: what is being read is read when the hands rest. A thread that reads thousands of records
        would make each key wait."""
        if self._job is not None or self._later.isActive():
            self._stop()
            self._later.start()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.abandon()
            self._job = None

    def look(self) -> None:
        """Read everything due anew."""
        self._stop()
        ledger = self._workspace.ledger
        if ledger is None:
            return

        def done(tasks: tuple[Task, ...]) -> None:
            if isValid(self):
                self._job, self.tasks = None, tasks
                self.changed.emit(tasks)

        def failed(error: BaseException) -> None:
            if isValid(self) and self._workspace.ledger is ledger:  # else it was closed meanwhile
                self._job = None
                raise error

        self._job = background.run_in_turn(
            lambda progress: services.todo.todo(ledger, datetime.date.today(), progress=progress), done, failed
        )
