"""更正: a step or an application put right after the session in which it was made, with a reason the history keeps.

The rules are gone through anew for every step of the enterprise: what would not have been possible is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from datong_desktop.domain.application import Application, Move, Step, batch_of
from datong_desktop.domain.fields import Value
from datong_desktop.domain.fostering import PROVINCIAL, Milestone
from datong_desktop.domain.moving import DECISIONS, Grounds, odd, wrong
from datong_desktop.domain.problem import Problem, Refused, refuse
from datong_desktop.services import enterprises, records
from datong_desktop.services.admission import check_file
from datong_desktop.services.batches import check_batch
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.services.entries import clean
from datong_desktop.services.grounds import grounds_of
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import changed

CORRECTABLE: Mapping[type, tuple[str, ...]] = {
    Step: ("made_on", "actor", "tier", "opinion", "override"), Application: ("received_on", "batch", "recommender"),
}  # fmt: skip
"""What can be put right. Which move was made cannot: that is undone, or followed by another."""
REASON = 200
"""Characters of a reason: it is read in one line of the history."""


def correct(ledger: Ledger, record: Step | Application, values: Mapping[str, Value], reason: str) -> Changed:
    """Puts fields of a step or an application right (``CORRECTABLE``), as one undo step; what rests on its day follows.

    ``Refused``: no_reason, record_gone, no_date, bad_batch, no_enterprise, and all that the rules did not refuse before (``wrong``).
    """
    if unknown := values.keys() - set(CORRECTABLE[type(record)]):
        raise ValueError(f"cannot be corrected: {sorted(unknown)}")
    why = clean(reason, "更正理由", longest=REASON)
    if not why:
        raise refuse("no_reason", "更正要写明理由，没有保存。请写明为什么更正。")
    with ledger.writing("更正") as work:
        (file,) = enterprises.files(work.session, [record.enterprise])
        before = next((one for one in file.all(type(record)) if _same(one, record)), None)
        if before is None:
            raise refuse("record_gone", f"“{file.name}”的这条办理记录已经不在了，没有更正。请刷新再试。")
        after = _rebatched(before, replace(before, **values))  # type: ignore[arg-type]
        what = before.move if isinstance(before, Step) else "申报"
        if _day(after) is None:
            raise refuse("no_date", f"“{file.name}”的“{what}”不能没有日期，没有更正。请填日期。")
        if isinstance(after, Application):
            check_batch(after.batch)
        work.command = f"更正 {file.name} {what}：{why}"
        put = [after, *_following(file, before, after)]
        known = {(place, one.code) for place, one in _replayed(file)}
        now = _with(file, put)
        if problems := [one for place, one in _replayed(now) if (place, one.code) not in known]:
            raise Refused(*problems)
        records.put(work.session, *put)
        today = work.at.date()
    steps = now.all(Step)
    told = [n for at, step in enumerate(steps) if any(_same(step, one) for one in put) for n in odd(steps[:at], step, file.name, today)]
    return changed(ledger, work, told)


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and records.key_of(one) == records.key_of(other)


def _day(record: Step | Application) -> Any:
    return record.made_on if isinstance(record, Step) else record.received_on


def _rebatched(before: Any, after: Any) -> Any:
    """An application whose batch followed from its day stays in the batch of its day."""
    days = isinstance(before, Application) and before.received_on and after.received_on
    if days and after.batch == before.batch == batch_of(before.received_on):
        return replace(after, batch=batch_of(after.received_on))
    return after


def _following(file: EnterpriseFile, before: Step | Application, after: Step | Application) -> Iterator[Any]:
    """What stood on the day of the record and stands on the new one: the application and its step 申报, the milestone of
    省资源库入库."""
    old, new = _day(before), _day(after)
    if old == new:
        return
    if isinstance(before, Application):
        for step in file.all(Step):
            if step.application == before.number and step.move == Move.APPLY and step.made_on == old:
                yield replace(step, made_on=new)
        return
    if before.move == Move.APPLY:
        for one in file.all(Application):
            if one.number == before.application and one.received_on == old:
                yield _rebatched(one, replace(one, received_on=new))
    if before.move == Move.ADMIT_PROVINCIAL:
        for milestone in file.all(Milestone):
            if milestone.kind == PROVINCIAL and milestone.happened_on == old:
                yield replace(milestone, happened_on=new)


def _with(file: EnterpriseFile, put: Sequence[Any]) -> EnterpriseFile:
    """The file as it is once these are put."""
    hanging = dict(file.hanging)
    for kind in {type(one) for one in put}:
        hanging[kind] = tuple(next((new for new in put if _same(new, one)), one) for one in hanging[kind])
    return replace(file, hanging=hanging)


def _replayed(file: EnterpriseFile) -> Iterator[tuple[tuple[int, int], Problem]]:
    """What the rules say of every step after those before it, by application and number."""
    steps = file.all(Step)
    for at, step in enumerate(steps):
        for one in wrong(steps[:at], step, file.name, _grounds(file, step)):
            yield (step.application, step.number), one


def _grounds(file: EnterpriseFile, step: Step) -> Grounds | None:
    """What a decision on that application rests on as the record stands today."""
    application = next((one for one in file.all(Application) if one.number == step.application), None)
    on = application.received_on or step.made_on if application else None
    if step.move not in DECISIONS or application is None or on is None:
        return None
    return grounds_of(file, application.number, check_file(file, on, application))
