"""Lists as workbook and Word document: real numbers, literal texts, repeated headings; LibreOffice opens both."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from datong_desktop.documents.about import About
from datong_desktop.documents.listing import BLANK_DATE
from datong_desktop.documents.listing_excel import listing_xlsx
from datong_desktop.documents.listing_word import MOST_ROWS, listing_docx
from datong_desktop.domain.problem import Refused
from tests.documents.listings import ABOUT, as_pdf, listing, row
from tests.documents.pdf_text import letters, outside_of_paper

DANGEROUS = '=1+1 & <w:t>科技</w:t> {PAGE} \x0b"'


def sheet(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).active


def document(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def test_the_workbook_holds_real_numbers_and_dates_and_user_text_as_text():
    found = sheet(listing_xlsx(listing(6, text="=HYPERLINK(\"x\")"), ABOUT))
    values = [[cell.value for cell in line] for line in found.iter_rows()]
    assert values[0][0] == "大同市样例企业清单"
    heading = next(n for n, line in enumerate(values) if line[0] == "序号")
    assert values[heading + 1][0] == "上市后备层"
    assert values[heading + 2][:5] == [1, "样例企业0001有限公司", "91140200MA00000001", datetime.datetime(2023, 3, 15), 1.05]
    formula = found.cell(heading + 4, 6)
    assert (formula.value, formula.data_type) == ('=HYPERLINK("x")', "s")
    assert found.cell(heading + 3, 5).number_format == "#,##0.00"
    assert values[-3][4] == 1234567.8
    assert values[-2][0] == "填表人："


def test_the_workbook_is_set_up_for_printing():
    found = sheet(listing_xlsx(listing(40), ABOUT))
    assert found.page_setup.paperSize == 9
    assert found.page_setup.orientation == "landscape"
    assert found.freeze_panes == "C5"
    assert found.print_title_rows == "$4:$4"
    assert found.sheet_properties.pageSetUpPr.fitToPage
    assert found.page_setup.fitToHeight == 0  # one page wide, as many high as it takes
    assert "第 &P 页" in found.oddFooter.center.text
    assert sheet(listing_xlsx(listing(3, landscape=False), ABOUT)).page_setup.orientation != "landscape"


def test_rows_with_long_texts_are_high_enough_and_no_higher_than_excel_allows():
    found = sheet(listing_xlsx(listing(3, text="土地确权" * 2000), ABOUT))
    highs = [found.row_dimensions[n].height for n in range(5, 10)]
    assert 408 < max(highs) <= 409
    assert min(highs) >= 20


def test_a_text_no_cell_can_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(Refused) as caught:
        listing_xlsx(listing(3, text="长" * 40_000), ABOUT)
    assert caught.value.problems[0].code == "text_too_long"
    assert list(tmp_path.glob("tmp*")) == []


def test_libreoffice_prints_the_workbook_with_headings_on_each_page(tmp_path: Path):
    printed = as_pdf(listing_xlsx(listing(90), ABOUT), "xlsx", tmp_path)
    text = letters(printed)
    assert text.count("统一社会信用代码") > 2
    assert "样例企业0090有限公司" in text
    assert "第2页" in text


def test_the_word_document_is_the_same_list():
    made = document(listing_docx(listing(6, text=DANGEROUS), ABOUT))
    assert made.paragraphs[0].text == "大同市样例企业清单"
    (table,) = made.tables
    texts = [[cell.text for cell in line.cells] for line in table.rows]
    assert texts[0][1] == "企业名称"
    assert texts[2][:5] == ["1", "样例企业0001有限公司", "91140200MA00000001", "2023-03-15", "1.05"]
    assert texts[3][5].replace(" ", "") == '=1+1&<w:t>科技</w:t>{PAGE}"'
    assert texts[-1][4] == "1,234,567.80"
    assert [p.text for p in made.paragraphs[-2:]] == [f"填表人：\t审核人：\t填报日期：{BLANK_DATE}", "注：已出库企业不列。"]
    assert made.core_properties.title == ABOUT.title


def test_word_repeats_headings_splits_no_row_and_numbers_its_pages():
    made = document(listing_docx(listing(3), ABOUT))
    rows = made.tables[0]._tbl.tr_lst
    assert [bool(line.xpath("./w:trPr/w:tblHeader")) for line in rows[:3]] == [True, False, False]
    assert all(line.xpath("./w:trPr/w:cantSplit") for line in rows)
    footer = made.sections[0].footer.paragraphs[0]._p
    assert [f.get(qn("w:instr")) for f in footer.xpath("./w:fldSimple")] == ["PAGE", "NUMPAGES"]
    section = made.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)


def test_every_run_names_its_chinese_font_and_no_theme_font_is_left():
    made = document(listing_docx(listing(3), ABOUT))
    runs = made.element.body.xpath(".//w:r[w:t]")
    assert {run.find(qn("w:rPr")).find(qn("w:rFonts")).get(qn("w:eastAsia")) for run in runs} == {
        "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
    }
    styles = made.styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        assert fonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
        assert not any("heme" in name for name in fonts.attrib)


def test_libreoffice_prints_the_word_document_whole(tmp_path: Path):
    printed = as_pdf(listing_docx(listing(120), ABOUT), "docx", tmp_path)
    text = letters(printed)
    assert all(f"样例企业{number:04}有限公司" in text for number in range(1, 121))
    assert text.count("企业名称") > 3
    assert "第2页共" in text
    assert outside_of_paper(printed) == []


def test_a_property_longer_than_word_takes_is_shortened_not_refused():
    made = document(listing_docx(listing(1), About("名" * 400, "办" * 400, ABOUT.date)))
    assert made.core_properties.title == "名" * 255
    assert made.paragraphs[0].text == "大同市样例企业清单"


def test_more_rows_than_word_can_work_with_are_refused_in_one_sentence():
    with pytest.raises(Refused) as caught:
        listing_docx(listing(1, groups=(type(listing(1).groups[0])("", [row(1)] * (MOST_ROWS + 1)),)), ABOUT)
    assert caught.value.problems[0].code == "too_many_rows"
    assert "请保存成 Excel" in caught.value.problems[0].text
