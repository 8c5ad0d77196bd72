"""The bar chart of final scores, drawn by one function for screen, clipboard and grey print.

Every contribution carries its indicator's number on a plain plate, its own tone of one ink and its own hatching,
so that it is told apart without colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from datong_desktop.domain.scoring import DistrictResult
from datong_desktop.domain.year_book import YearBook
from datong_desktop.views import theme
from datong_desktop.views.scores.score_delegate import mix, small, tabular
from datong_desktop.views.tables.score_table import OUT_SIGN, PROVISIONAL

ROW = 20
BAR = 14
TONES = (0.78, 0.24, 0.54, 0.10, 0.38)
HATCHES = ("", "/", "", "\\", "|")
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class ChartColors:
    """``ink`` makes the bars, in tones towards ``paper``."""

    ink: QColor
    paper: QColor
    text: QColor
    muted: QColor
    line: QColor

    def tone(self, number: int) -> QColor:
        """Fill of the indicator with this number, from 0."""
        return mix(self.ink, self.paper, TONES[number % len(TONES)])


GREY = ChartColors(*(QColor(v) for v in ("#000000", "#FFFFFF", "#000000", "#4A4A4A", "#BFBFBF")))


def screen_colors() -> ChartColors:
    """The window's colours in force."""
    c = theme.colors()
    return ChartColors(c.accent, c.base, c.text, c.muted, c.line)


@dataclass(frozen=True)
class ChartLayout:
    """Where things are, in the units of the painter: everything a drawing and a hit test share."""

    order: tuple[DistrictResult, ...]
    width: float
    left: float
    top: float
    scale: float
    limit: Decimal
    legend: tuple[QRectF, ...]
    title: QRectF
    height: float

    def row_rect(self, row: int) -> QRectF:
        return QRectF(0, self.top + row * ROW, self.width, ROW)

    def segments(self, row: int) -> list[tuple[int, QRectF]]:
        """(indicator number, box) of every contribution above zero."""
        found, x = [], Decimal(0)
        result = self.order[row]
        if result.final is None:
            return []
        y = self.top + row * ROW + (ROW - BAR) / 2
        for number, mark in enumerate(result.marks):
            if mark.contribution:
                start, end = self.left + float(x) * self.scale, self.left + float(x + mark.contribution) * self.scale
                found.append((number, QRectF(start, y, end - start, BAR)))
                x += mark.contribution
        return found


def lay_out(book: YearBook, width: float, font: QFont, order: Sequence[str] = (), *, title: bool = False) -> ChartLayout:
    """Arrange the chart in a width; the height follows. ``order`` are district names from the top, annex order if empty."""
    metrics = QFontMetricsF(font)
    by_name = {row.district: row for row in book.assessment.rows}
    rows = tuple(by_name[d] for d in order or book.scheme.districts)
    margin = float(theme.MARGIN)
    names = max(metrics.horizontalAdvance(r.district) for r in rows)
    left = margin + names + theme.GAP
    finals = [r.final for r in rows if r.final is not None]
    limit = Decimal(max(1, math.ceil(max(finals, default=Decimal(0)) * 2))) / 2
    tail = metrics.horizontalAdvance(f"{book.scheme.format_final(Decimal(8))} {PROVISIONAL}  第 {len(rows)} 名") + 12
    scale = max(40.0, width - left - tail - margin) / float(limit)
    y = float(theme.GAP)
    title_box = QRectF()
    if title:
        title_box = QRectF(margin, y, width - 2 * margin, metrics.height() + 8)
        y = title_box.bottom() + 4
    legend = _legend_boxes(book, metrics, margin, y, width)
    top = legend[-1].bottom() + theme.GAP
    return ChartLayout(rows, width, left, top, scale, limit, legend, title_box, top + len(rows) * ROW + 24)


def legend_text(book: YearBook, number: int) -> str:
    indicator = book.scheme.indicators[number]
    return f"{indicator.short_name} {indicator.weight_text}"


