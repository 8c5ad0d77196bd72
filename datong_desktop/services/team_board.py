"""The board of teams: a row for each object that has an open need or a team, a seat for each type of institution.

Plain values for the window. ``with_expert`` is what a row would be with one expert more: shown while he is dragged over it, so
nothing is read for it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from datong_desktop.domain.service_team import OF_DISTRICT
from datong_desktop.services.enterprise_list import districts
from datong_desktop.services.staffing import ServiceObject, Staffing, object_of
from datong_desktop.services.team_checks import RuleResult, judged, obstacle

SOON = datetime.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Seated:
    """A member on the board: ``load`` as "2/4"; ``trouble``: which rule stands against the membership, "" for none; ``coming``: is
    only being dragged here."""

    expert: str
    name: str
    type: str
    load: str
    leader: bool
    trouble: str = ""
    coming: bool = False


@dataclass(frozen=True)
class BoardRow:
    """One object. ``team`` is the id of its team, "" when there is none yet; ``missing`` are the short names of types without a
    member; ``rules`` every rule with its result, none where there is no team."""

    target: ServiceObject
    name: str
    urgency: str
    need: str
    team: str
    team_name: str
    seated: tuple[Seated, ...]
    missing: tuple[str, ...]
    types: int
    rules: tuple[RuleResult, ...]
    valid_to: datetime.date | None
    ending: bool

    @property
    def covered(self) -> int:
        """How many of the seven types have a member."""
        return self.types - len(self.missing)

    @property
    def experts(self) -> tuple[str, ...]:
        """Ids of the members, the leader first."""
        return tuple(one.expert for one in self.seated)

    @property
    def sound(self) -> bool:
        """Whether a team keeps every rule."""
        return bool(self.team) and all(rule.kept for rule in self.rules)

    def at(self, kind: str) -> tuple[Seated, ...]:
        """The members from one type of institution."""
        return tuple(one for one in self.seated if one.type == kind)


def rows(now: Staffing) -> tuple[BoardRow, ...]:
    """The whole board: districts in the order of annex 4, then enterprises in the order they were registered."""
    targets = {*map(object_of, now.needs.values()), *(team.object for team in now.teams.values())}
    known = districts()

    def place(target: ServiceObject) -> tuple[bool, int, str]:
        county = target.kind == OF_DISTRICT
        return not county, known.index(target.key) if county and target.key in known else len(known), target.key

    return tuple(row(now, target) for target in sorted(targets, key=place))


def row(now: Staffing, target: ServiceObject) -> BoardRow:
    """One object as it stands."""
    team, need = now.team_of.get(target), now.need_of.get(target)
    experts = team.experts if team else ()
    rules = judged(now, target, experts, team.leader) if team else ()
    valid_to = team.team.valid_to if team else None
    types = [kind for kind in now.rules.types if kind.needed]
    held = {now.candidates[one].type for one in experts}
    return BoardRow(
        target, now.name(target), need.urgency if need else "", need.id if need else "", team.team.id if team else "",
        team.team.name if team else "", tuple(_seated(now, target, one, 0, team.leader if team else "") for one in experts),
        tuple(kind.short for kind in types if kind.name not in held), len(types), rules, valid_to,
        valid_to is not None and valid_to <= now.on + SOON,
    )  # fmt: skip


def with_expert(now: Staffing, before: BoardRow, expert: str) -> tuple[BoardRow, str]:
    """The row with one more expert, and why he cannot come ("" when he can). Nothing is read or written."""
    if expert not in now.candidates:
        return before, "这名专家已经不在专家库里"
    stands = obstacle(now, before.target, before.experts, expert)
    leads = not any(one.leader for one in before.seated) and now.candidates[expert].type == now.rules.leader
    one = _seated(now, before.target, expert, 1, expert if leads else "")
    coming = Seated(one.expert, one.name, one.type, one.load, one.leader, stands.text if stands else "", coming=True)
    short = now.rules.type_named[one.type].short if one.type in now.rules.type_named else ""
    rules = before.rules
    if before.team and not stands:
        leader = expert if leads else next((seated.expert for seated in before.seated if seated.leader), "")
        rules = judged(now, before.target, (*before.experts, expert), leader)
    after = BoardRow(
        before.target, before.name, before.urgency, before.need, before.team, before.team_name, (*before.seated, coming),
        before.missing if stands else tuple(name for name in before.missing if name != short), before.types, rules,
        before.valid_to, before.ending,
    )  # fmt: skip
    return after, stands.text if stands else ""


def _seated(now: Staffing, target: ServiceObject, expert: str, more: int, leader: str) -> Seated:
    one = now.candidates[expert]
    trouble = one.obstacle
    if one.engaged + more > one.capacity:
        trouble = trouble or f"要带 {one.engaged + more} 队，最多能带 {one.capacity} 队"
    trouble = trouble or now.conflicts({target: ""}).get(("", expert), "")
    return Seated(expert, one.name, one.type, f"{one.engaged + more}/{one.capacity}", expert == leader, trouble)


def summary(board: Sequence[BoardRow]) -> str:
    """12 个服务对象，9 支服务队，其中 2 支不齐."""
    formed = [one for one in board if one.team]
    broken = sum(not one.sound for one in formed)
    told = f"{len(board)} 个服务对象，{len(formed)} 支服务队"
    return f"{told}，{f'✕ {broken} 支不合要求' if broken else '✓ 都合要求'}" if formed else told
