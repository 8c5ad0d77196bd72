"""A real main window over a real ledger, for tests: open it, answer its dialogs, press its keys."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from datong_desktop import services
from datong_desktop.settings import Settings
from datong_desktop.views.main_window import MainWindow
from tests.storage import made_once

Key = Qt.Key
D = TypeVar("D", bound=QDialog)
CASES = Path(__file__).parents[1] / "data"


def expected(case: str = "annex1_plain.xlsx") -> dict[str, Any]:
    """The expected results of one case workbook."""
    found: dict[str, Any] = json.loads((CASES / "expected.json").read_text(encoding="utf-8"))[case]
    return found


class Seat:
    """One clerk at one window."""

    def __init__(self, qtbot: QtBot, settings: Settings | None = None) -> None:
        self.qtbot = qtbot
        self.window = MainWindow(settings or Settings(operator="王某"))
        qtbot.addWidget(self.window, before_close_func=lambda _: self.leave())
        self.window.show()
        qtbot.waitExposed(self.window)

    @property
    def tab(self) -> Any:
        return self.window.indicator_tab

    @property
    def book(self) -> Any:
        return self.window.workspace.book

    def open(self, path: Path) -> Seat:
        with self.qtbot.waitSignal(self.window.workspace.ledgerChanged, timeout=10_000):
            self.window.ledger_flow.open(path)
        self.settle()
        return self

    def leave(self) -> None:
        """At the test's end: what still works in the background ends, and nobody is told in the next test."""
        from datong_desktop.views import background

        background.wait_for_all()
        for job in tuple(background.Job._alive):
            job.abandon()
        self.window.workspace.set_ledger(None)

    def settle(self) -> None:
        """Wait for the work that the window started in the background."""
        from datong_desktop.views.background import Job

        self.qtbot.waitUntil(lambda: not Job._alive, timeout=20_000)

    def type(self, *keys: Key | str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Keys into the grid or its open editor."""
        for k in keys:
            for one in k if isinstance(k, str) else [k]:
                target = self.tab.grid.open_editor() or self.tab.grid
                if isinstance(one, str):
                    self.qtbot.keyClicks(target, one)
                else:
                    self.qtbot.keyClick(target, one, held)

    def trigger(self, action: str) -> None:
        self.window.menus.actions[action].trigger()

    def answer(self, kind: type[D], act: Callable[[D], object]) -> list[D]:
        """Answer the next modal dialog of this kind when it opens."""
        seen: list[D] = []

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, kind):
                seen.append(dialog)
                act(dialog)
            else:
                QTimer.singleShot(10, look)

        QTimer.singleShot(0, look)
        return seen

    @property
    def status(self) -> str:
        return self.window.status.act.text()

    def find(self, name: str) -> Any:
        found = self.window.findChild(QWidget, name)
        assert found is not None, name
        return found


@made_once
def make_ledger(path: Path, *, year: int = 2022, figures: bool = False, scheme_text: str | None = None) -> None:
    """A closed ledger with one year, keyed from the plain case when ``figures``."""
    ledger = services.ledger.create_ledger(path, office="大同市金融办", operator="王某", year=year, scheme_text=scheme_text)
    if figures:
        book = services.assessment.read_year(ledger, year)
        cells = {
            (row["district"], i.id): value
            for row in expected()["rows"]
            for i, value in zip(book.scheme.indicators, row["values"], strict=True)
        }
        services.assessment.key_figures(ledger, year, cells, "录入")
    ledger.close()
