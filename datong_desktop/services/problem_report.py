"""The periodic report of problems out of the service log (annex 5 四（四）)."""

from __future__ import annotations

import datetime

from sqlalchemy import func, select

from datong_desktop.domain.problem_report import ProblemReport, problem_report
from datong_desktop.domain.service_lines import Period
from datong_desktop.domain.service_log import ServiceVisit
from datong_desktop.models.registry import ROWS
from datong_desktop.services import service_visits
from datong_desktop.services.districts import newest_scheme
from datong_desktop.services.ledger import Ledger


def report(ledger: Ledger, period: Period, on: datetime.date) -> ProblemReport:
    """The problems of a period as they stand on a day; districts in the order of the newest year's scheme."""
    with ledger.reading() as session:
        districts = newest_scheme(session).districts
    return problem_report(service_visits.lines(ledger, period), period, on, districts)


def years(ledger: Ledger) -> frozenset[int]:
    """The years there are visits of."""
    c = ROWS[ServiceVisit].__table__.c
    with ledger.reading() as session:
        found = session.scalars(select(func.substr(c.visited_on, 1, 4)).where(c.visited_on.is_not(None)).distinct())
        return frozenset(map(int, found))
