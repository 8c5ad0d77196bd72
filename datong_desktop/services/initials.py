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
    letters = list(filter(None, map(_LETTERS.__getitem__, unicodedata.normalize("NFKC", name).lower())))
    spelled = "".join(letters)
    if len(spelled) == len(letters):
        return [spelled]
    ways, run = [""], ""
    for place, choice in enumerate(letters):
        if len(choice) == 1:
            run += choice
        elif len(ways) * len(choice) <= MOST_READINGS:
            ways, run = [way + run + letter for way in ways for letter in choice], ""
        else:
            run += "".join([rest[0] for rest in letters[place:]])
            break
    return [way + run for way in ways]


_ONLY = dict(zip("有限公司号能", "yxgshn", strict=True))
"""Characters of nearly every name, whose rare readings nobody has in mind: they would use up the ways there are."""


class _Letters(dict[str, str]):
    def __missing__(self, character: str) -> str:
        found = self[character] = _letters(character)
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
