"""Documents of the registry: 备案登记表 and 入库条件核对表 of an enterprise; the lists of a year or batch.

Each function gives a ``Printable`` at once; the ledger is read when the document is first asked for, in whatever thread asks.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Protocol

from sqlalchemy.orm import Session

from datong_desktop.documents import registry_forms, registry_lists
from datong_desktop.documents.about import About
from datong_desktop.documents.annex_tables import date_text
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.form_document import FormDocument
from datong_desktop.documents.listing import Listing
from datong_desktop.documents.registry_forms import COUNTY, DEPARTMENT, OFFICE, CheckedClause, Registered
from datong_desktop.documents.registry_lists import Head
from datong_desktop.domain.application import Application, Batch, Move, Step, batch_label
from datong_desktop.domain.enterprise import Enterprise, FiscalYear, Intermediary, Officer, Shareholder
from datong_desktop.domain.fields import fields_by_id
from datong_desktop.domain.problem import refuse
from datong_desktop.models.registry import ROWS
from datong_desktop.services import assessment, enterprises, records, registry_lines
from datong_desktop.services.enterprises import NAMELESS, EnterpriseFile
from datong_desktop.services.entries import known_scheme
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.printables import Printable, of_form, of_listing
from datong_desktop.services.registry_lines import Name


class Clause(Protocol):
    """A clause of the admission standard as checked (``domain.admission.ClauseResult``)."""

    @property
    def clause(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def result(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def looked_at(self) -> Sequence[tuple[str, str]]: ...
    @property
    def missing(self) -> Sequence[str]: ...


class Checked(Protocol):
    """An admission check (``domain.admission.Admission``)."""

    @property
    def result(self) -> str: ...
    @property
    def clauses(self) -> Sequence[Clause]: ...


def no_name(code: str) -> str:
    """An industry's name where no list of industries is at hand."""
    return ""


# -- forms of one enterprise --------------------------------------------------------------------------------------


def registration_form(ledger: Ledger, identifier: str, on: datetime.date, industry: Name = no_name) -> Printable:
    """The filled 《大同市上市挂牌后备企业备案登记表》 of one enterprise. ``Refused``: no_enterprise, when it is made."""

    def make() -> tuple[FormDocument, About]:
        found, head = _file(ledger, identifier), _head(ledger, on.year)
        one = found.enterprise
        registered = Registered(
            one, found.all(FiscalYear), found.all(Shareholder), found.all(Officer), found.all(Intermediary),
            industry(one.industry), on, _opinions(found, head.districts),
        )
        form = registry_forms.registration_form(head.city, registered, sample=ledger.sample)
        return form, About(f"{form.title} {clean(one.name)}", clean(one.name), on)

    return of_form("备案登记表", _named(ledger, identifier, registry_forms.REGISTRATION), make)


def blank_registration_form(ledger: Ledger, on: datetime.date) -> Printable:
    """The same form, empty."""

    def make() -> tuple[FormDocument, About]:
        form = registry_forms.registration_form(_head(ledger, on.year).city, Registered(), sample=ledger.sample)
        return form, About(f"{form.title}（空白表）", clean(ledger.office), on)

    return of_form("备案登记表（空白表）", f"{_head(ledger, on.year).city}{registry_forms.REGISTRATION}_空白表", make)


def clause_check(
    ledger: Ledger, identifier: str, check: Callable[[], Checked], on: datetime.date, industry: Name = no_name
) -> Printable:
    """入库条件核对表 of one enterprise: ``check`` gives its admission check when the form is made."""

    def make() -> tuple[FormDocument, About]:
        one, head, found = _file(ledger, identifier).enterprise, _head(ledger, on.year), check()
        clauses = [
            CheckedClause(c.clause, c.title, c.text, c.result, c.reason, c.looked_at, [_label(m) for m in c.missing])
            for c in found.clauses
        ]
        form = registry_forms.clause_check_form(
            head.city, one, clauses, found.result, on, industry_name=industry(one.industry), sample=ledger.sample
        )
        return form, About(f"{form.title} {clean(one.name)}", clean(ledger.office), on)

    return of_form("入库条件核对表", _named(ledger, identifier, registry_forms.CLAUSE_CHECK), make)


def _label(missing: str) -> str:
    """What a missing field is called; a name that is no field's stands as it is."""
    for record in (Enterprise, FiscalYear):
        if missing in fields_by_id(record):
            return fields_by_id(record)[missing].label
    return missing


def _file(ledger: Ledger, identifier: str) -> EnterpriseFile:
    found = enterprises.read(ledger, identifier)
    if found is None:
        raise refuse("no_enterprise", "企业库里没有这家企业，可能已被合并或撤销。请刷新列表再试。")
    return found


def _named(ledger: Ledger, identifier: str, title: str) -> str:
    return f"{_head(ledger, 0).city}{title}_{clean(_file(ledger, identifier).enterprise.name) or NAMELESS}"


