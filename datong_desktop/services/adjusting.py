"""动态调整 of the pool (annex 5 三（五）): one place where an ``Adjustment`` is written, whether keyed or decided in a review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from datong_desktop.domain.expert import JOINS, LEAVES, NEEDS_REASON, Adjustment, Expert
from datong_desktop.domain.problem import Problem, problem, refuse
from datong_desktop.domain.service_team import Member, Team
from datong_desktop.models.registry import ROWS
from datong_desktop.models.unit_of_work import Writing
from datong_desktop.services import records, registers, service_names
from datong_desktop.services.changes import Changed
from datong_desktop.services.experts import REGISTER, ExpertFile
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import changed


def adjust(ledger: Ledger, experts: Sequence[str], adjustment: Adjustment) -> Changed:
    """Records an adjustment (``expert`` and ``number`` of it do not matter) for one expert or many alike, as one step: who
    leaves is archived that day, who joins is listed again; whom a team still has is told. ``Refused``: no_expert, no_reason."""
    with ledger.writing(f"{adjustment.kind} {len(experts)} 名专家") as work:
        found = registers.files(REGISTER, work.session, experts, [Adjustment])
        if len(found) == 1:
            work.command = f"{adjustment.kind} {found[0].name}"
        notices = [notice for file in found for notice in put(work, file, adjustment, None)]
    return changed(ledger, work, notices)


def put(work: Writing, file: ExpertFile, adjustment: Adjustment, there: Adjustment | None) -> Sequence[Problem]:
    """Writes an adjustment of an expert, in the place of the one ``there`` is: what it did is taken back. What is to be told
    of it. ``Refused``: no_reason."""
    if adjustment.kind in NEEDS_REASON and not adjustment.reason.strip():
        raise refuse("no_reason", f"“{file.name}”的{adjustment.kind}要写明理由，没有保存。请补上理由。")
    number = there.number if there else records.next_number(file.all(Adjustment))
    back = adjustment.kind == JOINS or (there is not None and there.kind == LEAVES)
    archived = adjustment.decided_on if adjustment.kind == LEAVES else None if back else file.expert.archived_on
    kept = replace(adjustment, expert=file.expert.id, number=number)
    records.put(work.session, kept, replace(file.expert, archived_on=archived))
    return tuple(_still_serving(work.session, file.expert, file.name)) if adjustment.kind == LEAVES else ()


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
