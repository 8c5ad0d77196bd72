"""What the papers of the expert pool hold: lines of lists, and the check of one expert."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from datong_desktop.domain.admission import ClauseResult
from datong_desktop.domain.expert import Expert, Penalty, Project, QualificationCheck
from datong_desktop.domain.qualification import Qualification


@dataclass(frozen=True, slots=True)
class RosterLine:
    """An expert with the result of the last check and the number of teams he or she is in now."""

    expert: Expert
    qualified: str
    load: int


@dataclass(frozen=True, slots=True)
class CheckLine:
    """An expert as checked on a day, the newest kept check (None: none yet) and when the yearly one is due again."""

    expert: Expert
    found: Qualification
    last: QualificationCheck | None
    due: datetime.date | None


@dataclass(frozen=True, slots=True)
class CheckSheet:
    """The check of one expert for paper: ``on`` which day, with what result. ``kept`` is the record of it, None where it was
    worked out and not kept; ``other`` holds findings that belong to no clause. ``projects`` and ``penalties`` are what was
    looked at, None where that is not known any more."""

    expert: Expert
    on: datetime.date | None
    result: str
    clauses: tuple[ClauseResult, ...]
    kept: QualificationCheck | None = None
    other: str = ""
    projects: tuple[Project, ...] | None = None
    penalties: tuple[Penalty, ...] | None = None
