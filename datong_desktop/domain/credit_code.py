"""The 统一社会信用代码 by GB 32100-2015: eighteen characters, the last checks the others.

1 registering authority, 2 kind of body, 3-8 administrative division, 9-17 organisation code (its own check character,
GB 11714, is the seventeenth), 18 check character. I, O, S, V, Z are not used: they are what people write for digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import mul

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
_VALUES = {c: i for i, c in enumerate(ALPHABET)}
_VALUE_BYTES = bytes(ALPHABET.find(chr(c)) % 256 if chr(c) in ALPHABET else 255 for c in range(256))
_WEIGHTS = (*(pow(3, i, 31) for i in range(LENGTH - 1)), 1)
_NUMBERS = bytes(range(len(ALPHABET)))
_REST = bytes(number % 31 for number in range(256))
_LOOKALIKES = {
    "O": "0", "I": "1", "Z": "2", "S": "5", "V": "U",
    "D": "0", "Q": "0", "L": "1", "B": "8", "G": "6",
}  # fmt: skip
"""What a written letter may have been meant as. Digits are not in it: one code in three has some digit that another
would mend by chance, and a wrong hint is worse than none."""
_DIGITS = "0123456789"
_ALLOWED = {0: f"{_DIGITS}ANY", 1: _DIGITS, **dict.fromkeys(range(2, 8), _DIGITS)}
"""What a mended character may be where not every one occurs: A, N and Y are the only letters of authorities."""


@dataclass(frozen=True, slots=True)
class CodeFinding:
    """A code as judged. ``code`` is normalised; ``text`` is "" when it holds, else why not, a clause that completes
    the sentence "统一社会信用代码“…”，"; ``mended`` the code that one substitution makes of it, or digits for all the
    letters no code has, None when there is none or more than one that is as likely."""

    code: str
    ok: bool
    text: str = ""
    mended: str | None = None


def normalise(text: str) -> str:
    """Upper case, half width, without spaces, hyphens and invisible characters."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if not re.match(r"[\s\-‐-―−]", c) and unicodedata.category(c) != "Cf").upper()


def check_character(first: str) -> str:
    """The eighteenth character to seventeen of the alphabet (GB 32100-2015, 5.4)."""
    total = sum(weight * _VALUES[c] for weight, c in zip(_WEIGHTS, first, strict=False))
    return ALPHABET[-total % 31]


def check(text: str) -> CodeFinding:
    """Judges a typed code; a blank one holds no code and is not ok."""
    code = normalise(text)
    if not code:
        return CodeFinding("", False, "还没有填")
    if len(code) != LENGTH:
        return CodeFinding(code, False, f"有 {len(code)} 位，应为 {LENGTH} 位")
    if code == "0" * LENGTH:
        return CodeFinding(code, False, "全是 0，不是真的代码")
    if holds(code):
        return CodeFinding(code, True)
    mended = _mended(code)
    if mended is None:
        return CodeFinding(code, False, _why_not(code))
    wrong = [i for i in range(LENGTH) if code[i] != mended[i]]
    places = "、".join(str(place + 1) for place in wrong)
    written, meant = ("".join(text[place] for place in wrong) for text in (code, mended))
    return CodeFinding(code, False, f"第 {places} 位“{written}”有误，像是“{meant}”", mended)


def holds(code: str) -> bool:
    """Whether a text is a credit code as it is stored: the quick answer for long lists, without a reason."""
    if len(code) != LENGTH or not code.isascii() or not code[2:8].isdigit() or code == "0" * LENGTH:
        return False
    values = code.encode().translate(_VALUE_BYTES)
    return max(values) < len(ALPHABET) and sum(map(mul, _WEIGHTS, values)) % 31 == 0


def all_hold(codes: Sequence[str]) -> bool:
    """Whether ``holds`` is true of each, in a hundredth of the time: column by column of the eighteen, all codes at once."""
    if not codes or set(map(len, codes)) != {LENGTH} or "0" * LENGTH in codes:
        return False
    joined = "".join(codes)
    if not joined.isascii():
        return False
    values = joined.encode().translate(_VALUE_BYTES)
    if values.translate(None, _NUMBERS) or not all(joined[place::LENGTH].isdigit() for place in range(2, 8)):
        return False
    total = bytes(len(codes))
    for place, weight in enumerate(_WEIGHTS):  # numbers of a byte for each code, none of which ever runs over
        added = values[place::LENGTH].translate(bytes(number * weight % 31 for number in range(256)))
        both = int.from_bytes(total, "little") + int.from_bytes(added, "little")
        total = both.to_bytes(len(codes), "little").translate(_REST)
    return not any(total)


def _why_not(code: str) -> str:
    for place, c in enumerate(code, 1):
        if c not in _VALUES:
            used = "代码里不用 I、O、S、V、Z" if c.isascii() and c.isalpha() else "只能是数字和大写字母"
            return f"第 {place} 位“{c}”不对，{used}，请对照营业执照"
    if not code[2:8].isdigit():
        return "第 3 到 8 位应为六位数字的行政区划代码，请对照营业执照"
    return "校验位不符，有一位或几位错了，请对照营业执照逐位核对"


def _mended(code: str) -> str | None:
    """The code that one substitution makes of it: the only lookalike one, else the only one at all. Letters no code has
    must all be mended: together, as what each looks like."""
    if sum(c not in _VALUES for c in code) > 1:
        together = "".join(c if c in _VALUES else _LOOKALIKES.get(c, c) for c in code)
        return together if holds(together) else None
    alike = {mended for place, c in enumerate(code) for mended in _put(code, place, _LOOKALIKES.get(c, ""))}
    if len(alike) == 1:
        return alike.pop()
    every = {mended for place in range(LENGTH) for mended in _put(code, place, ALPHABET)}
    return every.pop() if not alike and len(every) == 1 else None


def _put(code: str, place: int, wanted: str) -> Iterator[str]:
    for c in wanted:
        if c not in _ALLOWED.get(place, ALPHABET):
            continue
        changed = f"{code[:place]}{c}{code[place + 1 :]}"
        if holds(changed):
            yield changed
