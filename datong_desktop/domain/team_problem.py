"""What teams are to be formed from: experts, objects, and what was set by hand. Plain values, whatever they come from.

A pair is (id of the need, id of the expert). Hard rules follow annex 5 四（一）: one of each needed type in every team, led by
a securities expert; what is soft is worth points (``team_fit``, ``team_value``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from datong_desktop.domain.expert_rules import ExpertRules, InstitutionType
from datong_desktop.domain.team_weights import Weights

Pair = tuple[str, str]
Members = Mapping[str, frozenset[str]]
"""Ids of the members by id of the need."""
URGENCY = {"一般": 1, "较急": 2, "紧急": 3}
"""What a need's points are multiplied by, by the word for it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert as a proposal sees him. ``type`` is the official name of the institution's type; ``capacity`` the most teams
    at a time, ``engaged`` how many of them are taken by teams this proposal does not touch; ``projects`` counts all projects,
    ``boards`` those on a board by its name; ``obstacle`` says why the expert does not qualify, "" when he does."""

    id: str
    name: str
    institution: str
    type: str
    capacity: int
    fields: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    engaged: int = 0
    projects: int = 0
    boards: Mapping[str, int] = field(default_factory=dict, hash=False)
    obstacle: str = ""

    @property
    def free(self) -> int:
        """How many more teams."""
        return max(0, self.capacity - self.engaged)


@dataclass(frozen=True, slots=True)
class Need:
    """An object of service. ``industry`` is a code of GB/T 4754 or its first letters, "" for a district; ``urgency`` 1 to 3;
    ``wanted`` and ``unwanted`` are ids of experts it wishes for or not."""

    id: str
    name: str
    kind: str = "企业"
    district: str = ""
    industry: str = ""
    fields: frozenset[str] = frozenset()
    urgency: int = 1
    wanted: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seats:
    """How many members of a type a team has, from ``low`` to ``high``."""

    low: int
    high: int


@dataclass(frozen=True)
class TeamProblem:
    """Everything a proposal depends on. ``conflicts`` holds the reason by pair; ``present`` today's members of the teams that
    may be changed, ``leaders`` who leads them; ``most_changes`` None for as many as it takes. Ids are unique."""

    candidates: tuple[Candidate, ...]
    needs: tuple[Need, ...]
    rules: ExpertRules
    weights: Weights
    conflicts: Mapping[Pair, str] = field(default_factory=dict)
    pins: frozenset[Pair] = frozenset()
    bans: frozenset[Pair] = frozenset()
    present: Members = field(default_factory=dict)
    leaders: Mapping[str, str] = field(default_factory=dict)
    most_changes: int | None = None

    def canonical(self) -> TeamProblem:
        """The same with experts and needs in the order of their ids: in whatever order they came, the answer is the same."""
        return replace(
            self,
            candidates=tuple(sorted(self.candidates, key=lambda one: one.id)),
            needs=tuple(sorted(self.needs, key=lambda one: one.id)),
        )

    @cached_property
    def candidate(self) -> Mapping[str, Candidate]:
        return {one.id: one for one in self.candidates}

    @cached_property
    def need(self) -> Mapping[str, Need]:
        return {one.id: one for one in self.needs}

    @cached_property
    def by_type(self) -> Mapping[str, tuple[Candidate, ...]]:
        """The experts of each type, qualified or not, in their order."""
        return {one.name: tuple(c for c in self.candidates if c.type == one.name) for one in self.rules.types}

    def people_of(self, name: str) -> frozenset[str]:
        """The ids of the experts of a type."""
        return self._of_type[name]

    def allowed(self, need: Need, candidate: Candidate) -> bool:
        """Whether the expert may be in the team at all: qualified, with a team to spare, no conflict, not banned."""
        pair = (need.id, candidate.id)
        return not candidate.obstacle and candidate.free > 0 and pair not in self.conflicts and pair not in self.bans

    def today(self, need: Need) -> frozenset[str]:
        return self.present.get(need.id, frozenset())

    def seats(self, need: Need, kind: InstitutionType) -> Seats:
        """One seat of each needed type, and one for another that the object asks for; more only for who is pinned or there."""
        low = 1 if kind.needed else 0
        people = self.people_of(kind.name)
        pinned = len(self._pinned.get(need.id, _NOBODY) & people)
        there = sum(self.allowed(need, self.candidate[one]) for one in self.today(need) & people)
        wished = 0 if kind.needed else len(need.wanted & people)
        asked = 1 if kind.needed or need.fields.intersection(kind.fields) else 0
        return Seats(low, max(asked, pinned, there, wished))

    def every_seat(self) -> Iterator[tuple[Need, InstitutionType, Seats]]:
        """All seats a member may sit in, need by need."""
        for need in self.needs:
            for kind in self.rules.types:
                seats = self.seats(need, kind)
                if seats.high:
                    yield need, kind, seats

    @cached_property
    def _of_type(self) -> Mapping[str, frozenset[str]]:
        return {name: frozenset(one.id for one in people) for name, people in self.by_type.items()}

    @cached_property
    def _pinned(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for need, expert in self.pins:
            found.setdefault(need, set()).add(expert)
        return {need: frozenset(experts) for need, experts in found.items()}


_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Team:
    """A team proposed for a need: ids of the experts, the leader first, the others in the order of the types."""

    need: str
    leader: str
    members: tuple[str, ...]


def team_of(problem: TeamProblem, need: Need, members: frozenset[str]) -> Team:
    """The team of these members. Today's leader goes on leading, else the securities expert with the most projects."""
    order = {one.name: place for place, one in enumerate(problem.rules.types)}
    people = [problem.candidate[one] for one in sorted(members)]
    first = sorted(
        (one for one in people if one.type == problem.rules.leader),
        key=lambda one: (one.id != problem.leaders.get(need.id), -one.projects, one.id),
    )
    leader = first[0].id if first else ""
    ordered = sorted(people, key=lambda one: (one.id != leader, order[one.type], one.id))
    return Team(need.id, leader, tuple(one.id for one in ordered))
