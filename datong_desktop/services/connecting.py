"""Getting at a ledger's file: the writer's lock, the file open at today's version, or why it can only be looked at."""

from __future__ import annotations

from pathlib import Path

from datong_desktop.domain.problem import Refused, refuse
from datong_desktop.models import places
from datong_desktop.models.migrating import migrate
from datong_desktop.models.migrations import HEAD
from datong_desktop.models.sqlite.file import check_header, try_to_write
from datong_desktop.models.unit_of_work import UnitOfWork, system_clock
from datong_desktop.models.writer_lock import Held, WriterLock
from datong_desktop.services import backups


def take_lock(path: Path, operator: str) -> tuple[WriterLock | None, str | None]:
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


def connect(path: Path, reason: str | None, operator: str) -> tuple[UnitOfWork, str | None]:
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
