"""One writer a ledger: the operating system's lock on a file beside it, so a killed program or a file left by
another computer never locks anyone out. Who holds it stands in a second file, which decides nothing.

(``filelock`` does the same and takes 70 ms to import: docs/decisions/0002-storage.md.)
"""

from __future__ import annotations

import contextlib
import datetime
import getpass
import json
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the ledger open for writing, as far as they said."""

    who: str
    host: str
    pid: int
    since: datetime.datetime

    def sentence(self, ledger: str, now: datetime.datetime) -> str:
        moment = self.since.astimezone()
        same_day = moment.date() == now.date()
        since = f"{moment:%H:%M}" if same_day else f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"
        return f"“{ledger}”正由 {self.who} 在 {self.host} 上使用，自 {since} 起；这里只能查看，不能修改。"


class Held(Exception):
    """Someone else has the ledger open for writing."""

    def __init__(self, holder: Holder | None) -> None:
        super().__init__()
        self.holder = holder


class WriterLock:
    """Held from construction to ``release``. Raises ``Held``, or ``OSError`` where the folder can't be written to."""

    def __init__(self, ledger: Path, who: str) -> None:
        self._ledger = ledger
        self._handle: int | None = os.open(lock_path(ledger), os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
        try:
            _lock(self._handle)
        except OSError as error:
            os.close(self._handle)
            self._handle = None
            raise Held(read_holder(ledger)) from error
        self._introduce(who or getpass.getuser())

    def _introduce(self, who: str) -> None:
        about = {"who": who, "host": platform.node(), "pid": os.getpid(), "since": datetime.datetime.now().astimezone().isoformat()}
        with contextlib.suppress(OSError):  # a courtesy to others, not what holds the lock
            holder_path(self._ledger).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")

    def release(self) -> None:
        """Gives the lock up. The lock file stays: removing it would let two writers hold two files of one name."""
        if self._handle is not None:
            with contextlib.suppress(OSError):
                holder_path(self._ledger).unlink(missing_ok=True)
            os.close(self._handle)
            self._handle = None


def is_held(ledger: Path) -> bool:
    """Whether someone has the ledger open for writing right now; False too where that cannot be found out."""
    try:
        handle = os.open(lock_path(ledger), os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return False
    try:
        _lock(handle)
    except OSError:
        return True
    finally:
        os.close(handle)  # lets go of the lock as well
    return False


def lock_path(ledger: Path) -> Path:
    return ledger.with_name(ledger.name + ".lock")


def holder_path(ledger: Path) -> Path:
    return ledger.with_name(ledger.name + ".lock.json")


def read_holder(ledger: Path) -> Holder | None:
    """None when the file says nothing that makes sense."""
    try:
        about = json.loads(holder_path(ledger).read_text(encoding="utf-8"))
        return Holder(str(about["who"]), str(about["host"]), int(about["pid"]), datetime.datetime.fromisoformat(about["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
