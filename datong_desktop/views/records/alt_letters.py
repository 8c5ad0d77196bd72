"""Alt letters for the labels of a form that is made from fields: from A on as one reads, so that the eye finds them."""

from __future__ import annotations

import string
from collections.abc import Collection, Sequence

from datong_desktop.domain.fields import Field

LETTERS = string.ascii_uppercase + string.digits


def alt_letters(fields: Sequence[Field], taken: Collection[str] = "") -> dict[str, str]:
    """Letter or digit by field id, none of those ``taken``. Of more fields than there are letters (the form of an
    enterprise has seven more) the first ones of the sections have one, so that every section is a key away, then the
    others in their order; the last are reached by Tab and Alt+PageDown. A letter that two labels share only moves the keys
    to and fro between them, so none is given twice."""
    free = [letter for letter in LETTERS if letter not in taken]
    heads = {field.section: field.id for field in reversed(fields)}
    by_need = sorted(fields, key=lambda field: field.id not in heads.values())  # in their order otherwise
    lettered = {field.id for field in by_need[: len(free)]}
    return dict(zip((field.id for field in fields if field.id in lettered), free, strict=False))
