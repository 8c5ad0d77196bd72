"""Copies of a ledger file: SQLite's backup API beside the target, synced by ourselves, verified, then put in place."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from datong_desktop.domain.problem import Refused, refuse
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.models.sqlite import errors
from datong_desktop.models.sqlite.checking import row_counts, stoppable, structure_problem
from datong_desktop.models.sqlite.file import apply_settings, uri

LONGEST_NAME, LONGEST_PATH = 240, 4000
PAGES = 256
"""Copied between two looks whether to stop: a megabyte."""
IN_USE = (5, 32, 33)
"""Windows: access denied, sharing violation, lock violation."""


def copy_database(source: sqlite3.Connection, target: Path, progress: Progress = UNWATCHED) -> None:
    """A verified, durable copy of what ``source`` sees, replacing ``target`` in one step or leaving it as it was, when
    it is cancelled too."""
    with beside(target) as temporary:
        with one_state(source):
            counts = row_counts(source)
            write_copy(source, temporary, target, progress.part(0, 0.6))
        if problem := copy_problem(temporary, counts, progress):
            raise refuse("bad_copy", f"写好的副本“{target.name}”核对不通过（{problem}），没有采用。请检查磁盘后再试。")
        progress.step(1, 1)
        put_in_place(temporary, target)


@contextlib.contextmanager
def one_state(source: sqlite3.Connection) -> Iterator[None]:
    """What is read in the block is one state of the file. Raises SQLITE_BUSY where ``backup`` would wait for ever."""
    source.execute("BEGIN")
    try:
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield
    finally:
        source.execute("ROLLBACK")


def write_copy(
    source: sqlite3.Connection, temporary: Path, target: Path, progress: Progress = UNWATCHED
) -> None:
    """Copies all pages into a new, empty file, and syncs it. Messages speak of the ``target`` it is for."""
    with errors.in_plain_words(target):
        copy = sqlite3.connect(uri(temporary, "rw"), uri=True, isolation_level=None)
        try:
            apply_settings(copy, writable=False)
            copy.execute("PRAGMA journal_mode=OFF").fetchall()  # a copy that failed is thrown away whole
            source.backup(copy, pages=PAGES, progress=lambda _, left, total: progress.step(total - left, total))
        finally:
            copy.close()
        sync_file(temporary)


def copy_problem(path: Path, counts: dict[str, int], progress: Progress = UNWATCHED) -> str | None:
    """Why a copy is not to be trusted: reopened, checked, counted."""
    try:
        copy = sqlite3.connect(uri(path, "ro"), uri=True, isolation_level=None)
        try:
            with stoppable(copy, progress):
                return structure_problem(copy) or (None if row_counts(copy) == counts else "行数不符")
        finally:
            copy.close()
    except sqlite3.Error as error:
        return str(error)


@contextlib.contextmanager
def beside(target: Path) -> Iterator[Path]:
    """An empty file in the target's folder for what is under way; whatever is left of it is removed in the end.

    System errors of the block come out as ``Refused`` about the target.
    """
    check_name(target)
    temporary = target.with_name(f".{secrets.token_hex(6)}.part")
    try:
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        yield temporary
    except OSError as error:
        raise os_error(error, target) from error
    finally:
        for leftover in (temporary, journal_of(temporary)):
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)


def put_in_place(temporary: Path, target: Path) -> None:
    """Renames within the folder and makes that durable. On Windows a virus scanner may hold the file for a moment."""
    for pause in (0.05, 0.1, 0.2, 0.4, None):
        try:
            os.replace(temporary, target)
            break
        except OSError as error:
            if pause is None or getattr(error, "winerror", None) not in IN_USE:
                raise
            time.sleep(pause)
    sync_folder(target.parent)


def real_path(path: Path) -> Path:
    """The file itself when the path is a link to it: journal and lock stand beside the file."""
    path = path.absolute()
    return path.resolve() if path.is_symlink() else path


def check_name(path: Path) -> None:
    """``Refused`` when the name is too long for a file with a journal and a lock beside it."""
    if len(path.name.encode(errors="surrogateescape")) > LONGEST_NAME or len(os.fsencode(path)) > LONGEST_PATH:
        text = f"“{path.name[:20]}…”的文件名或路径太长（一个汉字占 3 个字节，文件名最多 {LONGEST_NAME} 个字节）。请换一个短的名字。"
        raise refuse("name_too_long", text)


def os_error(error: OSError, path: Path) -> Refused:
    """The refusal a system error amounts to."""
    if getattr(error, "winerror", None) in IN_USE:
        return errors.busy(path)
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return errors.disk_full(path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return errors.read_only(path)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        text = f"文件夹“{path.parent}”不存在，没有写入。请检查 U 盘是否插好，或选择另一个文件夹。"
        return refuse("missing_folder", text)
    return errors.io_error(path)


def journal_of(path: Path) -> Path:
    """The rollback journal SQLite keeps beside a file while it writes, and that belongs to it after a crash."""
    return path.with_name(path.name + "-journal")


def sync_file(path: Path) -> None:
    """To the disk itself. Only for files no connection has open: closing the handle would drop their locks."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Makes renames in the folder durable, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
