"""Painting one score: number right-aligned in tabular figures, states by grey and sign, a fading flash."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from datong_desktop.views import theme
from datong_desktop.views.scores.flashes import Flashes
from datong_desktop.views.tables.score_table import OUT_SIGN, PROVISIONAL, ScoreCell, ScoreTable

Index = QModelIndex | QPersistentModelIndex
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
SELECTED = QStyle.StateFlag.State_Selected
TABULAR = QFont.Tag.fromString("tnum")
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def tabular(font: QFont, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The font with figures of equal width."""
    figures = QFont(font)
    figures.setFeature(TABULAR, 1)
    figures.setWeight(weight)
    return figures


def small(font: QFont) -> QFont:
    """The font for signs beside a number."""
    smaller = QFont(font)
    if font.pointSizeF() > 0:
        smaller.setPointSizeF(font.pointSizeF() * 0.85)
    else:  # a font measured in pixels, as the chart's
        smaller.setPixelSize(max(1, round(font.pixelSize() * 0.85)))
    return smaller


def mix(over: QColor, under: QColor, strength: float) -> QColor:
    """``under`` at 0, ``over`` at 1."""
    return QColor.fromRgbF(
        over.redF() * strength + under.redF() * (1 - strength),
        over.greenF() * strength + under.greenF() * (1 - strength),
        over.blueF() * strength + under.blueF() * (1 - strength),
    )


class ScoreDelegate(QStyledItemDelegate):
    """Paints cells of a ``ScoreTable``."""

    def __init__(self, table: ScoreTable, flashes: Flashes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table, self._flashes = table, flashes
        self._made: tuple[QFont, tuple[QFont, QFont]] | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = self._table.cell(index.row(), index.column())
        c, rect = theme.colors(), option.rect  # type: ignore[attr-defined]
        selected = SELECTED in option.state  # type: ignore[attr-defined]
        ground = c.accent_soft if selected else c.base
        key = self._table.key(index) if self._flashes.running else None
        strength = self._flashes.strength(key) if key else 0.0
        painter.fillRect(rect, mix(c.flash, ground, strength) if strength else ground)
        self._paint_text(painter, rect.adjusted(theme.GAP, 0, -theme.GAP, 0), cell, option.font)  # type: ignore[attr-defined]
        view = option.widget  # type: ignore[attr-defined]
        if view is not None and view.currentIndex() == index:
            painter.setPen(QPen(c.accent if view.hasFocus() else c.muted, 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _paint_text(self, painter: QPainter, rect: QRect, cell: ScoreCell, font: QFont) -> None:
        c = theme.colors()
        painter.setPen(c.blank if cell.quiet and not cell.out else c.muted if cell.quiet or cell.out else c.text)
        if cell.kind == "district":
            painter.setFont(font)
            painter.drawText(rect, LEFT, f"{cell.text} {OUT_SIGN}" if cell.out else cell.text)
            return
        if cell.provisional:
            note = small(font)
            painter.setFont(note)
            pen = painter.pen()
            painter.setPen(c.muted)
            painter.drawText(rect, RIGHT, PROVISIONAL)
            painter.setPen(pen)
            rect = rect.adjusted(0, 0, -QFontMetrics(note).horizontalAdvance(PROVISIONAL) - 4, 0)
        bold = cell.kind == "final" and not cell.quiet
        painter.setFont(self._figures(font)[bold])
        painter.drawText(rect, RIGHT, cell.text)

    def _figures(self, font: QFont) -> tuple[QFont, QFont]:
        """Plain and bold font for figures, made once: every cell of every repaint asks for them."""
        if self._made is None or self._made[0] != font:
            self._made = QFont(font), (tabular(font), tabular(font, QFont.Weight.Bold))
        return self._made[1]
