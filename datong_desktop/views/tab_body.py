"""What the window asks of every tab. A tab overrides what concerns it; the rest does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from datong_desktop.domain.year_book import YearBook
    from datong_desktop.services.changes import Changed


class TabBody(QWidget):
    """One tab of the window, with a panel at its right side."""

    def side_panel(self) -> QWidget:
        """What stands at the right of the window while this tab is shown."""
        raise NotImplementedError

    def menus(self) -> list[QMenu]:
        """Menus of its own in the menu bar while this tab is shown."""
        return []

    def actions_for_menu(self) -> dict[str, list[QAction]]:
        """What the menus (``Menus.by_name``) offer while this tab is shown; each works by its key within the tab."""
        return {}

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

    def current_district(self) -> str:
        """The official name of the district the cursor is at, "" for none."""
        return ""

    def open_search(self) -> bool:
        """Ctrl+F: whether the tab has a search of its own, which then has the keys."""
        return False

    def show_found(self, district: str, indicator: str) -> None:
        """Show a row ("" for the indicator), a column ("" for the district) or a cell; the keys stay where they are."""

    def stop_reading(self) -> None:
        """The window closes: what is only being read is not waited for."""

    def set_compact(self, compact: bool) -> None:
        """Rows 24 px high instead of 30."""
