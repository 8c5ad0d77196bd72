"""What is written of teams within one transaction: formed, joined, left. Without checks: whoever writes many teams at once
(a proposal that is accepted) checks them together.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from sqlalchemy.orm import Session

from datong_desktop.domain.dates import add_years
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.service_team import OF_ENTERPRISE, Member, Team
from datong_desktop.models.registry import ROWS
from datong_desktop.models.unit_of_work import Writing
from datong_desktop.services import qualifying, records
from datong_desktop.services.staffing import ServiceObject, Staffing

SUFFIX, LONGEST = "专家服务队", 100


def put_team(
    work: Writing,
    target: ServiceObject,
    name: str,
    formed_on: datetime.date,
    valid_from: datetime.date | None = None,
    valid_to: datetime.date | None = None,
    proposal: str | None = None,
) -> str:
    """A new team of an object without members; its id. Without a period it is valid for a year from the day it is formed:
    the pool is looked over each year (reading of annex 5 三（五））."""
    (identifier,) = work.new_ids(1)
    start = valid_from or formed_on
    of_enterprise = target.kind == OF_ENTERPRISE
    team = Team(
        identifier, name=name or f"{target.key}{SUFFIX}", object_kind=target.kind,
        enterprise=target.key if of_enterprise else None, district="" if of_enterprise else target.key, formed_on=formed_on,
        valid_from=start, valid_to=valid_to or year_from(start), proposal=proposal,
    )  # fmt: skip
    records.put(work.session, team)
    return identifier


def year_from(start: datetime.date) -> datetime.date:
    """The last day of the year that begins on a day."""
    return add_years(start, 1) - datetime.timedelta(days=1)


def name_for(now: Staffing, target: ServiceObject) -> str:
    """What the team of an object is called when nobody says otherwise."""
    return now.name(target)[: LONGEST - len(SUFFIX)] + SUFFIX


def join(session: Session, team: str, experts: Iterable[str], on: datetime.date, leader: str = "") -> None:
    """These experts are members from that day on; who was before and comes back is one anew."""
    column = ROWS[Member].__table__.c.team
    number = records.next_number(records.read(session, Member, column == team))
    people = (Member(team, n, expert=one, leader=int(one == leader), joined_on=on) for n, one in enumerate(experts, number))
    records.put(session, *people)


def leave(session: Session, member: Member, on: datetime.date, reason: str) -> None:
    """A member is none from that day on, and leads no more."""
    row = session.get(ROWS[Member], records.key_of(member))
    if row is None or getattr(row, "left_on", None) is not None:
        raise refuse("no_member", "这名专家已经不在这支服务队里，没有改动。请刷新后再试。")
    records.set_values(Member, row, {"left_on": on, "reason": reason, "leader": 0})


def lead(session: Session, members: Iterable[Member], expert: str) -> None:
    """This one of the members leads, the others do not."""
    for one in members:
        row = session.get(ROWS[Member], records.key_of(one))
        if row is not None:
            records.set_values(Member, row, {"leader": int(one.expert == expert)})


def keep_checks(work: Writing, now: Staffing, experts: Iterable[str]) -> None:
    """The qualification of these experts, looked at again since they join a team, is kept (annex 5 三（四））."""
    for one in dict.fromkeys(experts):
        qualifying.keep(work.session, now.experts[one], now.qualifications[one], qualifying.FORMING, work.made_by)
