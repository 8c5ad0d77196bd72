"""Printing a finished PDF: every page is drawn as it is shown, on a page of its own size and direction.

The same way on Windows and Linux, without another program: QPrinter takes the pages PDFium draws. How sharp, and why
not the PDF itself, is measured in docs/decisions/0003-documents.md.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from datong_desktop import services
from datong_desktop.domain.problem import refuse
from datong_desktop.views.dialogs.page_view import image_of

if TYPE_CHECKING:
    from datong_desktop.services.scans import Pages

DOTS_PER_INCH = 600
SCAN_DOTS = 300
"""A scan holds no more, and in colour it is four times the data."""
A4 = (595.276, 841.89)
EDGE = 12.0
"""Points that printers leave blank at the edge."""


def printer_names() -> list[str]:
    """Printers of this workstation, the default one first."""
    names = list(QPrinterInfo.availablePrinterNames())
    default = QPrinterInfo.defaultPrinterName()
    return sorted(names, key=lambda name: name != default)


def print_pdf(pdf: bytes, printer_name: str, copies: int, title: str) -> None:
    """Send that very PDF to a printer, where it waits under its ``title``: A4 and direction page by page, not scaled.
    About 0.6 s a page: call it from a thread (Qt allows painting on a QPrinter there).

    Raises ``Refused`` (``no_printer``, ``print_failed``) with one sentence when the printer does not take it.
    """
    if printer_name not in QPrinterInfo.availablePrinterNames():
        raise refuse("no_printer", f"找不到打印机“{printer_name}”。请检查它是否已连接、已装好驱动，或另选一台打印机。")
    printer = QPrinter(QPrinterInfo.printerInfo(printer_name), QPrinter.PrinterMode.HighResolution)
    printer.setResolution(DOTS_PER_INCH)
    printer.setCopyCount(copies)
    printer.setFullPage(True)
    printer.setDocName(title)
    draw(pdf, printer, printer_name)


def draw(pdf: bytes, printer: QPrinter, name: str) -> None:
    """Draw all pages of a PDF on ``printer``, whose resolution decides how sharp they are."""

    def own_page(size: tuple[float, float]) -> QRectF:
        _set_page(printer, size, name)
        dots = printer.resolution() / 72
        return QRectF(0, 0, size[0] * dots, size[1] * dots)

    _draw(services.documents.open_pages(pdf), printer, name, own_page, grey=True)


def print_scan(content: bytes, printer: QPrinter, title: str) -> None:
    """Draw all pages of a scan, each as large as an A4 page of its direction takes it. In any thread; ``Refused`` as
    ``print_pdf``."""
    printer.setResolution(SCAN_DOTS)
    printer.setFullPage(True)
    printer.setDocName(title)

    def fitted(size: tuple[float, float]) -> QRectF:
        paper = A4 if size[0] <= size[1] else (A4[1], A4[0])
        _set_page(printer, paper, printer.printerName())
        dots = printer.resolution() / 72
        factor = dots * min((side - 2 * EDGE) / length for side, length in zip(paper, size, strict=True))
        wide, high = size[0] * factor, size[1] * factor
        return QRectF((paper[0] * dots - wide) / 2, (paper[1] * dots - high) / 2, wide, high)

    _draw(services.scans.open_pages(content), printer, printer.printerName(), fitted, grey=False)


def _draw(pages: Pages, printer: QPrinter, name: str, place: Callable[[tuple[float, float]], QRectF], *, grey: bool) -> None:
    """Draw pages, each where ``place`` puts it, and close them."""
    painter = QPainter()
    try:
        for index, size in enumerate(pages.sizes):
            where = place(size)
            started = painter.begin(printer) if index == 0 else printer.newPage()
            if not started:
                raise refuse("print_failed", f"打印机“{name}”没有接受打印任务。请检查它是否开机、联机、有纸，再打印一次。")
            painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
            painter.drawImage(where, image_of(pages, index, where.width() / size[0], grey=grey))
        if not painter.end():
            raise refuse("print_failed", f"打印机“{name}”没有收下全部页面。请检查打印机，再打印一次。")
    finally:
        if painter.isActive():
            painter.end()
        pages.close()


def _set_page(printer: QPrinter, size: tuple[float, float], name: str) -> None:
    """Paper and direction of the next page. Not by a QPageLayout without margins: a driver with a margin of its own
    refuses that as a whole, and landscape pages would be cut off."""
    paper = QPageSize(QSizeF(min(size), max(size)), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    direction = QPageLayout.Orientation.Landscape if size[0] > size[1] else QPageLayout.Orientation.Portrait
    if not (printer.setPageSize(paper) and printer.setPageOrientation(direction)):
        raise refuse("print_failed", f"打印机“{name}”不支持 A4 纸的这种方向，没有打印。请在它的设置里装入 A4 纸，或另选一台打印机。")
