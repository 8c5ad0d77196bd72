"""The form of an enterprise over a real ledger, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.views.background import Job
from datong_desktop.views.enterprises.enterprise_form import EnterpriseForm
from datong_desktop.views.records.cell_view import CellView
from datong_desktop.views.workspace import Workspace
from tests.registry import file
from tests.storage import new_ledger
from tests.views.keying import keyed

Key = Qt.Key


class EnterpriseDesk:
    """A clerk at the form."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.workspace = Workspace()
        self.ledger = new_ledger(folder)
        self.workspace.set_ledger(self.ledger)
        self.page = EnterpriseForm(self.workspace)
        self.messages: list[str] = []
        self.page.message.connect(self.messages.append)
        self.refusals: list[object] = []
        self.workspace.refused.connect(self.refusals.append)
        qtbot.addWidget(self.page)
        self.page.resize(1086, 700)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.settle()

    def settle(self) -> None:
        """Wait for the index of names."""
        self.qtbot.waitUntil(lambda: not Job._alive, timeout=10_000)

    def editor(self, name: str) -> Any:
        self.page.form.focus_field(name)
        return self.page.form.cells[name].editor

    def type(self, name: str, text: str, end: Key = Key.Key_Return) -> Any:
        editor = self.editor(name)
        keyed(self.qtbot, editor, text)
        self.qtbot.keyClick(editor, end)
        return editor

    def cells(self, table: CellView, *texts: str, end: Key = Key.Key_Return) -> None:
        """Texts into a table from its current cell on, each left by a key."""
        for text in texts:
            keyed(self.qtbot, table, text[0]) if text else None
            editor = table.open_editor()
            if editor is not None and text:
                keyed(self.qtbot, editor, text[1:])
                self.qtbot.keyClick(editor, end)
            else:
                self.qtbot.keyClick(table, end)

    def note(self, name: str) -> str:
        return self.page.form.cells[name].note.text()

    def buttons(self, name: str) -> list[QPushButton]:
        QApplication.processEvents()  # what was put into a layout is shown by and by
        found = self.page.findChildren(QPushButton, name)
        return [button for button in found if button.isVisible()]

    @property
    def focus(self) -> str:
        focus = QApplication.focusWidget()
        return focus.objectName() if focus else ""

    @property
    def stored(self) -> EnterpriseFile:
        """What the ledger holds of the enterprise on show."""
        return file(self.ledger, self.page.identifier)


@contextmanager
def enterprise_desk(qtbot: QtBot, folder: Path) -> Iterator[EnterpriseDesk]:
    desk = EnterpriseDesk(qtbot, folder)
    yield desk
    desk.settle()
    desk.workspace.set_ledger(None)
