"""What the teams did and what is thought of it: visits and evaluation forms (annex 5 三（五）, 四（三）, （四）).

``Visit`` is a department's call on an enterprise (``domain/fostering.py``); an expert's is a ``ServiceVisit``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from datong_desktop.domain.fields import Kind, described

PROBLEM_KINDS = ("股权", "财务", "税务", "法律", "土地房产", "环保", "治理结构", "业务", "融资", "其他")


@dataclass(frozen=True, slots=True)
class ServiceVisit:
    """One call of experts on an object: an enterprise of the registry or a district, by a team or without one."""

    id: str
    team: str | None = described("服务队", Kind.REFERENCE)
    enterprise: str | None = described("企业", Kind.REFERENCE)
    district: str = described("县区", Kind.CHOICE, column=8)
    visited_on: datetime.date | None = described("服务日期", Kind.DATE, column=11)
    days: int | None = described("天数", Kind.COUNT, column=6, hint="不足一天按一天")
    kind: str = described("问题类别", Kind.SUGGESTION, choices=PROBLEM_KINDS, column=9)
    problem: str = described("问题", Kind.LONG, longest=2000, column=24)
    advice: str = described("建议", Kind.LONG, longest=2000, column=24)
    result: str = described("结果", Kind.LONG, longest=2000, column=24)
    solved: int | None = described("已解决", Kind.TRUTH, column=7)
    follow_up: str = described("后续工作", Kind.LONG, longest=2000, column=24)
    due_on: datetime.date | None = described("后续期限", Kind.DATE, column=11)
    closed_on: datetime.date | None = described("办结日期", Kind.DATE, column=11)


def calls(visits: Iterable[ServiceVisit]) -> tuple[int, int]:
    """How many calls these are, and of how many days in all (不足一天按一天). A call at which several problems were heard is
    logged problem by problem: what one team did for one object on one day is one call, as long as the longest entry says."""
    days: dict[tuple[object, ...], int] = {}
    for visit in visits:
        key = visit.visited_on, visit.team, visit.enterprise, visit.district
        days[key] = max(days.get(key, 0), visit.days or 1)
    return len(days), sum(days.values())


@dataclass(frozen=True, slots=True)
class VisitingExpert:
    """An expert who took part in a visit."""

    service_visit: str
    expert: str
    part: str = described("分工", Kind.TEXT, column=14)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An evaluation form of an enterprise or a district, on a team or on one expert. Marks are 0-100."""

    id: str
    team: str | None = described("服务队", Kind.REFERENCE)
    expert: str | None = described("专家", Kind.REFERENCE)
    enterprise: str | None = described("企业", Kind.REFERENCE)
    district: str = described("县区", Kind.CHOICE, column=8)
    year: int | None = described("考核年度", Kind.YEAR, column=8)
    evaluated_on: datetime.date | None = described("评价日期", Kind.DATE, column=11)
    evaluated_by: str = described("评价人", Kind.TEXT, longest=60, column=9)
    skill: int | None = described("专业能力", Kind.COUNT, unit="分", column=9)
    attitude: int | None = described("服务态度", Kind.COUNT, unit="分", column=9)
    effect: int | None = described("服务效果", Kind.COUNT, unit="分", column=9)
    overall: int | None = described("综合评价", Kind.COUNT, unit="分", column=9)
    opinion: str = described("意见", Kind.LONG, longest=2000, column=24)
