"""Errors nobody foresaw: logged once, said once, nothing lost (reliability.md, no. 59)."""

from __future__ import annotations

import contextlib
import faulthandler
import functools
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from datong_desktop import paths

if TYPE_CHECKING:
    import logging

_fault_file = None


def log_folder() -> Path:
    return paths.user_data() / "logs"


@functools.cache
def _log() -> logging.Logger:
    """The log file, opened when there is something to write."""
    import logging
    import logging.handlers

    log = logging.getLogger("datong_desktop")
    log.setLevel(logging.INFO)
    with contextlib.suppress(OSError):
        log_folder().mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            log_folder() / "datong.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8"
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        log.addHandler(handler)
    return log


def log_exception(what: str, error: BaseException | None = None) -> None:
    """Log an exception with its trace (the one being handled when none is given)."""
    _log().error(what, exc_info=error or True)


def catch_crashes() -> str:
    """From now on a hard crash leaves its trace. Returns the trace of a crash of the last run, or ""."""
    global _fault_file
    with contextlib.suppress(OSError):
        log_folder().mkdir(parents=True, exist_ok=True)
        crash_file = log_folder() / "crash.log"
        crashed = crash_file.read_text(encoding="utf-8", errors="replace") if crash_file.is_file() else ""
        if crashed.strip():
            _log().error("the last run crashed:\n%s", crashed)
        _fault_file = crash_file.open("w", encoding="utf-8")
        faulthandler.enable(_fault_file)
        return crashed.strip()
    return ""


class ErrorReporter:
    """Takes every uncaught exception of any thread; ``tell`` shows a sentence and must not raise."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell, self._busy, self._seen = tell, False, set[str]()

    def install(self) -> None:
        sys.excepthook = self.report
        threading.excepthook = lambda args: self.report(args.exc_type, args.exc_value, args.exc_traceback)

    def report(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        place = _place(trace)
        if place not in self._seen:
            _log().error("uncaught %s at %s", kind.__name__, place, exc_info=(kind, error or kind(), trace))
        if self._busy or place in self._seen:
            return
        self._seen.add(place)
        self._busy = True
        try:
            self._tell(
                f"程序出了意外（{kind.__name__}），已确认的数字都在磁盘上。请把日志交给维护人员：{log_folder() / 'datong.log'}"
            )
        finally:
            self._busy = False


def _place(trace: TracebackType | None) -> str:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown"
