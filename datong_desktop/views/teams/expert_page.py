"""专家库: the first page of 专家服务队."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from datong_desktop import services
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprise_list import districts
from datong_desktop.services.expert_list import EXPERTS, open_index
from datong_desktop.services.experts import REGISTER
from datong_desktop.settings import Settings
from datong_desktop.views.records.record_page import RecordPage
from datong_desktop.views.records.record_pages import RecordPages
from datong_desktop.views.records.record_tab import RecordTab, TabParts
from datong_desktop.views.teams.expert_facts import facts
from datong_desktop.views.teams.expert_fields import WORDS
from datong_desktop.views.teams.expert_menu import ExpertMenu
from datong_desktop.views.workspace import Workspace

if TYPE_CHECKING:
    from datong_desktop.services.printables import Printable

PARTS = TabParts(
    REGISTER,
    EXPERTS,
    open_index,
    WORDS,
    "专家库",
    one_by_one=("number", "name"),
    empty=("还没有专家", "从第一名录起，或者把机构报来的 Excel 名单导进来。"),
    facts=facts,
    batch_choices=lambda: {"districts": districts()},
)


class ExpertPages(RecordPages):
    """The pool and over it the form of one expert."""

    def make_form(self) -> RecordPage:
        from datong_desktop.views.teams.expert_form import ExpertForm

        return ExpertForm(self._workspace)

    def make_menu(self, parent: QWidget) -> QMenu:
        return ExpertMenu(self._workspace, self, parent)


class ExpertPage(RecordTab):
    """The expert pool."""

    def __init__(self, workspace: Workspace, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("expertPage", PARTS, workspace, settings, parent)

    def make_pages(self) -> ExpertPages:
        return ExpertPages(self._workspace, REGISTER, WORDS, *self.page_parts)

    def touched(self, changed: Changed) -> frozenset[str]:
        """Who leaves a team, or whose team is dissolved, has another load: the change names the team alone."""
        own = super().touched(changed)
        return own.union(self.list.table.ids) if "team" in changed.touched else own

    def printables(self) -> Sequence[Printable]:
        """The papers of the current expert, then those of the pool and of the teams."""
        ledger, today = self._workspace.ledger, datetime.date.today()
        return services.expert_documents.printables(ledger, today, self.shown_id()) if ledger else ()
