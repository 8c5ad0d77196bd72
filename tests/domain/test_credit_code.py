"""The credit code against GB 32100-2015, with python-stdnum as an independent oracle where it is right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from datong_desktop.domain.credit_code import ALPHABET, CodeFinding, all_hold, check, check_character, holds, normalise

GOOD = "91140204MA0Y7LLJY7"
PUBLIC = ("91350100M000100Y43", "91110000600037341L", "9144030071526726XG")
"""Codes printed in the standard's explanations and in annual reports of listed companies."""

codes = st.builds(
    lambda authority, kind, place, body: authority + kind + place + body,
    st.sampled_from("159ANY"), st.sampled_from("1239"), st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
).map(lambda first: first + check_character(first))  # fmt: skip


@pytest.mark.parametrize("code", [GOOD, *PUBLIC])
def test_known_codes_hold(code: str) -> None:
    assert check(code) == CodeFinding(code, True)


@given(codes)
def test_every_well_made_code_holds_and_the_oracle_agrees(code: str) -> None:
    assert check(code).ok
    if code[0] in "159":  # the oracle refuses N, Y and A
        assert uscc.calc_check_digit(code[:-1]) == code[-1]


@given(codes, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_never_holds_and_a_hint_is_a_code_that_does(code: str, place: int, wrong: str) -> None:
    spoilt = f"{code[:place]}{wrong}{code[place + 1 :]}"
    found = check(spoilt)
    assert found.ok == (spoilt == code)
    if found.mended is not None:
        assert check(found.mended).ok
        assert sum(a != b for a, b in zip(spoilt, found.mended, strict=True)) == 1
    if spoilt[:2] in ("11", "12", "13", "19", "51", "52", "53", "59", "91", "92", "93"):
        assert found.ok == uscc.is_valid(spoilt)


@given(codes, st.data())
def test_a_letter_written_for_a_digit_is_named_with_its_place(code: str, data: st.DataObject) -> None:
    meant = {"0": "O", "1": "I", "2": "Z", "5": "S", "U": "V"}
    places = [i for i, c in enumerate(code) if c in meant]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    found = check(f"{code[:place]}{meant[code[place]]}{code[place + 1 :]}")
    assert found.mended == code
    assert found.text == f"第 {place + 1} 位“{meant[code[place]]}”有误，像是“{code[place]}”"


@given(codes)
def test_all_letters_written_for_digits_are_mended_together(code: str) -> None:
    written = code.translate(str.maketrans("0125U", "OIZSV"))
    if sum(a != b for a, b in zip(code, written, strict=True)) < 2:
        return
    found = check(written)
    assert (found.ok, found.mended) == (False, code)


def test_several_places_are_named_at_once() -> None:
    found = check(GOOD.replace("0", "O"))
    assert found.mended == GOOD
    assert found.text == "第 5、7、11 位“OOO”有误，像是“000”"


@pytest.mark.parametrize("written", [
    GOOD.lower(), f" {GOOD}\n", "９１１４０２０４ＭＡ０Ｙ７ＬＬＪＹ７", "9114 0204 MA0Y 7LLJ Y7", "91140204-MA0Y7LLJY-7", f"{GOOD}\u200b",
])  # fmt: skip
def test_the_way_of_writing_does_not_matter(written: str) -> None:
    assert normalise(written) == GOOD
    assert check(written) == CodeFinding(GOOD, True)


@pytest.mark.parametrize(("written", "text"), [
    ("", "还没有填"), ("  ", "还没有填"), (GOOD[:-1], "有 17 位，应为 18 位"), (f"{GOOD}1", "有 19 位，应为 18 位"),
    ("0" * 18, "全是 0，不是真的代码"), ("𠮷" * 18, "第 1 位“𠮷”不对，只能是数字和大写字母，请对照营业执照"),
    ("91140204MN0Y7LLJY7", "校验位不符，有一位或几位错了，请对照营业执照逐位核对"),
    ("91I4O204MA0Y7LLJY6", "第 3 位“I”不对，代码里不用 I、O、S、V、Z，请对照营业执照"),
    ("91AB0204MA0Y7LLJY7", "第 3 到 8 位应为六位数字的行政区划代码，请对照营业执照"),
])  # fmt: skip
def test_what_is_wrong_is_said(written: str, text: str) -> None:
    found = check(written)
    assert (found.ok, found.text, found.mended) == (False, text, None)


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    assert check(text).code == normalise(text)


@given(st.lists(codes, min_size=1, max_size=40), st.data())
def test_many_at_once_hold_when_each_does(many: list[str], data: st.DataObject) -> None:
    assert all_hold(many)
    place = data.draw(st.integers(0, len(many) - 1))
    at = data.draw(st.integers(0, 17))
    other = data.draw(st.sampled_from([*ALPHABET, "I", "a", "码"]))
    changed = many[place][:at] + other + many[place][at + 1 :]
    assert all_hold([*many[:place], changed, *many[place + 1 :]]) == holds(changed)


@pytest.mark.parametrize("odd", ["", "0" * 18, GOOD[:-1], GOOD + "7", GOOD.lower()])
def test_one_that_does_not_hold_is_noticed_among_many(odd: str) -> None:
    assert not all_hold([GOOD, odd, *PUBLIC])
    assert not all_hold([])
