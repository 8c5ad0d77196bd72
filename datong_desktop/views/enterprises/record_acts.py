"""How a record that hangs on an enterprise is asked for and stored: what all acts share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from datong_desktop.domain.application import Application, PanelOpinion, Step
from datong_desktop.domain.enterprise import Judgement
from datong_desktop.domain.fields import Field, Value
from datong_desktop.domain.fostering import Reform, Submission, Tracking, Visit
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.views import dialogs
from datong_desktop.views.workspace import Workspace

if TYPE_CHECKING:
    from datong_desktop.views.records.editors import Offers

Values = Mapping[str, Value]
WRITTEN_IN: dict[str, type] = {
    "actor": Step, "recommender": Application, "expert": PanelOpinion, "institution": PanelOpinion, "department": Visit,
    "visitor": Visit, "responsible": Visit, "investor": Reform, "judged_by": Judgement, "unit": Submission, "tracker": Tracking,
}  # fmt: skip
"""Fields of units and people, and the records in which the ledger has them already."""


class RecordActs(QObject):
    """``current`` gives the enterprise that is meant, None when there is none."""

    def __init__(self, workspace: Workspace, current: Callable[[], EnterpriseFile | None], window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._current, self._window = workspace, current, window

    def _ask(
        self, name: str, title: str, shown: Collection[Field], record: Any, write: Callable[[Values], Changed | None],
        *, required: Collection[str] = (), remove: Callable[[], Changed | None] | None = None, below: QWidget | None = None,
        accept_text: str = "保存", parent: QWidget | None = None,
    ) -> Changed | None:  # fmt: skip
        """Ask for a record and store it."""
        from datong_desktop.views.records.record_dialog import RecordDialog

        dialog = RecordDialog(
            name, title, tuple(shown), record, write, parent or self._window.window(), required=required, remove=remove,
            offers=self._offers(shown), below=below, accept_text=accept_text,
        )  # fmt: skip
        return cast("Changed | None", dialog.done_) if dialogs.ask(dialog) else None

    def _offers(self, shown: Collection[Field]) -> Offers:
        """Units and people are proposed as they were written before."""
        from datong_desktop.views.records.editors import earlier_values

        return {f.id: earlier_values(lambda: self._workspace.ledger, WRITTEN_IN[f.id], f) for f in shown if f.id in WRITTEN_IN}

    def _do(self, verb: Callable[..., Changed], *args: object, **options: object) -> Changed | None:
        return self._workspace.attempt(partial(verb, **options) if options else verb, *args)


def changed_by(record: Any, values: Values) -> Any:
    """The record with these values."""
    return replace(record, **values)
