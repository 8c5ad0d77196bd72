"""Lists the measures of the plan ask for: reform list, milestones, helpers, submissions (measures 1-3 and 11).

Each takes the lines of a list and gives a ``Listing``. Titles as the text names them.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.list_parts import (
    CODE,
    DISTRICT,
    NAME,
    NUMBER,
    Head,
    by_district,
    district_of,
    grouped,
    lacking,
    listing,
)
from datong_desktop.documents.listing import Column, Listing, Row, money
from datong_desktop.domain.fields import fields_by_id
from datong_desktop.domain.fostering import REFORM_KINDS, Difficulty, Milestone, Reform, Visit
from datong_desktop.domain.registry_lines import AssistanceLine, MilestoneLine, ReformLine, SubmissionLine


def reform_list(head: Head, lines: Sequence[ReformLine], district: str = "") -> Listing:
    """《××县(区)企业股份制改造清单》 by kind of enterprise (measure 1); without a district the whole city's, by district."""
    columns = (
        NUMBER, Column("企业名称", 22), Column("企业类别", 12), Column("列入清单日期", 10, "center"),
        Column("计划开始日期", 10, "center"), Column("计划完成日期", 10, "center"), Column("入库后股改期限", 10, "center"),
        Column("进展", 8, "center"), Column("完成日期", 10, "center"), Column("改制前后公司类型", 12), Column("战略投资者", 11),
        Column("增资额（万元）", 9, "right"), Column("奖补申请", 12), Column("困难和问题", 18),
    )

    def row(number: int, line: ReformLine) -> Row:
        reform = line.reform
        return (
            number, line.enterprise.name, reform.kinds, reform.listed_on, reform.start_planned_on, reform.planned_on,
            line.state.reform_due_on, reform.step, line.finished_on, _forms(reform), reform.investor, money(reform.capital_increase),
            _award(reform), reform.obstacles,
        )

    def first_kind(line: ReformLine) -> str:
        return line.reform.kinds.partition("、")[0] or "类别未填"

    if district:
        groups = grouped(lines, REFORM_KINDS, first_kind, row)
        several = any("、" in line.reform.kinds for line in lines)
        notes: tuple[str, ...] = ("企业类别有多项的，列在第一项之下。",) if several else ()
    else:
        groups = by_district(head, lines, row)
        listed = {district_of(line) for line in lines}
        notes = lacking("还没有列入企业的县区（举措（一）：各县区要制定清单）", [one for one in head.districts if one not in listed])
    return listing(head, f"{district or head.city}企业股份制改造清单", columns, groups, notes=notes)


def _forms(reform: Reform) -> str:
    if not reform.legal_form_after:
        return reform.legal_form_before
    return f"{reform.legal_form_before or '未填'}\n→ {reform.legal_form_after}"


def _award(reform: Reform) -> str:
    if reform.award_applied is None:
        return ""
    day = f"{reform.award_applied_on:%Y-%m-%d}" if reform.award_applied_on else "已申请"
    return "\n".join(part for part in (day, clean(reform.award_document)) if part) if reform.award_applied else "未申请"


def milestone_list(head: Head, lines: Sequence[MilestoneLine]) -> Listing:
    """上市挂牌里程碑 of a year by kind, in the order of their dates; the district is that of the day."""
    columns = (
        NUMBER, Column("日期", 10, "center"), NAME, DISTRICT, Column("板块", 10, "center"), Column("代码", 10, "center"),
        Column("摘牌日期", 10, "center"), Column("募集资金（万元）", 14, "right"), Column("凭证", 30),
    )

    def row(number: int, line: MilestoneLine) -> Row:
        one = line.milestone
        return (
            number, one.happened_on, line.enterprise.name, one.district, one.board, one.code, one.delisted_on, money(one.raised),
            one.evidence,
        )

    kinds = fields_by_id(Milestone)["kind"].choices
    dated = sorted(lines, key=lambda line: line.milestone.happened_on or datetime.date.max)
    groups = grouped(dated, kinds, lambda line: line.milestone.kind, row, "项")
    raised = [line.milestone.raised for line in lines if line.milestone.raised is not None]
    totals: tuple[Row, ...] = (("合计", None, f"{len(lines)} 项", "", "", "", None, money(sum(raised)), ""),) if raised else ()
    notes = ("展示板展示不是挂牌，不计入指标 6；当年挂牌后来摘牌的，仍计入当年的完成数量。",) if lines else ()
    return listing(head, f"{head.city}{head.year}年度上市挂牌里程碑", columns, groups, totals=totals, notes=notes, unit="项")


def assistance_ledger(head: Head, lines: Sequence[AssistanceLine], absent: Sequence[str] = ()) -> Listing:
    """《拟上市挂牌企业包联帮扶台账》 by district: leaders, department, measures, calls, problems with who solves them by when.
    ``absent`` are the departments without a call in the year (measure 3)."""
    columns = (
        NUMBER, NAME, Column("市级包联领导", 9, "center"), Column("县级包联领导", 9, "center"), Column("帮扶部门", 12),
        Column("部门联系人和电话", 13), Column("帮扶措施", 24), Column("上门服务", 18), Column("问题、责任单位、时限、结果", 40),
    )

    def row(number: int, line: AssistanceLine) -> Row:
        helped = line.assistance
        return (
            number, line.enterprise.name, helped.city_leader, helped.county_leader, helped.department,
            "\n".join(part for part in (helped.liaison, helped.liaison_phone) if part), helped.measures,
            "\n".join(_call(visit) for visit in line.visits),
            "\n".join(_problem(one) for one in line.problems),
        )

    notes = lacking(f"{head.year}年还没有上门服务记录的部门（举措（三）：要常态化开展）", absent)
    return listing(head, f"{head.city}拟上市挂牌企业包联帮扶台账", columns, by_district(head, lines, row), notes=notes)


def _call(visit: Visit) -> str:
    return f"{visit.visited_on:%Y-%m-%d} {visit.department}" if visit.visited_on else visit.department


def _problem(heard: Visit | Difficulty) -> str:
    parts = [clean(heard.problem)]
    parts += [f"责任单位：{heard.responsible}"] if heard.responsible else []
    parts += [f"时限：{heard.due_on:%Y-%m-%d}"] if heard.due_on else []
    parts += [f"结果：{clean(heard.result)}"] if heard.result else []
    parts += [f"{heard.closed_on:%Y-%m-%d}办结"] if heard.closed_on else []
    return "；".join(parts)


def submission_list(head: Head, lines: Sequence[SubmissionLine], without: Sequence[str]) -> Listing:
    """上市挂牌后备企业报送推荐名单 of a year by unit (measure 2); ``without`` are the units that put nobody forward."""
    columns = (
        NUMBER, NAME, CODE, DISTRICT, Column("报送日期", 10, "center"), Column("报往", 10, "center"), Column("途径", 10, "center"),
        Column("推荐依据", 34), Column("文号", 16),
    )

    def row(number: int, line: SubmissionLine) -> Row:
        one, about = line.submission, line.enterprise
        by = line.by or "报送推荐"
        return number, about.name, about.credit_code, about.district, one.submitted_on, one.pool, by, one.ground, one.document_number

    units = list(dict.fromkeys(line.submission.unit for line in lines))
    groups = grouped(lines, units, lambda line: line.submission.unit or "报送单位未填", row, "家次")
    notes = lacking(f"{head.year}年还没有报送推荐的单位（举措（二）：每年定期向省市资源库报送推荐）", without)
    return listing(head, f"{head.city}{head.year}年度上市挂牌后备企业报送推荐名单", columns, groups, notes=notes, unit="家次")
