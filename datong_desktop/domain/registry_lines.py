"""Lines of the lists the office keeps and prints of the registry. Each holds the records it speaks of, whole."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from datong_desktop.domain.application import Application, Move, Step
from datong_desktop.domain.enterprise import Enterprise, FiscalYear
from datong_desktop.domain.fostering import Assistance, Difficulty, Milestone, Reform, Submission, Visit
from datong_desktop.domain.standing import PoolState


@dataclass(frozen=True, slots=True)
class PoolLine:
    """An enterprise of the pool."""

    enterprise: Enterprise
    state: PoolState


@dataclass(frozen=True, slots=True)
class PanelLine:
    """An application before the panel: its own ``steps``; ``missing_materials`` numbers 1-6; the ``figures`` of the last
    complete fiscal year; ``admission`` is the result of its check: 符合, 不符合 or 待人工认定."""

    enterprise: Enterprise
    application: Application
    steps: tuple[Step, ...]
    missing_materials: tuple[int, ...] = ()
    figures: FiscalYear | None = None
    admission: str = ""

    @property
    def conclusion(self) -> str:
        """复核合格, 入库 or 不予通过; "" while the panel has not met."""
        decided = (Move.PASS_PANEL, Move.ADMIT, Move.REFUSE)
        return next((step.move for step in reversed(self.steps) if step.move in decided), "")

    @property
    def tier(self) -> str:
        return next((step.tier for step in reversed(self.steps) if step.tier), "")


@dataclass(frozen=True, slots=True)
class ReformLine:
    """A line of the 股改清单; ``finished_on`` is the day of the milestone."""

    enterprise: Enterprise
    reform: Reform
    state: PoolState
    finished_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone and whose it is."""

    enterprise: Enterprise
    milestone: Milestone


@dataclass(frozen=True, slots=True)
class AssistanceLine:
    """一企一帮扶 of an enterprise with its visits of the year, oldest first, and the ``problems`` heard in it or still open.
    One of the pool that nobody looks after yet has a blank ``assistance``."""

    enterprise: Enterprise
    assistance: Assistance
    visits: tuple[Visit, ...]
    state: PoolState
    problems: tuple[Visit | Difficulty, ...] = ()


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """A unit put an enterprise forward. ``by`` says by which move it did, 申报 or 推荐省资源库; "" when it is keyed as a
    submission."""

    enterprise: Enterprise
    submission: Submission
    by: str = ""


@dataclass(frozen=True, slots=True)
class RecommendationLine:
    """A recommendation to the provincial pool and what came of it: ``result`` 省资源库入库, 省资源库未入, 出库 or "" so far;
    ``admitted_on`` the day it came into the city's pool."""

    enterprise: Enterprise
    admitted_on: datetime.date | None
    recommended_on: datetime.date | None
    opinion: str
    tier: str
    result: str
    decided_on: datetime.date | None
