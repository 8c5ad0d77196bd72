"""Documents of the service teams: 专家服务队名单, 聘书, “一企一策” 服务方案.

Each function gives a ``Printable`` at once; the ledger is read when it is first asked for. Teams and needs are those of the day.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import replace

from datong_desktop.documents import team_forms, team_lists
from datong_desktop.documents.about import About
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.form_document import FormDocument
from datong_desktop.documents.letters import Letters
from datong_desktop.documents.list_parts import Head
from datong_desktop.documents.listing import Listing
from datong_desktop.domain.problem import refuse
from datong_desktop.services import team_lines
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.printables import Printable, of_form, of_letters
from datong_desktop.services.registry_documents import head_of, list_document
from datong_desktop.services.staffing import ServiceObject
from datong_desktop.services.team_ledger import service_objects, staffing_on

LIST, LETTER, PLAN = "专家服务队名单", team_forms.LETTER, "“一企一策”服务方案"
ALL_TEAMS = "全部服务队"


def team_list(ledger: Ledger, on: datetime.date) -> Printable:
    """专家服务队名单 of the teams that stood on a day, with their coverage."""

    def made(head: Head) -> Listing:
        now = staffing_on(ledger, on)
        return team_lists.team_list(head, team_lines.team_lines(now), now.rules, on, team_lines.without_team(now))

    return list_document(ledger, LIST, on.year, LIST, made, on)


def letters(
    ledger: Ledger, on: datetime.date, label: str, named: str, *, teams: Collection[str] | None = None, expert: str = ""
) -> Printable:
    """聘书, a page each: of everyone in these teams or in all, or of one ``expert`` in them; ``named`` ends the file's name.
    ``Refused`` (no_appointment) where nobody is, when it is made."""

    def make() -> tuple[Letters, About]:
        head = head_of(ledger, on.year)
        found = team_lines.serving(staffing_on(ledger, on), teams, expert)
        if not found:
            raise refuse("no_appointment", f"“{label}”在 {on} 没有成员，没有聘书可打印。请先把专家加入服务队。")
        return team_forms.letters(head, found), About(f"{LETTER} {clean(named)}", clean(head.office), on)

    return of_letters(label, f"{head_of(ledger, on.year).city}企业上市挂牌专家服务队{LETTER}_{clean(named)}", make)


def letters_of_teams(ledger: Ledger, on: datetime.date) -> tuple[Printable, ...]:
    """聘书 of all teams, its variants the single teams; none where there is no team."""
    teams, _ = service_objects(ledger, on)
    each = [letters(ledger, on, one.team.name, one.team.name, teams=[one.team.id]) for one in teams]
    if not each:
        return ()
    whole = letters(ledger, on, ALL_TEAMS, ALL_TEAMS)
    return (replace(whole, label=LETTER, variants=(whole, *each), parted_by="服务队"),)


def letters_of_expert(ledger: Ledger, on: datetime.date, expert: str, name: str) -> tuple[Printable, ...]:
    """聘书 of one expert, a page for each team he or she is in; none where that is none."""
    teams, _ = service_objects(ledger, on)
    own = [one.team.id for one in teams if expert in one.experts]
    return (letters(ledger, on, f"{LETTER}：{name}", name, teams=own, expert=expert),) if own else ()


def service_plan(ledger: Ledger, on: datetime.date, target: ServiceObject, name: str) -> Printable:
    """“一企一策” 服务方案 of an enterprise or a district, which is called ``name``."""

    def make() -> tuple[FormDocument, About]:
        head = head_of(ledger, on.year)
        form = team_forms.service_plan(head, team_lines.plan(ledger, staffing_on(ledger, on), target), on)
        return form, About(f"{form.title} {clean(name)}", clean(head.office), on)

    return of_form(name, f"{head_of(ledger, on.year).city}{team_forms.PLAN}_{clean(name)}", make)


def service_plans(ledger: Ledger, on: datetime.date) -> tuple[Printable, ...]:
    """“一企一策” 服务方案, its variants the objects with a team or an open need; none where there is none."""
    _, about = service_objects(ledger, on)
    each = tuple(service_plan(ledger, on, target, known.name) for target, known in about.items())
    return (replace(each[0], label=PLAN, variants=each, parted_by="服务对象"),) if each else ()


def printables(ledger: Ledger, on: datetime.date) -> tuple[Printable, ...]:
    """Everything the teams print. 聘书 and plans are made when they are wanted: they are no part of what is exported together."""
    return (team_list(ledger, on), *letters_of_teams(ledger, on), *service_plans(ledger, on))
