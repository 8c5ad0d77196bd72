"""The enterprise registry: records made, changed, archived; each verb one transaction and one undo step (annex 2).

A field is durable as soon as it is committed, like a figure of the grid: half a form is never lost.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.application import Application
from datong_desktop.domain.credit_code import normalise
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fields import Value, fields_by_id
from datong_desktop.domain.problem import Refused, refuse
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.models.ids import new_ids
from datong_desktop.models.registry import CHILDREN, ROWS, EnterpriseRow
from datong_desktop.services import records
from datong_desktop.services.changes import Changed
from datong_desktop.services.initials import initials
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import LOT, changed
from datong_desktop.services.recording import rows as loaded_rows

Child = TypeVar("Child")
NAMELESS = "未命名企业"


@dataclass(frozen=True)
class EnterpriseFile:
    """One enterprise with everything that hangs on it."""

    enterprise: Enterprise
    hanging: Mapping[type, tuple[Any, ...]]
    rules_texts: Mapping[str, str] = field(default_factory=dict)
    """The admission rules the ledger keeps, by their digests, where its applications were read."""

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.enterprise.name or NAMELESS

    def all(self, record: type[Child]) -> tuple[Child, ...]:
        """What hangs on it of this kind (``Shareholder``, ``Visit`` …), in the order of the keys."""
        return self.hanging.get(record, ())


def create(ledger: Ledger, values: Mapping[str, Value]) -> Changed:
    """A new enterprise with these fields. Its id is the one in ``Changed.enterprises``.

    ``Refused``: same_credit_code (names the other), too_long, bad_character.
    """
    values = _with_plain_code(values)
    with ledger.writing(f"新增企业 {values.get('name') or NAMELESS}") as work:
        (identifier,) = new_ids(1, work.at)
        _check_code(work.session, identifier, values)
        row = EnterpriseRow(id=identifier)
        for field in fields_by_id(Enterprise).values():
            setattr(row, field.id, field.blank)
        records.set_values(Enterprise, row, _with_initials(row, values))
        work.session.add(row)
    return changed(ledger, work)


def edit(
    ledger: Ledger, enterprises: Sequence[str], values: Mapping[str, Value], label: str = "", progress: Progress = UNWATCHED
) -> Changed:
    """Sets fields of one enterprise or of many alike; ``Cancelled`` changes none. ``Refused``: no_enterprise,
    same_credit_code, too_long …"""
    values = _with_plain_code(values)
    with ledger.writing(label) as work:
        for start in range(0, len(enterprises), LOT):
            progress.step(start, len(enterprises))
            lot = _rows(work.session, enterprises[start : start + LOT])
            for row in lot:
                _check_code(work.session, row.id, values)
                records.set_values(Enterprise, row, _with_initials(row, values))
            work.command = work.command or _edit_label(lot[0], len(enterprises), values)  # the log has it from the first flush on
            work.session.flush()
    return changed(ledger, work)


def _edit_label(first: Any, count: int, values: Mapping[str, Value]) -> str:
    what = "、".join(fields_by_id(Enterprise)[name].label for name in values)
    return f"修改 {first.name or NAMELESS} {what}" if count == 1 else f"批量修改 {count} 家企业 {what}"


def _with_initials(row: Any, values: Mapping[str, Value]) -> dict[str, Value]:
    if not {"name", "short_name"} & values.keys():
        return dict(values)
    names = (str(values.get(field, getattr(row, field)) or "") for field in ("name", "short_name"))
    return {**values, "initials": initials(*names)}


def _with_plain_code(values: Mapping[str, Value]) -> Mapping[str, Value]:
    """The values with their credit code in the one way it is stored: typed in small or wide letters it is the same."""
    code = values.get("credit_code")
    return {**values, "credit_code": normalise(str(code))} if code else values


def _check_code(session: Session, identifier: str, values: Mapping[str, Value]) -> None:
    code = values.get("credit_code")
    if code and (other := _by_code(session, str(code))) is not None and other.id != identifier:
        text = f"统一社会信用代码“{code}”已经登记给“{other.name or NAMELESS}”，没有保存。请核对代码，或直接打开那家企业。"
        raise refuse("same_credit_code", text)


def _by_code(session: Session, code: str) -> Any:
    return session.scalars(select(EnterpriseRow).where(EnterpriseRow.__table__.c.credit_code == code)).first()


def with_code(ledger: Ledger, code: str) -> Enterprise | None:
    """The enterprise that has this credit code, in whatever way it is written; None for a blank or unknown one."""
    code = normalise(code)
    if not code:
        return None
    with ledger.reading() as session:
        return next(iter(records.read(session, Enterprise, EnterpriseRow.__table__.c.credit_code == code)), None)


def archive(
    ledger: Ledger, enterprises: Sequence[str], on: datetime.date | None, progress: Progress = UNWATCHED
) -> Changed:
    """Takes enterprises off the usual list on that day; None brings them back."""
    return edit(ledger, enterprises, {"archived_on": on}, f"{archiving(on)} {len(enterprises)} 家企业", progress)


def archiving(on: datetime.date | None) -> str:
    """What archiving on that day, or none, is called."""
    return "归档" if on else "取消归档"


def read(ledger: Ledger, identifier: str) -> EnterpriseFile | None:
    """Everything of one enterprise, None when there is none such."""
    with ledger.reading() as session:
        return next(existing(session, [identifier], CHILDREN), None)


def files(session: Session, identifiers: Sequence[str], kinds: Iterable[type] = CHILDREN) -> list[EnterpriseFile]:
    """These enterprises with what hangs on them of these kinds, in the order asked for. ``Refused``: no_enterprise."""
    found = {file.enterprise.id: file for file in existing(session, identifiers, kinds)}
    if found.keys() != set(identifiers):
        raise _no_enterprise()
    return [found[identifier] for identifier in identifiers]


def existing(session: Session, identifiers: Sequence[str], kinds: Iterable[type]) -> Iterator[EnterpriseFile]:
    """Those of them that there are, in no particular order."""
    hanging: dict[str, dict[type, list[Any]]] = {identifier: {} for identifier in identifiers}
    one: Any
    wanted = tuple(kinds)
    texts = records.rules_texts(session) if Application in wanted else {}
    for kind in wanted:
        for one in records.of_enterprises(session, kind, identifiers):
            hanging[one.enterprise].setdefault(kind, []).append(one)
    for start in range(0, len(identifiers), LOT):
        lot = identifiers[start : start + LOT]
        for enterprise in records.read(session, Enterprise, EnterpriseRow.__table__.c.id.in_(lot)):
            yield EnterpriseFile(enterprise, {kind: tuple(ones) for kind, ones in hanging[enterprise.id].items()}, texts)


def by_id(session: Session, identifiers: Iterable[str]) -> dict[str, Enterprise]:
    """The records alone of these enterprises. ``Refused``: no_enterprise."""
    return {file.enterprise.id: file.enterprise for file in files(session, list(dict.fromkeys(identifiers)), ())}


def save(ledger: Ledger, label: str, *hanging: object) -> Changed:
    """Adds records that hang on enterprises (``Visit``, ``Shareholder`` …), or brings those of their keys in line."""
    with ledger.writing(label) as work:
        for record in hanging:
            _row(work.session, getattr(record, "enterprise", None))
        records.put(work.session, *hanging)
    return changed(ledger, work)


def remove(ledger: Ledger, label: str, *hanging: object) -> Changed:
    """Removes records that hang on enterprises."""
    with ledger.writing(label) as work:
        records.remove(work.session, *hanging)
    return changed(ledger, work)


def _row(session: Session, identifier: str | None) -> Any:
    row = session.get(ROWS[Enterprise], identifier) if identifier else None
    if row is None:
        raise _no_enterprise()
    return row


def _rows(session: Session, identifiers: Sequence[str]) -> list[Any]:
    rows = loaded_rows(session, EnterpriseRow, [{"id": identifier} for identifier in identifiers])
    if None in rows:
        raise _no_enterprise()
    return rows


def _no_enterprise() -> Refused:
    return refuse("no_enterprise", "企业库里没有这家企业，可能已被合并或撤销。请刷新列表再试，没有保存。")
