"""What a whole set of teams is worth, in points: the sum the solver maximises, worked out anew from the teams alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from datong_desktop.domain.team_fit import points
from datong_desktop.domain.team_problem import Candidate, Members, Need, TeamProblem


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
    teams = [(need, members.get(need.id, frozenset())) for need in problem.needs]
    return Value(
        fit=sum(points(problem.candidate[one], need, weights) for need, people in teams for one in people),
        coverage=sum(covered(need, people, problem) for need, people in teams),
        load=-sum(step_points(problem.candidate[one], n, problem) for one, count in loads(members).items() for n in range(count)),
        institution=-weights.institution * sum(_doubled(people, problem) for _, people in teams),
        change=-weights.change * sum(changes(need, people, problem) for need, people in teams),
    )


def team_points(need: Need, people: frozenset[str], problem: TeamProblem) -> int:
    """What one team is worth, but for its members' load."""
    weights = problem.weights
    fit = sum(points(problem.candidate[one], need, weights) for one in people)
    against = weights.institution * _doubled(people, problem) + weights.change * changes(need, people, problem)
    return fit + covered(need, people, problem) - against


def loads(members: Members) -> Counter[str]:
    """How many of these teams each expert is in."""
    return Counter(one for people in members.values() for one in people)


def step_points(one: Candidate, teams: int, problem: TeamProblem) -> int:
    """What another team costs an expert who has so many of these: nothing for a first one at all, the weight for a second,
    twice it for a third, …"""
    return problem.weights.load * (one.engaged + teams)


def covered(need: Need, people: Iterable[str], problem: TeamProblem) -> int:
    """Points for the needed fields that somebody in the team is good at."""
    known = {field for one in people for field in problem.candidate[one].fields if field in need.fields}
    return problem.weights.coverage * len(known) * need.urgency


def _doubled(people: Iterable[str], problem: TeamProblem) -> int:
    count = Counter(problem.candidate[one].institution for one in people)
    return sum(number - 1 for institution, number in count.items() if institution)


def changes(need: Need, people: Iterable[str], problem: TeamProblem) -> int:
    """Members changed in today's team, type by type: who takes a seat, or leaves one to nobody. None where there is no team."""
    if need.id not in problem.present:
        return 0
    now = frozenset(people)
    count = 0
    for name in problem.by_type:
        kind = problem.people_of(name)
        there = {one for one in problem.today(need) & kind if problem.allowed(need, problem.candidate[one])}
        count += max(len(now & kind - there), len(there - now))
    return count
