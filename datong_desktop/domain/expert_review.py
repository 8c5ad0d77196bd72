"""The yearly review of the experts: activity, effect and evaluation make a total, the totals a ranking (annex 5 三（五）).

The text names the factors and leaves the figures to the office: they are data (``ReviewRules``). Exact throughout; the
mean of the forms is rounded once, half up to two places, so that the sums shown are the sums ranked by. What follows from a total
is a proposal: who decides is a person.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from datong_desktop.domain.expert import LEAVES, STAYS, WARNED
from datong_desktop.domain.fostering import Milestone
from datong_desktop.domain.review_rules import ReviewRules
from datong_desktop.domain.scoring import ranked
from datong_desktop.domain.service_log import Evaluation, ServiceVisit

FULL_MARK = 100
NOT_YET, LATER = "", "年末再定"
"""Nothing can be proposed before the year is over, and what that is called."""
YEAR_RUNS = "只建议已达到留任线的留任、资格审查不符合的退出，其余等年度结束后再定"
"""What is proposed while a year runs (reading; the text is silent): points are only added, so that who has reached the line may
stay; that somebody has not is no reason yet to warn or to part."""
ACTIVITY, EFFECT, EVALUATION = "活跃度", "服务效果", "综合评价"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a year is reviewed by. ``days`` and ``solved`` are of the visits; ``milestones`` counts those of the enterprises
    served, by kind; ``marks`` are the forms' marks, 0-100; ``assigned``: was long enough in a team or went on a visit;
    ``unqualified`` says why the expert is not qualified any more."""

    visits: int = 0
    days: int = 0
    solved: int = 0
    milestones: Mapping[str, int] = field(default_factory=dict)
    marks: tuple[Decimal, ...] = ()
    assigned: bool = True
    unqualified: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """One of the three: its ``sum`` written out, what it comes to, and how much of that counts."""

    name: str
    sum: str
    raw: Decimal
    points: Decimal
    most: int

    @property
    def words(self) -> str:
        """走访 6 次×4 + 服务 8 天×2 = 40，最多计 30."""
        cut = f"，最多计 {self.most}" if self.points < self.raw else ""
        return f"{self.sum} = {plain(self.raw)}{cut}"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One expert's result. ``rank`` is None for who had nothing to do; ``proposal`` is one of 留任, 提醒, 退出, or NOT_YET."""

    expert: str
    facts: Facts
    factors: tuple[Factor, ...]
    total: Decimal
    proposal: str
    reason: str
    rank: int | None = None


def mark_of(form: Evaluation) -> Decimal | None:
    """The mark of a form: 综合评价, else the mean of the others that are filled, to two places; None for one without marks."""
    if form.overall is not None:
        return Decimal(form.overall)
    filled = [mark for mark in (form.skill, form.attitude, form.effect) if mark is not None]
    return _two_places(Fraction(sum(filled), len(filled))) if filled else None


def solved_of(visits: Iterable[ServiceVisit]) -> int:
    """The visits whose problem was solved."""
    return sum(bool(visit.problem and visit.solved) for visit in visits)


def milestones_served(since: Mapping[str, datetime.date], milestones: Iterable[Milestone], year: int) -> dict[str, int]:
    """The milestones that enterprises reached in a year while being served, by kind. ``since``: from when on each was."""
    found: dict[str, int] = {}
    for one in milestones:
        on, began = one.happened_on, since.get(one.enterprise)
        if on and began and on.year == year and began <= on:
            found[one.kind] = found.get(one.kind, 0) + 1
    return found


def review(facts: Mapping[str, Facts], rules: ReviewRules, *, over: bool = True) -> tuple[Reviewed, ...]:
    """Everyone by rank, equal totals sharing the best one (1, 2, 2, 4); who had nothing to do stands at the end. Of a year that
    is not ``over`` only what no later visit can change for the worse is proposed (YEAR_RUNS)."""
    results = {expert: _reviewed(expert, one, rules, over) for expert, one in facts.items()}
    ranks = ranked({expert: one.total for expert, one in results.items() if one.facts.assigned}, "best")
    placed = [_with_rank(one, ranks[expert][0] if expert in ranks else None) for expert, one in results.items()]
    return tuple(sorted(placed, key=lambda one: (one.rank is None, one.rank or 0, one.expert)))


def _with_rank(one: Reviewed, rank: int | None) -> Reviewed:
    return Reviewed(one.expert, one.facts, one.factors, one.total, one.proposal, one.reason, rank)


def _reviewed(expert: str, facts: Facts, rules: ReviewRules, over: bool) -> Reviewed:
    activity = _factor(ACTIVITY, (("走访", facts.visits, "次", rules.visit), ("服务", facts.days, "天", rules.day)), rules.activity)
    reached = [(kind, facts.milestones.get(kind, 0), "家", points) for kind, points in rules.milestones.items()]
    terms = (("解决问题", facts.solved, "个", rules.solved), *(term for term in reached if term[1]))
    factors = (activity, _factor(EFFECT, terms, rules.effect), _evaluation(facts.marks, rules.evaluation))
    total = sum((one.points for one in factors), Decimal(0))
    return Reviewed(expert, facts, factors, total, *(_proposal if over else _so_far)(facts, total, rules))


def _factor(name: str, terms: Sequence[tuple[str, int, str, int]], most: int) -> Factor:
    text = " + ".join(f"{label} {count} {unit}×{points}" for label, count, unit, points in terms)
    raw = Decimal(sum(count * points for _, count, _, points in terms))
    return Factor(name, text, raw, min(raw, Decimal(most)), most)


def _evaluation(marks: Sequence[Decimal], most: int) -> Factor:
    if not marks:
        return Factor(EVALUATION, "没有评价表", Decimal(0), Decimal(0), most)
    whole = sum(marks, Decimal(0))
    points = _two_places(Fraction(whole) * most / (FULL_MARK * len(marks)))
    return Factor(EVALUATION, f"评价 {len(marks)} 份合计 {plain(whole)} 分÷{len(marks)}×{most}%", points, points, most)


def _two_places(value: Fraction) -> Decimal:
    """Half up to hundredths; ``value`` is not negative."""
    return Decimal((value.numerator * 200 + value.denominator) // (2 * value.denominator)).scaleb(-2)


def _proposal(facts: Facts, total: Decimal, rules: ReviewRules) -> tuple[str, str]:
    if facts.unqualified:
        return LEAVES, facts.unqualified
    if not facts.assigned:
        return STAYS, f"本年度没有编入服务队，或编入不满 {rules.least_days} 天，也没有服务记录，不作评价"
    if total >= rules.stay:
        return STAYS, f"总分 {plain(total)}，达到留任线 {rules.stay}"
    if total >= rules.warn:
        return WARNED, f"总分 {plain(total)}，低于留任线 {rules.stay}"
    return LEAVES, f"总分 {plain(total)}，低于提醒线 {rules.warn}"


def _so_far(facts: Facts, total: Decimal, rules: ReviewRules) -> tuple[str, str]:
    if facts.unqualified:
        return LEAVES, facts.unqualified
    if not facts.assigned:
        return NOT_YET, f"到目前没有编入服务队，或编入不满 {rules.least_days} 天，也没有服务记录，暂不评价"
    if total >= rules.stay:
        return STAYS, f"到目前总分 {plain(total)}，已达到留任线 {rules.stay}"
    return NOT_YET, f"到目前总分 {plain(total)}，留任线是 {rules.stay}，年度结束后再定"


def plain(value: Decimal) -> str:
    """A number without idle zeros: 12.50 → 12.5, 40.00 → 40."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text or "0"
