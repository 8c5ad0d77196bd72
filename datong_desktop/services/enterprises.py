"""The enterprise registry: records made, changed, archived; each verb one transaction and one undo step (annex 2)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.application import Application
from datong_desktop.domain.credit_code import normalise
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fields import Value
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.models.registry import CHILDREN, EnterpriseRow
from datong_desktop.services import records, registers
from datong_desktop.services.changes import Changed
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.registers import RecordFile, Register, remove

__all__ = [
    "NAMELESS", "EnterpriseFile", "archive", "by_id", "create", "edit", "existing", "files", "read", "remove", "save", "with_code",
]  # fmt: skip

NAMELESS = "未命名企业"


@dataclass(frozen=True)
class EnterpriseFile(RecordFile[Enterprise]):
    """One enterprise with everything that hangs on it."""

    rules_texts: Mapping[str, str] = field(default_factory=dict)
    """The admission rules the ledger keeps, by their digests, where its applications were read."""

    @property
    def enterprise(self) -> Enterprise:
        return self.own

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.enterprise.name or NAMELESS


def create(ledger: Ledger, values: Mapping[str, Value]) -> Changed:
    """A new enterprise with these fields. Its id is the one in ``Changed.enterprises``.

    ``Refused``: same_credit_code (names the other), too_long, bad_character.
    """
    return registers.create(REGISTER, ledger, values)


def edit(
    ledger: Ledger, enterprises: Sequence[str], values: Mapping[str, Value], label: str = "", progress: Progress = UNWATCHED
) -> Changed:
    """Sets fields of one enterprise or of many alike; ``Cancelled`` changes none. ``Refused``: no_enterprise,
    same_credit_code, too_long …"""
    return registers.edit(REGISTER, ledger, enterprises, values, label, progress)


def _ready(session: Session, identifier: str, values: Mapping[str, Value], _: bool) -> Mapping[str, Value]:
    """The values with their credit code in the one way it is stored: typed in small or wide letters it is the same. No other
    enterprise has it."""
    code = normalise(str(values.get("credit_code") or ""))
    if not code:
        return values
    if (other := _by_code(session, code)) is not None and other.id != identifier:
        text = f"统一社会信用代码“{code}”已经登记给“{other.name or NAMELESS}”，没有保存。请核对代码，或直接打开那家企业。"
        raise refuse("same_credit_code", text)
    return {**values, "credit_code": code}


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
    return registers.archive(REGISTER, ledger, enterprises, on, progress)


def read(ledger: Ledger, identifier: str) -> EnterpriseFile | None:
    """Everything of one enterprise, None when there is none such."""
    return registers.read(REGISTER, ledger, identifier)


def files(session: Session, identifiers: Sequence[str], kinds: Iterable[type] = CHILDREN) -> list[EnterpriseFile]:
    """These enterprises with what hangs on them of these kinds, in the order asked for. ``Refused``: no_enterprise."""
    return registers.files(REGISTER, session, identifiers, kinds)


def existing(session: Session, identifiers: Sequence[str], kinds: Iterable[type]) -> Iterator[EnterpriseFile]:
    """Those of them that there are, in no particular order."""
    return registers.existing(REGISTER, session, identifiers, kinds)


def by_id(session: Session, identifiers: Iterable[str]) -> dict[str, Enterprise]:
    """The records alone of these enterprises. ``Refused``: no_enterprise."""
    return {file.enterprise.id: file.enterprise for file in files(session, list(dict.fromkeys(identifiers)), ())}


def save(ledger: Ledger, label: str, *hanging: object) -> Changed:
    """Adds records that hang on enterprises (``Visit``, ``Shareholder`` …), or brings those of their keys in line."""
    return registers.save(REGISTER, ledger, label, *hanging)


def _files(session: Session, kinds: Collection[type]) -> Callable[..., EnterpriseFile]:
    texts = records.rules_texts(session) if Application in kinds else {}
    return partial(EnterpriseFile, rules_texts=texts)


REGISTER = Register(
    Enterprise, _files, spelled=("name", "short_name"), ready=_ready,
    noun="企业", nameless=NAMELESS, counted="家企业", gone_code="no_enterprise",
    gone="企业库里没有这家企业，可能已被合并或撤销",
)  # fmt: skip
