"""Shows the pages of a PDF one below the other: fit to width or zoomed, drawn when they come into sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from datong_desktop.views import theme

if TYPE_CHECKING:
    from datong_desktop.services.scans import Pages, Picture

SMALLEST, LARGEST = 0.25, 4.0
SCREEN = 96 / 72  # pixels per point at 100 %
_KEPT = 6


def image_of(pages: Pages, index: int, pixels_per_point: float, *, grey: bool = False, turns: int = 0) -> QImage:
    """A page as a picture that owns its pixels, turned clockwise by so many quarters. In any thread."""
    picture = pages.render(index, pixels_per_point, grey=grey)
    return image_of_picture(picture).transformed(QTransform().rotate(90 * turns))


def image_of_picture(picture: Picture) -> QImage:
    """What was drawn, as a picture that owns its pixels."""
    form = QImage.Format.Format_Grayscale8 if picture.grey else QImage.Format.Format_RGB32
    return QImage(picture.data, picture.width, picture.height, picture.stride, form).copy()


class PageView(QAbstractScrollArea):
    """The pages of a document. ``zoomed(float)`` tells the zoom in use, ``turned(int)`` the page in sight."""

    zoomed = Signal(float)
    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: Pages | None = None
        self._zoom: float | None = None  # None: fit to width
        self._images: dict[tuple[int, int], QImage] = {}
        self._page = 0
        self._turns = 0
        self.viewport().setBackgroundRole(QPalette.ColorRole.Mid)
        self.viewport().setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def show_pages(self, pages: Pages | None, turns: int = 0) -> None:
        """Show another document from its first page, turned by so many quarters; the zoom stays."""
        self._pages = pages
        self._turns = turns
        self._images.clear()
        self._page = 0
        self._arrange()
        self.verticalScrollBar().setValue(0)
        self.turned.emit(0)

    @property
    def count(self) -> int:
        return len(self._pages.sizes) if self._pages else 0

    @property
    def zoom(self) -> float:
        """1.0 is the size on paper (96 dots an inch)."""
        if self._zoom is not None:
            return self._zoom
        widest = max((wide for wide, _ in self._sizes()), default=842.0)
        room = self.viewport().width() - 2 * theme.MARGIN
        return max(SMALLEST, min(LARGEST, room / (widest * SCREEN)))

    def fit_width(self) -> None:
        self._zoom = None
        self._arrange()

    def zoom_to(self, factor: float) -> None:
        """Zoom around the middle of what is in sight."""
        bar = self.verticalScrollBar()
        middle = (bar.value() + self.viewport().height() / 2) / max(1, self._content().height())
        self._zoom = max(SMALLEST, min(LARGEST, factor))
        self._arrange()
        bar.setValue(round(middle * self._content().height() - self.viewport().height() / 2))

    def go_to(self, index: int) -> None:
        """Bring a page to the top."""
        if 0 <= index < self.count:
            self.verticalScrollBar().setValue(self._boxes()[index].y() - theme.MARGIN)

    def turn(self, quarters: int) -> None:
        """Turn all pages clockwise by so many quarters."""
        page = self._page
        self._turns = (self._turns + quarters) % 4
        self._images.clear()
        self._arrange()
        self.go_to(page)

    # -- geometry ---------------------------------------------------------------------------------------------

    def _sizes(self) -> tuple[tuple[float, float], ...]:
        """Width and height of each page as it is shown, in points."""
        sizes = self._pages.sizes if self._pages else ()
        return tuple((high, wide) for wide, high in sizes) if self._turns % 2 else sizes

    def _boxes(self) -> list[_Box]:
        """Where each page lies in the whole, in pixels."""
        factor = self.zoom * SCREEN
        sizes = [QSize(round(w * factor), round(h * factor)) for w, h in self._sizes()]
        widest = max([self.viewport().width(), *(s.width() + 2 * theme.MARGIN for s in sizes)])
        boxes, y = [], theme.MARGIN
        for size in sizes:
            boxes.append(_Box(QPoint((widest - size.width()) // 2, y), size))
            y += size.height() + theme.MARGIN
        return boxes

    def _content(self) -> QSize:
        boxes = self._boxes()
        if not boxes:
            return QSize(0, 0)
        return QSize(max(b.size.width() for b in boxes) + 2 * theme.MARGIN, boxes[-1].bottom + theme.MARGIN)

    def _arrange(self) -> None:
        content, view = self._content(), self.viewport().size()
        for bar, whole, part in (
            (self.verticalScrollBar(), content.height(), view.height()),
            (self.horizontalScrollBar(), content.width(), view.width()),
        ):
            bar.setPageStep(part)
            bar.setSingleStep(40)
            bar.setRange(0, max(0, whole - part))
        self.viewport().update()
        self.zoomed.emit(self.zoom)

    def _scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        boxes = self._boxes()
        page = next((i for i, box in enumerate(boxes) if middle <= box.bottom + theme.MARGIN), max(0, len(boxes) - 1))
        if page != self._page:
            self._page = page
            self.turned.emit(page)
        self.viewport().update()

    # -- events -----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        offset = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        seen = self.viewport().rect().translated(offset)
        for index, box in enumerate(self._boxes()):
            if box.y() <= seen.bottom() and box.bottom >= seen.top():
                self._paint_page(painter, index, QRect(box.at - offset, box.size))
        painter.end()

    def _paint_page(self, painter: QPainter, index: int, box: QRect) -> None:
        painter.drawImage(box.topLeft(), self._image(index, box.width()))  # unscaled: sharp

    def _image(self, index: int, wide: int) -> QImage:
        ratio = self.devicePixelRatioF()
        key = index, round(wide * ratio)
        if key not in self._images:
            while len(self._images) >= _KEPT:
                self._images.pop(next(iter(self._images)))
            assert self._pages is not None
            image = image_of(self._pages, index, key[1] / self._sizes()[index][0], turns=self._turns)
            image.setDevicePixelRatio(ratio)
            self._images[key] = image
        return self._images[key]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom_to(self.zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)


class _Box:
    """Place and size of a page in the whole."""

    def __init__(self, at: QPoint, size: QSize) -> None:
        self.at, self.size = at, size

    def y(self) -> int:
        return self.at.y()

    @property
    def bottom(self) -> int:
        return self.at.y() + self.size.height()
