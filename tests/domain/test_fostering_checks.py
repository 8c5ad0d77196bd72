"""Dates and words of the measures at their edges: what is told, what is not."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from datong_desktop.domain import fostering_checks, market_checks
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fostering import Coordination, Difficulty, Milestone, Reform, StateOwnedPlan, Tracking, Visit
from datong_desktop.domain.problem import Problem

day = datetime.date
TODAY = day(2024, 6, 1)
ABOUT = Enterprise("e", name="甲公司", legal_form="股份有限公司", ownership="国有", plan_class="基础资源", founded_on=day(2010, 1, 1))
WHOLE = Reform("e", kinds="规上企业", step="审计评估")


def codes(found: Any) -> list[str]:
    notices: list[Problem] = list(found)
    assert all("甲公司" in notice.text and notice.text.endswith("。") for notice in notices)
    return [notice.code for notice in notices]


@pytest.mark.parametrize(
    ("finished", "told"),
    [
        (day(2023, 3, 1), []), (day(2023, 2, 28), ["finished_before_start"]),
        (day(2025, 4, 20), []), (day(2025, 4, 21), ["finished_too_late"]),
    ],
)  # fmt: skip
def test_a_reform_is_finished_after_its_planned_start_and_within_two_years(finished: datetime.date, told: list[str]) -> None:
    line = replace(WHOLE, step="已完成", start_planned_on=day(2023, 3, 1), legal_form_after="股份有限公司")
    assert codes(fostering_checks.reform_notices(ABOUT, line, day(2025, 4, 20), finished)) == told


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, []),
        ({"kinds": ""}, ["no_kind"]),
        ({"kinds": "规上企业、上市企业"}, ["unknown_kind"]),
        ({"start_planned_on": day(2023, 5, 2), "planned_on": day(2023, 5, 1)}, ["planned_before_start"]),
        ({"start_planned_on": day(2023, 5, 1), "planned_on": day(2023, 5, 1)}, []),
        ({"award_applied": 1}, ["no_award_date"]),
        ({"award_applied": 1, "award_applied_on": day(2023, 5, 1)}, []),
        ({"award_document": "申请表"}, ["award_not_said"]),
        ({"award_applied": 0, "award_applied_on": day(2023, 5, 1)}, ["award_not_said"]),
    ],
)
def test_a_reform_line(values: dict[str, Any], told: list[str]) -> None:
    assert codes(fostering_checks.reform_notices(ABOUT, replace(WHOLE, **values), None, None)) == told


def test_a_finished_reform_made_a_joint_stock_company() -> None:
    line = replace(WHOLE, step="已完成", legal_form_after="有限责任公司")
    assert codes(fostering_checks.reform_notices(ABOUT, line, None, day(2024, 1, 1))) == ["form_after"]


@pytest.mark.parametrize("heard", [Visit("e", 1, visited_on=day(2024, 1, 10)), Difficulty("e", 1, raised_on=day(2024, 1, 10))])
def test_a_problem_has_someone_responsible_a_day_and_in_the_end_a_result(heard: Visit | Difficulty) -> None:
    def told(**values: Any) -> list[str]:
        return codes(fostering_checks.problem_notices(ABOUT, replace(heard, **values)))

    assert told() == []
    assert told(problem="土地") == ["loose_problem"]
    assert told(problem="土地", responsible="市规自局", due_on=day(2024, 1, 10)) == []
    assert told(problem="土地", responsible="市规自局", due_on=day(2024, 1, 9)) == ["before_visit"]
    assert told(problem="土地", closed_on=day(2024, 2, 1)) == ["no_result"]


@pytest.mark.parametrize(("today", "told"), [(day(2024, 8, 15), []), (day(2024, 8, 16), ["no_meeting"]), (day(2025, 3, 1), ["no_meeting"])])
def test_the_two_leaders_meet_within_half_a_year(today: datetime.date, told: list[str]) -> None:
    plan = StateOwnedPlan(
        "e", 2024, chosen_on=day(2024, 2, 15), plan="方案", document_number="一号", commission_leader="赵某", enterprise_leader="王某"
    )
    assert codes(fostering_checks.plan_notices(ABOUT, plan, (), today)) == told
    assert codes(fostering_checks.plan_notices(ABOUT, plan, [Coordination("e", 1, held_on=day(2024, 5, 1))], today)) == []
    assert codes(fostering_checks.plan_notices(ABOUT, plan, [Coordination("e", 1, held_on=day(2023, 5, 1))], today)) == told


def test_a_meeting_ahead_needs_no_result_yet() -> None:
    ahead = Coordination("e", 1, held_on=day(2024, 6, 2), problems="股权划转")
    plans = [StateOwnedPlan("e", 2024)]
    assert codes(fostering_checks.meeting_notices(ABOUT, ahead, plans, TODAY)) == ["future_date"]
    assert codes(fostering_checks.meeting_notices(ABOUT, replace(ahead, held_on=TODAY), plans, TODAY)) == ["no_result"]


@pytest.mark.parametrize(
    ("kind", "delisted_on", "told"),
    [
        ("晋兴板挂牌", None, []), ("晋兴板挂牌", day(2023, 1, 1), []), ("晋兴板挂牌", day(2022, 12, 31), ["delisted_before"]),
        ("展示板展示", day(2024, 6, 2), ["delisted_later"]), ("股改完成", day(2024, 1, 1), ["delisting_kind"]),
        ("省资源库入库", day(2024, 1, 1), ["delisting_kind"]),
    ],
)  # fmt: skip
def test_a_delisting_follows_a_listing(kind: str, delisted_on: datetime.date | None, told: list[str]) -> None:
    milestone = Milestone("e", 1, kind=kind, happened_on=day(2023, 1, 1), district="平城区", delisted_on=delisted_on)
    assert codes(market_checks.delisting_notices(ABOUT, milestone, TODAY)) == told


def test_whoever_left_the_neeq_is_no_longer_said_to_be_there() -> None:
    milestone = Milestone("e", 1, kind="新三板挂牌", happened_on=day(2023, 1, 1), district="平城区", delisted_on=day(2024, 1, 1))
    assert codes(fostering_checks.milestone_notices(ABOUT, milestone, (), TODAY)) == []
    still = replace(ABOUT, neeq_listed=1)
    assert codes(market_checks.delisting_notices(still, milestone, TODAY)) == ["neeq_listed"]


@pytest.mark.parametrize(
    ("tracked", "today", "told"),
    [
        ((), day(2024, 5, 1), []), ((), day(2024, 5, 2), ["untracked"]),
        ((day(2024, 1, 1),), day(2025, 1, 1), []), ((day(2024, 1, 1),), day(2025, 1, 2), ["untracked"]),
    ],
)  # fmt: skip
def test_who_is_listed_is_served_every_year(tracked: tuple[datetime.date, ...], today: datetime.date, told: list[str]) -> None:
    listed = Milestone("e", 1, kind="晋兴板挂牌", happened_on=day(2023, 5, 1))
    records = [Tracking("e", number, tracked_on=on) for number, on in enumerate(tracked)]
    assert codes(market_checks.untracked(ABOUT, [listed], records, today)) == told
    assert codes(market_checks.untracked(ABOUT, [replace(listed, delisted_on=day(2024, 1, 1))], records, today)) == []
    assert codes(market_checks.untracked(ABOUT, [replace(listed, kind="新三板挂牌")], records, today)) == []
