"""服务需求: the objects of service with what they need, their wishes, and who has to keep away from them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from datong_desktop import services
from datong_desktop.domain.fields import fields_by_id, show
from datong_desktop.domain.service_team import OF_DISTRICT, OF_ENTERPRISE, Conflict, Need
from datong_desktop.services.changes import Changed
from datong_desktop.services.conflict_hints import ConflictHint
from datong_desktop.services.need_list import NEEDS, open_index
from datong_desktop.services.staffing import ServiceObject, Staffing, object_of
from datong_desktop.settings import Settings
from datong_desktop.views import theme
from datong_desktop.views.records.fact_panel import FactPanel
from datong_desktop.views.records.list_tab import ListTab
from datong_desktop.views.records.record_actions import importing, named
from datong_desktop.views.records.record_list import ListWords, RecordList
from datong_desktop.views.tab_actions import make_actions
from datong_desktop.views.teams.action_row import ActionRow
from datong_desktop.views.teams.need_acts import NeedActs
from datong_desktop.views.teams.team_papers import TeamPapers
from datong_desktop.views.widgets.link_lines import Line, LinkLines
from datong_desktop.views.widgets.welcome import EmptyState
from datong_desktop.views.workspace import Workspace

WORDS = ListWords("need", "服务需求", "项", "对象、领域、推荐单位")
ACTS = (
    ("needNew", "登记需求(&A)…", "Insert", "为一个企业或县区登记服务需求"),
    ("needEdit", "修改(&J)…", "F2", "修改选中的服务需求（Enter 或双击）"),
    ("needWish", "意愿(&U)…", "", "对象希望或不希望由哪位专家服务"),
    ("needConflict", "回避(&R)…", "", "登记利益冲突：已聘、竞争对手、持股、亲属"),
    ("needWithdraw", "解除回避(&Q)…", "", "从已登记的回避里选一条解除"),
    ("needClose", "了结(&L)", "", "选中的需求已经满足或不再需要"),
    ("needReopen", "恢复(&Z)", "", "把了结的需求恢复"),
    ("needTeam", "去组队(&V)", "Ctrl+L", "到服务队页面，为这个对象组队"),
)
IMPORTING = named(WORDS, importing(WORDS, "IBT"))
FREE = ("needNew", *(name for name, *_ in IMPORTING))
"""Acts that need no current record."""
READS = ("needTeam", "needTemplate")
ABOUT = ("fields", "urgency", "picked_by", "asked_on", "wishes", "closed_on")


class NeedsPage(TeamPapers, ListTab):
    """Signals: ``statusMessage(str)``, ``teamRequested(ServiceObject)``, ``importRequested()``, ``pasteRequested()``,
    ``templateRequested()``. ``panel`` stands at the right of the window."""

    importRequested = Signal()
    pasteRequested = Signal()
    templateRequested = Signal()
    teamRequested = Signal(object)

    def __init__(self, workspace: Workspace, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setObjectName("needsPage")
        self._now: Staffing | None = None
        self._hints: tuple[ConflictHint, ...] = ()
        self.acts = NeedActs(workspace, self.staffing, self)
        first = (
            ("登记第一项需求", "为一个企业或县区登记服务需求（Insert）", self.acts.new),
            ("从 Excel 导入…", "导入服务对象名单，先预览再写入（Ctrl+Shift+I）", lambda: self.importRequested.emit()),
        )
        self._empty = EmptyState("noNeeds", "还没有服务需求", "登记要服务的企业和县区，再为它们组建服务队。", first)
        self.list = RecordList(NEEDS, WORDS, settings, self._empty)
        self.panel = FactPanel("need", "服务需求要点", "修改(&O)…")
        self.hints = LinkLines("conflictHints")
        self.panel.layout().addWidget(self.hints)  # type: ignore[union-attr]
        self.actions_by_name = make_actions(self, (*ACTS, *IMPORTING), self._acts())
        tools = QHBoxLayout()
        tools.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, 0)
        tools.addWidget(ActionRow({name: self.actions_by_name[name] for name, *_ in ACTS}, primary="needNew"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tools)
        layout.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self._connect()
        self._show_ledger()

    def _acts(self) -> tuple[Callable[[], object], ...]:
        today = datetime.date.today
        return (
            self.acts.new,
            lambda: self._on_current(lambda need, _, name: self.acts.edit(need, name, self.list.table.line(need))),
            lambda: self._on_current(lambda need, _, name: self._wish(need, name)),
            lambda: self._on_current(lambda _, target, name: self.acts.declare(target, name)),
            self._withdraw,
            lambda: self.acts.close(self.list.view.selected_ids(), today()),
            lambda: self.acts.close(self.list.view.selected_ids(), None),
            lambda: self._on_current(lambda _, target, __: self.teamRequested.emit(target)),
            self.importRequested.emit,
            self.pasteRequested.emit,
            self.templateRequested.emit,
        )

    def _connect(self) -> None:
        self.hear_list(
            opened=lambda _: self.actions_by_name["needEdit"].trigger(), current=lambda _: self.show_current(), menu=self._open_menu,
            counted=self.show_current,
        )  # fmt: skip
        self.panel.opened.connect(self.actions_by_name["needEdit"].trigger)
        self._workspace.ledgerChanged.connect(self._show_ledger)
        self._workspace.saved.connect(self._follow)

    # -- what is shown ------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_current()

    def _show_ledger(self) -> None:
        self._now = None
        self.list.show_ledger(self._workspace.ledger, open_index)
        self.show_current()

    def _follow(self, changed: Changed) -> None:
        touched = changed.touched
        if {"need", "team", "expert", "conflict", "enterprise"}.isdisjoint(touched):
            return
        self._now = None
        ids, index = touched.get("need", frozenset()), self.list.index
        if index is not None and {"team", "conflict", "enterprise"} & touched.keys():  # what the list says of each follows them
            ids = ids.union(index.all_ids(), self.list.table.ids)
        self.list.update_records(ids)
        self.show_current()

    # -- what the window asks for -------------------------------------------------------------------------

    def side_panel(self) -> QWidget:
        return self.panel

    def actions_for_menu(self) -> dict[str, list[QAction]]:
        return {"edit": list(self.actions_by_name.values())}

    def focus_main(self) -> None:
        self.list.setFocus()

    def set_read_only(self, read_only: bool) -> None:
        self.show_current()

    # -- about the current need ---------------------------------------------------------------------------

    def staffing(self) -> Staffing | None:
        """Everything as it stands, read when it is first asked for after a write."""
        ledger = self._workspace.ledger
        if self._now is None and ledger is not None:
            self._now = services.team_ledger.staffing(ledger, datetime.date.today())
            self._hints = services.conflict_hints.conflict_hints(ledger, self._now)
        return self._now

    def current(self) -> tuple[str, ServiceObject, str] | None:
        """Id, object and name of the need at the cursor."""
        one = self.list.view.current_id()
        line = self.list.table.line(one) if one else {}
        if not line:
            return None
        ours, county = line.get("enterprise"), line.get("district")
        target = ServiceObject(OF_ENTERPRISE, str(ours)) if ours else ServiceObject(OF_DISTRICT, str(county))
        return one, target, str(line.get("object") or "")

    def show_current(self) -> None:
        """The panel and the acts for the need at the cursor."""
        if not self.isVisible():
            return
        found = self.current()
        writable = self._workspace.writable
        for name, action in self.actions_by_name.items():
            action.setEnabled((writable or name in READS) and (bool(found) or name in FREE))
        for button in self._empty.buttons:
            button.setEnabled(writable)
        now = self.staffing() if found else None
        if found is None or now is None:
            self.panel.show_facts("选中一项服务需求，这里是要点", ())
            self._show_hints([])
            return
        need, target, name = found
        self.panel.show_facts(name, tuple(self._lines(now, need, target)))
        self.panel.open_button.setEnabled(writable)
        found_here = [hint for hint in self._hints if hint.target == target and writable]
        self._show_hints([_line(now, hint, partial(self._accept, hint)) for hint in found_here])

    def _show_hints(self, lines: list[Line]) -> None:
        """Without any they take no room."""
        self.hints.show_lines(lines)
        self.hints.setVisible(bool(lines))

    def _lines(self, now: Staffing, need: str, target: ServiceObject) -> Iterator[tuple[str, str]]:
        line, described = self.list.table.line(need), fields_by_id(Need)
        for name in ABOUT:
            if text := show(described[name], line.get(name)):
                yield described[name].label, text
        for wish in now.wishes:
            if wish.need == need and wish.expert in now.experts:
                verb = "希望由" if wish.wanted else "不希望由"
                yield "意愿", f"{verb}{now.experts[wish.expert].name}服务" + (f"（{wish.reason}）" if wish.reason else "")
        for conflict in self._conflicts(now, target):
            yield "回避", called(now, conflict)
        team = now.team_of.get(target)
        yield "服务队", team.team.name if team else "还没有，按 Ctrl+L 去组队"
        for hint in self._hints:
            if hint.target == target:
                yield "▲ 建议", f"{hint.reason}，是否要回避请核对"

    def _conflicts(self, now: Staffing, target: ServiceObject) -> list[Conflict]:
        return [one for one in now.declared if object_of(one) == target]

    # -- acting -------------------------------------------------------------------------------------------

    def _on_current(self, act: Callable[[str, ServiceObject, str], object]) -> None:
        if found := self.current():
            act(*found)

    def _accept(self, hint: ConflictHint) -> None:
        self._workspace.perform(services.conflict_hints.accept, hint)

    def _wish(self, need: str, name: str) -> None:
        """A wish; where there are some already, which one of them is meant, or another expert."""
        now = self.staffing()
        there = [one for one in now.wishes if one.need == need and one.expert in now.experts] if now else []
        if now is None or not there:
            self.acts.wish(need, name)
            return
        menu = QMenu(self)
        menu.setObjectName("wishMenu")
        for one in there:
            expert = now.experts[one.expert].name
            text = f"{'希望由' if one.wanted else '不希望由'}{expert}服务…"
            menu.addAction(text, lambda one=one, expert=expert: self.acts.change_wish(one, name, expert))
        menu.addAction("另一位专家…", lambda: self.acts.wish(need, name))
        self._pop(menu, self.list.view.mapToGlobal(QPoint(0, 0)))

    def _withdraw(self) -> None:
        found, now = self.current(), self.staffing()
        declared = self._conflicts(now, found[1]) if found and now else []
        if not declared or now is None:
            self.statusMessage.emit("这个对象没有登记过回避")
            return
        menu = QMenu(self)
        menu.setObjectName("conflictMenu")
        for one in declared:
            menu.addAction(called(now, one), lambda chosen=one.id: self.acts.withdraw(chosen))
        self._pop(menu, self.list.view.mapToGlobal(QPoint(0, 0)))

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("needMenu")
        menu.addActions(list(self.actions_by_name.values()))
        self._pop(menu, at)

    def _pop(self, menu: QMenu, at: QPoint) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        menu.popup(at)


def _line(now: Staffing, hint: ConflictHint, act: Callable[[], object]) -> Line:
    who = hint.institution or now.candidates[hint.experts[0]].name
    return Line(f"＋ 登记回避：{who}", hint.reason, act)


def called(now: Staffing, conflict: Conflict) -> str:
    """Who keeps away and why: 样例律所：已聘（…）."""
    known = now.experts.get(conflict.expert or "")
    who = known.name if known else conflict.institution or "对手"
    return f"{who}：{conflict.ground}" + (f"（{conflict.remark}）" if conflict.remark else "")
