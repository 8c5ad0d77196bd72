"""The ledger (账套): one file that holds everything. Making, opening, copying, checking, closing it."""

from __future__ import annotations

import datetime
import secrets
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from datong_desktop.domain.problem import Problem, refuse
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.models.ids import Chance
from datong_desktop.models.migrating import migrate
from datong_desktop.models.sqlite import copying, errors
from datong_desktop.models.sqlite.checking import quick_look
from datong_desktop.models.sqlite.connection import WRITES
from datong_desktop.models.tables import LedgerInfo
from datong_desktop.models.unit_of_work import UnitOfWork, Writing, system_clock
from datong_desktop.models.writer_lock import Held, WriterLock, lock_path
from datong_desktop.services import scan_copies
from datong_desktop.services.backups import (
    BackupContents,
    BackupInfo,
    back_up,
    back_up_if_changed,
    ledger_of_backup,
    list_backups,
)
from datong_desktop.services.checking import check_ledger
from datong_desktop.services.connecting import connect, take_lock
from datong_desktop.services.restoring import inspect_backup, restore_backup

__all__ = [
    "BackupContents", "BackupInfo", "Ledger", "back_up", "back_up_if_changed", "check_ledger", "create_ledger",
    "file_vanished", "inspect_backup", "ledger_of_backup", "list_backups", "open_ledger", "restore_backup", "save_copy",
]  # fmt: skip

SUFFIX = ".datong"


class Ledger:
    """An open ledger. Any thread may call the services with it: they take turns.

    ``read_only_reason`` is a plain sentence when nothing can be written, else None. ``operator`` (录入员) is whom
    changes are logged as; ``office`` is the 填报单位 a new year starts with.
    """

    def __init__(self, unit: UnitOfWork, lock: WriterLock | None, operator: str, read_only_reason: str | None) -> None:
        self._unit, self._lock = unit, lock
        self.path, self.operator, self.read_only_reason = unit.path, operator, read_only_reason
        self.name = unit.path.stem
        with unit.reading() as session:
            info = session.get_one(LedgerInfo, 1)
            self.sample, self.office = bool(info.sample), info.office

    @property
    def read_only(self) -> bool:
        return self.read_only_reason is not None

    def reading(self) -> AbstractContextManager[Session]:
        return self._unit.reading()

    def writing(self, command: str, undoes: int | None = None) -> AbstractContextManager[Writing]:
        """One transaction logged as ``command``; ``Refused`` ("read_only") with the reason when nothing can be written."""
        self.check_writable()
        return self._unit.writing(command, self.operator, undoes)

    def check_writable(self) -> None:
        """``Refused`` ("read_only") with the reason when nothing can be written."""
        if self.read_only_reason is not None:
            raise refuse("read_only", self.read_only_reason)

    @property
    def unit(self) -> UnitOfWork:
        """For copies and checks."""
        return self._unit

    def close(self) -> None:
        """Lets go of the file and its lock. Closing twice is harmless."""
        self._unit.close()
        if self._lock is not None:
            self._lock.release()


def create_ledger(
    path: Path, *, office: str = "", operator: str = "", scheme_text: str | None = None, year: int | None = None
) -> Ledger:
    """A new ledger, open, with a first year when one is given. ``Refused`` when the file exists; a ledger that could
    not be finished leaves no file."""
    from datong_desktop.services.assessment import create_year

    def first_year(ledger: Ledger) -> None:
        if year is not None:
            create_year(ledger, year, scheme_text)

    make_file(path, NewLedger(office, operator), first_year)
    return open_ledger(path, operator=operator)


@dataclass(frozen=True, slots=True)
class NewLedger:
    """What a ledger is born with; the last five are for the sample ledger."""

    office: str
    operator: str
    name: str = ""
    sample: bool = False
    identity: str | None = None
    clock: Callable[[], datetime.datetime] = system_clock
    chance: Chance = secrets.randbits


