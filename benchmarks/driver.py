"""Drives the real window in a process of its own and prints milliseconds as JSON.

``keying LEDGER`` keys cells; ``opening SMALL BIG`` opens two ledgers in turn and switches their years.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from datong_desktop import app as program
from datong_desktop.settings import Settings
from datong_desktop.views import theme
from datong_desktop.views.main_window import MainWindow

PATIENCE = 60.0
WARM_UP = 20
CELLS = 300
TURNS = 9


class Paints(QObject):
    """Counts the paint events of one widget."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


class Driver:
    """A shown window, the grid and the score table in it, and how long acts on them take."""

    def __init__(self) -> None:
        self.app = program.make_application()
        theme.apply(self.app, "light")
        self.window = MainWindow(Settings(operator="测速"))
        self.window.show()
        self.grid = self._table("indicatorGrid")
        assert self.window.score_tab  # made when first asked for
        self.scores = self._table("scoreTable")
        self.paints = Paints()
        self.grid.viewport().installEventFilter(self.paints)
        self._alarm = QTimer(singleShot=True)  # wakes a wait that nothing else would end
        self.until(lambda: self.window.windowHandle().isExposed())

    def _table(self, name: str) -> QTableView:
        found = self.window.findChild(QTableView, name)
        if found is None:
            raise LookupError(f"the window has no {name}")
        return found

    @staticmethod
    def _focus() -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the keyboard"
        return found

    def until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        self._alarm.start(int(PATIENCE * 1000))
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError("the window did not come to it")
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def timed(self, act: Callable[[], object], done: Callable[[], bool]) -> float:
        """Milliseconds from an act until its effect was painted in the grid."""
        self.app.processEvents()
        painted = self.paints.count
        began = time.perf_counter()
        act()
        self.until(lambda: done() and self.paints.count > painted)
        return (time.perf_counter() - began) * 1000

    # -- acts ---------------------------------------------------------------------------------------------

    def open(self, ledger: Path) -> float:
        if self.window.workspace.ledger is not None:
            self.window.workspace.set_ledger(None)
        workspace = self.window.workspace
        return self.timed(
            lambda: self.window.ledger_flow.open(ledger), lambda: workspace.book is not None and self.grid.isVisible()
        )

    def switch_years(self) -> list[float]:
        """To the year before and back again."""
        years = self.window.workspace.years
        chosen = [years[1], years[0]]
        return [self.timed(partial(self.window.choose_year, year), lambda: True) for year in chosen]

    def key_cell(self, text: str) -> float:
        """Milliseconds from Enter until the figure is on disk and grid and score table are drawn anew."""
        saved: list[object] = []
        connection = self.window.workspace.saved.connect(lambda changed, _: saved.append(changed))
        for digit in text:  # the first opens the editor, which has the keyboard from then on
            QTest.keyClicks(self._focus(), digit)
        self.app.processEvents()
        began = time.perf_counter()
        self.timed(lambda: QTest.keyClick(self._focus(), Qt.Key.Key_Enter), lambda: bool(saved))
        self.scores.viewport().grab()  # on a tab behind the grid: drawn all the same, so that it is counted
        taken = (time.perf_counter() - began) * 1000
        self.window.workspace.saved.disconnect(connection)
        return taken

    def key_cells(self) -> list[float]:
        book = self.window.workspace.book
        assert book is not None
        districts, indicators = book.scheme.districts, book.scheme.indicators
        taken = []
        for number in range(WARM_UP + CELLS):
            row, column = divmod(number % (len(districts) * len(indicators)), len(indicators))
            self.grid.setCurrentIndex(self.grid.model().index(row, column))
            taken.append(self.key_cell("47" if self.grid.model().index(row, column).data() != "47" else "38"))
        return taken[WARM_UP:]


def main(command: str, *ledgers: str) -> None:
    driver = Driver()
    answer: dict[str, list[float]] = {}
    if command == "keying":
        driver.open(Path(ledgers[0]))
        driver.window.show_tab("scores")  # scores that were looked at are kept up to date while the grid is keyed
        driver.window.show_tab("indicators")
        driver.grid.setFocus()
        answer["keyed"] = driver.key_cells()
    else:
        for turn in range(1 + TURNS):
            for name, ledger in zip(("small", "big"), ledgers, strict=True):
                opened = driver.open(Path(ledger))
                switched = driver.switch_years()
                if turn:
                    answer.setdefault(f"{name} open", []).append(opened)
                    answer.setdefault(f"{name} switch", []).extend(switched)
    driver.window.close()
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
