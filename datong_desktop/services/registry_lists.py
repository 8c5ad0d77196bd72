"""The lists the office prints from the registry: pool, reform, milestones, helpers, recommendations.

Each line holds the records it speaks of, whole; lists by district follow the order of the newest year's scheme.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.application import IN_POOL, Move, Step
from datong_desktop.domain.enterprise import TIERS, Enterprise
from datong_desktop.domain.fields import fields_by_id
from datong_desktop.domain.fostering import MILESTONES, REFORMED, Assistance, Milestone, Reform, Visit
from datong_desktop.domain.problem import Problem, problem
from datong_desktop.domain.standing import PoolState
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.models.tables import AssessmentYear
from datong_desktop.services import enterprises, records
from datong_desktop.services.assessment import built_in_scheme
from datong_desktop.services.entries import known_scheme
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.pool_states import states_in


@dataclass(frozen=True, slots=True)
class PoolLine:
    """An enterprise of the pool."""

    enterprise: Enterprise
    state: PoolState


@dataclass(frozen=True, slots=True)
class ReformLine:
    """A line of the 股改清单; ``finished_on`` is the day of the milestone."""

    enterprise: Enterprise
    reform: Reform
    state: PoolState
    finished_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone and whose it is."""

    enterprise: Enterprise
    milestone: Milestone


@dataclass(frozen=True, slots=True)
class AssistanceLine:
    """一企一帮扶 of an enterprise with its visits, oldest first. One of the pool that nobody looks after yet has a blank
    ``assistance``."""

    enterprise: Enterprise
    assistance: Assistance
    visits: tuple[Visit, ...]
    state: PoolState


@dataclass(frozen=True, slots=True)
class RecommendationLine:
    """A recommendation to the provincial pool and what came of it: ``result`` 省资源库入库, 省资源库未入 or "" so far."""

    enterprise: Enterprise
    recommended_on: datetime.date | None
    opinion: str
    tier: str
    result: str
    decided_on: datetime.date | None


def pool_ledger(ledger: Ledger) -> tuple[PoolLine, ...]:
    """The enterprises of the pool by tier, district, day of admission and name."""
    with ledger.reading() as session:
        inside = {one: state for one, state in states_in(session).items() if state.state in IN_POOL}
        about, district = _about(session, inside), _district_order(session)
    lines = [PoolLine(about[one], state) for one, state in inside.items()]
    tiers = {tier: place for place, tier in enumerate(TIERS)}
    lines.sort(
        key=lambda line: (
            tiers.get(line.state.tier, len(tiers)),
            district(line.enterprise.district),
            line.state.admitted_on or datetime.date.max,
            line.enterprise.name,
        )
    )
    return tuple(lines)


def reform_list(ledger: Ledger, district: str | None = None) -> tuple[ReformLine, ...]:
    """The 股改清单 of one district or of all, by district, kinds and name (measure 1)."""
    with ledger.reading() as session:
        found = records.read(session, Reform)
        about, order = _about(session, (reform.enterprise for reform in found)), _district_order(session)
        states = states_in(session)
        c = ROWS[Milestone].__table__.c
        finished = {one.enterprise: one.happened_on for one in records.read(session, Milestone, c.kind == REFORMED)}
    lines = [
        ReformLine(about[one.enterprise], one, states.get(one.enterprise, PoolState()), finished.get(one.enterprise))
        for one in found
        if district is None or about[one.enterprise].district == district
    ]
    lines.sort(key=lambda line: (order(line.enterprise.district), line.reform.kinds, line.enterprise.name))
    return tuple(lines)


def milestones_of(ledger: Ledger, year: int) -> tuple[MilestoneLine, ...]:
    """The milestones of a year by kind, day and name."""
    c = ROWS[Milestone].__table__.c
    with ledger.reading() as session:
        found = records.read(session, Milestone, c.happened_on.between(f"{year}-01-01", f"{year}-12-31"))
        about = _about(session, (milestone.enterprise for milestone in found))
    lines = [MilestoneLine(about[one.enterprise], one) for one in found]
    kinds = {kind: place for place, kind in enumerate(MILESTONES)}
    lines.sort(
        key=lambda line: (
            kinds.get(line.milestone.kind, len(kinds)),
            line.milestone.happened_on or datetime.date.max,
            line.enterprise.name,
        )
    )
    return tuple(lines)


