"""Where an enterprise stands on its way into the pool: state, tier, what is missing, what is due (annex 2).

Nothing of it is stored: it follows from the steps, the materials received and the milestones.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from datong_desktop.domain.application import (
    IN_POOL,
    MATERIALS,
    OPTIONAL_MATERIALS,
    UNDER_WAY,
    Move,
    State,
    Step,
    last_tier,
    leads_to,
    moves_from,
)
from datong_desktop.domain.dates import add_years
from datong_desktop.domain.enterprise import LIMITED_COMPANIES

REFORM_YEARS = 2
REQUIRED_MATERIALS = tuple(n for n in range(1, len(MATERIALS) + 1) if n not in OPTIONAL_MATERIALS)


@dataclass(frozen=True, slots=True)
class PoolState:
    """Where an enterprise stands: ``since`` when, in which ``application`` (0: none) of which ``batch``.

    ``admitted_on`` is the day it came into the pool it is in; ``missing_materials`` are numbers 1-6 while the application
    is under way or the enterprise in the pool; ``reform_due_on`` is the last day a limited company has for its reform,
    None when it has none to do.
    """

    state: State = State.NOT_APPLIED
    tier: str = ""
    application: int = 0
    batch: str = ""
    since: datetime.date | None = None
    admitted_on: datetime.date | None = None
    missing_materials: tuple[int, ...] = ()
    reform_due_on: datetime.date | None = None

    @property
    def next_moves(self) -> tuple[Move, ...]:
        """What can be done now without an override."""
        return moves_from(self.state)


def pool_state(
    steps: Sequence[Step], batch: str, received: Collection[int], legal_form: str, *, reformed: bool
) -> PoolState:
    """The standing after all steps of an enterprise in their order.

    ``batch`` and ``received`` (numbers of the materials that are here) are those of its last application; ``reformed``
    says whether its 股份制改造 is finished.
    """
    state = State.NOT_APPLIED
    since = admitted_on = None
    for step in steps:
        before, state = state, leads_to(state, Move(step.move))
        since = step.made_on if state is not before else since
        if before not in IN_POOL:
            admitted_on = step.made_on
    in_pool = state in IN_POOL
    return PoolState(
        state=state,
        tier=last_tier(steps) if in_pool else "",
        application=steps[-1].application if steps else 0,
        batch=batch,
        since=since,
        admitted_on=admitted_on if in_pool else None,
        missing_materials=missing(received) if in_pool or state in UNDER_WAY else (),
        reform_due_on=None if reformed or not in_pool else reform_due_on(legal_form, admitted_on),
    )


def missing(received: Collection[int]) -> tuple[int, ...]:
    """The numbers of the required materials that are not here (annex 2 二（二）)."""
    return tuple(number for number in REQUIRED_MATERIALS if number not in received)


def missing_text(numbers: Sequence[int]) -> str:
    """ "1.各县区审核意见…、6.营业执照"."""
    return "、".join(f"{number}.{MATERIALS[number - 1]}" for number in numbers)


def reform_due_on(legal_form: str, admitted_on: datetime.date | None) -> datetime.date | None:
    """The last day of the two years a limited company has from its admission (annex 2 一（一）), else None."""
    if admitted_on is None or legal_form not in LIMITED_COMPANIES:
        return None
    return add_years(admitted_on, REFORM_YEARS)
