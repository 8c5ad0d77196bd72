"""Scrolling to a whole widget; Qt's own way is content with the text cursor."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea, QWidget

from datong_desktop.views import theme


def scroll_to(area: QScrollArea, widget: QWidget) -> None:
    """Bring a widget within the area into view, its upper edge at least."""
    corner = widget.mapTo(area.widget(), QPoint(0, 0))
    for y in (corner.y() + widget.height(), corner.y()):
        area.ensureVisible(0, y, 0, theme.MARGIN)
