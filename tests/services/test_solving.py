"""The solver beside trying everything, on models whose relaxation is seldom whole; silent; stopped, and out of memory."""

from __future__ import annotations

import itertools
import math
import random
import subprocess
import sys
import time

import highspy
import pytest

from datong_desktop.domain.progress import Cancelled
from datong_desktop.services.solving import highs
from datong_desktop.services.solving.linear import LinearModel
from datong_desktop.services.solving.sifting import Found, maximise
from tests.storage import refusal


def watch(_: float, __: float) -> bool:
    return False


def model(seed: int) -> tuple[LinearModel, list[tuple[int, list[int]]], list[tuple[float, float]]]:
    """A dozen columns of 0 or 1 over a few rows with bounds; (model, cost and rows by column, bounds by row)."""
    chance = random.Random(seed)
    made, bounds = LinearModel(), []
    for _ in range(chance.randint(3, 6)):
        bounds.append(chance.choice([(-math.inf, 1), (-math.inf, 2), (1, 2), (1, 1), (2, 3)]))
        made.add_row(*bounds[-1])
    columns = []
    for _ in range(chance.randint(6, 12)):
        columns.append((chance.randint(-3, 9), sorted(chance.sample(range(len(bounds)), chance.randint(1, 3)))))
        made.add_column(columns[-1][0], columns[-1][1], [1.0] * len(columns[-1][1]), whole=True)
    return made, columns, bounds


def best(columns: list[tuple[int, list[int]]], bounds: list[tuple[float, float]]) -> int | None:
    found = None
    for chosen in itertools.product((0, 1), repeat=len(columns)):
        sums = [sum(x for x, (_, rows) in zip(chosen, columns, strict=True) if row in rows) for row in range(len(bounds))]
        if all(low <= total <= high for total, (low, high) in zip(sums, bounds, strict=True)):
            worth = sum(x * cost for x, (cost, _) in zip(chosen, columns, strict=True))
            found = worth if found is None else max(found, worth)
    return found


def solved(made: LinearModel, likely: object = ()) -> Found:
    with highs.in_plain_words():
        return maximise(made, list(likely), time.monotonic() + 60, watch)  # type: ignore[call-overload]


def test_the_best_is_that_of_trying_everything_whatever_it_begins_with() -> None:
    none = 0
    for seed in range(100):
        made, columns, bounds = model(seed)
        expected = best(columns, bounds)
        for likely in ((), range(len(columns)), range(0, len(columns), 3)):
            found = solved(made, likely)
            if expected is None:
                assert found.chosen is None, seed
                assert found.infeasible, seed
                none += 1
            else:
                assert found.chosen is not None, seed
                assert sum(columns[one][0] for one in found.chosen) == found.bound == expected, seed
    assert 10 < none < 250


def test_bounds_of_columns_hold() -> None:
    made = LinearModel()
    row = made.add_row(-math.inf, 3)
    first = made.add_column(-5, [row], [1.0], lower=1, whole=True)
    steps = [made.add_column(-n, [row], [0.5]) for n in range(3)]
    second = made.add_column(7, [row], [1.0], whole=True)
    assert solved(made).chosen == (first, second)
    assert solved(made).bound == 2
    assert steps == [1, 2, 3]


def test_halves_are_no_solution() -> None:
    """What only fractions can fulfil is impossible, however likely it looked."""
    made = LinearModel()
    row = made.add_row(3, 3)
    columns = [made.add_column(cost, [row], [2.0], whole=True) for cost in (1, 5, 9)]
    found = solved(made, columns[:1])
    assert found.chosen is None
    assert found.infeasible
    row = made.add_row(-math.inf, 3)
    made.row_lower[0] = 2
    assert solved(made, columns[:1]).chosen == (2,)


def test_what_is_found_in_no_time_is_nothing_with_a_bound() -> None:
    made, columns, bounds = model(1)
    found = maximise(made, [], time.monotonic() - 1, watch)
    assert found.chosen is None
    assert not found.infeasible
    expected = best(columns, bounds)
    assert expected is not None
    assert found.bound >= expected


def test_a_watcher_that_raises_is_heard_after_the_solver_has_stopped() -> None:
    def stop(_: float, __: float) -> bool:
        raise Cancelled

    with pytest.raises(Cancelled):
        maximise(model(1)[0], [], time.monotonic() + 60, stop)
    assert solved(model(1)[0]).chosen is not None


@pytest.mark.parametrize("step", ["run", "addCols", "addRows"])
def test_out_of_memory_is_a_plain_sentence(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(highspy.Highs, step, full)
    code, text = refusal(solved, model(1)[0])
    assert code == "solver_memory"
    assert "什么也没有改动" in text
    monkeypatch.undo()
    assert solved(model(1)[0]).chosen is not None


def test_a_solver_that_fails_is_a_plain_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highspy.Highs, "run", lambda _: highspy.HighsStatus.kError)
    assert refusal(solved, model(1)[0])[0] == "solver_failed"
    monkeypatch.undo()
    for status, code in ((highs.Status.kMemoryLimit, "solver_memory"), (highs.Status.kSolveError, "solver_failed")):
        with monkeypatch.context() as changed:
            changed.setattr(highspy.Highs, "getModelStatus", lambda _, status=status: status)
            assert refusal(solved, model(1)[0])[0] == code


def test_the_solver_says_nothing_and_standard_output_goes_on() -> None:
    """Its banner is printed by C, once a process, past Python and past its own options."""
    code = (
        "import os; from datong_desktop.services.solving.highs import new_highs; print('before', flush=True);"
        "new_highs(); new_highs(); print('after', flush=True); os.write(1, b'end')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "before\nafter\nend", "")


def test_a_process_without_standard_output_can_solve() -> None:
    code = "import os; os.close(1); from datong_desktop.services.solving.highs import new_highs; assert new_highs().run()"
    done = subprocess.run([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
