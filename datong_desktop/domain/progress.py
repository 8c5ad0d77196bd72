"""Long work that says how far it is and can be stopped: one object, handed down to whatever loops.

A verb that may take long has a last parameter ``progress: Progress = UNWATCHED`` and calls ``step``, ``over`` or
``check`` where it can stop with nothing changed; after its last such place it goes on to the end.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

EVERY = 256
"""Items between two looks: a look costs less than a microsecond, but so may an item."""


class Cancelled(Exception):
    """The clerk stopped the work. It goes by uncaught to whoever started it; everything is as it was."""


class Progress:
    """``tell(fraction)`` hears from the working thread how far the work is, 0.0 to 1.0, as often as it steps.
    Any thread may call ``cancel``."""

    def __init__(self, tell: Callable[[float], None] | None = None) -> None:
        self._tell, self._stop = tell, threading.Event()
        self._start, self._share = 0.0, 1.0

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop; it does at its next step, or ends when there is none."""
        self._stop.set()

    def check(self) -> None:
        """Raise ``Cancelled`` when the work is to stop."""
        if self._stop.is_set():
            raise Cancelled

    def step(self, done: int, total: int) -> None:
        """``done`` of ``total`` is through. Raises ``Cancelled``."""
        self.check()
        if self._tell is not None and total > 0:
            self._tell(self._start + self._share * min(1.0, done / total))

    def over(self, items: Iterable[T], total: int, every: int = EVERY) -> Iterator[T]:
        """The items, with a step before each ``every`` of them. Raises ``Cancelled``."""
        for number, item in enumerate(items):
            if number % every == 0:
                self.step(number, total)
            yield item

    def part(self, start: float, end: float) -> Progress:
        """The progress of a piece of the work that takes it from one fraction to another."""
        piece = copy.copy(self)
        piece._start, piece._share = self._start + self._share * start, self._share * (end - start)
        return piece


UNWATCHED = Progress()
"""For callers that wait for the end and never stop it."""
