"""A ledger file as SQLite alone sees it: its name, its header, a bare connection with the measured settings.

Nothing here needs SQLAlchemy, so that the first look at a ledger need not wait for it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from datong_desktop.domain.problem import refuse
from datong_desktop.models.migrations import HEAD
from datong_desktop.models.sqlite.errors import damaged, missing, not_a_ledger
from datong_desktop.models.year_reading import Run

APPLICATION_ID = 0x4461_746F  # "Dato"
BUSY_MILLISECONDS = 5000

_SETTINGS = (
    f"busy_timeout={BUSY_MILLISECONDS}",
    "foreign_keys=ON",
    "recursive_triggers=ON",  # else INSERT OR REPLACE goes past the triggers of the change log
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "secure_delete=ON",
    "locking_mode=NORMAL",  # EXCLUSIVE would not notice that the file was replaced
)
_WRITER_SETTINGS = ("journal_mode=DELETE", "synchronous=EXTRA")


def uri(path: Path, mode: str) -> str:
    """SQLite's name for exactly this file, whatever characters are in its path. ``mode``: ro, rw or rwc."""
    return f"{file_name(path)}?mode={mode}"


def connect(path: Path, mode: str = "ro") -> sqlite3.Connection:
    """A bare connection, for copies and checks. Raises ``sqlite3.Error``."""
    raw = sqlite3.connect(uri(path, mode), uri=True, isolation_level=None, check_same_thread=False)
    apply_settings(raw, writable=False)
    return raw


def apply_settings(raw: sqlite3.Connection, *, writable: bool) -> None:
    for setting in _SETTINGS + (_WRITER_SETTINGS if writable else ()):
        raw.execute(f"PRAGMA {setting}").fetchall()


def check_header(raw: sqlite3.Connection, path: Path) -> int:
    """The ledger's version. ``Refused`` when the file is missing, empty, not a ledger, damaged or newer than we are."""
    if not path.exists():
        raise missing(path)
    if path.stat().st_size == 0:
        raise not_a_ledger(path)
    if raw.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise not_a_ledger(path)
    version = int(raw.execute("PRAGMA user_version").fetchone()[0])
    if version > HEAD:
        raise refuse(
            "too_new",
            f"“{path.name}”是更新版本的程序保存的（格式 {version}，本程序只认识到 {HEAD}），没有改动它。请升级软件后再打开。",
        )
    if version < 1:
        raise damaged(path)
    return version


def try_to_write(raw: sqlite3.Connection) -> None:
    """Raises ``sqlite3.Error`` where writing is impossible; nothing is written. (BEGIN IMMEDIATE alone succeeds on a
    read-only file.)"""
    version = raw.execute("PRAGMA user_version").fetchone()[0]
    raw.execute("BEGIN IMMEDIATE")
    try:
        raw.execute(f"PRAGMA user_version={version:d}")
    finally:
        raw.execute("ROLLBACK")


def file_name(path: Path) -> str:
    text = path.absolute().as_posix()
    return "file:" + quote(text if text.startswith("/") else "/" + text)


ERRORS = (sqlite3.Error,)
"""What reading through a bare connection may raise."""


def reader(raw: sqlite3.Connection) -> Run:
    """Runs the statements of ``year_reading`` on a bare connection."""
    return lambda sql, parameters: raw.execute(sql, dict(parameters)).fetchall()


def ledger_is_sample(raw: sqlite3.Connection) -> bool:
    """Whether the file says it is the sample ledger."""
    return bool(raw.execute("SELECT sample FROM ledger").fetchone()[0])
