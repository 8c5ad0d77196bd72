"""举措台账: what is kept for each measure over all enterprises, searched by any word; Enter leads to the enterprise."""

from __future__ import annotations

import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from datong_desktop import services
from datong_desktop.services.listed import Query
from datong_desktop.services.measure_sheets import SHEETS, Sheet, SheetLine
from datong_desktop.views import background, theme
from datong_desktop.views.dialogs import resize_within_screen
from datong_desktop.views.enterprises.choice_row import choice, choice_row
from datong_desktop.views.indicators.cell_panel import wrapped_label
from datong_desktop.views.records.fact_table import FactTable, Row
from datong_desktop.views.workspace import Workspace

CHARACTER = 8
"""Pixels a character of a column's width takes."""
MOST = 1_000
"""Rows that are shown: nobody reads more, and each costs the table."""


class MeasureOverview(QDialog):
    """Signal ``openAsked(str enterprise id)``; the window stays, so that one after the other can be done."""

    openAsked = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("measureOverview")
        self.setWindowTitle("举措台账")
        self._workspace = workspace
        self._sheet, self._reading = Sheet((), ()), background.Latest(self)
        self.kind = choice("measureKind", "台账")
        self.year = choice("measureYear", "年度")
        self.search = QLineEdit()
        self.search.setObjectName("measureSearch")
        self.search.setAccessibleName("在台账里找")
        self.search.setPlaceholderText("企业、单位、问题里的字")
        self.search.setToolTip("打几个字，只看有这些字的行；空格隔开的都要有")
        self.search.setClearButtonEnabled(True)
        self.waiting = QCheckBox("只看要办的(&W)")
        self.waiting.setObjectName("measureWaiting")
        self.waiting.setToolTip("只看还没有办完、还没有报送或跟踪的")
        self.note, self.count = wrapped_label(), QLabel()
        self.note.setObjectName("measureNote")
        self.count.setObjectName("measureCount")
        self.count.setProperty("muted", True)
        self.table = FactTable("measureTable", "台账", ())
        self.table.openAsked.connect(self._open)
        self.open_button = QPushButton("打开(&O)")
        self.open_button.setObjectName("measureOpen")
        self.open_button.setToolTip("打开选中企业的登记（Enter）")
        self.open_button.setAutoDefault(False)
        self.open_button.clicked.connect(lambda _=False: self._open(*self.table.chosen()[:1]))
        self._lay_out()
        self.kind.addItems(list(SHEETS))
        self._list_years()
        for combo in (self.kind, self.year):
            combo.currentIndexChanged.connect(self.reload)
        self.search.textChanged.connect(self._fill)
        self.waiting.toggled.connect(self._fill)
        workspace.saved.connect(self.reload)  # no lambda: a closed window must not hear of it
        workspace.ledgerChanged.connect(self.reject)
        self.reload()
        self.table.setFocus()

    def _lay_out(self) -> None:
        chosen = (("台账(&L)", self.kind), ("年度(&Y)", self.year), ("查找(&F)", self.search))
        top, below = choice_row(*chosen, wide=self.search, after=(self.waiting,)), QHBoxLayout()
        below.addWidget(self.open_button)
        below.addStretch(1)
        below.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.GAP)
        layout.addLayout(top)
        layout.addWidget(self.note)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)
        resize_within_screen(self, 1200, 600)

    def _list_years(self) -> None:
        ledger, today = self._workspace.ledger, datetime.date.today()
        for year in services.measure_sheets.years(ledger, today) if ledger else ():
            self.year.addItem(f"{year}年度", year)

    def reload(self) -> None:
        """Read the chosen sheet anew, in a thread: that of a hundred thousand takes seconds."""
        ledger, name, year = self._workspace.ledger, self.kind.currentText(), self.year.currentData()
        if ledger is None:
            return
        self.count.setText("正在读…")
        work = partial(services.measure_sheets.sheet, ledger, name, year)
        self._reading.read(work, self._show_sheet, lambda refusal: self.count.setText(str(refusal)))

    def _show_sheet(self, found: Sheet) -> None:
        before, self._sheet = self._sheet, found
        if before.columns != found.columns:
            self.table.show_columns([(heading, width * CHARACTER) for heading, width in found.columns])
        self.note.setText(found.note)
        self.note.setVisible(bool(found.note))
        self._fill()

    def _fill(self) -> None:
        words = Query(self.search.text()).words
        lines = [line for line in self._sheet.lines if _fits(line, words) and (line.waiting or not self.waiting.isChecked())]
        self.table.show_rows([_row(line) for line in lines[:MOST]])
        waiting = sum(line.waiting for line in lines)
        told = [f"{len(lines):,} 条"] + [f"▲ {waiting:,} 条要办"] * bool(waiting)
        told += [f"只列出前 {MOST:,} 条，打几个字就少了"] * (len(lines) > MOST)
        self.count.setText("，".join(told) if lines else "没有记录" if not self._sheet.lines else "没有符合的记录")
        self.open_button.setEnabled(any(line.enterprise for line in lines))

    def _open(self, enterprise: str = "") -> None:
        if enterprise:
            self.openAsked.emit(enterprise)


def _fits(line: SheetLine, words: tuple[str, ...]) -> bool:
    whole = services.listed.searchable("\n".join(line.texts))
    return all(word in whole for word in words)


def _row(line: SheetLine) -> Row:
    return Row(line.enterprise, line.texts, theme.colors().amber if line.waiting else None, "\n".join(line.texts))
