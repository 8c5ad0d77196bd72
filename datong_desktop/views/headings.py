"""Names in the headings of a table, broken where the printed annex breaks them, for the font on the screen."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics

from datong_desktop.domain.line_breaks import balanced, filled

_broken: dict[tuple[str, str, int], tuple[str, ...]] = {}


def heading_lines(name: str, font: QFont, room: int) -> tuple[str, ...]:
    """Lines of a name no wider than ``room`` pixels; remembered, since every paint asks for them."""
    key = (name, font.key(), room)
    if key not in _broken:
        if len(_broken) > 4000:  # a window dragged wider makes many rooms
            _broken.clear()
        measure = QFontMetrics(font).horizontalAdvance
        _broken[key] = balanced(name, measure, room) or tuple(filled(name, measure, room))
    return _broken[key]
