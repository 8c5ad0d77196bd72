"""Who may be in the pool: clause by clause, to the day, 29 February included."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datong_desktop.domain.qualification import ExpertFacts, Penalty, Qualification, qualify
from tests.synthetic_experts import rules

ON = datetime.date(2023, 4, 1)
DAY = datetime.timedelta(1)
YES, NO, OPEN = "符合", "不符合", "待人工认定"
dates = st.dates(datetime.date(1990, 1, 1), datetime.date(2060, 12, 31))


def checked(on: datetime.date = ON, **changes: object) -> Qualification:
    facts = {"willing": True, "projects": 3, "bad_credit": False, **changes}
    return qualify(ExpertFacts(**facts), rules(), on)  # type: ignore[arg-type]


def results(found: Qualification) -> dict[str, str]:
    return {one.clause: one.result for one in found.clauses}


def test_the_good_one_qualifies_and_every_clause_is_explained() -> None:
    found = checked()
    assert (found.result, found.obstacle, found.on) == (YES, "", ON)
    assert list(results(found)) == ["服务意愿", "项目经验", "行政处罚", "诚信记录"]
    for one in found.clauses:
        assert one.text
        assert one.reason
        assert one.source.startswith("附件5 三（三）")
        assert one.looked_at
        assert not one.missing


@pytest.mark.parametrize(("changes", "clause", "result", "reason"), [
    ({"willing": False}, "服务意愿", NO, "不愿意服务"),
    ({"willing": None}, "服务意愿", OPEN, "没有填服务意愿"),
    ({"projects": 0}, "项目经验", NO, "没有参与过资本运作项目，要求不少于 1 个"),
    ({"projects": 1}, "项目经验", YES, "参与过 1 个资本运作项目"),
    ({"projects": None}, "项目经验", OPEN, "没有填资本运作项目"),
    ({"bad_credit": True}, "诚信记录", NO, "有不良诚信记录"),
    ({"bad_credit": None}, "诚信记录", OPEN, "没有填有无不良诚信记录"),
    ({"penalties": (Penalty(None, "中国证监会"),)}, "行政处罚", OPEN, "受过行政处罚，没有填处罚日期"),
    ({"penalties": (Penalty(ON + DAY),)}, "行政处罚", OPEN, "处罚日期 2023-04-02 晚于审查日 2023-04-01，请核对"),
    ({"penalties": (Penalty(ON, "中国人民银行"),)}, "行政处罚", NO, "2023-04-01 被中国人民银行处罚，到 2026-04-01 才满三年"),
])  # fmt: skip
def test_each_clause(changes: dict[str, object], clause: str, result: str, reason: str) -> None:
    found = checked(**changes)
    assert results(found)[clause] == found.result == result
    one = next(one for one in found.clauses if one.clause == clause)
    assert one.reason == reason
    assert bool(one.missing) == (result == OPEN and "晚于" not in reason)
    assert found.obstacle == ("" if result == YES else reason)


@given(dates)
def test_a_penalty_counts_to_the_corresponding_day_three_years_on(penalty: datetime.date) -> None:
    try:
        last = penalty.replace(year=penalty.year + 3)
    except ValueError:  # 29 February
        last = datetime.date(penalty.year + 3, 2, 28)
    for on, result in ((penalty - DAY, OPEN), (penalty, NO), (last, NO), (last + DAY, YES)):
        assert results(checked(on, penalties=(Penalty(penalty),)))["行政处罚"] == result


def test_29_february() -> None:
    on = datetime.date
    for penalty, day, result in (
        (on(2020, 2, 29), on(2023, 2, 28), NO), (on(2020, 2, 29), on(2023, 3, 1), YES),
        (on(2021, 2, 28), on(2024, 2, 28), NO), (on(2021, 2, 28), on(2024, 2, 29), YES), (on(2021, 3, 1), on(2024, 2, 29), NO),
    ):  # fmt: skip
        assert checked(day, penalties=(Penalty(penalty),)).result == result


def test_of_several_penalties_the_last_before_the_day_decides() -> None:
    old, recent, later = (Penalty(datetime.date(year, 1, 1)) for year in (2010, 2022, 2024))
    assert checked(penalties=(recent, old)).result == NO
    assert checked(penalties=(old, later)).result == OPEN
    assert checked(penalties=(recent, later)).result == NO
    assert "上一次是 2010-01-01" in checked(penalties=(old,)).clauses[2].reason


def test_a_penalty_of_the_institution_is_shown_and_does_not_decide() -> None:
    found = checked(penalties=(Penalty(ON, "中国证监会", of_institution=True),))
    assert found.result == YES
    assert found.clauses[2].looked_at == (("机构处罚", "所在机构2023-04-01 被中国证监会处罚"),)
    assert "所在机构2023-04-01 被中国证监会处罚，请一并考虑" in found.clauses[2].reason


@given(
    st.sampled_from([None, True, False]), st.sampled_from([None, 0, 1, 9]), st.sampled_from([None, True, False]),
    st.lists(st.one_of(st.none(), dates), max_size=3),
)  # fmt: skip
def test_the_whole_follows_from_the_parts(willing: object, projects: object, bad: object, days: list[datetime.date | None]) -> None:
    found = checked(willing=willing, projects=projects, bad_credit=bad, penalties=tuple(map(Penalty, days)))
    parts = set(results(found).values())
    assert found.result == (NO if NO in parts else OPEN if OPEN in parts else YES)
    assert bool(found.obstacle) == (found.result != YES)
