"""Lists of the registry: ledger of the pool, panel's list, reform list, milestones, helpers, provincial recommendations.

Each takes the lines of a list and gives a ``Listing``. Titles as the texts name them (annex 2; measures 1-3 and 11 of the plan).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol, TypeVar

from datong_desktop.documents.annex_tables import SAMPLE, date_text
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.listing import BLANK_DATE, Column, Group, Listing, Row, money
from datong_desktop.domain.application import MATERIALS, Batch, batch_label
from datong_desktop.domain.enterprise import TIERS, Enterprise, FiscalYear
from datong_desktop.domain.fields import fields_by_id
from datong_desktop.domain.fostering import REFORM_KINDS, Milestone, Visit
from datong_desktop.domain.registry_lines import (
    AssistanceLine,
    MilestoneLine,
    PanelLine,
    PoolLine,
    RecommendationLine,
    ReformLine,
)

UNKNOWN_DISTRICT = "县区未填"
_NUMBER, _NAME, _CODE = Column("序号", 4, "center"), Column("企业名称", 22), Column("统一社会信用代码", 18, "center")
_DISTRICT = Column("县区", 8, "center")
_SIGNATURES = ("填表人：", "审核人：", f"填报日期：{BLANK_DATE}")


class _OfEnterprise(Protocol):
    """A line about one enterprise."""

    @property
    def enterprise(self) -> Enterprise: ...


Line = TypeVar("Line", bound=_OfEnterprise)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on every list: the office, the year, the districts in their order, and whether it is a sample.
    ``industry`` gives the name of an industry as it is written in a record, "" where that is unknown."""

    city: str
    office: str
    year: int
    districts: tuple[str, ...] = ()
    sample: bool = False
    industry: Callable[[str], str] = field(default=lambda written: "", repr=False)

    def industry_of(self, one: Enterprise) -> str:
        return self.industry(one.industry) or one.industry


def pool_ledger(head: Head, lines: Sequence[PoolLine], on: datetime.date) -> Listing:
    """后备企业资源库台账, by tier and district."""
    columns = (
        _NUMBER, _NAME, _CODE, Column("所属行业", 16), Column("法定代表人", 8, "center"), Column("入库批次", 10, "center"),
        Column("入库日期", 10, "center"), Column("状态", 10, "center"), Column("拟上市挂牌板块", 8, "center"),
        Column("股改期限", 10, "center"), Column("联系人", 8, "center"), Column("联系电话", 13, "center"),
    )

    def row(number: int, line: PoolLine) -> Row:
        one, state = line.enterprise, line.state
        batch = batch_label(state.batch).removesuffix("批次") if state.batch else ""
        return (
            number, one.name, one.credit_code, head.industry_of(one), one.legal_representative, batch,
            state.admitted_on, state.state, one.target_board, state.reform_due_on, one.contact, one.phone,
        )

    tiers = {tier: sum(line.state.tier == tier for line in lines) for tier in TIERS}
    counted = "，".join(f"{tier} {count} 家" for tier, count in tiers.items())
    order = [f"{tier}　{district}" for tier in TIERS for district in (*head.districts, UNKNOWN_DISTRICT)]
    groups = grouped(lines, order, lambda line: f"{line.state.tier}　{_district(line)}", row)
    notes = (f"共 {len(lines)} 家：{counted}。", "股改期限：有限责任公司自入库之日起两年（附件2 一（一））；已完成股改的不再列。")
    return listing_of(head, f"{head.city}上市挂牌后备企业资源库台账", columns, groups, f"截至{date_text(on)}", notes=notes)


