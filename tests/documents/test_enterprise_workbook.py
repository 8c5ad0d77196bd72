"""Enterprises out of workbooks: headings in any order and wording, every bad cell named, hostile files refused."""

from __future__ import annotations

import datetime
import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from datong_desktop.documents.enterprise_cells import value_of
from datong_desktop.documents.enterprise_workbook import EnterprisesRead, read_enterprises
from datong_desktop.documents.raw_table import CellKind, RawCell
from datong_desktop.documents.record_headings import Target, find_headings, target_of
from datong_desktop.domain.enterprise import Enterprise, FiscalYear, Judgement
from datong_desktop.domain.fields import BadText, fields_by_id
from tests.strategies import DATA
from tests.tables import raw_xlsx, sheet_xml, write_xlsx

CLAUSES = ("盈利模式", "产品服务", "主营业务")
HEADINGS = ["企业名称", "统一社会信用代码", "成立日期", "总资产（万元）"]


def case_rows() -> list[list[Any]]:
    sheet = openpyxl.load_workbook(DATA / "enterprises.xlsx").active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def read(tmp_path: Path, rows: list[list[Any]], **options: Any) -> EnterprisesRead:
    return read_enterprises(write_xlsx(tmp_path / "名单.xlsx", {"名单": rows}, **options), CLAUSES)


def codes(found: EnterprisesRead) -> list[tuple[str, str | None]]:
    assert all(p.text.endswith("。") for p in found.problems)
    return [(p.code, p.where.cell) for p in found.problems]


def test_the_case_file() -> None:
    found = read_enterprises(DATA / "enterprises.xlsx", CLAUSES)
    assert (found.sheet, found.problems, found.notes, len(found.rows)) == ("企业", (), (), 36)
    row = found.rows[2]
    assert row.values["founded_on"] == datetime.date(2019, 12, 31)
    assert row.values["cluster"] == ""
    assert row.years == {None: {"total_assets": 344_600, "revenue": 108_900, "main_revenue": 103_455}}
    assert row.judgements == {"盈利模式": "符合", "产品服务": "符合"}


@pytest.mark.parametrize("seed", range(5))
def test_any_order_below_any_title(tmp_path: Path, seed: int) -> None:
    rows, chance = case_rows(), random.Random(seed)
    order = list(range(len(rows[0])))
    chance.shuffle(order)
    shuffled = [[None, *(row[n] for n in order)] for row in rows]
    title: list[list[Any]] = [["大同市企业名单", None], ["制表：市金融办", "企业名称见下"], []][: chance.randrange(4)]
    found = read(tmp_path, [*title, *shuffled, ["合计", *[1] * 18], [None, "填表人：王某"]])
    assert found.problems == ()
    expected = read_enterprises(DATA / "enterprises.xlsx", CLAUSES)
    assert [(row.values, row.years, row.judgements) for row in found.rows] == [
        (row.values, row.years, row.judgements) for row in expected.rows
    ]


@pytest.mark.parametrize(("heading", "record", "field", "more"), [
    ("企业名称", Enterprise, "name", {}), (" 企 业\n名 称 ", Enterprise, "name", {}), ("公司名称", Enterprise, "name", {}),
    ("总资产", FiscalYear, "total_assets", {}), ("资产总计（万元）", FiscalYear, "total_assets", {}),
    ("总资产(单位:万元)", FiscalYear, "total_assets", {}),
    ("2022年总资产（万元）", FiscalYear, "total_assets", {"year": 2022}), ("营业收入2021年度", FiscalYear, "revenue", {"year": 2021}),
    ("总资产（元）", FiscalYear, "total_assets", {"wrong_unit": "元"}),
    ("注册资本【亿元】", Enterprise, "registered_capital", {"wrong_unit": "亿元"}),
    ("主营业务", Enterprise, "main_business", {}), ("主营业务认定", Judgement, "result", {"clause": "主营业务"}),
    ("盈利模式", Judgement, "result", {"clause": "盈利模式"}), ("盈利模式认定结果", Judgement, "result", {"clause": "盈利模式"}),
    ("注册资本（万元）", Enterprise, "registered_capital", {}), ("是否新三板挂牌", Enterprise, "neeq_listed", {}),
])  # fmt: skip
def test_what_headings_mean(heading: str, record: type, field: str, more: dict[str, Any]) -> None:
    assert target_of(heading, CLAUSES) == Target(record, fields_by_id(record)[field], **more)


