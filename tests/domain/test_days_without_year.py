"""Dates typed without their year."""

from __future__ import annotations

import pytest

from datong_desktop.domain.dates import with_year


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0315", "2026-03-15"),
        ("１２３１", "2026-12-31"),
        ("3-15", "2026-03-15"),
        ("3月15日", "2026-03-15"),
        ("3.5", "2026-03-05"),
    ],
)
def test_a_day_without_its_year_is_one_of_this_year(typed: str, meant: str) -> None:
    assert with_year(typed, 2026) == meant


@pytest.mark.parametrize("typed", ["", "2023", "1998", "1315", "0332", "315", "20230315", "2023-03-15", "三月"])
def test_what_could_be_anything_else_stays_as_it_was_typed(typed: str) -> None:
    assert with_year(typed, 2026) == typed
