"""A form document as PDF, A4 upright: one frame that goes on over pages, nothing cut."""

from __future__ import annotations

from datong_desktop.documents.about import About
from datong_desktop.documents.fonts import Style
from datong_desktop.documents.form_document import GRID, FormDocument, FormRow
from datong_desktop.documents.pdf_flow import ALIGN, Band, Box, Flow, a4
from datong_desktop.documents.pdf_parts import NOTE, check_glyphs, draw_notes, draw_title, facts_line
from datong_desktop.documents.pdf_pen import A4_PORTRAIT, Pen, document
from datong_desktop.documents.text_fit import balanced

_SIZE = 10.5
_LINE = 1.9 * _SIZE  # height of a row of one line: room to write by hand
_MOST_KEPT = 12 * _SIZE  # of a row below that one must stay with


def form_document_pdf(form: FormDocument, about: About) -> bytes:
    """The form, fonts embedded. ``Refused`` (``missing_glyph``) names characters no font has before anything is drawn."""
    check_glyphs(form.texts())
    return document(about, form.title, lambda pen: _Form(pen, form).draw())


class _Form:
    """Draws one form."""

    def __init__(self, pen: Pen, form: FormDocument) -> None:
        self._pen, self._form = pen, form
        self._frame = a4(A4_PORTRAIT, 20)
        self._flow = Flow(pen, self._frame, _SIZE, self._head)

    def draw(self) -> None:
        flow, rows = self._flow, self._form.rows
        flow.begin()
        bands = [self._band(row) for row in rows]
        for number, (row, band) in enumerate(zip(rows, bands, strict=True)):
            flow.heads = [self._band(head) for head in row.repeat]
            flow.place(band, self._kept_below(number, bands))
        flow.end()
        draw_notes(self._pen, "填表说明：", self._form.notes, self._frame, flow.y)

    def _kept_below(self, number: int, bands: list[Band]) -> float:
        """Height of the rows that must stand on the same page below this one."""
        rows, high = self._form.rows, 0.0
        while rows[number].keep and number + 1 < len(rows):
            number += 1
            high += min(bands[number].high, _MOST_KEPT)
        return high

    def _band(self, row: FormRow) -> Band:
        flow, left, boxes = self._flow, 0.0, []
        for box in row.boxes:
            wide = self._frame.wide * box.span / GRID
            style = Style.HEI if box.label else Style.SONG
            room = wide - 0.8 * _SIZE
            whole = balanced(box.text, style, _SIZE, room) if box.label and "\n" not in box.text else None
            lines, size = (whole, None) if whole and box.text else flow.lines(box.text, room, style)
            boxes.append(Box(left, wide, lines, style, ALIGN[box.align], box.foot, size))
            left += wide
        return flow.band(boxes, row.lines * _LINE)

    def _head(self, continued: bool) -> float:
        form, frame, pen = self._form, self._frame, self._pen
        if continued:
            pen.text(frame.left, frame.top - 12, f"{form.title}（续）", Style.SONG, NOTE)
            return frame.top - 18
        y = draw_title(pen, form.title, form.marks, (frame.left, frame.wide), frame.top)
        if any(form.facts):
            y -= 24
            facts_line(pen, form.facts, (frame.left, y, frame.wide, 20), 11)
        return y - 4
