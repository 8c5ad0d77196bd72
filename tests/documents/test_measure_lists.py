"""Lists of the measures as plain values: half-filled lines, notes that name who is missing, no note when nobody is."""

from __future__ import annotations

import datetime

import pytest

from datong_desktop.documents import measure_lists
from datong_desktop.documents.list_parts import Head
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fostering import Assistance, Difficulty, Milestone, Reform, Submission, Visit
from datong_desktop.domain.registry_lines import AssistanceLine, MilestoneLine, ReformLine, SubmissionLine
from datong_desktop.domain.standing import PoolState

HEAD = Head("大同市", "大同市金融办", 2023, ("平城区", "云冈区"))
ABOUT = Enterprise("e", name="甲公司", district="平城区")
day = datetime.date


def cell(line: ReformLine, heading: str) -> object:
    found = measure_lists.reform_list(HEAD, [line], "平城区")
    place = [column.heading for column in found.columns].index(heading)
    return found.groups[0].rows[0][place]


@pytest.mark.parametrize(
    ("values", "heading", "shown"),
    [
        ({}, "奖补申请", ""),
        ({"award_applied": 0, "award_document": "旧稿"}, "奖补申请", "未申请"),
        ({"award_applied": 1}, "奖补申请", "已申请"),
        ({"award_applied": 1, "award_applied_on": day(2023, 5, 1), "award_document": "一号"}, "奖补申请", "2023-05-01\n一号"),
        ({"legal_form_before": "有限责任公司"}, "改制前后公司类型", "有限责任公司"),
        ({"legal_form_after": "股份有限公司"}, "改制前后公司类型", "未填\n→ 股份有限公司"),
        ({}, "增资额（万元）", None),
    ],
)
def test_half_of_a_reform_line_is_shown_as_it_is(values: dict[str, object], heading: str, shown: object) -> None:
    reform = Reform("e", **values)  # type: ignore[arg-type]
    assert cell(ReformLine(ABOUT, reform, PoolState(), None), heading) == shown


def test_districts_without_a_line_are_named_on_the_citys_list_alone() -> None:
    line = ReformLine(ABOUT, Reform("e", kinds="规上企业"), PoolState(), day(2023, 6, 1))
    assert measure_lists.reform_list(HEAD, [line]).notes == ("还没有列入企业的县区（举措（一）：各县区要制定清单）：云冈区。",)
    assert measure_lists.reform_list(HEAD, [line], "平城区").notes == ()


def test_the_notes_fall_silent_when_all_have_done_it() -> None:
    helped = AssistanceLine(ABOUT, Assistance("e"), (), PoolState())
    assert measure_lists.assistance_ledger(HEAD, [helped]).notes == ()
    assert measure_lists.assistance_ledger(HEAD, [helped], ["市税务局"]).notes == (
        "2023年还没有上门服务记录的部门（举措（三）：要常态化开展）：市税务局。",
    )
    assert measure_lists.submission_list(HEAD, [], ()).notes == ()
    assert measure_lists.milestone_list(HEAD, []).notes == ()


def test_problems_of_visits_and_of_the_list_stand_in_one_cell() -> None:
    problems = (Visit("e", 1, problem="土地", result="已办"), Difficulty("e", 1, problem="环评", due_on=day(2023, 9, 1)))
    line = AssistanceLine(ABOUT, Assistance("e"), (), PoolState(), problems)
    assert measure_lists.assistance_ledger(HEAD, [line]).groups[0].rows[0][-1] == "土地；结果：已办\n环评；时限：2023-09-01"


def test_submissions_stand_in_the_order_of_their_units() -> None:
    lines = [
        SubmissionLine(ABOUT, Submission("e", 1, unit="云冈区", pool="市资源库"), "申报"),
        SubmissionLine(ABOUT, Submission("e", 2, unit="", pool="省资源库")),
    ]
    found = measure_lists.submission_list(HEAD, lines, ["平城区"])
    assert [group.heading for group in found.groups] == ["云冈区（1 家次）", "报送单位未填（1 家次）"]
    assert [row[6] for group in found.groups for row in group.rows] == ["申报", "报送推荐"]


def test_a_delisting_stands_beside_the_listing() -> None:
    listed = Milestone("e", 1, kind="晋兴板挂牌", happened_on=day(2023, 3, 1), district="平城区", delisted_on=day(2023, 9, 1), raised=100)
    found = measure_lists.milestone_list(HEAD, [MilestoneLine(ABOUT, listed)])
    assert found.groups[0].rows[0][1] == day(2023, 3, 1)
    assert found.groups[0].rows[0][6] == day(2023, 9, 1)
    assert len(found.totals[0]) == len(found.columns)
