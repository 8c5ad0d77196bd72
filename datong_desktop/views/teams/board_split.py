"""The board and at its right the experts to choose from: on a narrow page only while somebody is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter

from datong_desktop.views.teams.board_view import BoardView
from datong_desktop.views.teams.expert_choices import ExpertChoices

NARROW, WIDE = 1000, 1200
"""A page narrower than the first has no room for the experts beside all types; from the second on they have more room."""
LEAST, BEGIN = 208, 300
"""The room of the experts."""


class BoardSplit(QSplitter):
    """``choose`` turns to the experts, ``leave`` back to the board."""

    def __init__(self, board: BoardView, choices: ExpertChoices) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._board, self._choices, self._choosing = board, choices, False
        self.addWidget(board)
        self.addWidget(choices)
        self.setStretchFactor(0, 1)
        self.setChildrenCollapsible(False)
        choices.setMinimumWidth(LEAST)

    def choose(self) -> None:
        """The keys go to the experts."""
        self._choosing = True
        self._arrange()
        self._board.scrollTo(self._board.currentIndex())
        self._choices.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """The keys go back to the board."""
        self._choosing = False
        self._board.setFocus()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()
            room = BEGIN if self.width() >= WIDE else LEAST
            self.setSizes([self.width() - room, room])

    def _arrange(self) -> None:
        self._choices.setVisible(self._choosing or self.width() >= NARROW)
