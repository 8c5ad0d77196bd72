"""A tab that begins with a list of records, searched, filtered, changed many at once; the chosen one at the right."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from datong_desktop import services
from datong_desktop.domain.fields import Field, fields_by_id, fields_of
from datong_desktop.services.changes import Changed
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.listed import Line, Listed
from datong_desktop.services.record_list import ListIndex
from datong_desktop.services.registers import Register
from datong_desktop.settings import Settings
from datong_desktop.views import dialogs
from datong_desktop.views.records import record_actions
from datong_desktop.views.records.fact_panel import FactPanel
from datong_desktop.views.records.list_tab import ListTab
from datong_desktop.views.records.record_list import ListWords, RecordList
from datong_desktop.views.records.record_pages import RecordPages
from datong_desktop.views.tab_actions import make_actions
from datong_desktop.views.widgets.plain_text import Lines
from datong_desktop.views.widgets.welcome import EmptyState
from datong_desktop.views.workspace import Workspace

if TYPE_CHECKING:
    from datong_desktop.services.list_export import Computed


@dataclass(frozen=True)
class TabParts:
    """What one list of records is made of. ``one_by_one`` are the fields that no two records share: not to be changed for
    many alike; ``empty`` are title and text where there is nothing yet; ``pool`` is what the tab's list is called."""

    register: Register[Any]
    listed: Listed
    open_index: Callable[[Ledger], ListIndex]
    words: ListWords
    pool: str
    one_by_one: tuple[str, ...]
    empty: tuple[str, str]
    facts: Callable[[Line, datetime.date], Lines]
    batch_choices: Callable[[], Mapping[str, Sequence[str]]]


