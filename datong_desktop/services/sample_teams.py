"""Needs, wishes, conflicts and teams of the sample ledger, made up: a team is whole, one has a hole, one serves a district, one
is dissolved. Entered by the verbs the window calls.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from datong_desktop.domain.fields import Value
from datong_desktop.domain.service_team import OF_DISTRICT, OF_ENTERPRISE
from datong_desktop.services import enterprises, needs, teams
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.sample_fostering import Kept
from datong_desktop.services.staffing import ServiceObject
from datong_desktop.services.team_writing import SUFFIX

day = datetime.date
People = Mapping[int, str]
"""Ids of the experts by their number."""
Place = int | str
"""An object: its place among the enterprises of the pool, or a district."""
NEEDS: tuple[tuple[Place, str, str, str, day], ...] = (  # object, fields, urgency, who recommended it, since when
    (0, "股改、财务规范", "紧急", "市工信局", day(2022, 4, 6)),
    ("平城区", "股权融资、债权融资", "较急", "平城区政府", day(2022, 5, 30)),
    (1, "新三板、税务、法律", "一般", "市国资委", day(2022, 3, 21)),
    (6, "税务", "一般", "市商务局", day(2022, 6, 2)),
    (4, "IPO、并购重组", "紧急", "市工信局", day(2023, 2, 6)),
    (5, "债权融资、评级", "较急", "市科技局", day(2023, 2, 9)),
    ("云州区", "股改、晋兴板", "一般", "云州区政府", day(2023, 2, 13)),
)
NOT_REAL = "样例数据，不是真实需求。"
MET, MET_ON = 6, day(2022, 12, 1)
URGENT, OTHER = 4, 5
"""Places of those without a team that wishes and conflicts stand against."""
WISHED, UNWISHED, SHAREHOLDER, ENGAGED = 9, 18, 1, "样例会计师事务所乙"


class Formed(NamedTuple):
    """A team: whom it serves, when it was formed, until when it is valid, who is in it by their numbers, the leader first."""

    place: Place
    on: day
    until: day
    members: tuple[int, ...]


TEAMS = (
    Formed(1, day(2022, 4, 6), day(2023, 3, 31), (17, 18, 3, 20, 21, 22, 23)),
    Formed(0, day(2022, 5, 10), day(2023, 5, 9), (1, 2, 3, 4, 5, 6, 7, 8)),
    Formed(6, day(2022, 6, 13), day(2023, 6, 12), (1, 10, 19, 12, 5, 14, 7)),
    Formed("平城区", day(2022, 6, 15), day(2023, 6, 14), (9, 10, 19, 12, 13, 14, 15)),
)
HOLE, GONE, LEFT_ON = 0, 23, day(2023, 1, 16)
"""Which team lacks an appraiser, who left it and when."""
DISSOLVED, DISSOLVED_ON = 2, day(2022, 12, 5)


class Serving(NamedTuple):
    """What a team and its object are called."""

    team: str
    object: str


def fill(ledger: Ledger, people: People, kept: Kept) -> Sequence[Serving]:
    """Puts all of it into the sample ledger; the teams' names, in the order of ``TEAMS``."""
    there = _needs(ledger, kept)
    needs.wish(ledger, there[URGENT], people[WISHED], True, "辅导过同行业企业（样例）")
    needs.wish(ledger, there[URGENT], people[UNWISHED], False, "去年没有谈成授信（样例）")
    on = day(2023, 2, 10)
    urgent, other = _object(URGENT, kept), _object(OTHER, kept)
    needs.declare(ledger, urgent, expert=people[SHAREHOLDER], ground="持股", remark="样例申报", declared_on=on)
    needs.declare(ledger, other, institution=ENGAGED, ground="已聘", remark="样例申报", declared_on=on)
    made = [_team(ledger, one, people, kept) for one in TEAMS]
    teams.leave(ledger, made[HOLE], people[GONE], "工作调动，不在本市（样例）", LEFT_ON)
    teams.dissolve(ledger, made[DISSOLVED], "需求已了结，企业没有新的需求（样例）", DISSOLVED_ON)
    needs.close(ledger, [there[MET]], MET_ON)
    return [Serving(f"{name}{SUFFIX}", name) for name in (_name(ledger, one.place, kept) for one in TEAMS)]


def _object(place: Place, kept: Kept) -> ServiceObject:
    return ServiceObject(OF_DISTRICT, place) if isinstance(place, str) else ServiceObject(OF_ENTERPRISE, kept[place][0])


def _name(ledger: Ledger, place: Place, kept: Kept) -> str:
    file = None if isinstance(place, str) else enterprises.read(ledger, kept[place][0])
    return file.name if file else str(place)


def _needs(ledger: Ledger, kept: Kept) -> dict[Place, str]:
    """The needs; their ids by the place of the object."""
    found: dict[Place, str] = {}
    for place, fields, urgency, by, on in NEEDS:
        values: dict[str, Value] = {"fields": fields, "urgency": urgency, "picked_by": by, "asked_on": on, "wishes": NOT_REAL}
        (found[place],) = needs.create(ledger, _object(place, kept), values).touched["need"]
    return found


def _team(ledger: Ledger, formed: Formed, people: People, kept: Kept) -> str:
    """A team with its members, checked on the day they join; its id."""
    members = [people[number] for number in formed.members]
    done = teams.form(ledger, _object(formed.place, kept), members, on=formed.on, valid_to=formed.until)
    (identifier,) = done.touched["team"]
    return identifier