def assistance_list(ledger: Ledger) -> tuple[AssistanceLine, ...]:
    """Who is looked after by whom, by district and name; with the enterprises of the pool nobody looks after yet."""
    with ledger.reading() as session:
        kept = {one.enterprise: one for one in records.read(session, Assistance)}
        states = states_in(session)
        wanted = dict.fromkeys([*kept, *(one for one, state in states.items() if state.state in IN_POOL)])
        about, order = _about(session, wanted), _district_order(session)
        visits: dict[str, list[Visit]] = {}
        for visit in records.read(session, Visit):
            visits.setdefault(visit.enterprise, []).append(visit)
    lines = [
        AssistanceLine(
            about[one],
            kept.get(one, Assistance(one)),
            tuple(sorted(visits.get(one, ()), key=lambda visit: visit.visited_on or datetime.date.max)),
            states.get(one, PoolState()),
        )
        for one in wanted
    ]
    lines.sort(key=lambda line: (order(line.enterprise.district), line.enterprise.name))
    return tuple(lines)


def recommendation_list(ledger: Ledger, year: int) -> tuple[RecommendationLine, ...]:
    """The enterprises recommended to the provincial pool in a year, by district and day."""
    c = ROWS[Step].__table__.c
    recommended = select(c.enterprise).where(
        c.move == Move.RECOMMEND, c.made_on.between(f"{year}-01-01", f"{year}-12-31")
    )
    with ledger.reading() as session:
        steps: dict[str, list[Step]] = {}
        for step in records.read(session, Step, c.enterprise.in_(recommended)):
            steps.setdefault(step.enterprise, []).append(step)
        about, order = _about(session, steps), _district_order(session)
    lines = [line for one, own in steps.items() for line in _recommendations(about[one], own, year)]
    lines.sort(key=lambda line: (order(line.enterprise.district), line.recommended_on, line.enterprise.name))
    return tuple(lines)


def gaps(ledger: Ledger, year: int) -> tuple[Problem, ...]:
    """What the measures ask of everyone and some have not done: a reform list of each district (measure 1), a visit of
    each department in the year (measure 3)."""
    c, about = ROWS[Visit].__table__.c, EnterpriseRow.__table__.c
    reforming = select(about.district).where(about.id.in_(select(ROWS[Reform].__table__.c.enterprise)))
    visiting = select(c.department).where(c.visited_on.between(f"{year}-01-01", f"{year}-12-31"))
    with ledger.reading() as session:
        listed, called = (set(session.scalars(query.distinct())) for query in (reforming, visiting))
        districts = _districts(session)
    found = []
    if silent := [district for district in districts if district not in listed]:
        found.append(problem("no_reform_list", f"{'、'.join(silent)}的股份制改造清单里还没有企业，请催报。"))
    if absent := [one for one in fields_by_id(Visit)["department"].choices if one not in called]:
        found.append(problem("no_visit", f"{'、'.join(absent)}在{year}年还没有走访记录，请核对补登。"))
    return tuple(found)


def _recommendations(enterprise: Enterprise, steps: list[Step], year: int) -> Iterable[RecommendationLine]:
    """Each recommendation with the decision that follows it before the next one."""
    tier = ""
    for place, step in enumerate(steps):
        tier = step.tier or tier
        if step.move != Move.RECOMMEND or step.made_on is None or step.made_on.year != year:
            continue
        decision = _decision(steps[place + 1 :])
        yield RecommendationLine(
            enterprise, step.made_on, step.opinion, tier,
            decision.move if decision else "", decision.made_on if decision else None,
        )  # fmt: skip


def _decision(following: list[Step]) -> Step | None:
    for step in following:
        if step.move == Move.RECOMMEND:
            return None
        if step.move in (Move.ADMIT_PROVINCIAL, Move.DECLINE_PROVINCIAL):
            return step
    return None


def _about(session: Session, identifiers: Iterable[str]) -> dict[str, Enterprise]:
    found = enterprises.files(session, list(dict.fromkeys(identifiers)), ())
    return {enterprise.id: enterprise for enterprise in map(attrgetter("enterprise"), found)}


def _district_order(session: Session) -> Callable[[str], Any]:
    """A sort key: the order of the scheme, other districts after it by name, none at the end."""
    places = {district: place for place, district in enumerate(_districts(session))}
    return lambda district: (places.get(district, len(places)), not district, district)


def _districts(session: Session) -> tuple[str, ...]:
    """The districts of the newest year's scheme."""
    query = select(AssessmentYear.scheme_text).order_by(AssessmentYear.year.desc()).limit(1)
    return known_scheme(session.scalars(query).first() or built_in_scheme()).districts
