"""Documents of the expert teams' service: 服务日志, 问题定期报告, 专家年度考核表.

Each function gives a ``Printable`` at once; the ledger is read when it is first asked for.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

from datong_desktop.documents import problem_report as papers
from datong_desktop.documents import service_lists
from datong_desktop.documents.about import About
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.form_document import FormDocument
from datong_desktop.documents.list_parts import Head
from datong_desktop.documents.listing import Listing
from datong_desktop.domain.service_lines import Period, parts_of, year_of
from datong_desktop.services import expert_review, problem_report, service_visits
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.printables import Printable, of_form, of_listing
from datong_desktop.services.registry_documents import head_of, list_document

LOG, REPORT, REVIEW = "服务日志", "问题定期报告", "专家年度考核表"


def service_log(ledger: Ledger, period: Period, on: datetime.date, whose: str = "", **by: str) -> Printable:
    """服务日志 of a period, as things stood at its end, or on a day before that: of all, or of one ``team``, ``enterprise``,
    ``expert`` (an id) or ``district``, which is then called ``whose`` in the title."""
    day = min(on, period.last)
    made = list_document(
        ledger, period.words, period.first.year, f"专家服务队{LOG}_{period.words}{f'_{clean(whose)}' if whose else ''}",
        lambda head: service_lists.service_log(head, service_visits.lines(ledger, period, **by), period, day, whose), day,
    )  # fmt: skip
    return replace(made, together=not whose)


def periodic_report(ledger: Ledger, period: Period, on: datetime.date) -> Printable:
    """问题定期报告 of a period as things stand on a day: PDF and Word as it is handed in, Excel as a list."""
    head = head_of(ledger, period.first.year)
    name = f"{head.city}{papers.REPORT}_{period.words}"

    def form() -> tuple[FormDocument, About]:
        made = papers.report_form(head, problem_report.report(ledger, period, on))
        return made, About(f"{made.title} {period.words}", clean(head.office), on)

    def listing() -> tuple[Listing, About]:
        made = papers.report_list(head, problem_report.report(ledger, period, on))
        return made, About(f"{made.title} {period.words}", clean(head.office), on)

    one = of_form(period.words, name, form)
    return replace(one, files={"xlsx": of_listing(period.words, name, listing).files["xlsx"], "docx": one.files["docx"]}, together=True)


def review_table(ledger: Ledger, year: int, on: datetime.date) -> Printable:
    """专家年度考核表 of a year as it stands on a day."""

    def listing(head: Head) -> Listing:
        found = expert_review.yearly_review(ledger, year, on)
        shown = [(line.expert, line.result, line.decision) for line in found.lines]
        return service_lists.review_table(head, shown, found.rules, on, found.note)

    return list_document(ledger, f"{year}年度", year, f"{REVIEW}_{year}年度", listing, on)


def log_printables(ledger: Ledger, on: datetime.date, whose: str = "", **by: str) -> tuple[Printable, ...]:
    """What the service log prints: the log of each period and the problems of each; of one team, enterprise or expert its own
    log before them."""
    periods = _periods(ledger, on)
    own = (_varied(f"{LOG}：{whose}", periods, lambda one: service_log(ledger, one, on, whose, **by)),) if by else ()
    return (
        *own,
        _varied(LOG, periods, lambda one: service_log(ledger, one, on)),
        _varied(REPORT, periods, lambda one: periodic_report(ledger, one, on)),
    )


def review_printables(ledger: Ledger, on: datetime.date, year: int) -> tuple[Printable, ...]:
    """What the review prints: the table of that year first, then of the others there are visits of."""
    years = [year, *sorted(problem_report.years(ledger) - {year}, reverse=True)]
    each = tuple(review_table(ledger, one, on) for one in years)
    return (replace(each[0], label=REVIEW, variants=each, parted_by="年度"),)


def _periods(ledger: Ledger, on: datetime.date) -> list[Period]:
    """This year and its parts so far, then the years there are visits of, the last one by its parts too."""
    years = sorted((year for year in problem_report.years(ledger) if year < on.year), reverse=True)
    earlier = [parts_of(year, on) if year == on.year - 1 else [year_of(year)] for year in years]
    return [*parts_of(on.year, on), *(period for periods in earlier for period in periods)]


def _varied(label: str, periods: list[Period], make: Callable[[Period], Printable]) -> Printable:
    each = tuple(make(period) for period in periods)
    whole = (replace(one, together=one.together and not number) for number, one in enumerate(each))
    return replace(each[0], label=label, variants=tuple(whole), parted_by="期间")
