"""Whether an expert may be in the pool and in a team, clause by clause (annex 5 三（三）).

Each clause is 符合, 不符合 or 待人工认定, as in the admission check: what is missing is never a failure, and no qualification.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from datong_desktop.domain.admission import FULFILLED, OPEN, VIOLATED, ClauseResult
from datong_desktop.domain.dates import add_years
from datong_desktop.domain.expert_rules import ExpertRules

__all__ = ["FULFILLED", "OPEN", "VIOLATED", "ExpertFacts", "Penalty", "Qualification", "qualify"]


@dataclass(frozen=True, slots=True)
class Penalty:
    """A 行政处罚; ``on`` is None where the date is missing. ``of_institution``: not the person but the institution was fined.
    It is shown and does not decide: the clause speaks of the 专业人员."""

    on: datetime.date | None
    authority: str = ""
    of_institution: bool = False

    @property
    def words(self) -> str:
        """2021-08-04 被中国证监会处罚."""
        by = f"被{self.authority}处罚" if self.authority else "受行政处罚"
        return f"{'所在机构' if self.of_institution else ''}{self.on or '日期不详'} {by}"


@dataclass(frozen=True, slots=True)
class ExpertFacts:
    """What is known of an expert; None: not known. ``projects`` counts the 资本运作项目 taken part in."""

    willing: bool | None = None
    projects: int | None = None
    penalties: Sequence[Penalty] = ()
    bad_credit: bool | None = None


@dataclass(frozen=True, slots=True)
class Qualification:
    """The check of one expert on a day. ``result``: 不符合 when any clause is, else 待人工认定 when any is, else 符合."""

    result: str
    on: datetime.date
    clauses: tuple[ClauseResult, ...]

    @property
    def obstacle(self) -> str:
        """Why the expert cannot be in a team, "" when nothing is in the way."""
        return "；".join(one.reason for one in self.clauses if one.result != FULFILLED)


@dataclass(frozen=True, slots=True)
class _Finding:
    result: str
    reason: str
    looked_at: tuple[tuple[str, str], ...]
    missing: tuple[str, ...] = ()


def qualify(facts: ExpertFacts, rules: ExpertRules, on: datetime.date) -> Qualification:
    """Every clause of 申报条件 on a day, exact to the day."""
    found = []
    for clause in rules.clauses:
        one = _FINDERS[clause.kind](facts, rules, on)
        found.append(
            ClauseResult(
                clause.name, clause.name, clause.text, one.result, one.reason, one.looked_at, one.missing, clause.source
            )
        )
    results = {one.result for one in found}
    return Qualification(next(r for r in (VIOLATED, OPEN, FULFILLED) if r in results), on, tuple(found))


def _willing(facts: ExpertFacts, rules: ExpertRules, on: datetime.date) -> _Finding:
    looked_at = (("服务意愿", _truth(facts.willing)),)
    if facts.willing is None:
        return _Finding(OPEN, "没有填服务意愿", looked_at, ("willing",))
    return _Finding(FULFILLED, "愿意服务", looked_at) if facts.willing else _Finding(VIOLATED, "不愿意服务", looked_at)


def _projects(facts: ExpertFacts, rules: ExpertRules, on: datetime.date) -> _Finding:
    if facts.projects is None:
        return _Finding(OPEN, "没有填资本运作项目", (("资本运作项目数", ""),), ("projects",))
    reason = f"参与过 {facts.projects} 个资本运作项目" if facts.projects else "没有参与过资本运作项目"
    enough = facts.projects >= rules.projects
    return _Finding(
        FULFILLED if enough else VIOLATED,
        reason if enough else f"{reason}，要求不少于 {rules.projects} 个",
        (("资本运作项目数", f"{facts.projects}"),),
    )


def _penalty(facts: ExpertFacts, rules: ExpertRules, on: datetime.date) -> _Finding:
    """A penalty counts to the corresponding day so many years on (Civil Code art. 202)."""
    looked_at = tuple(("机构处罚" if one.of_institution else "行政处罚", one.words) for one in facts.penalties)
    of_institution = "".join(f"；{one.words}，请一并考虑" for one in facts.penalties if one.of_institution)
    own = [one for one in facts.penalties if not one.of_institution]
    dated = [one for one in own if one.on is not None and one.on <= on]
    recent = max(dated, key=lambda one: one.on or on, default=None)
    if recent is not None and recent.on is not None and on <= (last := add_years(recent.on, rules.penalty_years)):
        reason = f"{recent.words}，到 {last} 才满{_YEARS[rules.penalty_years]}年"
        return _Finding(VIOLATED, reason + of_institution, looked_at)
    if later := [one.on for one in own if one.on is not None and one.on > on]:
        return _Finding(OPEN, f"处罚日期 {min(later)} 晚于审查日 {on}，请核对" + of_institution, looked_at)
    if len(dated) < len(own):
        return _Finding(OPEN, "受过行政处罚，没有填处罚日期" + of_institution, looked_at, ("penalties",))
    years = f"最近{_YEARS[rules.penalty_years]}年没有受过行政处罚"
    before = f"（上一次是 {recent.on}）" if recent else ""
    return _Finding(FULFILLED, years + before + of_institution, looked_at or (("行政处罚", "无"),))


def _credit(facts: ExpertFacts, rules: ExpertRules, on: datetime.date) -> _Finding:
    looked_at = (("不良诚信记录", _truth(facts.bad_credit)),)
    if facts.bad_credit is None:
        return _Finding(OPEN, "没有填有无不良诚信记录", looked_at, ("bad_credit",))
    return _Finding(VIOLATED, "有不良诚信记录", looked_at) if facts.bad_credit else _Finding(FULFILLED, "无不良诚信记录", looked_at)


def _truth(value: bool | None) -> str:
    return "" if value is None else "是" if value else "否"


_YEARS = " 一二三四五六七八九十"
_FINDERS: Mapping[str, Callable[[ExpertFacts, ExpertRules, datetime.date], _Finding]] = {
    "willing": _willing, "projects": _projects, "penalty": _penalty, "credit": _credit,
}  # fmt: skip
