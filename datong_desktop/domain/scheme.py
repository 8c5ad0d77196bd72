"""The assessment scheme (考核方案): participants, indicators, bands, rules and headings.

Annex 4 parts 一 and 二. The scheme is data: another year or another city is another file, not another branch.
Weights are exact Decimals in percent; the places of the final score follow from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from datong_desktop.domain.names import NameIndex


@dataclass(frozen=True, slots=True)
class Indicator:
    """One 指标: stable identifier, official name, short name for narrow headings, weight in percent."""

    id: str
    name: str
    short_name: str
    weight: Decimal
    meaning: str
    clause: str

    @property
    def weight_text(self) -> str:
        """ "5%", "7.5%": the weight as the annex prints it."""
        return f"{self.weight.normalize():f}%"


@dataclass(frozen=True, slots=True)
class Participant:
    """One assessed district (县区), known by its official name, with other ways of writing it."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """Ranks ``first`` to ``last`` (inclusive) earn ``points``; the clause is quoted in explanations."""

    first: int
    last: int
    points: int
    clause: str
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule of the scheme with the clause it rests on."""

    kind: str
    clause: str
    text: str


@dataclass(frozen=True, slots=True)
class TableHeading:
    """What stands above a printed table: 附表1, its title, the parts of its corner cell."""

    label: str
    title: str
    corner: tuple[str, ...]


@dataclass(frozen=True)
class Scheme:
    """A whole scheme. ``tie_rule.kind`` is ``best`` ("1, 2, 2, 4") or ``worst`` ("1, 3, 3, 4");
    ``zero_rule.kind`` is ``no_points`` (a value of 0 scores 0) or ``ranked`` (0 is a value like any other)."""

    id: str
    title: str
    city: str
    source: str
    office: str
    unit: str
    participants: tuple[Participant, ...]
    indicators: tuple[Indicator, ...]
    bands: tuple[Band, ...]
    tie_rule: Rule
    zero_rule: Rule
    final_rule: Rule
    disqualification_rule: Rule
    disqualified_years: int
    table_1: TableHeading
    table_2: TableHeading
    points_suffix: str
    final_heading: str

    @cached_property
    def districts(self) -> tuple[str, ...]:
        """Official names of the participants in annex order."""
        return tuple(p.name for p in self.participants)

    @cached_property
    def cells(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """(district, indicator identifier) of every figure, a row for each district, in annex order."""
        return tuple(tuple((district, i.id) for i in self.indicators) for district in self.districts)

    def rows(self, figures: Mapping[tuple[str, str], int | None]) -> tuple[tuple[int | None, ...], ...]:
        """Figures by (district, indicator id) as the annex prints them: a row for each district, None for a blank."""
        return tuple(tuple(map(figures.get, cells)) for cells in self.cells)

    @cached_property
    def final_places(self) -> int:
        """Decimal places that lose nothing of any final score, at least 2 (domain.md, rule 4)."""
        fractions = [-int(i.weight.normalize().as_tuple().exponent) for i in self.indicators]
        # weights that are multiples of 5% need only two places: points are whole
        return 2 + max(0, *fractions)

    @cached_property
    def max_points(self) -> int:
        return max(b.points for b in self.bands)

    @cached_property
    def district_names(self) -> NameIndex:
        return NameIndex(self.districts, {p.name: p.aliases for p in self.participants}, districts=True)

    @cached_property
    def indicator_names(self) -> NameIndex:
        """Finds an indicator's official name. Short names are for narrow headings only: in a file they would be a guess."""
        return NameIndex([i.name for i in self.indicators], {}, districts=False)

    @cached_property
    def indicator_ids(self) -> dict[str, str]:
        """Identifier by official name."""
        return {i.name: i.id for i in self.indicators}

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator with this identifier; KeyError when the scheme has none."""
        return self._by_id[indicator_id]

    @cached_property
    def _by_id(self) -> dict[str, Indicator]:
        return {i.id: i for i in self.indicators}

    def band_of(self, rank: int) -> Band:
        """The band a rank falls into; a loaded scheme covers every rank of its participants."""
        return next(b for b in self.bands if b.first <= rank <= b.last)

    def format_final(self, final: Decimal) -> str:
        """A final score with all its places: "1.65"."""
        return f"{final:.{self.final_places}f}"
