"""The headings of the keying grid: 县区 in the corner, columns of one width, as many lines as the names need."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QTableView, QVBoxLayout

NARROWEST = 84


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
    metrics, lines = header.fontMetrics(), 1
    for column in range(count):
        text = str(model.headerData(column, Qt.Orientation.Horizontal))
        box = metrics.boundingRect(0, 0, width - 20, 1000, int(Qt.TextFlag.TextWordWrap), text)
        lines = max(lines, -(-box.height() // metrics.height()))
    header.setFixedHeight(lines * metrics.height() + 12)
