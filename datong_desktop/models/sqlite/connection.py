"""Connections to a ledger file, with the settings measured in docs/decisions/0002-storage.md.

The live file is never opened by anything but SQLite: closing any other handle would drop SQLite's locks.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event

from datong_desktop.domain.problem import refuse
from datong_desktop.models.migrations import HEAD
from datong_desktop.models.sqlite.errors import damaged, missing, not_a_ledger

APPLICATION_ID = 0x4461_746F  # "Dato"
BUSY_MILLISECONDS = 5000
WRITES = "writes"
"""Execution option of an engine whose transactions take the write lock at once (BEGIN IMMEDIATE)."""

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
_FORBIDDEN = {
    sqlite3.SQLITE_DROP_TABLE, sqlite3.SQLITE_DROP_TRIGGER, sqlite3.SQLITE_DROP_INDEX, sqlite3.SQLITE_DROP_VIEW,
    sqlite3.SQLITE_ALTER_TABLE, sqlite3.SQLITE_CREATE_TRIGGER, sqlite3.SQLITE_ATTACH,
}  # fmt: skip


def uri(path: Path, mode: str) -> str:
    """SQLite's name for exactly this file, whatever characters are in its path. ``mode``: ro, rw or rwc."""
    return f"{_file_name(path)}?mode={mode}"


def open_engine(path: Path, mode: str = "rw") -> Engine:
    """Engine over one connection, shared by whoever holds the unit of work's lock. "rwc" makes a new, empty file.

    Connecting raises ``Refused`` for a missing, empty or foreign file, before anything is changed.
    """
    url = URL.create("sqlite+pysqlite", database=_file_name(path), query={"mode": mode, "uri": "true"})
    engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def configure(raw: sqlite3.Connection, _: Any) -> None:
        raw.isolation_level = None
        if mode != "rwc":
            check_header(raw, path)
        apply_settings(raw, writable=mode != "ro")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN")

    return engine


def connect(path: Path, mode: str = "ro") -> sqlite3.Connection:
    """A bare connection, for copies and checks. Raises ``sqlite3.Error``."""
    raw = sqlite3.connect(uri(path, mode), uri=True, isolation_level=None, check_same_thread=False)
    apply_settings(raw, writable=False)
    return raw


def apply_settings(raw: sqlite3.Connection, *, writable: bool) -> None:
    for setting in _SETTINGS + (_WRITER_SETTINGS if writable else ()):
        raw.execute(f"PRAGMA {setting}").fetchall()


def raw_connection(connection: Connection) -> sqlite3.Connection:
    """The driver's connection beneath SQLAlchemy's."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def forbid_schema_changes(raw: sqlite3.Connection) -> None:
    """From now on no statement of this connection may drop or alter anything, the change log's triggers least of all."""
    raw.set_authorizer(lambda action, *_: sqlite3.SQLITE_DENY if action in _FORBIDDEN else sqlite3.SQLITE_OK)


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


def stamp(connection: Connection, version: int) -> None:
    """Writes what the file is into its header, within the running transaction."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={version:d}")


def _file_name(path: Path) -> str:
    text = path.absolute().as_posix()
    return "file:" + quote(text if text.startswith("/") else "/" + text)
