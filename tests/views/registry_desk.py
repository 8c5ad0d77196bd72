"""A window on a ledger with synthetic enterprises, the registry shown and read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from datong_desktop import services
from datong_desktop.settings import Settings
from tests import synthetic_enterprises
from tests.storage import made_once
from tests.views.windows import Key, Seat


@made_once
def make_registry(path: Path, count: int, *, year: int | None = 2022) -> None:
    """A closed ledger with so many enterprises."""
    ledger = services.ledger.create_ledger(path, office="大同市金融办", operator="王某", year=year)
    if count:
        synthetic_enterprises.fill(ledger, count)
    ledger.close()


class RegistrySeat(Seat):
    """A clerk at the registry."""

    def __init__(self, qtbot: QtBot, path: Path, settings: Settings | None = None) -> None:
        super().__init__(qtbot, settings)
        self.open(path)
        self.window.show_tab("enterprises")
        self.read()

    def read(self) -> None:
        """Wait until search and filters answer."""
        self.qtbot.waitUntil(lambda: self.list.index is not None, timeout=20_000)
        self.settle()

    @property
    def list(self) -> Any:
        return self.window.enterprise_tab.list

    @property
    def names(self) -> list[str]:
        return [self.list.table.line(one)["name"] for one in self.list.table.ids]

    @property
    def count(self) -> str:
        return str(self.find("enterpriseCount").text())

    def search(self, text: str) -> None:
        """Typed key by key into the search field, Chinese as the input method hands it over."""
        self.list.open_search()
        for letter in text:
            if letter.isascii():
                self.qtbot.keyClicks(self.list.search, letter)
            else:
                self.list.search.insert(letter)

    def filter(self, name: str, key: str) -> None:
        box = self.list.filters.boxes[name]
        box.setCurrentIndex(box.findData(key))

    def act(self, name: str) -> None:
        self.window.enterprise_tab.actions_by_name[name].trigger()

    def press(self, *keys: Key) -> None:
        """Keys into the table."""
        for key in keys:
            self.qtbot.keyClick(self.list.view, key)
