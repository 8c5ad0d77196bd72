"""Working days: the State Council's yearly notices where they are known, weekends and statutory days beyond.

A day outside the years whose notice is known is reckoned, and every answer that rests on such a day says so (推算): which
weekends are worked in exchange is not known before the notice.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from datong_desktop.domain.dates import parse_date
from datong_desktop.domain.problem import Problem, Refused, problem

ONE = datetime.timedelta(1)
HOLIDAY, WORKED, RECKONED, PUBLISHED = KINDS = ("休", "班", "推算", "已公布")
"""Kinds of a line: a day off, a weekend day worked, a statutory day reckoned ahead, a year whose notice is out."""
_FIXED = ((1, 1, "元旦"), (5, 1, "劳动节"), (5, 2, "劳动节"), (10, 1, "国庆节"), (10, 2, "国庆节"), (10, 3, "国庆节"))
"""Statutory days on fixed dates, 全国年节及纪念日放假办法 as in force since 2025; those of the moon stand in the table."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day: worked or not, why not (or which holiday it is worked for), and whether that is reckoned (推算)."""

    day: datetime.date
    workday: bool
    name: str
    reckoned: bool


class Reckoned(NamedTuple):
    """A day that was counted to; ``reckoned`` when a day counted over lies beyond the known notices (推算)."""

    day: datetime.date
    reckoned: bool

    @property
    def text(self) -> str:
        """ "2027-02-19（推算）"."""
        return f"{self.day}{'（推算）' if self.reckoned else ''}"

    def put_off(self, stated: datetime.date) -> str:
        """ "顺延至 2027-02-19（推算）", "" when that is the day that was stated."""
        return f"顺延至 {self.text}" if self.day != stated else ""


@dataclass(frozen=True)
class Workdays:
    """The calendar. ``days`` holds what a line says of a day: (kind, name)."""

    days: Mapping[datetime.date, tuple[str, str]] = field(repr=False)
    published: frozenset[int] = frozenset()

    @classmethod
    def parse(cls, text: str, source: str, own: str = "", own_source: str = "") -> Workdays:
        """From the shipped table and the office's own, whose lines go before: 日期,类别,说明 with a heading line.

        A date with 休, 班 or 推算; a year with 已公布 once all days of its notice are entered. ``Refused``
        (bad_calendar) with every wrong line of the file and why.
        """
        days: dict[datetime.date, tuple[str, str]] = {}
        published: set[int] = set()
        problems: list[Problem] = []
        for part, name in ((text, source), (own, own_source)):
            for number, row in _rows(part):
                if reason := _take(row, days, published):
                    said = f"放假安排文件 {name} 第 {number} 行有误：{reason}。请改正后再用。"
                    problems.append(problem("bad_calendar", said, cell=str(number)))
        if problems:
            raise Refused(*problems)
        return cls(days, frozenset(published))

    def look(self, day: datetime.date) -> Day:
        """What is known of a day."""
        kind, name = self.days.get(day, ("", ""))
        known = day.year in self.published
        if kind in (WORKED, HOLIDAY):
            return Day(day, kind == WORKED, name, not known)
        if not known:
            name = name or _statutory(day)
            return Day(day, not name and day.weekday() < 5, name, True)
        return Day(day, day.weekday() < 5, "", False)

    def is_workday(self, day: datetime.date) -> bool:
        return self.look(day).workday

    def next_workday(self, day: datetime.date) -> Reckoned:
        """The day itself when it is worked, else the first worked one after it: the last day of a period that would end on
        ``day`` (民法典第二百零三条)."""
        reckoned = False
        while True:
            found = self.look(day)
            reckoned |= found.reckoned
            if found.workday:
                return Reckoned(day, reckoned)
            day += ONE

    def add_workdays(self, day: datetime.date, count: int) -> Reckoned:
        """So many working days on (or back, when negative): the first worked day after ``day`` is day 1; 0 is the day
        itself."""
        step = ONE if count > 0 else -ONE
        reckoned, left = False, abs(count)
        while left:
            day += step
            found = self.look(day)
            reckoned |= found.reckoned
            left -= found.workday
        return Reckoned(day, reckoned)

    def between(self, first: datetime.date, last: datetime.date) -> int:
        """How many working days come after ``first`` up to and with ``last``; negative when ``last`` lies before."""
        if last < first:
            return -self.between(last, first)
        return sum(self.is_workday(first + n * ONE) for n in range(1, (last - first).days + 1))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(csv.reader(text.removeprefix("\ufeff").splitlines()), 1):
        cells = [cell.strip() for cell in row]
        if any(cells) and not cells[0].startswith(("#", "日期")):
            yield number, cells


def _take(row: list[str], days: dict[datetime.date, tuple[str, str]], published: set[int]) -> str:
    """Takes a line in; "" or what is wrong with it."""
    written, kind, name = (*row, "", "")[:3]
    if kind not in KINDS:
        return f"类别“{kind}”不认识，应为{'、'.join(KINDS)}之一"
    if kind == PUBLISHED:
        if not re.fullmatch(r"(?:19|20|21)\d\d", written):
            return f"“{written}”不是年份，“{PUBLISHED}”前面应为四位数字的年份"
        published.add(int(written))
        return ""
    try:
        day = parse_date(written)
    except ValueError:
        day = None
    if day is None:
        return f"“{written}”不是日期，应写成 2027-02-06"
    if kind == WORKED and day.weekday() < 5:
        return f"{day} 本来就是工作日，不必写“班”"
    days[day] = (kind, name or kind)
    return ""


def _statutory(day: datetime.date) -> str:
    """The statutory holiday a day is by a plain rule, "" when it is none."""
    if day.month == 4 and day.day == _tomb_sweeping(day.year):
        return "清明节"
    return next((name for month, number, name in _FIXED if (day.month, day.day) == (month, number)), "")


def _tomb_sweeping(year: int) -> int:
    """The day in April the sun passes 15°; the usual rule, right for 2000-2099."""
    short = year % 100
    return int(short * 0.2422 + 4.81) - short // 4
