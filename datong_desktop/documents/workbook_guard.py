"""The gate before an .xlsx is parsed: a workbook that would swamp the machine ends here, in one sentence.

Limits: file 50 MB, 2 000 entries, 300 MB unpacked, ratio 200, and those of a single XML part (``Limits``). The zip
directory is judged first, then every entry is read through and counted, because the sizes in the directory can lie.
Parts with a DTD are refused outright (no workbook program writes one), so entity bombs never reach a parser.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from datong_desktop.domain.problem import Refused, refuse

MAX_ENTRIES = 2_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The most bytes of one XML part, unpacked."""

    sheet: int
    other: int


SHORT_TABLE = Limits(40 * MEGABYTE, 8 * MEGABYTE)
"""A table of a few dozen rows. Sheets are read in part only, texts and styles whole, at about 2 MB a second."""
LONG_LIST = Limits(250 * MEGABYTE, 150 * MEGABYTE)
"""A hundred thousand records; the reader takes a hundred MB in a second or two."""
_RATIO_COUNTS_FROM = 1024 * 1024
_CHUNK = 256 * 1024
TAIL = 32
"""Bytes of the piece before: longer than anything that is looked for."""
_MARK = b"!"
"""Every spelling of a DTD holds this byte, and hardly any sheet does: looking for it takes a hundredth of the time."""
_DTD = tuple(word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be"))


See = Callable[[str, bytes, bytes], None]
"""Is shown every piece of every part: its name, the last bytes of the piece before, the piece."""


def check_workbook(data: bytes, name: str, limits: Limits = SHORT_TABLE, see: See = lambda *_: None) -> None:
    """Pass silently, or raise ``Refused`` (code zip_bomb, dangerous_xml, encrypted or damaged).

    ``see`` looks for what else matters, so that a long part is unpacked once."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_directory(entries, name, limits)
            total = 0
            for entry in entries:
                total += _read_through(archive, entry, name, MAX_UNPACKED - total, limits, see)
    except Refused:
        raise
    except RuntimeError as error:  # zipfile's word for an entry that wants a password
        raise refuse("encrypted", f"“{name}”加了密码，请在 WPS/Excel 中去掉密码、另存为 .xlsx 再导入。") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise refuse("damaged", f"“{name}”不完整或已损坏（可能没有传完），请重新取得文件。") from error


def _bomb(name: str, reason: str) -> Refused:
    return refuse("zip_bomb", f"“{name}”{reason}，不像正常的表格，为安全起见不予打开。")


def _too_much(name: str) -> Refused:
    return refuse("too_many_cells", f"“{name}”里内容太多，不像统计表。请把要导入的表单独存成一个 .xlsx 文件再导入。")


def _allowed(entry: zipfile.ZipInfo, limits: Limits) -> int:
    return limits.sheet if "/worksheets/" in entry.filename.lower() else limits.other


def _check_directory(entries: list[zipfile.ZipInfo], name: str, limits: Limits) -> None:
    if len(entries) > MAX_ENTRIES:
        raise _bomb(name, f"里面有 {len(entries)} 个部件")
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise refuse("damaged", f"“{name}”里有重名的部件，无法确定以哪个为准，请在 WPS/Excel 中另存一份再导入。")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _bomb(name, "解开后超过 300 MB")
    for entry in entries:
        if entry.file_size > _RATIO_COUNTS_FROM and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
            raise _bomb(name, "压缩得异常厉害")
        if _is_xml(entry) and entry.file_size > _allowed(entry, limits):
            raise _too_much(name)


def _read_through(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, allowed: int, limits: Limits, see: See
) -> int:
    count, tail, is_xml = 0, b"", _is_xml(entry)
    with archive.open(entry) as source:
        while chunk := source.read(_CHUNK):
            count += len(chunk)
            if count > allowed:
                raise _bomb(name, "解开后超过 300 MB")
            if is_xml and count > _allowed(entry, limits):
                raise _too_much(name)
            if is_xml and (_MARK in chunk or _MARK in tail) and any(word in tail + chunk for word in _DTD):
                raise refuse("dangerous_xml", f"“{name}”里含有实体定义（DTD），正常的表格没有，为安全起见不予打开。")
            see(entry.filename, tail, chunk)
            tail = chunk[-TAIL:]
    return count


def _is_xml(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith((".xml", ".rels", ".vml"))
