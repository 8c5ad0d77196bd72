"""What the form of an expert asks for and what its lists offer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from datong_desktop import services
from datong_desktop.domain.expert import (
    FIELDS,
    SKILLS,
    STANDING,
    Adjustment,
    Expert,
    Penalty,
    Project,
    QualificationCheck,
)
from datong_desktop.domain.fields import Field, fields_by_id, fields_of
from datong_desktop.services.enterprise_list import SECTIONS
from datong_desktop.services.ledger import Ledger
from datong_desktop.views.records.editors import Offers, earlier_values, spell
from datong_desktop.views.records.record_children import ChildSheet
from datong_desktop.views.records.record_list import ListWords
from datong_desktop.views.widgets.choice_list import offered, several

WORDS = ListWords("expert", "专家", "名", "搜索：姓名、编号、机构、领域、电话、拼音首字母")
SHEETS = (
    ChildSheet(Project, "projects", "参与过的资本运作项目", SKILLS, summary=lambda rows: f"{len(rows)} 个项目" if rows else ""),
    ChildSheet(Penalty, "penalties", "行政处罚", STANDING),
    ChildSheet(QualificationCheck, "checks", "资格审查", STANDING),
    ChildSheet(Adjustment, "adjustments", "动态调整", STANDING),
)


@cache
def form_fields() -> tuple[Field, ...]:
    """The fields of the application, in its order."""
    known = services.enterprise_list.districts()
    return tuple(replace(f, choices=known) if f.id == "districts" else f for f in fields_of(Expert) if f.section)


def offers(ledger: Callable[[], Ledger | None]) -> Offers:
    """What F4 and typing propose: what other experts have, and of fields and industries the usual ones first."""
    own, known = fields_by_id(Expert), services.enterprise_list.districts()
    return {
        "institution": earlier_values(ledger, Expert, own["institution"]),
        "title": earlier_values(ledger, Expert, own["title"]),
        "licences": earlier_values(ledger, Expert, own["licences"]),
        "fields": earlier_values(ledger, Expert, replace(own["fields"], choices=FIELDS)),
        "industries": several(_find_sections),
        "districts": several(offered(known, spell, numbered=False)),
        "avoids": earlier_values(ledger, Expert, replace(own["avoids"], choices=known)),
    }


def _find_sections(text: str) -> Sequence[tuple[str, str]]:
    """The sections of GB/T 4754-2017 by letter, name or initials; deeper ones by their code."""
    wanted = text.strip()
    sections = [(code, f"{code}　{name}") for code, name in SECTIONS.items()]
    if not wanted:
        return sections
    found = [row for row in sections if wanted.upper() == row[0] or wanted in row[1]]
    return found or services.admission.industries().search(wanted, len(SECTIONS), spell)
