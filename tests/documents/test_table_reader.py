"""Annex table 1 is found and read in every form an office sends it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from datong_desktop.documents.table_reader import TableRead, read_table_file, read_table_text
from tests.strategies import datong, second
from tests.tables import Rows, figures_of, grid, write_xlsx

SCHEME = datong()
GOOD = figures_of(SCHEME, grid(SCHEME))


def read(folder: Path, sheets: Any, **options: Any) -> TableRead:
    return read_table_file(write_xlsx(folder / "表.xlsx", sheets, **options), SCHEME)


def assert_good(table: TableRead) -> None:
    assert table.problems == ()
    assert dict(table.figures) == GOOD


@pytest.mark.parametrize("name", ["annex1_plain", "annex1_ties_shuffled", "annex1_incomplete", "annex1_messy_text"])
def test_the_cases_are_read_as_expected(cases: Path, name: str) -> None:
    expected = json.loads((cases / "expected.json").read_text("utf-8"))[f"{name}.xlsx"]
    table = read_table_file(cases / f"{name}.xlsx", SCHEME)
    assert table.problems == ()
    assert table.years == (expected["year"],)
    for row in expected["rows"]:
        assert [table.figures.get((row["district"], i.id)) for i in SCHEME.indicators] == row["values"]


def test_exactly_the_seven_bad_cells_are_listed(cases: Path) -> None:
    expected = json.loads((cases / "expected.json").read_text("utf-8"))["annex1_bad_cells.xlsx"]["rejected_cells"]
    table = read_table_file(cases / "annex1_bad_cells.xlsx", SCHEME)
    assert {f"{p.where.district}/{p.where.indicator}" for p in table.problems} == set(expected)
    assert len(table.problems) == 7
    for found in table.problems:
        shown = expected[f"{found.where.district}/{found.where.indicator}"]
        assert f"“{shown}”" in found.text
        assert found.where.sheet == "附表1"
        assert found.where.cell
    assert [p.code for p in table.problems] == [
        "negative", "decimal", "not_a_number", "error_cell", "not_a_number", "too_large", "date",
    ]


def test_a_sentence_is_as_a_colleague_would_say_it(tmp_path: Path) -> None:
    rows = grid(SCHEME)
    rows[6][8] = "一家"
    (found,) = read(tmp_path, rows).problems
    assert found.text == "天镇县「上市企业数量」填的是“一家”，不是数字，请填 0 到 99999 的整数。"
    assert (found.where.cell, found.where.district, found.where.indicator) == ("I7", "天镇县", "上市企业数量")


def shifted(rows: Rows, down: int, right: int) -> Rows:
    return [[] for _ in range(down)] + [[None] * right + row for row in rows]


def with_titles(rows: Rows) -> Rows:
    return [
        ["附表1"], ["大同市各县区指标完成情况统计表"], ["考核年度：2022年", None, "填报日期：2023年1月5日"],
        *rows, [], ["填表人：王某", None, "审核人：李某", None, "填报日期：", "2023-01-05"], ["注：以上数字截至2022年12月31日。"],
    ]


def with_gaps(rows: Rows) -> Rows:
    return [row for pair in ((r, []) for r in rows) for row in pair]


def with_totals(rows: Rows) -> Rows:
    head, *body = rows
    total = ["合 计", *(sum(column) for column in zip(*(r[1:] for r in body), strict=True))]
    return [[*head, "合计", "名次", "备注"], *([*r, sum(r[1:]), 1, "已核"] for r in body), [*total, sum(total[1:])], ["平均", 1.5, 2.5]]


def with_serial(rows: Rows) -> Rows:
    head, *body = rows
    return [["序号", *head], *([n, *row] for n, row in enumerate(body, 1)), [None, "总计", *([1] * 8)]]


def with_weights(rows: Rows) -> Rows:
    head, *body = rows
    return [head, ["权重", *(i.weight_text for i in SCHEME.indicators)], ["计量单位", *(["项"] * 8)], [None, *([0.05] * 8)], *body]


def with_column_numbers(rows: Rows) -> Rows:
    head, *body = rows
    return [head, ["甲", *range(1, 9)], ["（单位）", *(["家"] * 8)], ["名称", *(["数量"] * 8)], *body]


def messy_names(rows: Rows) -> Rows:
    head, *body = rows
    head = [h.replace("数量", "\n数 量").replace("“", '"').replace("”", "＂").replace("、", "，") for h in head]
    return [head, *([f" {row[0][0]}　{row[0][1:-1]}", *row[1:]] for row in body)]


def backwards(rows: Rows) -> Rows:
    head, *body = rows
    order = [0, *range(8, 0, -1)]
    return [[row[n] for n in order] for row in (head, *reversed(body))]


def grouped_headings(rows: Rows) -> Rows:
    head, *body = rows
    return [[*head[:5], "企业数量"], [None, None, None, None, None, *head[5:]], *body]


def split_headings(rows: Rows) -> Rows:
    head, *body = rows
    return [["指标", *(h[:4] for h in head[1:])], [None, *(h[4:] for h in head[1:])], *body]


def as_text(rows: Rows) -> Rows:
    return [rows[0], *([row[0], *(f" {value:,} ".translate(FULL_WIDTH) for value in row[1:])] for row in rows[1:])]


FULL_WIDTH = {ord("0") + n: ord("０") + n for n in range(10)} | {ord(","): "，"}

FORMS = {
    "plain": lambda rows: rows, "far away": lambda rows: shifted(rows, 40, 12), "titles and signatures": with_titles,
    "empty rows between": with_gaps, "totals and ranks": with_totals, "serial numbers": with_serial,
    "weights and units": with_weights, "column numbers": with_column_numbers, "messy names": messy_names, "backwards": backwards,
    "grouped headings": grouped_headings, "split headings": split_headings, "text": as_text,
    "floats": lambda rows: [rows[0], *([r[0], *map(float, r[1:])] for r in rows[1:])],
    "everything": lambda rows: shifted(with_titles(with_gaps(with_serial(messy_names(rows)))), 3, 2),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_tolerated_form_gives_the_same_figures(tmp_path: Path, form: str) -> None:
    assert_good(read(tmp_path, FORMS[form](grid(SCHEME))))


def as_copied(rows: Rows) -> str:
    """Tab-separated as Excel copies: only a cell with a line break is quoted."""
    def field(value: Any) -> str:
        text = "" if value is None else str(value)
        return '"' + text.replace('"', '""') + '"' if "\n" in text else text

    return "".join("\t".join(map(field, row)) + "\r\n" for row in rows)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_through_the_clipboard(form: str) -> None:
    rows = FORMS[form](grid(SCHEME))
    assert_good(read_table_text(as_copied(rows), SCHEME))


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    table = read(tmp_path, with_totals(grid(SCHEME)))
    assert table.notes == ("未导入：合计行、“合计”列、“名次”列、“备注”列。",)


def test_table_2_beside_the_figures_is_left_out(tmp_path: Path) -> None:
    head, *body = grid(SCHEME)
    scored = [f"{name}得分" for name in head[1:]]
    assert_good(read(tmp_path, [[*head, *scored, "最终得分"], *([*row, *([3] * 8), 2.45] for row in body)]))


def test_merged_headings_and_titles_do_no_harm(tmp_path: Path) -> None:
    rows = [["大同市2022年度各县区指标完成情况统计表"], *grid(SCHEME)]
    rows.insert(2, [])
    assert_good(read(tmp_path, rows, merged=["A1:I1", *(f"{c}2:{c}3" for c in "ABCDEFGHI")]))


def test_a_merged_figure_cell_is_no_figure(tmp_path: Path) -> None:
    rows = grid(SCHEME)
    rows[3][2] = None
    table = read(tmp_path, rows, merged=["C3:C4"])
    assert [(p.code, p.where.cell) for p in table.problems] == [("merged_cell", "C3")]
    assert "云冈区" in table.problems[0].text
    assert "新荣区" in table.problems[0].text


def test_other_sheets_do_not_matter_whatever_their_order(tmp_path: Path) -> None:
    notes: Rows = [["填表说明"], *([i.name, i.meaning] for i in SCHEME.indicators)]
    contacts: Rows = [["县区", "联系人"], *([d, "王某"] for d in SCHEME.districts)]
    fragment: Rows = [row[:3] for row in grid(SCHEME)[:4]]
    assert_good(read(tmp_path, {"说明": notes, "联系": contacts, "草稿": fragment, "附表1": grid(SCHEME)}))


def test_a_hidden_sheet_is_ignored_beside_a_visible_one(tmp_path: Path) -> None:
    table = read(tmp_path, {"旧": grid(SCHEME, 7), "附表1": grid(SCHEME)}, hidden=["旧"])
    assert_good(table)
    assert table.notes == ()


def test_a_hidden_sheet_is_used_when_only_it_has_the_table(tmp_path: Path) -> None:
    table = read(tmp_path, {"封面": [["大同市"]], "数据": grid(SCHEME)}, hidden=["数据"])
    assert_good(table)
    assert table.notes == ("看得见的工作表里没有附表1，用的是隐藏的工作表「数据」。",)


def test_two_tables_are_named_and_refused(tmp_path: Path) -> None:
    (found,) = read(tmp_path, {"一季度": grid(SCHEME), "四季度": shifted(grid(SCHEME), 2, 1)}).problems
    assert found.code == "ambiguous_table"
    assert "「一季度」的 A1 处" in found.text
    assert "「四季度」的 B3 处" in found.text


def test_two_tables_on_one_sheet_are_refused_too(tmp_path: Path) -> None:
    (found,) = read(tmp_path, [*grid(SCHEME), [], *grid(SCHEME, 5)]).problems
    assert found.code == "ambiguous_table"
    assert "A14 处" in found.text


def test_a_transposed_table_is_said_to_be_one(tmp_path: Path) -> None:
    (found,) = read(tmp_path, [list(column) for column in zip(*grid(SCHEME), strict=True)]).problems
    assert found.code == "table_not_found"
    assert "横竖对调" in found.text


@pytest.mark.parametrize(("rows", "words"), [
    ([["你好"]], "没有找到附表1"), ([[d] for d in SCHEME.districts], "没有找到写着指标名称的表头行"),
    ([[i.name for i in SCHEME.indicators]], "下面没有县区名"), ([[]], "没有找到附表1"),
])
def test_no_table_says_what_is_lacking(tmp_path: Path, rows: Rows, words: str) -> None:
    (found,) = read(tmp_path, rows).problems
    assert found.code == "table_not_found"
    assert words in found.text


def test_the_second_scheme_is_read_by_its_own_names(tmp_path: Path) -> None:
    scheme = second()
    rows = grid(scheme)
    rows[13][0] = "高新技术产业 开发区"
    table = read_table_file(write_xlsx(tmp_path / "表.xlsx", rows), scheme)
    assert table.problems == ()
    assert len(table.figures) == 78
    assert read_table_file(tmp_path / "表.xlsx", SCHEME).problems[0].code == "table_not_found"
