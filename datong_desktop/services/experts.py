"""The expert pool: records made, changed, archived; each verb one transaction and one undo step (annex 5 三)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.expert import Expert
from datong_desktop.domain.fields import Value
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.models.registry import ROWS
from datong_desktop.services import registers
from datong_desktop.services.changes import Changed
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.registers import RecordFile, Register, remove

__all__ = ["NAMELESS", "REGISTER", "ExpertFile", "archive", "create", "edit", "next_numbers", "read", "remove", "save"]

NAMELESS = "未具名专家"
FIRST_NUMBER = "Z001"


class ExpertFile(RecordFile[Expert]):
    """One expert with everything that hangs on him or her."""

    @property
    def expert(self) -> Expert:
        return self.own

    @property
    def name(self) -> str:
        """What messages call the expert."""
        return self.expert.name or NAMELESS


def create(ledger: Ledger, values: Mapping[str, Value]) -> Changed:
    """A new expert with these fields, with the next number when none is given. The id is the one in ``Changed.experts``.

    ``Refused``: same_number (names the other), too_long, bad_character.
    """
    return registers.create(REGISTER, ledger, values)


def edit(
    ledger: Ledger, experts: Sequence[str], values: Mapping[str, Value], label: str = "", progress: Progress = UNWATCHED
) -> Changed:
    """Sets fields of one expert or of many alike. ``Refused``: no_expert, same_number, too_long …"""
    return registers.edit(REGISTER, ledger, experts, values, label, progress)


def archive(ledger: Ledger, experts: Sequence[str], on: datetime.date | None) -> Changed:
    """Takes experts off the usual list on that day; None brings them back."""
    return registers.archive(REGISTER, ledger, experts, on)


def read(ledger: Ledger, identifier: str) -> ExpertFile | None:
    """Everything of one expert, None when there is none such."""
    return registers.read(REGISTER, ledger, identifier)


def save(ledger: Ledger, label: str, *hanging: object) -> Changed:
    """Adds records that hang on experts (``Project``, ``Penalty`` …), or brings those of their keys in line."""
    return registers.save(REGISTER, ledger, label, *hanging)


def next_numbers(taken: Iterable[str], count: int) -> list[str]:
    """So many numbers after the highest of those that are taken, written like it: Z009 → Z010."""
    highest = max((n for n in taken if re.search(r"\d$", n)), key=_worth, default="")
    if not highest:
        prefix, digits, last = FIRST_NUMBER[0], len(FIRST_NUMBER) - 1, 0
    else:
        found = re.fullmatch(r"(.*?)(\d+)", highest)
        assert found is not None
        prefix, digits, last = found[1], len(found[2]), int(found[2])
    return [f"{prefix}{last + n:0{digits}}" for n in range(1, count + 1)]


def _worth(number: str) -> tuple[int, str]:
    found = re.search(r"\d+$", number)
    return (int(found[0]) if found else -1), number


def _ready(session: Session, identifier: str, values: Mapping[str, Value], new: bool) -> Mapping[str, Value]:
    """The values with a number that no other expert has."""
    c = ROWS[Expert].__table__.c
    number = str(values.get("number") or "").strip()
    if number and (others := session.execute(select(c.name).where(c.number == number, c.id != identifier)).all()):
        text = f"编号“{number}”已经给了“{others[0][0] or NAMELESS}”，没有保存。请换一个编号，或直接打开那位专家。"
        raise refuse("same_number", text)
    if new and not number:
        (number,) = next_numbers(session.scalars(select(c.number)), 1)
        return {**values, "number": number}
    return values


REGISTER = Register(
    Expert, lambda *_: ExpertFile, spelled=("name",), ready=_ready,
    noun="专家", nameless=NAMELESS, counted="名专家", gone_code="no_expert",
    gone="专家库里没有这位专家，可能已被撤销",
)  # fmt: skip
