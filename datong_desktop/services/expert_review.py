"""The yearly review out of the ledger, and what was decided on it (annex 5 三（五）).

What the program proposes is a suggestion; what is decided is an ``Adjustment`` of the expert, one for each year.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from datong_desktop.domain.admission import VIOLATED
from datong_desktop.domain.expert import JOINS, Adjustment, Expert, QualificationCheck
from datong_desktop.domain.expert_review import (
    YEAR_RUNS,
    Facts,
    Reviewed,
    mark_of,
    milestones_served,
    review,
    solved_of,
)
from datong_desktop.domain.fostering import Milestone
from datong_desktop.domain.problem import Problem, refuse
from datong_desktop.domain.review_rules import ReviewRules
from datong_desktop.domain.service_lines import Period, year_of
from datong_desktop.domain.service_log import Evaluation, ServiceVisit, VisitingExpert, calls
from datong_desktop.domain.service_team import Member, Team
from datong_desktop.models.registry import ROWS
from datong_desktop.services import adjusting, experts, records, registers, service_names
from datong_desktop.services.changes import Changed
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import changed
from datong_desktop.services.team_job import rules

DAY_ONE, LAST_DAY = datetime.date.min, datetime.date.max


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """An expert with the result and what was decided on it, None so far; ``forms`` are the evaluation forms, by id, that
    speak of the expert."""

    expert: Expert
    label: str
    result: Reviewed
    decision: Adjustment | None
    forms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Review:
    """A year's review: its lines by rank, and the rules it rests on. ``until`` is the day it was made on while the year still
    ran, None for one that is over."""

    year: int
    rules: ReviewRules
    lines: tuple[ReviewLine, ...]
    until: datetime.date | None = None

    @property
    def note(self) -> str:
        """How far the year is and what follows from it; "" for one that is over."""
        if self.until is None:
            return ""
        if self.until.year < self.year:
            return f"{self.year}年度还没有开始：{YEAR_RUNS}。"
        days, whole = self.until.timetuple().tm_yday, year_of(self.year).last.timetuple().tm_yday
        return f"{self.year}年度还没有结束，算到 {self.until}（第 {days} 天，全年 {whole} 天）：{YEAR_RUNS}。"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided on one expert: 留任, 提醒, 退出 or 入库."""

    expert: str
    kind: str
    reason: str = ""


def yearly_review(ledger: Ledger, year: int, today: datetime.date) -> Review:
    """The review of a year as it stands today: everyone who is in the pool, or left it by this year's review.
    ``Refused``: bad_rules."""
    now, over = rules().review, today >= year_of(year).last
    with ledger.reading() as session:
        c = ROWS[Adjustment].__table__.c
        decided = {one.expert: one for one in records.read(session, Adjustment, c.year == year, c.kind != JOINS)}
        listed = {one.id: one for one in records.read(session, Expert) if one.id in decided or _was_listed(one, year)}
        teams, members = {team.id: team for team in records.read(session, Team)}, records.read(session, Member)
        serving = _serving(teams, members, year_of(year))
        forms = _forms(session, serving, year)
        busy = _judged(serving, Period(year_of(year).first, min(year_of(year).last, today)), now.least_days)
        visits = _visits(session)
        since = _since(teams, members, visits)
        facts, labels = _facts(session, listed, busy, forms, visits, since, year), service_names.expert_labels(session)
    lines = [
        ReviewLine(listed[one], labels[one], result, decided.get(one), frozenset(form.id for form in forms[one]))
        for result in review(facts, now, over=over)
        for one in (result.expert,)
    ]
    lines.sort(key=lambda line: (line.result.rank is None, line.result.rank or 0, line.expert.number, line.expert.id))
    return Review(year, now, tuple(lines), None if over else today)


def _was_listed(one: Expert, year: int) -> bool:
    """Whether the expert was in the pool at the end of a year: had applied and was not archived."""
    applied, archived = one.applied_on, one.archived_on
    return (applied is None or applied.year <= year) and (archived is None or archived.year > year)


def _facts(
    session: Session,
    wanted: Collection[str],
    busy: Collection[str],
    forms: Mapping[str, Sequence[Evaluation]],
    visits: Mapping[str, Sequence[ServiceVisit]],
    since: Mapping[str, Mapping[str, datetime.date]],
    year: int,
) -> dict[str, Facts]:
    """What each of them is reviewed by."""
    period = year_of(year)
    in_year = {expert: [v for v in all_ if v.visited_on and v.visited_on.year == year] for expert, all_ in visits.items()}
    unqualified = _unqualified(session, period.last)
    c = ROWS[Milestone].__table__.c
    reached = records.read(session, Milestone, c.happened_on.between(period.first.isoformat(), period.last.isoformat()))
    return {
        one: Facts(
            *calls(in_year.get(one, ())), solved_of(in_year.get(one, ())),
            milestones_served(since.get(one, {}), reached, year), tuple(mark for form in forms[one] if (mark := mark_of(form)) is not None),
            one in busy or bool(in_year.get(one)), unqualified.get(one, ""),
        )
        for one in wanted
    }  # fmt: skip


def _serving(teams: Mapping[str, Team], members: Iterable[Member], period: Period) -> list[Member]:
    """Who was in a team of those days."""
    there = (one for one in members if one.expert and _in_force(teams[one.team], period))
    return [one for one in there if service_names.was_member(one, period.first, period.last)]


