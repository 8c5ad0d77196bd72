"""The gate before a scan is kept: PDF, JPEG, PNG or TIFF by its content, whole, and no larger than a paper can be.

The extension is never believed. Pictures are decoded in full (``verify`` lets a cut JPEG pass), every page of a PDF is
opened; what would swamp the machine is refused by its declared size before anything is decoded (reliability.md no. 55).
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from datong_desktop.documents.file_kinds import MEGABYTE, printable, read_whole
from datong_desktop.documents.pdf_pages import MOST_PIXELS, PdfPages
from datong_desktop.documents.scan_pages import frame_count, media_type_of, open_image
from datong_desktop.domain.problem import Refused, refuse
from datong_desktop.domain.scans import Scan

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 100 * MEGABYTE
MAX_PAGES = 500
MAX_PIXELS = MOST_PIXELS
"""Of one picture; below the 89 million from where Pillow warns."""
MAX_ALL_PIXELS = 4_000_000_000
"""Of all pages of a TIFF: 450 of A4 at 300 dots an inch."""
MAX_SIDE = 14_400
"""Points, of a page: the most that PDF allows."""
ACCEPTED = "只收 PDF、JPEG、PNG、TIFF 扫描件"

_TAIL = 2048
"""Bytes in which a PDF says that it ends; some scanners write a little behind it."""

_FOREIGN = (
    (rb"MZ|\x7fELF|#!", "程序文件"),
    (rb"SQLite format 3\x00", "账套或数据库文件"),
    (rb"\xd0\xcf\x11\xe0", "Office 文档，请先另存或打印为 PDF"),
    (rb"PK\x03\x04[\s\S]*OFD\.xml", "OFD 版式文件，请先另存或打印为 PDF"),
    (rb"PK\x03\x04[\s\S]*(?:word|xl|ppt)/", "Office 文档，请先另存或打印为 PDF"),
    (rb"PK", "压缩包，请先解压，再选里面的扫描件"),
    (rb"Rar!|7z\xbc\xaf", "压缩包，请先解压，再选里面的扫描件"),
    (rb"[\s\S]{4}ftyp", "手机照片（HEIC）或视频，请先转存为 JPEG"),
    (rb"GIF8|BM|RIFF[\s\S]{4}WEBP", "GIF、BMP 或 WebP 图片，请先转存为 JPEG 或 PNG"),
    (rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|svg|head|script|meta|table)", "网页或 XML 文件"),
    (rb"%!PS|\{\\rtf", "PostScript 或 RTF 文档，请先另存或打印为 PDF"),
)


def read(source: Path | bytes, name: str) -> bytes:
    """The content of a file or of what was pasted. ``Refused``: file_missing, file_unreadable, file_empty, file_too_big."""
    too_big = "请用 200 到 300 dpi 重新扫描，或分成几个文件"
    if isinstance(source, Path):
        return read_whole(source, MAX_BYTES, "扫描件", too_big)
    if not source:
        raise refuse("file_empty", f"“{name}”是空的（0 字节），请重新取得文件。")
    if len(source) > MAX_BYTES:
        raise refuse("file_too_big", f"“{name}”超过 {MAX_BYTES // MEGABYTE} MB，{too_big}。")
    return source


def examine(content: bytes, name: str) -> Scan:
    """What a content is. ``name`` is what it is called in the sentence of a refusal.

    ``Refused``: not_a_scan (says what it is instead), encrypted, damaged, too_many_pages, too_many_pixels.
    """
    name = printable(name)
    kind = media_type_of(content)
    if kind is None:
        raise refuse("not_a_scan", f"“{name}”{_instead(content)}。{ACCEPTED}。")
    pages = _pdf_pages(content, name) if kind == "application/pdf" else _image_pages(content, name)
    return Scan(hashlib.sha256(content).hexdigest(), media_type=kind, size=len(content), pages=pages)


def _instead(content: bytes) -> str:
    head = content[:MEGABYTE]
    for pattern, what in _FOREIGN:
        if re.match(pattern, head, re.IGNORECASE):
            return f"其实是{what}"
    return "不是扫描件，也可能已损坏"


def _damaged(name: str) -> Refused:
    return refuse("damaged", f"“{name}”不完整或已损坏（可能没有传完），请重新扫描或重新取得文件。")


def _check_page_count(pages: int, name: str) -> None:
    if pages > MAX_PAGES:
        raise refuse("too_many_pages", f"“{name}”有 {pages} 页，最多 {MAX_PAGES} 页，请分成几个文件。")


# -- PDF ------------------------------------------------------------------------------------------------------------


def _pdf_pages(content: bytes, name: str) -> int:
    try:
        pages = PdfPages(content)
    except ValueError as error:
        if "password" in str(error).lower():
            raise refuse("encrypted", f"“{name}”加了打开密码，请去掉密码、另存一份再添加。") from error
        raise _damaged(name) from error
    pages.close()
    _check_page_count(len(pages.sizes), name)
    if not pages.sizes or _is_cut(content):
        raise _damaged(name)
    if any(not 1 <= side <= MAX_SIDE for size in pages.sizes for side in size):
        raise refuse("too_many_pixels", f"“{name}”的页面尺寸不正常，不像扫描件，请重新扫描。")
    return len(pages.sizes)


def _is_cut(content: bytes) -> bool:
    """Whether the end is missing: PDFium mends such a file as well as it can, and pages would be lost unseen."""
    whole = re.search(rb"/Linearized[^>]*?/L\s+(\d+)", content[:1024])
    if whole and int(whole[1]) > len(content):
        return True
    return b"%%EOF" not in content.rstrip(b"\x00\r\n\t ")[-_TAIL:]


# -- pictures -------------------------------------------------------------------------------------------------------


def _image_pages(content: bytes, name: str) -> int:
    """Pages of a picture that was decoded to its last pixel."""
    try:
        with open_image(content) as image:
            count = frame_count(image)
            _check_page_count(count, name)
            _check_size(image, name)
            _decode(image, count, name)
            return count
    except Refused:
        raise
    except MemoryError as error:
        raise _too_many_pixels(name) from error
    except Exception as error:  # Pillow raises many kinds over a spoilt file; each means the same to a clerk
        if type(error).__name__.startswith("DecompressionBomb"):
            raise _too_many_pixels(name) from error
        raise _damaged(name) from error


def _decode(image: Image, count: int, name: str) -> None:
    pixels = 0
    for index in range(count):
        if index:
            image.seek(index)
            _check_size(image, name)
        pixels += image.width * image.height
        if pixels > MAX_ALL_PIXELS:
            raise refuse("too_many_pixels", f"“{name}”的页太多、像素太高，请用 200 到 300 dpi 重新扫描，或分成几个文件。")
        image.load()


def _check_size(image: Image, name: str) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels(name)


def _too_many_pixels(name: str) -> Refused:
    text = f"“{name}”的像素太多（最多 {MAX_PIXELS // 10_000} 万，相当于 600 dpi 的 A3），请用 200 到 300 dpi 重新扫描。"
    return refuse("too_many_pixels", text)
