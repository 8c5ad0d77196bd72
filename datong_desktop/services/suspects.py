"""Which rows of a long list are worth a close look: those that ``enterprise_notices`` would say something of, found column by
column, for making a hundred thousand records only to find them in order takes longer than everything else."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from datong_desktop.domain.enterprise import FiscalYear
from datong_desktop.domain.enterprise_notices import A_HEAD, LARGE, RATIO, REPUBLIC
from datong_desktop.domain.fields import Kind, fields_of

AMOUNTS = tuple(field.id for field in fields_of(FiscalYear) if field.kind is Kind.MONEY)
Values = Mapping[str, Sequence[Any]]
"""Stored values by id of the target and place in the list."""


def suspects(values: Values, years: Sequence[int], today: datetime.date) -> set[int]:
    """Places in the list, no row that would be warned of left out."""
    found = set(_odd_dates(values, f"{today}"))
    columns = [values[name] for name in ("registered_capital", *_amounts(years)) if name in values]
    for column in columns:
        if max(map(abs, filter(None, column)), default=0) >= LARGE:
            found.update(place for place, value in enumerate(column) if value and abs(value) >= LARGE)
    for year in years:
        assets, revenue = values.get(f"total_assets.{year}"), values.get(f"revenue.{year}")
        found.update(_far_apart(assets, revenue), _far_apart(values.get("registered_capital"), assets))
        for large, small, times in (
            (revenue, values.get("employees"), A_HEAD),
            (values.get(f"main_revenue.{year}"), revenue, 1),
        ):
            found.update(_above(large, small, times))
        if year >= today.year:
            found.update(range(len(next(iter(values.values()), ()))))
    for one, other in combinations(years, 2):
        for name in AMOUNTS:
            found.update(_far_apart(values.get(f"{name}.{one}"), values.get(f"{name}.{other}")))
    return found


def _amounts(years: Sequence[int]) -> Iterator[str]:
    return (f"{name}.{year}" for name in AMOUNTS for year in years)


def _far_apart(ones: Sequence[Any] | None, others: Sequence[Any] | None) -> Iterator[int]:
    """Where one of two amounts is a thousand times the other."""
    if ones is None or others is None:
        return iter(())
    pairs = enumerate(zip(ones, others, strict=True))
    return (n for n, (a, b) in pairs if a and b and not abs(a) < RATIO * abs(b) < RATIO * RATIO * abs(a))


def _above(ones: Sequence[Any] | None, others: Sequence[Any] | None, times: int) -> Iterator[int]:
    """Where one figure is so many times the other, or more."""
    if ones is None or others is None:
        return iter(())
    pairs = enumerate(zip(ones, others, strict=True))
    return (n for n, (a, b) in pairs if a is not None and b is not None and a >= times * b)


def _odd_dates(values: Values, today: str) -> Iterator[int]:
    """Where a day is before the republic, or to come; any day of an offence is compared with the founding."""
    first, days = f"{REPUBLIC}", values.get("founded_on", ())
    yield from (place for place, day in enumerate(days) if day and not first <= day <= today)
    yield from (place for place, day in enumerate(values.get("last_tax_offence_on", ())) if day)
