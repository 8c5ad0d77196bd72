"""Where enterprises stand in the pool: one from its file, or all at once for lists of a hundred thousand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.application import Application, Material, Step
from datong_desktop.domain.enterprise import LIMITED_COMPANIES
from datong_desktop.domain.fostering import REFORMED, Milestone
from datong_desktop.domain.standing import PoolState, pool_state
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.services import enterprises, records
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.services.ledger import Ledger


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


def states(ledger: Ledger) -> dict[str, PoolState]:
    """Where every enterprise stands that ever applied; the others are ``PoolState()``. One pass over few rows each."""
    with ledger.reading() as session:
        return states_in(session)


def states_of(ledger: Ledger, identifiers: Sequence[str]) -> dict[str, PoolState]:
    """Where these stand, for what changed; enterprises that are gone are left out."""
    with ledger.reading() as session:
        found = enterprises.existing(session, identifiers, (Application, Step, Material, Milestone))
        return {file.enterprise.id: state_of(file) for file in found}


def states_in(session: Session) -> dict[str, PoolState]:
    """The same within a reading."""
    batches = _batches(session)
    received = _received(session)
    legal_forms = _limited_companies(session)
    reformed = _reformed(session)
    found = {}
    for enterprise, steps in groupby(_steps(session), key=attrgetter("enterprise")):
        number, batch = batches.get(enterprise, (0, ""))
        found[enterprise] = pool_state(
            tuple(steps),
            batch,
            received.get((enterprise, number), ()),
            legal_forms.get(enterprise, ""),
            reformed=enterprise in reformed,
        )
    return found


def _steps(session: Session) -> Iterator[Step]:
    """All steps in their order, with what the states follow from alone."""
    names = ("enterprise", "application", "number", "move", "made_on", "tier")
    columns = [ROWS[Step].__table__.c[name] for name in names]
    return records.records_of(Step, names, session.execute(select(*columns).order_by(*columns[:3])).all())


def _batches(session: Session) -> Mapping[str, tuple[int, str]]:
    """Number and batch of the last application by enterprise."""
    c = ROWS[Application].__table__.c
    rows = session.execute(select(c.enterprise, c.number, c.batch).order_by(c.enterprise, c.number))
    return {enterprise: (number, batch) for enterprise, number, batch in rows}


def _received(session: Session) -> Mapping[tuple[str, int], set[int]]:
    """Numbers of the materials that are here, by enterprise and application."""
    c = ROWS[Material].__table__.c
    found: dict[tuple[str, int], set[int]] = {}
    for enterprise, application, number in session.execute(
        select(c.enterprise, c.application, c.number).where(c.received_on.is_not(None))
    ):
        found.setdefault((enterprise, application), set()).add(number)
    return found


def _limited_companies(session: Session) -> Mapping[str, str]:
    """Legal forms of those that applied and have to finish a reform."""
    c, applied = EnterpriseRow.__table__.c, ROWS[Application].__table__.c.enterprise
    query = select(c.id, c.legal_form).where(c.id.in_(select(applied).distinct()), c.legal_form.in_(LIMITED_COMPANIES))
    return dict(session.execute(query).all())


def _reformed(session: Session) -> set[str]:
    c = ROWS[Milestone].__table__.c
    return set(session.scalars(select(c.enterprise).where(c.kind == REFORMED)))
