"""企业库: the enterprises of the registry."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from datong_desktop import services
from datong_desktop.services.enterprise_list import ENTERPRISES, districts, open_index
from datong_desktop.services.enterprises import REGISTER
from datong_desktop.settings import Settings
from datong_desktop.views.enterprises.enterprise_facts import facts
from datong_desktop.views.enterprises.enterprise_fields import WORDS
from datong_desktop.views.enterprises.enterprise_pages import EnterprisePages
from datong_desktop.views.records.record_tab import RecordTab, TabParts
from datong_desktop.views.workspace import Workspace

if TYPE_CHECKING:
    from datong_desktop.services.printables import Printable

PARTS = TabParts(
    REGISTER,
    ENTERPRISES,
    open_index,
    WORDS,
    "企业库",
    one_by_one=("name", "short_name", "credit_code"),
    empty=("还没有企业", "从第一家录起，或者把已有的 Excel 名册导进来。"),
    facts=facts,
    batch_choices=lambda: {"district": districts()},
)


class EnterpriseTab(RecordTab):
    """The registry."""

    pages: EnterprisePages

    def __init__(self, workspace: Workspace, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("enterpriseTab", PARTS, workspace, settings, parent)

    def make_pages(self) -> EnterprisePages:
        return EnterprisePages(self._workspace, *self.page_parts)

    def printables(self) -> Sequence[Printable]:
        """The forms of the current enterprise, then the lists of all."""
        ledger, today = self._workspace.ledger, datetime.date.today()
        return services.registry_documents.printables(ledger, today, self.shown_id()) if ledger else ()
