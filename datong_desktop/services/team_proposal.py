"""Proposing teams for all needs at once: the best there is, by exact optimisation, or exactly why there is none.

Nothing is stored here: a proposal is a plain answer to a plain problem, previewed and accepted elsewhere.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from datong_desktop.domain.problem import Refused, refuse
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.domain.team_clash import (
    Clash,
    Rule,
    Shortage,
    irreducible,
    pin_clashes,
    shortages,
    without_clashing_pins,
)
from datong_desktop.domain.team_input import wrong_input
from datong_desktop.domain.team_problem import Members, Team, TeamProblem, team_of
from datong_desktop.domain.team_seats import fill, filled
from datong_desktop.domain.team_value import changes, value

SECONDS = 60.0
"""A proposal takes no longer unless told so."""


@dataclass(frozen=True, slots=True)
class Search:
    """How far the search is: points of the best teams so far and the bound, None where there is none yet."""

    best: int | None
    bound: int | None
    seconds: float

    @property
    def gap(self) -> float | None:
        return None if self.best is None or self.bound is None else gap(self.best, self.bound)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Teams in the order of the needs. ``objective`` is their worth in points, ``bound`` what none can exceed; they are the
    best when both are the same."""

    teams: tuple[Team, ...]
    objective: int
    bound: int
    seconds: float

    @property
    def optimal(self) -> bool:
        return self.objective == self.bound

    @property
    def gap(self) -> float:
        return gap(self.objective, self.bound)


@dataclass(frozen=True, slots=True)
class Impossible:
    """No full set of teams exists: the least number of unfilled seats by type, and every clash of rules."""

    shortages: tuple[Shortage, ...]
    clashes: tuple[Clash, ...]


def gap(objective: int, bound: int) -> float:
    """How far at most from the best, as a share of it."""
    return 0.0 if bound <= objective else (bound - objective) / max(1, abs(bound))


def propose(
    problem: TeamProblem,
    seconds: float = SECONDS,
    tell: Callable[[Search], None] = lambda _: None,
    progress: Progress = UNWATCHED,
) -> Proposal | Impossible:
    """The best teams that can be found in so many seconds, or why there are none. The same problem gives the same answer,
    in whatever order it came, unless the time runs out. ``tell`` hears from the working thread how far the search is.

    ``Refused`` with everything wrong in the problem itself (``wrong_input``), or solver_memory, solver_failed; ``Cancelled``.
    """
    if wrong := wrong_input(problem):
        raise Refused(*wrong)
    began = time.monotonic()
    ordered = problem.canonical()
    clashing = pin_clashes(ordered)
    possible = without_clashing_pins(ordered) if clashing else ordered
    fillings = [fill(possible, kind.name, well=True) for kind in possible.rules.types]
    short = shortages(possible, fillings)
    if clashing or short:
        return Impossible(short, (*clashing, *(clash for one in short for clash in one.clashes)))
    known = filled(fillings, ordered)
    if ordered.most_changes is not None and _made(known, ordered) > ordered.most_changes:
        fewest = _fewest_changes(ordered, known, progress)
        if _made(fewest, ordered) > ordered.most_changes:
            return Impossible((), (_change_clash(ordered, fewest, progress),))
        known = fewest
    worth = value(known, ordered).total
    found, bound = _solve(ordered, known, _Watcher(began, seconds, lambda seen: tell(_with(seen, worth)), progress))
    best = max(found, known, key=lambda members: value(members, ordered).total)
    teams = tuple(team_of(problem, need, best[need.id]) for need in problem.needs)
    objective = value(best, ordered).total
    return Proposal(teams, objective, max(objective, bound), time.monotonic() - began)


class _Watcher:
    """Hears from the solver and passes on how far it is, ten times a second at most; ``Cancelled`` when the clerk stopped it."""

    def __init__(self, began: float, seconds: float, tell: Callable[[Search], None], progress: Progress) -> None:
        self.began, self.deadline, self.tell, self.progress = began, began + seconds, tell, progress
        self.next = 0.0

    def __call__(self, best: float, bound: float) -> bool:
        now = time.monotonic()
        if now >= self.next:
            self.next = now + 0.1
            self.progress.check()
            self.tell(Search(_points(best), _points(bound), now - self.began))
        return False


def _with(seen: Search, worth: int) -> Search:
    """What was seen, with the worth of the teams there were to start from."""
    return replace(seen, best=worth if seen.best is None else max(worth, seen.best))


def _points(number: float) -> int | None:
    return round(number) if math.isfinite(number) and abs(number) < 1e15 else None


def _solve(problem: TeamProblem, known: Members, watcher: _Watcher, only_changes: bool = False) -> tuple[Members, int]:
    """The best teams found and the bound; ``known`` when there was no time to find any."""
    from datong_desktop.services.solving.highs import in_plain_words
    from datong_desktop.services.solving.sifting import maximise
    from datong_desktop.services.team_model import build

    with in_plain_words():
        model = build(problem, known, only_changes=only_changes, progress=watcher.progress)
        found = maximise(model.linear, sorted(model.likely), watcher.deadline, watcher, model.ceiling)
    return known if found.chosen is None else model.members(found.chosen, problem), math.floor(found.bound)


# -- at most so many changes ---------------------------------------------------------------------------------------------


def _made(members: Members, problem: TeamProblem) -> int:
    return sum(changes(need, members[need.id], problem) for need in problem.needs)


def _fewest_changes(problem: TeamProblem, known: Members, progress: Progress) -> Members:
    """Teams that keep every other rule with the fewest changes; to the end, however long it takes."""
    free = replace(problem, most_changes=None)
    watcher = _Watcher(time.monotonic(), math.inf, lambda _: None, progress)
    found, bound = _solve(free, known, watcher, only_changes=True)
    if _made(found, free) > -bound:
        raise refuse("solver_failed", "没有算出最少要改动几处，什么也没有改动。请放宽改动上限再试，并把这句话交给维护人员。")
    return found


def _change_clash(problem: TeamProblem, fewest: Members, progress: Progress) -> Clash:
    """More changes are needed than allowed: which other rules it takes for that, and how many would do."""

    def possible(task: TeamProblem) -> bool:
        fillings = [fill(task, kind.name) for kind in task.rules.types]
        return _made(_fewest_changes(task, filled(fillings, task), progress), task) <= (problem.most_changes or 0)

    least = _made(fewest, problem)
    where = [need for need in problem.needs if changes(need, fewest[need.id], problem)]
    named = "、".join(f"“{need.name}”" for need in where[:3]) + (f"等 {len(where)} 家" if len(where) > 3 else "")
    kinds = irreducible(problem, possible)
    words = _KINDS | {"type": f"{named}的服务队要各类机构齐全（{problem.rules.team_source}）"}
    limit = Rule("changes", f"现有服务队最多改动 {problem.most_changes} 处")
    rules = (limit, *(Rule(kind, words[kind]) for kind in reversed(kinds)))
    text = f"最多改动 {problem.most_changes} 处，但{named}的服务队至少要改动 {least} 处才能符合全部要求。"
    return Clash(rules, text, (f"把改动上限放宽到 {least} 处",), tuple(need.id for need in where))


_KINDS = {
    "pin": "已有的指定", "ban": "已有的禁用", "conflict": "回避事项", "qualification": "不符合申报条件的专家不能入队",
    "capacity": "每名专家最多承担的队数",
}  # fmt: skip