@pytest.mark.parametrize("heading", ["", "序号", "2022年企业名称", "上年", "拼音首字母", "归档日期", "股权情况认定"])
def test_headings_that_mean_nothing(heading: str) -> None:
    assert target_of(heading, CLAUSES) is None


def test_every_bad_cell_is_named_and_nothing_is_guessed(tmp_path: Path) -> None:
    rows = [
        [*HEADINGS, "纳税信用等级", "股权代持"],
        ["甲", "91140204MA0Y7LLJY7", "2023-02-29", "一百", "E", "也许"],
        [None, "91140219MA09HTM536", "2020-01-01", 1.234, "A级", "否"],
        ["丙", 123456789012345678, 43831, -5, True, 1],
    ]
    found = read(tmp_path, rows)
    assert codes(found) == [
        ("not_a_date", "C2"), ("not_a_number", "D2"), ("not_a_choice", "E2"), ("not_a_truth", "F2"), ("too_fine", "D3"), ("no_name", "A3"),
        ("lost_digits", "B4"), ("not_a_date", "C4"), ("not_a_choice", "E4"),
    ]  # fmt: skip
    assert found.problems[1].text == "第 2 行“甲”的「总资产（万元）」填的是“一百”，不是数字，请填以万元为单位的数，如 1234.56。"
    assert {p.where.sheet for p in found.problems} == {"名单"}


@pytest.mark.parametrize(("field", "cell", "value"), [
    ("founded_on", RawCell(CellKind.DATE, "2020-01-01"), datetime.date(2020, 1, 1)),
    ("founded_on", RawCell(CellKind.NUMBER, 20200101), datetime.date(2020, 1, 1)),
    ("last_tax_offence_on", RawCell(CellKind.TEXT, " 无 "), None), ("registered_capital", RawCell(CellKind.NUMBER, 0.1 + 0.2), 30),
    ("registered_capital", RawCell(CellKind.NUMBER, 1282.34), 128_234),
    ("registered_capital", RawCell(CellKind.TEXT, "１，２００．５"), 120_050),
    ("employees", RawCell(CellKind.NUMBER, 12.0), 12), ("phone", RawCell(CellKind.NUMBER, 13800000000.0), "13800000000"),
    ("neeq_listed", RawCell(CellKind.BOOLEAN, "TRUE"), 1), ("name", RawCell(CellKind.TEXT, "=HYPERLINK(1)"), "=HYPERLINK(1)"),
    ("name", RawCell(CellKind.TEXT, "甲\n乙 𠮷😀"), "甲乙 𠮷😀"), ("name", None, ""), ("founded_on", None, None),
])  # fmt: skip
def test_cells_as_values(field: str, cell: RawCell | None, value: Any) -> None:
    assert value_of(fields_by_id(Enterprise)[field], cell) == value


@pytest.mark.parametrize(("field", "cell", "code"), [
    ("name", RawCell(CellKind.ERROR, "#N/A"), "error_cell"), ("name", RawCell(CellKind.NO_VALUE, ""), "formula_without_value"),
    ("name", RawCell(CellKind.TEXT, "样" * 5000), "too_long"), ("credit_code", RawCell(CellKind.NUMBER, 9.1140204e17), "lost_digits"),
    ("registered_capital", RawCell(CellKind.NUMBER, 1e300), "too_large"),
    ("registered_capital", RawCell(CellKind.NUMBER, float("nan")), "not_a_number"),
    ("employees", RawCell(CellKind.NUMBER, 1.5), "decimal"), ("founded_on", RawCell(CellKind.TEXT, "去年"), "not_a_date"),
])  # fmt: skip
def test_cells_that_hold_no_value(field: str, cell: RawCell, code: str) -> None:
    found = value_of(fields_by_id(Enterprise)[field], cell)
    assert isinstance(found, BadText)
    assert found.code == code


