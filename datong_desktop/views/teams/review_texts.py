"""How the yearly review is read: the rows of the ranking, the sum of one expert written out, its evaluation forms."""

from __future__ import annotations

from datong_desktop.domain.expert import LEAVES, WARNED
from datong_desktop.domain.expert_review import LATER, plain
from datong_desktop.services.evaluations import MARKS, EvaluationLine
from datong_desktop.services.expert_review import Review, ReviewLine
from datong_desktop.views import theme
from datong_desktop.views.records.fact_table import Row
from datong_desktop.views.widgets.plain_text import Lines

COLUMNS = (
    ("名次", 44), ("编号", 56), ("姓名", 80), ("机构", 0), ("机构类型", 112), ("走访", 48), ("天数", 48), ("解决", 48), ("里程碑", 56),
    ("评价表", 56), ("活跃度", 60), ("效果", 56), ("评价", 56), ("总分", 60), ("建议", 64), ("决定", 64),
)  # fmt: skip
NUMBERS = ("名次", "走访", "天数", "解决", "里程碑", "评价表", "活跃度", "效果", "评价", "总分")
FORM_COLUMNS = (
    ("评价日期", 96), ("评价单位", 220), ("被评的队或人", 150), ("专业能力", 72), ("服务态度", 72), ("服务效果", 72), ("综合评价", 72),
    ("意见", 0),
)  # fmt: skip
FORM_NUMBERS = ("专业能力", "服务态度", "服务效果", "综合评价")
SIGNS = {WARNED: "▲ ", LEAVES: "✕ "}


def row(line: ReviewLine) -> Row:
    """One expert of the ranking; a decision, else a proposal, to warn or to part is told by colour and sign."""
    facts, result = line.result.facts, line.result
    decision = line.decision.kind if line.decision else ""
    points = [plain(factor.points) for factor in result.factors] if result.rank is not None else ["", "", ""]
    color = {WARNED: theme.colors().amber, LEAVES: theme.colors().red}.get(decision or result.proposal)
    return Row(
        line.expert.id,
        (
            str(result.rank or "–"), line.expert.number, line.label, line.expert.institution, line.expert.institution_type,
            *map(str, (facts.visits, facts.days, facts.solved, sum(facts.milestones.values()), len(facts.marks))),
            *points, plain(result.total) if result.rank is not None else "",
            f"{SIGNS.get(result.proposal, '')}{result.proposal or LATER}", f"{SIGNS.get(decision, '')}{decision}",
        ),
        color,
    )  # fmt: skip


def why(review: Review, line: ReviewLine) -> Lines:
    """The sum of one expert, written out."""
    result, decision = line.result, line.decision
    ranked = sum(one.result.rank is not None for one in review.lines)
    total = f"{' + '.join(plain(factor.points) for factor in result.factors)} = {plain(result.total)}"
    place = f"第 {result.rank} 名，{ranked} 名参评" if result.rank is not None else "不评价"
    told = [(factor.name, factor.words) for factor in result.factors]
    told += [("总分", total), ("名次", place), ("建议", f"{result.proposal or LATER}：{result.reason}")]
    if decision:
        by = "，".join(part for part in (f"{decision.decided_on or ''}", decision.decided_by) if part)
        told.append(("决定", "；".join(part for part in (f"{decision.kind}（{by}）" if by else decision.kind, decision.reason) if part)))
    else:
        told.append(("决定", "还没有决定"))
    return (*told, (review.rules.source, review.rules.text))


def form_row(line: EvaluationLine) -> Row:
    form = line.form
    marks = ("" if (mark := getattr(form, name)) is None else str(mark) for name in MARKS)
    whom = line.expert or f"{line.team}（全队）"
    return Row(form.id, (f"{form.evaluated_on or ''}", line.by, whom, *marks, form.opinion.replace("\n", " ")))


def counted(review: Review) -> str:
    """How many are ranked and decided on."""
    ranked = sum(one.result.rank is not None for one in review.lines)
    decided = sum(one.decision is not None for one in review.lines)
    return f"参评 {ranked} 名，已决定 {decided} / {len(review.lines)} 名"
