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


def no_such_day(text: str) -> str:
    """Why a text in the form of a date is none (2023 年 2 月只有 28 天); "" for any other text."""
    match = _DATE.fullmatch(normalise_digits(text).replace(" ", ""))
    if match is None:
        return ""
    year, month = int(match[1]), int(match[2] or match[4])
    return f"{year} 年 {month} 月只有 {calendar.monthrange(year, month)[1]} 天" if 1 <= month <= 12 else f"没有 {month} 月"


_DAY = re.compile(r"(\d{1,2})[-./月](\d{1,2})日?|(\d{2})(\d{2})")


def with_year(text: str, year: int) -> str:
    """A day typed without its year, with the given one: 0315, 3-15, 3月15日. Any other text as it was: four digits that
    could be a year (1998, 2023) are no day, since no month is 19 or 20."""
    match = _DAY.fullmatch(normalise_digits(text).replace(" ", ""))
    if match is None:
        return text
    month, day = int(match[1] or match[3]), int(match[2] or match[4])
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else text


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months on (or back, when negative); the month's last day where there is no such day.

    Civil Code art. 202: a period of months or years ends on the corresponding day, else on the month's last.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_years(day: datetime.date, years: int) -> datetime.date:
    """The same day so many years on; 28 February for 29 February in a common year."""
    return add_months(day, 12 * years)
