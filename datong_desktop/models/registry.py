"""The tables of the records, made from the record classes of the domain: one declaration for every floor.

A field without a description is part of the key; textual fields are NOT NULL DEFAULT '', dates ISO texts, references ids or
NULL, the rest integers. Owners and references are named after the table they refer to (``enterprise``, ``expert`` …).
Their creation and deletion are one line each in the change log (``logged_whole``): a record has forty fields.

A row class is made when it is first asked for: thirty of them take as long as opening the ledger.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, Table, Text, text

from datong_desktop.domain import application, enterprise, expert, fostering, scans, service_log, service_team
from datong_desktop.domain.fields import TEXTUAL, Field, Kind, fields_by_id
from datong_desktop.models.tables import KEYED, STRICT, Base

_OF_ENTERPRISE = {
    enterprise.FiscalYear: "fiscal_year",
    enterprise.Shareholder: "shareholder",
    enterprise.Officer: "officer",
    enterprise.Intermediary: "intermediary",
    enterprise.Judgement: "judgement",
    fostering.Milestone: "milestone",
    fostering.Reform: "reform",
    fostering.Submission: "submission",
    fostering.Assistance: "assistance",
    fostering.Visit: "visit",
    fostering.Difficulty: "difficulty",
    fostering.StateOwnedPlan: "state_owned_plan",
    fostering.Coordination: "coordination",
    fostering.Tracking: "tracking",
    application.Application: "application",
    application.Step: "application_step",
    application.Material: "material",
    application.PanelOpinion: "panel_opinion",
    scans.ScanLink: "scan_link",
}
_OF_EXPERT = {
    expert.Project: "expert_project",
    expert.Penalty: "penalty",
    expert.QualificationCheck: "qualification_check",
    expert.Adjustment: "adjustment",
    scans.ExpertScanLink: "expert_scan_link",
}
_OF_OTHERS = {
    service_team.Wish: "wish",
    service_team.Member: "member",
    service_log.VisitingExpert: "visiting_expert",
}
_ALONE = {
    enterprise.Enterprise: "enterprise",
    application.Batch: "batch",
    application.KeptRules: "kept_rules",
    scans.Scan: "scan",
    expert.Expert: "expert",
    service_team.Need: "need",
    service_team.Conflict: "conflict",
    service_team.Team: "team",
    service_team.Proposal: "proposal",
    service_log.ServiceVisit: "service_visit",
    service_log.Evaluation: "evaluation",
}
_TABLES = _ALONE | _OF_ENTERPRISE | _OF_EXPERT | _OF_OTHERS
_WITH_ID = frozenset(name for record, name in _ALONE.items() if "id" in (f.name for f in dataclasses.fields(record)))
"""Tables that others refer to: their rows have ids of their own."""


def references(record: type) -> tuple[str, ...]:
    """The fields that hold the id of a row of the table they are named after: owners in the key, and references."""
    described = fields_by_id(record)
    kept = [f.name for f in dataclasses.fields(record) if f.name not in described or described[f.name].kind is Kind.REFERENCE]
    return tuple(name for name in kept if name in _WITH_ID)


def _row_class(record: type, name: str) -> type[Base]:
    described = fields_by_id(record)
    columns = [_column(f, described.get(f.name)) for f in dataclasses.fields(record)]
    parts: list[ForeignKeyConstraint | Index] = []
    for place, other in enumerate(references(record)):
        assert ROWS[RECORDS[other]] is not None  # SQLAlchemy wants to see the table that is referred to
        parts.append(ForeignKeyConstraint([other], [f"{other}.id"], deferrable=True, initially="DEFERRED"))
        if place or record in _ALONE:  # a key begins with its owner: it is found by it already
            parts.append(Index(f"{name}_{other}", other))
    if record is enterprise.Enterprise:
        # a blank code is no code: only real ones must differ
        code = Index("enterprise_code", "credit_code", unique=True, sqlite_where=text("credit_code <> ''"))
        parts.append(code)
    options: dict[str, Any] = STRICT if record in _ALONE else KEYED
    table = Table(name, Base.metadata, *columns, *parts, **options)
    logging = {"logged_whole": True, "stays": record is application.KeptRules}
    made = type(f"{record.__name__}Row", (Base,), {"__table__": table, "__doc__": record.__doc__, **logging})
    return cast("type[Base]", made)


def _column(f: dataclasses.Field[Any], field: Field | None) -> Column[Any]:
    if field is None:
        return Column(f.name, Integer if "int" in str(f.type) else Text, primary_key=True, autoincrement=False, nullable=False)
    if field.kind in TEXTUAL:
        return Column(f.name, Text, nullable=False, server_default=text("''"))
    return Column(f.name, Text if field.kind in (Kind.DATE, Kind.REFERENCE) else Integer, nullable=True)


class _Rows(dict[type, type[Base]]):
    """Made one by one, whichever thread asks."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.RLock()

    def __missing__(self, record: type) -> type[Base]:
        with self._lock:
            if record not in self:
                self[record] = _row_class(record, _TABLES[record])
            return self[record]


ROWS = _Rows()
"""Row class by record class."""
RECORDS: dict[str, type] = {name: record for record, name in _TABLES.items()}
"""Record class by table name."""
CHILDREN: tuple[type, ...] = tuple(_OF_ENTERPRISE)
"""Record classes that hang on an enterprise."""
HANGING: Mapping[type, tuple[type, ...]] = {
    enterprise.Enterprise: CHILDREN,
    expert.Expert: tuple(_OF_EXPERT),
    service_log.ServiceVisit: (service_log.VisitingExpert,),
}
"""Record classes that hang on a record and are read with it."""
REFERRING: Mapping[str, tuple[type, ...]] = {
    name: tuple(record for record in _TABLES if name in references(record) and name in fields_by_id(record)) for name in _WITH_ID
}
"""By table: the record classes that name one of its rows in a field that is not part of their key."""


def all_rows() -> tuple[type[Base], ...]:
    """The row classes of all records."""
    return tuple(ROWS[record] for record in _TABLES)


EnterpriseRow = ROWS[enterprise.Enterprise]
