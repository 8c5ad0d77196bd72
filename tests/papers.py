"""Scans made for tests: whole ones in every format, and those that must not come in."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image


def picture(text: str = "JPEG", size: tuple[int, int] = (200, 300), shade: int = 200, **options: object) -> bytes:
    """A picture in one of Pillow's formats, its upper left quarter black."""
    image = Image.new("RGB", size, (shade, shade, shade))
    image.paste((0, 0, 0), (0, 0, size[0] // 2, size[1] // 2))
    return saved(image, text, **options)


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    target = BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def tiff(pages: int, mode: str = "1") -> bytes:
    """A TIFF of several pages, as a scanner with a feeder writes it."""
    frames = [Image.new(mode, (170, 240), 1 if n % 2 else 0) for n in range(pages)]
    return saved(frames[0], "TIFF", save_all=True, append_images=frames[1:], compression="group4" if mode == "1" else None, dpi=(200, 200))


def pdf(pages: int = 1, password: str = "", text: str = "营业执照") -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    target = BytesIO()
    canvas = Canvas(target, pagesize=(595, 842), encrypt=StandardEncryption(password, canPrint=0) if password else None)
    for number in range(pages):
        canvas.setTitle(text)
        canvas.rect(50, 50, 200, 100 + number, fill=1)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def png_bomb(wide: int = 20_000, high: int = 20_000) -> bytes:
    """A hundred bytes that promise 400 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(64))) + chunk(b"IEND", b"")
