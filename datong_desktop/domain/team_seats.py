"""Whether every needed seat can be filled, type by type, and if not, who competes for whom: exact, by matching.

Seats of one type are filled by experts of that type alone, so types can be looked at one by one. A seat that stays empty
whatever is tried belongs to a set of needs whose experts, all of them, have fewer teams to spare than the set has seats
(Hall's condition): that set is the reason.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from datong_desktop.domain.expert_rules import InstitutionType
from datong_desktop.domain.team_fit import points
from datong_desktop.domain.team_problem import Candidate, Members, Need, TeamProblem


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """``needs`` that only ``experts`` can serve, and that have ``missing`` seats more than these have teams to spare."""

    needs: tuple[Need, ...]
    experts: tuple[Candidate, ...]
    missing: int


@dataclass(frozen=True, slots=True)
class Filling:
    """The seats of one type, as many filled as can be: expert by need, and why the others stay empty."""

    kind: InstitutionType
    seats: Mapping[str, str]
    bottlenecks: tuple[Bottleneck, ...]

    @property
    def missing(self) -> int:
        return sum(one.missing for one in self.bottlenecks)


def fill(problem: TeamProblem, name: str, *, well: bool = False) -> Filling:
    """The most needed seats of the type of this name that can be filled beside what is pinned; ``well``: with those who fit
    best, as far as they go round, the urgent needs first."""
    kind = problem.rules.type_named[name]
    pinned = Counter(expert for _, expert in problem.pins)
    held = {need for need, expert in problem.pins if (one := problem.candidate.get(expert)) and one.type == kind.name}
    people = [one for one in problem.by_type[kind.name] if not one.obstacle]
    room = {one.id: max(0, one.free - pinned[one.id]) for one in people}
    wanting = [need for need in problem.needs if kind.needed and need.id not in held]
    reach = {need.id: [one.id for one in people if problem.allowed(need, one) and room[one.id]] for need in wanting}
    if well:
        wanting.sort(key=lambda need: (-need.urgency, need.id))
        for need in wanting:
            reach[need.id].sort(key=lambda one: -points(problem.candidate[one], need, problem.weights))
    seats: dict[str, str] = {}
    teams: dict[str, list[str]] = {one.id: [] for one in people}
    empty = [need.id for need in wanting if not _seat(need.id, reach, room, seats, teams)]
    return Filling(kind, seats, tuple(_bottlenecks(problem, kind, empty, reach, teams)))


def filled(fillings: Sequence[Filling], problem: TeamProblem) -> Members:
    """The teams of these seats and the pins."""
    found: dict[str, set[str]] = {need.id: set() for need in problem.needs}
    for need, expert in (*problem.pins, *(pair for one in fillings for pair in one.seats.items())):
        if need in found:
            found[need].add(expert)
    return {need: frozenset(people) for need, people in found.items()}


def _seat(
    need: str, reach: Mapping[str, Sequence[str]], room: Mapping[str, int], seats: dict[str, str], teams: dict[str, list[str]]
) -> bool:
    """Finds the need an expert, moving others about where that makes room; breadth first, so that few are moved."""
    asked_by: dict[str, str] = {}
    queue = deque([need])
    while queue:
        asking = queue.popleft()
        for expert in reach[asking]:
            if expert in asked_by:
                continue
            asked_by[expert] = asking
            if len(teams[expert]) < room[expert]:
                _move(need, expert, asked_by, seats, teams)
                return True
            queue.extend(teams[expert])
    return False


def _move(need: str, free: str, asked_by: Mapping[str, str], seats: dict[str, str], teams: dict[str, list[str]]) -> None:
    """Along the chain back to the need, each takes the expert that was asked for it."""
    expert = free
    while True:
        asking = asked_by[expert]
        before = seats.get(asking)
        seats[asking] = expert
        teams[expert].append(asking)
        if asking == need:
            return
        assert before is not None
        teams[before].remove(asking)
        expert = before


def _bottlenecks(
    problem: TeamProblem,
    kind: InstitutionType,
    empty: Sequence[str],
    reach: Mapping[str, Sequence[str]],
    teams: Mapping[str, Sequence[str]],
) -> list[Bottleneck]:
    """From each empty seat, everyone it could ask and everyone these serve; sets that meet are one. So are all needs that
    have nobody to ask and nothing against anybody: what they lack is the same."""
    barred = {need for need, expert in (*problem.conflicts, *problem.bans) if expert in problem.people_of(kind.name)}
    alone = {need for need in empty if not reach[need] and need not in barred}
    found: list[tuple[set[str], set[str], int]] = [(alone, set(), len(alone))] if alone else []
    for start in (need for need in empty if need not in alone):
        needs, experts, queue = {start}, set[str](), [start]
        while queue:
            for expert in reach[queue.pop()]:
                if expert not in experts:
                    experts.add(expert)
                    queue += (others := [need for need in teams[expert] if need not in needs])
                    needs.update(others)
        missing = 1
        for other in [one for one in found if one[0] & needs or one[1] & experts]:
            found.remove(other)
            needs, experts, missing = needs | other[0], experts | other[1], missing + other[2]
        found.append((needs, experts, missing))
    return [
        Bottleneck(
            tuple(one for one in problem.needs if one.id in needs),
            tuple(one for one in problem.candidates if one.id in experts),
            missing,
        )
        for needs, experts, missing in found
    ]
