"""A TrueType face whose tables are read in one go.

reportlab reads a font of thirty thousand characters number by number: three fonts cost 0.15 s, a fifth of scoring a
workbook. Here the same tables are unpacked whole. Anything but the layout every bundled font has is left to reportlab.
"""

from __future__ import annotations

import struct
import sys
from itertools import count, repeat

from reportlab.pdfbase.ttfonts import TTFError, TTFontFace

_WINDOWS_UCS4, _SEGMENTED = (3, 10), 12
_SPACE, _NO_BREAK_SPACE = 0x20, 0xA0


class FontFace(TTFontFace):  # type: ignore[misc]  # reportlab is untyped
    """As reportlab's face, attribute for attribute (the tests compare them)."""

    def extractInfo(self, charInfo: int = 1) -> None:
        """Called by reportlab when the file is read."""
        groups = self._character_groups()
        if not charInfo or groups is None:
            super().extractInfo(charInfo)
            return
        super().extractInfo(0)
        self._read_characters(groups)

    def get_table(self, tag: str) -> bytes | _Outlines:
        """A table's bytes; the outlines, ten megabytes, are not copied for each subset of some twenty glyphs."""
        if tag == "glyf":
            return _Outlines(self._ttf_data, self.get_table_pos(tag)[0])
        table: bytes = super().get_table(tag)
        return table

    def _character_groups(self) -> bytes | None:
        """Triples (first character, last, first glyph) of the map reportlab would choose, the last one for Windows;
        None when it has another form."""
        if "cmap" not in self.table:
            return None
        table: bytes = super().get_table("cmap")
        version, number = struct.unpack_from(">HH", table)
        maps = [struct.unpack_from(">HHL", table, 4 + 8 * n) for n in range(number)]
        windows = [(encoding, offset) for platform, encoding, offset in maps if platform == _WINDOWS_UCS4[0]]
        if version or not windows or windows[-1][0] != _WINDOWS_UCS4[1]:
            return None
        offset = windows[-1][1]
        if struct.unpack_from(">H", table, offset)[0] != _SEGMENTED:
            return None
        number = struct.unpack_from(">L", table, offset + 12)[0]
        groups = table[offset + 16 : offset + 16 + 12 * number]
        return groups if len(groups) == 12 * number else None

    def _read_characters(self, groups: bytes) -> None:
        """The tables reportlab reads when it is asked for characters."""
        glyphs: dict[int, int] = {}
        before = -1
        for first, last, glyph in struct.iter_unpack(">LLL", groups):
            if not before < first <= last <= sys.maxunicode:  # a font somebody put there must not fill the memory
                raise TTFError(f"characters {first:X} to {last:X} of the map are out of order")
            before = last
            glyphs.update(zip(range(first, last + 1), count(glyph)))
        characters: dict[int, list[int]] = {}
        for character, glyph in glyphs.items():
            characters.setdefault(glyph, []).append(character)
        full = struct.unpack_from(">H", super().get_table("hhea"), 34)[0]
        metrics: bytes = super().get_table("hmtx")
        pairs = list(struct.iter_unpack(">HH", metrics[: 4 * full]))
        bearings = struct.unpack_from(f">{self.numGlyphs - full}H", metrics, 4 * full)
        pairs += zip(repeat(pairs[-1][0]), bearings)
        advances = [self._pdfScale(advance) for advance, _ in pairs]
        self.charToGlyph, self.glyphToChar, self.hmetrics = glyphs, characters, pairs
        self.defaultWidth = advances[0]
        known = range(len(advances))
        self.charWidths = {char: advances[glyph] for char, glyph in glyphs.items() if glyph in known}
        self.glyphPos = self._positions()
        for known_space, other in ((_SPACE, _NO_BREAK_SPACE), (_NO_BREAK_SPACE, _SPACE)):
            if known_space in glyphs:
                glyphs[other], self.charWidths[other] = glyphs[known_space], self.charWidths[known_space]
                break

    def _positions(self) -> list[int]:
        """Where each glyph's outlines begin, and where the last one ends."""
        long = struct.unpack_from(">H", super().get_table("head"), 50)[0]
        number, table = self.numGlyphs + 1, super().get_table("loca")
        if long:
            return list(struct.unpack_from(f">{number}L", table))
        return [half << 1 for half in struct.unpack_from(f">{number}H", table)]


class _Outlines:
    """The outlines' table, sliced as bytes are."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data, self._start = data, start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]
