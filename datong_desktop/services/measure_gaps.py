"""Who has not yet done what the measures ask of them: districts without a reform list, units that submitted nobody,
departments that visited nobody, enterprises of the pool that nobody looks after, a year without a choice (measures 1-3, 10)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from datong_desktop.domain.application import IN_POOL, Application, Move, Step
from datong_desktop.domain.enterprise import LIMITED_COMPANIES, Enterprise
from datong_desktop.domain.fostering import (
    DUTY_UNITS,
    POOLS,
    VISITING_UNITS,
    Assistance,
    Difficulty,
    Reform,
    StateOwnedPlan,
    Submission,
    Visit,
)
from datong_desktop.domain.fostering_checks import GIVEN_UP, STATE_OWNED
from datong_desktop.domain.registry_lines import SubmissionLine
from datong_desktop.domain.standing import PoolState
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.services import records
from datong_desktop.services.districts import newest_scheme
from datong_desktop.services.enterprises import by_id
from datong_desktop.services.pool_states import states_in

CITY_POOL, PROVINCIAL_POOL = POOLS


def during(year: int) -> tuple[str, str]:
    """First and last day of a year as the ledger stores them."""
    return f"{year}-01-01", f"{year}-12-31"


# -- measure 1 ------------------------------------------------------------------------------------------------------


def reforming(session: Session) -> frozenset[str]:
    """The districts that have somebody on a reform list: not archived, not given up."""
    about, reform = EnterpriseRow.__table__.c, ROWS[Reform].__table__.c
    listed = select(reform.enterprise).where(reform.step != GIVEN_UP)
    found = select(about.district).where(about.archived_on.is_(None), about.id.in_(listed))
    return frozenset(session.scalars(found.distinct()))


def without_list(session: Session) -> tuple[str, ...]:
    """The districts of the scheme that have nobody on a reform list, though each is to have one (measure 1)."""
    listed = reforming(session)
    return tuple(district for district in newest_scheme(session).districts if district not in listed)


def unlisted(session: Session) -> tuple[tuple[Enterprise, datetime.date], ...]:
    """The limited companies of the pool that stand on no reform list, each with the last day of its two years (measure 1,
    annex 2 一（一）)."""
    about, reform = EnterpriseRow.__table__.c, ROWS[Reform].__table__.c
    limited = about.legal_form.in_(LIMITED_COMPANIES), about.archived_on.is_(None)
    wanted = select(about.id).where(*limited, about.id.not_in(select(reform.enterprise)))
    states = states_in(session, lambda column: column.in_(wanted))
    due = {one: state.reform_due_on for one, state in states.items() if state.reform_due_on}
    return tuple((enterprise, due[one]) for one, enterprise in by_id(session, due).items())


# -- measure 2 ------------------------------------------------------------------------------------------------------


def submitting_units(session: Session) -> tuple[str, ...]:
    """Who is to submit each year: the districts, then the departments measure 2 names."""
    return (*newest_scheme(session).districts, *DUTY_UNITS)


def submissions(session: Session, year: int) -> tuple[SubmissionLine, ...]:
    """Who put whom forward in a year, by unit and day: what was keyed as such, then the applications by their channel and
    the recommendations to the provincial pool by who made them, where they are not keyed as well."""
    units, city = submitting_units(session), newest_scheme(session).city
    found: dict[tuple[str, str, str], list[tuple[Submission, str]]] = {}
    for one, by in _put_forward(session, year):
        plain = replace(one, unit=_plain(one.unit, city))
        same = found.setdefault((plain.unit, plain.enterprise, plain.pool or CITY_POOL), [])
        if not same or not by:
            same.append((plain, by))
    about = by_id(session, {enterprise for _, enterprise, _ in found})
    lines = [SubmissionLine(about[one.enterprise], one, by) for same in found.values() for one, by in same]
    places = {unit: place for place, unit in enumerate(units)}
    lines.sort(
        key=lambda line: (
            places.get(line.submission.unit, len(places)), line.submission.unit, str(line.submission.submitted_on), line.enterprise.name,
        )
    )  # fmt: skip
    return tuple(lines)


def without_submission(session: Session, year: int) -> tuple[str, ...]:
    """The units that put nobody forward in a year, though each is to do so every year (measure 2)."""
    submission, applied, step = (ROWS[kind].__table__.c for kind in (Submission, Application, Step))
    queries = (
        select(submission.unit).where(submission.submitted_on.between(*during(year))),
        select(applied.recommender).where(applied.received_on.between(*during(year))),
        select(step.actor).where(step.move == Move.RECOMMEND, step.made_on.between(*during(year))),
    )
    city = newest_scheme(session).city
    done = {_plain(unit, city) for query in queries for unit in session.scalars(query.distinct())}
    return tuple(unit for unit in submitting_units(session) if unit not in done)


def _put_forward(session: Session, year: int) -> Iterator[tuple[Submission, str]]:
    """Each with how it came, "" when it was keyed as such."""
    c = ROWS[Submission].__table__.c
    for one in records.read(session, Submission, c.submitted_on.between(*during(year))):
        yield one, ""
    c, names = ROWS[Application].__table__.c, ("enterprise", "number", "received_on", "recommender")  # not the rules it keeps
    query = select(*(c[name] for name in names)).where(c.received_on.between(*during(year)), c.recommender != "")
    for applied in records.records_of(Application, names, session.execute(query)):
        on = applied.received_on
        yield Submission(applied.enterprise, 0, submitted_on=on, unit=applied.recommender, pool=CITY_POOL), Move.APPLY
    c = ROWS[Step].__table__.c
    for step in records.read(session, Step, c.move == Move.RECOMMEND, c.made_on.between(*during(year)), c.actor != ""):
        made = Submission(
            step.enterprise, 0, submitted_on=step.made_on, unit=step.actor, pool=PROVINCIAL_POOL, ground=step.opinion
        )
        yield made, Move.RECOMMEND


def _plain(written: str, city: str) -> str:
    """大同市科技局 and 市科技局 are one."""
    return " ".join(written.split()).removeprefix(city.removesuffix("市"))


# -- measure 3 ------------------------------------------------------------------------------------------------------


def problems_heard(session: Session, year: int) -> dict[str, list[Visit | Difficulty]]:
    """The 问题清单 by enterprise, by day: what was heard in a year, on a visit or otherwise, and what was heard before and not
    closed before it."""
    first, last = during(year)
    found: dict[str, list[Visit | Difficulty]] = {}
    kinds: dict[type[Visit] | type[Difficulty], str] = {Visit: "visited_on", Difficulty: "raised_on"}
    for record, day in kinds.items():
        c = ROWS[record].__table__.c
        by_then = or_(c[day] <= last, c[day].is_(None))
        still = or_(c[day] >= first, c.closed_on.is_(None), c.closed_on >= first)
        for one in records.read(session, record, c.problem != "", by_then, still):
            found.setdefault(one.enterprise, []).append(one)
    for own in found.values():
        own.sort(key=lambda one: heard_on(one) or datetime.date.max)
    return found


def heard_on(one: Visit | Difficulty) -> datetime.date | None:
    """The day a problem was heard."""
    return one.visited_on if isinstance(one, Visit) else one.raised_on


def without_visit(session: Session, year: int) -> tuple[str, ...]:
    """The departments that visited nobody in a year, though each is to do so (measure 3)."""
    c = ROWS[Visit].__table__.c
    called = set(session.scalars(select(c.department).where(c.visited_on.between(*during(year))).distinct()))
    return tuple(one for one in VISITING_UNITS if one not in called)


def without_leaders(session: Session, states: Mapping[str, PoolState]) -> list[str]:
    """The ids of those of the pool that lack a leader of the city or of the county (measure 3)."""
    c = ROWS[Assistance].__table__.c
    led = set(session.scalars(select(c.enterprise).where(c.city_leader != "", c.county_leader != "")))
    return [one for one, state in states.items() if state.state in IN_POOL and one not in led]


# -- measure 10 -----------------------------------------------------------------------------------------------------


def unchosen(session: Session, year: int) -> int:
    """How many state-owned enterprises there are of which none was chosen for a year; 0 when one was (measure 10)."""
    plan, c = ROWS[StateOwnedPlan].__table__.c, EnterpriseRow.__table__.c
    if session.scalar(select(plan.enterprise).where(plan.year == year).limit(1)) is not None:
        return 0
    return len(session.execute(select(c.id).where(c.ownership == STATE_OWNED, c.archived_on.is_(None))).all())
