"""What there is to say about one record of an enterprise's way to market, and about all it has or lacks (measures 1-3, 10, 11)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.application import IN_POOL, Application, Material, Step
from datong_desktop.domain.enterprise import LIMITED_COMPANIES, Enterprise
from datong_desktop.domain.fostering import (
    NAMES,
    REFORMED,
    Assistance,
    Coordination,
    Difficulty,
    Milestone,
    Reform,
    StateOwnedPlan,
    Submission,
    Tracking,
    Visit,
)
from datong_desktop.domain.fostering_checks import (
    assistance_notices,
    meeting_notices,
    milestone_notices,
    neeq_notices,
    plan_notices,
    problem_notices,
    reform_notices,
    submission_notices,
)
from datong_desktop.domain.market_checks import delisting_notices, tracking_notices, untracked
from datong_desktop.domain.problem import Problem, problem
from datong_desktop.domain.standing import reform_due_on
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.services.enterprises import NAMELESS, EnterpriseFile
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.pool_states import state_of

LOOKED_AT = (*NAMES, Application, Step, Material)
"""What must be known of an enterprise to say all this."""


def notices_of(ledger: Ledger, file: EnterpriseFile, today: datetime.date) -> tuple[Problem, ...]:
    """Everything there is to say about what an enterprise has of this, and about what it lacks."""
    kept: list[Any] = [record for kind in NAMES for record in file.hanging.get(kind, ())]
    about = _named(file)
    with ledger.reading() as session:
        found = [notice for record in kept for notice in notices(session, file, record, today)]
    if about.neeq_listed:
        found += neeq_notices(about)
    if not file.all(Reform):
        found += missing_reform(file)
    found += _missing_helpers(file)
    found += untracked(about, file.all(Milestone), file.all(Tracking), today)
    return tuple(dict.fromkeys(found))


def notices(session: Session, file: EnterpriseFile, record: Any, today: datetime.date) -> Iterator[Problem]:
    """What there is to say about one record; ``file`` is the enterprise with all else it has, with or without the record."""
    about = _named(file)
    if isinstance(record, Milestone):
        yield from milestone_notices(about, record, _others(file, record), today)
        yield from delisting_notices(about, record, today)
        yield from _same_code(session, about, record)
        yield from _moved(about, record)
    elif isinstance(record, Reform):
        finished = next((one.happened_on for one in file.all(Milestone) if one.kind == REFORMED), None)
        yield from reform_notices(about, record, _reform_due(file, record), finished)
    elif isinstance(record, Submission):
        yield from submission_notices(about, record, _others(file, record), today)
    elif isinstance(record, Assistance):
        yield from assistance_notices(about, record)
    elif isinstance(record, Visit | Difficulty):
        yield from problem_notices(about, record)
    elif isinstance(record, StateOwnedPlan):
        yield from plan_notices(about, record, file.all(Coordination), today)
    elif isinstance(record, Coordination):
        yield from meeting_notices(about, record, file.all(StateOwnedPlan), today)
    else:
        yield from tracking_notices(about, record, file.all(Milestone), today)


def missing_reform(file: EnterpriseFile) -> Iterator[Problem]:
    """To tell of a limited company of the pool that stands on no reform list (measure 1, annex 2 一（一）)."""
    if due := state_of(file).reform_due_on:
        text = f"“{file.name}”是在库的{file.enterprise.legal_form}，应在 {due} 前完成股改，请列入股份制改造清单（举措（一））。"
        yield problem("not_on_reform_list", text)


def _missing_helpers(file: EnterpriseFile) -> Iterator[Problem]:
    if not file.all(Assistance) and state_of(file).state in IN_POOL:
        text = f"“{file.name}”已在库，还没有登记市级、县级包联领导，请登记“一企一帮扶”（举措（三））。"
        yield problem("no_helpers", text)


def _others(file: EnterpriseFile, record: Any) -> list[Any]:
    """Those of its kind besides it."""
    return [one for one in file.all(type(record)) if one.number != record.number]


def _named(file: EnterpriseFile) -> Enterprise:
    return replace(file.enterprise, name=file.name)


def _reform_due(file: EnterpriseFile, reform: Reform) -> datetime.date | None:
    """The last day of the two years, even when the company is no limited one any more."""
    was_limited = reform.legal_form_before in LIMITED_COMPANIES
    return reform_due_on(reform.legal_form_before if was_limited else file.enterprise.legal_form, state_of(file).admitted_on)


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
