"""A clerk before 智能组队, for tests: a ledger with a pool, a team and two needs, proposed for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from datong_desktop.services.staffing import ServiceObject
from datong_desktop.services.team_ledger import staffing
from datong_desktop.settings import Settings
from datong_desktop.views.background import Job
from datong_desktop.views.teams.proposal_dialog import ProposalDialog
from datong_desktop.views.workspace import Workspace
from tests.storage import new_ledger
from tests.teams import DAY, LAWYER, SEVEN, of_district, pool, qualified, team


class ProposalDesk:
    """A clerk before the window over a ledger with a pool, a team and two needs."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.workspace = qtbot, Workspace()
        self.ledger = new_ledger(folder)
        self.people = pool(self.ledger)
        self.lawyer = qualified(self.ledger, "李律师", LAWYER, fields="法律", projects=9)
        self.one = of_district(self.ledger, "平城区", fields="法律")
        self.two = of_district(self.ledger, "云冈区")
        team(self.ledger, *(self.people[kind] for kind in SEVEN), district="平城区")
        self.workspace.set_ledger(self.ledger)
        self.settings = Settings()
        self.dialog = ProposalDialog(self.workspace, self.settings, today=DAY)
        qtbot.addWidget(self.dialog)
        self.dialog.show()
        qtbot.waitExposed(self.dialog)
        self.settle()

    @property
    def parts(self) -> Any:
        return self.dialog.parts

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not Job._alive, timeout=20_000)

    def propose(self) -> None:
        self.parts.start.click()
        self.settle()

    def seat(self, row: int, column: int) -> str:
        return str(self.parts.table.item(row, column).text())

    def teams(self) -> set[ServiceObject]:
        return set(staffing(self.ledger, DAY).team_of)

    @property
    def said(self) -> str:
        return str(self.parts.note.text())
