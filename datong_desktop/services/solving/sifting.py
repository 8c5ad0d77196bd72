"""The best of many columns, exactly, with few of them in hand.

A team has seven seats and a hundred experts for each, of whom a dozen come into question. The linear relaxation is solved
over the likely columns alone; its duals give each left-out column a reduced cost, those that could improve anything are
added, and when none is left the bound holds for the whole model. Most often the relaxation is whole by then. Otherwise a
mixed-integer program over the columns that could matter decides: a solution with a column of reduced cost -r is worth at
most the bound less r, so what is left out beyond that is left out by proof.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from datong_desktop.services.solving.highs import Answer, Columns, Floats, Mask, Numbers, Solver, Watch
from datong_desktop.services.solving.linear import LinearModel

TINY = 1e-6
ROUGHLY = 1e-3
"""What HiGHS takes for whole it may hand out a little off."""
SURE = 1e-3
"""Values are whole numbers; sums of a solver's doubles are far closer to them than this."""


@dataclass(frozen=True, slots=True)
class Found:
    """``chosen`` holds the numbers of the columns at one or more that hold whole numbers, None where nothing was found;
    no solution is worth more than ``bound``; ``infeasible``: proven that there is none."""

    chosen: tuple[int, ...] | None
    bound: float
    infeasible: bool = False


def maximise(
    model: LinearModel, likely: Sequence[int], deadline: float, watch: Watch, ceiling: float = math.inf
) -> Found:
    """The best solution of the model, or the best found until ``deadline`` (of ``time.monotonic``) or until ``watch`` says
    stop. ``likely`` names columns to begin with: how good the answer is does not depend on them, the time does.
    ``ceiling`` is known to be no less than any solution's worth."""
    return Sifting(model, deadline, watch, ceiling).run(likely)


class Sifting:
    """One search. ``every`` holds all columns, ``bound`` is proven for all of them."""

    def __init__(self, model: LinearModel, deadline: float, watch: Watch, ceiling: float = math.inf) -> None:
        self.every = Columns(
            cost=np.array(model.cost),
            lower=np.array(model.lower),
            upper=np.array(model.upper),
            starts=np.array(model.starts, dtype=np.int32),
            rows=np.array(model.rows, dtype=np.int32),
            values=np.array(model.values),
            whole=np.array(model.whole, dtype=bool),
        )
        self.row_bounds = np.array(model.row_lower), np.array(model.row_upper)
        self.always = ~self.every.whole | (self.every.lower > 0)
        self.deadline, self.watch = deadline, watch
        self.outside = -math.inf
        most = np.where(np.isfinite(self.every.upper), self.every.upper, 0)
        self.bound = min(ceiling, float(np.maximum(self.every.cost, 0) @ most))

    def run(self, likely: Sequence[int]) -> Found:
        held = self.always.copy()
        held[list(likely)] = True
        held |= not held.any()  # HiGHS calls a model without columns empty, whatever its rows say
        order = np.flatnonzero(held).astype(np.int32)
        relaxed = self.solver()
        relaxed.add(self.part(order))
        while True:
            answer = relaxed.solve()
            if answer.infeasible and not held.all():
                missing = ~held
            elif answer.x is None or not answer.done:
                return Found(None, _floor(self.bound), answer.infeasible)
            else:
                reduced = self.every.cost - self.sums(answer.duals)
                missing = ~held & (reduced > TINY)
                if self.settled(answer.objective, float(np.dot(reduced[missing], self.every.upper[missing]))):
                    chosen = self.whole_ones(order, answer.x)
                    return self.decide(reduced) if chosen is None else Found(chosen, _floor(self.bound))
            new = np.flatnonzero(missing).astype(np.int32)
            relaxed.add(self.part(new))
            held |= missing
            order = np.concatenate((order, new))

    def settled(self, objective: float, over: float) -> bool:
        """Whether the columns left out could not raise the value of the relaxation, ``over`` at most, to a next whole number."""
        self.bound = min(self.bound, objective + over)
        self.looked(-math.inf, self.bound)
        return _floor(objective + over) <= _floor(objective)

    def decide(self, reduced: Floats) -> Found:
        """Whole numbers, over the columns whose reduced costs leave them a chance."""
        margin = 1.0
        while True:
            some = self.always | (reduced > -margin)
            order = np.flatnonzero(some).astype(np.int32)
            self.outside = -math.inf if some.all() else self.bound - margin
            solver = self.solver()
            solver.add(self.part(order), whole=True)
            answer = solver.solve(self.deadline - time.monotonic())
            if some.all() and answer.infeasible:
                return Found(None, _floor(self.bound), infeasible=True)
            bound = _floor(min(self.bound, max(self.top(answer), self.outside)))
            chosen = None if answer.x is None else self.whole_ones(order, answer.x, ROUGHLY)
            if not answer.done or some.all() or (chosen is not None and bound <= round(answer.objective)):
                return Found(chosen, bound)
            margin = 8 * margin if chosen is None else self.bound - answer.objective + SURE

    def solver(self) -> Solver:
        """One with the rows, and no columns yet."""
        return Solver(*self.row_bounds, self.looked)

    def top(self, answer: Answer) -> float:
        if answer.infeasible:
            return -math.inf
        return max(answer.objective, answer.bound) if math.isfinite(answer.bound) else self.bound

    def part(self, order: Numbers) -> Columns:
        """The columns of these numbers, in this order."""
        every = self.every
        first, length = every.starts[order], every.starts[order + 1] - every.starts[order]
        starts = np.zeros(len(order) + 1, dtype=np.int32)
        np.cumsum(length, out=starts[1:])
        places = np.repeat(first - starts[:-1], length) + np.arange(starts[-1], dtype=np.int32)
        bounds = every.lower[order], every.upper[order]
        return Columns(every.cost[order], *bounds, starts[:-1], every.rows[places], every.values[places], every.whole[order])

    def sums(self, duals: Floats) -> Floats:
        """What the rows of each column cost at these duals."""
        running = np.zeros(len(self.every.rows) + 1)
        np.cumsum(self.every.values * duals[self.every.rows], out=running[1:])
        return running[self.every.starts[1:]] - running[self.every.starts[:-1]]

    def whole_ones(self, order: Numbers, x: Floats, off: float = TINY) -> tuple[int, ...] | None:
        """The columns at one or more, None where some whole number is none."""
        whole: Mask = self.every.whole[order]
        values = x[whole]
        if np.any(np.abs(values - np.round(values)) > off):
            return None
        return tuple(int(one) for one in np.sort(order[whole][values > 0.5]))

    def looked(self, value: float, bound: float) -> bool:
        return self.watch(value, min(max(bound, self.outside), self.bound)) or time.monotonic() > self.deadline


def _floor(value: float) -> float:
    return math.floor(value + SURE)
