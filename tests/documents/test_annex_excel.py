"""Annex workbooks: real numbers, texts that stay texts, print set-up, formulas that agree with the domain."""

from __future__ import annotations

import functools
import io
import operator
import re
import struct
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from datong_desktop.documents.annex_excel import sheet_name, workbook_1, workbook_2
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.scheme import Participant
from datong_desktop.domain.year_book import Signatures, YearBook
from tests.documents import books


def sheets(content: bytes, *, values: bool = False) -> list[Worksheet]:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values).worksheets


def test_table_1_holds_real_numbers_by_official_names():
    (sheet,) = sheets(workbook_1(books.plain()))
    assert sheet.title == "附表1"
    assert sheet["A2"].value == "各县区指标完成情况统计表"
    assert [c.value for c in sheet[4]][:9] == ["指标", *(i.name for i in books.DATONG.indicators)]
    assert [sheet.cell(r, 1).value for r in range(5, 16)] == list(books.DATONG.districts)
    for row, expected in enumerate(books.EXPECTED["annex1_plain.xlsx"]["rows"], 5):
        cells = [sheet.cell(row, c) for c in range(2, 10)]
        assert [c.value for c in cells] == expected["values"]
        assert all(c.data_type == "n" for c in cells)
    assert sheet["A3"].value == "填报单位：大同市金融办"
    assert [sheet.cell(16, c).value for c in (1, 4, 7)] == ["填表人：王某某", "审核人：李某某", "填报日期：2023年3月5日"]


def test_blank_cells_are_empty_and_the_blank_form_has_no_figure():
    (sheet,) = sheets(workbook_1(books.incomplete()))
    assert sheet["I9"].value is None
    assert sheet["I9"].border.left.style == "thin"
    (blank,) = sheets(workbook_1(books.disqualified(), blank=True))
    assert all(blank.cell(r, c).value is None for r in range(5, 16) for c in range(2, 12))
    assert [blank.cell(r, 1).value for r in range(5, 16)] == list(books.DATONG.districts)


def test_table_2_comes_first_with_the_sheet_it_computes_from():
    workbook = openpyxl.load_workbook(io.BytesIO(workbook_2(books.plain())))
    assert workbook.sheetnames == ["附表2", "附表1"]
    assert workbook.active.title == "附表2"
    sheet = workbook["附表2"]
    assert [c.value for c in sheet[4]][1:9] == [i.name + "得分" for i in books.DATONG.indicators]
    assert sheet["J4"].value == "最终得分"
    assert [sheet.cell(5, c).value for c in range(2, 10)] == [0.05, 0.05, 0.05, 0.05, 0.1, 0.15, 0.25, 0.3]
    assert sheet["B5"].number_format == "0%"
    assert sheet["J6"].number_format == "0.00"
    assert sheet["A4"].value.split() == ["指标", "权重", "地市"]
    assert "A4:A5" in map(str, sheet.merged_cells.ranges)
    assert all(sheet.cell(r, c).data_type == "f" for r in range(6, 17) for c in range(2, 11))


def test_the_corner_has_two_slanted_lines_over_its_cell():
    with zipfile.ZipFile(io.BytesIO(workbook_2(books.plain()))) as archive:
        (picture,) = (archive.read(n) for n in archive.namelist() if n.endswith(".wmf"))
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    ends = re.findall(r"<xdr:(from|to)><xdr:col>(\d+)</xdr:col>.*?<xdr:row>(\d+)</xdr:row>", drawing)
    assert ends == [("from", "0", "3"), ("to", "1", "5")]
    words = [int.from_bytes(picture[at : at + 2], "little") for at in range(0, 20, 2)]
    assert functools.reduce(operator.xor, words) == int.from_bytes(picture[20:22], "little")
    found = [at for at in range(40, len(picture), 2) if picture[at + 4 : at + 6] == b"\x13\x02"]  # META_LINETO
    lines = [struct.unpack("<hh", picture[at + 6 : at + 10]) for at in found]
    (down, right), (deep, half) = lines
    assert (right, deep) == struct.unpack("<hh", picture[10:14])
    assert 0 < down < deep
    assert 0 < half < right


def test_a_disqualified_district_is_marked_as_its_note_says():
    workbook = openpyxl.load_workbook(io.BytesIO(workbook_2(books.disqualified())))
    for name, criteria in (("附表2", '$J6="取消参评资格"'), ("附表1", '$K5="取消参评资格"')):
        rules = [r for range_ in workbook[name].conditional_formatting if str(range_.sqref).startswith("A") for r in range_.rules]
        assert [(r.formula, r.dxf.numFmt.formatCode) for r in rules] == [([criteria], '@"※"')]


