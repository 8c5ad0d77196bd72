"""Painting a seat of a team, on the board and in an offer: where names are cut off, their ends stay, for long ones begin alike."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

NAMES = Qt.ItemDataRole.UserRole
"""The members of a seat without their loads."""
PADDING = 8
LEAST = "★王…某"
"""What a middle is left out of; a shorter text keeps its end alone."""


class SeatDelegate(QStyledItemDelegate):
    """A seat keeps its colour when it is selected; where there is no room for names and loads, the names are shown alone."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if color := index.data(Qt.ItemDataRole.ForegroundRole):
            option.palette.setBrush(QPalette.ColorRole.HighlightedText, QBrush(color))  # type: ignore[attr-defined]
        width, room = option.fontMetrics.horizontalAdvance, option.rect.width() - PADDING  # type: ignore[attr-defined]
        if width(option.text) > room:  # type: ignore[attr-defined]
            option.text = index.data(NAMES) or option.text  # type: ignore[attr-defined]
        elide = Qt.TextElideMode.ElideMiddle if width(LEAST) <= room else Qt.TextElideMode.ElideLeft
        option.textElideMode = elide  # type: ignore[attr-defined]
