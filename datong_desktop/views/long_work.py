"""Long work of the window: off the UI thread, with its line in the status bar, 取消 where it can be stopped, and a notice
when it ends while the clerk is elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from datong_desktop.domain.problem import Refused
from datong_desktop.domain.progress import Cancelled, Progress
from datong_desktop.views import background

if TYPE_CHECKING:
    from datong_desktop.views.main_window import MainWindow


@dataclass(frozen=True)
class Stop:
    """How work is stopped. ``said`` stands in the status bar once it has stopped, ``then`` is done after it.
    ``at_once``: it writes nothing, so nobody needs to wait until it has noticed."""

    said: str
    then: Callable[[], object] = lambda: None
    at_once: bool = False


def start(
    window: MainWindow,
    what: str,
    work: Callable[[Progress], Any],
    done: Callable[[Any], object],
    *,
    refused: Callable[[Refused], object] | None = None,
    stop: Stop | None = None,
) -> background.Job:
    """Run ``work(progress)`` in a thread, then ``done(result)``. ``what`` is said meanwhile ("": nothing). A refusal
    goes to ``refused``, else into the message bar; any other error to the reporter."""
    line = window.status.add_work(what)

    def ended() -> None:
        window.status.remove_work(line)
        if what and not window.isActiveWindow():
            QApplication.alert(window)

    def finished(result: Any) -> None:
        ended()
        done(result)

    def stopped() -> None:
        assert stop is not None
        ended()
        window.say(stop.said)
        stop.then()

    def failed(error: BaseException) -> None:
        if isinstance(error, Cancelled) and stop is not None:
            stopped()
            return
        ended()
        if not isinstance(error, Refused):
            raise error
        if refused is not None:
            refused(error)
        else:
            window.bar.show_message("error", str(error))

    def cancel() -> None:
        assert stop is not None
        if stop.at_once:
            job.abandon()
            stopped()
        else:
            job.progress.cancel()
            window.status.stopping(line)

    job = background.run_watched(work, finished, failed, lambda fraction: window.status.show_fraction(line, fraction))
    if stop is not None:
        window.status.offer_cancel(line, cancel)
    return job
