"""The lists the office keeps and prints of the registry: pool, panel, reform, milestones, helpers, recommendations.

Lists by district follow the order of the newest year's scheme.

Archived enterprises (归档: 不再列在平时的表里，资料都留着) are read so: what happened stays, what is going on does not. Milestones,
visits, decided applications and decided recommendations are events of their day; archiving later does not undo them. The
pool, the reform list, helpers, and whatever still waits for a decision are lists of those the office works with now.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select

from datong_desktop.domain.admission import fiscal_year
from datong_desktop.domain.application import IN_POOL, Application, Material, Move, Step
from datong_desktop.domain.enterprise import TIERS, Enterprise, FiscalYear, Judgement
from datong_desktop.domain.fostering import (
    MILESTONES,
    REFORMED,
    Assistance,
    Milestone,
    Reform,
    Submission,
    Visit,
)
from datong_desktop.domain.registry_lines import (
    AssistanceLine,
    MilestoneLine,
    PanelLine,
    PoolLine,
    RecommendationLine,
    ReformLine,
    SubmissionLine,
)
from datong_desktop.domain.standing import PoolState
from datong_desktop.models.registry import ROWS
from datong_desktop.services import enterprises, measure_gaps, records
from datong_desktop.services.admission import check_file
from datong_desktop.services.batches import BatchLine, view_in
from datong_desktop.services.districts import district_order
from datong_desktop.services.enterprises import EnterpriseFile, by_id
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.measure_gaps import during, reforming
from datong_desktop.services.pool_states import states_in


def pool_ledger(ledger: Ledger) -> tuple[PoolLine, ...]:
    """The enterprises of the pool, archived ones left out, by tier, district, day of admission and name."""
    with ledger.reading() as session:
        inside = {one: state for one, state in states_in(session).items() if state.state in IN_POOL}
        about, district = by_id(session, inside), district_order(session)
    lines = [PoolLine(about[one], state) for one, state in inside.items() if about[one].archived_on is None]
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


def panel_list(ledger: Ledger, batch: str) -> tuple[PanelLine, ...]:
    """The panel meeting's list of a batch (``BatchView.for_panel``), by district and name; each application checked on the
    day it came in, under the rules it keeps."""
    kinds = (Application, Step, Material, FiscalYear, Judgement)
    with ledger.reading() as session:
        listed, order = view_in(session, batch).for_panel, district_order(session)
        applied = list(dict.fromkeys(line.enterprise for line in listed))
        files = {file.enterprise.id: file for file in enterprises.files(session, applied, kinds)}
    lines = [_panel_line(files[line.enterprise], line) for line in listed]
    lines.sort(key=lambda line: (order(line.enterprise.district), line.enterprise.name))
    return tuple(lines)


def _panel_line(file: EnterpriseFile, line: BatchLine) -> PanelLine:
    application = next(one for one in file.all(Application) if one.number == line.application)
    steps = tuple(step for step in file.all(Step) if step.application == line.application)
    on = line.received_on or steps[0].made_on or datetime.date.today()
    admission = check_file(file, on, application)
    figures = admission.facts.figures(fiscal_year(on))
    return PanelLine(file.enterprise, application, steps, line.missing_materials, figures, admission.result)


def reform_list(ledger: Ledger, district: str | None = None) -> tuple[ReformLine, ...]:
    """The 股改清单 of one district or of all, archived enterprises left out, by district, kinds and name (measure 1)."""
    with ledger.reading() as session:
        found = records.read(session, Reform)
        about, order = by_id(session, (reform.enterprise for reform in found)), district_order(session)
        states = states_in(session)
        c = ROWS[Milestone].__table__.c
        finished = {one.enterprise: one.happened_on for one in records.read(session, Milestone, c.kind == REFORMED)}
    lines = [
        ReformLine(about[one.enterprise], one, states.get(one.enterprise, PoolState()), finished.get(one.enterprise))
        for one in found
        if about[one.enterprise].archived_on is None and district in (None, about[one.enterprise].district)
    ]
    lines.sort(key=lambda line: (order(line.enterprise.district), line.reform.kinds, line.enterprise.name))
    return tuple(lines)


def milestones_of(ledger: Ledger, year: int) -> tuple[MilestoneLine, ...]:
    """The milestones of a year by kind, day and name."""
    c = ROWS[Milestone].__table__.c
    with ledger.reading() as session:
        found = records.read(session, Milestone, c.happened_on.between(*during(year)))
        about = by_id(session, (milestone.enterprise for milestone in found))
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


def assistance_list(ledger: Ledger, year: int) -> tuple[AssistanceLine, ...]:
    """Who is looked after by whom, with the visits of a year and the problems heard in it or still open, by district and
    name; with those visited or with problems, and those of the pool, that nobody looks after yet. Of the archived ones
    those that were visited."""
    c = ROWS[Visit].__table__.c
    with ledger.reading() as session:
        kept = {one.enterprise: one for one in records.read(session, Assistance)}
        states = states_in(session)
        visits: dict[str, list[Visit]] = {}
        for visit in records.read(session, Visit, c.visited_on.between(*during(year))):
            visits.setdefault(visit.enterprise, []).append(visit)
        problems = measure_gaps.problems_heard(session, year)
        pool = (one for one, state in states.items() if state.state in IN_POOL)
        wanted = dict.fromkeys([*kept, *visits, *problems, *pool])
        about, order = by_id(session, wanted), district_order(session)
    lines = [
        AssistanceLine(
            about[one],
            kept.get(one, Assistance(one)),
            tuple(sorted(visits.get(one, ()), key=lambda visit: visit.visited_on or datetime.date.max)),
            states.get(one, PoolState()),
            tuple(problems.get(one, ())),
        )
        for one in wanted
        if one in visits or about[one].archived_on is None
    ]
    lines.sort(key=lambda line: (order(line.enterprise.district), line.enterprise.name))
    return tuple(lines)


def submission_list(ledger: Ledger, year: int) -> tuple[tuple[SubmissionLine, ...], tuple[str, ...]]:
    """Who put whom forward in a year, by unit and day; and the units that put nobody forward (measure 2)."""
    with ledger.reading() as session:
        lines = measure_gaps.submissions(session, year)
        return lines, measure_gaps.without_submission(session, year)


def absent_departments(ledger: Ledger, year: int) -> tuple[str, ...]:
    """The departments without a visit in a year (measure 3)."""
    with ledger.reading() as session:
        return measure_gaps.without_visit(session, year)


def recommendation_list(ledger: Ledger, year: int) -> tuple[RecommendationLine, ...]:
    """The enterprises recommended to the provincial pool in a year, by district and day; without archived ones whose
    recommendation was never decided."""
    c = ROWS[Step].__table__.c
    recommended = select(c.enterprise).where(
        c.move == Move.RECOMMEND, c.made_on.between(*during(year))
    )
    with ledger.reading() as session:
        steps: dict[str, list[Step]] = {}
        for step in records.read(session, Step, c.enterprise.in_(recommended)):
            steps.setdefault(step.enterprise, []).append(step)
        about, order = by_id(session, steps), district_order(session)
    lines = [line for one, own in steps.items() for line in _recommendations(about[one], own, year)]
    lines.sort(key=lambda line: (order(line.enterprise.district), line.recommended_on, line.enterprise.name))
    return tuple(lines)


def _recommendations(enterprise: Enterprise, steps: list[Step], year: int) -> Iterable[RecommendationLine]:
    """Each recommendation with the decision that follows it before the next one."""
    tier, admitted_on = "", None
    for place, step in enumerate(steps):
        tier = step.tier or tier
        admitted_on = step.made_on if step.move == Move.ADMIT else admitted_on
        if step.move != Move.RECOMMEND or step.made_on is None or step.made_on.year != year:
            continue
        decision = _decision(steps[place + 1 :])
        if decision is None and enterprise.archived_on:
            continue
        yield RecommendationLine(
            enterprise, admitted_on, step.made_on, step.opinion, tier,
            decision.move if decision else "", decision.made_on if decision else None,
        )  # fmt: skip


def _decision(following: list[Step]) -> Step | None:
    for step in following:
        if step.move == Move.RECOMMEND:
            return None
        if step.move in (Move.ADMIT_PROVINCIAL, Move.DECLINE_PROVINCIAL, Move.LEAVE):
            return step
    return None


def years_of(ledger: Ledger, record: type) -> frozenset[int]:
    """The years a list by year has something of: ``Milestone``, ``Visit``, ``Submission`` (by whatever way), or ``Step``
    (recommendations)."""
    with ledger.reading() as session:
        found = [session.scalars(_years(one)) for one in ((Submission, Application, Step) if record is Submission else (record,))]
        return frozenset(int(year) for years in found for year in years)


def _years(record: type) -> Select[Any]:
    c = ROWS[record].__table__.c
    dated = {
        Milestone: "happened_on", Visit: "visited_on", Submission: "submitted_on", Application: "received_on", Step: "made_on",
    }[record]  # fmt: skip
    found = select(func.substr(c[dated], 1, 4)).where(c[dated].is_not(None)).distinct()
    return found.where(c.move == Move.RECOMMEND) if record is Step else found


def reform_districts(ledger: Ledger) -> frozenset[str]:
    """The districts that have a reform list."""
    with ledger.reading() as session:
        return reforming(session)
