"""合并: two records of one enterprise side by side; for each field in which they differ the clerk says which stays."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QTableWidget, QTableWidgetItem, QWidget

from datong_desktop import services
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.problem import Refused
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprises import NAMELESS
from datong_desktop.services.merging import Difference, Side
from datong_desktop.views import theme
from datong_desktop.views.dialogs import resize_within_screen
from datong_desktop.views.dialogs.forms import FormDialog
from datong_desktop.views.widgets.fields import QuietComboBox
from datong_desktop.views.workspace import Workspace

SIDES: tuple[Side, Side] = "keep", "drop"


class MergeDialog(FormDialog):
    """``keep`` stays, one of ``others`` goes into it. ``done_`` is the change after it was accepted."""

    def __init__(self, workspace: Workspace, keep: Enterprise, others: tuple[Enterprise, ...], parent: QWidget | None) -> None:
        super().__init__("mergeDialog", f"合并到：{keep.name or NAMELESS}", "合并", parent)
        self._workspace, self._keep, self._others = workspace, keep, others
        self._differences: tuple[Difference, ...] = ()
        self.take: dict[str, Side] = {}
        self.done_: Changed | None = None
        self.other = QuietComboBox()
        self.other.setObjectName("mergeOther")
        self.other.setAccessibleName("并入的企业")
        self.other.setToolTip("合并后这条记录不再有；它的股东、办理、里程碑、扫描件都归到留下的那条")
        for one in others:
            self.other.addItem("　".join(part for part in (one.name or NAMELESS, one.district, one.credit_code) if part))
        self.form.addRow("并入的企业(&N)", self.other)
        hint = QLabel("两条记录不同的地方：← → 或空格选择留哪一边，打 ✓ 的留下；年度、认定、清单等整条选择，不拆开拼合")
        hint.setProperty("muted", True)
        self.form.addRow(hint)
        self.table = _Sides(self)
        self.form.addRow(self.table)
        self.other.currentIndexChanged.connect(lambda _: self._compare())
        self._compare()
        resize_within_screen(self, 800, 560)
        self.table.setFocus()

    @property
    def _drop(self) -> Enterprise:
        return self._others[self.other.currentIndex()]

    def _compare(self) -> None:
        ledger = self._workspace.ledger
        self._differences = services.merging.compare(ledger, self._keep.id, self._drop.id) if ledger else ()
        self.take = {one.key: "drop" if one.blank else "keep" for one in self._differences}
        self.table.show_sides(self._differences, self.take)

    def side(self, row: int) -> Side:
        """Which side of a row stays."""
        return self.take[self._differences[row].key]

    def choose(self, row: int, side: Side) -> None:
        """Let a side of a row stay."""
        self.take[self._differences[row].key] = side
        self.table.show_sides(self._differences, self.take)

    def try_accept(self) -> None:
        try:
            self.done_ = self._workspace.attempt(services.merging.merge, self._keep.id, self._drop.id, self.take)
        except Refused as refusal:
            self.reason.setText(str(refusal))
        else:
            self.accept()


class _Sides(QTableWidget):
    """The differing fields; a click or a key chooses a side."""

    def __init__(self, dialog: MergeDialog) -> None:
        super().__init__(0, 3)
        self._dialog = dialog
        self.setObjectName("mergeTable")
        self.setAccessibleName("两条记录不同的栏目")
        self.setHorizontalHeaderLabels(["栏目", "留下的企业", "并入的企业"])
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_COMPACT)
        self.setColumnWidth(0, 160)
        for column in (1, 2):
            self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.cellClicked.connect(self._clicked)

    def show_sides(self, differences: tuple[Difference, ...], take: dict[str, Side]) -> None:
        row = max(0, self.currentRow())
        self.setRowCount(len(differences))
        for number, one in enumerate(differences):
            chosen = take[one.key]
            self.setItem(number, 0, QTableWidgetItem(one.heading))
            for column, (side, value) in enumerate(zip(SIDES, (one.first, one.second), strict=True), 1):
                item = QTableWidgetItem(f"{'✓ ' if side == chosen else ''}{value or '（空）'}")
                item.setToolTip(value)
                font = QFont(self.font())
                font.setWeight(QFont.Weight.DemiBold if side == chosen else QFont.Weight.Normal)
                item.setFont(font)
                item.setForeground(theme.colors().text if side == chosen else theme.colors().muted)
                self.setItem(number, column, item)
        self.setCurrentCell(min(row, len(differences) - 1), 1)

    def _clicked(self, row: int, column: int) -> None:
        if column:
            self._dialog.choose(row, SIDES[column - 1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, sides = self.currentRow(), {Qt.Key.Key_Left: SIDES[0], Qt.Key.Key_Right: SIDES[1]}
        if row >= 0 and event.key() in sides:
            self._dialog.choose(row, sides[Qt.Key(event.key())])
        elif row >= 0 and event.key() == Qt.Key.Key_Space:
            self._dialog.choose(row, "drop" if self._dialog.side(row) == "keep" else "keep")
        else:
            super().keyPressEvent(event)
