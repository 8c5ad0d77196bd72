"""Conflicts of interest the program finds by itself: nothing follows from them until the office declares them.

An institution that the enterprise has engaged already (``Intermediary``) serves it as a client's; one engaged by a competitor
knows what it must not tell; so does an expert who took part in a competitor's project. An institution or a person that holds
shares of it, or sits on its board, serves itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.enterprise import Intermediary, Officer, Shareholder
from datong_desktop.domain.expert import Project
from datong_desktop.domain.fields import fields_by_id, show
from datong_desktop.domain.names import fold
from datong_desktop.domain.service_team import OF_ENTERPRISE, Conflict
from datong_desktop.models.registry import EnterpriseRow
from datong_desktop.services import records
from datong_desktop.services.changes import Changed
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.needs import COMPETITOR, declare
from datong_desktop.services.staffing import ServiceObject, Staffing, object_of, words

Record = TypeVar("Record")
ENGAGED, HOLDING, OTHER = "已聘", "持股", "其他"


@dataclass(frozen=True, slots=True)
class ConflictHint:
    """``expert`` or everybody of ``institution`` may have to keep away from ``target``; ``experts`` are the ids of those meant,
    ``reason`` is what it was found by."""

    target: ServiceObject
    expert: str | None
    institution: str
    ground: str
    reason: str
    experts: tuple[str, ...]


def conflict_hints(ledger: Ledger, now: Staffing) -> tuple[ConflictHint, ...]:
    """Everything found for the objects of open needs and standing teams that is not declared yet."""
    targets = {*map(object_of, now.needs.values()), *(team.object for team in now.teams.values())}
    companies = sorted(target for target in targets if target.kind == OF_ENTERPRISE)
    with ledger.reading() as session:
        known = _Known(session, now, companies)
    barred = now.conflicts({target: target.key for target in companies})
    found = (hint for target in companies for hint in known.hints(target))
    return tuple(hint for hint in found if not all((hint.target.key, one) in barred for one in hint.experts))


def accept(ledger: Ledger, hint: ConflictHint) -> Changed:
    """Declares what was found. ``Refused`` as ``needs.declare``."""
    return declare(
        ledger, hint.target, expert=hint.expert, institution=hint.institution, ground=hint.ground, remark=hint.reason
    )


class _Known:
    """Who engaged whom, and who the competitors are."""

    def __init__(self, session: Session, now: Staffing, companies: Sequence[ServiceObject]) -> None:
        self.now = now
        self.rivals: Mapping[ServiceObject, Sequence[str]] = {
            target: [name for one in now.declared if object_of(one) == target for name in _named(one)] for target in companies
        }
        self.ids = _enterprises(session, {fold(name) for names in self.rivals.values() for name in names})
        clients = sorted({target.key for target in companies} | set(self.ids.values()))
        self.engaged = _by_enterprise(session, Intermediary, clients)
        held = [target.key for target in companies]
        self.holders = _by_enterprise(session, Shareholder, held)
        self.officers = _by_enterprise(session, Officer, held)
        self.houses: dict[str, list[str]] = defaultdict(list)
        for file in now.experts.values():
            if file.expert.institution:
                self.houses[fold(file.expert.institution)].append(file.expert.id)

    def hints(self, target: ServiceObject) -> Iterator[ConflictHint]:
        yield from self._houses(target, target.key, ENGAGED, "")
        yield from self._holding(target)
        for rival in self.rivals[target]:
            if identifier := self.ids.get(fold(rival)):
                yield from self._houses(target, identifier, COMPETITOR, f"竞争对手“{rival}”")
            for file in self.now.experts.values():
                if any(fold(one.enterprise) == fold(rival) for one in file.all(Project)):
                    reason = f"参与过竞争对手“{rival}”的项目"
                    yield ConflictHint(target, file.expert.id, "", COMPETITOR, reason, (file.expert.id,))

    def _holding(self, target: ServiceObject) -> Iterator[ConflictHint]:
        """Institutions and persons of the pool among its shareholders and officers; a person is known by the name alone."""
        for holder in self.holders[target.key]:
            share = show(fields_by_id(Shareholder)["share"], holder.share)
            reason = f"股东“{holder.name}”{f'（持股 {share}）' if share else ''}"
            if people := self.houses.get(fold(holder.name), ()):
                institution = self.now.experts[people[0]].expert.institution
                yield ConflictHint(target, None, institution, HOLDING, reason, tuple(people))
            yield from self._persons(target, holder.name, HOLDING, reason)
        for officer in self.officers[target.key]:
            yield from self._persons(target, officer.name, OTHER, f"{officer.role or '董监高'}“{officer.name}”")

    def _persons(self, target: ServiceObject, name: str, ground: str, reason: str) -> Iterator[ConflictHint]:
        for one in self.now.namesakes.get(fold(name), ()) if name else ():
            yield ConflictHint(target, one.id, "", ground, f"{reason}与专家同名，是否本人", (one.id,))

    def _houses(self, target: ServiceObject, client: str, ground: str, whose: str) -> Iterator[ConflictHint]:
        """Institutions a client has engaged, once each."""
        seen = set[str]()
        for one in self.engaged[client]:
            people = self.houses.get(fold(one.name), ())
            if people and fold(one.name) not in seen:
                seen.add(fold(one.name))
                since = f"，{one.engaged_on} 签约" if one.engaged_on else ""
                reason = f"{whose}已聘“{one.name}”{f'（{one.kind}{since}）' if one.kind else ''}"
                yield ConflictHint(target, None, self.now.experts[people[0]].expert.institution, ground, reason, tuple(people))


def _named(one: Conflict) -> tuple[str, ...]:
    """The competitors a conflict names, when it is about nobody else."""
    if one.expert or one.institution or one.ground != COMPETITOR:
        return ()
    return words(one.remark.strip().replace("，", "、").replace("\n", "、"))


def _by_enterprise(session: Session, record: type[Record], identifiers: Sequence[str]) -> Mapping[str, list[Record]]:
    """What of a kind hangs on these enterprises, by their ids; nothing on any other."""
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for one in records.of_owners(session, record, "enterprise", identifiers):
        found[one.enterprise].append(one)  # type: ignore[attr-defined]
    return found


def _enterprises(session: Session, names: set[str]) -> dict[str, str]:
    """Ids of the enterprises of these folded names."""
    if not names:
        return {}
    c = EnterpriseRow.__table__.c
    return {folded: one for one, name in session.execute(select(c.id, c.name)) if (folded := fold(name)) in names}
