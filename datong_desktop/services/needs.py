"""Whom the experts serve, what they need and wish, and who has to keep away (annex 5 四（一）, （二）).

Each verb is one transaction and one undo step. An object has one open need: what else it needs is said there.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from datong_desktop.domain.fields import Value, fields_by_id
from datong_desktop.domain.names import fold
from datong_desktop.domain.problem import Problem, problem, refuse
from datong_desktop.domain.service_team import OF_DISTRICT, OF_ENTERPRISE, Conflict, Need, Wish
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.models.unit_of_work import Writing
from datong_desktop.services import enterprises, experts, records, registers
from datong_desktop.services.changes import Changed
from datong_desktop.services.districts import fitting
from datong_desktop.services.enterprise_list import districts
from datong_desktop.services.enterprises import NAMELESS
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.pool_states import state_of
from datong_desktop.services.recording import changed
from datong_desktop.services.staffing import ServiceObject, object_of
from datong_desktop.services.team_ledger import about_in, staffing_in

OBJECTS = (
    "由各县区政府、市直相关部门筛选推荐具备一定条件、有对接资本市场意愿的企业"
    "以及已经入选省、市后备企业资源库的入库企业均为专家服务队的服务对象。"
)
"""Annex 5 四（二）, to the letter."""
COMPETITOR = "竞争对手"
MOST_OFFERED = 20


def create(ledger: Ledger, target: ServiceObject, values: Mapping[str, Value] | None = None) -> Changed:
    """An open need of an object; the id is the one in ``Changed.touched["need"]``. An enterprise that is neither in the pool
    nor recommended by anybody is told of. ``Refused``: no_object, no_enterprise, same_need, too_long …"""
    with ledger.writing("登记服务需求") as work:
        name = _check_target(work.session, target)
        if others := _open_needs(work.session, target):
            since = others[0].asked_on
            text = f"“{name}”已经有一项没有了结的服务需求{f'（{since} 提出）' if since else ''}，没有另外登记。请修改那一项。"
            raise refuse("same_need", text)
        (identifier,) = work.new_ids(1)
        need = Need(identifier, **_of(target), **{"asked_on": work.at.date(), **(values or {})})  # type: ignore[arg-type]
        records.put(work.session, need)
        work.command = f"登记服务需求 {name}"
        found = tuple(_not_an_object(work.session, target, name, need.picked_by))
    return changed(ledger, work, found)


def edit(ledger: Ledger, need: str, values: Mapping[str, Value]) -> Changed:
    """Sets fields of a need; its object stays. ``Refused``: no_need, too_long …, and as ``close`` for the day it was closed."""
    with ledger.writing("修改服务需求") as work:
        there = _need(work.session, need)
        _check_closing(work, there, values.get("asked_on", there.asked_on), values.get("closed_on", there.closed_on))
        records.set_values(Need, work.session.get_one(ROWS[Need], {"id": need}), values)
        what = "、".join(fields_by_id(Need)[name].label for name in values)
        work.command = f"修改服务需求 {_name(work.session, object_of(there))} {what}"
    return changed(ledger, work)


def close(ledger: Ledger, needs: Sequence[str], on: datetime.date | None) -> Changed:
    """These needs are met, or given up, from that day; None opens them again. ``Refused``: no_need, same_need, future_day,
    wrong_day."""
    with ledger.writing("了结服务需求") as work:
        there = [_need(work.session, one) for one in needs]
        for one in there:
            _check_closing(work, one, one.asked_on, on)
            records.set_values(Need, work.session.get_one(ROWS[Need], {"id": one.id}), {"closed_on": on})
        whom = _name(work.session, object_of(there[0])) if len(there) == 1 else f"{len(there)} 项"
        work.command = f"{'了结' if on else '恢复'}服务需求 {whom}"
    return changed(ledger, work)


def wish(ledger: Ledger, need: str, expert: str, wanted: bool | None, reason: str = "") -> Changed:
    """The object would like this expert, or anyone else (False); None takes the wish back. ``Refused``: no_need, no_expert."""
    with ledger.writing("服务意愿") as work:
        there = _need(work.session, need)
        (file,) = registers.files(experts.REGISTER, work.session, [expert], ())
        one = Wish(need, expert, wanted=None if wanted is None else int(wanted), reason=reason)
        verb = "取消对" if wanted is None else "希望" if wanted else "不希望"
        if wanted is None:
            records.remove(work.session, one)
        else:
            records.put(work.session, one)
        work.command = f"{_name(work.session, object_of(there))} {verb}{file.name}{'的意愿' if wanted is None else '服务'}"
    return changed(ledger, work)


def _check_closing(work: Writing, need: Need, asked: Value, closed: Value) -> None:
    target = object_of(need)
    if closed is None and need.closed_on and _open_needs(work.session, target):
        raise refuse("same_need", f"“{_name(work.session, target)}”已经有另一项没有了结的服务需求，没有恢复。")
    if not isinstance(closed, datetime.date):
        return
    if closed > work.at.date():
        raise refuse("future_day", f"了结日期 {closed} 还没有到，没有保存。请填今天或以前的日期。")
    if isinstance(asked, datetime.date) and closed < asked:
        name = _name(work.session, target)
        raise refuse("wrong_day", f"“{name}”的了结日期 {closed} 早于提出日期 {asked}，没有保存。请核对日期。")


def wishes_of(ledger: Ledger, need: str) -> tuple[Wish, ...]:
    """The wishes of one need."""
    with ledger.reading() as session:
        return records.read(session, Wish, ROWS[Wish].__table__.c.need == need)


# -- conflicts of interest ------------------------------------------------------------------------------------------------


def declare(
    ledger: Ledger,
    target: ServiceObject,
    *,
    expert: str | None = None,
    institution: str = "",
    ground: str = "",
    remark: str = "",
    declared_on: datetime.date | None = None,
) -> Changed:
    """An expert, or everybody of an institution, has to keep away from an object. With neither, and 竞争对手 as the ground, the
    ``remark`` names competitors: whom they engaged is suggested. ``Refused``: no_object, no_enterprise, no_expert, no_party,
    same_conflict, bad_ground."""
    with ledger.writing("申报回避") as work:
        name = _check_target(work.session, target)
        party = _party(work.session, expert, institution, ground, remark)
        grounds = fields_by_id(Conflict)["ground"].choices
        if ground not in grounds:
            raise refuse("bad_ground", f"没有写回避事由，没有保存。请选 {'、'.join(grounds)} 中的一项。")
        if any(_same_party(one, expert, institution, remark) for one in conflicts_in(work.session, target)):
            raise refuse("same_conflict", f"{party}回避“{name}”已经登记过了，没有重复登记。")
        (identifier,) = work.new_ids(1)
        day = declared_on or work.at.date()
        about = {one: value for one, value in _of(target).items() if one != "object_kind"}
        found = Conflict(identifier, expert=expert, institution=institution, ground=ground, remark=remark, declared_on=day, **about)  # type: ignore[arg-type]
        records.put(work.session, found)
        work.command = f"申报回避 {party}与{name}"
        told = tuple(_in_the_team(work, target, found))
    return changed(ledger, work, told)


def withdraw(ledger: Ledger, conflict: str) -> Changed:
    """A conflict is none any more. ``Refused``: no_conflict."""
    with ledger.writing("解除回避") as work:
        found = records.read(work.session, Conflict, ROWS[Conflict].__table__.c.id == conflict)
        if not found:
            raise refuse("no_conflict", "这一条回避已经解除或被撤销，没有改动。请刷新后再试。")
        records.remove(work.session, *found)
        work.command = f"解除回避 {_name(work.session, object_of(found[0]))}"
    return changed(ledger, work)


def conflicts_in(session: Session, target: ServiceObject) -> tuple[Conflict, ...]:
    """What is declared about an object."""
    c = ROWS[Conflict].__table__.c
    return records.read(session, Conflict, (c.enterprise if target.kind == OF_ENTERPRISE else c.district) == target.key)


def _party(session: Session, expert: str | None, institution: str, ground: str, remark: str) -> str:
    if expert:
        return registers.files(experts.REGISTER, session, [expert], ())[0].name
    if institution or (ground == COMPETITOR and remark.strip()):
        return institution or remark
    raise refuse("no_party", "没有说明谁要回避，没有保存。请选专家或填机构；只登记竞争对手的，在说明里写上对手的名称。")


def _same_party(one: Conflict, expert: str | None, institution: str, remark: str) -> bool:
    if expert or one.expert:
        return one.expert == expert
    return fold(one.institution) == fold(institution) if institution or one.institution else fold(one.remark) == fold(remark)


def _in_the_team(work: Writing, target: ServiceObject, conflict: Conflict) -> Iterator[Problem]:
    """Who is in the object's team today and has to keep away from now on."""
    now = staffing_in(work.session, work.at.date())
    team = now.team_of.get(target)
    barred = now.conflicts({target: ""})
    for one in team.experts if team else ():
        if ("", one) in barred and (one == conflict.expert or fold(now.candidates[one].institution) == fold(conflict.institution)):
            text = f"{now.candidates[one].name}现在就在“{now.name(target)}”的服务队里，请更换。"
            yield problem("member_conflicts", text)