def panel_list(head: Head, arranged: Batch, lines: Sequence[PanelLine]) -> Listing:
    """The list for the panel's meeting (复核) of a batch as it is arranged; blank where the panel is to write."""
    columns = (
        _NUMBER, _NAME, _DISTRICT, Column("申报渠道", 11), Column("所属行业", 14), Column("上年总资产（万元）", 12, "right"),
        Column("上年营业收入（万元）", 12, "right"), Column("入库条件核对", 10, "center"), Column("缺少的材料", 18),
        Column("复核结论", 12), Column("层次", 13, "center"),
    )

    def row(number: int, line: PanelLine) -> Row:
        one, figures = line.enterprise, line.figures or FiscalYear("", 0)
        return (
            number, one.name, one.district, line.application.recommender, head.industry_of(one),
            money(figures.total_assets), money(figures.revenue), line.admission,
            "\n".join(f"{paper}.{MATERIALS[paper - 1]}" for paper in line.missing_materials), line.conclusion, line.tier,
        )

    rows = [row(number, line) for number, line in enumerate(lines, 1)]
    facts = (
        f"复核会日期：{date_text(arranged.meeting_on) or BLANK_DATE}", f"共 {len(lines)} 家", f"地点：{clean(arranged.place)}",
    )
    title = f"{head.city}上市挂牌后备企业资源库{batch_label(arranged.batch)}复核会名单"
    signed = ("主持人：", "记录人：", "专家（签字）：")
    return listing_of(head, title, columns, (Group("", rows),), "", facts=facts, signatures=signed)


def reform_list(head: Head, lines: Sequence[ReformLine], district: str = "") -> Listing:
    """《××县(区)企业股份制改造清单》 by kind of enterprise (measure 1); without a district the whole city's, by district."""
    columns = (
        _NUMBER, _NAME, *([] if district else [_DISTRICT]), Column("企业类别", 16), Column("列入清单日期", 10, "center"),
        Column("计划完成日期", 10, "center"), Column("入库后股改期限", 10, "center"), Column("进展", 9, "center"),
        Column("战略投资者", 14), Column("困难和问题", 30),
    )

    def row(number: int, line: ReformLine) -> Row:
        reform = line.reform
        place = () if district else (line.enterprise.district,)
        return (
            number, line.enterprise.name, *place, reform.kinds, reform.listed_on, reform.planned_on, line.state.reform_due_on,
            reform.step, reform.investor, reform.obstacles,
        )

    def first_kind(line: ReformLine) -> str:
        return line.reform.kinds.partition("、")[0] or "类别未填"

    if district:
        groups = grouped(lines, REFORM_KINDS, first_kind, row)
    else:
        groups = _by_district(head, lines, row)
    notes = ("企业类别有多项的，列在第一项之下。",) if district and any("、" in line.reform.kinds for line in lines) else ()
    return listing_of(head, f"{district or head.city}企业股份制改造清单", columns, groups, notes=notes)


def milestone_list(head: Head, lines: Sequence[MilestoneLine]) -> Listing:
    """上市挂牌里程碑 of a year by kind, in the order of their dates; the district is that of the day."""
    columns = (
        _NUMBER, Column("日期", 10, "center"), _NAME, _DISTRICT, Column("板块", 10, "center"), Column("代码", 10, "center"),
        Column("募集资金（万元）", 14, "right"), Column("凭证", 34),
    )

    def row(number: int, line: MilestoneLine) -> Row:
        one = line.milestone
        return number, one.happened_on, line.enterprise.name, one.district, one.board, one.code, money(one.raised), one.evidence

    kinds = fields_by_id(Milestone)["kind"].choices
    dated = sorted(lines, key=lambda line: line.milestone.happened_on or datetime.date.max)
    groups = grouped(dated, kinds, lambda line: line.milestone.kind, row, "项")
    raised = [line.milestone.raised for line in lines if line.milestone.raised is not None]
    totals: tuple[Row, ...] = (("合计", None, f"{len(lines)} 项", "", "", "", money(sum(raised)), ""),) if raised else ()
    return listing_of(head, f"{head.city}{head.year}年度上市挂牌里程碑", columns, groups, totals=totals, unit="项")


