"""The two batches of a year (annex 2 二（一）): what is arranged for each, and how its applications stand."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from datong_desktop.domain.application import (
    BATCH_MONTHS,
    UNDER_WAY,
    Application,
    Batch,
    Material,
    Move,
    PanelOpinion,
    State,
    Step,
    batch_label,
    state_after,
    tier_after,
)
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.panel import PanelSummary, panel_summary
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.standing import missing
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.services import records
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprise_notices import unprintable_in
from datong_desktop.services.enterprises import NAMELESS
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import changed


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One application of a batch: how it stands by its own steps, whatever the enterprise applied for later."""

    enterprise: str
    name: str
    district: str
    application: int
    received_on: datetime.date | None
    recommender: str
    state: State
    tier: str
    missing_materials: tuple[int, ...]
    before_panel: bool
    panel: PanelSummary


@dataclass(frozen=True)
class BatchView:
    """A batch whole. ``arranged`` is the panel's meeting (blank when nothing is arranged)."""

    batch: str
    arranged: Batch
    lines: tuple[BatchLine, ...]

    @property
    def label(self) -> str:
        return batch_label(self.batch)

    @cached_property
    def by_state(self) -> Mapping[State, int]:
        """Applications by state, in the order of the states."""
        counts = Counter(line.state for line in self.lines)
        return {state: counts[state] for state in State if counts[state]}

    @cached_property
    def by_district(self) -> Mapping[str, int]:
        """Applications by district ("" where none is given), most first."""
        return dict(Counter(line.district for line in self.lines).most_common())

    @cached_property
    def lacking(self) -> tuple[BatchLine, ...]:
        """Applications under way that lack required materials."""
        return tuple(line for line in self.lines if line.missing_materials and line.state in UNDER_WAY)

    @cached_property
    def for_panel(self) -> tuple[BatchLine, ...]:
        """The panel meeting's list: those that passed the preliminary review and were not withdrawn."""
        return tuple(line for line in self.lines if line.before_panel and line.state is not State.NOT_APPLIED)


_LISTED = frozenset({Application, Batch})
"""What may bring an application into a batch, or stands above its applications."""
_IN_LINES = frozenset({Enterprise, Step, Material, PanelOpinion})
"""What the lines of a batch show."""


def concerned(view: BatchView | None, changed: Changed) -> bool:
    """Whether the numbers of the batches, or the one on show, may be others after a write."""
    shown = {line.enterprise for line in view.lines} if view else set()
    return bool(changed.kinds & _LISTED or (changed.kinds & _IN_LINES and changed.enterprises & shown))


def set_batch(ledger: Ledger, batch: Batch) -> Changed:
    """What is arranged for a batch. ``Refused``: bad_batch."""
    check_batch(batch.batch)
    label = f"复核会安排 {batch_label(batch.batch)}"
    with ledger.writing(label) as work:
        records.put(work.session, batch)
    return changed(ledger, work, unprintable_in(batch, label))


def batches(ledger: Ledger) -> tuple[tuple[str, int], ...]:
    """The batches there are applications or arrangements for, newest first, with the number of applications: of those that
    ``batch_view`` lists."""
    c = ROWS[Application].__table__.c
    with ledger.reading() as session:
        arranged = dict.fromkeys(session.scalars(select(ROWS[Batch].__table__.c.batch)), 0)
        counted: dict[str, int] = dict(session.execute(select(c.batch, func.count()).group_by(c.batch)).all())
        put_away = _put_away(session)
    return tuple(sorted((arranged | {one: count - put_away[one] for one, count in counted.items()}).items(), reverse=True))


def _put_away(session: Session) -> Counter[str]:
    """The applications under way of archived enterprises by batch."""
    c, enterprise = ROWS[Application].__table__.c, EnterpriseRow.__table__.c
    archived = select(enterprise.id).where(enterprise.archived_on.is_not(None))
    found = session.execute(select(c.enterprise, c.number, c.batch).where(c.enterprise.in_(archived))).all()
    steps = _by_application(session, Step, list({row[0] for row in found}))
    return Counter(batch for *key, batch in found if state_after(steps.get(tuple(key), ())) in UNDER_WAY)


def arranged(ledger: Ledger, batch: str) -> Batch:
    """What is arranged for a batch; blank when nothing is."""
    with ledger.reading() as session:
        return _arranged(session, batch)


def _arranged(session: Session, batch: str) -> Batch:
    found = records.read(session, Batch, ROWS[Batch].__table__.c.batch == batch)
    return found[0] if found else Batch(batch)


def batch_view(ledger: Ledger, batch: str) -> BatchView:
    """The applications of a batch in the order they came in, those under way of archived enterprises left out: nobody works
    on them; what was decided stays. ``Refused``: bad_batch."""
    with ledger.reading() as session:
        return view_in(session, batch)


def view_in(session: Session, batch: str) -> BatchView:
    """The same within a reading."""
    check_batch(batch)
    application, enterprise = ROWS[Application].__table__.c, EnterpriseRow.__table__.c
    query = (
        select(
            application.enterprise, enterprise.name, enterprise.district, application.number, application.received_on,
            application.recommender, enterprise.archived_on,
        )
        .where(application.batch == batch)
        .join(EnterpriseRow.__table__, enterprise.id == application.enterprise)
        .order_by(application.received_on, enterprise.name, application.enterprise)
    )  # fmt: skip
    found = session.execute(query).all()
    applied = list(dict.fromkeys(row[0] for row in found))
    steps = _by_application(session, Step, applied)
    materials = _by_application(session, Material, applied)
    opinions = _by_application(session, PanelOpinion, applied)
    lines = []
    for identifier, name, district, number, received_on, recommender, archived_on in found:
        key = identifier, number
        own = steps.get(key, [])
        state = state_after(own)
        if archived_on and state in UNDER_WAY:
            continue
        line = BatchLine(
            enterprise=identifier,
            name=name or NAMELESS,
            district=district,
            application=number,
            received_on=datetime.date.fromisoformat(received_on) if received_on else None,
            recommender=recommender,
            state=state,
            tier=tier_after(own),
            missing_materials=missing([m.number for m in materials.get(key, ()) if m.received_on]),
            before_panel=any(step.move == Move.PASS_REVIEW for step in own),
            panel=panel_summary(opinions.get(key, [])),
        )
        lines.append(line)
    return BatchView(batch, _arranged(session, batch), tuple(lines))


Hanging = TypeVar("Hanging", Step, Material, PanelOpinion)


def _by_application(
    session: Session, kind: type[Hanging], enterprises: Sequence[str]
) -> dict[tuple[str, int], list[Hanging]]:
    """What hangs on the applications of these enterprises, by enterprise and number of the application."""
    found: dict[tuple[str, int], list[Hanging]] = {}
    for one in records.of_owners(session, kind, "enterprise", enterprises):
        found.setdefault((one.enterprise, one.application), []).append(one)
    return found


def check_batch(batch: str) -> None:
    """``Refused`` (bad_batch) when it is none."""
    match = re.fullmatch(r"\d{4}-(\d\d)", batch)
    if match is None or int(match[1]) not in BATCH_MONTHS:
        raise refuse("bad_batch", f"“{batch}”不是申报批次，没有保存。申报批次是每年的 3 月和 9 月，如“2023-09”。")
