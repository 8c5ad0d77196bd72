"""How far work is, and how it is stopped."""

from __future__ import annotations

import pytest

from datong_desktop.domain.progress import EVERY, UNWATCHED, Cancelled, Progress


def test_steps_are_told_as_fractions_of_the_whole() -> None:
    told: list[float] = []
    progress = Progress(told.append)
    progress.part(0, 0.5).step(1, 2)
    half = progress.part(0.5, 1)
    half.part(0, 0.5).step(4, 4)
    half.step(3, 2)
    assert told == [0.25, 0.75, 1.0]
    progress.step(0, 0)  # nothing to do is no step
    assert len(told) == 3


def test_cancelling_stops_the_whole_at_its_next_step_wherever_that_is() -> None:
    progress = Progress()
    piece = progress.part(0.2, 0.4)
    piece.step(1, 3)
    progress.cancel()
    for look in (progress.check, piece.check, lambda: piece.step(2, 3)):
        with pytest.raises(Cancelled):
            look()
    UNWATCHED.check()


def test_a_loop_looks_now_and_then() -> None:
    told: list[float] = []
    progress, seen = Progress(told.append), []

    def loop() -> None:
        for number in progress.over(range(10 * EVERY), 10 * EVERY):
            seen.append(number)
            if number == EVERY + 1:
                progress.cancel()

    with pytest.raises(Cancelled):
        loop()
    assert seen[-1] == 2 * EVERY - 1
    assert told == [0.0, 0.1]
    assert list(Progress().over("abc", 3)) == ["a", "b", "c"]
