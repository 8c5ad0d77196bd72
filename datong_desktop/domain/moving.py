"""Whether a step may be made: from where, when, by whom, on what grounds, with what reason and tier (annex 2 二, 三)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from datong_desktop.domain.admission import FULFILLED, VIOLATED
from datong_desktop.domain.application import RULES, Move, Step, moves_from, state_after, tier_after
from datong_desktop.domain.enterprise import TIERS
from datong_desktop.domain.problem import Problem, problem
from datong_desktop.domain.standing import missing_text

DECISIONS = frozenset({Move.PASS_PANEL, Move.ADMIT})
"""The moves that say an enterprise fulfils the standard."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a decision rests on: the ``result`` of the admission check with the titles of the clauses that are 不符合, the
    numbers of the required materials that are missing, how many experts have given an opinion."""

    result: str = FULFILLED
    violated: tuple[str, ...] = ()
    missing: tuple[int, ...] = ()
    opinions: int = 0


def wrong(steps: Sequence[Step], step: Step, name: str, grounds: Grounds | None = None) -> tuple[Problem, ...]:
    """Why the next step of the enterprise called ``name`` may not be made after these; empty when it may.

    An ``override`` lets it start from any state, be dated before the step it follows and decide without sufficient
    grounds; actor, reason and tier it needs all the same.
    """
    found = list(_incomplete(step, name))
    if not step.override.strip():
        found += obstacles(steps, step, name, grounds)
    return tuple(found)


def made(steps: Sequence[Step], step: Step, grounds: Grounds | None = None) -> Step:
    """The step as it is kept: without a tier where the move gives none, without an override when it needed none."""
    tier = step.tier if RULES[Move(step.move)].tier else ""
    needed = any(obstacles(steps, step, "", grounds))
    return replace(step, tier=tier, override=step.override.strip() if needed else "")


def obstacles(steps: Sequence[Step], step: Step, name: str, grounds: Grounds | None = None) -> Iterator[Problem]:
    """What only an ``override`` helps over."""
    yield from _jumps(steps, step, name)
    if grounds is not None and step.move in DECISIONS:
        yield from _unfounded(step, name, grounds)


def odd(steps: Sequence[Step], step: Step, name: str, today: datetime.date) -> Iterator[Problem]:
    """What the clerk should look at again though the step may be made."""
    if step.made_on is not None and step.made_on > today:
        yield problem("future_date", f"“{name}”的“{step.move}”日期 {step.made_on} 晚于今天（{today}），请核对。")
    if step.move == Move.CHANGE_TIER and step.tier == tier_after(steps):
        yield problem("same_tier", f"“{name}”本来就在{step.tier}，层次没有变化，请核对。")


def _incomplete(step: Step, name: str) -> Iterator[Problem]:
    rule = RULES[Move(step.move)]
    if not step.actor.strip():
        yield problem("no_actor", f"“{name}”的“{step.move}”没有写办理单位，没有保存。请填写由谁办理。")
    if rule.reason and not step.opinion.strip():
        yield problem("no_reason", f"“{name}”办理“{step.move}”要写明理由，没有保存。请在意见栏里写明。")
    if rule.tier and step.tier not in TIERS:
        given = f"“{step.tier}”不是库内的层次" if step.tier else "没有选定层次"
        yield problem("no_tier", f"“{name}”办理“{step.move}”时{given}，没有保存。请在{'、'.join(TIERS)}中选一项。")


def _jumps(steps: Sequence[Step], step: Step, name: str) -> Iterator[Problem]:
    state = state_after(steps)
    if state not in RULES[Move(step.move)].begins:
        possible = "、".join(moves_from(state))
        text = f"“{name}”现在是“{state}”，不能办理“{step.move}”，没有保存。现在可以办理：{possible}。确需越过程序的，请写明理由。"
        yield problem("not_allowed", text)
    last = steps[-1] if steps else None
    if last is not None and last.made_on and step.made_on and step.made_on < last.made_on:
        text = (
            f"“{name}”的“{step.move}”日期 {step.made_on} 早于上一步“{last.move}”的日期 {last.made_on}，没有保存。"
            "请核对日期；确需如此的，请写明理由。"
        )
        yield problem("before_last_step", text)


def _unfounded(step: Step, name: str, grounds: Grounds) -> Iterator[Problem]:
    """Annex 2 二（三）: who passes fulfils the standard, has handed in the papers and was looked at by experts."""
    if grounds.result == VIOLATED:
        which = f"（{'、'.join(grounds.violated)}）" if grounds.violated else ""
        text = (
            f"“{name}”的入库条件核对结果是“{VIOLATED}”{which}，不能办理“{step.move}”，没有保存。"
            "资料有误的，请先改正资料；确需越过程序的，请写明理由。"
        )
        yield problem("not_fulfilled", text)
    if grounds.missing:
        text = (
            f"“{name}”还缺 {len(grounds.missing)} 项材料：{missing_text(grounds.missing)}，不能办理“{step.move}”，没有保存。"
            "请先补齐；确需越过程序的，请写明理由。"
        )
        yield problem("missing_materials", text)
    if not grounds.opinions:
        text = (
            f"“{name}”还没有登记专家的复核意见，不能办理“{step.move}”，没有保存。请先登记复核意见；确需越过程序的，请写明理由。"
        )
        yield problem("no_opinion", text)
