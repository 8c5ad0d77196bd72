"""The problems of a period: who is counted, in which group, and that every count adds up."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from datong_desktop.domain.problem_report import CLOSED, OPEN, OVERDUE, SOLVED, STATES, problem_report, state_of
from datong_desktop.domain.service_lines import Period, ServiceLine, half_of, month_of, quarter_of, year_of
from datong_desktop.domain.service_log import PROBLEM_KINDS, ServiceVisit

ON = datetime.date(2024, 6, 30)
DISTRICTS = ("平城区", "云冈区", "新荣区")
DAYS = st.dates(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
VISITS = st.builds(
    ServiceVisit, st.uuids().map(str), visited_on=DAYS | st.none(), kind=st.sampled_from(("", "海关", *PROBLEM_KINDS)),
    problem=st.sampled_from(("", "股权不清")), solved=st.sampled_from((None, 0, 1)), due_on=DAYS | st.none(), closed_on=DAYS | st.none(),
)  # fmt: skip
LINES = st.lists(st.builds(ServiceLine, VISITS, st.sampled_from("甲乙"), st.sampled_from(("", "阳高县", *DISTRICTS))), max_size=20)


@given(LINES)
def test_every_problem_of_the_period_is_counted_once_by_kind_district_and_state(lines: list[ServiceLine]):
    period = quarter_of(2024, 2)
    found = problem_report(lines, period, ON, DISTRICTS)
    own = [line for line in lines if line.visit.visited_on and period.first <= line.visit.visited_on <= period.last]
    assert found.visits == len({line.visit.visited_on for line in own})  # none of them names team or object
    assert sorted(map(id, found.problems)) == sorted(id(line) for line in own if line.visit.problem)
    for tallies in (found.by_kind, found.by_district):
        assert tuple(map(sum, zip(*(tally.counts for tally in tallies), strict=True))) == (found.whole.counts if tallies else ())
        assert all(tally.total for tally in tallies)
    assert found.whole.total == len(found.problems) == sum(found.states.count(state) for state in STATES)
    assert problem_report(lines[::-1], period, ON, DISTRICTS) == found


def test_kinds_and_districts_stand_in_their_order():
    visits = [("", "", ""), ("其他", "阳高县", "x"), ("海关", "云冈区", "x"), ("股权", "", "x"), ("", "平城区", "x")]
    lines = [ServiceLine(ServiceVisit(str(n), kind=k, problem=p, visited_on=ON), "甲", d) for n, (k, d, p) in enumerate(visits)]
    found = problem_report(lines, year_of(2024), ON, DISTRICTS)
    assert [tally.name for tally in found.by_kind] == ["股权", "其他", "海关", "类别未填"]
    assert [tally.name for tally in found.by_district] == ["平城区", "云冈区", "阳高县", "县区未填"]
    assert (found.visits, found.objects, found.whole.total) == (1, 1, 4)  # one call, its problems entry by entry


def test_how_a_problem_stands_on_a_day():
    day = datetime.timedelta(days=1)
    asked = ServiceVisit("1", problem="欠税", due_on=ON)
    assert state_of(asked, ON) == OPEN  # the last day is still its own
    assert state_of(asked, ON + day) == OVERDUE
    assert state_of(ServiceVisit("1", problem="欠税", due_on=ON, closed_on=ON), ON + day) == CLOSED
    assert state_of(ServiceVisit("1", problem="欠税", closed_on=ON + day), ON) == OPEN
    assert state_of(ServiceVisit("1", problem="欠税", due_on=ON, solved=1), ON + day) == SOLVED
    assert state_of(ServiceVisit("1"), ON) == ""


def test_a_period_is_called_by_its_name_where_it_has_one():
    assert year_of(2024).words == "2024年度"
    assert [quarter_of(2024, n).words for n in (1, 4)] == ["2024年第一季度", "2024年第四季度"]
    assert quarter_of(2024, 1).last == datetime.date(2024, 3, 31)
    assert [half_of(2024, n).words for n in (1, 2)] == ["2024年上半年", "2024年下半年"]
    assert [month_of(2024, n).words for n in (2, 12)] == ["2024年2月", "2024年12月"]
    assert [month_of(2024, n).last.day for n in (2, 12)] == [29, 31]
    for parts in ([half_of(2023, n) for n in (1, 2)], [month_of(2023, n) for n in range(1, 13)]):
        days = [one.first + datetime.timedelta(days=n) for one in parts for n in range((one.last - one.first).days + 1)]
        assert days == [datetime.date(2023, 1, 1) + datetime.timedelta(days=n) for n in range(365)]
    assert quarter_of(2024, 4).last == datetime.date(2024, 12, 31)
    assert Period(ON, ON).words == "2024-06-30至2024-06-30"
