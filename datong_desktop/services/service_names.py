"""What teams, served objects and experts are called where a clerk types them, and who is meant by what was typed.

An object is an enterprise of the registry or a district. A name that could mean two is refused, never guessed.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from datong_desktop.domain.credit_code import normalise
from datong_desktop.domain.expert import Expert
from datong_desktop.domain.names import fold
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.service_team import Member, Team
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.services import enterprises, experts, records
from datong_desktop.services.districts import fitting, newest_scheme
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import LOT

MOST = 12
"""So many enterprises are offered at most."""
_PARTS = re.compile(r"[、,，;；\n]")


def enterprise_names(session: Session, identifiers: Iterable[str | None]) -> dict[str, tuple[str, str]]:
    """Name and district of these enterprises."""
    c, wanted = EnterpriseRow.__table__.c, sorted({one for one in identifiers if one})
    found: dict[str, tuple[str, str]] = {}
    for start in range(0, len(wanted), LOT):
        rows = session.execute(select(c.id, c.name, c.district).where(c.id.in_(wanted[start : start + LOT])))
        found.update({one: (name or enterprises.NAMELESS, district) for one, name, district in rows})
    return found


def team_labels(session: Session) -> dict[str, str]:
    """What every team is called: its name, else its object's; with the day it was formed where two are called alike."""
    teams = records.read(session, Team)
    objects = enterprise_names(session, (team.enterprise for team in teams))
    plain = {team.id: team.name or f"{objects[team.enterprise][0] if team.enterprise else team.district}服务队" for team in teams}
    alike = Counter(map(fold, plain.values()))
    return {
        team.id: f"{plain[team.id]}（{team.formed_on or '组建日期未填'}）" if alike[fold(plain[team.id])] > 1 else plain[team.id]
        for team in teams
    }


def expert_labels(session: Session) -> dict[str, str]:
    """What every expert is called: the name, with the number where two have the same."""
    c = ROWS[Expert].__table__.c
    found = session.execute(select(c.id, c.name, c.number).order_by(c.number)).all()
    alike = Counter(name for _, name, _ in found)
    return {
        one: f"{name or experts.NAMELESS}（{number}）" if alike[name] > 1 or not name else name for one, name, number in found
    }


def expert_label(ledger: Ledger, expert: str) -> str:
    """What one expert is called, "" when there is none such."""
    with ledger.reading() as session:
        return expert_labels(session).get(expert, "")


def members_on(session: Session, team: str, day: datetime.date | None) -> list[str]:
    """The experts of a team on a day (None: at any time), the leader first."""
    c = ROWS[Member].__table__.c
    found = records.read(session, Member, c.team == team, c.expert.is_not(None))
    there = [one for one in found if day is None or was_member(one, day, day)]
    return list(dict.fromkeys(str(one.expert) for one in sorted(there, key=lambda one: (not one.leader, one.number))))


def was_member(one: Member, first: datetime.date, last: datetime.date) -> bool:
    """Whether it was a member on any of these days; the day of leaving is its last one."""
    return (one.joined_on is None or one.joined_on <= last) and (one.left_on is None or one.left_on >= first)


# -- what was typed -------------------------------------------------------------------------------------------------


def find_team(session: Session, typed: str) -> Team | None:
    """The team that is meant, None for a blank. ``Refused``: unknown_team, ambiguous_team."""
    if not typed.strip():
        return None
    labels = team_labels(session)
    found = [one for one, label in labels.items() if fold(label) == fold(typed)]
    teams = {team.id: team for team in records.read(session, Team)}
    if not found:  # a name two teams have had: the one that still exists
        same = [one for one in teams.values() if fold(one.name) == fold(typed)]
        found = [one.id for one in same if one.dissolved_on is None] or [one.id for one in same]
    if not found:
        raise refuse("unknown_team", f"没有叫“{typed}”的服务队，没有保存。请从列表里选（F4），或留空不写服务队。")
    if len(found) > 1:
        names = "、".join(labels[one] for one in found)
        raise refuse("ambiguous_team", f"有 {len(found)} 支服务队叫“{typed}”：{names}，没有保存。请从列表里选一支（F4）。")
    return teams[found[0]]


