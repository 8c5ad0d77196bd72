"""What the side panel says of an enterprise: where it stands, what is due, whom to call."""

from __future__ import annotations

import datetime

from datong_desktop import services
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fields import fields_by_id, show
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.workdays import Reckoned
from datong_desktop.services.enterprise_list import BATCH, STATE, TIER
from datong_desktop.services.listed import Line
from datong_desktop.views.widgets.plain_text import Lines

BELOW = {
    "district": "县区", "credit_code": "信用代码", "industry": "行业", "catalogue_class": "产业目录", "target_board": "板块",
    "legal_representative": "法人", "contact": "联系人", "phone": "电话", "address": "地址", "founded_on": "成立",
    "registered_capital": "注册资本", "remark": "备注",
}  # fmt: skip
"""Fields with labels that leave room for what stands beside them."""
SOON = 90


def facts(line: Line, today: datetime.date) -> Lines:
    """Labels and texts; blank fields are left out."""
    told = [(label, show(f, line.get(f.id))) for label, f in (("状态", STATE), ("层次", TIER), ("批次", BATCH))]
    if missing := line.get("missing"):
        told.append(("材料", f"▲ 缺 {missing} 项"))
    due = line.get("due_on")
    told.append(("股改期限", deadline(due, today) if isinstance(due, datetime.date) else ""))
    fields = fields_by_id(Enterprise)
    for name, label in BELOW.items():
        text = show(fields[name], line.get(name))
        told.append((label, f"{text} {fields[name].unit}" if text and fields[name].unit else text))
    if archived := line.get("archived_on"):
        told.insert(0, ("已归档", str(archived)))
    return tuple((label, text) for label, text in told if text)


def deadline(due: datetime.date, today: datetime.date) -> str:
    """The last day of a period, where it is put off to, and what is left until then."""
    last = _last_day(due)
    left, put_off = (last.day - today).days, last.put_off(due)
    day = f"{due}（{put_off}）" if put_off else str(due)
    if left < 0:
        return f"✕ {day}，已超期 {-left} 天"
    return f"{'▲ ' if left <= SOON else ''}{day}，还有 {left} 天"


def _last_day(due: datetime.date) -> Reckoned:
    try:
        return services.workdays.workdays().next_workday(due)
    except Refused:  # 待办 tells what is wrong with the calendar
        return Reckoned(due, reckoned=False)
