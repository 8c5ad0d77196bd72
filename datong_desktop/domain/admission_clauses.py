"""How each clause of the admission standard is decided from what is known (annex 2 part 一), exact to the day and the fen.

A hundred thousand enterprises are checked in a breath, so reasons are worded only when somebody reads them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from datong_desktop.domain.admission_rules import AdmissionRules, SizeClass
from datong_desktop.domain.dates import add_years
from datong_desktop.domain.enterprise import RESULTS, Enterprise, FiscalYear, Judgement
from datong_desktop.domain.fields import Field, fields_by_id, plain_hundredths, show_money

FULFILLED, VIOLATED, OPEN = RESULTS
FIELDS: Mapping[str, Field] = {**fields_by_id(Enterprise), **fields_by_id(FiscalYear)}
"""Every field a clause looks at, by its id."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known: the record, its fiscal years, the reviewers' findings. ``industry`` is the industry code where the
    record holds something else that was understood ("4415", a name); None: the record's own text. ``other_judgements``
    are findings of another case, when the enterprise applied several times: they decide nothing here and are only told."""

    enterprise: Enterprise
    years: Sequence[FiscalYear] = ()
    judgements: Sequence[Judgement] = ()
    industry: str | None = None
    other_judgements: Sequence[Judgement] = ()

    def figures(self, year: int) -> FiscalYear | None:
        """The figures of a fiscal year."""
        for figures in self.years:
            if figures.year == year:
                return figures
        return None

    def judgement(self, clause: str) -> Judgement | None:
        """The reviewer's finding on a clause."""
        return _on(clause, self.judgements)

    def other_judgement(self, clause: str) -> Judgement | None:
        """The finding on a clause that was made in another case."""
        return _on(clause, self.other_judgements)


def _on(clause: str, judgements: Sequence[Judgement]) -> Judgement | None:
    for judgement in judgements:
        if judgement.clause == clause:
            return judgement
    return None


class Finding(NamedTuple):
    """How a clause came out: result, why (a sentence's text), ids of the blank fields it would have looked at."""

    result: str
    reason: Callable[[], str]
    missing: tuple[str, ...] = ()


def fiscal_year(on: datetime.date) -> int:
    """The last complete fiscal year before a day: its figures decide size and main business."""
    return on.year - 1


def size_class(facts: Facts, rules: AdmissionRules) -> SizeClass | None:
    """The size class of the enterprise's industry; None when that is not clear."""
    return rules.size_class(facts.enterprise.industry if facts.industry is None else facts.industry)


_LISTED = Finding(FULFILLED, lambda: "新三板挂牌企业可以直接入库，不再看其他条件")
_BY_REVIEWER = Finding(OPEN, lambda: "由审核人认定")
_SOUND_EQUITY = Finding(FULFILLED, lambda: "没有权属纠纷和代持，股权结构清晰合理")
_CLEAN_RECORD = Finding(FULFILLED, lambda: "没有立案侦查和近年的重大税收违法，纳税信用等级合格")
_NO_DATE = Finding(OPEN, lambda: "没有填成立日期", ("founded_on",))
_NO_CLASS = Finding(OPEN, lambda: "没有填产业目录类别", ("catalogue_class",))


def listed(facts: Facts, rules: AdmissionRules, on: datetime.date) -> Finding:
    return _LISTED


def fiscal_years(facts: Facts, rules: AdmissionRules, on: datetime.date) -> Finding:
    founded = facts.enterprise.founded_on
    if founded is None:
        return _NO_DATE
    complete = on.year - founded.year - ((founded.month, founded.day) != (1, 1))

    def reason() -> str:
        if founded > on:
            return f"{founded} 成立，晚于核对日 {on}"
        return f"{founded} 成立，到 {on} 有 {max(0, complete)} 个完整会计年度，要求满 {rules.years} 个"

    return Finding(FULFILLED if complete >= rules.years else VIOLATED, reason)


def catalogue(facts: Facts, rules: AdmissionRules, on: datetime.date) -> Finding:
    kind, cluster = facts.enterprise.catalogue_class, facts.enterprise.cluster
    if kind in rules.encouraged:
        return Finding(FULFILLED, lambda: f"属于{kind}")
    if kind in rules.refused:
        return Finding(VIOLATED, lambda: f"属于{kind}，不得申报")
    if kind not in rules.permitted:
        return _NO_CLASS
    if not cluster:
        return Finding(OPEN, lambda: f"属于{kind}，没有填所属产业集群")
    if official := rules.cluster(cluster):
        return Finding(FULFILLED, lambda: f"属于{kind}，在“{official}”产业集群内")
    return Finding(OPEN, lambda: f"属于{kind}，填的产业集群“{cluster}”不在名单内")