def test_only_functions_every_program_knows_are_used():
    with zipfile.ZipFile(io.BytesIO(workbook_2(books.disqualified()))) as archive:
        text = "".join(archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/worksheets/"))
    formulas = re.findall(r"<f>(.*?)</f>", text)
    functions = {name for f in formulas for name in re.findall(r"([A-Z][A-Z.]+)\(", f)}
    assert functions == {"IF", "ISNUMBER", "SUMPRODUCT", "LOOKUP", "COUNT", "ROUND"}
    assert "_xlfn" not in text


@pytest.mark.parametrize("name", books.CASES)
def test_the_values_stored_with_the_formulas_are_the_domains(name):
    sheet = sheets(workbook_2(books.case_book(name)), values=True)[0]
    for row, expected in enumerate(books.EXPECTED[f"{name}.xlsx"]["rows"], 6):
        points = [sheet.cell(row, c).value for c in range(2, 10)]
        assert [None if p == "" else p for p in points] == expected["points"]
        final = sheet.cell(row, 10).value
        assert (None if final in ("", None) else f"{final:.2f}") == expected["final"]


def test_marks_and_notes_stand_in_the_workbook():
    two, one = sheets(workbook_2(replace(books.incomplete(), sample=True)), values=True)
    for sheet in (two, one):
        assert "样例　未报齐" in [c.value for c in sheet[1]]
        assert any("未报齐：还有 3 项未报" in str(c.value) for c in sheet["A"])
    two, one = sheets(workbook_2(books.disqualified()), values=True)
    assert two["B9"].value == "—"
    assert two["J9"].value == "取消参评资格"
    assert one["K8"].value == "取消参评资格"
    assert one["B8"].value == 1
    assert any("同金办发〔2023〕5号" in str(c.value) for c in one["A"])


@pytest.mark.parametrize("content", [workbook_1(books.plain()), workbook_2(books.plain())])
def test_print_set_up_is_one_landscape_a4_page_with_frozen_headings(content):
    for sheet in sheets(content):
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight or 1) == (1, 1)
        assert sheet.print_options.horizontalCentered
        assert "— &P —" in sheet.oddFooter.center.text
        assert sheet.freeze_panes == ("B6" if sheet.title == "附表2" else "B5")
        assert sheet.print_title_rows == ("$4:$5" if sheet.title == "附表2" else "$4:$4")
        assert sheet["A1"].font.name == "黑体"
        assert sheet["A3"].font.name == "宋体"
        assert "K" not in sheet.print_area  # who is disqualified is a helper beside the printed table


def test_document_properties():
    properties = openpyxl.load_workbook(io.BytesIO(workbook_2(books.plain()))).properties
    assert properties.title == "大同市2022年度附表2 各县区指标得分表"
    assert properties.creator == "大同市金融办"
    assert properties.subject == books.DATONG.title


HOSTILE = ("=HYPERLINK(\"http://x\",\"y\")", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "＝1", "#N/A", "http://x.cn", "007", "_x0041_")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_user_typed_is_never_a_formula_a_link_or_a_number(text):
    scheme = replace(books.DATONG, participants=(Participant(text), *books.DATONG.participants[1:]))
    book = YearBook(2022, scheme, {}, reporting_unit=text, signatures=Signatures(text, text, None))
    for sheet in sheets(workbook_2(book)):
        first = 6 if sheet.title == "附表2" else 5
        assert sheet.cell(first, 1).value == text
        assert sheet.cell(first, 1).data_type == "s"
        assert sheet["A3"].value == f"填报单位：{text}"
        assert not sheet["A3"].hyperlink
        assert not sheet.cell(first, 1).hyperlink


def test_the_same_year_gives_the_same_bytes():
    assert workbook_2(books.plain()) == workbook_2(books.plain())


def test_a_text_no_cell_can_hold_is_refused_not_cut():
    scheme = replace(books.DATONG, participants=(Participant("县" * 40_000), *books.DATONG.participants[1:]))
    with pytest.raises(Refused) as caught:
        workbook_1(YearBook(2022, scheme, {}))
    assert caught.value.problems[0].code == "text_too_long"


def test_sheet_names_follow_excels_rules():
    assert sheet_name("附表1", "x") == "附表1"
    assert sheet_name("附[表]:1/2?*\\", "x") == "附_表__1_2___"
    assert sheet_name("''", "附表1") == "附表1"
    assert len(sheet_name("附" * 50, "x")) == 31
    scheme = replace(books.DATONG, table_1=replace(books.DATONG.table_1, label="附表2"))
    assert [s.title for s in sheets(workbook_2(YearBook(2022, scheme, {})))] == ["附表2", "附表1"]


def test_differences_from_the_registry_are_marked_and_listed_on_both_sheets():
    book = replace(books.differing(), sample=True)
    for sheet in sheets(workbook_2(book), values=True):
        assert "样例　有差异" in [c.value for c in sheet[1]]
        assert any(str(c.value).startswith("注：有差异：填报数与企业库统计数不一致") for c in sheet["A"])
    for sheet in sheets(workbook_2(book)):
        assert any('"样例　有差异　未报齐","样例　有差异"' in str(c.value) for c in sheet[1])
