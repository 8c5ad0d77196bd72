"""What looks wrong or incomplete about milestones, reform, submissions, helpers, visits, problems and plans (measures 1-3, 10).

Each function names the enterprise, what to look at and the clause; nothing of it stands in the way of storing. Those of the
regional market are in ``market_checks``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from datong_desktop.domain.dates import add_months
from datong_desktop.domain.enterprise import JOINT_STOCK, PLAN_CLASSES, Enterprise
from datong_desktop.domain.fostering import (
    LISTED,
    NEEQ,
    REFORM_KINDS,
    REFORMED,
    Assistance,
    Coordination,
    Difficulty,
    Milestone,
    Reform,
    StateOwnedPlan,
    Submission,
    Visit,
)
from datong_desktop.domain.problem import Problem, problem

FINISHED, GIVEN_UP = "已完成", "已终止"
"""Steps after which a reform is no longer watched."""
STATE_OWNED = "国有"
MEETING_MONTHS = 6
"""The text says 定期 and no number: half a year, after which measures without news are to be looked at anyway."""


def milestone_notices(
    about: Enterprise, milestone: Milestone, others: Iterable[Milestone], today: datetime.date
) -> Iterator[Problem]:
    """``others`` are the other milestones of the enterprise. Each kind is reached once, unless a delisting lies between."""
    name, kind, on = about.name, milestone.kind, milestone.happened_on
    if any(other.kind == kind and other.delisted_on is None for other in others) and milestone.delisted_on is None:
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
    if kind == NEEQ and milestone.delisted_on is None:
        yield from neeq_notices(about)
    if kind == NEEQ and milestone.delisted_on is None and not about.neeq_listed:
        yield problem("neeq_listed", f"“{name}”的“新三板挂牌”一栏还不是“是”，请补填。")
    if kind == REFORMED:
        yield from _reformed_notices(about)


def neeq_notices(about: Enterprise) -> Iterator[Problem]:
    """Measure 2: the NEEQ-listed are 重点资源."""
    important = PLAN_CLASSES[0]
    if about.plan_class != important:
        now = about.plan_class or "空"
        yield problem("plan_class", f"“{about.name}”已在新三板挂牌，按举措（二）属{important}，资源分类现为{now}，请核对。")


def _reformed_notices(about: Enterprise) -> Iterator[Problem]:
    """Measure 2: the reformed are at least 基础资源."""
    if not about.plan_class:
        basic = PLAN_CLASSES[-1]
        yield problem("plan_class", f"“{about.name}”已完成股改，按举措（二）至少属{basic}，资源分类还没有填，请补填。")
    if about.legal_form != JOINT_STOCK:
        now = about.legal_form or "空"
        yield problem("legal_form", f"“{about.name}”已完成股改，企业类型现为{now}，请核对是否改为{JOINT_STOCK}。")


def reform_notices(
    about: Enterprise, reform: Reform, due_on: datetime.date | None, finished_on: datetime.date | None
) -> Iterator[Problem]:
    """Measure 1. ``due_on`` is the last day of the two years from admission, whether the reform is finished or not;
    ``finished_on`` the day of the milestone 股改完成."""
    name, unknown = about.name, [kind for kind in reform.kinds.split("、") if kind and kind not in REFORM_KINDS]
    if not reform.kinds:
        yield problem("no_kind", f"“{name}”没有选企业类别，举措（一）要求分层、分类推动，请补选。")
    elif unknown:
        text = f"“{name}”的企业类别“{'、'.join(unknown)}”不在举措（一）的五类里，请改为{'、'.join(REFORM_KINDS)}。"
        yield problem("unknown_kind", text)
    yield from _reform_days(name, reform, due_on, finished_on)
    if reform.step == FINISHED and finished_on is None:
        yield problem("no_milestone", f"“{name}”的股改进展是已完成，还没有登记“{REFORMED}”里程碑，请补登。")
    if reform.step != FINISHED and finished_on is not None:
        yield problem("step_behind", f"“{name}”已登记“{REFORMED}”里程碑，股改进展还不是已完成，请核对。")
    if reform.step == FINISHED and reform.legal_form_after != JOINT_STOCK:
        now = reform.legal_form_after or "空"
        text = f"“{name}”的股改已完成，改制后公司类型现为{now}，股份制改造（举措（一））后应是{JOINT_STOCK}，请核对。"
        yield problem("form_after", text)
    yield from _award_notices(name, reform)


def _reform_days(
    name: str, reform: Reform, due_on: datetime.date | None, finished_on: datetime.date | None
) -> Iterator[Problem]:
    listed, start, planned = reform.listed_on, reform.start_planned_on, reform.planned_on
    if listed and planned and planned < listed:
        yield problem("planned_before_listed", f"“{name}”的股改计划完成日期 {planned} 早于列入清单日期 {listed}，请核对。")
    if start and planned and planned < start:
        yield problem("planned_before_start", f"“{name}”的股改计划完成日期 {planned} 早于计划开始日期 {start}，请核对。")
    if start and finished_on and finished_on < start:
        text = f"“{name}”的股改完成日期 {finished_on} 早于计划开始日期 {start}（举措（一）），请核对。"
        yield problem("finished_before_start", text)
    if due_on and planned and planned > due_on and finished_on is None:
        text = f"“{name}”的股改计划完成日期 {planned} 晚于入库后两年的期限 {due_on}（附件2 一（一）），请提前。"
        yield problem("planned_too_late", text)
    if due_on and finished_on and finished_on > due_on:
        text = f"“{name}”的股改完成日期 {finished_on} 晚于入库后两年的期限 {due_on}（附件2 一（一）），请核对。"
        yield problem("finished_too_late", text)


def _award_notices(name: str, reform: Reform) -> Iterator[Problem]:
    """Measure 1: 积极落实奖补政策."""
    filed = bool(reform.award_applied_on or reform.award_document)
    if filed and not reform.award_applied:
        yield problem("award_not_said", f"“{name}”填了奖补申请的日期或文件，“已申请奖补”还不是“是”，请核对（举措（一））。")
    if reform.award_applied and not reform.award_applied_on:
        yield problem("no_award_date", f"“{name}”已申请股改奖补，没有填申请日期，请补填（举措（一））。")


def submission_notices(
    about: Enterprise, submission: Submission, others: Iterable[Submission], today: datetime.date
) -> Iterator[Problem]:
    """Measure 2: which unit submitted, when, on what ground; each unit once a year to a pool."""
    name, on = about.name, submission.submitted_on
    told = {"报送单位": submission.unit, "报送日期": on, "报往": submission.pool, "推荐依据": submission.ground}
    if lacking := [label for label, value in told.items() if not value]:
        yield problem("half_submission", f"“{name}”的报送推荐还缺{'、'.join(lacking)}，请补填（举措（二））。")
    if on and on > today:
        yield problem("future_date", f"“{name}”的报送日期 {on} 晚于今天（{today}），请核对。")
    for other in others:
        same = (other.unit, other.pool) == (submission.unit, submission.pool) and submission.unit
        if same and on and other.submitted_on and other.submitted_on.year == on.year:
            text = f"{submission.unit}在{on.year}年已把“{name}”报往{submission.pool or '资源库'}，请核对是否重复登记。"
            yield problem("submitted_twice", text)


def assistance_notices(about: Enterprise, assistance: Assistance) -> Iterator[Problem]:
    """Measure 3: leaders of city and county, and a department, for each enterprise."""
    told = {"市级包联领导": assistance.city_leader, "县级包联领导": assistance.county_leader, "帮扶部门": assistance.department}
    if lacking := [label for label, text in told.items() if not text.strip()]:
        yield problem("no_leader", f"“{about.name}”的“一企一帮扶”还缺{'、'.join(lacking)}，请补填（举措（三））。")


def problem_notices(about: Enterprise, heard: Visit | Difficulty) -> Iterator[Problem]:
    """Measure 3: a problem heard has someone responsible and a day; a closed one has a result."""
    what = "走访提出的问题" if isinstance(heard, Visit) else "帮扶问题"
    begun_on, begins = (heard.visited_on, "走访日期") if isinstance(heard, Visit) else (heard.raised_on, "提出日期")
    told = {"责任单位": heard.responsible, "解决时限": heard.due_on}
    lacking = [label for label, value in told.items() if not value]
    if heard.problem and lacking and not heard.closed_on:
        yield problem("loose_problem", f"“{about.name}”{what}还缺{'、'.join(lacking)}，请补填（举措（三）清单化推动）。")
    if heard.closed_on and not heard.result:
        yield problem("no_result", f"“{about.name}”{what}已办结，没有写结果，请补填（举措（三））。")
    for label, on in (("解决时限", heard.due_on), ("办结日期", heard.closed_on)):
        if on and begun_on and on < begun_on:
            yield problem("before_visit", f"“{about.name}”的{label} {on} 早于{begins} {begun_on}，请核对。")


def plan_notices(
    about: Enterprise, plan: StateOwnedPlan, meetings: Iterable[Coordination], today: datetime.date
) -> Iterator[Problem]:
    """Measure 10: chosen each year, with a plan of action, two leaders, and meetings held regularly."""
    leaders = {"市国资委组长": plan.commission_leader, "企业组长": plan.enterprise_leader}
    if lacking := [label for label, text in leaders.items() if not text.strip()]:
        yield problem("no_leader", f"“{about.name}”{plan.year}年度的双组长还缺{'、'.join(lacking)}，请补填（举措（十））。")
    if lacking := [label for label, text in {"名称": plan.plan, "文号": plan.document_number}.items() if not text]:
        yield problem("no_plan", f"“{about.name}”{plan.year}年度的行动方案还缺{'、'.join(lacking)}，请补填（举措（十））。")
    if plan.chosen_on and plan.chosen_on.year != plan.year:
        yield problem("other_year", f"“{about.name}”的入选日期 {plan.chosen_on} 不在{plan.year}年，请核对。")
    if about.ownership != STATE_OWNED:
        now = about.ownership or "空"
        yield problem("not_state_owned", f"“{about.name}”的所有制现为{now}，举措（十）筛选的是市属国企，请核对。")
    due = min(add_months(plan.chosen_on or datetime.date(plan.year, 1, 1), MEETING_MONTHS), datetime.date(plan.year, 12, 31))
    if due < today and not any(one.held_on and one.held_on.year == plan.year for one in meetings):
        text = f"“{about.name}”{plan.year}年度还没有登记协调会，举措（十）要求双组长定期协调，请补登。"
        yield problem("no_meeting", text)


def meeting_notices(about: Enterprise, meeting: Coordination, plans: Iterable[StateOwnedPlan], today: datetime.date) -> Iterator[Problem]:
    """Measure 10: a meeting belongs to a plan of its year; what was raised is settled."""
    name, on = about.name, meeting.held_on
    if on and on > today:
        yield problem("future_date", f"“{name}”的协调会日期 {on} 晚于今天（{today}），请核对。")
    if on and not any(plan.year == on.year for plan in plans):
        yield problem("no_plan_of_year", f"“{name}”在{on.year}年开了协调会，还没有登记{on.year}年度行动方案，请补登（举措（十））。")
    if meeting.problems and not meeting.result and on and on <= today:
        yield problem("no_result", f"“{name}”{on}协调会的问题没有写议定结果，请补填（举措（十））。")
