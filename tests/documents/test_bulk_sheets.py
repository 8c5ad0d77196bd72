"""Long lists are read quickly where that is exact, with care where it is not."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook

from datong_desktop.documents import bulk_sheets
from datong_desktop.documents.bulk_sheets import Unreadable, read_sheets
from datong_desktop.documents.record_workbook import read_records
from datong_desktop.domain.record_columns import ENTERPRISES
from tests.storage import refusal
from tests.strategies import DATA

ROWS: list[list[Any]] = [
    ["企业名称", "成立日期", "总资产（万元）", "新三板挂牌"],
    ["样例甲公司", datetime.date(2020, 1, 2), 12.5, True],
    ["样例乙公司", None, 3, "否"],
]


def book(folder: Path, rows: list[list[Any]] | None = None, hidden: bool = False) -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "名单"
    for row in rows or ROWS:
        sheet.append(row)
    if hidden:
        made.create_sheet("看得见").append(["企业名称"])
        sheet.sheet_state = "hidden"
    made.save(folder / "名单.xlsx")
    return folder / "名单.xlsx"


def rewritten(path: Path, old: bytes, new: bytes) -> Path:
    """The workbook with a piece of its sheet replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert old in parts[sheet]
    parts[sheet] = parts[sheet].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def rows(path: Path) -> list[list[Any]]:
    (sheet,) = read_sheets(path, lambda text: text == "企业名称")
    return [list(row) for row in sheet.rows]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sheets that were read with care."""
    read: list[str] = []
    usual = bulk_sheets._with_care
    monkeypatch.setattr(bulk_sheets, "_with_care", lambda book, title, *rest: read.append(title) or usual(book, title, *rest))
    return read


def test_a_plain_list_is_read_quickly(tmp_path: Path, slow: list[str]) -> None:
    assert rows(book(tmp_path)) == [
        ["企业名称", "成立日期", "总资产（万元）", "新三板挂牌"],
        ["样例甲公司", datetime.date(2020, 1, 2), 12.5, True],
        ["样例乙公司", "", 3.0, "否"],
    ]
    assert slow == []


def test_both_readers_see_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = [read_records(path, ENTERPRISES, 2022, {}).rows for path in (DATA / "enterprises.xlsx", book(tmp_path))]
    monkeypatch.setattr(bulk_sheets, "_quickly", lambda *_: None)
    careful = [read_records(path, ENTERPRISES, 2022, {}).rows for path in (DATA / "enterprises.xlsx", book(tmp_path))]
    assert [[list(map(str, map(_plain, row))) for row in one] for one in quick] == [
        [list(map(str, map(_plain, row))) for row in one] for one in careful
    ]


def _plain(cell: Any) -> Any:
    return float(cell) if type(cell) is int else cell


def test_an_error_and_a_formula_without_a_result_are_seen(tmp_path: Path, slow: list[str]) -> None:
    path = rewritten(book(tmp_path), b'<v>12.5</v>', b"<f>1/0</f><v>#DIV/0!</v>")
    path = rewritten(path, b'<c r="C2" t="n">', b'<c r="C2" t="e">')
    assert rows(path)[1][2] == Unreadable("#DIV/0!")
    path = rewritten(book(tmp_path), b"<v>12.5</v>", b"<f>SUM(A1)</f>")
    assert rows(path)[1][2] == Unreadable("公式没有结果")
    path = rewritten(book(tmp_path), b"<v>12.5</v>", b"<f>25/2</f><v>12.5</v>")
    assert rows(path)[1][2] == 12.5
    assert slow == ["名单"] * 3


def test_a_cell_far_away_does_not_fill_the_room_between(tmp_path: Path) -> None:
    for far in (b"XFD1048576", b"B1048576", b"XFD3"):
        path = rewritten(book(tmp_path), b'r="D3"', b'r="' + far + b'"')
        assert refusal(lambda path=path: rows(path))[0] == "too_many_cells"  # type: ignore[misc]


def test_a_long_text_that_is_copied_into_many_cells_is_held_once(
    tmp_path: Path, slow: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_sheets, "_MAX_COPIED", 10_000)
    with xlsxwriter.Workbook(tmp_path / "名单.xlsx") as made:  # with shared texts
        sheet = made.add_worksheet("名单")
        for number in range(6):
            sheet.write_string(number, 0, "样" * 2000)
    assert rows(tmp_path / "名单.xlsx")[5] == ["样" * 2000]
    assert slow == ["名单"]


def test_hidden_sheets_are_read_only_when_there_is_no_other(tmp_path: Path) -> None:
    (sheet,) = read_sheets(book(tmp_path, hidden=True), lambda _: False)
    assert sheet.name == "看得见"


@pytest.mark.parametrize("code", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_in_the_usual_writings(tmp_path: Path, code: str, separator: str) -> None:
    path = tmp_path / "名单.csv"
    text = f"样例名单\r\n企业名称{separator}备注\r\n样例甲公司{separator}'=1+1\r\n样例乙公司\r\n"
    path.write_bytes(text.encode(code))
    assert rows(path) == [["样例名单", ""], ["企业名称", "备注"], ["样例甲公司", "=1+1"], ["样例乙公司", ""]]


def test_the_year_above_merged_headings(tmp_path: Path) -> None:
    headings = [["", "2021年", "", "2022年", ""], ["企业名称", "总资产", "营业收入", "总资产", "营业收入"]]
    path = book(tmp_path, [["样例企业名单"], *headings, ["样例甲公司", 1, 2, 3, 4]])
    table = read_records(path, ENTERPRISES, 2020, {})
    assert [c.target.id if c.target else "" for c in table.columns] == [
        "name", "total_assets.2021", "revenue.2021", "total_assets.2022", "revenue.2022",
    ]  # fmt: skip
    assert table.first_row == 4


def test_columns_without_headings_are_told_by_their_contents(tmp_path: Path) -> None:
    path = book(tmp_path, [["样例甲公司", "x", "平城区"], ["样例乙公司", "y", "云冈区"]])
    recognisers = {"name": lambda text: text.endswith("公司"), "district": lambda text: text.endswith("区")}
    table = read_records(path, ENTERPRISES, 2022, recognisers)
    assert [c.target.id if c.target else "" for c in table.columns] == ["name", "", "district"]
    assert (table.first_row, len(table.rows)) == (1, 2)


@pytest.mark.parametrize(("rows", "code"), [([["备注", "其他"], ["甲", "乙"]], "no_records"), ([["企业名称", "备注"]], "no_rows")])
def test_no_list_at_all(tmp_path: Path, rows: list[list[Any]], code: str) -> None:
    assert refusal(lambda: read_records(book(tmp_path, rows), ENTERPRISES, 2022, {}))[0] == code
