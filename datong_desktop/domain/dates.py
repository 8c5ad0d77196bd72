"""Dates as people write them, and steps of whole years and months between them."""

from __future__ import annotations

import calendar
import datetime
import re

from datong_desktop.domain.counts import normalise_digits

_DATE = re.compile(r"(\d{4})(?:(\d\d)(\d\d)|[-./年](\d{1,2})[-./月](\d{1,2})日?)")
"""Without marks between them, month and day have two digits each: 2023111 could be two days."""


def parse_date(text: str) -> datetime.date | None:
    """A typed date: 2023-03-15, 20230315, 2023.3.15, 2023年3月15日. ValueError when it is none; None when blank."""
    plain = normalise_digits(text).replace(" ", "")
    if not plain:
        return None
    match = _DATE.fullmatch(plain)
    if match is None:
        raise ValueError(text)
    return datetime.date(int(match[1]), int(match[2] or match[4]), int(match[3] or match[5]))


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months on (or back, when negative); the month's last day where there is no such day.

    Civil Code art. 202: a period of months or years ends on the corresponding day, else on the month's last.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_years(day: datetime.date, years: int) -> datetime.date:
    """The same day so many years on; 28 February for 29 February in a common year."""
    return add_months(day, 12 * years)
