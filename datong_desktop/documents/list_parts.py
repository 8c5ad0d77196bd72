"""What every list has: its head, common columns, groups below headings, notes and signatures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol, TypeVar

from datong_desktop.documents.annex_tables import SAMPLE
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.listing import BLANK_DATE, Column, Group, Listing, Row
from datong_desktop.domain.enterprise import Enterprise

UNKNOWN_DISTRICT = "县区未填"
NUMBER, NAME, CODE = Column("序号", 4, "center"), Column("企业名称", 22), Column("统一社会信用代码", 18, "center")
DISTRICT = Column("县区", 8, "center")
SIGNATURES = ("填表人：", "审核人：", f"填报日期：{BLANK_DATE}")


class OfEnterprise(Protocol):
    """A line about one enterprise."""

    @property
    def enterprise(self) -> Enterprise: ...


Line = TypeVar("Line", bound=OfEnterprise)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on every list: the office, the year, the districts in their order, and whether it is a sample.
    ``industry`` gives the name of an industry as it is written in a record, "" where that is unknown."""

    city: str
    office: str
    year: int
    districts: tuple[str, ...] = ()
    sample: bool = False
    industry: Callable[[str], str] = field(default=lambda written: "", repr=False)

    def industry_of(self, one: Enterprise) -> str:
        return self.industry(one.industry) or one.industry


def listing(
    head: Head, title: str, columns: Sequence[Column], groups: Sequence[Group], middle: str = "", *,
    facts: tuple[str, str, str] | None = None, totals: tuple[Row, ...] = (), notes: tuple[str, ...] = (),
    signatures: tuple[str, ...] = SIGNATURES, unit: str = "家",
) -> Listing:
    """A list with the head every list has; ``unit`` counts its lines, ``middle`` stands in place of the year."""
    usual = (f"填报单位：{clean(head.office)}", middle or f"{head.year}年度", f"共 {sum(len(g.rows) for g in groups)} {unit}")
    return Listing(
        clean(title), tuple(columns), tuple(groups), "", facts or usual, totals, notes, signatures,
        marks=(SAMPLE,) if head.sample else (),
    )


def lacking(what: str, names: Sequence[str]) -> tuple[str, ...]:
    """A note that names who has not done something; none when all have."""
    return (f"{what}：{'、'.join(names)}。",) if names else ()


def by_district(head: Head, lines: Sequence[Line], row: Callable[[int, Line], Row]) -> list[Group]:
    return grouped(lines, head.districts, district_of, row)


def district_of(line: OfEnterprise) -> str:
    return line.enterprise.district or UNKNOWN_DISTRICT


def grouped(
    lines: Iterable[Any], order: Sequence[str], heading: Callable[[Any], str], row: Callable[[int, Any], Row], unit: str = "家"
) -> list[Group]:
    """Lines below their headings in the given order (unknown ones last), numbered through; empty groups are left out."""
    found: dict[str, list[Any]] = {}
    for line in lines:
        found.setdefault(heading(line), []).append(line)
    ordered = [*(name for name in order if name in found), *sorted(name for name in found if name not in order)]
    numbers = count(1)
    return [
        Group(f"{clean(name)}（{len(found[name])} {unit}）", [row(next(numbers), line) for line in found[name]])
        for name in ordered
    ]
