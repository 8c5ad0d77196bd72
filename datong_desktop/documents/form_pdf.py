"""The blank paper form of one district: annex table 1's indicators as rows, to be filled by hand (A4 upright).

Same label, title, unit and signatures as the annex; rows in annex order, as the program's paper-form view has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from datong_desktop.documents.about import About
from datong_desktop.documents.annex_tables import SAMPLE
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.fonts import Style, width
from datong_desktop.documents.listing import BLANK_DATE
from datong_desktop.documents.pdf_parts import check_glyphs, draw_marks
from datong_desktop.documents.pdf_pen import A4_PORTRAIT, MM, Pen, document
from datong_desktop.documents.text_fit import LEADING, Fitted, fit, fit_paragraph
from datong_desktop.domain.counts import MAX_COUNT
from datong_desktop.domain.scheme import Indicator, Scheme
from datong_desktop.domain.year_book import YearBook

_LEFT, _TOP, _BOTTOM = 20 * MM, A4_PORTRAIT[1] - 20 * MM, 24 * MM
_WIDE = A4_PORTRAIT[0] - 40 * MM
_COLUMNS = (0.07, 0.51, 0.09, 0.15, 0.18)
_HEADINGS = ("序号", "指标", "权重", "完成数量", "备注")
_HEADING_HIGH = 28.0


def form_pdf(book: YearBook, district: str, about: About) -> bytes:
    """The blank form. ``Refused`` (``missing_glyph``) names characters no embedded font has."""
    scheme = book.scheme
    check_glyphs(_texts(scheme, district))

    def draw(pen: Pen) -> None:
        rows = list(enumerate(scheme.indicators, 1))
        pages = _pages(rows)
        for number, part in enumerate(pages):
            pen.begin_page(A4_PORTRAIT)
            y = _table(pen, part, _head(pen, book, district))
            if number == len(pages) - 1:
                _foot(pen, y)

    return document(about, f"{scheme.table_1.label} {scheme.table_1.title}（空白表）", draw)


def _texts(scheme: Scheme, district: str) -> Iterator[tuple[str, str]]:
    label = clean(scheme.table_1.label)
    yield f"{label}的标题", label + clean(scheme.table_1.title)
    yield f"{label}的县区名称“{district}”", clean(district)
    yield f"{label}的单位", clean(scheme.unit)
    for indicator in scheme.indicators:
        yield f"{label}的指标“{indicator.name}”", clean(indicator.name) + clean(indicator.meaning)


def _pages(rows: Sequence[tuple[int, Indicator]]) -> list[Sequence[tuple[int, Indicator]]]:
    """Ten indicators a page keep room to write in."""
    number = -(-len(rows) // 10)
    each = -(-len(rows) // number)
    return [rows[first : first + each] for first in range(0, len(rows), each)]


def _head(pen: Pen, book: YearBook, district: str) -> float:
    """Label, title, district, year and unit; returns the table's upper edge."""
    heading = book.scheme.table_1
    pen.text(_LEFT, _TOP - 14, clean(heading.label), Style.HEI, 16)
    if book.sample:
        draw_marks(pen, (SAMPLE,), _LEFT + _WIDE, _TOP - 14, 1)
    title = clean(heading.title)
    size = min(22, 22 * _WIDE / width(title, Style.TITLE, 22))
    pen.text(A4_PORTRAIT[0] / 2, _TOP - 50, title, Style.TITLE, size, align=0.5)
    line = _TOP - 92, 24
    third = _WIDE / 3
    pen.cell((_LEFT, line[0], third, line[1]), f"县区：{clean(district)}", Style.SONG, 12, 0, 0)
    pen.cell((_LEFT + third, line[0], third, line[1]), f"考核年度：{book.year}年度", Style.SONG, 12, 0.5, 0)
    pen.cell((_LEFT + 2 * third, line[0], third, line[1]), f"单位：{clean(book.scheme.unit)}", Style.SONG, 12, 1, 0)
    return _TOP - 96


def _table(pen: Pen, rows: Sequence[tuple[int, Indicator]], top: float) -> float:
    high = min(66.0, (top - _BOTTOM - 86 - _HEADING_HIGH) / max(8, len(rows)))
    columns = [part * _WIDE for part in _COLUMNS]
    pen.grid(_LEFT, top, columns, [_HEADING_HIGH, *([high] * len(rows))])
    x = _LEFT
    for wide, text in zip(columns, _HEADINGS, strict=True):
        pen.cell((x, top - _HEADING_HIGH, wide, _HEADING_HIGH), text, Style.HEI, 12)
        x += wide
    y = top - _HEADING_HIGH
    size = min(_fitted(indicator, columns[1] - 12, high, 8.6)[1].size for _, indicator in rows)  # the same in all rows
    for number, indicator in rows:
        y -= high
        pen.cell((_LEFT, y, columns[0], high), str(number), Style.SONG, 12)
        _indicator(pen, indicator, (_LEFT + columns[0], y, columns[1], high), size)
        pen.cell((_LEFT + sum(columns[:2]), y, columns[2], high), indicator.weight_text, Style.SONG, 12)
    return y


def _indicator(pen: Pen, indicator: Indicator, box: tuple[float, float, float, float], size: float) -> None:
    """The name, and what it means in smaller type below."""
    left, bottom, wide, high = box
    name, meaning = _fitted(indicator, wide - 12, high, size)
    y = bottom + high - (high - name.height - meaning.height - 2) / 2 - name.height
    pen.lines((left + 6, y, wide - 12, name.height), name.lines, Style.HEI, name.size, align=0)
    below = (left + 6, y - 2 - meaning.height, wide - 12, meaning.height)
    pen.lines(below, meaning.lines, Style.SONG, meaning.size, align=0)


def _fitted(indicator: Indicator, room: float, high: float, size: float) -> tuple[Fitted, Fitted]:
    name = fit(clean(indicator.name), Style.HEI, 11, room, high * 0.45)
    return name, fit_paragraph(clean(indicator.meaning), Style.SONG, size, room, high - name.height - 9)


def _foot(pen: Pen, y: float) -> None:
    note = f"填表说明：完成数量填 0 到 {MAX_COUNT} 的整数；没有完成的填 0，不要留空；随表附印证资料。"
    pen.text(_LEFT, y - 10 * LEADING - 2, note, Style.SONG, 9.5)
    baseline = y - 50
    date = f"填报日期：{BLANK_DATE}"
    right = _LEFT + _WIDE - width(date, Style.SONG, 12)
    for x, text in ((_LEFT, "填表人："), (_LEFT + 0.3 * _WIDE, "审核人："), (right, date)):
        pen.text(x, baseline, text, Style.SONG, 12)
    pen.text(right, baseline - 32, "填报单位（盖章）：", Style.SONG, 12)
