"""The bar chart of final scores, drawn by one function for screen, clipboard and grey print.

Every contribution carries its indicator's number on a plain plate, its own tone of one ink and its own hatching,
so that it is told apart without colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QImage, QPainter, QPen

from datong_desktop.domain.scoring import DistrictResult
from datong_desktop.domain.year_book import YearBook
from datong_desktop.views import theme
from datong_desktop.views.scores.chart_layout import LINE, SWATCH, ChartLayout, lay_out, legend_text
from datong_desktop.views.scores.score_delegate import mix, small, tabular
from datong_desktop.views.tables.score_table import OUT_SIGN, PROVISIONAL

TONES = (0.78, 0.24, 0.54, 0.12)
HATCHES = ("", "/", "\\", "|", "-")
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

    def hatching(self, number: int) -> tuple[str, QColor]:
        """Its hatching ("" for none) and the colour of that."""
        dark = TONES[number % len(TONES)] > 0.45
        kind = HATCHES[number // len(TONES) % len(HATCHES)]
        return kind, self.paper if dark else mix(self.ink, self.paper, 0.7)


GREY = ChartColors(*(QColor(v) for v in ("#000000", "#FFFFFF", "#000000", "#4A4A4A", "#BFBFBF")))


def screen_colors() -> ChartColors:
    """The window's colours in force."""
    c = theme.colors()
    return ChartColors(c.accent, c.base, c.text, c.muted, c.line)


def draw_chart(
    painter: QPainter,
    book: YearBook,
    layout: ChartLayout,
    colors: ChartColors,
    clip: QRectF | None = None,
    marked: str = "",
) -> None:
    """Draw a laid-out chart with the painter's font; rows outside ``clip`` are left out, ``marked`` district stands out."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = painter.font()
    if not layout.title.isNull():
        _draw_title(painter, book, layout, colors)
    for number, box in enumerate(layout.legend):
        swatch = QRectF(box.left(), box.top() + 3, SWATCH, LINE - 6)
        painter.setFont(font)
        _draw_segment(painter, swatch, number, colors)
        painter.setFont(font)
        painter.setPen(colors.text)
        painter.drawText(box.adjusted(SWATCH + theme.GAP, 0, 0, 0), LEFT, legend_text(book, number))
    _draw_axis(painter, layout, colors)
    in_rows = _font_for_rows(font, layout.row)
    for row in range(len(layout.order)):
        if clip is None or clip.intersects(layout.row_rect(row)):
            painter.setFont(in_rows)
            _draw_row(painter, book, layout, row, colors, marked)
    painter.setFont(font)


def _font_for_rows(font: QFont, height: float) -> QFont:
    """The font, smaller where rows are lower than its characters and a little air."""
    most, usual = height - 1, QFontInfo(font).pixelSize()
    if usual <= most:
        return font
    fitting = QFont(font)
    fitting.setPointSizeF(font.pointSizeF() * most / usual)
    return fitting


def _draw_title(painter: QPainter, book: YearBook, layout: ChartLayout, colors: ChartColors) -> None:
    font = painter.font()
    bold = QFont(font)
    bold.setWeight(QFont.Weight.Bold)
    painter.setFont(bold)
    painter.setPen(colors.text)
    state = (
        "" if book.assessment.complete else f"（未报齐，还缺 {len(book.assessment.missing)} 个数字，得分和名次暂定）"
    )
    sample = "（样例）" if book.sample else ""
    painter.drawText(
        layout.title, LEFT, f"{book.scheme.city}{book.year}年度各县区{book.scheme.final_heading}{sample}{state}"
    )
    painter.setFont(font)


def _draw_axis(painter: QPainter, layout: ChartLayout, colors: ChartColors) -> None:
    bottom = layout.top + len(layout.order) * layout.row
    font = painter.font()
    painter.setFont(tabular(small(font)))
    every = 1 if layout.scale >= 80 else 2
    for step in range(0, layout.steps + 1, every):
        x = layout.left + step / 2 * layout.scale
        painter.setPen(QPen(colors.muted if step == 0 else colors.line, 1))
        painter.drawLine(QLineF(round(x) + 0.5, layout.top, round(x) + 0.5, bottom + 2))
        if layout.axis:
            painter.setPen(colors.muted)
            painter.drawText(QRectF(x - 24, bottom + 2, 48, 16), CENTRE, f"{step / 2:.1f}")
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
    painter.drawText(QRectF(0, box.top(), layout.left - theme.GAP, box.height()), RIGHT, result.district)
    painter.setFont(font)
    segments = layout.segments(row)
    for number, segment in segments:
        _draw_segment(painter, segment, number, colors)
    end = segments[-1][1].right() if segments else layout.left
    _draw_value(painter, book, result, box.adjusted(end + theme.GAP, 0, 0, 0), colors)


def _draw_value(painter: QPainter, book: YearBook, result: DistrictResult, box: QRectF, colors: ChartColors) -> None:
    """The final and rank behind the bar, or why there is none."""
    font = painter.font()
    parts: list[tuple[str, QFont, QColor]] = []
    if result.final is None:
        blank = sum(1 for m in result.marks if m.value is None)
        text = f"{OUT_SIGN} 取消参评资格" if result.disqualified else f"未报齐，还缺 {blank} 个数字"
        parts.append((text, font, colors.muted))
    else:
        value = book.scheme.format_final(result.final)
        provisional = "" if book.assessment.complete else f" {PROVISIONAL}"
        parts.append((value, tabular(font, QFont.Weight.Bold), colors.text))
        parts.append((f"{provisional}  第 {result.rank} 名", tabular(font), colors.muted))
    widths = [QFontMetricsF(used).horizontalAdvance(text) for text, used, _ in parts]
    painter.fillRect(
        QRectF(box.left() - 3, box.top(), sum(widths) + 6, box.height()), colors.paper
    )  # no grid line in it
    for (text, used, color), width in zip(parts, widths, strict=True):
        painter.setFont(used)
        painter.setPen(color)
        painter.drawText(box, LEFT, text)
        box = box.adjusted(width, 0, 0, 0)


def _draw_segment(painter: QPainter, box: QRectF, number: int, colors: ChartColors) -> None:
    """Fill, hatching, hair outline, and the indicator's number on a plate where it fits."""
    painter.fillRect(box, colors.tone(number))
    _hatch(painter, box, *colors.hatching(number))
    painter.setPen(QPen(mix(colors.ink, colors.paper, 0.5), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setPen(QPen(colors.paper, 1))
    painter.drawLine(QLineF(box.right(), box.top(), box.right(), box.bottom()))
    font = painter.font()
    painter.setFont(tabular(small(font)))
    text = str(number + 1)
    width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 6
    if box.width() >= width + 2:
        plate = QRectF(box.center().x() - width / 2, box.top(), width, box.height()).adjusted(0, 1, 0, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.paper)
        painter.drawRoundedRect(plate, 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(colors.text)
        painter.drawText(plate.adjusted(0, -4, 0, 4), CENTRE, text)
    painter.setFont(font)


def _hatch(painter: QPainter, box: QRectF, kind: str, color: QColor) -> None:
    if not kind:
        return
    painter.save()
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(color, 1))
    if kind == "-":
        for step in range(1, 4):
            y = box.top() + step * box.height() / 4
            painter.drawLine(QLineF(box.left(), y, box.right(), y))
    lean = {"/": -box.height(), "\\": box.height()}.get(kind, 0.0)
    x = box.left() - box.height()
    while kind != "-" and x < box.right() + box.height():
        painter.drawLine(QLineF(x, box.top(), x + lean, box.bottom()))
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
