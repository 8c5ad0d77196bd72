"""修改记录: who changed what of a record, when, from what to what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from datong_desktop.services.histories import HistoryLine
from datong_desktop.views import theme
from datong_desktop.views.dialogs import closing, resize_within_screen
from datong_desktop.views.records.fact_table import FactTable, Row

COLUMNS = (("时间", 148), ("录入员", 72), ("栏目", 144), ("原来", 160), ("改成", 160), ("操作", 0))


class HistoryDialog(QDialog):
    """The lines, newest first; Ctrl+C copies the chosen ones."""

    def __init__(self, name: str, lines: Sequence[HistoryLine], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("recordHistory")
        self.setWindowTitle(f"修改记录：{name}")
        self.table = FactTable("historyTable", "修改记录", COLUMNS)
        self.table.show_rows([Row("", _texts(line)) for line in lines])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        layout.addWidget(self.table)
        layout.addWidget(closing(self))
        resize_within_screen(self, 960, 560)


def _texts(line: HistoryLine) -> tuple[str, ...]:
    return f"{line.at:%Y-%m-%d %H:%M:%S}", line.by or "未署名", line.field, line.old, line.new, line.command