def _opinions(found: EnterpriseFile, districts: Sequence[str]) -> dict[str, str]:
    """What has been decided of the latest application, by the box of the form it stands in."""
    applications, steps = found.all(Application), found.all(Step)
    if not applications:
        return {}
    latest = applications[-1]
    own = [step for step in steps if step.application == latest.number]
    by_county = latest.recommender in districts or latest.recommender == found.enterprise.district
    opinions: dict[str, str] = {}
    for step in own:
        if step.move == Move.PASS_REVIEW:
            opinions[COUNTY if by_county else DEPARTMENT] = _said(step)
        elif step.move in (Move.PASS_PANEL, Move.ADMIT):
            opinions[OFFICE] = _said(step)
    return opinions


def _said(step: Step) -> str:
    signed = "，".join(part for part in (step.actor, date_text(step.made_on)) if part)
    what = "，".join(part for part in (step.move, step.tier) if part)
    return "\n".join(part for part in (step.opinion or what, signed and f"（{signed}）") if part)


# -- lists --------------------------------------------------------------------------------------------------------


def pool_ledger(ledger: Ledger, on: datetime.date, industry: Name = no_name) -> Printable:
    """后备企业资源库台账: who is in the pool, by tier and district."""
    return _list(
        ledger, "后备企业资源库台账", on.year,
        lambda session, head: registry_lists.pool_ledger(head, registry_lines.pool_lines(session, industry), on),
        "上市挂牌后备企业资源库台账", on,
    )


def panel_list(ledger: Ledger, batch: str, industry: Name = no_name) -> Printable:
    """批次复核会名单 of a batch ("2023-03")."""
    label = batch_label(batch)

    def listing(session: Session, head: Head) -> Listing:
        arranged = next(iter(records.read(session, Batch, ROWS[Batch].__table__.c.batch == batch)), Batch(batch))
        lines = registry_lines.panel_lines(session, batch, industry)
        return registry_lists.panel_list(head, label, lines, meeting_on=arranged.meeting_on, place=arranged.place)

    head = _head(ledger, int(batch[:4]))
    return of_listing(f"{label}复核会名单", f"{head.city}{label}复核会名单", lambda: _made(ledger, head, listing))


def reform_list(ledger: Ledger, year: int) -> Printable:
    """《××县(区)企业股份制改造清单》: the whole city's, or one district's chosen as a variant."""

    def one(district: str) -> Printable:
        return _list(
            ledger, district or "全部县区", year,
            lambda session, head: registry_lists.reform_list(head, registry_lines.reform_lines(session, district), district),
            f"{district}企业股份制改造清单",
        )

    each = (one(""), *map(one, _head(ledger, year).districts))
    return Printable("企业股份制改造清单", each[0].name, each[0].pdf, each[0].files, each)


def milestone_list(ledger: Ledger, year: int) -> Printable:
    """年度上市挂牌里程碑."""
    return _list(
        ledger, "上市挂牌里程碑", year,
        lambda session, head: registry_lists.milestone_list(head, registry_lines.milestone_lines(session, year)),
        "上市挂牌里程碑",
    )


def assistance_ledger(ledger: Ledger, year: int) -> Printable:
    """拟上市挂牌企业包联帮扶台账 with the calls of a year."""
    return _list(
        ledger, "包联帮扶台账", year,
        lambda session, head: registry_lists.assistance_ledger(head, registry_lines.assistance_lines(session, year)),
        "拟上市挂牌企业包联帮扶台账",
    )


def provincial_list(ledger: Ledger, year: int, industry: Name = no_name) -> Printable:
    """推荐省资源库名单 of a year."""
    return _list(
        ledger, "推荐省资源库名单", year,
        lambda session, head: registry_lists.provincial_list(head, registry_lines.provincial_lines(session, year, industry)),
        "推荐山西省上市挂牌后备企业资源库企业名单",
    )


def yearly_lists(ledger: Ledger, on: datetime.date, industry: Name = no_name) -> tuple[Printable, ...]:
    """Every list of a year, for one preview."""
    return (
        pool_ledger(ledger, on, industry), reform_list(ledger, on.year), milestone_list(ledger, on.year),
        assistance_ledger(ledger, on.year), provincial_list(ledger, on.year, industry),
    )


def _list(
    ledger: Ledger, label: str, year: int, listing: Callable[[Session, Head], Listing], title: str,
    on: datetime.date | None = None,
) -> Printable:
    head = _head(ledger, year)
    return of_listing(label, f"{head.city}{year}年度{title}", lambda: _made(ledger, head, listing, on))


def _made(
    ledger: Ledger, head: Head, listing: Callable[[Session, Head], Listing], on: datetime.date | None = None
) -> tuple[Listing, About]:
    with ledger.reading() as session:
        found = listing(session, head)
    return found, About(found.title, clean(head.office), on or datetime.date(head.year + 1, 1, 1))


def _head(ledger: Ledger, year: int) -> Head:
    """City and districts are those of the newest year's scheme, else of the built-in one."""
    years = assessment.list_years(ledger)
    if years:
        scheme = assessment.read_year(ledger, max(years)).scheme
    else:
        scheme = known_scheme(assessment.built_in_scheme())
    return Head(scheme.city, ledger.office or scheme.office, year, scheme.districts, ledger.sample)
