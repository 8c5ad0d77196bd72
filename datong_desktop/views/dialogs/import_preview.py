"""What an import would change, before it does: old → new, and everything that forbids it. Shows and accepts only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from datong_desktop.domain.problem import Problem
from datong_desktop.views import theme
from datong_desktop.views.dialogs import resize_within_screen
from datong_desktop.views.dialogs.import_parts import TextTable, import_buttons, plain_label

if TYPE_CHECKING:
    from datong_desktop.services.importing import ImportPreview, PlannedFigure

PLAN_COLUMNS = ("单元格", "县区", "指标", "现在", "导入后", "")
PROBLEM_COLUMNS = ("工作表", "单元格", "县区", "指标", "原因")


class ImportPreviewDialog(QDialog):
    """``exec()`` is accepted when the clerk wants the import; storing it is the caller's. Enter never imports.

    ``years`` are those of the ledger. ``other_year`` is the year the file names when the clerk, asked about it, wants to
    go there instead (and the dialog is rejected); else None."""

    def __init__(self, preview: ImportPreview, parent: QWidget | None, years: Sequence[int] = ()) -> None:
        super().__init__(parent)
        self._preview, self._years = preview, years
        self.other_year: int | None = None
        self._rows = (*preview.blank_kept, *preview.planned)
        self.setObjectName("importPreviewDialog")
        self.setWindowTitle(f"导入预览 — {preview.source} → {preview.year}年度")
        resize_within_screen(self, 1040, 640)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.GAP)
        layout.addWidget(plain_label(self._summary(), "importSummary"))
        self.problem_table, self.plan_table, self.show_all = self._problems(), self._plan(), self._show_all()
        if preview.problems:
            layout.addWidget(plain_label("✕ 请改好文件后重新导入，不会只导入一部分：", "importProblemHead"))
            layout.addWidget(self.problem_table, 3)
        if self._rows:
            layout.addWidget(self.plan_table, 2 if preview.problems else 5)
            layout.addWidget(self.show_all)  # hidden where nothing is the same
        if preview.notes:
            layout.addWidget(plain_label("\n".join(preview.notes), "importNotes"))
        self.year_box = self._question(layout)
        layout.addWidget(self._buttons())
        self._refresh()
        (self.problem_table if preview.problems else self.plan_table if preview.planned else self.cancel_button).setFocus()

    # -- parts -----------------------------------------------------------------------------------------------

    def _summary(self) -> str:
        preview = self._preview
        place = f"“{preview.source}”的工作表「{preview.sheet}」" if preview.sheet else f"“{preview.source}”"
        if not preview.planned:
            return f"从{place}没有读到可以导入的数字。"
        overwritten = sum(1 for p in preview.changed if p.old is not None)
        over = f"（其中 {overwritten} 个覆盖已录的数字）" if overwritten else ""
        if preview.problems:
            return f"{place}里能读的数字有 {len(preview.planned)} 个，但有 {len(preview.problems)} 处问题，现在不能导入。"
        return f"从{place}导入{preview.year}年度：改动 {len(preview.changed)} 个数字{over}，{preview.unchanged} 个与现在相同。"

    def _problems(self) -> TextTable:
        rows = [
            (p.where.sheet or "", p.where.cell or "", p.where.district or "", p.where.indicator or "", _reason(p))
            for p in self._preview.problems
        ]
        table = TextTable("importProblemTable", "问题", PROBLEM_COLUMNS, rows)
        table.setToolTip("Ctrl+C 复制选中的问题，Ctrl+A 全选")
        table.setWordWrap(True)  # a reason is never cut
        table.verticalHeader().setMinimumSectionSize(theme.ROW)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        again = QTimer(table, singleShot=True, interval=0)  # Qt measures rows anew for new texts, not for new widths
        again.timeout.connect(table.resizeRowsToContents)
        table.horizontalHeader().sectionResized.connect(lambda: again.start())
        return table

    def _plan(self) -> TextTable:
        rows = [self._plan_row(p) for p in self._rows]
        table = TextTable("importPlanTable", "要导入的数字", PLAN_COLUMNS, rows)
        table.setToolTip("现在的数字 → 导入后的数字；Ctrl+C 复制选中的行")
        for number, planned in enumerate(self._rows):
            for item in (table.item(number, 3), table.item(number, 4)):
                if item is not None:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if planned.changes and (new := table.item(number, 4)) is not None:
                font = new.font()
                font.setBold(True)
                new.setFont(font)
        return table

    def _plan_row(self, planned: PlannedFigure) -> tuple[str, ...]:
        scheme = self._preview.scheme
        name = scheme.indicator(planned.indicator).name if scheme else planned.indicator
        if planned in self._preview.blank_kept:
            return ("–", planned.district, name, _count(planned.old), f"保持 {_count(planned.new)}", "○ 文件空白")
        kind = "相同" if not planned.changes else "● 新填" if planned.old is None else "● 覆盖"
        return (planned.cell, planned.district, name, _count(planned.old), f"→ {_count(planned.new)}", kind)

    def _show_all(self) -> QCheckBox:
        box = QCheckBox(f"也列出相同的 {self._preview.unchanged} 个数字(&S)")
        box.setObjectName("importShowAll")
        box.setToolTip("默认只列出会改动的数字")
        box.setVisible(self._preview.unchanged > 0)
        box.setChecked(not self._preview.changed)  # an empty table would look like an empty file
        box.toggled.connect(self._refresh)
        return box

    def _question(self, layout: QVBoxLayout) -> QCheckBox | None:
        if not self._preview.questions:
            return None
        layout.addWidget(plain_label("▲ " + "\n▲ ".join(self._preview.questions), "importQuestion"))
        box = QCheckBox(f"是，导入{self._preview.year}年度(&Y)")
        box.setObjectName("importYearConfirmed")
        box.setToolTip("勾上才能导入：请先核对文件上写的年度")
        box.setAccessibleDescription(self._preview.questions[0])
        box.toggled.connect(self._refresh)
        row = QHBoxLayout()
        row.addWidget(box)
        row.addWidget(self._other_year())
        row.addStretch(1)
        layout.addLayout(row)
        return box

    def _other_year(self) -> QPushButton:
        """The way on for a file that is right and a year that is not."""
        named = self._preview.named_year
        there = named in self._years
        button = QPushButton(f"{'切换到' if there else '新建'}{named}年度，导入那里(&W)")
        button.setObjectName("importOtherYear")
        how = "" if there else "，考核方案与最近的年度相同"
        button.setToolTip(f"{'切换到' if there else '新建'}{named}年度{how}，再给出那个年度的导入预览（Alt+W）")
        button.setAutoDefault(False)
        button.clicked.connect(self._choose_other_year)
        return button

    def _choose_other_year(self) -> None:
        self.other_year = self._preview.named_year
        self.reject()

    def _buttons(self) -> QDialogButtonBox:
        count = len(self._preview.changed)
        text = f"导入 {count} 个数字(&I)" if count else "没有要导入的数字"
        buttons, self.import_button, self.cancel_button = import_buttons(text)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    # -- state -----------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Rows shown, and whether the import may go ahead."""
        for number, planned in enumerate(self._rows):
            same = not planned.changes and planned not in self._preview.blank_kept
            self.plan_table.setRowHidden(number, same and not self.show_all.isChecked())
        reason = self._why_not()
        self.import_button.setEnabled(not reason)
        self.import_button.setToolTip(reason or "先备份账套，再一次导入；之后可以一步撤销（Alt+I）")

    def _why_not(self) -> str:
        if self._preview.problems:
            return "有问题时不能导入，请先改好文件"
        if not self._preview.changed:
            return "数字与账套里的完全相同"
        if self.year_box is not None and not self.year_box.isChecked():
            return "请先确认年度"
        return ""

    def accept(self) -> None:
        """Only what may be imported is accepted, however the button was reached."""
        if not self._why_not():
            super().accept()


def _reason(found: Problem) -> str:
    """The sentence without the names that stand in their own columns."""
    return found.text.removeprefix(f"{found.where.district}「{found.where.indicator}」")


def _count(value: int | None) -> str:
    return "未报" if value is None else str(value)
