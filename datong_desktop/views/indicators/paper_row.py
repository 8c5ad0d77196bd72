"""What a paper form has for one indicator: its figure, its remark, and what stands beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from datong_desktop.domain.fields import Field, Kind
from datong_desktop.domain.scheme import Indicator
from datong_desktop.domain.year_book import YearBook
from datong_desktop.views.indicators.cell_panel import wrapped_label
from datong_desktop.views.indicators.registry_part import CountSign
from datong_desktop.views.widgets.fields import CommitField
from datong_desktop.views.widgets.parsed_field import ParsedField

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PaperRow:
    """The widgets of one indicator; ``widgets`` holds them in the order of the columns."""

    def __init__(self, number: int, indicator: Indicator) -> None:
        self.indicator = indicator
        self.count = ParsedField(Field(indicator.id, indicator.name, Kind.COUNT))
        self.count.setObjectName(f"count_{indicator.id}")
        self.count.setAccessibleName(f"{indicator.name} 完成数量")
        self.count.setPlaceholderText("未报")
        self.count.setToolTip(f"{indicator.meaning}\n（{indicator.clause}）")
        self.count.setFixedWidth(112)
        self.remark = CommitField()
        self.remark.setObjectName(f"remark_{indicator.id}")
        self.remark.setAccessibleName(f"{indicator.name} 备注")
        self.remark.setToolTip("备注，例如依据的文件")
        self.remark.setMaxLength(500)
        weight = QLabel(indicator.weight_text)
        weight.setAlignment(RIGHT)
        self._before = QLabel()
        self._before.setProperty("muted", True)
        self._before.setAlignment(RIGHT)
        self._sign = QLabel()
        self._sign.setObjectName(f"sign_{indicator.id}")
        self._sign.setProperty("warning", True)
        self.count_sign = CountSign()
        self.count_sign.setObjectName(f"registry_{indicator.id}")
        name = wrapped_label(indicator.name)
        self.widgets: tuple[QWidget, ...] = (
            QLabel(str(number)), name, weight, self.count, self._sign, self.count_sign, self._before, self.remark,
        )  # fmt: skip

    def show(self, book: YearBook, district: str, warning: str, *, writable: bool, afresh: bool) -> None:
        """A district's figure and remark; ``afresh``: of another sheet than before."""
        cell = district, self.indicator.id
        before = book.last_year.get(cell)
        self.count.show_value(book.figures.get(cell), afresh=afresh)
        self.count.setReadOnly(not writable)
        self.count.setAccessibleDescription(warning)
        self.remark.show_stored(book.remarks.get(cell, ""), afresh=afresh)
        self.remark.setReadOnly(not writable)
        self._before.setText("–" if before is None else str(before))
        self._sign.setText("▲" if warning else "")
        self._sign.setToolTip(warning)