@pytest.mark.parametrize(("rows", "expected"), [
    ([["企业名称", "总资产", "资产总额"], ["甲", 1, 2]], [("duplicate_heading", "C1")]),
    ([["企业名称", "总资产（元）"], ["甲", 1]], [("wrong_unit", "B1")]),
    ([["单位：元"], ["企业名称", "总资产"], ["甲", 1]], [("wrong_unit", "A2")]),
    ([HEADINGS], [("no_rows", None)]), ([["甲", "乙"], ["丙", "丁"]], [("table_not_found", None)]),
    ([["成立日期", "总资产"], ["2020-01-01", 1]], [("table_not_found", None)]),
    ([HEADINGS, ["甲", "91140204MA0Y7LLJY7"], ["乙", "91140204ma0y7lljy7"]], [("duplicate_row", "A3")]),
    ([HEADINGS, ["甲 公司", None, None, 1], ["甲公司", None, None, 2]], [("duplicate_row", "A3")]),
])  # fmt: skip
def test_tables_that_cannot_be_taken(tmp_path: Path, rows: list[list[Any]], expected: list[Any]) -> None:
    assert codes(read(tmp_path, rows)) == expected


def test_a_unit_above_does_not_matter_where_the_headings_name_theirs(tmp_path: Path) -> None:
    assert read(tmp_path, [["单位：元"], ["企业名称", "总资产（万元）"], ["甲", 1]]).problems == ()


def test_what_is_no_enterprise_is_passed_over_and_said(tmp_path: Path) -> None:
    rows = [[*HEADINGS, "序号", "电话费"], ["甲", None, None, 1, 1, 5], HEADINGS, ["备注：以上为样例"], ["合计", None, None, 1]]
    rows.append(["合计通信有限公司", None, None, 1])
    found = read(tmp_path, rows)
    assert [row.values["name"] for row in found.rows] == ["甲", "合计通信有限公司"]
    assert found.notes[-1] == "没有用到的栏目：「电话费」。"
    assert len(found.notes) == 4


def test_two_lists_in_a_file_are_questioned_and_hidden_ones_are_not_read(tmp_path: Path) -> None:
    sheets = {"一": [HEADINGS, ["甲"]], "二": [HEADINGS, ["乙"]]}
    assert codes(read_enterprises(write_xlsx(tmp_path / "a.xlsx", sheets))) == [("ambiguous_table", None)]
    assert [row.number for row in read_enterprises(write_xlsx(tmp_path / "b.xlsx", sheets, hidden=["二"])).rows] == [2]


def test_csv_and_several_years(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes("企业名称;2021年营业收入（万元）;2022年营业收入（万元）\n甲;1,200.5;\n".encode("gb18030"))
    found = read_enterprises(path)
    assert found.rows[0].years == {2021: {"revenue": 120_050}, 2022: {"revenue": None}}


@pytest.mark.parametrize(("name", "data", "code"), [
    ("a.xlsx", b"", "file_empty"), ("a.xlsx", b"PK\x03\x04 cut", "damaged"), ("a.xls", b"\x09\x08" + b"x" * 99, "old_format"),
    ("a.xlsx", b"%PDF-1.7", "not_a_table"), ("a.csv", b"\xff\xff\xfe\x81", "bad_encoding"), ("a.xlsx", None, "file_missing"),
])  # fmt: skip
def test_files_that_are_no_tables(tmp_path: Path, name: str, data: bytes | None, code: str) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    assert codes(read_enterprises(path)) == [(code, None)]


def test_hostile_workbooks(tmp_path: Path) -> None:
    bomb = raw_xlsx(tmp_path / "bomb.xlsx", sheet_xml([["企业名称", "县区"]]), {"xl/worksheets/extra.xml": b"0" * 80_000_000})
    assert codes(read_enterprises(bomb))[0][0] in ("zip_bomb", "too_many_cells")
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">]>' + sheet_xml([["企业名称", "县区"]])
    assert codes(read_enterprises(raw_xlsx(tmp_path / "laughs.xlsx", laughs))) == [("dangerous_xml", None)]
    many = [["企业名称", "县区"], *([f"样例{n}", "平城区"] for n in range(30_001))]
    path = tmp_path / "many.csv"
    path.write_text("\n".join(",".join(row) for row in many), encoding="utf-8")
    assert codes(read_enterprises(path)) == [("too_many_cells", None)]


def test_the_heading_row_is_the_fullest(tmp_path: Path) -> None:
    def cells(*texts: str) -> dict[int, RawCell]:
        return {n: RawCell(CellKind.TEXT, text) for n, text in enumerate(texts, 1)}

    rows = [(1, cells("企业名称", "县区")), (3, cells("序号", "企业名称", "县区", "成立日期")), (9, cells("企业名称", "县区", "成立日期"))]
    found = find_headings(rows)
    assert found is not None
    assert (found.row, found.name_column, found.unknown) == (3, 2, {1: "序号"})
    assert find_headings([]) is None
