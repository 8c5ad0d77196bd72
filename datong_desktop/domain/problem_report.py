"""The problems heard on visits, gathered over a period for the office: by kind, district and state (annex 5 四（四）)."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from datong_desktop.domain.service_lines import Period, ServiceLine
from datong_desktop.domain.service_log import PROBLEM_KINDS, ServiceVisit, calls

STATES = SOLVED, CLOSED, OVERDUE, OPEN = "已解决", "办结未解决", "逾期未办", "办理中"
NO_KIND, NO_DISTRICT = "类别未填", "县区未填"


def state_of(visit: ServiceVisit, on: datetime.date) -> str:
    """How a problem stands on a day; "" for a visit that left nothing to do.

    Solved counts whatever else is noted; a day of closing after ``on`` has not come yet.
    """
    if visit.solved:
        return SOLVED
    if visit.closed_on and visit.closed_on <= on:
        return CLOSED
    if not visit.problem and not visit.follow_up and visit.due_on is None:
        return ""
    return OVERDUE if visit.due_on and visit.due_on < on else OPEN


@dataclass(frozen=True, slots=True)
class Tally:
    """How many problems of one kind, or of one district, are in each of ``STATES``, in their order."""

    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class ProblemReport:
    """``visits`` and ``objects`` count all of the period; ``problems`` are the visits at which one was heard, by kind,
    district and day; ``states`` holds the state of each of them; ``whole`` counts them all."""

    period: Period
    on: datetime.date
    visits: int
    objects: int
    problems: tuple[ServiceLine, ...]
    states: tuple[str, ...]
    by_kind: tuple[Tally, ...]
    by_district: tuple[Tally, ...]
    whole: Tally


def problem_report(
    lines: Iterable[ServiceLine], period: Period, on: datetime.date, districts: Sequence[str]
) -> ProblemReport:
    """The report on a day about the visits of a period; others are left out. ``districts`` is their order."""
    own = [line for line in lines if line.visit.visited_on and period.first <= line.visit.visited_on <= period.last]
    kinds, places = _order(PROBLEM_KINDS), _order(districts)
    found = [line for line in own if line.visit.problem]
    found.sort(key=lambda line: (kinds(kind_of(line)), places(place_of(line)), line.visit.visited_on, line.object, line.visit.id))
    states = tuple(state_of(line.visit, on) for line in found)
    return ProblemReport(
        period, on, calls(line.visit for line in own)[0], len({(line.visit.enterprise, line.object) for line in own}), tuple(found), states,
        _tallies(found, states, kind_of, kinds), _tallies(found, states, place_of, places), _tally("合计", states),
    )  # fmt: skip


def kind_of(line: ServiceLine) -> str:
    return line.visit.kind or NO_KIND


def place_of(line: ServiceLine) -> str:
    return line.district or NO_DISTRICT


def _order(known: Sequence[str]) -> Callable[[str], tuple[int, str]]:
    """A sort key: those known in their order, then other words, what was left blank at the end."""
    places = {name: place for place, name in enumerate(known)}
    return lambda name: (len(places) + 1 if name in (NO_KIND, NO_DISTRICT) else places.get(name, len(places)), name)


def _tallies(
    lines: Sequence[ServiceLine], states: Sequence[str], name: Callable[[ServiceLine], str], order: Callable[[str], tuple[int, str]]
) -> tuple[Tally, ...]:
    by_name: dict[str, list[str]] = {}
    for line, state in zip(lines, states, strict=True):
        by_name.setdefault(name(line), []).append(state)
    return tuple(_tally(one, by_name[one]) for one in sorted(by_name, key=order))


def _tally(name: str, states: Iterable[str]) -> Tally:
    counted = Counter(states)
    return Tally(name, tuple(counted[state] for state in STATES))
