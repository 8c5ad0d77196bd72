"""Warnings about figures that are allowed but look wrong. They never block (reliability.md, no. 34)."""

from __future__ import annotations

from dataclasses import dataclass

from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.scoring import Figures

JUMP = 10


@dataclass(frozen=True, slots=True)
class Notice:
    """A warned cell (or whole row: no indicator; whole column: no district) with its sentence."""

    code: str
    district: str | None
    indicator: str | None
    text: str


def notices(scheme: Scheme, figures: Figures, last_year: Figures) -> tuple[Notice, ...]:
    """All warnings of a year: jumps against last year, rows equal to another, columns of nothing but zeros."""
    return (*_jumps(scheme, figures, last_year), *_equal_rows(scheme, figures), *_zero_columns(scheme, figures))


def _jumps(scheme: Scheme, figures: Figures, last_year: Figures) -> list[Notice]:
    jumped = {c: b for c, b in last_year.items() if b and (now := figures.get(c)) and now >= JUMP * b}
    found = []
    for district in scheme.districts if jumped else ():
        for indicator in scheme.indicators:
            if before := jumped.get((district, indicator.id)):
                now = figures[district, indicator.id] or 0
                times = f"是上年 {before} 的 {now // before} 倍"
                text = f"{district}「{indicator.name}」{now}，{times}，请核对是否多打了位数"
                found.append(Notice("jump", district, indicator.id, text))
    return found


def _equal_rows(scheme: Scheme, figures: Figures) -> list[Notice]:
    by_row: dict[tuple[int | None, ...], list[str]] = {}
    for district in scheme.districts:
        row = tuple(figures.get((district, i.id)) for i in scheme.indicators)
        if None not in row and any(row):
            by_row.setdefault(row, []).append(district)
    return [
        Notice("equal_row", district, None, f"{'、'.join(same)}整行数字完全相同，请核对是否录重了表")
        for same in by_row.values()
        if len(same) > 1
        for district in same
    ]


def _zero_columns(scheme: Scheme, figures: Figures) -> list[Notice]:
    return [
        Notice("zero_column", None, i.id, f"「{i.name}」所有县区都是 0，请核对是否漏录")
        for i in scheme.indicators
        if all(figures.get((d, i.id)) == 0 for d in scheme.districts)
    ]
