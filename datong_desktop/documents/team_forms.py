"""Papers of one service team: 聘书 of its members, and the “一企一策” 服务方案 of its object (annex 5 四（一）, （三）)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from datong_desktop.documents.annex_tables import SAMPLE, date_text
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.form_document import FormDocument, FormRow, child_table, heading, long_text, pairs, seal
from datong_desktop.documents.letters import Letter, Letters
from datong_desktop.documents.list_parts import Head
from datong_desktop.documents.listing import BLANK_DATE, Align
from datong_desktop.documents.team_lists import NO_LEADER, lack, period
from datong_desktop.domain.fields import fields_by_id, show
from datong_desktop.domain.problem_report import state_of
from datong_desktop.domain.service_lines import ServiceLine
from datong_desktop.domain.service_team import Conflict, Need
from datong_desktop.domain.team_lines import PlanLine, Serving, TeamLine

LETTER, PLAN = "聘书", "企业上市挂牌“一企一策”服务方案"
LEADER, MEMBER = "负责人", "成员"
APPOINTMENT = (
    "为加快推动企业上市挂牌，兹聘请您为{city}企业上市挂牌专家服务队“{team}”{part}，服务对象：{object}。聘期自{since}起至{until}止。"
)
REQUEST = "请坚持“因企制宜、精准帮扶”的原则，充分发挥专业特长，深入企业进行“一企一策”辅导。"
CLOSE = "此聘。"
"""The letter's words: the text has none, its phrases are those of annex 5 二 and 四（三）."""
NO_TEAM, NO_CONFLICT, NO_NEED = "还没有组建服务队。", "没有申报的回避事项。", "没有登记服务需求。"
GUIDANCE = (
    "坚持“因企制宜、精准帮扶”的原则，深入企业进行“一企一策”辅导，对企业问诊把脉，切实解决企业上市挂牌中存在的问题；"
    "结合企业的融资需求，利用私募股权、债权等多种融资工具，着力帮助企业解决资金问题；"
    "为企业提供上市挂牌政策宣导，明确目标、定制方案、细化措施，全程跟踪辅导。"
)
"""Annex 5 四（三）, to the letter."""
STEPS, LEAST_BLANK, STEP_LINES = 6, 2, 1.8
"""Rows for the steps, how many of them at least are left to write in, and how high each is."""
_BLANK = "＿" * 4
_TEAM: tuple[tuple[str, int, Align], ...] = (
    ("机构类型", 8, "center"), ("姓名", 7, "center"), ("机构", 12, "left"), ("分工", 5, "center"), ("专长和选任理由", 19, "left"),
)
_WISHES: tuple[tuple[str, int, Align], ...] = (("专家", 18, "left"), ("意愿", 10, "center"), ("理由", 20, "left"))
_CONFLICTS: tuple[tuple[str, int, Align], ...] = (
    ("回避的专家或机构", 16, "left"), ("回避事由", 8, "center"), ("申报日期", 9, "center"), ("说明", 15, "left"),
)
_STEPS: tuple[tuple[str, int, Align], ...] = (
    ("序号", 3, "center"), ("问题或需求", 12, "left"), ("步骤和措施", 15, "left"), ("责任人", 6, "center"), ("时限", 6, "center"),
    ("完成情况", 6, "left"),
)


# -- 聘书 ---------------------------------------------------------------------------------------------------------


def letters(head: Head, appointed: Sequence[tuple[TeamLine, Serving]]) -> Letters:
    """聘书, a page for each expert in a team; the date is left to whoever seals it."""
    return Letters(LETTER, tuple(_letter(head, *one) for one in appointed), (SAMPLE,) if head.sample else ())


def _letter(head: Head, line: TeamLine, one: Serving) -> Letter:
    name, house = clean(one.expert.name) or _BLANK, clean(one.expert.institution)
    team = clean(line.team.name) or f"{clean(line.object)}专家服务队"
    appointed = APPOINTMENT.format(
        city=head.city, team=team, part=LEADER if one.leader else MEMBER, object=clean(line.object),
        since=_day(line.team.valid_from or line.team.formed_on), until=_day(line.team.valid_to),
    )  # fmt: skip
    return Letter(f"{house}　{name}：".lstrip("　"), (appointed, REQUEST, CLOSE), clean(head.office), BLANK_DATE)


def _day(day: datetime.date | None) -> str:
    return date_text(day) or BLANK_DATE


# -- 服务方案 -----------------------------------------------------------------------------------------------------


