"""Working days against published notices, and 推算 wherever no notice is known."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datong_desktop import paths
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.workdays import Reckoned, Workdays
from datong_desktop.services.workdays import workdays
from tests.storage import refusal

D = datetime.date
DAY = datetime.timedelta(1)


@cache
def shipped() -> Workdays:
    return Workdays.parse((paths.resources() / "calendar" / "holidays.csv").read_text("utf-8"), "holidays.csv")


@pytest.mark.parametrize(("first", "last", "worked"), [
    (D(2022, 12, 31), D(2023, 1, 2), []), (D(2023, 1, 21), D(2023, 1, 29), [28, 29]), (D(2023, 4, 29), D(2023, 5, 6), [4, 5, 6]),
    (D(2023, 9, 29), D(2023, 10, 8), [7, 8]), (D(2024, 2, 10), D(2024, 2, 18), [18]), (D(2025, 1, 26), D(2025, 2, 8), [26, 27, 5, 6, 7, 8]),
    (D(2025, 10, 1), D(2025, 10, 11), [9, 10, 11]), (D(2026, 2, 14), D(2026, 2, 28), [14, 24, 25, 26, 27, 28]),
])  # fmt: skip
def test_the_notices(first: D, last: D, worked: list[int]) -> None:
    days = [first + n * DAY for n in range((last - first).days + 1)]
    assert [day.day for day in days if shipped().is_workday(day)] == worked
    assert not any(shipped().look(day).reckoned for day in days)


def test_every_known_year_has_its_holidays() -> None:
    assert shipped().published == frozenset(range(2004, 2027))
    for year in shipped().published:
        days = [D(year, 1, 1) + n * DAY for n in range(365)]
        assert 247 <= sum(map(shipped().is_workday, days)) <= 252, year


@pytest.mark.parametrize(("day", "name"), [
    (D(2027, 1, 1), "元旦"), (D(2027, 2, 5), "春节"), (D(2027, 2, 8), "春节"), (D(2027, 4, 5), "清明节"), (D(2028, 4, 4), "清明节"),
    (D(2027, 5, 2), "劳动节"), (D(2027, 6, 9), "端午节"), (D(2027, 9, 15), "中秋节"), (D(2049, 10, 3), "国庆节"), (D(2027, 2, 10), ""),
])  # fmt: skip
def test_later_years_are_reckoned_and_say_so(day: D, name: str) -> None:
    found = shipped().look(day)
    assert (found.name, found.reckoned, found.workday) == (name, True, not name and day.weekday() < 5)


def test_counting_on_and_back() -> None:
    assert shipped().add_workdays(D(2023, 1, 20), 1) == (D(2023, 1, 28), False)
    assert shipped().add_workdays(D(2023, 1, 20), 5) == (D(2023, 2, 1), False)
    assert shipped().add_workdays(D(2023, 1, 28), -1) == (D(2023, 1, 20), False)
    assert shipped().add_workdays(D(2023, 1, 22), 0) == (D(2023, 1, 22), False)
    assert shipped().next_workday(D(2023, 1, 22)) == (D(2023, 1, 28), False)
    assert shipped().next_workday(D(2023, 1, 28)) == (D(2023, 1, 28), False)
    assert shipped().between(D(2023, 1, 20), D(2023, 1, 29)) == 2
    assert shipped().between(D(2023, 1, 29), D(2023, 1, 20)) == -2


def test_an_answer_that_rests_on_an_unknown_year_says_so() -> None:
    assert shipped().add_workdays(D(2026, 12, 25), 4) == (D(2026, 12, 31), False)
    found = shipped().add_workdays(D(2026, 12, 31), 1)
    assert (found, found.text) == (Reckoned(D(2027, 1, 4), True), "2027-01-04（推算）")
    assert shipped().add_workdays(D(2027, 1, 5), -5).reckoned
    assert shipped().next_workday(D(2003, 12, 31)).reckoned


@given(st.dates(D(2004, 1, 1), D(2049, 12, 1)), st.integers(-60, 60))
def test_counting_on_is_undone_by_counting(first: D, count: int) -> None:
    last = shipped().add_workdays(first, count)
    assert count == 0 or shipped().is_workday(last.day)
    assert abs(shipped().between(first, last.day)) in (abs(count), abs(count) - (not shipped().is_workday(first)))
    if count > 0:
        assert shipped().between(first, last.day) == count


def test_the_office_enters_a_notice(home: Path) -> None:
    home.mkdir()
    own = home / "holidays.csv"
    assert workdays().look(D(2027, 2, 9)).workday
    own.write_text("2027-02-09,休,春节\n2027-02-13,班,春节\n", encoding="utf-8-sig")
    assert not workdays().is_workday(D(2027, 2, 9))
    assert workdays().look(D(2027, 2, 13)) .reckoned  # some lines are no whole notice
    own.write_text("日期,类别,说明\n# 国办发明电\n2027年2月9日,休,春节\n2027-02-13,班\n2027,已公布,\n", encoding="utf-8")
    found = workdays().look(D(2027, 2, 13))
    assert (found.workday, found.name, found.reckoned) == (True, "班", False)
    assert workdays().add_workdays(D(2027, 2, 13), 1) == (D(2027, 2, 15), False)


@pytest.mark.parametrize(("line", "reason"), [
    ("2027-02-30,休,春节", "不是日期"), ("春节,休", "不是日期"), ("2027-02-09,放,春节", "不认识"), ("2027-02-09", "不认识"),
    ("2027-02-09,班,春节", "本来就是工作日"), ("二〇二七,已公布", "不是年份"),
])  # fmt: skip
def test_wrong_lines_are_refused_with_their_numbers(home: Path, line: str, reason: str) -> None:
    home.mkdir()
    (home / "holidays.csv").write_text(f"日期,类别,说明\n{line}\n{line}\n", encoding="utf-8")
    code, said = refusal(workdays)
    assert code == "bad_calendar"
    assert "holidays.csv 第 2 行有误" in said
    assert reason in said
    with pytest.raises(Refused) as caught:
        workdays()
    assert len(caught.value.problems) == 2


def test_a_file_that_is_no_text_is_refused(home: Path) -> None:
    home.mkdir()
    (home / "holidays.csv").write_bytes("2027-02-09,休,春节".encode("gb18030"))
    assert refusal(workdays)[0] == "bad_calendar"
