"""A list document as PDF: A4 pages with repeated headings, as many as it takes, hundreds of rows or a hundred thousand."""

from __future__ import annotations

from collections.abc import Sequence

from datong_desktop.documents.about import About
from datong_desktop.documents.fonts import Style
from datong_desktop.documents.listing import Cell, Listing, shown
from datong_desktop.documents.pdf_flow import ALIGN, Band, Box, Flow, a4
from datong_desktop.documents.pdf_parts import NOTE, check_glyphs, draw_notes, draw_title, facts_line, notes_high
from datong_desktop.documents.pdf_pen import A4_LANDSCAPE, A4_PORTRAIT, Pen, document
from datong_desktop.documents.text_fit import balanced, wrap

_SIZES = (10.5, 10, 9.5, 9, 8.5, 8)
_SIGNED = 30.0  # height of the signatures below the table
_MOST_NOTES = 90.0  # notes as high as this stay with the last row; longer ones may go on alone
_INSET = 0.8  # of the type size: left and right of a cell's text together


def listing_pdf(listing: Listing, about: About) -> bytes:
    """The list, fonts embedded. ``Refused`` (``missing_glyph``) names characters no font has before anything is drawn."""
    check_glyphs(listing.texts())
    return document(about, listing.title, lambda pen: _Sheets(pen, listing).draw())


class _Sheets:
    """Draws one listing."""

    def __init__(self, pen: Pen, listing: Listing) -> None:
        self._pen, self._listing = pen, listing
        self._frame = a4(A4_LANDSCAPE, 18) if listing.landscape else a4(A4_PORTRAIT, 16)
        shares = [column.width + 2 * _INSET for column in listing.columns]  # half-width characters with their margins
        self._largest = 2 * self._frame.wide / sum(shares)
        self._columns = [self._frame.wide * share / sum(shares) for share in shares]
        self._lefts = [sum(self._columns[:number]) for number in range(len(self._columns))]
        self._aligns = [ALIGN[column.align] for column in listing.columns]
        size, headings = self._headings()
        self._flow = Flow(pen, self._frame, size, self._head)
        self._column_heads = self._flow.band([
            Box(left, wide, lines, Style.HEI, 0.5)
            for left, wide, lines in zip(self._lefts, self._columns, headings, strict=True)
        ], size * 2.6)

    def _headings(self) -> tuple[float, list[Sequence[str]]]:
        """The largest size at which usual contents fit their columns, and every heading on at most three lines."""
        texts = [column.heading for column in self._listing.columns]
        for size in (size for size in _SIZES if size <= self._largest):
            found = [balanced(t, Style.HEI, size, w - _INSET * size) for t, w in zip(texts, self._columns, strict=True)]
            whole = [lines for lines in found if lines is not None and len(lines) <= 3]
            if len(whole) == len(found):
                return size, list(whole)
        size = _SIZES[-1]
        return size, [wrap(t, Style.HEI, size, w - _INSET * size) for t, w in zip(texts, self._columns, strict=True)]

    def draw(self) -> None:
        listing, flow = self._listing, self._flow
        flow.begin()
        flow.place(self._column_heads)
        totals = [self._row(row, Style.HEI) for row in listing.totals]
        tail = sum(band.high for band in totals) + (_SIGNED if listing.signatures else 0)
        tail += min(_MOST_NOTES, notes_high("注：", listing.notes, self._frame))
        last = next((group for group in reversed(listing.groups) if group.rows), None)
        for group in listing.groups:
            self._begin_group(group.heading, group.rows)
            end = len(group.rows) - 1
            for number, row in enumerate(group.rows):
                flow.place(self._row(row, Style.SONG), tail if group is last and number == end else 0)
        for band in totals:
            flow.place(band)
        flow.end()
        self._foot()

    def _begin_group(self, heading: str, rows: Sequence[tuple[Cell, ...]]) -> None:
        flow, wide = self._flow, self._frame.wide
        flow.heads = (self._column_heads,)
        if heading:
            lines, _ = flow.lines(heading, wide - flow.size, Style.HEI)
            follow = min(self._row(rows[0], Style.SONG).high, 6 * flow.size) if rows else 0
            flow.place(flow.band([Box(0, wide, lines, Style.HEI)]), follow)
            again, _ = flow.lines(f"{heading}（续）", wide - flow.size, Style.HEI)
            flow.heads = (self._column_heads, flow.band([Box(0, wide, again, Style.HEI)]))

    def _row(self, row: Sequence[Cell], style: Style) -> Band:
        flow, boxes = self._flow, []
        inset = _INSET * flow.size
        for left, wide, align, cell in zip(self._lefts, self._columns, self._aligns, row, strict=True):
            lines, size = flow.lines(shown(cell), wide - inset, style)
            boxes.append(Box(left, wide, lines, style, align, "", size))
        return flow.band(boxes)

    def _head(self, continued: bool) -> float:
        """Title, marks and the line above the table; on later pages the title small. Returns the table's upper edge."""
        listing, frame, pen = self._listing, self._frame, self._pen
        if continued:
            pen.text(frame.left, frame.top - 12, f"{listing.title}（续）", Style.SONG, NOTE)
            pen.text(frame.left + frame.wide, frame.top - 12, listing.facts[2], Style.SONG, NOTE, align=1)
            return frame.top - 18
        y = draw_title(pen, listing.title, listing.marks, (frame.left, frame.wide), frame.top)
        if listing.subtitle:
            y -= 20
            pen.cell((frame.left, y, frame.wide, 18), listing.subtitle, Style.SONG, 12)
        if any(listing.facts):
            y -= 24
            facts_line(pen, listing.facts, (frame.left, y, frame.wide, 20), 11)
        return y - 4

    def _foot(self) -> None:
        """Signatures and notes below the table; on a new page where there is no room."""
        listing, frame, pen, y = self._listing, self._frame, self._pen, self._flow.y
        if listing.signatures:
            if y - _SIGNED < frame.bottom:
                pen.begin_page(frame.page, of_total=True)
                y = frame.top
            each = frame.wide / len(listing.signatures)
            for number, text in enumerate(listing.signatures):
                pen.cell((frame.left + number * each, y - 26, each - 8, 20), text, Style.SONG, 11, 0, 0)
            y -= _SIGNED
        draw_notes(pen, "注：", listing.notes, frame, y)
