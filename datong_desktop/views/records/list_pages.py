"""What stands in the place of the rows of a list when there are none: why, and the next step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget

from datong_desktop.services.listed import Listed, Query
from datong_desktop.views.records.record_view import RecordView
from datong_desktop.views.widgets.welcome import EmptyState

PUT_AWAY = "archived"


class ListPages(QStackedWidget):
    """The rows; nothing yet; nothing that answers the search; nothing but what is put away (归档, 了结)."""

    def __init__(
        self, view: RecordView, empty: EmptyState, listed: Listed, title: str,
        clear: Callable[[], object], ask: Callable[[Query], object],
    ) -> None:  # fmt: skip
        super().__init__()
        self.view, self.empty = view, empty
        again = ("清除搜索和筛选", "全部显示（Ctrl+Shift+F）", clear)
        self._no_hits = EmptyState("noHits", f"没有符合的{title}", "", (again,))
        self._all_put_away: EmptyState | None = None
        for one in listed.filters:
            word = dict(one.choices or ()).get(PUT_AWAY)
            if word is not None:
                query = Query(chosen={one.id: PUT_AWAY})
                show = (f"显示{word}的", f"只列出{word}的{title}", lambda query=query: ask(query))
                text = f"{word}的{title}平时不列出来，资料都留着。"
                self._all_put_away = EmptyState("allPutAway", f"{title}都{word}", text, (show,))
        for page in (view, empty, self._no_hits, self._all_put_away):
            if page is not None:
                self.addWidget(page)

    def show_for(self, *, rows: bool, some: bool, query: Query) -> QWidget:
        """Show the page for a list with ``rows`` on show, or with none of ``some`` records; gives what of it takes the keys."""
        page = self.view if rows else self.empty if not some else self._no_hits
        if page is self._no_hits and self._all_put_away and not query.words and not any(query.chosen.values()):
            page = self._all_put_away
        self.setCurrentWidget(page)
        return page.buttons[0] if isinstance(page, EmptyState) else page

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to search."""
        return self.currentWidget() is self.empty

    @property
    def misses(self) -> bool:
        """Whether the search or the filters leave nothing."""
        return self.currentWidget() is self._no_hits
