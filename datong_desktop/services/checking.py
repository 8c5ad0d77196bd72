"""Checking a ledger (核对): the file's structure, every stored value against the change log, every scan against its hash.

SQLite's check does not notice a changed bit within a value; the log, which holds each value a second time, does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from datong_desktop.domain.application import Application
from datong_desktop.domain.counts import MAX_COUNT
from datong_desktop.domain.problem import Problem, Refused, problem
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.models.change_log import classes, decode, encode, field_names, key_names, whole
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.models.sqlite.checking import stoppable, structure_problem
from datong_desktop.models.tables import AssessmentYear, Change, ChangeSet, Figure
from datong_desktop.services.entries import known_scheme
from datong_desktop.services.records import rules_texts
from datong_desktop.services.scan_copies import check_scans

if TYPE_CHECKING:
    from datong_desktop.services.ledger import Ledger

Place = tuple[str, str]
"""(table, key of the row)."""
Row = dict[str, str] | str
"""JSON text by field; of a table that is logged whole, the one text of all fields that are not blank."""
Rows = dict[Place, Row]

MOST_SHOWN = 50


def check_ledger(ledger: Ledger, progress: Progress = UNWATCHED) -> tuple[Problem, ...]:
    """Everything wrong with the ledger; empty when it is sound. At most 50 differing values are named."""
    try:
        with ledger.unit.exclusive() as raw, stoppable(raw, progress):
            if text := structure_problem(raw):
                return (problem("damaged", f"“{ledger.path.name}”的文件结构已经损坏（{text}）。请从备份恢复。"),)
        with ledger.reading() as session:
            numbering = _numbering(session)
            logged, breaks = _logged(session, progress.part(0.3, 0.8))
            differences = _differences(logged, _stored(session, progress.part(0.8, 0.9)))
            found = (*numbering, *breaks, *differences, *_years(session), *_rules(session))
        return (*found, *check_scans(ledger, progress.part(0.9, 1)))
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


def _differences(logged: Rows, stored: Rows) -> list[Problem]:
    differing = sorted(place for place in logged.keys() | stored.keys() if logged.get(place) != stored.get(place))
    found = [p for place in differing[:MOST_SHOWN] for p in _of_row(place, stored.get(place), logged.get(place))]
    if len(differing) > MOST_SHOWN:
        found.append(problem("differs_from_log", f"另有 {len(differing) - MOST_SHOWN} 处与变更记录不一致。请从备份恢复。"))
    return found


def _of_row(place: Place, stored: Row | None, logged: Row | None) -> Iterator[Problem]:
    if isinstance(stored, str) or isinstance(logged, str):
        yield _difference(place, None, None)
        return
    held, told = stored or {}, logged or {}
    for field in sorted(held.keys() | told.keys()):
        if held.get(field) != told.get(field):
            yield _difference(place, held.get(field), told.get(field))


def _logged(session: Session, progress: Progress) -> tuple[Rows, list[Problem]]:
    """What the ledger should hold: the newest entry of every field. Each entry goes on from the one before it."""
    rows: Rows = {}
    breaks = 0
    logged_whole = {table for table, cls in classes().items() if cls.logged_whole}
    columns = (Change.table_name, Change.row_key, Change.field, Change.old, Change.new)
    total = session.scalar(select(func.count()).select_from(Change)) or 0
    for table, key, field, old, new in progress.over(session.execute(select(*columns).order_by(Change.id)), total):
        if table in logged_whole:
            breaks += not _follow_whole(rows, (table, key), field, old, new)
        else:
            breaks += not _follow_field(rows, (table, key), field, old, new)
    text = f"变更记录有 {breaks} 处前后接不上，有记录被改动过。请从备份恢复。"
    return rows, [problem("log_break", text)] if breaks else []


def _follow_field(rows: Rows, place: Place, field: str, old: str | None, new: str | None) -> bool:
    """Takes one entry into account; False when it does not go on from the one before it."""
    row = rows.setdefault(place, {})
    assert isinstance(row, dict)
    sound = row.pop(field, None) == old
    if new is not None:
        row[field] = new
    elif not row:
        del rows[place]
    return sound


def _follow_whole(rows: Rows, place: Place, field: str, old: str | None, new: str | None) -> bool:
    """The same for a row that comes and goes as one entry, kept as the text of that entry."""
    held = rows.pop(place, None)
    if field == "":
        if new is not None:
            rows[place] = new
        return held == old
    assert held is None or isinstance(held, str)
    values = decode(held) or {}
    sound = held is not None and values.get(field, "") in (decode(old), decode(old) or "")
    rows[place] = whole(values | {field: decode(new)})
    return sound


def _stored(session: Session, progress: Progress) -> Rows:
    rows: Rows = {}
    tables = classes()
    for number, (table, cls) in enumerate(tables.items()):
        progress.step(number, len(tables))
        names = (*key_names(cls), *field_names(cls))
        keys = len(key_names(cls))
        for row in session.execute(select(*(cls.__table__.c[name] for name in names))):
            key = encode(dict(zip(names[:keys], row[:keys], strict=True)))
            values = dict(zip(names[keys:], row[keys:], strict=True))
            rows[table, key] = whole(values) if cls.logged_whole else {name: encode(value) for name, value in values.items()}
    return rows


def _rules(session: Session) -> Iterator[Problem]:
    """The rules every application is decided under are there."""
    kept = rules_texts(session)
    c = ROWS[Application].__table__.c
    lost = select(EnterpriseRow.__table__.c.name).join(ROWS[Application].__table__, c.enterprise == EnterpriseRow.__table__.c.id)
    for name in session.scalars(lost.where(c.rules != "", c.rules.not_in(list(kept))).distinct()):
        yield problem("rules_missing", f"“{name or '未命名企业'}”申报时的入库标准不见了。请从备份恢复。")


def _difference(place: Place, stored: str | None, logged: str | None) -> Problem:
    table, key = place
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
