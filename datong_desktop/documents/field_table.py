"""A table of records out of a sheet: headings by the fields' labels and aliases in any order below any title, all that is
wrong at once. For any fields as records declare them (``domain/fields.py``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from datong_desktop.documents.count_cells import shown
from datong_desktop.documents.enterprise_cells import sentence, value_of
from datong_desktop.documents.raw_table import MAX_CELLS, RawSheet, address
from datong_desktop.domain.fields import BadText, Field, Value
from datong_desktop.domain.names import fold
from datong_desktop.domain.problem import Problem, problem

FEWEST = 2
"""So many known headings make a heading row."""


@dataclass(frozen=True, slots=True)
class RowRead:
    """One row: its number in the sheet and its values by field id; blank cells are the fields' blanks."""

    number: int
    values: Mapping[str, Value]


@dataclass(frozen=True)
class FieldTable:
    """A sheet with the row of its headings: which field each known column holds, the texts of the others."""

    sheet: RawSheet
    row: int
    columns: Mapping[int, Field]
    unknown: tuple[str, ...]

    def cell(self, row: int, field: str) -> str:
        """The address of a field's cell; of the first column where the table has none for it."""
        column = next((column for column, one in self.columns.items() if one.id == field), min(self.columns))
        return address(row, column)

    def wrong_headings(self) -> Iterator[Problem]:
        first: dict[str, int] = {}
        for column, field in self.columns.items():
            if (other := first.setdefault(field.id, column)) != column:
                text = f"“{field.label}”有两列（{address(self.row, other)}、{address(self.row, column)}），无法确定用哪一列，请只留一列。"
                yield problem("duplicate_heading", text, sheet=self.sheet.name, cell=address(self.row, column))
        if self.sheet.truncated:
            yield problem("too_many_cells", f"内容超过 {MAX_CELLS} 格，请分成几个文件。", sheet=self.sheet.name)

    def read(self, name: str) -> tuple[list[RowRead], list[Problem]]:
        """Every row with content below the headings; the field ``name`` tells in messages whose row it is."""
        rows, problems = [], list(self.wrong_headings())
        for number, cells in self.sheet.rows.items() if not problems else ():
            used = {column: cell for column, cell in cells.items() if column in self.columns}
            if number <= self.row or not used:
                continue
            values: dict[str, Value] = {}
            whose = next((shown(used[column]) for column, field in self.columns.items() if field.id == name and column in used), "")
            for column, field in self.columns.items():
                value = value_of(field, cell := cells.get(column))
                if isinstance(value, BadText):
                    assert cell is not None
                    text = sentence(number, whose, field.heading, cell, value)
                    problems.append(problem(value.code, text, sheet=self.sheet.name, cell=address(number, column)))
                else:
                    values[field.id] = value
            rows.append(RowRead(number, values))
        return rows, problems


def find_table(sheets: Sequence[RawSheet], fields: Iterable[Field], needed: set[str]) -> list[FieldTable]:
    """The tables of these fields, one a sheet at most: where a row holds headings of all ``needed`` fields."""
    known = known_headings(fields)
    found = []
    for sheet in sheets:
        tables = [table for row in sheet.rows if (table := _headings(sheet, row, known)) and needed <= _ids(table)]
        if tables:
            found.append(max(tables, key=lambda table: (len(table.columns), -table.row)))
    return found


def known_headings(fields: Iterable[Field]) -> Mapping[str, Field]:
    """The fields by what their columns may be called, folded; a field's label goes before what another is also called."""
    known: dict[str, Field] = {}
    for field in fields:
        for name in (field.label, field.heading, *field.aliases):
            known.setdefault(fold(name), field)
    return known


def _headings(sheet: RawSheet, row: int, known: Mapping[str, Field]) -> FieldTable | None:
    texts = {column: cell.text for column, cell in sheet.row(row).items() if cell.text}
    columns = {column: known[fold(text)] for column, text in texts.items() if fold(text) in known}
    others = tuple(text for column, text in texts.items() if column not in columns)
    return FieldTable(sheet, row, columns, others) if len(columns) >= FEWEST else None


def _ids(table: FieldTable) -> set[str]:
    return {field.id for field in table.columns.values()}
