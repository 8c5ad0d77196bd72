"""Where everything in the bar chart stands: rows, bars, legend, by the width and height there is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from datong_desktop.domain.scoring import DistrictResult
from datong_desktop.domain.year_book import YearBook
from datong_desktop.views import theme
from datong_desktop.views.tables.score_table import PROVISIONAL

LINE = 20
"""Height of a legend line."""
SWATCH = 26
LOWEST, HIGHEST = 12.0, 24.0
"""Height of a district's row, by the room there is; in the lowest the type is smaller."""
WITH_AXIS = 16.0
"""Lower rows would rather have the room of the axis."""
BAR = 0.75
"""Part of a row that its bar fills."""


@dataclass(frozen=True)
class ChartLayout:
    """Where things are, in the units of the painter: everything a drawing and a hit test share."""

    order: tuple[DistrictResult, ...]
    width: float
    left: float
    top: float
    row: float
    scale: float
    steps: int
    axis: bool
    legend: tuple[QRectF, ...]
    title: QRectF
    height: float

    def row_rect(self, row: int) -> QRectF:
        return QRectF(0, self.top + row * self.row, self.width, self.row)

    def row_at(self, y: float) -> int | None:
        """Row number at a height, None outside."""
        row = int((y - self.top) // self.row)
        return row if 0 <= row < len(self.order) else None

    def segments(self, row: int) -> list[tuple[int, QRectF]]:
        """(indicator number, box) of every contribution above zero."""
        found, x = [], Decimal(0)
        result = self.order[row]
        if result.final is None:
            return []
        bar = round(self.row * BAR)
        y = round(self.top + row * self.row + (self.row - bar) / 2)
        for number, mark in enumerate(result.marks):
            if mark.contribution:
                start, end = self.left + float(x) * self.scale, self.left + float(x + mark.contribution) * self.scale
                found.append((number, QRectF(start, y, end - start, bar)))
                x += mark.contribution
        return found


def lay_out(
    book: YearBook, width: float, font: QFont, order: Sequence[str] = (), *, room: float = 0.0, title: bool = False
) -> ChartLayout:
    """Arrange the chart in a width, its rows as high as ``room`` lets them be (0: as a document wants them).
    ``order`` are district names from the top, annex order if empty."""
    metrics = QFontMetricsF(font)
    by_name = {row.district: row for row in book.assessment.rows}
    rows = tuple(by_name[d] for d in order or book.scheme.districts)
    margin = float(theme.MARGIN)
    left = margin + max(metrics.horizontalAdvance(r.district) for r in rows) + theme.GAP
    y = theme.GAP - 2.0
    title_box = QRectF()
    if title:
        title_box = QRectF(margin, y, width - 2 * margin, metrics.height() + 8)
        y = title_box.bottom() + 4
    legend = _legend_boxes(book, metrics, margin, y, width)
    top = legend[-1].bottom() + 4
    axis = not room or room >= top + len(rows) * WITH_AXIS + LINE  # the values stand behind the bars anyway
    foot = float(LINE if axis else 4)
    row = min(HIGHEST, max(LOWEST, (room - top - foot) / len(rows))) if room else float(LINE)
    scale, steps = _scale(book, rows, width - left - margin, metrics)
    return ChartLayout(rows, width, left, top, row, scale, steps, axis, legend, title_box, top + len(rows) * row + foot)


def _scale(book: YearBook, rows: Sequence[DistrictResult], room: float, metrics: QFontMetricsF) -> tuple[float, int]:
    """Units per point and number of half-point steps on the axis, with room for the longest bar's value."""
    highest = max((r.final for r in rows if r.final is not None), default=Decimal(0))
    steps = max(1, math.ceil(highest * 2))
    tail = metrics.horizontalAdvance(f"{book.scheme.format_final(Decimal(8))} {PROVISIONAL}  第 {len(rows)} 名") + 12
    fits = room / (steps / 2)
    return max(40.0, min(fits, (room - tail) / float(highest)) if highest else fits), steps


def legend_text(book: YearBook, number: int) -> str:
    indicator = book.scheme.indicators[number]
    return f"{indicator.short_name} {indicator.weight_text}"


def _legend_boxes(book: YearBook, metrics: QFontMetricsF, margin: float, y: float, width: float) -> tuple[QRectF, ...]:
    """One box an indicator: in one line where that fits, else in aligned columns."""
    room = width - 2 * margin
    widths = [
        SWATCH + theme.GAP + metrics.horizontalAdvance(legend_text(book, n)) + theme.MARGIN
        for n in range(len(book.scheme.indicators))
    ]
    over = (sum(widths) - room - theme.MARGIN) / len(widths)
    if 0 < over <= theme.GAP:  # closer together before it takes a second line
        widths = [w - over for w in widths]
    if sum(widths) <= room + theme.MARGIN + 0.5:
        return tuple(QRectF(margin + sum(widths[:n]), y, w, LINE) for n, w in enumerate(widths))
    box = max(widths)
    in_a_row = max(1, int((room + theme.MARGIN) // box))
    return tuple(
        QRectF(margin + (n % in_a_row) * box, y + (n // in_a_row) * LINE, box, LINE) for n in range(len(widths))
    )
