"""What a column of a list of records holds, told by its heading.

A list has one row a record. Its columns are fields of the record itself; of an enterprise also figures of a fiscal year
(营业收入, with or without the year: 2022年营业收入), or a reviewer's finding on a clause (盈利模式认定).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from datong_desktop.domain.enterprise import Enterprise, FiscalYear, Judgement
from datong_desktop.domain.expert import Expert
from datong_desktop.domain.fields import Field, Kind, fields_by_id, fields_of
from datong_desktop.domain.names import fold
from datong_desktop.domain.service_team import OBJECT_COLUMNS, Need

JUDGED = ("盈利模式", "产品服务")
"""The clauses of annex 2 part 一 that a reviewer decides and lists carry."""
KEPT_YEARS = 3
NOT_LISTED = ("initials", "archived_on")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?\s*度?")
_LAST_YEAR = re.compile(r"(?:最近|上)一?(?:个会计)?年度?末?")
_REMARK = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]")
_UNIT = re.compile(r"(?:百万|[百千万亿])?元")
_JUDGED = re.compile(r"(?:认定结果|认定意见|认定|结论)$")
_NUMBERED = re.compile(r"^[\d一二三四五六七八九十]{1,3}[.、．]")


@dataclass(frozen=True, slots=True)
class Target:
    """What a column holds: a ``field`` of ``record``; of ``FiscalYear``, for ``year`` or (None) the year asked for; or the
    result of a ``Judgement`` on ``clause``. ``wrong_unit`` is the unit the heading names when it is another than the field's:
    it is refused, never converted, for 12 345 元 are no exact number of hundredths of 万元."""

    record: type
    field: Field
    year: int | None = None
    clause: str = ""
    wrong_unit: str = ""

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

    @property
    def heading(self) -> str:
        """The heading of its column in a workbook: 2022年营业收入（万元）."""
        return f"{self.year}年{self.field.heading}" if self.year is not None else self.label if self.clause else self.field.heading


@dataclass(frozen=True)
class ListColumns:
    """What the columns of one kind of list hold: fields of ``record``; figures and findings where ``more`` says so.
    ``identities`` are the fields by one of which a list is known; the texts are how messages call the list, one of its
    records, and how they count them. ``columns`` are given where a list holds others than the record has: what it refers to
    stands there by its name."""

    record: type
    identities: tuple[str, ...]
    title: str
    noun: str
    counted: str
    more: bool = False
    columns: tuple[Field, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """What it holds of the record itself, in order."""
        return self.columns or tuple(field for field in fields_of(self.record) if field.id not in NOT_LISTED)

    def field(self, identifier: str) -> Field | None:
        """One of them by its id."""
        return next((field for field in self.fields if field.id == identifier), None)

    def targets(self, last_year: int) -> Mapping[str, Target]:
        """What a column can be set to, by id: the fields, figures of the years up to ``last_year``, findings."""
        return _targets(self, last_year)

    def with_id(self, identifier: str) -> Target | None:
        """The target of an id, of any year; None for an unknown one."""
        name, _, rest = identifier.partition(".")
        if not rest:
            field = self.field(name)
            return Target(self.record, field) if field else None
        if self.more and name in fields_by_id(FiscalYear) and re.fullmatch(r"(19|20)\d{2}", rest):
            return Target(FiscalYear, fields_by_id(FiscalYear)[name], int(rest))
        return next((target for target in _findings() if self.more and target.id == identifier), None)

    def read_heading(self, text: str, clauses: Sequence[str] | None = None, above: str = "") -> Target | None:
        """What a heading means, None when nothing known. ``clauses`` are those that reviewers decide (盈利模式 →
        盈利模式认定), JUDGED when not given; ``above`` is the heading over it, which may name its year."""
        plain = _NUMBERED.sub("", unicodedata.normalize("NFKC", text).strip())
        named = _YEAR.search(plain)
        bare = _LAST_YEAR.sub("", _YEAR.sub("", plain))
        for written in (plain, bare):
            for form in (written, _REMARK.sub("", written)):
                if found := _known(self).get(fold(form)):
                    return _completed(found, plain, named or _YEAR.search(unicodedata.normalize("NFKC", above)), bool(named))
        judged = fold(_JUDGED.sub("", _REMARK.sub("", plain).strip()))
        asked = JUDGED if clauses is None else clauses
        clause = next((clause for clause in asked if fold(clause) == judged), None) if self.more else None
        return _finding(clause) if clause else None


@cache
def _targets(columns: ListColumns, last_year: int) -> Mapping[str, Target]:
    own = [Target(columns.record, field) for field in columns.fields]
    if not columns.more:
        return {target.id: target for target in own}
    years = range(last_year, last_year - KEPT_YEARS, -1)
    figures = [Target(FiscalYear, field, year) for year in years for field in fields_of(FiscalYear)]
    return {target.id: target for target in (*own, *figures, *_findings())}


def _completed(target: Target, heading: str, year: re.Match[str] | None, own_year: bool) -> Target | None:
    units = _UNIT.findall(heading) if target.field.kind is Kind.MONEY else []
    wrong = units[0] if units and "万元" not in units else ""
    if target.record is FiscalYear:
        return replace(target, year=int(year[1]) if year else None, wrong_unit=wrong)
    return None if own_year else replace(target, wrong_unit=wrong)


@cache
def _known(columns: ListColumns) -> Mapping[str, Target]:
    """By folded label and alias, with unit and without; a label goes before an alias of another field."""
    every = [Target(columns.record, field) for field in columns.fields]
    every += [Target(FiscalYear, field) for field in fields_of(FiscalYear)] if columns.more else []
    found = {fold(target.field.label): target for target in every}
    for target in every:
        for name in (target.field.heading, *target.field.aliases):
            found.setdefault(fold(name), target)
    return found


def _finding(clause: str) -> Target:
    return Target(Judgement, fields_by_id(Judgement)["result"], clause=clause)


def _findings() -> tuple[Target, ...]:
    return tuple(map(_finding, JUDGED))


ENTERPRISES = ListColumns(Enterprise, ("name", "credit_code"), "企业名单", "企业", "家企业", more=True)
EXPERTS = ListColumns(Expert, ("name", "number"), "专家名单", "专家", "名专家")
NEEDS = ListColumns(Need, ("name",), "服务对象", "服务对象", "个服务对象", columns=OBJECT_COLUMNS)
