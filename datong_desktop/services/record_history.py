"""What happened to a record and to everything that hangs on it, field by field, from the change log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.application import Application, Material, PanelOpinion, Step
from datong_desktop.domain.enterprise import (
    FiscalYear,
    Intermediary,
    Judgement,
    Officer,
    Shareholder,
)
from datong_desktop.domain.expert import Adjustment, Penalty, Project, QualificationCheck
from datong_desktop.domain.fields import Field, Kind, fields_by_id, loaded, show
from datong_desktop.domain.fostering import NAMES, StateOwnedPlan
from datong_desktop.domain.scans import ExpertScanLink, ScanLink, subject_words
from datong_desktop.domain.service_log import ServiceVisit, VisitingExpert
from datong_desktop.models.change_log import Key, decode, encode, table_name
from datong_desktop.models.registry import HANGING, RECORDS, ROWS
from datong_desktop.models.tables import Change, ChangeSet
from datong_desktop.services import service_names
from datong_desktop.services.histories import EMPTY, HistoryLine, local_time
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.records import key_fields, key_of, rules_texts

_NAMES: Mapping[type, str] = {
    FiscalYear: "{year}年度", Shareholder: "股东 {number}", Officer: "董监高 {number}", Intermediary: "中介机构 {number}",
    Judgement: "认定 {clause}", Application: "申报 {number}",
    Step: "申报 {application} 第 {number} 步", Material: "申报 {application} 材料 {number}",
    PanelOpinion: "申报 {application} 复核意见 {number}", ScanLink: "{subject}扫描件",
    Project: "项目 {number}", Penalty: "处罚 {number}", QualificationCheck: "资格审查 {number}", Adjustment: "调整 {number}",
    ExpertScanLink: "扫描件", VisitingExpert: "专家",
    **{kind: f"{name} {{number}}" if "number" in key_fields(kind) else name for kind, name in NAMES.items()},
    StateOwnedPlan: "{year}年度行动方案",
}  # fmt: skip
"""How the history calls a record by its key; of an enterprise or an expert it names the field alone."""
_UNTOLD = frozenset({"initials"})
_LONGEST = 200
"""Characters of a text that are shown: the admission rules under which an application is decided fill pages."""


def record_history(ledger: Ledger, record: type, identifier: str) -> tuple[HistoryLine, ...]:
    """One line for each field that came, changed or went, newest first: of the record and what hangs on it.

    ``field`` is the Chinese label, after the record it is of ("股东 2 持股比例"); ``old`` and ``new`` are as the form shows
    them, 空 for blank.
    """
    with ledger.reading() as session:
        found = sorted(_changes(session, record, identifier), key=lambda pair: pair[0].id, reverse=True)
        texts = {**rules_texts(session), **(_called(session, found) if record is ServiceVisit else {})}
        return tuple(line for change, made in found for line in _lines(change, made, texts))


def _called(session: Session, found: Sequence[tuple[Change, ChangeSet]]) -> dict[str, str]:
    """What a visit refers to, by id, as people call it."""
    told = (one for change, _ in found for one in _told(change))
    ids = (str(value) for name, *values in told if name == "enterprise" for value in values if value)
    companies = {one: name for one, (name, _) in service_names.enterprise_names(session, ids).items()}
    return {**companies, **service_names.team_labels(session), **service_names.expert_labels(session)}


def _changes(session: Session, record: type, identifier: str) -> Iterator[tuple[Change, ChangeSet]]:
    """By table, so that each is a range of the log's index."""
    query = select(Change, ChangeSet).join(ChangeSet, Change.change_set == ChangeSet.id)
    own = Change.table_name == table_name(ROWS[record]), Change.row_key == encode({"id": identifier})
    yield from map(tuple, session.execute(query.where(*own)))
    begins = encode({table_name(ROWS[record]): identifier}).removesuffix("}")
    for kind in HANGING[record]:
        keys = Change.row_key >= begins, Change.row_key < begins + "~"  # a comma or a brace follows
        yield from map(tuple, session.execute(query.where(Change.table_name == table_name(ROWS[kind]), *keys)))


def _lines(change: Change, made: ChangeSet, texts: Mapping[str, str]) -> Iterator[HistoryLine]:
    kind = RECORDS[change.table_name]
    at = local_time(made)
    if kind is VisitingExpert and not change.field:  # that he is named at all is what there is to tell
        who = texts.get(decode(change.row_key)["expert"], EMPTY)
        came = decode(change.old) is None
        yield HistoryLine(at, made.made_by, made.command, "专家", EMPTY if came else who, who if came else EMPTY)
    for name, old, new in _told(change):
        if name in _UNTOLD:
            continue
        field = fields_by_id(kind)[name]
        label = " ".join(part for part in (_record(kind, decode(change.row_key)), field.label) if part)
        refers = name == "rules" or field.kind is Kind.REFERENCE
        told = (_shown(field, texts.get(value, value) if refers else value) for value in (old, new))
        yield HistoryLine(at, made.made_by, made.command, label, *told)


def _told(change: Change) -> Iterator[tuple[str, Any, Any]]:
    """Fields with old and new: one, or those of a whole record in their order."""
    old, new = decode(change.old), decode(change.new)
    if change.field:
        yield change.field, old, new
        return
    before, after = old or {}, new or {}
    for name in _order(change.table_name):
        if name in before or name in after:
            yield name, before.get(name), after.get(name)


@cache
def _order(table: str) -> tuple[str, ...]:
    return tuple(fields_by_id(RECORDS[table]))


def record_name(record: object) -> str:
    """What the history, and who chooses between two, calls a record that hangs on another."""
    return _record(type(record), key_of(record))


def _record(kind: type, key: Key) -> str:
    told = {**key, "subject": subject_words(str(key["subject"]))} if "subject" in key else key
    return "" if kind in HANGING else _NAMES[kind].format(**told)


def _shown(field: Field, value: Any) -> str:
    text = show(field, loaded(field, value)) or EMPTY
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…（共 {len(text)} 字）"
