"""The pinyin initials of a name, so that "dtyh" finds 大同银河. Worked out when a name is stored: pypinyin is slow to load."""

from __future__ import annotations

import unicodedata
from itertools import chain

MOST_READINGS = 16
"""A name of many characters with several readings is not spelled in every way it could be."""


def initials(*names: str) -> str:
    """Every way to spell the names by initials, parted by spaces: "dtyh dtyx". Letters and digits stand for themselves."""
    return " ".join(filter(None, dict.fromkeys(chain.from_iterable(map(_spellings, names)))))


def _spellings(name: str) -> list[str]:
    first, *choices = unicodedata.normalize("NFKC", name).lower().translate(_LETTERS).split(_CHOICE)
    ways, run = [first], ""
    for place, choice in enumerate(choices):
        letters, _, rest = choice.partition(_CHOSEN)
        if len(ways) * len(letters) > MOST_READINGS:
            run += "".join(left[0] + left.partition(_CHOSEN)[2] for left in choices[place:])
            break
        ways, run = [way + run + letter for way in ways for letter in letters], rest
    return [way + run for way in ways]


_CHOICE, _CHOSEN = "\x1e", "\x1f"
"""Around the letters of a character that has several: no name holds these."""
_ONLY = dict(zip("有限公司号能", "yxgshn", strict=True))
"""Characters of nearly every name, whose rare readings nobody has in mind: they would use up the ways there are."""


class _Letters(dict[int, str]):
    def __missing__(self, code: int) -> str:
        found = _letters(chr(code))
        found = self[code] = found if len(found) < 2 else f"{_CHOICE}{found}{_CHOSEN}"
        return found


_LETTERS = _Letters()
"""The first letters of each character met so far."""


def _letters(character: str) -> str:
    """The first letters of a character's readings, the commonest first; "" for punctuation."""
    if character.isascii():
        return character if character.isalnum() else ""
    from pypinyin.constants import PINYIN_DICT

    if character in _ONLY:
        return _ONLY[character]
    readings = PINYIN_DICT.get(ord(character), "")
    plain = unicodedata.normalize("NFD", readings)
    return "".join(dict.fromkeys(reading[0] for reading in plain.split(",") if reading and reading[0].isalpha()))
