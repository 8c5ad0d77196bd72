"""企业库: the enterprises of the registry, searched, filtered, changed many at once; the chosen one at the right."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from datong_desktop import services
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fields import Field, fields_by_id, fields_of
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprise_list import ENTERPRISES, districts, open_index
from datong_desktop.settings import Settings
from datong_desktop.views import dialogs
from datong_desktop.views.enterprises import enterprise_actions
from datong_desktop.views.enterprises.enterprise_facts import facts
from datong_desktop.views.enterprises.enterprise_pages import EnterprisePages
from datong_desktop.views.records.fact_panel import FactPanel
from datong_desktop.views.records.record_list import ListWords, RecordList
from datong_desktop.views.tab_actions import make_actions
from datong_desktop.views.tab_body import TabBody
from datong_desktop.views.widgets.welcome import EmptyState
from datong_desktop.views.workspace import Workspace

if TYPE_CHECKING:
    from datong_desktop.services.enterprise_export import Computed
    from datong_desktop.services.printables import Printable

WORDS = ListWords("enterprise", "企业", "家", "搜索：名称、简称、信用代码、法人、拼音首字母")
HINT = "选中一家企业，这里是它的要点"
ONE_BY_ONE = ("name", "short_name", "credit_code")
"""Fields that no two enterprises share: not to be changed for many alike."""


class EnterpriseTab(TabBody):
    """Signals: ``openRequested(str id)``, ``newRequested()``, ``importRequested()``, ``templateRequested()``,
    ``exportRequested(list ids, list fields)`` with what is on show, ``statusMessage(str)``, ``titleChanged(str)`` with
    the number of urgent tasks."""

    openRequested = Signal(str)
    newRequested = Signal()
    importRequested = Signal()
    exportRequested = Signal(list, list)
    templateRequested = Signal()
    statusMessage = Signal(str)
    titleChanged = Signal(str)

    def __init__(self, workspace: Workspace, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("enterpriseTab")
        self._workspace = workspace
        first = (
            ("录入第一家", "登记一家企业（Insert）", lambda: self.newRequested.emit()),
            ("从 Excel 导入…", "导入已有的企业名册，先预览再写入", lambda: self.importRequested.emit()),
        )
        self._empty = EmptyState("noEnterprises", "还没有企业", "从第一家录起，或者把已有的 Excel 名册导进来。", first)
        self.list = RecordList(ENTERPRISES, WORDS, settings, self._empty)
        self._panel = FactPanel("enterprise", "企业要点", "打开登记(&O)…")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.pages = EnterprisePages(
            workspace, self.list, self._panel, self.list.view.selected_ids, lambda: self.list.table.ids
        )
        layout.addWidget(self.pages)
        self.menu = self.pages.make_menu(self)
        self._make_actions()
        self._connect()
        self._show_ledger()

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
            self._export,
            self.templateRequested.emit,
            lambda: self.list.view.open_column_menu(self.list.view.mapToGlobal(QPoint(0, 0))),
            self.list.restore_columns,
        )
        self.actions_by_name = make_actions(self, enterprise_actions.DECLARED, acts)

    def _connect(self) -> None:
        view = self.list.view
        view.openRequested.connect(self.openRequested)
        view.currentRecordChanged.connect(self._show_facts)
        view.menuRequested.connect(self._open_menu)
        view.message.connect(self.statusMessage)
        view.selectionCounted.connect(self._say_selected)
        self.list.countsChanged.connect(self._update_actions)
        for sign in (self.list.countsChanged, view.currentRecordChanged):
            sign.connect(self.pages.lists.watch.put_off)
        self._panel.opened.connect(self._open_current)
        self.openRequested.connect(self.pages.open)
        self.newRequested.connect(self.pages.new)
        self.pages.message.connect(self.statusMessage)
        self.pages.titleChanged.connect(self.titleChanged)
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

    def printables(self) -> Sequence[Printable]:
        """The forms of the current enterprise, then the lists of all."""
        ledger, today = self._workspace.ledger, datetime.date.today()
        return services.registry_documents.printables(ledger, today, self._shown_id()) if ledger else ()

    def subject(self) -> str:
        one = self._shown_id()
        return str(self.list.table.line(one).get("name") or services.enterprises.NAMELESS) if one else "企业库"

    def _shown_id(self) -> str:
        """The enterprise on the form, else the current one of the list; "" for none."""
        return self.pages.form.identifier if self.pages.form_shown else self.list.view.current_id()

    def open_search(self) -> bool:
        self.pages.show_list()
        self.list.open_search()
        return True

    def focus_main(self) -> None:
        (self.pages.form if self.pages.form_shown else self.list).setFocus()

    def set_read_only(self, read_only: bool) -> None:
        self._update_actions()

    def stop_reading(self) -> None:
        self.list.stop_reading()

    def set_compact(self, compact: bool) -> None:
        self.list.view.set_compact(compact)

    def show_enterprise(self, identifier: str) -> None:
        """Make one enterprise current; a search or filter that hides it is taken away, and one put away is listed."""
        self.pages.show_list()
        if not self.list.show_record(identifier, {"archived": "all"}):
            self.statusMessage.emit("这家企业已经不在企业库里")
        self.focus_main()

    # -- showing ------------------------------------------------------------------------------------------

    def _show_ledger(self) -> None:
        self.list.show_ledger(self._workspace.ledger, open_index)
        self._show_facts(self.list.view.current_id())
        self._update_actions()

    def _follow(self, changed: Changed) -> None:
        self.list.update_records(changed.enterprises)
        if self.list.view.current_id() in changed.enterprises:
            self._show_facts(self.list.view.current_id())

    def _show_facts(self, one: str) -> None:
        line = self.list.table.line(one) if one else {}
        told = facts(line, datetime.date.today()) if line else ()
        self._panel.show_facts(str(line.get("name") or services.enterprises.NAMELESS) if line else HINT, told)
        self._panel.setEnabled(bool(line))

    def _update_actions(self) -> None:
        listed, writable = not self.pages.form_shown, self._workspace.writable
        rows = bool(self.list.table.ids)
        for name, action in self.actions_by_name.items():
            needs_rows, needs_writing = name in enterprise_actions.NEEDS_ROWS, name in enterprise_actions.NEEDS_WRITING
            action.setEnabled(listed and (rows or not needs_rows) and (writable or not needs_writing))
        for button in self._empty.buttons:
            button.setEnabled(writable)

    def _say_selected(self, count: int) -> None:
        if count > 1:
            self.statusMessage.emit(f"选中 {count:,} 家　批量修改 Ctrl+M　归档 Ctrl+Shift+A　复制 Ctrl+C")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes the search away: one step back."""
        if event.key() == Qt.Key.Key_Escape and self.list.search.text():
            self.list.search.clear()
        else:
            super().keyPressEvent(event)

    # -- acting -------------------------------------------------------------------------------------------

    def _open_current(self) -> None:
        if one := self.list.view.current_id():
            self.openRequested.emit(one)

    def _change_many(self) -> None:
        chosen, index = self.list.view.selected_ids(), self.list.index
        if not chosen or index is None:
            return
        fields = [f for f in fields_of(Enterprise) if f.section and f.id not in ONE_BY_ONE]
        dialog = dialogs.records.BatchDialog(fields, {"district": districts()}, chosen, index.column, self.window())
        if dialogs.ask(dialog):
            what = f"批量修改 {len(chosen)} 家企业"
            self._workspace.perform_many(what, services.enterprises.edit, chosen, {dialog.field_id: dialog.value})

    def _archive(self, on: datetime.date | None) -> None:
        self.pages.acts.archive(self.list.view.selected_ids(), on)

    def _export(self) -> None:
        self.exportRequested.emit(list(self.list.table.ids), self.list.view.columns())

    def export_columns(self, fields: Sequence[Field]) -> list[str | Computed]:
        """Columns on show as the export takes them: fields of the record by id, the others with their values."""
        described, index = fields_by_id(Enterprise), self.list.index
        assert index is not None
        return [f.id if f.id in described else services.enterprise_export.Computed(f, index.column(f.id)) for f in fields]

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for group in (("Open", "Copy"), ("Batch", "Archive", "Restore"), ("Export", "Columns")):
            menu.addActions([self.actions_by_name[f"enterprise{name}"] for name in group])
            menu.addSeparator()
        menu.popup(at)
