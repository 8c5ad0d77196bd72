"""The pinyin initials of a name, so that "dtyh" finds 大同银河. Worked out when a name is stored: pypinyin is slow to load."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import product

MOST_READINGS = 16
"""A name of many characters with several readings is not spelled in every way it could be."""


def initials(*names: str) -> str:
    """Every way to spell the names by initials, parted by spaces: "dtyh dtyx". Letters and digits stand for themselves."""
    return " ".join(dict.fromkeys(spelling for name in names for spelling in _spellings(name) if spelling))


def _spellings(name: str) -> list[str]:
    letters = [found for c in unicodedata.normalize("NFKC", name).lower() if (found := _letters(c))]
    ways = 1
    for place, choice in enumerate(letters):
        ways *= len(choice)
        if ways > MOST_READINGS:
            letters[place:] = [choice[0] for choice in letters[place:]]
            break
    return ["".join(way) for way in product(*letters)]


@cache
def _letters(character: str) -> str:
    """The first letters of a character's readings, the commonest first; "" for punctuation."""
    if character.isascii():
        return character if character.isalnum() else ""
    from pypinyin.constants import PINYIN_DICT

    readings = PINYIN_DICT.get(ord(character), "")
    plain = unicodedata.normalize("NFD", readings)
    return "".join(dict.fromkeys(reading[0] for reading in plain.split(",") if reading and reading[0].isalpha()))
