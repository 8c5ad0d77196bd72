"""Every score explained (domain.md, Scoring 8): value, rank, tie, band, points, weight, contribution, clause."""

from __future__ import annotations

from decimal import Decimal

from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.domain.scheme import Rule, Scheme
from datong_desktop.domain.scoring import Assessment, DistrictResult, Mark


def explain_mark(assessment: Assessment, row: DistrictResult, mark: Mark) -> tuple[tuple[str, str], ...]:
    """Labelled lines for one cell of annex table 2, e.g. ("名次", "第 4 名（与浑源县并列）")."""
    scheme, indicator = assessment.scheme, mark.indicator
    lines: list[tuple[str, str]] = [("数值", "未报" if mark.value is None else str(mark.value))]
    if row.disqualified:
        return (*lines, ("得分", "取消参评资格，不计分"), ("依据", _quote(scheme.disqualification_rule)))
    if mark.value is None or mark.rank is None or mark.band is None or mark.contribution is None:
        return (*lines, ("得分", "未报，不计分；补报后才有最终得分"))
    ranked = sum(1 for r in assessment.rows for m in r.marks if m.indicator is indicator and m.rank is not None)
    tied = f"（与{'、'.join(mark.tied_with)}并列）" if mark.tied_with else ""
    lines.append(("名次", f"第 {mark.rank} 名{tied}，共 {ranked} 个县区"))
    provisional = any(i == indicator.id for _, i in assessment.missing)
    by_zero = mark.value == 0 and scheme.zero_rule.kind == "no_points"
    lines.append(
        (
            "得分",
            f"{'数值为 0' if by_zero else f'{mark.band.first}-{mark.band.last} 名'} → {mark.points} 分{'（暂定）' if provisional else ''}",
        )
    )
    lines.append(("权重", indicator.weight_text))
    lines.append(("计入", f"{mark.points}×{indicator.weight_text} = {_plain(mark.contribution, scheme.final_places)}"))
    lines.append(("依据", _quote(scheme.zero_rule) if by_zero else f"{mark.band.clause}：{mark.band.text}"))
    if mark.tied_with:
        lines.append(("并列", _quote(scheme.tie_rule)))
    if provisional:
        lines.append(("暂定", "本指标还有县区未报，名次和得分可能变化"))
    return tuple(lines)


def explain_final(
    assessment: Assessment, row: DistrictResult, decision: Disqualification | None = None
) -> tuple[tuple[str, str], ...]:
    """Labelled lines for a final score, with the sum written out."""
    scheme = assessment.scheme
    if row.disqualified:
        lines = [("最终得分", "取消参评资格，不参加排名")]
        if decision is not None:
            on = f"{decision.decided_on:%Y-%m-%d} " if decision.decided_on else ""
            lines += [
                ("决定", f"{decision.year}年度起，{on}{decision.document_number}".rstrip("， ")),
                ("原因", decision.reason),
            ]
        return (*lines, ("依据", _quote(scheme.disqualification_rule)))
    if row.final is None:
        blank = "、".join(m.indicator.name for m in row.marks if m.value is None)
        return (("最终得分", f"未报齐，暂无最终得分。还缺：{blank}"),)
    tied = f"（与{'、'.join(row.tied_with)}并列）" if row.tied_with else ""
    lines = [
        ("最终得分", scheme.format_final(row.final)),
        ("算式", sum_text(scheme, row)),
        ("名次", f"第 {row.rank} 名{tied}"),
    ]
    if not assessment.complete:
        lines.append(("暂定", "还有县区未报齐，得分和名次可能变化"))
    lines.append(("依据", _quote(scheme.final_rule)))
    return tuple(lines)


def sum_text(scheme: Scheme, row: DistrictResult) -> str:
    """ "3×5% + 2×25% + … = 1.65" for a district that has a final score."""
    parts = " + ".join(f"{m.points}×{m.indicator.weight_text}" for m in row.marks)
    return f"{parts} = {scheme.format_final(row.final or Decimal(0))}"


def _quote(rule: Rule) -> str:
    return f"{rule.clause}：{rule.text}"


def _plain(value: Decimal, places: int) -> str:
    return f"{value:.{places}f}"
