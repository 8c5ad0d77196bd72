"""What a column of a list of enterprises holds, told by its heading.

A list has one row an enterprise. Its columns are fields of the enterprise itself, figures of a fiscal year (营业收入, with
or without the year: 2022年营业收入), or a reviewer's finding on a clause (盈利模式认定).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from datong_desktop.domain.enterprise import Enterprise, FiscalYear, Judgement
from datong_desktop.domain.fields import Field, Kind, fields_by_id, fields_of
from datong_desktop.domain.names import fold

UNITS = {"元": Decimal("0.0001"), "千元": Decimal("0.1"), "万元": Decimal(1), "百万元": Decimal(100), "亿元": Decimal(10_000)}
"""万元 in one of the units headings name."""
JUDGED = ("盈利模式", "产品服务")
"""The clauses of annex 2 part 一 that a reviewer decides and lists carry."""
KEPT_YEARS = 3
NOT_LISTED = ("initials", "archived_on")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?\s*度?")
_LAST_YEAR = re.compile(r"(?:最近|上)一?(?:个会计)?年度?末?")
_REMARK = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]")
_NUMBERED = re.compile(r"^[\d一二三四五六七八九十]{1,3}[.、．]")


@dataclass(frozen=True, slots=True)
class Target:
    """What a column holds: a ``field`` of ``record``, of a fiscal ``year`` or on a ``clause`` where it has one."""

    record: type
    field: Field
    year: int | None = None
    clause: str = ""

    @property
    def id(self) -> str:
        """Stable, for settings: "name", "revenue.2022", "result.盈利模式"."""
        return ".".join(str(part) for part in (self.field.id, self.year or self.clause) if part)

    @property
    def label(self) -> str:
        """How window and messages call it: 企业名称, 营业收入（2022年）, 盈利模式认定."""
        if self.year is not None:
            return f"{self.field.label}（{self.year}年）"
        return f"{self.clause}认定" if self.clause else self.field.label


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says: a target, None when nothing known; the unit of its amounts in 万元; whether it names a year."""

    target: Target | None
    unit: Decimal = Decimal(1)
    year_named: bool = False


@cache
def targets(last_year: int) -> Mapping[str, Target]:
    """What a column can be set to, by id: the fields of an enterprise, figures of the years up to ``last_year``, findings."""
    own = [Target(Enterprise, field) for field in fields_of(Enterprise) if field.id not in NOT_LISTED]
    years = range(last_year, last_year - KEPT_YEARS, -1)
    figures = [Target(FiscalYear, field, year) for year in years for field in fields_of(FiscalYear)]
    return {target.id: target for target in (*own, *figures, *_findings())}


def target_of(identifier: str) -> Target | None:
    """The target of an id, of any year; None for an unknown one."""
    name, _, rest = identifier.partition(".")
    if not rest:
        field = fields_by_id(Enterprise).get(name)
        return Target(Enterprise, field) if field and name not in NOT_LISTED else None
    if name in fields_by_id(FiscalYear) and re.fullmatch(r"(19|20)\d{2}", rest):
        return Target(FiscalYear, fields_by_id(FiscalYear)[name], int(rest))
    return next((target for target in _findings() if target.id == identifier), None)


def read_heading(text: str, last_year: int, above: str = "") -> Heading:
    """What a heading says. ``last_year`` is the fiscal year of figures that name none; ``above`` the heading over it."""
    plain = _NUMBERED.sub("", unicodedata.normalize("NFKC", text).strip())
    unit = next((part for part in re.findall(r"百?[万亿千]?元", plain) if part in UNITS), "")
    named = _YEAR.search(plain) or _YEAR.search(unicodedata.normalize("NFKC", above))
    year = int(named[1]) if named else None
    bare = _YEAR.sub("", plain)
    for written in (plain, bare, _LAST_YEAR.sub("", bare)):
        for form in (written, _REMARK.sub("", written)):
            if target := _known().get(fold(form)) or _known().get(fold(form.replace(unit, "") if unit else form)):
                if target.record is FiscalYear:
                    target = replace(target, year=year or last_year)
                return Heading(target, UNITS.get(unit, Decimal(1)) if target.field.kind is Kind.MONEY else Decimal(1), year is not None)
    return Heading(None)


@cache
def _known() -> Mapping[str, Target]:
    """By folded label and alias. The first that bears a name has it."""
    found: dict[str, Target] = {}
    every = [Target(record, field) for record in (Enterprise, FiscalYear) for field in fields_of(record)]
    for target in every:
        if target.field.id not in NOT_LISTED:
            for name in (target.field.label, *target.field.aliases):
                found.setdefault(fold(name), target)
    for target in _findings():
        for name in (target.clause, target.label, f"{target.clause}认定结果"):
            found.setdefault(fold(name), target)
    return found


def _findings() -> tuple[Target, ...]:
    return tuple(Target(Judgement, fields_by_id(Judgement)["result"], clause=clause) for clause in JUDGED)
