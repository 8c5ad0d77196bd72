"""Documents of the expert pool. Each function gives a ``Printable`` at once; the ledger is read when it is first asked for."""

from __future__ import annotations

import datetime
from dataclasses import replace

from datong_desktop.documents import expert_checks, expert_lists
from datong_desktop.documents.about import About
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.form_document import FormDocument
from datong_desktop.documents.list_parts import Head
from datong_desktop.documents.listing import Listing
from datong_desktop.domain.expert import INSTITUTION_TYPES, Penalty, Project, QualificationCheck
from datong_desktop.domain.expert_lines import CheckLine, CheckSheet, RosterLine
from datong_desktop.domain.problem import refuse
from datong_desktop.services import experts, qualifying, registers, team_documents, team_job
from datong_desktop.services.expert_list import open_index
from datong_desktop.services.expert_listing import in_pool
from datong_desktop.services.experts import REGISTER, ExpertFile
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.printables import Printable, of_form
from datong_desktop.services.registry_documents import head_of, list_document

TITLE, CHECK, CHECKS = "专家库名册", "专家资格审查表", "专家资格审查情况表"


def roster(ledger: Ledger, on: datetime.date) -> Printable:
    """专家库名册 of all who are not archived; its variants are the types of institution."""
    each = tuple(_of_type(ledger, on, name) for name in INSTITUTION_TYPES)
    whole = _of_type(ledger, on, "")
    return replace(whole, label=TITLE, variants=(whole, *each), parted_by="机构类型")


def _of_type(ledger: Ledger, on: datetime.date, institution_type: str) -> Printable:
    needed = [one.name for one in team_job.rules().types if one.needed]
    made = list_document(
        ledger, institution_type or "全部机构", on.year, f"{TITLE}{'_' if institution_type else ''}{institution_type}",
        lambda head: expert_lists.roster(head, lines(ledger, institution_type), on, needed, institution_type), on,
    )  # fmt: skip
    return replace(made, together=not institution_type)


def lines(ledger: Ledger, institution_type: str = "") -> tuple[RosterLine, ...]:
    """The lines of the roster, in its order."""
    experts = in_pool(ledger, institution_type)
    known = open_index(ledger).lines([one.id for one in experts])
    return tuple(RosterLine(one, str(known[one.id]["qualified"]), int(str(known[one.id]["load"]))) for one in experts)


# -- 资格审查 -----------------------------------------------------------------------------------------------------


def qualification_checks(file: ExpertFile, ledger: Ledger, on: datetime.date) -> Printable:
    """专家资格审查表 of one expert; its variants are the check of a day, unless one of that day was kept, and the kept ones, the
    newest first."""
    kept = sorted((one for one in file.all(QualificationCheck) if one.checked_on), key=lambda one: (one.checked_on, one.number))
    each = [_check_form(file, ledger, on, one) for one in reversed(kept)]
    if not kept or kept[-1].checked_on != on:
        each.insert(0, _check_form(file, ledger, on, None))
    variants = tuple(replace(one, together=not number) for number, one in enumerate(each))
    return replace(each[0], label=CHECK, variants=variants, parted_by="审查记录", together=True)


def _check_form(file: ExpertFile, ledger: Ledger, on: datetime.date, kept: QualificationCheck | None) -> Printable:
    label = expert_checks.check_label(kept) if kept else f"{on} 现在核对"
    city, name = head_of(ledger, on.year).city, clean(file.name)

    def make() -> tuple[FormDocument, About]:
        head, day = head_of(ledger, on.year), kept.checked_on if kept and kept.checked_on else on
        form = expert_checks.check_form(head, check_sheet(file, day, kept))
        return form, About(f"{form.title} {name}", clean(head.office), day)

    return of_form(label, f"{city}{expert_checks.FORM}_{name}_{label}", make)


def check_sheet(file: ExpertFile, on: datetime.date, kept: QualificationCheck | None = None) -> CheckSheet:
    """The check of a day, or a kept one as it was made. What was looked at stands on a kept one as long as the ledger still
    finds the same for its day."""
    rules = team_job.rules()
    found = qualifying.check(file, rules, on)
    if kept is not None and qualifying.findings(found) != kept.findings:
        clauses, other = qualifying.kept_clauses(kept, rules)
        return CheckSheet(file.expert, kept.checked_on, kept.result, clauses, kept, other)
    result = kept.result if kept else found.result
    return CheckSheet(file.expert, on, result, found.clauses, kept, "", file.all(Project), file.all(Penalty))


def check_list(ledger: Ledger, on: datetime.date) -> Printable:
    """专家资格审查情况表: all of the pool as checked on a day."""

    def made(head: Head) -> Listing:
        return expert_checks.check_list(head, check_lines(ledger, on), team_job.rules(), on)

    return list_document(ledger, CHECKS, on.year, expert_checks.TABLE, made, on)


def check_lines(ledger: Ledger, on: datetime.date) -> tuple[CheckLine, ...]:
    """The lines of that list, in the order of the roster; a check kept after the day is no last check yet."""
    found = []
    rules, pool = team_job.rules(), in_pool(ledger)
    with ledger.reading() as session:
        files = registers.files(REGISTER, session, [one.id for one in pool], qualifying.LOOKED_AT)
    for file in files:
        made = (one for one in file.all(QualificationCheck) if one.checked_on and one.checked_on <= on)
        last = qualifying.last_check(made)
        due = qualifying.due_on(last.checked_on) if last and last.checked_on else None
        found.append(CheckLine(file.expert, qualifying.check(file, rules, on), last, due))
    return tuple(found)


def printables(ledger: Ledger, on: datetime.date, identifier: str | None = None) -> tuple[Printable, ...]:
    """Everything experts and teams print: the papers of one expert, when one is given, then those of all."""
    own = _own(ledger, on, identifier) if identifier else ()
    return (*own, roster(ledger, on), check_list(ledger, on), *team_documents.printables(ledger, on))


def _own(ledger: Ledger, on: datetime.date, identifier: str) -> tuple[Printable, ...]:
    file = experts.read(ledger, identifier)
    if file is None:
        raise refuse("no_expert", "专家库里没有这位专家，可能已被撤销。请刷新列表再试。")
    return (qualification_checks(file, ledger, on), *team_documents.letters_of_expert(ledger, on, identifier, file.name))
