"""Enterprises out of a workbook or CSV: one row each, headings in any order below any title; all that is wrong at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from datong_desktop.documents.count_cells import shown
from datong_desktop.documents.enterprise_cells import sentence, value_of
from datong_desktop.documents.file_kinds import is_workbook, printable, read_whole
from datong_desktop.documents.raw_table import MAX_CELLS, RawCell, RawSheet, address
from datong_desktop.documents.record_headings import Headings, find_headings, target_of, unit_above
from datong_desktop.documents.text_table import decode, parse_text
from datong_desktop.documents.workbook_guard import check_workbook
from datong_desktop.documents.workbook_reader import Workbook
from datong_desktop.domain.credit_code import normalise
from datong_desktop.domain.enterprise import FiscalYear, Judgement
from datong_desktop.domain.fields import BadText, Value
from datong_desktop.domain.names import fold
from datong_desktop.domain.problem import Problem, Refused, problem

_NOT_ONE = re.compile(r"(?:合计|总计|小计|共计|注|备注|说明|填表|填报|制表|审核|联系|单位负责|附)\S{0,4}\s*(?:[:：]|$)")


@dataclass(frozen=True)
class RowRead:
    """One enterprise: fields of ``Enterprise`` by id, of ``FiscalYear`` by year (None: the table does not say which) and
    id, results by clause. Only what the table has columns for; blank cells are the fields' blanks."""

    number: int
    values: Mapping[str, Value]
    years: Mapping[int | None, Mapping[str, Value]]
    judgements: Mapping[str, str]


