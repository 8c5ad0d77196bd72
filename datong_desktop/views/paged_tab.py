"""A tab of several pages, each a ``TabBody`` of its own: what the window asks of the tab, the page on show answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from datong_desktop.views.tab_body import Doubt, TabBody

if TYPE_CHECKING:
    from datong_desktop.services.printables import Printable

Page = tuple[str, str, str]
"""Name, title, and what it is for."""


class PagedTab(TabBody):
    """Signal ``pageShown()``. A page is made when it is first shown: ``make(name)``. Alt and a number turn to one; ``more`` are
    acts offered on every page."""

    pageShown = Signal()

    def __init__(self, name: str, title: str, pages: Sequence[Page], make: Callable[[str], TabBody], more: Sequence[QAction] = ()) -> None:
        super().__init__()
        self.setObjectName(name)
        self._names, self._make = [page for page, _, _ in pages], make
        self._built: dict[str, TabBody] = {}
        self._read_only = self._compact = False
        self.bar = QTabBar()
        self.bar.setObjectName(f"{name}Pages")
        self.bar.setAccessibleName(f"{title}的各页")
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self._stack, self._panels = QStackedWidget(), QStackedWidget()
        self._actions: list[QAction] = []
        for number, (page, words, tip) in enumerate(pages, 1):
            self.bar.addTab(words)
            self.bar.setTabToolTip(number - 1, f"{tip}（Alt+{number}）")
            self._actions.append(self._turning(page, words, f"Alt+{number}"))
        self._actions += more
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)
        self.bar.currentChanged.connect(self._turned)
        self._show()

    def _turning(self, page: str, words: str, key: str) -> QAction:
        action = QAction(words, self)
        action.setObjectName(f"page_{page}")
        action.setShortcut(QKeySequence(key))
        action.setToolTip(f"转到{words}（{key}）")
        action.triggered.connect(lambda _=False: self.turn_to(page, focus=True))
        return action

    # -- pages --------------------------------------------------------------------------------------------

    @property
    def page(self) -> str:
        """The name of the page on show."""
        return self._names[self.bar.currentIndex()]

    def body(self) -> TabBody:
        return self.page_named(self.page)

    def page_named(self, name: str) -> TabBody:
        """A page, made when it is first asked for."""
        if name not in self._built:
            body = self._built[name] = self._make(name)
            body.set_read_only(self._read_only)
            body.set_compact(self._compact)
            self._stack.addWidget(body)
            self._panels.addWidget(body.side_panel())
        return self._built[name]

    def turn_to(self, name: str, *, focus: bool = False) -> TabBody:
        """Show a page; with ``focus`` it has the keys."""
        self.bar.setCurrentIndex(self._names.index(name))
        body = self.body()
        if focus:
            body.focus_main()
        return body

    def _turned(self) -> None:
        shown = self._stack.currentWidget()
        if isinstance(shown, TabBody):
            shown.finish_editing()
        self._show()
        self.pageShown.emit()

    def _show(self) -> None:
        body = self.body()
        self._stack.setCurrentWidget(body)
        self._panels.setCurrentWidget(body.side_panel())

    # -- what the window asks for -------------------------------------------------------------------------

    def side_panel(self) -> QWidget:
        return self._panels

    def actions_for_menu(self) -> dict[str, list[QAction]]:
        return {"data": self._actions}

    def focus_main(self) -> None:
        self.body().focus_main()

    def finish_editing(self) -> int:
        return self.body().finish_editing()

    def open_search(self) -> bool:
        return self.body().open_search()

    def printables(self) -> Sequence[Printable]:
        return self.body().printables()

    def subject(self) -> str:
        return self.body().subject()

    def doubt(self) -> Doubt | None:
        return self.body().doubt()

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        for body in self._built.values():
            body.set_read_only(read_only)

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        for body in self._built.values():
            body.set_compact(compact)

    def stop_reading(self) -> None:
        for body in self._built.values():
            body.stop_reading()