def find_object(session: Session, typed: str) -> tuple[str | None, str]:
    """The enterprise's id and "", or None and the district; both blank for a blank text. An enterprise is known by its name,
    short name or credit code. ``Refused``: unknown_object, ambiguous_object."""
    if not typed.strip():
        return None, ""
    if district := newest_scheme(session).district_names.find(typed):
        return None, district
    c, plain = EnterpriseRow.__table__.c, typed.strip()
    same = or_(c.name == plain, c.short_name == plain, c.credit_code == normalise(plain))
    found = session.execute(select(c.id, c.name, c.credit_code).where(same).order_by(c.archived_on.is_not(None), c.id)).all()
    named = [row for row in found if row.name == plain] or found
    if not named:
        text = f"企业库和县区里都没有“{typed}”，没有保存。请从列表里选（F4），或先在企业库里登记这家企业。"
        raise refuse("unknown_object", text)
    if len(named) > 1:
        codes = "、".join(row.credit_code or "（没有代码）" for row in named)
        text = f"企业库里有 {len(named)} 家企业叫“{typed}”，没有保存。请改填统一社会信用代码：{codes}。"
        raise refuse("ambiguous_object", text)
    return named[0].id, ""


def find_experts(session: Session, typed: str) -> list[str]:
    """Ids of the experts whose names or numbers stand there, parted by 、; each once. ``Refused``: unknown_expert,
    ambiguous_expert."""
    c = ROWS[Expert].__table__.c
    rows = session.execute(select(c.id, c.name, c.number)).all()
    labels = expert_labels(session)
    found: dict[str, None] = {}
    for part in filter(None, map(str.strip, _PARTS.split(typed))):
        same = [row for row in rows if fold(part) in (fold(labels[row.id]), fold(row.number))]
        same = same or [row for row in rows if row.name and fold(row.name) == fold(part)]
        if not same:
            raise refuse("unknown_expert", f"专家库里没有“{part}”，没有保存。请从列表里选（F4），几个人之间用顿号隔开。")
        if len(same) > 1:
            names = "、".join(labels[row.id] for row in same)
            raise refuse("ambiguous_expert", f"专家库里有 {len(same)} 位“{part}”：{names}，没有保存。请写明是哪一位。")
        found[same[0].id] = None
    return list(found)


# -- what is offered ------------------------------------------------------------------------------------------------


def offered_teams(ledger: Ledger) -> tuple[str, ...]:
    """The teams there are, those dissolved at the end."""
    with ledger.reading() as session:
        labels, teams = team_labels(session), records.read(session, Team)
    return tuple(labels[one.id] for one in sorted(teams, key=lambda one: (one.dissolved_on is not None, labels[one.id])))


def offered_experts(ledger: Ledger) -> tuple[str, ...]:
    """The experts that are not archived, by number."""
    c = ROWS[Expert].__table__.c
    with ledger.reading() as session:
        labels = expert_labels(session)
        listed = session.scalars(select(c.id).where(c.archived_on.is_(None)).order_by(c.number)).all()
    return tuple(labels[one] for one in listed)


def offered_objects(ledger: Ledger, typed: str) -> tuple[str, ...]:
    """Districts and enterprises by a part of their names or by their initials; for a blank text the districts, and the
    enterprises that have a team."""
    c, words = EnterpriseRow.__table__.c, typed.strip()
    served: ColumnElement[bool] = c.id.in_(select(ROWS[Team].__table__.c.enterprise))
    fits = [column.contains(words, autoescape=True) for column in (c.name, c.short_name)]
    like = or_(*fits, c.initials.contains(words.lower(), autoescape=True))
    query = select(c.name).where(like if words else served, c.name != "", c.archived_on.is_(None)).order_by(c.name)
    with ledger.reading() as session:
        districts = newest_scheme(session).districts
        names = session.scalars(query.distinct().limit(MOST)).all()
    return (*fitting(districts, words), *names)


def whole_team(ledger: Ledger, team: str, day: datetime.date | None) -> tuple[str, str]:
    """What to propose once a team was typed: its object and its members on a day. ``Refused`` as ``find_team``."""
    with ledger.reading() as session:
        found = find_team(session, team)
        if found is None:
            return "", ""
        names, labels = enterprise_names(session, [found.enterprise]), expert_labels(session)
        there = members_on(session, found.id, day)
    name = names[found.enterprise][0] if found.enterprise else found.district
    return name, joined(labels, there)


def joined(labels: Mapping[str, str], identifiers: Sequence[str] | Collection[str]) -> str:
    """Names parted by 、."""
    return "、".join(labels[one] for one in identifiers if one in labels)
