"""What is decided in the yearly review and which evaluation forms are kept: dialogs over declared fields, one undo step each."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import SimpleNamespace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from datong_desktop import services
from datong_desktop.domain.expert import JOINS, NEEDS_REASON, Adjustment
from datong_desktop.domain.fields import Field, Value, fields_by_id
from datong_desktop.services.changes import Changed
from datong_desktop.services.evaluations import BY, EXPERT, KEYED
from datong_desktop.services.expert_review import Decision, Review, ReviewLine
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.service_visits import TEAM
from datong_desktop.views import dialogs
from datong_desktop.views.records.editors import Offers, earlier_values
from datong_desktop.views.records.record_dialog import RecordDialog, Write
from datong_desktop.views.teams.visit_fields import experts, objects, teams
from datong_desktop.views.workspace import Workspace

_OWN = fields_by_id(Adjustment)
_KINDS = tuple(kind for kind in _OWN["kind"].choices if kind != JOINS)
DECIDED = (_OWN["decided_on"], _OWN["decided_by"])
DECISION: tuple[Field, ...] = (
    replace(_OWN["kind"], label="决定", choices=_KINDS, hint="退出的同时归档"), *DECIDED,
    replace(_OWN["reason"], hint=f"{'、'.join(NEEDS_REASON)}必须写明"),
)  # fmt: skip


class ReviewActs(QObject):
    """The dialogs of the review page. Signal ``message(str)``."""

    message = Signal(str)

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._window = workspace, window

    def decide(self, review: Review, chosen: Sequence[ReviewLine]) -> None:
        """Ask what is decided on these experts, the same for all; the proposal of the first stands there at first."""
        if not chosen:
            return
        first = chosen[0]
        kind, reason = first.result.proposal, first.result.reason if first.result.proposal in NEEDS_REASON else ""
        start = first.decision or self._start(kind=kind, reason=reason if len(chosen) == 1 else "")

        def write(values: Mapping[str, Value]) -> Changed | None:
            each = [Decision(line.expert.id, str(values["kind"]), str(values["reason"])) for line in chosen]
            return self._store(review.year, each, values)

        title = first.label if len(chosen) == 1 else f"{len(chosen)} 名专家"
        self._ask("decideDialog", f"{review.year}年度考核决定：{title}", DECISION, start, write, ("kind", "decided_on"), "决定")

    def accept(self, review: Review, chosen: Sequence[ReviewLine]) -> None:
        """Decide on these experts as it is proposed for each, after asking when and by whom."""
        each = [Decision(line.expert.id, line.result.proposal, line.result.reason) for line in chosen if line.result.proposal]
        if not each:
            self.message.emit("选中的专家现在还没有建议，年度结束后再定；要现在决定的请用“决定…”")
            return
        counted = Counter(one.kind for one in each)
        told = "、".join(f"{kind} {counted[kind]} 名" for kind in _KINDS if counted[kind])

        def write(values: Mapping[str, Value]) -> Changed | None:
            return self._store(review.year, each, values)

        self._ask("acceptDialog", f"按建议决定：{told}", DECIDED, self._start(), write, ("decided_on",), "按建议决定")

    def withdraw(self, review: Review, line: ReviewLine) -> None:
        self._workspace.perform(services.expert_review.withdraw, review.year, line.expert.id)

    def add_form(self, year: int, name: str) -> None:
        """A new evaluation form on an expert, or on a team when the name is deleted."""
        start = SimpleNamespace(**{field.id: field.blank for field in KEYED})
        start.year, start.evaluated_on, start.expert_name = year, datetime.date.today(), name
        write = partial(self._workspace.attempt, services.evaluations.add)
        self._ask("evaluationDialog", "登记评价表", KEYED, start, write, (BY.id, "year"))

    def open_form(self, identifier: str) -> None:
        """Put one form right, or remove it."""
        ledger = self._workspace.ledger
        there = services.evaluations.keyed_of(ledger, identifier) if ledger else None
        if there is not None and self._workspace.writable:
            attempt, kept = self._workspace.attempt, services.evaluations
            write, remove = partial(attempt, kept.edit, identifier), partial(attempt, kept.remove, identifier)
            self._ask("evaluationDialog", f"评价表：{there.object}", KEYED, there, write, (BY.id, "year"), remove=remove)

    def _start(self, **values: Value) -> Adjustment:
        """A decision made today by the office of the ledger."""
        ledger = self._workspace.ledger
        by = ledger.office if ledger else ""
        return Adjustment("", 0, decided_on=datetime.date.today(), decided_by=by, **values)  # type: ignore[arg-type]

    def _store(self, year: int, each: Sequence[Decision], values: Mapping[str, Value]) -> Changed | None:
        decide = services.expert_review.decide
        return self._workspace.attempt(decide, year, each, values["decided_on"], str(values["decided_by"]))

    def _ask(
        self, name: str, title: str, fields: Sequence[Field], record: object, write: Write,
        required: Sequence[str], accept_text: str = "保存", remove: partial[Changed | None] | None = None,
    ) -> None:  # fmt: skip
        dialogs.ask(RecordDialog(
            name, title, fields, record, write, self._window.window(), required=required, offers=self._offers(), remove=remove,
            accept_text=accept_text,
        ))  # fmt: skip

    def _offers(self) -> Offers:
        def ledger() -> Ledger | None:
            return self._workspace.ledger

        earlier = earlier_values(ledger, Adjustment, _OWN["decided_by"])
        return {BY.id: objects(ledger), TEAM.id: teams(ledger), EXPERT.id: experts(ledger), "decided_by": earlier}
