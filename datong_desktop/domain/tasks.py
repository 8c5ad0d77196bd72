"""待办: what a task is, and how many of one kind are told as one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

SOON = 30
"""Days before a deadline from which a task is told and urgent."""
FOLD = 20
"""More of one kind than these are one task."""


class TaskKind(StrEnum):
    """What a task is about; the values are what the list says."""

    REFORM = "股改期限"
    MATERIALS = "缺材料"
    BATCH = "批次截止"
    PANEL = "复核会"
    REFORM_PLAN = "股改计划"
    VISIT = "走访问题"
    DIFFICULTY = "帮扶问题"
    SERVICE = "服务后续"
    CHOICE = "国企筛选"
    NO_LIST = "报股改清单"
    NO_VISIT = "部门走访"
    NO_SUBMISSION = "报送推荐"
    NO_LEADER = "包联领导"
    CHECK = "专家复审"
    TEAM_ENDS = "服务队到期"
    TEAM_HOLE = "服务队缺人"


COUNTED = {
    TaskKind.REFORM: "家企业", TaskKind.MATERIALS: "家企业", TaskKind.REFORM_PLAN: "家企业", TaskKind.NO_LEADER: "家在库企业",
    TaskKind.VISIT: "项问题", TaskKind.DIFFICULTY: "项问题", TaskKind.SERVICE: "项服务", TaskKind.NO_LIST: "个县区",
    TaskKind.NO_VISIT: "个部门", TaskKind.CHECK: "名专家", TaskKind.TEAM_ENDS: "支服务队",
    TaskKind.TEAM_HOLE: "支服务队",
}  # fmt: skip
"""What a folded task counts."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something due: ``days`` from today to ``due_on``, or to the working day a period that ends then is put off to; negative
    when overdue. ``enterprise`` is "" where the task is about none alone: ``name`` then says what about. ``folded`` are those
    it stands for."""

    kind: TaskKind
    enterprise: str
    name: str
    what: str
    due_on: datetime.date
    overdue: bool
    days: int
    folded: tuple[Task, ...] = ()


def fold(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Those overdue longest first; more than ``FOLD`` of a kind as one, due when the first of them is."""
    by_kind: dict[TaskKind, list[Task]] = {}
    for task in unfold(tasks):
        by_kind.setdefault(task.kind, []).append(task)
    return _ordered(one for own in by_kind.values() for one in ([_one(_ordered(own))] if len(own) > FOLD else own))


def unfold(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Each one by itself again."""
    return _ordered(one for task in tasks for one in task.folded or (task,))


def _ordered(tasks: Iterable[Task]) -> tuple[Task, ...]:
    kinds = list(TaskKind)
    return tuple(sorted(tasks, key=lambda task: (task.days, kinds.index(task.kind), task.name, task.enterprise)))


def _one(tasks: Sequence[Task]) -> Task:
    """The task that stands for these, in their order."""
    first, counted = tasks[0], COUNTED.get(tasks[0].kind, "项")
    late, same = sum(task.overdue for task in tasks), all(task.what == tasks[0].what for task in tasks)
    told = [first.what if same else f"最早的是{first.name}：{first.what}"]
    if 0 < late < len(tasks):
        told.append(f"其中 {late} {counted}已超期")
    name = f"{len(tasks)} {counted}"
    return Task(first.kind, "", name, "；".join(told), first.due_on, first.overdue, first.days, tuple(tasks))
