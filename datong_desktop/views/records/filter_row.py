"""The row of filters above a table of records: one list each, nothing chosen at first, all of them combining."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from datong_desktop.services.listed import Filter
from datong_desktop.views import theme
from datong_desktop.views.widgets.fields import QuietComboBox

CELL = 100
NARROWEST = 3
"""Characters; a longer choice is shown whole in the opened list."""


class FilterRow(QWidget):
    """Signals: ``changed()`` when another choice was made, ``cleared()`` when everything is to be shown again."""

    changed = Signal()
    cleared = Signal()

    def __init__(self, filters: Sequence[Filter], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterRow")
        self._filters = tuple(filters)
        self._loading = False
        self._columns = 0
        layout = self._grid = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        self.boxes: dict[str, QuietComboBox] = {}
        for one in self._filters:
            box = self.boxes[one.id] = QuietComboBox()
            box.setObjectName(f"filter_{one.id}")
            box.setAccessibleName(f"筛选：{one.everything}")
            box.setToolTip(f"筛选：{one.everything}")
            box.setSizeAdjustPolicy(QuietComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(NARROWEST)
            box.setMaxVisibleItems(24)
            box.addItem(one.everything, "")
            box.currentIndexChanged.connect(self._chosen)
            self._offer(one, one.choices or ())
        self.clear_button = QPushButton("清除筛选(&K)")
        self.clear_button.setObjectName("clearFilters")
        self.clear_button.setToolTip("清除搜索和全部筛选（Ctrl+Shift+F）")
        self.clear_button.clicked.connect(self.cleared)
        self._place(len(self.boxes) + 1)

    # -- room ---------------------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """Three abreast; the layout would ask for all of them."""
        return QSize(3 * CELL, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(min(len(self.boxes) + 1, max(3, event.size().width() // CELL)))

    def _place(self, columns: int) -> None:
        """As many abreast as there is room for, the rest in further rows of even length."""
        if columns == self._columns:
            return
        self._columns = columns
        cells = [*self.boxes.values(), self.clear_button]
        rows = -(-len(cells) // columns)
        abreast = -(-len(cells) // rows)
        for number, cell in enumerate(cells):
            self._grid.addWidget(cell, number // abreast, number % abreast)
        self._share_room()
        self.updateGeometry()

    def _share_room(self) -> None:
        """Each column in the measure of what is chosen in it, which is read whole where there is room."""
        wanted = [self.fontMetrics().horizontalAdvance(box.currentText()) + 5 * theme.GAP for box in self.boxes.values()]
        wanted.append(self.clear_button.sizeHint().width())
        rows = -(-len(wanted) // self._columns)
        abreast = -(-len(wanted) // rows)
        for column in range(len(wanted)):
            self._grid.setColumnStretch(column, max(wanted[column::abreast]) if column < abreast else 0)

    # -- choices ------------------------------------------------------------------------------------------

    def offer(self, present: Callable[[str], Sequence[tuple[str, str]]]) -> None:
        """Offer what is there in the lists that have no choices of their own; ``present(filter id)`` gives keys and labels."""
        for one in self._filters:
            if one.choices is None:
                self._offer(one, present(one.id))

    def _offer(self, one: Filter, choices: Sequence[tuple[str, str]]) -> None:
        box = self.boxes[one.id]
        kept = self._key(one.id)
        box.blockSignals(True)
        while box.count() > 1:
            box.removeItem(1)
        for key, label in choices:
            box.addItem(label, key)
        self._select(one.id, kept)
        box.blockSignals(False)
        metrics = box.fontMetrics()
        widest = max(metrics.horizontalAdvance(box.itemText(n)) for n in range(box.count()))
        box.view().setMinimumWidth(widest + 4 * theme.GAP)

    def _key(self, name: str) -> str:
        return str(self.boxes[name].currentData() or "")

    def _select(self, name: str, key: str) -> None:
        """A key that nothing has any more is still the one chosen: it is offered, and finds nothing."""
        box = self.boxes[name]
        place = box.findData(key)
        if place < 0:
            box.addItem(key, key)
            place = box.count() - 1
        box.setCurrentIndex(place)

    def chosen(self) -> dict[str, str]:
        """The chosen keys by filter id; those with nothing chosen are left out."""
        return {name: key for name in self.boxes if (key := self._key(name))}

    def choose(self, chosen: Mapping[str, str]) -> None:
        """Choose these keys and nothing else; ``changed`` comes once."""
        self._loading = True
        for name in self.boxes:
            self._select(name, chosen.get(name, ""))
        self._loading = False
        self._chosen()

    def _chosen(self) -> None:
        for name, box in self.boxes.items():
            active = bool(self._key(name))
            if box.property("active") != active:
                box.setProperty("active", active)
                box.style().unpolish(box)
                box.style().polish(box)
        self._share_room()
        if not self._loading:
            self.changed.emit()
