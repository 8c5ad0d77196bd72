"""The way into the reserve pool and out of it (annex 2 二, 三): each verb one transaction and one undo step.

What is against the procedure is refused, unless a reason for it is given; what only looks odd is told in
``Changed.notices``.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.admission import OPEN, VIOLATED
from datong_desktop.domain.application import (
    Application,
    Material,
    Move,
    PanelOpinion,
    Step,
    batch_label,
    batch_of,
)
from datong_desktop.domain.enterprise import Enterprise, FiscalYear, Judgement
from datong_desktop.domain.fostering import PROVINCIAL, Milestone, Reform
from datong_desktop.domain.moving import DECISIONS, Grounds, made, obstacles, odd, wrong
from datong_desktop.domain.panel import PanelSummary, panel_summary
from datong_desktop.domain.problem import Problem, Refused, problem
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.domain.standing import PoolState, missing_text, reform_due_on
from datong_desktop.models.registry import ROWS
from datong_desktop.services import enterprises, records
from datong_desktop.services.admission import check_file, keep_rules
from datong_desktop.services.batches import BatchLine, BatchView, batch_view, batches, set_batch
from datong_desktop.services.changes import Changed
from datong_desktop.services.correcting import CORRECTABLE, REASON, correct
from datong_desktop.services.enterprises import NAMELESS, EnterpriseFile
from datong_desktop.services.grounds import Checked, grounds_of
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.pool_papers import (
    add_opinion,
    change_opinion,
    drop_material,
    receive_material,
    remove_opinion,
)
from datong_desktop.services.pool_states import state_of, states, states_of
from datong_desktop.services.recording import changed

__all__ = [
    "CORRECTABLE", "REASON", "BatchLine", "BatchView", "PanelSummary", "PoolState", "add_opinion", "apply", "batch_view", "batches",
    "change_opinion", "correct", "drop_material", "in_the_way", "move", "panel_summary", "receive_material", "remove_opinion",
    "set_batch", "state_of", "states", "states_of", "usual_actor",
]  # fmt: skip

_LOOKED_AT = (Application, Step, Material, PanelOpinion, Milestone, Reform)
_CHECKED = (FiscalYear, Judgement)
"""What a decision looks at besides."""
_BARRED = ("限制类", "淘汰类")


EACH = 1
"""Enterprises between two looks whether to stop: a check is no small thing."""
AdmissionCheck = Callable[[EnterpriseFile, datetime.date], Checked]
"""(enterprise, day of its application) → the check of the clauses of annex 2 一."""


def apply(
    ledger: Ledger,
    enterprise: str,
    received_on: datetime.date,
    recommender: str = "",
    *,
    actor: str = "",
    opinion: str = "",
    override: str = "",
) -> Changed:
    """Opens the next application of an enterprise in the batch of that day, decided under the rules in force.

    ``Refused``: not_allowed, before_last_step, barred_industry (限制类和淘汰类的产业不得申报, annex 2 一（二）), unless
    ``override`` says why; no_actor (it is the ``recommender`` who is not given), no_enterprise.
    """
    with ledger.writing("申报") as work:
        (file,) = enterprises.files(work.session, [enterprise], _LOOKED_AT)
        name, steps = file.name, file.all(Step)
        number = records.next_number(file.all(Application))
        step = Step(
            enterprise, number, 1, move=Move.APPLY, made_on=received_on, actor=actor or recommender, opinion=opinion,
            override=override,
        )  # fmt: skip
        barred = tuple(_barred(file.enterprise))
        if problems := (*wrong(steps, step, name), *(() if override.strip() else barred)):
            raise Refused(*problems)
        kept = replace(made(steps, step), override=override.strip()) if barred else made(steps, step)
        batch = batch_of(received_on)
        work.command = f"申报 {name}（{batch_label(batch)}）"
        application = Application(
            enterprise, number, batch=batch, received_on=received_on, recommender=recommender, rules=keep_rules(work.session)
        )
        records.put(work.session, application, kept)
    return changed(ledger, work, odd(steps, step, name, work.at.date()))


def _barred(enterprise: Enterprise) -> Iterator[Problem]:
    """Enterprises listed on the NEEQ need not fulfil the conditions (annex 2 一)."""
    if enterprise.catalogue_class in _BARRED and not enterprise.neeq_listed:
        text = (
            f"“{enterprise.name or NAMELESS}”的产业目录类别是{enterprise.catalogue_class}，限制类和淘汰类的产业不得申报，没有保存。"
            "请核对类别；确需受理的，请写明理由。"
        )
        yield problem("barred_industry", text)


def move(
    ledger: Ledger,
    whose: str | Sequence[str],
    move: Move,
    *,
    made_on: datetime.date,
    actor: str,
    opinion: str = "",
    tier: str = "",
    override: str = "",
    check: AdmissionCheck = check_file,
    progress: Progress = UNWATCHED,
) -> Changed:
    """Makes the next step of an enterprise, or the same step of many: all of them, or, with everything that is wrong in
    ``Refused``, none; ``Cancelled`` too makes none. 省资源库入库 also records the milestone. For 申报 there is ``apply``.

    ``Refused``: not_allowed, before_last_step, not_fulfilled, missing_materials and no_opinion (of 复核合格 and 入库) unless
    ``override`` says why; no_actor, no_reason, no_tier, no_enterprise.
    """
    if move is Move.APPLY:
        raise ValueError("an application is opened by apply")
    wanted = [whose] if isinstance(whose, str) else list(dict.fromkeys(whose))
    model = Step("", 0, 0, move=move, made_on=made_on, actor=actor, opinion=opinion, tier=tier, override=override)
    with ledger.writing(move) as work:
        found = _files(work.session, wanted, move)
        looked = progress.part(0.3, 0.6)
        each = [(file, _next_step(file, model), _grounds(file, model, check)) for file in looked.over(found, len(found), EACH)]
        if problems := [p for file, step, grounds in each for p in wrong(file.all(Step), step, file.name, grounds)]:
            raise Refused(*problems)
        work.command = f"{move} {found[0].name}" if len(found) == 1 else f"{move} {len(found)} 家企业"
        for file, step, grounds in progress.part(0.6, 1).over(each, len(each), EACH):
            kept = made(file.all(Step), step, grounds)
            records.put(work.session, *_application_of(work.session, file, step), kept, *_milestone(file, step))
        today = work.at.date()
    return changed(ledger, work, [notice for one in each for notice in _notices(*one, today)])


def in_the_way(
    ledger: Ledger,
    identifiers: Sequence[str],
    move: Move,
    *,
    check: AdmissionCheck = check_file,
    progress: Progress = UNWATCHED,
) -> tuple[Problem, ...]:
    """What would keep these enterprises from a step made today unless an ``override`` says why: for the dialog to show
    before it is accepted. ``Refused``: no_enterprise."""
    wanted, today = list(dict.fromkeys(identifiers)), datetime.date.today()
    with ledger.reading() as session:
        found = _files(session, wanted, move)
    model = Step("", 0, 0, move=move, made_on=today)
    looked = progress.part(0.5, 1).over(found, len(found), EACH)
    problems = [p for file in looked for p in obstacles(file.all(Step), model, file.name, _grounds(file, model, check))]
    barred = [p for file in found for p in _barred(file.enterprise)] if move is Move.APPLY else []
    return (*problems, *barred)


def usual_actor(ledger: Ledger, move: Move) -> str:
    """Who is proposed to make a step: who made such a step last, else the office of the ledger."""
    c = ROWS[Step].__table__.c
    query = select(c.actor).where(c.move == move, c.actor != "").order_by(c.made_on.desc(), c.number.desc()).limit(1)
    with ledger.reading() as session:
        return session.scalars(query).first() or ledger.office


def _files(session: Session, identifiers: Sequence[str], move: Move) -> list[EnterpriseFile]:
    return enterprises.files(session, identifiers, (*_LOOKED_AT, *_CHECKED) if move in DECISIONS else _LOOKED_AT)


def _grounds(file: EnterpriseFile, model: Step, check: AdmissionCheck) -> Grounds | None:
    """What a decision rests on, by the check on the day of the application; None where none is to be made."""
    if model.move not in DECISIONS:
        return None
    last = max(file.all(Application), key=attrgetter("number"), default=None)
    on = last.received_on if last and last.received_on else model.made_on
    assert on is not None
    return grounds_of(file, last.number if last else 0, check(file, on))


def _next_step(file: EnterpriseFile, model: Step) -> Step:
    """The step after the last one, within the last application, otherwise like ``model``."""
    application = max((a.number for a in file.all(Application)), default=1)
    number = records.next_number(step for step in file.all(Step) if step.application == application)
    return replace(model, enterprise=file.enterprise.id, application=application, number=number)


def _application_of(session: Session, file: EnterpriseFile, step: Step) -> Iterator[Application]:
    """Who jumps the application itself still gets one for the steps to hang on."""
    if not file.all(Application) and step.made_on is not None:
        on = step.made_on
        yield Application(file.enterprise.id, step.application, batch=batch_of(on), received_on=on, rules=keep_rules(session))


def _milestone(file: EnterpriseFile, step: Step) -> Iterator[Milestone]:
    if step.move == Move.ADMIT_PROVINCIAL and not _in_provincial_pool(file):
        evidence = " ".join(step.opinion.split())
        yield Milestone(
            file.enterprise.id,
            records.next_number(file.all(Milestone)),
            kind=PROVINCIAL,
            happened_on=step.made_on,
            district=file.enterprise.district,
            evidence=evidence if len(evidence) <= 200 else "",
        )


def _in_provincial_pool(file: EnterpriseFile) -> bool:
    return any(milestone.kind == PROVINCIAL for milestone in file.all(Milestone))


def _notices(file: EnterpriseFile, step: Step, grounds: Grounds | None, today: datetime.date) -> Iterator[Problem]:
    name = file.name
    yield from odd(file.all(Step), step, name, today)
    if step.move == Move.PASS_PANEL:
        summary = panel_summary([o for o in file.all(PanelOpinion) if o.application == step.application])
        if summary.missing_fields:
            yield problem("panel_fields", f"“{name}”的复核意见里没有{'、'.join(summary.missing_fields)}方面的专家，请补登。")
    elif step.move == Move.ADMIT and grounds is not None:
        yield from _admission_notices(file, step, grounds)
    elif step.move == Move.ADMIT_PROVINCIAL:
        if _in_provincial_pool(file):
            yield problem("milestone_twice", f"“{name}”已有“{PROVINCIAL}”里程碑，没有再记一次，请核对日期。")
        elif not file.enterprise.district:
            yield problem("no_district", f"“{name}”没有填县区，“{PROVINCIAL}”不计入任何县区的完成数量，请补填。")


def _admission_notices(file: EnterpriseFile, step: Step, grounds: Grounds) -> Iterator[Problem]:
    name, legal_form = file.name, file.enterprise.legal_form
    if lacking := grounds.missing:
        yield problem("missing_materials", f"“{name}”入库时还缺 {len(lacking)} 项材料：{missing_text(lacking)}。请补齐。")
    if grounds.result == VIOLATED:
        yield problem("admission", f"“{name}”的入库条件核对结果是“{VIOLATED}”，已按写明的理由入库。")
    elif grounds.result == OPEN:
        yield problem("admission", f"“{name}”的入库条件核对结果是“{OPEN}”，请核对后补充认定。")
    if not file.all(Reform) and (due := reform_due_on(legal_form, step.made_on)):
        text = f"“{name}”是{legal_form}，应在入库之日起两年内（{due} 前）完成股改，请列入股份制改造清单。"
        yield problem("not_on_reform_list", text)
