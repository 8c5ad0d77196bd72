"""What the window asks of every tab. A tab overrides what concerns it; the rest does nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from datong_desktop import services

if TYPE_CHECKING:
    from datong_desktop.domain.year_book import YearBook
    from datong_desktop.services.changes import Changed
    from datong_desktop.services.printables import Printable


Doubt = tuple[str, str, Callable[[], object]]
"""What is wrong with what is printed, the words of the button that mends it, and what that does."""


class TabBody(QWidget):
    """One tab of the window, with a panel at its right side."""

    usual = 0
    """Which of the printables the preview shows first."""

    def side_panel(self) -> QWidget:
        """What stands at the right of the window while this tab is shown."""
        raise NotImplementedError

    def body(self) -> TabBody:
        """What is on show: the tab itself, or the page of it."""
        return self

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

    def printables(self) -> Sequence[Printable]:
        """What 预览打印 and 全部导出 offer while this tab is shown; empty when there is nothing to print."""
        return ()

    def subject(self) -> str:
        """What the printables are about: the preview's title bar."""
        return ""

    def doubt(self) -> Doubt | None:
        """What the printables that were just given out bear a mark for."""
        return None

    def set_compact(self, compact: bool) -> None:
        """Rows 24 px high instead of 30."""


class YearTab(TabBody):
    """A tab that shows a year: what is printed with it are the year's annex tables."""

    usual = 2
    """Both tables: what is printed most."""

    printed: YearBook | None = None
    """The year as it was printed last: with what the registry says against it."""
    for_documents: Callable[[], YearBook | None] = staticmethod(lambda: None)
    """Gives the year on show for printing; the window's."""
    explain: Callable[[str, str], object] = staticmethod(lambda *_: None)
    """Leads to where a figure that differs from the registry is explained; the window's."""

    def printables(self) -> Sequence[Printable]:
        self.printed = self.for_documents()
        return services.documents.printables(self.printed) if self.printed else ()

    def subject(self) -> str:
        return f"{self.printed.scheme.city}{self.printed.year}年度" if self.printed else ""

    def doubt(self) -> Doubt | None:
        if self.printed is None or not self.printed.differences:
            return None
        first = next(iter(self.printed.differences))
        count = len(self.printed.differences)
        return f"{count} 处填报数与企业库不一致、没有说明，附表带“有差异”", "去说明", lambda: self.explain(*first)
