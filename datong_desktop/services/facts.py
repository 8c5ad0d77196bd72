"""What a searchable list knows of every record, and the ids of those found in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any, overload

ID, WIDE, LATIN = 0, 1, 2
Facts = tuple[Any, ...]
"""What is known of every record: id, the text that Chinese words are looked for in, the one for Latin letters and digits (a
search is several times quicker on plain ASCII), then the values of ``Listed.facets`` in their order."""
_ID = itemgetter(ID)


class Found(Sequence[str]):
    """The ids of found records: taken from their facts one by one, for a list of all of them costs a tenth of a frame.

    ``by_id``: they stand in the order of their ids, so that one is found without looking through all.
    """

    def __init__(self, rows: list[Facts], *, by_id: bool) -> None:
        self._rows, self._by_id = rows, by_id

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        found = self._rows[place]
        return [row[ID] for row in found] if isinstance(found, list) else str(found[ID])

    def __iter__(self) -> Iterator[str]:
        return map(_ID, self._rows)

    def __contains__(self, one: object) -> bool:
        return isinstance(one, str) and place_of(self._rows, one, by_id=self._by_id)[1]

    def index(self, one: str, start: int = 0, stop: int | None = None) -> int:
        """The place of an id; ``ValueError`` when it is not among them."""
        place, there = place_of(self._rows, one, by_id=self._by_id)
        if not there or place not in range(len(self))[start:stop]:
            raise ValueError(one)
        return place

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Found) and (self._rows == other._rows or len(self) != len(other)):
            return len(self) == len(other)
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


def place_of(rows: Sequence[Facts], one: str, *, by_id: bool) -> tuple[int, bool]:
    """Where the row of an id stands, or would be put, and whether it is there: among rows in the order of their ids, or in
    any other order, where a new one comes last."""
    if by_id:
        place = bisect_left(rows, one, key=_ID)
    else:
        place = next((place for place, row in enumerate(rows) if row[ID] == one), len(rows))
    return place, place < len(rows) and rows[place][ID] == one


def amend(rows: list[Facts], one: str, row: Facts | None, *, by_id: bool) -> None:
    """Puts the row of an id in its place, or takes it out."""
    place, there = place_of(rows, one, by_id=by_id)
    rows[place : place + there] = [] if row is None else [row]
