"""Milestones, reform lines, helpers, visits and state-owned plans (measures 1-3, 10, 11): kept and looked over.

Three verbs serve them all; what looks wrong comes back in ``Changed.notices`` and is stored all the same.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.application import Application, Material, Step
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fields import Value
from datong_desktop.domain.fostering import REFORMED, Assistance, Milestone, Reform, StateOwnedPlan, Visit
from datong_desktop.domain.fostering_checks import (
    assistance_notices,
    milestone_notices,
    plan_notices,
    reform_notices,
    visit_notices,
)
from datong_desktop.domain.problem import Problem, problem
from datong_desktop.models.change_log import decode, encode, table_name
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.models.tables import Change, ChangeSet
from datong_desktop.services import enterprises, records
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprises import NAMELESS, EnterpriseFile
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.pool_states import state_of
from datong_desktop.services.recording import changed

Fostering = Milestone | Reform | Assistance | Visit | StateOwnedPlan
NAMES: Mapping[type, str] = {
    Milestone: "里程碑", Reform: "股改清单", Assistance: "一企一帮扶", Visit: "走访", StateOwnedPlan: "国企行动方案",
}  # fmt: skip
_LOOKED_AT = (*NAMES, Application, Step, Material)


def add(ledger: Ledger, enterprise: str, kind: type[Milestone] | type[Visit], values: Mapping[str, Value]) -> Changed:
    """One more milestone or visit with the next number. A milestone without a district gets the one the enterprise was
    registered in on that day, as far as the ledger knows. ``Refused``: no_enterprise, too_long …"""
    with ledger.writing(NAMES[kind]) as work:
        (file,) = enterprises.files(work.session, [enterprise], _LOOKED_AT)
        record: Milestone | Visit = kind(enterprise, records.next_number(file.all(kind)), **values)  # type: ignore[arg-type]
        if isinstance(record, Milestone) and not record.district:
            record = replace(record, district=_district_on(work.session, file.enterprise, record.happened_on))
        work.command = _label("登记", record, file)
        records.put(work.session, record)
        found = list(_notices(work.session, file, record, work.at.date()))
    return changed(ledger, work, found)


def save(ledger: Ledger, record: Fostering) -> Changed:
    """Adds a record that an enterprise has once (``Reform``, ``Assistance``) or once a year (``StateOwnedPlan``), or
    brings the one of its key in line. ``Refused``: no_enterprise, too_long …"""
    with ledger.writing(NAMES[type(record)]) as work:
        (file,) = enterprises.files(work.session, [record.enterprise], _LOOKED_AT)
        there = any(records.key_of(one) == records.key_of(record) for one in file.all(type(record)))
        work.command = _label("修改" if there else "登记", record, file)
        records.put(work.session, record)
        found = list(_notices(work.session, file, record, work.at.date()))
    return changed(ledger, work, found)


def remove(ledger: Ledger, record: Fostering) -> Changed:
    """Removes a record with the links of its scans. A limited company of the pool that leaves the reform list is told of
    (measure 1)."""
    with ledger.writing(NAMES[type(record)]) as work:
        (file,) = enterprises.files(work.session, [record.enterprise], _LOOKED_AT)
        work.command = _label("删除", record, file)
        records.remove(work.session, *records.evidence_of(work.session, record), record)
    return changed(ledger, work, _missing_reform(file) if isinstance(record, Reform) else ())


def notices_of(ledger: Ledger, file: EnterpriseFile, today: datetime.date) -> tuple[Problem, ...]:
    """Everything there is to say about what an enterprise has of this, and about a reform line it lacks."""
    kept: list[Fostering] = [record for kind in NAMES for record in file.hanging.get(kind, ())]
    with ledger.reading() as session:
        found = [notice for record in kept for notice in _notices(session, file, record, today)]
    if not file.all(Reform):
        found += _missing_reform(file)
    return tuple(dict.fromkeys(found))


def _label(verb: str, record: Fostering, file: EnterpriseFile) -> str:
    what = record.kind if isinstance(record, Milestone) else NAMES[type(record)]
    return f"{verb} {file.name} {what or NAMES[type(record)]}"


def _notices(session: Session, file: EnterpriseFile, record: Fostering, today: datetime.date) -> Iterator[Problem]:
    about = replace(file.enterprise, name=file.name)
    if isinstance(record, Milestone):
        others = [one for one in file.all(Milestone) if one.number != record.number]
        yield from milestone_notices(about, record, others, today)
        yield from _same_code(session, about, record)
        yield from _moved(about, record)
    elif isinstance(record, Reform):
        finished = next((one.happened_on for one in file.all(Milestone) if one.kind == REFORMED), None)
        yield from reform_notices(about, record, state_of(file).reform_due_on, finished)
    elif isinstance(record, Assistance):
        yield from assistance_notices(about, record)
    elif isinstance(record, Visit):
        yield from visit_notices(about, record)
    else:
        yield from plan_notices(about, record)


def _missing_reform(file: EnterpriseFile) -> Iterator[Problem]:
    if due := state_of(file).reform_due_on:
        text = f"“{file.name}”是在库的{file.enterprise.legal_form}，应在 {due} 前完成股改，请列入股份制改造清单。"
        yield problem("not_on_reform_list", text)


def _same_code(session: Session, about: Enterprise, milestone: Milestone) -> Iterator[Problem]:
    """Measure 11: a code belongs to one enterprise."""
    if not milestone.code:
        return
    c = ROWS[Milestone].__table__.c
    owners = (
        select(EnterpriseRow.__table__.c.name)
        .join(ROWS[Milestone].__table__, c.enterprise == EnterpriseRow.__table__.c.id)
        .where(c.code == milestone.code.strip(), c.enterprise != about.id)
    )
    for name in session.scalars(owners.distinct()):
        yield problem("same_code", f"“{about.name}”的代码“{milestone.code}”已经登记给“{name or NAMELESS}”，请核对。")


def _moved(about: Enterprise, milestone: Milestone) -> Iterator[Problem]:
    if about.district and milestone.district and milestone.district != about.district:
        text = f"“{about.name}”现在的县区是{about.district}，“{milestone.kind}”计入{milestone.district}，请核对当日的注册地。"
        yield problem("other_district", text)


def _district_on(session: Session, about: Enterprise, day: datetime.date | None) -> str:
    """The district on that day by the change log; the present one when the record was not kept yet."""
    if day is None:
        return about.district
    query = (
        select(Change.field, Change.new)
        .join(ChangeSet, Change.change_set == ChangeSet.id)
        .where(
            Change.table_name == table_name(EnterpriseRow),
            Change.row_key == encode({"id": about.id}),
            Change.field.in_(("", "district")),
            ChangeSet.at_utc < (day + datetime.timedelta(days=1)).isoformat(),
        )
        .order_by(Change.id.desc())
        .limit(1)
    )
    for field, text in session.execute(query):
        value = decode(text)
        known = value.get("district", "") if field == "" and value else value
        return known or about.district
    return about.district
