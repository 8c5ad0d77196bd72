"""The list of needs: what it searches, filters, sorts and shows besides the fields of the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.fields import Field, Kind, Value
from datong_desktop.domain.service_team import OBJECT_KINDS, Conflict, Need, Team
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.services.enterprise_list import annex_order, archived
from datong_desktop.services.enterprises import NAMELESS
from datong_desktop.services.expert_list import tags
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.listed import Filter, Listed, Test, Within, same
from datong_desktop.services.record_list import ListIndex

NONE, FORMED = "未组队", "已组队"
OBJECT = Field("object", "服务对象", Kind.TEXT, column=24)
PLACE = Field("place", "所在县区", Kind.CHOICE, column=8)
TEAM = Field("team", "服务队", Kind.CHOICE, choices=(NONE, FORMED), column=8)
CONFLICTS = Field("conflicts", "回避", Kind.COUNT, column=6)


def open_index(ledger: Ledger) -> ListIndex:
    """The searchable list of a ledger's needs."""
    return ListIndex(ledger, NEEDS)


def _standing(session: Session, _: Sequence[Mapping[str, Any]], within: Within) -> dict[str, tuple[Value, ...]]:
    """Name and district of the object, whether it has a team, how many conflicts are declared."""
    need, about = ROWS[Need].__table__.c, EnterpriseRow.__table__.c
    named = select(need.id, need.enterprise, need.district, about.name, about.district)
    asked = session.execute(named.outerjoin(EnterpriseRow.__table__, need.enterprise == about.id).where(within(need.id)))
    team, conflict = ROWS[Team].__table__.c, ROWS[Conflict].__table__.c
    teams = {ours or county for ours, county in session.execute(select(team.enterprise, team.district).where(team.dissolved_on.is_(None)))}
    declared = Counter(ours or county for ours, county in session.execute(select(conflict.enterprise, conflict.district)))
    found: dict[str, tuple[Value, ...]] = {}
    for identifier, ours, county, name, place in asked:
        key = ours or county
        about_it = (name or NAMELESS, place) if ours else (county, county)
        found[identifier] = (*about_it, FORMED if key in teams else NONE, declared[key])
    return found


def _holding(key: str) -> Test | None:
    return (lambda value: key in str(value).split("、")) if key else None


NEEDS = Listed(
    record=Need,
    searched=("object", "fields", "wishes", "picked_by"),
    latin=(),
    facets=("object_kind", "fields", "place", "urgency", "team", "closed_on", "object", "conflicts"),
    filters=(
        Filter("kind", "object_kind", "企业和县区", same, tuple((name, name) for name in OBJECT_KINDS)),
        Filter("fields", "fields", "全部领域", _holding, sort=tags),
        Filter("place", "place", "全部县区", same, sort=annex_order),
        Filter("urgency", "urgency", "缓急不限", same, tuple((name, name) for name in ("一般", "较急", "紧急"))),
        Filter("team", "team", "有无服务队", same, ((NONE, NONE), (FORMED, FORMED))),
        Filter("closed", "closed_on", "未了结", archived, (("archived", "已了结"), ("all", "全部"))),
    ),
    shown=("object", "object_kind", "place", "fields", "urgency", "picked_by", "asked_on", "team", "conflicts"),
    computed=(OBJECT, PLACE, TEAM, CONFLICTS),
    compute=_standing,
    first=lambda c: c.closed_on.is_(None),
)
