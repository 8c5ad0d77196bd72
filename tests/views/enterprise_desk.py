"""The form of an enterprise over a real ledger, for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.views import dialogs
from datong_desktop.views.background import Job
from datong_desktop.views.enterprises.enterprise_form import EnterpriseForm
from datong_desktop.views.records.cell_view import CellView
from datong_desktop.views.records.record_dialog import RecordDialog
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
        self.notices: list[str] = []
        self.workspace.saved.connect(lambda changed, _: self.notices.append(changed.told))
        self.refusals: list[object] = []
        self.workspace.refused.connect(self.refusals.append)
        qtbot.addWidget(self.page)
        qtbot.addWidget(self.page.panel)  # which a window would take in
        self.page.resize(1086, 700)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.settle()

    def settle(self) -> None:
        """Wait for the index of names."""
        self.qtbot.waitUntil(lambda: not Job._alive, timeout=10_000)

    def editor(self, name: str) -> Any:
        self.page.activateWindow()
        self.qtbot.waitUntil(self.page.isActiveWindow)
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


def fill(dialog: RecordDialog, **texts: str) -> None:
    """Texts into the fields of a record dialog as if typed, each left again."""
    for name, text in texts.items():
        editor = dialog.record_form.cells[name].editor
        editor.setText(text)
        editor.setModified(True)
        editor.commit()


class Answers:
    """Answers the record dialogs one after the other, in place of ``dialogs.ask``."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._acts: list[Callable[[Any], object]] = []
        self.seen: list[str] = []
        self.reasons: list[str] = []
        monkeypatch.setattr(dialogs, "ask", self._ask)

    def with_texts(self, **texts: str) -> None:
        """The next dialog is filled so and accepted."""

        def act(dialog: RecordDialog) -> None:
            fill(dialog, **texts)
            dialog.try_accept()

        self._acts.append(act)

    def by(self, act: Callable[[Any], object]) -> None:
        self._acts.append(act)

    def _ask(self, dialog: Any) -> bool:
        self.seen.append(dialog.windowTitle())
        dialog.show()
        self._acts.pop(0)(dialog)
        self.reasons.append(dialog.reason.text() if hasattr(dialog, "reason") else "")
        dialog.hide()
        dialog.deleteLater()
        return bool(dialog.result())
