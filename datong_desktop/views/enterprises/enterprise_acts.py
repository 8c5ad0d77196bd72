"""What is done with an enterprise besides keying its form: moves, findings, opinions, corrections, and all of ``FosteringActs``."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from functools import partial
from typing import Any, cast

from PySide6.QtWidgets import QLabel, QWidget
from shiboken6 import isValid

from datong_desktop import services
from datong_desktop.domain.application import RULES, Application, Batch, Move, PanelOpinion, Step, batch_label
from datong_desktop.domain.enterprise import Judgement
from datong_desktop.domain.fields import Value, fields_by_id, fields_of
from datong_desktop.domain.problem import Problem, Refused
from datong_desktop.domain.service_lines import ServiceLine
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.views.enterprises.fostering_acts import FosteringActs
from datong_desktop.views.enterprises.record_acts import Values, changed_by
from datong_desktop.views.indicators.cell_panel import wrapped_label
from datong_desktop.views.workspace import MANY

JUMP = replace(fields_by_id(Step)["override"], hint="只有越过程序或日期倒挂时才填")
REASON = "意见（必须写明理由）"
WHY = "why"
OVERRIDE = "越过程序的理由（必须写明）"
TOLD = 4
"""So many of the things that are in the way of a step are told in its dialog; the others are counted."""


class EnterpriseActs(FosteringActs):
    """``current`` gives the enterprise that is meant, None when there is none."""

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
            if move is not Move.APPLY:
                return self._do(services.pool.move, enterprise, move, **values)
            known = dict(values)
            return self._do(services.pool.apply, enterprise, known.pop("made_on"), **known)

        return self._ask_move(move, file.name, self._in_the_way([enterprise], move), start, write)

    def move_many(self, move: Move, chosen: Sequence[str], parent: QWidget) -> None:
        """The same step for many enterprises: all of them or none. Very many are looked at and written in a thread."""
        ask = partial(self._ask_many, move, chosen, parent)
        if self._workspace.takes_long(chosen, MANY):
            self._workspace.run_many(f"核对 {len(chosen)} 家企业", services.pool.in_the_way, chosen, move, done=ask)
        else:
            ask(self._in_the_way(chosen, move))

    def _ask_many(
        self, move: Move, chosen: Sequence[str], parent: QWidget, in_the_way: Sequence[Problem], typed: Values | None = None
    ) -> None:
        """Refused in a thread it is asked for once more, with what was ``typed`` and what is in the way."""
        workspace, whose = self._workspace, f"{len(chosen)} 家企业"
        start = changed_by(self._proposed(move), typed or {})

        def refused(values: Values, refusal: Refused) -> None:
            self._ask_many(move, chosen, parent, refusal.problems, values)

        def write(values: Values) -> Changed | None:
            verb: Callable[..., Changed] = partial(cast("Any", services.pool.move), **values)
            if not workspace.takes_long(chosen, MANY) or (ledger := workspace.ledger) is None:
                return self._do(verb, chosen, move)
            workspace.run_many(
                f"办理 {whose}的“{move}”", verb, chosen, move, done=partial(workspace.take_over, ledger), refused=partial(refused, values)
            )
            return None

        self._ask_move(move, whose, in_the_way, start, write, parent if isValid(parent) else None)

    def _in_the_way(self, chosen: Sequence[str], move: Move) -> Sequence[Problem]:
        ledger = self._workspace.ledger
        return services.pool.in_the_way(ledger, chosen, move) if ledger else ()

    def _proposed(self, move: Move, district: str = "") -> Step:
        """A step made today by who usually makes it: what comes before the panel, the district (annex 2 二（三）1)."""
        ledger = self._workspace.ledger
        local = district if move in (Move.APPLY, Move.PASS_REVIEW) else ""
        actor = local or (services.pool.usual_actor(ledger, move) if ledger else "")
        return Step("", 0, 0, made_on=datetime.date.today(), actor=actor)

    def _ask_move(
        self, move: Move, whose: str, in_the_way: Sequence[Problem], start: object, write: Callable[[Values], Changed | None],
        parent: QWidget | None = None,
    ) -> Changed | None:  # fmt: skip
        """The dialog of a step: a tier where it gives one, a reason where it needs one; what is in the way is told at once
        and asks for the reason to go on all the same."""
        rule, known = RULES[move], fields_by_id(Step)
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
        label, longest = "更正理由（必须写明）", services.pool.REASON
        shown.append(replace(fields_by_id(Step)["opinion"], id=WHY, label=label, longest=longest, hint="记入历史"))

        def write(values: Values) -> Changed | None:
            new = {name: value for name, value in values.items() if name != WHY and value != getattr(there, name)}
            return self._do(services.pool.correct, there, new, str(values[WHY]))

        return self._ask(
            "correctDialog", f"更正{what}：{file.name}", shown, _Start(there, **{WHY: ""}), write,
            required=(WHY, "made_on", "received_on", "actor"), accept_text="更正",
        )  # fmt: skip

    def judge(self, clause: str) -> Changed | None:
        """Record a reviewer's finding on a clause."""
        if (file := self._current()) is None:
            return None
        there = next((one for one in file.all(Judgement) if one.clause == clause), None)
        record = there or Judgement(file.enterprise.id, clause)
        if there is None or there in services.admission.facts_of(file).other_judgements:  # of an earlier case: confirmed today
            record = replace(record, judged_on=datetime.date.today())
        takes_back = partial(self._do, services.admission.judge, replace(record, result="")) if there else None
        return self._ask(
            "judgeDialog", f"人工认定：{clause}", fields_of(Judgement), record,
            lambda values: self._do(services.admission.judge, changed_by(record, values)),
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
                lambda values: self._do(pool.change_opinion, changed_by(kept, values)),
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
            lambda values: self._do(services.pool.set_batch, changed_by(batch, values)), parent=parent,
        )  # fmt: skip

    def served(self, enterprise: str) -> tuple[ServiceLine, ...]:
        """The visits of expert teams to an enterprise."""
        ledger = self._workspace.ledger
        return services.service_visits.lines(ledger, enterprise=enterprise) if ledger else ()


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


def _opinions(file: EnterpriseFile) -> list[PanelOpinion]:
    last = max((one.number for one in file.all(Application)), default=0)
    return [one for one in file.all(PanelOpinion) if one.application == last]
