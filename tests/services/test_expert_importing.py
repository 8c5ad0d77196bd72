"""Lists of experts in and out: known by their headings, matched by number, undone whole."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from datong_desktop.domain.expert import Expert, QualificationCheck
from datong_desktop.domain.service_team import Member, Team
from datong_desktop.services import expert_importing as importing
from datong_desktop.services import (
    expert_list,
    expert_listing,
    experts,
    history,
    ledger,
    list_importing,
    record_history,
    records,
)
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.list_plan import RowKind
from datong_desktop.services.listed import Query
from tests.experts import file, made
from tests.registry import undo
from tests.storage import refusal
from tests.strategies import DATA

TODAY = datetime.date(2023, 4, 1)
CASES = DATA / "experts_districts.xlsx"
HEADINGS = ("编号", "姓名", "机构", "机构类型", "擅长领域", "优先县区", "可承担队数", "服务意愿", "最近处罚日期")


def written(folder: Path, *rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (headings, *rows):
        sheet.append(list(row))
    path = folder / "专家.xlsx"
    book.save(path)
    return path


def pool(target: Ledger) -> dict[str, Expert]:
    return {one.number: one for one in expert_listing.in_pool(target)}


def test_the_headings_of_the_cases_are_known_and_everything_comes_in(target: Ledger) -> None:
    plan = importing.preview(target, CASES, TODAY)
    assert plan.problems == ()
    assert all(column.target for column in plan.table.columns)
    assert plan.table.sheet == "专家库"
    assert plan.counts == {RowKind.NEW: 42}
    changed = importing.apply(target, plan)
    assert changed.label == "导入 experts_districts.xlsx"
    assert len(changed.experts) == 42
    found = pool(target)
    sheet = load_workbook(CASES)["专家库"]
    names = [column.target.field.id for column in plan.table.columns if column.target]
    for row in sheet.iter_rows(min_row=2, values_only=True):
        held = found[str(row[0])]
        for name, cell in zip(names, row, strict=True):
            value = getattr(held, name)
            shown = "" if cell is None else cell.date() if isinstance(cell, datetime.datetime) else cell
            assert ({0: "否", 1: "是"}[value] if name in ("willing", "bad_credit") else "" if value is None else value) == shown
    assert ledger.check_ledger(target) == ()
    undo(target, changed)
    assert pool(target) == {}
    assert ledger.check_ledger(target) == ()


def test_what_goes_out_comes_back_the_same(target: Ledger, tmp_path: Path) -> None:
    importing.apply(target, importing.preview(target, CASES, TODAY))
    ids = [one.id for one in expert_listing.in_pool(target)]
    for name in ("名单.xlsx", "名单.csv"):
        path = importing.export(target, ids, importing.all_columns(), tmp_path / name)
        assert importing.preview(target, path, TODAY).counts == {RowKind.SAME: 42}


def test_rows_are_matched_by_number_else_by_name_and_institution(target: Ledger, tmp_path: Path) -> None:
    first = made(target, "甲", number="Z005", institution="样例证券", fields="股改", phone="0352")
    made(target, "乙", institution="样例银行")
    path = written(
        tmp_path,
        ("Z005", "甲", "样例证券", "券商", "IPO, 股改", "平城、云冈区", 3, "是", "无"),
        ("", "乙", "样例银行", "银行", None, None, None, None, None),
        ("", "乙", "另一银行", "银行", None, None, None, None, None),
    )
    plan = importing.preview(target, path, TODAY)
    assert plan.kinds == [RowKind.CHANGED, RowKind.CHANGED, RowKind.NEW]
    assert [warning.code for warning in plan.warnings] == ["same_name", "same_name"]  # of the list, and of the pool
    importing.apply(target, plan)
    held = file(target, first).expert
    assert (held.institution_type, held.fields, held.districts, held.phone, held.last_penalty_on) == (
        "证券机构", "IPO、股改", "平城区、云冈区", "0352", None,
    )  # fmt: skip
    assert sorted(pool(target)) == ["Z005", "Z006", "Z007"]
    assert ledger.check_ledger(target) == ()


def test_a_number_that_is_another_persons_overwrites_nobody(target: Ledger, tmp_path: Path) -> None:
    one = made(target, "甲", number="Z005", institution="样例证券")
    plan = importing.preview(target, written(tmp_path, ("Z005", "丙", "另一银行", "银行", None, None, 3, None, None)), TODAY)
    assert plan.kinds == [RowKind.REFUSED]
    assert [(found.code, found.where.cell) for found in plan.problems] == [("other_record", "A2")]
    assert "编号 Z005 在专家库里是“甲”（Z005，样例证券），不能改写" in plan.problems[0].text
    assert refusal(importing.apply, target, plan)[0] == "other_record"
    plan = importing.preview(target, written(tmp_path, ("Z005", "甲乙", "样例证券", "证券", None, None, 3, None, None)), TODAY)
    assert (plan.kinds, [found.code for found in plan.warnings]) == ([RowKind.CHANGED], ["other_name"])
    importing.apply(target, plan)
    assert file(target, one).expert.name == "甲乙"
    plan = importing.preview(target, written(tmp_path, ("Z005", "甲乙", "另一银行", "银行", None, None, 3, None, None)), TODAY)
    assert (plan.kinds, plan.warnings) == ([RowKind.CHANGED], ())


def test_a_person_of_the_pool_under_another_institution_is_told_of(target: Ledger, tmp_path: Path) -> None:
    made(target, "甲", number="Z005", institution="样例证券")
    plan = importing.preview(target, written(tmp_path, ("", "甲", "另一银行", "银行", None, None, 3, None, None)), TODAY)
    assert plan.kinds == [RowKind.NEW]
    (warning,) = plan.warnings
    assert (warning.code, warning.where.cell) == ("same_name", "B2")
    assert "在专家库里已有同名专家（Z005，样例证券），将作为另一名新增；如果是同一名专家，请填上编号" in warning.text


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("Z001", "甲", "", "基金会", "", "", "", "", ""), "not_a_choice"),
        (("Z001", "甲", "", "", "", "太原市", "", "", ""), "unknown_district"),
        (("Z001", "甲", "", "", "", "", "两", "", ""), "not_a_number"),
        (("Z001", "甲", "", "", "", "", "", "愿意", ""), "not_a_truth"),
        (("Z001", "", "样例证券", "证券机构", "", "", "", "", ""), "no_name"),
    ],
)
def test_bad_cells_are_named_and_nothing_is_stored(target: Ledger, tmp_path: Path, row: Sequence[Any], code: str) -> None:
    plan = importing.preview(target, written(tmp_path, row), TODAY)
    assert [found.code for found in plan.problems] == [code]
    assert refusal(importing.apply, target, plan)[0] == code
    assert pool(target) == {}


def test_what_looks_wrong_is_told_and_stored(target: Ledger, tmp_path: Path) -> None:
    path = written(tmp_path, ("Z001", "甲", "", "", "", "", 0, "是", datetime.date(2024, 1, 1)))
    plan = importing.preview(target, path, TODAY)
    assert {warning.code for warning in plan.warnings} == {"future", "no_capacity"}
    importing.apply(target, plan)
    assert pool(target)["Z001"].most_teams == 0


def test_a_list_of_enterprises_is_no_list_of_experts(target: Ledger, tmp_path: Path) -> None:
    code, text = refusal(importing.preview, target, written(tmp_path, ("甲",), headings=("企业名称",)), TODAY)
    assert code == "no_records"
    assert "“姓名”或“编号”" in text


def test_a_pool_changed_since_the_preview_is_not_overwritten(target: Ledger) -> None:
    plan = importing.preview(target, CASES, TODAY)
    made(target)
    code, text = refusal(list_importing.apply, target, plan)
    assert code == "changed_since"
    assert "专家库" in text


def test_the_template_comes_back_as_a_list_without_rows(target: Ledger, tmp_path: Path) -> None:
    path = importing.template(tmp_path / "空白.xlsx", TODAY)
    assert refusal(importing.preview, target, path, TODAY)[0] == "no_rows"
    headings = [cell.value for cell in load_workbook(path)["专家名单"][2]]
    assert headings[:4] == ["编号", "姓名", "机构", "机构类型"]


# -- the list on the screen -------------------------------------------------------------------------------------------


def test_experts_are_found_by_name_initials_number_and_filtered(target: Ledger) -> None:
    importing.apply(target, importing.preview(target, CASES, TODAY))
    one = made(target, "张丽", institution="样例律所", institution_type="律师事务所", fields="法律、税务", districts="平城区")
    index = expert_list.open_index(target)
    index.take(index.read())

    def found(text: str = "", **chosen: str) -> int:
        return len(index.find(Query(text, chosen)))

    assert found() == 43
    assert index.find(Query("zl")) == [one]
    assert index.find(Query("样例律所 张")) == [one]
    assert found("z025") == 1
    assert found(institution_type="证券机构") + found(institution_type="律师事务所") < 43
    assert index.find(Query("张", {"fields": "税务", "districts": "平城区"})) == [one]
    assert found(qualified="未审查") == 43
    experts.save(target, "审查", QualificationCheck(one, 1, checked_on=TODAY, result="符合"))
    index.update([one])
    assert index.find(Query("", {"qualified": "符合"})) == [one]
    assert ("股改", "股改") in index.choices("fields")
    assert [key for key, _ in index.choices("districts")][:2] == ["平城区", "云冈区"]
    experts.archive(target, [one], TODAY)
    index.update([one])
    assert found() == 42
    assert found(archived="archived") == 1


def test_the_load_counts_teams_that_are_still_served(target: Ledger) -> None:
    one = made(target)
    with target.writing("组队") as work:
        records.put(
            work.session, Team("a"), Team("b"), Team("c", dissolved_on=TODAY),
            Member("a", 1, expert=one), Member("b", 1, expert=one, left_on=TODAY), Member("c", 1, expert=one),
        )  # fmt: skip
    assert expert_list.open_index(target).lines([one])[one]["load"] == 1


def test_the_history_tells_what_became_of_an_expert(target: Ledger) -> None:
    one = made(target, "甲", most_teams=3)
    experts.save(target, "审查", QualificationCheck(one, 1, checked_on=TODAY, result="符合"))
    changed = experts.edit(target, [one], {"most_teams": 4})
    assert changed.change_set is not None
    history.undo(target, changed.change_set)
    lines = [(line.field, line.old, line.new) for line in record_history.record_history(target, Expert, one)]
    assert lines[:2] == [("可承担队数", "4", "3"), ("可承担队数", "3", "4")]
    assert ("资格审查 1 审查结果", "空", "符合") in lines
