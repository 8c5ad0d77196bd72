"""Copies of a ledger file: SQLite's backup API beside the target, synced by ourselves, verified, then put in place."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from datong_desktop.domain.problem import Refused, refuse
from datong_desktop.models.sqlite import errors
from datong_desktop.models.sqlite.checking import row_counts, structure_problem
from datong_desktop.models.sqlite.connection import apply_settings, uri


def copy_database(source: sqlite3.Connection, target: Path) -> None:
    """A verified, durable copy of what ``source`` sees, replacing ``target`` in one step or leaving it as it was."""
    with beside(target) as temporary:
        counts = row_counts(source)
        write_copy(source, temporary)
        if problem := copy_problem(temporary, counts):
            raise refuse("bad_copy", f"写好的副本“{target.name}”核对不通过（{problem}），没有采用。请检查磁盘后再试。")
        put_in_place(temporary, target)


def write_copy(source: sqlite3.Connection, target: Path) -> None:
    """Copies all pages into a file that does not exist yet, and syncs it."""
    with errors.in_plain_words(target):
        copy = sqlite3.connect(uri(target, "rwc"), uri=True, isolation_level=None)
        try:
            apply_settings(copy, writable=False)
            copy.execute("PRAGMA journal_mode=OFF").fetchall()  # a copy that failed is thrown away whole
            source.backup(copy)
        finally:
            copy.close()
        sync_file(target)


def copy_problem(path: Path, counts: dict[str, int]) -> str | None:
    """Why a copy is not to be trusted: reopened, checked, counted."""
    try:
        copy = sqlite3.connect(uri(path, "ro"), uri=True, isolation_level=None)
        try:
            return structure_problem(copy) or (None if row_counts(copy) == counts else "行数不符")
        finally:
            copy.close()
    except sqlite3.Error as error:
        return str(error)


@contextlib.contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A name in the target's folder for a file under way; whatever is left of it is removed in the end.

    System errors of the block come out as ``Refused`` about the target.
    """
    temporary = target.with_name(f".{secrets.token_hex(6)}.part")
    try:
        yield temporary
    except OSError as error:
        raise os_error(error, target) from error
    finally:
        for leftover in (temporary, journal_of(temporary)):
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)


def put_in_place(temporary: Path, target: Path) -> None:
    """Renames within the folder and makes that durable."""
    os.replace(temporary, target)
    sync_folder(target.parent)


def os_error(error: OSError, path: Path) -> Refused:
    """The refusal a system error amounts to."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return errors.disk_full(path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return errors.read_only(path)
    if error.errno == errno.ENAMETOOLONG:
        text = f"文件名“{path.name[:20]}…”太长，系统存不下（一个汉字占 3 个字节，最多 255 个字节）。请换一个短的名字。"
        return refuse("name_too_long", text)
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
