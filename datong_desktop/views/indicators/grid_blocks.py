"""Blocks of cells in the keying grid: extend, copy, cut, paste, clear, fill, each one undo step."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication

from datong_desktop.domain.year_book import Cell
from datong_desktop.views.indicators.block import counts_of, read_block, write_block
from datong_desktop.views.tables.figure_table import READ_ONLY

if TYPE_CHECKING:
    from datong_desktop.views.indicators.figure_grid import FigureGrid


class GridBlocks:
    """Mixed into ``FigureGrid``: what Excel does with a selected rectangle."""

    def _g(self) -> FigureGrid:
        return cast("FigureGrid", self)

    def block(self) -> tuple[int, int, int, int]:
        """Selected rectangle (top, left, bottom, right) within the data cells; the current cell at least."""
        indexes = [i for i in self._g().selectedIndexes() if self._g().figures.cell(i)] or [self._g().currentIndex()]
        rows, columns = [i.row() for i in indexes], [i.column() for i in indexes]
        return min(rows), min(columns), max(rows), max(columns)

    def _extend(self, row: int, column: int) -> None:
        current = self._g().currentIndex()
        self._select(current.row(), current.column(), row, column)

    def _extend_by(self, down: int, right: int) -> None:
        current = self._g().currentIndex()
        top, left, bottom, right_edge = self.block()
        row = (bottom if current.row() == top else top) + down
        column = (right_edge if current.column() == left else left) + right
        self._select(current.row(), current.column(), row, column)

    def _select(self, row: int, column: int, to_row: int, to_column: int) -> None:
        to_row = max(0, min(to_row, self._g().figures.data_rows - 1))
        to_column = max(0, min(to_column, self._g().figures.data_columns - 1))
        corners = (
            self._g().figures.index(min(row, to_row), min(column, to_column)),
            self._g().figures.index(max(row, to_row), max(column, to_column)),
        )
        self._g().selectionModel().select(QItemSelection(*corners), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._g().scrollTo(self._g().figures.index(to_row, to_column))

    def copy(self) -> None:
        """Selected figures to the clipboard; blanks stay blank."""
        top, left, bottom, right = self.block()
        edit = Qt.ItemDataRole.EditRole
        rows = [
            [str(self._g().figures.index(r, c).data(edit)) for c in range(left, right + 1)]
            for r in range(top, bottom + 1)
        ]
        QGuiApplication.clipboard().setText(write_block(rows))
        self._g().message.emit(f"已复制 {bottom - top + 1}×{right - left + 1}")

    def cut(self) -> None:
        self.copy()
        self.clear_cells("剪切")

    def clear_cells(self, verb: str = "清除") -> None:
        """Blank the selected cells: 未报, not 0."""
        top, left, bottom, right = self.block()
        for cell in self._cells(top, left, bottom, right):
            self._g().figures.drop_refused(cell)
        self._submit(dict.fromkeys(self._cells(top, left, bottom, right)), verb, top, left, bottom, right)

    def paste(self) -> None:
        """Tab-separated figures to the current corner; one figure fills the whole selection. All or nothing."""
        text = QGuiApplication.clipboard().text()
        try:
            rows = read_block(text)
            counts = counts_of(rows)
        except ValueError as error:
            self._g().needsHelp.emit(str(error), text)
            return
        top, left, bottom, right = self.block()
        if len(counts) == 1 and len(counts[0]) == 1:
            counts = [[counts[0][0]] * (right - left + 1)] * (bottom - top + 1)
        width = max(len(row) for row in counts)
        bottom, right = top + len(counts) - 1, left + width - 1
        if bottom >= self._g().figures.data_rows or right >= self._g().figures.data_columns:
            where = self._g().figures.cell(self._g().figures.index(top, left))
            size = f"{len(counts)} 行 {width} 列"
            self._g().needsHelp.emit(
                f"没有粘贴：剪贴板里有 {size}，从{where[0] if where else ''}这一格起放不下。请换一个起点，或按名称导入。",
                text,
            )
            return
        cells = {
            cell: count
            for r, row in enumerate(counts, top)
            for c, count in enumerate(row, left)
            if (cell := self._g().figures.cell(self._g().figures.index(r, c)))
        }
        if self._submit(cells, "粘贴", top, left, bottom, right):
            self._select(top, left, bottom, right)

    def fill(self, way: str) -> None:
        """Ctrl+D, Ctrl+R: repeat the first row or column of the selection; a single line repeats its neighbour."""
        top, left, bottom, right = self.block()
        if way == "down" and top == bottom:
            top = max(0, top - 1)
        if way == "right" and left == right:
            left = max(0, left - 1)
        book = self._g().figures.book
        if book is None or (bottom == top if way == "down" else right == left):
            return
        cells: dict[Cell, int | None] = {}
        for r in range(top, bottom + 1):
            for c in range(left, right + 1):
                source = self._g().figures.cell(
                    self._g().figures.index(top if way == "down" else r, left if way == "right" else c)
                )
                target = self._g().figures.cell(self._g().figures.index(r, c))
                if source and target and source != target:
                    cells[target] = book.figures.get(source)
        self._submit(cells, "向下填充" if way == "down" else "向右填充", top, left, bottom, right)

    def keyboardSearch(self, search: str) -> None:
        """Qt's: digits are figures here, not a search that jumps about; where nothing can be written they are nothing."""
        if not self._g().figures.writable:
            self._g().message.emit(READ_ONLY)

    def _cells(self, top: int, left: int, bottom: int, right: int) -> list[Cell]:
        found = (
            self._g().figures.cell(self._g().figures.index(r, c))
            for r in range(top, bottom + 1)
            for c in range(left, right + 1)
        )
        return [cell for cell in found if cell]

    def _submit(self, cells: dict[Cell, int | None], verb: str, top: int, left: int, bottom: int, right: int) -> bool:
        if not self._g().figures.writable:
            self._g().message.emit(READ_ONLY)
            return False
        for cell in cells:
            self._g().figures.refused.pop(cell, None)
        rows, columns = bottom - top + 1, right - left + 1
        what = f"{rows}×{columns}"
        book = self._g().figures.book
        if rows == columns == 1 and book:
            district, indicator = self._cells(top, left, bottom, right)[0]
            what = f"{district} {book.scheme.indicator(indicator).short_name}"
        return self._g().figures.write(cells, f"{verb} {what}")
