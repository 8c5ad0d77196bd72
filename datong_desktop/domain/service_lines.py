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
        """2024年度 or 2024年第一季度 where it is one, else the two days."""
        if self == year_of(self.first.year):
            return f"{self.first.year}年度"
        quarters = {quarter_of(self.first.year, n): f"{self.first.year}年第{'一二三四'[n - 1]}季度" for n in range(1, 5)}
        return quarters.get(self, f"{self.first:%Y-%m-%d}至{self.last:%Y-%m-%d}")


def year_of(year: int) -> Period:
    return Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31))


def quarter_of(year: int, number: int) -> Period:
    """Quarter 1-4 of a year."""
    first = datetime.date(year, 3 * number - 2, 1)
    after = datetime.date(year + number // 4, 3 * number % 12 + 1, 1)
    return Period(first, after - datetime.timedelta(days=1))
