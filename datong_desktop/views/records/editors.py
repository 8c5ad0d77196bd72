"""The editor of each kind of field, and what its list offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from datong_desktop import services
from datong_desktop.domain.fields import Field, Kind
from datong_desktop.services.ledger import Ledger
from datong_desktop.views.widgets.choice_list import offered
from datong_desktop.views.widgets.parsed_field import LongParsedField, Offer, ParsedField
from datong_desktop.views.widgets.tag_boxes import TagBoxes

Editor = ParsedField | LongParsedField | TagBoxes
Offers = Mapping[str, Offer]
"""By field id: what is offered for it instead of, or without, choices of its own."""


def make_editor(field: Field, offer: Offer | None = None) -> Editor:
    """The editor a field is keyed in."""
    if field.kind is Kind.LONG:
        return LongParsedField(field)
    if field.kind is Kind.TAGS:
        return TagBoxes(field)
    return ParsedField(field, offer=offer or _own_offer(field))


def _own_offer(field: Field) -> Offer | None:
    if field.kind is Kind.TRUTH:
        return lambda _: [("是", "1　是"), ("否", "0　否")]
    if field.choices:
        return offered(field.choices, spell, numbered=field.kind is Kind.CHOICE)
    return None


@cache
def spell(text: str) -> str:
    """The initials of a choice."""
    return services.initials.initials(text)


def earlier_values(ledger: Callable[[], Ledger | None], record: type, field: Field) -> Offer:
    """What the ledger holds in this field already, commonest first, before the field's own choices; read when first
    asked for."""
    kept: list[Offer] = []

    def find(text: str) -> Sequence[tuple[str, str]]:
        opened = ledger()
        if not kept and opened is not None:
            known = services.suggestions.earlier_values(opened, record, field.id)
            kept.append(offered(tuple(dict.fromkeys((*known, *field.choices))), spell, numbered=False))
        return kept[0](text) if kept else ()

    return find
