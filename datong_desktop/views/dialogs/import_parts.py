"""What the previews of imports share: texts to read, a table to copy from, the two buttons."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QToolTip,
)

from datong_desktop.views.widgets.button_row import ButtonRow


class _ImportButton(QPushButton):
    """Enter on it does not import (clerks key Enter by the thousand), nor does it cancel: it says what does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QToolTip.showText(self.mapToGlobal(self.rect().topLeft()), "按空格键或 Alt+I 导入", self)
        else:
            super().keyPressEvent(event)


def import_buttons(text: str) -> tuple[QDialogButtonBox, QPushButton, QPushButton]:
    """The row of buttons, 导入 with this text, and 取消, which is what Enter does elsewhere: nothing is
    imported by accident."""
    buttons = ButtonRow()
    take_in = _ImportButton(text)
    take_in.setObjectName("importButton")
    cancel = QPushButton("取消")
    cancel.setObjectName("importCancelButton")
    cancel.setToolTip("什么也不改（Esc）")
    buttons.addButton(take_in, QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
    take_in.setProperty("primary", True)
    take_in.setAutoDefault(False)
    take_in.setDefault(False)
    cancel.setDefault(True)
    return buttons, take_in, cancel


def plain_label(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class TextTable(QTableWidget):
    """Rows of plain text to read and copy. A text from a file is never taken for markup, in tool tips neither."""

    def __init__(self, name: str, spoken: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        super().__init__(len(rows), len(columns))
        self._rows = rows
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setHorizontalHeaderLabels(list(columns))
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setToolTip(f"<qt>{html.escape(text)}</qt>" if text else "")
                self.setItem(number, column, item)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setStretchLastSection(True)
        action = QAction("复制（Ctrl+C）", self)
        action.triggered.connect(self.copy)
        self.addAction(action)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's own Ctrl+C copies one cell
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """The selected rows, or all that are shown, as tab-separated text."""
        selected = sorted({index.row() for index in self.selectedIndexes()}) or range(len(self._rows))
        lines = ["\t".join(self._rows[n]) for n in selected if not self.isRowHidden(n)]
        QGuiApplication.clipboard().setText("\n".join(lines))
