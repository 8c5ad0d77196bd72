"""All that is known of one assessment year: what the grid shows, what is scored, what is printed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from datong_desktop.domain.disqualification import Disqualification, in_force
from datong_desktop.domain.plausibility import Notice, notices
from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.scoring import Assessment, assess

if TYPE_CHECKING:
    from datong_desktop.domain.registry_counts import CountNote, Difference

Cell = tuple[str, str]
"""(district's official name, indicator identifier)."""


@dataclass(frozen=True, slots=True)
class Signatures:
    """填表人, 审核人, 填报日期 below a table or a district's paper form."""

    filled_by: str = ""
    reviewed_by: str = ""
    filled_on: datetime.date | None = None


@dataclass(frozen=True)
class YearBook:
    """One year, whole and immutable. ``figures`` holds keyed cells only: a missing key is 未报 (blank).

    ``last_year`` holds the figures of the year before, by the same cell keys; empty when there is none.
    ``decisions`` are all disqualifications recorded in the ledger, whatever their year. ``count_notes`` say why a figure
    differs from what the registry counts; ``differences`` are those nobody explained, filled only for documents.
    """

    year: int
    scheme: Scheme
    figures: Mapping[Cell, int]
    reporting_unit: str = ""
    signatures: Signatures = Signatures()
    remarks: Mapping[Cell, str] = field(default_factory=dict)
    forms: Mapping[str, Signatures] = field(default_factory=dict)
    decisions: tuple[Disqualification, ...] = ()
    last_year: Mapping[Cell, int] = field(default_factory=dict)
    sample: bool = False
    count_notes: Mapping[Cell, CountNote] = field(default_factory=dict)
    differences: Mapping[Cell, Difference] = field(default_factory=dict)

    @cached_property
    def disqualified(self) -> dict[str, Disqualification]:
        """Decisions in force this year, by district (annex 4 part 四)."""
        return in_force(self.scheme, self.year, self.decisions)

    @cached_property
    def assessment(self) -> Assessment:
        return assess(self.scheme, self.figures, self.disqualified)

    @cached_property
    def rows(self) -> tuple[tuple[int | None, ...], ...]:
        """The figures as the annex prints them (``Scheme.rows``)."""
        return self.scheme.rows(self.figures)

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        return notices(self.scheme, self.rows, self.scheme.rows(self.last_year))
