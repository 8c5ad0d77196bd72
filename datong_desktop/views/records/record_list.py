"""A searchable list of records: search field, filters, table, count, and what to do when there is nothing to show.

What is listed is declared (``ListIndex.listed``); the enterprises of the registry are one such list.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from datong_desktop.services.facts import Facts
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.listed import Listed, Query
from datong_desktop.services.lots import LOT
from datong_desktop.services.record_list import ListIndex
from datong_desktop.settings import Settings
from datong_desktop.views import background, theme
from datong_desktop.views.first_paint import FirstPaint
from datong_desktop.views.records.filter_row import FilterRow
from datong_desktop.views.records.kept import KeptList
from datong_desktop.views.records.list_pages import ListPages
from datong_desktop.views.records.record_table import BLOCK, RecordTable
from datong_desktop.views.records.record_view import RecordView
from datong_desktop.views.records.saved_filters import SavedFilters
from datong_desktop.views.widgets.welcome import EmptyState


@dataclass(frozen=True)
class ListWords:
    """What a list is called: ``name`` in the settings and object names, the rest on the screen."""

    name: str
    title: str
    counted: str
    search_hint: str


class SearchField(QLineEdit):
    """Down and Enter go on to the rows, Esc clears; signal ``leaving()``."""

    leaving = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.leaving.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class RecordList(QWidget):
    """Signals: ``countsChanged()`` after other rows are on show; ``listRead()`` when search and filters answer."""

    countsChanged = Signal()
    listRead = Signal()

    def __init__(
        self, listed: Listed, words: ListWords, settings: Settings, empty: EmptyState, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words, self.kept = words, KeptList(settings, words.name)
        self._index: ListIndex | None = None
        self._job: background.Job | None = None
        self._reading = False
        offered = [f for f in listed.fields.values() if f.id != "initials"]
        self._default = list(listed.shown)
        self._query = Query()
        self.table = RecordTable(offered, "archived_on", self)
        self.view = RecordView(self.table, f"{words.name}Table", words.title)
        self.search = SearchField()
        self.filters = FilterRow(listed.filters)
        self.saved = SavedFilters(self.kept)
        self.count = QLabel()
        self.count.setObjectName(f"{words.name}Count")
        self.count.setProperty("muted", True)
        self._some = False
        """Whether there are any records, listed or put away."""
        self._pages = ListPages(self.view, empty, listed, words.title, self.clear_query, self.show_query)
        self._lay_out()
        self._connect()
        self._show_kept_columns()

    def _lay_out(self) -> None:
        self.search.setObjectName(f"{self._words.name}Search")
        self.search.setAccessibleName(f"搜索{self._words.title}")
        self.search.setPlaceholderText(self._words.search_hint)
        self.search.setToolTip(f"{self._words.search_hint}（Ctrl+F）；几个词用空格隔开，都要有")
        self.search.setClearButtonEnabled(True)
        button: QToolButton
        for button in self.search.findChildren(QToolButton):
            button.setToolTip("清除搜索（Esc）")
        self.saved.setFixedHeight(self.search.sizeHint().height())
        line = QHBoxLayout()
        line.setSpacing(theme.GAP)
        line.addWidget(self.search, 1)
        line.addWidget(self.saved)
        line.addWidget(self.count)
        above = QVBoxLayout()
        above.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        above.setSpacing(theme.GAP)
        above.addLayout(line)
        above.addWidget(self.filters)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above)
        layout.addWidget(self._pages, 1)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._ask)
        self.search.leaving.connect(self.view.setFocus)
        self.filters.changed.connect(self._ask)
        self.filters.cleared.connect(self.clear_query)
        self.saved.chosen.connect(self.show_query)
        self.saved.keeping.connect(lambda name: self.kept.keep_filter(name, self._query))
        self.view.typed.connect(self._type)
        self.view.sortRequested.connect(self.sort_by)
        self.view.columnsChanged.connect(self._keep_columns)

    # -- the ledger ---------------------------------------------------------------------------------------

    def show_ledger(self, ledger: Ledger | None, open_index: Callable[[Ledger], ListIndex]) -> None:
        """List another ledger: the first lines at once, then all ids; search and filters answer once a thread has read all."""
        self.stop_reading()
        self._open = open_index
        self._index = None if ledger is None else open_index(ledger)
        index = self._index
        if index is None:
            self.table.set_source(lambda _: {}, [])
            self._show_page()
            return
        self.table.set_source(index.lines, index.first_ids(BLOCK))
        self._some = bool(self.table.ids) or index.holds_any()
        self._show_page()
        if self.table.ids:
            self.view.go_to(0)
            FirstPaint(self.view.viewport(), lambda: self._start_reading(index))  # a busy thread would delay the paint
        else:
            self._start_reading(index)

    def _start_reading(self, index: ListIndex) -> None:
        if index is not self._index or self._reading:
            return

        def listed(ids: list[str]) -> None:
            if index is self._index:
                self.view.change_rows(lambda: self.table.set_ids(ids))
                self._job = background.run_in_turn(lambda _: index.read(lambda: index is not self._index), read, failed)

        def read(rows: list[Facts]) -> None:
            if index is self._index:
                index.take(rows)
                self._reading = False
                self._offer_choices()
                self._ask()
                self.listRead.emit()

        def failed(error: BaseException) -> None:
            if index is self._index:
                raise error

        self._reading = True
        self._job = background.run(index.all_ids, listed, failed)

    def stop_reading(self) -> None:
        """Before the ledger closes: what is still being read is of no use any more."""
        self._index, self._reading = None, False
        if self._job is not None:
            self._job.abandon()
            self._job = None

    def update_records(self, ids: Collection[str]) -> None:
        """Some records were changed, added or removed: they alone are read anew."""
        if self._index is None or not ids:
            return
        if len(ids) > LOT:  # an import, or its undo: in a thread, as at the beginning
            self.show_ledger(self._index.ledger, self._open)
            return
        self._index.update(ids)
        self.table.forget(ids)
        if self._index.ready:
            self._offer_choices()
            self._ask()

    def _offer_choices(self) -> None:
        if self._index is not None:
            self.filters.offer(self._index.choices)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes the search away: one step back."""
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:
            super().keyPressEvent(event)

    # -- asking -------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Show what answers the search and the filters; the table stands still when nothing else is to be shown."""
        self._query = replace(self._query, text=self.search.text(), chosen=self.filters.chosen())
        if self._index is None or not self._index.ready:
            self._show_page()
            return
        ids = self._index.find(self._query)
        if ids != self.table.ids:
            self.view.change_rows(lambda: self.table.set_ids(ids))
        self._show_page()

    def _show_page(self) -> None:
        ready = self._index is not None and self._index.ready
        total = self._index.total if self._index is not None and ready else len(self.table.ids)
        rows = bool(self.table.ids) or self._index is None or (self._some and not ready)
        keys = self._pages.show_for(rows=rows, some=bool(total), query=self._query)
        self.setFocusProxy(self.search if self._pages.misses else keys)
        for part in (self.search, self.saved, self.filters, self.count):
            part.setEnabled(self._index is not None and not self._pages.is_empty)
        shown = f"显示 {len(self.table.ids):,} / 共 {total:,} {self._words.counted}"
        self.count.setText(shown if ready or self._index is None else "正在读取…")
        self.countsChanged.emit()

    @property
    def index(self) -> ListIndex | None:
        """What the list asks; None while it is not read yet."""
        return self._index if self._index is not None and self._index.ready else None

    @property
    def query(self) -> Query:
        return self._query

    def show_query(self, query: Query) -> None:
        """Search and filter by this; the order stays."""
        self.search.textChanged.disconnect(self._ask)  # its other listeners, the clearing sign among them, must hear of it
        self.search.setText(query.text)
        self.search.textChanged.connect(self._ask)
        self.filters.choose(query.chosen)

    def clear_query(self) -> None:
        """Show everything that is not put away; the current record stays current."""
        self.show_query(Query())
        self.view.setFocus()

    def show_record(self, one: str, everything: Mapping[str, str]) -> bool:
        """Make a record current. What hides it is taken away: the search and the filters, then all but ``everything``.
        False when there is none such, or when it is put away and not read yet."""
        for query in (self._query, Query(), Query(chosen=everything)):
            if query is not self._query:
                self.show_query(query)
            if one in self.table.ids:
                self.view.go_to(self.table.ids.index(one))
                return True
        return False

    def open_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _type(self, text: str) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.setText(text)

    def sort_by(self, column: str, descending: bool) -> None:
        """Sort by a column, "" for the order of entry."""
        self._query = replace(self._query, sort=column, descending=descending)
        self.table.set_sorted_by(column, descending)
        self.kept.keep_order(column, descending)
        self._ask()

    # -- columns ------------------------------------------------------------------------------------------

    def _show_kept_columns(self) -> None:
        known = [f.id for f in self.table.fields]
        self.view.show_columns(self.kept.columns(known) or self._default, self.kept.widths())
        column, descending = self.kept.order(known)
        self._query = replace(self._query, sort=column, descending=descending)
        self.table.set_sorted_by(column, descending)

    def restore_columns(self) -> None:
        """The columns a list begins with."""
        self.view.show_columns(self._default, {})
        self._keep_columns()

    def _keep_columns(self) -> None:
        self.kept.keep_columns([f.id for f in self.view.columns()])
        self.kept.keep_widths(self.view.widths())
