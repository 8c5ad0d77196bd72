"""Dynamic adjustment of the pool: who joins, stays, is warned or leaves, decided by hand (annex 5 三（五）).

The decisions of the yearly review are ``services/expert_review.py``'s; what holds for both stands here.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from datong_desktop.domain.admission import FULFILLED
from datong_desktop.domain.expert import JOINS, LEAVES, NEEDS_REASON, Adjustment, Expert, QualificationCheck
from datong_desktop.domain.problem import Problem, problem, refuse
from datong_desktop.domain.service_team import Member, Team
from datong_desktop.models.registry import ROWS
from datong_desktop.models.unit_of_work import Writing
from datong_desktop.services import qualifying, records, registers, service_names
from datong_desktop.services.changes import Changed
from datong_desktop.services.experts import REGISTER, ExpertFile
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import changed


def adjust(ledger: Ledger, experts: Sequence[str], adjustment: Adjustment) -> Changed:
    """Records an adjustment (``expert`` and ``number`` of it do not matter) for one expert or many alike, as one step: who
    leaves is archived that day, who joins is listed again. Whom a team still has, and who joins without a check that found
    him 符合 (annex 5 三（四）), is told. ``Refused``: no_expert, no_reason, no_date, future_day."""
    if adjustment.kind in NEEDS_REASON and not adjustment.reason.strip():
        raise refuse("no_reason", f"“{adjustment.kind}”要写明理由，没有保存。请补上理由。")
    notices: list[Problem] = []
    with ledger.writing(f"{adjustment.kind} {len(experts)} 名专家") as work:
        check_decided(work, adjustment.decided_on)
        found = registers.files(REGISTER, work.session, experts, [Adjustment, QualificationCheck])
        if len(found) == 1:
            work.command = f"{adjustment.kind} {found[0].name}"
        for file in found:
            number = records.next_number(file.all(Adjustment))
            records.put(work.session, replace(adjustment, expert=file.expert.id, number=number))
            if adjustment.kind in (LEAVES, JOINS):
                gone = adjustment.decided_on if adjustment.kind == LEAVES else None
                records.put(work.session, replace(file.expert, archived_on=gone))
            if adjustment.kind == LEAVES:
                notices += still_serving(work.session, file.expert, file.name)
            elif adjustment.kind == JOINS:
                notices += _unchecked(file)
    return changed(ledger, work, notices)


def check_decided(work: Writing, on: datetime.date | None) -> None:
    """A decision takes effect at once: it has a day, and none to come. ``Refused``: no_date, future_day."""
    if on is None:
        raise refuse("no_date", "没有填日期，没有保存。请填决定的日期。")
    if on > work.at.date():
        raise refuse("future_day", f"日期 {on} 还没有到，没有保存。决定当天就生效，请填今天或以前的日期。")


def still_serving(session: Session, expert: Expert, name: str) -> list[Problem]:
    """That somebody who leaves the pool is in teams still."""
    member, team = ROWS[Member].__table__.c, ROWS[Team].__table__.c
    inside = [one.team for one in records.read(session, Member, member.expert == expert.id, member.left_on.is_(None))]
    serving = records.read(session, Team, team.id.in_(inside), team.dissolved_on.is_(None))
    labels = service_names.team_labels(session) if serving else {}
    text = f"“{name}”退出后还在 {len(serving)} 支服务队里（{'、'.join(labels[one.id] for one in serving)}），请办理离队并补缺。"
    return [problem("still_serving", text)] if serving else []


def _unchecked(file: ExpertFile) -> list[Problem]:
    last = qualifying.last_check(file.all(QualificationCheck))
    if last and last.result == FULFILLED:
        return []
    what = f"{last.checked_on} 的资格审查是{last.result}" if last else "还没有审查过资格"
    return [problem("not_qualified", f"“{file.name}”已入库，但{what}，请核对（附件5 三（四））。")]
