"""Whom the experts serve, with which team, and what stands against it (annex 5 四（一）, （二）).

An object is an enterprise of the registry (``enterprise``, its id) or a district (``district``): the other one is blank.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from datong_desktop.domain.fields import Field, Kind, described, fields_by_id

OBJECT_KINDS = OF_ENTERPRISE, OF_DISTRICT = "企业", "县区"


@dataclass(frozen=True, slots=True)
class Need:
    """A 服务对象 and what it needs. ``picked_by`` is the 部门 or 县区 that recommended it (annex 5 四（二）)."""

    id: str
    object_kind: str = described("对象类别", Kind.CHOICE, choices=OBJECT_KINDS, column=8)
    enterprise: str | None = described("企业", Kind.REFERENCE)
    district: str = described("县区", Kind.CHOICE, column=8)
    fields: str = described("需求领域", Kind.TAGS, column=22, hint="几项之间用顿号隔开；没有的可以直接打上去")
    urgency: str = described("紧急程度", Kind.CHOICE, choices=("一般", "较急", "紧急"), column=8)
    picked_by: str = described("推荐单位", Kind.SUGGESTION, column=12, hint="筛选推荐它的县区政府或市直部门")
    asked_on: datetime.date | None = described("提出日期", Kind.DATE, column=11)
    wishes: str = described("需求说明", Kind.LONG, longest=2000, column=24)
    closed_on: datetime.date | None = described("了结日期", Kind.DATE, column=11)


_NEED = fields_by_id(Need)
OBJECT_COLUMNS = (
    Field("name", "名称", Kind.TEXT, aliases=("服务对象", "服务对象名称", "对象名称", "企业名称"), column=24),
    replace(_NEED["object_kind"], label="类别", aliases=("对象类别",)),
    replace(_NEED["district"], aliases=("所在县区", "所属县区")),
    Field("industry", "行业", Kind.TEXT, aliases=("所属行业", "行业代码")),
    replace(_NEED["fields"], aliases=("需求", "服务需求")),
    *(_NEED[name] for name in ("urgency", "picked_by", "asked_on", "wishes")),
)
"""A list of 服务对象 as offices write it: ``district`` and ``industry`` are those of the object, which has them in the registry."""


@dataclass(frozen=True, slots=True)
class Wish:
    """This expert, or anyone but this expert."""

    need: str
    expert: str
    wanted: int | None = described("希望由其服务", Kind.TRUTH, column=10)
    reason: str = described("理由", Kind.TEXT, column=24)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why an expert, or everyone of an institution (``expert`` blank), cannot serve an object."""

    id: str
    expert: str | None = described("专家", Kind.REFERENCE)
    institution: str = described("机构", Kind.SUGGESTION, column=22)
    enterprise: str | None = described("企业", Kind.REFERENCE)
    district: str = described("县区", Kind.CHOICE, column=8)
    ground: str = described("回避事由", Kind.CHOICE, choices=("已聘", "竞争对手", "持股", "亲属", "其他"), column=9)
    declared_on: datetime.date | None = described("申报日期", Kind.DATE, column=11)
    remark: str = described("说明", Kind.LONG, longest=2000, column=24)


@dataclass(frozen=True, slots=True)
class Team:
    """A 专家服务队. Who leads it stands with its members; ``proposal`` is the one it was taken from."""

    id: str
    name: str = described("队名", Kind.TEXT, column=18, longest=100)
    object_kind: str = described("对象类别", Kind.CHOICE, choices=OBJECT_KINDS, column=8)
    enterprise: str | None = described("企业", Kind.REFERENCE)
    district: str = described("县区", Kind.CHOICE, column=8)
    formed_on: datetime.date | None = described("组建日期", Kind.DATE, column=11)
    valid_from: datetime.date | None = described("有效期起", Kind.DATE, column=11)
    valid_to: datetime.date | None = described("有效期止", Kind.DATE, column=11)
    dissolved_on: datetime.date | None = described("解散日期", Kind.DATE, column=11)
    reason: str = described("解散理由", Kind.LONG, longest=2000, column=24)
    proposal: str | None = described("组队方案", Kind.REFERENCE)


@dataclass(frozen=True, slots=True)
class Member:
    """An expert's time in a team; ``leader``: 负责人由券商专家担任. Who comes back is a member anew."""

    team: str
    number: int
    expert: str | None = described("专家", Kind.REFERENCE)
    leader: int | None = described("负责人", Kind.TRUTH, column=8)
    joined_on: datetime.date | None = described("加入日期", Kind.DATE, column=11)
    left_on: datetime.date | None = described("离队日期", Kind.DATE, column=11)
    reason: str = described("变动理由", Kind.LONG, longest=2000, column=24)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal that was accepted, with what it was worked out from, so that it can be understood later."""

    id: str
    accepted_on: datetime.date | None = described("采纳日期", Kind.DATE)
    weights: str = described("权重", Kind.LONG, longest=100_000)
    inputs: str = described("输入", Kind.LONG, longest=10_000_000)
    outcome: str = described("结果", Kind.LONG, longest=1_000_000)
