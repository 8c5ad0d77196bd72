"""The one place that commits. What a transaction changed is written into the change log within it."""

from __future__ import annotations

import contextlib
import datetime
import os
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Select, event, func, insert, select
from sqlalchemy.orm import ORMExecuteState, Session

from datong_desktop.domain.problem import refuse
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.models import bulk, change_log
from datong_desktop.models.bulk import Columns
from datong_desktop.models.change_log import FieldChange
from datong_desktop.models.ids import Chance, new_ids
from datong_desktop.models.sqlite import errors
from datong_desktop.models.sqlite.connection import WRITES, forbid_schema_changes, open_engine, raw_connection
from datong_desktop.models.tables import Base, Change, ChangeSet

_LAST_SET, _LAST_CHANGE = select(func.max(ChangeSet.id)), select(func.max(Change.id))
_ADD_SET, _ADD_CHANGES = insert(ChangeSet), insert(Change)


def system_clock() -> datetime.datetime:
    """Local time with its offset."""
    return datetime.datetime.now().astimezone()


class Writing:
    """One transaction under way: change rows through ``session``. Afterwards it says what was logged."""

    def __init__(
        self, session: Session, command: str, made_by: str, at: datetime.datetime, undoes: int | None, chance: Chance
    ) -> None:
        self.session, self.command, self.made_by, self.at, self.undoes = session, command, made_by, at, undoes
        self._chance = chance
        self.change_set: int | None = None
        self.changes: list[FieldChange] = []
        self.bulk: list[tuple[type[Base], Sequence[str]]] = []
        """Rows added and removed past the ORM: the first part of their keys."""
        self._pending: list[FieldChange] = []
        session.info["writing"] = self

    def new_ids(self, count: int) -> list[str]:
        """Identifiers for so many new records, in order."""
        return new_ids(count, self.at, self._chance)

    def note(self) -> int:
        """Logs that this command ran, even if it changes nothing."""
        if self.change_set is None:
            utc, offset = self.at.astimezone(datetime.UTC), self.at.utcoffset() or datetime.timedelta()
            self.change_set = self._last(_LAST_SET) + 1
            self.session.connection().execute(_ADD_SET, {
                "id": self.change_set,
                "at_utc": utc.isoformat(timespec="milliseconds"),
                "utc_offset_minutes": int(offset.total_seconds() // 60),
                "made_by": self.made_by,
                "command": self.command,
                "undoes": self.undoes,
            })
        return self.change_set

    def gather(self) -> None:
        self._pending = list(change_log.pending(self.session))

    def log(self) -> None:
        if not self._pending:
            return
        number, first = self.note(), self._last(_LAST_CHANGE) + 1
        rows = [
            {"id": i, "change_set": number, "table_name": c.table, "row_key": c.key, "field": c.field, "old": c.old, "new": c.new}
            for i, c in enumerate(self._pending, first)
        ]
        self.session.connection().execute(_ADD_CHANGES, rows)
        self.changes += self._pending
        self._pending = []

    def add_rows(self, cls: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        """Adds many rows of a class that is logged whole, past the ORM: a hundred thousand are a matter of seconds.

        Each row holds all key fields and those fields that are not blank.
        """
        names = dict.fromkeys((*change_log.key_names(cls), *(name for row in rows for name in row)))
        self.add_columns(cls, {n: [row.get(n, change_log.blank(cls, n)) for row in rows] for n in names})

    def add_columns(self, cls: type[Base], columns: Columns, progress: Progress = UNWATCHED) -> None:
        """The same, column by column: all key columns, and those that are not blank throughout. ``Cancelled``."""
        self.session.flush()
        owners = columns[change_log.key_names(cls)[0]]
        if len(owners):
            number, first = self.note(), self._last(_LAST_CHANGE) + 1
            bulk.add(raw_connection(self.session.connection()), cls, columns, number, first, progress)
            self.bulk.append((cls, owners))

    def revert_rows(self, cls: type[Base], undone: int, progress: Progress = UNWATCHED) -> bool:
        """Takes back what a change set did to a class, rows that came and went only: a hundred thousand in seconds. False,
        and nothing done, when any of them is no longer what that set made of it. ``Cancelled``."""
        self.session.flush()
        raw = raw_connection(self.session.connection())
        if not bulk.holds(raw, cls, undone, progress.part(0, 0.4)):
            return False
        first = self._last(_LAST_CHANGE) + 1
        self.bulk.append((cls, bulk.revert(raw, cls, undone, self.note(), first, progress.part(0.4, 1))))
        return True

    def _last(self, query: Select[int]) -> int:
        return self.session.connection().scalar(query) or 0


class LoggedSession(Session):
    """A session that can change rows only through objects, so that each change is seen."""


@event.listens_for(LoggedSession, "before_flush")
def _gather(session: Session, *_: Any) -> None:
    session.info["writing"].gather()


@event.listens_for(LoggedSession, "after_flush")
def _log(session: Session, *_: Any) -> None:
    session.info["writing"].log()


@event.listens_for(LoggedSession, "do_orm_execute")
def _only_reads(state: ORMExecuteState) -> None:
    if not state.is_select:
        raise AssertionError("a bulk statement would bypass the change log: change objects instead")


class UnitOfWork:
    """An open ledger file: reads and writes, one at a time, whichever thread asks.

    A file that was deleted or replaced behind our back is noticed by device and inode before and after a write.
    ``shown`` is the file messages speak of while it is made under another name.
    """

    def __init__(
        self, path: Path, mode: str = "rw", clock: Callable[[], datetime.datetime] = system_clock, shown: Path | None = None,
        chance: Chance = secrets.randbits,
    ) -> None:
        self.path, self.mode, self.clock, self._shown, self._chance = path, mode, clock, shown or path, chance
        self._closed = False
        self._lock = threading.RLock()
        self._open()

    def _open(self) -> None:
        before = file_identity(self.path)
        self.engine = open_engine(self.path, self.mode)
        try:
            with errors.in_plain_words(self._shown), self.engine.connect() as connection:
                self._raw = raw_connection(connection)
        except BaseException:
            self.engine.dispose()
            raise
        self._identity = file_identity(self.path)
        if self.mode != "rwc" and before != self._identity:
            self.engine.dispose()
            raise errors.vanished(self.path)
        self._writer = self.engine.execution_options(**{WRITES: True})

    def seal(self) -> None:
        """No schema change from here on."""
        forbid_schema_changes(self._raw)

    def close(self) -> None:
        with self._lock:
            self._closed = True  # the engine would connect anew, without the writer's lock
            self.engine.dispose()

    def gone(self) -> bool:
        """Whether the path no longer leads to the file that was opened."""
        return file_identity(self.path) != self._identity

    @contextlib.contextmanager
    def exclusive(self) -> Iterator[Any]:
        """The driver's connection for copies and checks, while no one else uses it."""
        with self._lock, errors.in_plain_words(self._shown):
            self._refuse_if_closed()
            yield self._raw

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the file. A read-only ledger follows a file that was replaced."""
        with self._lock:
            self._refuse_if_closed()
            if self.gone():
                if self.mode != "ro" or not self.path.exists():
                    raise errors.vanished(self.path)
                self.engine.dispose()
                self._open()
            with errors.in_plain_words(self._shown), Session(self.engine) as session:
                yield session

    @contextlib.contextmanager
    def writing(self, command: str, made_by: str, undoes: int | None = None) -> Iterator[Writing]:
        """One transaction, committed when the block ends, rolled back whole on any error.

        Raises ``Refused`` when nothing could be stored. Durable on disk when it returns.
        """
        with self._lock:
            self._refuse_if_closed()
            if self.mode == "ro":
                raise errors.read_only(self.path)
            if self.gone():
                raise errors.vanished(self.path)
            with errors.in_plain_words(self._shown), LoggedSession(self._writer, expire_on_commit=False) as session, session.begin():
                session.connection()  # takes the write lock before anything is read
                work = Writing(session, command, made_by, self.clock(), undoes, self._chance)
                yield work
                session.flush()
                if not self._raw.in_transaction:  # SQLite rolls back by itself, on a full disk for one
                    raise refuse("storage_error", f"“{self.path.name}”的保存中途被数据库撤销，没有保存。请再试一次。")
            if self.gone():
                raise errors.vanished(self.path)

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise refuse("closed", f"“{self.path.name}”已经关闭，没有保存。请重新打开账套。")


def file_identity(path: Path) -> tuple[int, int] | None:
    """Device and inode, None when there is no such file."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino
