"""The bar chart below the score table: same order as the table, tips on every contribution."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QToolTip, QWidget

from datong_desktop.domain.year_book import YearBook
from datong_desktop.views import theme
from datong_desktop.views.scores.chart_drawing import draw_chart, screen_colors
from datong_desktop.views.scores.chart_layout import ChartLayout, lay_out


class ScoreChart(QWidget):
    """Signal ``districtClicked(str)``. As high as its rows need: it stands in a scroll area."""

    districtClicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scoreChart")
        self.setAccessibleName("最终得分条形图")
        self._book: YearBook | None = None
        self._order: tuple[str, ...] = ()
        self._marked = ""
        self._layout: ChartLayout | None = None
        self._room = 0

    def show_book(self, book: YearBook | None, order: Sequence[str]) -> None:
        """Draw a year with its districts in this order."""
        self._book, self._order, self._layout = book, tuple(order), None
        layout = self._laid_out()
        self._fit()
        self.update()
        if book is not None and layout is not None:
            finals = (f"{r.district} {self._said(book, r.final)}" for r in layout.order)
            self.setAccessibleDescription("，".join(finals))

    @staticmethod
    def _said(book: YearBook, final: object) -> str:
        return "没有最终得分" if final is None else book.scheme.format_final(final)  # type: ignore[arg-type]

    def set_room(self, height: int) -> None:
        """The height there is without scrolling: rows grow and shrink with it."""
        if height != self._room:
            self._room, self._layout = height, None
            self._fit()
            self.update()

    @property
    def wanted_height(self) -> int:
        """Height with comfortable rows."""
        if self._book is None or not self._order:
            return 0
        return math.ceil(lay_out(self._book, float(max(self.width(), 300)), self.font(), self._order).height)

    @property
    def least_height(self) -> int:
        """Height with the lowest rows: below it the chart scrolls."""
        if self._book is None or not self._order:
            return 0
        return math.ceil(lay_out(self._book, float(max(self.width(), 300)), self.font(), self._order, room=1.0).height)

    def _fit(self) -> None:
        layout = self._laid_out()
        self.setMinimumHeight(math.ceil(layout.height) if layout else 0)

    def mark(self, district: str) -> None:
        """Let the selected district's name stand out."""
        if district != self._marked:
            self._marked = district
            self.update()

    def _laid_out(self) -> ChartLayout | None:
        if self._book is None or not self._order:
            return None
        if self._layout is None or self._layout.width != self.width():
            self._layout = lay_out(self._book, float(self.width()), self.font(), self._order, room=self._room)
        return self._layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()  # a narrower chart has a higher legend

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._layout = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colors().base)
        layout = self._laid_out()
        if layout is not None and self._book is not None:
            painter.setFont(self.font())
            draw_chart(painter, self._book, layout, screen_colors(), QRectF(event.rect()), self._marked)
        painter.end()

    # -- mouse --------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self.tip_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def tip_at(self, at: QPointF) -> str:
        """What is under the mouse: "平城区 · 新三板：2×25% = 0.50"."""
        layout = self._laid_out()
        row = layout.row_at(at.y()) if layout else None
        if layout is None or row is None or self._book is None:
            return ""
        result = layout.order[row]
        for number, box in layout.segments(row):
            if box.contains(at):
                mark = result.marks[number]
                weighted = f"{mark.points}×{mark.indicator.weight_text}"
                return f"{result.district} · {mark.indicator.name}：{weighted} = {mark.contribution:.{self._book.scheme.final_places}f}"
        return f"{result.district} · {self._book.scheme.final_heading}：{self._said(self._book, result.final)}"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        layout = self._laid_out()
        row = layout.row_at(event.position().y()) if layout else None
        if layout is not None and row is not None:
            self.districtClicked.emit(layout.order[row].district)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()


class ChartArea(QScrollArea):
    """The chart with a scroll bar when the districts do not fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scoreChartArea")
        self.setAccessibleName("得分图，上下键滚动")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.chart = ScoreChart()
        self.setWidget(self.chart)
        self.setMinimumHeight(96)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.chart.set_room(self.contentsRect().height())
        super().resizeEvent(event)
