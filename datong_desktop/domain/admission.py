"""Whether an enterprise may enter the reserve pool, clause by clause (annex 2 part 一).

Each clause is 符合, 不符合 or 待人工认定. What is certain from the data at hand is said although other data is missing;
missing data is never a failure. A reviewer's finding decides what the data leaves open, never against the data; one made in
an earlier case is told, and decides nothing until it is confirmed.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from datong_desktop.domain.admission_clauses import (
    FIELDS,
    FINDERS,
    FULFILLED,
    OPEN,
    VIOLATED,
    Facts,
    Finding,
    fiscal_year,
    size_class,
)
from datong_desktop.domain.admission_rules import AdmissionRules, Clause, SizeClass, load_rules
from datong_desktop.domain.enterprise import FiscalYear, Judgement
from datong_desktop.domain.fields import Value, fields_by_id, show

__all__ = [
    "FIELDS", "FULFILLED", "OPEN", "VIOLATED", "Admission", "AdmissionRules", "Clause", "ClauseResult", "Facts", "SizeClass",
    "check", "fiscal_year", "load_rules",
]  # fmt: skip


JUDGED = "人工认定"
"""The label of a reviewer's finding among what a clause looked at."""
BEFORE, AFTER = "上次认定", "后来的认定"
"""What a finding of an earlier, or a later, case is called."""


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """One clause for panel and paper. ``clause`` is its name in results and judgements (存续期限 …), ``title`` its heading,
    ``source`` its place in the text; ``looked_at`` holds (label, shown value); ``missing`` ids of blank fields."""

    clause: str
    title: str
    text: str
    result: str
    reason: str
    looked_at: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    source: str

    @property
    def may_be_judged(self) -> bool:
        """Whether it waits for a reviewer, or was decided by one."""
        return self.result == OPEN or any(label == JUDGED for label, _ in self.looked_at)

    @property
    def figures(self) -> tuple[tuple[str, str], ...]:
        """What it looked at, without a judgement that the reason tells already."""
        return tuple((label, shown) for label, shown in self.looked_at if label != JUDGED or shown not in self.reason)


@dataclass(frozen=True)
class Admission:
    """The check of one enterprise on a day. ``result``: 不符合 when any clause is, else 待人工认定 when any is, else 符合."""

    result: str
    facts: Facts
    rules: AdmissionRules
    on: datetime.date
    findings: tuple[tuple[Clause, Finding], ...] = field(repr=False)

    @property
    def results(self) -> dict[str, str]:
        """Result by clause name."""
        return {clause.name: finding.result for clause, finding in self.findings}

    @cached_property
    def clauses(self) -> tuple[ClauseResult, ...]:
        """Every clause with its words, its reason and what it looked at."""
        return tuple(self._explained(clause, finding) for clause, finding in self.findings)

    def _explained(self, clause: Clause, finding: Finding) -> ClauseResult:
        text, source = _text(clause, self.facts, self.rules)
        looked_at = _looked_at(clause, self.facts, self.on)
        return ClauseResult(
            clause.name, clause.title, text, finding.result, finding.reason(), looked_at, finding.missing, source
        )


def check(facts: Facts, rules: AdmissionRules, on: datetime.date) -> Admission:
    """Every clause an enterprise must fulfil on the day of its application. One listed on NEEQ qualifies as such."""
    found = []
    results = set()
    for clause in (rules.listed if facts.enterprise.neeq_listed else ()) or rules.required:
        finding = FINDERS[clause.kind](facts, rules, on)
        if finding[0] == OPEN and (facts.judgements or facts.other_judgements):
            finding = _judged(clause, finding, facts, on)
        found.append((clause, finding))
        results.add(finding[0])
    result = VIOLATED if VIOLATED in results else OPEN if OPEN in results else FULFILLED
    return Admission(result, facts, rules, on, tuple(found))


def _judged(clause: Clause, finding: Finding, facts: Facts, on: datetime.date) -> Finding:
    """What a reviewer decided where the data leaves it open."""
    judgement = facts.judgement(clause.name)
    if other := facts.other_judgement(clause.name):
        return finding._replace(reason=lambda: f"{finding.reason()}；{_other(other, on)}")
    if judgement is None or judgement.result not in (FULFILLED, VIOLATED):
        return finding
    return Finding(judgement.result, lambda: f"{finding.reason()}；{_said(judgement)}", finding.missing)


def _said(judgement: Judgement) -> str:
    by = f"由{judgement.judged_by}" if judgement.judged_by else ""
    on = f"于 {judgement.judged_on} " if judgement.judged_on else ""
    return f"{by}{on}认定为{judgement.result}{'：' if judgement.reason else ''}{judgement.reason}"


def _other(judgement: Judgement, on: datetime.date) -> str:
    later = judgement.judged_on is not None and judgement.judged_on > on
    whose = "，".join(part for part in (str(judgement.judged_on or ""), judgement.judged_by) if part)
    said = f"{judgement.result}{'：' if judgement.reason else ''}{judgement.reason}"
    return f"{AFTER if later else BEFORE}（{whose}）：{said}" if whose else f"{AFTER if later else BEFORE}：{said}"


_OF_YEAR = fields_by_id(FiscalYear)
_LOOKED_AT: Mapping[str, tuple[str, ...]] = {
    "listed": ("neeq_listed",),
    "fiscal_years": ("founded_on",),
    "catalogue": ("catalogue_class", "catalogue_item", "cluster"),
    "main_share": ("revenue", "main_revenue"),
    "size": ("industry", "total_assets", "revenue"),
    "equity": ("ownership_dispute", "nominee_holding", "clear_structure"),
    "record": ("criminal_case", "last_tax_offence_on", "tax_rating"),
    "judgement": (),
}


def _text(clause: Clause, facts: Facts, rules: AdmissionRules) -> tuple[str, str]:
    """The clause's words and their place; of the size classes the one that applies, all where that is open."""
    if clause.kind != "size":
        return clause.text, clause.source
    size = size_class(facts, rules)
    text = "\n".join([clause.text, *(one.text for one in rules.sizes if size in (None, one))])
    return text, size.source if size else clause.source


def _looked_at(clause: Clause, facts: Facts, on: datetime.date) -> tuple[tuple[str, str], ...]:
    year = fiscal_year(on)
    figures, found = facts.figures(year), []
    for name in _LOOKED_AT[clause.kind]:
        of_year = name in _OF_YEAR
        value: Value = getattr(figures if of_year else facts.enterprise, name, None)
        label = f"{year}年{FIELDS[name].heading}" if of_year else FIELDS[name].heading
        found.append((label, show(FIELDS[name], value)))
    if judgement := facts.judgement(clause.name):
        found.append((JUDGED, _said(judgement)))
    return tuple(found)
