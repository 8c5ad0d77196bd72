"""Schemes and Hypothesis strategies that several tests share."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from datong_desktop import paths
from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.scheme_file import parse_scheme
from datong_desktop.domain.year_book import Cell

DATA = Path(__file__).parent / "data"


@cache
def datong() -> Scheme:
    """The built-in scheme: 11 districts, 8 indicators."""
    source = paths.resources() / "schemes" / "datong-2022.toml"
    return parse_scheme(source.read_text("utf-8"), source.name)


@cache
def second() -> Scheme:
    """13 districts, 6 indicators, one-decimal weights, worst-rank ties, zeros ranked."""
    source = DATA / "second-scheme.toml"
    return parse_scheme(source.read_text("utf-8"), source.name)


schemes = st.sampled_from([datong(), second()])

counts = st.one_of(st.integers(0, 3), st.integers(0, 40), st.integers(0, 99_999))
"""Counts with many ties and zeros."""


def figures(scheme: Scheme, *, blanks: bool = True) -> st.SearchStrategy[dict[Cell, int | None]]:
    """A whole table of a scheme; with ``blanks``, some cells are None."""
    value = st.one_of(counts, st.none()) if blanks else counts
    cells = [(d, i.id) for d in scheme.districts for i in scheme.indicators]
    return st.lists(value, min_size=len(cells), max_size=len(cells)).map(lambda v: dict(zip(cells, v, strict=True)))


def some_districts(scheme: Scheme) -> st.SearchStrategy[frozenset[str]]:
    """Disqualified districts: none, some or all."""
    return st.frozensets(st.sampled_from(scheme.districts))


def slow_assessment(
    scheme: Scheme, table: dict[Cell, int | None], out: frozenset[str]
) -> dict[str, tuple[list[int | None], Decimal | None, int | None]]:
    """An independent, slow reading of annex 4: points, final score and rank by district.

    Ranks are counted by comparing every pair, points looked up in the annex's own words, finals summed in percent.
    """
    taking_part = [d for d in scheme.districts if d not in out]

    def rank_among(own: Decimal | int, others: list[Decimal] | list[int]) -> int:
        better = sum(1 for other in others if other > own)
        equal = sum(1 for other in others if other == own)
        return better + 1 if scheme.tie_rule.kind == "best" else better + equal

    def points_of(district: str, indicator: str) -> int | None:
        own = table.get((district, indicator))
        if district in out or own is None:
            return None
        if own == 0 and scheme.zero_rule.kind == "no_points":
            return 0
        rank = rank_among(own, [v for d in taking_part if (v := table.get((d, indicator))) is not None])
        return next(b.points for b in scheme.bands for r in range(b.first, b.last + 1) if r == rank)

    points = {d: [points_of(d, i.id) for i in scheme.indicators] for d in scheme.districts}
    finals: dict[str, Decimal] = {}
    for district in taking_part:
        thousandths = 0
        for earned, indicator in zip(points[district], scheme.indicators, strict=True):
            if earned is None:
                break
            thousandths += earned * int(indicator.weight * 1000)
        else:
            finals[district] = Decimal(thousandths) / 100_000
    ranks = {d: rank_among(final, list(finals.values())) for d, final in finals.items()}
    return {d: (points[d], finals.get(d), ranks.get(d)) for d in scheme.districts}
