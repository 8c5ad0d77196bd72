"""What the office keeps of an enterprise of the reserve pool: the record and what hangs on it (annex 2).

Each class is declared field by field (``described``): its form, table columns, import headings, history labels and
documents follow from here. Every class below ``Enterprise`` belongs to one enterprise and is keyed beneath it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from datong_desktop.domain.fields import Kind, described

CATALOGUE_CLASSES = ("鼓励类", "允许类", "限制类", "淘汰类")
"""产业结构调整指导目录（2019年本）; 允许类 is what the catalogue does not name."""
TAX_RATINGS = ("A", "B", "M", "C", "D")
TAX_WORDS = {f"{rating}级{whom}": rating for rating in TAX_RATINGS for whom in ("", "纳税人")}
BOARDS = ("境内上市", "境外上市", "新三板", "晋兴板")
BOARD_WORDS = {"新三板挂牌": "新三板", "晋兴板挂牌": "晋兴板"}
LEGAL_FORMS = ("股份有限公司", "有限责任公司", "国有独资公司", "合伙企业", "其他")
JOINT_STOCK = LEGAL_FORMS[0]
"""What a 股份制改造 makes of a company."""
LEGAL_FORM_WORDS = {
    **dict.fromkeys(("股份公司", "其他股份有限公司"), "股份有限公司"),
    **{
        f"{other}股份有限公司({market}{owner})": "股份有限公司"
        for other in ("", "其他")
        for market in ("上市", "非上市")
        for owner in ("", "、自然人投资或控股", "、国有控股", "、外商投资企业投资")
    },
    **dict.fromkeys(("有限公司", "其他有限责任公司", "一人有限责任公司"), "有限责任公司"),
    **{
        f"有限责任公司({owner})": "有限责任公司"
        for owner in (
            "自然人投资或控股", "自然人投资或控股的法人独资", "非自然人投资或控股的法人独资", "自然人独资", "法人独资",
            "国有控股", "外商投资", "外商合资", "外国法人独资", "中外合资", "港澳台投资", "港澳台法人独资",
        )
    },
    "有限责任公司(国有独资)": "国有独资公司",
    **dict.fromkeys(("有限合伙", "有限合伙企业", "普通合伙", "普通合伙企业", "特殊普通合伙企业"), "合伙企业"),
}  # fmt: skip
"""The kinds of company as business licences name them, by the legal form each is."""
LIMITED_COMPANIES = ("有限责任公司", "国有独资公司")
"""Those that must finish their 股份制改造 within two years of admission (annex 2 一（一）)."""
OWNERSHIPS = ("国有", "集体", "民营", "外资", "混合所有制")
OWNERSHIP_WORDS = {f"{kind}企业": kind for kind in OWNERSHIPS} | {"国企": "国有", "民企": "民营", "私营": "民营", "私营企业": "民营"}
PLAN_CLASSES = ("重点资源", "储备资源", "基础资源")
"""Measure 2 of the plan. Kept beside the tiers of annex 2: neither follows from the other."""
TIERS = ("上市后备层", "“新三板”后备层", "基础层")
"""Annex 2 三. The text gives no criteria: the panel sets the tier."""
RESULTS = ("符合", "不符合", "待人工认定")

BASIC, BUSINESS, TAX, EQUITY, PLANS, CONTACT = (
    "基本情况",
    "行业和主营业务",
    "财务和纳税",
    "股权和合规",
    "上市挂牌意向",
    "联系方式",
)


@dataclass(frozen=True, slots=True)
class Enterprise:
    """One enterprise. ``id`` is given by the ledger and never shown; everything else may be blank. Fields without a
    section stand on no form: ``initials`` is what the name sounds like, kept because working it out takes long."""

    id: str
    name: str = described(
        "企业名称",
        Kind.TEXT,
        section=BASIC,
        column=24,
        aliases=("名称", "公司名称", "单位名称", "企业全称", "申报企业"),
    )
    short_name: str = described(
        "简称", Kind.TEXT, section=BASIC, column=10, aliases=("企业简称", "公司简称"), longest=60
    )
    credit_code: str = described(
        "统一社会信用代码",
        Kind.TEXT,
        section=BASIC,
        column=20,
        aliases=("信用代码", "社会信用代码", "组织机构代码"),
        longest=60,
    )
    district: str = described(
        "县区", Kind.CHOICE, section=BASIC, column=8, aliases=("所在县区", "注册地", "所属县区", "区县", "所在区县")
    )
    address: str = described("注册地址", Kind.TEXT, section=BASIC, aliases=("地址", "住所", "企业地址"))
    founded_on: datetime.date | None = described(
        "成立日期", Kind.DATE, section=BASIC, column=11, aliases=("成立时间", "注册日期", "设立日期")
    )
    registered_capital: int | None = described(
        "注册资本", Kind.MONEY, section=BASIC, unit="万元", aliases=("注册资金",)
    )
    legal_form: str = described(
        "企业类型", Kind.CHOICE, section=BASIC, choices=LEGAL_FORMS, synonyms=LEGAL_FORM_WORDS, aliases=("公司类型", "组织形式")
    )
    ownership: str = described(
        "所有制", Kind.CHOICE, section=BASIC, choices=OWNERSHIPS, synonyms=OWNERSHIP_WORDS, aliases=("所有制性质", "企业性质")
    )
    legal_representative: str = described(
        "法定代表人", Kind.TEXT, section=BASIC, column=8, aliases=("法人", "法人代表", "企业法人"), longest=60
    )
    employees: int | None = described(
        "职工人数", Kind.COUNT, section=BASIC, unit="人", aliases=("员工人数", "从业人数", "从业人员")
    )
    industry: str = described(
        "行业代码",
        Kind.TEXT,
        section=BUSINESS,
        column=8,
        aliases=("行业", "所属行业", "行业分类", "国民经济行业"),
        longest=60,
        hint="GB/T 4754-2017；可以打代码、名称或拼音首字母",
    )
    catalogue_class: str = described(
        "产业目录类别",
        Kind.CHOICE,
        section=BUSINESS,
        column=8,
        choices=CATALOGUE_CLASSES,
        aliases=("产业类别", "目录类别"),
    )
    catalogue_item: str = described(
        "目录条目", Kind.TEXT, section=BUSINESS, hint="《产业结构调整指导目录（2019年本）》的条目", longest=500
    )
    cluster: str = described(
        "所属标志性产业集群",
        Kind.SUGGESTION,
        section=BUSINESS,
        aliases=("产业集群", "十四大产业集群", "标志性产业集群"),
    )
    main_business: str = described(
        "主营业务", Kind.LONG, section=BUSINESS, aliases=("主营业务及产品", "主要产品", "经营范围"), longest=2000
    )
    plan_class: str = described(
        "资源分类",
        Kind.CHOICE,
        section=BUSINESS,
        choices=PLAN_CLASSES,
        hint="《倍增计划》举措（二）；与入库层次各记各的",
    )
    tax_rating: str = described(
        "纳税信用等级",
        Kind.CHOICE,
        section=TAX,
        choices=TAX_RATINGS,
        synonyms=TAX_WORDS,
        aliases=("纳税信用", "纳税等级", "信用等级"),
    )
    last_tax_offence_on: datetime.date | None = described(
        "最近重大税收违法日期", Kind.DATE, section=TAX, aliases=("重大税收违法日期",)
    )
    neeq_listed: int | None = described(
        "新三板挂牌", Kind.TRUTH, section=EQUITY, aliases=("是否新三板挂牌", "是否新三板")
    )
    ownership_dispute: int | None = described(
        "重大权属纠纷", Kind.TRUTH, section=EQUITY, aliases=("是否存在重大权属纠纷",)
    )
    nominee_holding: int | None = described(
        "股权代持", Kind.TRUTH, section=EQUITY, aliases=("是否股权代持", "是否存在股权代持")
    )
    clear_structure: int | None = described(
        "股权结构清晰合理", Kind.TRUTH, section=EQUITY, aliases=("股权结构是否清晰合理",)
    )
    criminal_case: int | None = described(
        "涉嫌犯罪立案侦查", Kind.TRUTH, section=EQUITY, aliases=("是否立案侦查", "是否涉嫌犯罪被立案侦查")
    )
    target_board: str = described(
        "拟上市挂牌板块",
        Kind.CHOICE,
        section=PLANS,
        column=8,
        choices=BOARDS,
        synonyms=BOARD_WORDS,
        aliases=("拟上市板块", "目标板块", "上市意向"),
    )
    target_year: int | None = described("计划上市挂牌年份", Kind.YEAR, section=PLANS, aliases=("计划年份",))
    contact: str = described("联系人", Kind.TEXT, section=CONTACT, column=8, aliases=("联络人",), longest=60)
    phone: str = described(
        "联系电话", Kind.TEXT, section=CONTACT, column=13, aliases=("电话", "手机", "联系方式"), longest=60
    )
    email: str = described("电子邮箱", Kind.TEXT, section=CONTACT, aliases=("邮箱", "电子邮件"), longest=100)
    remark: str = described("备注", Kind.LONG, section=CONTACT, longest=5000)
    archived_on: datetime.date | None = described("归档日期", Kind.DATE)
    initials: str = described("拼音首字母", Kind.TEXT, longest=2000)


# -- what hangs on an enterprise ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """The figures of one fiscal year, from the three statements (annex 2 二（二）3). Money in hundredths of 万元."""

    enterprise: str
    year: int
    total_assets: int | None = described("总资产", Kind.MONEY, unit="万元", aliases=("资产总额", "资产总计"))
    revenue: int | None = described("营业收入", Kind.MONEY, unit="万元", aliases=("年营业收入", "营业总收入", "总收入"))
    main_revenue: int | None = described("主营业务收入", Kind.MONEY, unit="万元", aliases=("主营收入",))
    total_profit: int | None = described("利润总额", Kind.MONEY, unit="万元")
    net_profit: int | None = described("净利润", Kind.MONEY, unit="万元")


@dataclass(frozen=True, slots=True)
class Shareholder:
    """One shareholder; the shares of all must not pass 100 %."""

    enterprise: str
    number: int
    name: str = described("股东名称", Kind.TEXT)
    kind: str = described("股东性质", Kind.CHOICE, choices=("自然人", "国有法人", "社会法人", "基金", "其他"))
    capital: int | None = described("出资额", Kind.MONEY, unit="万元")
    share: int | None = described("持股比例", Kind.SHARE, unit="%")


@dataclass(frozen=True, slots=True)
class Officer:
    """董监高及实际控制人 (annex 2 二（二）4)."""

    enterprise: str
    number: int
    role: str = described("类别", Kind.CHOICE, choices=("董事", "监事", "高级管理人员", "实际控制人"))
    name: str = described("姓名", Kind.TEXT, longest=60)
    title: str = described("职务", Kind.TEXT, longest=60)
    share: int | None = described("持股比例", Kind.SHARE, unit="%")
    experience: str = described("简历", Kind.LONG, longest=2000)


@dataclass(frozen=True, slots=True)
class Intermediary:
    """A 中介机构 the enterprise has engaged."""

    enterprise: str
    number: int
    kind: str = described(
        "机构类型", Kind.CHOICE, choices=("证券公司", "会计师事务所", "律师事务所", "资产评估机构", "其他")
    )
    name: str = described("机构名称", Kind.TEXT)
    person: str = described("负责人", Kind.TEXT, longest=60)
    engaged_on: datetime.date | None = described("签约日期", Kind.DATE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A reviewer's finding on a clause that no figure decides (盈利模式, 产品服务 …): result, who, when, why."""

    enterprise: str
    clause: str
    result: str = described("认定结果", Kind.CHOICE, choices=RESULTS)
    judged_by: str = described("认定人", Kind.TEXT, longest=60)
    judged_on: datetime.date | None = described("认定日期", Kind.DATE)
    reason: str = described("认定理由", Kind.LONG, longest=2000)
