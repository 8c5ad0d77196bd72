"""Small pictures of a document's pages, drawn when they come into sight: thousands of pages open as fast as two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QPixmap, QResizeEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from datong_desktop.views.dialogs.page_view import image_of

if TYPE_CHECKING:
    from datong_desktop.services.documents import PdfPages

_SIDE = 132
_WIDE = 176


class Thumbnails(QListWidget):
    """The pages of a document, one below the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: PdfPages | None = None
        self._drawn: set[int] = set()
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setFixedWidth(_WIDE)
        self.setIconSize(QSize(_SIDE, _SIDE))
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._draw_seen)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._soon.start())

    def show_pages(self, pages: PdfPages | None) -> None:
        """Show another document from its first page."""
        self.clear()
        self._pages, self._drawn = pages, set()
        if pages is None:
            return
        for number, (wide, high) in enumerate(pages.sizes, 1):
            item = QListWidgetItem(f"第 {number} 页")
            item.setToolTip(f"转到第 {number} 页")
            scale = _SIDE / max(wide, high)
            item.setSizeHint(QSize(_WIDE - 32, round(high * scale) + 2 * self.fontMetrics().height()))
            self.addItem(item)
        self.setCurrentRow(0)
        self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def _draw_seen(self) -> None:
        """Draw what is in sight and was not drawn yet."""
        if self._pages is None or not self.count():
            return
        view = self.viewport().rect()
        seen = (self.indexAt(QPoint(view.center().x(), y)).row() for y in range(0, view.height(), 8))  # gaps between
        for index in range(next((row for row in seen if row >= 0), 0), self.count()):
            item = self.item(index)
            if self.visualItemRect(item).top() > view.bottom():
                break
            if index not in self._drawn:
                self._drawn.add(index)
                item.setIcon(QIcon(self._picture(self._pages, index)))

    def _picture(self, pages: PdfPages, index: int) -> QPixmap:
        """Drawn three times as large and made smaller: hair lines stay fine."""
        ratio = self.devicePixelRatioF()
        picture = image_of(pages, index, 3 * _SIDE * ratio / max(pages.sizes[index]))
        pixmap = QPixmap.fromImage(
            picture.scaledToWidth(round(picture.width() / 3), Qt.TransformationMode.SmoothTransformation)
        )
        pixmap.setDevicePixelRatio(ratio)
        return pixmap
