"""Working out what importing a list of records would do, as ``list_plan`` says it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from datong_desktop.documents.raw_table import address
from datong_desktop.documents.record_workbook import Column, RecordTable
from datong_desktop.domain.fields import TEXTUAL
from datong_desktop.domain.problem import problem
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.services.column_values import Flaw, Lists, Stored, read_column
from datong_desktop.services.list_kind import ListKind
from datong_desktop.services.list_plan import CellChange, Held, ImportPlan, RowKind, RowProblem

LONGEST_SHOWN = 40
BETWEEN = "\x1f"
"""Between the texts that together tell a record from the others."""
_NOT_ONE = re.compile(r"(?:合计|总计|小计|共计)|(?:注|备注|说明|填表|填报|制表|审核|联系人|单位负责人|附件?)\S{0,4}\s*[:：]")
"""What stands in the column of names and is no record."""


def make_plan(
    kind: ListKind,
    source: str,
    table: RecordTable,
    lists: Lists,
    held: Held,
    seen: int,
    today: datetime.date,
    progress: Progress = UNWATCHED,
) -> ImportPlan:
    """``held`` is what the ledger holds. ``Cancelled``."""
    plan = Planning(kind, table, held, lists)
    columns = [list(map(itemgetter(column.number - 1), table.rows)) for column in table.columns]
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
    kind.resolve(plan)
    plan.match()
    progress.step(len(mapped) + 1, len(mapped) + 3)
    plan.compare(progress.part(0.8, 1))
    kind.look_again(plan, today)
    found = tuple(sorted(plan.found, key=lambda one: (one.place, one.warned)))
    notes = (*table.notes, *plan.notes)
    return ImportPlan(kind, source, table, plan.kinds, plan.matched, plan.values, plan.changes, found, seen, notes)


def telling(kind: ListKind, table: RecordTable) -> tuple[str, ...]:
    """The fields of ``kind.same`` that the list has, the name in any case."""
    there = {column.target.id for column in table.columns if column.target}
    return tuple(name for place, name in enumerate(kind.same) if not place or name in there)


class Planning:
    """A plan under way."""

    def __init__(self, kind: ListKind, table: RecordTable, held: Held, lists: Lists) -> None:
        self.kind, self.table, self.held, self.lists = kind, table, held, lists
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
        names, codes = self.column("name"), self.column(self.kind.code)
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
            self.notes.append(f"没有当作{self.kind.columns.noun}、略过的行：{'、'.join(passed[:5])}{'等' if len(passed) > 5 else ''}。")

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

    # -- which record -------------------------------------------------------------------------------------------------

    def match(self) -> None:
        names, codes, kind = self.column("name"), self.column(self.kind.code), self.kind
        told_by = self._told_by()
        by_code, by_name = self.held.by_code, self.held.by_name
        # a long list goes into an empty pool as a rule: none of it is known, and every row has its name
        for place in self._live() if by_code or by_name or not all(names) else ():
            code, name = str(codes[place]), str(names[place])
            one, same = by_code.get(code), by_name.get(told_by[place])
            if code and one:
                self.matched[place] = one
            elif name and same:
                self._match_name(place, name, code, same)
            if not name and not self.matched[place] and self.kinds[place] is not RowKind.REFUSED:
                self.say(place, self._identity("name"), "no_name", f"没有填{kind.label('name')}，请补上。")
        without = [told if not code else "" for told, code in zip(told_by, codes, strict=True)]
        if kind.code:
            self._refuse_twice([str(code) for code in codes], kind.label(kind.code), kind.code)
        self._refuse_twice(without, kind.label("name"), "name")
        self._refuse_twice(self.matched, f"{kind.columns.noun}（与{kind.pool}核对）", "name")
        if kind.code:
            self._warn_same_name()
            if kind.same[1:]:
                self._question_namesakes()

    def _told_by(self) -> list[str]:
        """What tells each row from the others where it has no code: its name, and what else the list has."""
        columns = [self.column(name) for name in telling(self.kind, self.table)]
        return [BETWEEN.join(map(str, texts)) if texts[0] else "" for texts in zip(*columns, strict=True)]

    def _match_name(self, place: int, name: str, code: str, same: Sequence[str]) -> None:
        kind, own = self.kind, self.held.codes
        noun, label = kind.columns.noun, kind.label(kind.code or "name")
        fitting = [one for one in same if not (code and own.get(one))]
        if len(fitting) == 1 and len(same) == 1:
            self.matched[place] = fitting[0]
        elif fitting:
            text = f"的“{_cut(name)}”在{kind.pool}里有 {len(same)} {kind.one}同名{noun}，无法确定是哪一{kind.one}，请填上{label}。"
            self.say(place, self._identity("name"), "ambiguous_name", text)
        else:
            text = f"的“{_cut(name)}”在{kind.pool}里有同名{noun}，{label}是 {own[same[0]]}，与表中不同。将作为另一{kind.one}新增，请核对。"
            self.say(place, self._identity("name"), "same_name", text, warned=True)

    def _question_namesakes(self) -> None:
        """Where a name alone tells nobody from another: a code that is somebody else's is refused, for it would overwrite him;
        another name for a code, and somebody new whose name is there already, are to be looked at."""
        held, namesakes = self.held.values, dict[Stored, str]()
        for one, name in held.get("name", {}).items():
            namesakes.setdefault(name, one)
        for place in self._live():
            one, name = self.matched[place], self.column("name")[place]
            if self.kinds[place] is RowKind.REFUSED or not name or (one and held["name"].get(one) == name):
                continue
            if one:
                self._other_name(place, one, [self.column(field)[place] for field in self.kind.same])
            elif other := namesakes.get(name):
                noun, label = self.kind.columns.noun, self.kind.label(self.kind.code)
                text = f"的“{_cut(str(name))}”在{self.kind.pool}里已有同名{noun}（{self._called(other)}），将作为另一{self.kind.one}新增；"
                end = f"如果是同一{self.kind.columns.counted}，请填上{label}。"
                self.say(place, self._identity("name"), "same_name", text + end, warned=True)

    def _other_name(self, place: int, one: str, written: Sequence[Stored]) -> None:
        kind, held = self.kind, self.held
        known = [held.values.get(field, {}).get(one, "") for field in kind.same]
        label, pool, counted = kind.label(kind.code), kind.pool, kind.columns.counted
        text = f"的“{_cut(str(written[0]))}”：{label} {held.codes[one]} 在{pool}里是“{_cut(str(known[0]))}”（{self._called(one)}）"
        if all(new and old and new != old for new, old in zip(written, known, strict=True)):
            end = f"，不能改写。不是同一{counted}的，请改正{label}，留空就自动编号；是同一{counted}的，请先在登记里改。"
            self.say(place, self._identity(kind.code), "other_record", text + end)
        else:
            self.say(place, self._identity("name"), "other_name", f"{text}，请核对是不是同一{counted}。", warned=True)

    def _called(self, one: str) -> str:
        """A record of the ledger by its code and what else tells it from others."""
        others = (str(self.held.values.get(field, {}).get(one) or "") for field in self.kind.same[1:])
        return "，".join(filter(None, (self.held.codes.get(one, ""), *others)))

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
                name, row = _cut(str(self.column("name")[place])), self.table.first_row + before
                text = f"“{name}”与第 {row} 行的{what}相同，同一{self.kind.columns.counted}只能有一行，请只留一行。"
                self.say(place, self._identity(identifier), "duplicate_row", text)

    def _warn_same_name(self) -> None:
        names = self.column("name")
        if len(set(names)) == self.count:
            return
        first: dict[Stored, int] = {}
        differing = "或".join(self.kind.label(name) for name in (self.kind.code, *self.kind.same[1:]))
        for place in self._live():
            name = names[place]
            if name and (before := first.setdefault(name, place)) != place and self.kinds[place] is not RowKind.REFUSED:
                row = self.table.first_row + before
                text = f"“{_cut(str(name))}”与第 {row} 行同名而{differing}不同，请核对是不是同一{self.kind.columns.counted}。"
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



def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[:LONGEST_SHOWN]}…"
