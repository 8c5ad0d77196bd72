"""举措台账: what is kept for each measure over all enterprises, as small sheets to look through, with what is still to be done."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_
from sqlalchemy.orm import Session

from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fields import fields_by_id, show
from datong_desktop.domain.fostering import (
    REFORMED,
    REGIONAL,
    Coordination,
    Milestone,
    Reform,
    StateOwnedPlan,
    Submission,
    Tracking,
    Visit,
)
from datong_desktop.domain.fostering_checks import FINISHED, GIVEN_UP
from datong_desktop.models.registry import ROWS
from datong_desktop.services import measure_gaps, records, registry_lists
from datong_desktop.services.districts import district_order
from datong_desktop.services.enterprises import NAMELESS, by_id
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.measure_gaps import during

Columns = tuple[tuple[str, int], ...]
"""Headings, each with its width in characters; 0 takes what is left."""
_PLACE: Columns = (("县区", 8), ("企业", 24))


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row: ``enterprise`` is the id, "" where it is about a unit alone; ``waiting`` when something is still to be done."""

    enterprise: str
    texts: tuple[str, ...]
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of one year; ``note`` says who has not done what the measure asks, "" when all have."""

    columns: Columns
    lines: tuple[SheetLine, ...]
    note: str = ""


def sheet(ledger: Ledger, name: str, year: int) -> Sheet:
    """The sheet of that name (``SHEETS``) for a year."""
    columns, fill = SHEETS[name]
    with ledger.reading() as session:
        lines, note = fill(session, year)
    return Sheet(columns, tuple(lines), note)


def years(ledger: Ledger, today: datetime.date) -> tuple[int, ...]:
    """The years there may be something of, the newest first."""
    found = {year for record in (Milestone, Visit, Submission) for year in registry_lists.years_of(ledger, record)}
    return tuple(range(today.year, min({today.year, *found}) - 1, -1))


Filled = tuple[Sequence[SheetLine], str]
"""The lines of a sheet and its note."""
Placed = tuple[Enterprise, tuple[str, ...], bool]
"""An enterprise, what stands behind its district and name, and whether something is still to be done."""


def _reforms(session: Session, _: int) -> Filled:
    """Measure 1, whatever the year: waiting are those not finished on the planned day, or without one, and the limited
    companies of the pool that are on no list."""
    found, c, today = records.read(session, Reform), ROWS[Milestone].__table__.c, datetime.date.today()
    finished = {one.enterprise: one.happened_on for one in records.read(session, Milestone, c.kind == REFORMED)}
    lines: list[Placed] = []
    for one, about in _with_names(session, found):
        told = (*_told(one, "kinds", "step", "start_planned_on", "planned_on"), _day(finished.get(about.id)))
        late = one.step not in (FINISHED, GIVEN_UP) and about.id not in finished and not (one.planned_on and one.planned_on >= today)
        lines.append((about, (*told, *_told(one, "capital_increase", "award_applied", "obstacles")), late))
    for about, due in measure_gaps.unlisted(session):
        lines.append((about, ("未列入清单", "", "", f"{due} 前", "", "", "", "在库，应在入库后两年内完成股改"), True))
    lacking = measure_gaps.without_list(session)
    return _placed(session, lines), _note("还没有列入企业的县区", lacking, "举措（一）：各县区要制定股份制改造清单")


def _submissions(session: Session, year: int) -> Filled:
    """Measure 2: who put whom forward, then the units that put nobody forward."""
    lines = []
    for line in measure_gaps.submissions(session, year):
        one, about = line.submission, line.enterprise
        told = _told(one, "submitted_on", "pool")
        lines.append(SheetLine(about.id, (one.unit, about.name or NAMELESS, about.district, *told, line.by or "报送推荐", one.ground)))
    without = measure_gaps.without_submission(session, year)
    lines += [SheetLine("", (unit, f"▲ {year}年还没有报送", "", "", "", "", ""), waiting=True) for unit in without]
    return lines, _note("还没有报送的单位", without, "举措（二）：每年定期向省市资源库报送推荐")


def _problems(session: Session, year: int) -> Filled:
    """Measure 3: the 问题清单, those heard on visits among them."""
    heard = measure_gaps.problems_heard(session, year)
    about = by_id(session, heard)
    lines: list[Placed] = [
        (about[own], (_day(measure_gaps.heard_on(one)), *_told(one, "problem", "responsible", "due_on", "result", "closed_on")),
         one.closed_on is None)
        for own, problems in heard.items() for one in problems
    ]  # fmt: skip
    open_ = sum(waiting for *_, waiting in lines)
    return _placed(session, lines), f"▲ {open_} 个问题还没有办结（举措（三）：清单化推动）" if open_ else ""


def _visits(session: Session, year: int) -> Filled:
    """Measure 3: the calls of a year."""
    found = records.read(session, Visit, ROWS[Visit].__table__.c.visited_on.between(*during(year)))
    lines: list[Placed] = [
        (about, _told(one, "visited_on", "department", "visitor", "problem"), False) for one, about in _with_names(session, found)
    ]
    absent = measure_gaps.without_visit(session, year)
    return _placed(session, lines), _note("还没有上门服务的部门", absent, "举措（三）：送政策、送服务上门要常态化开展")


def _plans(session: Session, year: int) -> Filled:
    """Measure 10: the chosen of a year with their meetings, a line for each."""
    held = ROWS[Coordination].__table__.c.held_on
    meetings: dict[str, list[Coordination]] = {}
    for one in records.read(session, Coordination, held.between(*during(year))):
        meetings.setdefault(one.enterprise, []).append(one)
    lines: list[Placed] = []
    for plan, about in _with_names(session, records.read(session, StateOwnedPlan, ROWS[StateOwnedPlan].__table__.c.year == year)):
        told = _told(plan, "plan", "document_number", "commission_leader", "enterprise_leader")
        for met in meetings.get(about.id) or [Coordination(about.id, 0)]:
            none = met.held_on is None
            lines.append((about, (*told, "还没有" if none else _day(met.held_on), *_told(met, "problems", "result")), none))
    unchosen = measure_gaps.unchosen(session, year)
    note = f"▲ {year}年度还没有从 {unchosen} 家国有企业里筛选（举措（十）：每年筛选）" if unchosen else ""
    return _placed(session, lines), note


def _regional(session: Session, year: int) -> Filled:
    """Measure 11: who was on the regional market at any time of a year, with the last service by its end."""
    c, (first, last) = ROWS[Milestone].__table__.c, during(year)
    there = (c.kind.in_(REGIONAL), c.happened_on <= last, or_(c.delisted_on.is_(None), c.delisted_on >= first))
    found = records.read(session, Milestone, *there)
    served: dict[str, Tracking] = {}
    for one in records.read(session, Tracking, ROWS[Tracking].__table__.c.tracked_on <= last):
        if (kept := served.get(one.enterprise)) is None or str(kept.tracked_on) <= str(one.tracked_on):
            served[one.enterprise] = one
    lines: list[Placed] = []
    for milestone, about in _with_names(session, found):
        last_one = served.get(about.id, Tracking(about.id, 0))
        waiting = milestone.delisted_on is None and (last_one.tracked_on is None or last_one.tracked_on.year < year)
        told = (*_told(milestone, "kind", "code", "happened_on", "delisted_on"), *_told(last_one, "tracked_on", "content"))
        lines.append((about, told, waiting))
    open_ = sum(waiting for *_, waiting in lines)
    note = f"▲ {open_} 家{year}年还没有跟踪记录（举措（十一）：持续跟踪服务）；展示不是挂牌，指标 6 只数晋兴板挂牌" if open_ else ""
    return _placed(session, lines), note


SHEETS: Mapping[str, tuple[Columns, Callable[[Session, int], Filled]]] = {
    "股改清单（举措一）": (
        (*_PLACE, ("企业类别", 12), ("进展", 9), ("计划开始", 11), ("计划完成", 11), ("完成日期", 11), ("增资额（万元）", 13),
         ("已申请奖补", 10), ("困难和问题", 0)), _reforms,
    ),
    "报送推荐（举措二）": (
        (("报送单位", 14), ("企业", 24), ("县区", 8), ("报送日期", 11), ("报往", 10), ("途径", 13), ("推荐依据", 0)), _submissions,
    ),
    "问题清单（举措三）": (
        (*_PLACE, ("提出日期", 11), ("问题", 0), ("责任单位", 13), ("解决时限", 11), ("结果", 20), ("办结日期", 11)), _problems,
    ),
    "走访（举措三）": ((*_PLACE, ("走访日期", 11), ("走访部门", 13), ("走访人", 12), ("问题", 0)), _visits),
    "国企协调会（举措十）": (
        (*_PLACE, ("行动方案", 18), ("文号", 16), ("国资委组长", 11), ("企业组长", 11), ("协调会", 11), ("协调的问题", 0),
         ("议定结果", 22)), _plans,
    ),
    "展示挂牌跟踪（举措十一）": (
        (*_PLACE, ("板块", 11), ("代码", 11), ("挂牌日期", 11), ("摘牌日期", 11), ("最近跟踪", 11), ("跟踪内容", 0)), _regional,
    ),
}  # fmt: skip
"""The sheets by what they are called, in the order of the measures."""


# -- shared ---------------------------------------------------------------------------------------------------------


def _with_names(session: Session, found: Sequence[Any]) -> Iterator[tuple[Any, Enterprise]]:
    """Records with the enterprises they are of."""
    about = by_id(session, (one.enterprise for one in found))
    return ((one, about[one.enterprise]) for one in found)


def _told(record: object, *names: str) -> tuple[str, ...]:
    """These fields of a record as a table shows them, each on one line."""
    described = fields_by_id(type(record))
    return tuple(" ".join(show(described[name], getattr(record, name)).split()) for name in names)


def _day(on: datetime.date | None) -> str:
    return f"{on}" if on else ""


def _note(what: str, names: Sequence[str], clause: str) -> str:
    return f"▲ {what}：{'、'.join(names)}（{clause}）" if names else ""


def _placed(session: Session, lines: Sequence[Placed]) -> list[SheetLine]:
    """By district and name, otherwise in their order; those still to be done carry the sign."""
    order = district_order(session)
    ordered = sorted(lines, key=lambda line: (order(line[0].district), line[0].name, line[0].id))
    return [
        SheetLine(about.id, (about.district, f"{'▲ ' if waiting else ''}{about.name or NAMELESS}", *texts), waiting)
        for about, texts, waiting in ordered
    ]
