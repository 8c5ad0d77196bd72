"""Where enterprises stand in the pool: one from its file, or all at once for lists of a hundred thousand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import groupby
from operator import attrgetter
from typing import Any, cast

from sqlalchemy import ColumnElement, exists, func, select, true
from sqlalchemy.orm import Session

from datong_desktop.domain.application import Application, Material, Step
from datong_desktop.domain.enterprise import LIMITED_COMPANIES
from datong_desktop.domain.fostering import REFORMED, Milestone
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.domain.standing import PoolState, pool_state
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.services import enterprises, records
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.listed import Within
from datong_desktop.services.lots import LOT, let_others_in


def everyone(_: Any) -> ColumnElement[bool]:
    return true()


def state_of(file: EnterpriseFile) -> PoolState:
    """Where one enterprise stands, from everything that hangs on it."""
    last = max(file.all(Application), key=attrgetter("number"), default=None)
    number = last.number if last else 0
    return pool_state(
        file.all(Step),
        last.batch if last else "",
        [m.number for m in file.all(Material) if m.application == number and m.received_on],
        file.enterprise.legal_form,
        reformed=any(milestone.kind == REFORMED for milestone in file.all(Milestone)),
    )


def states(ledger: Ledger, progress: Progress = UNWATCHED) -> dict[str, PoolState]:
    """Where every enterprise stands that ever applied; the others are ``PoolState()``. Lot by lot, for a thread.
    ``Cancelled``."""
    applied = ROWS[Step].__table__.c.enterprise
    found: dict[str, PoolState] = {}
    last = ""
    while True:
        progress.check()
        with ledger.reading() as session:
            lot = session.scalars(select(applied).distinct().where(applied > last).order_by(applied).limit(LOT)).all()
            if lot:
                first, last = lot[0], lot[-1]
                found |= states_in(session, partial(_between, first, last))
        if len(lot) < LOT:
            return found
        let_others_in()


def _between(first: str, last: str, column: Any) -> ColumnElement[bool]:
    return cast("ColumnElement[bool]", column.between(first, last))


def states_of(ledger: Ledger, identifiers: Sequence[str]) -> dict[str, PoolState]:
    """Where these stand, for what changed; enterprises that are gone are left out."""
    with ledger.reading() as session:
        found = enterprises.existing(session, identifiers, (Application, Step, Material, Milestone))
        return {file.enterprise.id: state_of(file) for file in found}


def states_in(session: Session, within: Within = everyone) -> dict[str, PoolState]:
    """The same within a reading, of the enterprises whose ids fulfil a condition."""
    steps_of = {enterprise: tuple(steps) for enterprise, steps in groupby(_steps(session, within), key=attrgetter("enterprise"))}
    if not steps_of:
        return {}  # as of most enterprises: the list shows them sooner when nothing more is asked
    batches = _batches(session, within)
    received = _received(session, within)
    legal_forms = _limited_companies(session, within)
    reformed = _reformed(session, within)
    found = {}
    for enterprise, steps in steps_of.items():
        number, batch = batches.get(enterprise, (0, ""))
        found[enterprise] = pool_state(
            steps,
            batch,
            received.get((enterprise, number), ()),
            legal_forms.get(enterprise, ""),
            reformed=enterprise in reformed,
        )
    return found


def _steps(session: Session, within: Within) -> Iterator[Step]:
    """All steps in their order, with what the states follow from alone."""
    names = ("enterprise", "application", "number", "move", "made_on", "tier")
    columns = [ROWS[Step].__table__.c[name] for name in names]
    query = select(*columns).where(within(columns[0])).order_by(*columns[:3])
    return records.records_of(Step, names, session.execute(query).all())


def _batches(session: Session, within: Within) -> Mapping[str, tuple[int, str]]:
    """Number and batch of the last application by enterprise."""
    c = ROWS[Application].__table__.c
    query = select(c.enterprise, c.number, c.batch).where(within(c.enterprise)).order_by(c.enterprise, c.number)
    rows = session.execute(query).all()
    return {enterprise: (number, batch) for enterprise, number, batch in rows}


def _received(session: Session, within: Within) -> Mapping[tuple[str, int], frozenset[int]]:
    """Numbers of the materials that are here, by enterprise and application: SQLite joins them, five to a row."""
    c = ROWS[Material].__table__.c
    query = select(c.enterprise, c.application, func.group_concat(c.number)).where(within(c.enterprise), c.received_on.is_not(None))
    rows = session.execute(query.group_by(c.enterprise, c.application)).all()
    return {(enterprise, application): _numbers(joined) for enterprise, application, joined in rows}


@cache
def _numbers(joined: str) -> frozenset[int]:
    return frozenset(map(int, joined.split(",")))


def _limited_companies(session: Session, within: Within) -> Mapping[str, str]:
    """Legal forms of those that applied and have to finish a reform."""
    c, applied = EnterpriseRow.__table__.c, ROWS[Application].__table__.c.enterprise
    limited = c.legal_form.in_(LIMITED_COMPANIES)
    query = select(c.id, c.legal_form).where(within(c.id), exists().where(applied == c.id), limited)
    return dict(session.execute(query).all())


def _reformed(session: Session, within: Within) -> set[str]:
    c = ROWS[Milestone].__table__.c
    return set(session.scalars(select(c.enterprise).where(within(c.enterprise), c.kind == REFORMED)))
