"""The list of experts: what it searches, filters, sorts and shows besides the fields of the record."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.expert import FIELDS, INSTITUTION_TYPES, Expert, QualificationCheck
from datong_desktop.domain.fields import Field, Kind, Value, loaded
from datong_desktop.domain.service_team import Member, Team
from datong_desktop.domain.tasks import SOON
from datong_desktop.models.registry import ROWS
from datong_desktop.services.enterprise_list import annex_order, archived
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.listed import Filter, Listed, Test, Within, same
from datong_desktop.services.qualifying import due_on
from datong_desktop.services.record_list import ListIndex

NOT_CHECKED, TO_CHECK = "未审查", "due"
QUALIFIED = Field("qualified", "资格", Kind.CHOICE, choices=("符合", "不符合", "待人工认定", NOT_CHECKED), column=8)
CHECKED = Field("checked_on", "审查日期", Kind.DATE, column=11)
LOAD = Field("load", "现任队数", Kind.COUNT, column=9)


def open_index(ledger: Ledger) -> ListIndex:
    """The searchable list of a ledger's experts."""
    return ListIndex(ledger, EXPERTS)


def _standing(session: Session, experts: Sequence[Mapping[str, Any]], within: Within) -> dict[str, tuple[Value, ...]]:
    """Result and day of the last check, and in how many teams each is now."""
    check, member, team = (ROWS[kind].__table__.c for kind in (QualificationCheck, Member, Team))
    newest: dict[str, tuple[Value, ...]] = {}
    made = select(check.expert, check.result, check.checked_on).where(within(check.expert))
    for one, result, on in session.execute(made.order_by(check.checked_on, check.number)):
        newest[one] = (result or NOT_CHECKED, loaded(CHECKED, on))
    load: dict[str, int] = defaultdict(int)
    serving = select(member.expert).join(ROWS[Team].__table__, team.id == member.team)
    for one in session.scalars(serving.where(within(member.expert), member.left_on.is_(None), team.dissolved_on.is_(None))):
        load[one] += 1
    return {one["id"]: (*newest.get(one["id"], (NOT_CHECKED, None)), load[one["id"]]) for one in experts}


def _holding(key: str) -> Test | None:
    """Whether the key is one of several, parted by 、."""
    return (lambda value: key in str(value).split("、")) if key else None


def _to_check(key: str) -> Test | None:
    """Never checked, or the yearly check is overdue or due soon."""
    last = datetime.date.today() + datetime.timedelta(SOON)
    return (lambda value: not isinstance(value, datetime.date) or due_on(value) <= last) if key else None


def tags(held: Iterable[str]) -> list[str]:
    """The single words of texts that hold several, those offered first in their order."""
    found = {word for text in held for word in text.split("、") if word}
    return [*(word for word in FIELDS if word in found), *sorted(found.difference(FIELDS))]


EXPERTS = Listed(
    record=Expert,
    searched=("name", "institution", "fields"),
    latin=("number", "initials", "phone"),
    facets=("institution_type", "fields", "districts", "qualified", "checked_on", "load", "archived_on"),
    filters=(
        Filter("institution_type", "institution_type", "全部机构类型", same, tuple((name, name) for name in INSTITUTION_TYPES)),
        Filter("fields", "fields", "全部领域", _holding, sort=tags),
        Filter("districts", "districts", "全部县区", _holding, sort=lambda keys: annex_order(tags(keys))),
        Filter("qualified", "qualified", "资格不限", same, tuple((name, name) for name in QUALIFIED.choices)),
        Filter("check", CHECKED.id, "复审不限", _to_check, ((TO_CHECK, "该审查了"),)),
        Filter("archived", "archived_on", "在册专家", archived, (("archived", "已归档"), ("all", "在册和已归档"))),
    ),
    shown=(
        "number", "name", "institution_type", "institution", "fields", "districts", "qualified", "load", "most_teams", "projects",
        "phone",
    ),
    computed=(QUALIFIED, CHECKED, LOAD),
    compute=_standing,
    sorts_like={"name": "initials"},
    first=lambda c: c.archived_on.is_(None),
)
