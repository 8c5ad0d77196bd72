"""Forms and letters as workbooks: every text in its place, long ones whole, printed by LibreOffice as in the PDF."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from datong_desktop.documents.about import About
from datong_desktop.documents.form_document import GRID, FormDocument, child_table, heading, long_text, pairs, seal
from datong_desktop.documents.form_document_excel import form_document_xlsx
from datong_desktop.documents.letters import Letter, Letters
from datong_desktop.documents.letters_excel import letters_xlsx
from datong_desktop.domain.problem import Refused
from tests.documents.listings import as_pdf
from tests.documents.pdf_text import letters as printed

ABOUT = About("试", "市金融办", datetime.date(2023, 4, 1))
LONG = "历次增资的验资报告缺失，" * 160


def form(text: str = "一段话", name: str = "甲") -> FormDocument:
    rows = (
        heading("基本情况"), *pairs((("姓名", name), ("编号", "Z001"), ("机构", "样例证券")), ("机构",)),
        *child_table("项目", (("企业", 20, "left"), ("日期", 8, "center")), [["甲公司", "2023-03-01"]], 2),
        long_text("说明", text, 3), seal("审查意见", "同意", lines=4, signer="审查人："),
    )
    return FormDocument("资格审查表", rows, ("填报单位：市金融办", "", "日期：2023年4月1日"), ("填表说明。",), ("样例",))


def sheet(content: bytes) -> Worksheet:
    found = openpyxl.load_workbook(io.BytesIO(content)).active
    assert found is not None
    return found


def texts(content: bytes) -> list[str]:
    return [str(cell.value) for row in sheet(content).iter_rows() for cell in row if cell.value]


def test_every_box_of_a_form_is_a_merged_range_with_its_text() -> None:
    content = form_document_xlsx(form(), ABOUT)
    found = texts(content)
    assert found[:2] == ["资格审查表　【样例】", "填报单位：市金融办"]
    words = ("姓名", "甲", "编号", "Z001", "机构", "样例证券", "甲公司", "2023-03-01", "说明", "一段话", "审查意见", "同意")
    assert found[-1] == "注：填表说明。"
    for text in words:
        assert found.count(text) == 1, text
    assert any(text.startswith("审查人：") and text.endswith("日") for text in found)
    merged = sheet(content).merged_cells.ranges
    assert {one.max_col for one in merged} <= set(range(1, GRID + 1))
    assert sum(one.max_row > one.min_row for one in merged) == 1  # the label beside opinion and seal


def test_a_long_text_goes_on_in_further_rows_and_loses_nothing() -> None:
    content = form_document_xlsx(form(LONG), ABOUT)
    found = sheet(content)
    assert "".join(text for text in texts(content) if "验资" in text) == LONG
    assert max(one.height or 0 for one in found.row_dimensions.values()) < 409


def test_what_is_typed_is_never_a_formula_and_too_much_is_refused() -> None:
    content = form_document_xlsx(form("=1+1", "=HYPERLINK(1)"), ABOUT)
    assert {"=1+1", "=HYPERLINK(1)"} <= set(texts(content))
    assert all(cell.data_type != "f" for row in sheet(content).iter_rows() for cell in row)
    with pytest.raises(Refused):
        letters_xlsx(Letters("聘书", (Letter("甲：", ("长" * 40_000,), "市金融办", "年月日"),)), ABOUT)


def test_letters_stand_a_page_each() -> None:
    each = tuple(Letter(f"样例证券　{name}：", ("兹聘请您为服务队成员。", "此聘。"), "市金融办", "2023年4月1日") for name in "甲乙丙")
    content = letters_xlsx(Letters("聘书", each, ("样例",)), ABOUT)
    found = texts(content)
    assert found[:5] == ["聘　书【样例】", "样例证券　甲：", "　　兹聘请您为服务队成员。", "　　此聘。", "市金融办（盖章）"]
    assert len(found) == 18
    assert [one.id for one in sheet(content).row_breaks.brk] == [7, 14]


def test_libreoffice_prints_them(tmp_path: Path) -> None:
    said = printed(as_pdf(form_document_xlsx(form(), ABOUT), "xlsx", tmp_path))
    for text in ("资格审查表", "姓名甲编号Z001", "机构样例证券", "审查意见同意", "第1页共1页"):
        assert text in said, text
