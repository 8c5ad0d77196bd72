"""Forms of one enterprise: 《大同市上市挂牌后备企业备案登记表》 (annex 2 二（二）2), filled or empty, and the 入库条件核对表."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from datong_desktop.documents.annex_tables import SAMPLE, date_text
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.form_document import FormDocument, FormRow, child_table, heading, long_text, pairs, seal
from datong_desktop.documents.listing import BLANK_DATE, Align, money
from datong_desktop.documents.listing import shown as in_cell
from datong_desktop.domain import enterprise as words
from datong_desktop.domain.admission import FIELDS, Admission, ClauseResult
from datong_desktop.domain.enterprise import Enterprise, FiscalYear, Intermediary, Officer, Shareholder
from datong_desktop.domain.fields import Field, Kind, Value, fields_of, plain_hundredths, show

REGISTRATION = "上市挂牌后备企业备案登记表"
CLAUSE_CHECK = "上市挂牌后备企业入库条件核对表"
COUNTY, DEPARTMENT, OFFICE = "县区审核意见", "市直部门推荐意见", "市金融办意见"
YEARS = 3
"""公司最近三年的报表 (annex 2 二（二）3)."""
_OF_THE_OFFICE = ("plan_class",)  # the office's own classification is nothing an enterprise fills in
_WIDE = ("企业名称", "注册地址", "目录条目")
_SHAREHOLDERS: tuple[tuple[str, int, Align], ...] = (
    ("股东名称", 20, "left"), ("股东性质", 8, "center"), ("出资额（万元）", 10, "right"), ("持股比例（%）", 10, "right"),
)
_OFFICERS: tuple[tuple[str, int, Align], ...] = (
    ("类别", 8, "center"), ("姓名", 7, "center"), ("职务", 8, "center"), ("持股比例（%）", 7, "right"), ("简历", 18, "left"),
)
_INTERMEDIARIES: tuple[tuple[str, int, Align], ...] = (
    ("机构类型", 10, "center"), ("机构名称", 20, "left"), ("负责人", 8, "center"), ("签约日期", 10, "center"),
)
_SEAL = 4.5
"""Lines of a box to seal: a form with few shareholders is two pages in Word, notes and all."""
_CLAUSES: tuple[tuple[str, int, Align], ...] = (
    ("序号", 3, "center"), ("条件", 8, "center"), ("条文", 15, "left"), ("核对的内容", 16, "left"), ("结果", 6, "center"),
)


@dataclass(frozen=True, slots=True)
class Registered:
    """What stands on a 备案登记表; nothing given is the empty form. ``opinions`` by the label of their box."""

    enterprise: Enterprise = field(default_factory=lambda: Enterprise(""))
    years: tuple[FiscalYear, ...] = ()
    shareholders: tuple[Shareholder, ...] = ()
    officers: tuple[Officer, ...] = ()
    intermediaries: tuple[Intermediary, ...] = ()
    industry_name: str = ""
    filled_on: datetime.date | None = None
    opinions: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether it is to be filled by hand: then the choices of a field are printed with boxes to tick."""
        return not self.enterprise.id


def registration_form(city: str, what: Registered, *, sample: bool = False) -> FormDocument:
    """《大同市上市挂牌后备企业备案登记表》, its sections in the order of the entry form."""
    rows: list[FormRow] = []
    for section in (words.BASIC, words.BUSINESS, words.TAX, words.EQUITY, words.PLANS, words.CONTACT):
        rows.append(heading(section))
        if section == words.TAX:
            rows.extend(_finances(what.years))
        rows.extend(_section(what, section))
        if section == words.EQUITY:
            rows.extend(_people(what))
    rows.append(heading("审核和推荐"))
    promise = "本企业保证以上填报内容和所附材料真实、准确、完整。"
    rows.append(seal("申报企业", promise, lines=_SEAL, signer="法定代表人（签字）：", keep=True))
    rows.extend(seal(one, what.opinions.get(one, ""), lines=_SEAL, keep=one is not OFFICE) for one in (COUNTY, DEPARTMENT, OFFICE))
    date = date_text(what.filled_on) or BLANK_DATE
    notes = (
        "金额以万元为单位，保留两位小数；“是”或“否”按实际情况填写，没有的填“无”。",
        "本表与其他申报材料一并以电子扫描件报送；每年3月、9月各申报一次。",
    )
    facts = ("", "", f"填报日期：{date}")
    return FormDocument(f"{city}{REGISTRATION}", tuple(rows), facts, notes, (SAMPLE,) if sample else ())


