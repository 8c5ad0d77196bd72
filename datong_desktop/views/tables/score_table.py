"""The item model of annex table 2 with its rank column: districts × points, 最终得分, 名次; sortable, annex order at first."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from datong_desktop.domain.scoring import Assessment, DistrictResult
from datong_desktop.domain.year_book import YearBook

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole + 1
PROVISIONAL = "暂"
OUT_SIGN = "⊘"
NONE = "–"

Kind = Literal["district", "points", "final", "rank"]
ScoreKey = tuple[str, str]
"""(district, indicator id | FINAL | RANK): one cell whatever the order of the rows."""
FINAL, RANK = "#final", "#rank"


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """All that the delegate paints of one cell. ``quiet`` texts (未报, –) are grey."""

    kind: Kind
    text: str
    provisional: bool = False
    quiet: bool = False
    out: bool = False


class ScoreTable(QAbstractTableModel):
    """One row a district. Column 0 is 县区, then the indicators, 最终得分, 名次. Nothing is editable."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.book: YearBook | None = None
        self.sort_column: int | None = None
        self.sort_order = Qt.SortOrder.AscendingOrder
        self._order: list[int] = []
        self._blank_columns: frozenset[str] = frozenset()

    # -- showing ------------------------------------------------------------------------------------------

    def set_book(self, book: YearBook | None) -> None:
        """Show a year; a year of the same shape is refreshed in place so that selection and sorting stay."""
        old = self.book
        same = old is not None and book is not None and (old.year, old.scheme) == (book.year, book.scheme)
        if not same:
            self.beginResetModel()
            self.sort_column = None
        self.book = book
        self._blank_columns = frozenset(i for _, i in book.assessment.missing) if book else frozenset()
        if not same:
            self._order = list(range(len(book.scheme.districts))) if book else []
            self.endResetModel()
            return
        self._arrange()
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    @property
    def assessment(self) -> Assessment:
        assert self.book is not None
        return self.book.assessment

    @property
    def districts(self) -> tuple[str, ...]:
        """District names in the order shown."""
        return tuple(self.book.scheme.districts[i] for i in self._order) if self.book else ()

    @property
    def final_column(self) -> int:
        return len(self.book.scheme.indicators) + 1 if self.book else 1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or not self.book else self.final_column + 2

    def result(self, row: int) -> DistrictResult:
        """The result shown in a row."""
        return self.assessment.rows[self._order[row]]

    def key(self, index: Index) -> ScoreKey | None:
        """(district, what) of a cell; ``what`` is "" for the district column, None for an invalid index."""
        if self.book is None or not index.isValid():
            return None
        column, district = index.column(), self.result(index.row()).district
        if column == 0:
            return district, ""
        if column >= self.final_column:
            return district, FINAL if column == self.final_column else RANK
        return district, self.book.scheme.indicators[column - 1].id

    def index_of(self, key: ScoreKey) -> QModelIndex:
        """Index of a cell by its key; invalid when there is none such."""
        if self.book is None or key[0] not in self.book.scheme.districts:
            return QModelIndex()
        whats = ["", *(i.id for i in self.book.scheme.indicators), FINAL, RANK]
        if key[1] not in whats:
            return QModelIndex()
        return self.index(self.districts.index(key[0]), whats.index(key[1]))

    def cell(self, row: int, column: int) -> ScoreCell:
        """What one cell shows."""
        result = self.result(row)
        book, out = self.book, result.disqualified
        assert book is not None
        if column == 0:
            return ScoreCell("district", result.district, out=out)
        if column < self.final_column:
            mark = result.marks[column - 1]
            if mark.points is None:
                return ScoreCell("points", NONE if out else "未报", quiet=True, out=out)
            return ScoreCell("points", str(mark.points), provisional=mark.indicator.id in self._blank_columns)
        if column == self.final_column:
            if result.final is None:
                return ScoreCell("final", f"{OUT_SIGN} 取消参评资格" if out else "未报齐", quiet=True, out=out)
            return ScoreCell("final", book.scheme.format_final(result.final), provisional=bool(self._blank_columns))
        if result.rank is None:
            return ScoreCell("rank", NONE, quiet=True, out=out)
        return ScoreCell("rank", str(result.rank), provisional=bool(self._blank_columns))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.book is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if index.column() == 0 else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role not in (
            CELL_ROLE,
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        cell = self.cell(index.row(), index.column())
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{cell.text} {PROVISIONAL}" if cell.provisional else cell.text
        return self._spoken(index, cell)

    def _spoken(self, index: Index, cell: ScoreCell) -> str:
        result = self.result(index.row())
        if index.column() == 0:
            return f"{result.district}，取消参评资格" if cell.out else result.district
        heading = self.full_heading(index.column())
        text = "取消参评资格" if cell.out else "没有" if cell.text == NONE else cell.text
        tail = "（暂定，还有县区未报）" if cell.provisional else ""
        if 0 < index.column() < self.final_column and (value := result.marks[index.column() - 1].value) is not None:
            return f"{result.district} · {heading}：{text}{tail}，数值 {value}"
        return f"{result.district} · {heading}：{text}{tail}"

    def full_heading(self, column: int) -> str:
        """The heading as annex table 2 prints it, on one line: "上市企业数量得分"."""
        assert self.book is not None
        if column == 0:
            return "县区"
        if column < self.final_column:
            return f"{self.book.scheme.indicators[column - 1].name}{self.book.scheme.points_suffix}"
        return self.book.scheme.final_heading if column == self.final_column else "名次"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.book is None or orientation == Qt.Orientation.Vertical or not 0 <= section < self.columnCount():
            return None
        if not 0 < section < self.final_column:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.full_heading(section)
            if role == Qt.ItemDataRole.ToolTipRole:
                return self._plain_tip(section)
            return None
        indicator = self.book.scheme.indicators[section - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{self.full_heading(section)}\n{indicator.weight_text}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                f"{self.full_heading(section)}（权重 {indicator.weight_text}）\n{indicator.clause}：{indicator.meaning}"
            )
        return None

    def _plain_tip(self, section: int) -> str:
        assert self.book is not None
        rule = self.book.scheme.final_rule
        if section == 0:
            return "县区，按附表顺序"
        if section == self.final_column:
            return f"{self.full_heading(section)}：{rule.text}（{rule.clause}）"
        return "按最终得分从高到低排名，得分相同的名次相同"

    # -- sorting ------------------------------------------------------------------------------------------

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort rows by a column, blanks last either way; a negative column is the annex order."""
        self.sort_column = column if 0 <= column < self.columnCount() else None
        self.sort_order = order
        self._arrange()

    def _arrange(self) -> None:
        order = self._wanted_order()
        if order == self._order:
            return
        self.layoutAboutToBeChanged.emit()
        before: list[QModelIndex] = self.persistentIndexList()
        places = {district: row for row, district in enumerate(order)}
        after = [self.index(places[self._order[i.row()]], i.column()) for i in before]
        self._order = order
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _wanted_order(self) -> list[int]:
        if self.book is None or self.sort_column is None:
            return list(range(len(self._order)))
        down = self.sort_order == Qt.SortOrder.DescendingOrder
        values = [self._sort_value(row, self.sort_column) for row in range(len(self._order))]
        known = [row for row, value in enumerate(values) if value is not None]
        known.sort(key=lambda row: values[row] or 0, reverse=down)
        if down:  # equal values keep the annex order in both directions
            known.sort(key=lambda row: -(values[row] or 0))
        return known + [row for row, value in enumerate(values) if value is None]

    def _sort_value(self, row: int, column: int) -> int | Decimal | None:
        result = self.assessment.rows[row]
        if column == 0:
            return row
        if column < self.final_column:
            return result.marks[column - 1].points
        return result.final if column == self.final_column else result.rank


def changed_scores(old: YearBook, new: YearBook) -> tuple[ScoreKey, ...]:
    """Cells whose points, final score or rank differ; both books are of the same scheme."""
    found: list[ScoreKey] = []
    for before, after in zip(old.assessment.rows, new.assessment.rows, strict=True):
        found += [
            (after.district, a.indicator.id)
            for b, a in zip(before.marks, after.marks, strict=True)
            if b.points != a.points
        ]
        if before.final != after.final or before.disqualified != after.disqualified:
            found.append((after.district, FINAL))
        if before.rank != after.rank:
            found.append((after.district, RANK))
    return tuple(found)
