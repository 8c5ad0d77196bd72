"""Steps and applications put right after the session: by the rules, with a reason, and what rests on the day follows."""

from __future__ import annotations

import datetime

import pytest

from datong_desktop.domain.application import Application, Material, Move, State, Step
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fostering import Milestone
from datong_desktop.services import enterprises, ledger, pool, record_history
from datong_desktop.services.ledger import Ledger
from tests.registry import ADMITTED_ON, APPLIED_ON, OFFICE, TIER, admitted, codes, file, made, papers, undo
from tests.storage import refusal

day = datetime.date
LATER = day(2023, 6, 1)


def step(target: Ledger, identifier: str, move: Move) -> Step:
    return next(one for one in file(target, identifier).all(Step) if one.move == move)


def test_a_step_is_put_right_with_a_reason_that_the_history_keeps(target: Ledger) -> None:
    identifier = admitted(target, legal_form="有限责任公司")
    before = file(target, identifier)
    entry = step(target, identifier, Move.ADMIT)
    changed = pool.correct(target, entry, {"made_on": LATER, "tier": "基础层"}, " 会议纪要日期为6月1日 ")
    assert changed.label == "更正 样例企业001有限公司 入库：会议纪要日期为6月1日"
    found = pool.state_of(file(target, identifier))
    assert (found.tier, found.admitted_on, found.reform_due_on) == ("基础层", LATER, day(2025, 6, 1))
    newest = record_history.record_history(target, Enterprise, identifier)[:2]
    assert {(one.command, one.old, one.new) for one in newest} == {
        (changed.label, "2023-04-20", "2023-06-01"), (changed.label, TIER, "基础层"),
    }  # fmt: skip
    undo(target, changed)
    assert file(target, identifier) == before


def test_what_would_not_have_been_possible_is_refused(target: Ledger) -> None:
    identifier = made(target)
    pool.apply(target, identifier, APPLIED_ON, "平城区")
    pool.move(target, identifier, Move.PASS_REVIEW, made_on=ADMITTED_ON, actor=OFFICE)
    papers(target, identifier)
    for move in (Move.PASS_PANEL, Move.ADMIT):
        pool.move(target, identifier, move, made_on=ADMITTED_ON, actor=OFFICE, tier=TIER)
    before = file(target, identifier)
    first, entry = step(target, identifier, Move.APPLY), step(target, identifier, Move.ADMIT)
    for record, values, reason, code in (
        (entry, {"actor": "市金融办"}, "  ", "no_reason"),
        (entry, {"made_on": None}, "误", "no_date"),
        (entry, {"made_on": APPLIED_ON}, "误", "before_last_step"),
        (first, {"made_on": LATER}, "误", "before_last_step"),
        (entry, {"actor": ""}, "误", "no_actor"),
        (entry, {"tier": ""}, "误", "no_tier"),
        (Step(identifier, 9, 9), {"actor": "甲"}, "误", "record_gone"),
    ):
        assert refusal(pool.correct, target, record, values, reason)[0] == code
    with pytest.raises(ValueError, match="move"):
        pool.correct(target, entry, {"move": Move.LEAVE}, "误")
    assert file(target, identifier) == before
    assert ledger.check_ledger(target) == ()


def test_the_reason_of_a_jump_stays_as_long_as_it_is_needed(target: Ledger) -> None:
    identifier = admitted(target)
    entry = step(target, identifier, Move.ADMIT)
    assert refusal(pool.correct, target, entry, {"override": ""}, "误")[0] == "missing_materials"
    papers(target, identifier)
    pool.correct(target, entry, {"override": ""}, "材料已补齐")
    assert step(target, identifier, Move.ADMIT).override == ""


def test_what_was_wrong_already_does_not_keep_the_rest_from_being_put_right(target: Ledger) -> None:
    identifier = made(target)
    kept = Step(identifier, 1, 1, move=Move.APPLY, made_on=APPLIED_ON)
    enterprises.save(target, "旧账", Application(identifier, 1, batch="2023-03", received_on=APPLIED_ON), kept)
    changed = pool.correct(target, kept, {"opinion": "同意"}, "补意见")
    assert step(target, identifier, Move.APPLY).opinion == "同意"
    future = pool.correct(target, kept, {"made_on": day(2999, 3, 1)}, "误")
    assert (codes(changed), codes(future)) == ([], ["future_date"])


def test_application_and_step_share_their_day_and_the_batch_follows(target: Ledger) -> None:
    identifier = made(target)
    pool.apply(target, identifier, APPLIED_ON, "平城区")
    pool.correct(target, step(target, identifier, Move.APPLY), {"made_on": day(2023, 4, 3)}, "收文日期")
    (application,) = file(target, identifier).all(Application)
    assert (application.received_on, application.batch) == (day(2023, 4, 3), "2023-09")
    pool.correct(target, application, {"received_on": APPLIED_ON, "recommender": "市科技局"}, "收文登记")
    (application,) = file(target, identifier).all(Application)
    assert (application.batch, application.recommender) == ("2023-03", "市科技局")
    assert step(target, identifier, Move.APPLY).made_on == APPLIED_ON
    assert refusal(pool.correct, target, application, {"batch": "三月"}, "误")[0] == "bad_batch"
    pool.correct(target, application, {"batch": "2022-09"}, "并入上一批次")
    pool.correct(target, step(target, identifier, Move.APPLY), {"made_on": LATER}, "收文日期")
    assert file(target, identifier).all(Application)[0].batch == "2022-09"  # it was set by hand
    assert pool.state_of(file(target, identifier)).state is State.APPLIED


def test_the_provincial_milestone_follows_its_step(target: Ledger) -> None:
    identifier = admitted(target, district="平城区")
    for move in (Move.RECOMMEND, Move.ADMIT_PROVINCIAL):
        pool.move(target, identifier, move, made_on=LATER, actor=OFFICE)
    pool.correct(target, step(target, identifier, Move.ADMIT_PROVINCIAL), {"made_on": day(2024, 1, 5)}, "以公告为准")
    assert [one.happened_on for one in file(target, identifier).all(Milestone)] == [day(2024, 1, 5)]
    assert file(target, identifier).all(Material) == ()
