"""Reading the change log: what a figure was before, what happened last."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.year_book import Cell
from datong_desktop.models.change_log import decode, encode
from datong_desktop.models.tables import Change, ChangeSet, Figure, Remark

if TYPE_CHECKING:
    from datong_desktop.services.ledger import Ledger

NOT_REPORTED, EMPTY = "未报", "空"
_LABELS = {
    ("figure", "value"): "数值", ("remark", "text"): "备注",
    ("assessment_year", "scheme_text"): "考核方案", ("assessment_year", "reporting_unit"): "填报单位",
    ("assessment_year", "filled_by"): "填表人", ("assessment_year", "reviewed_by"): "审核人",
    ("assessment_year", "filled_on"): "填报日期",
    ("district_form", "filled_by"): "填报人", ("district_form", "reviewed_by"): "审核人", ("district_form", "filled_on"): "填报日期",
    ("disqualification", "reason"): "取消原因", ("disqualification", "decided_on"): "决定日期",
    ("disqualification", "document_number"): "文号",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change: local time as it was where it was made, by whom, under which command, of which field (数值, 备注…;
    "" when the command changed several), from what to what ("未报" for a blank figure, "空" for an empty text)."""

    at: datetime.datetime
    by: str
    command: str
    field: str
    old: str
    new: str


def figure_history(ledger: Ledger, year: int, cell: Cell) -> tuple[HistoryLine, ...]:
    """Everything that happened to a figure and its remark, newest first."""
    key = encode({"year": year, "district": cell[0], "indicator": cell[1]})
    query = (
        select(Change, ChangeSet)
        .join(ChangeSet, Change.change_set == ChangeSet.id)
        .where(Change.table_name.in_((Figure.__tablename__, Remark.__tablename__)), Change.row_key == key)
        .order_by(Change.id.desc())
    )
    with ledger.reading() as session:
        return tuple(_line(change, made) for change, made in session.execute(query))


def last_change(ledger: Ledger) -> HistoryLine | None:
    """The newest command that changed anything; None in a ledger nothing was entered into."""
    with ledger.reading() as session:
        return newest(session)


def newest(session: Session) -> HistoryLine | None:
    change = session.scalars(select(Change).order_by(Change.id.desc()).limit(1)).first()
    if change is None:
        return None
    made = session.get_one(ChangeSet, change.change_set)
    alone = len(session.scalars(select(Change.id).where(Change.change_set == made.id).limit(2)).all()) == 1
    return _line(change, made) if alone else HistoryLine(local_time(made), made.made_by, made.command, "", "", "")


def local_time(made: ChangeSet) -> datetime.datetime:
    """When it was, in the time of the place it was made at."""
    offset = datetime.timezone(datetime.timedelta(minutes=made.utc_offset_minutes))
    return datetime.datetime.fromisoformat(made.at_utc).astimezone(offset)


def _line(change: Change, made: ChangeSet) -> HistoryLine:
    label = _LABELS.get((change.table_name, change.field), change.field)
    blank = NOT_REPORTED if change.table_name == Figure.__tablename__ else EMPTY
    old, new = (_shown(text, blank) for text in (change.old, change.new))
    return HistoryLine(local_time(made), made.made_by, made.command, label, old, new)


def _shown(text: str | None, blank: str) -> str:
    value = decode(text)
    return blank if value is None or value == "" else str(value)
