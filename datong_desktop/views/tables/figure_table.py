"""The item model of annex table 1: districts × indicators with row and column totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from datong_desktop.domain.counts import BadCount, parse_count
from datong_desktop.domain.registry_counts import RegistryCounts
from datong_desktop.domain.year_book import Cell, YearBook
from datong_desktop.views.tables.figure_cells import (
    CellState,
    RefusedText,
    Total,
    cell_state,
    change_text,
    count_text,
    totals_of,
    warnings_of,
)

Index = QModelIndex | QPersistentModelIndex
Write = Callable[[Mapping[Cell, int | None], str], bool]
READ_ONLY = "账套以只读方式打开，不能修改"
READABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
EDITABLE = READABLE | Qt.ItemFlag.ItemIsEditable


class FigureTable(QAbstractTableModel):
    """Rows are the districts in annex order and 合计; columns the indicators and 合计. Writing goes through
    ``write(figures, label) -> taken``."""

    def __init__(self, write: Write, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.write = write
        self.book: YearBook | None = None
        self.writable = False
        self.data_rows = self.data_columns = 0
        self.refused: dict[Cell, RefusedText] = {}
        self._counts: RegistryCounts | None = None
        self._warnings: dict[tuple[str | None, str | None], str] = {}
        self._totals: dict[tuple[str | None, str | None], Total] = {}

    # -- what is shown ------------------------------------------------------------------------------------

    def set_book(self, book: YearBook | None, *, writable: bool, changed: Iterable[Cell] | None = None) -> None:
        """Show a year; one of the same scheme is refreshed in place so that the place in the table stays.

        ``changed`` names the only cells whose figures differ from before (None: anything may).
        """
        before, old_warnings = self.book, self._warnings
        same = before is not None and book is not None and book.scheme == before.scheme
        if not same:
            self.beginResetModel()
        if before is None or book is None or book.year != before.year:
            self.refused.clear()
            changed = None
        self.book, self.writable = book, writable
        self.data_rows = len(book.scheme.districts) if book else 0
        self.data_columns = len(book.scheme.indicators) if book else 0
        self._totals = totals_of(book) if book else {}
        self._warnings = warnings_of(book) if book else {}
        if not same:
            self.endResetModel()
            return
        assert before is not None
        assert book is not None
        marked = {
            key for key in old_warnings.keys() | self._warnings if old_warnings.get(key) != self._warnings.get(key)
        }
        marked |= {(district, None) for district in before.disqualified.keys() ^ book.disqualified.keys()}
        if changed is None:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        else:
            self._refresh_cells({*changed, *((d, i) for d, i in marked if d and i)})
        self._refresh_headings(marked)

    def set_counts(self, counts: RegistryCounts | None) -> None:
        """Show what the registry counts beside the figures; those of another year than the book's are not shown."""
        self._counts = counts
        if self.book is not None:
            self.dataChanged.emit(self.index(0, 0), self.index(self.data_rows - 1, self.data_columns - 1))

    def _refresh_cells(self, changed: Iterable[Cell]) -> None:
        """Repaint cells with their totals."""
        places = {(index.row(), index.column()) for cell in changed if (index := self.index_of(*cell)).isValid()}
        places |= {(r, self.data_columns) for r, _ in places} | {(self.data_rows, c) for _, c in places}
        for row, column in places | {(self.data_rows, self.data_columns)}:
            index = self.index(row, column)
            self.dataChanged.emit(index, index)

    def _refresh_headings(self, marked: Iterable[tuple[str | None, str | None]]) -> None:
        """Repaint the headings of districts and indicators whose sign came or went."""
        assert self.book is not None
        indicators = [i.id for i in self.book.scheme.indicators]
        for district, indicator in marked:
            if indicator is None and district is not None:
                row = self.book.scheme.districts.index(district)
                self.headerDataChanged.emit(Qt.Orientation.Vertical, row, row)
            elif district is None and indicator is not None:
                column = indicators.index(indicator)
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, column, column)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or not self.book else self.data_rows + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or not self.book else self.data_columns + 1

    def cell(self, index: Index) -> Cell | None:
        """(district, indicator id) of a data cell, None for totals."""
        row, column = index.row(), index.column()
        if self.book is None or not (0 <= row < self.data_rows and 0 <= column < self.data_columns):
            return None
        return self.book.scheme.cells[row][column]

    def index_of(self, district: str, indicator: str) -> QModelIndex:
        """Index of a cell; invalid when the scheme has none such."""
        if self.book is None:
            return QModelIndex()
        ids = [i.id for i in self.book.scheme.indicators]
        if district not in self.book.scheme.districts or indicator not in ids:
            return QModelIndex()
        return self.index(self.book.scheme.districts.index(district), ids.index(indicator))

    def state(self, index: Index) -> CellState:
        """Everything known of one cell; totals add what is keyed."""
        book = self.book
        assert book is not None
        cell = self.cell(index)
        if cell is None:
            total = self._total(index)
            return CellState(total.value, total=True, blank=total.blank)
        return cell_state(book, cell, self._counts, self.refused.get(cell), self._warnings.get(cell, ""))

    def _total(self, index: Index) -> Total:
        assert self.book is not None
        row, column, scheme = index.row(), index.column(), self.book.scheme
        district = scheme.districts[row] if row < self.data_rows else None
        indicator = scheme.indicators[column].id if column < self.data_columns else None
        return self._totals[district, indicator]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.book is None:
            return None
        state = self.state(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            if state.refused is not None:
                return state.refused.text
            if state.value is None:
                blank = "–" if state.total else "未报"
                return blank if role == Qt.ItemDataRole.DisplayRole else ""
            return str(state.value)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(index, state)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._tip(index, state).replace("\n", "，")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _tip(self, index: Index, state: CellState) -> str:
        assert self.book is not None
        cell = self.cell(index)
        if cell is None:
            sum_of = "–" if state.value is None else str(state.value)
            return f"合计 {sum_of}" + (f"，还有 {state.blank} 格未报" if state.blank else "")
        lines = [
            f"{cell[0]} · {self.book.scheme.indicator(cell[1]).name}：{'未报' if state.value is None else state.value}"
        ]
        if self.book.last_year:
            lines.append(f"上年 {'未报' if state.last_year is None else state.last_year}{change_text(state.value, state.last_year)}")
        if state.refused:
            lines.append(f"✕ 没有保存“{state.refused.text}”：{state.refused.reason}")
        if state.warning:
            lines.append(f"▲ {state.warning}")
        if state.counted is not None:
            lines.append(count_text(state))
        if state.out:
            lines.append("取消参评资格，不参加本年度评分")
        if state.remark:
            lines.append(f"备注：{state.remark}")
        return "\n".join(lines)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.book is None:
            return None
        scheme = self.book.scheme
        if orientation == Qt.Orientation.Vertical:
            if section >= self.data_rows:
                return "合计" if role == Qt.ItemDataRole.DisplayRole else None
            district = scheme.districts[section]
            warning = self._warnings.get((district, None), "")
            if role == Qt.ItemDataRole.DisplayRole:
                return (
                    f"{district} ⊘" if district in self.book.disqualified else f"{district} ▲" if warning else district
                )
            if role == Qt.ItemDataRole.ToolTipRole:
                return "\n".join(
                    filter(None, (district, warning, "取消参评资格" if district in self.book.disqualified else ""))
                )
            return None
        if section >= self.data_columns:
            return "合计" if role == Qt.ItemDataRole.DisplayRole else None
        indicator = scheme.indicators[section]
        warning = self._warnings.get((None, indicator.id), "")
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{indicator.name}{' ▲' if warning else ''}\n{indicator.weight_text}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(
                filter(None, (f"{indicator.name}（权重 {indicator.weight_text}）", indicator.meaning, warning))
            )
        return None

    # -- writing ------------------------------------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not (0 <= index.row() < self.data_rows and 0 <= index.column() < self.data_columns):
            return Qt.ItemFlag.NoItemFlags
        return EDITABLE if self.writable else READABLE

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a typed text. A text that is no count, or that could not be stored, stays in the cell, refused."""
        cell = self.cell(index)
        if cell is None or self.book is None or role != Qt.ItemDataRole.EditRole:
            return False
        text = str(value)
        count = parse_count(text)
        if isinstance(count, BadCount):
            self.keep_refused(cell, text, count.text)
            return False
        kept = self.refused.pop(cell, None)
        if count == self.book.figures.get(cell):
            self._touch(cell)
            return True
        label = f"录入 {cell[0]} {self.book.scheme.indicator(cell[1]).short_name}"
        if self.write({cell: count}, label):
            return True
        self.keep_refused(cell, text, kept.reason if kept else "还没有写入账套")
        return False

    def keep_refused(self, cell: Cell, text: str, reason: str) -> None:
        self.refused[cell] = RefusedText(text, reason)
        self._touch(cell)

    def drop_refused(self, cell: Cell) -> None:
        """Give up a refused text: the cell shows the stored figure again."""
        if self.refused.pop(cell, None) is not None:
            self._touch(cell)

    def retry_refused(self) -> int:
        """Submit every kept text again that is a count now storable; returns how many are still refused."""
        for cell, kept in tuple(self.refused.items()):
            index = self.index_of(*cell)
            if not isinstance(parse_count(kept.text), BadCount):
                self.setData(index, kept.text)
        return len(self.refused)

    def _touch(self, cell: Cell) -> None:
        index = self.index_of(*cell)
        self.dataChanged.emit(index, index)
