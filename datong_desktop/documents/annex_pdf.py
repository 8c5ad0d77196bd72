"""Annex tables 1 and 2 as PDF pages, A4 landscape (annex 4, 附表1 and 附表2)."""

from __future__ import annotations

from collections.abc import Sequence

from datong_desktop.documents.about import About
from datong_desktop.documents.annex_layout import BOTTOM, PAGE_WIDE, TOP, Layout, lay_out
from datong_desktop.documents.annex_tables import AnnexTable, Row
from datong_desktop.documents.fonts import Style, width
from datong_desktop.documents.pdf_parts import check_glyphs, draw_marks, facts_line, signature_line
from datong_desktop.documents.pdf_pen import A4_LANDSCAPE, Pen, document
from datong_desktop.documents.text_fit import LEADING


def annex_pdf(tables: Sequence[AnnexTable], about: About) -> bytes:
    """One PDF of the tables, each beginning on its own page. ``Refused`` (``missing_glyph``) names every character
    that no embedded font has, with its place."""
    check_glyphs(text for table in tables for text in table.texts())

    def draw(pen: Pen) -> None:
        for table in tables:
            _draw_table(pen, table, lay_out(table))

    return document(about, "、".join(f"{t.label} {t.title}" for t in tables), draw)


def _draw_table(pen: Pen, table: AnnexTable, plan: Layout) -> None:
    last = len(plan.pages) - 1
    for number, (first, end) in enumerate(plan.pages):
        pen.begin_page(A4_LANDSCAPE)
        top = _head(pen, table, plan, continued=number > 0)
        bottom = _body(pen, table.rows[first:end], table, plan, top)
        if number == last:
            signature_line(pen, table.signatures, plan.left, bottom - plan.signature_high * 0.68, plan.wide, plan.body)
            _notes(pen, plan, bottom - plan.signature_high)


def _head(pen: Pen, table: AnnexTable, plan: Layout, continued: bool) -> float:
    """Label, title with its marks, and the line above the table; returns the table's upper edge."""
    scale = plan.scale
    pen.text(plan.left, TOP - 14 * scale, table.label + ("（续）" if continued else ""), Style.HEI, 16 * scale)
    baseline = TOP - 42 * scale
    marks_wide = draw_marks(pen, table.marks, plan.left + plan.wide, baseline, scale)
    size = 22 * scale
    size *= min(1, (plan.wide - 2 * marks_wide - 12) / width(table.title, Style.TITLE, size))
    pen.text(PAGE_WIDE / 2, baseline, table.title, Style.TITLE, size, align=0.5)
    high = 22 * scale
    box = TOP - plan.head_high + 5 * scale
    texts = f"填报单位：{table.reporting_unit}", f"考核年度：{table.year}年度", f"单位：{table.unit}"
    facts_line(pen, texts, (plan.left, box - 4 * scale, plan.wide, high), plan.body)
    return TOP - plan.head_high


def _body(pen: Pen, rows: Sequence[Row], table: AnnexTable, plan: Layout, top: float) -> float:
    """The table itself; returns its lower edge."""
    _headings(pen, table, plan, top)
    y = top - plan.heading_high - plan.weight_high
    first, columns = plan.columns[0], plan.columns[1:]
    for row in rows:
        y -= plan.row_high
        pen.line(plan.left, y + plan.row_high, plan.left + plan.wide, y + plan.row_high)
        pen.cell((plan.left, y, first, plan.row_high), row.heading, Style.SONG, plan.body)
        x = plan.left + first
        pen.line(x, y, x, y + plan.row_high)
        if row.spanning:
            pen.cell((x, y, sum(columns), plan.row_high), row.spanning, Style.SONG, plan.body)
            continue
        for wide, text in zip(columns, row.cells, strict=True):
            pen.cell((x, y, wide, plan.row_high), text, Style.SONG, plan.body)
            pen.line(x, y, x, y + plan.row_high)
            x += wide
    pen.frame(plan.left, y, plan.wide, top - y)
    return y


def _headings(pen: Pen, table: AnnexTable, plan: Layout, top: float) -> None:
    high = plan.heading_high + plan.weight_high
    corner_box = (plan.left, top - high, plan.columns[0], high)
    corner(pen, table.corner, corner_box, plan.heading_high, plan.body)
    x = plan.left + plan.columns[0]
    last = len(plan.headings) - 1
    for number, (wide, lines) in enumerate(zip(plan.columns[1:], plan.headings, strict=True)):
        whole = bool(table.weights) and number == last  # the final score has no weight: one cell over both rows
        bottom = top - high if whole else top - plan.heading_high
        pen.lines((x, bottom, wide, top - bottom), lines, Style.HEI, plan.heading_size)
        pen.line(x, top, x, top - high)
        if table.weights and not whole:
            pen.line(x, bottom, x + wide, bottom)
            pen.cell((x, top - high, wide, plan.weight_high), table.weights[number], Style.SONG, plan.body)
        x += wide


def corner(
    pen: Pen, parts: Sequence[str], box: tuple[float, float, float, float], heading_high: float, size: float
) -> None:
    """The corner cell: one label, or two and three parted by slanted lines; the last names the columns."""
    left, bottom, wide, high = box
    top = bottom + high
    if len(parts) < 2:
        pen.cell(box, "".join(parts), Style.HEI, size)
        return
    if len(parts) == 2:
        pen.line(left, top, left + wide, bottom)
        places = [(0.28, 0.78), (0.72, 0.22)]
    else:
        pen.line(left, top, left + wide, top - heading_high)
        pen.line(left, top, left + wide * 0.52, bottom)
        places = [(0.19, 0.83), (0.63, 0.74), (0.72, 0.19)]
    for text, (x, y) in zip(parts, places, strict=False):
        half, low = wide * 0.19, high * 0.15
        pen.cell((left + wide * x - half, top - high * y - low, half * 2, low * 2), text, Style.HEI, size, pad=0)


def _notes(pen: Pen, plan: Layout, top: float) -> None:
    """Foot notes below the signatures, or on pages of their own when they are long."""
    step = plan.note_size * LEADING
    y = top
    if plan.notes and not plan.notes_below:
        y = BOTTOM  # begins a page
    for line in plan.notes:
        if y - step < BOTTOM - 1:
            pen.begin_page(A4_LANDSCAPE)
            y = TOP
        y -= step
        pen.text(plan.left, y + step - plan.note_size, line, Style.SONG, plan.note_size)
