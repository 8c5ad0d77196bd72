"""The editor of each kind of field, and what its list offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from datong_desktop import services
from datong_desktop.domain.fields import Field, Kind
from datong_desktop.services.ledger import Ledger
from datong_desktop.views.widgets.choice_list import offered, several
from datong_desktop.views.widgets.parsed_field import LongParsedField, Offer, ParsedField
from datong_desktop.views.widgets.tag_boxes import TagBoxes

Editor = ParsedField | LongParsedField | TagBoxes
MOST_BOXES = 8
"""So many choices of tags are boxes to tick; more of them, or any word, are typed."""
Offers = Mapping[str, Offer]
"""By field id: what is offered for it instead of, or without, choices of its own."""


def make_editor(field: Field, offer: Offer | None = None) -> Editor:
    """The editor a field is keyed in."""
    if field.kind is Kind.LONG:
        return LongParsedField(field)
    if field.kind is Kind.TAGS and 0 < len(field.choices) <= MOST_BOXES:
        return TagBoxes(field)
    return ParsedField(field, offer=offer or _own_offer(field))


def _own_offer(field: Field) -> Offer | None:
    if field.kind is Kind.TRUTH:
        return lambda _: [("是", "1　是"), ("否", "0　否")]
    if field.choices:
        found = offered(field.choices, spell, numbered=field.kind is Kind.CHOICE)
        return several(found) if field.kind is Kind.TAGS else found
    return None


@cache
def spell(text: str) -> str:
    """The initials of a choice."""
    return services.initials.initials(text)


def earlier_values(ledger: Callable[[], Ledger | None], record: type, field: Field) -> Offer:
    """What the ledger holds in this field already, commonest first, before the field's own choices; read when first
    asked for. Of tags single words, behind the field's own choices, read anew each time the list is opened: what was typed for
    one record is offered for the next."""
    kept: list[Offer] = []

    def find(text: str) -> Sequence[tuple[str, str]]:
        opened = ledger()
        if opened is not None and (not kept or (tags and not text)):
            known = services.suggestions.earlier_values(opened, record, field.id)
            words = (*field.choices, *(word for value in known for word in value.split("、"))) if tags else (*known, *field.choices)
            kept[:] = [offered(tuple(dict.fromkeys(words)), spell, numbered=False)]
        return kept[0](text) if kept else ()

    tags = field.kind is Kind.TAGS
    return several(find) if tags else find
