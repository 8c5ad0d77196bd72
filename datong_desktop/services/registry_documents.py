"""Documents of the registry: 备案登记表 and 入库条件核对表 of an enterprise; the lists of a year or batch.

Each function gives a ``Printable`` at once; the ledger is read when the document is first asked for, in whatever thread asks.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace

from datong_desktop.documents import measure_lists, registry_forms, registry_lists
from datong_desktop.documents.about import About
from datong_desktop.documents.annex_tables import date_text
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.form_document import FormDocument
from datong_desktop.documents.list_parts import Head
from datong_desktop.documents.listing import Listing
from datong_desktop.documents.registry_forms import COUNTY, DEPARTMENT, OFFICE, Registered
from datong_desktop.domain.application import Application, Move, Step, batch_label
from datong_desktop.domain.enterprise import FiscalYear, Intermediary, Officer, Shareholder
from datong_desktop.domain.fostering import Milestone, Submission, Visit
from datong_desktop.domain.problem import refuse
from datong_desktop.services import admission, batches, enterprises
from datong_desktop.services import registry_lists as lines
from datong_desktop.services.districts import newest_scheme
from datong_desktop.services.enterprises import NAMELESS, EnterpriseFile
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.printables import Printable, of_form, of_listing

# -- forms of one enterprise --------------------------------------------------------------------------------------


def registration_form(ledger: Ledger, identifier: str, on: datetime.date) -> Printable:
    """The filled 《大同市上市挂牌后备企业备案登记表》 of one enterprise. ``Refused``: no_enterprise, when it is made."""

    def make() -> tuple[FormDocument, About]:
        found, head = _file(ledger, identifier), head_of(ledger, on.year)
        one = found.enterprise
        registered = Registered(
            one, found.all(FiscalYear), found.all(Shareholder), found.all(Officer), found.all(Intermediary),
            head.industry(one.industry), on, _opinions(found, head.districts),
        )
        form = registry_forms.registration_form(head.city, registered, sample=ledger.sample)
        return form, About(f"{form.title} {clean(one.name)}", clean(one.name), on)

    return _form("备案登记表", _named(ledger, identifier, registry_forms.REGISTRATION), make)


def blank_registration_form(ledger: Ledger, on: datetime.date) -> Printable:
    """The same form, empty."""

    def make() -> tuple[FormDocument, About]:
        form = registry_forms.registration_form(head_of(ledger, on.year).city, Registered(), sample=ledger.sample)
        return form, About(f"{form.title}（空白表）", clean(ledger.office), on)

    return _form("备案登记表（空白表）", f"{head_of(ledger, on.year).city}{registry_forms.REGISTRATION}_空白表", make)


def clause_check(ledger: Ledger, identifier: str, on: datetime.date) -> Printable:
    """入库条件核对表 of one enterprise: on the day of its application, else on that day."""

    def make() -> tuple[FormDocument, About]:
        found, head = _file(ledger, identifier), head_of(ledger, on.year)
        one, known = found.enterprise, head.industry(found.enterprise.industry)
        check = admission.check_file(found, admission.day_of(found, on))
        form = registry_forms.clause_check_form(head.city, one, check, industry_name=known, sample=ledger.sample)
        return form, About(f"{form.title} {clean(one.name)}", clean(ledger.office), on)

    return _form("入库条件核对表", _named(ledger, identifier, registry_forms.CLAUSE_CHECK), make)


def _form(label: str, name: str, make: Callable[[], tuple[FormDocument, About]]) -> Printable:
    return replace(of_form(label, name, make), together=True)


def _file(ledger: Ledger, identifier: str) -> EnterpriseFile:
    found = enterprises.read(ledger, identifier)
    if found is None:
        raise refuse("no_enterprise", "企业库里没有这家企业，可能已被合并或撤销。请刷新列表再试。")
    return found


def _named(ledger: Ledger, identifier: str, title: str) -> str:
    return f"{head_of(ledger, 0).city}{title}_{clean(_file(ledger, identifier).enterprise.name) or NAMELESS}"


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


def pool_ledger(ledger: Ledger, on: datetime.date) -> Printable:
    """后备企业资源库台账: who is in the pool, by tier and district."""
    return list_document(
        ledger, "后备企业资源库台账", on.year, f"{on.year}年度上市挂牌后备企业资源库台账",
        lambda head: registry_lists.pool_ledger(head, lines.pool_ledger(ledger), on), on,
    )


def panel_list(ledger: Ledger, batch: str) -> Printable:
    """批次复核会名单 of a batch ("2023-03")."""
    label, year = batch_label(batch), int(batch[:4])

    def listing(head: Head) -> Listing:
        return registry_lists.panel_list(head, batches.arranged(ledger, batch), lines.panel_list(ledger, batch))

    return list_document(ledger, label, year, f"{label}复核会名单", listing)


def panel_lists(ledger: Ledger) -> tuple[Printable, ...]:
    """批次复核会名单, its variants the batches there are, the newest first; none where there is no batch."""
    each = tuple(panel_list(ledger, batch) for batch, _ in batches.batches(ledger))
    return (replace(each[0], label="批次复核会名单", variants=each, parted_by="批次"),) if each else ()


def reform_list(ledger: Ledger, year: int) -> Printable:
    """《××县(区)企业股份制改造清单》: the whole city's, or one district's chosen as a variant."""

    def one(district: str) -> Printable:
        return list_document(
            ledger, district or "全部县区", year, f"{year}年度{district}企业股份制改造清单",
            lambda head: measure_lists.reform_list(head, lines.reform_list(ledger, district or None), district),
        )

    whole, has_one = one(""), lines.reform_districts(ledger)
    each = (replace(one(district), together=district in has_one) for district in head_of(ledger, year).districts)
    return replace(whole, label="企业股份制改造清单", variants=(whole, *each))


def milestone_list(ledger: Ledger, year: int) -> Printable:
    """年度上市挂牌里程碑."""
    return list_document(
        ledger, f"{year}年度", year, f"{year}年度上市挂牌里程碑",
        lambda head: measure_lists.milestone_list(head, lines.milestones_of(ledger, year)),
    )


def assistance_ledger(ledger: Ledger, year: int) -> Printable:
    """拟上市挂牌企业包联帮扶台账 with the calls of a year."""
    return list_document(
        ledger, f"{year}年度", year, f"{year}年度拟上市挂牌企业包联帮扶台账",
        lambda head: measure_lists.assistance_ledger(
            head, lines.assistance_list(ledger, year), lines.absent_departments(ledger, year)
        ),
    )


def submission_list(ledger: Ledger, year: int) -> Printable:
    """报送推荐名单 of a year, with the units that put nobody forward (measure 2)."""
    return list_document(
        ledger, f"{year}年度", year, f"{year}年度上市挂牌后备企业报送推荐名单",
        lambda head: measure_lists.submission_list(head, *lines.submission_list(ledger, year)),
    )


def provincial_list(ledger: Ledger, year: int) -> Printable:
    """推荐省资源库名单 of a year."""
    return list_document(
        ledger, f"{year}年度", year, f"{year}年度推荐山西省上市挂牌后备企业资源库企业名单",
        lambda head: registry_lists.provincial_list(head, lines.recommendation_list(ledger, year)),
    )


def printables(ledger: Ledger, on: datetime.date, identifier: str | None = None) -> tuple[Printable, ...]:
    """Everything the registry prints: the forms of one enterprise, when one is given, the empty form, and every list."""
    own = (registration_form(ledger, identifier, on), clause_check(ledger, identifier, on)) if identifier else ()
    lists = (
        pool_ledger(ledger, on), *panel_lists(ledger), reform_list(ledger, on.year),
        _by_year(ledger, on, Milestone, "上市挂牌里程碑", milestone_list),
        _by_year(ledger, on, Visit, "包联帮扶台账", assistance_ledger),
        _by_year(ledger, on, Submission, "报送推荐名单", submission_list),
        _by_year(ledger, on, Step, "推荐省资源库名单", provincial_list),
    )  # fmt: skip
    return (*own, *lists, blank_registration_form(ledger, on))


def _by_year(
    ledger: Ledger, on: datetime.date, record: type, label: str, make: Callable[[Ledger, int], Printable]
) -> Printable:
    """A list of a year; its variants are this year and the earlier ones there is something of, the newest first. Those with
    nothing in them are no part of what is exported together."""
    filled = lines.years_of(ledger, record)
    years = sorted({on.year, *(year for year in filled if year < on.year)}, reverse=True)
    each = tuple(replace(make(ledger, year), together=year in filled) for year in years)
    return replace(each[0], label=label, variants=each, parted_by="年度", together=True)


def list_document(
    ledger: Ledger, label: str, year: int, title: str, listing: Callable[[Head], Listing], on: datetime.date | None = None
) -> Printable:
    """One list of a year, what stands above it filled in."""
    head = head_of(ledger, year)

    def make() -> tuple[Listing, About]:
        found = listing(head)
        return found, About(found.title, clean(head.office), on or datetime.date(year + 1, 1, 1))

    return replace(of_listing(label, f"{head.city}{title}", make), together=True)


def head_of(ledger: Ledger, year: int) -> Head:
    """What stands on every list. City and districts are those of the newest year's scheme, else of the built-in one."""
    with ledger.reading() as session:
        scheme = newest_scheme(session)
    office = ledger.office or scheme.office
    return Head(scheme.city, office, year, scheme.districts, ledger.sample, admission.industry_name)
