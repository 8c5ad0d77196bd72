"""服务日志: the visits of the teams, keyed in a row above, searched and filtered below, read at the right."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from datong_desktop import services
from datong_desktop.domain.fields import Value
from datong_desktop.domain.service_log import ServiceVisit
from datong_desktop.services.changes import Changed
from datong_desktop.services.listed import Query
from datong_desktop.services.service_visits import KEYED, OBJECT
from datong_desktop.services.visit_list import VISITS, open_index
from datong_desktop.settings import Settings
from datong_desktop.views import dialogs
from datong_desktop.views.records.fact_panel import FactPanel
from datong_desktop.views.records.list_tab import ListTab
from datong_desktop.views.records.record_dialog import RecordDialog
from datong_desktop.views.records.record_list import RecordList
from datong_desktop.views.tab_actions import make_actions
from datong_desktop.views.teams.visit_entry import VisitEntry
from datong_desktop.views.teams.visit_fields import CLOSING, WORDS, facts, offers
from datong_desktop.views.widgets.giving_way import GivingWay
from datong_desktop.views.widgets.welcome import EmptyState
from datong_desktop.views.workspace import Workspace

if TYPE_CHECKING:
    from datong_desktop.services.printables import Printable

ACTS = (
    ("visitNew", "登记服务(&N)", "Insert", "到登记行录入一次服务"),
    ("visitOpen", "修改(&O)…", "", "打开选中的服务记录（Enter、F2 或双击）"),
    ("visitClose", "办结(&J)…", "Ctrl+J", "把选中的服务事项办结，写明结果"),
    ("visitRemove", "删除(&D)", "Ctrl+Delete", "删除选中的服务记录，可以撤销"),
    ("visitHistory", "修改记录(&H)…", "Ctrl+H", "选中的服务记录每一栏谁在何时改过"),
    ("visitCopy", "复制(&C)", "Ctrl+C", "复制选中的行，可粘贴到 Excel、WPS"),
    ("visitClearQuery", "清除搜索和筛选(&K)", "Ctrl+Shift+F", "显示全部服务记录"),
    ("visitColumns", "选择列(&L)…", "", "显示哪些列；拖动列标题换位置"),
)
LEAST_ENTRY = 72
"""A field with its label."""
NEEDS_WRITING = ("visitNew", "visitClose", "visitRemove")
NEEDS_ROWS = ("visitOpen", "visitClose", "visitRemove", "visitHistory", "visitCopy")


class ServiceLogPage(ListTab):
    """The log: a row to key a visit in, and the list of those there are."""

    def __init__(self, workspace: Workspace, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("serviceLogPage")
        self._workspace = workspace
        self.entry = VisitEntry(workspace)
        first = ("登记第一次服务", "到登记行录入（Insert）", self.entry.begin)
        self._empty = EmptyState("noVisits", "还没有服务记录", "专家服务队每去一次，在上面一行登记一条。", (first,))
        self.list = RecordList(VISITS, WORDS, settings, self._empty)
        self._panel = FactPanel(WORDS.name, "服务记录要点", "修改(&O)…")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(GivingWay(self.entry, LEAST_ENTRY))
        layout.addWidget(self.list, 1)
        acts = (
            self.entry.begin, self.open_current, self.close_chosen, self.remove_chosen, self.show_history, self.list.view.copy,
            self.list.clear_query,
            lambda: self.list.view.open_column_menu(self.list.view.mapToGlobal(QPoint(0, 0))),
        )  # fmt: skip
        self.actions_by_name = make_actions(self, ACTS, acts)
        self._connect()
        self._show_ledger()

    def _connect(self) -> None:
        self.hear_list(opened=self.open_visit, current=self._show_facts, menu=self._open_menu, counted=self._update_actions)
        self._panel.opened.connect(self.open_current)
        self.entry.stored.connect(self._go_to)
        self._workspace.ledgerChanged.connect(self._show_ledger)
        self._workspace.saved.connect(self._follow)

    # -- what the window asks for -------------------------------------------------------------------------

    def side_panel(self) -> QWidget:
        return self._panel

    def actions_for_menu(self) -> dict[str, list[QAction]]:
        return {"edit": list(self.actions_by_name.values())}

    def finish_editing(self) -> int:
        return self.entry.finish_editing()

    def focus_main(self) -> None:
        self.entry.begin() if self._workspace.writable else self.list.setFocus()

    def set_read_only(self, read_only: bool) -> None:
        self._update_actions()

    def subject(self) -> str:
        return str(self._line().get(OBJECT.id) or "服务日志")

    def printables(self) -> Sequence[Printable]:
        """The log of the current visit's team or object, then the logs of all and the reports of problems."""
        ledger, line = self._workspace.ledger, self._line()
        if ledger is None:
            return ()
        own = {name: str(line[name]) for name in ("team", "enterprise") if line.get(name)}
        name = next(iter(own), "")
        whose = str(line.get("team_name" if name == "team" else OBJECT.id) or "")
        by = {name: own[name]} if name else {}
        return services.service_documents.log_printables(ledger, datetime.date.today(), whose, **by)

    def show_visits_of(self, name: str) -> None:
        """List the visits of a team, an object or an expert by its name."""
        self.list.show_query(Query(name))
        self.list.setFocus()

    def begin_visit(self, known: Mapping[str, Value]) -> None:
        """The keys to the entry, with what is known of the next visit: its team, or who goes."""
        if not self.entry.begin_with(known):
            self.statusMessage.emit("上一次服务还没有登记，先按 Ctrl+Enter 登记，或按“清空”")

    # -- showing ------------------------------------------------------------------------------------------

    def _show_ledger(self) -> None:
        self.entry.clear()
        self.list.show_ledger(self._workspace.ledger, open_index)
        self._show_facts(self.list.view.current_id())
        self._update_actions()

    def _follow(self, changed: Changed) -> None:
        if self._workspace.ledger is None or not changed.touched:
            return
        touched = services.service_visits.touched(self._workspace.ledger, changed)
        self.list.update_records(touched)
        if self.list.view.current_id() in touched:
            self._show_facts(self.list.view.current_id())

    def _go_to(self, one: str) -> None:
        """The visit just logged becomes current; the keys stay in the entry."""
        if one in self.list.table.ids:
            self.list.view.go_to(list(self.list.table.ids).index(one))

    def _line(self) -> Mapping[str, Value]:
        one = self.list.view.current_id()
        return self.list.table.line(one) if one else {}

    def _show_facts(self, _: str) -> None:
        line = self._line()
        self._panel.show_facts(str(line.get(OBJECT.id) or "选中一条，这里是要点"), facts(line) if line else ())
        self._panel.setEnabled(bool(line))

    def _update_actions(self) -> None:
        writable, rows = self._workspace.writable, bool(self.list.table.ids)
        for name, action in self.actions_by_name.items():
            action.setEnabled((rows or name not in NEEDS_ROWS) and (writable or name not in NEEDS_WRITING))
        self.entry.set_writable(writable and self._workspace.ledger is not None)
        for button in self._empty.buttons:
            button.setEnabled(writable)

    # -- acting -------------------------------------------------------------------------------------------

    def open_current(self) -> None:
        if one := self.list.view.current_id():
            self.open_visit(one)

    def open_visit(self, one: str) -> None:
        """Put one visit right in a dialog, or remove it there."""
        ledger = self._workspace.ledger
        there = services.service_visits.keyed_of(ledger, one) if ledger else None
        if there is None:
            return
        attempt, writable = self._workspace.attempt, self._workspace.writable
        dialog = RecordDialog(
            "serviceVisitDialog", f"服务记录：{there.object}", KEYED, there, partial(attempt, services.service_visits.edit, one),
            self.window(), required=("visited_on", OBJECT.id), offers=offers(lambda: self._workspace.ledger),
            remove=partial(attempt, services.service_visits.remove, [one]) if writable else None,
        )  # fmt: skip
        dialog.record_form.set_read_only(not writable)
        dialog.accept_button.setEnabled(writable)
        dialogs.ask(dialog)

    def close_chosen(self) -> None:
        """Close the follow-ups of the chosen visits on a day, with what came of them."""
        ledger, chosen = self._workspace.ledger, self.list.view.selected_ids()
        there = services.service_visits.keyed_of(ledger, chosen[0]) if ledger and chosen else None
        if there is None:
            return
        there.closed_on, there.solved = datetime.date.today(), 1
        there.result = there.result if len(chosen) == 1 else ""

        def write(values: Mapping[str, Value]) -> Changed | None:
            result, solved, on = str(values["result"]), bool(values["solved"]), values["closed_on"]
            verb = partial(services.service_visits.close, solved=solved, result=result)
            return self._workspace.attempt(verb, chosen, on)

        what = there.object if len(chosen) == 1 else f"{len(chosen)} 条"
        dialogs.ask(RecordDialog(
            "closeVisitsDialog", f"办结：{what}", CLOSING, there, write, self.window(),
            required=("closed_on", "solved"), accept_text="办结",
        ))  # fmt: skip

    def remove_chosen(self) -> None:
        if chosen := self.list.view.selected_ids():
            self._workspace.perform(services.service_visits.remove, chosen)

    def show_history(self) -> None:
        """Every change of the current visit, newest first."""
        if (ledger := self._workspace.ledger) and (one := self.list.view.current_id()):
            lines = services.record_history.record_history(ledger, ServiceVisit, one)
            dialogs.ask(dialogs.record_history.HistoryDialog(f"服务记录 {self._line().get(OBJECT.id)}", lines, self.window()))

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        menu.addActions([self.actions_by_name[name] for name in ("visitOpen", "visitClose", "visitHistory", "visitCopy", "visitRemove")])
        menu.popup(at)
