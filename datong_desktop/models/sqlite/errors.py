"""What SQLite's errors mean to a person: one plain sentence that names the file and says what to do."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from datong_desktop.domain.problem import Refused, refuse

MEGABYTE = 1024 * 1024


@contextlib.contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turns database errors of the block into ``Refused`` about ``path``."""
    try:
        yield
    except UnicodeDecodeError as error:  # a bit of a stored text, or of the schema, has changed
        raise damaged(path) from error
    except Exception as error:
        cause = getattr(error, "orig", error)  # SQLAlchemy wraps the driver's error
        if not isinstance(cause, sqlite3.Error):
            raise
        raise translate(cause, path) from error


def translate(error: BaseException | None, path: Path) -> Refused:
    """The refusal a database error amounts to; its code is stable, SQLite's own name stands at the end if unusual."""
    name = str(getattr(error, "sqlite_errorname", None) or "")
    if name == "SQLITE_READONLY_DBMOVED" or (name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")) and not path.exists()):
        return vanished(path)
    if not name and "decode to UTF-8" in str(error):
        return damaged(path)
    for start, make in _MEANINGS.items():
        if name.startswith(start):
            return make(path)
    return refuse("storage_error", f"“{path.name}”读写时出错（{name or error}），没有保存。请重新打开账套；仍然出错时从备份恢复。")


def vanished(path: Path) -> Refused:
    return refuse("file_vanished", vanished_text(path))


def vanished_text(path: Path) -> str:
    return (
        f"数据文件不见了：“{path}”被删除、移走或换成了别的文件，没有写入。"
        "请把原来的文件放回原处再重新打开，或用“另存副本”把现有数据存到别处。"
    )


def disk_full(path: Path, size: int = 0) -> Refused:
    """Names the drive, what is free there and what would be enough for a file of that many bytes, or of its present."""
    where = f"{path.drive} 盘" if path.drive else f"“{path.parent}”所在的磁盘"
    try:
        free, size = shutil.disk_usage(path.parent).free, max(size, path.stat().st_size if path.exists() else 0)
    except OSError:
        free = 0
    need = max(10, 2 * size // MEGABYTE + 1)
    return refuse(
        "disk_full",
        f"{where}满了（只剩 {free / MEGABYTE:.1f} MB），“{path.name}”没有保存，先前保存的内容完好。请腾出至少 {need} MB 再试。",
    )


def read_only(path: Path) -> Refused:
    return refuse("read_only", f"“{path}”或它所在的文件夹是只读的，没有保存。请把账套复制到可以写入的文件夹再用。")


def busy(path: Path) -> Refused:
    return refuse("busy", f"“{path.name}”正被另一个程序占用，没有保存。请关掉那个程序，稍后再试。")


def damaged(path: Path) -> Refused:
    return refuse("damaged", f"“{path.name}”已经损坏，没有改动它。请用“从备份恢复”，损坏的文件会另外留存。")


def not_a_ledger(path: Path) -> Refused:
    return refuse("not_a_ledger", f"“{path.name}”不是有效的账套数据文件，没有改动它。请选择本程序的 .datong 文件，或从备份恢复。")


def missing(path: Path) -> Refused:
    return refuse("missing", f"没有“{path}”这个文件。请核对位置和文件名，或从备份恢复。")


def cannot_open(path: Path) -> Refused:
    if not path.exists():
        return missing(path)
    return refuse("cannot_open", f"“{path}”打不开。请核对它是文件、没有被锁定，而且这个用户有权限读取。")


def io_error(path: Path) -> Refused:
    return refuse("io_error", f"读写“{path}”时磁盘或 U 盘出错，没有保存。请检查它是否插好，或把账套复制到别的磁盘再用。")


def constraint(path: Path) -> Refused:
    return refuse("constraint", f"“{path.name}”里别的记录还要用到被改动的内容，没有保存。请先撤销或删去用到它的记录。")


_MEANINGS = {
    "SQLITE_CONSTRAINT": constraint,
    "SQLITE_FULL": disk_full,
    "SQLITE_READONLY": read_only,
    "SQLITE_PERM": read_only,
    "SQLITE_BUSY": busy,
    "SQLITE_LOCKED": busy,
    "SQLITE_CORRUPT": damaged,
    "SQLITE_NOTADB": not_a_ledger,
    "SQLITE_CANTOPEN": cannot_open,
    "SQLITE_IOERR": io_error,
}
