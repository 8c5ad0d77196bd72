"""A form document for Word: the same frame, to be filled and edited."""

from __future__ import annotations

from itertools import pairwise

from datong_desktop.documents import word
from datong_desktop.documents.about import About
from datong_desktop.documents.form_document import GRID, FormDocument, FormRow
from datong_desktop.documents.word import FANG, HEI, TITLE, WordCell, WordRow

_SIZE, _LINE = 10.5, 20.0
_LONGEST_WHOLE = 400
"""A row with a longer text may be split between pages."""


def form_document_docx(form: FormDocument, about: About) -> bytes:
    """The form as a Word document."""
    document = word.new_document(about, landscape=False)
    word.paragraph(document, form.title, TITLE, 22, "center")
    for mark in form.marks:
        word.paragraph(document, mark, HEI, 14, "center")
    if any(form.facts):
        word.facts_paragraph(document, form.facts)
    edges = sorted({edge for row in form.rows for edge in _edges(row)} | {0})
    wide = word.inner_width(document) / GRID
    widths = [(after - before) * wide for before, after in pairwise(edges)]
    last = len(form.rows) - 1 if form.notes else -1  # the notes never stand on a page of their own
    word.table(document, widths, [_row(row, edges, keep=row.keep or n == last) for n, row in enumerate(form.rows)], _SIZE)
    for number, note in enumerate(form.notes):
        text = ("填表说明：" if number == 0 else "　　　　　") + note
        word.paragraph(document, text, FANG, 10.5, before=3, keep=number < len(form.notes) - 1)
    return word.content(document)


def _edges(row: FormRow) -> list[int]:
    """Where the boxes of a row end, in parts of the grid."""
    return [sum(box.span for box in row.boxes[: number + 1]) for number in range(len(row.boxes))]


def _row(row: FormRow, edges: list[int], *, keep: bool) -> WordRow:
    cells, before = [], 0
    for box, edge in zip(row.boxes, _edges(row), strict=True):
        span = edges.index(edge) - edges.index(before)
        cells.append(WordCell(box.text, span, box.align, HEI if box.label else FANG, box.foot))
        before = edge
    whole = all(len(box.text) < _LONGEST_WHOLE for box in row.boxes)
    return WordRow(cells, row.lines * _LINE, whole=whole, keep=keep)
