"""The faces read in one go hold what reportlab's hold."""

from __future__ import annotations

import struct
import time
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFError, TTFont, TTFontFace

from datong_desktop import paths
from datong_desktop.documents import fonts
from datong_desktop.documents.font_face import FontFace

BUNDLED = sorted((paths.resources() / "fonts").glob("*.ttf"))


def differences(ours: TTFontFace, theirs: TTFontFace) -> list[str]:
    mine, other = dict(vars(ours)), dict(vars(theirs))
    for one in (mine, other):
        del one["_pdfScale"], one["_pos"]  # a function made anew, and how far the file is read
    return [name for name in sorted({*mine, *other}) if mine.get(name) != other.get(name)]


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_a_face_is_reportlabs_attribute_for_attribute(path: Path) -> None:
    ours, theirs = FontFace(str(path)), TTFontFace(str(path))
    assert differences(ours, theirs) == []
    some = [ord(char) for char in "平城区A1（）。 "]
    assert ours.makeSubset(some) == theirs.makeSubset(some)


def test_a_font_has_every_attribute_reportlab_gives_one() -> None:
    path = str(BUNDLED[0])
    ours, theirs = vars(fonts._Font("a", path)), vars(TTFont("a", path, shapable=False))
    assert set(ours) == set(theirs)
    plain = ("fontName", "_asciiReadable", "_shapable")
    assert [ours[name] for name in plain] == [theirs[name] for name in plain]


def characters_of(path: Path) -> tuple[bytearray, int]:
    """A font's bytes, and where the (3, 10) map of format 12 begins."""
    data = bytearray(path.read_bytes())
    for n in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * n)
        if tag == b"cmap":
            break
    for n in range(struct.unpack_from(">H", data, offset + 2)[0]):
        platform, encoding, at = struct.unpack_from(">HHL", data, offset + 4 + 8 * n)
        if (platform, encoding) == (3, 10):
            return data, offset + at
    raise AssertionError("no such map")


def test_a_map_of_another_form_is_left_to_reportlab(tmp_path: Path) -> None:
    data, at = characters_of(BUNDLED[0])
    struct.pack_into(">H", data, at, 13)
    path = tmp_path / "other.ttf"
    path.write_bytes(data)
    ours, theirs = FontFace(str(path)), TTFontFace(str(path))
    assert differences(ours, theirs) == []
    assert ours.charToGlyph != FontFace(str(BUNDLED[0])).charToGlyph


@pytest.mark.parametrize(("first", "last"), [(0, 0xFFFFFFFF), (0x4E00, 0x20), (0x110000, 0x110001)])
def test_a_map_out_of_order_is_refused_at_once(tmp_path: Path, first: int, last: int) -> None:
    data, at = characters_of(BUNDLED[0])
    struct.pack_into(">LL", data, at + 16, first, last)
    path = tmp_path / "bad.ttf"
    path.write_bytes(data)
    with pytest.raises(TTFError, match="out of order"):
        FontFace(str(path))
    assert fonts._load(path, time.monotonic_ns()) is None
