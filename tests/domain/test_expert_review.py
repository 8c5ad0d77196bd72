"""The yearly review: the sums written out are the sums ranked by; more done never counts for less."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datong_desktop.domain.expert_review import (
    Facts,
    mark_of,
    milestones_served,
    plain,
    review,
    solved_of,
)
from datong_desktop.domain.expert_rules import load_expert_rules
from datong_desktop.domain.fostering import MILESTONES, Milestone
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.service_log import Evaluation, ServiceVisit, calls
from tests.synthetic_experts import rules_text

RULES = load_expert_rules(rules_text()).review
MARKS = st.integers(0, 100).map(Decimal) | st.integers(0, 10_000).map(lambda n: Decimal(n).scaleb(-2))
FACTS = st.builds(
    Facts,
    visits=st.integers(0, 40), days=st.integers(0, 80), solved=st.integers(0, 20),
    milestones=st.dictionaries(st.sampled_from(MILESTONES), st.integers(1, 5)),
    marks=st.lists(MARKS, max_size=6).map(tuple), assigned=st.booleans(), unqualified=st.sampled_from(["", "受过处罚"]),
)  # fmt: skip
PEOPLE = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), FACTS, max_size=8)


def one(facts: Facts):
    (found,) = review({"甲": facts}, RULES)
    return found


def reckoned(text: str) -> Fraction:
    """What the part of a sum before "=" comes to, by its own words alone."""
    if "÷" in text:
        marks, count, share = re.search(r"合计 ([\d.]+) 分÷(\d+)×(\d+)%", text).groups()  # type: ignore[union-attr]
        return Fraction(marks) / int(count) * int(share) / 100
    return Fraction(sum(int(n) * int(points) for n, points in re.findall(r"(\d+) \S×(\d+)", text)))


@given(FACTS)
def test_each_sum_written_out_comes_to_its_points(facts: Facts):
    found = one(facts)
    assert found.total == sum(factor.points for factor in found.factors)
    assert 0 <= found.total <= 100
    for factor in found.factors:
        before, _, after = factor.words.partition(" = ")
        shown = Decimal(after.partition("，")[0])
        assert abs(Fraction(shown) - reckoned(before)) <= Fraction(1, 200)
        assert factor.raw == shown
        assert factor.points == min(factor.raw, factor.most)
        assert ("最多计" in factor.words) == (factor.points < factor.raw)


@given(FACTS, st.sampled_from(["visits", "days", "solved"]))
def test_more_done_never_counts_for_less(facts: Facts, what: str):
    more = replace(facts, **{what: getattr(facts, what) + 1})
    assert one(more).total >= one(facts).total


@given(FACTS)
def test_a_full_mark_more_never_lowers_and_a_zero_never_raises(facts: Facts):
    total = one(facts).total
    assert one(replace(facts, marks=(*facts.marks, Decimal(100)))).total >= total
    assert one(replace(facts, marks=(*facts.marks, Decimal(0)))).total <= total


@given(PEOPLE, st.randoms())
def test_the_ranking_follows_the_totals_whatever_the_order(people: dict[str, Facts], chance):
    found = review(people, RULES)
    shuffled = list(people.items())
    chance.shuffle(shuffled)
    assert review(dict(shuffled), RULES) == found
    placed = [row for row in found if row.rank is not None]
    for row in placed:
        assert row.rank == 1 + sum(other.total > row.total for other in placed)
    assert {row.expert for row in found if row.rank is None} == {name for name, facts in people.items() if not facts.assigned}


@given(PEOPLE)
def test_the_proposal_follows_the_thresholds(people: dict[str, Facts]):
    for row in review(people, RULES):
        if row.facts.unqualified:
            assert (row.proposal, row.reason) == ("退出", "受过处罚")
        elif not row.facts.assigned:
            assert row.proposal == "留任"
        else:
            wanted = "留任" if row.total >= RULES.stay else "提醒" if row.total >= RULES.warn else "退出"
            assert row.proposal == wanted


def test_a_sum_reads_as_a_clerk_would_write_it():
    found = one(Facts(12, 15, 2, {"晋兴板挂牌": 1}, (Decimal(90), Decimal(88), Decimal(87))))
    assert [factor.words for factor in found.factors] == [
        "走访 12 次×4 + 服务 15 天×2 = 78，最多计 40",
        "解决问题 2 个×6 + 晋兴板挂牌 1 家×8 = 20",
        "评价 3 份合计 265 分÷3×30% = 26.5",
    ]
    assert (plain(found.total), found.rank, found.proposal) == ("86.5", 1, "留任")
    assert found.reason == "总分 86.5，达到留任线 60"
    assert one(Facts()).factors[2].words == "没有评价表 = 0"


def test_halves_are_rounded_up_once():
    thirds = tuple(map(Decimal, (1, 0, 0, 0, 0, 0)))  # 1 ÷ 6 × 30 % = 0.05 exactly
    assert one(Facts(marks=thirds)).total == Decimal("0.05")
    assert mark_of(Evaluation("e", skill=1, attitude=0, effect=0)) == Decimal("0.33")
    assert mark_of(Evaluation("e", skill=80, effect=85)) == Decimal("82.5")
    assert mark_of(Evaluation("e", skill=80, overall=70)) == 70
    assert mark_of(Evaluation("e", opinion="好")) is None


def test_what_is_counted_of_visits_and_milestones():
    days = [datetime.date(2024, 3, number) for number in (1, 2, 3)]
    visits = [
        ServiceVisit("1", visited_on=days[0], days=None, problem="股权不清", solved=1),
        ServiceVisit("2", visited_on=days[1], days=3, solved=1), ServiceVisit("3", visited_on=days[2], days=0),
    ]  # fmt: skip
    assert calls(visits) == (3, 5)  # 不足一天按一天
    again = ServiceVisit("4", visited_on=days[1], days=1, problem="欠税")  # another problem heard at the second call
    assert calls([*visits, again]) == (3, 5)
    assert calls([*visits, replace(again, enterprise="甲"), replace(again, team="t1")]) == (5, 7)
    assert solved_of(visits) == 1  # nothing was asked at the second
    day = datetime.date(2024, 5, 1)
    reached = [
        Milestone("甲", 1, kind="晋兴板挂牌", happened_on=day), Milestone("甲", 2, kind="股改完成", happened_on=day.replace(year=2023)),
        Milestone("乙", 1, kind="晋兴板挂牌", happened_on=day), Milestone("丙", 1, kind="上市", happened_on=None),
    ]  # fmt: skip
    since = {"甲": day, "乙": day + datetime.timedelta(days=1), "丙": day}
    assert milestones_served(since, reached, 2024) == {"晋兴板挂牌": 1}  # 乙 was served only after


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("activity = 40", "activity = 50", "“review.activity”有误：activity、effect、evaluation 合计应为 100，现在是 110"),
        ("warn = 30", "warn = 61", "“review.warn”有误：提醒的分数线 61 不应高于留任的分数线 60"),
        ("visit = 4", "visit = 4.5", "“review.visit”有误：应为 0 到 100 的整数"),
        ('"上市" = 20', '"上天" = 20', "“review.milestones.上天”有误：不认识"),
        ('"上市" = 20\n', "", "“review.milestones.上市”有误：应为 0 到 100 的整数"),
        ("[review.milestones]", "[milestones]", "“review.milestones”有误：缺少这一节"),
    ],
)
def test_wrong_rules_are_refused_with_key_and_reason(old: str, new: str, said: str):
    assert old in rules_text()
    with pytest.raises(Refused, match="专家规则文件") as caught:
        load_expert_rules(rules_text().replace(old, new))
    assert said in str(caught.value)


@given(PEOPLE)
def test_while_the_year_runs_only_the_line_reached_and_a_failed_check_lead_to_a_proposal(people: dict[str, Facts]):
    running, over = review(people, RULES, over=False), review(people, RULES)
    assert [(row.expert, row.rank, row.total, row.factors) for row in running] == [
        (row.expert, row.rank, row.total, row.factors) for row in over
    ]
    for now, later in zip(running, over, strict=True):
        if now.facts.unqualified:
            assert (now.proposal, now.reason) == ("退出", later.reason)
        elif now.facts.assigned and now.total >= RULES.stay:
            assert now.proposal == later.proposal == "留任"
        else:
            assert (now.proposal, now.reason[:3]) == ("", "到目前")
