"""The pages of needs and teams over a real ledger, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from datong_desktop.settings import Settings
from datong_desktop.views.background import Job
from datong_desktop.views.teams.board_table import BEFORE
from datong_desktop.views.teams.board_view import EXPERT_MIME
from datong_desktop.views.teams.teams_page import TeamsPage
from datong_desktop.views.workspace import Workspace
from tests.storage import new_ledger

Key = Qt.Key


class TeamDesk:
    """A clerk at the board. ``fill`` what the ledger is to hold before ``open``."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.workspace = Workspace()
        self.ledger = new_ledger(folder)
        self.refusals: list[str] = []
        self.labels: list[str] = []
        self.messages: list[str] = []
        self.workspace.refused.connect(lambda refusal: self.refusals.append(str(refusal)))
        self.workspace.saved.connect(lambda changed, _: self.labels.append(changed.label))

    def show(self, page: QWidget, panel: QWidget) -> None:
        """A window with the page and its panel."""
        self.window = QWidget()
        layout = QHBoxLayout(self.window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(page, 1)
        panel.setFixedWidth(280)
        layout.addWidget(panel)
        self.qtbot.addWidget(self.window)
        self.window.resize(1366, 640)
        self.workspace.set_ledger(self.ledger)
        self.window.show()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.settle()

    def open(self) -> TeamsPage:
        self.page = TeamsPage(self.workspace, Settings())
        self.page.statusMessage.connect(self.messages.append)
        self.show(self.page, self.page.panel)
        return self.page

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not Job._alive, timeout=10_000)

    def press(self, widget: QWidget, *keys: Key) -> None:
        for key in keys:
            self.qtbot.keyClick(widget, key)

    # -- the board ----------------------------------------------------------------------------------------

    def text(self, row: int, column: int) -> str:
        return str(self.page.table.index(row, column).data() or "")

    def texts(self, row: int) -> list[str]:
        return [self.text(row, column) for column in range(self.page.table.columnCount())]

    def cell(self, row: int, short: str) -> None:
        """Make the cell of a type current."""
        self.page.board.go_to(row, self.column(short))

    def column(self, short: str) -> int:
        return BEFORE + [kind.short for kind in self.page.table.types].index(short)

    @property
    def rules(self) -> str:
        return self.page.panel.text.toPlainText()

    def choices(self) -> list[str]:
        table = self.page.choices.table
        return [str(table.index(row, 0).data()) for row in range(table.rowCount())]

    def drag(self, row: int, expert: str, *, drop: bool = True) -> bool:
        """An expert is dragged over a row and let go there; whether the row would take him."""
        board = self.page.board
        at = board.visualRect(self.page.table.index(row, BEFORE)).center()
        data = QMimeData()
        data.setData(EXPERT_MIME, expert.encode())
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        moving = QDragMoveEvent(QPoint(at), Qt.DropAction.CopyAction, data, buttons, keys)
        board.dragMoveEvent(moving)
        if drop:
            board.dropEvent(QDropEvent(QPointF(at), Qt.DropAction.CopyAction, data, buttons, keys))
        return moving.isAccepted()

    @property
    def focus(self) -> str:
        focus = QApplication.focusWidget()
        return focus.objectName() if focus else ""


@contextmanager
def team_desk(qtbot: QtBot, folder: Path) -> Iterator[TeamDesk]:
    desk = TeamDesk(qtbot, folder)
    yield desk
    desk.settle()
    desk.workspace.set_ledger(None)
