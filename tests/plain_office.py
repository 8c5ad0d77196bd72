"""Teams and needs as plain values with the rules of annex 5 written out by hand: what the program's are compared with."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from datong_desktop.domain.dates import add_years
from tests.teams import ACCOUNTANT, APPRAISER, BANK, FUND, GUARANTOR, LAWYER, SECURITIES

TODAY = datetime.date.today()
EARLY, LATER, TOMORROW = (TODAY + datetime.timedelta(days=days) for days in (-30, -20, 1))
FINED = add_years(TODAY, -3) - datetime.timedelta(days=10)
"""Three years have passed today, and had not on the early and the later day."""
POOL: dict[str, tuple[str, dict[str, Any]]] = {
    "券一": (SECURITIES, {"most_teams": 1}),
    "券二": (SECURITIES, {"most_teams": 2}),
    "银行": (BANK, {"most_teams": 2}),
    "律师": (LAWYER, {"most_teams": 1}),
    "会计": (ACCOUNTANT, {"most_teams": None}),
    "评估": (APPRAISER, {"willing": 0}),
    "担保": (GUARANTOR, {}),
    "重名": (FUND, {}),
    "重 名": (FUND, {"institution": "另一家"}),
}


@dataclass
class PlainMember:
    expert: str
    leads: bool
    joined: datetime.date
    left: datetime.date | None = None


@dataclass
class PlainTeam:
    place: int
    formed: datetime.date
    dissolved: datetime.date | None = None
    members: list[PlainMember] = field(default_factory=list)

    @property
    def people(self) -> list[PlainMember]:
        return [one for one in self.members if one.left is None]

    @property
    def names(self) -> list[str]:
        return [one.expert for one in self.people]


@dataclass
class PlainNeed:
    place: int
    asked: datetime.date
    closed: datetime.date | None = None


@dataclass
class Plain:
    """Teams and needs by id, wishes by need and expert, conflicts by id: object, expert, institution."""

    teams: dict[str, PlainTeam] = field(default_factory=dict)
    needs: dict[str, PlainNeed] = field(default_factory=dict)
    wishes: dict[tuple[str, str], bool] = field(default_factory=dict)
    conflicts: dict[str, tuple[int, str, str]] = field(default_factory=dict)

    def standing(self) -> list[str]:
        return [key for key, one in self.teams.items() if one.dissolved is None]

    def load(self, name: str) -> int:
        return sum(name in self.teams[key].names for key in self.standing())

    def open(self, place: int) -> int:
        return sum(one.place == place and one.closed is None for one in self.needs.values())

    def against(self, name: str, place: int, there: Sequence[str], day: datetime.date) -> set[str]:
        """Why this expert may not join a team of those who are there."""
        if name in there:
            return {"member_twice"}
        kind, values = POOL[name]
        house = values.get("institution", f"样例{kind}")
        most = values.get("most_teams", 4)
        barred = any(at == place and (who == name if who else where == house) for at, who, where in self.conflicts.values())
        found = {
            "no_capacity": most is None,
            "not_qualified": values.get("willing") == 0 or (name == "担保" and day < TODAY - datetime.timedelta(days=10)),
            "conflict": barred,
            "over_capacity": most is not None and self.load(name) + 1 > most,
            "person_twice": "名" in name,
        }
        return {code for code, holds in found.items() if holds}

    def joining(self, names: Sequence[str], place: int, there: Sequence[str], day: datetime.date) -> set[str]:
        found, people = set[str](), list(there)
        for name in names:
            found |= self.against(name, place, people, day)
            people.append(name)
        return found


def securities(names: Sequence[str]) -> str:
    return next((name for name in names if POOL[name][0] == SECURITIES), "")
