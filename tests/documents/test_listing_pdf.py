"""Lists as PDF: whatever their length, nothing is cut, headings repeat, every page says of how many."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datong_desktop.documents.listing import Group
from datong_desktop.documents.listing_pdf import listing_pdf
from datong_desktop.domain.problem import Refused
from tests.documents.listings import ABOUT, listing, row
from tests.documents.pdf_text import letters, outside_of_paper, page_sizes, pdf_tool

LANDSCAPE, UPRIGHT = (297, 210), (210, 297)


def made(count: int, **options: object) -> bytes:
    return listing_pdf(listing(count, **options), ABOUT)


def test_a_short_list_is_one_page_with_title_groups_totals_signatures_and_notes():
    content = made(6)
    assert page_sizes(content) == [LANDSCAPE]
    assert outside_of_paper(content) == []
    text = letters(content)
    assert text.index("大同市样例企业清单") < text.index("2023年3月批次") < text.index("填报单位：大同市金融办2023年度单位：万元")
    assert text.index("上市后备层") < text.index("样例企业0001有限公司") < text.index("基础层") < text.index("样例企业0003有限公司")
    assert "合计1,234,567.80" in text
    assert "1样例企业0001有限公司91140200MA000000012023-03-151.05无" in text
    assert text.index("合计") < text.index("填表人：") < text.index("注：已出库企业不列。")


def test_every_page_repeats_the_headings_and_says_of_how_many(tmp_path: Path):
    content = made(1000)
    pages = page_sizes(content)
    assert len(pages) > 20
    assert set(pages) == {LANDSCAPE}
    assert outside_of_paper(content) == []
    shown = pdf_tool("pdftotext", content, tmp_path, "-layout").split("\f")[:-1]
    for number, page in enumerate(shown, 1):
        assert f"第 {number} 页" in page
        assert f"共 {len(pages)} 页" in page
        assert "统一社会信用代码" in page.replace("\n", "") or "统一社会" in page
    text = letters(content)
    assert all(f"样例企业{number:04}有限公司" in text for number in range(1, 1001))
    assert text.count("填表人：") == 1
    assert "基础层（续）" in text
    assert "大同市样例企业清单（续）" in text


@pytest.mark.parametrize("length", [300, 5000])
def test_a_long_text_wraps_and_splits_over_pages_and_nothing_is_lost(length: int):
    words = "".join(chr(0x4E00 + n % 900) for n in range(length))
    content = made(5, text=words)
    assert outside_of_paper(content) == []
    text = letters(content)
    assert sum(char in words for char in text) >= length
    if length == 5000:
        assert len(page_sizes(content)) > 3
        head = re.escape("序号企业名称")
        assert len(re.findall(head, text)) == len(page_sizes(content))


def test_a_group_heading_never_stands_alone_at_the_foot_of_a_page(tmp_path: Path):
    for first in range(14, 26):
        groups = (Group("甲组", [row(n) for n in range(first)]), Group("乙组", [row(n) for n in range(3)]))
        content = listing_pdf(listing(3, groups=groups, totals=(), notes=(), signatures=()), ABOUT)
        for page in pdf_tool("pdftotext", content, tmp_path, "-raw").split("\f"):
            lines = [line for line in page.splitlines() if line.strip()]
            if "乙组" in lines:
                assert any("样例企业" in line for line in lines[lines.index("乙组") + 1 :])


def test_totals_and_signatures_stay_with_the_last_row(tmp_path: Path):
    for count in range(12, 30):
        last = pdf_tool("pdftotext", made(count), tmp_path, "-layout").split("\f")[-2]
        assert "填表人：" in last
        assert f"样例企业{count:04}有限公司" in last


def test_the_upright_page_and_the_mark_of_the_sample():
    content = made(4, landscape=False, marks=("样例",))
    assert page_sizes(content) == [UPRIGHT]
    assert outside_of_paper(content) == []
    assert letters(content).count("样例") == 1 + 1 + 4  # the mark, the title, four names


def test_user_texts_are_literal():
    words = '<img src="/etc/passwd"/> </para> R&D <90% =1+1 {{x}}'
    assert "".join(words.split()) in letters(made(3, text=words))


def test_line_breaks_of_a_text_are_kept_in_its_cell(tmp_path: Path):
    lines = pdf_tool("pdftotext", made(3, text="甲问题\n乙问题"), tmp_path, "-layout").splitlines()
    assert not any("甲问题" in line and "乙问题" in line for line in lines)


def test_a_missing_glyph_is_named_with_row_and_column_before_anything_is_drawn():
    with pytest.raises(Refused) as caught:
        made(5, text="有😀")
    (problem,) = caught.value.problems
    assert problem.code == "missing_glyph"
    assert "第 2 行的“困难和问题”中的“😀”（U+1F600）" in problem.text


def test_fonts_are_embedded_and_the_same_list_gives_the_same_bytes(tmp_path: Path):
    content = made(30)
    assert made(30) == content
    fonts = pdf_tool("pdffonts", content, tmp_path).splitlines()[2:]
    assert fonts
    assert all(re.search(r"\byes yes yes\b", line) for line in fonts)
    assert "大同市2023年度样例清单" in pdf_tool("pdfinfo", content, tmp_path)


def test_an_empty_list_still_has_its_headings():
    text = letters(listing_pdf(listing(0, groups=(), totals=()), ABOUT))
    assert "企业名称" in text
    assert "填表人：" in text


def test_a_thousand_rows_take_well_under_ten_seconds():
    began = time.perf_counter()
    made(1000)
    assert time.perf_counter() - began < 10  # a slip to a quadratic layout; dev.py bench measures


@settings(max_examples=25)
@given(st.lists(st.text(alphabet="土地确权，（）“”R&D 1\n", max_size=900), min_size=1, max_size=12), st.booleans())
def test_no_letter_is_lost_and_nothing_leaves_the_paper(texts: list[str], landscape: bool):
    rows = [row(number, text) for number, text in enumerate(texts, 1)]
    content = listing_pdf(listing(0, groups=(Group("甲组", rows),), landscape=landscape), ABOUT)
    assert outside_of_paper(content) == []
    shown = Counter(letters(content))
    for char, times in Counter("".join("".join(texts).split())).items():
        assert shown[char] >= times
