"""Where everything of an annex table stands on A4 landscape: one page if it stays readable, else several.

One scale drives all sizes. It goes down from 1 to the readable limit until head, table, signatures and notes fit on
one page; a table that does not fit even then is spread over pages with repeated headings.
"""

from __future__ import annotations

from dataclasses import dataclass

from datong_desktop.documents.annex_tables import AnnexTable
from datong_desktop.documents.fonts import Style, width
from datong_desktop.documents.pdf_pen import A4_LANDSCAPE, MM
from datong_desktop.documents.text_fit import LEADING, balanced, wrap

PAGE_WIDE, PAGE_HIGH = A4_LANDSCAPE
TOP, BOTTOM = PAGE_HIGH - 15 * MM, 19 * MM
_SCALES = [1 - step * 0.03 for step in range(15)]  # 12 pt down to 7 pt, the readable limit
_ROOMY, _TIGHT = 1.65, 1.28  # least row height, of the body size
_SPREAD_SCALE = 0.8


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes in points. ``pages`` are (first row, end row) of each page; notes stand on the last page of the table
    when ``notes_below``, else on pages of their own."""

    scale: float
    left: float
    columns: tuple[float, ...]
    headings: tuple[tuple[str, ...], ...]
    heading_size: float
    heading_high: float
    weight_high: float
    row_high: float
    pages: tuple[tuple[int, int], ...]
    notes: tuple[str, ...]
    notes_below: bool

    @property
    def body(self) -> float:
        return 12 * self.scale

    @property
    def note_size(self) -> float:
        return max(8.0, 10.5 * self.scale)

    @property
    def wide(self) -> float:
        return sum(self.columns)

    @property
    def head_high(self) -> float:
        return 84 * self.scale

    @property
    def signature_high(self) -> float:
        return 34 * self.scale


def lay_out(table: AnnexTable) -> Layout:
    """The layout with the largest sizes that keep the table, and if possible its notes, on one page."""
    for with_notes in (True, False) if table.notes else (True,):
        for row, scales in ((_ROOMY, _SCALES[:8]), (_TIGHT, _SCALES[7:])):
            for scale in scales:
                plan = _measure(table, scale, with_notes)
                if _row_space(plan) >= plan.body * row * len(table.rows):
                    return plan
    return _spread(table, _measure(table, _SPREAD_SCALE, False))


def _measure(table: AnnexTable, scale: float, with_notes: bool) -> Layout:
    margin = 20 * MM if len(table.headings) <= 14 else 13 * MM
    columns = _columns(table, scale, PAGE_WIDE - 2 * margin)
    size, headings = _headings(table, scale, columns[1])
    lines = max(len(h) for h in headings)
    note_size = max(8.0, 10.5 * scale)
    notes = tuple(line for n in _numbered(table.notes) for line in wrap(n, Style.SONG, note_size, sum(columns)))
    heading_high = max(46 * scale if table.weights else 40 * scale, lines * size * LEADING + 10 * scale)
    weight_high = 25 * scale if table.weights else 0.0
    plan = Layout(
        scale, margin, columns, headings, size, heading_high, weight_high, 0, ((0, len(table.rows)),), notes, with_notes
    )
    space = _row_space(plan)
    high = min(30 * scale, space / max(1, len(table.rows)))
    return _with_rows(plan, high, plan.pages)


def _with_rows(plan: Layout, row_high: float, pages: tuple[tuple[int, int], ...]) -> Layout:
    return Layout(
        plan.scale, plan.left, plan.columns, plan.headings, plan.heading_size, plan.heading_high, plan.weight_high,
        row_high, pages, plan.notes, plan.notes_below,
    )


def _row_space(plan: Layout) -> float:
    notes = len(plan.notes) * plan.note_size * LEADING + 4 if plan.notes and plan.notes_below else 0
    return TOP - BOTTOM - plan.head_high - plan.heading_high - plan.weight_high - plan.signature_high - notes


def _spread(table: AnnexTable, plan: Layout) -> Layout:
    count = len(table.rows)
    number = -(-count // max(1, int(_row_space(plan) // (plan.body * 1.6))))
    each = -(-count // number)
    pages = tuple((first, min(first + each, count)) for first in range(0, count, each))
    return _with_rows(plan, min(30 * plan.scale, _row_space(plan) / each), pages)


def _columns(table: AnnexTable, scale: float, wide: float) -> tuple[float, ...]:
    longest = max((width(r.heading, Style.SONG, 12 * scale) for r in table.rows), default=0) + 16 * scale
    least = 104 * scale if len(table.corner) > 1 else 76 * scale
    first = min(max(longest, least), wide * 0.22)
    return (first, *([(wide - first) / len(table.headings)] * len(table.headings)))


def _headings(table: AnnexTable, scale: float, room: float) -> tuple[float, tuple[tuple[str, ...], ...]]:
    """The largest size at which every heading stands in its column, unbroken names whole: on at most five lines, on
    more only where the type would become too small to read."""
    size = 10.5 * scale
    while True:
        found = [balanced(h, Style.HEI, round(size, 2), room - 5 * scale) for h in table.headings]
        most = 5 if size > 7.5 else 9
        if all(lines is not None and len(lines) <= most for lines in found) or size < 3:
            return size, tuple(lines or (h,) for lines, h in zip(found, table.headings, strict=True))
        size -= 0.5


def _numbered(notes: tuple[str, ...]) -> tuple[str, ...]:
    if len(notes) <= 1:
        return tuple(f"注：{note}" for note in notes)
    return tuple(f"{'注：' if number == 1 else '　　'}{number}. {note}" for number, note in enumerate(notes, 1))
