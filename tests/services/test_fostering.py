"""Milestones, reform, helpers, visits, state-owned plans: numbers given, districts found, oddities told, lists made."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from datong_desktop.domain.application import Move, PanelOpinion, State
from datong_desktop.domain.fostering import (
    Assistance,
    Coordination,
    Milestone,
    Reform,
    StateOwnedPlan,
    Submission,
    Tracking,
    Visit,
)
from datong_desktop.domain.scans import ScanLink, of_material, of_milestone
from datong_desktop.services import enterprises, fostering, ledger, pool, registry_counts, registry_lists
from datong_desktop.services.ledger import Ledger
from tests.registry import ADMITTED_ON, APPLIED_ON, OFFICE, admitted, codes, file, made, undo
from tests.storage import refusal

DAY = datetime.date(2023, 6, 1)
day = datetime.date


def today() -> datetime.date:
    return datetime.datetime.now().astimezone().date()


def test_a_milestone_gets_its_number_and_district(target: Ledger) -> None:
    identifier = made(target, district="云冈区", plan_class="重点资源", neeq_listed=1)
    changed = fostering.add(target, identifier, Milestone, {"kind": "新三板挂牌", "happened_on": DAY, "code": "873001"})
    assert changed.label == "登记 样例企业001有限公司 新三板挂牌"
    assert codes(changed) == []
    fostering.add(target, identifier, Milestone, {"kind": "上市", "happened_on": DAY, "board": "北交所"})
    first, second = file(target, identifier).all(Milestone)
    assert (first.number, first.district, second.number) == (1, "云冈区", 2)
    undo(target, changed)
    assert file(target, identifier).all(Milestone) == (second,)


def test_a_record_goes_with_its_scans_and_the_next_of_its_number_has_none(target: Ledger) -> None:
    identifier = made(target)
    fostering.add(target, identifier, Milestone, {"kind": "上市", "happened_on": DAY})
    fostering.add(target, identifier, Visit, {"visited_on": DAY})
    pool.apply(target, identifier, DAY, OFFICE)
    pool.add_opinion(target, identifier, {"expert": "样例专家"})
    subjects = [of_milestone(1), "visit/1", "panel_opinion/1/1"]
    others = ScanLink(identifier, of_milestone(11), "aa"), ScanLink(identifier, of_material(1, 6), "aa")
    enterprises.save(target, "扫描件", *others, *(ScanLink(identifier, one, "aa", title="公告") for one in subjects))
    before = file(target, identifier)
    gone = [
        fostering.remove(target, before.all(Milestone)[0]), fostering.remove(target, before.all(Visit)[0]),
        pool.remove_opinion(target, before.all(PanelOpinion)[0]),
    ]  # fmt: skip
    assert set(file(target, identifier).all(ScanLink)) == set(others)
    again = fostering.add(target, identifier, Milestone, {"kind": "晋兴板挂牌", "happened_on": DAY})
    assert file(target, identifier).all(Milestone)[0].number == 1
    for changed in (again, *gone[::-1]):
        undo(target, changed)
    assert file(target, identifier) == before


def test_an_enterprise_that_moved_counts_where_it_was_registered(target: Ledger) -> None:
    identifier = made(target, district="云冈区")
    enterprises.edit(target, [identifier], {"district": "平城区"})
    fostering.add(target, identifier, Milestone, {"kind": "晋兴板挂牌", "happened_on": day(2020, 1, 1)})
    assert file(target, identifier).all(Milestone)[-1].district == "平城区"  # nothing is known of that day
    moved = fostering.add(target, identifier, Milestone, {"kind": "上市", "happened_on": today(), "board": "上交所"})
    assert file(target, identifier).all(Milestone)[-1].district == "平城区"
    assert codes(moved) == []
    old = replace(file(target, identifier).all(Milestone)[-1], district="云冈区")
    assert codes(fostering.save(target, old)) == ["other_district"]


def test_the_district_of_the_day_is_read_from_the_log(target: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def at(year: int) -> None:
        now = datetime.datetime(year, 5, 1, 9, tzinfo=datetime.UTC)
        monkeypatch.setattr(target.unit, "clock", lambda: now)

    at(2021)
    identifier = made(target, district="云冈区")
    at(2023)
    enterprises.edit(target, [identifier], {"district": "平城区"})
    for year, district in ((2020, "平城区"), (2022, "云冈区"), (2023, "平城区")):
        changed = fostering.add(target, identifier, Milestone, {"kind": "晋兴板挂牌", "happened_on": day(year, 8, 1)})
        assert file(target, identifier).all(Milestone)[-1].district == district
        assert ("other_district" in codes(changed)) == (district == "云冈区")


def test_what_looks_odd_about_a_milestone_is_told(target: Ledger) -> None:
    identifier = made(target, founded_on=DAY, legal_form="有限责任公司")
    other = made(target, "乙公司", district="平城区")
    fostering.add(target, other, Milestone, {"kind": "晋兴板挂牌", "happened_on": DAY, "code": "700123"})

    def told(**values: object) -> list[str]:
        return codes(fostering.add(target, identifier, Milestone, values))  # type: ignore[arg-type]

    twin = fostering.add(target, identifier, Milestone, {"kind": "晋兴板挂牌", "happened_on": DAY, "code": "700123"})
    assert codes(twin) == ["no_district", "same_code"]
    assert "已经登记给“乙公司”" in twin.notices[1].text
    assert told(kind="晋兴板挂牌", district="平城区") == ["milestone_twice", "no_date"]
    early = DAY - datetime.timedelta(days=1)
    assert told(kind="上市", happened_on=early, district="平城区") == ["before_founding", "no_board"]
    late = today() + datetime.timedelta(days=2)
    assert told(kind="股改完成", happened_on=late, district="平城区") == ["future_date", "plan_class", "legal_form"]
    assert told(kind="新三板挂牌", happened_on=DAY, district="平城区") == ["plan_class", "neeq_listed"]
    assert refusal(fostering.add, target, "x", Milestone, {})[0] == "no_enterprise"


def test_a_reform_line(target: Ledger) -> None:
    identifier = admitted(target, "甲公司", legal_form="有限责任公司")
    missing, helpers = fostering.notices_of(target, file(target, identifier), today())
    assert (missing.code, helpers.code) == ("not_on_reform_list", "no_helpers")
    assert "2025-04-20" in missing.text
    line = Reform(identifier, listed_on=DAY, planned_on=day(2025, 4, 21), step="已完成")
    changed = fostering.save(target, line)
    assert changed.label == "登记 甲公司 股改清单"
    assert codes(changed) == ["no_kind", "planned_too_late", "no_milestone", "form_after"]
    better = replace(line, kinds="规上企业", planned_on=day(2023, 5, 1), step="审计评估")
    assert codes(fostering.save(target, better)) == ["planned_before_listed"]
    fostering.add(target, identifier, Milestone, {"kind": "股改完成", "happened_on": DAY, "district": "平城区"})
    assert "step_behind" in [n.code for n in fostering.notices_of(target, file(target, identifier), today())]
    assert codes(fostering.remove(target, better)) == []
    second = admitted(target, "乙公司", legal_form="国有独资公司")
    fostering.save(target, Reform(second))
    assert codes(fostering.remove(target, Reform(second))) == ["not_on_reform_list"]


def test_helpers_visits_and_plans(target: Ledger) -> None:
    identifier = made(target, "甲公司")
    (notice,) = fostering.save(target, Assistance(identifier, county_leader="李某")).notices
    assert notice.text == "“甲公司”的“一企一帮扶”还缺市级包联领导、帮扶部门，请补填（举措（三））。"
    whole = Assistance(identifier, county_leader="李某", city_leader="张某", department="市金融办")
    assert codes(fostering.save(target, whole)) == []
    visit = fostering.add(target, identifier, Visit, {"visited_on": DAY, "problem": "土地确权"})
    assert codes(visit) == ["loose_problem"]
    (kept,) = file(target, identifier).all(Visit)
    closed = replace(kept, closed_on=day(2023, 5, 31), responsible="市规自局")
    assert codes(fostering.save(target, closed)) == ["no_result", "before_visit"]
    plan = fostering.save(target, StateOwnedPlan(identifier, 2023, chosen_on=day(2022, 12, 31), enterprise_leader="王某"))
    assert codes(plan) == ["no_leader", "no_plan", "other_year", "not_state_owned", "no_meeting"]
    assert plan.label == "登记 甲公司 国企行动方案"
    again = StateOwnedPlan(
        identifier, 2023, chosen_on=DAY, plan="方案", document_number="一号", commission_leader="赵某", enterprise_leader="王某"
    )
    assert codes(fostering.save(target, again)) == ["not_state_owned", "no_meeting"]
    assert codes(fostering.add(target, identifier, Coordination, {"held_on": day(2022, 7, 1), "problems": "股权划转"})) == [
        "no_plan_of_year", "no_result",
    ]  # fmt: skip
    met = fostering.add(target, identifier, Coordination, {"held_on": day(2023, 7, 1), "problems": "股权划转", "result": "报批"})
    assert (codes(met), met.label) == ([], "登记 甲公司 协调会")
    assert codes(fostering.save(target, again)) == ["not_state_owned"]
    assert file(target, identifier).all(StateOwnedPlan) == (again,)
    assert ledger.check_ledger(target) == ()


def test_a_unit_submits_several_at_once_as_one_step(target: Ledger) -> None:
    several = [made(target, name) for name in ("甲公司", "乙公司")]
    values = {"submitted_on": DAY, "unit": "市科技局", "pool": "市资源库", "ground": "高新技术企业"}
    changed = fostering.add_to_many(target, several, Submission, values)
    assert changed.label == "登记 2 家企业 报送推荐"
    assert codes(changed) == []
    assert changed.enterprises == set(several)
    again = fostering.add(target, several[0], Submission, {**values, "submitted_on": day(2023, 9, 1)})
    assert codes(again) == ["submitted_twice"]
    assert "市科技局在2023年已把“甲公司”报往市资源库" in again.notices[0].text
    assert codes(fostering.add(target, several[0], Submission, {**values, "submitted_on": day(2024, 3, 1)})) == []
    assert codes(fostering.add(target, several[0], Submission, {"submitted_on": day(2024, 3, 1)})) == ["half_submission"]
    undo(target, changed)
    assert [len(file(target, one).all(Submission)) for one in several] == [3, 0]
    assert refusal(fostering.add_to_many, target, [several[0], "x"], Submission, values)[0] == "no_enterprise"
    assert ledger.check_ledger(target) == ()


def test_submissions_of_a_year_come_by_every_way_and_each_once(target: Ledger) -> None:
    one, other = admitted(target, "甲公司", district="平城区"), made(target, "乙公司")
    pool.move(target, one, Move.RECOMMEND, actor=OFFICE, made_on=DAY, opinion="同意推荐")
    fostering.add(target, other, Submission, {"submitted_on": DAY, "unit": "大同市文旅局", "pool": "省资源库"})
    lines, without = registry_lists.submission_list(target, 2023)
    assert [(line.submission.unit, line.enterprise.name, line.submission.pool, line.by) for line in lines] == [
        ("平城区", "甲公司", "市资源库", "申报"), ("市金融办", "甲公司", "省资源库", "推荐省资源库"),
        ("市文旅局", "乙公司", "省资源库", ""),
    ]  # fmt: skip
    assert len(without) == 15
    assert not {"平城区", "市金融办", "市文旅局"} & set(without)
    keyed = {"submitted_on": day(2023, 2, 8), "unit": "平城区", "pool": "市资源库", "ground": "成长性好"}
    fostering.add(target, one, Submission, keyed)
    lines, _ = registry_lists.submission_list(target, 2023)
    assert [line.submission.ground for line in lines if line.submission.unit == "平城区"] == ["成长性好"]  # the application as well
    lines, without = registry_lists.submission_list(target, 2024)
    assert (lines, len(without)) == ((), 18)
    assert registry_lists.years_of(target, Submission) == {2023}


def test_a_delisting_takes_nothing_from_the_year_and_a_display_is_no_listing(target: Ledger) -> None:
    identifier = made(target, "甲公司", district="平城区", legal_form="股份有限公司")
    shown = fostering.add(target, identifier, Milestone, {"kind": "展示板展示", "happened_on": day(2022, 5, 1), "code": "500001"})
    assert codes(shown) == []
    assert registry_counts.read(target, 2022).indicators == frozenset()
    listing = {"kind": "晋兴板挂牌", "happened_on": day(2022, 9, 1), "code": "800001"}
    fostering.add(target, identifier, Milestone, listing)
    before = registry_counts.read(target, 2022).of(("平城区", "jinxing"))
    assert before is not None
    assert len(before) == 1
    gone = replace(file(target, identifier).all(Milestone)[1], delisted_on=day(2022, 12, 1))
    assert codes(fostering.save(target, gone)) == []
    after = registry_counts.read(target, 2022).of(("平城区", "jinxing"))
    assert after is not None
    assert [one.name for one in after] == ["甲公司"]
    assert codes(fostering.add(target, identifier, Milestone, {**listing, "happened_on": DAY})) == []  # listed again


def test_service_on_the_regional_market(target: Ledger) -> None:
    identifier = made(target, "甲公司", district="平城区")
    early = fostering.add(target, identifier, Tracking, {"tracked_on": DAY})
    assert codes(early) == ["not_regional", "no_content"]
    fostering.add(target, identifier, Milestone, {"kind": "展示板展示", "happened_on": day(2023, 7, 1)})
    told = [notice.code for notice in fostering.notices_of(target, file(target, identifier), day(2024, 8, 1))]
    assert told == ["before_listing", "no_content", "untracked"]
    fostering.add(target, identifier, Tracking, {"tracked_on": day(2024, 6, 1), "content": "辅导培训"})
    told = [notice.code for notice in fostering.notices_of(target, file(target, identifier), day(2024, 8, 1))]
    assert told == ["before_listing", "no_content"]


def test_whoever_is_said_to_be_listed_is_an_important_resource(target: Ledger) -> None:
    identifier = made(target, "甲公司", neeq_listed=1, plan_class="储备资源")
    (notice,) = fostering.notices_of(target, file(target, identifier), today())
    assert notice.text == "“甲公司”已在新三板挂牌，按举措（二）属重点资源，资源分类现为储备资源，请核对。"
    fostering.add(target, identifier, Milestone, {"kind": "新三板挂牌", "happened_on": DAY, "district": "平城区"})
    assert [one.code for one in fostering.notices_of(target, file(target, identifier), today())] == ["plan_class"]


def test_the_lists_for_documents(target: Ledger) -> None:
    first = admitted(target, "甲公司", district="平城区", legal_form="有限责任公司")
    second = admitted(target, "乙公司", district="云冈区")
    third = made(target, "丙公司", district="平城区")
    for one in (second, first):
        pool.move(target, one, Move.RECOMMEND, actor=OFFICE, made_on=DAY, opinion="同意推荐")
    pool.move(target, first, Move.DECLINE_PROVINCIAL, actor=OFFICE, made_on=DAY, opinion="补报")
    pool.move(target, first, Move.RECOMMEND, actor=OFFICE, made_on=day(2024, 6, 1))
    pool.move(target, first, Move.ADMIT_PROVINCIAL, actor=OFFICE, made_on=day(2024, 7, 1))
    fostering.save(target, Reform(third, kinds="规上企业"))
    fostering.save(target, Reform(first, kinds="规上企业"))
    fostering.save(target, Assistance(third, city_leader="张某"))
    for on in (day(2023, 7, 1), DAY, day(2022, 7, 1)):
        fostering.add(target, third, Visit, {"visited_on": on})
    assert [(line.enterprise.name, line.state.state) for line in registry_lists.pool_ledger(target)] == [
        ("甲公司", State.PROVINCIAL), ("乙公司", State.RECOMMENDED),
    ]  # fmt: skip
    reforms = registry_lists.reform_list(target)
    assert [line.enterprise.name for line in reforms] == ["丙公司", "甲公司"]
    assert (reforms[1].state.admitted_on, reforms[1].finished_on) == (ADMITTED_ON, None)
    assert registry_lists.reform_list(target, "云冈区") == ()
    (milestone,) = registry_lists.milestones_of(target, 2024)
    assert (milestone.enterprise.name, milestone.milestone.kind) == ("甲公司", "省资源库入库")
    helped = registry_lists.assistance_list(target, 2023)
    assert [(line.enterprise.name, line.assistance.city_leader) for line in helped] == [
        ("丙公司", "张某"), ("甲公司", ""), ("乙公司", ""),
    ]  # fmt: skip
    assert [visit.visited_on for visit in helped[0].visits] == [DAY, day(2023, 7, 1)]
    found = registry_lists.recommendation_list(target, 2023)
    assert [(line.enterprise.name, line.result) for line in found] == [("甲公司", "省资源库未入"), ("乙公司", "")]
    assert found[0].tier == "上市后备层"
    assert [line.result for line in registry_lists.recommendation_list(target, 2024)] == ["省资源库入库"]


def test_what_happened_to_archived_enterprises_stays_listed_and_what_was_going_on_does_not(target: Ledger) -> None:
    admitted_one = admitted(target, "甲公司", district="平城区")
    decided = admitted(target, "乙公司", district="平城区")
    for one in (admitted_one, decided):
        pool.move(target, one, Move.RECOMMEND, actor=OFFICE, made_on=DAY)
        fostering.save(target, Reform(one, kinds="规上企业"))
        fostering.save(target, Assistance(one, city_leader="张某"))
    pool.move(target, decided, Move.ADMIT_PROVINCIAL, actor=OFFICE, made_on=DAY)
    fostering.add(target, decided, Visit, {"visited_on": DAY})
    waiting, refused = (made(target, name, district="平城区") for name in ("丙公司", "丁公司"))
    for one in (waiting, refused):
        pool.apply(target, one, APPLIED_ON, "平城区")
        pool.move(target, one, Move.PASS_REVIEW, actor=OFFICE, made_on=DAY)
    pool.move(target, refused, Move.REFUSE, actor=OFFICE, made_on=DAY, opinion="材料不足")
    everyone = [admitted_one, decided, waiting, refused]

    def listed() -> dict[str, list[str]]:
        """Who is on each list that is printed."""
        lists = registry_lists
        found = {
            "pool": lists.pool_ledger(target), "reform": lists.reform_list(target), "help": lists.assistance_list(target, 2023),
            "panel": lists.panel_list(target, "2023-03"), "recommended": lists.recommendation_list(target, 2023),
            "milestones": lists.milestones_of(target, 2023),
        }  # fmt: skip
        return {name: sorted(line.enterprise.name[0] for line in lines) for name, lines in found.items()}  # type: ignore[attr-defined]

    assert listed() == {
        "pool": ["乙", "甲"], "reform": ["乙", "甲"], "help": ["乙", "甲"], "panel": ["丁", "丙", "乙", "甲"],
        "recommended": ["乙", "甲"], "milestones": ["乙"],
    }  # fmt: skip
    assert pool.batches(target) == (("2023-03", 4),)
    archived = enterprises.archive(target, everyone, DAY)
    assert pool.batches(target) == (("2023-03", 3),)
    assert listed() == {
        "pool": [], "reform": [], "help": ["乙"], "panel": ["丁", "乙", "甲"], "recommended": ["乙"], "milestones": ["乙"],
    }  # fmt: skip
    assert [line.name for line in pool.batch_view(target, "2023-03").for_panel] == ["丁公司", "乙公司", "甲公司"]
    assert len(registry_counts.read(target, 2023).of(("平城区", "provincial_pool")) or ()) == 1
    assert registry_lists.reform_districts(target) == frozenset()
    undo(target, archived)
    assert listed()["pool"] == ["乙", "甲"]
