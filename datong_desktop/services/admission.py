"""Checking enterprises against the admission standard (annex 2 part 一), and recording what reviewers decide.

Nothing of a check is stored but the reviewers' findings: results follow from the record each time. An open or decided
application keeps the day and the rules it was made under; who never applied or withdrew is checked by today's file.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from datong_desktop import paths
from datong_desktop.domain.admission import Admission, AdmissionRules, Facts, check, fiscal_year, load_rules
from datong_desktop.domain.application import Application, KeptRules, State, Step, case_of, state_after
from datong_desktop.domain.enterprise import RESULTS, Enterprise, FiscalYear, Judgement
from datong_desktop.domain.fields import fields_by_id
from datong_desktop.domain.industries import Industries
from datong_desktop.domain.problem import Problem, Refused, problem, refuse
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.services import enterprises, records
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.services.entries import clean
from datong_desktop.services.ledger import Ledger

LOT = 2_000
"""So many enterprises are read at a time: nobody else waits long, and memory does not grow with the ledger."""
RULES_FILE = "admission-2022.toml"
KEEPS_RULES = frozenset(State) - {State.NOT_APPLIED}
"""States in which there is an application that is open or was decided, however: its own day and rules count."""

Child = TypeVar("Child")


def rules_text() -> str:
    """The text of the admission rules in force, as a new application keeps it."""
    return (paths.resources() / "rules" / RULES_FILE).read_text(encoding="utf-8")


def rules() -> AdmissionRules:
    """The rules in force. ``Refused`` (bad_rules) when their file was edited wrongly."""
    return load_rules(rules_text(), RULES_FILE)


@cache
def industries() -> Industries:
    """The industry table that is shipped."""
    source = paths.resources() / "industries" / "gbt4754-2017.csv"
    return Industries.parse(source.read_text(encoding="utf-8"), source.name)


def industry_name(written: str) -> str:
    """The name of the industry a record means, "" when it is none."""
    return industries().name(_industry(written))


def keep_rules(session: Session) -> str:
    """The digest of the rules in force, whose text the ledger keeps from here on."""
    text = clean(rules_text(), "入库标准", longest=fields_by_id(KeptRules)["text"].longest)
    kept = KeptRules(hashlib.sha256(text.encode()).hexdigest(), text=text)
    records.put(session, kept)
    return kept.digest


def rules_of(applications: Sequence[Application], steps: Sequence[Step], texts: Mapping[str, str]) -> AdmissionRules:
    """The rules that decide an enterprise with these applications and steps; ``texts`` are those kept, by digest."""
    newest = max(applications, key=lambda application: application.number, default=None)
    ordered = sorted(steps, key=lambda step: (step.application, step.number))
    return _kept_by(newest, texts) if newest is not None and state_after(ordered) in KEEPS_RULES else rules()


def _kept_by(application: Application, texts: Mapping[str, str]) -> AdmissionRules:
    if not application.rules:
        return rules()
    if application.rules not in texts:
        raise refuse("rules_missing", "账套里找不到这份申报所依据的入库标准，不能核对。账套可能已损坏，请从备份恢复。")
    return load_rules(texts[application.rules])


def facts(
    enterprise: Enterprise,
    years: Sequence[FiscalYear] = (),
    judgements: Sequence[Judgement] = (),
    applications: Sequence[Application] = (),
    case: int = 0,
) -> Facts:
    """What a check looks at, the industry understood however it is written. Who applied several times has the findings of
    one ``case`` decide (the number of the application; 0: the newest): a finding belongs to the case in which it was made."""
    industry = _industry(enterprise.industry)
    if len(applications) < 2 or not judgements:
        return Facts(enterprise, years, judgements, industry)
    number = case or max(application.number for application in applications)
    own = [one for one in judgements if case_of(applications, one.judged_on) == number]
    return Facts(enterprise, years, own, industry, [one for one in judgements if one not in own])


@cache
def _industry(written: str) -> str:
    return industries().find(written) or ""


def facts_of(file: EnterpriseFile, case: int = 0) -> Facts:
    """What a check of an enterprise that has been read looks at."""
    return facts(file.enterprise, file.all(FiscalYear), file.all(Judgement), file.all(Application), case)


def _rules_of(file: EnterpriseFile) -> AdmissionRules:
    return rules_of(file.all(Application), file.all(Step), file.rules_texts)


def check_file(file: EnterpriseFile, on: datetime.date, application: Application | None = None) -> Admission:
    """The check of an enterprise that has been read, on a day: under the rules of that application of its, else of those
    that decide it now."""
    known = facts_of(file, application.number if application else 0)
    return check(known, _kept_by(application, file.rules_texts) if application else _rules_of(file), on)


def day_of(file: EnterpriseFile, today: datetime.date) -> datetime.date:
    """The day an enterprise is checked on: that of its application while it is open and after it was decided
    (时间自申报入库时间为准向前追溯, annex 2 一（一）), else today."""
    newest = max(file.all(Application), key=lambda application: application.number, default=None)
    kept = newest is not None and state_after(file.all(Step)) in KEEPS_RULES
    return newest.received_on if newest is not None and kept and newest.received_on else today


def check_one(ledger: Ledger, enterprise_id: str, on: datetime.date) -> Admission:
    """The check of one enterprise. ``Refused``: no_enterprise."""
    file = enterprises.read(ledger, enterprise_id)
    if file is None:
        raise refuse("no_enterprise", "企业库里没有这家企业，可能已被合并或撤销。请刷新列表再试。")
    return check_file(file, on)


def check_all(
    ledger: Ledger, on: datetime.date, progress: Callable[[int, int], None] | None = None
) -> Iterator[tuple[Enterprise, Admission]]:
    """The check of every enterprise that is not archived, in the order of their ids. ``progress`` hears (done, total)."""
    wanted = EnterpriseRow.__table__.c.archived_on.is_(None)
    today = rules()
    with ledger.reading() as session:
        total = session.scalar(select(func.count()).select_from(EnterpriseRow.__table__).where(wanted)) or 0
    done, last = 0, ""
    while True:
        with ledger.reading() as session:
            lot = records.read(session, Enterprise, wanted, EnterpriseRow.__table__.c.id > last, most=LOT)
            if not lot:
                return
            applications = _hanging(session, Application, lot)
            known = _facts_of(session, lot, on, applications)
            kept = _kept_rules(session, lot, applications)
        for enterprise, one in zip(lot, known, strict=True):
            yield enterprise, check(one, kept.get(enterprise.id, today), on)
        done, last = done + len(lot), lot[-1].id
        if progress:
            progress(done, total)


def _facts_of(
    session: Session, lot: Sequence[Enterprise], on: datetime.date, applications: Mapping[str, list[Application]]
) -> list[Facts]:
    of_year = ROWS[FiscalYear].__table__.c.year == fiscal_year(on)
    years = _hanging(session, FiscalYear, lot, of_year)
    judgements = _hanging(session, Judgement, lot)
    return [
        facts(one, years.get(one.id, ()), judgements.get(one.id, ()), applications.get(one.id, ())) for one in lot
    ]


def _kept_rules(
    session: Session, lot: Sequence[Enterprise], applications: Mapping[str, list[Application]]
) -> dict[str, AdmissionRules]:
    """The rules of those that have applied."""
    steps = _hanging(session, Step, lot) if applications else {}
    texts = records.rules_texts(session) if applications else {}
    return {one: rules_of(made, steps.get(one, ()), texts) for one, made in applications.items()}


def _hanging(
    session: Session, record: type[Child], lot: Sequence[Enterprise], *where: ColumnElement[bool]
) -> dict[str, list[Child]]:
    """What hangs on these enterprises, which are in the order of their ids, by enterprise."""
    owner = ROWS[record].__table__.c.enterprise
    found: dict[str, list[Child]] = {}
    for one in records.read(session, record, owner.between(lot[0].id, lot[-1].id), *where):
        found.setdefault(one.enterprise, []).append(one)  # type: ignore[attr-defined]
    return found


# -- what reviewers decide --------------------------------------------------------------------------------------------


def judge(ledger: Ledger, judgement: Judgement) -> Changed:
    """Records a reviewer's finding on a clause; a blank result takes the finding back.

    ``Refused``: no_enterprise, unknown_clause, not_a_choice, no_name, no_date, no_reason (all that is wrong at once).
    """
    file = enterprises.read(ledger, judgement.enterprise)
    name = file.name if file else enterprises.NAMELESS
    if not judgement.result:
        return enterprises.remove(ledger, f"撤回 {name} {judgement.clause}认定", judgement)
    decisive = _rules_of(file) if file else rules()
    if wrong := list(_wrong(judgement, decisive)):
        raise Refused(*wrong)
    done = enterprises.save(ledger, f"认定 {name} {judgement.clause} {judgement.result}", judgement)
    return replace(done, notices=tuple(_of_another_case(judgement, file.all(Application) if file else ())))


def _of_another_case(judgement: Judgement, applications: Sequence[Application]) -> Iterator[Problem]:
    newest = max(applications, key=lambda application: application.number, default=None)
    if newest is not None and case_of(applications, judgement.judged_on) != newest.number:
        text = (
            f"“{judgement.clause}”的认定日期 {judgement.judged_on} 早于这次申请的收到日期 {newest.received_on}，算作上次申请的认定，"
            "这次申请仍待人工认定。要用于这次申请，请把认定日期改成确认的那一天。"
        )
        yield problem("of_another_case", text)


def _wrong(judgement: Judgement, decisive: AdmissionRules) -> Iterator[Problem]:
    clause = judgement.clause
    names = [known.name for known in decisive.required]
    if clause not in names:
        yield problem("unknown_clause", f"入库标准里没有“{clause}”这一条，没有保存。可以认定的有：{'、'.join(names)}。")
    if judgement.result not in RESULTS:
        yield problem("not_a_choice", f"“{clause}”的认定结果应为{'、'.join(RESULTS)}中的一项，没有保存。")
    if not judgement.judged_by.strip():
        yield problem("no_name", f"“{clause}”的认定没有写认定人，没有保存。请填认定人。")
    if judgement.judged_on is None:
        yield problem("no_date", f"“{clause}”的认定没有写日期，没有保存。请填认定日期。")
    if not judgement.reason.strip():
        yield problem("no_reason", f"“{clause}”的认定没有写理由，没有保存。请填认定理由。")
