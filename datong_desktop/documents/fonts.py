"""The embedded fonts of PDF documents: loaded when first used, chosen character by character.

Each style names the bundled files to try in order; TrueType files in the user's font folder come last. A character
none of them has is never drawn as a silent box: ``missing_glyphs`` finds it before anything is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path
from weakref import WeakKeyDictionary

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import TTEncoding, TTFError, TTFont

from datong_desktop import paths
from datong_desktop.documents.font_face import FontFace
from datong_desktop.domain.problem import Problem, problem

_SERIF, _BOLD, _SANS = "NotoSerifSC-Regular.ttf", "NotoSerifSC-Bold.ttf", "NotoSansSC-Medium.ttf"
_KAI = "LXGWWenKai-Regular.ttf"  # has some names' characters beyond the others, 𠮷 among them


class Style(Enum):
    """A type style with the bundled files that serve it, in order of preference."""

    SONG = (_SERIF, _SANS, _KAI)
    TITLE = (_BOLD, _SERIF, _SANS, _KAI)
    HEI = (_SANS, _SERIF, _KAI)


class _Font(TTFont):  # type: ignore[misc]  # reportlab is untyped
    """A TrueType font whose ToUnicode table is right for characters above U+FFFF too.

    reportlab writes them as five hexadecimal digits, and readers copy another character: they need UTF-16.
    """

    def __init__(self, name: str, path: str) -> None:
        """reportlab's own, but for the face: it knows no way to be given one."""
        self.fontName, self.face = name, FontFace(path)
        self.encoding = TTEncoding()
        self.state: WeakKeyDictionary[PDFDocument, TTFont.State] = WeakKeyDictionary()
        self._asciiReadable, self.shapable = rl_config.ttfAsciiReadable, False

    @property
    def name(self) -> str:
        """reportlab's name of the font."""
        return str(self.fontName)

    def addObjects(self, doc: PDFDocument) -> None:
        """Called by reportlab when the file is finished."""
        subsets = list(self.state[doc].subsets)
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            for key, stream in doc.idToObject.items():
                if key.startswith("toUnicodeCMap:") and key.endswith(self._subset_name(number)):
                    stream.content = _to_unicode(subset)

    def _subset_name(self, number: int) -> str:
        from reportlab.pdfbase.ttfonts import SUBSETN

        return str((SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode("ascii"))


def _to_unicode(subset: list[int]) -> str:
    pairs = [(code, char) for code, char in enumerate(subset) if char]
    blocks = []
    for start in range(0, len(pairs), 100):  # a block may hold 100 entries
        block = pairs[start : start + 100]
        lines = [f"<{code:02X}> <{chr(char).encode('utf-16-be').hex().upper()}>" for code, char in block]
        blocks.append(f"{len(block)} beginbfchar\n" + "\n".join(lines) + "\nendbfchar\n")
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
        + "".join(blocks)
        + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


@lru_cache(maxsize=32)
def _load(path: Path, _stamp: int) -> _Font | None:
    """A registered font; None for a file that is no TrueType font. The stamp makes a replaced file a new one."""
    try:
        font = _Font(f"datong-{path.stem}-{_stamp}", str(path))
    except (TTFError, OSError, ValueError, KeyError, IndexError):
        return None
    pdfmetrics.registerFont(font)
    return font


def _fonts(style: Style) -> Iterator[_Font]:
    """The fonts of a style in order; a file is opened only when the ones before it lack a character."""
    folder = paths.resources() / "fonts"
    for name in style.value:
        if (font := _load(folder / name, 0)) is not None:
            yield font
    own = paths.user_fonts()
    if own.is_dir():
        for path in sorted(p for p in own.iterdir() if p.suffix.lower() in (".ttf", ".ttc")):
            if (font := _load(path, path.stat().st_mtime_ns)) is not None:
                yield font


@cache
def _first(style: Style) -> _Font:
    """The font that has nearly every character of a style."""
    return next(_fonts(style))


def font_name(style: Style) -> str:
    """reportlab's name of the first font of a style: what a canvas starts with."""
    return _first(style).name


def _font_for(char: str, style: Style) -> _Font | None:
    return next((font for font in _fonts(style) if ord(char) in font.face.charToGlyph), None)


_plain: dict[Style, set[str]] = {style: set() for style in Style}
"""Characters found in the first font of a style so far."""


def runs(text: str, style: Style) -> list[tuple[str, str]]:
    """(font name, piece) for a cleaned text: most texts are one piece. A missing glyph is drawn by the first font."""
    first, plain = _first(style), _plain[style]
    if plain.issuperset(text):
        return [(first.name, text)] if text else []
    found: list[tuple[str, str]] = []
    for char in text:
        if ord(char) in first.face.charToGlyph:
            font = first
            plain.add(char)
        else:
            font = _font_for(char, style) or first
        if found and found[-1][0] == font.name:
            found[-1] = (font.name, found[-1][1] + char)
        else:
            found.append((font.name, char))
    return found


class _UnitWidths(dict[str, float]):
    """Widths of the characters of a style at size 1, found when first asked for. One that no font has is not kept: a
    font for it may be added."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style

    def __missing__(self, char: str) -> float:
        font = _font_for(char, self._style)
        if font is None:
            return 1.0
        found = self[char] = float(font.stringWidth(char, 1000)) / 1000
        return found


_unit_widths = {style: _UnitWidths(style) for style in Style}


def width(text: str, style: Style, size: float) -> float:
    """Width in points."""
    return sum(map(_unit_widths[style].__getitem__, text)) * size


def unprintable(text: str) -> str:
    """The characters of a cleaned text that no font has, each once."""
    return "".join(char for char in dict.fromkeys(text) if _font_for(char, Style.SONG) is None)


def missing_glyphs(texts: Iterable[tuple[str, str, Style]]) -> tuple[Problem, ...]:
    """A problem for each (place, character) that no embedded font has; ``texts`` are (place, cleaned text, style)."""
    found: dict[tuple[str, str], Problem] = {}
    known: dict[Style, set[str]] = {style: set() for style in Style}
    for place, text, style in texts:
        if known[style].issuperset(text):
            continue
        for char in text:
            if (place, char) in found or char in known[style]:
                continue
            if _font_for(char, style) is not None:
                known[style].add(char)
            else:
                found[place, char] = problem(
                    "missing_glyph",
                    f"{place}中的“{char}”（U+{ord(char):04X}）不在可用的字体里，打印出来会缺字。"
                    f"请改用别的写法，或把含有这个字的 TrueType 字体文件放进 {paths.user_fonts()} 后再试。",
                )
    return tuple(found.values())
