"""Lists of 服务对象 in: known by their headings, each row a district or an enterprise of the registry, undone whole."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from datong_desktop.documents.expert_workbook import read_team_workbook
from datong_desktop.domain.service_team import Need
from datong_desktop.models.registry import ROWS
from datong_desktop.services import (
    enterprise_importing,
    expert_importing,
    list_importing,
    need_importing,
    needs,
    records,
    team_job,
)
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.list_plan import ImportPlan, RowKind
from datong_desktop.services.staffing import ServiceObject
from tests.registry import admitted, undo
from tests.registry import made as enterprise
from tests.storage import refusal
from tests.strategies import DATA

TODAY = datetime.date(2023, 4, 1)
COUNTY = ServiceObject("县区", "平城区")
HEADINGS = ("名称", "类别", "县区", "行业", "需求领域", "紧急程度", "推荐单位", "提出日期", "需求说明")


def written(folder: Path, *rows: Sequence[object], headings: Sequence[str] = HEADINGS) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (headings, *rows):
        sheet.append(list(row))
    path = folder / "服务对象.xlsx"
    book.save(path)
    return path


def planned(target: Ledger, folder: Path, *rows: Sequence[object], headings: Sequence[str] = HEADINGS) -> ImportPlan:
    return need_importing.preview(target, written(folder, *rows, headings=headings), TODAY)


def held(target: Ledger) -> list[Need]:
    with target.reading() as session:
        return sorted(records.read(session, Need), key=lambda one: one.id)


def stored(target: Ledger, plan: ImportPlan) -> list[Need]:
    list_importing.apply(target, plan)
    return held(target)


def test_the_sheet_of_the_cases_comes_in_beside_the_one_of_the_experts(target: Ledger) -> None:
    plan = need_importing.preview(target, DATA / "experts_districts.xlsx", TODAY)
    assert plan.problems == ()
    assert (plan.table.sheet, plan.counts) == ("服务对象", {RowKind.NEW: 11})
    assert all(column.target for column in plan.table.columns)
    found = stored(target, plan)
    assert found[0].fields == "晋兴板、法律、税务"
    assert {(one.object_kind, one.enterprise) for one in found} == {("县区", None)}
    assert [one.district for one in found][:3] == ["平城区", "云冈区", "新荣区"]
    assert {one.asked_on for one in found} == {datetime.date.today()}
    again = need_importing.preview(target, DATA / "experts_districts.xlsx", TODAY)
    assert again.counts == {RowKind.SAME: 11}


def test_enterprises_of_the_cases_are_refused_until_they_are_in_the_registry(target: Ledger) -> None:
    cases = DATA / "experts_enterprises.xlsx"
    plan = need_importing.preview(target, cases, TODAY)
    assert plan.counts == {RowKind.REFUSED: 40}
    assert "企业库里也没有这家企业。请先登记这家企业" in plan.problems[0].text
    assert refusal(list_importing.apply, target, plan)[0] == "no_object"
    assert held(target) == []
    enterprise_importing.apply(target, enterprise_importing.preview(target, cases, TODAY))  # as the message says
    plan = need_importing.preview(target, cases, TODAY)
    assert (plan.problems, plan.counts) == ((), {RowKind.NEW: 40})
    assert {warning.code for warning in plan.warnings} == {"not_an_object"}
    found = stored(target, plan)
    assert {one.object_kind for one in found} == {"企业"}
    assert all(one.enterprise and not one.district for one in found)


def test_an_open_need_is_changed_and_a_blank_cell_erases_nothing(target: Ledger, tmp_path: Path) -> None:
    company = admitted(target, "样例企业001有限公司", short_name="样例一", district="云冈区")
    (known,) = needs.create(target, ServiceObject("企业", company), {"fields": "IPO", "picked_by": "市工信局"}).touched["need"]
    company_row = ("样例一", "", "云冈区", "", "IPO、税务", "紧急", "", None, "")
    county_row = ("平城", "县区", "", "", "法律", "", "", "2023-03-15", "要快")
    plan = planned(target, tmp_path, company_row, county_row)
    assert (plan.problems, plan.warnings) == ((), ())
    assert plan.kinds == [RowKind.CHANGED, RowKind.NEW]
    assert [plan.name(0), plan.described(0)] == ["样例企业001有限公司", "需求领域 IPO → IPO、税务；紧急程度 空 → 紧急"]
    before = held(target)
    changed = list_importing.apply(target, plan)
    assert changed.label == "导入 服务对象.xlsx"
    first, second = held(target)
    assert (first.id, first.fields, first.urgency, first.picked_by) == (known, "IPO、税务", "紧急", "市工信局")
    assert (second.object_kind, second.district, second.enterprise) == ("县区", "平城区", None)
    assert (second.asked_on, second.wishes) == (datetime.date(2023, 3, 15), "要快")
    undo(target, changed)
    assert held(target) == before


def test_a_need_that_is_closed_stays_and_another_one_is_opened(target: Ledger, tmp_path: Path) -> None:
    (known,) = needs.create(target, COUNTY).touched["need"]
    needs.close(target, [known], datetime.date.today())
    plan = planned(target, tmp_path, ("平城区", "县区", "", "", "IPO", "", "", None, ""))
    assert plan.counts == {RowKind.NEW: 1}
    assert len(stored(target, plan)) == 2


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("没有的有限公司", "企业", "", "", "IPO", "", "", None, ""), "no_object"),
        (("样例企业001有限公司", "县区", "", "", "IPO", "", "", None, ""), "no_object"),
        (("平城区", "企业", "", "", "IPO", "", "", None, ""), "no_object"),
        (("同名有限公司", "", "", "", "IPO", "", "", None, ""), "two_objects"),
        (("", "企业", "云冈区", "C", "IPO", "", "", None, ""), "no_name"),
        (("样例企业001有限公司", "", "南郊区", "", "IPO", "", "", None, ""), "unknown_district"),
        (("样例企业001有限公司", "乡镇", "", "", "IPO", "", "", None, ""), "not_a_choice"),
        (("样例企业001有限公司", "", "", "", "IPO", "", "", "昨天", ""), "not_a_date"),
    ],
)
def test_what_is_no_object_is_refused_with_its_row_and_nothing_is_stored(
    target: Ledger, tmp_path: Path, row: Sequence[object], code: str
) -> None:
    for name, district in (("样例企业001有限公司", "云冈区"), ("同名有限公司", "云冈区"), ("同名有限公司", "平城区")):
        enterprise(target, name, district=district)
    plan = planned(target, tmp_path, ("云州区", "县区", "", "", "IPO", "", "", None, ""), row)
    (found,) = plan.problems
    assert found.code == code
    assert found.text.startswith("第 3 行")
    assert plan.kinds == [RowKind.NEW, RowKind.REFUSED]
    assert refusal(list_importing.apply, target, plan)[0] == code
    assert held(target) == []


def test_a_district_tells_two_enterprises_of_one_name_apart(target: Ledger, tmp_path: Path) -> None:
    ids = [enterprise(target, "同名有限公司", district=district) for district in ("云冈区", "平城区")]
    rows = [("同名有限公司", "企业", district, "", "IPO", "", "市工信局", None, "") for district in ("云冈区", "平城区")]
    assert [one.enterprise for one in stored(target, planned(target, tmp_path, *rows))] == ids


def test_the_same_object_twice_is_refused(target: Ledger, tmp_path: Path) -> None:
    enterprise(target, "样例企业001有限公司", short_name="样例一")
    rows = [(name, "企业", "", "", "IPO", "", "市工信局", None, "") for name in ("样例企业001有限公司", "样例一")]
    (found,) = planned(target, tmp_path, *rows).problems
    assert found.code == "duplicate_row"
    assert "与第 2 行的名称相同" in found.text


def test_what_the_registry_says_otherwise_is_told_and_left_as_it_is(target: Ledger, tmp_path: Path) -> None:
    company = enterprise(target, "样例企业001有限公司", district="云冈区", industry="C39")
    row = ("样例企业001有限公司", "企业", "平城区", "I", "IPO", "", "市工信局", datetime.date(2024, 1, 1), "")
    plan = planned(target, tmp_path, row)
    assert sorted(warning.code for warning in plan.warnings) == ["future_day", "other_district", "other_industry"]
    (need,) = stored(target, plan)
    assert (need.enterprise, need.district) == (company, "")
    assert planned(target, tmp_path, ("样例企业001有限公司", "", "云冈区", "C", "IPO", "", "市工信局", None, "")).warnings == ()


def test_an_import_is_refused_when_needs_or_enterprises_changed_meanwhile(target: Ledger, tmp_path: Path) -> None:
    company = enterprise(target)
    row = ("样例企业001有限公司", "企业", "", "", "IPO", "", "市工信局", None, "")
    for change in (lambda: needs.create(target, COUNTY), lambda: enterprise(target, "样例企业002有限公司")):
        plan = planned(target, tmp_path, row)
        change()
        assert refusal(list_importing.apply, target, plan)[0] == "changed_since"
    assert all(one.enterprise != company for one in held(target))


def test_what_was_copied_in_excel_is_a_list_too(target: Ledger) -> None:
    text = "服务对象\t需求\r\n平城区\tIPO、税务\r\n左云\t法律\r\n"
    table = list_importing.read_copied(need_importing.KIND, target, text, TODAY)
    plan = list_importing.plan(need_importing.KIND, target, list_importing.CLIPBOARD, table, TODAY)
    changed = list_importing.apply(target, plan)
    assert changed.label == "导入 剪贴板"
    assert [(one.district, one.fields) for one in held(target)] == [("平城区", "IPO、税务"), ("左云县", "法律")]
    assert refusal(list_importing.read_copied, need_importing.KIND, target, " \n", TODAY)[1].startswith("剪贴板里没有文字")
    assert refusal(list_importing.read_copied, need_importing.KIND, target, "甲\t乙\n丙\t丁", TODAY)[0] == "no_records"


def test_the_template_of_the_experts_holds_both_sheets_and_each_import_takes_its_own(target: Ledger, tmp_path: Path) -> None:
    path = expert_importing.template(tmp_path / "空白.xlsx", TODAY)
    book = load_workbook(path)
    assert book.sheetnames == ["专家名单", "服务对象"]
    assert [cell.value for cell in book["服务对象"][2]][: len(HEADINGS)] == list(HEADINGS)
    people = {cell.value: cell.column for cell in book["专家名单"][2]}
    for heading, value in {"编号": "Z001", "姓名": "专家一", "机构类型": "证券机构", "可承担队数": 3}.items():
        book["专家名单"].cell(3, people[heading], value)
    for column, value in enumerate(("平城区", "县区", "平城区", None, "IPO"), 1):
        book["服务对象"].cell(3, column, value)
    book.save(path)
    experts, objects = (one.preview(target, path, TODAY) for one in (expert_importing, need_importing))
    assert (experts.counts, objects.counts) == ({RowKind.NEW: 1}, {RowKind.NEW: 1})
    read = read_team_workbook(path, team_job.rules(), TODAY)
    assert ([one.name for one in read.experts], [one.name for one in read.objects]) == (["专家一"], ["平城区"])
    alone = load_workbook(need_importing.template(tmp_path / "服务对象.xlsx", TODAY))
    assert alone.sheetnames == ["服务对象"]


def test_list_columns_are_those_a_need_or_its_object_has() -> None:
    ours = {column.name for column in ROWS[Need].__table__.columns}
    assert {target.id for target in need_importing.KIND.columns.targets(2022).values()} - ours == {"name", "industry"}
