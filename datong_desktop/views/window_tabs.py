"""The tabs of a window: made when they are first shown, remembered by name, told what concerns them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from datong_desktop.views.tabs import NAMES, TABS, TabPlace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStackedWidget

    from datong_desktop.domain.year_book import YearBook
    from datong_desktop.services.changes import Changed
    from datong_desktop.views.enterprises.enterprise_tab import EnterpriseTab
    from datong_desktop.views.main_window import MainWindow
    from datong_desktop.views.paged_tab import PagedTab
    from datong_desktop.views.scores.score_tab import ScoreTab
    from datong_desktop.views.tab_body import TabBody
    from datong_desktop.views.teams.expert_page import ExpertPage
    from datong_desktop.views.todo_flow import TodoFlow


class WindowTabs:
    """Mixed into ``MainWindow``. What the tabs are stands in ``views/tabs.py``."""

    def start_tabs(self) -> None:
        """Before anything else: no tab is made yet."""
        self._built: dict[str, TabBody] = {}
        self._todos: TodoFlow | None = None
        self._behind: set[str] = set()
        """Tabs that were not told of another year yet: they are when they are looked at."""

    @property
    def _window(self) -> MainWindow:
        return cast("MainWindow", self)

    def tab(self, name: str) -> TabBody:
        """A tab by its name in ``views/tabs.py``, made when it is first needed."""
        if name not in self._built:
            from datong_desktop.views import window_parts

            place = TABS[NAMES.index(name)]
            self._built[name] = window_parts.build_tab(self._window, place)
        return self._built[name]

    @property
    def score_tab(self) -> ScoreTab:
        return cast("ScoreTab", self.tab("scores"))

    @property
    def enterprise_tab(self) -> EnterpriseTab:
        return cast("EnterpriseTab", self.tab("enterprises"))

    @property
    def team_tab(self) -> PagedTab:
        return cast("PagedTab", self.tab("teams"))

    @property
    def expert_page(self) -> ExpertPage:
        """The first page of 专家服务队."""
        return cast("ExpertPage", self.team_tab.page_named("experts"))

    @property
    def todos(self) -> TodoFlow:
        """待办, read from the first tab on that has such matters: opening the window does not wait for it."""
        if self._todos is None:
            from datong_desktop.views.todo_flow import TodoFlow

            window = self._window
            self._todos = flow = TodoFlow(window.workspace, {name: _title(name) for name in ("enterprises", "teams")}, window)
            flow.openAsked.connect(self._open_enterprise)
            flow.pageAsked.connect(window.show_team_task)
            flow.message.connect(window.say)
            flow.counted.connect(self._show_count)
        return self._todos

    def _open_enterprise(self, identifier: str) -> None:
        self.turn_to("enterprises")
        self.enterprise_tab.pages.open(identifier)

    def _show_count(self, name: str, count: int) -> None:
        title = _title(name)
        self._window.tabs.setTabText(NAMES.index(name), f"{title} ({count})" if count else title)

    @property
    def built_tabs(self) -> tuple[TabBody, ...]:
        return tuple(self._built.values())

    @property
    def shown_tab(self) -> TabPlace:
        return TABS[self._window.tabs.currentIndex()]

    @property
    def shown_place(self) -> TabPlace:
        """The shown tab, or the shown page of it."""
        place = self.shown_tab
        return next((page for page in place.pages if page.name == self.team_tab.page), place)

    def turn_to(self, name: str) -> None:
        """Show a tab; the keys stay where they are."""
        self._window.tabs.setCurrentIndex(NAMES.index(name))

    def room(self, name: str) -> QStackedWidget:
        """Where a tab is shown, or why there is nothing to show in it."""
        return cast("QStackedWidget", self._window.tabs.widget(NAMES.index(name)))

    def show_room(self) -> None:
        """The shown tab, or what says that it needs a year first."""
        place = self.shown_tab
        room, empty = self.room(place.name), place.needs_year and self._window.workspace.book is None
        if empty:
            room.addWidget(self._window.no_year)  # out of the room it was in before
        room.setCurrentWidget(self._window.no_year if empty else self.tab(place.name))
        self._window.panel.setVisible(self._window.settings.panel_shown and not empty)
        self._window.tool_row.show_year(place.needs_year, self._window.workspace.book)

    def show_book_in_tabs(self, book: YearBook | None, changed: Changed | None) -> None:
        """Tell the tabs that show a year; ``changed`` None: of another one."""
        for place in TABS:
            if place.needs_year and place.name in self._built:
                self._show_book(place.name, book, changed)

    def _show_book(self, name: str, book: YearBook | None, changed: Changed | None) -> None:
        """Another year is scored when its scores are looked at; a change within the year at once, so that it flashes.
        The keying grid is always up to date."""
        hidden = name not in (self.shown_tab.name, "indicators")
        if hidden and (changed is None or name in self._behind):
            self._behind.add(name)
        else:
            self._behind.discard(name)
            self._built[name].show_book(book, changed)

    def tab_changed(self, place: int) -> None:
        self._window.finish_editing()
        name = NAMES[place]
        shown = self.tab(name)
        if name in self._behind:
            self._show_book(name, self._window.workspace.book, None)
        self._window.panel.setCurrentWidget(shown.side_panel())
        self.page_changed()
        self._window.menus.update_district()
        self._window.find_bar.hide()
        self.show_room()
        if shown is self._window.indicator_tab:
            self._window.indicator_tab.panel.show_cell(self._window.indicator_tab.current_cell())

    def page_changed(self) -> None:
        """Offer what the shown tab and the shown page of it can do."""
        tab, place = self.tab(self.shown_tab.name), self.shown_place
        for button, widget in self._window.tool_buttons.items():
            widget.setVisible(button in place.buttons)
        self._window.menus.show_tab_actions(tab, tab.body())
        self._window.menus.update_papers()


def _title(name: str) -> str:
    return TABS[NAMES.index(name)].title
