"""What the side panel says of an expert: whether to be had, what for, whom to call."""

from __future__ import annotations

import datetime

from datong_desktop.domain.expert import Expert
from datong_desktop.domain.fields import fields_by_id, show
from datong_desktop.services.expert_list import CHECKED, NOT_CHECKED
from datong_desktop.services.listed import Line
from datong_desktop.services.qualifying import due_on
from datong_desktop.views.records import clause_part
from datong_desktop.views.widgets.plain_text import Lines

SIGNS = {**clause_part.SIGNS, NOT_CHECKED: "▲"}
BELOW = {
    "number": "编号", "institution": "机构", "institution_type": "类型", "title": "职务", "licences": "资格", "fields": "领域",
    "industries": "行业", "districts": "县区", "projects": "项目数", "avoids": "回避", "willing": "意愿", "last_penalty_on": "最近处罚",
    "bad_credit": "不良诚信", "phone": "电话", "email": "邮箱", "remark": "备注",
}  # fmt: skip
"""Fields with labels that leave room for what stands beside them."""


def facts(line: Line, today: datetime.date) -> Lines:
    """Labels and texts; blank fields are left out. A check is made anew each year: one that is older is told as due."""
    qualified = str(line.get("qualified") or NOT_CHECKED)
    day = line.get(CHECKED.id)
    checked = f"，{show(CHECKED, day)}" if day else ""
    told = [("资格", f"{SIGNS.get(qualified, '')} {qualified}{checked}")]
    if isinstance(day, datetime.date) and (due := due_on(day)) <= today:
        told.append(("复审", f"▲ {due} 已到期"))
    told.append(("负荷", _load(line)))
    fields = fields_by_id(Expert)
    told += [(label, show(fields[name], line.get(name))) for name, label in BELOW.items()]
    if archived := line.get("archived_on"):
        told.insert(0, ("已归档", str(archived)))
    return tuple((label, text) for label, text in told if text)


def _load(line: Line) -> str:
    load, most = line.get("load") or 0, line.get("most_teams")
    full = isinstance(load, int) and isinstance(most, int) and load >= most
    return f"{'▲ ' if full else ''}{load}/{most}" if most is not None else f"{load}（可承担队数未填）"
