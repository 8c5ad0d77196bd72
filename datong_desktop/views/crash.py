"""Errors nobody foresaw: logged once, said once, nothing lost (reliability.md, no. 59)."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import logging.handlers
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from datong_desktop import paths

log = logging.getLogger("datong_desktop")
_fault_file = None


def log_folder() -> Path:
    return paths.user_data() / "logs"


def start_log() -> str:
    """Log to a rotating file and catch hard crashes. Returns the trace of a crash of the last run, or ""."""
    global _fault_file
    with contextlib.suppress(OSError):
        log_folder().mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            log_folder() / "datong.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8"
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        crash_file = log_folder() / "crash.log"
        crashed = crash_file.read_text(encoding="utf-8", errors="replace") if crash_file.is_file() else ""
        if crashed.strip():
            log.error("the last run crashed:\n%s", crashed)
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
            log.error("uncaught %s at %s", kind.__name__, place, exc_info=(kind, error or kind(), trace))
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
