"""Importing a list of experts: what is known by its contents, what looks wrong in it, numbers for those without one."""

from __future__ import annotations

import datetime
from functools import partial

from sqlalchemy import select

from datong_desktop.documents.record_workbook import Recognisers
from datong_desktop.domain.expert import INSTITUTION_TYPES, INSTITUTION_WORDS, Expert
from datong_desktop.domain.expert_notices import record_notices
from datong_desktop.domain.fields import loaded
from datong_desktop.domain.record_columns import EXPERTS
from datong_desktop.models.registry import ROWS
from datong_desktop.models.unit_of_work import Writing
from datong_desktop.services import list_export, list_importing, need_importing
from datong_desktop.services.column_values import Lists
from datong_desktop.services.experts import REGISTER, next_numbers
from datong_desktop.services.list_importing import apply
from datong_desktop.services.list_kind import ListKind, NewColumns
from datong_desktop.services.list_plan import RowKind
from datong_desktop.services.list_planning import Planning

__all__ = ["KIND", "all_columns", "apply", "export", "plan", "preview", "read_list", "template"]


def _recognisers(_: Lists) -> Recognisers:
    known = {*INSTITUTION_TYPES, *INSTITUTION_WORDS}
    return {"institution_type": lambda text: text in known}


def _look_again(plan: Planning, today: datetime.date) -> None:
    """Warns of what the form would warn of (domain/expert_notices.py)."""
    for place, kind in enumerate(plan.kinds):
        if kind in (RowKind.SKIPPED, RowKind.REFUSED):
            continue
        values = {target.field.id: loaded(target.field, plan.values[target.id][place]) for target in plan.targets}
        for notice in record_notices(Expert("", **values), (), (), today):  # type: ignore[arg-type]
            plan.say(place, plan.columns[notice.field], notice.code, f"：{notice.text}。", warned=True)


def _numbered(work: Writing, values: NewColumns, count: int) -> NewColumns:
    """The next numbers for those that have none."""
    c = ROWS[Expert].__table__.c
    given = [str(number) for number in values.get("number") or [""] * count]
    free = iter(next_numbers([*work.session.scalars(select(c.number)), *given], given.count("")))
    return {"number": [number or next(free) for number in given]}


KIND = ListKind(
    EXPERTS,
    pool="专家库",
    hint="每行一名专家，从第三行填起。几项内容之间用顿号隔开；日期写成 2023-03-15；没有的留空，空白不会清掉已录的内容。",
    code="number",
    same=("name", "institution"),
    recognisers=_recognisers,
    look_again=_look_again,
    spelled=REGISTER.spelled,
    complete=_numbered,
    beside=(need_importing.KIND,),
)
read_list = partial(list_importing.read_list, KIND)
plan = partial(list_importing.plan, KIND)
preview = partial(list_importing.preview, KIND)
export = partial(list_export.export, KIND)
template = partial(list_export.template, KIND)


def all_columns() -> tuple[str, ...]:
    """Ids of everything a list can hold."""
    return tuple(EXPERTS.targets(0))
