"""Teams formed and changed by hand (annex 5 四（一））: each verb one transaction and one undo step.

A team may lack a type or a leader while it is being formed: that is shown, not refused. Who does not qualify, has to avoid the
object, has no team to spare or is there already does not join. Whoever joins is checked anew, and the check is kept.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from datong_desktop.domain.fields import Value
from datong_desktop.domain.problem import Problem, Refused, problem, refuse
from datong_desktop.domain.service_team import OF_DISTRICT, Member, Team
from datong_desktop.models.registry import ROWS
from datong_desktop.models.unit_of_work import Writing
from datong_desktop.services import enterprises, records, team_writing
from datong_desktop.services.changes import Changed
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import changed
from datong_desktop.services.staffing import ServiceObject, Staffing, StandingTeam
from datong_desktop.services.team_checks import obstacle
from datong_desktop.services.team_ledger import staffing_in

CHANGEABLE = ("name", "formed_on", "valid_from", "valid_to")


def form(
    ledger: Ledger,
    target: ServiceObject,
    experts: Sequence[str] = (),
    leader: str = "",
    *,
    on: datetime.date | None = None,
    valid_from: datetime.date | None = None,
    valid_to: datetime.date | None = None,
    name: str = "",
) -> Changed:
    """A team for an object with these members, formed today unless told; the first securities expert leads unless another
    does. Its id is the one in ``Changed.touched["team"]``.

    ``Refused``: no_object, no_enterprise, same_object (it has a team), no_securities, future_day, wrong_period, no_expert, and why
    one of them cannot join (not_qualified, conflict, over_capacity, no_capacity, member_twice, person_twice, leader).
    """
    with ledger.writing("组建服务队") as work:
        day = _day(on, work, "组建日期")
        _check_period(valid_from or day, valid_to)
        now = staffing_in(work.session, day, also=(target,))
        _check_target(work.session, now, target)
        called = name or team_writing.name_for(now, target)
        work.command = f"组建 {called}"
        _check_joining(now, target, (), experts, "没有组建")
        first = leader or _first_leader(now, experts)
        if first:
            _check_leader(now, target, experts, first)
        identifier = team_writing.put_team(work, target, called, day, valid_from, valid_to)
        team_writing.join(work.session, identifier, experts, day, first)
        team_writing.keep_checks(work, now, experts)
    return changed(ledger, work, _notices(now, target, (), experts))


def add(ledger: Ledger, team: str, experts: Sequence[str], on: datetime.date | None = None) -> Changed:
    """Experts join a team; one from a securities institution leads it when nobody does. ``Refused`` as in ``form``, no_team."""
    with ledger.writing("加入服务队") as work:
        day = _day(on, work, "加入日期")
        now, there = _standing(work.session, team, day)
        _after(there.team.formed_on, day, "加入日期", "组建日期")
        _check_joining(now, there.object, there.experts, experts, "没有加入")
        first = "" if there.leader else _first_leader(now, experts)
        team_writing.join(work.session, team, experts, day, first)
        team_writing.keep_checks(work, now, experts)
        work.command = f"{_names(now, experts)}加入 {there.team.name}"
    return changed(ledger, work, _notices(now, there.object, there.experts, experts))


def leave(ledger: Ledger, team: str, expert: str, reason: str, on: datetime.date | None = None) -> Changed:
    """A member leaves, today unless told, for a reason. ``Refused``: no_team, no_member, no_reason, future_day, wrong_day."""
    with ledger.writing("离开服务队") as work:
        now, there = _standing(work.session, team, work.at.date())
        _leave(work, there, expert, reason, on)
        work.command = f"{_names(now, [expert])}离开 {there.team.name}"
    return changed(ledger, work)


def replace(ledger: Ledger, team: str, old: str, new: str, reason: str, on: datetime.date | None = None) -> Changed:
    """Another expert in the place of a member, who leads after a leader if the type allows. ``Refused`` as ``leave`` and
    ``add``; member_twice for the same expert again."""
    with ledger.writing("更换成员") as work:
        now, there = _standing(work.session, team, _day(on, work, "离队日期"))
        day = _leave(work, there, old, reason, on)
        people = tuple(one for one in there.experts if one != old or old == new)
        _check_joining(now, there.object, people, [new], "没有更换")
        led = there.leader and there.leader != old
        team_writing.join(work.session, team, [new], day, "" if led else _first_leader(now, [new]))
        team_writing.keep_checks(work, now, [new])
        work.command = f"{there.team.name} {_names(now, [old])}换成{_names(now, [new])}"
    return changed(ledger, work, _notices(now, there.object, people, [new]))


def set_leader(ledger: Ledger, team: str, expert: str) -> Changed:
    """负责人由券商专家担任. ``Refused``: no_team, no_member, leader."""
    with ledger.writing("指定负责人") as work:
        now, there = _standing(work.session, team, work.at.date())
        _member(there, expert)
        _check_leader(now, there.object, there.experts, expert)
        team_writing.lead(work.session, there.members, expert)
        work.command = f"{there.team.name} 负责人{_names(now, [expert])}"
    return changed(ledger, work)


def change(ledger: Ledger, team: str, values: Mapping[str, Value]) -> Changed:
    """Name, day it was formed and period of a team; who was in it from the day it was formed on joined on the new day.
    ``Refused``: no_team, wrong_period, future_day, wrong_day, too_long …"""
    with ledger.writing("修改服务队") as work:
        there = _standing(work.session, team, work.at.date())[1].team
        known = {name: values.get(name, getattr(there, name)) for name in CHANGEABLE}
        _check_period(known["valid_from"], known["valid_to"])
        if isinstance(formed := known["formed_on"], datetime.date):
            _form_on(work.session, there, _day(formed, work, "组建日期"))
        records.set_values(Team, work.session.get_one(ROWS[Team], {"id": team}), known)
        work.command = f"修改 {there.name}"
    return changed(ledger, work)


def dissolve(ledger: Ledger, team: str, reason: str, on: datetime.date | None = None) -> Changed:
    """A team is none from that day on; its members have a team more to spare. ``Refused``: no_team, no_reason, future_day,
    wrong_day."""
    with ledger.writing("解散服务队") as work:
        there = _standing(work.session, team, work.at.date())[1].team
        day = _day(on, work, "解散日期")
        _after(there.formed_on, day, "解散日期", "组建日期")
        for one in _ever(work.session, team):
            _after(one.left_on or one.joined_on, day, "解散日期", "成员加入或离队的日期")
        _check_reason(reason, "解散")
        records.set_values(Team, work.session.get_one(ROWS[Team], {"id": team}), {"dissolved_on": day, "reason": reason})
        work.command = f"解散 {there.name}"
    return changed(ledger, work)


def history(ledger: Ledger, team: str) -> tuple[Member, ...]:
    """Everybody who is or was in a team, in the order they joined."""
    with ledger.reading() as session:
        return _ever(session, team)


# -- what stands against it ---------------------------------------------------------------------------------------------


def _standing(session: Session, team: str, day: datetime.date) -> tuple[Staffing, StandingTeam]:
    now = staffing_in(session, day)
    if team not in now.teams:
        raise refuse("no_team", "这支服务队已经解散或被撤销，没有改动。请刷新后再试。")
    return now, now.teams[team]


def _ever(session: Session, team: str) -> tuple[Member, ...]:
    return records.read(session, Member, ROWS[Member].__table__.c.team == team)


def _form_on(session: Session, team: Team, formed: datetime.date) -> None:
    """The members of the first day joined on that day; nobody came or went before it."""
    for one in _ever(session, team.id):
        first = one.joined_on == team.formed_on
        for day in (one.left_on, None if first else one.joined_on):
            if day is not None and day < formed:
                raise refuse("wrong_day", f"组建日期 {formed} 晚于成员加入或离队的日期 {day}，没有保存。请核对日期。")
        if first:
            records.set_values(Member, session.get_one(ROWS[Member], records.key_of(one)), {"joined_on": formed})


def _member(there: StandingTeam, expert: str) -> Member:
    for one in there.members:
        if one.expert == expert:
            return one
    raise refuse("no_member", f"这名专家不在“{there.team.name}”里，没有改动。请刷新后再试。")


def _leave(work: Writing, there: StandingTeam, expert: str, reason: str, on: datetime.date | None) -> datetime.date:
    member = _member(there, expert)
    day = _day(on, work, "离队日期")
    _after(member.joined_on, day, "离队日期", "加入日期")
    _check_reason(reason, "离队")
    team_writing.leave(work.session, member, day, reason)
    return day


def _check_target(session: Session, now: Staffing, target: ServiceObject) -> None:
    if not target.key:
        raise refuse("no_object", "没有说明为谁组建服务队，没有组建。请先选一个服务对象。")
    if target.kind != OF_DISTRICT:
        enterprises.files(session, [target.key], ())
    if there := now.team_of.get(target):
        text = f"“{now.name(target)}”已经有服务队“{there.team.name}”，没有另外组建。请修改那一支，或先把它解散。"
        raise refuse("same_object", text)
    if not any(one.type == now.rules.leader for one in now.candidates.values()):
        text = f"专家库里没有{now.rules.leader}的专家，服务队没有人能负责（{now.rules.team_source}：{now.rules.team_text}），没有组建。"
        raise refuse("no_securities", f"{text}请先录入或导入{now.rules.leader}的专家。")


def _check_joining(now: Staffing, target: ServiceObject, there: Sequence[str], experts: Iterable[str], end: str) -> None:
    """Nobody joins unless all may."""
    people, wrong = list(there), list[Problem]()
    for one in experts:
        if one not in now.experts:
            raise refuse("no_expert", f"选中的专家已经不在专家库里，{end}。请刷新后再试。")
        if found := obstacle(now, target, people, one):
            wrong.append(problem(found.code, f"{found.text}{end}。"))
        people.append(one)
    if wrong:
        raise Refused(*wrong)


def _check_leader(now: Staffing, target: ServiceObject, experts: Sequence[str], leader: str) -> None:
    if leader not in experts:
        raise refuse("no_member", "要指定的负责人不在服务队里，没有改动。请先把这名专家加入。")
    one, rules = now.candidates[leader], now.rules
    if one.type != rules.leader:
        text = f"“{now.name(target)}”的服务队应由{rules.leader}的专家负责（{rules.team_source}：{rules.team_text}）"
        raise refuse("leader", f"{text}，{one.name}来自{one.type or '不明类型的机构'}，没有改动。")


def _first_leader(now: Staffing, experts: Iterable[str]) -> str:
    return next((one for one in experts if one in now.candidates and now.candidates[one].type == now.rules.leader), "")


def _notices(now: Staffing, target: ServiceObject, there: Sequence[str], experts: Iterable[str]) -> Iterator[Problem]:
    """What is allowed and worth a word: two of one institution, someone the object would rather not have."""
    people = list(there)
    need = now.need_of.get(target)
    for expert in experts:
        one = now.candidates[expert]
        for other in (now.candidates[identifier] for identifier in people):
            if one.institution and one.institution == other.institution:
                yield problem("same_institution", f"{one.name}和{other.name}都来自“{one.institution}”，一支队里机构最好不重复。")
        if need and any(wish.expert == expert and wish.wanted == 0 for wish in now.wishes if wish.need == need.id):
            yield problem("unwanted", f"“{now.name(target)}”提出过不希望由{one.name}服务。")
        people.append(expert)


def _day(on: datetime.date | None, work: Writing, what: str) -> datetime.date:
    today = work.at.date()
    if on is not None and on > today:
        raise refuse("future_day", f"{what} {on} 还没有到，没有保存。请填今天（{today}）或以前的日期。")
    return on or today


def _after(first: datetime.date | None, day: datetime.date, what: str, other: str) -> None:
    if first is not None and day < first:
        raise refuse("wrong_day", f"{what} {day} 早于{other} {first}，没有保存。请核对日期。")


def _check_period(start: Value, end: Value) -> None:
    if isinstance(start, datetime.date) and isinstance(end, datetime.date) and end < start:
        raise refuse("wrong_period", f"有效期止 {end} 早于有效期起 {start}，没有保存。请核对日期。")


def _check_reason(reason: str, what: str) -> None:
    if not reason.strip():
        raise refuse("no_reason", f"没有写{what}理由，没有保存。请写明理由再试。")


def _names(now: Staffing, experts: Sequence[str]) -> str:
    names = [now.experts[one].name for one in experts]
    return "、".join(names[:3]) + (f"等 {len(names)} 人" if len(names) > 3 else "")
