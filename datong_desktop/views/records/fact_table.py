"""A table to read and choose rows from: sortable, copied as tab-separated text, opened by Enter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from datong_desktop.views import theme
from datong_desktop.views.indicators.block import write_block

FIGURES = "（万元）"
"""Ends the heading of a column of figures, which stand at the right."""


@dataclass(frozen=True, slots=True)
class Row:
    """``key`` names what the row is about; ``color`` says a state that a sign says too; ``part`` tells rows about the same
    apart."""

    key: str
    texts: tuple[str, ...]
    color: QColor | None = None
    part: str = ""


class FactTable(QTableWidget):
    """Signal ``openAsked(str key)`` for Enter and double click. Columns: (heading, width; 0 takes what is left); those whose
    headings are ``numbers`` are set to the right."""

    openAsked = Signal(str)

    def __init__(self, name: str, title: str, columns: Sequence[tuple[str, int]], numbers: Collection[str] = ()) -> None:
        super().__init__(0, 0)
        self._numbers = frozenset(numbers)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_COMPACT)
        self.horizontalHeader().setHighlightSections(False)
        self.rows: tuple[Row, ...] = ()
        self.show_columns(columns)
        self.itemDoubleClicked.connect(lambda item: self.openAsked.emit(self.rows[item.row()].key))

    def show_columns(self, columns: Sequence[tuple[str, int]]) -> None:
        """These columns instead of those before; the rows go."""
        self.setRowCount(0)
        self.rows = ()
        self.setColumnCount(len(columns))
        self.setHorizontalHeaderLabels([heading for heading, _ in columns])
        self._right = {n for n, (heading, _) in enumerate(columns) if heading in self._numbers or heading.endswith(FIGURES)}
        for column, (_, width) in enumerate(columns):
            mode = QHeaderView.ResizeMode.Interactive if width else QHeaderView.ResizeMode.Stretch
            self.horizontalHeader().setSectionResizeMode(column, mode)
            if width:
                self.setColumnWidth(column, width)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """These rows, the selection kept where the same are there again."""
        chosen = {(row.key, row.part) for row in self._chosen_rows()}
        self.rows = tuple(rows)
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, text in enumerate(row.texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column in self._right:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if row.color is not None:
                    item.setForeground(row.color)
                self.setItem(number, column, item)
        self._select_where(lambda row: (row.key, row.part) in chosen)
        if rows and not self.chosen():  # not selectRow: it heeds Ctrl, which the opening shortcut still holds
            self._select(0)
            self.selectionModel().setCurrentIndex(self.model().index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)

    def choose(self, keys: Collection[str]) -> None:
        """Select the rows that are about these."""
        self._select_where(lambda row: row.key in keys)

    def _select_where(self, wanted: Callable[[Row], bool]) -> None:
        self.clearSelection()
        for number, row in enumerate(self.rows):
            if wanted(row):
                self._select(number)

    def _select(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(self.model().index(row, 0), flags.Select | flags.Rows)

    def chosen(self) -> list[str]:
        """Keys of the chosen rows, in their order; each once."""
        return list(dict.fromkeys(row.key for row in self._chosen_rows()))

    def _chosen_rows(self) -> list[Row]:
        numbers = sorted({index.row() for index in self.selectedIndexes()})
        return [self.rows[n] for n in numbers if n < len(self.rows)]

    def copy(self) -> None:
        """The chosen rows as tab-separated text."""
        QGuiApplication.clipboard().setText(write_block([row.texts for row in self._chosen_rows()]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.openAsked.emit(self.rows[self.currentRow()].key)
        else:
            super().keyPressEvent(event)
