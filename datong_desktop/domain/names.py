"""Finding official names in what people and files write.

Tolerated: spaces, line breaks, full-width forms, other quotation marks, 区/县 left out where that is unambiguous,
and the aliases a scheme lists. Nothing else is guessed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

_DROPPED = set("“”„‟\"'‘’「」『』〝〞＂＇`´()[]【】〔〕《》<>,.;:、，。；：·・-—–_/*")
_DISTRICT_SUFFIXES = ("区", "县", "市", "旗")


def fold(text: str) -> str:
    """A text reduced to what tells names apart: NFKC, no white space, no punctuation, no invisible characters."""
    plain = unicodedata.normalize("NFKC", text)
    kept = "".join(
        c for c in plain if c not in _DROPPED and not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc", "Cs")
    )
    return unicodedata.normalize("NFKC", kept.casefold())


class NameIndex:
    """Looks official names up by any tolerated way of writing them."""

    def __init__(self, names: Sequence[str], aliases: Mapping[str, Iterable[str]], *, districts: bool) -> None:
        self.names = tuple(names)
        self._exact: dict[str, str] = {}
        for name in names:
            for written in (name, *aliases.get(name, ())):
                self._exact.setdefault(fold(written), name)
        self._short = self._short_forms() if districts else {}

    def _short_forms(self) -> dict[str, str]:
        found: dict[str, set[str]] = {}
        for name in self.names:
            folded = fold(name)
            if len(folded) > 2 and folded[-1] in _DISTRICT_SUFFIXES:
                found.setdefault(folded[:-1], set()).add(name)
        return {short: owners.pop() for short, owners in found.items() if len(owners) == 1}

    def find(self, written: str) -> str | None:
        """The official name meant by ``written``, or None when it is unknown or could mean two."""
        folded = fold(written)
        return self._exact.get(folded) or self._short.get(folded)
