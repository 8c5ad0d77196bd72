"""What the settings keep of one list: columns, their widths, the order, saved filters. Whatever is odd there counts as absent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from datong_desktop import settings as settings_file
from datong_desktop.services.listed import Query
from datong_desktop.settings import Settings

NARROWEST, WIDEST = 32, 1200


class KeptList:
    """One list's part of the settings, by the list's name. Each change is saved at once."""

    def __init__(self, settings: Settings, name: str) -> None:
        self._settings, self._name = settings, name

    def _get(self, name: str, kind: type) -> Any:
        found = self._settings.lists.get(self._name, {}).get(name)
        return found if isinstance(found, kind) else kind()

    def _set(self, name: str, value: object) -> None:
        self._settings.lists[self._name] = {**self._settings.lists.get(self._name, {}), name: value}
        settings_file.save(self._settings)

    def columns(self, known: Collection[str]) -> list[str]:
        """Ids of the columns shown, from left to right; empty when none were chosen yet."""
        return [one for one in self._get("columns", list) if one in known]

    def keep_columns(self, shown: list[str]) -> None:
        self._set("columns", shown)

    def widths(self) -> dict[str, int]:
        return {i: w for i, w in self._get("widths", dict).items() if isinstance(w, int) and NARROWEST <= w <= WIDEST}

    def keep_widths(self, widths: Mapping[str, int]) -> None:
        self._set("widths", self.widths() | dict(widths))

    def order(self, known: Collection[str]) -> tuple[str, bool]:
        """Column sorted by ("" for none) and whether the largest comes first."""
        column, descending = self._get("sort", str), self._get("descending", bool)
        return (column, descending) if column in known else ("", False)

    def keep_order(self, column: str, descending: bool) -> None:
        self._set("sort", column)
        self._set("descending", descending)

    def filters(self) -> dict[str, Query]:
        """The saved filters by name: words and chosen keys."""
        return {name: _query(kept) for name, kept in self._get("filters", dict).items() if isinstance(kept, dict)}

    def keep_filter(self, name: str, query: Query) -> None:
        kept = {"text": query.text, "chosen": dict(query.chosen)}
        self._set("filters", self._get("filters", dict) | {name: kept})

    def drop_filter(self, name: str) -> None:
        self._set("filters", {n: kept for n, kept in self._get("filters", dict).items() if n != name})


def _query(kept: Mapping[str, Any]) -> Query:
    text, chosen = kept.get("text"), kept.get("chosen")
    keys = chosen.items() if isinstance(chosen, dict) else ()
    plain = {str(name): key for name, key in keys if isinstance(key, str)}
    return Query(text if isinstance(text, str) else "", plain)
