"""The list of enterprises: what it searches, filters, sorts and shows besides the fields of the record."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from datong_desktop.domain.application import State, batch_label
from datong_desktop.domain.enterprise import BOARDS, TIERS, Enterprise
from datong_desktop.domain.fields import Field, Kind, Value
from datong_desktop.domain.standing import PoolState
from datong_desktop.services.assessment import built_in_scheme
from datong_desktop.services.entries import known_scheme
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.listed import Filter, Listed, Test, Within, same
from datong_desktop.services.pool_states import states_in
from datong_desktop.services.record_list import ListIndex

NEVER_APPLIED = (str(State.NOT_APPLIED), "", "", None, None)
STATE = Field("state", "状态", Kind.CHOICE, choices=tuple(State), column=10)
TIER = Field("tier", "入库层次", Kind.CHOICE, choices=TIERS, column=15)
BATCH = Field("batch", "申报批次", Kind.TEXT, column=9)
MISSING = Field("missing", "缺材料", Kind.COUNT, unit="项", column=10)
DUE = Field("due_on", "股改期限", Kind.DATE, column=11)
SECTIONS = dict(
    pair.split(" ")
    for pair in (
        "A 农林牧渔,B 采矿,C 制造,D 电热燃气水,E 建筑,F 批发零售,G 交通仓储邮政,H 住宿餐饮,I 信息软件,J 金融,K 房地产,"
        "L 租赁商务,M 科研技术,N 水利环境公共设施,O 居民服务,P 教育,Q 卫生社会工作,R 文体娱乐,S 公共管理,T 国际组织"
    ).split(",")
)
"""The sections of GB/T 4754-2017, shortened to fit a filter."""


def open_index(ledger: Ledger) -> ListIndex:
    """The searchable list of a ledger's enterprises."""
    return ListIndex(ledger, ENTERPRISES)


def districts() -> tuple[str, ...]:
    """The districts of the city, in the order of annex 4."""
    return tuple(known_scheme(built_in_scheme()).districts)


# -- where each stands in the pool ----------------------------------------------------------------------------------


def _standing(session: Session, enterprises: Sequence[Mapping[str, Any]], within: Within) -> dict[str, tuple[Value, ...]]:
    """State, tier, batch, number of missing materials and reform deadline of each."""
    states = states_in(session, within)
    return {one["id"]: _shown(states[one["id"]]) if one["id"] in states else NEVER_APPLIED for one in enterprises}


def _shown(standing: PoolState) -> tuple[Value, ...]:
    missing = len(standing.missing_materials) if standing.state is not State.NOT_APPLIED else None
    return str(standing.state), standing.tier, standing.batch, missing, standing.reform_due_on


# -- what is filtered by --------------------------------------------------------------------------------------------


def archived(key: str) -> Test | None:
    return {"": lambda value: value is None, "archived": lambda value: value is not None}.get(key)


def _missing(key: str) -> Test | None:
    return {"missing": lambda value: bool(value), "complete": lambda value: value == 0}.get(key)


def _due(key: str) -> Test | None:
    """Overdue, due within so many days, or due at all."""
    today = datetime.date.today()
    if key == "overdue":
        return lambda value: isinstance(value, datetime.date) and value < today
    if key.isdigit():
        last = today + datetime.timedelta(int(key))
        return lambda value: isinstance(value, datetime.date) and today <= value <= last
    return (lambda value: value is not None) if key else None


def _industry(key: str) -> Test | None:
    """Codes that begin so; a code may be kept with the letter of its section or without."""
    start = key.upper()
    if not start:
        return None
    if start[0].isdigit():
        return lambda value: str(value).lstrip("ABCDEFGHIJKLMNOPQRST").startswith(start)
    return lambda value: str(value).startswith(start)


def _section(value: Value) -> str:
    return str(value)[:1] if str(value)[:1] in SECTIONS else ""


def annex_order(keys: Iterable[str]) -> list[str]:
    """Districts as annex 4 names them; what is no district of it at the end."""
    known = districts()
    return sorted(keys, key=lambda key: (known.index(key) if key in known else len(known), key))


def _latest_first(keys: Iterable[str]) -> list[str]:
    return sorted(keys, reverse=True)


def _listed(*choices: str) -> tuple[tuple[str, str], ...]:
    return tuple((choice, choice) for choice in choices)


ENTERPRISES = Listed(
    record=Enterprise,
    searched=("name", "short_name", "legal_representative"),
    latin=("credit_code", "initials"),
    facets=("district", "state", "tier", "batch", "industry", "target_board", "missing", "due_on", "archived_on"),
    filters=(
        Filter("district", "district", "全部县区", same, sort=annex_order),
        Filter("tier", "tier", "全部层次", same, _listed(*TIERS)),
        Filter("state", "state", "全部状态", same, _listed(*State)),
        Filter("batch", "batch", "全部批次", same, label=batch_label, sort=_latest_first),
        Filter("industry", "industry", "全部行业", _industry, key=_section, label=lambda key: f"{key} {SECTIONS[key]}"),
        Filter("target_board", "target_board", "全部板块", same, _listed(*BOARDS)),
        Filter("missing", "missing", "材料不限", _missing, (("missing", "缺材料"), ("complete", "材料齐全"))),
        Filter(
            "due_on",
            "due_on",
            "期限不限",
            _due,
            (("overdue", "股改已超期"), ("30", "30 天内到期"), ("90", "90 天内到期"), ("any", "有股改期限")),
        ),
        Filter("archived", "archived_on", "在册企业", archived, (("archived", "已归档"), ("all", "在册和已归档"))),
    ),
    shown=(
        "name", "district", "state", "tier", "batch", "missing", "due_on", "industry", "target_board", "legal_representative",
        "contact", "phone", "credit_code",
    ),
    computed=(STATE, TIER, BATCH, MISSING, DUE),
    compute=_standing,
    sorts_like={"name": "initials"},
    first=lambda c: c.archived_on.is_(None),
)
