"""One step of the undo stack: it only names a change set of the log; the work is the ledger's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtGui import QUndoCommand

from datong_desktop.services.changes import Changed

if TYPE_CHECKING:
    from datong_desktop.views.workspace import Workspace


class UndoStep(QUndoCommand):
    """One write on the undo stack, or those of one visit; the work itself was done before it was pushed."""

    def __init__(self, workspace: Workspace, changed: Changed, visit: object = None) -> None:
        super().__init__(changed.label.replace("&", "&&"))  # a file name's & is no Alt letter
        assert changed.change_set is not None
        self._workspace, self._done, self._refused = workspace, False, False
        self.change_sets: tuple[int, ...] = (changed.change_set,)
        self.years, self.visit = changed.years, visit

    def id(self) -> int:
        return -1 if self.visit is None else 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, UndoStep) or other.visit != self.visit:
            return False
        self.change_sets += other.change_sets
        return True

    def follow(self, changed: Changed | None) -> None:
        """The step is from now on what undid or redid it; one that could not be is given up."""
        if changed is not None and changed.change_set is not None:
            self.change_sets = (changed.change_set,)
        else:
            self._refused = True
            if shiboken6.isValid(self):
                self.setObsolete(True)

    def redo(self) -> None:
        if self._done:
            self.undo()
        self._done = True

    def undo(self) -> None:
        if self._refused:
            self.setObsolete(True)
        else:
            self._workspace.take_back(self)
