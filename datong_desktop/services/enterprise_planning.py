"""Working out what importing a list of enterprises would do.

A row is the enterprise of the ledger with its credit code, else the one with exactly its name where only one has it
and their codes do not differ. A blank cell never erases anything.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from datong_desktop.documents.raw_table import address
from datong_desktop.documents.record_workbook import Column, RecordTable
from datong_desktop.domain.enterprise import Enterprise, FiscalYear
from datong_desktop.domain.enterprise_notices import record_notices
from datong_desktop.domain.fields import TEXTUAL, Kind, loaded
from datong_desktop.domain.problem import problem
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.services.column_values import Flaw, Lists, Stored, read_column
from datong_desktop.services.enterprise_plan import CellChange, Held, ImportPlan, RowKind, RowProblem
from datong_desktop.services.suspects import suspects

LONGEST_SHOWN = 40
SLIP = (5_000, 20_000)
"""Yuan for 万元 is ten thousand times too much; a year's growth is in it, too."""
_NOT_ONE = re.compile(r"(?:合计|总计|小计|共计)|(?:注|备注|说明|填表|填报|制表|审核|联系人|单位负责人|附件?)\S{0,4}\s*[:：]")
"""What stands in the column of names and is no enterprise."""


def make_plan(
    source: str, table: RecordTable, lists: Lists, held: Held, seen: int, today: datetime.date, progress: Progress = UNWATCHED
) -> ImportPlan:
    """``held`` is what the ledger holds. ``Cancelled``."""
    plan = _Planning(table, held)
    columns = list(zip(*table.rows, strict=True)) if table.rows else [() for _ in table.columns]
    mapped = [column for column in table.columns if column.target]
    flawed: list[tuple[Column, dict[int, Flaw]]] = []
    for number, column in enumerate(mapped):
        progress.step(number, len(mapped) + 3)
        assert column.target
        plan.values[column.target.id], flaws = read_column(column.target, columns[column.number - 1], lists)
        flawed.append((column, flaws))
    plan.refuse_units()
    plan.skip(columns)
    for column, flaws in flawed:
        plan.tell(column, flaws)
    progress.step(len(mapped), len(mapped) + 3)
    plan.match()
    progress.step(len(mapped) + 1, len(mapped) + 3)
    plan.compare(progress.part(0.8, 1))
    plan.look_again(today)
    found = tuple(sorted(plan.found, key=lambda one: (one.place, one.warned)))
    return ImportPlan(source, table, plan.kinds, plan.matched, plan.values, plan.changes, found, seen, (*table.notes, *plan.notes))


