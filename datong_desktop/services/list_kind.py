"""What there is to say of one kind of list that goes in and out as a workbook, beside the record it is made of."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from datong_desktop.documents.record_workbook import Recognisers, RecordTable
from datong_desktop.domain.record_columns import ListColumns
from datong_desktop.models.change_log import table_name
from datong_desktop.models.registry import ROWS
from datong_desktop.models.unit_of_work import Writing
from datong_desktop.services.column_values import Lists, Stored

if TYPE_CHECKING:
    from datong_desktop.services.list_plan import Held
    from datong_desktop.services.list_planning import Planning

NewColumns = Mapping[str, Sequence[Stored]]
"""Values of new records by field."""


@dataclass(frozen=True)
class ListKind:
    """``code`` is the field no two records share ("" for none); ``same`` are the fields that together tell one from the others
    where it has no code, the name first. ``recognisers`` know a column by its contents, ``look_again`` warns of what looks
    wrong, ``complete`` gives fields of new records that the list does not. ``hint`` stands above the empty list; ``pool`` is
    where the records are; ``spelled`` are the fields their initials are made of; ``beside`` are the lists that are filled in
    with this one, in the same workbook.

    Records that refer to others by name: ``held`` reads what a list is compared with, the ledger's records by what
    ``resolve`` makes of the names; ``refers_to`` are the records they refer to."""

    columns: ListColumns
    pool: str
    hint: str
    code: str
    same: tuple[str, ...]
    look_again: Callable[[Planning, datetime.date], None]
    recognisers: Callable[[Lists], Recognisers] = lambda _: {}
    spelled: tuple[str, ...] = ()
    beside: tuple[ListKind, ...] = ()
    complete: Callable[[Writing, NewColumns, int], NewColumns] = lambda *_: {}
    held: Callable[[Session, RecordTable], Held] | None = None
    resolve: Callable[[Planning], None] = lambda _: None
    refers_to: tuple[type, ...] = ()

    @property
    def records(self) -> tuple[type, ...]:
        """The record classes a list can fill."""
        return tuple(dict.fromkeys(target.record for target in self.columns.targets(0).values()))

    @property
    def owner(self) -> str:
        """What the key of everything that hangs on one begins with."""
        return table_name(ROWS[self.columns.record])

    def label(self, name: str) -> str:
        """What the column of a field is called."""
        field = self.columns.field(name)
        assert field is not None
        return field.label

    @property
    def one(self) -> str:
        """The word that counts one: 家, 名."""
        return self.columns.counted[0]
