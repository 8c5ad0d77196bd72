"""Holes in standing teams: types no member comes from, no leader. Read without the whole board, for what is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.expert import Expert
from datong_desktop.domain.expert_rules import ExpertRules
from datong_desktop.domain.service_team import Member, Team
from datong_desktop.models.registry import ROWS
from datong_desktop.services import records


@dataclass(frozen=True, slots=True)
class Hole:
    """A team that lacks members from the types of these short names (annex 5 四（一）), or its leader."""

    team: Team
    missing: tuple[str, ...]
    leaderless: bool

    @property
    def text(self) -> str:
        """What it lacks, in words."""
        lacks = (f"缺{'、'.join(self.missing)}" if self.missing else "", "没有负责人" if self.leaderless else "")
        return "，".join(filter(None, lacks))


def holes(session: Session, rules: ExpertRules) -> Iterator[Hole]:
    """Every standing team that is not full, in the order they were formed."""
    member, expert = ROWS[Member].__table__.c, ROWS[Expert].__table__.c
    query = select(member.team, member.leader, expert.institution_type).join(ROWS[Expert].__table__, member.expert == expert.id)
    types: dict[str, set[str]] = defaultdict(set)
    led: set[str] = set()
    for team, leader, institution_type in session.execute(query.where(member.left_on.is_(None))):
        types[team].add(institution_type)
        if leader:
            led.add(team)
    for one in records.read(session, Team, ROWS[Team].__table__.c.dissolved_on.is_(None)):
        missing = tuple(kind.short for kind in rules.types if kind.needed and kind.name not in types[one.id])
        if missing or one.id not in led:
            yield Hole(one, missing, one.id not in led)
