"""Drawing on PDF pages: literal text in embedded fonts, hair lines, boxes. Points, from the lower left corner."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from threading import Lock

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream, PDFZCompress
from reportlab.pdfgen.canvas import Canvas

from datong_desktop.documents.about import About
from datong_desktop.documents.fonts import Style, font_name, runs, width
from datong_desktop.documents.text_fit import LEADING, fit

A4_LANDSCAPE = (841.89, 595.28)
A4_PORTRAIT = (595.28, 841.89)
MM = 72 / 25.4
HAIR, FRAME = 0.5, 1.1
_MIDDLE = 0.37  # of the size: from the baseline to the middle of digits and Chinese characters alike
_TOTAL = "total"
_drawing = Lock()


class Pen:
    """Draws on the pages of one document. Text is never parsed: what a user typed is what stands there."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.page = 0
        self._counted = False

    def begin_page(self, size: tuple[float, float], *, of_total: bool = False, numbered: bool = True) -> None:
        """Start the next page; its number stands below as GB/T 9704 writes it, or as 第 1 页 共 9 页, or nowhere."""
        if self.page:
            self._end_page()
        self.page += 1
        self._canvas.setPageSize(size)
        if not numbered:
            return
        middle, low = size[0] / 2, 11 * MM
        if not of_total:
            self.text(middle, low, f"— {self.page} —", Style.SONG, 12, align=0.5)
            return
        self._counted = True
        self.text(middle - 5, low, f"第 {self.page} 页", Style.SONG, 10.5, align=1)
        self._canvas.saveState()
        self._canvas.translate(middle + 5, low)
        self._canvas.doForm(_TOTAL)  # known when the last page has been drawn
        self._canvas.restoreState()

    def finish(self) -> None:
        """After the last page: how many there are."""
        self._end_page()
        if self._counted:
            self._canvas.beginForm(_TOTAL, 0, -6, 200, 20)
            self.text(0, 0, f"共 {self.page} 页", Style.SONG, 10.5)
            self._canvas.endForm()

    def _end_page(self) -> None:
        """Pack what was drawn at once: reportlab would keep thousands of pages as long texts until the end."""
        self._canvas.showPage()
        page = self._canvas._doc.Pages.pages[-1]
        packed = PDFZCompress.encode(page.stream)
        page.Contents = PDFStream(PDFDictionary({"Filter": PDFName(PDFZCompress.pdfname)}), packed)
        page.stream = None

    def text(self, x: float, y: float, text: str, style: Style, size: float, align: float = 0.0) -> None:
        """Text on baseline ``y``; ``align`` 0 begins, 0.5 centres, 1 ends it at ``x``."""
        if align:
            x -= width(text, style, size) * align
        line = self._canvas.beginText(x, y)
        for font, piece in runs(text, style):
            line.setFont(font, size)
            line.textOut(piece)
        self._canvas.drawText(line)

    def lines(
        self, box: tuple[float, float, float, float], lines: Sequence[str], style: Style, size: float, align: float = 0.5
    ) -> None:
        """Lines centred upright in ``box`` (left, bottom, width, height)."""
        left, bottom, wide, high = box
        step = size * LEADING
        y = bottom + high / 2 + (len(lines) - 1) * step / 2 - size * _MIDDLE
        for number, line in enumerate(lines):
            self.text(left + wide * align, y - number * step, line, style, size, align)

    def cell(
        self, box: tuple[float, float, float, float], text: str, style: Style, size: float, align: float = 0.5,
        pad: float = 3,
    ) -> None:
        """A text in a cell: smaller or on more lines when it is long, never cut."""
        if not text:
            return
        left, bottom, wide, high = box
        fitted = fit(text, style, size, wide - 2 * pad, high - 2)
        self.lines((left + pad, bottom, wide - 2 * pad, high), fitted.lines, style, fitted.size, align)

    def line(self, x1: float, y1: float, x2: float, y2: float, thick: float = HAIR) -> None:
        self._canvas.setLineWidth(thick)
        self._canvas.line(x1, y1, x2, y2)

    def frame(self, left: float, bottom: float, wide: float, high: float, thick: float = FRAME) -> None:
        self._canvas.setLineWidth(thick)
        self._canvas.rect(left, bottom, wide, high)

    def grid(self, left: float, top: float, columns: Sequence[float], rows: Sequence[float]) -> None:
        """Hair lines between the cells of a table and a stronger frame around it; widths and heights in points."""
        right, bottom = left + sum(columns), top - sum(rows)
        y = top
        for high in rows[:-1]:
            y -= high
            self.line(left, y, right, y)
        x = left
        for wide in columns[:-1]:
            x += wide
            self.line(x, top, x, bottom)
        self.frame(left, bottom, right - left, top - bottom)


def document(about: About, subject: str, draw: Callable[[Pen], None]) -> bytes:
    """A PDF/1.7 file: ``draw`` begins its pages. The same content gives the same bytes (no clock, no random identifier).

    One document at a time: reportlab keeps the state of fonts per document, in shared objects.
    """
    with _drawing:
        buffer = io.BytesIO()
        canvas = Canvas(
            buffer, pagesize=A4_LANDSCAPE, invariant=1, pageCompression=1, pdfVersion=(1, 7), lang="zh-CN",
            initialFontName=font_name(Style.SONG), initialFontSize=12,
        )
        canvas.setTitle(about.title)
        canvas.setSubject(subject)
        canvas.setAuthor(about.author)
        canvas.setDateFormatter(lambda *_: f"D:{about.date:%Y%m%d}000000+08'00'")
        canvas.setCreator("大同市企业上市工作台")
        canvas.setProducer("大同市企业上市工作台")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        canvas.setViewerPreference("PrintScaling", "/None")
        canvas.setLineJoin(0)
        pen = Pen(canvas)
        draw(pen)
        pen.finish()
        canvas.save()
        return buffer.getvalue()
