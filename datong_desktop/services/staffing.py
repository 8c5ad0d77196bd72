"""Experts, needs, teams and conflicts as they stand: a plain value, what teams are formed from by hand or by a proposal.

Its ``problem`` is what a proposal is asked with, its ``problem_of_team`` what the rules of one team are checked with; ids in
both are the ledger's. An object of service is known by its kind and by the id of the enterprise or the name of the district,
whatever record speaks of it. ``services/team_ledger.py`` reads it.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Protocol

from datong_desktop.domain.expert_rules import ExpertRules
from datong_desktop.domain.names import fold
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.qualification import Qualification
from datong_desktop.domain.service_team import OF_DISTRICT, OF_ENTERPRISE, Conflict, Member, Need, Team, Wish
from datong_desktop.domain.team_problem import URGENCY, Candidate, Pair, TeamProblem
from datong_desktop.domain.team_problem import Need as ProblemNeed
from datong_desktop.domain.team_weights import Weights
from datong_desktop.services import admission, qualifying
from datong_desktop.services.enterprises import NAMELESS
from datong_desktop.services.experts import ExpertFile

ARCHIVED = "已归档，不在专家库里"
OWN_DECLARATION = "本人申报的回避对象"


class ServiceObject(NamedTuple):
    """An enterprise by its id, or a district by its name."""

    kind: str
    key: str


class _OfObject(Protocol):
    @property
    def enterprise(self) -> str | None: ...
    @property
    def district(self) -> str: ...


def object_of(record: _OfObject) -> ServiceObject:
    """The object a need, a team or a conflict is about."""
    return ServiceObject(OF_ENTERPRISE, record.enterprise) if record.enterprise else ServiceObject(OF_DISTRICT, record.district)


@dataclass(frozen=True, slots=True)
class About:
    """What is known of an object: name, district and industry (a code of GB/T 4754 or "")."""

    name: str
    district: str
    industry: str = ""


@dataclass(frozen=True)
class StandingTeam:
    """A team that is not dissolved, who is in it now, in the order they joined, and who was and left."""

    team: Team
    members: tuple[Member, ...]
    left: tuple[Member, ...] = ()

    @property
    def object(self) -> ServiceObject:
        return object_of(self.team)

    @cached_property
    def experts(self) -> tuple[str, ...]:
        """Ids of the members, the leader first."""
        ordered = sorted(self.members, key=lambda one: (not one.leader, one.number))
        return tuple(one.expert for one in ordered if one.expert)

    @property
    def leader(self) -> str:
        """The id of the leader, "" when there is none."""
        return next((one.expert for one in self.members if one.leader and one.expert), "")


@dataclass(frozen=True)
class Staffing:
    """Everything as it stands. ``experts`` are those of the pool (and archived ones who are in a team) with what hangs on
    them, ``qualifications`` their checks on ``on``; ``needs`` are the open ones and ``teams`` the standing ones, by id;
    ``about`` knows every object of these; ``declared`` are the conflicts kept, ``wishes`` those of the open needs."""

    on: datetime.date
    rules: ExpertRules
    experts: Mapping[str, ExpertFile]
    qualifications: Mapping[str, Qualification]
    needs: Mapping[str, Need]
    teams: Mapping[str, StandingTeam]
    about: Mapping[ServiceObject, About]
    declared: tuple[Conflict, ...]
    wishes: tuple[Wish, ...]

    # -- who serves whom --------------------------------------------------------------------------------------

    @cached_property
    def team_of(self) -> Mapping[ServiceObject, StandingTeam]:
        """The team by its object; of several the first."""
        return {one.object: one for one in reversed(list(self.teams.values()))}

    @cached_property
    def need_of(self) -> Mapping[ServiceObject, Need]:
        """The open need by its object; of several the first."""
        return {object_of(one): one for one in reversed(list(self.needs.values()))}

    @cached_property
    def loads(self) -> Counter[str]:
        """In how many standing teams each expert is."""
        return Counter(expert for one in self.teams.values() for expert in one.experts)

    def name(self, target: ServiceObject) -> str:
        """What messages call an object."""
        known = self.about.get(target)
        return known.name if known else target.key if target.kind == OF_DISTRICT else NAMELESS

    # -- as a problem -----------------------------------------------------------------------------------------

    def problem(
        self,
        needs: Collection[str] | None = None,
        *,
        weights: Weights | None = None,
        pins: Iterable[Pair] = (),
        bans: Iterable[Pair] = (),
        most_changes: int | None = None,
    ) -> TeamProblem:
        """The problem of these open needs, or of all of them. Teams of other objects stay as they are and take their
        members' capacity; the others are today's teams. An expert whose type is still blank can have no seat and is left
        out. ``Refused``: no_need when one of them is not open any more."""
        chosen = list(self.needs if needs is None else dict.fromkeys(needs))
        if gone := [one for one in chosen if one not in self.needs]:
            raise refuse("no_need", f"选中的服务需求有 {len(gone)} 项已经了结或被撤销。请刷新后再试。")
        targets = {object_of(self.needs[one]): one for one in reversed(chosen)}
        there = {one: self.team_of[target] for target, one in targets.items() if target in self.team_of}
        touched = Counter(expert for team in there.values() for expert in team.experts)
        asked = tuple(self._need(self.needs[one]) for one in chosen)
        return TeamProblem(
            tuple(replace(one, engaged=one.engaged - touched[one.id]) for one in self.candidates.values() if self._placed(one.id)),
            asked,
            self.rules,
            weights or self.rules.weights,
            conflicts=self.conflicts(targets),
            pins=frozenset(pins),
            bans=frozenset(bans),
            present={need: frozenset(one for one in team.experts if self._placed(one)) for need, team in there.items()},
            leaders={need: team.leader for need, team in there.items() if team.leader},
            most_changes=most_changes,
        )

    def problem_of_team(self, target: ServiceObject, experts: Iterable[str] | None = None) -> TeamProblem:
        """The problem of one object alone, its id as the need's (``need_id``), with these candidates, or with all there are:
        all other teams stay as they are."""
        need = self.need_of.get(target)
        asked = self._need(need) if need else self._object_need(need_id(target), target)
        there = self.team_of.get(target)
        people = self.candidates.values() if experts is None else [self.candidates[one] for one in experts]
        inside = frozenset(there.experts if there else ())
        return TeamProblem(
            tuple(replace(one, engaged=one.engaged - (one.id in inside)) for one in people),
            (replace(asked, id=need_id(target)),),
            self.rules,
            self.rules.weights,
            conflicts=self.conflicts({target: need_id(target)}),
        )

    @cached_property
    def candidates(self) -> Mapping[str, Candidate]:
        """Every expert as a proposal sees him, ``engaged`` in all standing teams."""
        return {one.expert.id: self._candidate(one) for one in self.experts.values()}

    @cached_property
    def namesakes(self) -> Mapping[str, tuple[Candidate, ...]]:
        """The experts by their folded name: more than one may be one person."""
        found: dict[str, list[Candidate]] = defaultdict(list)
        for one in self.candidates.values():
            found[fold(one.name)].append(one)
        return {name: tuple(people) for name, people in found.items()}

    def conflicts(self, needs: Mapping[ServiceObject, str]) -> dict[Pair, str]:
        """Why an expert must not serve an object, by the id of the need and the expert's: what is declared for the expert or
        the institution, and whom the expert asked to avoid."""
        found: dict[Pair, str] = {}
        for target, need in needs.items():
            for expert, reason in self._barred.get(target, {}).items():
                found[need, expert] = reason
            named = fold(self.name(target))
            for expert in self._avoiding.get(named, ()):
                found.setdefault((need, expert), OWN_DECLARATION)
        return found

    @cached_property
    def _barred(self) -> Mapping[ServiceObject, Mapping[str, str]]:
        found: dict[ServiceObject, dict[str, str]] = defaultdict(dict)
        for conflict in self.declared:
            reason = "：".join(part for part in (conflict.ground or "利益冲突", conflict.remark) if part)
            if conflict.expert:
                found[object_of(conflict)].setdefault(conflict.expert, reason)
            elif conflict.institution:
                for one in self._of_institution.get(fold(conflict.institution), ()):
                    found[object_of(conflict)].setdefault(one, f"所在机构{reason}")
        return found

    @cached_property
    def _of_institution(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.experts.values():
            found[fold(one.expert.institution)].append(one.expert.id)
        return found

    @cached_property
    def _avoiding(self) -> Mapping[str, Sequence[str]]:
        """Experts by the folded name of whom they asked to avoid."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.experts.values():
            for name in words(one.expert.avoids):
                found[fold(name)].append(one.expert.id)
        return found

    def _placed(self, expert: str) -> bool:
        """Whether an expert is in the pool and of a type."""
        one = self.experts[expert].expert
        return one.archived_on is None and one.institution_type != ""

    def _candidate(self, file: ExpertFile) -> Candidate:
        one = file.expert
        return Candidate(
            one.id, file.name, one.institution, one.institution_type, one.most_teams or 0,
            fields=frozenset(words(one.fields)), industries=frozenset(map(industry_code, words(one.industries))),
            districts=frozenset(words(one.districts)), engaged=self.loads[one.id], projects=qualifying.projects_of(file),
            boards=qualifying.boards_of(file), obstacle=ARCHIVED if one.archived_on else self.qualifications[one.id].obstacle,
        )  # fmt: skip

    def _need(self, need: Need) -> ProblemNeed:
        wanted = frozenset(one.expert for one in self.wishes if one.need == need.id and one.wanted == 1)
        unwanted = frozenset(one.expert for one in self.wishes if one.need == need.id and one.wanted == 0)
        return replace(
            self._object_need(need.id, object_of(need)), fields=frozenset(words(need.fields)), urgency=URGENCY.get(need.urgency, 1),
            wanted=wanted, unwanted=unwanted,
        )  # fmt: skip

    def _object_need(self, identifier: str, target: ServiceObject) -> ProblemNeed:
        known = self.about.get(target, About(self.name(target), ""))
        return ProblemNeed(identifier, known.name, target.kind, known.district, known.industry)


def need_id(target: ServiceObject) -> str:
    """What the need of an object is called in ``Staffing.problem_of_team``."""
    return f"{target.kind}/{target.key}"


def words(text: str) -> tuple[str, ...]:
    """The words of a field that holds several, parted by 、."""
    return tuple(text.split("、")) if text else ()


def industry_code(written: str) -> str:
    """The code an industry is known by, however it is written (26 → C26); as it is written when it is none."""
    return admission.industries().find(written) or written
