"""Lists of the expert teams' service: the log of a period and the table of the yearly review (annex 5 三（五）, 四（三）)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from itertools import count

from datong_desktop.documents.annex_tables import date_text
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.list_parts import Head, listing
from datong_desktop.documents.listing import Column, Group, Listing, Row
from datong_desktop.domain.expert import Adjustment, Expert
from datong_desktop.domain.expert_review import LATER, Reviewed
from datong_desktop.domain.problem_report import state_of
from datong_desktop.domain.review_rules import ReviewRules
from datong_desktop.domain.service_lines import Period, ServiceLine
from datong_desktop.domain.service_log import calls

NO_DATE = "日期未填"
_SIGNATURES = ("记录人：", "审核人：", "填报日期：　　　年　　月　　日")


def service_log(
    head: Head, lines: Sequence[ServiceLine], period: Period, on: datetime.date, whose: str = ""
) -> Listing:
    """服务日志 of a period by month, with how each matter stood on a day;
    ``whose`` is the team, enterprise or expert it is about, "" for all."""
    columns = (
        Column("序号", 4, "center"), Column("服务日期", 10, "center"), Column("天数", 4, "center"), Column("服务对象和县区", 18),
        Column("服务队和专家", 20), Column("问题类别", 8, "center"), Column("问题", 26), Column("建议", 22), Column("结果", 20),
        Column("后续工作、期限", 18), Column("状态", 8, "center"),
    )  # fmt: skip
    numbers, months = count(1), dict[str, list[Row]]()
    for line in lines:
        day = line.visit.visited_on
        months.setdefault(f"{day.year}年{day.month}月" if day else NO_DATE, []).append(_visit(next(numbers), line, on))
    groups = [Group(f"{month}（{len(rows)} 条）", rows) for month, rows in months.items()]
    visits, days = calls(line.visit for line in lines)
    title = f"{head.city}企业上市挂牌专家服务队服务日志{f'（{clean(whose)}）' if whose else ''}"
    notes = (f"服务 {visits} 次、{days} 天，服务对象 {len({line.object for line in lines})} 个。",)
    return listing(head, title, columns, groups, period.words, notes=notes, signatures=_SIGNATURES, unit="条")


def _visit(number: int, line: ServiceLine, on: datetime.date) -> Row:
    visit = line.visit
    where = line.object if line.object == line.district or not line.district else f"{line.object}\n{line.district}"
    who = "\n".join(part for part in (line.team, "、".join(line.experts)) if part)
    return (
        number, visit.visited_on, visit.days, where, who, visit.kind, visit.problem, visit.advice, visit.result,
        follow_up(line), state_of(visit, on),
    )  # fmt: skip


def follow_up(line: ServiceLine) -> str:
    """What was left to be done, by when, and when it was closed."""
    visit = line.visit
    parts = [clean(visit.follow_up)] if visit.follow_up else []
    parts += [f"{visit.due_on:%Y-%m-%d}前"] if visit.due_on else []
    parts += [f"{visit.closed_on:%Y-%m-%d}办结"] if visit.closed_on else []
    return "\n".join(parts)


def review_table(
    head: Head, lines: Sequence[tuple[Expert, Reviewed, Adjustment | None]], rules: ReviewRules, on: datetime.date, note: str = ""
) -> Listing:
    """专家年度考核表 of ``head.year``: by rank, with what each total is made of, the proposal and the decision; ``note`` says that
    the year still runs."""
    columns = (
        Column("名次", 4, "center"), Column("编号", 6, "center"), Column("姓名", 10, "center"), Column("机构", 17),
        Column("机构类型", 12, "center"), Column("活跃度", 20), Column("服务效果", 22), Column("综合评价", 18),
        Column("总分", 6, "right"), Column("建议", 5, "center"), Column("决定", 5, "center"), Column("理由", 19),
    )  # fmt: skip
    rows = [_reviewed(*line) for line in lines]
    decided = [decision for _, _, decision in lines if decision]
    kinds = dict.fromkeys(decision.kind for decision in decided)
    told = "、".join(f"{kind} {sum(one.kind == kind for one in decided)} 名" for kind in kinds)
    notes = (
        *((note,) if note else ()),
        f"{rules.source}：{rules.text}",
        rules_in_words(rules),
        f"建议由程序按总分提出，决定由人作出。已决定 {len(decided)} 名{f'：{told}' if told else ''}。",
    )
    title = f"{head.city}企业上市挂牌专家库专家{head.year}年度考核表"
    signed = ("考核人：", "审核人：", f"{clean(head.office)}（盖章）")
    facts = (f"填报单位：{clean(head.office)}", f"截至{date_text(on)}", f"共 {len(rows)} 名")
    return listing(head, title, columns, (Group("", rows),), facts=facts, notes=notes, signatures=signed, unit="名")


def rules_in_words(rules: ReviewRules) -> str:
    """The points as the office set them, in a sentence."""
    reached = "、".join(f"{kind} {points} 分" for kind, points in rules.milestones.items())
    return (
        f"活跃度：走访每次 {rules.visit} 分、服务每天 {rules.day} 分，最多 {rules.activity} 分；"
        f"服务效果：解决问题每个 {rules.solved} 分，所服务企业{reached}，最多 {rules.effect} 分；"
        f"综合评价：评价表平均分的 {rules.evaluation}%。{rules.stay} 分以上建议留任，{rules.warn} 分以上建议提醒，以下建议退出。"
    )


def _reviewed(expert: Expert, result: Reviewed, decision: Adjustment | None) -> Row:
    total: Decimal | None = result.total if result.rank is not None else None
    return (
        result.rank, expert.number, expert.name, expert.institution, expert.institution_type,
        *(factor.words for factor in result.factors), total, result.proposal or LATER, decision.kind if decision else "",
        decision.reason if decision and decision.reason else result.reason,
    )  # fmt: skip