def _section(what: Registered, section: str) -> Iterator[FormRow]:
    """The fields of a section: pairs, and long texts below them."""
    described = [f for f in fields_of(Enterprise) if f.section == section and f.id not in _OF_THE_OFFICE]
    entries = [(f.heading, _value(what, f)) for f in described if f.kind is not Kind.LONG]
    yield from pairs(entries, _WIDE)
    for one in described:
        if one.kind is Kind.LONG:
            yield long_text(one.heading, str(getattr(what.enterprise, one.id)), 4 if section == words.BUSINESS else 2)


def _value(what: Registered, one: Field) -> str:
    value: Value = getattr(what.enterprise, one.id)
    if one.id == "industry" and value:
        return f"{value} {what.industry_name}".strip()
    if value in (None, "") and what.empty:
        choices = ("是", "否") if one.kind is Kind.TRUTH else one.choices
        return "　".join(f"□{choice}" for choice in choices)
    return _plain(one, value) if one.kind is Kind.MONEY else show(one, value)


def _finances(years: Sequence[FiscalYear]) -> tuple[FormRow, ...]:
    """The three fiscal years side by side, oldest first."""
    last = sorted(years, key=lambda one: one.year)[-YEARS:]
    shown: list[FiscalYear | None] = [*[None] * (YEARS - len(last)), *last]
    headings = ["　　　　年度" if one is None else f"{one.year}年度" for one in shown]
    rows = []
    for described in fields_of(FiscalYear):
        rows.append([described.heading, *("" if one is None else _plain(described, getattr(one, described.id)) for one in shown)])
        if described.id == "main_revenue":
            rows.append(["主营业务收入占比（%）", *map(_main_share, shown)])
    columns: list[tuple[str, int, Align]] = [("项目", 15, "left"), *((text, 11, "right") for text in headings)]
    return child_table("", columns, rows)


def _main_share(year: FiscalYear | None) -> str:
    """Main-business revenue in total revenue, cut to hundredths of a per cent: 69.999 must not read 70 (annex 2 一（三）1)."""
    if year is None or not year.revenue or year.main_revenue is None:
        return ""
    return plain_hundredths(year.main_revenue * 10_000 // year.revenue)


def _people(what: Registered) -> Iterator[FormRow]:
    for title, columns, records, blank in (
        ("股东及持股情况", _SHAREHOLDERS, what.shareholders, 5),
        ("董事、监事、高级管理人员及实际控制人", _OFFICERS, what.officers, 6),
        ("聘请的中介机构", _INTERMEDIARIES, what.intermediaries, 3),
    ):
        rows = [[_plain(f, getattr(one, f.id)) for f in fields_of(type(one))] for one in records]
        yield from child_table(title, columns, rows, blank if what.empty else 1)


def _plain(one: Field, value: Value) -> str:
    """A value below a heading that names its unit: money with two places, a share without its sign."""
    if one.kind is Kind.MONEY and isinstance(value, int):
        return in_cell(money(value))
    return show(one, value).rstrip("%") if one.kind is Kind.SHARE else show(one, value)


def clause_check_form(
    city: str, enterprise: Enterprise, admission: Admission, *, industry_name: str = "", sample: bool = False
) -> FormDocument:
    """入库条件核对表 (annex 2 一): each clause with its text, what was looked at, and the result."""
    about = {f.id: f for f in fields_of(Enterprise)}
    names = ("name", "credit_code", "district", "founded_on", "legal_form", "industry")
    entries = [(about[name].label, show(about[name], getattr(enterprise, name))) for name in names]
    entries[-1] = "所属行业", f"{enterprise.industry} {industry_name}".strip()
    entries += [("核对日期", date_text(admission.on)), ("核对结论", admission.result)]
    rows = [
        [str(number), f"{one.title}\n{one.source}", one.text, _findings(one), one.result]
        for number, one in enumerate(admission.clauses, 1)
    ]
    return FormDocument(
        f"{city}{CLAUSE_CHECK}",
        (
            *pairs(entries, ("企业名称",)),
            *child_table("入库标准逐条核对", _CLAUSES, rows),
            seal("核对意见", lines=4, signer="核对人：　　　　　复核人："),
        ),
        notes=("“待人工认定”的条件由复核会认定，认定人、日期和理由记入企业库；缺少的数据不作为不符合处理。",),
        marks=(SAMPLE,) if sample else (),
    )


def _findings(clause: ClauseResult) -> str:
    lines = [f"{label}：{value}" for label, value in clause.figures]
    lines += [clause.reason] if clause.reason else []
    lines += [f"缺：{'、'.join(FIELDS[name].label for name in clause.missing)}"] if clause.missing else []
    return "\n".join(map(clean, lines))