def main_share(facts: Facts, rules: AdmissionRules, on: datetime.date) -> Finding:
    year = fiscal_year(on)
    figures = facts.figures(year)
    revenue, main = (figures.revenue, figures.main_revenue) if figures else (None, None)
    if revenue is None or main is None:
        return _of_year(year, _blank(figures, "revenue", "main_revenue"))
    if revenue <= 0:
        return Finding(OPEN, lambda: f"{year}年营业收入不大于 0，算不出占比")
    if main > revenue:
        return Finding(OPEN, lambda: f"{year}年主营业务收入大于营业收入，请核对")

    def reason() -> str:  # cut, not rounded: 69.999% must not read as 70%
        share = plain_hundredths(main * 10_000 // revenue)
        return f"{year}年主营业务收入占营业收入的 {share}%，要求不低于 {plain_hundredths(rules.share)}%"

    return Finding(FULFILLED if main * 10_000 >= rules.share * revenue else VIOLATED, reason)


def size(facts: Facts, rules: AdmissionRules, on: datetime.date) -> Finding:
    limits = size_class(facts, rules)
    if limits is None:
        written = facts.enterprise.industry
        why = f"行业代码“{written}”认不出或太粗，定不了适用哪一类" if written else "没有填行业代码"
        return Finding(OPEN, lambda: why, ("industry",))
    year = fiscal_year(on)
    figures = facts.figures(year)
    assets, revenue = (figures.total_assets, figures.revenue) if figures else (None, None)
    if (assets is not None and assets < limits.total_assets) or (revenue is not None and revenue < limits.revenue):
        return Finding(VIOLATED, lambda: _compared(limits, year, assets, revenue), _blank(figures, "total_assets", "revenue"))
    if assets is None or revenue is None:
        return _of_year(year, _blank(figures, "total_assets", "revenue"))
    return Finding(FULFILLED, lambda: _compared(limits, year, assets, revenue))


def equity(facts: Facts, rules: AdmissionRules, on: datetime.date) -> Finding:
    known = facts.enterprise
    if known.ownership_dispute == 0 and known.nominee_holding == 0 and known.clear_structure == 1:
        return _SOUND_EQUITY
    bad = [
        text
        for wrong, text in (
            (known.ownership_dispute, "存在重大权属纠纷"),
            (known.nominee_holding, "存在股权代持"),
            (known.clear_structure == 0, "股权结构不够清晰合理"),
        )
        if wrong
    ]
    return _of_parts(bad, _blank(known, "ownership_dispute", "nominee_holding", "clear_structure"))


def record(facts: Facts, rules: AdmissionRules, on: datetime.date) -> Finding:
    known = facts.enterprise
    offence, rating = known.last_tax_offence_on, known.tax_rating
    if known.criminal_case == 0 and rating and rating not in rules.refused_ratings and not offence:
        return _CLEAN_RECORD
    bad = []
    if known.criminal_case:
        bad.append("涉嫌犯罪被立案侦查")
    if rating in rules.refused_ratings:
        bad.append(f"纳税信用等级为 {rating} 级")
    # Civil Code art. 201, 202: the day itself is not counted, the corresponding day is the last of the three years
    if offence and offence <= on <= add_years(offence, rules.offence_years):
        bad.append(f"{offence} 有重大税收违法行为，到 {on} 还在 {rules.offence_years} 年内")
    missing = _blank(known, "criminal_case", "tax_rating")
    if bad or missing:
        return _of_parts(bad, missing)
    if offence and offence > on:
        return Finding(OPEN, lambda: f"重大税收违法日期 {offence} 晚于核对日 {on}，请核对")
    return _CLEAN_RECORD


def judgement(facts: Facts, rules: AdmissionRules, on: datetime.date) -> Finding:
    return _BY_REVIEWER


FINDERS: Mapping[str, Callable[[Facts, AdmissionRules, datetime.date], Finding]] = {
    "listed": listed, "fiscal_years": fiscal_years, "catalogue": catalogue, "main_share": main_share,
    "size": size, "equity": equity, "record": record, "judgement": judgement,
}  # fmt: skip
"""What decides a clause, by its kind."""


def _blank(known: object, *names: str) -> tuple[str, ...]:
    """Ids of the fields that hold nothing; all of them where there is no record."""
    return tuple([name for name in names if known is None or getattr(known, name) in (None, "")])


def _of_year(year: int, missing: tuple[str, ...]) -> Finding:
    return Finding(OPEN, lambda: f"没有填{year}年{_labels(missing)}", missing)


def _of_parts(bad: list[str], missing: tuple[str, ...]) -> Finding:
    if bad:
        return Finding(VIOLATED, lambda: "；".join(bad), missing)
    return Finding(OPEN, lambda: f"没有填{_labels(missing)}", missing)


def _labels(names: tuple[str, ...]) -> str:
    return "、".join(FIELDS[name].label for name in names)


def _compared(limits: SizeClass, year: int, assets: int | None, revenue: int | None) -> str:
    parts = []
    for label, value, limit in (("总资产", assets, limits.total_assets), ("年营业收入", revenue, limits.revenue)):
        if value is not None:
            way = "达到" if value >= limit else "低于"
            parts.append(f"{label} {show_money(value)} 万元{way} {show_money(limit)} 万元")
    return f"按“{limits.name}”核对{year}年：{'，'.join(parts)}"
