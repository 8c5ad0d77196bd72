"""Scoring of one assessment year (annex 4 part 二). Exact arithmetic, no state, input order does not matter.

Readings (domain.md, Scoring): equal values share the best rank and the next rank skips; the bands are fixed
numbers of the scheme; a value of 0 scores 0 whatever its rank; a blank has no points and its district no
final score; a disqualified district is out and the others are ranked without it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from datong_desktop.domain.scheme import Band, Indicator, Scheme

T = TypeVar("T", int, Decimal)

Figures = Mapping[tuple[str, str], int | None]
"""Counts by (district, indicator id); a missing key or None is 未报 (blank)."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One district's standing in one indicator. ``rank``, ``band``, ``points`` and ``contribution`` are None for a
    blank cell and for a disqualified district; ``contribution`` is points × weight as part of the final score."""

    indicator: Indicator
    value: int | None
    rank: int | None = None
    tied_with: tuple[str, ...] = ()
    band: Band | None = None
    points: int | None = None
    contribution: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DistrictResult:
    """One row of annex table 2. ``final`` and ``rank`` are None when something is blank or the district is out."""

    district: str
    marks: tuple[Mark, ...]
    final: Decimal | None
    rank: int | None
    tied_with: tuple[str, ...]
    disqualified: bool

    @property
    def points(self) -> tuple[int | None, ...]:
        return tuple(m.points for m in self.marks)

    @property
    def values(self) -> tuple[int | None, ...]:
        return tuple(m.value for m in self.marks)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The computed year: rows in annex order; ``missing`` lists the blank cells (district, indicator id)
    of districts that take part; ``complete`` when there are none."""

    scheme: Scheme
    rows: tuple[DistrictResult, ...]
    missing: tuple[tuple[str, str], ...]

    @property
    def complete(self) -> bool:
        return not self.missing

    def row(self, district: str) -> DistrictResult:
        """The row of a district; KeyError when it is no participant."""
        for row in self.rows:
            if row.district == district:
                return row
        raise KeyError(district)


def assess(scheme: Scheme, figures: Figures, disqualified: Collection[str] = ()) -> Assessment:
    """Score every district of the scheme (annex 4 part 二 (一) 1-3, (三) 1-5, part 四)."""
    taking_part = [d for d in scheme.districts if d not in disqualified]
    columns = {i.id: _column(scheme, i, taking_part, figures) for i in scheme.indicators}
    marks = {
        d: tuple(columns[i.id].get(d) or Mark(i, figures.get((d, i.id))) for i in scheme.indicators)
        for d in scheme.districts
    }
    finals = {d: final for d in taking_part if (final := _final(marks[d])) is not None}
    ranks = ranked(finals, scheme.tie_rule.kind)
    rows = tuple(
        DistrictResult(
            d, marks[d], finals.get(d), ranks.get(d, (None, ()))[0], ranks.get(d, (None, ()))[1], d in disqualified
        )
        for d in scheme.districts
    )
    missing = tuple((d, i.id) for d in taking_part for i in scheme.indicators if figures.get((d, i.id)) is None)
    return Assessment(scheme, rows, missing)


def _column(scheme: Scheme, indicator: Indicator, districts: Sequence[str], figures: Figures) -> dict[str, Mark]:
    values = {d: v for d in districts if (v := figures.get((d, indicator.id))) is not None}
    column: dict[str, Mark] = {}
    earned: dict[int, tuple[Band, int, Decimal]] = {}  # by rank: who shares a rank shares the value
    for district, (rank, tied_with) in ranked(values, scheme.tie_rule.kind).items():
        value = values[district]
        if rank not in earned:
            band = scheme.band_of(rank)
            points = 0 if value == 0 and scheme.zero_rule.kind == "no_points" else band.points
            earned[rank] = band, points, points * indicator.weight / 100
        column[district] = Mark(indicator, value, rank, tied_with, *earned[rank])
    return column


def ranked(values: Mapping[str, T], tie_rule: str) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Rank (1 = highest) and the names that share it, per name. ``best``: 1, 2, 2, 4; ``worst``: 1, 3, 3, 4."""
    groups: dict[T, list[str]] = {}
    for name, value in values.items():
        groups.setdefault(value, []).append(name)
    result: dict[str, tuple[int, tuple[str, ...]]] = {}
    above = 0
    for value in sorted(groups, reverse=True):
        names = tuple(groups[value])
        rank = above + 1 if tie_rule == "best" else above + len(names)
        for place, name in enumerate(names):
            result[name] = rank, names[:place] + names[place + 1 :]
        above += len(names)
    return result


def _final(marks: Sequence[Mark]) -> Decimal | None:
    parts = [m.contribution for m in marks]
    if any(p is None for p in parts):
        return None
    return sum((p for p in parts if p is not None), Decimal(0))
