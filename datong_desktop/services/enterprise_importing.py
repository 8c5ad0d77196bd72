"""Importing a list of enterprises: what is known by its contents, and what looks wrong in it."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any, cast

from datong_desktop.documents.record_workbook import Recognisers
from datong_desktop.domain import credit_code
from datong_desktop.domain.dates import parse_date
from datong_desktop.domain.enterprise import Enterprise, FiscalYear
from datong_desktop.domain.enterprise_notices import record_notices
from datong_desktop.domain.fields import TEXTUAL, Kind, loaded
from datong_desktop.domain.record_columns import ENTERPRISES
from datong_desktop.services import list_importing
from datong_desktop.services.column_values import Lists, Stored
from datong_desktop.services.enterprise_notices import is_common, not_printed, unprintable
from datong_desktop.services.enterprises import REGISTER
from datong_desktop.services.list_importing import apply, last_fiscal_year
from datong_desktop.services.list_kind import ListKind
from datong_desktop.services.list_plan import RowKind
from datong_desktop.services.list_planning import Planning
from datong_desktop.services.suspects import suspects

__all__ = ["KIND", "apply", "last_fiscal_year", "plan", "preview", "read_list"]

SLIP = (5_000, 20_000)
"""Yuan for 万元 is ten thousand times too much; a year's growth is in it, too."""


def _recognisers(known: Lists) -> Recognisers:
    def is_date(text: str) -> bool:
        try:
            return len(text) >= 8 and parse_date(text) is not None
        except ValueError:
            return False

    return {
        "credit_code": lambda text: credit_code.check(text).ok,
        "name": lambda text: text.endswith(("公司", "厂", "合作社", "企业", "集团", "中心")) and len(text) > 4,
        "district": lambda text: known.districts.find(text) is not None,
        "industry": lambda text: known.industries.find(text) is not None,
        "founded_on": is_date,
    }


def _look_again(plan: Planning, today: datetime.date) -> None:
    """Warns of what the form would warn of (domain/enterprise_notices.py), and of amounts about ten thousand times what
    the ledger holds. A row is looked at closely when its figures could give reason to."""
    years = sorted({target.year for target in plan.targets if target.year})
    own = [target for target in plan.targets if target.record is Enterprise]
    for place in sorted(suspects(plan.values, years, today)):
        if plan.kinds[place] in (RowKind.SKIPPED, RowKind.REFUSED):
            continue
        known = Enterprise("", **{t.field.id: loaded(t.field, plan.values[t.id][place]) for t in own})  # type: ignore[arg-type]
        figures = [FiscalYear("", year, **_figures(plan, place, year)) for year in years]
        for notice in record_notices(known, figures, (), today):
            column = plan.columns.get(f"{notice.field}.{notice.year}" if notice.year else notice.field)
            if column:
                plan.say(place, column, notice.code, f"：{notice.text}。", warned=True)
    _warn_unprintable(plan)
    for place, changes in plan.changes.items():
        for change in changes:
            if change.target.field.kind is Kind.MONEY and _slipped(change.old, change.new):
                text = f"的「{change.target.label}」与现在的数差约一万倍，可能把元当成了万元，请核对。"
                plan.say(place, plan.columns[change.target.id], "unit", text, warned=True)


def _warn_unprintable(plan: Planning) -> None:
    """Of characters no document can show; a column without a rare one is through at once."""
    for target in plan.targets:
        if target.field.kind not in TEXTUAL:
            continue
        texts = cast("list[str]", plan.values[target.id])
        if is_common("".join(texts)):
            continue
        for place, text in enumerate(texts):
            if plan.kinds[place] not in (RowKind.SKIPPED, RowKind.REFUSED) and (odd := "、".join(unprintable(text))):
                plan.say(place, plan.columns[target.id], "unprintable", f"的{not_printed(target.field, odd)}。", warned=True)


def _figures(plan: Planning, place: int, year: int) -> dict[str, Any]:
    return {t.field.id: plan.values[t.id][place] for t in plan.targets if t.year == year}


def _slipped(old: Stored, new: Stored) -> bool:
    return isinstance(old, int) and isinstance(new, int) and old * new > 0 and (
        SLIP[0] <= new / old <= SLIP[1] or SLIP[0] <= old / new <= SLIP[1]
    )


KIND = ListKind(
    ENTERPRISES,
    pool="企业库",
    hint="每行一家企业，从第三行填起。金额以万元为单位，最多两位小数；日期写成 2023-03-15；没有的留空，空白不会清掉已录的内容。",
    code="credit_code",
    same=("name",),
    recognisers=_recognisers,
    look_again=_look_again,
    spelled=REGISTER.spelled,
)
read_list = partial(list_importing.read_list, KIND)
plan = partial(list_importing.plan, KIND)
preview = partial(list_importing.preview, KIND)
