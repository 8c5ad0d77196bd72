"""服务队: the board of teams with live coverage, the experts to choose from at its right."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QStackedWidget, QVBoxLayout, QWidget

from datong_desktop import services
from datong_desktop.services.changes import Changed
from datong_desktop.services.service_visits import TEAM
from datong_desktop.services.staffing import ServiceObject, Staffing
from datong_desktop.services.team_board import BoardRow, Seated
from datong_desktop.settings import Settings
from datong_desktop.views import theme
from datong_desktop.views.tab_actions import make_actions
from datong_desktop.views.tab_body import TabBody
from datong_desktop.views.teams.action_row import ActionRow
from datong_desktop.views.teams.board_split import BoardSplit
from datong_desktop.views.teams.board_table import BEFORE, BoardTable
from datong_desktop.views.teams.board_view import BoardView
from datong_desktop.views.teams.expert_choices import ExpertChoices
from datong_desktop.views.teams.team_acts import ACTS, ALWAYS, ON_MEMBER, ON_TEAM, READS, TOOLS, TeamActs
from datong_desktop.views.teams.team_panel import TeamPanel
from datong_desktop.views.teams.team_papers import TeamPapers
from datong_desktop.views.widgets.welcome import EmptyState
from datong_desktop.views.workspace import Workspace

LOOKED_AT = frozenset({"team", "need", "expert", "conflict", "enterprise"})
"""What the board follows."""


class TeamsPage(TeamPapers, TabBody):
    """Signals: ``statusMessage(str)``, ``needsRequested()``, ``visitRequested(dict)`` to log a visit of a team,
    ``visitsRequested(str)`` to see those of an object. ``panel`` stands at the right of the window. The board is read when it is
    first shown, and anew after every write that concerns it."""

    statusMessage = Signal(str)
    needsRequested = Signal()
    visitRequested = Signal(object)
    visitsRequested = Signal(str)

    def __init__(self, workspace: Workspace, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._settings = settings
        self.setObjectName("teamsPage")
        self.now: Staffing | None = None
        self._stale = True
        self.acts = TeamActs(workspace, self)
        self.table = BoardTable(self)
        self.board = BoardView(self.table)
        self.choices = ExpertChoices()
        self.split = BoardSplit(self.board, self.choices)
        self.panel = TeamPanel(self._add)
        self.summary = QLabel()
        self.summary.setObjectName("boardSummary")
        self.summary.setProperty("muted", True)
        self.actions_by_name = make_actions(self, ACTS, self._acts())
        self._lay_out()
        self._connect()

    def _acts(self) -> tuple[Callable[[], object], ...]:
        return (
            self._propose,
            self.acts.form,
            self.choose,
            lambda: self._on_member(lambda one, member: self.now and self.acts.replace(self.now, one, member)),
            lambda: self._on_member(self.acts.leave),
            lambda: self._on_member(self.acts.lead),
            lambda: self._on_team(lambda one: self.now and self.acts.change(self.now, one)),
            lambda: self._on_team(self.acts.dissolve),
            lambda: self.acts.history(self.current),
            lambda: self._on_team(lambda one: self.visitRequested.emit({TEAM.id: one.team_name})),
            self._show_visits,
        )

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        tools.setSpacing(theme.GAP)
        tools.addWidget(ActionRow({name: self.actions_by_name[name] for name in TOOLS}, primary="teamPropose"), 1)
        tools.addWidget(self.summary)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.GAP, 0, 0)
        layout.setSpacing(theme.GAP)
        layout.addLayout(tools)
        first = (
            ("组建第一支…", "为一个企业或县区组建服务队", self.acts.form),
            ("去登记服务需求", "登记要服务的企业和县区", lambda: self.needsRequested.emit()),
        )
        self._empty = EmptyState("noTeams", "还没有服务对象", "登记了需求的企业和县区列在这里，一行一支服务队。", first)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.split)
        self._stack.addWidget(self._empty)
        layout.addWidget(self._stack, 1)
        self.setFocusProxy(self.board)

    def _connect(self) -> None:
        board = self.board
        board.preview = self._preview
        board.currentChanged_.connect(lambda *_: self._show_current())
        board.chooseAsked.connect(self.choose)
        board.leaveAsked.connect(self.actions_by_name["teamLeave"].trigger)
        board.menuAsked.connect(self._open_menu)
        board.dropped.connect(self._drop)
        self.choices.chosen.connect(self._add)
        self.choices.typeChosen.connect(self._offer)
        self.choices.left.connect(self.split.leave)
        self._workspace.ledgerChanged.connect(self._forget)
        self._workspace.saved.connect(self._follow)

    # -- what the window asks for -------------------------------------------------------------------------

    def side_panel(self) -> QWidget:
        return self.panel

    def actions_for_menu(self) -> dict[str, list[QAction]]:
        return {"edit": list(self.actions_by_name.values())}

    def focus_main(self) -> None:
        self.setFocus()

    def set_read_only(self, read_only: bool) -> None:
        self._show_current()

    def set_compact(self, compact: bool) -> None:
        self.board.set_compact(compact)

    # -- what is shown ------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.read()

    def _forget(self) -> None:
        self.now, self._stale = None, True
        if self.isVisible():
            self.read()

    def _follow(self, changed: Changed) -> None:
        if LOOKED_AT.isdisjoint(changed.touched):
            return
        self._stale = True
        if self.isVisible():
            self.read()

    def read(self) -> None:
        """The board as the ledger holds it; the cursor stays at its object."""
        ledger, current = self._workspace.ledger, self.current
        self._stale = False
        if ledger is None:
            self.now = None
            self.table.clear()
            self._show_current()
            self._show_page(True)
            return
        self.now = services.team_ledger.staffing(ledger, datetime.date.today())
        rows = services.team_board.rows(self.now)
        column = max(BEFORE, self.board.currentIndex().column())
        self.table.show_rows(rows, self.now.rules)
        self.choices.offer_types(self.now.rules)
        self.summary.setText(services.team_board.summary(rows))
        self._show_page(bool(rows))
        if not self.board.currentIndex().isValid() and rows:
            places = [place for place, one in enumerate(rows) if current and one.target == current.target]
            self.board.go_to(places[0] if places else 0, column)
        self._show_current()

    def _show_page(self, any_row: bool) -> None:
        """The board, or what to do when there is nobody to serve yet."""
        self._stack.setCurrentIndex(0 if any_row else 1)
        self.setFocusProxy(self.board if any_row else self._empty.buttons[0])
        for button in self._empty.buttons[:1]:
            button.setEnabled(self._workspace.writable)

    @property
    def current(self) -> BoardRow | None:
        """The row at the cursor."""
        row = self.board.currentIndex().row()
        return self.table.rows[row] if 0 <= row < len(self.table.rows) else None

    @property
    def members(self) -> tuple[Seated, ...]:
        """Those in the cell at the cursor."""
        one, kind = self.current, self.table.kind(self.board.currentIndex().column())
        return one.at(kind.name) if one and kind else ()

    def show_object(self, target: ServiceObject) -> bool:
        """Make the row of an object current; False when it has neither need nor team."""
        for place, one in enumerate(self.table.rows):
            if one.target == target:
                self.board.go_to(place)
                self.board.setFocus()
                return True
        return False

    def _show_current(self) -> None:
        one, members = self.current, self.members
        member = members[0] if members else None
        reason = ""
        if self.now and one and member:
            reason = services.team_checks.member_reason(self.now, one.target, one.experts, member.expert)
        self.panel.show_team(one, member, reason)
        kind = self.table.kind(self.board.currentIndex().column())
        if one and kind:
            self.choices.choose_type(kind.name)
        self._offer()
        writable = self._workspace.writable
        for name, action in self.actions_by_name.items():
            there = bool(one and one.team) if name in ON_TEAM else bool(one) or name in ALWAYS
            action.setEnabled((writable or name in READS) and there and (bool(members) or name not in ON_MEMBER))

    def _offer(self) -> None:
        """The experts for the row at the cursor, and those for a hole at it."""
        one = self.current
        if one is None or self.now is None:
            self.choices.show_choices([])
            self.panel.show_fillers("", ())
            return
        kind = self.choices.kind
        found = services.team_checks.choices(self.now, one.target, one.experts, [kind] if kind else ())
        self.choices.show_choices(found)
        seat = self.table.kind(self.board.currentIndex().column())
        hole = seat is not None and seat.short in one.missing
        able = [filler for filler in found if hole and seat and filler.expert.type == seat.name and not filler.obstacle]
        self.panel.show_fillers(f"{seat.short}的空席" if hole and seat else "", able)

    # -- acting -------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """The keys go to the experts of the type at the cursor."""
        if self.current is not None and self._workspace.writable:
            self.split.choose()

    def _add(self, expert: str) -> None:
        if (one := self.current) and self._workspace.writable and self.acts.add(one, expert):
            self.split.leave()

    def _drop(self, row: int, expert: str) -> None:
        self.board.go_to(row, max(BEFORE, self.board.currentIndex().column()))
        self._add(expert)

    def _preview(self, row: int, expert: str) -> BoardRow:
        """A row as it would be: worked out from what is in memory, within a frame."""
        if self.now is None:
            return self.table.rows[row]
        after, obstacle = services.team_board.with_expert(self.now, self.table.rows[row], expert)
        if obstacle:
            self.statusMessage.emit(obstacle)
        return after

    def _show_visits(self) -> None:
        if one := self.current:
            self.visitsRequested.emit(one.name)

    def _propose(self) -> None:
        from datong_desktop.views.teams.proposal_dialog import open_proposal

        open_proposal(self._workspace, self._settings, self.window())

    def _on_team(self, act: Callable[[BoardRow], object]) -> None:
        if (one := self.current) and one.team:
            act(one)

    def _on_member(self, act: Callable[[BoardRow, Seated], object]) -> None:
        """Of several members in a cell the one meant is asked for."""
        one, members = self.current, self.members
        if one is None or not one.team or not members:
            self.statusMessage.emit("先选中一名成员")
        elif len(members) == 1:
            act(one, members[0])
        else:
            menu = QMenu(self)
            menu.setObjectName("memberMenu")
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            for member in members:
                menu.addAction(f"{member.name} {member.load}", lambda chosen=member: act(one, chosen))
            menu.popup(self.board.viewport().mapToGlobal(self.board.visualRect(self.board.currentIndex()).bottomLeft()))

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("boardMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        menu.addActions(list(self.actions_by_name.values()))
        menu.popup(at)
