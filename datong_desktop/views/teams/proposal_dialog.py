"""智能组队: asked for, watched, looked at beside today's teams, accepted whole or in part; a window beside the main one."""

from __future__ import annotations

import contextlib
import datetime
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from datong_desktop import settings as settings_file
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.progress import Progress
from datong_desktop.domain.service_team import Member, Need, Team
from datong_desktop.domain.team_weights import WORDS
from datong_desktop.services import team_accepting, team_offer
from datong_desktop.services.changes import Changed
from datong_desktop.services.staffing import Staffing
from datong_desktop.services.team_ledger import staffing
from datong_desktop.services.team_offer import Offer, OfferedTeam
from datong_desktop.services.team_proposal import Impossible, Search
from datong_desktop.settings import Settings
from datong_desktop.views import background
from datong_desktop.views.teams import proposal_words as words
from datong_desktop.views.teams.proposal_parts import ProposalParts
from datong_desktop.views.workspace import Workspace

if TYPE_CHECKING:
    from datong_desktop.domain.team_weights import Weights
    from datong_desktop.services.ledger import Ledger

NAME = "proposalDialog"
FOLLOWED = frozenset({Need, Team, Member})
"""Records whose change the choice of needs follows."""
TICK = 200
"""Milliseconds between two looks at how far the search is."""


