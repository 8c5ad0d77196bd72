"""Small pictures of scans, read and drawn one after the other off the UI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap
from shiboken6 import isValid

from datong_desktop import services
from datong_desktop.domain.problem import Refused
from datong_desktop.services.ledger import Ledger
from datong_desktop.views import background, theme
from datong_desktop.views.dialogs.page_view import image_of_picture

SIDE = 96
_KEPT = 400


class Thumbnails(QObject):
    """Signal ``ready(digest)``: ``pixmap`` and ``trouble`` know it now."""

    ready = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._images: dict[str, QImage] = {}
        self._troubles: dict[str, str] = {}
        self._wanted: list[str] = []
        self._ledger: Ledger | None = None
        self._busy = False

    def want(self, ledger: Ledger, digests: list[str], ratio: float) -> None:
        """Have these, in this order; those asked for before and not drawn yet are forgotten. What was spoilt is tried anew."""
        if ledger is not self._ledger:
            self._images.clear()
        self._ledger, self._ratio = ledger, ratio
        self._troubles.clear()
        self._wanted = [digest for digest in digests if digest not in self._images]
        self._next()

    def trouble(self, digest: str) -> str:
        """Why a scan cannot be shown; "" when it can, as far as is known."""
        return self._troubles.get(digest, "")

    def pixmap(self, digest: str) -> QPixmap:
        """The picture in the middle of a square, or a blank sheet, with a cross when it cannot be shown."""
        ratio = self._ratio
        found = QPixmap(QSize(SIDE, SIDE) * ratio)
        found.setDevicePixelRatio(ratio)
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        image = self._images.get(digest)
        wide, high = (image.width() / ratio, image.height() / ratio) if image else (SIDE * 0.7, float(SIDE))
        sheet = QRectF((SIDE - wide) / 2, (SIDE - high) / 2, wide, high)
        if image:
            painter.drawImage(sheet, image)
        else:
            painter.fillRect(sheet, theme.colors().base)
        painter.setPen(theme.colors().line)
        painter.drawRect(sheet.adjusted(0.5, 0.5, -0.5, -0.5))
        if self.trouble(digest):
            painter.setPen(theme.colors().red)
            painter.drawText(sheet, Qt.AlignmentFlag.AlignCenter, "✕")
        painter.end()
        return found

    def _next(self) -> None:
        if self._busy or not self._wanted or self._ledger is None:
            return
        digest, ledger = self._wanted.pop(0), self._ledger
        side = round(SIDE * self._ratio)
        self._busy = True

        def draw() -> QImage:
            return image_of_picture(services.scans.thumbnail(services.scans.open_content(ledger, digest), side))

        background.run(draw, lambda image: self._drawn(ledger, digest, image), lambda error: self._failed(digest, error))

    def _drawn(self, ledger: Ledger, digest: str, image: QImage) -> None:
        if not isValid(self):
            return
        if ledger is self._ledger:
            self._images[digest] = image
            while len(self._images) > _KEPT:
                self._images.pop(next(iter(self._images)))
        self._go_on(digest)

    def _failed(self, digest: str, error: BaseException) -> None:
        if not isinstance(error, Refused):
            raise error
        if isValid(self):
            self._troubles[digest] = str(error)
            self._go_on(digest)

    def _go_on(self, digest: str) -> None:
        self._busy = False
        self.ready.emit(digest)
        self._next()
