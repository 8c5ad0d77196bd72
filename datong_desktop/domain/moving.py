"""Whether a step may be made: from where, when, with what reason and tier (annex 2 二, 三)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from datong_desktop.domain.application import RULES, Move, Step, moves_from, state_after, tier_after
from datong_desktop.domain.enterprise import TIERS
from datong_desktop.domain.problem import Problem, problem


def wrong(steps: Sequence[Step], step: Step, name: str) -> tuple[Problem, ...]:
    """Why the next step of the enterprise called ``name`` may not be made after these; empty when it may.

    An ``override`` lets it start from any state and be dated before the step it follows; reason and tier it needs all
    the same.
    """
    found = list(_incomplete(step, name))
    if not step.override.strip():
        found += _jumps(steps, step, name)
    return tuple(found)


def made(steps: Sequence[Step], step: Step) -> Step:
    """The step as it is kept: without a tier where the move gives none, without a reason for jumping when it did not."""
    tier = step.tier if RULES[Move(step.move)].tier else ""
    return replace(step, tier=tier, override=step.override.strip() if any(_jumps(steps, step, "")) else "")


def odd(steps: Sequence[Step], step: Step, name: str, today: datetime.date) -> Iterator[Problem]:
    """What the clerk should look at again though the step may be made."""
    if step.made_on is not None and step.made_on > today:
        yield problem("future_date", f"“{name}”的“{step.move}”日期 {step.made_on} 晚于今天（{today}），请核对。")
    if step.move == Move.CHANGE_TIER and step.tier == tier_after(steps):
        yield problem("same_tier", f"“{name}”本来就在{step.tier}，层次没有变化，请核对。")


def _incomplete(step: Step, name: str) -> Iterator[Problem]:
    rule = RULES[Move(step.move)]
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
