"""What the tests of teams share: a pool with an expert of every type, needs and teams in a ledger."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from datong_desktop.domain.expert import INSTITUTION_TYPES
from datong_desktop.domain.service_team import OF_DISTRICT, OF_ENTERPRISE, Member, Need, Team
from datong_desktop.models.ids import new_ids
from datong_desktop.services import records
from datong_desktop.services.ledger import Ledger
from tests.experts import made as expert

DAY = datetime.date(2023, 4, 1)
QUALIFIED: Mapping[str, object] = {"willing": 1, "projects": 3, "bad_credit": 0, "most_teams": 4}
SECURITIES, BANK, FUND, GUARANTOR, ACCOUNTANT, LAWYER, APPRAISER, RATER = INSTITUTION_TYPES
SEVEN = INSTITUTION_TYPES[:7]


def qualified(target: Ledger, name: str, kind: str, **values: object) -> str:
    """An expert who may be in any team; the id."""
    return expert(target, name, **{"institution": f"样例{kind}", "institution_type": kind, **QUALIFIED, **values})


def pool(target: Ledger) -> dict[str, str]:
    """A qualified expert of each of the eight types; ids by type."""
    return {kind: qualified(target, f"专家{place}", kind) for place, kind in enumerate(INSTITUTION_TYPES, 1)}


def stored(target: Ledger, *ones: object) -> None:
    with target.writing("试") as work:
        records.put(work.session, *ones)


def of_enterprise(target: Ledger, enterprise: str, **values: object) -> str:
    """An open need of an enterprise; the id."""
    return _need(target, object_kind=OF_ENTERPRISE, enterprise=enterprise, **values)


def of_district(target: Ledger, district: str, **values: object) -> str:
    return _need(target, object_kind=OF_DISTRICT, district=district, **values)


def _need(target: Ledger, **values: object) -> str:
    (identifier,) = new_ids(1, datetime.datetime.now().astimezone())
    stored(target, Need(identifier, **values))  # type: ignore[arg-type]
    return identifier


def team(target: Ledger, *experts: str, enterprise: str | None = None, district: str = "", **values: object) -> str:
    """A team as it may stand in any ledger, whatever the rules say; the first expert leads. The id."""
    (identifier,) = new_ids(1, datetime.datetime.now().astimezone())
    kind = OF_ENTERPRISE if enterprise else OF_DISTRICT
    made = Team(identifier, object_kind=kind, enterprise=enterprise, district=district, formed_on=DAY, **values)  # type: ignore[arg-type]
    members = [
        Member(identifier, number, expert=one, leader=int(number == 1), joined_on=DAY) for number, one in enumerate(experts, 1)
    ]
    stored(target, made, *members)
    return identifier
