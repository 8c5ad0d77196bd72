"""Printing a finished PDF: every page is drawn as it is shown, on a page of its own size and direction.

The same way on Windows and Linux, without another program: QPrinter takes the pages PDFium draws. How sharp, and why
not the PDF itself, is measured in docs/decisions/0003-documents.md.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from datong_desktop import services
from datong_desktop.domain.problem import refuse
from datong_desktop.views.dialogs.page_view import image_of

DOTS_PER_INCH = 600


def printer_names() -> list[str]:
    """Printers of this workstation, the default one first."""
    names = list(QPrinterInfo.availablePrinterNames())
    default = QPrinterInfo.defaultPrinterName()
    return sorted(names, key=lambda name: name != default)


def print_pdf(pdf: bytes, printer_name: str, copies: int) -> None:
    """Send that very PDF to a printer: A4 and direction page by page, not scaled. About 0.6 s a page: call it from a
    thread (Qt allows painting on a QPrinter there).

    Raises ``Refused`` (``no_printer``, ``print_failed``) with one sentence when the printer does not take it.
    """
    if printer_name not in QPrinterInfo.availablePrinterNames():
        raise refuse("no_printer", f"找不到打印机“{printer_name}”。请检查它是否已连接、已装好驱动，或另选一台打印机。")
    printer = QPrinter(QPrinterInfo.printerInfo(printer_name), QPrinter.PrinterMode.HighResolution)
    printer.setResolution(DOTS_PER_INCH)
    printer.setCopyCount(copies)
    printer.setFullPage(True)
    printer.setDocName("大同市企业上市考核附表")
    draw(pdf, printer, printer_name)


def draw(pdf: bytes, printer: QPrinter, name: str) -> None:
    """Draw all pages of a PDF on ``printer``, whose resolution decides how sharp they are."""
    pages = services.documents.open_pages(pdf)
    painter = QPainter()
    try:
        for index, size in enumerate(pages.sizes):
            _set_page(printer, size, name)
            started = painter.begin(printer) if index == 0 else printer.newPage()
            if not started:
                raise refuse("print_failed", f"打印机“{name}”没有接受打印任务。请检查它是否开机、联机、有纸，再打印一次。")
            dots = printer.resolution() / 72
            painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
            painter.drawImage(QRectF(0, 0, size[0] * dots, size[1] * dots), image_of(pages, index, dots, grey=True))
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
