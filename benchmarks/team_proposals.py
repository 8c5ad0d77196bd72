"""Proposing expert teams: seconds beside their limits and beside the bare solver, quality beside greed and beside swaps by hand."""

from __future__ import annotations

import itertools
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from benchmarks.measure import PYTHON, ROOT, Result, median
from datong_desktop.domain.team_fit import points
from datong_desktop.domain.team_problem import Members, Need, TeamProblem
from datong_desktop.domain.team_reasons import alternatives
from datong_desktop.domain.team_rules import broken_rules
from datong_desktop.domain.team_seats import fill
from datong_desktop.domain.team_value import loads, step_points, team_points, value
from datong_desktop.services.team_proposal import Impossible, Proposal, propose
from tests.synthetic_experts import problem

SMALL, MIDDLE, LARGE = (30, 11), (300, 150), (1_000, 500)
FIRST = (
    "import time; began = time.perf_counter(); from datong_desktop.services.team_proposal import propose;"
    "from tests.synthetic_experts import problem; task = problem(30, 11, {seed}, kind='县区'); loaded = time.perf_counter();"
    "assert propose(task).optimal; print(time.perf_counter() - loaded)"
)
"""The first proposal of a process: the solver is loaded with it."""


def measure(env: Mapping[str, str], runs: int) -> list[Result]:
    task, (ours, bare) = problem(*MIDDLE), ([], [])  # type: tuple[TeamProblem, tuple[list[float], list[float]]]
    for _ in range(runs):
        ours.append(_taken(task)[0])
        bare.append(bare_solver(task))
    found = _taken(task)[1]
    members = {team.need: frozenset(team.members) for team in found.teams}
    about = {"objective": found.objective, "bound": found.bound, "gap": found.gap, "value": str(value(members, task))}
    seconds, largest = _taken(problem(*LARGE))
    why = [explained(task) for task in impossible()]
    work, costs = "teams, 300 experts × 150 enterprises:", list(swaps(task, members))
    return [
        Result("teams, 30 experts × 11 districts, solver loaded", "0.5 s", median(first(env, runs)), 0.5, "s", 1.0, runs),
        Result(f"{work} proposal (gap {found.gap:.2%})", "10 s", median(ours), 10.0, "s", 1.0, runs, about),
        Result(f"{work} the same", "the bare solver, same model", median(ours), median(bare), "s", 1.2, runs),
        Result(f"{work} gap in %", "1 % of the bound", 100 * found.gap, 1.0, "%", 1.0, 1),
        Result(f"{work} points of greed", "points of the proposal", greed(task), found.objective, "pt", 1.0, 1),
        Result(f"{work} swaps by hand that improve", "none", sum(cost < 0 for cost in costs), 1.0, "", 0.0, len(costs)),
        Result(f"{work} why impossible, longest of {len(why)}", "5 s", max(why), 5.0, "s", 1.0, len(why)),
        Result(f"teams, 1 000 × 500: proposal (gap {largest.gap:.2%})", "60 s", seconds, 60.0, "s", 1.0, 1),
    ]


def _taken(task: TeamProblem) -> tuple[float, Proposal]:
    began = time.perf_counter()
    found = propose(task)
    taken = time.perf_counter() - began
    assert isinstance(found, Proposal)
    assert not broken_rules(found.teams, task)
    return taken, found


def first(env: Mapping[str, str], runs: int) -> list[float]:
    """Seconds of the first proposal in a process of its own."""
    command = [str(PYTHON), "-c", FIRST.format(seed=small_seed())]
    options: dict[str, Any] = {"cwd": ROOT, "env": {**env, "PYTHONPATH": str(ROOT)}, "check": True, "timeout": 60}
    return [float(subprocess.run(command, capture_output=True, text=True, **options).stdout) for _ in range(runs)]


def small_seed() -> int:
    """A seed whose thirty experts are enough for eleven districts."""
    return next(seed for seed in itertools.count(1) if _enough(problem(*SMALL, seed, kind="县区")))


def _enough(task: TeamProblem) -> bool:
    return all(not fill(task, kind.name).missing for kind in task.rules.types)


def bare_solver(task: TeamProblem) -> float:
    """Seconds HiGHS takes for the very same model, all columns at once, with the same options."""
    import numpy as np

    from datong_desktop.services.solving.sifting import Sifting
    from datong_desktop.services.team_model import build

    model = build(task.canonical(), {})
    whole = Sifting(model.linear, time.monotonic() + 600, lambda _, __: False)
    began = time.perf_counter()
    solver = whole.solver()
    solver.add(whole.part(np.arange(len(whole.every.cost), dtype=np.int32)), whole=True)
    answer = solver.solve()
    taken = time.perf_counter() - began
    assert answer.done
    return taken


def greed(task: TeamProblem) -> int:
    """What a person does: need by need, the urgent ones first, for each seat whoever adds most."""
    members: dict[str, frozenset[str]] = {need.id: frozenset() for need in task.needs}
    for need in sorted(task.needs, key=lambda one: (-one.urgency, one.id)):
        for kind in task.rules.types:
            if kind.needed:
                load = loads(members)
                free = [one for one in task.by_type[kind.name] if task.allowed(need, one) and load[one.id] < one.free]
                if free:
                    best = max(free, key=lambda one: points(one, need, task.weights) - step_points(one, load[one.id], task))
                    members[need.id] |= {best.id}
    return value(members, task).total


def swaps(task: TeamProblem, members: Members) -> Iterator[int]:
    """What each change a person could try would cost: another expert for a seat, and two experts changing places."""
    for need in task.needs:
        for one in members[need.id]:
            yield from (other.cost for other in alternatives(task.candidate[one], need, members, task))
    worth = {need.id: team_points(need, members[need.id], task) for need in task.needs}
    for first, second in itertools.combinations(task.needs, 2):
        for kind in task.rules.types:
            yield from _exchanges(first, second, task.people_of(kind.name), worth, task, members)


def _exchanges(
    first: Need, second: Need, people: frozenset[str], worth: Mapping[str, int], task: TeamProblem, members: Members
) -> Iterator[int]:
    ours, theirs = members[first.id], members[second.id]
    for one, other in itertools.product(ours & people - theirs, theirs & people - ours):
        if task.allowed(first, task.candidate[other]) and task.allowed(second, task.candidate[one]):
            after = team_points(first, ours - {one} | {other}, task) + team_points(second, theirs - {other} | {one}, task)
            yield worth[first.id] + worth[second.id] - after


def impossible() -> Iterator[TeamProblem]:
    """A type far too few; one with nobody; objects with all lawyers banned; today's teams with experts gone and no change allowed."""
    task = problem(*MIDDLE)
    yield problem(*MIDDLE, scarce="资产评估机构")
    yield replace(task, candidates=tuple(one for one in task.candidates if one.type != task.rules.leader))
    yield replace(task, bans=frozenset((need.id, one.id) for need in task.needs[:5] for one in task.by_type["律师事务所"]))
    now = {team.need: frozenset(team.members) for team in _taken(task)[1].teams}
    gone = {one.id for one in task.candidates[::50]}
    left = tuple(replace(one, obstacle="受过处罚") if one.id in gone else one for one in task.candidates)
    yield replace(task, candidates=left, present=now, most_changes=0)


def explained(task: TeamProblem) -> float:
    began = time.perf_counter()
    assert isinstance(propose(task), Impossible)
    return time.perf_counter() - began


if __name__ == "__main__":
    for result in measure(os.environ, 3):
        print(result.line())
