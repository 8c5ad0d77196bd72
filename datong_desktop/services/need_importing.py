"""Importing a list of 服务对象: each row is a district or an enterprise of the registry, known by its name, and what it needs.

A row whose object has an open need changes that one; an object nobody knows is refused, for a list cannot register
enterprises by the way.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from datong_desktop.documents.record_workbook import RecordTable
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fields import fields_by_id
from datong_desktop.domain.names import fold
from datong_desktop.domain.record_columns import NEEDS
from datong_desktop.domain.service_team import OF_DISTRICT, OF_ENTERPRISE, Need
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.models.unit_of_work import Writing
from datong_desktop.services import list_export, list_importing, needs, pool_states
from datong_desktop.services.column_values import Stored
from datong_desktop.services.list_kind import ListKind, NewColumns
from datong_desktop.services.list_plan import Held, RowKind
from datong_desktop.services.list_planning import Planning
from datong_desktop.services.recording import LOT
from datong_desktop.services.stored_columns import stored_rows

WHOSE = "object"
"""Id of an enterprise or name of a district: what a row's object is told by."""


@dataclass(frozen=True, slots=True)
class _Company:
    """An enterprise that a name may mean."""

    id: str
    name: str
    district: str
    industry: str


@dataclass(frozen=True)
class _Objects(Held):
    """Open needs by whose they are; enterprises by the folded names in the list; who is in the pool or was."""

    companies: dict[str, list[_Company]] = field(default_factory=dict)
    admitted: frozenset[str] = frozenset()


def _held(session: Session, table: RecordTable) -> _Objects:
    places = [column.number - 1 for column in table.columns if column.target and column.target.id == "name"]
    companies = _companies(session, {fold(str(row[place])) for place in places for row in table.rows})
    c, about = ROWS[Need].__table__.c, EnterpriseRow.__table__.c
    whose = select(c.id, c.enterprise, c.district, about.name)
    there = session.execute(
        whose.outerjoin(EnterpriseRow.__table__, c.enterprise == about.id).where(c.closed_on.is_(None)).order_by(c.id)
    ).all()
    by_object: dict[str, list[str]] = defaultdict(list)
    for identifier, company, district, _ in there:
        by_object[company or district].append(identifier)
    stored = [column.target for column in table.columns if column.target and column.target.id in fields_by_id(Need)]
    rows = stored_rows(session, stored) if stored else {}
    values: dict[str, dict[str, Stored]] = {
        target.id: {one: row[place] for one, row in rows.items()} for place, target in enumerate(stored, 1)
    }
    values["name"] = {identifier: name if company else district for identifier, company, district, name in there}
    return _Objects(by_name=by_object, values=values, companies=companies, admitted=_admitted(session, companies))


def _admitted(session: Session, companies: Mapping[str, Sequence[_Company]]) -> frozenset[str]:
    """Those of them that are in the pool or were."""
    ids = sorted({one.id for found in companies.values() for one in found})
    found: set[str] = set()
    for start in range(0, len(ids), LOT):
        states = pool_states.states_in(session, partial(_is_one_of, ids[start : start + LOT]))
        found.update(one for one, state in states.items() if state.admitted_on is not None)
    return frozenset(found)


