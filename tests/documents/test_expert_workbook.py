"""Experts and service objects out of a workbook: the cases, headings in other words and order, every bad cell named at once."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from datong_desktop.documents.expert_workbook import EXPERT_FIELDS, TeamWorkbook, read_team_workbook, words
from datong_desktop.documents.field_table import find_table
from datong_desktop.documents.raw_table import CellKind, RawCell, RawSheet
from datong_desktop.domain.problem import Problem, Refused
from tests.strategies import DATA
from tests.synthetic_experts import rules
from tests.tables import write_xlsx

ON = datetime.date(2023, 4, 1)
EXPERTS = "编号 姓名 机构 机构类型 擅长领域 可承担队数 资本运作项目数 服务意愿 最近处罚日期 不良诚信记录 回避对象".split()
OBJECTS = ["名称", "类别", "县区", "行业", "需求领域", "紧急程度"]
ONE = ["Z1", "甲", "某证券", "券商", "IPO、法律", 4, 3, "是", None, "否", None]
OBJECT = ["样例企业", "企业", "平城区", "C", "IPO", "紧急"]


def read(path: Path) -> TeamWorkbook:
    return read_team_workbook(path, rules(), ON)


def written(folder: Path, *experts: list[Any], objects: list[list[Any]] | None = None) -> Path:
    sheets = {"专家库": [EXPERTS, *(experts or [ONE])], "服务对象": [OBJECTS, *([OBJECT] if objects is None else objects)]}
    return write_xlsx(folder / "专家.xlsx", sheets)


def changed(heading: str, value: Any, number: str = "Z2", name: str = "乙") -> list[Any]:
    row = [*ONE]
    row[0:2] = [number, name]
    row[EXPERTS.index(heading)] = value
    return row


def problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        read(path)
    assert all(one.text.endswith("。") for one in caught.value.problems)
    return caught.value.problems


@pytest.mark.parametrize(("name", "experts", "objects"), [
    ("experts_districts.xlsx", 42, 11), ("experts_enterprises.xlsx", 90, 40), ("experts_short.xlsx", 90, 40),
])  # fmt: skip
def test_the_cases_are_read_cell_by_cell(name: str, experts: int, objects: int) -> None:
    found = read(DATA / name)
    assert (len(found.experts), len(found.objects), found.notes) == (experts, objects, ())
    people, needs = openpyxl.load_workbook(DATA / name)
    for row, one in zip(list(people.iter_rows(values_only=True))[1:], found.experts, strict=True):
        cells = [one.number, one.name, one.institution, one.institution_type]
        cells += [one.fields, one.industries, one.districts, one.most_teams, one.projects]
        assert cells == list(row[:9])
        assert (one.willing, one.bad_credit) == (row[9] == "是", row[11] == "是")
        assert one.last_penalty_on == (row[10].date() if row[10] else None)
        assert one.avoids == (row[12] or "")
    for row, need in zip(list(needs.iter_rows(values_only=True))[1:], found.objects, strict=True):
        assert [need.name, need.object_kind, need.district, need.industry or None, need.fields] == list(row)


def test_other_words_another_order_and_a_title_above(tmp_path: Path) -> None:
    people = [["2023年专家名单"], ["单位类型", "备注", "专家姓名", "专家编号", "最多队数"], ["律所", "新增", "乙", 7, "3"]]
    needs = [["需求", "服务对象"], ["IPO，法律; 税务", "天镇县"]]
    found = read(write_xlsx(tmp_path / "a.xlsx", {"名单": people, "对象": needs}))
    (one,), (need,) = found.experts, found.objects
    kept = (one.number, one.name, one.institution_type, one.most_teams, one.willing, one.projects)
    assert kept == ("7", "乙", "律师事务所", 3, None, None)
    assert (need.name, need.object_kind, words(need.fields)) == ("天镇县", "", ("IPO", "法律", "税务"))
    assert found.notes == ("工作表「名单」没有用到的栏目：「备注」。",)


def test_named_sheets_go_before_others_that_look_alike(tmp_path: Path) -> None:
    people, old = [EXPERTS, ONE], [EXPERTS, changed("机构", "旧")]
    path = write_xlsx(tmp_path / "a.xlsx", {"去年": old, "专家库": people, "服务对象": [OBJECTS, OBJECT]})
    assert [one.number for one in read(path).experts] == ["Z1"]
    path = write_xlsx(tmp_path / "a.xlsx", {"去年": old, "今年": people, "服务对象": [OBJECTS, OBJECT]})
    (problem,) = problems(path)
    assert problem.code == "ambiguous_table"


def test_all_that_is_wrong_at_once_by_sheet_and_cell(tmp_path: Path) -> None:
    path = written(
        tmp_path, ONE, changed("机构类型", "保险公司"), changed("可承担队数", None, "Z3", "丙"), changed("编号", "Z1", "Z1", "丁"),
        changed("最近处罚日期", datetime.date(2023, 4, 2), "Z5", "戊"), changed("姓名", None, "Z6"),
        objects=[OBJECT, OBJECT, [None, "企业", None, None, "IPO"]],
    )  # fmt: skip
    found = [(one.where.sheet, one.where.cell, one.code) for one in problems(path)]
    assert found == [
        ("专家库", "D3", "unknown_type"), ("专家库", "F4", "blank"), ("专家库", "A5", "expert_twice"), ("专家库", "I6", "future_penalty"),
        ("专家库", "B7", "blank"), ("服务对象", "A3", "need_twice"), ("服务对象", "A4", "blank"),
    ]  # fmt: skip
    assert "处罚日期 2023-04-02 晚于组队日期 2023-04-01，请核对" in problems(path)[3].text


def test_cells_that_hold_no_value_are_named(tmp_path: Path) -> None:
    bad = [changed("服务意愿", "也许"), changed("可承担队数", -1, "Z3", "丙"), changed("最近处罚日期", "去年", "Z4", "丁")]
    found = problems(written(tmp_path, *bad, objects=[[*OBJECT[:1], "学校", *OBJECT[2:]]]))
    assert [(one.where.cell, one.code) for one in found] == [
        ("H2", "not_a_truth"), ("F3", "negative"), ("I4", "not_a_date"), ("B2", "not_a_choice"),
    ]  # fmt: skip
    assert found[0].text == "第 2 行“乙”的「服务意愿」填的是“也许”，请填“是”或“否”。"


def test_one_person_under_two_institutions_is_named(tmp_path: Path) -> None:
    (found,) = problems(written(tmp_path, ONE, changed("机构", "某律所", "Z2", " 甲 ")))
    assert (found.code, found.where.cell) == ("person_twice", "B3")
    assert "第 2 行、第 3 行：专家“甲”又在“某证券”又在“某律所”，同一个人只能算一次" in found.text


def test_who_is_to_be_avoided_and_is_not_there_is_said(tmp_path: Path) -> None:
    found = read(written(tmp_path, changed("回避对象", "样例企业、别的企业")))
    assert found.notes == ("专家乙要回避的“别的企业”不在服务对象里，没有影响。",)


@pytest.mark.parametrize(("sheets", "what"), [
    ({"专家库": [EXPERTS, ONE]}, ["服务对象"]), ({"服务对象": [OBJECTS, OBJECT]}, ["专家库"]),
    ({"表": [["a", "b"]]}, ["专家库", "服务对象"]),
])  # fmt: skip
def test_what_is_missing_is_named(tmp_path: Path, sheets: Any, what: list[str]) -> None:
    found = problems(write_xlsx(tmp_path / "a.xlsx", sheets))
    assert [(one.code, one.where.sheet) for one in found] == [("table_not_found", name) for name in what]


def test_a_heading_twice(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"专家库": [[*EXPERTS, "姓名"], [*ONE, "乙"]], "服务对象": [OBJECTS, OBJECT]})
    (found,) = problems(path)
    assert (found.code, found.where.cell) == ("duplicate_heading", "L1")


def test_a_sheet_too_long_is_refused() -> None:
    cells = {(1, 1): RawCell(CellKind.TEXT, "姓名"), (1, 2): RawCell(CellKind.TEXT, "机构类型")}
    (table,) = find_table([RawSheet("专家库", cells, truncated=True)], EXPERT_FIELDS, {"name", "institution_type"})
    rows, found = table.read("name")
    assert (rows, [one.code for one in found]) == ([], ["too_many_cells"])


def test_other_files_are_refused(tmp_path: Path) -> None:
    text = tmp_path / "a.csv"
    text.write_text("编号,姓名\nZ1,甲\n", encoding="utf-8")
    other = DATA / "annex1_plain.xlsx"
    for path, code in ((text, "not_a_table"), (tmp_path / "none.xlsx", "file_missing"), (other, "table_not_found")):
        assert problems(path)[0].code == code
