"""The qualification check of the pool's experts: worked out from what the ledger holds, and kept as it was made (annex 5 三（四）).

What an expert declared stands in the record, what the office found out hangs on it: the check takes both into account. It is
made anew when a team is formed and each year; the checks that are kept are a record and decide nothing later.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from datong_desktop.domain.admission import ClauseResult
from datong_desktop.domain.dates import add_years
from datong_desktop.domain.expert import INSTITUTION, Penalty, Project, QualificationCheck
from datong_desktop.domain.expert_rules import ExpertRules
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.qualification import ExpertFacts, Qualification, qualify
from datong_desktop.domain.qualification import Penalty as KnownPenalty
from datong_desktop.services import records, registers, team_job
from datong_desktop.services.changes import Changed
from datong_desktop.services.experts import REGISTER, ExpertFile
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import changed

JOINING, FORMING, YEARLY = "入库", "组队", "年度复审"
"""Occasions of a check."""
LOOKED_AT = (Project, Penalty, QualificationCheck)
"""What hangs on an expert and matters here."""
_BOARDS = {"境内上市": "IPO", "境外上市": "IPO", "上市": "IPO"}
"""A project's board or kind where a need calls the same by another word."""


def facts_of(file: ExpertFile) -> ExpertFacts:
    """What the clauses look at. Projects that are listed one by one count, and the declared number where that is more; a
    declared penalty counts beside the listed ones unless it is one of them."""
    expert, listed = file.expert, file.all(Project)
    known = [KnownPenalty(one.decided_on, one.authority, one.level == INSTITUTION) for one in file.all(Penalty)]
    if expert.last_penalty_on and all(one.of_institution or one.on != expert.last_penalty_on for one in known):
        known.append(KnownPenalty(expert.last_penalty_on))
    return ExpertFacts(
        None if expert.willing is None else bool(expert.willing),
        projects_of(file) if listed or expert.projects is not None else None,
        tuple(known),
        None if expert.bad_credit is None else bool(expert.bad_credit),
    )


def projects_of(file: ExpertFile) -> int:
    """How many 资本运作项目 the expert took part in."""
    return max(file.expert.projects or 0, len(file.all(Project)))


def boards_of(file: ExpertFile) -> dict[str, int]:
    """The listed projects by the field they show experience in: the board, else the kind. A plain dictionary: ``asdict``, by
    which an accepted proposal keeps it, cannot copy a ``Counter``."""
    named = (one.board or one.kind for one in file.all(Project))
    return dict(Counter(_BOARDS.get(name, name) for name in named if name))


def check(file: ExpertFile, rules: ExpertRules, on: datetime.date) -> Qualification:
    """The check of one expert on a day; nothing is kept."""
    return qualify(facts_of(file), rules, on)


def check_one(ledger: Ledger, expert: str, on: datetime.date) -> Qualification:
    """The same from the ledger. ``Refused``: no_expert."""
    with ledger.reading() as session:
        (file,) = registers.files(REGISTER, session, [expert], LOOKED_AT)
    return check(file, team_job.rules(), on)


def check_and_keep(
    ledger: Ledger, experts: Sequence[str], on: datetime.date, occasion: str = YEARLY, reviewer: str = "", remark: str = ""
) -> Changed:
    """Checks these experts on a day and keeps each result; one undo step. The reviewer is the 录入员 unless named.

    ``Refused``: no_expert, future_day.
    """
    with ledger.writing("资格审查") as work:
        if on > work.at.date():
            raise refuse("future_day", f"审查日期 {on} 还没有到，没有审查。请填今天或以前的日期。")
        found = registers.files(REGISTER, work.session, experts, LOOKED_AT)
        rules = team_job.rules()
        for file in found:
            keep(work.session, file, check(file, rules, on), occasion, reviewer or work.made_by, remark)
        whom = found[0].name if len(found) == 1 else f"{len(found)} 名专家"
        work.command = f"资格审查 {whom}"
    return changed(ledger, work)


def occasion_of(ledger: Ledger, experts: Sequence[str]) -> str:
    """What a check of these experts is made for when nothing is said: 入库 while one of them has never been checked."""
    with ledger.reading() as session:
        found = registers.files(REGISTER, session, experts, LOOKED_AT)
    return YEARLY if all(file.all(QualificationCheck) for file in found) else JOINING


def keep(
    session: Session, file: ExpertFile, found: Qualification, occasion: str, reviewer: str, remark: str = ""
) -> None:
    """Keeps a result within a write. The same result of the same day on the same occasion is kept once."""
    made = file.all(QualificationCheck)
    one = QualificationCheck(
        file.expert.id, records.next_number(made), checked_on=found.on, occasion=occasion, result=found.result, reviewer=reviewer,
        findings=findings(found), remark=remark,
    )  # fmt: skip
    if not any(_same(one, other) for other in made):
        records.put(session, one)


def _same(one: QualificationCheck, other: QualificationCheck) -> bool:
    alike = ("checked_on", "occasion", "result", "findings", "remark")
    return all(getattr(one, name) == getattr(other, name) for name in alike)


def findings(found: Qualification) -> str:
    """Clause by clause as it is kept and printed: "服务意愿：符合，愿意服务" and so on, a line each."""
    return "\n".join(f"{one.title}：{one.result}，{one.reason}" for one in found.clauses)


def kept_clauses(made: QualificationCheck, rules: ExpertRules) -> tuple[tuple[ClauseResult, ...], str]:
    """A kept check clause by clause, read back from its findings, and what of them belongs to no clause. A clause that was
    not kept has no result; what was looked at is not kept."""
    lines = made.findings.splitlines()
    found = []
    for clause in rules.clauses:
        line = next((one for one in lines if one.startswith(f"{clause.name}：")), "")
        lines = [one for one in lines if one != line]
        result, _, reason = line.removeprefix(f"{clause.name}：").partition("，")
        found.append(ClauseResult(clause.name, clause.name, clause.text, result, reason, (), (), clause.source))
    return tuple(found), "\n".join(lines)


def last_check(checks: Iterable[QualificationCheck]) -> QualificationCheck | None:
    """The newest of them that has a date."""
    dated = [one for one in checks if one.checked_on]
    return max(dated, key=lambda one: (one.checked_on, one.number), default=None)


def due_on(last: datetime.date) -> datetime.date:
    """When the yearly check is due again after one made on a day."""
    return add_years(last, 1)
