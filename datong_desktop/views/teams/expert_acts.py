"""What is done with experts besides keying their forms: 资格审查 and 动态调整, of one or of many at once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from datong_desktop import services
from datong_desktop.domain.expert import LEAVES, Adjustment, QualificationCheck
from datong_desktop.domain.fields import Value, fields_by_id, fields_of
from datong_desktop.services.changes import Changed
from datong_desktop.views import dialogs
from datong_desktop.views.records.editors import earlier_values
from datong_desktop.views.records.record_dialog import RecordDialog
from datong_desktop.views.workspace import Workspace


def adjust(workspace: Workspace, chosen: Sequence[str], parent: QWidget) -> Changed | None:
    """Ask for an adjustment of these experts and store it; None when it was given up."""
    today = datetime.date.today()
    start = Adjustment("", 0, decided_on=today, year=today.year)

    def write(values: Mapping[str, Value]) -> Changed | None:
        return workspace.attempt(services.adjusting.adjust, list(chosen), Adjustment("", 0, **values))  # type: ignore[arg-type]

    dialog = RecordDialog(
        "adjustDialog", f"动态调整 {len(chosen)} 名专家（{LEAVES}的同时归档）", fields_of(Adjustment), start, write, parent,
        required=("decided_on", "kind"),
        offers={"decided_by": earlier_values(lambda: workspace.ledger, Adjustment, fields_by_id(Adjustment)["decided_by"])},
    )  # fmt: skip
    return dialog.done_ if dialogs.ask(dialog) else None


def check(workspace: Workspace, chosen: Sequence[str], parent: QWidget) -> Changed | None:
    """Ask when and by whom, check these experts clause by clause and keep the results; None when it was given up."""
    ledger = workspace.ledger
    if ledger is None:
        return None
    fields = fields_by_id(QualificationCheck)
    occasion = services.qualifying.occasion_of(ledger, chosen)
    start = QualificationCheck("", 0, checked_on=datetime.date.today(), occasion=occasion, reviewer=ledger.operator)

    def write(values: Mapping[str, Value]) -> Changed | None:
        texts = [str(values[name]) for name in ("occasion", "reviewer", "remark")]
        return workspace.attempt(services.qualifying.check_and_keep, list(chosen), values["checked_on"], *texts)

    dialog = RecordDialog(
        "checkDialog", f"审查 {len(chosen)} 名专家的资格", [fields[name] for name in ("checked_on", "occasion", "reviewer", "remark")],
        start, write, parent, required=("checked_on", "occasion", "reviewer"), accept_text="审查",
        offers={"reviewer": earlier_values(lambda: workspace.ledger, QualificationCheck, fields["reviewer"])},
    )  # fmt: skip
    return dialog.done_ if dialogs.ask(dialog) else None