class _Planning:
    """A plan under way."""

    def __init__(self, table: RecordTable, held: Held) -> None:
        self.table, self.held = table, held
        self.count = len(table.rows)
        self.kinds: list[RowKind] = [RowKind.NEW] * self.count
        self.matched: list[str] = [""] * self.count
        self.values: dict[str, list[Stored]] = {}
        self.changes: dict[int, tuple[CellChange, ...]] = {}
        self.found: list[RowProblem] = []
        self.notes: list[str] = []
        self.columns = {column.target.id: column for column in table.columns if column.target}
        self.targets = [column.target for column in table.columns if column.target]

    def column(self, identifier: str) -> Sequence[Stored]:
        return self.values.get(identifier) or [""] * self.count

    def say(self, place: int, column: Column, code: str, text: str, warned: bool = False) -> None:
        """``text`` is a whole sentence but for the row it stands in."""
        assert column.target
        row = self.table.first_row + place
        where = address(row, column.number)
        made = problem(code, f"第 {row} 行{text}", sheet=self.table.sheet, cell=where)
        self.found.append(RowProblem(place, column.target.label, made, warned))
        if not warned:
            self.kinds[place] = RowKind.REFUSED

    def skip(self, columns: Sequence[Sequence[Any]]) -> None:
        """Passes over blank rows, totals, notes and signatures, and headings repeated on a new page."""
        used = [columns[column.number - 1] for column in self.table.columns if column.target]
        names, codes = self.column("name"), self.column("credit_code")
        first = [column.heading for column in self.table.columns if column.target and column.target.id == "name"]
        passed = []
        for place in range(self.count):
            name = names[place]
            if codes[place] or (name and not _NOT_ONE.match(str(name)) and name not in first):
                continue
            cells = [cells[place] for cells in used if cells[place] != ""]
            if not cells or (name and (name in first or len(cells) < 3 or "计" in str(name))):
                self.kinds[place] = RowKind.SKIPPED
                if cells:
                    passed.append(f"第 {self.table.first_row + place} 行“{_cut(str(name))}”")
        if passed:
            self.notes.append(f"没有当作企业、略过的行：{'、'.join(passed[:5])}{'等' if len(passed) > 5 else ''}。")

    def refuse_units(self) -> None:
        for column in self.columns.values():
            if column.target and column.target.wrong_unit:
                text = f"“{column.heading}”的单位是{column.target.wrong_unit}，请换算成万元（最多两位小数）并改正表头。"
                where = address(self.table.first_row - 1, column.number)
                made = problem("wrong_unit", text, sheet=self.table.sheet, cell=where)
                self.found.append(RowProblem(-1, column.target.label, made))

    def tell(self, column: Column, flaws: Mapping[int, Flaw]) -> None:
        assert column.target
        for place, flaw in flaws.items():
            if self.kinds[place] is not RowKind.SKIPPED:
                text = f"的「{column.target.label}」填的是“{_cut(flaw.shown)}”，{flaw.text}。"
                self.say(place, column, flaw.code, text, flaw.warned)

    # -- which enterprise ---------------------------------------------------------------------------------------------

    def match(self) -> None:
        names, codes = self.column("name"), self.column("credit_code")
        by_code, by_name, own = self.held.by_code, self.held.by_name, self.held.codes
        for place in self._live():
            code, name = str(codes[place]), str(names[place])
            if code and (one := by_code.get(code)):
                self.matched[place] = one
            elif (same := by_name.get(name)) and name:
                fitting = [one for one in same if not (code and own.get(one))]
                if len(fitting) == 1 and len(same) == 1:
                    self.matched[place] = fitting[0]
                elif fitting:
                    text = f"的“{_cut(name)}”在企业库里有 {len(same)} 家同名企业，无法确定是哪一家，请填上统一社会信用代码。"
                    self.say(place, self._identity("name"), "ambiguous_name", text)
                else:
                    text = f"的“{_cut(name)}”在企业库里有同名企业，信用代码是 {own[same[0]]}，与表中不同。将作为另一家新增，请核对。"
                    self.say(place, self._identity("name"), "same_name", text, warned=True)
            if not name and not self.matched[place] and self.kinds[place] is not RowKind.REFUSED:
                self.say(place, self._identity("name"), "no_name", "没有填企业名称，请补上。")
        self._refuse_twice([str(code) for code in codes], "统一社会信用代码", "credit_code")
        self._refuse_twice([str(n) if not c else "" for n, c in zip(names, codes, strict=True)], "企业名称", "name")
        self._refuse_twice(self.matched, "企业（与企业库核对）", "name")
        self._warn_same_name()

    def _identity(self, identifier: str) -> Column:
        return self.columns.get(identifier) or next(iter(self.columns.values()))

    def _live(self) -> Iterator[int]:
        return (place for place in range(self.count) if self.kinds[place] is not RowKind.SKIPPED)

    def _refuse_twice(self, keys: Sequence[str], what: str, identifier: str) -> None:
        held = [key for key in keys if key]
        if len(set(held)) == len(held):
            return
        first: dict[str, int] = {}
        for place in self._live():
            key = keys[place]
            if key and (before := first.setdefault(key, place)) != place and self.kinds[place] is not RowKind.REFUSED:
                name = _cut(str(self.column("name")[place]))
                text = f"“{name}”与第 {self.table.first_row + before} 行的{what}相同，同一家企业只能有一行，请只留一行。"
                self.say(place, self._identity(identifier), "duplicate_row", text)

    def _warn_same_name(self) -> None:
        names = self.column("name")
        if len(set(names)) == self.count:
            return
        first: dict[Stored, int] = {}
        for place in self._live():
            name = names[place]
            if name and (before := first.setdefault(name, place)) != place and self.kinds[place] is not RowKind.REFUSED:
                text = f"“{_cut(str(name))}”与第 {self.table.first_row + before} 行同名而代码不同，请核对是不是同一家。"
                self.say(place, self._identity("name"), "same_name", text, warned=True)

    # -- what changes -------------------------------------------------------------------------------------------------

    def compare(self, progress: Progress) -> None:
        if not any(self.matched):
            return
        columns = [(column.target, self.values[i], self.held.values.get(i, {})) for i, column in self.columns.items()]
        for place in progress.over(self._live(), self.count):
            one = self.matched[place]
            if not one or self.kinds[place] is RowKind.REFUSED:
                continue
            changes = tuple(
                CellChange(target, held.get(one, "" if target.field.kind in TEXTUAL else None), new[place])
                for target, new, held in columns
                if target and new[place] not in ("", None) and held.get(one) != new[place]
            )
            self.kinds[place] = RowKind.CHANGED if changes else RowKind.SAME
            if changes:
                self.changes[place] = changes

    def look_again(self, today: datetime.date) -> None:
        """Warns of what the form would warn of (domain/enterprise_notices.py), and of amounts about ten thousand times
        what the ledger holds. A row is looked at closely when its figures could give reason to."""
        years = sorted({target.year for target in self.targets if target.year})
        own = [target for target in self.targets if target.record is Enterprise]
        for place in sorted(suspects(self.values, years, today)):
            if self.kinds[place] in (RowKind.SKIPPED, RowKind.REFUSED):
                continue
            known = Enterprise("", **{t.field.id: loaded(t.field, self.values[t.id][place]) for t in own})  # type: ignore[arg-type]
            figures = [FiscalYear("", year, **self._figures(place, year)) for year in years]
            for notice in record_notices(known, figures, (), today):
                column = self.columns.get(f"{notice.field}.{notice.year}" if notice.year else notice.field)
                if column:
                    self.say(place, column, notice.code, f"：{notice.text}。", warned=True)
        for place, changes in self.changes.items():
            for change in changes:
                if change.target.field.kind is Kind.MONEY and _slipped(change.old, change.new):
                    text = f"的「{change.target.label}」与现在的数差约一万倍，可能把元当成了万元，请核对。"
                    self.say(place, self.columns[change.target.id], "unit", text, warned=True)

    def _figures(self, place: int, year: int) -> dict[str, Any]:
        return {t.field.id: self.values[t.id][place] for t in self.targets if t.year == year}

def _slipped(old: Stored, new: Stored) -> bool:
    return isinstance(old, int) and isinstance(new, int) and old * new > 0 and (
        SLIP[0] <= new / old <= SLIP[1] or SLIP[0] <= old / new <= SLIP[1]
    )


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[:LONGEST_SHOWN]}…"
