"""The row of named choices above an overview: 批次, 名单, 台账, 年度 …"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from datong_desktop.views import theme
from datong_desktop.views.widgets.fields import QuietComboBox


def choice(name: str, title: str) -> QuietComboBox:
    """An empty list to choose from."""
    combo = QuietComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(title)
    combo.setToolTip(f"选择{title}（F4）")
    return combo


def choice_row(*labelled: tuple[str, QWidget], wide: QWidget | None = None, after: Sequence[QWidget] = ()) -> QHBoxLayout:
    """Widgets side by side behind their labels; ``wide`` takes what is left, otherwise it stays free; ``after`` have none."""
    row = QHBoxLayout()
    row.setSpacing(theme.GAP)
    for text, widget in labelled:
        label = QLabel(text)
        label.setBuddy(widget)
        row.addWidget(label)
        row.addWidget(widget, 1 if widget is wide else 0)
    for widget in after:
        row.addWidget(widget)
    if wide is None:
        row.addStretch(1)
    return row
