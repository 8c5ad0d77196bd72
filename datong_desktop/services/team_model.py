"""The team problem as a linear model: a column of 0 or 1 for each expert in each team, and one for everything worth points.

Seats bound how many of a type a team has. An expert's teams are counted off by steps, each dearer than the one before. A
needed field is covered when a member knows it. All of these settle themselves once the members are chosen, so only members
are whole numbers.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import nlargest

from datong_desktop.domain.expert_rules import InstitutionType
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.domain.team_fit import points
from datong_desktop.domain.team_problem import Candidate, Members, Need, Pair, Seats, TeamProblem
from datong_desktop.services.solving.linear import LinearModel

LIKELY = 16
"""Experts looked at first for a seat: the best by their points."""


@dataclass
class TeamModel:
    """The model with the pair of each member column, the columns that come into question first, and what no teams can
    exceed because every seat has its best expert and every field is covered."""

    linear: LinearModel = field(default_factory=LinearModel)
    pairs: dict[int, Pair] = field(default_factory=dict)
    likely: set[int] = field(default_factory=set)
    ceiling: int = 0

    def members(self, chosen: Iterable[int], problem: TeamProblem) -> Members:
        """Who sits where in a solution."""
        found: dict[str, set[str]] = {need.id: set() for need in problem.needs}
        for column in chosen:
            if column in self.pairs:
                need, expert = self.pairs[column]
                found[need].add(expert)
        return {need: frozenset(people) for need, people in found.items()}


def build(
    problem: TeamProblem, known: Members, *, only_changes: bool = False, progress: Progress = UNWATCHED
) -> TeamModel:
    """The model of a problem whose pins are allowed. ``known`` are teams that keep the rules, as far as there are any, to
    start from. With ``only_changes`` nothing counts but how few members of today's teams change. ``Cancelled``."""
    return _Builder(problem, known, only_changes).build(progress)


class _Builder:
    def __init__(self, problem: TeamProblem, known: Members, only_changes: bool) -> None:
        self.problem, self.known, self.only_changes = problem, known, only_changes
        self.made = TeamModel()
        self.linear = self.made.linear
        self.change = 1 if only_changes else problem.weights.change
        self.covers: dict[tuple[str, str], int] = {}
        self.loads: dict[str, int] = {}
        self.limit = self.linear.add_row(upper=math.inf if problem.most_changes is None else problem.most_changes)
        self.barred: dict[str, set[str]] = defaultdict(set)
        for need, expert in (*problem.conflicts, *problem.bans):
            self.barred[need].add(expert)

    def build(self, progress: Progress) -> TeamModel:
        self.add_loads()
        if not self.only_changes:
            self.add_coverage()
        doubled = dict(self.institution_rows()) if not self.only_changes and self.problem.weights.institution else {}
        people = {
            name: [one for one in experts if one.id in self.loads] for name, experts in self.problem.by_type.items()
        }
        for need, kind, seats in self.problem.every_seat():
            progress.check()
            self.add_seat(need, kind, seats, people[kind.name], doubled)
        return self.made

    def add_loads(self) -> None:
        """For each expert who has teams to spare a row: what he takes on is covered by steps, the first the cheapest."""
        weight = 0 if self.only_changes else self.problem.weights.load
        for one in self.problem.candidates:
            if one.obstacle or not one.free:
                continue
            self.loads[one.id] = row = self.linear.add_row(0, 0)
            for teams in range(one.engaged, one.engaged + min(one.free, len(self.problem.needs))):
                self.linear.add_column(-weight * teams, (row,), (-1,))

    def add_coverage(self) -> None:
        weight = self.problem.weights.coverage
        for need in self.problem.needs if weight else ():
            for name in sorted(need.fields):
                self.covers[need.id, name] = row = self.linear.add_row(upper=0)
                self.linear.add_column(weight * need.urgency, (row,), (1,))
                self.made.ceiling += weight * need.urgency

    def institution_rows(self) -> Iterator[tuple[tuple[str, str], int]]:
        """A row for each team and institution that could send two to it: under two types, or to a seat for several."""
        types: dict[str, set[str]] = defaultdict(set)
        for one in self.problem.candidates:
            types[one.institution].add(one.type)
        wide = {(need.id, kind.name) for need, kind, seats in self.problem.every_seat() if seats.high > 1}
        for need in self.problem.needs:
            for institution, kinds in types.items():
                if institution and (len(kinds) > 1 or (need.id, *kinds) in wide):
                    row = self.linear.add_row(upper=1)
                    self.linear.add_column(-self.problem.weights.institution, (row,), (-1,), upper=math.inf)
                    yield (need.id, institution), row

    def add_seat(
        self, need: Need, kind: InstitutionType, seats: Seats, people: Iterable[Candidate], doubled: Mapping[tuple[str, str], int]
    ) -> None:
        row = self.linear.add_row(seats.low, seats.high)
        people = [one for one in people if one.id not in self.barred[need.id]]
        there = {one.id for one in people} & self.problem.today(need)
        changes = self.change_rows(need, seats, len(there))
        known, ranked = self.known.get(need.id, frozenset()), []
        for one in people:
            rows, values = [row, self.loads[one.id]], [1.0, 1.0]
            if self.covers:
                rows += (covered := [self.covers[need.id, name] for name in sorted(need.fields & one.fields)])
                values += [-1.0] * len(covered)
            if (need.id, one.institution) in doubled:
                rows.append(doubled[need.id, one.institution])
                values.append(1.0)
            cost = 0 if self.only_changes else points(one, need, self.problem.weights)
            for change_row, of_those_there, value in changes:
                if of_those_there == (one.id in there):
                    rows.append(change_row)
                    values.append(value)
            if changes and changes[0][0] == self.limit and one.id not in there:
                cost -= self.change
            pinned = (need.id, one.id) in self.problem.pins
            column = self.linear.add_column(cost, rows, values, lower=1 if pinned else 0, whole=True)
            self.made.pairs[column] = (need.id, one.id)
            ranked.append((cost, -column))
            if one.id in known or one.id in there:
                self.made.likely.add(column)
        best = nlargest(max(LIKELY, seats.high), ranked)
        self.made.likely.update(-column for _, column in best)
        self.made.ceiling += sum(cost if place < seats.low else max(0, cost) for place, (cost, _) in enumerate(best[: seats.high]))

    def change_rows(self, need: Need, seats: Seats, there: int) -> list[tuple[int, bool, float]]:
        """Where a member's column stands because of changes: (row, for those there today or for the others, value).

        One seat for one person: whoever is new to it is a change, and stands in the limit himself. Else a column counts
        the more of those who come and those who go."""
        if need.id not in self.problem.present:
            return []
        if seats.low == seats.high == 1:
            return [(self.limit, False, 1.0)]
        come, go = self.linear.add_row(upper=0), self.linear.add_row(lower=there)
        self.linear.add_column(-self.change, (self.limit, come, go), (1, -1, 1), upper=math.inf)
        return [(come, False, 1.0), (go, True, 1.0)]