class RecordTab(ListTab):
    """Signals: ``openRequested(str id)``, ``newRequested()``, ``importRequested()``, ``pasteRequested()``, ``templateRequested()``,
    ``exportRequested(list ids, list fields)`` with what is on show, ``statusMessage(str)``. A subclass makes the pages."""

    openRequested = Signal(str)
    newRequested = Signal()
    importRequested = Signal()
    pasteRequested = Signal()
    exportRequested = Signal(list, list)
    templateRequested = Signal()

    def __init__(self, name: str, parts: TabParts, workspace: Workspace, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._parts, self._workspace = parts, workspace
        words = parts.words
        first = (
            (f"录入第一{words.counted}", f"登记一{words.counted}{words.title}（Insert）", lambda: self.newRequested.emit()),
            ("从 Excel 导入…", f"导入已有的{words.title}名册，先预览再写入（Ctrl+Shift+I）", lambda: self.importRequested.emit()),
        )
        self._empty = EmptyState(f"no{words.name.capitalize()}s", *parts.empty, first)
        self.list = RecordList(parts.listed, words, settings, self._empty)
        self._panel = FactPanel(words.name, f"{words.title}要点", "打开登记(&O)…")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.pages = self.make_pages()
        layout.addWidget(self.pages)
        self.menu = self.pages.make_menu(self)
        self._make_actions()
        self._connect()
        self._show_ledger()

    def make_pages(self) -> RecordPages:
        """The list and the form of one record."""
        raise NotImplementedError

    @property
    def page_parts(self) -> tuple[QWidget, QWidget, Callable[[], list[str]], Callable[[], Sequence[str]]]:
        """What the pages are made of: list, panel, the chosen ids, all ids."""
        return self.list, self._panel, self.list.view.selected_ids, lambda: self.list.table.ids

    def _make_actions(self) -> None:
        acts = (
            self.newRequested.emit,
            self._open_current,
            self.list.clear_query,
            self.list.view.copy,
            self._change_many,
            lambda: self._archive(datetime.date.today()),
            lambda: self._archive(None),
            self.importRequested.emit,
            self.pasteRequested.emit,
            self._export,
            self.templateRequested.emit,
            lambda: self.list.view.open_column_menu(self.list.view.mapToGlobal(QPoint(0, 0))),
            self.list.restore_columns,
        )
        self.actions_by_name = make_actions(self, record_actions.declared(self._parts.words), acts)

    def _connect(self) -> None:
        self.hear_list(opened=self.openRequested, current=self._show_facts, menu=self._open_menu, counted=self._update_actions)
        self.list.view.selectionCounted.connect(self._say_selected)
        self._panel.opened.connect(self._open_current)
        self.openRequested.connect(self.pages.open)
        self.newRequested.connect(self.pages.new)
        self.pages.message.connect(self.statusMessage)
        self.pages.panelChanged.connect(self._update_actions)
        self._workspace.ledgerChanged.connect(self._show_ledger)
        self._workspace.saved.connect(self._follow)

    # -- what the window asks for -------------------------------------------------------------------------

    def side_panel(self) -> QWidget:
        return self.pages.panels

    def menus(self) -> list[QMenu]:
        return [self.menu]

    def finish_editing(self) -> int:
        return self.pages.finish_editing()

    def actions_for_menu(self) -> dict[str, list[QAction]]:
        return {"edit": list(self.actions_by_name.values())}

    def subject(self) -> str:
        one = self.shown_id()
        return str(self.list.table.line(one).get("name") or self._parts.register.nameless) if one else self._parts.pool

    def shown_id(self) -> str:
        """The record on the form, else the current one of the list; "" for none."""
        return self.pages.form.identifier if self.pages.form_shown else self.list.view.current_id()

    def open_search(self) -> bool:
        self.pages.show_list()
        self.list.open_search()
        return True

    def focus_main(self) -> None:
        (self.pages.form if self.pages.form_shown else self.list).setFocus()

    def set_read_only(self, read_only: bool) -> None:
        self._update_actions()

    def show_record(self, identifier: str) -> None:
        """Make one record current; a search or filter that hides it is taken away, and one put away is listed."""
        self.pages.show_list()
        if not self.list.show_record(identifier, {"archived": "all"}):
            self.statusMessage.emit(f"这{self._parts.words.counted}{self._parts.words.title}已经不在{self._parts.pool}里")
        self.focus_main()

    # -- showing ------------------------------------------------------------------------------------------

    def _show_ledger(self) -> None:
        self.list.show_ledger(self._workspace.ledger, self._parts.open_index)
        self._show_facts(self.list.view.current_id())
        self._update_actions()

    def touched(self, changed: Changed) -> frozenset[str]:
        """Ids of the records whose lines a change may have changed."""
        return changed.touched.get(self._parts.register.owner, frozenset())

    def _follow(self, changed: Changed) -> None:
        touched = self.touched(changed)
        self.list.update_records(touched)
        if self.list.view.current_id() in touched:
            self._show_facts(self.list.view.current_id())

    def _show_facts(self, one: str) -> None:
        line = self.list.table.line(one) if one else {}
        told = self._parts.facts(line, datetime.date.today()) if line else ()
        words = self._parts.words
        hint = f"选中一{words.counted}{words.title}，这里是要点"
        self._panel.show_facts(str(line.get("name") or self._parts.register.nameless) if line else hint, told)
        self._panel.setEnabled(bool(line))

    def _update_actions(self) -> None:
        listed, writable = not self.pages.form_shown, self._workspace.writable
        rows = bool(self.list.table.ids)
        for name, action in self.actions_by_name.items():
            plain = name.removeprefix(self._parts.words.name)
            needs_rows, needs_writing = plain in record_actions.NEEDS_ROWS, plain in record_actions.NEEDS_WRITING
            action.setEnabled(listed and (rows or not needs_rows) and (writable or not needs_writing))
        for button in self._empty.buttons:
            button.setEnabled(writable)

    def _say_selected(self, count: int) -> None:
        if count > 1:
            self.statusMessage.emit(f"选中 {count:,} {self._parts.words.counted}　批量修改 Ctrl+M　归档 Ctrl+Shift+A　复制 Ctrl+C")

    # -- acting -------------------------------------------------------------------------------------------

    def _open_current(self) -> None:
        if one := self.list.view.current_id():
            self.openRequested.emit(one)

    def _change_many(self) -> None:
        chosen, index = self.list.view.selected_ids(), self.list.index
        if not chosen or index is None:
            return
        parts = self._parts
        fields = [f for f in fields_of(parts.listed.record) if f.section and f.id not in parts.one_by_one]
        whom = f"{parts.words.counted}{parts.words.title}"
        dialog = dialogs.records.BatchDialog(fields, parts.batch_choices(), chosen, index.column, whom, self.window())
        if dialogs.ask(dialog):
            what = f"批量修改 {len(chosen)} {parts.register.counted}"
            edit = partial(services.registers.edit, parts.register)
            self._workspace.perform_many(what, edit, chosen, {dialog.field_id: dialog.value})

    def _archive(self, on: datetime.date | None) -> None:
        self.pages.archive_these(self.list.view.selected_ids(), on)

    def _export(self) -> None:
        self.exportRequested.emit(list(self.list.table.ids), self.list.view.columns())

    def export_columns(self, fields: Sequence[Field]) -> list[str | Computed]:
        """Columns on show as the export takes them: fields of the record by id, the others with their values."""
        described, index = fields_by_id(self._parts.listed.record), self.list.index
        assert index is not None
        return [f.id if f.id in described else services.list_export.Computed(f, index.column(f.id)) for f in fields]

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for group in (("Open", "Copy"), ("Batch", "Archive", "Restore"), ("Export", "Columns")):
            menu.addActions([self.actions_by_name[f"{self._parts.words.name}{name}"] for name in group])
            menu.addSeparator()
        menu.popup(at)
