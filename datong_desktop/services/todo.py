"""待办: everything due, most urgent first. SQL narrows to the few rows that can be due; the rest follows from them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from datong_desktop.domain.application import UNDER_WAY, Batch, State, batch_label, batch_of
from datong_desktop.domain.expert import Expert, QualificationCheck
from datong_desktop.domain.fostering import REFORMED, Difficulty, Milestone, Reform, Visit
from datong_desktop.domain.fostering_checks import FINISHED, GIVEN_UP
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.domain.service_log import ServiceVisit
from datong_desktop.domain.service_team import Team
from datong_desktop.domain.standing import PoolState, missing_text
from datong_desktop.domain.tasks import SOON, Task, TaskKind, fold
from datong_desktop.domain.workdays import Reckoned, Workdays
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.services import measure_gaps, pool_states, records, team_job
from datong_desktop.services.enterprises import NAMELESS
from datong_desktop.services.experts import NAMELESS as NAMELESS_EXPERT
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.lots import LOT, let_others_in
from datong_desktop.services.qualifying import due_on
from datong_desktop.services.service_visits import named
from datong_desktop.services.team_holes import holes
from datong_desktop.services.workdays import workdays

REFORM_AHEAD = 90
"""Days before the end of the two years from which it is told; of everything else ``SOON``."""
FEW = 400
"""Enterprises named in one statement."""


def closing_day(batch: str, calendar: Workdays) -> Reckoned:
    """The last day a batch is open: the last working day of its month."""
    year, month = map(int, batch.split("-"))
    next_month = datetime.date(year + month // 12, month % 12 + 1, 1)
    return calendar.add_workdays(next_month, -1)


def todo(
    ledger: Ledger, today: datetime.date, calendar: Workdays | None = None, progress: Progress = UNWATCHED
) -> tuple[Task, ...]:
    """All tasks, those overdue longest first, many of a kind as one. Archived enterprises have none. Without a ``calendar``
    working days are those of the shipped one and the office's own holidays; ``Refused`` (bad_calendar) when the latter are
    written wrongly. ``Cancelled``."""
    calendar = calendar or workdays()
    states = pool_states.states(ledger, progress)
    names = _names_of(ledger, [one for one, state in states.items() if _watched(state)], progress)
    tasks = [
        *_reforms(states, names, today, calendar),
        *_materials(states, names, today, calendar),
        *_batch(states, names, today, calendar),
    ]
    progress.check()
    with ledger.reading() as session:
        tasks += [
            *_panels(session, states, names, today),
            *_reform_plans(session, today),
            *_problems(session, Visit, TaskKind.VISIT, today),
            *_problems(session, Difficulty, TaskKind.DIFFICULTY, today),
            *_services(session, today),
            *_gaps(session, states, today),
            *_checks(session, today),
            *_teams(session, today),
            *_holes(session, today),
        ]
    return fold(tasks)


def _watched(state: PoolState) -> bool:
    return state.reform_due_on is not None or state.state in UNDER_WAY


def _names_of(ledger: Ledger, identifiers: list[str], progress: Progress) -> dict[str, str]:
    """``_names`` lot by lot."""
    found: dict[str, str] = {}
    for start in range(0, len(identifiers), LOT):
        progress.check()
        with ledger.reading() as session:
            found |= _names(session, identifiers[start : start + LOT])
        let_others_in()
    return found


def _names(session: Session, identifiers: list[str]) -> dict[str, str]:
    """Names of those of them that are not archived."""
    c = EnterpriseRow.__table__.c
    found = {}
    for start in range(0, len(identifiers), FEW):
        lot = identifiers[start : start + FEW]
        rows = session.execute(select(c.id, c.name).where(c.id.in_(lot), c.archived_on.is_(None))).all()
        found.update({identifier: name or NAMELESS for identifier, name in rows})
    return found


def _task(
    kind: TaskKind, enterprise: str, name: str, what: str, due_on: datetime.date, today: datetime.date,
    put_off: datetime.date | None = None,
) -> Task:  # fmt: skip
    days = ((put_off or due_on) - today).days
    return Task(kind, enterprise, name, what, due_on, days < 0, days)


def _reforms(
    states: Mapping[str, PoolState], names: Mapping[str, str], today: datetime.date, calendar: Workdays
) -> Iterator[Task]:
    """Annex 2 一（一）: two years from admission; where that is no working day, up to the next one."""
    for one, state in states.items():
        due = state.reform_due_on
        if due is not None and one in names and (due - today).days <= REFORM_AHEAD:
            last = calendar.next_workday(due)
            told = (f"{state.admitted_on} 入库，应在两年内完成股份制改造", last.put_off(due))
            yield _task(TaskKind.REFORM, one, names[one], "；".join(filter(None, told)), due, today, last.day)


def _materials(
    states: Mapping[str, PoolState], names: Mapping[str, str], today: datetime.date, calendar: Workdays
) -> Iterator[Task]:
    """Annex 2 二（二）: due until the batch closes."""
    closing: dict[str, datetime.date] = {}
    for one, state in states.items():
        if state.state in UNDER_WAY and state.missing_materials and one in names:
            if state.batch not in closing:
                closing[state.batch] = closing_day(state.batch, calendar).day
            what = f"{batch_label(state.batch)}的申报还缺 {len(state.missing_materials)} 项材料：{missing_text(state.missing_materials)}"
            yield _task(TaskKind.MATERIALS, one, names[one], what, closing[state.batch], today)


def _batch(
    states: Mapping[str, PoolState], names: Mapping[str, str], today: datetime.date, calendar: Workdays
) -> Iterator[Task]:
    """The batch that is open now, in its last thirty days."""
    batch = batch_of(today)
    due, reckoned = closing_day(batch, calendar)
    if not 0 <= (due - today).days <= SOON:
        return
    own = [state for one, state in states.items() if state.batch == batch and state.state in UNDER_WAY and one in names]
    lacking = sum(bool(state.missing_materials) for state in own)
    what = f"在办 {len(own)} 家，其中 {lacking} 家缺材料" + ("；放假安排未录入，截止日是推算的" if reckoned else "")
    yield _task(TaskKind.BATCH, "", batch_label(batch), what, due, today)


def _panels(
    session: Session, states: Mapping[str, PoolState], names: Mapping[str, str], today: datetime.date
) -> Iterator[Task]:
    """The panel meetings ahead."""
    c = ROWS[Batch].__table__.c
    last = today + datetime.timedelta(days=SOON)
    for batch in records.read(session, Batch, c.meeting_on.between(today.isoformat(), last.isoformat())):
        reviewed = [states[one] for one in names if one in states and states[one].state is State.REVIEWED]
        waiting = sum(state.batch == batch.batch for state in reviewed)
        what = f"复核会，待复核 {waiting} 家" + (f"，地点：{batch.place}" if batch.place else "")
        assert batch.meeting_on is not None
        yield _task(TaskKind.PANEL, "", batch_label(batch.batch), what, batch.meeting_on, today)


def _reform_plans(session: Session, today: datetime.date) -> Iterator[Task]:
    """Measure 1: what the reform list plans, until it is finished or given up."""
    reform, milestone = ROWS[Reform].__table__.c, ROWS[Milestone].__table__.c
    finished = select(milestone.enterprise).where(milestone.kind == REFORMED)
    wanted = (
        reform.planned_on <= _until(today),
        reform.step.not_in((FINISHED, GIVEN_UP)),
        reform.enterprise.not_in(finished),
    )
    found = records.read(session, Reform, *wanted)
    names = _names(session, [one.enterprise for one in found])
    for one in found:
        if one.enterprise in names and one.planned_on is not None:
            what = f"股改清单计划完成，现为{one.step or '未启动'}"
            yield _task(TaskKind.REFORM_PLAN, one.enterprise, names[one.enterprise], what, one.planned_on, today)


def _problems(session: Session, record: type[Visit] | type[Difficulty], kind: TaskKind, today: datetime.date) -> Iterator[Task]:
    """Measure 3: problems heard on visits or otherwise and not closed."""
    c = ROWS[record].__table__.c
    found = records.read(session, record, c.due_on <= _until(today), c.closed_on.is_(None))
    names = _names(session, list({one.enterprise for one in found}))
    for one in found:
        if one.enterprise in names and one.due_on is not None:
            what = f"{one.problem or kind}（{one.responsible or '未定责任单位'}）"
            yield _task(kind, one.enterprise, names[one.enterprise], what, one.due_on, today)


def _services(session: Session, today: datetime.date) -> Iterator[Task]:
    """Annex 5 四（三）: what experts left to be done and nobody has closed."""
    c = ROWS[ServiceVisit].__table__.c
    found = named(session, records.read(session, ServiceVisit, c.due_on <= _until(today), c.closed_on.is_(None)))
    there = _names(session, [line.visit.enterprise for line in found if line.visit.enterprise])
    for line in found:
        visit = line.visit
        if visit.due_on is not None and (not visit.enterprise or visit.enterprise in there):
            what = f"{visit.follow_up or visit.problem or '服务的后续工作'}（{line.team or '、'.join(line.experts)}）"
            yield _task(TaskKind.SERVICE, visit.enterprise or "", line.object, what, visit.due_on, today)


def _gaps(session: Session, states: Mapping[str, PoolState], today: datetime.date) -> Iterator[Task]:
    """Measures 1-3 and 10: what a district, a unit or the office has not done this year, once there is any enterprise to do
    it for; until the year ends."""
    about = EnterpriseRow.__table__.c
    if session.scalar(select(about.id).where(about.archived_on.is_(None)).limit(1)) is None:
        return
    year = today.year
    due = datetime.date(year, 12, 31)
    for district in measure_gaps.without_list(session):
        yield _task(TaskKind.NO_LIST, "", district, "股份制改造清单里还没有企业，请催报", due, today)
    for department in measure_gaps.without_visit(session, year):
        yield _task(TaskKind.NO_VISIT, "", department, f"{year}年还没有走访记录，请核对补登", due, today)
    if units := measure_gaps.without_submission(session, year):
        what = f"{year}年还没有报送推荐，请催报：{'、'.join(units)}"
        yield _task(TaskKind.NO_SUBMISSION, "", f"{len(units)} 个单位", what, due, today)
    if count := measure_gaps.unchosen(session, year):
        yield _task(TaskKind.CHOICE, "", f"{count} 家国有企业", f"{year}年度还没有筛选登记", due, today)
    names, what = _names(session, measure_gaps.without_leaders(session, states)), "在库，还缺市级或县级包联领导"
    yield from (_task(TaskKind.NO_LEADER, one, name, what, due, today) for one, name in names.items())


def _checks(session: Session, today: datetime.date) -> Iterator[Task]:
    """Annex 5 三（四）, （五）: the qualification of everybody in the pool is checked again each year."""
    expert, check = ROWS[Expert].__table__.c, ROWS[QualificationCheck].__table__.c
    last = select(check.expert, func.max(check.checked_on).label("on")).group_by(check.expert).subquery()
    query = select(expert.name, last.c.on).outerjoin(last, last.c.expert == expert.id).where(expert.archived_on.is_(None))
    for name, on in session.execute(query.order_by(expert.id)):
        due = due_on(datetime.date.fromisoformat(on)) if on else today
        if (due - today).days <= SOON:
            what = f"上次资格审查是 {on}，每年复审一次" if on else "还没有资格审查"
            yield _task(TaskKind.CHECK, "", name or NAMELESS_EXPERT, what, due, today)


def _teams(session: Session, today: datetime.date) -> Iterator[Task]:
    """Standing teams whose period ends."""
    c = ROWS[Team].__table__.c
    for one in records.read(session, Team, c.dissolved_on.is_(None), c.valid_to <= _until(today)):
        if one.valid_to is not None:
            what = f"有效期到 {one.valid_to}，请续期或解散"
            yield _task(TaskKind.TEAM_ENDS, one.enterprise or "", one.name, what, one.valid_to, today)


def _holes(session: Session, today: datetime.date) -> Iterator[Task]:
    """Annex 5 四（一）: standing teams that are not full, until somebody is taken in."""
    for one in holes(session, team_job.rules()):
        yield _task(TaskKind.TEAM_HOLE, one.team.enterprise or "", one.team.name, f"{one.text}，请补人", today, today)


def _until(today: datetime.date) -> str:
    return (today + datetime.timedelta(days=SOON)).isoformat()
