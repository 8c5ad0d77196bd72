"""What there is to say of one kind of list that goes in and out as a workbook, beside the record it is made of."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from datong_desktop.documents.record_workbook import Recognisers
from datong_desktop.domain.fields import Field, fields_by_id
from datong_desktop.domain.record_columns import ListColumns
from datong_desktop.services.column_values import Lists, Stored
from datong_desktop.services.registers import Register

if TYPE_CHECKING:
    from datong_desktop.services.list_planning import Planning

NewColumns = Mapping[str, Sequence[Stored]]
"""Values of new records by field."""


@dataclass(frozen=True)
class ListKind:
    """``code`` is the field no two records share; ``same`` are the fields that together tell one from the others where it has
    no code, the name first. ``recognisers`` know a column by its contents, ``look_again`` warns of what looks wrong,
    ``complete`` gives fields of new records that the list does not. ``hint`` stands above the empty list; ``pool`` is where
    the records are."""

    register: Register[Any]
    columns: ListColumns
    pool: str
    hint: str
    code: str
    same: tuple[str, ...]
    recognisers: Callable[[Lists], Recognisers]
    look_again: Callable[[Planning, datetime.date], None]
    complete: Callable[[Session, NewColumns, int], NewColumns] = lambda *_: {}

    @property
    def records(self) -> tuple[type, ...]:
        """The record classes a list can fill."""
        return tuple(dict.fromkeys(target.record for target in self.columns.targets(0).values()))

    def field(self, name: str) -> Field:
        return fields_by_id(self.columns.record)[name]

    @property
    def one(self) -> str:
        """The word that counts one: 家, 名."""
        return self.columns.counted[0]
