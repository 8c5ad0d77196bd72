"""What the window asks of every tab. A tab overrides what concerns it; the rest does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from datong_desktop.domain.year_book import YearBook
    from datong_desktop.services.changes import Changed


class TabBody(QWidget):
    """One tab of the window, with a panel at its right side."""

    def side_panel(self) -> QWidget:
        """What stands at the right of the window while this tab is shown."""
        raise NotImplementedError

    def actions_for_menu(self) -> list[QAction]:
        """What 编辑 offers while this tab is shown; each works by its key within the tab."""
        return []

    def focus_main(self) -> None:
        """The keys go where work goes on."""
        self.setFocus()

    def finish_editing(self) -> int:
        """Commit what is being typed; returns how many refused texts still wait."""
        return 0

    def show_book(self, book: YearBook | None, changed: Changed | None) -> None:
        """Show a year, or what ``changed`` of it; asked only of tabs that need a year."""

    def set_read_only(self, read_only: bool) -> None:
        """A ledger that is only looked at: nothing can be asked to be written."""

    def stop_reading(self) -> None:
        """The window closes: what is only being read is not waited for."""

    def set_compact(self, compact: bool) -> None:
        """Rows 24 px high instead of 30."""