@dataclass(frozen=True)
class EnterprisesRead:
    """What was read; ``notes`` say in Chinese what was left out."""

    sheet: str | None = None
    headings: Headings | None = None
    rows: tuple[RowRead, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def read_enterprises(path: Path, clauses: Sequence[str] = ()) -> EnterprisesRead:
    """Reads .xlsx or CSV. A file that cannot be read at all comes back as a problem, too.

    ``clauses`` are those whose results (盈利模式认定) may stand in columns.
    """
    name = printable(path.name)
    try:
        data = read_whole(path)
        if is_workbook(data, name):
            check_workbook(data, name)
            sheets = list(Workbook(data, name).sheets(hidden=False))
        else:
            sheets = [parse_text(decode(data, name), name, lambda cell: target_of(cell, tuple(clauses)) is not None)]
        return _read_sheets(sheets, clauses)
    except Refused as refusal:
        return EnterprisesRead(problems=refusal.problems)


def _read_sheets(sheets: Sequence[RawSheet], clauses: Sequence[str]) -> EnterprisesRead:
    found = [(sheet, headings) for sheet in sheets if (headings := find_headings(sheet.rows.items(), clauses))]
    if len(found) > 1:
        names = "、".join(f"「{sheet.name}」" for sheet, _ in found[:5])
        text = f"有 {len(found)} 张工作表都像企业名单：{names}。无法确定用哪一张，请只留一张再导入。"
        return EnterprisesRead(problems=(problem("ambiguous_table", text, sheet=found[0][0].name),))
    if not found:
        text = "没有找到企业名单：需要一行表头，其中有“企业名称”和其他栏目，下面每家企业一行。请核对是否选对了文件。"
        return EnterprisesRead(problems=(problem("table_not_found", text),))
    sheet, headings = found[0]
    if sheet.truncated:
        text = f"内容超过 {MAX_CELLS} 格，请分成几个文件，或先导入账套再核对。"
        return EnterprisesRead(problems=(problem("too_many_cells", text, sheet=sheet.name),))
    wrong = list(_wrong_headings(sheet, headings))
    rows, problems, notes = read_rows(sheet.rows.items(), headings, sheet.name) if not wrong else ([], wrong, [])
    if not rows and not problems:
        problems = [problem("no_rows", "表头下面没有企业，请核对是否选对了文件。", sheet=sheet.name)]
    unread = [f"「{shown(text)}」" for text in headings.unknown.values() if not _serial(text)]
    if unread:
        notes.append(f"没有用到的栏目：{'、'.join(unread)}。")
    return EnterprisesRead(sheet.name, headings, tuple(rows), tuple(problems), tuple(notes))


def _serial(heading: str) -> bool:
    return fold(heading) in ("序号", "编号", "no", "序")


def _wrong_headings(sheet: RawSheet, headings: Headings) -> Iterator[Problem]:
    texts = {column: shown(sheet.row(headings.row)[column]) for column in headings.targets}
    for first, second in headings.doubled:
        text = f"“{texts[first]}”（{address(headings.row, first)}）和“{texts[second]}”是同一个栏目，无法确定用哪一列，请只留一列。"
        yield problem("duplicate_heading", text, sheet=sheet.name, cell=address(headings.row, second))
    for column, target in headings.targets.items():
        if target.wrong_unit:
            text = f"“{texts[column]}”的单位是{target.wrong_unit}，请换算成万元（最多两位小数）并改正表头。"
            yield problem("wrong_unit", text, sheet=sheet.name, cell=address(headings.row, column))
    money = any(target.field.unit == "万元" and "万元" not in texts[column] for column, target in headings.targets.items())
    if money and (unit := unit_above(sheet.rows.items(), headings)):
        text = f"表头上面写着“单位：{unit}”，请把金额换算成万元（最多两位小数）并改正单位。"
        yield problem("wrong_unit", text, sheet=sheet.name, cell=address(headings.row, min(headings.targets)))


def read_rows(
    rows: Iterable[tuple[int, Mapping[int, RawCell]]], headings: Headings, sheet: str | None
) -> tuple[list[RowRead], list[Problem], list[str]]:
    """Every row below the headings, what is wrong in them, and what was passed over (totals, signatures)."""
    found: list[RowRead] = []
    problems: list[Problem] = []
    notes: list[str] = []
    seen: dict[tuple[str, str], int] = {}
    for number, cells in rows:
        used = {column: cell for column, cell in cells.items() if column in headings.targets}
        if number <= headings.row or not used:
            continue
        name = used[headings.name_column].text if headings.name_column in used else ""
        if _no_enterprise(name, used, cells, headings):
            notes.append(f"第 {number} 行没有当作企业：{shown(next(iter(cells.values())))}。")
            continue
        row, wrong = read_row(number, used, headings, sheet)
        problems += wrong or _twice(row, seen, headings, sheet)
        found.append(row)
    return found, problems, notes


def _no_enterprise(
    name: str, used: Mapping[int, RawCell], cells: Mapping[int, RawCell], headings: Headings
) -> bool:
    """Totals, signatures, and the headings repeated on a new page."""
    first = next(iter(cells.values())).text.strip()
    if (target := target_of(name)) and target.field.id == "name":
        return True
    return bool(_NOT_ONE.match(name.strip() or first)) and (not name.strip() or len(used) == 1 or "计" in name)


def read_row(
    number: int, cells: Mapping[int, RawCell], headings: Headings, sheet: str | None
) -> tuple[RowRead, list[Problem]]:
    """One row, and a problem for every cell that holds no value of its column."""
    values: dict[str, Value] = {}
    years: dict[int | None, dict[str, Value]] = {}
    judgements: dict[str, str] = {}
    problems: list[Problem] = []
    name = shown(cells[headings.name_column]) if headings.name_column in cells else ""
    for column, target in headings.targets.items():
        cell = cells.get(column)
        value = value_of(target.field, cell)
        if isinstance(value, BadText):
            assert cell is not None
            text = sentence(number, name, target.clause or target.field.heading, cell, value)
            problems.append(problem(value.code, text, sheet=sheet, cell=address(number, column)))
        elif target.record is FiscalYear:
            years.setdefault(target.year, {})[target.field.id] = value
        elif target.record is Judgement:
            judgements[target.clause] = str(value)
        else:
            values[target.field.id] = value
    if not name:
        where = address(number, headings.name_column)
        problems.append(problem("no_name", f"第 {number} 行没有填企业名称，请补上。", sheet=sheet, cell=where))
    return RowRead(number, values, years, judgements), problems


def _twice(row: RowRead, seen: dict[tuple[str, str], int], headings: Headings, sheet: str | None) -> Iterator[Problem]:
    """The same enterprise a second time, by its code or, failing that, its name."""
    code, name = str(row.values.get("credit_code") or ""), str(row.values["name"])
    key = ("code", normalise(code)) if code else ("name", fold(name))
    if (first := seen.setdefault(key, row.number)) != row.number:
        what = "统一社会信用代码" if code else "企业名称"
        text = f"第 {row.number} 行“{shown(name)}”与第 {first} 行的{what}相同，请只留一行。"
        yield problem("duplicate_row", text, sheet=sheet, cell=address(row.number, headings.name_column))
