"""What the columns of a table of records mean: headings by the fields' labels and aliases, in any order, below any title.

Whatever a heading also says is understood or refused: a year before it, a unit behind it. A unit other than the field's
is refused, never converted: 12 345 元 are no exact number of hundredths of 万元.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from datong_desktop.documents.raw_table import RawCell
from datong_desktop.domain.record_columns import ENTERPRISES, ListColumns, Target

_UNIT_ABOVE = re.compile(r"单位\s*[:：]\s*(?:人民币)?\s*(元|百元|千元|百万元|亿元)")
FEWEST = 2
"""So many known headings, the name among them, make a heading row."""


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
def target_of(heading: str, clauses: tuple[str, ...] = (), columns: ListColumns = ENTERPRISES) -> Target | None:
    """What a heading means, None when nothing known. ``clauses`` are those that reviewers decide (盈利模式 → 盈利模式认定)."""
    return columns.read_heading(heading, clauses)


def find_headings(
    rows: Iterable[tuple[int, Mapping[int, RawCell]]],
    clauses: Sequence[str] = (),
    needed: Sequence[str] = ("name",),
    columns: ListColumns = ENTERPRISES,
) -> Headings | None:
    """The row with the most known headings, one of the ``needed`` fields among them (企业名称); the first of several.
    None when there is none."""
    best: Headings | None = None
    known = tuple(clauses)
    for number, cells in rows:
        if len(cells) < FEWEST or (best and len(cells) <= len(best.targets)):
            continue
        targets = {column: t for column, cell in cells.items() if cell.text and (t := target_of(cell.text, known, columns))}
        if len(targets) < FEWEST or all(target.field.id not in needed for target in targets.values()):
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
