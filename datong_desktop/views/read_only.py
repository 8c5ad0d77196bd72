"""A ledger that may only be looked at: says so for as long as it is, and notices when the other window leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from datong_desktop import services

if TYPE_CHECKING:
    from datong_desktop.services.ledger import Ledger
    from datong_desktop.views.main_window import MainWindow

LOOK_MS = 3000
"""How often to look whether the other window has left."""


class ReadOnlyWatch(QObject):
    """Looks after the open ledger of one window; ``show_ledger`` whenever that is another one."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def show_ledger(self, ledger: Ledger | None) -> None:
        """Bar, status line and the buttons that write."""
        reason = ledger.read_only_reason if ledger is not None else None
        self._window.status.show_read_only(reason or "")
        self._timer.stop()
        if ledger is not None and reason is not None:
            self._window.bar.show_message("warning", reason, ("重新打开", self._window.reopen))
            if services.other_writer.is_writing(ledger.path):
                self._timer.start()

    def look(self) -> None:
        """Offer to write once nobody else does."""
        ledger = self._window.workspace.ledger
        if ledger is None or services.other_writer.is_writing(ledger.path):
            return
        self._timer.stop()
        text = f"“{ledger.path.name}”现在没有别人在用了，重新打开就可以修改。"
        self._window.bar.show_message("info", text, ("重新打开", self._window.reopen))
