"""What the side panel says of an enterprise: where it stands, what is due, whom to call."""

from __future__ import annotations

import datetime

from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fields import Value, fields_by_id, show
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
    told.append(("股改期限", _deadline(line.get("due_on"), today)))
    fields = fields_by_id(Enterprise)
    for name, label in BELOW.items():
        text = show(fields[name], line.get(name))
        told.append((label, f"{text} {fields[name].unit}" if text and fields[name].unit else text))
    if archived := line.get("archived_on"):
        told.insert(0, ("已归档", str(archived)))
    return tuple((label, text) for label, text in told if text)


def _deadline(due: Value, today: datetime.date) -> str:
    if not isinstance(due, datetime.date):
        return ""
    left = (due - today).days
    if left < 0:
        return f"✕ {due}，已超期 {-left} 天"
    return f"{'▲ ' if left <= SOON else ''}{due}，还有 {left} 天"
