"""What is done with an enterprise besides keying its form: moves, materials, opinions, milestones, helpers, plans.

Every dialog is a ``RecordDialog`` over the declared fields; every write one undo step through the workspace.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QWidget

from datong_desktop import services
from datong_desktop.domain.application import RULES, Application, Batch, Move, PanelOpinion, Step, batch_label
from datong_desktop.domain.enterprise import Judgement
from datong_desktop.domain.fields import Field, Value, fields_by_id, fields_of
from datong_desktop.domain.fostering import Assistance, Milestone, Reform, StateOwnedPlan, Visit
from datong_desktop.domain.problem import Problem
from datong_desktop.domain.scans import of_milestone
from datong_desktop.domain.service_lines import ServiceLine
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.views import dialogs
from datong_desktop.views.indicators.cell_panel import wrapped_label
from datong_desktop.views.records.editors import Offers, earlier_values
from datong_desktop.views.records.record_dialog import RecordDialog
from datong_desktop.views.workspace import Workspace

Values = Mapping[str, Value]
JUMP = replace(fields_by_id(Step)["override"], hint="只有越过程序或日期倒挂时才填")
DISTRICT = "计入哪个县区；不填就是当日登记的县区"
REASON = "意见（必须写明理由）"
WHY = replace(fields_by_id(Step)["opinion"], id="why", label="更正理由（必须写明）", longest=services.pool.REASON, hint="记入历史")
OVERRIDE = "越过程序的理由（必须写明）"
TOLD = 4
"""So many of the things that are in the way of a step are told in its dialog; the others are counted."""


WRITTEN_IN: dict[str, type] = {
    "actor": Step, "recommender": Application, "expert": PanelOpinion, "institution": PanelOpinion, "department": Visit,
    "visitor": Visit, "responsible": Visit, "investor": Reform, "judged_by": Judgement,
}  # fmt: skip
"""Fields of units and people, and the records in which the ledger has them already."""


class EnterpriseActs(QObject):
    """``current`` gives the enterprise that is meant, None when there is none."""

    def __init__(self, workspace: Workspace, current: Callable[[], EnterpriseFile | None], window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._current, self._window = workspace, current, window

    def _ask(
        self, name: str, title: str, shown: Collection[Field], record: Any, write: Callable[[Values], Changed | None],
        *, required: Collection[str] = (), remove: Callable[[], Changed | None] | None = None, below: QWidget | None = None,
        accept_text: str = "保存", parent: QWidget | None = None,
    ) -> Changed | None:  # fmt: skip
        """Ask for a record and store it."""
        dialog = RecordDialog(
            name, title, tuple(shown), record, write, parent or self._window.window(), required=required, remove=remove,
            offers=self._offers(shown), below=below, accept_text=accept_text,
        )  # fmt: skip
        return cast("Changed | None", dialog.done_) if dialogs.ask(dialog) else None

    def _offers(self, shown: Collection[Field]) -> Offers:
        """Units and people are proposed as they were written before."""
        return {f.id: earlier_values(lambda: self._workspace.ledger, WRITTEN_IN[f.id], f) for f in shown if f.id in WRITTEN_IN}

    def _do(self, verb: Callable[..., Changed], *args: object, **options: object) -> Changed | None:
        return self._workspace.attempt(partial(verb, **options) if options else verb, *args)

    # -- the way into the pool ----------------------------------------------------------------------------

    def move(self, move: Move) -> Changed | None:
        """Make a step; 申报 opens an application."""
        file = self._current()
        if file is None:
            return None
        enterprise = file.enterprise.id
        tier = services.pool.panel_summary(_opinions(file)).tier if move is Move.ADMIT else ""
        step = replace(self._proposed(move, file.enterprise.district), tier=tier)
        start = _Start(step, recommender=file.enterprise.district)

        def write(values: Values) -> Changed | None:
            known = dict(values)
            day = known.pop("made_on")
            if move is Move.APPLY:
                recommender = known.pop("recommender")
                return self._do(services.pool.apply, enterprise, day, recommender, **known)
            check = services.admission.check_one
            return self._do(services.pool.move, enterprise, move, made_on=day, check=check, **known)

        return self._ask_move(move, file.name, [enterprise], start, write)

    def move_many(self, move: Move, chosen: Sequence[str], parent: QWidget) -> Changed | None:
        """The same step for many enterprises: all of them or none."""
        start = self._proposed(move)

        def write(values: Values) -> Changed | None:
            known = dict(values)
            day, check = known.pop("made_on"), services.admission.check_one
            return self._do(services.pool.move_many, list(chosen), move, made_on=day, check=check, **known)

        return self._ask_move(move, f"{len(chosen)} 家企业", chosen, start, write, parent)

    def _proposed(self, move: Move, district: str = "") -> Step:
        """A step made today by who usually makes it: what comes before the panel, the district (annex 2 二（三）1)."""
        ledger = self._workspace.ledger
        local = district if move in (Move.APPLY, Move.PASS_REVIEW) else ""
        actor = local or (services.pool.usual_actor(ledger, move) if ledger else "")
        return Step("", 0, 0, made_on=datetime.date.today(), actor=actor)

    def _ask_move(
        self, move: Move, whose: str, chosen: Sequence[str], start: object, write: Callable[[Values], Changed | None],
        parent: QWidget | None = None,
    ) -> Changed | None:  # fmt: skip
        """The dialog of a step: a tier where it gives one, a reason where it needs one; what is in the way is told at once
        and asks for the reason to go on all the same."""
        rule, known = RULES[move], fields_by_id(Step)
        ledger = self._workspace.ledger
        in_the_way = services.pool.in_the_way(ledger, chosen, move) if ledger else ()
        opinion = replace(known["opinion"], label=REASON) if rule.reason else known["opinion"]
        override = replace(JUMP, label=OVERRIDE, hint="写明为什么仍要办理") if in_the_way else JUMP
        shown = [known["made_on"], known["actor"], *([known["tier"]] if rule.tier else []), opinion, override]
        if move is Move.APPLY:
            shown.insert(1, fields_by_id(Application)["recommender"])
        needed = {"made_on": True, "actor": True, "tier": rule.tier, "opinion": rule.reason, "override": bool(in_the_way)}
        return self._ask(
            "moveDialog", f"{move}：{whose}", shown, start, write, required=[name for name, is_ in needed.items() if is_],
            accept_text=move, parent=parent, below=_warning(in_the_way) if in_the_way else None,
        )  # fmt: skip

    def correct(self, there: Step | Application) -> Changed | None:
        """Put a step or an application right, with a reason."""
        if (file := self._current()) is None:
            return None
        what = there.move if isinstance(there, Step) else "申报"
        known = [f for f in fields_of(type(there)) if f.id in services.pool.CORRECTABLE[type(there)]]
        shown = [f for f in known if f.id != "tier" or there.tier]  # type: ignore[union-attr]

        def write(values: Values) -> Changed | None:
            new = {name: value for name, value in values.items() if name != WHY.id and value != getattr(there, name)}
            return self._do(services.pool.correct, there, new, str(values[WHY.id]))

        return self._ask(
            "correctDialog", f"更正{what}：{file.name}", [*shown, WHY], _Start(there, **{WHY.id: ""}), write,
            required=(WHY.id, "made_on", "received_on", "actor"), accept_text="更正",
        )  # fmt: skip

    def judge(self, clause: str) -> Changed | None:
        """Record a reviewer's finding on a clause."""
        if (file := self._current()) is None:
            return None
        there = next((one for one in file.all(Judgement) if one.clause == clause), None)
        record = there or Judgement(file.enterprise.id, clause, judged_on=datetime.date.today())
        takes_back = partial(self._do, services.admission.judge, replace(record, result="")) if there else None
        return self._ask(
            "judgeDialog", f"人工认定：{clause}", fields_of(Judgement), record,
            lambda values: self._do(services.admission.judge, _with(record, values)),
            required=("result", "judged_by", "judged_on", "reason"), remove=takes_back,
        )  # fmt: skip

    def opinion(self, there: PanelOpinion | None = None) -> Changed | None:
        """One expert's opinion, a new one or that one."""
        if (file := self._current()) is None:
            return None
        enterprise, pool = file.enterprise.id, services.pool
        if there is not None:
            kept = there
            return self._ask(
                "opinionDialog", f"复核意见：{file.name}", fields_of(PanelOpinion), kept,
                lambda values: self._do(pool.change_opinion, _with(kept, values)),
                required=("expert",), remove=lambda: self._do(pool.remove_opinion, kept),
            )  # fmt: skip
        blank = PanelOpinion(enterprise, 0, 0, given_on=datetime.date.today())
        return self._ask(
            "opinionDialog", f"复核意见：{file.name}", fields_of(PanelOpinion), blank,
            lambda values: self._do(pool.add_opinion, enterprise, values), required=("expert",),
        )  # fmt: skip

    def batch(self, batch: Batch, parent: QWidget) -> Changed | None:
        """When and where the panel meets."""
        return self._ask(
            "meetingDialog", f"复核会安排：{batch_label(batch.batch)}", fields_of(Batch), batch,
            lambda values: self._do(services.pool.set_batch, _with(batch, values)), parent=parent,
        )  # fmt: skip

    # -- fostering ----------------------------------------------------------------------------------------

    def milestone(self, there: Milestone | None = None) -> Changed | None:
        """A milestone, a new one or that one, with its scans."""
        if (file := self._current()) is None:
            return None
        below = None
        if there is not None:
            from datong_desktop.views.records.scan_strip import ScanStrip

            below = ScanStrip(self._workspace)
            below.show_subject(file.enterprise.id, of_milestone(there.number))
        choices = services.enterprise_list.districts()
        shown = [replace(f, choices=choices, hint=DISTRICT) if f.id == "district" else f for f in fields_of(Milestone)]
        return self._numbered("milestoneDialog", "里程碑", Milestone, there, shown, ("kind", "happened_on"), below)

    def served(self, enterprise: str) -> tuple[ServiceLine, ...]:
        """The visits of expert teams to an enterprise."""
        ledger = self._workspace.ledger
        return services.service_visits.lines(ledger, enterprise=enterprise) if ledger else ()

    def visit(self, there: Visit | None = None) -> Changed | None:
        """A call on the enterprise, a new one or that one."""
        return self._numbered("visitDialog", "走访", Visit, there, fields_of(Visit), ("visited_on",), None)

    def _numbered(
        self, name: str, title: str, kind: type[Any], there: Any, shown: Collection[Field], required: Collection[str],
        below: QWidget | None,
    ) -> Changed | None:  # fmt: skip
        if (file := self._current()) is None:
            return None
        enterprise, fostering = file.enterprise.id, services.fostering
        record = there or kind(enterprise, 0)
        if there is None:
            write = partial(self._add, enterprise, kind)
        else:
            write = partial(self._save_changed, there)
        remove = partial(self._do, fostering.remove, there) if there else None
        return self._ask(name, f"{title}：{file.name}", shown, record, write, required=required, remove=remove, below=below)

    def _add(self, enterprise: str, kind: type[Any], values: Values) -> Changed | None:
        return self._do(services.fostering.add, enterprise, kind, values)

    def _save_changed(self, there: Any, values: Values) -> Changed | None:
        return self._do(services.fostering.save, _with(there, values))

    def assistance(self) -> Changed | None:
        """一企一帮扶."""
        return self._single("assistanceDialog", "一企一帮扶", Assistance)

    def reform(self) -> Changed | None:
        """The line in the 股份制改造清单."""
        return self._single("reformDialog", "股份制改造清单", Reform)

    def plan(self, there: StateOwnedPlan | None = None) -> Changed | None:
        """A state-owned enterprise's plan of that year, of this one when none is given."""
        year = there.year if there else datetime.date.today().year
        return self._single("planDialog", f"{year}年度行动方案", StateOwnedPlan, year)

    def _single(self, name: str, title: str, kind: type[Any], *key: int) -> Changed | None:
        """A record the enterprise has once (a year)."""
        if (file := self._current()) is None:
            return None
        blank = kind(file.enterprise.id, *key)
        there = next((one for one in file.all(kind) if not key or one.year == key[0]), None)
        remove = partial(self._do, services.fostering.remove, there) if there else None
        return self._ask(
            name, f"{title}：{file.name}", fields_of(kind), there or blank, partial(self._save_changed, there or blank), remove=remove
        )


def _warning(problems: Sequence[Problem]) -> QLabel:
    lines = [f"▲ {one.text.replace('，没有保存。', '。')}" for one in problems[:TOLD]]
    if len(problems) > TOLD:
        lines.append(f"▲ 另有 {len(problems) - TOLD} 处")
    label = wrapped_label("\n".join(lines))
    label.setObjectName("inTheWay")
    label.setAccessibleName("不能直接办理的原因")
    return label


class _Start:
    """The values of a record and some beside it."""

    def __init__(self, record: object, **more: Value) -> None:
        for one in fields(record):  # type: ignore[arg-type]
            setattr(self, one.name, getattr(record, one.name))
        for name, value in more.items():
            setattr(self, name, value)


def _with(record: Any, values: Values) -> Any:
    return replace(record, **values)


def _opinions(file: EnterpriseFile) -> list[PanelOpinion]:
    last = max((one.number for one in file.all(Application)), default=0)
    return [one for one in file.all(PanelOpinion) if one.application == last]
