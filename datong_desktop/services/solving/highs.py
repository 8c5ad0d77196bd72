"""HiGHS as this program uses it: silent, on one thread, the same answer to the same model each time; watched and stopped."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from datong_desktop.domain.problem import refuse

Floats = NDArray[np.float64]
Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]
Status = highspy.HighsModelStatus

NEARLY = 0.99
"""Values are whole numbers: a solution less than one below the bound is the best."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of a maximisation; ``whole`` marks those that hold whole numbers."""

    cost: Floats
    lower: Floats
    upper: Floats
    starts: Numbers
    rows: Numbers
    values: Floats
    whole: Mask


@dataclass(frozen=True, slots=True)
class Answer:
    """What HiGHS found. ``x`` by column is None where there is nothing (``infeasible``: proven so), ``bound`` no solution
    exceeds, ``duals`` by row come with a linear program only, ``done`` is False when it was stopped before the end."""

    x: Floats | None
    objective: float
    bound: float
    duals: Floats
    done: bool
    infeasible: bool


class SolverFailed(Exception):
    """HiGHS gave up; the text is its own word for it."""


Watch = Callable[[float, float], bool]
"""Hears (best value so far, bound; infinite where there is none) and answers whether to stop."""


class Solver:
    """One HiGHS with the rows of a model; columns are added to it. ``watch`` is called in the solving thread."""

    def __init__(self, row_lower: Floats, row_upper: Floats, watch: Watch) -> None:
        self._watch = watch
        self._raised: BaseException | None = None
        self._highs = new_highs()
        for name, value in _OPTIONS.items():
            must(self._highs.setOptionValue(name, value))
        must(self._highs.changeObjectiveSense(highspy.ObjSense.kMaximize))
        nothing = np.zeros(0, dtype=np.int32)
        starts = np.zeros(len(row_lower), dtype=np.int32)
        must(self._highs.addRows(len(row_lower), row_lower, row_upper, 0, starts, nothing, np.zeros(0)))
        for event in (self._highs.cbMipInterrupt, self._highs.cbSimplexInterrupt):
            event.subscribe(self._look)

    def add(self, columns: Columns, *, whole: bool = False) -> None:
        """More columns; after a linear program has been solved, solving goes on from there."""
        first, c = self._highs.getNumCol(), columns
        must(self._highs.addCols(len(c.cost), c.cost, c.lower, c.upper, len(c.rows), c.starts, c.rows, c.values))
        if whole:
            places = np.flatnonzero(columns.whole).astype(np.int32) + first
            kinds = np.full(len(places), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
            must(self._highs.changeColsIntegrality(len(places), places, kinds))

    def solve(self, seconds: float | None = None) -> Answer:
        """The best of these columns. ``SolverFailed``, ``MemoryError``, and whatever the watcher raises."""
        if seconds is not None:
            must(self._highs.setOptionValue("time_limit", max(0.0, seconds)))
        ran = self._highs.run()
        self._highs.resetThreadScheduler(False)  # as highspy itself does after running in a thread: on Windows it could hang
        if self._raised is not None:
            raise self._raised
        must(ran)
        return self._answer()

    def _answer(self) -> Answer:
        status, info = self._highs.getModelStatus(), self._highs.getInfo()
        if status in _FAILED:
            raise SolverFailed(status.name)
        if status == Status.kMemoryLimit:
            raise MemoryError
        solution = self._highs.getSolution()
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        done = status in (Status.kOptimal, Status.kInfeasible)
        mip = np.isfinite(info.mip_dual_bound)
        return Answer(
            x=np.asarray(solution.col_value) if found and solution.value_valid else None,
            objective=info.objective_function_value if found else -np.inf,
            bound=info.mip_dual_bound if mip else np.inf,
            duals=np.asarray(solution.row_dual),
            done=done,
            infeasible=status == Status.kInfeasible,
        )

    def _look(self, event: highspy.HighsCallbackEvent) -> None:
        """An exception must not cross the solver: it is kept, and raised when the solver has stopped."""
        seen = event.data_out
        whole = event.callback_type == highspy.cb.HighsCallbackType.kCallbackMipInterrupt
        try:
            stop = self._watch(*((seen.mip_primal_bound, seen.mip_dual_bound) if whole else (-np.inf, np.inf)))
        except BaseException as error:
            self._raised, stop = error, True
        if stop:
            event.interrupt()


_FAILED = (Status.kLoadError, Status.kModelError, Status.kPresolveError, Status.kSolveError, Status.kPostsolveError, Status.kUnbounded)
_OPTIONS: Mapping[str, bool | int | float | str] = {
    "output_flag": False, "threads": 1, "parallel": "off", "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": NEARLY,
}  # fmt: skip


def must(status: highspy.HighsStatus) -> None:
    if status == highspy.HighsStatus.kError:
        raise SolverFailed(status.name)


@contextlib.contextmanager
def in_plain_words() -> Iterator[None]:
    """What stops the solver as a refusal: nothing was changed by it."""
    try:
        yield
    except MemoryError as error:
        text = "内存不够，没有算出组队方案，什么也没有改动。请关掉别的程序，或一次少选一些服务对象再试。"
        raise refuse("solver_memory", text) from error
    except SolverFailed as error:
        text = f"求解器没有算成（{error}），什么也没有改动。请少选一些服务对象再试，并把这句话交给维护人员。"
        raise refuse("solver_failed", text) from error


_first = threading.Lock()
_greeted = False


def new_highs() -> highspy.Highs:
    """A HiGHS without its greeting: the first one of a process prints a banner on C's standard output, whatever its options
    say, where a command's JSON or nothing at all belongs."""
    global _greeted
    with _first:
        if _greeted:
            return highspy.Highs()  # type: ignore[no-untyped-call]
        with _nothing_printed():
            made = highspy.Highs()  # type: ignore[no-untyped-call]
        _greeted = True
        return made


@contextlib.contextmanager
def _nothing_printed() -> Iterator[None]:
    """File 1 leads nowhere for the moment."""
    try:
        kept = os.dup(1)
    except OSError:  # a window without a console has no such file
        yield
        return
    try:
        with open(os.devnull, "wb") as nothing:
            os.dup2(nothing.fileno(), 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
