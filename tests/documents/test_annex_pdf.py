"""Annex tables as PDF: one page each, to the letter, marked, embedded, copyable."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest

from datong_desktop.documents.about import About
from datong_desktop.documents.annex_layout import lay_out
from datong_desktop.documents.annex_pdf import annex_pdf
from datong_desktop.documents.annex_tables import annex_table_1, annex_table_2
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.year_book import Signatures, YearBook
from datong_desktop.services import documents
from datong_desktop.services.documents import DocumentKind
from tests.documents import books
from tests.documents.pdf_text import letters, outside_of_paper, page_sizes, pdf_tool

A4_LANDSCAPE = (297, 210)


def table_1(book: YearBook) -> bytes:
    return documents.pdf(book, DocumentKind.TABLE_1)


def table_2(book: YearBook) -> bytes:
    return documents.pdf(book, DocumentKind.TABLE_2)


@pytest.mark.parametrize("make", [books.plain, books.incomplete, books.disqualified, lambda: books.random_book(4)])
def test_each_table_is_one_landscape_a4_page_with_nothing_near_the_edge(make):
    for content in (table_1(make()), table_2(make())):
        assert page_sizes(content) == [A4_LANDSCAPE]
        assert outside_of_paper(content) == []


def test_table_1_shows_heading_names_and_figures_in_annex_order():
    text = letters(table_1(books.plain()))
    assert text.startswith("—1—附表1各县区指标完成情况统计表填报单位：大同市金融办考核年度：2022年度单位：家（次、项）指标")
    for first, second in zip(books.DATONG.districts, books.DATONG.districts[1:], strict=False):
        assert text.index(first) < text.index(second)
    names = [i.name for i in books.DATONG.indicators]
    assert [text.index(n) for n in names] == sorted(text.index(n) for n in names)
    assert "平城区219371200云冈区3382360" in text
    assert text.endswith("填表人：王某某审核人：李某某填报日期：2023年3月5日")


def test_table_2_shows_points_weights_and_finals_but_no_rank():
    book = books.plain()
    text = letters(table_2(book))
    for row in books.EXPECTED["annex1_plain.xlsx"]["rows"]:
        assert row["district"] + "".join(map(str, row["points"])) + row["final"] in text
    for part in ("地市", "权重", "建立工作机制情况得分5%", "“新三板”挂牌企业数量得分25%", "上市企业数量得分30%最终得分", "单位：分"):
        assert part in text
    assert "名次" not in text
    assert "排名" not in text


def test_headings_keep_quoted_names_and_words_whole(tmp_path):
    for make in (table_1, table_2):
        raw = pdf_tool("pdftotext", make(books.plain()), tmp_path, "-raw")
        lines = raw.splitlines()
        assert sum("“晋兴板”" in line for line in lines) == 1
        assert sum("“新三板”" in line for line in lines) == 1
        assert not any(line.startswith(("、", "”", "，", "）")) for line in lines)


def test_an_incomplete_year_is_marked_and_its_scores_are_provisional():
    text = letters(table_2(books.incomplete()))
    assert text.count("未报齐") == 2  # beside the title and in the note
    assert "还有3项未报（阳高县、灵丘县、广灵县）" in text
    assert "平城区22(3)1(0)00(0)(0.40)" in text
    assert "阳高县32(1)1(3)03天镇县" in text  # no points where blank, no final score
    figures = letters(table_1(books.incomplete()))
    assert "未报齐" in figures
    assert "阳高县2236202天镇县" in figures
    assert "未报齐" not in letters(table_2(books.plain()))


def test_a_disqualified_district_keeps_its_row_with_the_decision_below():
    book = books.disqualified()
    note = "※云州区：取消2022年度、2023年度参评资格（2023年2月28日，同金办发〔2023〕5号）。原因：虚报挂牌企业数量。"
    scores, figures = letters(table_2(book)), letters(table_1(book))
    assert "云州区※取消参评资格阳高县" in scores
    assert note in scores
    assert "云州区※11220101阳高县" in figures
    assert note in figures


def test_a_sample_ledger_is_marked_on_every_document():
    book = replace(books.plain(), sample=True)
    for content in (
        table_1(book), table_2(book), documents.pdf(book, DocumentKind.BLANK_FORM),
        documents.pdf(book, DocumentKind.DISTRICT_FORM, "平城区"),
    ):
        assert "样例" in letters(content)
    assert "样例" not in letters(table_2(books.plain()))


def test_the_second_scheme_follows_from_its_file_alone():
    book = YearBook(2024, books.SECOND, {(d, i.id): 1 for d in books.SECOND.districts for i in books.SECOND.indicators})
    text = letters(table_2(book))
    assert "附件二各县区得分表" in text
    assert "工作方案数量分值7.5%" in text
    assert text.count("1.000") == 13  # "worst" ties: all thirteen are rank 13, one point, three places
    assert "县区" in text


@pytest.mark.parametrize(("districts", "indicators"), [(13, 6), (17, 10), (40, 12)])
def test_larger_tables_stay_on_one_readable_page(districts, indicators):
    book = books.big(districts, indicators)
    for content in (table_1(book), table_2(book)):
        assert page_sizes(content) == [A4_LANDSCAPE]
        assert outside_of_paper(content) == []
    assert lay_out(annex_table_2(book)).body >= 6.9


def test_a_table_too_long_for_one_page_repeats_its_headings():
    book = books.big(120, 20)
    content = table_2(book)
    pages = page_sizes(content)
    assert len(pages) > 1
    assert set(pages) == {A4_LANDSCAPE}
    text = letters(content)
    assert text.count("附表2（续）") == len(pages) - 1
    assert text.count("最终得分") == len(pages)
    assert text.count("填表人：") == 1
    assert all(f"样例{n}县" in text for n in range(1, 121))
    assert outside_of_paper(content) == []


def test_every_font_is_embedded_and_subset(tmp_path):
    rows = pdf_tool("pdffonts", documents.pdf(books.plain(), DocumentKind.BOTH_TABLES), tmp_path).splitlines()[2:]
    assert len(rows) == 3
    for row in rows:
        assert re.search(r"\byes yes yes\b", row), row
        assert "Helvetica" not in row


def test_characters_beyond_the_basic_plane_are_found_and_copied(tmp_path):
    book = replace(books.plain(), signatures=Signatures("王𬭊𠮷", "李堃喆", None))
    text = pdf_tool("pdftotext", table_1(book), tmp_path)
    assert "王𬭊𠮷" in text
    assert "李堃喆" in text


def test_the_document_knows_its_title_subject_author_and_language(tmp_path):
    content = table_2(books.plain())
    info = pdf_tool("pdfinfo", content, tmp_path)
    assert "大同市2022年度附表2 各县区指标得分表" in info
    assert re.search(r"Author:\s+大同市金融办", info)
    assert re.search(r"Subject:\s+附表2 各县区指标得分表", info)
    assert "2023" in next(line for line in info.splitlines() if line.startswith("CreationDate"))
    assert b"/Lang (zh-CN)" in content


def test_the_same_year_gives_the_same_bytes():
    first = documents.pdf(books.plain(), DocumentKind.BOTH_TABLES)
    table_1(books.incomplete())
    assert documents.pdf(books.plain(), DocumentKind.BOTH_TABLES) == first


def test_a_missing_glyph_is_named_with_its_place_before_anything_is_drawn():
    book = replace(books.plain(), signatures=Signatures("王\U00030000", "赵😀", None))
    with pytest.raises(Refused) as caught:
        table_1(book)
    texts = [p.text for p in caught.value.problems]
    assert [p.code for p in caught.value.problems] == ["missing_glyph", "missing_glyph"]
    assert "附表1的填表人中的“\U00030000”（U+30000）" in texts[0]
    assert "附表1的审核人中的“😀”（U+1F600）" in texts[1]


def test_a_font_in_the_users_folder_fills_a_missing_character(home: Path, tmp_path):
    import reportlab

    fonts = home / "fonts"
    fonts.mkdir(parents=True)
    book = replace(books.plain(), reporting_unit="A∔")  # U+2214: in reportlab's Vera, not in Noto SC
    with pytest.raises(Refused):
        table_1(book)
    (fonts / "broken.ttf").write_bytes(b"no font at all")
    vera = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    (fonts / "Vera.ttf").write_bytes(vera.read_bytes())
    content = table_1(book)
    assert "BitstreamVera" in pdf_tool("pdffonts", content, tmp_path).replace(" ", "")
    assert "填报单位：A" in letters(content)


def test_the_blank_form_for_all_districts_is_the_empty_annex():
    content = documents.pdf(books.disqualified(), DocumentKind.BLANK_FORM)
    assert page_sizes(content) == [A4_LANDSCAPE]
    text = letters(content)
    assert "".join(books.DATONG.districts) in text
    assert "※" not in text
    assert "未报齐" not in text
    assert "填报单位：考核年度：2023年度" in text


def test_the_blank_form_of_one_district_is_the_annex_with_its_row():
    content = documents.pdf(books.plain(), DocumentKind.BLANK_FORM, "阳高县")
    assert page_sizes(content) == [(297, 210)]
    text = letters(content)
    assert "阳高县" in text
    assert "平城区" not in text
    assert all(indicator.name in text for indicator in books.DATONG.indicators)
    assert "填报单位：" in text


def test_the_upright_form_of_one_district_lists_its_indicators_to_be_filled():
    content = documents.pdf(books.plain(), DocumentKind.DISTRICT_FORM, "阳高县")
    assert page_sizes(content) == [(210, 297)]
    assert outside_of_paper(content) == []
    text = letters(content)
    assert "序号指标权重完成数量备注" in text
    assert "县区：阳高县" in text
    for number, indicator in enumerate(books.DATONG.indicators, 1):
        assert f"{number}{indicator.name}{indicator.meaning}{indicator.weight_text}" in text
    assert "填报单位（盖章）：" in text
    with pytest.raises(Refused) as caught:
        documents.pdf(books.plain(), DocumentKind.DISTRICT_FORM, "火星区")
    assert caught.value.problems[0].code == "unknown_district"


def test_a_form_with_many_indicators_goes_on_over_pages():
    content = documents.pdf(books.big(3, 25), DocumentKind.DISTRICT_FORM, "样例2县")
    assert page_sizes(content) == [(210, 297)] * 3
    assert letters(content).count("填表人：") == 1


def test_corners_of_one_two_and_three_parts_are_drawn():
    for corner in (("指标",), ("县区", "指标"), ("地市", "权重", "指标")):
        book = books.plain()
        scheme = replace(book.scheme, table_2=replace(book.scheme.table_2, corner=corner))
        text = letters(annex_pdf([annex_table_2(replace(book, scheme=scheme))], About("t", "a", datetime.date(2023, 1, 1))))
        assert all(part in text for part in corner)


def test_tables_are_plain_values():
    table = annex_table_1(books.plain())
    assert table.rows[0].cells == ("2", "1", "9", "37", "1", "2", "0", "0")
    assert table.weights == ()


def test_differences_from_the_registry_are_marked_and_listed_in_both_tables():
    book = books.differing()
    for content in (table_1(book), table_2(book), table_1(replace(book, sample=True, figures={}))):
        text = letters(content)
        assert text.count("有差异") == 2  # beside the title and before the note
        listed = "平城区「“新三板”挂牌企业数量」填报0，企业库3；经开区「上市企业数量」填报0，企业库12。"
        assert f"填报数与企业库统计数不一致，尚未说明：{listed}计分以填报数为准。" in text
        assert page_sizes(content) == [A4_LANDSCAPE]
    assert "有差异" not in letters(table_1(books.plain()))
    assert "有差异" not in letters(documents.pdf(book, DocumentKind.BLANK_FORM))