# -- objects --------------------------------------------------------------------------------------------------------------


def find_object(ledger: Ledger, written: str) -> ServiceObject:
    """The district or enterprise of a name. ``Refused``: no_object, two_objects."""
    wanted = fold(written)
    if not wanted:
        raise refuse("no_object", "没有填服务对象，没有保存。请填企业名称或县区。")
    for district in districts():
        if wanted == fold(district):
            return ServiceObject(OF_DISTRICT, district)
    c = EnterpriseRow.__table__.c
    with ledger.reading() as session:
        found = list(session.scalars(select(c.id).where(c.name == written.strip())))
        if not found:  # written in another way, or by its short name
            every = session.execute(select(c.id, c.name, c.short_name))
            found = [identifier for identifier, *names in every if wanted in map(fold, names)]
    if len(found) == 1:
        return ServiceObject(OF_ENTERPRISE, found[0])
    if found:
        raise refuse("two_objects", f"企业库里有 {len(found)} 家“{written}”，分不清是哪一家，没有保存。请先合并或改名。")
    raise refuse("no_object", f"“{written}”不是县区，企业库里也没有这家企业，没有保存。请先在企业库里登记。")


def offered_objects(ledger: Ledger, text: str) -> list[tuple[str, str]]:
    """Names that fit a typed text, for a list to choose from: districts, then enterprises by name or initials."""
    wanted = text.strip()
    found = [(one, f"{one}　{OF_DISTRICT}") for one in fitting(districts(), wanted)]
    c = EnterpriseRow.__table__.c
    fits = or_(c.name.contains(wanted), c.short_name.contains(wanted), c.initials.contains(wanted.lower()))
    query = select(c.name, c.district).where(c.archived_on.is_(None), c.name != "", fits).order_by(c.id).limit(MOST_OFFERED)
    with ledger.reading() as session:
        found += [(name, f"{name}　{district}".rstrip("　")) for name, district in session.execute(query)]
    return found


