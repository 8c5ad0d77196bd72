"""The pages of a scan, drawn off the UI thread: a large photo takes half a second, and the hand on the wheel must not wait."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from datong_desktop.services.scans import Pages
from datong_desktop.views import background
from datong_desktop.views.dialogs.page_view import PageView, image_of

_KEPT_BYTES = 200_000_000
_FINEST = 24_000_000
"""Pixels of a page on the screen; beyond it is drawn coarser and enlarged."""

Key = tuple[int, int]
"""(page, width in device pixels)."""


class ScanPages(PageView):
    """Like ``PageView``; until a page is drawn, what there is of it stands in its place. It closes what it shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing: Pages | None = None

    def show_pages(self, pages: Pages | None, turns: int = 0) -> None:
        before = self._pages
        super().show_pages(pages, turns)
        if before is not None and before is not self._drawing:
            before.close()

    @property
    def turns(self) -> int:
        """Quarters by which the pages are turned."""
        return self._turns

    def _paint_page(self, painter: QPainter, index: int, box: QRect) -> None:
        key = index, round(box.width() * self.devicePixelRatioF())
        image = self._images.get(key)
        if image is None:
            self._draw(key)
            image = next((image for (page, _), image in reversed(self._images.items()) if page == index), None)
        if image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, image.width() != key[1])
            painter.drawImage(QRectF(box), image, QRectF(image.rect()))
        else:
            painter.fillRect(box, Qt.GlobalColor.white)  # paper, on any desktop
            painter.setPen(Qt.GlobalColor.darkGray)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, f"\n第 {index + 1} 页…")

    def _draw(self, key: Key) -> None:
        """One page at a time; what is still missing then is asked for by the next paint."""
        pages, turns = self._pages, self._turns
        if self._drawing is not None or pages is None:
            return
        self._drawing = pages
        size = QSizeF(*self._sizes()[key[0]])
        scale = min(key[1] / size.width(), (_FINEST / (size.width() * size.height())) ** 0.5)

        def drawn(image: QImage) -> None:
            self._put(pages, turns, key, image)

        def failed(error: BaseException) -> None:
            self._put(pages, turns, key, None)
            raise error

        background.run(lambda: image_of(pages, key[0], scale, turns=turns), drawn, failed)

    def _put(self, pages: Pages, turns: int, key: Key, image: QImage | None) -> None:
        if not isValid(self) or pages is not self._pages:
            pages.close()  # the clerk is at another scan by now
        if not isValid(self):
            return
        self._drawing = None
        if image is not None and pages is self._pages and turns == self._turns:
            self._images[key] = image
            while len(self._images) > 1 and sum(one.sizeInBytes() for one in self._images.values()) > _KEPT_BYTES:
                self._images.pop(next(iter(self._images)))
        self.viewport().update()
