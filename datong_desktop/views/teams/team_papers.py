"""What a page of 专家服务队 prints: whatever the pool and its teams print."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from datong_desktop import services
from datong_desktop.views.workspace import Workspace

if TYPE_CHECKING:
    from datong_desktop.services.printables import Printable


class TeamPapers:
    """Mixed into the needs and the board, before what kind of tab body they are."""

    _workspace: Workspace

    def printables(self) -> Sequence[Printable]:
        """Whatever the expert pool and its teams print."""
        ledger = self._workspace.ledger
        return services.expert_documents.printables(ledger, datetime.date.today()) if ledger else ()

    def subject(self) -> str:
        return "专家服务队"
