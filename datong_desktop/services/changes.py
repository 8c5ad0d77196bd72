"""What a service verb changed: views refresh by it, undo takes it back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from datong_desktop.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One cell of the grid: old and new count, None for blank."""

    year: int
    district: str
    indicator: str
    old: int | None
    new: int | None


MOST_TOLD = 4


@dataclass(frozen=True, slots=True)
class Changed:
    """Result of a write that is durable on disk. ``change_set`` names it in the change log (None: nothing changed);
    ``years`` are the years whose content changed; ``year_list`` when a year came or went; ``touched`` by table the ids of
    the records that changed, or on which something that changed hangs; ``kinds`` the record classes that were written;
    ``label`` is what the menu says behind 撤销; ``at`` is local time with offset; ``notices`` are what the clerk is told about
    it: it was done all the same."""

    label: str
    at: datetime.datetime
    change_set: int | None
    years: frozenset[int] = frozenset()
    year_list: bool = False
    figures: tuple[FigureChange, ...] = ()
    touched: Mapping[str, frozenset[str]] = field(default_factory=dict)
    kinds: frozenset[type] = frozenset()
    notices: tuple[Problem, ...] = ()

    @property
    def enterprises(self) -> frozenset[str]:
        """The ids of the enterprises among what was touched."""
        return self.touched.get("enterprise", frozenset())

    @property
    def experts(self) -> frozenset[str]:
        """The same of the experts."""
        return self.touched.get("expert", frozenset())

    @property
    def told(self) -> str:
        """The notices, a line each; of many the first ones and how many more. "" for none."""
        lines = [notice.text for notice in self.notices[:MOST_TOLD]]
        more = len(self.notices) - len(lines)
        return "\n".join((*lines, f"另外还有 {more} 条。") if more else lines)
