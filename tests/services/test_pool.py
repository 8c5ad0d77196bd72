"""The way into the pool through the services: what is stored, refused, told, undone."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest

from datong_desktop.domain.admission import ClauseResult
from datong_desktop.domain.application import Application, Batch, Material, Move, PanelOpinion, State, Step
from datong_desktop.domain.enterprise import TIERS
from datong_desktop.domain.fostering import PROVINCIAL, Milestone, Reform
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.progress import Cancelled, Progress
from datong_desktop.services import enterprises, ledger, pool
from datong_desktop.services.admission import rules_text
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.services.ledger import Ledger
from tests.registry import ADMITTED_ON, APPLIED_ON, OFFICE, TIER, admitted, codes, file, made, papers, undo
from tests.storage import refusal

LATER = datetime.date(2023, 6, 1)
RULES = hashlib.sha256(rules_text().strip().encode()).hexdigest()


def state(target: Ledger, identifier: str) -> pool.PoolState:
    """As the form reads it, and it is what the list reads."""
    found = pool.state_of(file(target, identifier))
    assert pool.states(target).get(identifier, pool.PoolState()) == found
    assert pool.states_of(target, [identifier, "gone"]) == {identifier: found}
    return found


def test_applying_opens_an_application_in_its_batch(target: Ledger) -> None:
    identifier = made(target)
    assert state(target, identifier) == pool.PoolState()
    changed = pool.apply(target, identifier, APPLIED_ON, "平城区")
    assert changed.label == "申报 样例企业001有限公司（2023年3月批次）"
    assert changed.enterprises == {identifier}
    (application,) = file(target, identifier).all(Application)
    assert application == Application(
        identifier, 1, batch="2023-03", received_on=APPLIED_ON, recommender="平城区", rules=RULES
    )
    assert file(target, identifier).all(Step)[0].actor == "平城区"
    found = state(target, identifier)
    assert (found.state, found.batch, found.since) == (State.APPLIED, "2023-03", APPLIED_ON)
    assert found.next_moves == (Move.PASS_REVIEW, Move.REFUSE, Move.WITHDRAW)
    assert refusal(pool.apply, target, identifier, APPLIED_ON, OFFICE)[0] == "not_allowed"
    undo(target, changed)
    assert state(target, identifier) == pool.PoolState()


def test_who_was_turned_down_applies_anew(target: Ledger) -> None:
    identifier = made(target)
    pool.apply(target, identifier, APPLIED_ON, "平城区")
    pool.move(target, identifier, Move.REFUSE, actor=OFFICE, made_on=ADMITTED_ON, opinion="主营业务收入占比不足")
    assert refusal(pool.apply, target, identifier, APPLIED_ON, OFFICE)[0] == "before_last_step"
    pool.apply(target, identifier, LATER, "平城区")
    found = state(target, identifier)
    assert (found.application, found.batch) == (2, "2023-09")


@pytest.mark.parametrize("steps", range(1, 12, 3))
def test_many_are_moved_or_stopped_with_nothing_changed(target: Ledger, steps: int) -> None:
    several = [made(target, f"样例企业{number}") for number in range(4)]
    for one in several:
        pool.apply(target, one, APPLIED_ON, "平城区")
    told: list[float] = []

    def tell(fraction: float) -> None:
        told.append(fraction)
        if len(told) == steps:
            progress.cancel()

    progress = Progress(tell)
    make = partial(pool.move, target, several, Move.PASS_REVIEW, actor=OFFICE, made_on=APPLIED_ON)
    try:
        make(progress=progress)
    except Cancelled:
        assert {state(target, one).state for one in several} == {State.APPLIED}
        make()
    assert told == sorted(told)
    assert {state(target, one).state for one in several} == {State.REVIEWED}


def test_two_batches_on_one_day_stay_apart(target: Ledger) -> None:
    identifier, day = made(target), datetime.date(2023, 3, 31)
    pool.apply(target, identifier, day, "平城区")
    pool.receive_material(target, identifier, 1, day)
    pool.move(target, identifier, Move.REFUSE, actor=OFFICE, made_on=day, opinion="材料不实")
    pool.apply(target, identifier, day, "平城区")
    second = file(target, identifier).all(Application)[1]
    pool.correct(target, second, {"batch": "2023-09"}, "同一天收到，归入下一批次")
    found = file(target, identifier)
    assert [(one.number, one.batch, one.received_on) for one in found.all(Application)] == [
        (1, "2023-03", day), (2, "2023-09", day),
    ]  # fmt: skip
    assert (state(target, identifier).state, state(target, identifier).batch) == (State.APPLIED, "2023-09")
    assert [one.application for one in found.all(Material)] == [1], "the papers are those of the first"
    for batch, there in (("2023-03", State.REFUSED), ("2023-09", State.APPLIED)):
        assert [line.state for line in pool.batch_view(target, batch).lines] == [there]


def test_a_clock_set_back_needs_a_reason(target: Ledger) -> None:
    identifier = made(target)
    pool.apply(target, identifier, APPLIED_ON, "平城区")
    before = APPLIED_ON - datetime.timedelta(days=1)
    move = partial(pool.move, target, identifier, Move.WITHDRAW, actor=OFFICE, made_on=before, opinion="企业撤回")
    assert refusal(move)[0] == "before_last_step"
    assert state(target, identifier).state == State.APPLIED
    move(override="电脑时钟拨回了")
    assert state(target, identifier).state == State.NOT_APPLIED


def test_industries_that_may_not_apply(target: Ledger) -> None:
    identifier = made(target, catalogue_class="淘汰类")
    code, text = refusal(pool.apply, target, identifier, APPLIED_ON, OFFICE)
    assert code == "barred_industry"
    assert "限制类和淘汰类的产业不得申报" in text
    pool.apply(target, identifier, APPLIED_ON, "平城区", override="目录已调整")
    assert file(target, identifier).all(Step)[0].override == "目录已调整"
    pool.apply(target, made(target, "乙", catalogue_class="限制类", neeq_listed=1), APPLIED_ON, "平城区")


def passed_review(target: Ledger, **values: Any) -> str:
    identifier = made(target, **values)
    pool.apply(target, identifier, APPLIED_ON, "平城区")
    pool.move(target, identifier, Move.PASS_REVIEW, made_on=ADMITTED_ON, actor="平城区")
    return identifier


@pytest.mark.parametrize(("move", "before"), [(Move.PASS_PANEL, ()), (Move.ADMIT, (Move.PASS_PANEL,))])
def test_nobody_passes_without_papers_opinions_or_against_the_standard(
    target: Ledger, move: Move, before: tuple[Move, ...]
) -> None:
    identifier = passed_review(target, founded_on=APPLIED_ON)
    enterprises.edit(target, [identifier], {"catalogue_class": "淘汰类"})
    make = partial(pool.move, target, identifier, made_on=ADMITTED_ON, actor=OFFICE, tier=TIER)
    for earlier in before:
        make(earlier, override="补录")
    with pytest.raises(Refused) as caught:
        make(move)
    not_fulfilled, missing, opinion = caught.value.problems
    assert [one.code for one in caught.value.problems] == ["not_fulfilled", "missing_materials", "no_opinion"]
    assert not_fulfilled.text == (
        f"“样例企业001有限公司”的入库条件核对结果是“不符合”（存续期限、所处行业），不能办理“{move}”，没有保存。"
        "资料有误的，请先改正资料；确需越过程序的，请写明理由。"
    )
    assert "还缺 6 项材料：1.各县区审核意见" in missing.text
    assert "还没有登记专家的复核意见" in opinion.text
    assert [one.code for one in pool.in_the_way(target, [identifier], move)] == [one.code for one in caught.value.problems]
    changed = make(move, override="市政府专题会议议定")
    assert file(target, identifier).all(Step)[-1].override == "市政府专题会议议定"
    assert not any("补充认定" in notice.text for notice in changed.notices)


def test_a_founded_decision_keeps_no_override(target: Ledger) -> None:
    identifier = passed_review(target)
    assert {one.code for one in pool.in_the_way(target, [identifier], Move.ADMIT)} == {
        "not_allowed", "missing_materials", "no_opinion",
    }  # fmt: skip
    papers(target, identifier)
    for move in (Move.PASS_PANEL, Move.ADMIT):
        assert pool.in_the_way(target, [identifier], move) == ()
        pool.move(target, identifier, move, made_on=ADMITTED_ON, actor=OFFICE, tier=TIER, override="不必")
    assert [step.override for step in file(target, identifier).all(Step)] == [""] * 4
    assert [one.code for one in pool.in_the_way(target, [made(target, "乙", catalogue_class="淘汰类")], Move.APPLY)] == [
        "barred_industry"
    ]


def test_admission_tells_what_is_missing(target: Ledger) -> None:
    @dataclass
    class Verdict:
        result: str = "待人工认定"
        clauses: tuple[ClauseResult, ...] = ()

    asked = []

    def check(found: EnterpriseFile, on: datetime.date) -> Verdict:
        asked.append((found.enterprise.id, on))
        return Verdict()

    identifier = passed_review(target, legal_form="有限责任公司")
    for number in (1, 2, 3, 4, 5):
        pool.receive_material(target, identifier, number, APPLIED_ON)
    make = partial(pool.move, target, identifier, made_on=ADMITTED_ON, actor=OFFICE, check=check, override="补录")
    assert codes(make(Move.PASS_PANEL)) == ["panel_fields"]
    changed = make(Move.ADMIT, tier=TIER)
    assert codes(changed) == ["missing_materials", "admission", "not_on_reform_list"]
    assert "还缺 1 项材料：6.营业执照" in changed.notices[0].text
    assert "2025-04-20" in changed.notices[2].text
    assert asked == [(identifier, APPLIED_ON)] * 2
    found = state(target, identifier)
    assert (found.tier, found.missing_materials, found.reform_due_on) == (TIER, (6,), datetime.date(2025, 4, 20))
    undo(target, changed)
    assert state(target, identifier).state is State.PASSED
    papers(target, identifier)
    enterprises.save(target, "列入清单", Reform(identifier, listed_on=APPLIED_ON))
    again = pool.move(target, identifier, Move.ADMIT, made_on=ADMITTED_ON, actor=OFFICE, tier=TIER)
    assert [notice.text for notice in again.notices] == [  # by the clauses themselves: hardly anything is filled in
        "“样例企业001有限公司”的入库条件核对结果是“待人工认定”，请核对后补充认定。"
    ]


def test_the_provincial_pool_makes_a_milestone_in_the_same_step(target: Ledger) -> None:
    identifier = admitted(target, district="云州区")
    pool.move(target, identifier, Move.RECOMMEND, actor=OFFICE, made_on=ADMITTED_ON)
    changed = pool.move(target, identifier, Move.ADMIT_PROVINCIAL, actor=OFFICE, made_on=LATER, opinion="晋金发〔2023〕8号")
    (milestone,) = file(target, identifier).all(Milestone)
    assert milestone == Milestone(
        identifier, 1, kind=PROVINCIAL, happened_on=LATER, district="云州区", evidence="晋金发〔2023〕8号"
    )
    assert codes(changed) == []
    undo(target, changed)
    assert file(target, identifier).all(Milestone) == ()
    enterprises.save(target, "里程碑", milestone)
    again = pool.move(target, identifier, Move.ADMIT_PROVINCIAL, actor=OFFICE, made_on=LATER)
    assert codes(again) == ["milestone_twice"]
    assert file(target, identifier).all(Milestone) == (milestone,)


def test_without_a_district_the_milestone_counts_nowhere_and_that_is_told(target: Ledger) -> None:
    identifier = admitted(target)
    changed = pool.move(target, identifier, Move.ADMIT_PROVINCIAL, actor=OFFICE, made_on=LATER, override="省里直接确认")
    assert codes(changed) == ["no_district"]
    assert file(target, identifier).all(Step)[-1].override == "省里直接确认"


def test_many_move_together_or_not_at_all(target: Ledger) -> None:
    several = [made(target, name) for name in "甲乙丙"]
    for one in several[:2]:
        pool.apply(target, one, APPLIED_ON, "平城区")
    code, text = refusal(pool.move, target, several, Move.PASS_REVIEW, actor=OFFICE, made_on=ADMITTED_ON)
    assert code == "not_allowed"
    assert text.startswith("“丙”现在是“未申报”")
    assert state(target, several[0]).state is State.APPLIED
    changed = pool.move(target, [*several[:2], several[0]], Move.PASS_REVIEW, made_on=ADMITTED_ON, actor="平城区")
    assert changed.label == "初审合格 2 家企业"
    assert {state(target, one).state for one in several[:2]} == {State.REVIEWED}
    undo(target, changed)
    assert {state(target, one).state for one in several[:2]} == {State.APPLIED}
    assert refusal(pool.move, target, "x", Move.PASS_REVIEW, actor=OFFICE, made_on=LATER)[0] == "no_enterprise"


def test_who_jumps_the_application_still_has_one(target: Ledger) -> None:
    identifier = made(target)
    pool.move(target, identifier, Move.ADMIT, actor=OFFICE, made_on=ADMITTED_ON, tier=TIERS[2], override="原有在库企业补登")
    found = state(target, identifier)
    assert (found.state, found.tier, found.application, found.batch) == (State.ADMITTED, TIERS[2], 1, "2023-09")
    (opened,) = file(target, identifier).all(Application)
    assert (opened.received_on, opened.rules) == (ADMITTED_ON, RULES)
    pool.move(target, identifier, Move.LEAVE, actor=OFFICE, made_on=LATER, opinion="注销")
    assert state(target, identifier).tier == ""
    assert ledger.check_ledger(target) == ()


def test_materials_come_and_go(target: Ledger) -> None:
    identifier = made(target)
    assert refusal(pool.receive_material, target, identifier, 1, APPLIED_ON)[0] == "no_application"
    pool.apply(target, identifier, APPLIED_ON, "平城区")
    assert refusal(pool.receive_material, target, identifier, 8, APPLIED_ON)[0] == "no_material"
    changed = pool.receive_material(target, identifier, 6, LATER, "副本复印件")
    assert changed.label == "收到材料 样例企业001有限公司 6.营业执照"
    assert file(target, identifier).all(Material) == (
        Material(identifier, 1, 6, received_on=LATER, note="副本复印件"),
    )
    pool.drop_material(target, identifier, 6)
    pool.drop_material(target, identifier, 6)
    assert state(target, identifier).missing_materials == (1, 2, 3, 4, 5, 6)


def test_opinions_come_change_and_go(target: Ledger) -> None:
    identifier = made(target)
    assert refusal(pool.add_opinion, target, identifier, {"expert": "张某"})[0] == "no_application"
    pool.apply(target, identifier, APPLIED_ON, "平城区")
    for field in ("证券", "法律"):
        pool.add_opinion(target, identifier, {"expert": f"{field}专家", "field": field, "conclusion": "同意入库"})
    one, two = file(target, identifier).all(PanelOpinion)
    assert (one.number, two.number) == (1, 2)
    pool.change_opinion(target, replace(one, tier=TIER))
    pool.remove_opinion(target, two)
    found = pool.panel_summary(file(target, identifier).all(PanelOpinion))
    assert (found.tier, found.missing_fields) == (TIER, ("财会", "法律"))


def test_a_batch_is_seen_whole(target: Ledger) -> None:
    first = admitted(target, "甲", district="平城区")
    second = made(target, "乙", district="云冈区")
    third = made(target, "丙", district="平城区")
    for one, on in ((second, 5), (third, 1)):
        pool.apply(target, one, datetime.date(2023, 3, on), "平城区")
    pool.move(target, second, Move.PASS_REVIEW, actor=OFFICE, made_on=ADMITTED_ON)
    pool.receive_material(target, second, 1, ADMITTED_ON)
    pool.add_opinion(target, second, {"field": "证券", "conclusion": "补充材料"})
    pool.move(target, third, Move.PASS_REVIEW, actor=OFFICE, made_on=ADMITTED_ON)
    pool.move(target, third, Move.WITHDRAW, actor=OFFICE, made_on=ADMITTED_ON, opinion="暂缓")
    pool.apply(target, third, LATER, "平城区")
    pool.set_batch(target, Batch("2023-03", meeting_on=ADMITTED_ON, place="市政府三楼"))
    view = pool.batch_view(target, "2023-03")
    assert (view.label, view.arranged.place) == ("2023年3月批次", "市政府三楼")
    assert [line.name for line in view.lines] == ["甲", "丙", "乙"]
    assert view.by_state == {State.NOT_APPLIED: 1, State.REVIEWED: 1, State.ADMITTED: 1}
    assert view.by_district == {"平城区": 2, "云冈区": 1}
    assert [(line.name, line.missing_materials) for line in view.lacking] == [("乙", (2, 3, 4, 5, 6))]
    assert [line.name for line in view.for_panel] == ["甲", "乙"]
    assert view.for_panel[1].panel.counts["补充材料"] == 1
    assert view.for_panel[0].enterprise == first
    assert view.for_panel[0].tier == TIER
    assert pool.batches(target) == (("2023-09", 1), ("2023-03", 3))
    assert refusal(pool.batch_view, target, "2023-04")[0] == "bad_batch"
    assert refusal(pool.set_batch, target, Batch("2023"))[0] == "bad_batch"
    (told,) = pool.set_batch(target, Batch("2024-03", place="三楼😀")).notices
    assert told.text.startswith("“复核会安排 2024年3月批次”的地点里的“😀”打印不出来")
    assert pool.batch_view(target, "2024-03").lines == ()


def test_who_made_such_a_step_last_is_proposed_else_the_office(target: Ledger) -> None:
    assert pool.usual_actor(target, Move.PASS_REVIEW) == target.office
    passed_review(target)
    assert pool.usual_actor(target, Move.PASS_REVIEW) == "平城区"
    second = made(target, "乙")
    assert refusal(pool.apply, target, second, APPLIED_ON)[0] == "no_actor"
    assert file(target, second).all(Application) == ()
