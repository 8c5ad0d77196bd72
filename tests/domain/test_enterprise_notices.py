"""Warnings about a record: each on both sides of its limit, none for a sound one."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datong_desktop.domain.enterprise import Enterprise, FiscalYear, Shareholder
from datong_desktop.domain.enterprise_notices import amount_notices, record_notices

TODAY = datetime.date(2023, 3, 15)
D = datetime.date


def year(number: int = 2022, **figures: Any) -> FiscalYear:
    return FiscalYear("x", number, **{"total_assets": 300_000, "revenue": 200_000, "main_revenue": 160_000, **figures})


def notices(*years: FiscalYear, shares: tuple[int | None, ...] = (), **values: Any) -> list[tuple[str, str, int | None]]:
    holders = tuple(Shareholder("x", n, name=f"股东{n}", share=share) for n, share in enumerate(shares, 1))
    found = record_notices(Enterprise("x", **values), years, holders, TODAY)
    assert all(notice.text and not notice.text.endswith("。") for notice in found)
    return [(notice.code, notice.field, notice.year) for notice in found]


def test_a_sound_record_is_quiet() -> None:
    years = [year(n, revenue=200_000 + n) for n in (2020, 2021, 2022)]
    values: dict[str, Any] = {
        "founded_on": D(2020, 2, 29), "credit_code": "91140204MA0Y7LLJY7", "registered_capital": 100_000,
        "employees": 40, "last_tax_offence_on": D(2021, 1, 1),
    }  # fmt: skip
    assert notices(*years, shares=(6_000, 4_000), **values) == []
    assert notices() == []


def test_amounts_in_yuan_are_seen_against_other_years() -> None:
    found = notices(year(2020), year(2021), year(2022, total_assets=300_000 * 10_000, revenue=200_000 * 10_000))
    assert found == [("unit", "total_assets", 2022), ("unit", "revenue", 2022)]
    text = amount_notices(Enterprise("x"), [year(2021), year(2022, revenue=200_000 * 1_000)])[0].text
    assert text == "2022年营业收入 2,000,000 万元，是2021年 2,000 万元的 1,000 倍，请核对单位是不是万元"


@pytest.mark.parametrize(("figures", "values", "found"), [
    ({"revenue": 300_000 * 1_000}, {}, [("unit", "revenue", 2022)]), ({"revenue": 300_000 * 1_000 // 4}, {}, []),
    ({"revenue": 300, "main_revenue": 200}, {}, [("unit", "total_assets", 2022)]),
    ({"revenue": 301, "main_revenue": 200}, {}, []), ({"revenue": 0, "main_revenue": 0}, {}, []),
    ({"total_assets": 99_999_999, "revenue": 99_999_999}, {}, []),
    ({"total_assets": 100_000_000, "revenue": 200_000}, {}, [("unit", "total_assets", 2022)]),
    ({"main_revenue": 200_001}, {}, [("part_above_whole", "main_revenue", 2022)]), ({"main_revenue": 200_000}, {}, []),
    ({"revenue": 499_999}, {"employees": 1}, []), ({"revenue": 500_000}, {"employees": 1}, [("unit", "revenue", 2022)]),
    ({}, {"registered_capital": 300_000 * 1_000}, [("unit", "registered_capital", None)]), ({}, {"employees": 0}, []),
    ({"net_profit": -100_000_000}, {}, [("unit", "net_profit", 2022)]),
])  # fmt: skip
def test_amounts_against_each_other(figures: dict[str, Any], values: dict[str, Any], found: list[Any]) -> None:
    assert notices(year(**figures), **values) == found


@pytest.mark.parametrize("name", ["total_assets", "revenue", "main_revenue"])
def test_what_is_never_below_zero(name: str) -> None:
    assert ("negative", name, 2022) in notices(year(2022, **{name: -1}))
    assert notices(year(2022, total_profit=-300, net_profit=-300)) == []


@pytest.mark.parametrize(("values", "found"), [
    ({"founded_on": TODAY}, []), ({"founded_on": D(2023, 3, 16)}, [("future", "founded_on", None)]),
    ({"founded_on": D(1949, 10, 1)}, []), ({"founded_on": D(1949, 9, 30)}, [("long_ago", "founded_on", None)]),
    ({"founded_on": D(1899, 12, 31)}, [("long_ago", "founded_on", None)]),
    ({"last_tax_offence_on": D(2023, 3, 16)}, [("future", "last_tax_offence_on", None)]),
    ({"founded_on": D(2020, 1, 2), "last_tax_offence_on": D(2020, 1, 1)}, [("before_founding", "last_tax_offence_on", None)]),
    ({"credit_code": "9114O204MA0Y7LLJY7"}, [("credit_code", "credit_code", None)]),
])  # fmt: skip
def test_dates_and_codes(values: dict[str, Any], found: list[Any]) -> None:
    assert notices(**values) == found


@pytest.mark.parametrize(("shares", "found"), [
    ((10_000,), 0), ((5_000, 5_001), 1), ((5_000, 4_999), 1), ((5_000, None), 0), ((10_000, 1, None), 1), ((None,), 0),
])  # fmt: skip
def test_shares(shares: tuple[int | None, ...], found: int) -> None:
    assert len(notices(shares=shares)) == found


def test_a_year_that_is_not_over() -> None:
    assert notices(year(2023)) == [("unfinished_year", "total_assets", 2023)]
    assert notices(FiscalYear("x", 2023)) == []


money = st.one_of(st.none(), st.integers(-(10**10), 10**10))


@given(st.lists(st.tuples(money, money, money)), money, st.one_of(st.none(), st.integers(0, 99_999)))
def test_no_amounts_break_it_and_none_is_warned_twice(rows: Any, capital: Any, employees: Any) -> None:
    years = [year(2000 + n, total_assets=a, revenue=r, main_revenue=m) for n, (a, r, m) in enumerate(rows)]
    found = amount_notices(Enterprise("x", registered_capital=capital, employees=employees), years)
    assert len({(notice.field, notice.year) for notice in found}) == len(found)
