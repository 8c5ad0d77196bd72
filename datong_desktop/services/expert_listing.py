"""The experts of a ledger in the order of the roster, for documents and the command line."""

from __future__ import annotations

from datong_desktop.domain.expert import INSTITUTION_TYPES, Expert
from datong_desktop.domain.fields import BadText, fields_by_id, parse
from datong_desktop.domain.problem import refuse
from datong_desktop.models.registry import ROWS
from datong_desktop.services import records
from datong_desktop.services.ledger import Ledger


def in_pool(ledger: Ledger, institution_type: str = "") -> tuple[Expert, ...]:
    """All that are not archived, or those of a type of institution: by type as annex 5 names them, then by number.

    ``Refused`` (unknown_type) names what there is to choose from.
    """
    wanted = parse(fields_by_id(Expert)["institution_type"], institution_type)
    if isinstance(wanted, BadText):
        raise refuse("unknown_type", f"没有“{institution_type}”这种机构类型，可以是 {'、'.join(INSTITUTION_TYPES)}。")
    c = ROWS[Expert].__table__.c
    where = [c.archived_on.is_(None), *([c.institution_type == wanted] if wanted else [])]
    with ledger.reading() as session:
        found = records.read(session, Expert, *where)
    return tuple(sorted(found, key=_place))


def _place(expert: Expert) -> tuple[int, str]:
    kind = expert.institution_type
    return INSTITUTION_TYPES.index(kind) if kind in INSTITUTION_TYPES else len(INSTITUTION_TYPES), expert.number
