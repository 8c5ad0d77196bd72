"""What the office keeps of an expert of the pool: the record and what hangs on it (annex 5 三).

Declared field by field like an enterprise (``domain/enterprise.py``). What the expert declares on the form stands in the
record itself; what the office has found out about it (projects, penalties, checks) hangs on it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from datong_desktop.domain.fields import Kind, described

INSTITUTION_TYPES = (
    "证券机构",
    "银行机构",
    "私募股权投资机构",
    "担保再担保机构",
    "会计师事务所",
    "律师事务所",
    "资产评估机构",
    "资信评级机构",
)
"""遴选对象 (annex 5 三（一）), to the letter."""
INSTITUTION_WORDS = {
    **dict.fromkeys(("证券", "券商", "证券公司", "券商机构"), "证券机构"),
    **dict.fromkeys(("银行", "商业银行"), "银行机构"),
    **dict.fromkeys(
        ("私募股权", "私募股权基金", "私募股权(基金)", "私募基金", "私募股权投资", "基金", "基金公司", "基金机构"), "私募股权投资机构"
    ),
    **dict.fromkeys(("担保", "再担保", "担保再担保", "担保公司", "担保机构", "再担保机构", "融资担保公司"), "担保再担保机构"),
    **dict.fromkeys(("会计师", "会计", "会计所", "会所"), "会计师事务所"),
    **dict.fromkeys(("律师", "律所"), "律师事务所"),
    **dict.fromkeys(("评估", "资产评估", "评估机构", "资产评估公司"), "资产评估机构"),
    **dict.fromkeys(("评级", "资信评级", "评级机构", "信用评级", "信用评级机构"), "资信评级机构"),
}
"""Other words for the eight, among them those of 四（一）; the one place where they stand, for form, import and rules."""
FIELDS = ("股改", "IPO", "新三板", "晋兴板", "债权融资", "股权融资", "并购重组", "财务规范", "税务", "法律", "评估", "评级")
"""Offered for 擅长领域 and 需求领域; any other word may be keyed."""
AUTHORITIES = ("中国人民银行", "中国证监会", "中国银保监会", "其他监管部门")
"""Annex 5 三（三）3."""
AUTHORITY_WORDS = {
    "人行": "中国人民银行", "央行": "中国人民银行", "证监会": "中国证监会", "银保监会": "中国银保监会", "其他": "其他监管部门",
}  # fmt: skip
PENALISED = PERSONAL, INSTITUTION = "个人", "机构"
"""Whom a penalty is of."""
CHANNELS = ("部门引导", "机构自愿", "自主申报")
"""申报方式 (annex 5 三（二）)."""

ADJUSTMENTS = JOINS, STAYS, WARNED, LEAVES = "入库", "留任", "提醒", "退出"
"""动态调整 (annex 5 三（五）)."""
NEEDS_REASON = (WARNED, LEAVES)

PERSON, SKILLS, SERVICE, STANDING, CONTACT = "基本情况", "专业特长", "服务安排", "申报条件", "联系方式"


@dataclass(frozen=True, slots=True)
class Expert:
    """One expert. ``id`` is given by the ledger and never shown; everything else may be blank. ``projects`` and
    ``last_penalty_on`` are what was declared: the sheets of projects and penalties say it piece by piece."""

    id: str
    number: str = described("编号", Kind.TEXT, section=PERSON, column=8, aliases=("专家编号",), longest=20)
    name: str = described(
        "姓名", Kind.TEXT, section=PERSON, column=9, aliases=("专家姓名", "专家", "申报人"), longest=60
    )
    institution: str = described(
        "机构", Kind.SUGGESTION, section=PERSON, column=22, aliases=("机构名称", "所在机构", "工作单位", "单位")
    )
    institution_type: str = described(
        "机构类型",
        Kind.CHOICE,
        section=PERSON,
        column=15,
        choices=INSTITUTION_TYPES,
        synonyms=INSTITUTION_WORDS,
        aliases=("机构类别", "单位类型"),
    )
    title: str = described("职务职称", Kind.TEXT, section=PERSON, column=10, aliases=("职务", "职称"), longest=60)
    channel: str = described("申报方式", Kind.CHOICE, section=PERSON, choices=CHANNELS)
    applied_on: datetime.date | None = described("申报日期", Kind.DATE, section=PERSON, aliases=("申报时间",))
    licences: str = described(
        "执业资格", Kind.TAGS, section=SKILLS, aliases=("资格证书", "执业证书", "从业资格"), hint="几项之间用顿号隔开"
    )
    fields: str = described(
        "擅长领域",
        Kind.TAGS,
        section=SKILLS,
        column=22,
        aliases=("专业领域", "服务领域", "专长"),
        hint="几项之间用顿号隔开；没有的可以直接打上去",
    )
    industries: str = described(
        "擅长行业",
        Kind.TAGS,
        section=SKILLS,
        column=10,
        aliases=("熟悉行业", "行业"),
        hint="国民经济行业门类的字母或代码，如 C、I65",
    )
    experience: str = described("从业经历", Kind.LONG, section=SKILLS, aliases=("工作经历", "简历"), longest=2000)
    districts: str = described(
        "优先县区", Kind.TAGS, section=SERVICE, column=14, aliases=("意向县区", "服务县区"), hint="愿意优先服务的县区"
    )
    most_teams: int | None = described(
        "可承担队数", Kind.COUNT, section=SERVICE, column=9, aliases=("最多队数", "可参加队数"), hint="同时最多参加几支服务队"
    )
    avoids: str = described(
        "回避对象",
        Kind.TAGS,
        section=SERVICE,
        aliases=("回避企业", "利益冲突"),
        hint="有利害关系的企业、县区的名称，用顿号隔开",
        longest=1000,
    )
    willing: int | None = described("服务意愿", Kind.TRUTH, section=STANDING, column=8, aliases=("是否愿意", "服务意愿声明"))
    willing_on: datetime.date | None = described("意愿声明日期", Kind.DATE, section=STANDING, aliases=("声明日期",))
    projects: int | None = described(
        "资本运作项目数",
        Kind.COUNT,
        section=STANDING,
        column=12,
        aliases=("项目数", "参与项目数"),
        hint="参与过的上市、挂牌、并购重组等项目",
    )
    last_penalty_on: datetime.date | None = described(
        "最近处罚日期", Kind.DATE, section=STANDING, aliases=("处罚日期", "最近一次处罚日期"), hint="人行、证监会、银保监会等；没有就留空"
    )
    bad_credit: int | None = described("不良诚信记录", Kind.TRUTH, section=STANDING, aliases=("有无不良诚信记录", "诚信记录"))
    phone: str = described(
        "联系电话", Kind.TEXT, section=CONTACT, column=13, aliases=("电话", "手机", "联系方式"), longest=60
    )
    email: str = described("电子邮箱", Kind.TEXT, section=CONTACT, aliases=("邮箱", "电子邮件"), longest=100)
    remark: str = described("备注", Kind.LONG, section=CONTACT, longest=5000)
    archived_on: datetime.date | None = described("归档日期", Kind.DATE)
    initials: str = described("拼音首字母", Kind.TEXT, longest=2000)


# -- what hangs on an expert ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Project:
    """参与过企业上市、挂牌、并购重组等资本运作项目 (annex 5 三（三）2)."""

    expert: str
    number: int
    enterprise: str = described("企业", Kind.TEXT, column=22)
    kind: str = described("项目类型", Kind.SUGGESTION, choices=("上市", "挂牌", "并购重组", "股改", "债权融资"), column=9)
    board: str = described("板块", Kind.SUGGESTION, choices=("境内上市", "境外上市", "新三板", "晋兴板"), column=9)
    role: str = described(
        "担任角色", Kind.SUGGESTION, choices=("项目负责人", "保荐代表人", "签字会计师", "签字律师", "签字评估师", "项目成员"), column=11
    )
    finished_on: datetime.date | None = described("日期", Kind.DATE, column=11)


@dataclass(frozen=True, slots=True)
class Penalty:
    """A 行政处罚 of the person or of the institution (annex 5 三（三）3)."""

    expert: str
    number: int
    authority: str = described(
        "处罚机关",
        Kind.CHOICE,
        choices=AUTHORITIES,
        synonyms=AUTHORITY_WORDS,
        column=13,
    )
    decided_on: datetime.date | None = described("处罚日期", Kind.DATE, column=11)
    document: str = described("处罚文书", Kind.TEXT, column=18)
    level: str = described("处罚对象", Kind.CHOICE, choices=PENALISED, column=8)
    reason: str = described("事由", Kind.LONG, longest=2000, column=24)


@dataclass(frozen=True, slots=True)
class QualificationCheck:
    """A 资格审查 as it was made (annex 5 三（四）). ``findings`` holds clause, result and reason as they were then."""

    expert: str
    number: int
    checked_on: datetime.date | None = described("审查日期", Kind.DATE, column=11)
    occasion: str = described("审查事由", Kind.CHOICE, choices=("入库", "组队", "年度复审"), column=9)
    result: str = described("审查结果", Kind.CHOICE, choices=("符合", "不符合", "待人工认定"), column=10)
    reviewer: str = described("审查人", Kind.TEXT, longest=60, column=9)
    findings: str = described("逐条结果", Kind.LONG, longest=5000, column=24)
    remark: str = described("说明", Kind.LONG, longest=2000, column=24)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """对专家库成员进行动态调整 (annex 5 三（五）): joining, staying, a warning, leaving."""

    expert: str
    number: int
    decided_on: datetime.date | None = described("日期", Kind.DATE, column=11)
    kind: str = described("调整", Kind.CHOICE, choices=ADJUSTMENTS, column=8)
    year: int | None = described("考核年度", Kind.YEAR, column=8)
    decided_by: str = described("决定单位", Kind.TEXT, longest=60, column=12)
    reason: str = described("理由", Kind.LONG, longest=2000, column=24)
