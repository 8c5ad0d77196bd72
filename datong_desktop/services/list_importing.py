"""Importing a list of records: read, previewed with old → new, then stored all or nothing (issue: Import)."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from datong_desktop.documents import record_workbook
from datong_desktop.documents.file_kinds import printable
from datong_desktop.documents.record_workbook import RecordTable
from datong_desktop.domain.enterprise import FiscalYear
from datong_desktop.domain.fields import fields_by_id
from datong_desktop.domain.problem import Refused, refuse
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.domain.record_columns import Target
from datong_desktop.models.change_log import Key, blank, field_names, table_name
from datong_desktop.models.registry import ROWS
from datong_desktop.models.tables import Change, ChangeSet
from datong_desktop.models.unit_of_work import Writing
from datong_desktop.services import backups
from datong_desktop.services.changes import Changed
from datong_desktop.services.column_values import Stored
from datong_desktop.services.initials import initials
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.list_kind import ListKind, NewColumns
from datong_desktop.services.list_plan import CellChange, Held, ImportPlan, RowKind
from datong_desktop.services.list_planning import BETWEEN, make_plan, telling
from datong_desktop.services.recording import changed, rows
from datong_desktop.services.stored_columns import by_record, lists, stored_rows

LONGEST_SOURCE = 40
CLIPBOARD = "剪贴板"


def read_list(
    kind: ListKind, ledger: Ledger, path: Path, today: datetime.date, progress: Progress = UNWATCHED
) -> RecordTable:
    """The list of a file with what its columns seem to hold. ``Refused`` when there is none; ``Cancelled``."""
    if path.suffix.lower() == ".datong":  # never touched: opening it would drop the locks of the ledger in use
        raise refuse("not_a_table", f"“{printable(path.name)}”是账套，不是表格，请用“打开账套”。")
    return record_workbook.read_records(path, kind.columns, last_fiscal_year(today), kind.recognisers(lists(ledger)), progress)


def read_copied(kind: ListKind, ledger: Ledger, text: str, today: datetime.date) -> RecordTable:
    """The same of what was copied in Excel or WPS."""
    return record_workbook.read_copied(text, kind.columns, last_fiscal_year(today), kind.recognisers(lists(ledger)))


def last_fiscal_year(today: datetime.date) -> int:
    """The last complete one, which figures belong to that name none."""
    return today.year - 1


def plan(
    kind: ListKind, ledger: Ledger, source: str, table: RecordTable, today: datetime.date, progress: Progress = UNWATCHED
) -> ImportPlan:
    """What importing the list would do; problems are part of it. ``source`` is the file's name. ``Cancelled``."""
    with ledger.reading() as session:
        seen = session.scalar(select(func.max(ChangeSet.id))) or 0
        held = kind.held(session, table) if kind.held else _held(session, kind, table, progress.part(0, 0.2))
    return make_plan(kind, printable(source), table, lists(ledger), held, seen, today, progress.part(0.2, 1))


def preview(
    kind: ListKind,
    ledger: Ledger,
    path: Path,
    today: datetime.date,
    mapping: Mapping[str, str] | None = None,
    progress: Progress = UNWATCHED,
) -> ImportPlan:
    """``read_list``, with the columns a person set by key, and ``plan`` in one."""
    table = read_list(kind, ledger, path, today, progress.part(0, 0.6))
    return plan(kind, ledger, path.name, table.mapped(mapping or {}), today, progress.part(0.6, 1))


def apply(ledger: Ledger, wanted: ImportPlan, progress: Progress = UNWATCHED) -> Changed:
    """Stores a plan: a verified backup first, then one transaction and one undo step "导入 名单.xlsx".

    ``Refused`` and nothing stored when the plan has problems or nothing to store, or the records have changed since it
    was made. ``Cancelled`` leaves the ledger as it was.
    """
    if wanted.problems:
        raise Refused(*wanted.problems)
    if ledger.read_only:
        raise refuse("read_only", ledger.read_only_reason or "账套是只读的，不能导入。")
    if not wanted.counts[RowKind.NEW] and not wanted.counts[RowKind.CHANGED]:
        raise refuse("nothing_to_import", f"“{wanted.source}”里的{wanted.kind.columns.noun}与账套里的完全相同，没有要导入的。")
    backups.back_up(ledger, "导入前", progress.part(0, 0.1))
    with ledger.writing(f"导入 {_short(wanted.source)}") as work:
        _refuse_if_changed(work.session, wanted)
        _add_new(work, wanted, progress.part(0.1, 0.8))
        _change_known(work, wanted, progress.part(0.8, 1))
    return changed(ledger, work)


def _short(source: str) -> str:
    return source if len(source) <= LONGEST_SOURCE else f"{source[:24]}…{source[-15:]}"


def _refuse_if_changed(session: Session, wanted: ImportPlan) -> None:
    kind = wanted.kind
    tables = [table_name(ROWS[record]) for record in (*kind.records, *kind.refers_to)]
    since = exists().where(Change.change_set > wanted.seen, Change.table_name.in_(tables))
    if session.scalar(select(since)):
        raise refuse("changed_since", f"预览之后{kind.pool}又改过了，请重新预览再导入。")


# -- what is known ------------------------------------------------------------------------------------------------


