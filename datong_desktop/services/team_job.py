"""Proposing teams from a workbook, without a window and without a ledger."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterator
from pathlib import Path

from datong_desktop import paths
from datong_desktop.documents.expert_workbook import ServedObject, TeamWorkbook, read_team_workbook, words
from datong_desktop.domain.expert import Expert
from datong_desktop.domain.expert_rules import ExpertRules, load_expert_rules
from datong_desktop.domain.names import fold
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.qualification import ExpertFacts, Penalty, qualify
from datong_desktop.domain.team_problem import URGENCY, Candidate, Need, TeamProblem
from datong_desktop.services.stored_columns import lists

RULES_FILE = "experts-2022.toml"
MOST_SECONDS, NAMED = 3_600, 3


def rules_text() -> str:
    """The text of the rules in force for experts and teams, as a proposal that is accepted keeps it."""
    return (paths.resources() / "rules" / RULES_FILE).read_text(encoding="utf-8")


def rules() -> ExpertRules:
    """The rules in force. ``Refused`` (bad_rules) when their file was edited wrongly."""
    return load_expert_rules(rules_text(), RULES_FILE)


def parse_seconds(text: str) -> float:
    """Seconds a proposal may take, more than 0 and at most an hour; ``Refused`` (bad_usage) otherwise."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= MOST_SECONDS:
        raise refuse("bad_usage", f"--seconds 后面的“{text}”不对，请写大于 0、不超过 {MOST_SECONDS} 的秒数。")
    return seconds


def problem_of_workbook(path: Path, on: datetime.date) -> tuple[TeamProblem, tuple[str, ...]]:
    """The problem of a workbook with 专家库 and 服务对象, everyone checked for qualification on a day; notes for a person.

    ``Refused`` with everything wrong in it. An object's id is its name.
    """
    now = rules()
    read = read_team_workbook(path, now, on)
    known = lists(None)
    spelt, districts, industries = _Spelling(), _Known(known.districts.find), _Known(known.industries.find)
    candidates = tuple(_candidate(row, now, on, spelt, districts, industries) for row in read.experts)
    needs = tuple(_need(row, spelt, districts, industries) for row in read.objects)
    return TeamProblem(candidates, needs, now, now.weights, _conflicts(read)), (*read.notes, *_strange(districts, industries))


class _Known(dict[str, str]):
    """Words as official lists write them; what is in none stays, and is noted as ``strange``."""

    def __init__(self, find: Callable[[str], str | None]) -> None:
        super().__init__()
        self._find, self.strange = find, list[str]()

    def __missing__(self, written: str) -> str:
        found = self._find(written)
        if found is None:
            self.strange.append(written)
        return self.setdefault(written, found or written)

    def words(self, cell: str) -> frozenset[str]:
        return frozenset(self[word] for word in words(cell))


def _strange(districts: _Known, industries: _Known) -> Iterator[str]:
    """Words that can match nothing but themselves."""
    for known, what in ((districts, "县区"), (industries, "行业代码")):
        if known.strange:
            named = f"“{'”“'.join(known.strange[:NAMED])}”"
            more = f"等 {len(known.strange)} 个" if len(known.strange) > NAMED else ""
            yield f"{named}{more}不是{what}，请核对；按原样比较。"


class _Spelling(dict[str, str]):
    """Words that differ in width, case or punctuation alone are one word, as it was first written."""

    def word(self, written: str) -> str:
        return self.setdefault(fold(written), written)

    def words(self, cell: str) -> frozenset[str]:
        return frozenset(map(self.word, words(cell)))


def facts_of_row(row: Expert) -> ExpertFacts:
    """What the clauses of 申报条件 look at, as a list holds it."""
    return ExpertFacts(
        None if row.willing is None else bool(row.willing),
        row.projects,
        (Penalty(row.last_penalty_on),) if row.last_penalty_on else (),
        None if row.bad_credit is None else bool(row.bad_credit),
    )


def _candidate(
    row: Expert, now: ExpertRules, on: datetime.date, spelt: _Spelling, districts: _Known, industries: _Known
) -> Candidate:
    return Candidate(
        row.number, row.name, row.institution, row.institution_type, row.most_teams or 0,
        fields=spelt.words(row.fields), industries=industries.words(row.industries), districts=districts.words(row.districts),
        projects=row.projects or 0, obstacle=qualify(facts_of_row(row), now, on).obstacle,
    )  # fmt: skip


def _need(row: ServedObject, spelt: _Spelling, districts: _Known, industries: _Known) -> Need:
    return Need(
        row.name, row.name, row.object_kind or "企业", districts[row.district] if row.district else "",
        industries[row.industry] if row.industry else "", spelt.words(row.fields),
        URGENCY.get(row.urgency, 1),
    )  # fmt: skip


def _conflicts(read: TeamWorkbook) -> dict[tuple[str, str], str]:
    named = {fold(one.name): one.name for one in read.objects}
    pairs = ((named[fold(name)], one.number) for one in read.experts for name in words(one.avoids) if fold(name) in named)
    return dict.fromkeys(pairs, "本人申报的回避对象")
