"""The machine that the tests of teams and needs share: what the ledger holds, a verb tried beside the model, one step back and on."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import astuple
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from datong_desktop.domain.expert import Penalty, QualificationCheck
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.service_team import Conflict, Member, Need, Team, Wish
from datong_desktop.services import experts, history, ledger, records
from datong_desktop.services.changes import Changed
from datong_desktop.services.staffing import ServiceObject
from tests.plain_office import (
    EARLY,
    FINED,
    LATER,
    POOL,
    TODAY,
    TOMORROW,
    Plain,
    PlainMember,
    PlainNeed,
    PlainTeam,
    securities,
)
from tests.registry import made as enterprise
from tests.storage import new_ledger
from tests.teams import qualified

DAYS = st.sampled_from((None, None, EARLY, LATER, TODAY, TOMORROW))
PAST = st.sampled_from((None, EARLY, EARLY, LATER))
PICK = st.integers(0, 11)
PLACES = st.integers(0, 2)
REASONS = st.sampled_from(("工作调动", "工作调动", "工作调动", " "))
ABLE = ("券一", "券二", "银行", "律师")
NAMES = st.sampled_from((*ABLE, *ABLE, *ABLE, *POOL))
STORED = (Team, Member, Need, Wish, Conflict, QualificationCheck)


class Office(RuleBasedStateMachine):
    """The office's ledger beside the plain model of it, with every verb that was done and can be taken back."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.plain = Plain()
        self.done: list[tuple[int, Plain, Any]] = []
        self.undone: list[tuple[int, Plain, Any]] = []

    @initialize()
    def begin(self) -> None:
        self.ledger = new_ledger(self.folder, 2024)
        self.ids = {name: qualified(self.ledger, name, kind, **values) for name, (kind, values) in POOL.items()}
        experts.save(self.ledger, "处罚", Penalty(self.ids["担保"], 1, authority="中国证监会", decided_on=FINED, level="个人"))
        self.names = {identifier: name for name, identifier in self.ids.items()}
        company = ServiceObject("企业", enterprise(self.ledger, district="平城区"))
        self.objects = (company, ServiceObject("县区", "平城区"), ServiceObject("县区", "云冈区"))
        self.now = self.stored()

    def teardown(self) -> None:
        assert ledger.check_ledger(self.ledger) == ()
        self.ledger.close()
        shutil.rmtree(self.folder)

    # -- what the ledger holds ----------------------------------------------------------------------------

    def stored(self) -> list[tuple[Any, ...]]:
        """Every field of every record, in whatever order it was written."""
        with self.ledger.reading() as session:
            return [tuple(sorted(map(repr, map(astuple, records.read(session, kind))))) for kind in STORED]

    def read(self) -> Plain:
        """The ledger as a plain value."""
        place = {one.key: at for at, one in enumerate(self.objects)}
        with self.ledger.reading() as session:
            found = Plain()
            for team in records.read(session, Team):
                assert team.formed_on
                found.teams[team.id] = PlainTeam(place[team.enterprise or team.district], team.formed_on, team.dissolved_on)
            for member in sorted(records.read(session, Member), key=lambda one: one.number):
                assert member.joined_on
                who = self.names[str(member.expert)]
                found.teams[member.team].members.append(PlainMember(who, bool(member.leader), member.joined_on, member.left_on))
            for need in records.read(session, Need):
                assert need.asked_on
                found.needs[need.id] = PlainNeed(place[need.enterprise or need.district], need.asked_on, need.closed_on)
            found.wishes = {(one.need, self.names[one.expert]): bool(one.wanted) for one in records.read(session, Wish)}
            for one in records.read(session, Conflict):
                who = self.names[one.expert] if one.expert else ""
                found.conflicts[one.id] = place[one.enterprise or one.district], who, one.institution
        return found

    # -- a verb and what comes of it ----------------------------------------------------------------------

    def attempt(self, against: set[str], verb: Any, *arguments: Any, **options: Any) -> Changed | None:
        """The verb is refused for one of these reasons and changes nothing; without any it is done."""
        problems, changed = (), None
        try:
            changed = verb(self.ledger, *arguments, **options)
        except Refused as refused:
            problems = refused.problems
        assert {one.code for one in problems} <= against
        assert bool(problems) == bool(against)
        if changed is None:
            assert all(one.text.endswith("。") for one in problems)
            assert self.stored() == self.now
        return changed

    def record(self, changed: Changed | None, before: Plain) -> None:
        if changed is None:
            return
        if changed.change_set is None:  # as it was
            assert self.plain == before
            return
        self.done.append((changed.change_set, before, self.now))
        self.undone.clear()

    def team(self, pick: int) -> str:
        """A team, mostly one that stands."""
        some = self.plain.standing() if pick < 9 else list(self.plain.teams)
        return some[pick % len(some)] if some else ""

    def gone(self, key: str) -> set[str]:
        return {"no_team"} if key not in self.plain.standing() else set()

    # -- one step back, one step on -----------------------------------------------------------------------

    def back(self, taken: list[tuple[int, Plain, Any]], other: list[tuple[int, Plain, Any]]) -> None:
        number, plain, held = taken.pop()
        changed = history.undo(self.ledger, number)
        assert changed.change_set is not None
        other.append((changed.change_set, self.plain, self.now))
        assert self.stored() == held
        self.plain = plain

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        self.back(self.done, self.undone)

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self.back(self.undone, self.done)

    @rule()
    def reopen(self) -> None:
        """The program is closed and started anew."""
        path = self.ledger.path
        self.ledger.close()
        self.ledger = ledger.open_ledger(path)

    @invariant()
    def the_ledger_is_what_the_model_says(self) -> None:
        self.now = self.stored()
        found = self.read()
        assert found == self.plain
        standing = [found.teams[key] for key in found.standing()]
        for name, (_, values) in POOL.items():
            assert found.load(name) <= (values.get("most_teams", 4) or 0)
        assert len({one.place for one in standing}) == len(standing)
        for team in standing:
            assert len(set(team.names)) == len(team.names)
            assert sum(one.leads for one in team.people) <= 1
        for team in found.teams.values():
            assert all(securities([one.expert]) for one in team.members if one.leads)
