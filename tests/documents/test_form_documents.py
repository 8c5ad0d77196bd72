"""Forms of an enterprise: complete, filled and empty, in PDF and Word, printed literally."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import docx
import pytest

from datong_desktop.documents.form_document import GRID, FormDocument, heading, long_text, pairs, seal
from datong_desktop.documents.form_document_pdf import form_document_pdf
from datong_desktop.documents.form_document_word import form_document_docx
from datong_desktop.documents.registry_forms import (
    COUNTY,
    DEPARTMENT,
    OFFICE,
    Registered,
    clause_check_form,
    registration_form,
)
from datong_desktop.domain.admission import check
from datong_desktop.domain.enterprise import Enterprise, FiscalYear, Intermediary, Officer, Shareholder
from datong_desktop.domain.fields import fields_of
from datong_desktop.domain.problem import Refused
from tests.admission_facts import ON, facts, rules
from tests.documents.listings import ABOUT, as_pdf
from tests.documents.pdf_text import letters, outside_of_paper, page_sizes, pdf_tool

TITLE = "大同市上市挂牌后备企业备案登记表"
ENTERPRISE = Enterprise(
    "1", name="样例企业001有限公司", credit_code="91140204MA0Y7LLJY7", district="平城区", founded_on=datetime.date(2015, 8, 19),
    registered_capital=123456, legal_form="有限责任公司", industry="2614", main_business="第一段 R&D\n第二段 <b>", criminal_case=0,
    tax_rating="A", target_board="新三板", contact="样例联系人",
)
FILLED = Registered(
    ENTERPRISE,
    tuple(FiscalYear("1", year, total_assets=year * 100, revenue=100_000, main_revenue=69_999) for year in range(2019, 2023)),
    (Shareholder("1", 1, name="样例股东甲", kind="自然人", capital=1050, share=5125),),
    tuple(Officer("1", n, role="董事", name=f"样例董事{n}", experience="履历" * 60) for n in range(1, 15)),
    (Intermediary("1", 1, kind="证券公司", name="样例证券"),),
    "有机化学原料制造", datetime.date(2023, 3, 5), {COUNTY: "同意推荐。"},
)


def check_form() -> FormDocument:
    admission = check(facts(founded_on=datetime.date(2015, 8, 19), catalogue_class=""), rules(), ON)
    return clause_check_form("大同市", ENTERPRISE, admission, industry_name="有机化学原料制造")


def word_texts(content: bytes) -> list[str]:
    made: Any = docx.Document(io.BytesIO(content))
    return [paragraph.text for paragraph in made.paragraphs] + [cell.text for row in made.tables[0].rows for cell in row.cells]


def test_the_filled_form_shows_every_section_in_order_and_the_last_three_years():
    content = form_document_pdf(registration_form("大同市", FILLED), ABOUT)
    assert set(page_sizes(content)) == {(210, 297)}
    assert outside_of_paper(content) == []
    text = letters(content)
    order = [
        TITLE, "填报日期：2023年3月5日", "基本情况", "样例企业001有限公司", "91140204MA0Y7LLJY7", "行业和主营业务",
        "2614有机化学原料制造", "财务和纳税", "2020年度2021年度2022年度", "总资产（万元）", "股权和合规", "股东及持股情况", "样例股东甲",
        "董事、监事、高级管理人员及实际控制人", "样例董事14", "聘请的中介机构", "样例证券", "上市挂牌意向", "联系方式", "审核和推荐",
        "申报企业", "县区审核", "市直部门", "市金融办意见", "填表说明：",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "2019年度" not in text
    assert "同意推荐。" in text
    assert text.count("（盖章）") == 4


def test_money_has_two_places_and_a_share_is_never_rounded_up():
    text = letters(form_document_pdf(registration_form("大同市", FILLED), ABOUT))
    assert "总资产（万元）2,020.002,021.002,022.00" in text
    assert "主营业务收入占比（%）69.9969.9969.99" in text
    assert "自然人10.5051.25" in text


def test_the_empty_form_has_the_same_labels_boxes_to_tick_and_room_to_write():
    content = form_document_pdf(registration_form("大同市", Registered()), ABOUT)
    assert len(page_sizes(content)) == 3
    text = letters(content)
    assert text.startswith("第1页")
    assert TITLE in text
    for field in fields_of(Enterprise):
        if field.section and field.id != "plan_class":
            assert field.label in text or field.label[:4] in text, field.label
    assert "□是□否" in text
    assert "□国有" in text
    assert "　年　月　日".replace("　", "") in text
    assert "资源分类" not in text


def test_a_table_within_the_form_repeats_its_headings_on_the_next_page(tmp_path: Path):
    content = form_document_pdf(registration_form("大同市", FILLED), ABOUT)
    pages = pdf_tool("pdftotext", content, tmp_path, "-layout").split("\f")[:-1]
    with_officers = [page for page in pages if "样例董事" in page]
    assert len(with_officers) > 1
    assert all("简历" in page for page in with_officers)


def test_the_clause_check_shows_text_findings_and_result_of_each_clause():
    text = letters(form_document_pdf(check_form(), ABOUT))
    assert "大同市上市挂牌后备企业入库条件核对表" in text
    assert "核对结论待人工认定" in text
    assert "附件2一（一）" in text
    assert "按照资本市场现行企业挂牌上市最低经营年限要求" in text
    assert "成立日期：2015-08-19" in text
    assert "缺：产业目录类别" in text


@pytest.mark.parametrize(
    "form", [registration_form("大同市", FILLED, sample=True), registration_form("大同市", Registered()), check_form()]
)
def test_the_word_form_holds_the_same_texts_and_libreoffice_prints_it(form: FormDocument, tmp_path: Path):
    content = form_document_docx(form, ABOUT)
    texts = "".join("".join(word_texts(content)).split())
    for row in form.rows:
        for box in row.boxes:
            assert "".join(box.text.split()) in texts
    printed = as_pdf(content, "docx", tmp_path)
    assert outside_of_paper(printed) == []
    assert "".join(form.title.split()) in letters(printed)
    assert ("样例" in form.marks) == ("样例" in texts.removeprefix(form.title)[:2])


def test_the_notes_of_a_word_form_never_stand_on_a_page_of_their_own():
    made: Any = docx.Document(io.BytesIO(form_document_docx(registration_form("大同市", FILLED), ABOUT)))
    office, notes = made.tables[0].rows[-1].cells[0].paragraphs, made.paragraphs[-2:]
    assert [one.text[:5] for one in notes] == ["填表说明：", "　　　　　"]
    assert [one.paragraph_format.keep_with_next for one in (office[0], *notes)] == [True, True, None]


def test_a_text_longer_than_a_page_goes_on_and_nothing_is_lost():
    words = "".join(chr(0x4E00 + n % 900) for n in range(6000))
    form = FormDocument("样例表", (heading("甲"), long_text("主营业务", words), seal("意见", words[:3000])))
    text = letters(form_document_pdf(form, ABOUT))
    assert sum(char in words for char in text) >= 9000
    assert text.endswith("（盖章）年月日")


def test_rows_always_fill_the_grid():
    rows = pairs([("甲", "1"), ("乙", "2"), ("丙", "3"), ("企业名称", "四"), ("丁", "5")], ("企业名称",))
    assert [sum(box.span for box in row.boxes) for row in rows] == [GRID] * 4
    assert [box.text for row in rows for box in row.boxes] == ["甲", "1", "乙", "2", "丙", "3", "企业名称", "四", "丁", "5"]
    assert all(sum(box.span for box in row.boxes) == GRID for row in (*registration_form("", FILLED).rows, *check_form().rows))


def test_a_missing_glyph_is_named_by_the_label_it_belongs_to():
    form = registration_form("大同市", Registered(Enterprise("1", name="样例😀")))
    with pytest.raises(Refused) as caught:
        form_document_pdf(form, ABOUT)
    assert "的“企业名称”中的“😀”" in caught.value.problems[0].text


def test_labels_of_the_boxes_to_seal_are_the_texts_words():
    assert (COUNTY, DEPARTMENT, OFFICE) == ("县区审核意见", "市直部门推荐意见", "市金融办意见")
