"""What is done with needs, wishes and conflicts in whatever order, each beside what the plain model says of it."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from datong_desktop.services import needs
from tests.plain_office import (
    POOL,
    TODAY,
    PlainNeed,
)
from tests.services.office_machine import DAYS, NAMES, PAST, PICK, PLACES, Office


class NeedMoves(Office):
    """Registered, closed, wished for, declared."""

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
