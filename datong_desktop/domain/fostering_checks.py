"""What looks wrong or incomplete about milestones, reform, helpers, visits and state-owned plans (measures 1-3, 10, 11).

Each function names the enterprise and what to look at; nothing of it stands in the way of storing.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from datong_desktop.domain.enterprise import PLAN_CLASSES, Enterprise
from datong_desktop.domain.fostering import (
    LISTED,
    NEEQ,
    REFORMED,
    Assistance,
    Milestone,
    Reform,
    StateOwnedPlan,
    Visit,
)
from datong_desktop.domain.problem import Problem, problem

FINISHED, GIVEN_UP = "已完成", "已终止"
"""Steps after which a reform is no longer watched."""
STATE_OWNED = "国有"


def milestone_notices(
    about: Enterprise, milestone: Milestone, others: Iterable[Milestone], today: datetime.date
) -> Iterator[Problem]:
    """``others`` are the other milestones of the enterprise. Each kind is reached once."""
    name, kind, on = about.name, milestone.kind, milestone.happened_on
    if any(other.kind == kind for other in others):
        yield problem("milestone_twice", f"“{name}”已有“{kind}”里程碑，请核对是否重复登记。")
    if on is None:
        yield problem("no_date", f"“{name}”的“{kind}”没有填日期，不计入任何年度，请补填。")
    elif on > today:
        yield problem("future_date", f"“{name}”的“{kind}”日期 {on} 晚于今天（{today}），请核对。")
    elif about.founded_on and on < about.founded_on:
        yield problem("before_founding", f"“{name}”的“{kind}”日期 {on} 早于成立日期 {about.founded_on}，请核对。")
    if not milestone.district:
        yield problem("no_district", f"“{name}”的“{kind}”没有县区，不计入任何县区的完成数量，请补填。")
    if kind == LISTED and not milestone.board:
        yield problem("no_board", f"“{name}”的上市板块没有填，请补填。")
    yield from _class_notices(about, kind)


def _class_notices(about: Enterprise, kind: str) -> Iterator[Problem]:
    """Measure 2: the NEEQ-listed are 重点资源, the reformed at least 基础资源."""
    important, _, basic = PLAN_CLASSES
    if kind == NEEQ and about.plan_class != important:
        now = about.plan_class or "空"
        yield problem("plan_class", f"“{about.name}”已在新三板挂牌，按举措（二）属{important}，资源分类现为{now}，请核对。")
    if kind == NEEQ and not about.neeq_listed:
        yield problem("neeq_listed", f"“{about.name}”的“新三板挂牌”一栏还不是“是”，请补填。")
    if kind == REFORMED and not about.plan_class:
        yield problem("plan_class", f"“{about.name}”已完成股改，按举措（二）至少属{basic}，资源分类还没有填，请补填。")
    if kind == REFORMED and about.legal_form != "股份有限公司":
        now = about.legal_form or "空"
        yield problem("legal_form", f"“{about.name}”已完成股改，企业类型现为{now}，请核对是否改为股份有限公司。")


def reform_notices(
    about: Enterprise, reform: Reform, due_on: datetime.date | None, finished_on: datetime.date | None
) -> Iterator[Problem]:
    """``due_on`` is the last day of the two years from admission, ``finished_on`` the day of the milestone 股改完成."""
    name = about.name
    if not reform.kinds:
        yield problem("no_kind", f"“{name}”没有选企业类别，股改清单按类别推动，请补选。")
    if reform.listed_on and reform.planned_on and reform.planned_on < reform.listed_on:
        text = f"“{name}”的股改计划完成日期 {reform.planned_on} 早于列入清单日期 {reform.listed_on}，请核对。"
        yield problem("planned_before_listed", text)
    if due_on and reform.planned_on and reform.planned_on > due_on:
        text = f"“{name}”的股改计划完成日期 {reform.planned_on} 晚于入库后两年的期限 {due_on}，请提前。"
        yield problem("planned_too_late", text)
    if reform.step == FINISHED and finished_on is None:
        yield problem("no_milestone", f"“{name}”的股改进展是已完成，还没有登记“{REFORMED}”里程碑，请补登。")
    if reform.step != FINISHED and finished_on is not None:
        yield problem("step_behind", f"“{name}”已登记“{REFORMED}”里程碑，股改进展还不是已完成，请核对。")


def assistance_notices(about: Enterprise, assistance: Assistance) -> Iterator[Problem]:
    """Measure 3: leaders of city and county, and a department, for each enterprise."""
    told = {"市级包联领导": assistance.city_leader, "县级包联领导": assistance.county_leader, "帮扶部门": assistance.department}
    if lacking := [label for label, text in told.items() if not text.strip()]:
        yield problem("no_leader", f"“{about.name}”的“一企一帮扶”还缺{'、'.join(lacking)}，请补填。")


def visit_notices(about: Enterprise, visit: Visit) -> Iterator[Problem]:
    """A problem heard has someone responsible and a day; a closed one has a result."""
    told = {"责任单位": visit.responsible, "解决时限": visit.due_on}
    lacking = [label for label, value in told.items() if not value]
    if visit.problem and lacking and not visit.closed_on:
        yield problem("loose_problem", f"“{about.name}”走访提出的问题还缺{'、'.join(lacking)}，请补填。")
    if visit.closed_on and not visit.result:
        yield problem("no_result", f"“{about.name}”走访提出的问题已办结，没有写结果，请补填。")
    for label, on in (("解决时限", visit.due_on), ("办结日期", visit.closed_on)):
        if on and visit.visited_on and on < visit.visited_on:
            yield problem("before_visit", f"“{about.name}”的{label} {on} 早于走访日期 {visit.visited_on}，请核对。")


def plan_notices(about: Enterprise, plan: StateOwnedPlan) -> Iterator[Problem]:
    """Measure 10: chosen each year, with a plan of action and two leaders."""
    told = {"市国资委组长": plan.commission_leader, "企业组长": plan.enterprise_leader}
    if lacking := [label for label, text in told.items() if not text.strip()]:
        yield problem("no_leader", f"“{about.name}”{plan.year}年度的双组长还缺{'、'.join(lacking)}，请补填。")
    if not plan.plan:
        yield problem("no_plan", f"“{about.name}”{plan.year}年度还没有行动方案，请补填。")
    if plan.chosen_on and plan.chosen_on.year != plan.year:
        yield problem("other_year", f"“{about.name}”的入选日期 {plan.chosen_on} 不在{plan.year}年，请核对。")
    if about.ownership != STATE_OWNED:
        now = about.ownership or "空"
        yield problem("not_state_owned", f"“{about.name}”的所有制现为{now}，举措（十）筛选的是市属国企，请核对。")
