"""Dates as people write them, and steps of months and years."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datong_desktop.domain.dates import add_years, parse_date

D = datetime.date


@given(st.dates(D(1000, 1, 1)))
def test_every_way_to_write_a_date(day: datetime.date) -> None:
    parted = ("{0.year}.{0.month}.{0.day}", "{0.year}年{0.month}月{0.day}日", "{0.year}/{0.month}/{0.day}")
    for form in ("{0:%Y-%m-%d}", "{0:%Y%m%d}", *parted):
        assert parse_date(form.format(day)) == day


@pytest.mark.parametrize("text", [
    "2023-02-29", "2023111", "202311", "43831", "2023-13-01", "2023", "昨天", "2023年3月", "2023--3-1", "1e10", "20230315日",
])  # fmt: skip
def test_what_is_none_or_could_be_two(text: str) -> None:
    with pytest.raises(ValueError):
        parse_date(text)


def test_blank_and_leap_years() -> None:
    assert parse_date("  ") is None
    assert parse_date("２０２０－０２－２９") == D(2020, 2, 29)
    assert add_years(D(2020, 2, 29), 3) == D(2023, 2, 28)
    assert add_years(D(2020, 2, 29), 4) == D(2024, 2, 29)
