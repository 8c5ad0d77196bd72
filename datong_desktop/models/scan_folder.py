"""The folder of scans beside a ledger: each file once, named by its content, verified when written and when read.

Nothing is ever deleted from it: the change log, every backup and every undo step may still name a file. What is no
longer the content its name tells is not believed.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from datong_desktop.domain.problem import refuse
from datong_desktop.domain.scans import Scan
from datong_desktop.models.sqlite import copying


class Trouble(StrEnum):
    """Why a file is not the scan it should be; the value completes the sentence "…的扫描件“X”"."""

    MISSING = "不见了"
    CHANGED = "被改动过，已不是原来的内容"
    UNREADABLE = "读不出来，可能磁盘有坏道或没有读取权限"


def beside(ledger_path: Path) -> Path:
    """The folder of a ledger's scans; a backup shares that of its ledger."""
    return ledger_path.with_name(f"{ledger_path.stem}.附件")


def place(folder: Path, scan: Scan) -> Path:
    """The file of a scan."""
    return folder / scan.digest[:2] / scan.file_name


def load(folder: Path, scan: Scan) -> bytes | Trouble:
    """The content of a scan, proven by its hash, or what is the matter with its file."""
    path = place(folder, scan)
    try:
        if not path.is_file():
            return Trouble.MISSING
        if path.stat().st_size != scan.size:
            return Trouble.CHANGED
        content = path.read_bytes()
    except OSError:
        return Trouble.UNREADABLE
    return content if hashlib.sha256(content).hexdigest() == scan.digest else Trouble.CHANGED


def is_there(folder: Path, scan: Scan) -> bool:
    """Whether a file of the right name and size is there: a look that reads nothing."""
    try:
        return place(folder, scan).stat().st_size == scan.size
    except OSError:
        return False


def store(folder: Path, scan: Scan, content: bytes, title: str) -> Path | None:
    """Keeps a content: written beside, synced, read back, renamed. A file that is there and sound stays; one that is
    spoilt is mended. ``title`` is what a refusal calls it. Returns the file if there was none before.

    ``Refused``: disk_full, read_only, missing_folder, io_error, bad_copy; the folder is then as it was.
    """
    path = place(folder, scan)
    new = not path.exists()
    if not new and isinstance(load(folder, scan), bytes):
        return None
    try:
        for needed in (folder, path.parent):
            copying.make_folder(needed)
        _write(path, content, title or path.name)
    except BaseException:
        if new:
            discard([path])
        raise
    return path if new else None


def _write(path: Path, content: bytes, title: str) -> None:
    shown = path.with_name(title.replace("/", "_").replace("\x00", "_"))
    with copying.beside(path, shown, len(content)) as temporary:
        temporary.write_bytes(content)
        copying.sync_file(temporary)
        if temporary.read_bytes() != content:
            raise refuse("bad_copy", f"扫描件“{title}”写好后读回来对不上，没有采用。请检查磁盘后再试。")
        copying.put_in_place(temporary, path)


def discard(written: Iterable[Path]) -> None:
    """Takes back files that were written for something that did not come about, and folders that are empty then."""
    for path in written:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
            path.parent.rmdir()
            path.parent.parent.rmdir()