def _is_one_of(ids: Sequence[str], column: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.in_(ids)
    return found


def _companies(session: Session, wanted: set[str]) -> dict[str, list[_Company]]:
    """Enterprises whose name, or failing that whose short name, is among these folded ones."""
    c = EnterpriseRow.__table__.c
    full: dict[str, list[_Company]] = defaultdict(list)
    short: dict[str, list[_Company]] = defaultdict(list)
    for identifier, name, brief, district, industry in session.execute(select(c.id, c.name, c.short_name, c.district, c.industry)):
        for found, written in ((full, name), (short, brief)):
            if written and (folded := fold(written)) in wanted:
                found[folded].append(_Company(identifier, name, district, industry))
    return {**short, **full}


def _resolve(plan: Planning) -> None:
    """Puts the object in the place of its name: the columns of the list are those of a need from here on."""
    held = plan.held
    assert isinstance(held, _Objects)
    names: list[Stored] = list(plan.column("name"))
    kinds: list[Stored] = [""] * plan.count
    counties: list[Stored] = [""] * plan.count
    companies: list[Stored] = [None] * plan.count
    for place, name in enumerate(names):
        if not name or plan.kinds[place] in (RowKind.SKIPPED, RowKind.REFUSED):
            continue
        county = plan.lists.districts.find(str(name))
        if county and plan.column("object_kind")[place] != OF_ENTERPRISE:
            names[place], kinds[place], counties[place] = county, OF_DISTRICT, county
        elif company := _company(plan, held, place, str(name)):
            names[place], kinds[place], companies[place] = company.name, OF_ENTERPRISE, company.id
            _compare(plan, held, place, company)
    whose = [company or county for company, county in zip(companies, counties, strict=True)]
    plan.values |= {"name": names, "object_kind": kinds, "district": counties, "enterprise": companies, WHOSE: whose}
    plan.values["industry"] = [""] * plan.count  # it is the registry's


def _company(plan: Planning, held: _Objects, place: int, name: str) -> _Company | None:
    """The one enterprise a row means; otherwise the row is refused."""
    found = held.companies.get(fold(name), [])
    district = plan.column("district")[place]
    here = [one for one in found if one.district == district] if district and len(found) > 1 else found
    if len(here) == 1 and plan.column("object_kind")[place] != OF_DISTRICT:
        return here[0]
    if plan.column("object_kind")[place] == OF_DISTRICT:
        code, text = "no_object", f"的“{name}”类别填的是县区，却不是县区的名称，请核对名称和类别。"
    elif found:
        code, text = "two_objects", f"的“{name}”在企业库里有 {len(found)} 家，分不清是哪一家。请先在企业库里合并或改名，或在县区一列写明。"
    else:
        advice = "请先登记这家企业；整张表都没有登记过的，先把它作为企业名单导入企业库。"
        code, text = "no_object", f"的“{name}”不是县区，企业库里也没有这家企业。{advice}"
    plan.say(place, plan.columns["name"], code, text)
    return None


def _compare(plan: Planning, held: _Objects, place: int, company: _Company) -> None:
    """Warns of what the list says otherwise than the registry, and of an enterprise nobody recommended (annex 5 四（二）)."""
    district, industry = str(plan.column("district")[place]), str(plan.column("industry")[place])
    if district and company.district and district != company.district:
        text = f"“{company.name}”的县区写的是{district}，企业库里是{company.district}。导入不改企业库，请核对是不是同一家。"
        plan.say(place, plan.columns["district"], "other_district", text, warned=True)
    if industry and company.industry and not (company.industry.startswith(industry) or industry.startswith(company.industry)):
        text = f"“{company.name}”的行业写的是 {industry}，企业库里是 {company.industry}。导入不改企业库，请核对。"
        plan.say(place, plan.columns["industry"], "other_industry", text, warned=True)


def _look_again(plan: Planning, today: datetime.date) -> None:
    held = plan.held
    assert isinstance(held, _Objects)
    for place in _stored(plan):
        company, picked = plan.values["enterprise"][place], plan.column("picked_by")[place]
        if plan.kinds[place] is RowKind.NEW and company and not picked and company not in held.admitted:
            text = needs.not_an_object(str(plan.values["name"][place]))
            plan.say(place, plan.columns["name"], "not_an_object", f"：{text}。", warned=True)
        asked = plan.column("asked_on")[place]
        if asked and str(asked) > today.isoformat():
            text = f"“{plan.values['name'][place]}”的提出日期 {asked} 还没有到，请核对。"
            plan.say(place, plan.columns["asked_on"], "future_day", text, warned=True)


def _stored(plan: Planning) -> Iterator[int]:
    return (place for place, kind in enumerate(plan.kinds) if kind in (RowKind.NEW, RowKind.CHANGED))


def _complete(work: Writing, values: NewColumns, count: int) -> NewColumns:
    """Whose the needs are; those without a day are asked for today."""
    asked: Sequence[Stored] = values.get("asked_on") or [None] * count
    today = work.at.date().isoformat()
    whose = {name: values[name] for name in ("object_kind", "enterprise", "district")}
    return {**whose, "asked_on": [day or today for day in asked]}


KIND = ListKind(
    NEEDS,
    pool="服务需求",
    hint="每行一个服务对象，从第三行填起。企业要先登记在企业库里，名称写全称；几项领域之间用顿号隔开；没有的留空，空白不会清掉已录的内容。",
    code="",
    same=(WHOSE,),
    look_again=_look_again,
    complete=_complete,
    held=_held,
    resolve=_resolve,
    refers_to=(Enterprise,),
)
preview = partial(list_importing.preview, KIND)
template = partial(list_export.template, KIND)