def _of(target: ServiceObject) -> dict[str, str | None]:
    of_enterprise = target.kind == OF_ENTERPRISE
    return {
        "object_kind": target.kind, "enterprise": target.key if of_enterprise else None,
        "district": "" if of_enterprise else target.key,
    }  # fmt: skip


def _check_target(session: Session, target: ServiceObject) -> str:
    """The name of an object there is."""
    if not target.key:
        raise refuse("no_object", "没有填服务对象，没有保存。请填企业名称或县区。")
    if target.kind == OF_ENTERPRISE:
        return enterprises.files(session, [target.key], ())[0].name
    return target.key


def _open_needs(session: Session, target: ServiceObject) -> tuple[Need, ...]:
    c = ROWS[Need].__table__.c
    column = c.enterprise if target.kind == OF_ENTERPRISE else c.district
    return records.read(session, Need, column == target.key, c.closed_on.is_(None))


def _need(session: Session, need: str) -> Need:
    found = records.read(session, Need, ROWS[Need].__table__.c.id == need)
    if not found:
        raise refuse("no_need", "这一项服务需求已经被撤销，没有改动。请刷新后再试。")
    return found[0]


def _name(session: Session, target: ServiceObject) -> str:
    known = about_in(session, [target]).get(target)
    return known.name if known else NAMELESS


def _not_an_object(session: Session, target: ServiceObject, name: str, picked_by: str) -> Iterator[Problem]:
    if target.kind == OF_ENTERPRISE and not picked_by:
        (file,) = enterprises.files(session, [target.key])
        if state_of(file).admitted_on is None:
            yield problem("not_an_object", not_an_object(name))


def not_an_object(name: str) -> str:
    """That nobody made this enterprise an object of service."""
    return f"“{name}”没有入选资源库，也没有填推荐单位，请核对（附件5 四（二）：{OBJECTS}）"

