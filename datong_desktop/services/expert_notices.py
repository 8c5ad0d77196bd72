"""What looks wrong in the record of an expert, what the rest of the pool says against it included."""

from __future__ import annotations

import datetime

from datong_desktop.domain.expert import Expert, Penalty, Project
from datong_desktop.domain.expert_notices import ExpertNotice, record_notices
from datong_desktop.models.registry import ROWS
from datong_desktop.services import records
from datong_desktop.services.experts import ExpertFile
from datong_desktop.services.ledger import Ledger


def notices_of(ledger: Ledger, file: ExpertFile, today: datetime.date) -> tuple[ExpertNotice, ...]:
    """Those of the record alone, then others of the same name: the same person may stand under two institutions."""
    found = record_notices(file.expert, file.all(Project), file.all(Penalty), today)
    others = [f"{one.number} {one.institution or '机构未填'}" for one in same_name(ledger, file.expert)]
    if others:
        found += (ExpertNotice("name", "same_name", f"专家库里还有同名的（{'；'.join(others)}），请核对是不是同一人"),)
    return found


def same_name(ledger: Ledger, expert: Expert) -> tuple[Expert, ...]:
    """Other experts of this name who are not archived."""
    c = ROWS[Expert].__table__.c
    if not expert.name:
        return ()
    with ledger.reading() as session:
        return records.read(session, Expert, c.name == expert.name, c.id != expert.id, c.archived_on.is_(None))
