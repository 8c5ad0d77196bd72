"""The registry in the real window, one process: ``python -m benchmarks.registry_driver LEDGER`` prints milliseconds as JSON.

Each time ends when Qt has painted what the act was for: the table's rows, or the search field where no other rows follow.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from benchmarks.driver import Driver, Paints

TYPED = ("dtyh", "ylmy", "9114020", "银河", "汽车 平", "dt yh", "zz", "0000a", "有限公司", "王建", "xyz")
"""Initials, codes, Chinese words, several words, what everything holds and what nothing does; each is taken back key by key."""
TURNS = 6


class RegistryDriver(Driver):
    """The window with a ledger open and the registry not shown yet."""

    def __init__(self, ledger: Path) -> None:
        super().__init__()
        self.open(ledger)
        self.app.processEvents()

    def open_tab(self) -> float:
        """The first time: importing and making the tab count."""
        began = time.perf_counter()
        self._show_tab()
        self.until(lambda: self.paints.count > 0)
        return (time.perf_counter() - began) * 1000

    def _show_tab(self) -> None:
        self.window.show_tab("enterprises")
        self.list = self.window.enterprise_tab.list
        self.paints, self.field = watched(self.list.view.viewport()), watched(self.list.search)

    def wait_until_read(self) -> None:
        self.until(lambda: self.list.index is not None)
        self.app.processEvents()

    def scroll_to_end(self) -> float:
        """From the first row to the last, its lines not read yet."""
        QTest.keyClick(self.list.view, Qt.Key.Key_Home)
        self.list.table.forget(self.list.table.ids)
        last = self.list.table.index(len(self.list.table.ids) - 1, 0)
        end, view = Qt.Key.Key_End, self.list.view
        return self.timed(
            lambda: QTest.keyClick(view, end), lambda: view.viewport().rect().intersects(view.visualRect(last))
        )

    def type_words(self) -> list[float]:
        taken = []
        for text in TYPED:
            for letter in text:
                taken.append(self._key(lambda letter=letter: self._type(letter)))  # type: ignore[misc]
            for _ in text:
                taken.append(self._key(lambda: QTest.keyClick(self.list.search, Qt.Key.Key_Backspace)))
        return taken

    def _type(self, letter: str) -> None:
        if letter.isascii():
            QTest.keyClicks(self.list.search, letter)
        else:
            self.list.search.insert(letter)  # as the input method hands it over

    def _key(self, act: Callable[[], object]) -> float:
        """Until other rows are painted, or the search field where the same rows stay or none are left."""
        self.app.processEvents()
        before, seen = self.list.table.ids, {paints: paints.count for paints in (self.paints, self.field)}
        began = time.perf_counter()
        act()
        others = self.list.table.ids is not before and self.list.view.isVisible()
        waited = self.paints if others else self.field
        self.until(lambda: waited.count > seen[waited])
        return (time.perf_counter() - began) * 1000


def watched(widget: QWidget) -> Paints:
    """Counts the paints of a widget."""
    paints = Paints()
    widget.installEventFilter(paints)
    return paints


def main(ledger: str) -> None:
    driver = RegistryDriver(Path(ledger))
    answer = {"opened": [driver.open_tab()]}
    driver.wait_until_read()
    answer["scrolled"] = [driver.scroll_to_end() for _ in range(TURNS)]
    driver.list.open_search()
    answer["typed"] = driver.type_words()
    driver.window.close()
    print(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
