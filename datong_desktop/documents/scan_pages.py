"""The pages of a scan for screen and printer, whatever its format: sizes in points and pictures, as of any PDF."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Protocol

from datong_desktop.documents.pdf_pages import PdfPages, Picture, bounded

if TYPE_CHECKING:
    from PIL.Image import Image

A4 = (595.0, 842.0)
_STARTS = (
    (b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"), (b"MM\x00*", "image/tiff"),
)  # fmt: skip
_FORMATS = ("JPEG", "PNG", "TIFF")
_SWAPPED = (5, 6, 7, 8)
"""EXIF orientations of a picture that lies on its side."""
_ORIENTATION = 274
_SCANNED = (72, 1200)
"""Resolutions that are believed; without one, the picture is taken to fill an A4 page."""


class Pages(Protocol):
    """What can be shown page by page: ``sizes`` are (width, height) in points."""

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]: ...

    def render(self, index: int, pixels_per_point: float, *, grey: bool = False) -> Picture: ...

    def close(self) -> None: ...


def media_type_of(content: bytes) -> str | None:
    """Format by the first bytes; None when it is none of those that are kept."""
    return next((kind for start, kind in _STARTS if content.startswith(start)), None)


def open_pages(content: bytes) -> Pages:
    """The pages of a content that passed the gate. ValueError when it is none."""
    return PdfPages(content) if content.startswith(b"%PDF-") else ImagePages(content)


def render(content: bytes, page: int, width: int) -> Picture:
    """Page ``page`` (from 0) ``width`` pixels wide."""
    pages = open_pages(content)
    try:
        return pages.render(page, width / pages.sizes[page][0])
    finally:
        pages.close()


def thumbnail(content: bytes, side: int) -> Picture:
    """The first page, fitted into a square of ``side`` pixels."""
    pages = open_pages(content)
    try:
        return pages.render(0, side / max(pages.sizes[0]))
    finally:
        pages.close()


def open_image(content: bytes) -> Image:
    """The picture, not decoded yet. Raises whatever Pillow raises."""
    from PIL import Image, TiffImagePlugin  # the plug-in registers itself: Pillow would load all forty to find it

    assert TiffImagePlugin
    return Image.open(BytesIO(content), formats=_FORMATS)


def frame_count(image: Image) -> int:
    """Pages of a TIFF; a moving PNG or a telephone's JPEG with a preview behind it is one page."""
    return getattr(image, "n_frames", 1) if image.format == "TIFF" else 1


class ImagePages:
    """The pages of a JPEG, PNG or TIFF in memory, turned as the camera was held. Any thread may draw."""

    def __init__(self, content: bytes) -> None:
        """ValueError when the bytes are no picture."""
        self._content = content
        try:
            with open_image(content) as image:
                self.sizes: tuple[tuple[float, float], ...] = tuple(_size(image, i) for i in range(frame_count(image)))
        except (OSError, SyntaxError) as error:
            raise ValueError(str(error)) from error

    def render(self, index: int, pixels_per_point: float, *, grey: bool = False) -> Picture:
        """Draw page ``index`` (from 0); at most as fine as ``bounded`` allows."""
        from PIL import Image, ImageOps

        size = self.sizes[index]
        factor = bounded(pixels_per_point, size)
        wide, high = (max(1, round(side * factor)) for side in size)
        with open_image(self._content) as image:
            image.seek(index)
            image.draft("RGB", (max(wide, high),) * 2)  # a JPEG is decoded no larger than it is shown
            upright = ImageOps.exif_transpose(_plain(image))
            scaled = upright.resize((wide, high), Image.Resampling.BILINEAR, reducing_gap=2.0)
        if grey:
            return Picture(wide, high, wide, scaled.convert("L").tobytes(), True)
        return Picture(wide, high, 4 * wide, scaled.convert("RGBA").tobytes("raw", "BGRA"), False)

    def close(self) -> None:
        self._content = b""


def _size(image: Image, index: int) -> tuple[float, float]:
    image.seek(index)
    wide, high = image.size
    across, down = (float(x) for x in image.info.get("dpi") or (0, 0))
    if not all(_SCANNED[0] < resolution <= _SCANNED[1] for resolution in (across, down)):
        across = down = 72 * max(min(wide, high) / A4[0], max(wide, high) / A4[1])
    size = wide * 72 / across, high * 72 / down
    return (size[1], size[0]) if image.getexif().get(_ORIENTATION) in _SWAPPED else size


def _plain(image: Image) -> Image:
    """In red, green and blue on white, whatever the scanner wrote."""
    from PIL import Image

    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")
    return image.convert("RGB")
