"""取消参评资格 holds for the year concerned and the next (annex 4 part 四)."""

from __future__ import annotations

import datetime

import pytest

from datong_desktop.domain.disqualification import Disqualification, in_force
from datong_desktop.domain.year_book import YearBook
from tests.strategies import datong, second


def decision(year: int, district: str = "平城区", number: str = "1号") -> Disqualification:
    return Disqualification(year, district, "虚报数量", datetime.date(year + 1, 3, 1), number)


@pytest.mark.parametrize(("year", "out"), [(2020, False), (2021, False), (2022, True), (2023, True), (2024, False)])
def test_this_year_and_the_next_and_no_longer(year: int, out: bool) -> None:
    assert ("平城区" in in_force(datong(), year, [decision(2022)])) is out


def test_a_scheme_may_say_one_year() -> None:
    assert in_force(second(), 2022, [decision(2022, "东湖区")])
    assert not in_force(second(), 2023, [decision(2022, "东湖区")])


def test_the_later_decision_is_the_one_shown_whatever_the_order() -> None:
    early, late = decision(2021, number="1号"), decision(2022, number="2号")
    for decisions in ([early, late], [late, early]):
        assert in_force(datong(), 2022, decisions)["平城区"] is late
        assert in_force(datong(), 2021, decisions)["平城区"] is early
        assert in_force(datong(), 2023, decisions)["平城区"] is late


def test_a_year_book_scores_without_the_disqualified() -> None:
    scheme = datong()
    figures = {(d, i.id): 5 for d in scheme.districts for i in scheme.indicators}
    book = YearBook(2023, scheme, figures, decisions=(decision(2022), decision(2020, "云冈区"), decision(2024, "新荣区")))
    assert list(book.disqualified) == ["平城区"]
    assert [row.district for row in book.assessment.rows if row.disqualified] == ["平城区"]
    assert book.assessment.complete
