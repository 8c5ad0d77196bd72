"""取消参评资格 (annex 4 part 四): a district that falsified data is out of the year concerned and the next."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from datong_desktop.domain.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Disqualification:
    """A decision recorded for the year whose data were falsified, with its reason, date and document number."""

    year: int
    district: str
    reason: str
    decided_on: datetime.date | None
    document_number: str


def in_force(scheme: Scheme, year: int, decisions: Iterable[Disqualification]) -> dict[str, Disqualification]:
    """Decisions that keep districts out of ``year``, by district; the latest decision wins."""
    found: dict[str, Disqualification] = {}
    for decision in sorted(decisions, key=lambda d: d.year):
        if decision.year <= year < decision.year + scheme.disqualified_years:
            found[decision.district] = decision
    return found