class ProposalDialog(QDialog):
    """``offer`` is the proposal on show, None before the first and while one is worked out. Weights that were set are remembered
    for the ledger when the window goes; after a part was accepted the rest is worked out anew, for those teams as the ledger then is."""

    searched = Signal(object)

    def __init__(
        self, workspace: Workspace, settings: Settings, parent: QWidget | None = None, today: datetime.date | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(NAME)
        self.setWindowTitle("智能组队")
        self._workspace, self._settings, self._today = workspace, settings, today
        self._path = workspace.ledger.path if workspace.ledger else None
        self._reading = background.Latest(self)
        self._job: background.Job | None = None
        self._search: Search | None = None
        self._began, self._accepting, self._fresh = 0.0, False, True
        self._taken, self._going_on = "", False
        self.offer: Offer | None = None
        self.parts = ProposalParts(self)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK)
        self._clock.timeout.connect(self._show_search)
        self._connect()
        self.reload()
        self.parts.inputs.needs.setFocus()

    def _connect(self) -> None:
        parts, workspace = self.parts, self._workspace
        self.searched.connect(self._heard, Qt.ConnectionType.QueuedConnection)
        parts.start.clicked.connect(self.start)
        parts.cancel.clicked.connect(self.cancel)
        parts.accept_all.clicked.connect(lambda: self.accept_teams(None))
        parts.accept_some.clicked.connect(lambda: self.accept_teams(parts.table.chosen))
        parts.close.clicked.connect(self.close)
        parts.table.pointed.connect(self._explain)
        parts.table.ticked.connect(self._refresh)
        parts.inputs.changed.connect(self._refresh)
        parts.inputs.said.connect(lambda text: self.parts.say(text, "reason"))
        QShortcut(QKeySequence(Qt.Key.Key_Delete), parts.inputs.pairs, parts.inputs.drop_pair, Qt.ShortcutContext.WidgetShortcut)
        workspace.saved.connect(self._follow)  # no lambda: a closed window must not hear of it
        workspace.ledgerChanged.connect(self.close)

    # -- what there is to serve ------------------------------------------------------------------------------------------

    @property
    def day(self) -> datetime.date:
        """The day teams are formed on, and experts checked."""
        return self._today or datetime.date.today()

    def reload(self) -> None:
        """Read needs, experts and weights, in a thread."""
        ledger = self._workspace.ledger
        if ledger is None:
            return
        day = self.day
        self._reading.read(
            lambda: (staffing(ledger, day), team_offer.office_weights(ledger)),
            lambda found: self._show_choices(*found),
            lambda refusal: self.parts.say(str(refusal), "reason"),
        )

    def _show_choices(self, now: Staffing, weights: Weights) -> None:
        if self._fresh:  # later on they are the clerk's
            self._fresh = False
            kept = self._settings.weights_in(self._path) if self._path else {}
            self.parts.inputs.show_weights(replace(weights, **{name: value for name, value in kept.items() if name in WORDS}))
        self.parts.inputs.show_staffing(now)
        if self._going_on:
            self._going_on = False
            self.start()

    def _follow(self, changed: Changed) -> None:
        if changed.kinds & FOLLOWED and not self._accepting:
            self.reload()

    # -- the search ------------------------------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        return self._job is not None

    def start(self) -> None:
        """Work out a proposal in a thread; the one on show goes."""
        ledger, order = self._workspace.ledger, self.parts.inputs.order
        if ledger is None or self.running or self._accepting:
            return
        self.offer, self._search, self._began = None, None, time.monotonic()
        day, seconds, tell = self.day, float(self.parts.seconds.value()), self._tell

        def work(progress: Progress) -> Offer:
            return team_offer.make(ledger, order, day, seconds, tell, progress)

        self._job = background.run_watched(work, self._found, self._failed, lambda _: None)
        self._clock.start()
        self.parts.show_waiting()
        self._show_search()
        self._refresh()
        self.parts.cancel.setFocus()

    def _tell(self, found: Search) -> None:
        """In the working thread."""
        with contextlib.suppress(RuntimeError):  # the window is gone
            self.searched.emit(found)

    def _heard(self, found: Search) -> None:
        if self.running:
            self._search = found
            self._show_search()

    def _show_search(self) -> None:
        if self.running:
            self.parts.say(words.search_text(self._search, time.monotonic() - self._began))

    def cancel(self) -> None:
        """Stop the search: it writes nothing, so nobody needs to wait for it."""
        if self._job is not None:
            self._job.abandon()
            self._ended("已取消，什么也没有改动")

    def _ended(self, text: str, kind: str = "") -> None:
        self._job = None
        self._clock.stop()
        self.parts.say(text, kind)
        self._refresh()
        if not self.isActiveWindow():
            QApplication.alert(self)

    def _found(self, offer: Offer) -> None:
        if not isValid(self):
            return
        self.offer = offer
        if isinstance(offer.answer, Impossible):
            self.parts.show_impossible(words.impossible_lines(offer.answer))
            self._ended(self._taken + words.result_text(offer), "reason")
        else:
            self.parts.show_offer(offer)
            self._ended(self._taken + words.result_text(offer))

    def _failed(self, error: BaseException) -> None:
        if not isValid(self):
            return
        if not isinstance(error, Refused):
            self._ended("程序内部出错，没有算成，什么也没有改动", "reason")
            raise error
        self._ended(str(error), "reason")
        self.parts.start.setFocus()

    # -- the result ------------------------------------------------------------------------------------------------------

    def _explain(self, team: OfferedTeam, kind: str) -> None:
        if self.offer is None:
            return
        members = words.of_type(self.offer, team.members, kind)
        self.parts.inputs.point(team.need.id, members[0] if members else None)
        lines = words.seat_lines(self.offer, team, kind) if kind else words.team_lines(self.offer, team)
        self.parts.explain(f"{team.need.name}{f' · {kind}' if kind else ''}", lines)

    def _refresh(self) -> None:
        """What can be done now, and why not where it cannot."""
        able = self._workspace.writable and words.can_accept(self.offer) and not self._accepting
        changing = sum(team.state != team_offer.SAME for team in self.offer.teams) if self.offer else 0
        self.parts.allow(
            start=bool(self.parts.inputs.order.needs) and not self.running and not self._accepting,
            cancel=self.running,
            whole=changing if able else 0,
            part=len(self.parts.table.chosen) if able else 0,
            why_not="没有可采纳的服务队" if self._workspace.writable else "账套以只读方式打开，不能采纳",
        )

    def accept_teams(self, needs: Sequence[str] | None) -> None:
        """Form and change the teams of these needs, or all, as one undo step; refused, it is said here."""
        ledger, offer = self._workspace.ledger, self.offer
        if ledger is None or offer is None or self._accepting:
            return
        self._accepting = True
        self._refresh()
        verb = partial(team_accepting.accept, offer=offer, needs=needs)
        run = self._workspace.run_long or _at_once
        taken = [team.need.id for team in offer.teams if team.state != team_offer.SAME and (needs is None or team.need.id in needs)]
        run("采纳组队方案", lambda _: verb(ledger), lambda result: self._accepted(ledger, result, taken), "")

    def _accepted(self, ledger: Ledger, result: Changed | Refused, taken: Sequence[str]) -> None:
        if isinstance(result, Changed):
            self._workspace.take_over(ledger, result)
        if not isValid(self):
            return
        self._accepting = False
        if not isinstance(result, Changed):
            self.parts.say(str(result), "reason")
            self._refresh()
        elif rest := self._rest(taken):
            self._taken, self._going_on = f"已采纳 {len(taken)} 支，可以一步撤销。剩下的：", True
            self.parts.inputs.tick(rest)
            self.reload()
        else:
            self.close()

    def _rest(self, taken: Collection[str]) -> list[str]:
        """Needs whose teams were offered, would change something and were not accepted."""
        teams = self.offer.teams if self.offer else ()
        return [team.need.id for team in teams if team.state != team_offer.SAME and team.need.id not in taken]

    # -- leaving ---------------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Esc stops a search first."""
        if self.running:
            self.cancel()
        else:
            super().reject()

    def done(self, result: int) -> None:
        self._stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop()
        super().closeEvent(event)

    def _stop(self) -> None:
        if self._path is not None and not self._fresh:  # before that no weights were shown
            self._settings.remember_weights(self._path, asdict(self.parts.inputs.set_weights))
            settings_file.save(self._settings)
        self._reading.abandon()
        if self._job is not None:
            self._job.abandon()
            self._job = None
        self._clock.stop()


def _at_once(_: str, work: Callable[[Progress], Changed], done: Callable[[Changed | Refused], None], __: str) -> None:
    """Without a window around it: done here and now."""
    try:
        result: Changed | Refused = work(Progress())
    except Refused as refusal:
        result = refusal
    done(result)


def open_proposal(workspace: Workspace, settings: Settings, window: QWidget) -> ProposalDialog | None:
    """智能组队 beside the window, once: asked for again it comes to the front. None when no ledger is open."""
    if workspace.ledger is None:
        return None
    for other in cast("list[ProposalDialog]", window.findChildren(ProposalDialog, NAME)):
        if other.isVisible():
            other.raise_()
            other.activateWindow()
            return other
    dialog = ProposalDialog(workspace, settings, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog
