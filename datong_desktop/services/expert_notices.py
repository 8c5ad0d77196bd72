"""What looks wrong in the record of an expert, what the rest of the pool says against it included."""

from __future__ import annotations

import datetime

from datong_desktop.domain.expert import INSTITUTION, Expert, Penalty, Project
from datong_desktop.domain.expert_notices import ExpertNotice, record_notices
from datong_desktop.models.registry import ROWS
from datong_desktop.services import records
from datong_desktop.services.experts import ExpertFile
from datong_desktop.services.ledger import Ledger


def notices_of(ledger: Ledger, file: ExpertFile, today: datetime.date) -> tuple[ExpertNotice, ...]:
    """Those of the record alone; others of the same name, for the same person may stand under two institutions; penalties of
    the institution that are kept with a colleague (annex 5 三（三）3)."""
    found = record_notices(file.expert, file.all(Project), file.all(Penalty), today)
    others = [f"{one.number} {one.institution or '机构未填'}" for one in same_name(ledger, file.expert)]
    if others:
        found += (ExpertNotice("name", "same_name", f"专家库里还有同名的（{'；'.join(others)}），请核对是不是同一人"),)
    for one, penalty in penalties_of_institution(ledger, file.expert):
        told = " ".join(str(part) for part in (penalty.decided_on, penalty.authority, penalty.document) if part)
        text = f"同机构的{one.name}名下登记了机构处罚（{told}），请核对"
        found += (ExpertNotice("institution", "institution_penalty", text),)
    return found


def same_name(ledger: Ledger, expert: Expert) -> tuple[Expert, ...]:
    """Other experts of this name who are not archived."""
    c = ROWS[Expert].__table__.c
    if not expert.name:
        return ()
    with ledger.reading() as session:
        return records.read(session, Expert, c.name == expert.name, c.id != expert.id, c.archived_on.is_(None))


def penalties_of_institution(ledger: Ledger, expert: Expert) -> tuple[tuple[Expert, Penalty], ...]:
    """Penalties of the expert's institution that are kept with colleagues, with whom."""
    c, of = ROWS[Expert].__table__.c, ROWS[Penalty].__table__.c
    if not expert.institution:
        return ()
    with ledger.reading() as session:
        colleagues = {one.id: one for one in records.read(session, Expert, c.institution == expert.institution, c.id != expert.id)}
        found = records.read(session, Penalty, of.expert.in_(list(colleagues)), of.level == INSTITUTION)
    return tuple((colleagues[one.expert], one) for one in found)
