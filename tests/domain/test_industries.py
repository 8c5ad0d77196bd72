"""The industry table: whole, found by code, name and sound, and refused when a replaced file is wrong."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datong_desktop import paths
from datong_desktop.domain.industries import Industries
from datong_desktop.services.initials import initials
from tests.storage import refusal


@cache
def shipped() -> Industries:
    return Industries.parse((paths.resources() / "industries" / "gbt4754-2017.csv").read_text("utf-8"))


def test_the_shipped_table_is_whole() -> None:
    codes = shipped().names
    assert [sum(len(code) == length for code in codes) for length in (1, 3, 4, 5)] == [20, 97, 473, 1381]
    assert shipped().children() == tuple("ABCDEFGHIJKLMNOPQRST")
    assert shipped().children("G59")[:2] == ("G591", "G592")
    assert all(shipped().path(code)[-1] == (code, name) for code, name in codes.items())


def test_name_and_path() -> None:
    assert shipped().name("K7010") == "房地产开发经营"
    assert shipped().name("Z9") == ""
    assert shipped().path("K7010") == (
        ("K", "房地产业"), ("K70", "房地产业"), ("K701", "房地产开发经营"), ("K7010", "房地产开发经营"),
    )  # fmt: skip
    assert shipped().path("K7") == ()


@given(st.sampled_from(sorted(shipped().names)))
def test_every_code_is_found_however_it_is_written(code: str) -> None:
    written = [code, code.lower(), f" {code} ", f"{code} {shipped().name(code)}", f"{shipped().name(code)}"]
    written += [code[1:], "".join(chr(ord(c) + 0xFEE0) for c in code)] if len(code) > 1 else []
    for text in written[:4] + written[5:]:
        assert shipped().find(text) == code
    assert shipped().find(written[4]) in (None, *(c for c, n in shipped().names.items() if n == written[4]))


@pytest.mark.parametrize(("written", "code"), [
    ("房地产开发经营", "K7010"), ("装卸搬运", "G5910"), ("C2614 房地产业", None), ("软件", None), ("", None), ("X99", None),
    ("火星采矿", None), ("其他未列明", None), ("农、林、牧、渔业", "A"), ("6450 互联网数据服务", "I6450"), ("1", None), ("12345", None),
])  # fmt: skip
def test_what_surely_is_one_and_what_is_not(written: str, code: str | None) -> None:
    assert shipped().find(written) == code


@pytest.mark.parametrize(("typed", "first"), [
    ("K701", "K701"), ("k70", "K70"), ("7010", "K7010"), ("房地产开发", "K701"), ("稻谷", "A0111"), ("dgzz", "A0111"), ("rjkf", "I651"),
])  # fmt: skip
def test_the_likeliest_comes_first(typed: str, first: str) -> None:
    assert shipped().search(typed, 5, initials)[0][0] == first


@given(st.text(max_size=8), st.integers(0, 30))
def test_a_search_never_gives_more_than_asked_nor_anything_twice(typed: str, limit: int) -> None:
    found = shipped().search(typed, limit)
    assert len(found) <= limit
    assert len(set(found)) == len(found)
    assert all(shipped().name(code) == name for code, name in found)


@pytest.mark.parametrize(("text", "words"), [
    ("", "没有行业"), ("code,name\nA", "第 2 行有误：应有代码和名称两列"), ("code,name\nA,农业\na01,x", "代码“a01”不对"),
    ("code,name\nA,农业\nA,农业", "出现了两次"), ("code,name\nA,农业\nA011,谷物", "前面没有它的上级“A01”"), ("code,name\nA, ", "第 2 行"),
])  # fmt: skip
def test_a_wrong_table_is_refused_with_its_line(text: str, words: str) -> None:
    code, said = refusal(Industries.parse, text, "行业.csv")
    assert code == "bad_industries"
    assert "行业.csv" in said
    assert words in said
