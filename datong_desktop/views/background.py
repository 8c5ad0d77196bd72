"""Long work off the UI thread: result, error and progress come back as Qt signals on the UI thread."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from datong_desktop.domain.problem import Refused
from datong_desktop.domain.progress import Progress
from datong_desktop.views import crash

PAUSE = 0.1
"""Seconds between two reports of how far work is."""
_TURN = threading.Lock()


class Job(QObject):
    """One piece of work in a thread of its own. Keep no reference: it lives until it has reported.

    ``work`` runs off the UI thread and must touch no widget.
    """

    _ended = Signal()
    _moved = Signal(float)
    _alive: set[Job] = set()
    _held: set[Job] = set()
    """Those whose word is still on its way, abandoned ones too: the working thread must not be the last to let go of a
    job, or it is destroyed there while its word is delivered here, which Qt answers with a crash."""

    def __init__(
        self,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
        moved: Callable[[float], None] | None = None,
    ) -> None:
        super().__init__()
        self.progress = Progress(self._tell if moved else None)
        self._told_at = 0.0
        if moved:
            self._moved.connect(moved, Qt.ConnectionType.QueuedConnection)
        self._work, self._done, self._failed = work, done, failed
        self._result: Any = None
        self._error: BaseException | None = None
        self._ended.connect(self._report, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name=f"job {getattr(work, '__name__', 'work')}", daemon=True)

    def start(self) -> None:
        Job._alive.add(self)
        Job._held.add(self)
        self._thread.start()

    def finish(self) -> None:
        """Wait for the work and report it now, without an event loop; for the UI thread."""
        self._thread.join()
        self._report()

    def abandon(self) -> None:
        """Forget the work: it ends at its next step and nobody is told. Only for work that writes nothing."""
        self.progress.cancel()
        Job._alive.discard(self)

    def _run(self) -> None:
        try:
            self._result = self._work(self.progress)
        except BaseException as caught:
            self._error = caught
        try:
            self._ended.emit()
        except RuntimeError:  # the window is gone: nobody is left to be told
            if self._error is not None:
                crash.log_exception("job failed after the window closed", self._error)

    def _tell(self, fraction: float) -> None:
        """In the working thread: ten times a second is as often as anyone can see."""
        now = time.monotonic()
        if now - self._told_at >= PAUSE:
            self._told_at = now
            with contextlib.suppress(RuntimeError):  # the window is gone
                self._moved.emit(fraction)

    def _report(self) -> None:
        Job._held.discard(self)
        if self not in Job._alive:
            return  # finished early: reported already; or abandoned
        Job._alive.discard(self)
        if self._error is None:
            self._done(self._result)
        else:
            self._failed(self._error)


def run_watched(
    work: Callable[[Progress], Any],
    done: Callable[[Any], None],
    failed: Callable[[BaseException], None],
    moved: Callable[[float], None],
) -> Job:
    """``run`` for long work: it is handed a ``Progress``, and ``moved(fraction)`` hears on the UI thread how far it
    is. ``job.progress.cancel()`` stops it: ``failed`` then gets ``Cancelled``, unless it was too late."""
    job = Job(work, done, failed, moved)
    job.start()
    return job


def run(work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[BaseException], None]) -> Job:
    """Run ``work`` in a thread, then ``done(result)`` or ``failed(error)`` on the UI thread."""
    job = Job(lambda _: work(), done, failed)
    job.start()
    return job


def run_in_turn(
    work: Callable[[Progress], Any], done: Callable[[Any], None], failed: Callable[[BaseException], None]
) -> Job:
    """``run`` for what reads thousands of records: one such work after the other, for two at once would need the time of
    three and slow down the UI thread twice. An abandoned one ends at its next step."""

    def alone(progress: Progress) -> Any:
        with _TURN:
            return work(progress)

    job = Job(alone, done, failed)
    job.start()
    return job


class Latest(QObject):
    """Readings in a thread of which only the last one asked for counts; dies with its parent."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        return self._job is not None

    def read(
        self, work: Callable[..., Any], done: Callable[[Any], None], refused: Callable[[Refused], None] | None = None,
        *, broken: Callable[[BaseException], None] | None = None, start: Callable[..., Job] = run,
    ) -> None:  # fmt: skip
        """Run ``work``, then ``done(result)``, unless something else is asked for meanwhile. A refusal is told only to who
        asks for it: a file that is gone is told of at the next write; ``broken`` hears of every error and raises what it must.
        ``start`` is ``run`` or ``run_in_turn``."""
        self.abandon()

        def ended(result: Any) -> None:
            if isValid(self):
                self._job = None
                done(result)

        def failed(error: BaseException) -> None:
            if not isValid(self):
                return
            self._job = None
            if broken is not None:
                return broken(error)
            if not isinstance(error, Refused):
                raise error
            if refused is not None:
                refused(error)

        self._job = start(work, ended, failed)

    def abandon(self) -> None:
        """What is being read is not wanted any more."""
        if self._job is not None:
            self._job.abandon()
            self._job = None


def wait_for_all(seconds: float = 30.0) -> None:
    """Let running jobs finish (a backup being written when the window closes)."""
    for job in tuple(Job._alive):
        job._thread.join(seconds)
