"""A list document for Word: the same list to be edited, headings repeated, no row split between pages."""

from __future__ import annotations

from collections.abc import Iterator

from datong_desktop.documents import word
from datong_desktop.documents.about import About
from datong_desktop.documents.listing import Listing, Row, shown
from datong_desktop.documents.word import FANG, HEI, TITLE, WordCell, WordRow
from datong_desktop.domain.problem import refuse

MOST_ROWS = 20_000
"""Word itself takes minutes to open more."""


def listing_docx(listing: Listing, about: About) -> bytes:
    """The list as a Word document. ``Refused`` (``too_many_rows``) beyond what Word can work with."""
    if listing.count > MOST_ROWS:
        text = f"《{listing.title}》有 {listing.count} 行，Word 打开会非常慢，没有保存。请保存成 Excel，或先筛选再出表。"
        raise refuse("too_many_rows", text)
    document = word.new_document(about, landscape=listing.landscape)
    word.paragraph(document, listing.title, TITLE, 22, "center")
    for text in (*listing.marks, listing.subtitle):
        if text:
            word.paragraph(document, text, HEI if text in listing.marks else FANG, 14, "center")
    if any(listing.facts):
        word.facts_paragraph(document, listing.facts)
    shares = [column.width + 1.6 for column in listing.columns]
    room = word.inner_width(document)
    size = max(8.0, min(12.0, int(4 * room / sum(shares)) / 2))
    word.table(document, [room * share / sum(shares) for share in shares], _rows(listing), size)
    if listing.signatures:
        signed = (*listing.signatures, "", "", "")
        word.facts_paragraph(document, (signed[0], signed[1], signed[2]))
    for note in listing.notes:
        word.paragraph(document, f"注：{note}", FANG, 12)
    return word.content(document)


def _rows(listing: Listing) -> Iterator[WordRow]:
    yield WordRow([WordCell(c.heading, align="center", font=HEI) for c in listing.columns], 24, heading=True)
    for group in listing.groups:
        if group.heading:
            yield WordRow([WordCell(group.heading, len(listing.columns), font=HEI)], keep=True)
        for row in group.rows:
            yield _row(listing, row, FANG)
    for row in listing.totals:
        yield _row(listing, row, HEI)


def _row(listing: Listing, row: Row, font: str) -> WordRow:
    cells = zip(listing.columns, row, strict=True)
    return WordRow([WordCell(shown(cell), align=column.align, font=font) for column, cell in cells], 20)
