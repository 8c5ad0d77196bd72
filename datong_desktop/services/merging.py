"""Two records of one enterprise made one: fields chosen, what hangs on the other moved over, the other removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.application import Application, Step, state_after
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fields import Value, fields_of, show
from datong_desktop.domain.fostering import Milestone
from datong_desktop.domain.problem import Problem, problem, refuse
from datong_desktop.domain.service_team import Need, Team
from datong_desktop.models.change_log import table_name
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.models.tables import Base
from datong_desktop.services import enterprises, records
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.services.initials import initials
from datong_desktop.services.joining import clashes, hanging, identity, joined
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.record_history import record_name
from datong_desktop.services.recording import changed
from datong_desktop.services.records import key_of

Side = Literal["keep", "drop"]
CHOSEN = tuple(field for field in fields_of(Enterprise) if field.id not in ("initials", "archived_on"))
"""The fields a side is chosen for; the initials follow from the name, an archived record brings nobody into the archive."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is in one record and otherwise in the other. ``key`` is what ``merge`` takes a side by; ``blank`` says that the
    first has nothing there."""

    key: str
    heading: str
    first: str
    second: str
    blank: bool


def compare(ledger: Ledger, first: str, second: str) -> tuple[Difference, ...]:
    """The fields in which two enterprises differ, in the order of the form, then the records that both have once (a fiscal
    year, the reform line, a plan …) and that differ: those are chosen whole. ``Refused``: no_enterprise."""
    with ledger.reading() as session:
        one, other = enterprises.files(session, [first, second])
    return (*_field_differences(one.enterprise, other.enterprise), *_record_differences(one, other))


def _field_differences(one: Enterprise, other: Enterprise) -> Iterator[Difference]:
    for field in CHOSEN:
        first, second = getattr(one, field.id), getattr(other, field.id)
        if first != second:
            yield Difference(field.id, field.heading, show(field, first), show(field, second), first == field.blank)


def _record_differences(one: EnterpriseFile, other: EnterpriseFile) -> Iterator[Difference]:
    for first, second in clashes(one, other):
        yield Difference(_key(first), record_name(first), *_told(first, second), blank=False)


def _key(record: Any) -> str:
    """ "fiscal_year/2022"; no field is called so."""
    return "/".join([table_name(ROWS[type(record)]), *(str(v) for name, v in key_of(record).items() if name != "enterprise")])


def _told(first: Any, second: Any) -> tuple[str, str]:
    """The fields in which two records of a kind differ, with their names."""
    fields = [field for field in fields_of(type(first)) if getattr(first, field.id) != getattr(second, field.id)]
    one, other = (
        "；".join(f"{field.heading} {show(field, getattr(record, field.id)) or '空'}" for field in fields)
        for record in (first, second)
    )
    return one, other


def merge(ledger: Ledger, keep: str, drop: str, take: Mapping[str, Side]) -> Changed:
    """Makes two enterprises one, as one undo step.

    ``take`` says by field, and by ``Difference.key``, whose value or whole record stays; where it says nothing, that of
    ``keep`` unless it is blank. What hangs on ``drop`` moves over (``joining``), and so does what refers to it: its needs,
    teams and service visits. ``Refused``: no_enterprise, same_enterprise.
    """
    if keep == drop:
        raise refuse("same_enterprise", "选中的是同一家企业，没有合并。请选择两条不同的记录。")
    with ledger.writing("合并企业") as work:
        session = work.session
        kept, dropped = enterprises.files(session, [keep, drop])
        work.command = f"合并 {dropped.name} 到 {kept.name}"
        taken = [identity(first) for first, _ in clashes(kept, dropped) if take.get(_key(first)) == "drop"]
        wanted = joined(kept, dropped, taken)
        staying = {identity(record) for record in wanted}
        gone = [record for record in hanging(kept) if identity(record) not in staying]
        moved = records.redirect(session, "enterprise", drop, keep)
        records.remove(session, *hanging(dropped), *gone, dropped.enterprise)
        session.flush()  # from here on its credit code is free
        row = session.get_one(EnterpriseRow, keep)
        records.set_values(Enterprise, row, _values(kept.enterprise, dropped.enterprise, take))
        records.put(session, *wanted)
        told = (*_notices(kept, dropped, wanted), *_service_notices(session, kept, moved))
    return changed(ledger, work, told)


def _values(kept: Enterprise, dropped: Enterprise, take: Mapping[str, Side]) -> dict[str, Value]:
    sides = {"keep": kept, "drop": dropped}
    values: dict[str, Value] = {}
    for field in CHOSEN:
        blank = getattr(kept, field.id) == field.blank
        side = take.get(field.id, "drop" if blank else "keep")
        values[field.id] = getattr(sides[side], field.id)
    return {**values, "initials": initials(str(values["name"]), str(values["short_name"]))}


def _notices(kept: EnterpriseFile, dropped: EnterpriseFile, wanted: Sequence[Any]) -> Iterator[Problem]:
    if kept.all(Application) and dropped.all(Application):
        steps = sorted((one for one in wanted if isinstance(one, Step)), key=lambda step: (step.application, step.number))
        text = f"两条记录都有申报，合并后“{kept.name}”现在是“{state_after(steps)}”，请核对办理记录。"
        yield problem("two_applications", text)
    kinds = Counter(one.kind for one in wanted if isinstance(one, Milestone))
    for kind in (kind for kind, count in kinds.items() if count > 1):
        yield problem("milestone_twice", f"“{kept.name}”合并后有两条“{kind}”里程碑，请核对后删去一条。")


def _service_notices(session: Session, kept: EnterpriseFile, moved: Sequence[Base]) -> Iterator[Problem]:
    """An enterprise is served by one team, for one need, at a time."""
    for record, closed, what in ((Need, "closed_on", "服务需求"), (Team, "dissolved_on", "服务队")):
        cls = ROWS[record]
        c = cls.__table__.c
        there = session.scalars(select(cls).where(c.enterprise == kept.enterprise.id, c[closed].is_(None))).all()
        if len(there) > 1 and any(row in moved for row in there):
            yield problem(f"two_{table_name(cls)}s", f"“{kept.name}”合并后有 {len(there)} 条没有了结的{what}，请核对后留一条。")
