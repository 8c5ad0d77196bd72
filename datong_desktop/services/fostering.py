"""Milestones, reform lines, submissions, helpers, visits, problems, state-owned plans and their meetings, service on the
regional market (measures 1-3, 10, 11): kept and looked over.

Four verbs serve them all; what looks wrong comes back in ``Changed.notices`` and is stored all the same.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fields import Value
from datong_desktop.domain.fostering import (
    NAMES,
    Assistance,
    Coordination,
    Difficulty,
    Milestone,
    Reform,
    StateOwnedPlan,
    Submission,
    Tracking,
    Visit,
)
from datong_desktop.domain.problem import Problem
from datong_desktop.models.change_log import decode, encode, table_name
from datong_desktop.models.registry import EnterpriseRow
from datong_desktop.models.tables import Change, ChangeSet
from datong_desktop.services import enterprises, records
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.services.fostering_notices import LOOKED_AT, missing_reform, notices, notices_of
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import changed

__all__ = ["Fostering", "Numbered", "add", "add_to_many", "notices_of", "remove", "save"]

Numbered = Milestone | Submission | Visit | Difficulty | Coordination | Tracking
"""Those an enterprise has any number of."""
Fostering = Numbered | Reform | Assistance | StateOwnedPlan


def add(ledger: Ledger, enterprise: str, kind: type[Numbered], values: Mapping[str, Value]) -> Changed:
    """One more milestone, visit, meeting … with the next number. A milestone without a district gets the one the
    enterprise was registered in on that day, as far as the ledger knows. ``Refused``: no_enterprise, too_long …"""
    return add_to_many(ledger, [enterprise], kind, values)


def add_to_many(ledger: Ledger, identifiers: Sequence[str], kind: type[Numbered], values: Mapping[str, Value]) -> Changed:
    """The same of each of these enterprises, as one undo step: a unit submits a whole list. ``Refused`` as ``add``."""
    with ledger.writing(NAMES[kind]) as work:
        found: list[Problem] = []
        files = enterprises.files(work.session, identifiers, LOOKED_AT)
        for file in files:
            record: Any = kind(file.enterprise.id, records.next_number(file.all(kind)), **values)  # type: ignore[arg-type]
            if isinstance(record, Milestone) and not record.district:
                record = replace(record, district=_district_on(work.session, file.enterprise, record.happened_on))
            work.command = _label("登记", record, file)
            records.put(work.session, record)
            found += notices(work.session, file, record, work.at.date())
        if len(files) > 1:
            work.command = f"登记 {len(files)} 家企业 {NAMES[kind]}"
    return changed(ledger, work, found)


def save(ledger: Ledger, record: Fostering) -> Changed:
    """Adds a record that an enterprise has once (``Reform``, ``Assistance``) or once a year (``StateOwnedPlan``), or
    brings the one of its key in line. ``Refused``: no_enterprise, too_long …"""
    with ledger.writing(NAMES[type(record)]) as work:
        (file,) = enterprises.files(work.session, [record.enterprise], LOOKED_AT)
        there = any(records.key_of(one) == records.key_of(record) for one in file.all(type(record)))
        work.command = _label("修改" if there else "登记", record, file)
        records.put(work.session, record)
        found = list(notices(work.session, file, record, work.at.date()))
    return changed(ledger, work, found)


def remove(ledger: Ledger, record: Fostering) -> Changed:
    """Removes a record with the links of its scans. A limited company of the pool that leaves the reform list is told of
    (measure 1)."""
    with ledger.writing(NAMES[type(record)]) as work:
        (file,) = enterprises.files(work.session, [record.enterprise], LOOKED_AT)
        work.command = _label("删除", record, file)
        records.remove(work.session, *records.evidence_of(work.session, record), record)
    return changed(ledger, work, missing_reform(file) if isinstance(record, Reform) else ())


def _label(verb: str, record: Fostering, file: EnterpriseFile) -> str:
    what = record.kind if isinstance(record, Milestone) else NAMES[type(record)]
    return f"{verb} {file.name} {what or NAMES[type(record)]}"


def _district_on(session: Session, about: Enterprise, day: datetime.date | None) -> str:
    """The district on that day by the change log; the present one when the record was not kept yet."""
    if day is None:
        return about.district
    query = (
        select(Change.field, Change.new)
        .join(ChangeSet, Change.change_set == ChangeSet.id)
        .where(
            Change.table_name == table_name(EnterpriseRow),
            Change.row_key == encode({"id": about.id}),
            Change.field.in_(("", "district")),
            ChangeSet.at_utc < (day + datetime.timedelta(days=1)).isoformat(),
        )
        .order_by(Change.id.desc())
        .limit(1)
    )
    for field, text in session.execute(query):
        value = decode(text)
        known = value.get("district", "") if field == "" and value else value
        return known or about.district
    return about.district
