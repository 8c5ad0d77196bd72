"""How an enterprise is brought to market: milestones, reform, helpers, visits, state-owned plans (measures 1, 3, 10, 11)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from datong_desktop.domain.fields import Kind, described

REFORM_KINDS = ("规上企业", "成长型企业", "专精特新企业", "科技型企业", "绩优型企业")
"""Measure 1."""
MILESTONES = REFORMED, JINXING, NEEQ, LISTED, PROVINCIAL = "股改完成", "晋兴板挂牌", "新三板挂牌", "上市", "省资源库入库"
COUNTED_AS = {PROVINCIAL: "provincial_pool", JINXING: "jinxing", NEEQ: "neeq", LISTED: "listed"}
"""The indicator of annex 4 each milestone counts for."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated event of the way to market with its evidence. ``district`` is the registered one on that day: it is
    the one the event counts for in annex 4, even when the enterprise moves later."""

    enterprise: str
    number: int
    kind: str = described("里程碑", Kind.CHOICE, choices=MILESTONES, column=10)
    happened_on: datetime.date | None = described("日期", Kind.DATE, column=11)
    district: str = described("县区", Kind.CHOICE, column=8)
    board: str = described(
        "板块", Kind.SUGGESTION, choices=("上交所", "深交所", "北交所", "港交所", "其他境外", "借壳上市"), column=8
    )
    code: str = described("代码", Kind.TEXT, longest=20, column=8)
    raised: int | None = described("募集资金", Kind.MONEY, unit="万元", column=10)
    evidence: str = described("凭证", Kind.TEXT, hint="批文、公告的名称和文号", column=24)


@dataclass(frozen=True, slots=True)
class Reform:
    """The enterprise's line in the 企业股份制改造清单 of its district (measure 1)."""

    enterprise: str
    kinds: str = described("企业类别", Kind.TAGS, choices=REFORM_KINDS, column=16)
    listed_on: datetime.date | None = described("列入清单日期", Kind.DATE, column=11)
    planned_on: datetime.date | None = described("计划完成日期", Kind.DATE, column=11)
    step: str = described(
        "进展",
        Kind.CHOICE,
        choices=("未启动", "已签中介", "审计评估", "内部决策", "工商变更", "已完成", "已终止"),
        column=10,
    )
    investor: str = described("战略投资者", Kind.TEXT, column=12)
    obstacles: str = described("困难和问题", Kind.LONG, longest=2000, column=24)


@dataclass(frozen=True, slots=True)
class Assistance:
    """一企一帮扶 (measure 3): who looks after the enterprise."""

    enterprise: str
    city_leader: str = described("市级包联领导", Kind.TEXT, longest=60, column=10)
    county_leader: str = described("县级包联领导", Kind.TEXT, longest=60, column=10)
    department: str = described("帮扶部门", Kind.TEXT, column=14)
    liaison: str = described("部门联系人", Kind.TEXT, longest=60, column=10)
    liaison_phone: str = described("联系电话", Kind.TEXT, longest=60, column=13)
    measures: str = described("帮扶措施", Kind.LONG, longest=2000, column=24)


@dataclass(frozen=True, slots=True)
class Visit:
    """A department's call on the enterprise (送政策、送服务上门)."""

    enterprise: str
    number: int
    visited_on: datetime.date | None = described("走访日期", Kind.DATE, column=11)
    department: str = described(
        "走访部门",
        Kind.SUGGESTION,
        choices=("市金融办", "市发改委", "市工信局", "市科技局", "市规自局", "市税务局"),
        column=12,
    )
    visitor: str = described("走访人", Kind.TEXT, longest=60, column=10)
    problem: str = described("问题", Kind.LONG, longest=2000, column=24)
    responsible: str = described("责任单位", Kind.TEXT, column=12)
    due_on: datetime.date | None = described("解决时限", Kind.DATE, column=11)
    result: str = described("结果", Kind.LONG, longest=2000, column=24)
    closed_on: datetime.date | None = described("办结日期", Kind.DATE, column=11)


@dataclass(frozen=True, slots=True)
class StateOwnedPlan:
    """A state-owned enterprise's yearly choice and plan with its two leaders (measure 10)."""

    enterprise: str
    year: int
    chosen_on: datetime.date | None = described("入选日期", Kind.DATE)
    plan: str = described("行动方案", Kind.TEXT, hint="行动方案的名称")
    document_number: str = described("文号", Kind.TEXT, longest=60)
    commission_leader: str = described("市国资委组长", Kind.TEXT, longest=60)
    enterprise_leader: str = described("企业组长", Kind.TEXT, longest=60)
    problems: str = described("协调解决的问题", Kind.LONG, longest=2000)
