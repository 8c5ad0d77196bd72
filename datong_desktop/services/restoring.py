"""Looking into a backup, and putting one back in place of the ledger. What stood there is never overwritten unseen."""

from __future__ import annotations

import contextlib
import datetime
import os
import sqlite3
from pathlib import Path

from datong_desktop.domain.problem import Refused, refuse
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.models.migrating import migrate
from datong_desktop.models.migrations import HEAD
from datong_desktop.models.sqlite import copying, errors
from datong_desktop.models.sqlite.checking import closed_file_version
from datong_desktop.models.sqlite.file import connect
from datong_desktop.models.unit_of_work import UnitOfWork, system_clock
from datong_desktop.models.writer_lock import Held, WriterLock
from datong_desktop.services.backups import BackupContents, BackupInfo, back_up_unit
from datong_desktop.services.entries import known_scheme

_YEARS = """
    SELECT year, scheme_text, (SELECT count(value) FROM figure WHERE figure.year = assessment_year.year)
    FROM assessment_year ORDER BY year DESC
"""
_LAST_CHANGE = """
    SELECT s.at_utc, s.utc_offset_minutes, s.command FROM change c JOIN change_set s ON s.id = c.change_set
    ORDER BY c.id DESC LIMIT 1
"""


def inspect_backup(path: Path) -> BackupContents:
    """What is in a backup, fully checked. Never raises ``Refused``: an unsound one says why."""
    try:
        closed_file_version(path)
        with errors.in_plain_words(path), contextlib.closing(connect(path)) as raw:
            return _contents(raw)
    except Refused as refused:
        return BackupContents((), None, "", False, refused.problems[0].text)


def _contents(raw: sqlite3.Connection) -> BackupContents:
    years = []
    for year, text, keyed in raw.execute(_YEARS):
        scheme = known_scheme(text)
        years.append((int(year), int(keyed), len(scheme.districts) * len(scheme.indicators)))
    last = raw.execute(_LAST_CHANGE).fetchone()
    if last is None:
        return BackupContents(tuple(years), None, "", True, None)
    offset = datetime.timezone(datetime.timedelta(minutes=last[1]))
    return BackupContents(tuple(years), datetime.datetime.fromisoformat(last[0]).astimezone(offset), last[2], True, None)


def restore_backup(
    ledger_path: Path, backup: BackupInfo, *, operator: str = "", progress: Progress = UNWATCHED
) -> None:
    """Puts a backup in place of the ledger, which must be closed. The present file is backed up first; one that can't
    be read is set aside under a new name, with its journal. ``Refused``: the backup is unsound, or the ledger in use;
    everything is then as it was."""
    copying.check_name(ledger_path)
    ledger_path = copying.real_path(ledger_path)
    try:
        lock = WriterLock(ledger_path, operator)
    except Held as held:
        raise refuse("busy", f"“{ledger_path.name}”正打开着，不能恢复备份。请先关闭所有打开它的窗口。") from held
    except OSError as error:
        raise copying.os_error(error, ledger_path) from error
    try:
        with copying.beside(ledger_path) as temporary:
            _prepare(backup, temporary, ledger_path, operator, progress.part(0, 0.5))
            _clear_the_place(ledger_path, progress.part(0.5, 1))
            copying.put_in_place(temporary, ledger_path)
    finally:
        lock.release()


def _prepare(
    backup: BackupInfo, temporary: Path, ledger_path: Path, operator: str, progress: Progress
) -> None:
    """The backup's content, brought to today's version, with the restoring itself in its change log."""
    version = closed_file_version(backup.path)
    with errors.in_plain_words(backup.path), contextlib.closing(connect(backup.path)) as raw, copying.one_state(raw):
        copying.write_copy(raw, temporary, ledger_path, progress)
    unit = UnitOfWork(temporary, shown=ledger_path)
    try:
        with unit.writing(f"恢复备份 {backup.made_at:%Y-%m-%d %H:%M}", operator) as work:
            if version < HEAD:
                migrate(work.session.connection(), version)
            work.note()
    finally:
        unit.close()
    closed_file_version(temporary)
    copying.sync_file(temporary)


def _clear_the_place(ledger_path: Path, progress: Progress) -> None:
    """Whatever is at the ledger's path is safe elsewhere afterwards, and no journal of another file is left beside it:
    SQLite would play it into the restored one. The last place where restoring can be cancelled."""
    progress.check()
    safe = not ledger_path.exists() or _backed_up(ledger_path, progress)
    if not safe or copying.journal_of(ledger_path).exists():
        _set_aside(ledger_path)


def _backed_up(ledger_path: Path, progress: Progress) -> bool:
    """Whether the present file is a sound ledger, now in its backups. Opening it plays its own journal back."""
    try:
        unit = UnitOfWork(ledger_path)
    except Refused:
        return False
    try:
        back_up_unit(unit, "恢复前", progress)
    except Refused as refused:
        if refused.problems[0].code in ("disk_full", "read_only", "busy", "io_error"):
            raise
        return False
    finally:
        unit.close()
    return True


def _set_aside(ledger_path: Path) -> None:
    """Renames the file and its journal as a pair that SQLite still knows as one."""
    stamp = f"{system_clock():%Y-%m-%d_%H%M%S}"
    aside = ledger_path.with_name(f"{ledger_path.stem} 损坏留存 {stamp}{ledger_path.suffix}")
    number = 1
    while aside.exists() or copying.journal_of(aside).exists():
        number += 1
        aside = ledger_path.with_name(f"{ledger_path.stem} 损坏留存 {stamp}_{number}{ledger_path.suffix}")
    for old, new in ((copying.journal_of(ledger_path), copying.journal_of(aside)), (ledger_path, aside)):
        with contextlib.suppress(FileNotFoundError):
            os.rename(old, new)
    copying.sync_folder(ledger_path.parent)
