"""Reading a 完成数量 (completed count) from what a person typed or a file holds.

Annex 4 part 二 (一) 1 counts things, so a value is a whole number; the program takes 0-99 999. Blank is
"not reported", never 0. Nothing is guessed: what is not plainly a whole number is refused with its reason.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MAX_COUNT = 99_999

_FULL_WIDTH = {ord("０") + i: ord("0") + i for i in range(10)}
_FULL_WIDTH |= {ord("，"): ord(","), ord("．"): ord("."), ord("－"): ord("-"), ord("−"): ord("-"), ord("＋"): ord("+")}
_FULL_WIDTH |= {ord("\u3000"): ord(" "), ord("\u00a0"): ord(" "), ord("\u2009"): ord(" "), ord("\u202f"): ord(" ")}
_GROUPED = re.compile(r"[0-9]{1,3}(?:[, ][0-9]{3})+(?:\.0*)?")
_WHOLE = re.compile(r"[0-9]+(?:\.0*)?")
_NEGATIVE = re.compile(r"-[0-9][0-9, ]*(?:\.[0-9]*)?")
_DECIMAL = re.compile(r"[0-9][0-9, ]*\.[0-9]+|\.[0-9]+")


@dataclass(frozen=True, slots=True)
class BadCount:
    """Why a text is no count. ``text`` completes the sentence "…填的是“X”，" in plain Chinese."""

    code: str
    text: str


def normalise_digits(text: str) -> str:
    """Full-width digits and signs to ASCII, any kind of space to ' ', line ends and tabs dropped at the rim."""
    return text.translate(_FULL_WIDTH).strip(" \t\r\n")


def parse_count(text: str) -> int | BadCount | None:
    """Read a typed or imported text.

    Returns the count (0-99 999), ``None`` for a blank text, or a ``BadCount`` that says why not.
    Thousands separators must really part thousands: "1,204" is 1204, "12,04" is refused, not guessed.
    """
    plain = normalise_digits(text)
    if not plain:
        return None
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "").replace(" ", "")
    if _WHOLE.fullmatch(plain):
        whole = plain.partition(".")[0]
        if len(whole) > 1 and whole[0] == "0":
            return BadCount("leading_zero", "前面多了 0，像是代码而不是数量，请填不带前导 0 的整数")
        return check_range(int(whole)) if len(whole) <= 12 else _too_large()
    return BadCount(*_why_not(plain))


def check_range(value: int) -> int | BadCount:
    """The value itself when it lies in 0-99 999, else why not."""
    if value < 0:
        return BadCount("negative", "不能是负数，请填 0 到 99999 的整数")
    if value > MAX_COUNT:
        return _too_large()
    return value


def _too_large() -> BadCount:
    return BadCount("too_large", "超过 99999，请核对是否多打了位数")


def _why_not(plain: str) -> tuple[str, str]:
    if any(unicodedata.category(c) in ("Cf", "Cc", "Cs", "Co") for c in plain):
        return "invisible_character", "里面夹有看不见的字符，请删掉后重新填写数字"
    if _NEGATIVE.fullmatch(plain):
        return "negative", "不能是负数，请填 0 到 99999 的整数"
    if _DECIMAL.fullmatch(plain):
        return "decimal", "不能是小数，请填 0 到 99999 的整数"
    if re.fullmatch(r"[0-9][0-9, ]*", plain):
        return "bad_separator", "分隔符不在千位上，无法确定是多少，请只填数字"
    return "not_a_number", "不是数字，请填 0 到 99999 的整数"
