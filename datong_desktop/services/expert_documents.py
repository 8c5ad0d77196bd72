"""Documents of the expert pool. Each function gives a ``Printable`` at once; the ledger is read when it is first asked for."""

from __future__ import annotations

import datetime
from dataclasses import replace

from datong_desktop.documents import expert_lists
from datong_desktop.domain.expert import INSTITUTION_TYPES
from datong_desktop.domain.expert_lines import RosterLine
from datong_desktop.services.expert_list import open_index
from datong_desktop.services.expert_listing import in_pool
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.printables import Printable
from datong_desktop.services.registry_documents import list_document

TITLE = "专家库名册"


def roster(ledger: Ledger, on: datetime.date) -> Printable:
    """专家库名册 of all who are not archived; its variants are the types of institution."""
    each = tuple(_of_type(ledger, on, name) for name in INSTITUTION_TYPES)
    whole = _of_type(ledger, on, "")
    return replace(whole, label=TITLE, variants=(whole, *each), parted_by="机构类型")


def _of_type(ledger: Ledger, on: datetime.date, institution_type: str) -> Printable:
    made = list_document(
        ledger, institution_type or "全部机构", on.year, f"{TITLE}{'_' if institution_type else ''}{institution_type}",
        lambda head: expert_lists.roster(head, lines(ledger, institution_type), on, institution_type), on,
    )  # fmt: skip
    return replace(made, together=not institution_type)


def lines(ledger: Ledger, institution_type: str = "") -> tuple[RosterLine, ...]:
    """The lines of the roster, in its order."""
    experts = in_pool(ledger, institution_type)
    known = open_index(ledger).lines([one.id for one in experts])
    return tuple(RosterLine(one, str(known[one.id]["qualified"]), int(str(known[one.id]["load"]))) for one in experts)


def printables(ledger: Ledger, on: datetime.date) -> tuple[Printable, ...]:
    """Everything the expert pool prints."""
    return (roster(ledger, on),)
