"""A list of records that a person searches, filters and sorts while typing, a hundred thousand of them included.

In memory is only what is searched and filtered by (``Facts``, read in a thread); the lines on show are read from the ledger
when they come into sight, a column to sort by when it is sorted by. What is listed is declared in ``Listed``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields, replace
from operator import itemgetter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from datong_desktop.domain.fields import Value, fields_by_id, loaded
from datong_desktop.models.registry import ROWS
from datong_desktop.services.facts import ID, LATIN, WIDE, Facts, Found, amend, place_of
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.listed import Line, Listed, Query, Test, Within, searchable
from datong_desktop.services.lots import LOT, let_others_in

FEW = 500
"""Up to here records are named one by one, beyond by the first and the last: a statement of thousands of ids is slow."""
IN_ORDER = ("", False)
"""Sorted by nothing: as they were added."""
MOST_HITS = 12
_PLAIN = re.compile("[0-9a-z]+")


class ListIndex:
    """The ids that answer a ``Query``, and the lines of those on show.

    ``find`` and ``update`` belong to one thread, ``read`` runs in another; ``take`` hands over what it has read.
    """

    def __init__(self, ledger: Ledger, listed: Listed) -> None:
        self.ledger, self.listed = ledger, listed
        self._table = ROWS[listed.record].__table__
        self._rows: list[Facts] = []
        self._touched: set[str] = set()
        self._ordered: tuple[tuple[str, bool], list[Facts]] = (IN_ORDER, self._rows)
        self._filtered: tuple[Query | None, list[Facts]] = (None, [])
        self._hits: dict[tuple[str, ...], list[Facts]] = {}
        """What the last searches among the filtered rows found, by their words: typing narrows it, deleting comes back to it."""
        self.ready = False

    # -- reading ------------------------------------------------------------------------------------------

    def first_ids(self, most: int) -> list[str]:
        """The first ids of an unfiltered list, at once: what can be shown before everything is read."""
        c, first = self._table.c, self.listed.first
        query = select(c.id).order_by(c.id).limit(most)
        with self.ledger.reading() as session:
            return list(session.scalars(query if first is None else query.where(first(c))))

    def holds_any(self) -> bool:
        """Whether there are any records, also such as an unfiltered list leaves out."""
        with self.ledger.reading() as session:
            return session.scalar(select(self._table.c.id).limit(1)) is not None

    def all_ids(self) -> list[str]:
        """All ids of an unfiltered list: much sooner read than their facts."""
        c, first = self._table.c, self.listed.first
        query = select(func.group_concat(c.id, " "))  # one long text is several times quicker than as many rows
        with self.ledger.reading() as session:
            return sorted((session.scalar(query if first is None else query.where(first(c))) or "").split())

    def read(self, stop: Callable[[], bool] = lambda: False) -> list[Facts]:
        """The facts of all records in the order they were added; for a thread. Ends early when ``stop`` says so."""
        found: list[Facts] = []
        after = ""
        while not stop():
            lot = self._facts(_after(after))
            found += lot
            if len(lot) < LOT:
                break
            after = lot[-1][ID]
            let_others_in()
        return found

    def take(self, rows: list[Facts]) -> None:
        """From now on ``find`` answers from these facts; what was changed while they were read is read anew."""
        self._rows, self.ready = rows, True
        touched, self._touched = self._touched, set()
        self._forget()
        if touched:
            self.update(touched)

    def _facts(self, which: Within) -> list[Facts]:
        listed, c = self.listed, self._table.c
        stored = [name for name in listed.facets if name in c]
        searched = [name for name in (*listed.searched, *listed.latin) if name in c]
        names = tuple(dict.fromkeys(("id", *searched, *stored)))
        with self.ledger.reading() as session:
            query = select(*(c[name] for name in names)).where(which(c.id)).order_by(c.id).limit(LOT)
            records = [dict(zip(names, row, strict=True)) for row in session.execute(query).all()]
            computed = self._computed(session, records)
        described = fields_by_id(listed.record)
        places = {f.id: n for n, f in enumerate(listed.computed)}
        plain = [(name, described.get(name)) for name in listed.facets]
        called = [name for name in listed.searched if name in places]
        found = []
        for record in records:
            more = computed.get(record["id"], ())
            values = [more[places[name]] if f is None else loaded(f, record[name]) for name, f in plain]
            whole = record | {name: more[places[name]] for name in called} if called and more else record
            found.append((record["id"], *self._texts(whole), *values))
        return found

    def _texts(self, record: Mapping[str, Any]) -> tuple[str, str]:
        wide = [searchable(record[name]) for name in self.listed.searched if record.get(name)]
        latin = [record[name].lower() for name in self.listed.latin if record.get(name)]
        latin += [text for text in wide if _PLAIN.search(text)]
        return "\n".join(wide), "\n".join(latin)

    def _computed(self, session: Session, records: Sequence[Mapping[str, Any]]) -> Mapping[str, Sequence[Value]]:
        if self.listed.compute is None or not records:
            return {}
        ids = [record["id"] for record in records]
        if len(ids) <= FEW:
            return self.listed.compute(session, records, _among(ids))
        return self.listed.compute(session, records, lambda column: column.between(min(ids), max(ids)))

    def _known(self, ids: Sequence[str]) -> dict[str, list[Value]]:
        """The computed fields of records as far as they were read for the filters: nothing is computed twice."""
        names = [f.id for f in self.listed.computed]
        if not self.ready or not set(names) <= set(self.listed.facets):
            return {}
        places = [self._place(name) for name in names]
        spots = ((one, *place_of(self._rows, one, by_id=True)) for one in ids)
        return {one: [self._rows[spot][place] for place in places] for one, spot, there in spots if there}

    def lines(self, ids: Sequence[str]) -> dict[str, Line]:
        """The lines of these records, read now; those that are gone are left out."""
        described, computed = fields_by_id(self.listed.record), [f.id for f in self.listed.computed]
        names = [f.name for f in fields(self.listed.record)]
        with self.ledger.reading() as session:
            query = select(*(self._table.c[name] for name in names)).where(self._table.c.id.in_(ids))
            records = [dict(zip(names, row, strict=True)) for row in session.execute(query).all()]
            known = self._known([record["id"] for record in records])
            more = known if len(known) == len(records) else self._computed(session, records)
        return {
            record["id"]: {name: loaded(f, record[name]) for name, f in described.items()}
            | dict(zip(computed, more.get(record["id"], ()), strict=False))
            for record in records
        }

    # -- answering ----------------------------------------------------------------------------------------

    def find(self, query: Query) -> Found:
        """The records that answer, in the order asked for. A word added or grown is looked for among earlier hits only."""
        rows, words = self._passing(query), query.words
        if words and words not in self._hits:
            wider = (hits for known, hits in self._hits.items() if all(any(old in word for word in words) for old in known))
            rows = min(wider, key=len, default=rows)
            for word in words:
                place = _place_of(word)
                rows = [row for row in rows if word in row[place]]
            while len(self._hits) >= MOST_HITS:
                del self._hits[next(iter(self._hits))]
            self._hits[words] = rows
        return Found(self._hits[words] if words else list(rows), by_id=not query.sort)

    @property
    def total(self) -> int:
        return len(self._rows)

    def choices(self, name: str) -> list[tuple[str, str]]:
        """Keys and labels of what there is to filter by, for a filter without choices of its own."""
        one = next(f for f in self.listed.filters if f.id == name)
        place = self._place(one.facet)
        keys = {one.key(value) for value in {row[place] for row in self._rows}} - {""}
        return [(key, one.label(key)) for key in one.sort(keys)]

    def _passing(self, query: Query) -> list[Facts]:
        """The rows that pass the filters, in order; kept until another filter or order is asked for."""
        asked = replace(query, text="")
        if self._filtered[0] != asked:
            rows = list(self._in_order(query.sort, query.descending))
            for test, place in self._tests(query.chosen):
                rows = [row for row in rows if test(row[place])]
            self._filtered, self._hits = (asked, rows), {}
        return self._filtered[1]

    def _tests(self, chosen: Mapping[str, str]) -> list[tuple[Test, int]]:
        tests = ((one.test(chosen.get(one.id, "")), self._place(one.facet)) for one in self.listed.filters)
        return [(test, place) for test, place in tests if test is not None]

    def _in_order(self, sort: str, descending: bool) -> list[Facts]:
        if self._ordered[0] != (sort, descending):
            rows = self._rows
            if sort:
                keys = self._sort_keys(sort)
                filled = [row for row in rows if row[ID] in keys]
                filled.sort(key=lambda row: keys[row[ID]], reverse=descending)
                rows = filled + [row for row in rows if row[ID] not in keys]  # blanks last, whichever way
            self._ordered = ((sort, descending), rows)
        return self._ordered[1]

    def _sort_keys(self, sort: str) -> dict[str, Any]:
        """What each record is sorted by; blank ones are not in it."""
        name = self.listed.sorts_like.get(sort, sort)
        filled = {one: value for one, value in self.column(name).items() if value is not None and value != ""}
        if choices := self.listed.fields[name].choices:
            ranks = {choice: n for n, choice in enumerate(choices)}
            return {one: ranks.get(value, len(ranks)) for one, value in filled.items()}
        return filled

    def column(self, name: str) -> dict[str, Any]:
        """One field of all records, by id, as the ledger stores it."""
        if name in self.listed.facets:
            place = self._place(name)
            return {row[ID]: row[place] for row in self._rows}
        with self.ledger.reading() as session:
            return {row[0]: row[1] for row in session.execute(select(self._table.c.id, self._table.c[name])).all()}

    def _place(self, facet: str) -> int:
        return LATIN + 1 + self.listed.facets.index(facet)

    # -- following ----------------------------------------------------------------------------------------

    def update(self, ids: Collection[str]) -> None:
        """Reads these records anew after a write; only they are read. Those gone leave the list, new ones join it. In a
        sorted list the others stay where they are and so does a changed one: no row jumps while it is worked on."""
        if not self.ready:
            self._touched.update(ids)
            return
        wanted = sorted(ids)
        now: dict[str, Facts] = {}
        for start in range(0, len(wanted), LOT):
            lot = wanted[start : start + LOT]
            now.update((row[ID], row) for row in self._facts(_among(lot)))
        if len(wanted) > FEW:
            kept = [row for row in self._rows if row[ID] not in ids]
            self._rows = sorted([*kept, *now.values()], key=itemgetter(ID)) if now else kept
            self._forget()
            return
        self._hits = {}
        (order, ordered), (asked, passing) = self._ordered, self._filtered
        by_id = order == IN_ORDER
        for one in wanted:
            row = now.get(one)
            amend(self._rows, one, row, by_id=True)
            if not by_id:
                amend(ordered, one, row, by_id=False)
            if asked is not None:
                passes = row is not None and all(test(row[place]) for test, place in self._tests(asked.chosen))
                amend(passing, one, row if passes else None, by_id=by_id)

    def _forget(self) -> None:
        self._ordered, self._filtered, self._hits = (IN_ORDER, self._rows), (None, []), {}


def _after(one: str) -> Within:
    return lambda column: column > one


def _among(ids: Sequence[str]) -> Within:
    return lambda column: column.in_(ids)


def _place_of(word: str) -> int:
    return LATIN if _PLAIN.fullmatch(word) else WIDE