def _judged(serving: Sequence[Member], period: Period, least: int) -> frozenset[str]:
    """Who was in teams for so many days of a period that having done nothing counts; a day in two teams is one."""
    days: defaultdict[str, set[int]] = defaultdict(set)
    for one in serving:
        first, last = max(one.joined_on or DAY_ONE, period.first), min(one.left_on or LAST_DAY, period.last)
        days[str(one.expert)].update(range(first.toordinal(), last.toordinal() + 1))
    return frozenset(expert for expert, served in days.items() if len(served) >= least)


def _in_force(team: Team, period: Period) -> bool:
    return (team.formed_on or DAY_ONE) <= period.last and (team.dissolved_on or LAST_DAY) >= period.first


def _visits(session: Session) -> dict[str, list[ServiceVisit]]:
    """All visits by who took part."""
    kept = {visit.id: visit for visit in records.read(session, ServiceVisit)}
    found: dict[str, list[ServiceVisit]] = defaultdict(list)
    for part in records.read(session, VisitingExpert):
        found[part.expert].append(kept[part.service_visit])
    return found


def _since(
    teams: Mapping[str, Team], members: Iterable[Member], visits: Mapping[str, Iterable[ServiceVisit]]
) -> dict[str, dict[str, datetime.date]]:
    """From when on each expert served each enterprise: the first visit, or joining its team."""
    found: defaultdict[str, dict[str, datetime.date]] = defaultdict(dict)

    def note(expert: str, enterprise: str | None, on: datetime.date | None) -> None:
        if enterprise and on:
            found[expert][enterprise] = min(on, found[expert].get(enterprise, on))

    for expert, all_ in visits.items():
        for visit in all_:
            note(expert, visit.enterprise, visit.visited_on)
    for one in members:
        if one.expert:
            note(one.expert, teams[one.team].enterprise, one.joined_on or teams[one.team].formed_on)
    return found


def _forms(session: Session, serving: Sequence[Member], year: int) -> defaultdict[str, list[Evaluation]]:
    """The year's forms by expert; one on a team speaks of each of its members."""
    in_team: defaultdict[str, set[str]] = defaultdict(set)
    for one in serving:
        in_team[one.team].add(str(one.expert))
    found: defaultdict[str, list[Evaluation]] = defaultdict(list)
    for form in records.read(session, Evaluation, ROWS[Evaluation].__table__.c.year == year):
        for expert in {form.expert} if form.expert else in_team[form.team or ""]:
            found[expert].append(form)
    return found


def _unqualified(session: Session, last: datetime.date) -> dict[str, str]:
    """Why those whose last check up to a day found them 不符合 are not qualified."""
    c = ROWS[QualificationCheck].__table__.c
    newest: dict[str, QualificationCheck] = {}
    made = records.read(session, QualificationCheck, c.checked_on <= last.isoformat())
    for one in sorted(made, key=lambda one: (one.checked_on or DAY_ONE, one.number)):
        newest[one.expert] = one
    return {
        expert: f"{one.checked_on} 资格审查{VIOLATED}" for expert, one in newest.items() if one.result == VIOLATED
    }


# -- deciding -------------------------------------------------------------------------------------------------------


def decide(
    ledger: Ledger, year: int, decisions: Sequence[Decision], on: datetime.date, decided_by: str = ""
) -> Changed:
    """Records what was decided on experts in the review of a year, as one step; a decision of the same year is put right.
    Who leaves is archived that day, who stays or is warned after having left is listed again; whom a team still has is told.

    ``Refused``: no_expert, no_reason, no_decision, future_day.
    """
    if not decisions:
        raise refuse("no_decision", "没有选专家，没有保存。请先在表里选好。")
    with ledger.writing("考核决定") as work:
        files = registers.files(experts.REGISTER, work.session, [one.expert for one in decisions], [Adjustment])
        notices: list[Problem] = []
        for file, one in zip(files, decisions, strict=True):
            there = next((a for a in file.all(Adjustment) if a.year == year and (a.kind == JOINS) == (one.kind == JOINS)), None)
            kept = Adjustment(
                one.expert, 0, decided_on=on, kind=one.kind, year=year, decided_by=decided_by, reason=one.reason
            )
            notices += adjusting.put(work, file, kept, there)
        what = f"{decisions[0].kind} {files[0].name}" if len(files) == 1 else f"{len(files)} 名专家"
        work.command = f"{year}年度考核决定 {what}"
    return changed(ledger, work, notices)


def withdraw(ledger: Ledger, year: int, identifier: str) -> Changed:
    """Takes back what was decided on an expert in the review of a year; who had left by it is listed again.
    ``Refused``: no_expert, no_decision."""
    with ledger.writing("撤回考核决定") as work:
        (file,) = registers.files(experts.REGISTER, work.session, [identifier], [Adjustment])
        there = next((one for one in file.all(Adjustment) if one.year == year and one.kind != JOINS), None)
        if there is None:
            raise refuse("no_decision", f"“{file.name}”{year}年度还没有考核决定，没有可撤回的。")
        work.command = f"撤回 {file.name} {year}年度考核决定"
        adjusting.remove(work, file, there)
    return changed(ledger, work)
