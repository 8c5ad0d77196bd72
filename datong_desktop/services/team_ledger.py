"""Reading the experts, needs, teams and conflicts of a ledger as they stand (``services/staffing.py``) in one go."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.service_team import OF_DISTRICT, OF_ENTERPRISE, Conflict, Member, Need, Team, Wish
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.services import qualifying, records, registers, team_job
from datong_desktop.services.enterprises import NAMELESS
from datong_desktop.services.experts import REGISTER, ExpertFile
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import LOT
from datong_desktop.services.staffing import About, ServiceObject, Staffing, StandingTeam, industry_code, object_of

__all__ = ["about_in", "staffing", "staffing_in"]



def staffing(ledger: Ledger, on: datetime.date) -> Staffing:
    """Everything as it stands, the experts checked for qualification on a day."""
    with ledger.reading() as session:
        return staffing_in(session, on)


def staffing_in(session: Session, on: datetime.date) -> Staffing:
    """The same within a reading or a write."""
    now = team_job.rules()
    teams = _teams(session)
    experts = _experts(session, {expert for team in teams.values() for expert in team.experts})
    need, wish = ROWS[Need].__table__.c, ROWS[Wish].__table__.c
    needs = {one.id: one for one in records.read(session, Need, need.closed_on.is_(None))}
    wishes = [one for one in records.read(session, Wish, wish.wanted.is_not(None)) if one.need in needs]
    declared = records.read(session, Conflict)
    targets = {*map(object_of, needs.values()), *map(object_of, declared), *(one.object for one in teams.values())}
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


def _teams(session: Session) -> dict[str, StandingTeam]:
    team, member = ROWS[Team].__table__.c, ROWS[Member].__table__.c
    members: dict[str, list[Member]] = defaultdict(list)
    for one in records.read(session, Member, member.left_on.is_(None)):
        members[one.team].append(one)
    standing = records.read(session, Team, team.dissolved_on.is_(None))
    return {one.id: StandingTeam(one, tuple(members[one.id])) for one in standing}


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
