"""A tab whose middle is a list of records: what such tabs answer alike, and how they hear of their list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal, SignalInstance

from datong_desktop.views.records.record_list import RecordList
from datong_desktop.views.tab_body import TabBody

Slot = Callable[..., Any] | SignalInstance


class ListTab(TabBody):
    """Signal ``statusMessage(str)``. A subclass makes ``list`` and calls ``hear_list``."""

    statusMessage = Signal(str)
    list: RecordList

    def hear_list(self, *, opened: Slot, current: Slot, menu: Slot, counted: Slot) -> None:
        """What happens when a record is opened (id), becomes the current one (id), its menu is asked for (point), or other
        records are listed."""
        view = self.list.view
        view.openRequested.connect(opened)
        view.currentRecordChanged.connect(current)
        view.menuRequested.connect(menu)
        view.message.connect(self.statusMessage)
        self.list.countsChanged.connect(counted)

    def open_search(self) -> bool:
        self.list.open_search()
        return True

    def set_compact(self, compact: bool) -> None:
        self.list.view.set_compact(compact)

    def stop_reading(self) -> None:
        self.list.stop_reading()
