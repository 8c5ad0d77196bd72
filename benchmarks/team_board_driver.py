"""Drags experts over the board of a large pool in a process of its own and prints milliseconds as JSON: ``LEDGER``."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragMoveEvent

from datong_desktop import app as program
from datong_desktop.services import ledger as ledgers
from datong_desktop.settings import Settings
from datong_desktop.views import theme
from datong_desktop.views.teams.board_table import BEFORE
from datong_desktop.views.teams.board_view import EXPERT_MIME
from datong_desktop.views.teams.teams_page import TeamsPage
from datong_desktop.views.workspace import Workspace

WARM_UP, DRAGS = 20, 200


def main(path: str) -> None:
    application = program.make_application()
    theme.apply(application, "light")
    workspace = Workspace()
    workspace.set_ledger(ledgers.open_ledger(Path(path), operator="测速"))
    page = TeamsPage(workspace, Settings())
    page.resize(1366, 640)
    page.show()
    while page.now is None or not page.table.rows:
        application.processEvents()
    assert page.now is not None
    people, taken = sorted(page.now.candidates), []
    for turn in range(WARM_UP + DRAGS):
        data = QMimeData()
        data.setData(EXPERT_MIME, people[turn * 7 % len(people)].encode())
        at = page.board.visualRect(page.table.index(turn % 8, BEFORE)).center()
        moving = QDragMoveEvent(
            QPoint(at), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        application.processEvents()
        began = time.perf_counter()
        page.board.dragMoveEvent(moving)
        application.processEvents()
        if turn >= WARM_UP:
            taken.append((time.perf_counter() - began) * 1000)
    page.close()
    workspace.set_ledger(None)
    print(json.dumps({"dragged": taken}))


if __name__ == "__main__":
    main(*sys.argv[1:])
