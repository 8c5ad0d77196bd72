"""What is a count, and what never is one."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from datong_desktop.domain.counts import MAX_COUNT, BadCount, check_range, parse_count

FULL_WIDTH = str.maketrans("0123456789,", "０１２３４５６７８９，")


@pytest.mark.parametrize(("text", "count"), [
    ("3", 3), ("３", 3), (" 12 ", 12), ("\u300012\u3000", 12), ("1,204", 1204), ("１，２０４", 1204), ("12 345", 12345),
    ("12\u00a0345", 12345),
    ("3.0", 3), ("3.", 3), ("3．００", 3), ("1,204.00", 1204), ("0", 0), ("0.0", 0), ("99999", 99_999), ("99,999", 99_999),
    ("\t7\r\n", 7),
])
def test_whole_numbers(text: str, count: int) -> None:
    assert parse_count(text) == count


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\t\r\n", "\u00a0\u2009"])
def test_blank_is_none_and_not_zero(text: str) -> None:
    assert parse_count(text) is None


@pytest.mark.parametrize(("text", "code"), [
    *((t, "not_a_number") for t in (
        "nan", "NaN", "inf", "-inf", "Infinity", "1e5", "1E5", "0x10", "0b1", "1_000", "二十", "∞", "一家", "3家", "+5", "--5",
        "5-", "½", "²",
        "③", "٣", "१२", "Ⅷ", "零", "O", "l", "1/2", "12%", "１２％", "=1+1", "'5", "#N/A", "5;", "1.2.3", "N/A", "不适用", ".", ",",
        "TRUE",
    )),
    *((t, "negative") for t in ("-0", "-1", "－１", "−3", "-1.5", "-1,000")),
    *((t, "decimal") for t in ("1.5", ".5", "0.001", "１．５", "1,204.5", "99999.9")),
    *((t, "too_large") for t in ("100000", "100,000", "1" * 13, "9" * 5000, "1 000 000")),
    *((t, "leading_zero") for t in ("00", "007", "00123", "0,123", "000.0")),
    *((t, "bad_separator") for t in ("12,04", "1,23", "1,2345", "5,", "1 2", "1,,000", "1, 000")),
    *((t, "invisible_character") for t in ("1\u200b2", "\u202e12", "\ufeff3", "1\x002", "1\ud8002", "1\u00ad2", "12\u200d", "1\ue0002")),
])
def test_everything_else_is_refused_with_its_reason(text: str, code: str) -> None:
    found = parse_count(text)
    assert isinstance(found, BadCount)
    assert found.code == code
    assert found.text


def independent(text: str) -> int | None:
    """The count a text means by the letter of the rule, read another way."""
    plain = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else " " if c in "\u3000\u00a0\u2009\u202f" else c for c in text)
    whole, _, zeros = plain.strip(" \t\r\n").partition(".")
    groups = re.split("[, ]", whole)
    well_grouped = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:]))
    digits = "".join(groups)
    if not (digits and set(digits) <= set("0123456789") and well_grouped and set(zeros) <= {"0"}):
        return None
    return int(digits) if (digits == "0" or digits[0] != "0") and len(digits) <= 5 and int(digits) <= MAX_COUNT else None


@given(st.one_of(st.text(max_size=12), st.text("0123456789０１２,， .．-+eExX_ \u3000", max_size=9)))
@example("1e5")
@example("-0")
@example("1_000")
def test_any_text_is_read_by_the_letter_or_not_at_all(text: str) -> None:
    found = parse_count(text)
    expected = independent(text)
    assert found == expected if expected is not None else (found is None or isinstance(found, BadCount))
    if isinstance(found, int):
        digits = re.sub("[^0-9]", "", text.translate({ord("０") + n: ord("0") + n for n in range(10)}).split(".")[0].split("．")[0])
        assert found == int(digits)


@given(st.integers(0, MAX_COUNT), st.sampled_from(["", " ", "\u3000", "\n"]), st.booleans(), st.booleans(), st.sampled_from(["",
".", ".0", ".00"]))
def test_every_count_is_read_in_every_spelling(count: int, rim: str, grouped: bool, wide: bool, tail: str) -> None:
    text = (f"{count:,}" if grouped else str(count)) + tail
    assert parse_count(rim + (text.translate(FULL_WIDTH) if wide else text) + rim) == count


@given(st.integers())
def test_the_range(value: int) -> None:
    found = check_range(value)
    if 0 <= value <= MAX_COUNT:
        assert found == value
    else:
        assert isinstance(found, BadCount)
        assert found.code == ("negative" if value < 0 else "too_large")
