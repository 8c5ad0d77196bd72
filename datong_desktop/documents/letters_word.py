"""Letters for Word, A4 across in a frame, a page each: to be edited before they are signed."""

from __future__ import annotations

from datong_desktop.documents import word
from datong_desktop.documents.about import About
from datong_desktop.documents.letters import SEAL, Letters
from datong_desktop.documents.word import FANG, HEI, TITLE

_SIZE, _SIGNED, _LEADING = 20, 18, 1.25
_BLANK = "　" * 4  # what is signed stands in from the right edge


def letters_docx(letters: Letters, about: About) -> bytes:
    """The letters as one Word document."""
    document = word.new_document(about, landscape=True, numbered=False, framed=True)
    for number, one in enumerate(letters.letters):
        marks = " ".join(f"【{mark}】" for mark in letters.marks)
        word.paragraph(document, marks, HEI, 14, "right", new_page=number > 0)
        word.paragraph(document, letters.heading, TITLE, 44, "center")
        for place, text in enumerate(one.lines):
            word.paragraph(document, text, FANG, _SIZE, before=0 if place else 20, leading=_LEADING)
        word.paragraph(document, f"{one.office}{SEAL}{_BLANK}", FANG, _SIGNED, "right", before=28)
        word.paragraph(document, f"{one.date}{_BLANK}", FANG, _SIGNED, "right", before=8)
    return word.content(document)
