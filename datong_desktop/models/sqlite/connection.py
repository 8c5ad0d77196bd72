"""SQLAlchemy's connections to a ledger file, with the settings measured in docs/decisions/0002-storage.md.

The live file is never opened by anything but SQLite: closing any other handle would drop SQLite's locks.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event

from datong_desktop.models.sqlite.file import APPLICATION_ID, apply_settings, check_header, file_name

WRITES = "writes"
"""Execution option of an engine whose transactions take the write lock at once (BEGIN IMMEDIATE)."""

_FORBIDDEN = {
    sqlite3.SQLITE_DROP_TABLE, sqlite3.SQLITE_DROP_TRIGGER, sqlite3.SQLITE_DROP_INDEX, sqlite3.SQLITE_DROP_VIEW,
    sqlite3.SQLITE_ALTER_TABLE, sqlite3.SQLITE_CREATE_TRIGGER, sqlite3.SQLITE_ATTACH,
}  # fmt: skip


def open_engine(path: Path, mode: str = "rw") -> Engine:
    """Engine over one connection, shared by whoever holds the unit of work's lock. "rwc" makes a new, empty file.

    Connecting raises ``Refused`` for a missing, empty or foreign file, before anything is changed.
    """
    url = URL.create("sqlite+pysqlite", database=file_name(path), query={"mode": mode, "uri": "true"})
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


def raw_connection(connection: Connection) -> sqlite3.Connection:
    """The driver's connection beneath SQLAlchemy's."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def forbid_schema_changes(raw: sqlite3.Connection) -> None:
    """From now on no statement of this connection may drop or alter anything, the change log's triggers least of all."""
    raw.set_authorizer(lambda action, *_: sqlite3.SQLITE_DENY if action in _FORBIDDEN else sqlite3.SQLITE_OK)


def stamp(connection: Connection, version: int) -> None:
    """Writes what the file is into its header, within the running transaction."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={version:d}")
