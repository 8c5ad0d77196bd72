"""动态调整 of the pool (annex 5 三（五）): one place where an ``Adjustment`` is written, whether keyed or decided in a review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    leaves is archived that day, who joins is listed again; whom a team still has is told, and who joins without a check that found
    him 符合. ``Refused``: no_expert, no_reason, no_date, future_day."""
    with ledger.writing(f"{adjustment.kind} {len(experts)} 名专家") as work:
        found = registers.files(REGISTER, work.session, experts, [Adjustment])
        if len(found) == 1:
            work.command = f"{adjustment.kind} {found[0].name}"
        notices = [notice for file in found for notice in put(work, file, adjustment, None)]
    return changed(ledger, work, notices)


def put(work: Writing, file: ExpertFile, adjustment: Adjustment, there: Adjustment | None) -> Sequence[Problem]:
    """Writes an adjustment of an expert, in the place of the one ``there`` is: what it did is taken back. What is to be told
    of it. It takes effect at once and so has no day to come. ``Refused``: no_reason, no_date, future_day."""
    if adjustment.kind in NEEDS_REASON and not adjustment.reason.strip():
        raise refuse("no_reason", f"“{file.name}”的{adjustment.kind}要写明理由，没有保存。请补上理由。")
    if adjustment.decided_on is None:
        raise refuse("no_date", "没有填日期，没有保存。请填决定的日期。")
    if adjustment.decided_on > work.at.date():
        text = f"日期 {adjustment.decided_on} 还没有到，没有保存。决定当天就生效，请填今天或以前的日期。"
        raise refuse("future_day", text)
    number = there.number if there else records.next_number(file.all(Adjustment))
    back = adjustment.kind == JOINS or (there is not None and there.kind == LEAVES)
    archived = adjustment.decided_on if adjustment.kind == LEAVES else None if back else file.expert.archived_on
    kept = replace(adjustment, expert=file.expert.id, number=number)
    records.put(work.session, kept, replace(file.expert, archived_on=archived))
    told = {LEAVES: _still_serving, JOINS: _unchecked}.get(adjustment.kind)
    return tuple(told(work.session, file.expert, file.name)) if told else ()


def remove(work: Writing, file: ExpertFile, adjustment: Adjustment) -> None:
    """Takes an adjustment back; who had left by it is listed again."""
    if adjustment.kind == LEAVES:
        records.put(work.session, replace(file.expert, archived_on=None))
    records.remove(work.session, adjustment)


def _still_serving(session: Session, expert: Expert, name: str) -> Iterator[Problem]:
    member, team = ROWS[Member].__table__.c, ROWS[Team].__table__.c
    inside = [one.team for one in records.read(session, Member, member.expert == expert.id, member.left_on.is_(None))]
    serving = records.read(session, Team, team.id.in_(inside), team.dissolved_on.is_(None))
    if serving:
        labels = service_names.team_labels(session)
        text = f"“{name}”退出后还在 {len(serving)} 支服务队里（{'、'.join(labels[one.id] for one in serving)}），请办理离队并补缺。"
        yield problem("still_serving", text)


def _unchecked(session: Session, expert: Expert, name: str) -> Iterator[Problem]:
    """The office takes in whom it has found to qualify (annex 5 三（四）)."""
    last = qualifying.last_check(records.of_owners(session, QualificationCheck, "expert", [expert.id]))
    if last is None or last.result != FULFILLED:
        what = f"{last.checked_on} 的资格审查是{last.result}" if last else "还没有审查过资格"
        yield problem("not_qualified", f"“{name}”已入库，但{what}，请核对（附件5 三（四））。")
