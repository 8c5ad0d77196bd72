"""Which steps may be made, and the sentences that say why not."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datong_desktop.domain.application import IN_POOL, RULES, Move, State, Step, state_after, tier_after
from datong_desktop.domain.enterprise import TIERS
from datong_desktop.domain.moving import made, odd, wrong

DAY = datetime.date(2023, 3, 15)
WAY = (Move.APPLY, Move.PASS_REVIEW, Move.PASS_PANEL, Move.ADMIT)


def step(move: Move, day: datetime.date = DAY, actor: str = "金融办", **values: str) -> Step:
    return Step("甲", 1, 1, move=move, made_on=day, actor=actor, **values)


def codes(steps: list[Step], one: Step) -> list[str]:
    return [problem.code for problem in wrong(steps, one, "甲公司")]


def test_the_usual_way_needs_no_reason_but_a_tier() -> None:
    done: list[Step] = []
    for move in WAY:
        assert codes(done, step(move, tier=TIERS[0])) == []
        done.append(step(move, tier=TIERS[0]))
    assert state_after(done) is State.ADMITTED
    assert codes(done[:3], step(Move.ADMIT)) == ["no_tier"]
    assert codes(done[:3], step(Move.ADMIT, tier="第四层")) == ["no_tier"]


def test_a_jump_is_refused_with_where_it_stands_and_what_can_be_done() -> None:
    (problem,) = wrong([step(Move.APPLY)], step(Move.ADMIT, tier=TIERS[2]), "甲公司")
    assert problem.text == (
        "“甲公司”现在是“已申报”，不能办理“入库”，没有保存。现在可以办理：初审合格、不予通过、撤回申报。确需越过程序的，请写明理由。"
    )
    assert codes([step(Move.APPLY)], step(Move.ADMIT, tier=TIERS[2], override="市政府专题会议议定")) == []
    assert codes([step(Move.APPLY)], step(Move.ADMIT, override="  ", tier=TIERS[2])) == ["not_allowed"]


@pytest.mark.parametrize("move", [move for move, rule in RULES.items() if rule.reason])
def test_who_turns_down_or_out_says_why(move: Move) -> None:
    assert "no_reason" in codes([], step(move, override="理由"))
    assert "no_reason" not in codes([], step(move, opinion="材料不实"))


def test_every_step_is_somebodys_even_one_that_jumps() -> None:
    (problem,) = wrong([], step(Move.APPLY, actor=" "), "甲公司")
    assert problem.text == "“甲公司”的“申报”没有写办理单位，没有保存。请填写由谁办理。"
    assert codes([], step(Move.PASS_REVIEW, actor="", override="补登")) == ["no_actor"]


def test_a_step_before_the_last_one_is_refused_and_one_on_the_same_day_is_not() -> None:
    earlier = DAY - datetime.timedelta(days=1)
    assert codes([step(Move.APPLY)], step(Move.PASS_REVIEW, earlier)) == ["before_last_step"]
    assert codes([step(Move.APPLY)], step(Move.PASS_REVIEW, earlier, override="补登")) == []
    assert codes([step(Move.APPLY)], step(Move.PASS_REVIEW)) == []


def test_only_what_the_step_needed_is_kept() -> None:
    kept = made([step(Move.APPLY)], step(Move.PASS_REVIEW, tier=TIERS[0], override="不必"))
    assert (kept.tier, kept.override) == ("", "")
    assert made([], step(Move.PASS_REVIEW, override=" 补登 ")).override == "补登"


def test_a_future_date_and_an_unchanged_tier_are_told() -> None:
    inside = [step(Move.APPLY), step(Move.ADMIT, tier=TIERS[0])]
    same = step(Move.CHANGE_TIER, tier=TIERS[0], opinion="核定")
    assert [p.code for p in odd(inside, same, "甲", DAY)] == ["same_tier"]
    assert [p.code for p in odd([], step(Move.APPLY), "甲", DAY - datetime.timedelta(days=1))] == ["future_date"]
    assert list(odd([], step(Move.APPLY), "甲", DAY)) == []


@given(st.lists(st.sampled_from(Move), max_size=12))
def test_no_chain_of_allowed_steps_comes_in_without_the_usual_way(moves: list[Move]) -> None:
    done: list[Step] = []
    for move in moves:
        one = step(move, tier=TIERS[1], opinion="理由")
        if not wrong(done, one, "甲"):
            done.append(made(done, one))
    names = [one.move for one in done]
    for at, one in enumerate(done):
        if one.move == Move.ADMIT:
            assert names[at - 3 : at] == [Move.APPLY, Move.PASS_REVIEW, Move.PASS_PANEL]
    assert (state_after(done) in IN_POOL) == bool(tier_after(done))
