"""What the lists of the expert pool hold, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from datong_desktop.domain.expert import Expert


@dataclass(frozen=True, slots=True)
class RosterLine:
    """An expert with the result of the last check and the number of teams he or she is in now."""

    expert: Expert
    qualified: str
    load: int