def _legend_boxes(book: YearBook, metrics: QFontMetricsF, margin: float, y: float, width: float) -> tuple[QRectF, ...]:
    """One box an indicator, in lines that fill the width, columns aligned."""
    count = len(book.scheme.indicators)
    box = max(metrics.horizontalAdvance(legend_text(book, n)) for n in range(count)) + 30 + theme.MARGIN
    in_a_row = min(count, max(1, int((width - 2 * margin) // box)))
    return tuple(QRectF(margin + (n % in_a_row) * box, y + (n // in_a_row) * ROW, box, ROW) for n in range(count))


def draw_chart(
    painter: QPainter, book: YearBook, layout: ChartLayout, colors: ChartColors, clip: QRectF | None = None, marked: str = ""
) -> None:
    """Draw a laid-out chart with the painter's font; rows outside ``clip`` are left out, ``marked`` district stands out."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = painter.font()
    if not layout.title.isNull():
        _draw_title(painter, book, layout, colors)
    for number, box in enumerate(layout.legend):
        swatch = QRectF(box.left(), box.top() + (ROW - BAR) / 2, 22, BAR)
        painter.setFont(font)
        _draw_segment(painter, swatch, number, colors)
        painter.setFont(font)
        painter.setPen(colors.text)
        painter.drawText(box.adjusted(30, 0, 0, 0), LEFT, legend_text(book, number))
    _draw_axis(painter, layout, colors)
    for row in range(len(layout.order)):
        if clip is None or clip.intersects(layout.row_rect(row)):
            painter.setFont(font)
            _draw_row(painter, book, layout, row, colors, marked)
    painter.setFont(font)


def _draw_title(painter: QPainter, book: YearBook, layout: ChartLayout, colors: ChartColors) -> None:
    font = painter.font()
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    painter.setFont(bold)
    painter.setPen(colors.text)
    state = "" if book.assessment.complete else f"（未报齐，还缺 {len(book.assessment.missing)} 个数字，得分和名次暂定）"
    sample = "（样例）" if book.sample else ""
    painter.drawText(layout.title, LEFT, f"{book.scheme.city}{book.year}年度各县区{book.scheme.final_heading}{sample}{state}")
    painter.setFont(font)


def _draw_axis(painter: QPainter, layout: ChartLayout, colors: ChartColors) -> None:
    bottom = layout.top + len(layout.order) * ROW
    font = painter.font()
    painter.setFont(tabular(small(font)))
    steps = int(layout.limit * 2)
    every = 1 if steps <= 8 else 2
    for step in range(0, steps + 1, every):
        x = layout.left + step / 2 * layout.scale
        painter.setPen(QPen(colors.muted if step == 0 else colors.line, 1))
        painter.drawLine(QLineF(round(x) + 0.5, layout.top, round(x) + 0.5, bottom + 2))
        painter.setPen(colors.muted)
        painter.drawText(QRectF(x - 24, bottom + 3, 48, 16), CENTRE, f"{step / 2:.1f}")
    painter.setFont(font)


def _draw_row(
    painter: QPainter, book: YearBook, layout: ChartLayout, row: int, colors: ChartColors, marked: str
) -> None:
    result, box, font = layout.order[row], layout.row_rect(row), painter.font()
    if result.district == marked:
        strong = QFont(font)
        strong.setWeight(QFont.Weight.Bold)
        painter.setFont(strong)
    painter.setPen(colors.muted if result.disqualified else colors.text)
    painter.drawText(QRectF(0, box.top(), layout.left - theme.GAP, ROW), RIGHT, result.district)
    painter.setFont(font)
    segments = layout.segments(row)
    for number, segment in segments:
        _draw_segment(painter, segment, number, colors)
    x = (segments[-1][1].right() if segments else layout.left) + theme.GAP
    if result.final is None:
        blank = sum(1 for m in result.marks if m.value is None)
        text = f"{OUT_SIGN} 取消参评资格" if result.disqualified else f"未报齐，还缺 {blank} 个数字"
        painter.setPen(colors.muted)
        painter.drawText(QRectF(x, box.top(), layout.width - x, ROW), LEFT, text)
        return
    provisional = "" if book.assessment.complete else f" {PROVISIONAL}"
    value = book.scheme.format_final(result.final)
    painter.setFont(tabular(font, QFont.Weight.DemiBold))
    painter.setPen(colors.text)
    painter.drawText(QRectF(x, box.top(), layout.width - x, ROW), LEFT, value)
    x += QFontMetricsF(painter.font()).horizontalAdvance(value)
    painter.setFont(tabular(font))
    painter.setPen(colors.muted)
    painter.drawText(QRectF(x, box.top(), layout.width - x, ROW), LEFT, f"{provisional}  第 {result.rank} 名")


def _draw_segment(painter: QPainter, box: QRectF, number: int, colors: ChartColors) -> None:
    """Fill, hatching, outline, and the indicator's number on a plate where it fits."""
    painter.fillRect(box, colors.tone(number))
    _hatch(painter, box, HATCHES[number % len(HATCHES)] if number % 8 else "", colors, number)
    painter.setPen(QPen(colors.paper, 1))
    painter.drawLine(QLineF(box.right(), box.top(), box.right(), box.bottom()))
    font = painter.font()
    painter.setFont(tabular(small(font)))
    text = str(number + 1)
    width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 6
    if box.width() >= width + 2:
        centre = box.center()
        plate = QRectF(centre.x() - width / 2, box.top() + 1, width, box.height() - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.paper)
        painter.drawRoundedRect(plate, 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(colors.text)
        painter.drawText(plate, CENTRE, text)
    painter.setFont(font)


def _hatch(painter: QPainter, box: QRectF, kind: str, colors: ChartColors, number: int) -> None:
    if not kind:
        return
    painter.save()
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    dark = TONES[number % len(TONES)] > 0.45
    painter.setPen(QPen(colors.paper if dark else mix(colors.ink, colors.paper, 0.7), 1))
    lean = {"/": -box.height(), "\\": box.height(), "|": 0.0}[kind]
    x = box.left() - box.height()
    while x < box.right() + box.height():
        painter.drawLine(QLineF(QPointF(x, box.top()), QPointF(x + lean, box.bottom())))
        x += 5
    painter.restore()


def chart_image(
    book: YearBook, width: int, height: int, order: Sequence[str] = (), font: QFont | None = None
) -> QImage:
    """The chart as a picture on white, in grey, at twice the size given in pixels; never so low that it cuts a district."""
    font = font or QFont()
    layout = lay_out(book, width, font, order, title=True)
    image = QImage(2 * width, 2 * max(height, math.ceil(layout.height + theme.GAP)), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(font)
    draw_chart(painter, book, layout, GREY)
    painter.end()
    return image
