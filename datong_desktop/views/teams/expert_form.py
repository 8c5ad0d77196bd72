"""专家登记: one expert as on the application, with the papers and what looks wrong."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from datong_desktop import services
from datong_desktop.services.experts import REGISTER
from datong_desktop.views.records.record_children import Warnings
from datong_desktop.views.records.record_page import TAKEN, RecordPage
from datong_desktop.views.teams import expert_acts
from datong_desktop.views.teams.expert_fields import SHEETS, WORDS, form_fields, offers
from datong_desktop.views.teams.expert_panel import ExpertPanel
from datong_desktop.views.workspace import Workspace


class ExpertForm(RecordPage):
    """``panel`` stands at the right of the window while the form is shown."""

    taken = TAKEN.replace("Q", "") + "Z12345"
    """The menu 专家 instead of 企业, and the keys that turn the pages of the tab."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, REGISTER, WORDS, form_fields(), offers(lambda: workspace.ledger), SHEETS, parent)
        self.panel: ExpertPanel = ExpertPanel(workspace)
        self.panel.checkAsked.connect(self._check)
        self.start()

    def _check(self) -> None:
        if self.identifier and self.finish_editing() == 0:
            expert_acts.check(self._workspace, [self.identifier], self.window())

    def show_more(self, file: Any, *, afresh: bool) -> Warnings:
        ledger = self._workspace.ledger
        notices = services.expert_notices.notices_of(ledger, file, datetime.date.today()) if ledger and file else ()
        told = {notice.field: notice.text for notice in notices}
        for name, cell in self.form.cells.items():
            cell.show_warning(told.get(name, ""))
        self.panel.show_file(file, notices)
        return notices

    def standing(self, file: Any) -> Sequence[str]:
        return (file.expert.number, file.expert.institution, file.expert.institution_type) if file else ()
