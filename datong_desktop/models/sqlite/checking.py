"""Whether a file is whole, as far as SQLite can tell."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from datong_desktop.domain.problem import Refused, refuse
from datong_desktop.domain.progress import Progress
from datong_desktop.models.sqlite import errors
from datong_desktop.models.sqlite.file import check_header, connect

QUICK_CHECK_UP_TO = 4 * errors.MEGABYTE
"""Files up to this size are looked through at every open (a few ms); larger ones when they are checked or backed up."""


INSTRUCTIONS = 20_000
"""Of SQLite's machine between two looks whether a check is to stop: a few tenths of a millisecond."""


@contextlib.contextmanager
def stoppable(raw: sqlite3.Connection, progress: Progress) -> Iterator[None]:
    """A statement within, however long, ends with ``Cancelled`` soon after the work was cancelled."""
    progress.check()
    raw.set_progress_handler(lambda: int(progress.cancelled), INSTRUCTIONS)
    try:
        yield
    except sqlite3.OperationalError:
        progress.check()  # interrupted by us
        raise
    finally:
        raw.set_progress_handler(None, 0)


def structure_problem(raw: sqlite3.Connection) -> str | None:
    """What SQLite's full check complains about first, foreign keys included. None: nothing."""
    found = raw.execute("PRAGMA integrity_check(3)").fetchall()
    if found != [("ok",)]:
        return "；".join(str(row[0]) for row in found)
    broken = raw.execute("PRAGMA foreign_key_check").fetchone()
    return None if broken is None else f"表 {broken[0]} 的记录对不上 {broken[2]}"


def quick_look(raw: sqlite3.Connection, path: Path) -> None:
    """``Refused`` when a small file is plainly damaged; a large one is believed."""
    if path.stat().st_size <= QUICK_CHECK_UP_TO and raw.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
        raise errors.damaged(path)


def row_counts(raw: sqlite3.Connection) -> dict[str, int]:
    """Rows of every table, by name."""
    names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: int(raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}


def closed_file_version(path: Path) -> int:
    """The ledger's version of a file nobody has open, fully checked. ``Refused`` when it is not a sound ledger."""
    with errors.in_plain_words(path):
        if not path.exists():
            raise errors.missing(path)
        raw = connect(path)
        try:
            version = check_header(raw, path)
            if problem := structure_problem(raw):
                raise refuse("damaged", f"“{path.name}”已经损坏（{problem}），不能使用。请选择另一个备份。")
            return version
        except Refused:
            raise
        finally:
            raw.close()
