"""The list of the service log: what it searches, filters, sorts and shows besides the fields of a visit."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from datong_desktop.domain.fields import Field, Kind, Value
from datong_desktop.domain.problem_report import STATES, state_of
from datong_desktop.domain.service_log import PROBLEM_KINDS, ServiceVisit
from datong_desktop.models.registry import ROWS
from datong_desktop.services import records
from datong_desktop.services.enterprise_list import annex_order
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.listed import Filter, Listed, Within, same
from datong_desktop.services.record_list import ListIndex
from datong_desktop.services.service_visits import EXPERTS, OBJECT, TEAM, named

PLACE = Field("place", "所在县区", Kind.CHOICE, column=8)
STATE = Field("state", "状态", Kind.CHOICE, choices=STATES, column=10)
YEAR = Field("year", "年度", Kind.YEAR, column=7)


def open_index(ledger: Ledger) -> ListIndex:
    """The searchable list of a ledger's service log."""
    return ListIndex(ledger, VISITS)


def _named(session: Session, visits: Sequence[Mapping[str, Any]], within: Within) -> dict[str, tuple[Value, ...]]:
    """Object, team, experts, district, state today and year of each."""
    today = datetime.date.today()
    found = records.read(session, ServiceVisit, within(ROWS[ServiceVisit].__table__.c.id))
    return {
        line.visit.id: (
            line.object, line.team, "、".join(line.experts), line.district, state_of(line.visit, today),
            line.visit.visited_on.year if line.visit.visited_on else None,
        )
        for line in named(session, found)
    }  # fmt: skip


def _kinds(keys: Iterable[str]) -> list[str]:
    """Kinds of problems in their order, other words at the end."""
    known = {kind: place for place, kind in enumerate(PROBLEM_KINDS)}
    return sorted(keys, key=lambda key: (known.get(key, len(known)), key))


VISITS = Listed(
    record=ServiceVisit,
    searched=(OBJECT.id, TEAM.id, EXPERTS.id, "problem", "advice", "result", "follow_up"),
    latin=(),
    facets=(YEAR.id, PLACE.id, "kind", STATE.id),
    filters=(
        Filter("year", YEAR.id, "全部年度", lambda key: (lambda value: str(value) == key) if key else None,
               label=lambda key: f"{key}年度", key=lambda value: str(value or ""), sort=lambda keys: sorted(keys, reverse=True)),
        Filter("place", PLACE.id, "全部县区", same, sort=annex_order),
        Filter("kind", "kind", "全部类别", same, sort=_kinds),
        Filter("state", STATE.id, "状态不限", same, tuple((name, name) for name in STATES)),
    ),
    shown=("visited_on", OBJECT.id, TEAM.id, EXPERTS.id, "kind", "problem", STATE.id, "due_on"),
    computed=(OBJECT, TEAM, EXPERTS, PLACE, STATE, YEAR),
    compute=_named,
)  # fmt: skip
