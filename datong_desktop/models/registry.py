"""The tables of the registry, made from the record classes of the domain: one declaration for every floor.

A field without a description is part of the key; textual fields are NOT NULL DEFAULT '', dates ISO texts, the rest integers.
Their creation and deletion are one line each in the change log (``logged_whole``): a record has forty fields.
"""

from __future__ import annotations

import dataclasses
from typing import Any, cast

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, Table, Text, text

from datong_desktop.domain import application, enterprise, fostering, scans
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
_ALONE = {enterprise.Enterprise: "enterprise", application.Batch: "batch", application.KeptRules: "kept_rules", scans.Scan: "scan"}


def _row_class(record: type, name: str) -> type[Base]:
    described = fields_by_id(record)
    columns = [_column(f, described.get(f.name)) for f in dataclasses.fields(record)]
    parts: list[ForeignKeyConstraint | Index] = []
    if record in _OF_ENTERPRISE:
        parts.append(ForeignKeyConstraint(["enterprise"], ["enterprise.id"], deferrable=True, initially="DEFERRED"))
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
    return Column(f.name, Text if field.kind is Kind.DATE else Integer, nullable=True)


ROWS: dict[type, type[Base]] = {record: _row_class(record, name) for record, name in (_ALONE | _OF_ENTERPRISE).items()}
"""Row class by record class."""
RECORDS: dict[str, type] = {name: record for record, name in (_ALONE | _OF_ENTERPRISE).items()}
"""Record class by table name."""
CHILDREN: tuple[type, ...] = tuple(_OF_ENTERPRISE)
"""Record classes that hang on an enterprise."""
EnterpriseRow = ROWS[enterprise.Enterprise]
