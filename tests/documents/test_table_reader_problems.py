"""Everything wrong with a table is listed at once, each with place, names, code and a sentence."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from datong_desktop.documents.table_reader import read_table_file, read_table_text
from datong_desktop.domain.problem import Problem
from tests.strategies import datong
from tests.tables import Rows, grid, raw_xlsx, sheet_xml, write_xlsx

SCHEME = datong()


def problems_of(folder: Path, rows: Rows, **options: Any) -> tuple[Problem, ...]:
    return read_table_file(write_xlsx(folder / "表.xlsx", rows, **options), SCHEME).problems


BAD_CELLS: list[tuple[Any, str]] = [
    (-1, "negative"), (-0.5, "negative"), (1.5, "decimal"), (100_000, "too_large"), (1e12, "too_large"), (1e300, "too_large"),
    (True, "boolean"), (datetime.date(2023, 5, 1), "date"), (datetime.datetime(2023, 5, 1, 8, 30), "date"),
    (datetime.time(8, 30), "date"),
    ("三家", "not_a_number"), ("一", "not_a_number"), ("1e3", "not_a_number"), ("0x10", "not_a_number"), ("nan", "not_a_number"),
    ("inf", "not_a_number"), ("∞", "not_a_number"), ("二十", "not_a_number"), ("1_000", "not_a_number"), ("3家", "not_a_number"),
    ("+3", "not_a_number"), ("不适用", "not_a_number"), ("—", "not_a_number"), ("/", "not_a_number"), ("无", "not_a_number"),
    ("12％", "not_a_number"), ("③", "not_a_number"), ("Ⅲ", "not_a_number"), ("TRUE", "not_a_number"), ("约5", "not_a_number"),
    ("-0", "negative"), ("－３", "negative"), ("１２．５", "decimal"), (".5", "decimal"),
    ("00123", "leading_zero"), ("007", "leading_zero"),
    ("12,04", "bad_separator"), ("1，23", "bad_separator"), ("1 2", "bad_separator"), ("100,000", "too_large"), ("9" * 40, "too_large"),
    ("1\u200b2", "invisible_character"), ("\u202e12", "invisible_character"), ("\ufeff3", "invisible_character"),
    ("2023-05-01", "date"), ("2023年5月1日", "date"), ("2023/5/1", "date"), ("5月1日", "date"),
    ("#REF!", "error_cell"), ("#DIV/0!", "error_cell"), ("#N/A", "error_cell"), (" #VALUE! ", "error_cell"), ("#####", "error_cell"),
]


@pytest.mark.parametrize(("value", "code"), BAD_CELLS, ids=[repr(v)[:24] for v, _ in BAD_CELLS])
def test_a_bad_cell_is_named(tmp_path: Path, value: Any, code: str) -> None:
    rows = grid(SCHEME)
    rows[3][4] = value
    (found,) = problems_of(tmp_path, rows)
    assert found.code == code
    assert (found.where.sheet, found.where.cell) == ("附表1", "E4")
    assert (found.where.district, found.where.indicator) == ("新荣区", "指导调研情况")
    assert found.text.startswith("新荣区「指导调研情况」")
    assert found.text.endswith("。")


@pytest.mark.parametrize("value", [None, "", " ", "\u3000", "\u00a0", "\n\t "])
def test_a_blank_cell_is_blank_and_no_problem(tmp_path: Path, value: Any) -> None:
    rows = grid(SCHEME)
    rows[3][4] = value
    table = read_table_file(write_xlsx(tmp_path / "表.xlsx", rows), SCHEME)
    assert table.problems == ()
    assert table.blanks == (("新荣区", "visits"),)


@pytest.mark.parametrize(("value", "count"), [
    ("３", 3), (" 12 ", 12), ("1,204", 1204), (3.0, 3), ("1，204", 1204), ("12 345", 12345), ("3.0", 3), ("1,204.00", 1204),
    ("０", 0), ("\t7\n", 7), (99_999, 99_999), ("９９，９９９", 99_999),
])
def test_what_is_a_whole_number_once_normalised_is_that_number(tmp_path: Path, value: Any, count: int) -> None:
    rows = grid(SCHEME)
    rows[3][4] = value
    table = read_table_file(write_xlsx(tmp_path / "表.xlsx", rows), SCHEME)
    assert table.problems == ()
    assert table.figures["新荣区", "visits"] == count


def test_all_of_it_at_once_in_the_order_of_the_sheet(tmp_path: Path) -> None:
    rows = grid(SCHEME)
    rows[0][2] = "出台政策情况"
    rows[2][3], rows[5][1] = "三家", -1
    rows[4][0] = "云洲区"
    rows.append(["平城区", *([1] * 8)])
    found = problems_of(tmp_path, rows)
    assert [(p.code, p.where.cell) for p in found] == [
        ("unknown_indicator", "C1"), ("missing_indicator", None), ("not_a_number", "D3"), ("unknown_district", "A5"),
        ("negative", "B6"), ("duplicate_district", "A13"), ("missing_district", None),
    ]
    by_code = {p.code: p for p in found}
    assert "是不是“出台专项政策情况”？" in by_code["unknown_indicator"].text
    assert "是不是“云州区”？" in by_code["unknown_district"].text
    assert by_code["missing_indicator"].where.indicator == "出台专项政策情况"
    assert by_code["missing_district"].where.district == "云州区"
    assert "第 2 行和第 13 行" in by_code["duplicate_district"].text


def test_a_repeated_indicator_names_both_columns(tmp_path: Path) -> None:
    rows = [[*row, row[8]] for row in grid(SCHEME)]
    (found,) = problems_of(tmp_path, rows)
    assert (found.code, found.where.cell, found.where.indicator) == ("duplicate_indicator", "J1", "上市企业数量")
    assert "I 列和 J 列" in found.text


@pytest.mark.parametrize(("change", "code"), [
    (lambda r: r.append(["大同县", *([1] * 8)]), "unknown_district"),
    (lambda r: r.append([None, *([1] * 8)]), "unknown_district"),
    (lambda r: r.insert(3, ["大同县"]), "unknown_district"),
    (lambda r: r.pop(3), "missing_district"),
    (lambda r: r.insert(1, ["大同县", *([1] * 8)]), "unknown_district"),
    (lambda r: [row.pop(3) for row in r], "missing_indicator"),
    (lambda r: [row.append(5) for row in r[1:]], "unknown_indicator"),
    (lambda r: [row.append(v) for row, v in zip(r, ["联系电话", *range(11)], strict=True)], "unknown_indicator"),
])
def test_rows_and_columns_too_many_or_too_few(tmp_path: Path, change: Any, code: str) -> None:
    rows = grid(SCHEME)
    change(rows)
    assert [p.code for p in problems_of(tmp_path, rows)] == [code]


def test_a_formula_counts_by_its_stored_result_only(tmp_path: Path) -> None:
    rows: Rows = grid(SCHEME)
    rows[1][1] = ("", "<f>1+1</f><v>2</v>")
    rows[1][2] = ("", "<f>1+1</f>")
    rows[1][3] = ("", "<f>1/2</f><v>0.5</v>")
    rows[1][4] = ('t="e"', "<f>1/0</f><v>#DIV/0!</v>")
    rows[1][5] = ('t="str"', '<f>""</f><v></v>')
    rows[1][6] = ('t="str"', '<f>"7"</f><v>7</v>')
    rows[1][7] = ("", "<f>1+1</f><v></v>")
    rows[1][8] = ("", "<f>2*3</f><v>6.0</v>")
    table = read_table_file(raw_xlsx(tmp_path / "表.xlsx", sheet_xml(rows)), SCHEME)
    assert [(p.code, p.where.cell) for p in table.problems] == [
        ("formula_without_value", "C2"), ("decimal", "D2"), ("error_cell", "E2"), ("formula_without_value", "H2"),
    ]
    assert table.problems[0].text.startswith("平城区「出台专项政策情况」是公式，但没有算出的结果")
    ids = [i.id for i in SCHEME.indicators]
    assert [table.figures.get(("平城区", i)) for i in ids] == [2, None, None, None, None, 7, None, 6]
    assert table.blanks == (("平城区", "provincial_pool"),)


def test_a_name_that_is_a_formula_without_a_result(tmp_path: Path) -> None:
    rows: Rows = grid(SCHEME)
    rows[0][1] = rows[1][0] = ("", "<f>A99</f>")
    found = read_table_file(raw_xlsx(tmp_path / "表.xlsx", sheet_xml(rows)), SCHEME).problems
    assert [p.code for p in found] == ["unknown_indicator", "missing_indicator", "unknown_district", "missing_district"]
    assert "“没有结果的公式”" in found[0].text
    assert "“没有结果的公式”" in found[2].text


def test_two_figures_under_one_heading_are_not_chosen_from(tmp_path: Path) -> None:
    head, *body = grid(SCHEME)
    rows: Rows = [[head[0], *(v for name in head[1:] for v in (name, None))]]
    rows += [[row[0], *(v for value in row[1:] for v in (value, 7))] for row in body]
    rows.insert(1, [None, *(["本年", "上年"] * 8)])
    assert {p.code for p in problems_of(tmp_path, rows)} == {"unknown_indicator"}


def test_a_workbook_written_with_formulas_and_never_opened_is_refused(tmp_path: Path) -> None:
    rows = grid(SCHEME)
    rows[2][2] = "=SUM(1,2)"
    (found,) = problems_of(tmp_path, rows)
    assert (found.code, found.where.cell) == ("formula_without_value", "C3")


def test_formula_text_in_names_is_just_a_wrong_name(tmp_path: Path) -> None:
    rows = grid(SCHEME)
    rows[1][0] = "'=HYPERLINK(\"http://x\",\"平城区\")"
    rows[0][1] = "'=cmd|' /C calc'!A0"
    found = problems_of(tmp_path, rows)
    assert [p.code for p in found] == ["unknown_indicator", "missing_indicator", "unknown_district", "missing_district"]
    assert "=cmd|" in found[0].text


def test_hostile_names_appear_tamed_in_the_sentence() -> None:
    rows = grid(SCHEME)
    rows[1][0] = "平\ud800\u202e\x07城" + "很长" * 40
    text = "\n".join("\t".join(map(str, row)) for row in rows)
    found = read_table_text(text, SCHEME).problems[0]
    assert found.code == "unknown_district"
    assert "\ud800" not in found.text
    assert "\u202e" not in found.text
    assert len(found.text) < 90
    found.text.encode("utf-8")


@pytest.mark.parametrize(("title", "years"), [
    ("考核年度：2023年", (2023,)), ("考核年度： ２０２３ 年", (2023,)), ("大同市2023年度各县区指标完成情况统计表", (2023,)),
    ("二〇二三年度考核表", (2023,)), ("2023年各县区指标完成情况", (2023,)), ("2022-2023年度", (2023,)),
    ("2023年度（填报日期：2024年1月5日）", (2023,)), ("考核年度：2023年 截至2024年底", (2023,)),
    ("大同市企业上市“倍增”计划（2023—2025年）考核表", ()), ("考核办法（2022年修订）附表", ()), ("产业指导目录(2019年本)", ()),
    ("到2025年底", ()),
    ("为落实2021年市政府工作报告关于企业上市工作的部署，客观评价各县区工作成效，按照办法规定，组织开展考核评价工作。", ()),
    ("填报日期：2024年", ()), ("2024年1月5日", ()), ("报送时间：2024年度第一周", ()), ("截至2022年底", ()), ("共2023家", ()),
    ("文号20231234号", ()),
])
def test_the_year_in_the_title(tmp_path: Path, title: str, years: tuple[int, ...]) -> None:
    rows: Rows = [[title], *grid(SCHEME)]
    assert read_table_file(write_xlsx(tmp_path / "表.xlsx", rows), SCHEME).years == years


def test_the_year_beside_its_label_and_on_the_tab(tmp_path: Path) -> None:
    labelled: Rows = [["考核年度", 2023], *grid(SCHEME)]
    assert read_table_file(write_xlsx(tmp_path / "表.xlsx", labelled), SCHEME).years == (2023,)
    assert read_table_file(write_xlsx(tmp_path / "表.xlsx", {"2021年": grid(SCHEME)}), SCHEME).years == (2021,)
    titled: Rows = [["2022年度"], *grid(SCHEME)]
    assert read_table_file(write_xlsx(tmp_path / "表.xlsx", {"2021年": titled}), SCHEME).years == (2022,)


def test_the_year_in_the_file_name_is_a_hint_apart(tmp_path: Path) -> None:
    table = read_table_file(write_xlsx(tmp_path / "大同市2021年度附表1.xlsx", grid(SCHEME)), SCHEME)
    assert (table.years, table.file_year) == ((), 2021)
