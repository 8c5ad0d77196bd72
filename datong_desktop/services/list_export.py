"""Lists of records out: what is shown as .xlsx or CSV, and the empty list to fill in."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from datong_desktop.documents import record_sheet
from datong_desktop.documents.record_sheet import BlankSheet, SheetColumn
from datong_desktop.documents.safe_write import write_document
from datong_desktop.domain.fields import Field, Kind, Value
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.domain.record_columns import Target
from datong_desktop.models.registry import ROWS
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.list_kind import ListKind
from datong_desktop.services.stored_columns import by_record, lists, stored_rows

LOT = 500
"""Records read at once: so many ids fit into one statement."""
_TRUTHS = ("是", "否")


@dataclass(frozen=True)
class Computed:
    """A column that is no field of the record (state, tier, deadline …): its field, and its values by record."""

    field: Field
    values: Mapping[str, Value]


def export(
    kind: ListKind,
    ledger: Ledger,
    ids: Sequence[str],
    columns: Sequence[str | Computed],
    target: Path,
    progress: Progress = UNWATCHED,
) -> Path:
    """Writes these records in this order to ``target``, .csv by its suffix, else .xlsx; returns it.

    ``columns`` are ids of fields ("name", "revenue.2022", "result.盈利模式") or computed ones. ``Refused`` as in
    ``write_document``, or when there is nothing to write; ``Cancelled`` leaves the disk as it was.
    """
    if not ids or not columns:
        raise refuse("nothing_to_export", f"没有可以导出的{kind.columns.noun}，请先清掉筛选条件。")
    sources = [column if isinstance(column, Computed) else _target(kind, column) for column in columns]
    heads = [SheetColumn(source.field, source.heading if isinstance(source, Target) else source.field.heading) for source in sources]
    rows = _rows(kind, ledger, ids, sources, progress)
    if target.suffix.lower() == ".csv":
        return write_document(target, record_sheet.csv_text(heads, rows))
    return write_document(target, record_sheet.workbook(kind.columns.title, heads, rows, len(ids)))


def template(kind: ListKind, target: Path, today: datetime.date) -> Path:
    """Writes the empty list, and those kept beside it: every field an import takes, the figures of the last complete fiscal
    year."""
    return write_document(target, record_sheet.template([_blank(one, today.year - 1) for one in (kind, *kind.beside)]))


def _blank(kind: ListKind, year: int) -> BlankSheet:
    wanted = [t for t in kind.columns.targets(year).values() if t.year in (None, year)]
    return BlankSheet(kind.columns.title, kind.hint, tuple(SheetColumn(t.field, t.heading, _choices(t)) for t in wanted))


def _choices(target: Target) -> tuple[str, ...]:
    if target.field.id == "district":
        return lists(None).districts.names
    return _TRUTHS if target.field.kind is Kind.TRUTH else target.field.choices if target.field.kind is Kind.CHOICE else ()


def _target(kind: ListKind, identifier: str) -> Target:
    found = kind.columns.with_id(identifier)
    if found is None:
        raise KeyError(identifier)
    return found


def _rows(
    kind: ListKind, ledger: Ledger, ids: Sequence[str], sources: Sequence[Target | Computed], progress: Progress
) -> Iterator[list[Value]]:
    """The values of each record; one that is gone meanwhile is left out."""
    key = ROWS[kind.columns.record].__table__.c.id
    groups = by_record(source for source in sources if isinstance(source, Target))
    computed = [source for source in sources if isinstance(source, Computed)]
    places: dict[str | int, tuple[int, int]] = {t.id: (n, m) for n, group in enumerate(groups) for m, t in enumerate(group, 1)}
    places |= {id(source): (len(groups), m) for m, source in enumerate(computed)}
    order = [places[source.id if isinstance(source, Target) else id(source)] for source in sources]
    blank = [(None,) * (1 + len(group)) for group in groups]
    dates = [n for n, source in enumerate(sources) if isinstance(source, Target) and source.field.kind is Kind.DATE]
    for start in range(0, len(ids), LOT):
        progress.step(start, len(ids))
        lot = ids[start : start + LOT]
        with ledger.reading() as session:
            held = [stored_rows(session, group, lot) for group in groups]
            own = [rows for group, rows in zip(groups, held, strict=True) if group[0].record is kind.columns.record]
            here = own[0] if own else set(session.scalars(select(key).where(key.in_(lot))))
        for one in filter(here.__contains__, lot):
            parts: list[Sequence[Value]] = [rows.get(one, none) for rows, none in zip(held, blank, strict=True)]
            parts.append(tuple(source.values.get(one) for source in computed))
            row: list[Value] = [parts[n][m] for n, m in order]
            for n in dates:
                row[n] = datetime.date.fromisoformat(str(row[n])) if row[n] else None
            yield row
