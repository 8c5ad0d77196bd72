"""The service log: visits of teams and experts kept, put right, closed; read from team, enterprise and expert alike.

A visit is keyed as on paper: object, team and experts by their names (``KEYED``). What contradicts itself is refused;
what only looks odd comes back in ``Changed.notices`` (annex 5 四（三）).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from datong_desktop.domain.fields import Field, Kind, Value, fields_by_id
from datong_desktop.domain.problem import Problem, problem, refuse
from datong_desktop.domain.service_lines import Period, ServiceLine
from datong_desktop.domain.service_log import ServiceVisit, VisitingExpert
from datong_desktop.domain.service_team import Team
from datong_desktop.models.registry import ROWS
from datong_desktop.services import records, service_names
from datong_desktop.services.changes import Changed
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import LOT, changed

OBJECT = Field("object", "服务对象", Kind.SUGGESTION, column=22, hint="企业名称、统一社会信用代码或县区")
TEAM = Field("team_name", "服务队", Kind.SUGGESTION, column=18, hint="没有编队的留空")
EXPERTS = Field("experts", "参加专家", Kind.TAGS, column=20, longest=1000, hint="几个人之间用顿号隔开；留空就是全队")
_OWN = fields_by_id(ServiceVisit)
KEYED: tuple[Field, ...] = (
    TEAM, OBJECT, EXPERTS,
    *(_OWN[name] for name in ("visited_on", "days", "kind", "problem", "advice", "result", "solved", "follow_up", "due_on", "closed_on")),
)  # fmt: skip
"""What is asked of a visit, in the order it is keyed."""
LONG_VISIT = 30
Keyed = Mapping[str, Value]
"""Values by the ids of ``KEYED``; what is left out stays as it is."""


def log(ledger: Ledger, keyed: Keyed) -> Changed:
    """A new visit. Without an object it is the team's; without experts the whole team of that day went.

    ``Refused``: no_date, no_object, no_experts, no_days, closed_before, unknown_… and ambiguous_… of ``service_names``.
    """
    with ledger.writing("登记服务") as work:
        (identifier,) = work.new_ids(1)
        visit, experts = _resolved(work.session, ServiceVisit(identifier), [], keyed)
        work.command = f"登记服务 {_called(work.session, visit)}"
        records.put(work.session, visit, *(VisitingExpert(identifier, one) for one in experts))
        work.session.flush()
        found = list(_notices(work.session, visit, experts, work.at.date()))
    return changed(ledger, work, found)


def edit(ledger: Ledger, identifier: str, keyed: Keyed) -> Changed:
    """Puts a visit right. ``Refused`` as ``log``, and no_visit."""
    with ledger.writing("修改服务记录") as work:
        session = work.session
        (there,) = _existing(session, [identifier])
        parts = {one.expert: one for one in _parts(session, [identifier])}
        visit, experts = _resolved(session, there, list(parts), keyed)
        work.command = f"修改 {_called(session, visit)} 的服务记录"
        records.remove(session, *(one for expert, one in parts.items() if expert not in experts))
        records.put(session, visit, *(parts.get(one, VisitingExpert(identifier, one)) for one in experts))
        session.flush()
        found = list(_notices(session, visit, experts, work.at.date()))
    return changed(ledger, work, found)


def close(ledger: Ledger, identifiers: Sequence[str], on: datetime.date, *, solved: bool, result: str = "") -> Changed:
    """Closes the follow-ups of visits on a day, with or without a solution; ``result`` replaces the one noted, if given.
    ``Refused``: no_visit, closed_before."""
    with ledger.writing("办结服务事项") as work:
        found = _existing(work.session, identifiers)
        work.command = f"办结 {_called(work.session, found[0])} 的服务事项" if len(found) == 1 else f"办结 {len(found)} 项服务事项"
        for one in found:
            closed = replace(one, closed_on=on, solved=int(solved), result=result or one.result)
            _refuse_wrong(closed)
            records.put(work.session, closed)
    return changed(ledger, work)


def remove(ledger: Ledger, identifiers: Sequence[str]) -> Changed:
    """Removes visits with who took part. ``Refused``: no_visit."""
    with ledger.writing("删除服务记录") as work:
        found = _existing(work.session, identifiers)
        only = f"删除 {_called(work.session, found[0])} 的服务记录"
        work.command = only if len(found) == 1 else f"删除 {len(found)} 条服务记录"
        records.remove(work.session, *_parts(work.session, identifiers))
        work.session.flush()
        records.remove(work.session, *found)
    return changed(ledger, work)


# -- reading --------------------------------------------------------------------------------------------------------


def lines(
    ledger: Ledger, period: Period | None = None, *, team: str = "", enterprise: str = "", expert: str = "", district: str = ""
) -> tuple[ServiceLine, ...]:
    """The visits that fulfil all that is given (ids; ``district`` also those to its enterprises), the earliest first."""
    c, part = ROWS[ServiceVisit].__table__.c, ROWS[VisitingExpert].__table__.c
    where: list[ColumnElement[bool]] = []
    if period:
        where.append(c.visited_on.between(period.first.isoformat(), period.last.isoformat()))
    where += [column == value for column, value in ((c.team, team), (c.enterprise, enterprise)) if value]
    if expert:
        where.append(c.id.in_(select(part.service_visit).where(part.expert == expert)))
    with ledger.reading() as session:
        found = named(session, records.read(session, ServiceVisit, *where))
    own = [line for line in found if not district or line.district == district]
    return tuple(sorted(own, key=lambda line: (line.visit.visited_on or datetime.date.max, line.visit.id)))


def named(session: Session, visits: Sequence[ServiceVisit]) -> list[ServiceLine]:
    """Visits with the names of what they refer to, in their order."""
    objects = service_names.enterprise_names(session, (visit.enterprise for visit in visits))
    teams = service_names.team_labels(session) if any(visit.team for visit in visits) else {}
    labels, went = service_names.expert_labels(session), dict[str, list[str]]()
    for one in _parts(session, [visit.id for visit in visits]):
        went.setdefault(one.service_visit, []).append(labels.get(one.expert, ""))
    return [_line(visit, objects, teams, went.get(visit.id, [])) for visit in visits]


def _line(
    visit: ServiceVisit, objects: Mapping[str, tuple[str, str]], teams: Mapping[str, str], went: Iterable[str]
) -> ServiceLine:
    name, district = objects.get(visit.enterprise or "", (visit.district, visit.district))
    return ServiceLine(visit, name, district, teams.get(visit.team or "", ""), tuple(went))


def keyed_of(ledger: Ledger, identifier: str) -> SimpleNamespace | None:
    """A visit as it was keyed, an attribute for each of ``KEYED``; None when there is none such."""
    c = ROWS[ServiceVisit].__table__.c
    with ledger.reading() as session:
        found = named(session, records.read(session, ServiceVisit, c.id == identifier))
    if not found:
        return None
    (line,) = found
    values = {name: getattr(line.visit, name) for name in _OWN}
    return SimpleNamespace(**values, object=line.object, team_name=line.team, experts="、".join(line.experts))


def touched(ledger: Ledger, done: Changed) -> frozenset[str]:
    """The visits whose lines show something that a write changed: themselves, or a name they bear."""
    c, part = ROWS[ServiceVisit].__table__.c, ROWS[VisitingExpert].__table__.c
    found = set(done.touched.get("service_visit", ()))
    columns = {"enterprise": (c.id, c.enterprise), "team": (c.id, c.team), "expert": (part.service_visit, part.expert)}
    with ledger.reading() as session:
        for table, (visit, column) in columns.items():
            ids = sorted(done.touched.get(table, ()))
            for start in range(0, len(ids), LOT):
                found.update(session.scalars(select(visit).where(column.in_(ids[start : start + LOT]))))
    return frozenset(found)


# -- writing --------------------------------------------------------------------------------------------------------


def _existing(session: Session, identifiers: Sequence[str]) -> tuple[ServiceVisit, ...]:
    c = ROWS[ServiceVisit].__table__.c
    lots = (identifiers[start : start + LOT] for start in range(0, len(identifiers), LOT))
    found = tuple(one for lot in lots for one in records.read(session, ServiceVisit, c.id.in_(lot)))
    if not found or len(found) != len(set(identifiers)):
        raise refuse("no_visit", "服务记录里没有这一条，可能已被删除或撤销。请刷新列表再试，没有保存。")
    return found


def _parts(session: Session, identifiers: Sequence[str]) -> list[VisitingExpert]:
    return list(records.of_owners(session, VisitingExpert, "service_visit", identifiers))


def _resolved(
    session: Session, visit: ServiceVisit, experts: list[str], keyed: Keyed
) -> tuple[ServiceVisit, list[str]]:
    """The visit with what was keyed, names made ids; and who took part."""
    values: dict[str, Any] = {name: value for name, value in keyed.items() if name in _OWN}
    team = _team(session, visit, keyed)
    values["team"] = team.id if team else None
    if OBJECT.id in keyed:
        values["enterprise"], values["district"] = service_names.find_object(session, str(keyed[OBJECT.id]))
    visit = replace(visit, **values)
    if team and not visit.enterprise and not visit.district:
        visit = replace(visit, enterprise=team.enterprise, district="" if team.enterprise else team.district)
    visit = replace(visit, days=1 if visit.days is None else visit.days)
    if EXPERTS.id in keyed:
        experts = service_names.find_experts(session, str(keyed[EXPERTS.id]))
    if not experts and team:
        experts = service_names.members_on(session, team.id, visit.visited_on)
    _refuse_wrong(visit)
    if not experts:
        raise refuse("no_experts", "没有写参加的专家，没有保存。请写专家的姓名；写了服务队的，留空就是全队。")
    return visit, experts


def _team(session: Session, visit: ServiceVisit, keyed: Keyed) -> Team | None:
    if TEAM.id in keyed:
        return service_names.find_team(session, str(keyed[TEAM.id]))
    found = records.read(session, Team, ROWS[Team].__table__.c.id == visit.team) if visit.team else ()
    return found[0] if found else None


def _refuse_wrong(visit: ServiceVisit) -> None:
    if visit.visited_on is None:
        raise refuse("no_date", "没有填服务日期，没有保存。请填哪一天去的。")
    if not visit.enterprise and not visit.district:
        raise refuse("no_object", "没有写服务对象，没有保存。请写企业或县区；写了服务队的，留空就是它服务的对象。")
    if visit.days is not None and visit.days < 1:
        raise refuse("no_days", "天数填的是 0，没有保存。不足一天按一天，请填 1。")
    if visit.closed_on and visit.closed_on < visit.visited_on:
        text = f"办结日期 {visit.closed_on} 早于服务日期 {visit.visited_on}，没有保存。请核对两个日期。"
        raise refuse("closed_before", text)


def _called(session: Session, visit: ServiceVisit) -> str:
    names = service_names.enterprise_names(session, [visit.enterprise])
    return f"{names[visit.enterprise][0] if visit.enterprise else visit.district} {visit.visited_on}"


def _notices(session: Session, visit: ServiceVisit, experts: Sequence[str], today: datetime.date) -> Iterator[Problem]:
    """What looks odd: it was stored all the same."""
    c, on = ROWS[ServiceVisit].__table__.c, visit.visited_on
    assert on is not None
    if on > today:
        yield problem("future_date", f"服务日期 {on} 晚于今天（{today}），请核对。")
    if visit.due_on and visit.due_on < on:
        yield problem("due_before", f"后续期限 {visit.due_on} 早于服务日期 {on}，请核对。")
    if visit.days and visit.days > LONG_VISIT:
        yield problem("many_days", f"天数填的是 {visit.days}，请核对。")
    if visit.follow_up and visit.due_on is None and visit.closed_on is None:
        yield problem("no_due_date", "后续工作没有填期限，不会列入待办，请补填。")
    same = or_(c.enterprise == visit.enterprise, c.district == visit.district) if visit.district else c.enterprise == visit.enterprise
    twice = select(c.id).where(same, c.visited_on == on.isoformat(), c.id != visit.id, c.team.is_not_distinct_from(visit.team))
    if session.scalars(twice.limit(1)).first():
        text = f"{on} 同一服务队对同一对象已有一条服务记录，请核对是否重复登记；一次听到几个问题，逐条登记的只算一次。"
        yield problem("visit_twice", text)
    if visit.team:
        yield from _team_notices(session, visit, experts, on)


def _team_notices(session: Session, visit: ServiceVisit, experts: Sequence[str], on: datetime.date) -> Iterator[Problem]:
    (team,) = records.read(session, Team, ROWS[Team].__table__.c.id == visit.team)
    if (team.enterprise, team.district) != (visit.enterprise, visit.district):
        yield problem("other_object", "这支服务队服务的不是这个对象，请核对。")
    if (team.dissolved_on and team.dissolved_on < on) or (team.formed_on and team.formed_on > on):
        yield problem("not_in_force", f"{on} 这支服务队还没有组建或已经解散，请核对。")
    labels, members = service_names.expert_labels(session), service_names.members_on(session, team.id, on)
    if strangers := [labels[one] for one in experts if one not in members]:
        yield problem("no_member", f"{'、'.join(strangers)}当天不在这支服务队里，已按参加登记，请核对。")
