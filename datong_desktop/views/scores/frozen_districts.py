"""The district column stays in sight while a wide score table is scrolled sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from datong_desktop.views import theme

if TYPE_CHECKING:
    from datong_desktop.views.scores.score_view import ScoreView


class FrozenDistricts(QWidget):
    """Paints column 0 over the left edge of a ``ScoreView``; shown only while that column is scrolled out of place."""

    def __init__(self, view: ScoreView) -> None:
        super().__init__(view)
        self._view = view
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.horizontalScrollBar().valueChanged.connect(self.place)
        view.verticalScrollBar().valueChanged.connect(lambda: self.update())
        view.scores.layoutChanged.connect(self.update)
        view.scores.dataChanged.connect(lambda: self.update())
        self.hide()

    def place(self) -> None:
        """Come and go with the scrolling, as wide as the column."""
        view = self._view
        wanted = view.horizontalScrollBar().value() > 0 and view.scores.rowCount() > 0
        if wanted:
            viewport = view.viewport().geometry()
            header = view.horizontalHeader().height()
            self.setGeometry(viewport.left(), viewport.top() - header, view.columnWidth(0), header + viewport.height())
            self.raise_()
        self.setVisible(wanted)

    @property
    def covered(self) -> int:
        """Width of the viewport that lies under it."""
        return self.width() if self.isVisible() else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        view, header = self._view, self._view.horizontalHeader()
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colors().base)
        painter.setFont(view.font())
        for row in range(view.scores.rowCount()):
            top = view.rowViewportPosition(row) + header.height()
            height = view.rowHeight(row)
            if top + height >= header.height() and top <= self.height():
                self._paint_row(painter, view.scores.index(row, 0), QRect(0, top, self.width(), height))
        painter.setFont(header.font())
        header.paintSection(painter, QRect(0, 0, self.width(), header.height()), 0)
        painter.setPen(QPen(theme.colors().blank, 1))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        painter.end()

    def _paint_row(self, painter: QPainter, index: QModelIndex, box: QRect) -> None:
        view = self._view
        option = QStyleOptionViewItem()
        option.widget, option.font = view, view.font()  # type: ignore[attr-defined]
        option.rect = box.adjusted(0, 0, -1, -1)  # type: ignore[attr-defined]
        if view.selectionModel().isSelected(index):
            option.state |= QStyle.StateFlag.State_Selected  # type: ignore[attr-defined]
        view.itemDelegate().paint(painter, option, index)
        painter.setPen(QPen(theme.colors().line, 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())

    # -- mouse --------------------------------------------------------------------------------------------

    def _row_at(self, at: QPoint) -> int:
        return self._view.rowAt(at.y() - self._view.horizontalHeader().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().toPoint())
        if event.position().y() < self._view.horizontalHeader().height():
            self._view.sort_by(0)
        elif row >= 0:
            self._view.setCurrentIndex(self._view.scores.index(row, 0))
            self._view.setFocus()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        key = self._view.current_key()
        if key is not None and self._row_at(event.position().toPoint()) >= 0:
            self._view.opened.emit(key)
