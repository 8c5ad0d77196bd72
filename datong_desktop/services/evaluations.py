"""Evaluation forms of enterprises and districts on teams and experts: kept, put right, read by year (annex 5 三（五）).

A form on a team speaks of each of its members of that year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from sqlalchemy.orm import Session

from datong_desktop.domain.expert_review import FULL_MARK
from datong_desktop.domain.fields import Field, Kind, Value, fields_by_id, fields_of
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.service_log import Evaluation
from datong_desktop.models.registry import ROWS
from datong_desktop.services import records, service_names
from datong_desktop.services.changes import Changed
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import changed
from datong_desktop.services.service_visits import TEAM

BY = Field("object", "评价单位", Kind.SUGGESTION, column=22, hint="填表的企业或县区")
EXPERT = Field("expert_name", "被评专家", Kind.SUGGESTION, column=10, hint="评价整个服务队的留空")
MARKS = ("skill", "attitude", "effect", "overall")
KEYED: tuple[Field, ...] = (
    BY, replace(TEAM, hint="评价一位专家的可以留空"), EXPERT,
    *(f for f in fields_of(Evaluation) if f.kind is not Kind.REFERENCE and f.id != "district"),
)  # fmt: skip
"""What is asked of a form, in the order of the paper."""
_OWN = frozenset(fields_by_id(Evaluation))
Keyed = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class EvaluationLine:
    """A form with the names of what it refers to; ``expert`` is "" for one on a whole team."""

    form: Evaluation
    by: str
    team: str
    expert: str


def add(ledger: Ledger, keyed: Keyed) -> Changed:
    """A new form. ``Refused``: no_year, no_evaluator, no_one_evaluated, bad_mark, no_marks, unknown_… and ambiguous_…."""
    with ledger.writing("登记评价表") as work:
        (identifier,) = work.new_ids(1)
        form = _resolved(work.session, Evaluation(identifier), keyed)
        work.command = f"登记 {_by(work.session, form)} 的评价表"
        records.put(work.session, form)
    return changed(ledger, work)


def edit(ledger: Ledger, identifier: str, keyed: Keyed) -> Changed:
    """Puts a form right. ``Refused`` as ``add``, and no_form."""
    with ledger.writing("修改评价表") as work:
        form = _resolved(work.session, _existing(work.session, identifier), keyed)
        work.command = f"修改 {_by(work.session, form)} 的评价表"
        records.put(work.session, form)
    return changed(ledger, work)


def remove(ledger: Ledger, identifier: str) -> Changed:
    """Removes a form. ``Refused``: no_form."""
    with ledger.writing("删除评价表") as work:
        form = _existing(work.session, identifier)
        work.command = f"删除 {_by(work.session, form)} 的评价表"
        records.remove(work.session, form)
    return changed(ledger, work)


def lines(ledger: Ledger, year: int) -> tuple[EvaluationLine, ...]:
    """The forms of a year in the order they were entered."""
    with ledger.reading() as session:
        found = records.read(session, Evaluation, ROWS[Evaluation].__table__.c.year == year)
        return tuple(_lines(session, found))


def keyed_of(ledger: Ledger, identifier: str) -> SimpleNamespace | None:
    """A form as it was keyed, an attribute for each of ``KEYED``; None when there is none such."""
    with ledger.reading() as session:
        found = _lines(session, records.read(session, Evaluation, ROWS[Evaluation].__table__.c.id == identifier))
    if not found:
        return None
    (line,) = found
    values = {name: getattr(line.form, name) for name in _OWN}
    return SimpleNamespace(**values, object=line.by, team_name=line.team, expert_name=line.expert)


def _lines(session: Session, forms: tuple[Evaluation, ...]) -> list[EvaluationLine]:
    objects = service_names.enterprise_names(session, (form.enterprise for form in forms))
    teams, labels = service_names.team_labels(session), service_names.expert_labels(session)
    return [
        EvaluationLine(
            form, objects[form.enterprise][0] if form.enterprise in objects else form.district,
            teams.get(form.team or "", ""), labels.get(form.expert or "", ""),
        )
        for form in forms
    ]  # fmt: skip


def _existing(session: Session, identifier: str) -> Evaluation:
    found = records.read(session, Evaluation, ROWS[Evaluation].__table__.c.id == identifier)
    if not found:
        raise refuse("no_form", "没有这份评价表，可能已被删除或撤销。请刷新再试，没有保存。")
    return found[0]


def _resolved(session: Session, form: Evaluation, keyed: Keyed) -> Evaluation:
    values: dict[str, Any] = {name: value for name, value in keyed.items() if name in _OWN}
    if BY.id in keyed:
        values["enterprise"], values["district"] = service_names.find_object(session, str(keyed[BY.id]))
    if TEAM.id in keyed:
        team = service_names.find_team(session, str(keyed[TEAM.id]))
        values["team"] = team.id if team else None
    if EXPERT.id in keyed:
        meant = service_names.find_experts(session, str(keyed[EXPERT.id]))
        if len(meant) > 1:
            raise refuse("two_experts", "一份评价表只评一位专家，没有保存。请分开登记，或留空评价整个服务队。")
        values["expert"] = meant[0] if meant else None
    found = replace(form, **values)
    if found.year is None:
        raise refuse("no_year", "没有填考核年度，没有保存。请填评价的是哪一年的服务。")
    if not found.enterprise and not found.district:
        raise refuse("no_evaluator", "没有写评价单位，没有保存。请写填表的企业或县区。")
    if not found.team and not found.expert:
        raise refuse("no_one_evaluated", "没有写评价的是谁，没有保存。请写服务队，或写一位专家。")
    _refuse_marks(found)
    return found


def _refuse_marks(form: Evaluation) -> None:
    described = fields_by_id(Evaluation)
    given = {name: mark for name in MARKS if (mark := getattr(form, name)) is not None}
    for name, mark in given.items():
        if not 0 <= mark <= FULL_MARK:
            raise refuse("bad_mark", f"{described[name].label}填的是 {mark}，应在 0 到 {FULL_MARK} 之间，没有保存。请核对。")
    if not given:
        raise refuse("no_marks", "评价表一项分数也没有，没有保存。请至少填综合评价。")


def _by(session: Session, form: Evaluation) -> str:
    names = service_names.enterprise_names(session, [form.enterprise])
    return names[form.enterprise][0] if form.enterprise else form.district
