"""The table of records on the screen: choosing, moving, sizing columns; keys, many rows at once, copying."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from datong_desktop.domain.fields import Field
from datong_desktop.views import theme
from datong_desktop.views.indicators.block import write_block
from datong_desktop.views.records.record_table import RecordTable

KEEP_MS = 400
"""A column is being dragged wider: its width is kept once it rests."""
MOST_COPIED = 20_000

NO_KEY, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


class RecordView(QTableView):
    """Signals: ``openRequested(str id)``, ``currentRecordChanged(str id)`` ("" for none), ``selectionCounted(int rows)``,
    ``sortRequested(str field, bool descending)`` ("" for none), ``columnsChanged()``, ``menuRequested(QPoint)`` in global
    coordinates, ``typed(str)`` for a text that is meant for the search, ``message(str)``."""

    openRequested = Signal(str)
    currentRecordChanged = Signal(str)
    selectionCounted = Signal(int)
    sortRequested = Signal(str, bool)
    columnsChanged = Signal()
    menuRequested = Signal(QPoint)
    typed = Signal(str)
    message = Signal(str)

    def __init__(self, table: RecordTable, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.records = table
        self.setModel(table)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.set_compact(False)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(32)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda at: self.open_column_menu(header.mapToGlobal(at)))
        header.sectionClicked.connect(self._clicked)
        self._keep = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keep.timeout.connect(self.columnsChanged)
        header.sectionResized.connect(lambda *_: self._keep.start())
        header.sectionMoved.connect(lambda *_: self._keep.start())

    def set_compact(self, compact: bool) -> None:
        """Rows 24 px high instead of 30."""
        self.verticalHeader().setDefaultSectionSize(theme.ROW_COMPACT if compact else theme.ROW)

    # -- columns ------------------------------------------------------------------------------------------

    def show_columns(self, shown: Sequence[str], widths: Mapping[str, int]) -> None:
        """Show these fields from left to right; widths in pixels by field id, else as declared in characters."""
        header, character = self.horizontalHeader(), self.fontMetrics().horizontalAdvance("0")
        header.blockSignals(True)
        for place, field in enumerate(self.records.fields):
            heading = self.fontMetrics().horizontalAdvance(field.heading + " ↑") + 2 * theme.GAP
            self.setColumnWidth(place, widths.get(field.id, max((field.column or 12) * character + 2 * theme.GAP, heading)))
            self.setColumnHidden(place, field.id not in shown)
        order = {field.id: place for place, field in enumerate(self.records.fields)}
        for visual, one in enumerate(shown):
            header.moveSection(header.visualIndex(order[one]), visual)
        header.blockSignals(False)
        self.updateGeometries()
        self.viewport().update()
        header.viewport().update()

    def columns(self) -> list[Field]:
        """The fields shown, from left to right."""
        header = self.horizontalHeader()
        places = [header.logicalIndex(visual) for visual in range(header.count())]
        return [self.records.fields[place] for place in places if not self.isColumnHidden(place)]

    def widths(self) -> dict[str, int]:
        return {f.id: self.columnWidth(place) for place, f in enumerate(self.records.fields) if not self.isColumnHidden(place)}

    def open_column_menu(self, at: QPoint) -> None:
        """Tick the columns that are shown."""
        menu = QMenu(self)
        menu.setObjectName("columnMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, field in enumerate(self.records.fields):
            action = menu.addAction(field.heading)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(place))
            action.toggled.connect(lambda on, p=place: self.set_column_shown(p, on))
        menu.popup(at)

    def set_column_shown(self, place: int, shown: bool) -> None:
        """Show or hide one column; the last one stays."""
        if not shown and len(self.columns()) == 1:
            self.message.emit("至少要留一列")
            return
        self.setColumnHidden(place, not shown)
        self._keep.start()

    def _clicked(self, place: int) -> None:
        """Up, down, as it was."""
        field = self.records.fields[place].id
        column, descending = self.records.sorted_by
        if column != field:
            self.sortRequested.emit(field, False)
        else:
            self.sortRequested.emit("" if descending else field, not descending)

    # -- rows ---------------------------------------------------------------------------------------------

    def current_id(self) -> str:
        return self.records.id_at(self.currentIndex())

    def selected_ids(self) -> list[str]:
        """The chosen records from top to bottom; the ranges are asked, not each of a hundred thousand rows."""
        ids = self.records.ids
        return list(dict.fromkeys(one for top, bottom in self._spans() for one in ids[top : bottom + 1]))

    def _spans(self) -> list[tuple[int, int]]:
        """First and last row of each chosen range."""
        selection = self.selectionModel().selection()
        ranges = (selection.at(n) for n in range(selection.size()))
        return sorted({(one.top(), one.bottom()) for one in ranges})

    def change_rows(self, change: Callable[[], object]) -> None:
        """Let the model change its rows; the current record and the chosen ones stay so where they are still there."""
        current, chosen, count = self.current_id(), self.selected_ids(), len(self.records.ids)
        everything = len(chosen) == count
        change()
        ids = self.records.ids
        if not ids:
            self.currentRecordChanged.emit("")
            return
        row = ids.index(current) if current in ids else 0
        column = self._column()
        select = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self.records.index(row, column), select.ClearAndSelect | select.Rows)
        if len(chosen) > 1 and not everything:
            self._choose(set(chosen))

    def _choose(self, chosen: set[str]) -> None:
        last = len(self.records.fields) - 1
        selection = QItemSelection()
        rows = [row for row, one in enumerate(self.records.ids) if one in chosen]
        starts = [n for n, row in enumerate(rows) if not n or rows[n - 1] != row - 1]
        ends = [*starts[1:], len(rows)][: len(starts)]  # none of them may be on show any more
        for start, end in zip(starts, ends, strict=True):
            selection.select(self.records.index(rows[start], 0), self.records.index(rows[end - 1], last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.Select)

    def currentChanged(self, current: object, previous: object) -> None:
        super().currentChanged(current, previous)  # type: ignore[arg-type]
        if self.currentIndex().isValid():
            self.records.fetch_near(self.currentIndex().row())  # the panel wants it first: one reading for both
        self.currentRecordChanged.emit(self.current_id())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.selectionCounted.emit(sum(bottom - top + 1 for top, bottom in self._spans()))

    # -- keys ---------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held, key = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and not held:
            if one := self.current_id():
                self.openRequested.emit(one)
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and held in (NO_KEY, CTRL):
            # Qt's Ctrl+Home leaves the chosen row behind: the panel would show one record and the menu act on another
            self.go_to(0 if key == Qt.Key.Key_Home else len(self.records.ids) - 1)
        else:
            super().keyPressEvent(event)

    def go_to(self, row: int) -> None:
        """Make a row current and scroll to it."""
        if self.records.ids:
            at, select = self.records.index(row, self._column()), QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(at, select.ClearAndSelect | select.Rows)
            self.scrollTo(at)

    def _column(self) -> int:
        """Where the frame of the keys stays: at its column, else at the first one that is shown."""
        column, header = self.currentIndex().column(), self.horizontalHeader()
        if column >= 0 and not self.isColumnHidden(column):
            return column
        order = (header.logicalIndex(visual) for visual in range(header.count()))
        return next((place for place in order if not self.isColumnHidden(place)), 0)

    def keyboardSearch(self, search: str) -> None:
        """Qt would ask every row; the search field is quicker and finds more."""
        if search.strip():
            self.typed.emit(search)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        one = self.records.id_at(self.indexAt(event.position().toPoint()))
        if one and event.button() == Qt.MouseButton.LeftButton:
            self.openRequested.emit(one)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.menuRequested.emit(at)

    def copy(self) -> None:
        """Copy the chosen rows with headings as tab-separated text."""
        chosen, columns = self.selected_ids(), self.columns()
        if not chosen:
            self.message.emit("请先选中要复制的行")
            return
        if len(chosen) > MOST_COPIED:
            self.message.emit(f"选中了 {len(chosen)} 行，一次最多复制 {MOST_COPIED} 行；更多请用“导出所见”")
            return
        lines = [[f.heading for f in columns]]
        for start in range(0, len(chosen), 500):
            lot = chosen[start : start + 500]
            self.records.fetch(lot)
            lines += [[self.records.text(one, f) for f in columns] for one in lot]
        QGuiApplication.clipboard().setText(write_block(lines))
        self.message.emit(f"已复制 {len(chosen)} 行，带标题，可粘贴到 Excel、WPS")
