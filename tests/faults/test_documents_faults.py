"""Faults 7, 38, 56, 57 and 58 of the reliability catalogue, for documents."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.scheme import Participant
from datong_desktop.domain.year_book import Signatures, YearBook
from datong_desktop.services import documents
from datong_desktop.services.documents import DocumentKind
from tests.documents import books
from tests.documents.pdf_text import letters, outside_of_paper

HOSTILE = 'R&D <90% </para> <img src="/etc/hostname"> {0} %s \\n (x) [y]'
TABLES = (DocumentKind.TABLE_1, DocumentKind.TABLE_2)


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system of 256 KB of its own."""
    place = tmp_path / "盘"
    place.mkdir()
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no tmpfs can be mounted here: {mounted.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_07_a_full_disk_while_exporting_leaves_the_old_files_whole(small_disk):
    book = books.plain()
    saved = documents.save_all(book, small_disk)
    before = {p: p.read_bytes() for p in saved}
    filler = small_disk / "占位"
    with filler.open("wb", buffering=0) as stream, contextlib.suppress(OSError):
        while True:
            stream.write(bytes(4096))
    for act in (
        lambda: documents.save_all(books.incomplete(), small_disk),
        lambda: documents.save_all(replace(book, reporting_unit="改了"), small_disk),
        lambda: documents.save(book, DocumentKind.TABLE_2, "xlsx", saved[3]),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert [p.code for p in caught.value.problems] == ["disk_full"]
        assert {p: p.read_bytes() for p in saved} == before
        assert set(small_disk.iterdir()) == {*saved, filler}


def hostile_book(text: str) -> YearBook:
    """A year with the text in every field a user can fill."""
    scheme = replace(books.DATONG, participants=(Participant(text), *books.DATONG.participants[1:]))
    decision = Disqualification(2022, text, text, None, text)
    figures = {(d, i.id): 1 for d in scheme.districts for i in scheme.indicators}
    return YearBook(2022, scheme, figures, text, Signatures(text, text, None), decisions=(decision,))


ODD = ("王\x00某", "李\ud800", "赵\u202e人", "钱\u200b\u200d某", "孙\U000e0100某", "周\t\r\n某", "吴\ufffe\uffff某", "𠮷野家")


@pytest.mark.parametrize("text", ODD)
def test_38_odd_characters_still_give_documents_that_open(text):
    book = hostile_book(text)
    for kind in TABLES:
        with zipfile.ZipFile(io.BytesIO(documents.xlsx(book, kind))) as archive:
            for name in archive.namelist():
                if name.endswith(".xml"):
                    ElementTree.fromstring(archive.read(name))
        workbook = openpyxl.load_workbook(io.BytesIO(documents.xlsx(book, kind)))
        shown = str(workbook.worksheets[0]["A3"].value)
        assert text[0] in shown
        assert text[-1] in shown or text[-1] in "\ud800"
        if "\ufffe" in text:  # no character at all: refused by name instead of printed as a box
            with pytest.raises(Refused):
                documents.pdf(book, kind)
        else:
            assert text[0] in letters(documents.pdf(book, kind))


def test_38_a_megabyte_pasted_into_a_field_is_printed_in_the_notes():
    book = replace(books.plain(), signatures=Signatures("长文字" * 20_000, "", None))
    content = documents.pdf(book, DocumentKind.TABLE_1)
    assert letters(content).count("长文字") >= 19_000  # words broken by a page end are not counted
    assert documents.page_count(content) > 5
    workbook = openpyxl.load_workbook(io.BytesIO(documents.xlsx(book, DocumentKind.TABLE_1)))
    assert sum(str(c.value).count("长文字") for c in workbook.worksheets[0]["A"]) >= 19_000


@pytest.mark.parametrize("text", ["=HYPERLINK(\"http://x\")", "=cmd|'/C calc'!A0", "+1+1", "-1", "@A1", "\t=1+1", "＝1", "{=1}"])
def test_56_no_field_becomes_a_formula(text):
    for kind in (*TABLES, DocumentKind.BLANK_FORM):
        workbook = openpyxl.load_workbook(io.BytesIO(documents.xlsx(hostile_book(text), kind)))
        for sheet in workbook.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        assert text.strip() not in str(cell.value)
            first = 6 if kind is DocumentKind.TABLE_2 and sheet is workbook.worksheets[0] else 5
            assert sheet.cell(first, 1).value in (text, text.strip())
            assert sheet.cell(first, 1).data_type == "s"


def test_57_markup_in_every_field_is_printed_literally_and_reads_no_file():
    book = hostile_book(HOSTILE)
    plain = "".join(HOSTILE.split())
    for kind in TABLES:
        content = documents.pdf(book, kind)
        assert letters(content).count(plain) >= 5  # unit, two signatures, district, decision
        assert b"/XObject" not in content
        assert outside_of_paper(content) == []


def test_58_a_reason_of_5000_characters_goes_on_over_pages():
    reason = "".join(f"第{n}条理由，" for n in range(700))
    assert len(reason) > 5000
    book = replace(books.disqualified(), decisions=(replace(books.DECISION, reason=reason),))
    for kind in TABLES:
        content = documents.pdf(book, kind)
        text = letters(content)
        for page in range(1, 9):
            text = text.replace(f"—{page}—", "")
        assert reason.rstrip("，") in text
        assert documents.page_count(content) > 1
        assert outside_of_paper(content) == []
        workbook = openpyxl.load_workbook(io.BytesIO(documents.xlsx(book, kind)))
        assert reason in "".join(str(c.value or "") for c in workbook.worksheets[0]["A"])


def test_58_long_names_shrink_or_wrap_and_are_never_cut():
    name = "名字特别特别长的县级行政区人民政府派出机构管理委员会"
    scheme = replace(books.DATONG, participants=(Participant(name * 2), *books.DATONG.participants[1:]))
    book = YearBook(2022, scheme, {}, reporting_unit=name, signatures=Signatures(name, name, None))
    for kind in (*TABLES, DocumentKind.BLANK_FORM):
        content = documents.pdf(book, kind)
        assert name * 2 in letters(content)
        assert outside_of_paper(content) == []
