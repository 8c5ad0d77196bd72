"""What the papers of the service teams hold: a team with its coverage, an object of service with all there is about it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.expert import Expert
from datong_desktop.domain.expert_rules import InstitutionType
from datong_desktop.domain.service_lines import ServiceLine
from datong_desktop.domain.service_team import Conflict, Need, Team, Wish


@dataclass(frozen=True, slots=True)
class Serving:
    """An expert in a team; ``reason`` says in words why he or she is right for it."""

    expert: Expert
    leader: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team: its object by name and district, its members, the leader first, the types of institution there are, and which
    rules it breaks besides the missing types and the missing leader, a sentence each."""

    team: Team
    object: str
    district: str
    members: tuple[Serving, ...]
    types: tuple[InstitutionType, ...]
    breaches: tuple[str, ...] = ()

    @property
    def leader(self) -> Serving | None:
        return next((one for one in self.members if one.leader), None)

    def of_type(self, name: str) -> tuple[Serving, ...]:
        """The members from one type of institution."""
        return tuple(one for one in self.members if one.expert.institution_type == name)

    @property
    def missing(self) -> tuple[str, ...]:
        """Short names of the types every team needs and this one lacks (annex 5 四（一）)."""
        return tuple(one.short for one in self.types if one.needed and not self.of_type(one.name))

    def ended(self, on: datetime.date) -> bool:
        """Whether its period is over on a day; the last day still belongs to it."""
        return self.team.valid_to is not None and self.team.valid_to < on


@dataclass(frozen=True, slots=True)
class PlanLine:
    """An object of service: the enterprise (None: a district), where it stands in the pool, the open need, the team, whom it
    would like or not by name, who has to keep away by name, and the visits that left something to do or found a problem."""

    kind: str
    name: str
    district: str
    enterprise: Enterprise | None = None
    standing: str = ""
    need: Need | None = None
    team: TeamLine | None = None
    wishes: tuple[tuple[str, Wish], ...] = ()
    conflicts: tuple[tuple[str, Conflict], ...] = ()
    heard: tuple[ServiceLine, ...] = ()
