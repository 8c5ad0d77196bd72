"""待办: everything due, most urgent first. SQL narrows to the few rows that can be due; the rest follows from them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.application import UNDER_WAY, Batch, State, batch_label, batch_of
from datong_desktop.domain.fostering import REFORMED, Milestone, Reform, StateOwnedPlan, Visit
from datong_desktop.domain.fostering_checks import FINISHED, GIVEN_UP, STATE_OWNED
from datong_desktop.domain.service_log import ServiceVisit
from datong_desktop.domain.standing import PoolState, missing_text
from datong_desktop.domain.workdays import Reckoned, Workdays
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.services import records
from datong_desktop.services.enterprises import NAMELESS
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.pool_states import states_in
from datong_desktop.services.registry_lists import without_list, without_visit
from datong_desktop.services.service_visits import named
from datong_desktop.services.workdays import workdays

REFORM_AHEAD, SOON = 90, 30
"""Days before a deadline from which it is told: of the two years, of everything else."""
FOLD = 20
"""More state-owned enterprises without a choice than these are one task."""



class TaskKind(StrEnum):
    """What a task is about; the values are what the list says."""

    REFORM = "股改期限"
    MATERIALS = "缺材料"
    BATCH = "批次截止"
    PANEL = "复核会"
    REFORM_PLAN = "股改计划"
    VISIT = "走访问题"
    SERVICE = "服务后续"
    CHOICE = "国企筛选"
    NO_LIST = "报股改清单"
    NO_VISIT = "部门走访"


@dataclass(frozen=True, slots=True)
class Task:
    """Something due: ``days`` from today to ``due_on``, negative when overdue. ``enterprise`` is "" where the task is
    about none alone: ``name`` then says what about."""

    kind: TaskKind
    enterprise: str
    name: str
    what: str
    due_on: datetime.date
    overdue: bool
    days: int


def closing_day(batch: str, calendar: Workdays) -> Reckoned:
    """The last day a batch is open: the last working day of its month."""
    year, month = map(int, batch.split("-"))
    next_month = datetime.date(year + month // 12, month % 12 + 1, 1)
    return calendar.add_workdays(next_month, -1)


def todo(ledger: Ledger, today: datetime.date, calendar: Workdays | None = None) -> tuple[Task, ...]:
    """All tasks, those overdue longest first. Archived enterprises have none. Without a ``calendar`` working days are those
    of the shipped one and the office's own holidays; ``Refused`` (bad_calendar) when the latter are written wrongly."""
    calendar = calendar or workdays()
    with ledger.reading() as session:
        states = states_in(session)
        names = _names(session, [one for one, state in states.items() if _watched(state)])
        tasks = [
            *_reforms(states, names, today),
            *_materials(states, names, today, calendar),
            *_batch(states, names, today, calendar),
            *_panels(session, states, today),
            *_reform_plans(session, today),
            *_visits(session, today),
            *_services(session, today),
            *_choices(session, today),
            *_gaps(session, today),
        ]
    kinds = list(TaskKind)
    tasks.sort(key=lambda task: (task.days, kinds.index(task.kind), task.name, task.enterprise))
    return tuple(tasks)


def _watched(state: PoolState) -> bool:
    return state.reform_due_on is not None or state.state in UNDER_WAY


def _names(session: Session, identifiers: list[str]) -> dict[str, str]:
    """Names of those of them that are not archived."""
    c = EnterpriseRow.__table__.c
    found = {}
    for start in range(0, len(identifiers), 400):
        lot = identifiers[start : start + 400]
        rows = session.execute(select(c.id, c.name).where(c.id.in_(lot), c.archived_on.is_(None)))
        found.update({identifier: name or NAMELESS for identifier, name in rows})
    return found


def _task(
    kind: TaskKind, enterprise: str, name: str, what: str, due_on: datetime.date, today: datetime.date
) -> Task:
    days = (due_on - today).days
    return Task(kind, enterprise, name, what, due_on, days < 0, days)


def _reforms(states: Mapping[str, PoolState], names: Mapping[str, str], today: datetime.date) -> Iterator[Task]:
    """Annex 2 一（一）: two years from admission."""
    for one, state in states.items():
        due = state.reform_due_on
        if due is not None and one in names and (due - today).days <= REFORM_AHEAD:
            what = f"{state.admitted_on} 入库，应在两年内完成股份制改造"
            yield _task(TaskKind.REFORM, one, names[one], what, due, today)


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


def _panels(session: Session, states: Mapping[str, PoolState], today: datetime.date) -> Iterator[Task]:
    """The panel meetings ahead."""
    c = ROWS[Batch].__table__.c
    last = today + datetime.timedelta(days=SOON)
    for batch in records.read(session, Batch, c.meeting_on.between(today.isoformat(), last.isoformat())):
        waiting = sum(state.batch == batch.batch and state.state is State.REVIEWED for state in states.values())
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


def _visits(session: Session, today: datetime.date) -> Iterator[Task]:
    """Measure 3: problems heard on visits and not closed."""
    c = ROWS[Visit].__table__.c
    found = records.read(session, Visit, c.due_on <= _until(today), c.closed_on.is_(None))
    names = _names(session, list({one.enterprise for one in found}))
    for one in found:
        if one.enterprise in names and one.due_on is not None:
            what = f"{one.problem or '走访提出的问题'}（{one.responsible or '未定责任单位'}）"
            yield _task(TaskKind.VISIT, one.enterprise, names[one.enterprise], what, one.due_on, today)


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


def _choices(session: Session, today: datetime.date) -> Iterator[Task]:
    """Measure 10: each year's choice among the state-owned enterprises, until the year ends."""
    plan, c = ROWS[StateOwnedPlan].__table__.c, EnterpriseRow.__table__.c
    chosen = select(plan.enterprise).where(plan.year == today.year)
    query = select(c.id, c.name).where(c.ownership == STATE_OWNED, c.archived_on.is_(None), c.id.not_in(chosen))
    found = session.execute(query).all()
    due, what = datetime.date(today.year, 12, 31), f"{today.year}年度还没有筛选登记"
    if len(found) > FOLD:
        yield _task(TaskKind.CHOICE, "", f"{len(found)} 家国有企业", what, due, today)
        return
    for identifier, name in found:
        yield _task(TaskKind.CHOICE, identifier, name or NAMELESS, what, due, today)


def _gaps(session: Session, today: datetime.date) -> Iterator[Task]:
    """Measures 1 and 3: districts without a reform list, departments without a visit this year, once there is anyone to
    list or to visit; until the year ends."""
    about = EnterpriseRow.__table__.c
    if session.scalar(select(about.id).where(about.archived_on.is_(None)).limit(1)) is None:
        return
    due = datetime.date(today.year, 12, 31)
    for district in without_list(session):
        yield _task(TaskKind.NO_LIST, "", district, "股份制改造清单里还没有企业，请催报", due, today)
    for department in without_visit(session, today.year):
        yield _task(TaskKind.NO_VISIT, "", department, f"{today.year}年还没有走访记录，请核对补登", due, today)


def _until(today: datetime.date) -> str:
    return (today + datetime.timedelta(days=SOON)).isoformat()
