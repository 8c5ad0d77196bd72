"""Wherever the table stands and in whatever order its rows and columns come, the figures are the same."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from datong_desktop.documents.raw_table import CellKind, RawCell, RawSheet, text_cell
from datong_desktop.documents.table_contents import read_candidate
from datong_desktop.documents.table_finder import find_candidates
from datong_desktop.domain.scheme import Scheme
from tests.strategies import counts, schemes
from tests.tables import Rows

SURROUNDINGS = ["填表人：王某", "审核人", "注：略", "大同市2022年度统计表", "单位：家", "填报日期：2023年1月5日"]


@st.composite
def laid_out(draw: st.DrawFn) -> tuple[Scheme, Rows, dict[tuple[str, str], int | None]]:
    """A scheme, a sheet with its table somewhere, and the figures that stand in it."""
    scheme = draw(schemes)
    districts = draw(st.permutations(scheme.districts))
    indicators = draw(st.permutations(scheme.indicators))
    values = {(d, i.id): draw(st.one_of(counts, st.none())) for d in districts for i in indicators}
    head: list[Any] = [draw(st.sampled_from(["指标", "县区", None])), *(spoil(draw, i.name) for i in indicators)]
    body = [[spoil(draw, d), *(written(draw, values[d, i.id]) for i in indicators)] for d in districts]
    if draw(st.booleans()):
        extra = draw(st.integers(1, len(head)))
        head.insert(extra, "合计")
        for row in body:
            row.insert(extra, 999)
    if draw(st.booleans()):
        body.append(["合 计", *([5] * (len(head) - 1))])
    rows: Rows = []
    for row in [head, *body]:
        rows += [[]] * draw(st.integers(0, 2)) if rows else []
        rows.append(row)
    above = [[text] for text in draw(st.lists(st.sampled_from(SURROUNDINGS), max_size=3))]
    below = [[], *([text] for text in draw(st.lists(st.sampled_from(SURROUNDINGS), max_size=3)))]
    left, down = draw(st.integers(0, 30)), draw(st.integers(0, 300))
    return scheme, [*([[]] * down), *([None] * left + row for row in [*above, *rows, *below])], values


def spoil(draw: st.DrawFn, name: str) -> str:
    at = draw(st.integers(0, len(name)))
    return name[:at] + draw(st.sampled_from(["", " ", "\u3000", "\n", "\u200b"])) + name[at:]


def written(draw: st.DrawFn, value: int | None) -> Any:
    if value is None:
        return draw(st.sampled_from([None, "", " ", "\u3000"]))
    full_width = str(value).translate({ord("0") + n: ord("０") + n for n in range(10)})
    return draw(st.sampled_from([value, float(value), str(value), f" {value} ", f"{value:,}", full_width, f"{value}.0"]))


def sheet_of(rows: Rows) -> RawSheet:
    cells = {}
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = text_cell(value) if isinstance(value, str) else None if value is None else RawCell(CellKind.NUMBER, value)
            if cell is not None:
                cells[number, column] = cell
    return RawSheet("附表1", cells)


@settings(max_examples=120)
@given(laid_out())
def test_the_figures_do_not_depend_on_the_layout(case: tuple[Scheme, Rows, dict[tuple[str, str], int | None]]) -> None:
    scheme, rows, values = case
    (candidate,) = find_candidates(sheet_of(rows), scheme)
    contents = read_candidate(candidate, scheme)
    assert contents.problems == ()
    assert contents.figures == {cell: value for cell, value in values.items() if value is not None}
    assert set(contents.blanks) == {cell for cell, value in values.items() if value is None}


@settings(max_examples=60)
@given(st.lists(st.lists(st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=5), st.sampled_from(
    ["平城区", "云冈", "上市企业数量", "指导调研情况", "合计", "名次", "填表人"]
)), max_size=6), max_size=12))
def test_any_sheet_is_read_without_an_accident(rows: Rows) -> None:
    scheme = schemes.elements[0]
    for candidate in find_candidates(sheet_of(rows), scheme):
        contents = read_candidate(candidate, scheme)
        assert all(p.text.endswith("。") and p.code for p in contents.problems)
        assert all(0 <= figure <= 99_999 for figure in contents.figures.values())
