"""How an enterprise is brought to market (measures 1-3, 10, 11): milestones, reform, submissions, helpers, visits and
problems, state-owned plans with their meetings, service to those displayed or listed on the regional market."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from datong_desktop.domain.enterprise import LEGAL_FORM_WORDS, LEGAL_FORMS
from datong_desktop.domain.fields import Kind, described

REFORM_KINDS = ("规上企业", "成长型企业", "专精特新企业", "科技型企业", "绩优型企业")
"""Measure 1."""
MILESTONES = REFORMED, DISPLAYED, JINXING, NEEQ, LISTED, PROVINCIAL = (
    "股改完成", "展示板展示", "晋兴板挂牌", "新三板挂牌", "上市", "省资源库入库",
)  # fmt: skip
REGIONAL = DISPLAYED, JINXING
"""区域性股权市场 (measure 11)."""
COUNTED_AS = {PROVINCIAL: "provincial_pool", JINXING: "jinxing", NEEQ: "neeq", LISTED: "listed"}
"""The indicator of annex 4 each milestone counts for. 展示 is not 挂牌: it counts for none. The figure is what was done in the
year (年度完成数量), so a delisting later takes nothing away from it."""
DUTY_UNITS = ("市金融办", "市发改委", "市工信局", "市科技局", "市国资委", "市文旅局", "市农业农村局")
"""Those measure 2 names to submit enterprises to the pools each year, beside the districts."""
VISITING_UNITS = ("市金融办", "市发改委", "市工信局", "市科技局", "市规自局", "市税务局")
"""Those measure 3 names to call on enterprises."""
POOLS = ("市资源库", "省资源库")


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated event of the way to market with its evidence. ``district`` is the registered one on that day: it is
    the one the event counts for in annex 4, even when the enterprise moves later."""

    enterprise: str
    number: int
    kind: str = described(
        "里程碑", Kind.CHOICE, choices=MILESTONES, column=10, hint="展示不是挂牌：指标 6 只数晋兴板挂牌"
    )
    happened_on: datetime.date | None = described("日期", Kind.DATE, column=11)
    district: str = described("县区", Kind.CHOICE, column=8)
    board: str = described(
        "板块", Kind.SUGGESTION, choices=("上交所", "深交所", "北交所", "港交所", "其他境外", "借壳上市"), column=8
    )
    code: str = described("代码", Kind.TEXT, longest=20, column=8)
    raised: int | None = described("募集资金", Kind.MONEY, unit="万元", column=10)
    evidence: str = described("凭证", Kind.TEXT, hint="批文、公告的名称和文号", column=24)
    delisted_on: datetime.date | None = described(
        "摘牌日期", Kind.DATE, column=11, hint="展示、挂牌或上市以后摘牌的日子；当年的完成数量不因此减少"
    )


@dataclass(frozen=True, slots=True)
class Reform:
    """The enterprise's line in the 企业股份制改造清单 of its district (measure 1)."""

    enterprise: str
    kinds: str = described("企业类别", Kind.TAGS, choices=REFORM_KINDS, column=16)
    listed_on: datetime.date | None = described("列入清单日期", Kind.DATE, column=11)
    start_planned_on: datetime.date | None = described("计划开始日期", Kind.DATE, column=11)
    planned_on: datetime.date | None = described("计划完成日期", Kind.DATE, column=11)
    step: str = described(
        "进展",
        Kind.CHOICE,
        choices=("未启动", "已签中介", "审计评估", "内部决策", "工商变更", "已完成", "已终止"),
        column=10,
    )
    legal_form_before: str = described(
        "改制前公司类型", Kind.CHOICE, choices=LEGAL_FORMS, synonyms=LEGAL_FORM_WORDS, column=10
    )
    legal_form_after: str = described(
        "改制后公司类型", Kind.CHOICE, choices=LEGAL_FORMS, synonyms=LEGAL_FORM_WORDS, column=10
    )
    investor: str = described("战略投资者", Kind.TEXT, column=12)
    capital_increase: int | None = described("增资额", Kind.MONEY, unit="万元", column=10)
    award_applied: int | None = described("已申请奖补", Kind.TRUTH, column=6)
    award_applied_on: datetime.date | None = described("奖补申请日期", Kind.DATE, column=11)
    award_document: str = described("奖补申请文件", Kind.TEXT, hint="申请文件的名称和文号", column=16)
    obstacles: str = described("困难和问题", Kind.LONG, longest=2000, column=24)


@dataclass(frozen=True, slots=True)
class Submission:
    """报送推荐 (measure 2): a unit put the enterprise forward for a pool. The year is that of the day."""

    enterprise: str
    number: int
    submitted_on: datetime.date | None = described("报送日期", Kind.DATE, column=11)
    unit: str = described("报送单位", Kind.SUGGESTION, choices=DUTY_UNITS, column=12)
    pool: str = described("报往", Kind.CHOICE, choices=POOLS, column=8)
    ground: str = described("推荐依据", Kind.LONG, longest=2000, column=24)
    document_number: str = described("文号", Kind.TEXT, longest=60, column=14)


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
        choices=VISITING_UNITS,
        column=12,
    )
    visitor: str = described("走访人", Kind.TEXT, longest=60, column=10)
    problem: str = described("问题", Kind.LONG, longest=2000, column=24)
    responsible: str = described("责任单位", Kind.TEXT, column=12)
    due_on: datetime.date | None = described("解决时限", Kind.DATE, column=11)
    result: str = described("结果", Kind.LONG, longest=2000, column=24)
    closed_on: datetime.date | None = described("办结日期", Kind.DATE, column=11)


@dataclass(frozen=True, slots=True)
class Difficulty:
    """A problem of the 问题清单 of 一企一帮扶 (measure 3) that was heard otherwise than on a visit."""

    enterprise: str
    number: int
    raised_on: datetime.date | None = described("提出日期", Kind.DATE, column=11)
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


@dataclass(frozen=True, slots=True)
class Coordination:
    """协调会 (measure 10): a meeting of the two leaders about what hinders a state-owned enterprise on its way."""

    enterprise: str
    number: int
    held_on: datetime.date | None = described("会议日期", Kind.DATE, column=11)
    problems: str = described("协调的问题", Kind.LONG, longest=2000, column=30)
    result: str = described("议定结果", Kind.LONG, longest=2000, column=30)


@dataclass(frozen=True, slots=True)
class Tracking:
    """跟踪服务 (measure 11) of an enterprise displayed or listed on the regional market."""

    enterprise: str
    number: int
    tracked_on: datetime.date | None = described("跟踪日期", Kind.DATE, column=11)
    tracker: str = described("跟踪人", Kind.TEXT, longest=60, hint="单位或姓名", column=12)
    content: str = described("跟踪内容", Kind.LONG, longest=2000, hint="了解的情况、辅导培训、提的建议", column=30)


NAMES: dict[type, str] = {
    Milestone: "里程碑", Reform: "股改清单", Submission: "报送推荐", Assistance: "一企一帮扶", Visit: "走访", Difficulty: "帮扶问题",
    StateOwnedPlan: "国企行动方案", Coordination: "协调会", Tracking: "跟踪记录",
}  # fmt: skip
"""How sentences call a record of each kind."""
