"""What the service log asks for, what its fields offer, and what is told of one visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from datong_desktop import services
from datong_desktop.domain.counts import normalise_digits
from datong_desktop.domain.fields import Field, Kind, Value, show
from datong_desktop.domain.service_log import PROBLEM_KINDS
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.service_visits import EXPERTS, KEYED, OBJECT, TEAM
from datong_desktop.views.records.editors import Offers, spell
from datong_desktop.views.records.record_list import ListWords
from datong_desktop.views.widgets.choice_list import offered, several
from datong_desktop.views.widgets.parsed_field import Offer
from datong_desktop.views.widgets.plain_text import Lines

WORDS = ListWords("visit", "服务记录", "条", "搜索：服务对象、服务队、专家、问题、建议、结果")
_KNOWN = {field.id: field for field in KEYED}
ENTRY: tuple[tuple[Field, ...], ...] = tuple(
    tuple(replace(_KNOWN[name], kind=Kind.TEXT) if _KNOWN[name].kind is Kind.LONG else _KNOWN[name] for name in row)
    for row in (
        (TEAM.id, "visited_on", OBJECT.id, EXPERTS.id, "days", "kind"),
        ("problem", "advice", "result", "solved", "follow_up", "due_on"),
    )
)
"""The fields of the quick entry, row by row, in the order they are keyed; each on one line."""
CLOSING = tuple(replace(_KNOWN[name], hint="") for name in ("closed_on", "solved", "result"))
TOLD = (TEAM.id, EXPERTS.id, "visited_on", "days", "kind", "problem", "advice", "result", "solved", "follow_up", "due_on", "closed_on")


def offers(ledger: Callable[[], Ledger | None]) -> Offers:
    """What F4 and typing propose."""
    return {
        TEAM.id: teams(ledger), OBJECT.id: objects(ledger), EXPERTS.id: several(experts(ledger)),
        "kind": offered(PROBLEM_KINDS, spell),
    }  # fmt: skip


def tidy_kind(text: str) -> str:
    """A number is the kind of that number in the list; any other word stays."""
    plain = normalise_digits(text)
    return PROBLEM_KINDS[int(plain) - 1] if plain.isdecimal() and 1 <= int(plain) <= len(PROBLEM_KINDS) else text


def teams(ledger: Callable[[], Ledger | None]) -> Offer:
    return _named(ledger, lambda opened: services.service_names.offered_teams(opened))


def experts(ledger: Callable[[], Ledger | None]) -> Offer:
    """The experts of the pool, one at a time."""
    return _named(ledger, lambda opened: services.service_names.offered_experts(opened))


def objects(ledger: Callable[[], Ledger | None]) -> Offer:
    """Districts and enterprises, looked for in the ledger: there may be a hundred thousand."""

    def find(text: str) -> Sequence[tuple[str, str]]:
        opened = ledger()
        found = services.service_names.offered_objects(opened, text) if opened else ()
        return [(name, name) for name in found]

    return find


def _named(ledger: Callable[[], Ledger | None], read: Callable[[Ledger], Sequence[str]]) -> Offer:
    """Names read anew each time the list is opened, and kept while it is typed on."""
    kept: list[Offer] = []

    def find(text: str) -> Sequence[tuple[str, str]]:
        opened = ledger()
        if opened is not None and (not kept or not text):
            kept[:] = [offered(read(opened), spell, numbered=False)]
        return kept[0](text) if kept else ()

    return find


def facts(line: Mapping[str, Value]) -> Lines:
    """What is told of a visit at a glance: everything that was keyed."""
    told = tuple((_KNOWN[name].label, show(_KNOWN[name], line.get(name))) for name in TOLD)
    return (("状态", str(line.get("state") or "没有要办的事")), *(pair for pair in told if pair[1]))
