"""Lists out: real numbers and dates, texts that are never formulas, and back in again unchanged."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from datong_desktop.domain.application import State
from datong_desktop.domain.fields import Field, Kind
from datong_desktop.domain.progress import Cancelled, Progress
from datong_desktop.services import enterprise_export, enterprise_listing, enterprises
from datong_desktop.services import enterprise_importing as importing
from datong_desktop.services.enterprise_export import Computed
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.list_plan import RowKind
from tests.storage import new_ledger, refusal
from tests.strategies import DATA

TODAY = datetime.date(2023, 10, 16)
HOSTILE = ("=1+1", "+SUM(A1)", "-1", "@x", "＝甲", "https://a.b", "007", "a\tb", "<b>&")


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Ledger]:
    found = new_ledger(tmp_path)
    importing.apply(found, importing.preview(found, DATA / "enterprises.xlsx", TODAY))
    yield found
    found.close()


def ids(target: Ledger) -> list[str]:
    return [entry.id for entry in enterprise_listing.entries(target)]


@pytest.mark.parametrize("name", ["名单.xlsx", "名单.csv"])
def test_what_goes_out_comes_back_the_same(target: Ledger, tmp_path: Path, name: str) -> None:
    for number, text in enumerate(HOSTILE):
        enterprises.edit(target, [ids(target)[number]], {"name": f"{text}样例公司", "remark": text, "contact": text})
    path = enterprise_export.export(target, ids(target), enterprise_export.all_columns(target), tmp_path / name)
    assert importing.preview(target, path, TODAY).counts == {RowKind.SAME: 36}


def test_cells_are_real_numbers_dates_and_texts(target: Ledger, tmp_path: Path) -> None:
    enterprises.edit(target, ids(target)[:1], {"name": "=1+1"})
    state = Computed(Field("state", "状态", Kind.CHOICE), {ids(target)[0]: State.NOT_APPLIED})
    columns = ("name", "founded_on", "revenue.2022", "neeq_listed", state)
    path = enterprise_export.export(target, ids(target)[:2], columns, tmp_path / "名单.xlsx")
    sheet = load_workbook(path)["企业名单"]
    assert [cell.value for cell in sheet[1]] == ["企业名称", "成立日期", "2022年营业收入（万元）", "新三板挂牌", "状态"]
    assert [cell.value for cell in sheet[2]] == ["=1+1", datetime.datetime(2020, 1, 1), 1000, "否", "未申报"]
    assert sheet["A2"].data_type == "s"
    assert sheet["C2"].number_format == "#,##0.00"
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == ("B2", "$1:$1", "landscape")
    assert sheet["E3"].value is None


def test_a_csv_file_keeps_formulas_behind_an_apostrophe(target: Ledger, tmp_path: Path) -> None:
    for number, text in enumerate(HOSTILE):
        enterprises.edit(target, [ids(target)[number]], {"contact": text})
    path = enterprise_export.export(target, ids(target)[:9], ("contact", "registered_capital"), tmp_path / "名单.csv")
    lines = path.read_bytes().decode("utf-8-sig").split("\r\n")
    assert lines[:5] == ["联系人,注册资本（万元）", "'=1+1,", "'+SUM(A1),", "'-1,", "'@x,"]


def test_the_empty_list_can_be_filled_in_and_imported(target: Ledger, tmp_path: Path) -> None:
    path = enterprise_export.template(tmp_path / "空白.xlsx", TODAY)
    assert refusal(lambda: importing.preview(target, path, TODAY))[0] == "no_rows"
    book = load_workbook(path)
    sheet = book["企业名单"]
    assert "万元" in str(sheet["A1"].value)
    headings = [str(cell.value) for cell in sheet[2]]
    assert "2022年营业收入（万元）" in headings
    choices = {str(found.formula1) for found in sheet.data_validations.dataValidation}
    assert '"是,否"' in choices
    assert any(text.startswith('"平城区,云冈区') for text in choices)
    for heading, value in (("企业名称", "样例新公司"), ("县区", "平城区"), ("2022年营业收入（万元）", 12.5), ("新三板挂牌", "是")):
        sheet.cell(3, headings.index(heading) + 1).value = value
    book.save(path)
    found = importing.preview(target, path, TODAY)
    assert (found.counts, found.problems) == ({RowKind.NEW: 1}, ())
    assert found.described(0) == "县区 平城区；新三板挂牌 是；营业收入（2022年） 12.5"


def test_nothing_shown_is_nothing_to_export(target: Ledger, tmp_path: Path) -> None:
    assert refusal(lambda: enterprise_export.export(target, [], ("name",), tmp_path / "x.xlsx"))[0] == "nothing_to_export"


def test_cancelled_nothing_is_written(target: Ledger, tmp_path: Path) -> None:
    stopped = Progress()
    stopped.cancel()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        enterprise_export.export(target, ids(target), ("name",), tmp_path / "x.xlsx", stopped)
    assert sorted(tmp_path.iterdir()) == before
