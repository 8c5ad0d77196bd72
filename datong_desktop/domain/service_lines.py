"""Lines of the service log and of what is drawn from it. Each holds the record it speaks of, whole."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from datong_desktop.domain.service_log import ServiceVisit


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A visit with the names of what it refers to: ``object`` the enterprise or the district that was served, ``district``
    where it is, ``team`` "" where none was sent; ``experts`` who took part, by name."""

    visit: ServiceVisit
    object: str
    district: str
    team: str = ""
    experts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """The days a list or report is about, the last one included."""

    first: datetime.date
    last: datetime.date

    @property
    def words(self) -> str:
        """2024年度, 2024年上半年, 2024年第一季度 or 2024年3月 where it is one, else the two days."""
        year = self.first.year
        named = {year_of(year): f"{year}年度"}
        named |= {half_of(year, n): f"{year}年{'上下'[n - 1]}半年" for n in (1, 2)}
        named |= {quarter_of(year, n): f"{year}年第{'一二三四'[n - 1]}季度" for n in range(1, 5)}
        named |= {month_of(year, n): f"{year}年{n}月" for n in range(1, 13)}
        return named.get(self, f"{self.first:%Y-%m-%d}至{self.last:%Y-%m-%d}")


def year_of(year: int) -> Period:
    return Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31))


def half_of(year: int, number: int) -> Period:
    """Half 1 or 2 of a year."""
    return _months(year, 6, number)


def quarter_of(year: int, number: int) -> Period:
    """Quarter 1-4 of a year."""
    return _months(year, 3, number)


def month_of(year: int, number: int) -> Period:
    """Month 1-12 of a year."""
    return _months(year, 1, number)


def parts_of(year: int, until: datetime.date) -> list[Period]:
    """The year, its halves, quarters and months as far as they have begun on a day, each kind with the newest first."""
    parts = [(half_of, 2), (quarter_of, 4), (month_of, 12)]
    found = [part(year, number) for part, count in parts for number in range(count, 0, -1)]
    return [year_of(year), *(one for one in found if one.first <= until)]


def _months(year: int, length: int, number: int) -> Period:
    last = length * number
    after = datetime.date(year + last // 12, last % 12 + 1, 1)
    return Period(datetime.date(year, last - length + 1, 1), after - datetime.timedelta(days=1))