def service_plan(head: Head, plan: PlanLine, on: datetime.date) -> FormDocument:
    """“一企一策” 服务方案 of an enterprise or a district: what is known filled in, the problems heard on visits among
    it, and room for further steps."""
    rows = [
        heading("服务对象"), *_object(head, plan), heading("服务需求"), *_needs(plan.need), *_wishes(plan),
        heading("专家服务队"), *_team(plan.team, on), *_conflicts(plan.conflicts),
        long_text("服务要求", GUIDANCE, 2), *_steps(plan.heard, on),
        heading("意见和签字"), seal("服务对象意见", lines=3.5, signer="负责人：", keep=True),
        seal("服务队意见", lines=3.5, signer="服务队负责人：", keep=True),
        seal(f"{clean(head.office)}意见", lines=3.5, signer="负责人："),
    ]  # fmt: skip
    return FormDocument(
        f"{head.city}{PLAN}", tuple(rows), (f"服务对象：{clean(plan.name)}", "", f"制定日期：{date_text(on)}"),
        ("责任人填服务队成员、企业或者有关部门；时限填具体日期。",), (SAMPLE,) if head.sample else (),
    )  # fmt: skip


def _object(head: Head, plan: PlanLine) -> tuple[FormRow, ...]:
    entries = [("名称", plan.name), ("对象类别", plan.kind), ("所属县区", plan.district)]
    if (one := plan.enterprise) is not None:
        about = fields_by_id(type(one))
        entries += [("所属行业", f"{one.industry} {head.industry(one.industry)}".strip())]
        entries += [(about[name].label, show(about[name], getattr(one, name))) for name in ("legal_form", "target_board", "contact")]
        entries += [("入库情况", plan.standing), ("主营业务", one.main_business)]
    return pairs(entries, ("名称", "主营业务"))


def _needs(need: Need | None) -> tuple[FormRow, ...]:
    if need is None:
        return (long_text("需求领域", NO_NEED, 1),)
    about = fields_by_id(Need)
    names = ("fields", "urgency", "asked_on", "picked_by")
    entries = [(about[name].label, show(about[name], getattr(need, name))) for name in names]
    return (*pairs(entries, (about["fields"].label,)), long_text(about["wishes"].label, need.wishes, 2))


def _wishes(plan: PlanLine) -> tuple[FormRow, ...]:
    rows = [[name, "希望由其服务" if one.wanted else "不希望由其服务", one.reason] for name, one in plan.wishes]
    return child_table("对专家的意愿", _WISHES, rows) if rows else ()


def _team(line: TeamLine | None, on: datetime.date) -> tuple[FormRow, ...]:
    if line is None:
        return (long_text("服务队", NO_TEAM, 1),)
    leader = line.leader.expert.name if line.leader else NO_LEADER
    entries = [("服务队", line.team.name), ("负责人", leader), ("有效期", period(line, on)), ("机构覆盖", lack(line) or "齐全")]
    rows = [
        [one.expert.institution_type, one.expert.name, one.expert.institution, LEADER if one.leader else MEMBER, _why(one)]
        for one in line.members
    ]
    return (*pairs(entries, ("服务队", "有效期", "机构覆盖")), *child_table("", _TEAM, rows))


def _why(one: Serving) -> str:
    return "\n".join(part for part in (one.expert.fields, one.reason) if part)


def _conflicts(conflicts: Sequence[tuple[str, Conflict]]) -> tuple[FormRow, ...]:
    if not conflicts:
        return (long_text("利益回避", NO_CONFLICT, 1),)
    about = fields_by_id(Conflict)
    rows = [[name, one.ground, show(about["declared_on"], one.declared_on), one.remark] for name, one in conflicts]
    return child_table("利益回避", _CONFLICTS, rows)


def _steps(heard: Sequence[ServiceLine], on: datetime.date) -> tuple[FormRow, ...]:
    rows = [[str(number), *_step(line, on)] for number, line in enumerate(heard, 1)]
    blank = max(STEPS - len(rows), LEAST_BLANK)
    rows += [[str(number), "", "", "", "", ""] for number in range(len(rows) + 1, len(rows) + blank + 1)]
    return tuple(replace(one, lines=STEP_LINES) if one.repeat else one for one in child_table("服务步骤", _STEPS, rows))


def _step(line: ServiceLine, on: datetime.date) -> tuple[str, ...]:
    """A problem heard on a visit: what was advised and left to do, by when, and how it stands."""
    visit = line.visit
    problem = f"{visit.kind}：{visit.problem}" if visit.kind and visit.problem else visit.problem
    doing = "\n".join(part for part in (visit.advice, visit.follow_up) if part)
    standing = "\n".join(part for part in (state_of(visit, on), visit.result) if part)
    return problem, doing, "", str(visit.due_on or ""), standing
