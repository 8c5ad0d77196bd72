"""The quick ways of reading a column give what the field's own reading gives."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datong_desktop.documents.raw_table import is_error_text
from datong_desktop.domain.fields import BadText, parse, stored
from datong_desktop.domain.record_columns import ENTERPRISES, Target
from datong_desktop.services.column_values import Flaw, read_column
from datong_desktop.services.entries import clean
from datong_desktop.services.stored_columns import lists

LISTS = lists(None)
ALL = ENTERPRISES.targets(2022)
TEXTUAL = [ALL[name] for name in ("name", "short_name", "address", "remark", "cluster", "phone")]
TEXTS = st.text(st.sampled_from(list("样例甲é e\u0301\u3000\t\n\u200b\u202e😀𠮷\"'=#_x0A,.a1 ")), max_size=12)


def plainly(target: Target, text: str) -> Any:
    """The field's own reading."""
    found = parse(target.field, text)
    if isinstance(found, BadText):
        return Flaw
    return clean(found, target.field.label, longest=target.field.longest) if isinstance(found, str) else stored(found)


@settings(max_examples=300, deadline=None)
@given(target=st.sampled_from(TEXTUAL), cells=st.lists(TEXTS, min_size=1, max_size=4))
def test_texts(target: Target, cells: list[str]) -> None:
    values, flaws = read_column(target, cells, LISTS)
    for place, cell in enumerate(cells):
        if "\n" in cell or "_x0" in cell or is_error_text(cell.strip()):  # told apart below
            continue
        expected = plainly(target, cell)
        assert (place in flaws) == (expected is Flaw)
        assert values[place] == ("" if expected is Flaw else expected)


@settings(max_examples=300, deadline=None)
@given(cells=st.lists(st.one_of(st.integers(0, 10**12), st.floats(-1e13, 1e13), st.just("")), min_size=1, max_size=4))
def test_amounts(cells: list[Any]) -> None:
    cells = [cell / 100 if isinstance(cell, int) else cell for cell in cells]
    values, flaws = read_column(ALL["revenue.2022"], cells, LISTS)
    for place, cell in enumerate(cells):
        text = "" if cell == "" else f"{Decimal(f'{cell:.15g}'):f}"
        expected = plainly(ALL["revenue.2022"], text)
        assert (place in flaws) == (expected is Flaw), text
        assert values[place] == (None if expected is Flaw else expected)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("样例\n公司", "样例公司"), ("样例\r\n 公司", "样例公司"), ("样例_x000D__x000A_公司", "样例公司"), ("A\nB", "A B"),
        ("\u200b样例", "样例"),
    ],
)  # fmt: skip
def test_names_on_several_lines_are_one_name(cell: str, value: str) -> None:
    values, flaws = read_column(ALL["name"], [cell], LISTS)
    assert values == [value]
    assert [(flaw.warned, value in flaw.text) for flaw in flaws.values()] == [(True, True)] * (cell[0] != "\u200b")


def test_a_line_break_at_the_end_of_a_name_is_nothing_to_tell() -> None:
    assert read_column(ALL["name"], ["样例公司\r\n"], LISTS) == (["样例公司"], {})


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("employees", 120.0, 120), ("employees", "1,204", 1204), ("target_year", 2025.0, 2025), ("phone", 13800000000.0, "13800000000"),
        ("neeq_listed", True, 1), ("neeq_listed", "否", 0), ("industry", 4415.0, "D4415"), ("industry", "d4415", "D4415"),
        ("tax_rating", "A", "A"), ("founded_on", "无", None), ("founded_on", 20200102.0, "2020-01-02"), ("name", True, "是"),
    ],
)  # fmt: skip
def test_cells_of_other_kinds(name: str, cell: Any, value: Any) -> None:
    assert read_column(ALL[name], [cell], LISTS) == ([value], {})


def test_truth_and_one_are_told_apart() -> None:
    assert read_column(ALL["phone"], [1.0, True, "1"], LISTS)[0] == ["1", "是", "1"]


def test_an_unknown_industry_is_kept_and_warned_of() -> None:
    values, flaws = read_column(ALL["industry"], ["煤炭"], LISTS)
    assert values == ["煤炭"]
    assert flaws[0].warned
