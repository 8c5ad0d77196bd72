"""The score tab alone, on books made of the case workbooks' figures or of chosen ones."""

from __future__ import annotations

import contextlib
import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from datong_desktop import paths
from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.scheme_file import parse_scheme
from datong_desktop.domain.year_book import Cell, YearBook
from datong_desktop.services.changes import Changed
from datong_desktop.views.scores.score_tab import ScoreTab
from datong_desktop.views.tables.score_table import ScoreKey
from tests import looks

DATA = Path(__file__).parents[1] / "data"
EXPECTED: dict[str, dict[str, Any]] = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
SCORED = sorted(name for name, case in EXPECTED.items() if case.get("rows"))
NOW = datetime.datetime(2023, 3, 15, 10, 32, tzinfo=datetime.UTC)
CHANGED = Changed("录入", NOW, 1)
DECISION = Disqualification(
    2022, "广灵县", "虚报“新三板”挂牌企业 1 家", datetime.date(2023, 3, 15), "同金发〔2023〕3号"
)


def datong() -> Scheme:
    file = paths.resources() / "schemes" / "datong-2022.toml"
    return parse_scheme(file.read_text(encoding="utf-8"), file.name)


def second_scheme() -> Scheme:
    return parse_scheme((DATA / "second-scheme.toml").read_text(encoding="utf-8"), "second-scheme.toml")


def case_book(name: str) -> YearBook:
    """The book of a case workbook, from its expected values."""
    case, scheme = EXPECTED[name], datong()
    figures = {
        (row["district"], indicator.id): value
        for row in case["rows"]
        for indicator, value in zip(scheme.indicators, row["values"], strict=True)
        if value is not None
    }
    decisions = tuple(Disqualification(case["year"], d, "虚报", None, "") for d in case["disqualified"])
    return YearBook(case["year"], scheme, figures, decisions=decisions)


def filled(scheme: Scheme, year: int = 2022) -> YearBook:
    """Every cell keyed, all different within a column."""
    figures: Mapping[Cell, int] = {
        (d, i.id): (row * 7 + n * 3) % 13
        for row, d in enumerate(scheme.districts)
        for n, i in enumerate(scheme.indicators)
    }
    return YearBook(year, scheme, dict(figures))


@contextlib.contextmanager
def dressed() -> Iterator[QApplication]:
    """The application in the program's own font and look; as before afterwards."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with looks.of_the_program(app):
        yield app


class ScoreDesk:
    """A shown tab with its panel, driven by keys."""

    def __init__(self, qtbot: QtBot, book: YearBook) -> None:
        self.qtbot = qtbot
        self.tab = ScoreTab()
        self.panel = self.tab.side_panel()
        self.window = QWidget()
        qtbot.addWidget(self.window)
        row = QHBoxLayout(self.window)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tab, 1)
        row.addWidget(self.panel)
        self.panel.setFixedWidth(280)
        self.panel.show()
        self.table, self.view = self.tab.table, self.tab.view
        self.window.resize(1366, 640)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.tab.show_book(book, None)
        self.tab.setFocus()

    def show_without(self, *cells: Cell) -> None:
        """The plain case with these cells blank, as after a change."""
        book = case_book("annex1_plain.xlsx")
        self.tab.show_book(replace(book, figures={c: v for c, v in book.figures.items() if c not in cells}), CHANGED)

    def key(self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget(), key, held)

    def go(self, row: int, column: int) -> None:
        self.view.setCurrentIndex(self.table.index(row, column))

    def text(self, row: int, column: int) -> str:
        return str(self.table.index(row, column).data())

    def row(self, row: int) -> list[str]:
        return [self.text(row, column) for column in range(self.table.columnCount())]

    def column(self, column: int) -> list[str]:
        return [self.text(row, column) for row in range(self.table.rowCount())]

    @property
    def current(self) -> ScoreKey | None:
        return self.view.current_key()
