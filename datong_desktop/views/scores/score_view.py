"""The score table on the screen: keys, sorting, copying, flashing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from datong_desktop.views import theme
from datong_desktop.views.indicators.block import write_block
from datong_desktop.views.scores.flashes import Flashes
from datong_desktop.views.scores.frozen_districts import FrozenDistricts
from datong_desktop.views.scores.score_delegate import ScoreDelegate
from datong_desktop.views.scores.score_header import ScoreHeader
from datong_desktop.views.tables.score_table import OUT_SIGN, PROVISIONAL, ScoreKey, ScoreTable

NARROWEST = 84
"""Of an indicator: its full name wraps in at most a handful of lines, as in the keying grid."""


class ScoreView(QTableView):
    """Signals: ``currentCellChanged()``, ``opened(ScoreKey)`` on Enter or double click, ``orderChanged()`` when the order was
    changed by the clerk, ``menuRequested(QPoint)`` in global coordinates, ``message(str)`` for the status bar."""

    currentCellChanged = Signal()
    opened = Signal(tuple)
    orderChanged = Signal()
    menuRequested = Signal(QPoint)
    message = Signal(str)

    def __init__(self, table: ScoreTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scoreTable")
        self.setAccessibleName("得分表")
        self.scores = table
        self.flashes = Flashes(self)
        self.setItemDelegate(ScoreDelegate(table, self.flashes, self))
        self._frozen = FrozenDistricts(self)
        self._fitting = False
        self._header = ScoreHeader(table, self)
        self.setHorizontalHeader(self._header)
        self.setModel(table)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(theme.ROW_LEAST)
        self.set_compact(False)
        self._header.sectionClicked.connect(self.sort_by)
        self.flashes.faded.connect(self._repaint)
        table.modelReset.connect(self._fit_columns)
        table.dataChanged.connect(self._refreshed)

    # -- look ---------------------------------------------------------------------------------------------

    def set_compact(self, compact: bool) -> None:
        """Rows 24 px high instead of 30."""
        self._row = theme.ROW_COMPACT if compact else theme.ROW
        self.verticalHeader().setDefaultSectionSize(self._row)

    def fit_rows(self, *offers: tuple[int, int]) -> None:
        """Lower rows where that shows all of them: the first offer (height of the whole table, lowest row) that does."""
        count = self.scores.rowCount()
        fits = [((height - self.height_without_rows) // max(1, count), lowest) for height, lowest in offers]
        row = next((fit for fit, lowest in fits if fit >= lowest), self._row)
        self.verticalHeader().setDefaultSectionSize(min(self._row, row))

    def _refreshed(self) -> None:
        finals = self.scores.final_column
        if self.scores.book is not None and self.columnWidth(finals) != self._width_of_finals(self.fontMetrics()):
            self._fit_columns()  # the first district is out, or none is any more
        self.currentCellChanged.emit()

    def _fit_columns(self) -> None:
        """Fit once: a scroll bar that comes and goes with the heading's height must not start it all over."""
        if not self._fitting:
            self._fitting = True
            try:
                self._share_width()
            finally:
                self._fitting = False

    def _share_width(self) -> None:
        """District, final and rank as wide as they need; the indicators share the rest, never cut, in as few lines of
        heading as they can."""
        last = self.scores.columnCount() - 1
        if last < 2:
            return
        metrics, book = self.fontMetrics(), self.scores.book
        assert book is not None
        names = [f"{d} {OUT_SIGN}" for d in book.scheme.districts]
        widest = max(metrics.horizontalAdvance(name) for name in names)
        fixed = {
            0: max(80, widest + 2 * theme.GAP + 8),
            last - 1: self._width_of_finals(metrics),
            last: 60,
        }
        room = self.viewport().width() - sum(fixed.values())
        shared = self._header.share(range(1, last - 1), room, NARROWEST)
        for column in range(last + 1):
            width = fixed[column] if column in fixed else shared[column - 1]
            if self.columnWidth(column) != width:
                self.setColumnWidth(column, width)
        self._header.fit_height()
        self._frozen.place()

    def _width_of_finals(self, metrics: QFontMetrics) -> int:
        """Room for 取消参评资格 only where some district is out."""
        assert self.scores.book is not None
        said = f"{OUT_SIGN} 取消参评资格" if self.scores.book.disqualified else self.scores.book.scheme.final_heading
        return max(NARROWEST, metrics.horizontalAdvance(said) + 2 * theme.GAP + 8)

    @property
    def wanted_height(self) -> int:
        """Height that shows every row."""
        return self.height_without_rows + self.verticalHeader().length()

    @property
    def height_without_rows(self) -> int:
        wide = self._header.length() > self.width()
        sideways = self.horizontalScrollBar().sizeHint().height() if wide else 0
        return self._header.height() + sideways + 2 * self.frameWidth() + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    # -- flashing -----------------------------------------------------------------------------------------

    def flash(self, keys: Iterable[ScoreKey]) -> None:
        """Let changed scores flash; nothing happens while the table is hidden."""
        if self.isVisible():
            self.flashes.start(keys)

    def hideEvent(self, event: QHideEvent) -> None:
        self.flashes.stop()
        super().hideEvent(event)

    def _repaint(self, keys: tuple[ScoreKey, ...]) -> None:
        if len(keys) > 60:
            self.viewport().update()
            return
        for key in keys:
            index = self.scores.index_of(key)
            if index.isValid():
                self.update(index)

    # -- sorting ------------------------------------------------------------------------------------------

    def sort_by(self, column: int) -> None:
        """Sort by a column, the best on top; once more turns the order round."""
        down, up = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
        best = down if 0 < column <= self.scores.final_column else up  # points and finals: highest on top
        now = (0, up) if self.scores.sort_column is None else (self.scores.sort_column, self.scores.sort_order)
        wanted = down if now == (column, best) and best == up else up if now == (column, best) else best
        self.scores.sort(-1 if (column, wanted) == (0, up) else column, wanted)
        self._sorted()

    def restore_order(self) -> None:
        """Back to the order of the annex."""
        self.scores.sort(-1)
        self._sorted()

    def _sorted(self) -> None:
        self._header.viewport().update()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        self.orderChanged.emit()

    # -- moving -------------------------------------------------------------------------------------------

    def current_key(self) -> ScoreKey | None:
        return self.scores.key(self.currentIndex())

    def go_to(self, key: ScoreKey) -> None:
        """Make a cell current by its key."""
        index = self.scores.index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """As Qt does, and out from under the district column."""
        super().scrollTo(index, hint)
        hidden = self._frozen.covered - self.visualRect(index).left()
        if index.column() > 0 and hidden > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self._frozen.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._frozen.update()

    def currentChanged(self, current: object, previous: object) -> None:
        super().currentChanged(current, previous)  # type: ignore[arg-type]
        self.currentCellChanged.emit()

    def ensure_current(self, key: ScoreKey | None = None) -> None:
        """Some cell is always current: ``key`` where there is such, else the first district's final score."""
        if self.currentIndex().isValid() or not self.scores.rowCount():
            return
        index = self.scores.index_of(key) if key else QModelIndex()
        self.setCurrentIndex(index if index.isValid() else self.scores.index(0, self.scores.final_column))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ensure_current()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = self.current_key()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and key is not None:
            self.opened.emit(key)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        key = self.scores.key(self.indexAt(event.position().toPoint()))
        if key is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(self.viewport().mapFromGlobal(event.globalPos()))
        on_districts = self._frozen.geometry().contains(self.mapFromGlobal(event.globalPos())) and self._frozen.covered
        if index.isValid() and on_districts:
            index = index.siblingAtColumn(0)
        if index.isValid() and index not in self.selectedIndexes():
            self.setCurrentIndex(index)
        self.menuRequested.emit(event.globalPos())

    # -- copying ------------------------------------------------------------------------------------------

    def copy(self, *, headings: bool) -> None:
        """Copy the selected block as tab-separated text; numbers stay numbers, 暂定 is said in the heading."""
        chosen = self.selectedIndexes()
        if not chosen:
            self.message.emit("请先选中要复制的格子")
            return
        rows = sorted({i.row() for i in chosen})
        columns = sorted({i.column() for i in chosen})
        if headings and columns[0] != 0:
            columns.insert(0, 0)
        lines = [[self.scores.cell(r, c).text for c in columns] for r in rows]
        provisional = {c for c in columns for r in rows if self.scores.cell(r, c).provisional}
        if headings:
            lines.insert(0, [self.scores.full_heading(c) + ("（暂定）" if c in provisional else "") for c in columns])
        QGuiApplication.clipboard().setText(write_block(lines))
        tail = f"，有暂定得分（表中标“{PROVISIONAL}”），县区还没报齐" if provisional else ""
        self.message.emit(f"已复制 {len(rows)}×{len(columns)}{'，带标题' if headings else ''}{tail}")
