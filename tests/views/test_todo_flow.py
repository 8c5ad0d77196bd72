"""待办 through the window: each tab counts its own matters, one list leads to all of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from datong_desktop.services import teams as ledger_teams
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.todo import SOON, todo
from datong_desktop.views.tabs import NAMES
from datong_desktop.views.todo_list import WHOSE, TodoList
from datong_desktop.views.todo_watch import PAGES
from tests.registry import admitted
from tests.service_desk import ServiceDesk
from tests.storage import new_ledger
from tests.teams import pool, team
from tests.views.windows import Key, Seat

TODAY = datetime.date.today()
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def counted(ledger: Ledger) -> dict[str, int]:
    """Urgent tasks by the tab whose matter they are, as the service tells them."""
    urgent = [task for task in todo(ledger, TODAY) if task.days <= SOON]
    ours = sum(task.kind in PAGES for task in urgent)
    return {"enterprises": len(urgent) - ours, "teams": ours}


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Callable[[Callable[[Ledger], object]], Seat]:
    def start(fill: Callable[[Ledger], object]) -> Seat:
        ledger = new_ledger(tmp_path)
        fill(ledger)
        ledger.close()
        return Seat(qtbot).open(ledger.path)

    return start


def title(seat: Seat, name: str) -> str:
    return seat.window.tabs.tabText(NAMES.index(name))


def listed(seat: Seat, *, within: int = 10_000) -> TodoList:
    """The list, once it has been read."""
    seat.qtbot.waitUntil(lambda: bool(seat.window.findChildren(TodoList)), timeout=within)
    (dialog,) = (one for one in seat.window.findChildren(TodoList) if one.isVisible())
    seat.qtbot.waitUntil(lambda: seat.window.todos.watch.tasks is not None, timeout=within)
    return dialog


def whose(dialog: TodoList) -> str:
    return WHOSE[dialog.whose.currentIndex()][0]


def choose(dialog: TodoList, tab: str) -> None:
    dialog.whose.setCurrentIndex([one for one, _ in WHOSE].index(tab))


def kinds(dialog: TodoList) -> set[str]:
    return {row.texts[2] for row in dialog.table.rows}


def test_each_tab_counts_its_own_and_opens_the_list_on_them(opened: Callable[..., Seat]) -> None:
    def fill(ledger: Ledger) -> None:
        admitted(ledger, legal_form="有限责任公司")
        people = list(pool(ledger).values())
        team(ledger, people[0], district="平城区", name="平城区服务队")

    seat = opened(fill)
    seat.window.show_tab("teams")
    expected = counted(seat.window.workspace.ledger)
    assert expected["teams"] >= 2  # experts who were never checked, a team with holes
    assert expected["enterprises"] >= 1
    seat.qtbot.waitUntil(lambda: title(seat, "teams") == f"专家服务队 ({expected['teams']})", timeout=10_000)
    assert title(seat, "enterprises") == f"企业库 ({expected['enterprises']})"
    for name, page in (("teams", "experts"), ("teams", "board"), ("enterprises", "")):
        seat.window.show_tab(name)
        seat.window.activateWindow()
        seat.qtbot.waitUntil(seat.window.isActiveWindow)
        if page:
            seat.window.team_tab.turn_to(page)
        seat.window.tab(name).focus_main()
        seat.settle()
        focus = QApplication.focusWidget()
        assert focus is not None
        seat.qtbot.keyClick(focus, Key.Key_T, CONTROL_SHIFT)
        dialog = listed(seat)
        assert whose(dialog) == name
        assert {kind in PAGES for kind in kinds(dialog)} == {name == "teams"}, (name, page)
        choose(dialog, "enterprises" if name == "teams" else "teams")
        assert {kind in PAGES for kind in kinds(dialog)} == {name != "teams"}
        choose(dialog, "")
        assert len(dialog.table.rows) == len(seat.window.todos.watch.tasks or ())
        assert dialog.whose.tabText(1) == f"专家服务队(&T) {expected['teams']}"
        dialog.close()
        seat.settle()


def test_the_act_stands_in_both_menus(opened: Callable[..., Seat]) -> None:
    seat = opened(pool)
    for name, menu in (("teams", lambda: seat.window.expert_page.menu), ("enterprises", lambda: seat.window.enterprise_tab.menu)):
        seat.window.show_tab(name)
        seat.settle()
        menu().follow()
        (action,) = (one for one in menu().actions() if one.objectName() == f"{name}Todo")
        assert action.isEnabled()
        assert action.toolTip().endswith("（Ctrl+Shift+T）")
        action.trigger()
        assert whose(listed(seat)) == name
    seat.window.workspace.set_ledger(None)
    assert not action.isEnabled()
    assert (title(seat, "teams"), title(seat, "enterprises")) == ("专家服务队", "企业库")


def test_a_task_leads_to_the_enterprise_or_to_the_page(opened: Callable[..., Seat]) -> None:
    def fill(ledger: Ledger) -> None:
        ServiceDesk(ledger).year()
        admitted(ledger, "样例企业009有限公司", legal_form="有限责任公司")
        soon = TODAY + datetime.timedelta(days=7)
        ledger_teams.change(ledger, "t2", {"name": "阳高县服务队", "formed_on": datetime.date(2024, 1, 10), "valid_to": soon})

    seat = opened(fill)
    seat.window.show_tab("enterprises")
    seat.settle()
    dialog = seat.window.todos.show("enterprises")
    assert dialog is listed(seat)
    tab = seat.window.team_tab

    def go(kind: str) -> str:
        """Open the first of a kind; whom it is about."""
        choose(dialog, "")
        seat.qtbot.waitUntil(lambda: kind in kinds(dialog), timeout=10_000)
        row = next(place for place, one in enumerate(dialog.table.rows) if one.texts[2] == kind)
        whom = dialog.table.rows[row].texts[3]
        dialog.table.setCurrentCell(row, 0)
        seat.qtbot.keyClick(dialog.table, Key.Key_Return)
        seat.settle()
        return whom

    go("服务后续")
    assert (seat.window.tabs.currentIndex(), tab.page) == (3, "log")
    seat.qtbot.waitUntil(lambda: len(tab.body().list.table.ids) == 3)  # those of 样例甲有限公司
    whom = go("专家复审")
    assert tab.page == "experts"
    assert (tab.body().list.query.text, tab.body().list.query.chosen) == (whom, {})
    go("服务队到期")
    assert tab.page == "board"
    assert tab.body().current.team_name == "阳高县服务队"
    go("股改期限")
    assert seat.window.tabs.currentIndex() == 0
    assert seat.window.enterprise_tab.subject() == "样例企业009有限公司"
