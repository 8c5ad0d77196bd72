"""The document service: names, kinds, four files at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from datong_desktop.domain.problem import Refused
from datong_desktop.domain.year_book import Signatures
from datong_desktop.services import documents
from datong_desktop.services.documents import DocumentKind
from tests.documents import books


def test_names_say_city_year_and_table():
    book = books.plain()
    names = {
        (DocumentKind.TABLE_1, None): "大同市2022年度附表1_各县区指标完成情况统计表.pdf",
        (DocumentKind.TABLE_2, None): "大同市2022年度附表2_各县区指标得分表.pdf",
        (DocumentKind.BOTH_TABLES, None): "大同市2022年度附表1和附表2.pdf",
        (DocumentKind.BLANK_FORM, None): "大同市2022年度附表1_各县区指标完成情况统计表_空白表.pdf",
        (DocumentKind.BLANK_FORM, "平城区"): "大同市2022年度附表1_各县区指标完成情况统计表_空白表_平城区.pdf",
        (DocumentKind.DISTRICT_FORM, "平城区"): "大同市2022年度附表1_各县区指标完成情况统计表_填报表_平城区.pdf",
    }
    for (kind, district), name in names.items():
        assert documents.file_name(book, kind, "pdf", district) == name
    scheme = replace(books.DATONG, city="某/市", table_1=replace(books.DATONG.table_1, title="A:B?"))
    assert documents.file_name(replace(book, scheme=scheme), DocumentKind.TABLE_1, ".XLSX") == "某_市2022年度附表1_A_B_.xlsx"
    with pytest.raises(ValueError, match="docx"):
        documents.file_name(book, DocumentKind.TABLE_1, "docx")


def test_save_all_makes_the_four_files_of_the_year(tmp_path):
    saved = documents.save_all(books.plain(), tmp_path)
    assert [p.name for p in saved] == [
        "大同市2022年度附表1_各县区指标完成情况统计表.pdf", "大同市2022年度附表1_各县区指标完成情况统计表.xlsx",
        "大同市2022年度附表2_各县区指标得分表.pdf", "大同市2022年度附表2_各县区指标得分表.xlsx",
    ]
    assert sorted(tmp_path.iterdir()) == sorted(saved)
    for path in saved:
        kind = DocumentKind.TABLE_1 if "附表1" in path.name else DocumentKind.TABLE_2
        make = documents.pdf if path.suffix == ".pdf" else documents.xlsx
        assert path.read_bytes() == make(books.plain(), kind)


def test_nothing_is_written_when_one_of_the_four_cannot_be_made(tmp_path):
    book = replace(books.plain(), signatures=Signatures("赵😀", "", None))
    with pytest.raises(Refused):
        documents.save_all(book, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_save_takes_a_file_or_a_folder(tmp_path):
    book = books.plain()
    path = documents.save(book, DocumentKind.TABLE_2, "pdf", tmp_path)
    assert path.name == documents.file_name(book, DocumentKind.TABLE_2, "pdf")
    other = documents.save(book, DocumentKind.TABLE_2, "xlsx", tmp_path / "得分.xlsx")
    assert other.read_bytes() == documents.xlsx(book, DocumentKind.TABLE_2)


def test_both_tables_are_one_pdf_of_two_pages():
    content = documents.pdf(books.plain(), DocumentKind.BOTH_TABLES)
    assert documents.page_count(content) == 2
    pages = documents.open_pages(content)
    picture = pages.render(1, 1.0)
    assert (picture.width, picture.height) == (842, 596)
    grey = pages.render(1, 1.0, grey=True)
    assert grey.grey
    assert len(grey.data) == grey.stride * grey.height
    pages.close()
    with pytest.raises(ValueError):
        documents.open_pages(b"no pdf")
