"""What the columns of a table of enterprises mean: headings by the fields' labels and aliases, in any order, below any title.

Whatever a heading also says is understood or refused: a year before it, a unit behind it. A unit other than the field's
is refused, never converted: 12 345 元 are no exact number of hundredths of 万元.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from datong_desktop.documents.raw_table import RawCell
from datong_desktop.domain.enterprise import Enterprise, FiscalYear, Judgement
from datong_desktop.domain.fields import Field, Kind, fields_by_id, fields_of
from datong_desktop.domain.names import fold

_YEAR = re.compile(r"((?:19|20)\d\d)\s*(?:会计|财务)?(?:年度|年)?")
_UNIT = re.compile(r"[（(【\[]\s*(?:单位[:：])?\s*([^（(）)】\]]*?)\s*[）)】\]]\s*$")
_UNIT_ABOVE = re.compile(r"单位\s*[:：]\s*(?:人民币)?\s*(元|百元|千元|百万元|亿元)")
_JUDGED = re.compile(r"(?:认定结果|认定意见|认定|结论)$")
_MONEY_UNITS = ("", "万元", "人民币万元", "万元人民币")
FEWEST = 2
"""So many known headings, the name among them, make a heading row."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a column holds: a field of ``Enterprise``; of ``FiscalYear``, for ``year`` or (None) the year asked for; or the
    result of a ``Judgement`` on ``clause``. ``wrong_unit`` is the unit the heading names when it is another than the field's."""

    record: type
    field: Field
    year: int | None = None
    clause: str = ""
    wrong_unit: str = ""


@dataclass(frozen=True)
class Headings:
    """A heading row: what each known column holds, and the texts of the others."""

    row: int
    targets: Mapping[int, Target]
    unknown: Mapping[int, str]

    @property
    def name_column(self) -> int:
        return next(column for column, target in self.targets.items() if target.field.id == "name")

    @property
    def doubled(self) -> list[tuple[int, int]]:
        """Pairs of columns that mean the same."""
        first: dict[Target, int] = {}
        return [(first[t], column) for column, t in self.targets.items() if first.setdefault(t, column) != column]


@lru_cache(maxsize=4096)
def target_of(heading: str, clauses: tuple[str, ...] = ()) -> Target | None:
    """What a heading means, None when nothing known. ``clauses`` are those that reviewers decide (盈利模式 → 盈利模式认定)."""
    unit = match[1] if (match := _UNIT.search(heading)) else ""
    bare = heading[: match.start()] if match else heading
    if found := _known().get(fold(bare)) or _known().get(fold(heading)):
        return _with_unit(*found, None, unit)
    if (named := _YEAR.search(bare)) and (found := _known().get(fold(bare[: named.start()] + bare[named.end() :]))):
        return _with_unit(*found, int(named[1]), unit) if found[0] is FiscalYear else None
    clause = next((clause for clause in clauses if fold(clause) == fold(_JUDGED.sub("", bare.strip()))), None)
    return Target(Judgement, fields_by_id(Judgement)["result"], clause=clause) if clause else None


def _with_unit(record: type, field: Field, year: int | None, unit: str) -> Target:
    odd = field.kind is Kind.MONEY and unit.endswith("元") and unit not in _MONEY_UNITS
    return Target(record, field, year, wrong_unit=unit if odd else "")


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[type, Field]]:
    """Record and field by folded label and alias; a label goes before an alias of another field."""
    fields = [(Enterprise, f) for f in fields_of(Enterprise) if f.section] + [(FiscalYear, f) for f in fields_of(FiscalYear)]
    found: dict[str, tuple[type, Field]] = {fold(field.label): (record, field) for record, field in fields}
    for record, field in fields:
        for alias in (field.heading, *field.aliases):
            found.setdefault(fold(alias), (record, field))
    return found


def find_headings(rows: Iterable[tuple[int, Mapping[int, RawCell]]], clauses: Sequence[str] = ()) -> Headings | None:
    """The row with the most known headings, 企业名称 among them; the first of several. None when there is none."""
    best: Headings | None = None
    known = tuple(clauses)
    for number, cells in rows:
        if len(cells) < FEWEST or (best and len(cells) <= len(best.targets)):
            continue
        targets = {column: t for column, cell in cells.items() if cell.text and (t := target_of(cell.text, known))}
        if len(targets) < FEWEST or all(target.field.id != "name" for target in targets.values()):
            continue
        if best is None or len(targets) > len(best.targets):
            unknown = {column: cell.text for column, cell in cells.items() if cell.text and column not in targets}
            best = Headings(number, targets, unknown)
    return best


def unit_above(rows: Iterable[tuple[int, Mapping[int, RawCell]]], headings: Headings) -> str:
    """A unit other than 万元 that stands above the headings (单位：元), "" when there is none."""
    for number, cells in rows:
        if number >= headings.row:
            return ""
        for cell in cells.values():
            if match := _UNIT_ABOVE.search(cell.text):
                return match[1]
    return ""
