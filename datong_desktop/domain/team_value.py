"""What a whole set of teams is worth, in points: the sum the solver maximises, worked out anew from the teams alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from datong_desktop.domain.team_fit import points
from datong_desktop.domain.team_problem import Members, Need, TeamProblem


@dataclass(frozen=True, slots=True)
class Value:
    """Points by where they come from; what counts against the teams is negative."""

    fit: int
    coverage: int
    load: int
    institution: int
    change: int

    @property
    def total(self) -> int:
        return self.fit + self.coverage + self.load + self.institution + self.change


def value(members: Members, problem: TeamProblem) -> Value:
    """The worth of these teams, whether or not they keep the hard rules."""
    weights = problem.weights
    pairs = [(problem.need[need], problem.candidate[one]) for need, people in members.items() for one in people]
    return Value(
        fit=sum(points(candidate, need, weights) for need, candidate in pairs),
        coverage=sum(covered(need, members.get(need.id, ()), problem) for need in problem.needs),
        load=-sum(load_points(problem, one, count) for one, count in Counter(c.id for _, c in pairs).items()),
        institution=-weights.institution * sum(_doubled(people, problem) for people in members.values()),
        change=-weights.change * sum(changes(need, members.get(need.id, ()), problem) for need in problem.needs),
    )


def covered(need: Need, people: Iterable[str], problem: TeamProblem) -> int:
    """Points for the needed fields that somebody in the team is good at."""
    known = {field for one in people for field in problem.candidate[one].fields if field in need.fields}
    return problem.weights.coverage * len(known) * need.urgency


def load_points(problem: TeamProblem, expert: str, teams: int) -> int:
    """What so many teams of one expert cost: nothing for a first, the weight for a second, twice it for a third, …"""
    engaged = problem.candidate[expert].engaged
    return problem.weights.load * sum(range(engaged, engaged + teams))


def _doubled(people: Iterable[str], problem: TeamProblem) -> int:
    count = Counter(problem.candidate[one].institution for one in people)
    return sum(number - 1 for institution, number in count.items() if institution)


def changes(need: Need, people: Iterable[str], problem: TeamProblem) -> int:
    """Members changed in today's team, type by type: who takes a seat, or leaves one to nobody. None where there is no team."""
    if need.id not in problem.present:
        return 0
    now = frozenset(people)
    count = 0
    for members in problem.by_type.values():
        kind = {one.id for one in members}
        there = {one for one in problem.today(need) & kind if problem.allowed(need, problem.candidate[one])}
        count += max(len(now & kind - there), len(there - now))
    return count
