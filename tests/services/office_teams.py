"""What is done with teams in whatever order, each beside what the plain model says of it."""

from __future__ import annotations

import copy
import datetime

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from datong_desktop.services import teams
from tests.plain_office import (
    EARLY,
    LATER,
    POOL,
    TODAY,
    TOMORROW,
    PlainMember,
    PlainTeam,
    securities,
)
from tests.services.office_machine import ABLE, DAYS, NAMES, PAST, PICK, PLACES, REASONS, Office


class TeamMoves(Office):
    """Formed, changed, dissolved."""

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