def assistance_ledger(head: Head, lines: Sequence[AssistanceLine]) -> Listing:
    """《拟上市挂牌企业包联帮扶台账》 by district: leaders, department, measures, calls, problems with who solves them by when."""
    columns = (
        _NUMBER, _NAME, Column("市级包联领导", 9, "center"), Column("县级包联领导", 9, "center"), Column("帮扶部门", 12),
        Column("部门联系人和电话", 13), Column("帮扶措施", 24), Column("上门服务", 18), Column("问题、责任单位、时限、结果", 40),
    )

    def row(number: int, line: AssistanceLine) -> Row:
        helped = line.assistance
        return (
            number, line.enterprise.name, helped.city_leader, helped.county_leader, helped.department,
            "\n".join(part for part in (helped.liaison, helped.liaison_phone) if part), helped.measures,
            "\n".join(_call(visit) for visit in line.visits), "\n".join(_problem(v) for v in line.visits if v.problem),
        )

    return listing_of(head, f"{head.city}拟上市挂牌企业包联帮扶台账", columns, _by_district(head, lines, row))


def _call(visit: Visit) -> str:
    return f"{visit.visited_on:%Y-%m-%d} {visit.department}" if visit.visited_on else visit.department


def _problem(visit: Visit) -> str:
    parts = [clean(visit.problem)]
    parts += [f"责任单位：{visit.responsible}"] if visit.responsible else []
    parts += [f"时限：{visit.due_on:%Y-%m-%d}"] if visit.due_on else []
    parts += [f"结果：{clean(visit.result)}"] if visit.result else []
    parts += [f"{visit.closed_on:%Y-%m-%d}办结"] if visit.closed_on else []
    return "；".join(parts)


def provincial_list(head: Head, lines: Sequence[RecommendationLine]) -> Listing:
    """推荐山西省上市挂牌后备企业资源库企业名单 of a year (annex 2 三; measure 2), by district."""
    columns = (
        _NUMBER, _NAME, _CODE, Column("所属行业", 16), Column("市级入库日期", 10, "center"), Column("市级层次", 14, "center"),
        Column("推荐日期", 10, "center"), Column("推荐意见", 28), Column("结果", 16),
    )

    def row(number: int, line: RecommendationLine) -> Row:
        one = line.enterprise
        result = line.result + (f"（{line.decided_on}）" if line.decided_on else "")
        return (
            number, one.name, one.credit_code, head.industry_of(one), line.admitted_on, line.tier,
            line.recommended_on, line.opinion, result,
        )

    signed = ("经办人：", "审核人：", "（盖章）")
    title = f"{head.city}推荐山西省上市挂牌后备企业资源库企业名单"
    return listing_of(head, title, columns, _by_district(head, lines, row), signatures=signed)


# -- shared -------------------------------------------------------------------------------------------------------


def listing_of(
    head: Head, title: str, columns: Sequence[Column], groups: Sequence[Group], middle: str = "", *,
    facts: tuple[str, str, str] | None = None, totals: tuple[Row, ...] = (), notes: tuple[str, ...] = (),
    signatures: tuple[str, ...] = _SIGNATURES, unit: str = "家",
) -> Listing:
    """A list with the head every list has; ``unit`` counts its lines, ``middle`` stands in place of the year."""
    usual = (f"填报单位：{clean(head.office)}", middle or f"{head.year}年度", f"共 {sum(len(g.rows) for g in groups)} {unit}")
    return Listing(
        clean(title), tuple(columns), tuple(groups), "", facts or usual, totals, notes, signatures,
        marks=(SAMPLE,) if head.sample else (),
    )


def _by_district(head: Head, lines: Sequence[Line], row: Callable[[int, Line], Row]) -> list[Group]:
    return grouped(lines, head.districts, _district, row)


def _district(line: _OfEnterprise) -> str:
    return line.enterprise.district or UNKNOWN_DISTRICT


def grouped(
    lines: Iterable[Any], order: Sequence[str], heading: Callable[[Any], str], row: Callable[[int, Any], Row], unit: str = "家"
) -> list[Group]:
    """Lines below their headings in the given order (unknown ones last), numbered through; empty groups are left out."""
    found: dict[str, list[Any]] = {}
    for line in lines:
        found.setdefault(heading(line), []).append(line)
    ordered = [*(name for name in order if name in found), *sorted(name for name in found if name not in order)]
    numbers = count(1)
    return [
        Group(f"{clean(name)}（{len(found[name])} {unit}）", [row(next(numbers), line) for line in found[name]])
        for name in ordered
    ]
