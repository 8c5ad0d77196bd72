"""What the lists of records with an id have in common: records made, changed, archived, read with what hangs on them.

Each verb is one transaction and one undo step. A field is durable as soon as it is committed, like a figure of the grid:
half a form is never lost.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from datong_desktop.domain.fields import Value, fields_by_id
from datong_desktop.domain.problem import Refused, refuse
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.models.change_log import table_name
from datong_desktop.models.registry import HANGING, ROWS
from datong_desktop.services import records
from datong_desktop.services.changes import Changed
from datong_desktop.services.initials import initials
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import LOT, changed
from datong_desktop.services.recording import rows as loaded_rows

Child = TypeVar("Child")
Own = TypeVar("Own")
File = TypeVar("File", bound="RecordFile[Any]")
Values = Mapping[str, Value]


@dataclass(frozen=True)
class RecordFile(Generic[Own]):
    """One record with everything that hangs on it."""

    own: Own
    hanging: Mapping[type, tuple[Any, ...]]

    def all(self, record: type[Child]) -> tuple[Child, ...]:
        """What hangs on it of this kind (``Shareholder``, ``Penalty`` …), in the order of the keys."""
        return self.hanging.get(record, ())


@dataclass(frozen=True)
class Register(Generic[File]):
    """One list of records. ``files(session, kinds)`` gives what makes a record with what hangs on it one value; ``spelled`` are
    the fields its initials are made of; ``ready(session, id, values, is new)`` mends values before they are stored, or refuses
    them; the texts are how messages call one without a name, several, and one that is gone."""

    record: type
    files: Callable[[Session, Collection[type]], Callable[[Any, Mapping[type, tuple[Any, ...]]], File]]
    spelled: tuple[str, ...]
    ready: Callable[[Session, str, Values, bool], Values]
    noun: str
    nameless: str
    counted: str
    gone_code: str
    gone: str

    @property
    def owner(self) -> str:
        """What the key of everything that hangs on one begins with."""
        return table_name(ROWS[self.record])

    def refusal(self) -> Refused:
        """That there is none such, or none any more."""
        return refuse(self.gone_code, f"{self.gone}。请刷新列表再试，没有保存。")


def create(register: Register[File], ledger: Ledger, values: Values) -> Changed:
    """A new record with these fields; its id is among those ``Changed`` names."""
    with ledger.writing(f"新增{register.noun} {values.get('name') or register.nameless}") as work:
        (identifier,) = work.new_ids(1)
        values = register.ready(work.session, identifier, values, True)
        row = ROWS[register.record](id=identifier)
        for field in fields_by_id(register.record).values():
            setattr(row, field.id, field.blank)
        records.set_values(register.record, row, _with_initials(register, row, values))
        work.session.add(row)
    return changed(ledger, work)


def edit(
    register: Register[File],
    ledger: Ledger,
    identifiers: Sequence[str],
    values: Values,
    label: str = "",
    progress: Progress = UNWATCHED,
) -> Changed:
    """Sets fields of one record or of many alike; ``Cancelled`` changes none."""
    with ledger.writing(label) as work:
        for start in range(0, len(identifiers), LOT):
            progress.step(start, len(identifiers))
            lot = _rows(register, work.session, identifiers[start : start + LOT])
            for row in lot:
                mended = register.ready(work.session, row.id, values, False)
                records.set_values(register.record, row, _with_initials(register, row, mended))
            # the log has it from the first flush on
            work.command = work.command or _edit_label(register, lot[0], len(identifiers), values)
            work.session.flush()
    return changed(ledger, work)


def _edit_label(register: Register[File], first: Any, count: int, values: Values) -> str:
    what = "、".join(fields_by_id(register.record)[name].label for name in values)
    alone = f"修改 {first.name or register.nameless} {what}"
    return alone if count == 1 else f"批量修改 {count} {register.counted} {what}"


def _with_initials(register: Register[File], row: Any, values: Values) -> dict[str, Value]:
    if values.keys().isdisjoint(register.spelled):
        return dict(values)
    names = (str(values.get(field, getattr(row, field)) or "") for field in register.spelled)
    return {**values, "initials": initials(*names)}


def archive(
    register: Register[File],
    ledger: Ledger,
    identifiers: Sequence[str],
    on: datetime.date | None,
    progress: Progress = UNWATCHED,
) -> Changed:
    """Takes records off the usual list on that day; None brings them back."""
    return edit(register, ledger, identifiers, {"archived_on": on}, archiving(register, len(identifiers), on), progress)


def archiving(register: Register[File], count: int, on: datetime.date | None) -> str:
    """What archiving so many on that day, or none, is called."""
    return f"{'归档' if on else '取消归档'} {count} {register.counted}"


def read(register: Register[File], ledger: Ledger, identifier: str) -> File | None:
    """Everything of one record, None when there is none such."""
    with ledger.reading() as session:
        return next(existing(register, session, [identifier]), None)


def files(
    register: Register[File], session: Session, identifiers: Sequence[str], kinds: Iterable[type] | None = None
) -> list[File]:
    """These records with what hangs on them of these kinds (or all), in the order asked for. ``Refused`` when one is gone."""
    found = {file.own.id: file for file in existing(register, session, identifiers, kinds)}
    if found.keys() != set(identifiers):
        raise register.refusal()
    return [found[identifier] for identifier in identifiers]


def existing(
    register: Register[File], session: Session, identifiers: Sequence[str], kinds: Iterable[type] | None = None
) -> Iterator[File]:
    """Those of them that there are, in no particular order."""
    hanging: dict[str, dict[type, list[Any]]] = {identifier: {} for identifier in identifiers}
    one: Any
    own: Any
    wanted = tuple(HANGING[register.record] if kinds is None else kinds)
    make = register.files(session, wanted)
    for kind in wanted:
        for one in records.of_owners(session, kind, register.owner, identifiers):
            hanging[getattr(one, register.owner)].setdefault(kind, []).append(one)
    for start in range(0, len(identifiers), LOT):
        lot = identifiers[start : start + LOT]
        for own in records.read(session, register.record, ROWS[register.record].__table__.c.id.in_(lot)):
            yield make(own, {kind: tuple(ones) for kind, ones in hanging[own.id].items()})


def save(register: Register[File], ledger: Ledger, label: str, *hanging: object) -> Changed:
    """Adds records that hang on others (``Visit``, ``Penalty`` …), or brings those of their keys in line."""
    with ledger.writing(label) as work:
        for identifier in {str(getattr(record, register.owner, "")) for record in hanging}:
            _rows(register, work.session, [identifier])
        records.put(work.session, *hanging)
    return changed(ledger, work)


def remove(ledger: Ledger, label: str, *hanging: object) -> Changed:
    """Removes records that hang on others."""
    with ledger.writing(label) as work:
        records.remove(work.session, *hanging)
    return changed(ledger, work)


def _rows(register: Register[File], session: Session, identifiers: Sequence[str]) -> list[Any]:
    rows = loaded_rows(session, ROWS[register.record], [{"id": identifier} for identifier in identifiers])
    if None in rows:
        raise register.refusal()
    return rows
