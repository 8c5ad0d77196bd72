"""Whatever is done with teams and needs in whatever order, the ledger holds what a plain model says, and every step goes back."""

from __future__ import annotations

from hypothesis import settings

from tests.services.office_needs import NeedMoves
from tests.services.office_teams import TeamMoves


class WholeOffice(TeamMoves, NeedMoves):
    """Teams and needs at once."""


TestOffice = WholeOffice.TestCase
TestOffice.settings = settings(max_examples=8, stateful_step_count=40)
