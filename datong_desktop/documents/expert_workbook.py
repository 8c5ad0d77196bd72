"""Experts and the objects they are to serve, out of one workbook: a sheet 专家库, one expert a row, and a sheet 服务对象."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from datong_desktop.documents.count_cells import shown
from datong_desktop.documents.field_table import FieldTable, RowRead, find_table, known_headings
from datong_desktop.documents.file_kinds import is_workbook, printable, read_whole
from datong_desktop.documents.raw_table import RawSheet
from datong_desktop.documents.text_table import decode, parse_text
from datong_desktop.documents.workbook_guard import check_workbook
from datong_desktop.documents.workbook_reader import Workbook
from datong_desktop.domain.expert import Expert
from datong_desktop.domain.expert_rules import ExpertRules
from datong_desktop.domain.fields import Kind, Value, fields_by_id
from datong_desktop.domain.names import fold
from datong_desktop.domain.problem import Problem, Refused, problem, refuse
from datong_desktop.domain.service_team import OBJECT_COLUMNS
from datong_desktop.domain.team_input import twice

_USED = (
    "number", "name", "institution", "institution_type", "fields", "industries", "districts", "most_teams", "projects", "willing",
    "last_penalty_on", "bad_credit", "avoids",
)  # fmt: skip
EXPERT_FIELDS = tuple(
    replace(field, kind=Kind.TEXT) if field.id == "institution_type" else field  # which types there are the rules say
    for field in map(fields_by_id(Expert).__getitem__, _USED)
)
"""What of an expert a proposal or a check looks at; the headings are those of the import."""


@dataclass(frozen=True, slots=True)
class ServedObject:
    """A service object as such a list holds it (``OBJECT_COLUMNS``)."""

    name: str
    object_kind: str = ""
    district: str = ""
    industry: str = ""
    fields: str = ""
    urgency: str = ""


_OBJECT = tuple(field.name for field in dataclasses.fields(ServedObject))
OBJECT_FIELDS = tuple(field for field in OBJECT_COLUMNS if field.id in _OBJECT)


@dataclass(frozen=True)
class TeamWorkbook:
    """What was read. ``notes`` say in Chinese what was left out or does not fit together."""

    experts: tuple[Expert, ...]
    objects: tuple[ServedObject, ...]
    notes: tuple[str, ...]


def read_team_workbook(path: Path, rules: ExpertRules, on: datetime.date) -> TeamWorkbook:
    """Experts and objects of an .xlsx, types of institution by their official names. ``on`` is the day teams are formed.

    ``Refused`` with everything that is wrong, each by sheet and cell; or why the file cannot be read.
    """
    sheets = _sheets(path)
    wrong: list[Problem] = []
    experts = _experts(sheets, wrong)
    objects = _only(find_table(sheets, OBJECT_FIELDS, {"name", "fields"}), "服务对象", "“名称”和“需求领域”", wrong)
    if not experts or not objects:
        raise Refused(*wrong)
    people, bad_experts = experts.read("name")
    served, bad_objects = objects.read("name")
    wrong = [*bad_experts, *bad_objects]
    if not wrong:
        wrong = [*_wrong_experts(experts, people, rules, on, FOR_TEAMS), *_wrong_objects(objects, served)]
    if wrong:
        raise Refused(*wrong)
    found = _rows(people, rules)
    needs = tuple(ServedObject(**row.values) for row in served)  # type: ignore[arg-type]
    notes = (*_unknown(experts), *_unknown(objects), *_strangers(found, needs))
    return TeamWorkbook(found, needs, notes)


def read_expert_rows(path: Path, rules: ExpertRules, on: datetime.date) -> tuple[tuple[Expert, ...], tuple[str, ...]]:
    """The experts of an .xlsx or a CSV file alone, whether or not it says how many teams they take, and notes. ``Refused`` as
    above."""
    wrong: list[Problem] = []
    experts = _experts(_sheets(path, of_text=True), wrong)
    if not experts:
        raise Refused(*wrong)
    people, wrong = experts.read("name")
    if wrong := wrong or [*_wrong_experts(experts, people, rules, on, FOR_CHECK)]:
        raise Refused(*wrong)
    return _rows(people, rules), tuple(_unknown(experts))


def _sheets(path: Path, *, of_text: bool = False) -> list[RawSheet]:
    name = printable(path.name)
    data = read_whole(path)
    if not is_workbook(data, name):
        if of_text:
            known = known_headings(EXPERT_FIELDS)
            return [parse_text(decode(data, name), name, lambda text: fold(text) in known)]
        raise refuse("not_a_table", f"“{name}”是文本文件。专家库和服务对象是两张工作表，请存在一个 .xlsx 文件里。")
    check_workbook(data, name)
    return list(Workbook(data, name).sheets(hidden=False))


def _experts(sheets: Sequence[RawSheet], wrong: list[Problem]) -> FieldTable | None:
    return _only(find_table(sheets, EXPERT_FIELDS, {"name", "institution_type"}), "专家库", "“姓名”和“机构类型”", wrong)


def _rows(people: Sequence[RowRead], rules: ExpertRules) -> tuple[Expert, ...]:
    official = (rules.find_type(str(row.values["institution_type"])) for row in people)
    return tuple(
        Expert("", **{**row.values, "institution_type": kind})  # type: ignore[arg-type]
        for row, kind in zip(people, official, strict=True)
    )


def _only(tables: Sequence[FieldTable], what: str, headings: str, wrong: list[Problem]) -> FieldTable | None:
    """The sheet of this name among those that have such headings, else the only one."""
    named = [table for table in tables if fold(table.sheet.name or "") == what] or tables
    if len(named) == 1:
        return named[0]
    if named:
        text = f"有 {len(named)} 张工作表都像{what}，无法确定用哪一张。请把要用的那张命名为“{what}”。"
        wrong.append(problem("ambiguous_table", text, sheet=named[0].sheet.name))
    else:
        text = f"没有找到{what}：需要一张工作表“{what}”，一行表头中有{headings}，下面每行一个。请核对是否选对了文件。"
        wrong.append(problem("table_not_found", text, sheet=what))
    return None


FOR_CHECK = (("number", "编号"), ("name", "姓名"), ("institution_type", "机构类型"))
FOR_TEAMS = (*FOR_CHECK, ("most_teams", "可承担队数"))
"""What every expert needs, by field and heading."""


def _wrong_experts(
    table: FieldTable, rows: Sequence[RowRead], rules: ExpertRules, on: datetime.date, needed: Sequence[tuple[str, str]]
) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    first: dict[str, RowRead] = {}
    for row in rows:
        get, name = row.values.get, str(row.values["name"])
        wrong: list[tuple[str, str, str]] = []
        for field, label in needed:
            if get(field) in ("", None):
                wrong.append((field, "blank", f"没有填{label}，请补上"))
        if (kind := str(get("institution_type") or "")) and rules.find_type(kind) is None:
            types = "、".join(one.name for one in rules.types)
            wrong.append(("institution_type", "unknown_type", f"的机构类型“{shown(kind)}”不在附件5 的八类之内，请填{types}中的一类"))
        if isinstance(penalty := get("last_penalty_on"), datetime.date) and penalty > on:
            wrong.append(("last_penalty_on", "future_penalty", f"的处罚日期 {penalty} 晚于组队日期 {on}，请核对"))
        if (number := str(get("number") or "")) and (other := seen.setdefault(fold(number), row.number)) != row.number:
            wrong.append(("number", "expert_twice", f"的编号“{number}”与第 {other} 行相同，请各编一个号"))
        for field, code, text in wrong:
            yield _at(table, row, field, code, f"第 {row.number} 行{f'“{name}”' if name else ''}{text}。")
        if name and (before := first.setdefault(fold(name), row)) is not row:
            text = f"第 {before.number} 行、第 {row.number} 行：{twice(name, _of(before), _of(row))}"
            yield _at(table, row, "name", "person_twice", text)


def _of(row: RowRead) -> str:
    return str(row.values.get("institution") or "（没有填机构）")


def _wrong_objects(table: FieldTable, rows: Sequence[RowRead]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for row in rows:
        name = str(row.values["name"])
        if not name:
            yield _at(table, row, "name", "blank", f"第 {row.number} 行没有填服务对象的名称，请补上。")
        elif (other := seen.setdefault(fold(name), row.number)) != row.number:
            yield _at(table, row, "name", "need_twice", f"第 {row.number} 行“{shown(name)}”与第 {other} 行相同，请只留一行。")


def _at(table: FieldTable, row: RowRead, field: str, code: str, text: str) -> Problem:
    return problem(code, text, sheet=table.sheet.name, cell=table.cell(row.number, field))


def _unknown(table: FieldTable) -> Iterator[str]:
    if table.unknown:
        yield f"工作表「{table.sheet.name}」没有用到的栏目：{'、'.join(f'「{shown(text)}」' for text in table.unknown)}。"


def _strangers(experts: Sequence[Expert], objects: Sequence[ServedObject]) -> Iterator[str]:
    known = {fold(one.name) for one in objects}
    for expert in experts:
        if strange := [name for name in words(expert.avoids) if fold(name) not in known]:
            yield f"专家{expert.name}要回避的“{'”“'.join(map(shown, strange))}”不在服务对象里，没有影响。"


def words(value: Value) -> tuple[str, ...]:
    """The words of a cell that holds several."""
    return tuple(str(value).split("、")) if value else ()
