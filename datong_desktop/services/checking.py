"""Checking a ledger (核对): the file's structure, and every stored value against the change log.

SQLite's check does not notice a changed bit within a value; the log, which holds each value a second time, does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from datong_desktop.domain.counts import MAX_COUNT
from datong_desktop.domain.problem import Problem, Refused, problem
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.models.change_log import classes, decode, encode, field_names, key_names
from datong_desktop.models.sqlite.checking import stoppable, structure_problem
from datong_desktop.models.tables import AssessmentYear, Change, ChangeSet, Figure
from datong_desktop.services.entries import known_scheme

if TYPE_CHECKING:
    from datong_desktop.services.ledger import Ledger

Values = dict[tuple[str, str, str], str]
"""(table, key of the row, field) → JSON text."""

MOST_SHOWN = 50


def check_ledger(ledger: Ledger, progress: Progress = UNWATCHED) -> tuple[Problem, ...]:
    """Everything wrong with the ledger; empty when it is sound. At most 50 differing values are named."""
    try:
        with ledger.unit.exclusive() as raw, stoppable(raw, progress):
            if text := structure_problem(raw):
                return (problem("damaged", f"“{ledger.path.name}”的文件结构已经损坏（{text}）。请从备份恢复。"),)
        with ledger.reading() as session:
            numbering = _numbering(session)
            logged, breaks = _logged(session, progress.part(0.3, 0.9))
            differences = _differences(logged, _stored(session, progress.part(0.9, 1)))
            return (*numbering, *breaks, *differences, *_years(session))
    except Refused as refused:
        return refused.problems
    except (ValueError, KeyError, LookupError) as error:  # a flipped bit can make any text unreadable
        return (problem("damaged", f"“{ledger.path.name}”里有读不出来的记录（{error}）。请从备份恢复。"),)


def _numbering(session: Session) -> list[Problem]:
    """The log's numbers have no gaps: a removed or added entry shows."""
    found = []
    for cls in (ChangeSet, Change):
        numbers = session.scalars(select(cls.id).order_by(cls.id)).all()
        if numbers != list(range(1, len(numbers) + 1)):
            found.append(problem("log_gap", "变更记录的编号不连续，有记录被删去或添加过。请从备份恢复。"))
    return found


def _differences(logged: Values, stored: Values) -> list[Problem]:
    differing = sorted(key for key in logged.keys() | stored.keys() if logged.get(key) != stored.get(key))
    found = [_difference(key, stored.get(key), logged.get(key)) for key in differing[:MOST_SHOWN]]
    if len(differing) > MOST_SHOWN:
        found.append(problem("differs_from_log", f"另有 {len(differing) - MOST_SHOWN} 处与变更记录不一致。请从备份恢复。"))
    return found


def _logged(session: Session, progress: Progress) -> tuple[Values, list[Problem]]:
    """What the ledger should hold: the newest entry of every field. Each entry goes on from the one before it."""
    values: Values = {}
    breaks = 0
    columns = (Change.table_name, Change.row_key, Change.field, Change.old, Change.new)
    total = session.scalar(select(func.count()).select_from(Change)) or 0
    for table, key, field, old, new in progress.over(session.execute(select(*columns).order_by(Change.id)), total):
        breaks += values.pop((table, key, field), None) != old
        if new is not None:
            values[table, key, field] = new
    text = f"变更记录有 {breaks} 处前后接不上，有记录被改动过。请从备份恢复。"
    return values, [problem("log_break", text)] if breaks else []


def _stored(session: Session, progress: Progress) -> Values:
    values: Values = {}
    tables = classes()
    for number, (table, cls) in enumerate(tables.items()):
        progress.step(number, len(tables))
        names = (*key_names(cls), *field_names(cls))
        keys = len(key_names(cls))
        for row in session.execute(select(*(getattr(cls, name) for name in names))):
            key = encode(dict(zip(names[:keys], row[:keys], strict=True)))
            values.update({(table, key, name): encode(value) for name, value in zip(names[keys:], row[keys:], strict=True)})
    return values


def _difference(where: tuple[str, str, str], stored: str | None, logged: str | None) -> Problem:
    table, key, _ = where
    row = decode(key)
    if table == Figure.__tablename__ and {"year", "district", "indicator"} <= row.keys():
        return problem(
            "differs_from_log",
            f"{row['year']}年度 {row['district']} 的数值现为{_shown(stored)}，变更记录里是{_shown(logged)}。请核对原表，或从备份恢复。",
            district=str(row["district"]),
            indicator=str(row["indicator"]),
        )
    name = "、".join(str(part) for part in row.values())
    return problem("differs_from_log", f"“{name}”的一项内容与变更记录不一致。请从备份恢复。")


def _shown(text: str | None) -> str:
    value = decode(text)
    return "空白" if value is None else f"“{value}”"


def _years(session: Session) -> list[Problem]:
    """Every year's scheme can be read, and every figure is a count that belongs to it."""
    found: list[Problem] = []
    for year, text in session.execute(select(AssessmentYear.year, AssessmentYear.scheme_text)):
        try:
            scheme = known_scheme(text)
        except Refused as refused:
            found += refused.problems
            continue
        figures = session.execute(select(Figure.district, Figure.indicator, Figure.value).where(Figure.year == year))
        for district, indicator, value in figures:
            if district not in scheme.districts or indicator not in scheme.indicator_ids.values():
                found.append(problem("unknown_cell", f"{year}年度有一个数值不属于考核方案：{district} {indicator}。", district=district))
            elif value is not None and not 0 <= value <= MAX_COUNT:
                found.append(problem("out_of_range", f"{year}年度 {district} 的数值“{value}”超出 0 到 99999。", district=district))
    return found
