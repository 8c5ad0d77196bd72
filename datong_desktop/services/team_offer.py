"""智能组队 on a ledger: what is asked for, and what is offered beside today's teams. Nothing is stored here; what is accepted is
written by ``services/team_accepting.py``."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property

from datong_desktop.domain.problem import refuse
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.domain.service_team import Need as StoredNeed
from datong_desktop.domain.service_team import Proposal as KeptProposal
from datong_desktop.domain.team_problem import Members, Need, Pair, TeamProblem
from datong_desktop.domain.team_reasons import Alternative, MemberReasons, alternatives, member_reasons
from datong_desktop.domain.team_rules import RuleResult, rule_results
from datong_desktop.domain.team_weights import WORDS, Weights
from datong_desktop.services import records, team_job
from datong_desktop.services.conflict_hints import ConflictHint, conflict_hints
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.staffing import ServiceObject, Staffing, StandingTeam, object_of
from datong_desktop.services.team_ledger import staffing
from datong_desktop.services.team_proposal import SECONDS, Impossible, Proposal, Search, propose

NEW, CHANGED, SAME = "新组", "调整", "不变"
"""What an offered team is beside today's."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: ids of open needs, and what the office sets by hand. Pairs of other needs are passed over."""

    needs: tuple[str, ...]
    weights: Weights
    pins: frozenset[Pair] = frozenset()
    bans: frozenset[Pair] = frozenset()
    most_changes: int | None = None

    def problem(self, now: Staffing) -> TeamProblem:
        """``Refused``: no_need, same_need (two needs of one object)."""
        found = now.problem(
            self.needs, weights=self.weights, most_changes=self.most_changes,
            pins=(pair for pair in self.pins if pair[0] in self.needs), bans=(pair for pair in self.bans if pair[0] in self.needs),
        )  # fmt: skip
        count = Counter(object_of(now.needs[one.id]) for one in found.needs)
        if twice := [now.name(target) for target, number in count.items() if number > 1]:
            raise refuse("same_need", f"“{twice[0]}”有两项没有了结的服务需求，只能选一项。请了结其中一项再试。")
        return found


@dataclass(frozen=True)
class OfferedTeam:
    """The team offered for a need beside ``today``'s (None: there is none). ``members`` as ids, the leader first."""

    need: Need
    target: ServiceObject
    leader: str
    members: tuple[str, ...]
    today: StandingTeam | None

    @property
    def before(self) -> tuple[str, ...]:
        """Today's members, the leader first."""
        return self.today.experts if self.today else ()

    @cached_property
    def joining(self) -> tuple[str, ...]:
        return tuple(one for one in self.members if one not in self.before)

    @cached_property
    def leaving(self) -> tuple[str, ...]:
        return tuple(one for one in self.before if one not in self.members)

    @property
    def state(self) -> str:
        if self.today is None:
            return NEW
        same = not self.joining and not self.leaving and self.today.leader == self.leader
        return SAME if same else CHANGED


@dataclass(frozen=True)
class Offer:
    """What was asked, the ledger as it stood then, and the answer; ``hints`` are conflicts found and not declared."""

    order: Order
    now: Staffing
    problem: TeamProblem
    answer: Proposal | Impossible
    hints: tuple[ConflictHint, ...] = ()

    @cached_property
    def teams(self) -> tuple[OfferedTeam, ...]:
        """In the order of the needs; empty where there is no full set of teams."""
        if isinstance(self.answer, Impossible):
            return ()
        found = []
        for one in self.answer.teams:
            target = object_of(self.now.needs[one.need])
            found.append(OfferedTeam(self.problem.need[one.need], target, one.leader, one.members, self.now.team_of.get(target)))
        return tuple(found)

    @cached_property
    def rules(self) -> tuple[RuleResult, ...]:
        """Each hard rule with its result, checked apart from the solver."""
        return () if isinstance(self.answer, Impossible) else rule_results(self.answer.teams, self.problem)

    @cached_property
    def _members(self) -> Members:
        return {one.need.id: frozenset(one.members) for one in self.teams}

    def reasons(self, team: OfferedTeam, expert: str) -> MemberReasons:
        """Why this member."""
        return member_reasons(self.problem.candidate[expert], team.need, self._members, self.problem)

    def alternatives(self, team: OfferedTeam, expert: str) -> Sequence[Alternative]:
        """Who would be next for the seat and what that would cost, the cheapest first."""
        return alternatives(self.problem.candidate[expert], team.need, self._members, self.problem)

    def doubts(self, team: OfferedTeam) -> tuple[ConflictHint, ...]:
        """Conflicts nobody has declared yet that a member of a team may have: they keep nobody out."""
        return tuple(one for one in self.hints if one.target == team.target and not set(one.experts).isdisjoint(team.members))

    def load(self, expert: str) -> str:
        """2/4: the teams the expert would be in, of the most he takes."""
        one = self.problem.candidate[expert]
        return f"{one.engaged + sum(expert in people for people in self._members.values())}/{one.capacity}"


def make(
    ledger: Ledger,
    order: Order,
    on: datetime.date,
    seconds: float = SECONDS,
    tell: Callable[[Search], None] = lambda _: None,
    progress: Progress = UNWATCHED,
) -> Offer:
    """Teams for the needs of an order, the experts checked on a day. ``tell`` hears from the working thread how far it is.

    ``Refused`` as ``Order.problem`` and ``team_proposal.propose``; ``Cancelled``.
    """
    now = staffing(ledger, on)
    progress.check()
    problem = order.problem(now)
    return Offer(order, now, problem, propose(problem, seconds, tell, progress), conflict_hints(ledger, now))


def choices(now: Staffing) -> tuple[StoredNeed, ...]:
    """The open needs teams can be proposed for, in the order they came: one of each object."""
    return tuple(sorted(now.need_of.values(), key=lambda one: one.id))


def office_weights(ledger: Ledger) -> Weights:
    """The weights the office last accepted a proposal with, else those of the rules."""
    with ledger.reading() as session:
        kept = records.read(session, KeptProposal)
    first = team_job.rules().weights
    if not kept:
        return first
    stored = json.loads(kept[-1].weights)
    return replace(first, **{name: value for name, value in stored.items() if name in WORDS})


def weights_text(weights: Weights) -> str:
    """Weights as they are kept."""
    return json.dumps(asdict(weights), ensure_ascii=False)
