"""A user's text as documents show it: literal, on one line, without characters that have no shape."""

from __future__ import annotations

import unicodedata

_INVISIBLE = {"Cc", "Cf", "Cs"}
_SPACES = {"Zs", "Zl", "Zp"}


def clean(text: str) -> str:
    """A user's text as it is printed: any white space is a plain space, invisible characters are left out.

    Left out are control and format characters, lone halves of surrogate pairs and variation selectors: they have
    no shape of their own. Everything else stays literally.
    """
    if text.isprintable() and not any(map(_selects_variation, map(ord, text))):  # nearly every text, and quicker
        return text.strip(" ")
    kept = []
    for char in text:
        category = unicodedata.category(char)
        if char in "\t\n\v\f\r" or (category in _SPACES and char != "\u3000"):
            kept.append(" ")
        elif category not in _INVISIBLE and not _selects_variation(ord(char)):
            kept.append(char)
    return "".join(kept).strip(" ")


def _selects_variation(code: int) -> bool:
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


def paragraphs(text: str) -> list[str]:
    """A longer text line by line, each cleaned, blank lines left out."""
    return [line for line in map(clean, text.splitlines()) if line]
