"""What a file to import really is, by its first bytes, and one plain sentence for each that cannot be read."""

from __future__ import annotations

import contextlib
import zipfile
from io import BytesIO
from pathlib import Path

from datong_desktop.domain.problem import refuse

MEGABYTE = 1024 * 1024
MAX_FILE = 50 * MEGABYTE
SAVE_AS_XLSX = "请在 WPS/Excel 中另存为 .xlsx 再导入。"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_EXCEL = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_SQLITE = b"SQLite format 3\x00"
_TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".et", ".xlsb")


def read_whole(
    path: Path, most: int = MAX_FILE, what: str = "表格", too_big: str = "不像是统计表，请核对是否选错了文件"
) -> bytes:
    """All bytes of a file of at most ``most``; ``Refused`` (file_missing, file_unreadable, file_empty, file_too_big)."""
    name = printable(path.name)
    try:
        if path.is_dir():
            raise refuse("file_unreadable", f"“{name}”是文件夹，请选里面的{what}文件。")
        if not path.exists():
            raise refuse("file_missing", f"找不到文件“{printable(str(path))}”，请核对文件名和位置。")
        if not path.is_file():
            raise refuse("file_unreadable", f"“{name}”不是普通文件，不能导入。")
        too_much = refuse("file_too_big", f"文件“{name}”超过 {most // MEGABYTE} MB，{too_big}。")
        if path.stat().st_size > most:  # known before a slow stick is read
            raise too_much
        with path.open("rb") as source:
            data = source.read(most + 1)
    except (OSError, ValueError) as error:
        reason = "没有读取权限" if isinstance(error, PermissionError) else "读不出来"
        raise refuse("file_unreadable", f"文件“{name}”{reason}，请核对文件是否还在、能否打开。") from error
    if not data:
        raise refuse("file_empty", f"文件“{name}”是空的（0 字节），请重新取得文件。")
    if len(data) > most:
        raise too_much
    return data


def printable(name: str) -> str:
    """A file name fit for a sentence, a label and the change log: what cannot be shown becomes □."""
    with contextlib.suppress(UnicodeEncodeError):  # under a locale that is not UTF-8, names come as escaped bytes
        name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(c if c.isprintable() and c != "\ufffd" else "□" for c in name)


def is_sqlite(path: Path) -> bool:
    """Whether a file that is not the open ledger starts like an SQLite database."""
    try:
        if not path.is_file():  # opening a pipe would wait for ever
            return False
        with path.open("rb") as source:
            return source.read(len(_SQLITE)) == _SQLITE
    except (OSError, ValueError):
        return False


def is_workbook(data: bytes, name: str) -> bool:
    """True for an .xlsx workbook, False for text to be read as CSV.

    ``Refused`` with a sentence of its own for everything else: old_format, encrypted, damaged, not_a_table,
    renamed_text.
    """
    suffix = Path(name).suffix.lower()
    if data.startswith(b"PK"):
        _check_zip(data, name)
        return True
    if data.startswith(_OLE):
        raise _ole(data, name, suffix)
    if data.startswith(_SQLITE):
        raise refuse("not_a_table", f"“{name}”是账套或数据库文件，不是表格，请用“打开账套”。")
    if suffix == ".et":
        raise refuse("old_format", f"“{name}”是 WPS 表格（.et）文件，{SAVE_AS_XLSX}")
    if suffix == ".xls" and data[:2] in _OLD_EXCEL:
        raise refuse("old_format", f"“{name}”是旧版 Excel（.xls）文件，{SAVE_AS_XLSX}")
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta")):
        raise refuse("not_a_table", f"“{name}”其实是网页或 XML 文件，{SAVE_AS_XLSX}")
    if head.startswith(b"%pdf"):
        raise refuse("not_a_table", f"“{name}”其实是 PDF 文件，不能导入，请取得 Excel 表格。")
    if head.startswith(b"{\\rtf"):
        raise refuse("not_a_table", f"“{name}”其实是 RTF 文档，不能导入，请取得 Excel 表格。")
    if suffix in _WORKBOOK_SUFFIXES:
        raise _not_a_zip(data, name, suffix)
    if suffix not in _TEXT_SUFFIXES and _looks_binary(data):
        raise refuse("not_a_table", f"“{name}”不是 Excel 或 CSV 表格，{SAVE_AS_XLSX}")
    return False


def _check_zip(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except Exception as error:  # zipfile raises many kinds over a spoilt directory; each means the same to a clerk
        raise refuse("damaged", f"“{name}”不完整或已损坏（可能没有传完），请重新取得文件。") from error
    if b"opendocument" in kind:
        raise refuse("old_format", f"“{name}”是 OpenDocument（.ods）表格，{SAVE_AS_XLSX}")
    if "xl/workbook.bin" in names:
        raise refuse("old_format", f"“{name}”是二进制 Excel（.xlsb）文件，{SAVE_AS_XLSX}")
    if any(n.startswith("word/") for n in names):
        raise refuse("not_a_table", f"“{name}”是 Word 文档，不能导入，请取得 Excel 表格。")
    if "[Content_Types].xml" not in names:
        raise refuse("not_a_table", f"“{name}”是压缩包，不是 Excel 表格，请先解压，再选里面的 .xlsx 文件。")


def _ole(data: bytes, name: str, suffix: str) -> Exception:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return refuse("encrypted", f"“{name}”加了打开密码，请在 WPS/Excel 中去掉密码、另存为 .xlsx 再导入。")
    if suffix == ".et":
        return refuse("old_format", f"“{name}”是 WPS 表格（.et）文件，{SAVE_AS_XLSX}")
    if "WordDocument".encode("utf-16-le") in data:
        return refuse("not_a_table", f"“{name}”是 Word 文档，不能导入，请取得 Excel 表格。")
    renamed = "" if suffix == ".xls" else f"（扩展名却是 {suffix}）" if suffix else ""
    return refuse("old_format", f"“{name}”是旧版 Excel（.xls）或 WPS（.et）文件{renamed}，{SAVE_AS_XLSX}")


def _not_a_zip(data: bytes, name: str, suffix: str) -> Exception:
    if _looks_binary(data):
        return refuse("damaged", f"“{name}”不是有效的 Excel 文件，可能已损坏或改过扩展名，请重新取得文件。")
    return refuse("renamed_text", f"“{name}”其实是文本文件，不是 Excel 表格。如果是 CSV，请把扩展名 {suffix} 改成 .csv 再导入。")


def _looks_binary(data: bytes) -> bool:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return any(byte < 32 and byte not in (9, 10, 12, 13, 26) for byte in head)
