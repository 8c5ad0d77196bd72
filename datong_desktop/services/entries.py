"""What may be stored: counts, clean texts, sound schemes."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from datong_desktop.domain.counts import BadCount, check_range
from datong_desktop.domain.problem import Problem, problem, refuse
from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.scheme_file import parse_scheme

LONGEST_TEXT = 5000
_BIDIRECTIONAL = {*"\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u200b"}


@lru_cache(maxsize=64)
def known_scheme(text: str) -> Scheme:
    """The scheme a year keeps a copy of; parsed once. ``Refused`` (bad_scheme) names key and reason."""
    return parse_scheme(text, "（账套内）")


def count_problem(value: object, district: str, indicator: str) -> Problem | None:
    """Why a value is no count: it must be a whole number 0-99 999 or None."""
    if value is None:
        return None
    where = {"district": district, "indicator": indicator}
    if not isinstance(value, int) or isinstance(value, bool):
        return problem("not_a_number", f"{district}“{indicator}”的数值不是整数，没有保存。", **where)
    wrong = check_range(value)
    if isinstance(wrong, BadCount):
        return problem(wrong.code, f"{district}“{indicator}”填的是“{value}”，{wrong.text}。", **where)
    return None


def clean(text: str, field: str, district: str | None = None, *, longest: int = LONGEST_TEXT) -> str:
    """A text as it is stored: one form of each character, without control and direction characters, trimmed.

    ``Refused``: half a character pair (a damaged paste), or more than ``longest`` characters.
    """
    if any(unicodedata.category(c) == "Cs" for c in text):
        raise refuse("bad_character", f"{field}里有残缺的字符，没有保存。请删掉显示不出来的字再试。", district=district)
    unified = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = "".join(c for c in unified if c == "\n" or (unicodedata.category(c) != "Cc" and c not in _BIDIRECTIONAL)).strip()
    if len(plain) > longest:
        raise refuse("too_long", f"{field}有 {len(plain)} 个字，最多 {longest} 个字，没有保存。请缩短后再试。", district=district)
    return plain
