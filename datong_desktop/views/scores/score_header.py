"""The heading of the score table: the annex's full name, wrapped, above the weight; a chevron where it is sorted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from datong_desktop.views import theme
from datong_desktop.views.tables.score_table import ScoreTable

WRAP = Qt.TextFlag.TextWordWrap
SIDE = 4
"""Left of the words at least; right of them is what the numbers below keep."""
AIR = 6
"""Above and below them."""
WORD_JOINER = "\u2060"


def _level(needed: Sequence[int], room: int) -> list[int]:
    """As even as may be, together no more than the room, none less than it needs."""
    level = max(w for w in range(room // len(needed) + 1) if sum(max(n, w) for n in needed) <= room)
    return [max(n, level) for n in needed]


class ScoreHeader(QHeaderView):
    """Clicking a section sorts; the view listens to ``sectionClicked``."""

    def __init__(self, table: ScoreTable, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("scoreHeader")
        self._table = table
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMinimumSectionSize(56)

    def lines_needed(self, section: int, width: int) -> int:
        """Lines the heading takes in a column of this width, the weight's line included."""
        name, weight = self._words(section)
        metrics = QFontMetrics(self._strong())
        box = metrics.boundingRect(QRect(0, 0, width - SIDE - theme.GAP, 1000), int(WRAP), name)
        return max(1, round(box.height() / metrics.lineSpacing())) + bool(weight)

    def share(self, sections: Sequence[int], room: int, narrowest: int) -> list[int]:
        """Widths of these sections in a room: even, but a long name gets more where that saves a line for all. Where
        even the narrowest do not fit, they are wider together than the room."""
        even = max(narrowest, room // len(sections))
        widths = [even] * len(sections)
        for lines in range(2, max(self.lines_needed(s, even) for s in sections)):
            needed = [self._width_for(s, lines, narrowest, room) for s in sections]
            if sum(needed) <= room:
                widths = _level(needed, room)
                break
        spare = max(0, room - sum(widths))
        return [w + (1 if n < spare else 0) for n, w in enumerate(widths)]

    def _width_for(self, section: int, lines: int, narrowest: int, widest: int) -> int:
        """The least width in which a heading takes no more lines."""
        return bisect_left(range(widest), True, lo=narrowest, key=lambda w: self.lines_needed(section, w) <= lines)

    def _words(self, section: int) -> tuple[str, str]:
        """Name and weight; the name's last two characters stay together, no line is left with one alone."""
        text = str(self._table.headerData(section, Qt.Orientation.Horizontal) or "")
        name, _, weight = text.partition("\n")
        return name[:-1] + WORD_JOINER + name[-1:], weight

    def _strong(self) -> QFont:
        """The font of a name, which is a little wider than the header's own."""
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def fit_height(self) -> None:
        """As high as the longest heading needs, at least two lines."""
        lines = [2] + [self.lines_needed(s, self.sectionSize(s)) for s in range(self.count())]
        height = max(lines) * self.fontMetrics().lineSpacing() + 2 * AIR
        if height != self.height():
            self.setFixedHeight(height)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        c = theme.colors()
        name, weight = self._words(logicalIndex)
        painter.save()
        painter.fillRect(rect, c.header)
        painter.setPen(QPen(c.line, 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        side = Qt.AlignmentFlag.AlignLeft if logicalIndex == 0 else Qt.AlignmentFlag.AlignRight
        inner = rect.adjusted(theme.GAP if logicalIndex == 0 else SIDE, AIR, -theme.GAP, -AIR)
        line = self.fontMetrics().lineSpacing()
        font = self._strong()
        painter.setFont(font)
        painter.setPen(c.text)
        upper = inner.adjusted(0, 0, 0, -line) if weight else inner
        painter.drawText(upper, side | Qt.AlignmentFlag.AlignBottom | WRAP, name)
        if weight:
            font.setWeight(QFont.Weight.Normal)
            painter.setFont(font)
            painter.setPen(c.muted)
            painter.drawText(inner, side | Qt.AlignmentFlag.AlignBottom, weight)
        if logicalIndex == self._table.sort_column:
            self._chevron(painter, rect, logicalIndex == 0)
        painter.restore()

    def _chevron(self, painter: QPainter, rect: QRect, right: bool) -> None:
        """Points down when the highest is on top."""
        down = self._table.sort_order == Qt.SortOrder.DescendingOrder
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colors().accent, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        x = rect.right() - theme.GAP - 4.0 if right else rect.left() + theme.GAP + 4.0
        y = rect.bottom() - 6 - self.fontMetrics().lineSpacing() / 2
        tip = 2.5 if down else -2.5
        painter.drawPolyline([QPointF(x - 4, y - tip), QPointF(x, y + tip), QPointF(x + 4, y - tip)])
