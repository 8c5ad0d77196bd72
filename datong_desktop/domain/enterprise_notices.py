"""Warnings about a record that is allowed but looks wrong: amounts typed in 元, dates that cannot be, shares over the whole.

They are shown beside the field and never block. Money in hundredths of 万元, shares in hundredths of a per cent.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from datong_desktop.domain import credit_code
from datong_desktop.domain.enterprise import Enterprise, FiscalYear, Shareholder
from datong_desktop.domain.fields import NUMERIC, Field, Kind, fields_by_id, plain_hundredths, show_money

RATIO = 1_000
"""A wrong unit makes a figure 10 000 times too large; true neighbours hardly ever differ by a thousand."""
LARGE = 100_000_000
"""A million 万元 (100 亿元): more is rarer than a slip of the unit."""
A_HEAD = 500_000
"""5 000 万元 of revenue for each employee."""
REPUBLIC = datetime.date(1949, 10, 1)
WHOLE = 10_000
_COMPANY, _YEARLY = fields_by_id(Enterprise), fields_by_id(FiscalYear)
_AMOUNTS = tuple(field for field in _YEARLY.values() if field.kind is Kind.MONEY)
_NEVER_BELOW_ZERO = ("total_assets", "revenue", "main_revenue")
"""Profits may be losses."""
_UNIT_HINT = "请核对单位是不是万元"


@dataclass(frozen=True, slots=True)
class RecordNotice:
    """A warned field by its id (of the fiscal year ``year``, when given) with its sentence."""

    code: str
    field: str
    text: str
    year: int | None = None


def record_notices(
    enterprise: Enterprise, years: Sequence[FiscalYear], shareholders: Sequence[Shareholder], today: datetime.date
) -> tuple[RecordNotice, ...]:
    """Everything that looks wrong with a record on a day."""
    return (
        *_code(enterprise), *_dates(enterprise, today), *_negative(years), *amount_notices(enterprise, years),
        *_years(years, today), *_shares(shareholders),
    )  # fmt: skip


def amount_notices(enterprise: Enterprise, years: Sequence[FiscalYear]) -> tuple[RecordNotice, ...]:
    """Amounts that look typed in 元: against the other years, against each other, against the staff, or by sheer size.
    At most one for a field of a year."""
    found: dict[tuple[str, int | None], RecordNotice] = {}
    for notice in (*_against_years(years), *_within(enterprise, years), *_large(enterprise, years)):
        found.setdefault((notice.field, notice.year), notice)
    return tuple(found.values())


def _against_years(years: Sequence[FiscalYear]) -> Iterator[RecordNotice]:
    for field in _AMOUNTS:
        known = [(abs(value), figures.year) for figures in years if (value := getattr(figures, field.id))]
        if known and max(known)[0] >= RATIO * (least := min(known))[0]:
            for value, year in known:
                if value >= RATIO * least[0]:
                    times = f"是{least[1]}年 {show_money(least[0])} 万元的 {value // least[0]:,} 倍"
                    yield RecordNotice("unit", field.id, f"{_said(field, value, year)}，{times}，{_UNIT_HINT}", year)


def _within(enterprise: Enterprise, years: Sequence[FiscalYear]) -> Iterator[RecordNotice]:
    for figures in years:
        assets, revenue, capital = figures.total_assets, figures.revenue, enterprise.registered_capital
        for one, other in (("total_assets", "revenue"), ("revenue", "total_assets")):
            large, small = getattr(figures, one), getattr(figures, other)
            if large and small and large >= RATIO * abs(small):
                than = f"是同年{_YEARLY[other].label} {show_money(small)} 万元的 {large // abs(small):,} 倍"
                yield RecordNotice("unit", one, f"{_said(_YEARLY[one], large, figures.year)}，{than}，{_UNIT_HINT}", figures.year)
        if capital and assets and capital >= RATIO * abs(assets):
            than = f"是{figures.year}年总资产 {show_money(assets)} 万元的 {capital // abs(assets):,} 倍"
            yield RecordNotice("unit", "registered_capital", f"{_said(_COMPANY['registered_capital'], capital)}，{than}，{_UNIT_HINT}")
        if enterprise.employees and revenue and revenue >= A_HEAD * enterprise.employees:
            each = show_money(revenue // enterprise.employees)
            text = f"{_said(_YEARLY['revenue'], revenue, figures.year)}，职工 {enterprise.employees} 人，人均 {each} 万元，{_UNIT_HINT}"
            yield RecordNotice("unit", "revenue", text, figures.year)
        if figures.main_revenue is not None and revenue is not None and figures.main_revenue > revenue:
            text = f"{_said(_YEARLY['main_revenue'], figures.main_revenue, figures.year)}，大于营业收入 {show_money(revenue)} 万元，请核对"
            yield RecordNotice("part_above_whole", "main_revenue", text, figures.year)


def _negative(years: Sequence[FiscalYear]) -> Iterator[RecordNotice]:
    for figures in years:
        for name in _NEVER_BELOW_ZERO:
            value = getattr(figures, name)
            if value is not None and value < 0:
                yield RecordNotice("negative", name, f"{_said(_YEARLY[name], value, figures.year)}，是负数，请核对", figures.year)


def _large(enterprise: Enterprise, years: Sequence[FiscalYear]) -> Iterator[RecordNotice]:
    capital = enterprise.registered_capital
    if capital and capital >= LARGE:
        text = f"{_said(_COMPANY['registered_capital'], capital)}，在 100 亿元以上，{_UNIT_HINT}"
        yield RecordNotice("unit", "registered_capital", text)
    for figures in years:
        for field in _AMOUNTS:
            value = getattr(figures, field.id)
            if value and abs(value) >= LARGE:
                text = f"{_said(field, value, figures.year)}，在 100 亿元以上，{_UNIT_HINT}"
                yield RecordNotice("unit", field.id, text, figures.year)


def _said(field: Field, value: int, year: int | None = None) -> str:
    return f"{f'{year}年' if year else ''}{field.label} {show_money(value)} 万元"


def _code(enterprise: Enterprise) -> Iterator[RecordNotice]:
    if enterprise.credit_code:
        found = credit_code.check(enterprise.credit_code)
        if not found.ok:
            yield RecordNotice("credit_code", "credit_code", f"统一社会信用代码“{found.code}”，{found.text}")


def _dates(enterprise: Enterprise, today: datetime.date) -> Iterator[RecordNotice]:
    founded, offence = enterprise.founded_on, enterprise.last_tax_offence_on
    if founded and founded > today:
        yield RecordNotice("future", "founded_on", f"成立日期 {founded} 晚于 {today}，请核对")
    if founded and founded < REPUBLIC:
        slip = "，像是 Excel 里的空日期" if founded.year in (1899, 1900) else ""
        yield RecordNotice("long_ago", "founded_on", f"成立日期 {founded} 早于 1949 年 10 月 1 日{slip}，请核对")
    if offence and offence > today:
        yield RecordNotice("future", "last_tax_offence_on", f"最近重大税收违法日期 {offence} 晚于 {today}，请核对")
    if offence and founded and offence < founded:
        text = f"最近重大税收违法日期 {offence} 早于成立日期 {founded}，请核对"
        yield RecordNotice("before_founding", "last_tax_offence_on", text)


def _years(years: Sequence[FiscalYear], today: datetime.date) -> Iterator[RecordNotice]:
    for figures in years:
        filled = [field.id for field in _YEARLY.values() if field.kind in NUMERIC and getattr(figures, field.id) is not None]
        if filled and figures.year >= today.year:
            yield RecordNotice("unfinished_year", filled[0], f"{figures.year}年还没有结束，不会有全年的数，请核对年份", figures.year)


def _shares(shareholders: Sequence[Shareholder]) -> Iterator[RecordNotice]:
    shares = [holder.share for holder in shareholders if holder.share is not None]
    total = sum(shares)
    if total > WHOLE:
        yield RecordNotice("shares", "share", f"各股东持股比例合计 {plain_hundredths(total)}%，超过 100%，请核对")
    elif shares and len(shares) == len(shareholders) and total < WHOLE:
        yield RecordNotice("shares", "share", f"各股东持股比例合计 {plain_hundredths(total)}%，不足 100%，请核对是否列全")