def make_file(path: Path, about: NewLedger, fill: Callable[[Ledger], None]) -> None:
    """Makes and fills a ledger under another name, and puts it in place when it is whole and on disk."""
    path = path.absolute()
    copying.check_name(path)
    _refuse_existing(path)
    with copying.beside(path) as temporary:
        _make_tables(temporary, path, about)
        ledger = Ledger(UnitOfWork(temporary, "rw", about.clock, path, about.chance), None, about.operator, None)
        try:
            fill(ledger)
        finally:
            ledger.close()
        copying.sync_file(temporary)
        _refuse_existing(path)
        copying.put_in_place(temporary, path)


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise refuse("exists", f"“{path}”已经存在，没有覆盖它。请换一个文件名，或直接打开它。")


def _make_tables(temporary: Path, path: Path, about: NewLedger) -> None:
    unit = UnitOfWork(temporary, "rwc", about.clock, path)
    identity = about.identity or str(uuid.uuid4())
    try:
        with errors.in_plain_words(path), unit.engine.execution_options(**{WRITES: True}).begin() as connection:
            migrate(connection, 0)
        with unit.writing("新建账套", about.operator) as work:
            created = work.at.isoformat(timespec="seconds")
            sample = int(about.sample)
            info = LedgerInfo(id=1, uuid=identity, name=about.name, office=about.office, sample=sample, created_at=created)
            work.session.add(info)
    finally:
        unit.close()


def open_ledger(path: Path, *, operator: str = "", read_only: bool = False) -> Ledger:
    """Opens a ledger: a look at its header, no more (``check_ledger`` looks at everything). An older one is upgraded
    after a verified backup. Where someone else has it open, or it can't be written, it opens read-only and says why.

    ``Refused``: missing, not_a_ledger, damaged, too_new, cannot_open; the file is then unchanged.
    """
    copying.check_name(path)
    path = copying.real_path(path)
    if not path.is_file():
        raise errors.missing(path)
    lock, reason = (None, "账套以只读方式打开，不能修改。") if read_only else take_lock(path, operator)
    try:
        unit, reason = connect(path, reason, operator)
        if lock is not None and reason is not None:
            lock.release()
        return _finish(unit, lock, operator, reason)
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def _finish(unit: UnitOfWork, lock: WriterLock | None, operator: str, reason: str | None) -> Ledger:
    try:
        with unit.exclusive() as raw:
            quick_look(raw, unit.path)
        if reason is None:
            unit.seal()
        return Ledger(unit, lock, operator, reason)
    except BaseException:
        unit.close()
        raise


def save_copy(ledger: Ledger, target: Path, progress: Progress = UNWATCHED) -> tuple[Problem, ...]:
    """A verified copy under another name, its scans in a folder of its own; an older file there is replaced in one
    step or stays whole. Works even when the ledger's own file has vanished: SQLite still has it open.

    Returns which scans are not in the copy, because they are missing or spoilt here already."""
    target = target.absolute()
    copying.check_name(target)
    if target == ledger.path or (target.exists() and target.samefile(ledger.path)):
        raise refuse("same_file", "副本不能存成账套本身，没有写入。请换一个文件名或文件夹。")
    lock = _lock_target(target) if lock_path(target).exists() else None
    try:
        with scan_copies.copied(ledger.unit, target, progress.part(0, 0.7)) as (raw, problems):
            copying.copy_database(raw, target, progress.part(0.7, 1))
        return problems
    finally:
        if lock is not None:
            lock.release()


def _lock_target(target: Path) -> WriterLock:
    try:
        return WriterLock(target, "")
    except Held as held:
        raise refuse("busy", f"“{target.name}”正打开着，不能用副本覆盖它。请先关闭它，或换一个文件名。") from held
    except OSError as error:
        raise copying.os_error(error, target) from error


def file_vanished(ledger: Ledger) -> str | None:
    """A sentence when the file was deleted, moved or replaced behind our back, else None."""
    return errors.vanished_text(ledger.path) if ledger.unit.gone() else None

