"""Reading the experts, needs, teams and conflicts of a ledger as they stand (``services/staffing.py``) in one go."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from datong_desktop.domain.service_team import OF_DISTRICT, OF_ENTERPRISE, Conflict, Member, Need, Team, Wish
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.services import qualifying, records, registers, team_job
from datong_desktop.services.enterprises import NAMELESS
from datong_desktop.services.experts import REGISTER, ExpertFile
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import LOT
from datong_desktop.services.staffing import About, ServiceObject, Staffing, StandingTeam, industry_code, object_of

__all__ = ["about_in", "service_objects", "staffing", "staffing_in", "staffing_on"]


def staffing(ledger: Ledger, on: datetime.date) -> Staffing:
    """Everything as it stands, the experts checked for qualification on a day."""
    with ledger.reading() as session:
        return staffing_in(session, on)


def staffing_on(ledger: Ledger, day: datetime.date) -> Staffing:
    """Teams, members and needs as they stood on a day, the experts checked on it: for papers."""
    with ledger.reading() as session:
        return staffing_in(session, day, day)


def service_objects(ledger: Ledger, day: datetime.date) -> tuple[tuple[StandingTeam, ...], Mapping[ServiceObject, About]]:
    """The teams that stood on a day, and the objects that had one or an open need then; both by name."""
    with ledger.reading() as session:
        teams = sorted(_teams(session, day).values(), key=lambda one: one.team.name)
        targets = {*(one.object for one in teams), *map(object_of, _needs(session, day).values())}
        about = about_in(session, targets)
    return tuple(teams), dict(sorted(about.items(), key=lambda one: one[1].name))


def staffing_in(
    session: Session, on: datetime.date, stood: datetime.date | None = None, *, also: Collection[ServiceObject] = ()
) -> Staffing:
    """The same within a reading or a write, as it stands now or ``stood`` on a day; ``also`` these objects are known by name,
    though they may have neither need nor team yet."""
    now = team_job.rules()
    teams = _teams(session, stood)
    experts = _experts(session, {expert for team in teams.values() for expert in team.experts})
    wish = ROWS[Wish].__table__.c
    needs = _needs(session, stood)
    wishes = [one for one in records.read(session, Wish, wish.wanted.is_not(None)) if one.need in needs]
    since = ROWS[Conflict].__table__.c.declared_on
    declared = records.read(session, Conflict, *([or_(since.is_(None), since <= stood)] if stood else []))
    targets = {*also, *map(object_of, needs.values()), *map(object_of, declared), *(one.object for one in teams.values())}
    return Staffing(
        on,
        now,
        experts,
        {identifier: qualifying.check(file, now, on) for identifier, file in experts.items()},
        needs,
        teams,
        about_in(session, targets),
        declared,
        tuple(wishes),
    )


def _needs(session: Session, stood: datetime.date | None) -> dict[str, Need]:
    c = ROWS[Need].__table__.c
    return {one.id: one for one in records.read(session, Need, *_there(c.asked_on, c.closed_on, stood))}


def _teams(session: Session, stood: datetime.date | None) -> dict[str, StandingTeam]:
    team, member = ROWS[Team].__table__.c, ROWS[Member].__table__.c
    members: dict[str, list[Member]] = defaultdict(list)
    for one in records.read(session, Member, *_there(member.joined_on, member.left_on, stood)):
        members[one.team].append(one)
    left: dict[str, list[Member]] = defaultdict(list)
    for one in records.read(session, Member, member.left_on.is_not(None)) if stood is None else ():
        left[one.team].append(one)
    standing = records.read(session, Team, *_there(team.formed_on, team.dissolved_on, stood))
    return {one.id: StandingTeam(one, tuple(members[one.id]), tuple(left[one.id])) for one in standing}


def _there(since: ColumnElement[Any], until: ColumnElement[Any], day: datetime.date | None) -> list[ColumnElement[bool]]:
    """What has not ended, or was there on a day: from ``since`` on, and not any more on the day it ends."""
    if day is None:
        return [until.is_(None)]
    return [or_(since.is_(None), since <= day), or_(until.is_(None), until > day)]


def _experts(session: Session, members: Collection[str]) -> dict[str, ExpertFile]:
    """Those of the pool, and members who were archived."""
    c = ROWS[REGISTER.record].__table__.c
    wanted = set(session.scalars(select(c.id).where(c.archived_on.is_(None)))) | set(members)
    found = registers.existing(REGISTER, session, sorted(wanted), qualifying.LOOKED_AT)
    return {one.expert.id: one for one in sorted(found, key=lambda one: one.expert.id)}


def about_in(session: Session, targets: Iterable[ServiceObject]) -> dict[ServiceObject, About]:
    """What is known of these objects; an enterprise that is gone is left out."""
    wanted = list(targets)
    found = {one: About(one.key, one.key) for one in wanted if one.kind == OF_DISTRICT}
    c = EnterpriseRow.__table__.c
    ids = sorted(one.key for one in wanted if one.kind == OF_ENTERPRISE)
    for start in range(0, len(ids), LOT):
        lot = ids[start : start + LOT]
        for identifier, name, district, industry in session.execute(select(c.id, c.name, c.district, c.industry).where(c.id.in_(lot))):
            known = About(name or NAMELESS, district, industry_code(industry) if industry else "")
            found[ServiceObject(OF_ENTERPRISE, identifier)] = known
    return found
