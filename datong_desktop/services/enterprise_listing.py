"""The enterprises of a ledger with where each stands, for the command line and for exports without a window."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from datong_desktop.domain.application import State, Step, state_after, tier_after
from datong_desktop.domain.problem import refuse
from datong_desktop.models.registry import EnterpriseRow
from datong_desktop.services import records
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.stored_columns import lists


@dataclass(frozen=True, slots=True)
class Entry:
    """An enterprise that is not archived. ``state`` and ``tier`` follow from the steps made (domain/application.py)."""

    id: str
    name: str
    credit_code: str
    district: str
    industry: str
    state: State
    tier: str


def entries(ledger: Ledger, district: str = "", state: str = "") -> tuple[Entry, ...]:
    """All that are not archived, or those of a district or a state, in the order they were entered.

    ``Refused`` (unknown_district, unknown_state) names what there is to choose from.
    """
    wanted_district, wanted_state = _district(ledger, district), _state(state)
    table = EnterpriseRow.__table__.c
    query = select(table.id, table.name, table.credit_code, table.district, table.industry).where(table.archived_on.is_(None))
    if wanted_district:
        query = query.where(table.district == wanted_district)
    steps: dict[str, list[Step]] = defaultdict(list)
    with ledger.reading() as session:
        for step in records.read(session, Step):
            steps[step.enterprise].append(step)
        rows = session.execute(query.order_by(table.id)).all()
    found = (Entry(*row, state_after(steps[row[0]]), tier_after(steps[row[0]])) for row in rows)
    return tuple(entry for entry in found if wanted_state in (None, entry.state))


def _district(ledger: Ledger, written: str) -> str:
    districts = lists(ledger).districts
    name = districts.find(written) if written else ""
    if name is None:
        raise refuse("unknown_district", f"没有“{written}”这个县区，可以是 {'、'.join(districts.names)}。")
    return name


def _state(written: str) -> State | None:
    if not written:
        return None
    if written not in tuple(State):
        raise refuse("unknown_state", f"没有“{written}”这个状态，可以是 {'、'.join(State)}。")
    return State(written)
