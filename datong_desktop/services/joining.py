"""What hangs on two enterprises, put under one of them: new numbers where both have some, one of both chosen where there can
be one alone (a fiscal year, the reform line …): records stay whole, never half of each."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from datong_desktop.domain.application import Application, Step
from datong_desktop.domain.enterprise import Judgement
from datong_desktop.domain.fields import fields_of
from datong_desktop.domain.scans import ScanLink
from datong_desktop.models.registry import CHILDREN, RECORDS
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.services.records import key_fields, key_of

Places = dict[tuple[type, str, int], int]
"""The new number by kind, enterprise and old number."""


def joined(keep: EnterpriseFile, drop: EnterpriseFile, taken: Collection[tuple[Any, ...]] = ()) -> tuple[Any, ...]:
    """Everything that hangs on either, as it hangs on ``keep``. Records that say the same in all fields become one; of two
    of one key that of ``drop`` stays when its ``identity`` on ``keep`` is ``taken``, or when the other is blank."""
    places = _places(keep, drop)
    found: dict[tuple[Any, ...], Any] = {}
    for record in (*hanging(keep), *hanging(drop)):
        moved = _moved(record, keep.enterprise.id, places)
        place = identity(moved)
        if place not in found or place in taken or is_blank(found[place]):
            found[place] = moved
    return tuple(found.values())


def hanging(file: EnterpriseFile) -> Iterator[Any]:
    """Everything that hangs on an enterprise."""
    for kind in CHILDREN:
        yield from file.hanging.get(kind, ())


def identity(record: Any) -> tuple[Any, ...]:
    """Kind and key of a record."""
    return type(record), *key_of(record).values()


def _places(keep: EnterpriseFile, drop: EnterpriseFile) -> Places:
    places = _application_places(keep, drop)
    for kind in CHILDREN:
        if key_fields(kind) == ("enterprise", "number") and kind is not Application:
            there = keep.hanging.get(kind, ())
            last = max((one.number for one in there), default=0)
            places |= {(kind, one.enterprise, one.number): one.number for one in there}
            for one in drop.hanging.get(kind, ()):
                twin = next((kept for kept in there if replace(one, enterprise=kept.enterprise, number=kept.number) == kept), None)
                last += twin is None
                places[kind, one.enterprise, one.number] = twin.number if twin else last
    return places


def _application_places(keep: EnterpriseFile, drop: EnterpriseFile) -> Places:
    """Applications in the order they were last worked on: the state follows from the last one. Of two on the same day
    that of the kept enterprise is the later."""
    found = [
        (_last_worked_on(file, one), file is keep, one.number, one.enterprise)
        for file in (keep, drop)
        for one in file.all(Application)
    ]
    return {(Application, owner, old): new for new, (_, _, old, owner) in enumerate(sorted(found), 1)}


def _last_worked_on(file: EnterpriseFile, application: Application) -> datetime.date:
    days = [step.made_on for step in file.all(Step) if step.application == application.number and step.made_on]
    return max(days, default=application.received_on or datetime.date.min)


def _moved(record: Any, keep: str, places: Places) -> Any:
    names, owner = key_fields(type(record)), record.enterprise
    if isinstance(record, ScanLink):
        return replace(record, enterprise=keep, subject=_subject(record, places))
    if "application" in names:
        return replace(record, enterprise=keep, application=places[Application, owner, record.application])
    if "number" in names:
        return replace(record, enterprise=keep, number=places[type(record), owner, record.number])
    return replace(record, enterprise=keep)


def _subject(link: ScanLink, places: Places) -> str:
    """ "milestone/2" and "material/1/3" name numbers that may be others now."""
    name, *numbers = link.subject.split("/")
    kind = RECORDS.get(name)
    if kind is None or not numbers or not numbers[0].isdecimal():
        return link.subject
    counted = Application if "application" in key_fields(kind) else kind
    old = int(numbers[0])
    return "/".join([name, str(places.get((counted, link.enterprise, old), old)), *numbers[1:]])


def is_blank(record: Any) -> bool:
    """Whether nothing is filled in; a judgement says nothing without a result."""
    if isinstance(record, Judgement):
        return not record.result
    return all(getattr(record, field.id) == field.blank for field in fields_of(type(record)))


def clashes(keep: EnterpriseFile, drop: EnterpriseFile) -> Iterator[tuple[Any, Any]]:
    """Records of which there can be one alone that both have, filled in and differing."""
    there = {identity(record): record for record in hanging(keep)}
    for record in hanging(drop):
        if "number" in key_fields(type(record)) or isinstance(record, ScanLink):
            continue
        kept = there.get(identity(replace(record, enterprise=keep.enterprise.id)))
        if kept is not None and replace(record, enterprise=kept.enterprise) != kept and not (is_blank(kept) or is_blank(record)):
            yield kept, record
