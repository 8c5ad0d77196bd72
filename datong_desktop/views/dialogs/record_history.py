"""修改记录: who changed what of a record, when, from what to what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from datong_desktop.services.histories import HistoryLine
from datong_desktop.views import theme
from datong_desktop.views.dialogs import resize_within_screen

HEADINGS = ("时间", "录入员", "栏目", "原来", "改成", "操作")


class HistoryDialog(QDialog):
    """The lines, newest first."""

    def __init__(self, name: str, lines: Sequence[HistoryLine], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("recordHistory")
        self.setWindowTitle(f"修改记录：{name}")
        self.table = QTableWidget(len(lines), len(HEADINGS))
        self.table.setObjectName("historyTable")
        self.table.setAccessibleName("修改记录")
        self.table.setHorizontalHeaderLabels(HEADINGS)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.ROW_COMPACT)
        for row, line in enumerate(lines):
            told = (f"{line.at:%Y-%m-%d %H:%M:%S}", line.by or "未署名", line.field, line.old, line.new, line.command)
            for column, text in enumerate(told):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
        for column, width in enumerate((148, 72, 144, 160, 160)):
            self.table.setColumnWidth(column, width)
        self.table.horizontalHeader().setSectionResizeMode(len(HEADINGS) - 1, QHeaderView.ResizeMode.Stretch)
        buttons = QDialogButtonBox()
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setToolTip("关闭（Esc）")
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        layout.addWidget(self.table)
        layout.addWidget(buttons)
        resize_within_screen(self, 960, 560)
