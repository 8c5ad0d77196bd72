"""The headings of the keying grid: 县区 in the corner, columns of one width, as many lines as the names need, rows
as wide as the longest name."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QHeaderView,
    QLabel,
    QStyleOptionHeader,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from datong_desktop.views.headings import heading_lines
from datong_desktop.views.tables.figure_table import FigureTable

NARROWEST = 84
SIGN = " ▲"
HORIZONTAL = Qt.Orientation.Horizontal


class DistrictHeader(QHeaderView):
    """The districts before the rows, as wide as the longest name with a sign, so that no sign moves the columns.

    Measured once for a scheme and a font: Qt asks at every layout and would measure up to 200 names each time.
    """

    def __init__(self, figures: FigureTable, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._figures = figures
        self._measured: tuple[object, QSize] | None = None
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        if self._figures.book is None:
            return super().sizeHint()
        districts = self._figures.book.scheme.districts
        key = districts, self.font().key()
        if self._measured is None or self._measured[0] != key:
            self._measured = key, self._size_of_longest(districts)
        return self._measured[1]

    def _size_of_longest(self, districts: tuple[str, ...]) -> QSize:
        metrics = self.fontMetrics()
        row, name = max(enumerate(districts), key=lambda numbered: metrics.horizontalAdvance(numbered[1]))
        shown = str(self._figures.headerData(row, Qt.Orientation.Vertical))
        spare = metrics.horizontalAdvance(name + SIGN) - metrics.horizontalAdvance(shown)
        return self.sectionSizeFromContents(row) + QSize(spare, 0)


def name_corner(view: QTableView) -> None:
    """县区 above the names, as in the annex. The label lies in Qt's corner button and follows it."""
    corner = cast("QAbstractButton", view.findChild(QAbstractButton))
    label = QLabel("县区")
    label.setObjectName("gridCorner")
    layout = QVBoxLayout(corner)
    layout.setContentsMargins(0, 0, 1, 1)
    layout.addWidget(label)


def share_width(view: QTableView, room: int) -> None:
    """Share the width evenly between the columns; the heading is as high as the longest name needs."""
    model, header = view.model(), view.horizontalHeader()
    count = model.columnCount()
    width = max(NARROWEST, room // count)
    for column in range(count):
        view.setColumnWidth(column, width)
    view.setColumnWidth(count - 1, max(NARROWEST, room - width * (count - 1)))
    lines = max(shown_heading(model.headerData(c, HORIZONTAL), header.font(), width).count("\n") + 1 for c in range(count))
    header.setFixedHeight(lines * header.fontMetrics().height() + 12)


def shown_heading(text: object, font: QFont, width: int) -> str:
    """Name and weight as they stand in a column of this width; the sign goes behind the weight, where it always has
    room."""
    name, _, weight = str(text).partition("\n")
    sign = SIGN if name.endswith(SIGN) else ""
    lines = heading_lines(name.removesuffix(SIGN), font, width - 20)
    return "\n".join((*lines, f"{weight}{sign}") if weight else lines)


class IndicatorHeader(QHeaderView):
    """The indicators above the columns, their names broken between words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(HORIZONTAL, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMinimumSectionSize(64)

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:
        super().initStyleOptionForIndex(option, logicalIndex)
        option.text = shown_heading(option.text, self.font(), self.sectionSize(logicalIndex))  # type: ignore[attr-defined]
