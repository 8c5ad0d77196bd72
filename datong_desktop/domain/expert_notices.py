"""What looks wrong in the record of an expert: told when it is keyed and when a list is imported, never in the way."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from datong_desktop.domain.expert import INSTITUTION, Expert, Penalty, Project
from datong_desktop.domain.fields import fields_by_id

DAYS_PAST = ("applied_on", "willing_on", "last_penalty_on")
"""Days that have been when they are keyed."""


@dataclass(frozen=True, slots=True)
class ExpertNotice:
    """``text`` is a clause about the value of ``field``, without a full stop."""

    field: str
    code: str
    text: str


def record_notices(
    expert: Expert, projects: Sequence[Project], penalties: Sequence[Penalty], today: datetime.date
) -> tuple[ExpertNotice, ...]:
    """Days to come, nobody to be had for a team, and what was declared against what the sheets hold."""
    return tuple(_notices(expert, projects, penalties, today))


def _notices(
    expert: Expert, projects: Sequence[Project], penalties: Sequence[Penalty], today: datetime.date
) -> Iterator[ExpertNotice]:
    for name in DAYS_PAST:
        day = getattr(expert, name)
        if day and day > today:
            yield ExpertNotice(name, "future", f"{fields_by_id(Expert)[name].label} {day} 还没有到，请核对")
    if expert.most_teams == 0:
        yield ExpertNotice("most_teams", "no_capacity", "可承担队数是 0，组队时不会选到，请核对")
    if expert.projects is not None and expert.projects < len(projects):
        yield ExpertNotice("projects", "more_projects", f"资本运作项目数填的是 {expert.projects}，项目表里列了 {len(projects)} 个，请核对")
    known = max((one.decided_on for one in penalties if one.decided_on and one.level != INSTITUTION), default=None)
    if known and (expert.last_penalty_on is None or expert.last_penalty_on < known):
        text = f"“最近处罚日期”{'填的更早' if expert.last_penalty_on else '没有填'}，处罚表里有 {known} 的，请核对"
        yield ExpertNotice("last_penalty_on", "later_penalty", text)
