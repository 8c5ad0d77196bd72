"""Backups: verified copies in a folder beside the ledger, thinned out with age, looked into, restored."""

from __future__ import annotations

import contextlib
import datetime
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from datong_desktop.domain.problem import Refused, refuse
from datong_desktop.domain.progress import UNWATCHED, Cancelled, Progress
from datong_desktop.models.sqlite import copying, errors
from datong_desktop.models.sqlite.checking import closed_file_version
from datong_desktop.models.sqlite.file import connect
from datong_desktop.models.tables import Change, ChangeSet
from datong_desktop.models.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from datong_desktop.services.ledger import Ledger

KEEP_LAST, KEEP_DAYS = 10, 30
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{6})(?:_(\d+))?_(.+)\.datong")


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """A backup file: when (local time) and why it was made, its size in bytes."""

    path: Path
    made_at: datetime.datetime
    reason: str
    size: int


@dataclass(frozen=True, slots=True)
class BackupContents:
    """What is in a backup. ``years`` are (year, keyed cells, cells), newest first; ``problem`` says why it is unsound."""

    years: tuple[tuple[int, int, int], ...]
    last_change_at: datetime.datetime | None
    last_change: str
    sound: bool
    problem: str | None


def backup_folder(ledger_path: Path) -> Path:
    return ledger_path.with_name(f"{ledger_path.stem}.备份")


def ledger_of_backup(backup: Path) -> Path | None:
    """The ledger a file in a backup folder belongs to; None when the file is no backup."""
    name, _, kind = backup.parent.name.rpartition(".")
    return backup.parent.with_name(f"{name}.datong") if kind == "备份" and _NAME.fullmatch(backup.name) else None


def back_up(ledger: Ledger, reason: str, progress: Progress = UNWATCHED) -> BackupInfo:
    """A verified backup now. ``Refused`` when it could not be made or does not match the ledger."""
    return back_up_unit(ledger.unit, reason, progress)


def back_up_unit(unit: UnitOfWork, reason: str, progress: Progress = UNWATCHED) -> BackupInfo:
    folder = backup_folder(unit.path)
    try:
        if not folder.is_dir():
            folder.mkdir()
            copying.sync_folder(folder.parent)
    except OSError as error:
        raise copying.os_error(error, folder) from error
    try:
        return _make(unit, folder, reason, progress)
    except Cancelled:
        with contextlib.suppress(OSError):
            folder.rmdir()  # the very first backup: the folder was made for it and is empty
        raise


def _make(unit: UnitOfWork, folder: Path, reason: str, progress: Progress) -> BackupInfo:
    target = _free_name(folder, unit.clock(), reason)
    if unit.gone():
        raise errors.vanished(unit.path)
    with unit.exclusive() as raw:
        copying.copy_database(raw, target, progress)
    info = _info(target)
    assert info is not None
    _thin_out(unit.path, info)
    return info


def back_up_if_changed(ledger: Ledger) -> BackupInfo | None:
    """A backup if the newest one does not already hold the last change; None when it does, or the ledger is read-only.

    ``Refused`` when it could not be made; that is then noted in the change log, if that can still be written.
    """
    if ledger.read_only or _newest_holds(ledger):
        return None
    try:
        return back_up(ledger, "打开时")
    except Refused as refused:
        with contextlib.suppress(Refused), ledger.writing("备份没有做成") as work:
            work.note()
        raise refused


def _newest_holds(ledger: Ledger) -> bool:
    existing = list_backups(ledger.path)
    if not existing:
        return False
    with ledger.reading() as session:
        number = session.scalars(select(Change.change_set).order_by(Change.id.desc()).limit(1)).first()
        made = session.get(ChangeSet, number) if number is not None else None
        mark = (made.id, made.at_utc, made.made_by, made.command) if made else None
    return mark is not None and _mark(existing[0].path) == mark and _sound(existing[0].path)


def _sound(path: Path) -> bool:
    try:
        closed_file_version(path)
    except Refused:
        return False
    return True


def _mark(path: Path) -> tuple[object, ...] | None:
    """The last change a backup holds; None when it can't be read."""
    query = "SELECT s.id, s.at_utc, s.made_by, s.command FROM change c JOIN change_set s ON s.id = c.change_set ORDER BY c.id DESC LIMIT 1"
    with contextlib.suppress(Refused), errors.in_plain_words(path), contextlib.closing(connect(path)) as raw:
        found = raw.execute(query).fetchone()
        return tuple(found) if found else None
    return None


def list_backups(ledger_path: Path) -> tuple[BackupInfo, ...]:
    """The backups of a ledger, newest first; the ledger itself need not exist any more."""
    try:
        found = [info for path in backup_folder(ledger_path).iterdir() if (info := _info(path))]
    except OSError:
        return ()
    return tuple(sorted(found, key=lambda info: (info.made_at, info.path.name), reverse=True))


def _info(path: Path) -> BackupInfo | None:
    match = _NAME.fullmatch(path.name)
    if not match:
        return None
    try:
        made_at = datetime.datetime.strptime(match[1] + match[2], "%Y-%m-%d%H%M%S").astimezone()
        # several of one second keep their order
        made_at += datetime.timedelta(microseconds=int(match[3] or 0))
        return BackupInfo(path, made_at, match[4], path.stat().st_size)
    except (OSError, ValueError, OverflowError):
        return None


def _free_name(folder: Path, now: datetime.datetime, reason: str) -> Path:
    plain = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "", reason)[:40].strip(" .") or "备份"
    second = f"{now:%Y-%m-%d_%H%M%S}"
    taken = [int(m[3] or 1) for path in folder.glob(f"{second}_*.datong") if (m := _NAME.fullmatch(path.name))]
    number = max(taken, default=0) + 1  # never one that was thinned out: it would count as the oldest
    if number >= 1000:
        raise refuse("too_many_backups", "一秒之内备份太多次，没有再做。请稍后再试。")
    return folder / f"{second}{'' if number == 1 else f'_{number}'}_{plain}.datong"


def _thin_out(ledger_path: Path, just_made: BackupInfo) -> None:
    """Keeps the last 10, the newest of each of the last 30 days and the newest of each month. What can't be removed stays."""
    existing = list_backups(ledger_path)
    for info in existing:
        if info != just_made and info not in worth_keeping(existing, just_made.made_at):
            with contextlib.suppress(OSError):
                info.path.unlink()


def worth_keeping(existing: tuple[BackupInfo, ...], now: datetime.datetime) -> set[BackupInfo]:
    """Which of these (newest first) are kept."""
    kept = set(existing[:KEEP_LAST])
    days: set[datetime.date] = set()
    months: set[tuple[int, int]] = set()
    for info in existing:
        day, month = info.made_at.date(), (info.made_at.year, info.made_at.month)
        if day not in days and (now.date() - day).days < KEEP_DAYS:
            kept.add(info)
        if month not in months:
            kept.add(info)
        days.add(day)
        months.add(month)
    return kept
