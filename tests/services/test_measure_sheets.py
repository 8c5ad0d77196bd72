"""举措台账: what stands on each sheet of a year, what is marked as waiting, what the note says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from datong_desktop.domain.fostering import Coordination, Difficulty, Milestone, Reform, StateOwnedPlan, Tracking, Visit
from datong_desktop.services import enterprises, fostering, measure_sheets
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.measure_sheets import SHEETS, Sheet
from tests.registry import admitted, made
from tests.services.registry_ledger import ON, filled
from tests.storage import new_ledger

REFORMS, SUBMISSIONS, PROBLEMS, VISITS, PLANS, REGIONAL = SHEETS


def column(shown: Sheet, heading: str) -> list[str]:
    place = [name for name, _ in shown.columns].index(heading)
    return [line.texts[place] for line in shown.lines]


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_has_a_text_for_each_column(tmp_path: Path, name: str) -> None:
    target, _ = filled(tmp_path)
    for year in (2022, 2023, 2024):
        shown = measure_sheets.sheet(target, name, year)
        assert all(len(line.texts) == len(shown.columns) for line in shown.lines)
        assert not any("\n" in text for line in shown.lines for text in line.texts)
    target.close()


@pytest.mark.parametrize("name", SHEETS)
def test_an_empty_ledger_has_empty_sheets(target: Ledger, name: str) -> None:
    lines = measure_sheets.sheet(target, name, 2023).lines
    assert [line for line in lines if line.enterprise] == []


def test_reforms_that_are_late_wait(target: Ledger) -> None:
    late, planned, done = (made(target, name, district="平城区") for name in ("甲", "乙", "丙"))
    fostering.save(target, Reform(late, kinds="规上企业", planned_on=date(2023, 5, 1), capital_increase=123_400))
    fostering.save(target, Reform(planned, planned_on=date(2099, 5, 1)))
    fostering.save(target, Reform(done, step="已完成"))
    shown = measure_sheets.sheet(target, REFORMS, 2023)
    assert sorted(zip(column(shown, "企业"), column(shown, "增资额（万元）"), strict=True)) == [
        ("▲ 甲", "1,234"), ("丙", ""), ("乙", ""),
    ]  # fmt: skip
    assert shown.note.startswith("▲ 还没有列入企业的县区：云冈区、新荣区、")
    assert "举措（一）" in shown.note


def test_limited_companies_of_the_pool_that_are_on_no_list_are_among_the_reforms(target: Ledger) -> None:
    unlisted, listed = (admitted(target, name, legal_form="有限责任公司") for name in ("甲", "乙"))
    admitted(target, "丙", legal_form="股份有限公司")
    made(target, "丁", legal_form="有限责任公司")
    fostering.save(target, Reform(listed, kinds="规上企业", planned_on=date(2099, 1, 1)))
    waiting = [line for line in measure_sheets.sheet(target, REFORMS, 2023).lines if line.waiting]
    assert [(line.enterprise, line.texts[2], line.texts[5]) for line in waiting] == [(unlisted, "未列入清单", "2025-04-20 前")]
    fostering.add(target, unlisted, Milestone, {"kind": "股改完成", "happened_on": date(2024, 1, 1), "district": "平城区"})
    assert not any(line.waiting for line in measure_sheets.sheet(target, REFORMS, 2023).lines)


def test_who_submitted_whom_and_who_did_not(tmp_path: Path) -> None:
    target, ids = filled(tmp_path)
    shown = measure_sheets.sheet(target, SUBMISSIONS, 2023)
    first = shown.lines[0]
    assert (first.enterprise, first.texts[:2]) == (ids["乙"], ("市科技局", "样例乙有限公司"))
    waiting = [line for line in shown.lines if line.waiting]
    assert len(waiting) == 17
    assert {line.enterprise for line in waiting} == {""}
    assert waiting[0].texts[:2] == ("平城区", "▲ 2023年还没有报送")
    assert "市科技局" not in shown.note
    assert measure_sheets.years(target, ON) == (2023, 2022)
    target.close()


def test_problems_stay_on_the_sheet_until_the_year_in_which_they_are_closed(target: Ledger) -> None:
    one = made(target, "甲")
    enterprises.save(
        target, "问题", Visit(one, 1, visited_on=date(2022, 5, 1), problem="土地"), Visit(one, 2, visited_on=date(2022, 6, 1)),
        Difficulty(one, 1, raised_on=date(2022, 7, 1), problem="证照", closed_on=date(2023, 2, 1)),
    )  # fmt: skip
    assert column(measure_sheets.sheet(target, PROBLEMS, 2021), "问题") == []
    assert column(measure_sheets.sheet(target, PROBLEMS, 2023), "问题") == ["土地", "证照"]
    shown = measure_sheets.sheet(target, PROBLEMS, 2024)
    assert [(line.texts[3], line.waiting) for line in shown.lines] == [("土地", True)]
    assert shown.note == "▲ 1 个问题还没有办结（举措（三）：清单化推动）"


def test_visits_of_a_year_and_the_departments_without_any(target: Ledger) -> None:
    one = made(target, "甲")
    enterprises.save(target, "走访", Visit(one, 1, visited_on=date(2023, 5, 1), department="市税务局"))
    shown = measure_sheets.sheet(target, VISITS, 2023)
    assert column(shown, "走访部门") == ["市税务局"]
    assert "市金融办、市发改委、市工信局、市科技局、市规自局（举措（三）" in shown.note


def test_the_chosen_of_a_year_with_their_meetings(target: Ledger) -> None:
    one = made(target, "国企甲", ownership="国有")
    assert "从 1 家国有企业里筛选" in measure_sheets.sheet(target, PLANS, 2023).note
    fostering.save(target, StateOwnedPlan(one, 2023, plan="方案"))
    shown = measure_sheets.sheet(target, PLANS, 2023)
    assert (column(shown, "协调会"), shown.lines[0].waiting, shown.note) == (["还没有"], True, "")
    meetings = [Coordination(one, number, held_on=date(2023, number, 1), problems="股权") for number in (3, 9)]
    enterprises.save(target, "协调会", *meetings, Coordination(one, 10, held_on=date(2022, 3, 1)))
    shown = measure_sheets.sheet(target, PLANS, 2023)
    assert column(shown, "协调会") == ["2023-03-01", "2023-09-01"]
    assert not any(line.waiting for line in shown.lines)


def test_who_was_on_the_regional_market_in_a_year_and_was_served(target: Ledger) -> None:
    one, other = made(target, "甲", district="平城区"), made(target, "乙", district="云冈区")
    enterprises.save(
        target, "挂牌", Milestone(one, 1, kind="展示板展示", happened_on=date(2022, 5, 1), delisted_on=date(2023, 5, 1)),
        Milestone(other, 1, kind="晋兴板挂牌", happened_on=date(2022, 5, 1)),
        Milestone(other, 2, kind="上市", happened_on=date(2022, 6, 1)),
        Tracking(other, 1, tracked_on=date(2023, 8, 1), content="培训"), Tracking(other, 2, tracked_on=date(2023, 2, 1), content="走访"),
    )  # fmt: skip
    assert column(measure_sheets.sheet(target, REGIONAL, 2021), "企业") == []
    shown = measure_sheets.sheet(target, REGIONAL, 2023)
    assert [(line.texts[1], line.texts[2], line.texts[7], line.waiting) for line in shown.lines] == [
        ("甲", "展示板展示", "", False), ("乙", "晋兴板挂牌", "培训", False),
    ]  # fmt: skip
    assert column(measure_sheets.sheet(target, REGIONAL, 2024), "企业") == ["▲ 乙"]


def test_a_ledger_of_many_is_read_for_a_sheet(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    several = [admitted(target, f"企业{n}", district="平城区") for n in range(3)]
    fostering.add_to_many(target, several, Visit, {"visited_on": date(2023, 5, 1), "department": "市税务局", "problem": "土地"})
    assert [line.enterprise for line in measure_sheets.sheet(target, PROBLEMS, 2023).lines] == several
    target.close()
