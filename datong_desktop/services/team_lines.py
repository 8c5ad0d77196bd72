"""What the papers of the service teams hold, out of everything as it stood on a day (``services/team_ledger.py``)."""

from __future__ import annotations

from collections.abc import Collection

from datong_desktop.domain.service_lines import ServiceLine
from datong_desktop.domain.service_team import OF_ENTERPRISE
from datong_desktop.domain.team_lines import PlanLine, Serving, TeamLine
from datong_desktop.services import enterprises, service_visits
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.pool_states import state_of
from datong_desktop.services.staffing import ServiceObject, Staffing, StandingTeam, object_of
from datong_desktop.services.team_checks import WHOLE, breaches, member_reason


def team_lines(now: Staffing, teams: Collection[str] | None = None) -> tuple[TeamLine, ...]:
    """These teams, or all: those of districts before those of enterprises, by name."""
    found = [team_line(now, one) for identifier, one in now.teams.items() if teams is None or identifier in teams]
    return tuple(sorted(found, key=lambda one: (one.team.object_kind == OF_ENTERPRISE, one.object, one.team.name)))


def team_line(now: Staffing, there: StandingTeam, *, reasons: bool = False) -> TeamLine:
    """One team; with ``reasons`` each member has one in words."""
    target, people = there.object, there.experts
    known = now.about.get(target)
    members = tuple(
        Serving(now.experts[one].expert, one == there.leader, member_reason(now, target, people, one) if reasons else "")
        for one in people
    )
    broken = tuple(one.text for one in breaches(now, target, people, there.leader) if one.code not in WHOLE) if people else ()
    return TeamLine(there.team, now.name(target), known.district if known else "", members, now.rules.types, broken)


def without_team(now: Staffing) -> list[str]:
    """Objects with an open need that no team serves, by name."""
    return sorted(now.name(target) for target in now.need_of if target not in now.team_of)


def plan(ledger: Ledger, now: Staffing, target: ServiceObject) -> PlanLine:
    """All there is about an object of service. An enterprise that is gone has a name and nothing else."""
    file = enterprises.read(ledger, target.key) if target.kind == OF_ENTERPRISE else None
    known, need, there = now.about.get(target), now.need_of.get(target), now.team_of.get(target)
    wishes = [one for one in now.wishes if need is not None and one.need == need.id]
    declared = [one for one in now.declared if object_of(one) == target]
    return PlanLine(
        target.kind, now.name(target), known.district if known else "", file.enterprise if file else None,
        _standing(file) if file else "", need, team_line(now, there, reasons=True) if there else None,
        tuple((_named(now, one.expert), one) for one in wishes),
        tuple((_named(now, one.expert) if one.expert else one.institution, one) for one in declared), _heard(ledger, now, target),
    )  # fmt: skip


def _heard(ledger: Ledger, now: Staffing, target: ServiceObject) -> tuple[ServiceLine, ...]:
    """The problems heard from an object itself up to the day, and what was left to do, the earliest first."""
    of_enterprise = target.kind == OF_ENTERPRISE
    found = service_visits.lines(ledger, enterprise=target.key) if of_enterprise else service_visits.lines(ledger, district=target.key)
    own = (line for line in found if bool(line.visit.enterprise) == of_enterprise)
    return tuple(
        line for line in own
        if (line.visit.problem or line.visit.follow_up) and line.visit.visited_on and line.visit.visited_on <= now.on
    )  # fmt: skip


def serving(now: Staffing, teams: Collection[str] | None = None, expert: str = "") -> list[tuple[TeamLine, Serving]]:
    """Who is in which team: of these teams or of all, everyone or one expert."""
    return [(line, one) for line in team_lines(now, teams) for one in line.members if not expert or one.expert.id == expert]


def _standing(file: EnterpriseFile) -> str:
    state = state_of(file)
    return " ".join(part for part in (str(state.state), state.tier) if part)


def _named(now: Staffing, expert: str) -> str:
    file = now.experts.get(expert)
    return f"{file.name}（{file.expert.institution}）" if file and file.expert.institution else file.name if file else "已归档的专家"
