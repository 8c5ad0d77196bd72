"""Looking at a finished PDF: how many pages, how large, and their pictures for the screen and the printer.

PDFium must not be called from two threads at once, so all of it happens here, under one lock.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

MOST_PIXELS = 80_000_000
"""Of a picture: A3 at 600 dots an inch is 70 million. What would be larger is drawn coarser."""

_pdfium = Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendered page: rows of ``stride`` bytes from the top; four bytes a pixel (blue, green, red, 255), or one
    byte of grey."""

    width: int
    height: int
    stride: int
    data: bytes
    grey: bool


class PdfPages:
    """The pages of a PDF in memory; ``sizes`` are (width, height) in points. Close it when done."""

    def __init__(self, content: bytes) -> None:
        """ValueError when the bytes are no readable PDF."""
        import pypdfium2

        with _pdfium:
            try:
                self._document = pypdfium2.PdfDocument(content)
            except pypdfium2.PdfiumError as error:
                raise ValueError(str(error)) from error
            self.sizes: tuple[tuple[float, float], ...] = tuple(
                self._document.get_page_size(index) for index in range(len(self._document))
            )

    def render(self, index: int, pixels_per_point: float, *, grey: bool = False) -> Picture:
        """Draw page ``index`` (from 0) on white."""
        pixels_per_point = bounded(pixels_per_point, self.sizes[index])
        with _pdfium:
            page = self._document[index]
            bitmap = page.render(scale=pixels_per_point, grayscale=grey, prefer_bgrx=not grey)
            picture = Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer), grey)
            bitmap.close()
            page.close()
        return picture

    def close(self) -> None:
        with _pdfium:
            self._document.close()


def bounded(pixels_per_point: float, size: tuple[float, float]) -> float:
    """As fine as asked, or as fine as a page of this size may be drawn."""
    most: float = (MOST_PIXELS / (size[0] * size[1])) ** 0.5
    return min(pixels_per_point, most)


def is_pdf(content: bytes) -> bool:
    """Whether the bytes open as a PDF with at least one page."""
    try:
        pages = PdfPages(content)
    except ValueError:
        return False
    pages.close()
    return bool(pages.sizes)
