"""The ledger (账套): one file that holds everything. Making, opening, copying, checking, closing it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from datong_desktop.domain.problem import Refused, refuse
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.models import places
from datong_desktop.models.migrating import migrate
from datong_desktop.models.migrations import HEAD
from datong_desktop.models.sqlite import copying, errors
from datong_desktop.models.sqlite.checking import quick_look
from datong_desktop.models.sqlite.connection import WRITES
from datong_desktop.models.sqlite.file import check_header, try_to_write
from datong_desktop.models.tables import LedgerInfo
from datong_desktop.models.unit_of_work import UnitOfWork, Writing, system_clock
from datong_desktop.models.writer_lock import Held, WriterLock, lock_path
from datong_desktop.services import backups
from datong_desktop.services.backups import (
    BackupContents,
    BackupInfo,
    back_up,
    back_up_if_changed,
    ledger_of_backup,
    list_backups,
)
from datong_desktop.services.checking import check_ledger
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
        if self.read_only_reason is not None:
            raise refuse("read_only", self.read_only_reason)
        return self._unit.writing(command, self.operator, undoes)

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
    """What a ledger is born with; the last four are for the sample ledger."""

    office: str
    operator: str
    name: str = ""
    sample: bool = False
    identity: str | None = None
    clock: Callable[[], datetime.datetime] = system_clock


def make_file(path: Path, about: NewLedger, fill: Callable[[Ledger], None]) -> None:
    """Makes and fills a ledger under another name, and puts it in place when it is whole and on disk."""
    path = path.absolute()
    copying.check_name(path)
    _refuse_existing(path)
    with copying.beside(path) as temporary:
        _make_tables(temporary, path, about)
        ledger = Ledger(UnitOfWork(temporary, "rw", about.clock, path), None, about.operator, None)
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
    lock, reason = (None, "账套以只读方式打开，不能修改。") if read_only else _lock(path, operator)
    try:
        unit, reason = _connect(path, reason, operator)
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


def _lock(path: Path, operator: str) -> tuple[WriterLock | None, str | None]:
    """The writer's lock, or why there is none."""
    if places.on_network(path):
        return None, f"“{path.name}”在网络盘上，为防数据损坏只能查看。要修改，请先复制到本机硬盘再打开。"
    try:
        return WriterLock(path, operator), None
    except Held as held:
        if held.holder is None:
            return None, f"“{path.name}”正由另一个窗口使用；这里只能查看，不能修改。"
        return None, held.holder.sentence(path.name, system_clock())
    except OSError:
        return None, f"文件夹“{path.parent}”不能写入，账套只能查看。要修改，请复制到可以写入的文件夹再打开。"


def _connect(path: Path, reason: str | None, operator: str) -> tuple[UnitOfWork, str | None]:
    """The open file at today's version, and why it is read-only."""
    unit = _unit(path, "rw" if reason is None else "ro")
    try:
        if reason is None and not _writable(unit):
            unit.close()
            unit, reason = _unit(path, "ro"), f"文件“{path.name}”是只读的，账套只能查看。要修改，请取消它的只读属性，或复制一份再打开。"
        with unit.exclusive() as raw:
            version = check_header(raw, path)
        if version < HEAD:
            if reason is not None:
                raise refuse("too_old", f"“{path.name}”是旧版本程序保存的，要先升级才能打开，而现在不能写入。{reason}")
            _upgrade(unit, version, operator)
        return unit, reason
    except BaseException:
        unit.close()
        raise


def _unit(path: Path, mode: str) -> UnitOfWork:
    """Opens the file. A program killed while saving leaves a journal that only a writer can play back."""
    try:
        return UnitOfWork(path, mode)
    except Refused as refused:
        if mode == "ro" and refused.problems[0].code == "read_only":
            if _played_back(path):
                return UnitOfWork(path, mode)
            text = f"“{path.name}”上次保存时中断了，要在可以写入的文件夹里打开一次。请把它和 -journal 文件一起复制过去再打开。"
            raise refuse("needs_recovery", text) from refused
        raise


def _played_back(path: Path) -> bool:
    """Plays back what a killed program left, even where the ledger is only to be looked at."""
    try:
        lock = WriterLock(path, "")
    except (Held, OSError):
        return False
    try:
        UnitOfWork(path).close()
        return True
    except Refused:
        return False
    finally:
        lock.release()


def _writable(unit: UnitOfWork) -> bool:
    """Whether SQLite got the file for writing: it falls back to reading without a word."""
    try:
        with unit.exclusive() as raw:
            try_to_write(raw)
    except Refused as refused:
        if refused.problems[0].code == "read_only":
            return False
        raise
    return True


def _upgrade(unit: UnitOfWork, version: int, operator: str) -> None:
    """A verified backup, then every migration in one transaction: an error at any statement leaves the old file."""
    backups.back_up_unit(unit, "升级前")
    with unit.writing(f"升级账套格式 {version}→{HEAD}", operator) as work:
        migrate(work.session.connection(), version)
        work.note()


def save_copy(ledger: Ledger, target: Path, progress: Progress = UNWATCHED) -> None:
    """A verified copy under another name; an older file there is replaced in one step or stays whole. Works even
    when the ledger's own file has vanished: SQLite still has it open."""
    target = target.absolute()
    copying.check_name(target)
    if target == ledger.path or (target.exists() and target.samefile(ledger.path)):
        raise refuse("same_file", "副本不能存成账套本身，没有写入。请换一个文件名或文件夹。")
    lock = _lock_target(target) if lock_path(target).exists() else None
    try:
        with ledger.unit.exclusive() as raw:
            copying.copy_database(raw, target, progress)
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

