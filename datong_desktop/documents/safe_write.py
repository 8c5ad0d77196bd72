"""Writing a finished document so that the old file is whole until the new one is proven whole.

Beside the target, flushed, read again and checked, then put in its place in one step. Every failure is one sentence
that names the file, the reason and what to do; the old file stays byte for byte, no partial file stays behind.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import re
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from datong_desktop.documents.pdf_pages import is_pdf
from datong_desktop.domain.problem import Refused, refuse

_HELD = {5, 32, 33}  # Windows: access denied, sharing violation, lock violation
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8)
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_MAX_NAME_BYTES = 240  # file systems take 255 bytes; the temporary file's name is a little longer


def file_name(text: str, suffix: str) -> str:
    """``text`` as a file name with ``suffix``, for Windows and Linux: forbidden characters become "_", never empty,
    at most 240 bytes of UTF-8."""
    plain = _FORBIDDEN.sub("_", text.encode("utf-8", "replace").decode("utf-8")).strip(" .") or "文档"
    if _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    while len((plain + suffix).encode()) > _MAX_NAME_BYTES:
        plain = plain[:-1]
    return plain.rstrip(" .") + suffix


def write_document(target: Path, content: bytes) -> Path:
    """Write ``content`` (a whole PDF, xlsx, docx, CSV or picture) to ``target`` and return it.

    Raises ``Refused`` with code ``disk_full``, ``folder_missing``, ``not_allowed``, ``file_in_use``, ``bad_document``,
    ``name_too_long`` or ``write_failed``; then nothing has changed on disk.
    """
    return write_documents([(target, content)])[0]


def write_documents(documents: Iterable[tuple[Path, bytes]]) -> tuple[Path, ...]:
    """Write several documents: all are written beside and checked before the first one replaces an old file."""
    staged: list[tuple[Path, Path]] = []
    try:
        for target, content in documents:
            staged.append((_stage(target, content), target))
        for temporary, target in staged:
            with _told(target):
                _replace(temporary, target)
        for folder in dict.fromkeys(target.parent for _, target in staged):
            _sync_folder(folder)
        return tuple(target for _, target in staged)
    finally:
        for temporary, _ in staged:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _stage(target: Path, content: bytes) -> Path:
    """The content in a temporary file of the target's own folder (the same device), synced and read back."""
    temporary: Path | None = None
    try:
        with _told(target):
            if target.is_dir():
                raise refuse("write_failed", f"“{target}”是一个文件夹，不能写成文件。请换一个文件名。")
            if target.exists():  # held by another program or read-only: known before anything is replaced
                with target.open("r+b"):
                    pass
            handle, name = tempfile.mkstemp(prefix="~", suffix=".tmp", dir=target.parent)
            temporary = Path(name)
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            _keep_mode(temporary, target)
            _verify(temporary, target, content)
    except BaseException:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()
        raise
    return temporary


def _keep_mode(temporary: Path, target: Path) -> None:
    """mkstemp gives 0600; a saved table has the rights of the old file, or the usual ones."""
    if os.name == "nt":
        return
    if target.exists():
        mode = target.stat().st_mode & 0o777
    else:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    os.chmod(temporary, mode)


def _verify(temporary: Path, target: Path, content: bytes) -> None:
    written = temporary.read_bytes()
    sound = _SOUND.get(target.suffix.lower())
    if written != content or (sound is not None and not sound(written)):
        raise refuse("bad_document", f"“{target}”写好后读回来对不上，可能磁盘有问题。没有替换原来的文件，请换一个位置再保存。")


def _holds(part: str, content: bytes) -> bool:
    """Whether the bytes are a whole office file with this part in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            return archive.testzip() is None and part in names and "[Content_Types].xml" in names
    except (zipfile.BadZipFile, OSError):
        return False


_SOUND: dict[str, Callable[[bytes], bool]] = {
    ".pdf": is_pdf, ".xlsx": partial(_holds, "xl/workbook.xml"), ".docx": partial(_holds, "word/document.xml"),
}
"""What shows that a document of this suffix is whole; of any other, that it is what was to be written."""


def _replace(temporary: Path, target: Path) -> None:
    """os.replace; where another program holds the file (Windows), tried again for a second and a half."""
    for wait in (*_WAITS, None):
        try:
            os.replace(temporary, target)
            return
        except PermissionError as error:
            if wait is None or getattr(error, "winerror", None) not in _HELD:
                raise
            time.sleep(wait)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _told(target: Path) -> Iterator[None]:
    """Turn what the system says into one plain sentence."""
    try:
        yield
    except OSError as error:
        raise _sentence(target, error) from error


def _sentence(target: Path, error: OSError) -> Refused:
    folder = target.parent
    held = getattr(error, "winerror", None) in _HELD or (os.name == "nt" and isinstance(error, PermissionError))
    if held and target.exists():
        return refuse("file_in_use", f"“{target}”正被别的程序打开（例如 Excel 或 WPS）。请在那边关闭它，再保存一次；原来的文件没有动。")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return refuse("disk_full", f"“{target}”没有保存：磁盘空间不够。请腾出空间或换一个位置再保存；原来的文件没有动。")
    if error.errno == errno.ENAMETOOLONG:
        return refuse("name_too_long", f"“{target.name}”没有保存：文件名或路径太长。请换一个短一些的名字或位置。")
    if error.errno == errno.EROFS or isinstance(error, PermissionError):
        return refuse("not_allowed", f"“{target}”没有保存：没有写入这个文件夹的权限，或它是只读的。请换一个位置再保存；原来的文件没有动。")
    if not folder.is_dir():
        return refuse("folder_missing", f"“{target}”没有保存：找不到文件夹“{folder}”，U 盘可能已拔出。请插好或换一个位置再保存。")
    return refuse("write_failed", f"“{target}”没有保存：{error.strerror or error}。请换一个位置再保存；原来的文件没有动。")
