"""Letters as PDF: A4 across, in a double frame, nothing cut however long a name is."""

from __future__ import annotations

from datong_desktop.documents.about import About
from datong_desktop.documents.fonts import Style
from datong_desktop.documents.letters import SEAL, Letter, Letters
from datong_desktop.documents.pdf_parts import check_glyphs, draw_marks
from datong_desktop.documents.pdf_pen import A4_LANDSCAPE, HAIR, MM, Pen, document
from datong_desktop.documents.text_fit import fit, wrap

_WIDE, _HIGH = A4_LANDSCAPE
_FRAMES = ((14 * MM, 2.6), (17 * MM, HAIR))  # from the paper's edge, thickness
_SIDE = 42 * MM
_TITLE, _TITLE_LINE = 58.0, _HIGH - 52 * MM
_TOP, _BOTTOM = _HIGH - 66 * MM, 66 * MM  # of the text
_SIZE, _LEADING = 22.0, 1.8
_SIGNED = 18.0


def letters_pdf(letters: Letters, about: About) -> bytes:
    """The letters, fonts embedded. ``Refused`` (``missing_glyph``) names characters no font has before anything is drawn."""
    check_glyphs(letters.texts())

    def draw(pen: Pen) -> None:
        for one in letters.letters:
            _draw(pen, letters, one)

    return document(about, letters.title, draw)


def _draw(pen: Pen, letters: Letters, letter: Letter) -> None:
    pen.begin_page(A4_LANDSCAPE, numbered=False)
    for inset, thick in _FRAMES:
        pen.frame(inset, inset, _WIDE - 2 * inset, _HIGH - 2 * inset, thick)
    pen.text(_WIDE / 2, _TITLE_LINE, letters.heading, Style.TITLE, _TITLE, 0.5)
    draw_marks(pen, letters.marks, _WIDE - 26 * MM, _HIGH - 32 * MM, 1)
    lines, size = _fitted(letter.lines)
    for number, line in enumerate(lines):
        pen.text(_SIDE, _TOP - size - number * size * _LEADING, line, Style.SONG, size)
    _sign(pen, letter)


def _fitted(paragraphs: tuple[str, ...]) -> tuple[list[str], float]:
    """The text in lines, and the size at which it fits between title and signature."""
    size = _SIZE
    while True:
        lines = [line for one in paragraphs for line in wrap(one, Style.SONG, size, _WIDE - 2 * _SIDE)]
        if len(lines) * size * _LEADING <= _TOP - _BOTTOM:
            return lines, size
        size *= 0.94


def _sign(pen: Pen, letter: Letter) -> None:
    """Office and date below each other at the lower right, with room for the seal over both."""
    wide = 110 * MM
    left = _WIDE - _SIDE - wide
    signed = fit(f"{letter.office}{SEAL}", Style.SONG, _SIGNED, wide, 14 * MM)
    pen.lines((left, 44 * MM, wide, 14 * MM), signed.lines, Style.SONG, signed.size)
    pen.text(left + wide / 2, 37 * MM, letter.date, Style.SONG, _SIGNED, 0.5)
