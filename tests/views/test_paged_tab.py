"""专家服务队 as one tab of several pages: each answers for itself what the window asks of a tab."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QTabBar
from pytestqt.qtbot import QtBot

from datong_desktop.services.ledger import Ledger
from datong_desktop.services.staffing import ServiceObject
from datong_desktop.views.tabs import TEAM_PAGES
from tests.registry import admitted
from tests.storage import new_ledger
from tests.teams import of_district, pool
from tests.views.windows import Key, Seat

PAGES = [place.name for place in TEAM_PAGES]


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path) -> Seat:
    ledger = new_ledger(tmp_path)
    pool(ledger)
    of_district(ledger, "平城区")
    ledger.close()
    seat = Seat(qtbot).open(ledger.path)
    seat.window.show_tab("teams")
    seat.settle()
    return seat


def turn(seat: Seat, number: int) -> None:
    """By its key, as the clerk does."""
    seat.window.activateWindow()
    key = (Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_4, Key.Key_5)[number - 1]
    focus = QApplication.focusWidget()
    assert focus is not None
    seat.qtbot.keyClick(focus, key, Qt.KeyboardModifier.AltModifier)
    seat.settle()


def test_a_page_is_made_when_it_is_first_shown(seat: Seat) -> None:
    tab = seat.window.team_tab
    assert list(tab._built) == ["experts"]
    assert isinstance(seat.find("teamTabPages"), QTabBar)
    for number, name in enumerate(PAGES, 1):
        turn(seat, number)
        assert tab.page == name
        assert tab.body().isVisible()
        assert tab.body().side_panel().isVisible()
        assert tab.body().isAncestorOf(QApplication.focusWidget())
    assert list(tab._built) == PAGES


def test_menu_tool_row_and_papers_are_those_of_the_page(seat: Seat) -> None:
    tab, menus = seat.window.team_tab, seat.window.menus
    assert seat.window.expert_page.menu.menuAction().isVisible()
    assert seat.find("expertNew").isVisible()
    for number, place in enumerate(TEAM_PAGES, 1):
        turn(seat, number)
        assert menus.actions["preview"].text() == f"预览打印{place.papers}(&P)…"
        shown = [action for actions in tab.body().actions_for_menu().values() for action in actions]
        assert shown
        assert all(action.isVisible() for action in shown)
        assert tab.printables() != ()
        assert tab.subject()
    assert not seat.window.expert_page.menu.menuAction().isVisible()
    assert not seat.find("expertNew").isVisible()
    assert not any(action.isVisible() for action in seat.window.expert_page.actions_for_menu()["edit"])
    seat.window.turn_to("scores")
    assert not any(action.isVisible() for action in shown)
    seat.window.turn_to("teams")
    assert tab.page == PAGES[-1]
    assert all(action.isVisible() for action in shown)


def test_from_a_need_to_the_board(seat: Seat) -> None:
    target = ServiceObject("县区", "平城区")
    seat.window.show_team(target)
    seat.settle()
    tab = seat.window.team_tab
    assert tab.page == "board"
    assert tab.body().current.target == target
    seat.window.show_team(ServiceObject("县区", "云冈区"))
    assert "没有这个对象" in seat.status


def test_a_ledger_that_is_only_looked_at_offers_no_page_to_write_on(qtbot: QtBot, tmp_path: Path) -> None:
    ledger: Ledger = new_ledger(tmp_path)
    of_district(ledger, "平城区")
    seat = Seat(qtbot).open(ledger.path)  # the first one holds it
    assert not seat.window.workspace.writable
    seat.window.show_tab("teams")
    for name in PAGES:
        body = seat.window.team_tab.turn_to(name, focus=True)
        seat.settle()
        writing = [one for one in body.actions_for_menu()["edit"] if one.objectName().endswith(("New", "Add", "Leave", "Remove"))]
        assert not any(action.isEnabled() for action in writing), name
    seat.window.workspace.set_ledger(None)
    ledger.close()


def test_from_an_enterprise_to_the_entry_of_its_visit(qtbot: QtBot, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    admitted(ledger, "样例甲有限公司")
    ledger.close()
    seat = Seat(qtbot).open(ledger.path)
    seat.window.show_tab("enterprises")
    listed = seat.window.enterprise_tab.list
    qtbot.waitUntil(lambda: len(listed.table.ids) == 1, timeout=10_000)
    listed.view.selectRow(0)
    seat.settle()
    seat.window.enterprise_tab.menu.follow()
    seat.window.findChild(QAction, "menuExpertsVisit").trigger()
    tab = seat.window.team_tab
    assert tab.page == "log"
    entry = tab.body().entry
    assert entry.editors["object"].text() == "样例甲有限公司"
    assert entry.editors["visited_on"].value == datetime.date.today()
    entry.clear()
