"""Whatever is done with teams and needs in whatever order, the ledger holds what a plain model says, and every step goes back."""

from __future__ import annotations

import copy
import datetime
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from datong_desktop.domain.expert import Penalty, QualificationCheck
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.service_team import Conflict, Member, Need, Team, Wish
from datong_desktop.services import experts, history, ledger, needs, records, teams
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

    # -- teams --------------------------------------------------------------------------------------------

    @rule(place=PLACES, names=st.lists(NAMES, max_size=3), leader=st.sampled_from(("", "", *POOL)), on=DAYS)
    def form(self, place: int, names: list[str], leader: str, on: datetime.date | None) -> None:
        day = on or TODAY
        if day > TODAY:
            against = {"future_day"}
        elif any(self.plain.teams[key].place == place for key in self.plain.standing()):
            against = {"same_object"}
        elif not (against := self.plain.joining(names, place, (), day)) and leader:
            against = {"no_member"} if leader not in names else {"leader"} if not securities([leader]) else set()
        self.do_form(against, place, names, leader, on)

    @rule(place=PLACES, names=st.lists(st.sampled_from(ABLE), min_size=1, max_size=2, unique=True))
    def form_well(self, place: int, names: list[str]) -> None:
        """A team that may be formed but for those who are in too many or have to keep away: nothing happens without teams."""
        if all(self.plain.teams[key].place != place for key in self.plain.standing()):
            self.do_form(self.plain.joining(names, place, (), EARLY), place, names, "", EARLY)

    def do_form(self, against: set[str], place: int, names: list[str], leader: str, on: datetime.date | None) -> None:
        before = copy.deepcopy(self.plain)
        people = [self.ids[name] for name in names]
        changed = self.attempt(against, teams.form, self.objects[place], people, self.ids.get(leader, ""), on=on)
        if changed:
            (identifier,) = changed.touched["team"]
            first = leader or securities(names)
            members = [PlainMember(name, name == first, on or TODAY) for name in names]
            self.plain.teams[identifier] = PlainTeam(place, on or TODAY, None, members)
        self.record(changed, before)

    @precondition(lambda self: self.plain.teams)
    @rule(pick=PICK, names=st.lists(NAMES, min_size=1, max_size=2), on=PAST)
    def add(self, pick: int, names: list[str], on: datetime.date | None) -> None:
        key, day, before = self.team(pick), on or TODAY, copy.deepcopy(self.plain)
        against = {"future_day"} if day > TODAY else self.gone(key)
        team = self.plain.teams.get(key)
        if not against and team:
            against = {"wrong_day"} if day < team.formed else self.plain.joining(names, team.place, team.names, day)
        changed = self.attempt(against, teams.add, key, [self.ids[name] for name in names], on)
        if changed and team:
            first = "" if any(one.leads for one in team.people) else securities(names)
            team.members += [PlainMember(name, name == first, day) for name in names]
        self.record(changed, before)

    def leaving(self, key: str, name: str, reason: str, day: datetime.date) -> set[str]:
        if against := self.gone(key):
            return against
        there = [one for one in self.plain.teams[key].people if one.expert == name]
        if not there:
            return {"no_member"}
        if day > TODAY:
            return {"future_day"}
        return {"wrong_day"} if day < there[0].joined else set() if reason.strip() else {"no_reason"}

    def member(self, pick: int, at: int, name: str) -> tuple[str, str]:
        """A team and mostly one who is in it."""
        key = self.team(pick)
        names = self.plain.teams[key].names if key else []
        return key, names[at % len(names)] if names and at < 9 else name

    @staticmethod
    def left(team: PlainTeam, name: str, day: datetime.date) -> None:
        for one in team.people:
            if one.expert == name:
                one.left, one.leads = day, False

    @precondition(lambda self: self.plain.teams)
    @rule(pick=PICK, at=PICK, name=NAMES, reason=REASONS, on=DAYS)
    def leave(self, pick: int, at: int, name: str, reason: str, on: datetime.date | None) -> None:
        before = copy.deepcopy(self.plain)
        key, name = self.member(pick, at, name)
        changed = self.attempt(self.leaving(key, name, reason, on or TODAY), teams.leave, key, self.ids[name], reason, on)
        if changed:
            self.left(self.plain.teams[key], name, on or TODAY)
        self.record(changed, before)

    @precondition(lambda self: self.plain.teams)
    @rule(pick=PICK, at=PICK, name=NAMES, new=NAMES, reason=REASONS, on=DAYS)
    def replace(self, pick: int, at: int, name: str, new: str, reason: str, on: datetime.date | None) -> None:
        before, day = copy.deepcopy(self.plain), on or TODAY
        key, name = self.member(pick, at, name)
        against = {"future_day"} if day > TODAY else self.leaving(key, name, reason, day)
        team = self.plain.teams.get(key)
        if not against and team:
            there = team.names if new == name else [one for one in team.names if one != name]
            against = self.plain.joining([new], team.place, there, day)
        changed = self.attempt(against, teams.replace, key, self.ids[name], self.ids[new], reason, on)
        if changed and team:
            self.left(team, name, day)
            led = any(one.leads for one in team.people)
            team.members.append(PlainMember(new, not led and bool(securities([new])), day))
        self.record(changed, before)

    @precondition(lambda self: self.plain.teams)
    @rule(pick=PICK, at=PICK, name=NAMES)
    def set_leader(self, pick: int, at: int, name: str) -> None:
        before = copy.deepcopy(self.plain)
        key, name = self.member(pick, at, name)
        against = self.gone(key)
        if not against:
            against = {"no_member"} if name not in self.plain.teams[key].names else set() if securities([name]) else {"leader"}
        changed = self.attempt(against, teams.set_leader, key, self.ids[name])
        if changed:
            for one in self.plain.teams[key].people:
                one.leads = one.expert == name
        self.record(changed, before)

    @precondition(lambda self: self.plain.teams)
    @rule(pick=PICK, formed=st.sampled_from((EARLY, LATER, TODAY, TOMORROW)), starts=PAST)
    def change(self, pick: int, formed: datetime.date, starts: datetime.date | None) -> None:
        """Who was there from the first day on was there from the new first day on."""
        key, before = self.team(pick), copy.deepcopy(self.plain)
        against = self.gone(key)
        if not against and formed > TODAY:
            against = {"future_day"}
        if not against:
            team = self.plain.teams[key]
            later = [day for one in team.members for day in ([one.joined] if one.joined != team.formed else []) + [one.left] if day]
            against = {"wrong_day"} if any(day < formed for day in later) else set()
        values = {"formed_on": formed, "valid_from": starts, "valid_to": None}
        changed = self.attempt(against, teams.change, key, values)
        if changed:
            team = self.plain.teams[key]
            for one in team.members:
                one.joined = formed if one.joined == team.formed else one.joined
            team.formed = formed
        self.record(changed, before)

    @precondition(lambda self: self.plain.teams)
    @rule(pick=PICK, reason=REASONS, on=DAYS)
    def dissolve(self, pick: int, reason: str, on: datetime.date | None) -> None:
        key, day, before = self.team(pick), on or TODAY, copy.deepcopy(self.plain)
        against = self.gone(key)
        if not against:
            team = self.plain.teams[key]
            last = max([team.formed, *(one.left or one.joined for one in team.members)])
            against = {"future_day"} if day > TODAY else {"wrong_day"} if day < last else set() if reason.strip() else {"no_reason"}
        changed = self.attempt(against, teams.dissolve, key, reason, on)
        if changed:
            self.plain.teams[key].dissolved = day
        self.record(changed, before)

    # -- needs --------------------------------------------------------------------------------------------

    def need(self, pick: int) -> str:
        some = list(self.plain.needs)
        return some[pick % len(some)]

    @rule(place=st.integers(0, 1), asked=PAST)
    def create(self, place: int, asked: datetime.date | None) -> None:
        before = copy.deepcopy(self.plain)
        values = {"asked_on": asked} if asked else {}
        changed = self.attempt({"same_need"} if self.plain.open(place) else set(), needs.create, self.objects[place], values)
        if changed:
            (identifier,) = changed.touched["need"]
            self.plain.needs[identifier] = PlainNeed(place, asked or TODAY)
        self.record(changed, before)

    def closing(self, keys: Sequence[str], on: datetime.date | None) -> set[str]:
        """Why these may not be closed, or opened, one after the other."""
        if on and on > TODAY:
            return {"future_day"}
        trial = copy.deepcopy(self.plain)
        for one in (trial.needs[key] for key in keys):
            if on is None and one.closed and trial.open(one.place):
                return {"same_need"}
            if on and on < one.asked:
                return {"wrong_day"}
            one.closed = on
        return set()

    @precondition(lambda self: self.plain.needs)
    @rule(picks=st.lists(PICK, min_size=1, max_size=2), on=DAYS)
    def close(self, picks: list[int], on: datetime.date | None) -> None:
        keys, before = list(dict.fromkeys(map(self.need, picks))), copy.deepcopy(self.plain)
        changed = self.attempt(self.closing(keys, on), needs.close, keys, on)
        if changed:
            for key in keys:
                self.plain.needs[key].closed = on
        self.record(changed, before)

    @precondition(lambda self: self.plain.needs)
    @rule(pick=PICK, on=DAYS)
    def edit(self, pick: int, on: datetime.date | None) -> None:
        """The day a need was closed can be keyed, too: the same holds."""
        key, before = self.need(pick), copy.deepcopy(self.plain)
        changed = self.attempt(self.closing([key], on), needs.edit, key, {"closed_on": on})
        if changed:
            self.plain.needs[key].closed = on
        self.record(changed, before)

    @precondition(lambda self: self.plain.needs)
    @rule(pick=PICK, name=NAMES, wanted=st.sampled_from((True, False, None)))
    def wish(self, pick: int, name: str, wanted: bool | None) -> None:
        key, before = self.need(pick), copy.deepcopy(self.plain)
        changed = self.attempt(set(), needs.wish, key, self.ids[name], wanted)
        if wanted is None:
            self.plain.wishes.pop((key, name), None)
        else:
            self.plain.wishes[key, name] = wanted
        self.record(changed, before)

    @rule(place=PLACES, name=NAMES, whole_house=st.booleans())
    def declare(self, place: int, name: str, whole_house: bool) -> None:
        before = copy.deepcopy(self.plain)
        kind, values = POOL[name]
        party = ("", values.get("institution", f"样例{kind}")) if whole_house else (name, "")
        against = {"same_conflict"} if (place, *party) in self.plain.conflicts.values() else set()
        who = {"institution": party[1]} if whole_house else {"expert": self.ids[name]}
        changed = self.attempt(against, needs.declare, self.objects[place], ground="持股", **who)
        if changed:
            (identifier,) = changed.touched["conflict"]
            self.plain.conflicts[identifier] = place, *party
        self.record(changed, before)

    @precondition(lambda self: self.plain.conflicts)
    @rule(pick=PICK)
    def withdraw(self, pick: int) -> None:
        before = copy.deepcopy(self.plain)
        key = list(self.plain.conflicts)[pick % len(self.plain.conflicts)]
        changed = self.attempt(set(), needs.withdraw, key)
        del self.plain.conflicts[key]
        self.record(changed, before)

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


TestOffice = Office.TestCase
TestOffice.settings = settings(max_examples=8, stateful_step_count=40)
