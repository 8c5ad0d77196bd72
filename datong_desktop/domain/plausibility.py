"""Warnings about figures that are allowed but look wrong. They never block (reliability.md, no. 34)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from datong_desktop.domain.scheme import Scheme

JUMP = 10

Rows = Sequence[Sequence[int | None]]
"""A value for each indicator, district by district, in annex order (``Scheme.rows``)."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A warned cell (or whole row: no indicator; whole column: no district) with its sentence."""

    code: str
    district: str | None
    indicator: str | None
    text: str


def notices(scheme: Scheme, rows: Rows, last_year: Rows) -> tuple[Notice, ...]:
    """All warnings of a year: jumps against last year, rows equal to another, columns of nothing but zeros."""
    return (*_jumps(scheme, rows, last_year), *_equal_rows(scheme, rows), *_zero_columns(scheme, rows))


def _jumps(scheme: Scheme, rows: Rows, last_year: Rows) -> list[Notice]:
    found = []
    for district, row, row_before in zip(scheme.districts, rows, last_year, strict=True):
        for indicator, now, before in zip(scheme.indicators, row, row_before, strict=True):
            if now and before and now >= JUMP * before:
                times = f"是上年 {before} 的 {now // before} 倍"
                text = f"{district}「{indicator.name}」{now}，{times}，请核对是否多打了位数"
                found.append(Notice("jump", district, indicator.id, text))
    return found


def _equal_rows(scheme: Scheme, rows: Rows) -> list[Notice]:
    by_row: dict[Sequence[int | None], list[str]] = {}
    for district, row in zip(scheme.districts, rows, strict=True):
        if None not in row and any(row):
            by_row.setdefault(row, []).append(district)
    return [
        Notice("equal_row", district, None, f"{'、'.join(same)}整行数字完全相同，请核对是否录重了表")
        for same in by_row.values()
        if len(same) > 1
        for district in same
    ]


def _zero_columns(scheme: Scheme, rows: Rows) -> list[Notice]:
    return [
        Notice("zero_column", None, i.id, f"「{i.name}」所有县区都是 0，请核对是否漏录")
        for i, column in zip(scheme.indicators, zip(*rows, strict=True), strict=True)
        if None not in column and not any(column)
    ]