def _held(session: Session, kind: ListKind, table: RecordTable, progress: Progress) -> Held:
    c = ROWS[kind.columns.record].__table__.c
    told_by = [c[name] for name in telling(kind, table)]
    by_name: dict[str, list[str]] = defaultdict(list)
    codes = {}
    for one, code, *texts in progress.over(session.execute(select(c.id, c[kind.code], *told_by)).all(), 1):
        by_name[BETWEEN.join(texts)].append(one)
        codes[one] = code
    targets = [column.target for column in table.columns if column.target]
    by_code = {code: one for one, code in codes.items() if code}
    values: dict[str, dict[str, Stored]] = {}
    for group in by_record(targets) if codes else ():
        held = stored_rows(session, group)
        for place, target in enumerate(group, 1):
            values[target.id] = {one: row[place] for one, row in held.items()}
    return Held(by_code, by_name, codes, values)


# -- storing ------------------------------------------------------------------------------------------------------


def _add_new(work: Writing, wanted: ImportPlan, progress: Progress) -> None:
    places = [place for place, kind in enumerate(wanted.kinds) if kind is RowKind.NEW]
    if not places:
        return
    whole = len(places) == len(wanted.kinds)
    values = {i: list(v) if whole else [v[place] for place in places] for i, v in wanted.values.items()}
    ids = work.new_ids(len(places))
    kind = wanted.kind
    record, own = kind.columns.record, dict[str, Any](id=ids)
    if kind.spelled:
        own["initials"] = _initials(kind, values)
    stored = [target for target in wanted.targets if target.record is record and target.field.id in fields_by_id(record)]
    own |= {target.field.id: values[target.id] for target in stored}
    own |= kind.complete(work, values, len(ids))
    work.add_columns(ROWS[record], own, progress.part(0, 0.7))
    _add_hanging(work, wanted, values, ids, progress.part(0.7, 1))


def _add_hanging(
    work: Writing, wanted: ImportPlan, values: Mapping[str, list[Stored]], ids: Sequence[str], progress: Progress
) -> None:
    kind = wanted.kind
    groups = list(_hanging(kind, wanted.targets))
    for number, (record, key, targets) in enumerate(groups):
        columns = [values[target.id] for target in targets]
        held = _places_held(columns)
        made: dict[str, list[Any]] = {kind.owner: [ids[n] for n in held]}
        made |= {name: [value] * len(held) for name, value in key.items()}
        made |= {t.field.id: [column[n] for n in held] for t, column in zip(targets, columns, strict=True)}
        part = progress.part(number / len(groups), (number + 1) / len(groups))
        work.add_columns(ROWS[record], made, part)


def _places_held(columns: Sequence[Sequence[Stored]]) -> Sequence[int]:
    """Where at least one of the columns holds something."""
    if any(None not in column and "" not in column for column in columns):
        return range(len(columns[0]))
    return [n for n, row in enumerate(zip(*columns, strict=True)) if row.count(None) + row.count("") < len(row)]


def _initials(kind: ListKind, values: NewColumns) -> Iterator[str]:
    """Spelled when they are stored: that takes as long as storing, which goes on beside."""
    names = values.get("name", ())
    return map(initials, *(map(str, values.get(name) or [""] * len(names)) for name in kind.spelled))


def _hanging(kind: ListKind, targets: Iterable[Target]) -> Iterator[tuple[type, dict[str, int | str], list[Target]]]:
    """The records beside the listed one that the list fills: the key below it, and the columns of each."""
    grouped: dict[tuple[type, int | str], list[Target]] = defaultdict(list)
    for target in targets:
        if target.record is not kind.columns.record:
            grouped[target.record, target.year or target.clause].append(target)
    for (record, part), members in grouped.items():
        yield record, {"year" if record is FiscalYear else "clause": part}, members


def _change_known(work: Writing, wanted: ImportPlan, progress: Progress) -> None:
    """Through the ORM, record by record: the log says of each field what it was."""
    places = sorted(wanted.changes)
    keys: list[Key] = [{"id": wanted.matched[place]} for place in places]
    kind = wanted.kind
    known = zip(places, rows(work.session, ROWS[kind.columns.record], keys), strict=True)
    for place, row in progress.part(0, 0.5).over(known, len(places)):
        _change_own(kind, row, wanted.changes[place])
    groups = list(_hanging(kind, wanted.targets))
    for number, (record, key, targets) in enumerate(groups):
        told = [place for place in places if any(change.target in targets for change in wanted.changes[place])]
        keys = [{kind.owner: wanted.matched[place], **key} for place in told]
        pairs = zip(told, keys, rows(work.session, ROWS[record], keys), strict=True)
        part = progress.part(0.5 + 0.5 * number / len(groups), 0.5 + 0.5 * (number + 1) / len(groups))
        for place, whose, found in part.over(pairs, len(told)):
            row = found if found is not None else _new_row(work.session, record, whose)
            for change in wanted.changes[place]:
                if change.target in targets:
                    setattr(row, change.target.field.id, change.new)


def _change_own(kind: ListKind, row: Any, changes: Iterable[CellChange]) -> None:
    own = {change.target.field.id: change.new for change in changes if change.target.record is kind.columns.record}
    for name, value in own.items():
        setattr(row, name, value)
    if not own.keys().isdisjoint(kind.spelled):
        row.initials = initials(*(getattr(row, name) for name in kind.spelled))


def _new_row(session: Session, record: type, key: Key) -> Any:
    """A blank row of this key."""
    cls = ROWS[record]
    row = cls(**key, **{name: blank(cls, name) for name in field_names(cls)})
    session.add(row)
    return row
