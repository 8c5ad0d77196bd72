"""批次: the applications of a batch, what they lack, the panel meeting's list, one step for many at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from datong_desktop import services
from datong_desktop.domain.application import Move, batch_label, batch_of
from datong_desktop.domain.standing import missing_text
from datong_desktop.services.batches import BatchLine, BatchView
from datong_desktop.services.changes import Changed
from datong_desktop.services.ledger import Ledger
from datong_desktop.views import background, theme
from datong_desktop.views.dialogs import resize_within_screen
from datong_desktop.views.enterprises.choice_row import choice, choice_row
from datong_desktop.views.enterprises.enterprise_acts import EnterpriseActs
from datong_desktop.views.indicators.cell_panel import wrapped_label
from datong_desktop.views.records.fact_table import FactTable, Row
from datong_desktop.views.workspace import Workspace

COLUMNS = (
    ("企业", 192), ("县区", 64), ("收到", 88), ("状态", 72), ("层次", 112), ("缺材料", 144), ("复核意见", 0), ("申报渠道", 72),
)  # fmt: skip
SHOWN: tuple[tuple[str, Callable[[BatchView], tuple[BatchLine, ...]]], ...] = (
    ("全部申报", lambda view: view.lines),
    ("缺材料", lambda view: view.lacking),
    ("复核会名单", lambda view: view.for_panel),
)


class BatchOverview(QDialog):
    """Signal ``openAsked(str enterprise id)``."""

    openAsked = Signal(str)

    def __init__(self, workspace: Workspace, acts: EnterpriseActs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("batchView")
        self.setWindowTitle("申报批次")
        self._workspace, self._acts = workspace, acts
        self.view: BatchView | None = None
        self._reading, self._stale = background.Latest(self), True
        self.batch = choice("batchChoice", "批次")
        self.shown = choice("batchShown", "名单")
        for combo in (self.batch, self.shown):  # the batches come later
            combo.setSizeAdjustPolicy(combo.SizeAdjustPolicy.AdjustToContents)
        for text, _ in SHOWN:
            self.shown.addItem(text)
        self.counts, self.arranged = wrapped_label(), wrapped_label(muted=True)
        self.counts.setObjectName("batchCounts")
        self.table = FactTable("batchTable", "批次里的申报", COLUMNS)
        self.table.openAsked.connect(self.openAsked)
        self._lay_out()
        self.batch.currentIndexChanged.connect(self.reload)
        self.shown.currentIndexChanged.connect(self._fill)
        workspace.saved.connect(self._follow)  # no lambda: a closed window must not hear of it
        workspace.ledgerChanged.connect(self.reject)
        self._fill()
        self.table.setFocus()

    def _lay_out(self) -> None:
        top, below = choice_row(("批次(&B)", self.batch), ("名单(&L)", self.shown)), QHBoxLayout()
        self.meeting_button = self._button("batchMeeting", "复核会安排(&M)…", "复核会的日期、地点", self._arrange)
        self.moves_button = self._button("batchMoves", "办理选中的(&V)…", "给选中的企业办理同一步", None)
        menu = QMenu(self.moves_button)
        for move in (one for one in Move if one is not Move.APPLY):
            menu.addAction(f"{move}…", partial(self._move, move))
        self.moves_button.setMenu(menu)
        self.open_button = self._button("batchOpen", "打开(&O)", "打开选中企业的登记（Enter）", self._open)
        for button in (self.open_button, self.moves_button, self.meeting_button):
            below.addWidget(button)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.GAP)
        layout.addLayout(top)
        layout.addWidget(self.counts)
        layout.addWidget(self.arranged)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)
        resize_within_screen(self, 1040, 560)

    def _button(self, name: str, text: str, tip: str, act: Callable[[], object] | None) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        if act is not None:
            button.clicked.connect(lambda _=False: act())
        return button

    # -- reading ------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _follow(self, changed: Changed) -> None:
        """Read anew what something was written of, at once or when it is looked at again."""
        if services.batches.concerned(self.view, changed):
            self._stale = True
            if self.isVisible():
                self.reload()

    def reload(self) -> None:
        """Read the batches and the chosen one anew, in a thread."""
        if (ledger := self._workspace.ledger) is not None:
            chosen = self.batch.currentData()
            self._stale = False
            self._reading.read(lambda: _read(ledger, chosen), lambda found: self._show(*found))

    def _show(self, counted: Mapping[str, int], view: BatchView) -> None:
        self.view = view
        with QSignalBlocker(self.batch):
            self.batch.clear()
            for batch in sorted({batch_of(datetime.date.today()), *counted}, reverse=True):
                self.batch.addItem(f"{batch_label(batch)}（{counted.get(batch, 0)} 家）", batch)
            self.batch.setCurrentIndex(self.batch.findData(view.batch))
        self._fill()

    def _fill(self) -> None:
        view, writable = self.view, self._workspace.writable
        for button in (self.meeting_button, self.moves_button):
            button.setEnabled(writable and view is not None)
        if view is None:
            self.counts.setText("正在读取…")
            return
        states = "、".join(f"{state} {count}" for state, count in view.by_state.items())
        places = "、".join(f"{district or '县区未填'} {count}" for district, count in view.by_district.items())
        lacking = f"；▲ {len(view.lacking)} 家缺材料" if view.lacking else ""
        self.counts.setText(f"{len(view.lines)} 家申报：{states}{lacking}\n{places}" if view.lines else "这一批次还没有申报")
        meeting = view.arranged
        told = "　".join(str(part) for part in (meeting.meeting_on, meeting.place, meeting.note) if part)
        self.arranged.setText(f"复核会：{told}" if told else "复核会还没有安排")
        self.table.show_rows([_row(line) for line in SHOWN[self.shown.currentIndex()][1](view)])
        self.moves_button.setEnabled(writable and bool(self.table.rows))
        self.open_button.setEnabled(bool(self.table.rows))

    def _open(self) -> None:
        if chosen := self.table.chosen():
            self.openAsked.emit(chosen[0])

    def _move(self, move: Move) -> None:
        if chosen := self.table.chosen():
            self._acts.move_many(move, chosen, self)

    def _arrange(self) -> None:
        if self.view is not None:
            self._acts.batch(self.view.arranged, self)


def _read(ledger: Ledger, batch: str | None) -> tuple[Mapping[str, int], BatchView]:
    """The number of applications by batch, and one batch: the newest there are any of when none is chosen yet."""
    counted = dict(services.pool.batches(ledger))
    newest = next((one for one, count in counted.items() if count), batch_of(datetime.date.today()))
    return counted, services.pool.batch_view(ledger, batch or newest)


def _row(line: BatchLine) -> Row:
    lacking = f"▲ {len(line.missing_materials)} 项：{missing_text(line.missing_materials)}" if line.missing_materials else "✓ 齐"
    received = f"{line.received_on}" if line.received_on else ""
    texts = (line.name, line.district, received, line.state, line.tier, lacking, line.panel.text, line.recommender)
    return Row(line.enterprise, texts)
