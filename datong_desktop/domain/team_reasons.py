"""Why a member is in a team, in words and points, and what the next best choice for the seat would cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from datong_desktop.domain.team_fit import Part, reasons
from datong_desktop.domain.team_problem import Candidate, Members, Need, TeamProblem
from datong_desktop.domain.team_value import changes, loads, step_points, team_points


@dataclass(frozen=True, slots=True)
class MemberReasons:
    """Every part that counts for or against a member, and the load "2/4" he then carries."""

    parts: tuple[Part, ...]
    load: str

    @property
    def text(self) -> str:
        """参与过 3 个新三板项目，行业相同，负荷 2/4."""
        return "，".join([*(part.text for part in self.parts), f"负荷 {self.load}"])


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another expert for a seat, everybody else staying where he is, and how many points fewer (or more) that would be."""

    expert: Candidate
    cost: int


def member_reasons(one: Candidate, need: Need, members: Members, problem: TeamProblem) -> MemberReasons:
    """Why this member of these teams; a part of 0 points is said for its own sake."""
    more = []
    if alone := sorted(_only_here(one, need, members, problem)):
        points = problem.weights.coverage * len(alone) * need.urgency
        more.append(Part("coverage", points, f"队里唯一擅长{'、'.join(alone)}的"))
    if one.id in problem.today(need):
        more.append(Part("change", 0, "现在就在队里"))
    if (need.id, one.id) in problem.pins:
        more.append(Part("wish", 0, "已指定"))
    teams = one.engaged + loads(members)[one.id]
    return MemberReasons((*reasons(one, need, problem.weights), *more), f"{teams}/{one.capacity}")


def _only_here(one: Candidate, need: Need, members: Members, problem: TeamProblem) -> frozenset[str]:
    others = (problem.candidate[other].fields for other in members[need.id] if other != one.id)
    return (one.fields & need.fields).difference(*others)


def alternatives(one: Candidate, need: Need, members: Members, problem: TeamProblem) -> list[Alternative]:
    """Who else could take a member's seat while everybody else stays, the cheapest first; none where nobody is free or the
    member is pinned. Not what the best teams without him would cost: those might look quite different."""
    if (need.id, one.id) in problem.pins:
        return []
    found = [Alternative(other, cost) for other, cost in _swaps(one, need, members, problem)]
    return sorted(found, key=lambda other: (other.cost, other.expert.id))


def _swaps(one: Candidate, need: Need, members: Members, problem: TeamProblem) -> Iterator[tuple[Candidate, int]]:
    people, load = members[need.id], loads(members)
    before = team_points(need, people, problem) - step_points(one, load[one.id] - 1, problem)
    spare = _spare_changes(need, members, problem)
    for other in problem.by_type[one.type]:
        if other.id in people or load[other.id] >= other.free or not problem.allowed(need, other):
            continue
        instead = people - {one.id} | {other.id}
        if spare is None or changes(need, instead, problem) <= spare:
            yield other, before - team_points(need, instead, problem) + step_points(other, load[other.id], problem)


def _spare_changes(need: Need, members: Members, problem: TeamProblem) -> int | None:
    """How many changes this team may have, the others being as they are."""
    if problem.most_changes is None:
        return None
    return problem.most_changes - sum(changes(one, members[one.id], problem) for one in problem.needs if one is not need)
