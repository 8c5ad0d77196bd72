"""Warnings that never block: jumps, equal rows, columns of zeros."""

from __future__ import annotations

import pytest

from datong_desktop.domain.plausibility import Notice, notices
from datong_desktop.domain.scoring import Figures
from datong_desktop.domain.year_book import Cell
from tests.strategies import datong

SCHEME = datong()
FILLED: dict[Cell, int | None] = {
    (d, i.id): row * 8 + n + 1 for row, d in enumerate(SCHEME.districts) for n, i in enumerate(SCHEME.indicators)
}


def warnings(figures: Figures, last_year: Figures | None = None) -> tuple[Notice, ...]:
    return notices(SCHEME, SCHEME.rows(figures), SCHEME.rows(last_year or {}))


@pytest.mark.parametrize(("now", "before", "warned"), [
    (20, 2, True), (19, 2, False), (200, 2, True), (2, 20, False), (10, 0, False), (0, 5, False), (10, 1, True), (None, 5, False),
    (5, None, False),
])
def test_ten_times_last_years_figure(now: int | None, before: int | None, warned: bool) -> None:
    cell = ("天镇县", "listed")
    found = warnings({cell: now}, {cell: before})
    assert [n.code for n in found] == (["jump"] if warned else [])
    if warned:
        assert found[0].text.startswith("天镇县「上市企业数量」")
        assert (found[0].district, found[0].indicator) == cell


def test_a_full_and_varied_table_has_no_warning() -> None:
    assert warnings(FILLED) == ()


def test_two_rows_alike_are_both_warned() -> None:
    table = {**FILLED, **{("云州区", i.id): FILLED["平城区", i.id] for i in SCHEME.indicators}}
    found = warnings(table)
    assert [(n.code, n.district, n.indicator) for n in found] == [("equal_row", "平城区", None), ("equal_row", "云州区", None)]
    assert "平城区、云州区" in found[0].text


def test_rows_of_blanks_or_zeros_are_no_copies() -> None:
    for value in (None, 0):
        table = {**FILLED, **{(d, i.id): value for d in ("平城区", "云州区") for i in SCHEME.indicators}}
        assert warnings(table) == ()


def test_a_column_of_nothing_but_zeros() -> None:
    table = {**FILLED, **{(d, "listed"): 0 for d in SCHEME.districts}}
    assert [(n.code, n.indicator) for n in warnings(table)] == [("zero_column", "listed")]
    table["平城区", "listed"] = None
    assert warnings(table) == ()


def test_an_empty_table_has_no_warning() -> None:
    assert warnings({}, FILLED) == ()
