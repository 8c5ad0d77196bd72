"""A list of records in a workbook or CSV file: which sheet, which row holds the headings, what each column holds.

Headings are looked for in any order, below any title; where a heading says nothing, the contents may.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from datong_desktop.documents.bulk_sheets import BulkSheet, Cell, read_sheets, text_sheet
from datong_desktop.documents.raw_table import RawCell, column_letters, text_cell
from datong_desktop.documents.record_headings import Headings, find_headings, target_of, unit_above
from datong_desktop.domain.enterprise import FiscalYear
from datong_desktop.domain.names import fold
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.domain.record_columns import JUDGED, ListColumns, Target

HEAD_ROWS = 30
"""Headings stand in one of the first rows, below title and notes."""
SAMPLE = 200
MOSTLY = 0.8
Recognisers = Mapping[str, Callable[[str], bool]]
"""By id of a target: whether a text looks like its content."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its number from 1, its heading as written ("" for none), what it holds (None: nothing that is
    imported). ``key`` names it in settings, ``example`` is its first content."""

    number: int
    heading: str
    key: str
    target: Target | None
    example: str = ""

    @property
    def letters(self) -> str:
        return column_letters(self.number)


@dataclass(frozen=True)
class RecordTable:
    """The list as found. ``rows`` are those below the headings, the first of them row ``first_row`` of the sheet;
    ``sheet`` is None for text; ``notes`` say in Chinese what was left out."""

    kind: ListColumns
    sheet: str | None
    rows: Sequence[Sequence[Cell]]
    first_row: int
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()

    @property
    def heading_set(self) -> str:
        """The headings as one text, the same for the same list of the next month; a mapping is remembered by it."""
        return "|".join(column.key for column in self.columns)

    def mapped(self, mapping: Mapping[str, str]) -> RecordTable:
        """The same list with what a person set by ``Column.key``: the id of a target, "" for a column to leave out."""
        columns = [replace(c, target=self.kind.with_id(mapping[c.key])) if c.key in mapping else c for c in self.columns]
        return replace(self, columns=tuple(columns))


def read_records(
    path: Path, kind: ListColumns, last_year: int, recognisers: Recognisers, progress: Progress = UNWATCHED
) -> RecordTable:
    """The list of a file. ``last_year`` is the fiscal year of figures under headings without one.

    ``Refused`` when the file cannot be read or holds no such list (no_records), ``Cancelled``.
    """
    return _best(read_sheets(path, _known_to(kind), progress), kind, last_year, recognisers)


def read_copied(text: str, kind: ListColumns, last_year: int, recognisers: Recognisers) -> RecordTable:
    """The list that was copied in Excel or WPS. ``Refused`` as above."""
    return _best((text_sheet(text, None, _known_to(kind)),), kind, last_year, recognisers)


def _known_to(kind: ListColumns) -> Callable[[str], bool]:
    return lambda text: target_of(text, JUDGED, kind) is not None


def _best(sheets: Sequence[BulkSheet], kind: ListColumns, last_year: int, recognisers: Recognisers) -> RecordTable:
    found = [_find(sheet, kind, last_year, recognisers) for sheet in sheets]
    best = max(found, key=lambda table: (_known(table), len(table.rows)))
    if not any(c.target and c.target.id in kind.identities for c in best.columns):
        labels = "或".join(f"“{target.label}”" for name in kind.identities if (target := kind.with_id(name)))
        text = f"没有找到{kind.title}：需要一行表头，其中有{labels}，下面每行一{kind.counted}。请核对是否选对了文件。"
        raise refuse("no_records", text, sheet=best.sheet)
    if not best.rows:
        raise refuse("no_rows", f"表头下面没有{kind.noun}，请核对是否选对了文件。", sheet=best.sheet)
    others = [table.sheet for table in found if table is not best and _known(table) > 1 and table.rows]
    if others:
        names = "、".join(f"「{name}」" for name in others)
        best = replace(best, notes=(*best.notes, f"导入的是工作表「{best.sheet}」，另外的工作表{names}没有导入。"))
    return best


def _known(table: RecordTable) -> int:
    return sum(column.target is not None for column in table.columns)


def _find(sheet: BulkSheet, kind: ListColumns, last_year: int, recognisers: Recognisers) -> RecordTable:
    head = sheet.rows[:HEAD_ROWS]
    texts = [(number, _as_raw(row)) for number, row in enumerate(head, 1)]
    found = find_headings(texts, JUDGED, kind.identities, kind) or _short_list(texts, kind)
    place = found.row if found else 0
    rows = sheet.rows[place:]
    above = _filled(head[place - 2]) if place > 1 else []
    headings = [_text(cell) for cell in head[place - 1]] if found else [""] * len(sheet.rows[0] if sheet.rows else ())
    unit = unit_above(texts, found) if found else ""
    columns = _columns(kind, headings, above, rows, last_year, unit)
    recognised = tuple(_by_content(kind, columns, rows, recognisers))
    return RecordTable(kind, sheet.name, rows, place + 1, recognised, _year_note(columns))


def _year_note(columns: Sequence[Column]) -> tuple[str, ...]:
    """Which year the figures are of whose heading names none."""
    unsaid = [c for c in columns if c.target and c.target.year is not None and f"{c.target.year}" not in c.heading]
    if not unsaid or not unsaid[0].target:
        return ()
    return (f"「{'」「'.join(c.heading for c in unsaid)}」没有写年份，按{unsaid[0].target.year}年的数导入；不对请改上面的对应栏目。",)


def _as_raw(row: Sequence[Cell]) -> dict[int, RawCell]:
    """The texts of a row by column, as headings are looked for."""
    return {n: cell for n, text in enumerate(map(_text, row), 1) if (cell := text_cell(text))}


def _short_list(rows: Sequence[tuple[int, dict[int, RawCell]]], kind: ListColumns) -> Headings | None:
    """A list of names alone, perhaps numbered."""
    for number, cells in rows:
        found = {c: target_of(cell.text, JUDGED, kind) for c, cell in cells.items()}
        known = {c: target for c, target in found.items() if target and target.field.id in kind.identities}
        if len(known) == 1 and len(cells) <= 3:
            return Headings(number, known, {})
    return None


def _filled(row: Sequence[Cell]) -> list[str]:
    """The row above the headings with each text carried on to the right, as merged headings show it."""
    texts: list[str] = []
    for cell in row:
        texts.append(_text(cell) or (texts[-1] if texts else ""))
    return texts if len({text for text in texts if text}) > 1 else []  # one text alone is a title


def _columns(
    kind: ListColumns,
    headings: Sequence[str],
    above: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    last_year: int,
    unit: str,
) -> list[Column]:
    columns: list[Column] = []
    taken: set[str] = set()
    for index, text in enumerate(headings):
        target = kind.read_heading(text, JUDGED, above[index] if index < len(above) else "") if text else None
        if target and target.record is FiscalYear and target.year is None:
            target = replace(target, year=last_year)
        if target and unit and target.field.unit == "万元" and "万元" not in text:
            target = replace(target, wrong_unit=unit)
        target = None if target and target.id in taken else target
        taken |= {target.id} if target else set()
        key = fold(text) or column_letters(index + 1)
        if any(column.key == key for column in columns):
            key = f"{key}#{index + 1}"
        example = next((shown for row in rows[:SAMPLE] if (shown := _text(row[index]))), "")
        columns.append(Column(index + 1, text, key, target, example))
    return columns


def _by_content(
    kind: ListColumns, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], recognisers: Recognisers
) -> list[Column]:
    """Columns whose heading says nothing, told by what stands in them. Each target once, the first that fits."""
    taken = {column.target.id for column in columns if column.target}
    found: list[Column] = []
    for column in columns:
        texts = [_text(row[column.number - 1]) for row in rows[:SAMPLE]]
        texts = [text for text in texts if text]
        if column.target is None and texts:
            fits = (
                name for name, is_one in recognisers.items()
                if name not in taken and sum(map(is_one, texts)) >= MOSTLY * len(texts)
            )
            if name := next(fits, None):
                taken.add(name)
                column = replace(column, target=kind.with_id(name))
        found.append(column)
    return found


def _text(cell: Cell) -> str:
    """A cell on one line."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        cell = cell.date()
    return re.sub(r"\s+", " ", str(cell)).strip() if isinstance(cell, str | int | float | datetime.date) else ""
