"""A page of 专家服务队 that prints what the pool and its teams print."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from datong_desktop import services
from datong_desktop.views.tab_body import TabBody
from datong_desktop.views.workspace import Workspace

if TYPE_CHECKING:
    from datong_desktop.services.printables import Printable


class TeamPapersPage(TabBody):
    """The needs and the board."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace

    def printables(self) -> Sequence[Printable]:
        """Whatever the expert pool and its teams print."""
        ledger = self._workspace.ledger
        return services.expert_documents.printables(ledger, datetime.date.today()) if ledger else ()

    def subject(self) -> str:
        return "专家服务队"
