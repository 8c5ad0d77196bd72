"""What importing a list of records would do, before it does: columns, counts, old → new, everything that forbids it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from datong_desktop.services.list_plan import WARNED, RowKind
from datong_desktop.views import theme
from datong_desktop.views.dialogs import resize_within_screen
from datong_desktop.views.dialogs.import_parts import import_buttons, plain_label
from datong_desktop.views.tables.plan_table import PlanTable
from datong_desktop.views.widgets.fields import QuietComboBox

if TYPE_CHECKING:
    from datong_desktop.services.list_plan import Column, ImportPlan

LEFT_OUT = "（不导入）"
MOST_SHOWN = 400
Replan = Callable[[Mapping[str, str]], None]
"""Works the plan out anew with columns set by a person; ``show_plan`` follows."""


class ListImportDialog(QDialog):
    """``exec()`` is accepted when the clerk wants the import of ``plan``; storing it is the caller's. Enter never imports."""

    def __init__(self, plan: ImportPlan, last_year: int, replan: Replan, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.plan, self._replan, self._last_year, self._waiting = plan, replan, last_year, False
        self.mapping: dict[str, str] = {}
        """What the clerk set, by the key of the column."""
        self._kind = plan.kind.columns
        self.setObjectName("listImportDialog")
        self.setWindowTitle(f"导入{self._kind.title} — {plan.source}")
        resize_within_screen(self, 1160, 700)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.GAP)
        self.summary = plain_label("", "importSummary")
        self.columns = self._columns()
        self.which = QuietComboBox()
        self.table, self.rows = PlanView(), PlanTable()
        self.detail = plain_label("", "importDetail")
        self.notes = plain_label("", "importNotes")
        buttons, self.import_button, self.cancel_button = import_buttons("")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(self.summary)
        layout.addWidget(self.columns)
        layout.addLayout(self._choice())
        layout.addWidget(self._list(), 1)
        layout.addWidget(self.detail)
        layout.addWidget(self.notes)
        layout.addWidget(buttons)
        self.show_plan(plan)
        self.table.setFocus()

    # -- parts -----------------------------------------------------------------------------------------------

    def _columns(self) -> QTableWidget:
        """One column of the list a column: its heading, what it is taken for, and its first content."""
        found = self.plan.table.columns
        table = QTableWidget(2, len(found))
        table.setObjectName("importColumns")
        table.setAccessibleName("名单的各列对应什么栏目")
        table.setHorizontalHeaderLabels([column.heading or f"第 {column.letters} 列" for column in found])
        table.verticalHeader().hide()
        table.setTabKeyNavigation(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the lists in it have it
        for place, column in enumerate(found):
            table.setCellWidget(0, place, self._target_box(column))
            example = QTableWidgetItem(column.example[:60])
            example.setFlags(Qt.ItemFlag.ItemIsEnabled)
            table.setItem(1, place, example)
            table.setColumnWidth(place, 150)
        for row, height in ((0, theme.ROW + 4), (1, theme.ROW)):
            table.setRowHeight(row, height)
        bar = table.horizontalScrollBar().sizeHint().height()
        table.setFixedHeight(table.horizontalHeader().sizeHint().height() + 2 * theme.ROW + 4 + bar + 8)
        return table

    def _target_box(self, column: Column) -> QuietComboBox:
        box = QuietComboBox()
        box.setObjectName(f"importColumn_{column.letters}")
        box.setAccessibleName(f"{column.heading or column.letters} 对应的栏目")
        box.setToolTip("这一列是什么；F4 打开列表，打头几个字直接找到")
        box.addItem(LEFT_OUT, "")
        for identifier, target in self._kind.targets(self._last_year).items():
            box.addItem(target.label, identifier)
        if column.target is not None and box.findData(column.target.id) < 0:
            box.addItem(column.target.label, column.target.id)  # an older year that the heading names
        box.setCurrentIndex(max(0, box.findData(column.target.id if column.target else "")))
        box.activated.connect(lambda _: self._set_column(column, box.currentData()))
        return box

    def _choice(self) -> QHBoxLayout:
        label = QLabel("列出(&L)")
        label.setBuddy(self.which)
        self.which.setObjectName("importWhich")
        self.which.setAccessibleName("列出哪些行")
        self.which.setToolTip("只看新增、改动、有误或要核对的行（Alt+L，F4 打开列表）")
        self.which.activated.connect(lambda _: self._show_rows())
        line = QHBoxLayout()
        line.setSpacing(theme.GAP)
        line.addWidget(label)
        line.addWidget(self.which)
        line.addStretch(1)
        return line

    def _list(self) -> QTableView:
        self.table.setObjectName("importPlanTable")
        self.table.setAccessibleName(f"要导入的{self._kind.noun}")
        self.table.setToolTip("现在 → 导入后；Ctrl+C 复制选中的行")
        self.table.setModel(self.rows)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.ROW)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for place, width in enumerate((64, 80, 260)):
            self.table.setColumnWidth(place, width)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_detail())
        return self.table

    # -- state -----------------------------------------------------------------------------------------------

    def show_plan(self, plan: ImportPlan) -> None:
        """Shows a plan, the first or one worked out anew."""
        self.plan, self._waiting = plan, False
        chosen = self.which.currentData() or (RowKind.REFUSED if plan.counts[RowKind.REFUSED] else "")
        self.which.clear()
        for text, which, count in self._kinds():
            if count or not which:
                self.which.addItem(f"{text}（{count}）", which)
        self.which.setCurrentIndex(max(0, self.which.findData(chosen)))
        self._show_rows()
        self.notes.setText("\n".join(plan.notes))
        self.notes.setVisible(bool(plan.notes))
        self._refresh()

    def _show_rows(self) -> None:
        self.rows.show_plan(self.plan, self.which.currentData())
        self.table.setCurrentIndex(self.rows.index(0, 0))
        self._show_detail()

    def _show_detail(self) -> None:
        """The shown row in full: what stands in the list is cut where the column ends."""
        current = self.table.currentIndex()
        self.detail.setText(self.rows.row(current.row())[3][:MOST_SHOWN] if current.isValid() else "")

    def _kinds(self) -> list[tuple[str, str, int]]:
        plan = self.plan
        told = plan.counts[RowKind.NEW] + plan.counts[RowKind.CHANGED] + plan.counts[RowKind.REFUSED]
        kinds = [(str(kind), str(kind), plan.counts[kind]) for kind in RowKind]
        return [("新增、改动和有误的", "", told), *kinds, (f"▲ {WARNED}", WARNED, len(plan.places(WARNED)))]

    def _refresh(self) -> None:
        new, changed = self.plan.counts[RowKind.NEW], self.plan.counts[RowKind.CHANGED]
        self.summary.setText("正在重新核对…" if self._waiting else self._summary())
        self.import_button.setText(f"导入 {new + changed} {self._kind.counted}(&I)" if new + changed else f"没有要导入的{self._kind.noun}")
        reason = self._why_not()
        self.import_button.setEnabled(not reason)
        self.import_button.setToolTip(reason or "先备份账套，再一次导入；之后可以一步撤销（Alt+I）")

    def _summary(self) -> str:
        plan, counts = self.plan, self.plan.counts
        place = f"“{plan.source}”的工作表「{plan.table.sheet}」" if plan.table.sheet else f"“{plan.source}”"
        if plan.problems:
            return f"✕ {place}里有 {len(plan.problems)} 处问题，现在不能导入，不会只导入一部分。请改好文件后重新导入，或改对应的栏目。"
        warned = f"；▲ {len(plan.warnings)} 处请核对" if plan.warnings else ""
        one = plan.kind.one
        told = f"新增 {counts[RowKind.NEW]} {one}，改动 {counts[RowKind.CHANGED]} {one}，{counts[RowKind.SAME]} {one}与现在相同"
        return f"从{place}导入：{told}{warned}。空白格不会清掉已录的内容。"

    def _why_not(self) -> str:
        if self._waiting:
            return "正在重新核对"
        if self.plan.problems:
            return "有问题时不能导入，请先改好文件"
        if not self.plan.counts[RowKind.NEW] and not self.plan.counts[RowKind.CHANGED]:
            return "与账套里的完全相同"
        return ""

    def _set_column(self, column: Column, identifier: str) -> None:
        """One column set by hand; another that held the same is left out from then on."""
        before = {c.key: c.target.id if c.target else "" for c in self.plan.table.columns}
        if before[column.key] == identifier:
            return
        for other in self.plan.table.columns:
            if identifier and before[other.key] == identifier:
                self.mapping[other.key] = ""
                box = self.columns.cellWidget(0, other.number - 1)
                assert isinstance(box, QuietComboBox)
                box.setCurrentIndex(0)
        self.mapping[column.key] = identifier
        self._waiting = True
        self._refresh()
        self._replan(dict(self.mapping))

    def accept(self) -> None:
        """Only what may be imported is accepted, however the button was reached."""
        if not self._why_not():
            super().accept()


class PlanView(QTableView):
    """The rows of a plan; Ctrl+C takes whole rows."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's own Ctrl+C copies one cell
        model = self.model()
        if event.matches(QKeySequence.StandardKey.Copy) and isinstance(model, PlanTable):
            chosen = sorted({index.row() for index in self.selectedIndexes()})
            QGuiApplication.clipboard().setText("\n".join("\t".join(model.row(number)) for number in chosen))
        else:
            super().keyPressEvent(event)
