"""The page of needs: registered and changed by dialogs, wishes and conflicts, what is suggested, the way to the team."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from datong_desktop.domain.enterprise import Intermediary
from datong_desktop.services import enterprises, needs, teams
from datong_desktop.services.staffing import ServiceObject
from datong_desktop.services.team_ledger import staffing
from datong_desktop.settings import Settings
from datong_desktop.views import theme
from datong_desktop.views.dialogs.list_import import ListImportDialog
from datong_desktop.views.teams.action_row import ActionRow
from datong_desktop.views.teams.needs_page import NeedsPage
from tests.registry import made as enterprise
from tests.storage import new_ledger
from tests.strategies import DATA
from tests.teams import LAWYER, SECURITIES, of_district, of_enterprise, pool
from tests.views.enterprise_desk import Answers
from tests.views.team_desk import Key, TeamDesk, team_desk
from tests.views.windows import Seat

COUNTY = ServiceObject("县区", "平城区")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[TeamDesk]:
    with team_desk(qtbot, tmp_path) as found:
        yield found


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    return Answers(monkeypatch)


def opened(desk: TeamDesk) -> NeedsPage:
    page = NeedsPage(desk.workspace, Settings())
    page.statusMessage.connect(desk.messages.append)
    desk.show(page, page.panel)
    desk.qtbot.waitUntil(lambda: page.list.index is not None)
    return page


def rows(page: NeedsPage) -> list[str]:
    return [str(page.list.table.line(one)["object"]) for one in page.list.table.ids]


def test_needs_are_registered_changed_and_closed(desk: TeamDesk, answers: Answers) -> None:
    enterprise(desk.ledger, "样例企业001有限公司", district="云冈区")
    page = opened(desk)
    free = [name for name, action in page.actions_by_name.items() if action.isEnabled()]
    assert free == ["needNew", "needImport", "needPaste", "needTemplate"]
    answers.with_texts(object="样例企业001有限公司", picked_by="市工信局", urgency="紧急")
    page.actions_by_name["needNew"].trigger()
    assert rows(page) == ["样例企业001有限公司"]
    assert page.list.view.objectName() == "needTable"
    assert "推荐单位\t市工信局" in page.panel.text.toPlainText()
    answers.with_texts(object="样例企业001有限公司")
    page.actions_by_name["needNew"].trigger()
    assert "已经有一项没有了结的服务需求" in answers.reasons[-1]
    answers.with_texts(urgency="一般")
    desk.press(page.list.view, Key.Key_Return)
    assert page.list.table.line(page.list.table.ids[0])["urgency"] == "一般"
    page.actions_by_name["needClose"].trigger()
    assert rows(page) == []
    desk.workspace.undo_stack.undo()
    assert rows(page) == ["样例企业001有限公司"]
    assert desk.refusals == []


def test_needs_are_found_by_the_name_of_the_object(desk: TeamDesk) -> None:
    for name in ("样例企业001有限公司", "样例企业002有限公司"):
        of_enterprise(desk.ledger, enterprise(desk.ledger, name), fields="IPO")
    needs.create(desk.ledger, COUNTY)
    page = opened(desk)
    assert len(rows(page)) == 3
    page.list.search.setText("002")
    assert rows(page) == ["样例企业002有限公司"]
    page.list.search.setText("平城")
    assert rows(page) == ["平城区"]
    page.list.search.clear()
    box = page.list.filters.boxes["team"]
    box.setCurrentIndex(box.findData("已组队"))
    assert rows(page) == []
    desk.workspace.perform(teams.form, COUNTY, [pool(desk.ledger)[SECURITIES]])
    assert rows(page) == ["平城区"]
    page.list.sort_by("object", descending=False)
    assert rows(page) == ["平城区"]


def test_wishes_and_conflicts_stand_in_the_panel(desk: TeamDesk, answers: Answers) -> None:
    pool(desk.ledger)
    needs.create(desk.ledger, COUNTY)
    page = opened(desk)
    answers.with_texts(expert="专家6（样例律师事务所）", wanted="否", reason="回避")
    page.actions_by_name["needWish"].trigger()
    assert "意愿\t不希望由专家6服务（回避）" in page.panel.text.toPlainText()
    page.actions_by_name["needWish"].trigger()
    menu = page.findChild(QMenu, "wishMenu")
    assert [action.text() for action in menu.actions()] == ["不希望由专家6服务…", "另一位专家…"]
    answers.with_texts(wanted="是", reason="合作过")
    menu.actions()[0].trigger()
    assert "意愿\t希望由专家6服务（合作过）" in page.panel.text.toPlainText()
    assert answers.seen[-1] == "平城区对专家6的意愿"
    menu.close()
    page.actions_by_name["needWithdraw"].trigger()
    assert desk.messages[-1] == "这个对象没有登记过回避"
    answers.with_texts(institution="样例银行机构", ground="持股")
    page.actions_by_name["needConflict"].trigger()
    assert "回避\t样例银行机构：持股" in page.panel.text.toPlainText()
    answers.with_texts(ground="持股")
    page.actions_by_name["needConflict"].trigger()
    assert "没有说明谁要回避" in answers.reasons[-1]
    page.actions_by_name["needWithdraw"].trigger()
    menu = page.findChild(QMenu, "conflictMenu")
    assert isinstance(menu, QMenu)
    menu.actions()[0].trigger()
    menu.close()
    assert "回避\t" not in page.panel.text.toPlainText()


def test_a_suggested_conflict_is_declared_with_one_press(desk: TeamDesk) -> None:
    people = pool(desk.ledger)
    company = enterprise(desk.ledger)
    enterprises.save(desk.ledger, "中介", Intermediary(company, 1, kind="律师事务所", name="样例律师事务所"))
    of_enterprise(desk.ledger, company)
    page = opened(desk)
    assert "▲ 建议\t已聘“样例律师事务所”（律师事务所），是否要回避请核对" in page.panel.text.toPlainText()
    (button,) = page.hints.findChildren(QPushButton)
    assert button.text() == "＋ 登记回避：样例律师事务所"
    button.click()
    (pair,) = staffing(desk.ledger, datetime.date.today()).problem().conflicts
    assert pair[1] == people[LAWYER]
    assert "▲ 建议" not in page.panel.text.toPlainText()


def test_without_a_suggestion_the_panel_ends_where_those_of_the_other_pages_do(desk: TeamDesk) -> None:
    of_district(desk.ledger, "平城区")
    page = opened(desk)
    page.list.view.selectRow(0)
    assert not page.hints.isVisible()
    assert page.panel.height() - page.panel.open_button.geometry().bottom() - 1 == theme.MARGIN


def test_what_there_is_no_room_for_is_in_the_menu_of_the_row(desk: TeamDesk) -> None:
    of_district(desk.ledger, "平城区")
    page = opened(desk)
    row = page.findChild(ActionRow)
    assert all(button.isVisible() for button in row.buttons.values())
    assert not row.more.isVisible()
    assert [name for name, button in row.buttons.items() if button.property("primary")] == ["needNew"]
    desk.window.setMinimumSize(0, 0)
    desk.window.resize(910, 512)
    desk.qtbot.waitUntil(row.more.isVisible)
    shown = [button.text() for button in row.buttons.values() if button.isVisible()]
    hidden = [action.text() for action in row.more.menu().actions()]
    assert shown + hidden == [page.actions_by_name[name].text() for name in row.buttons]
    assert row.more.geometry().right() <= row.width()
    assert all(button.width() >= button.sizeHint().width() for button in row.buttons.values() if button.isVisible())
    desk.window.resize(1366, 640)
    desk.qtbot.waitUntil(lambda: not row.more.isVisible())


def test_the_way_leads_on_to_the_team(desk: TeamDesk) -> None:
    needs.create(desk.ledger, COUNTY)
    page = opened(desk)
    asked: list[ServiceObject] = []
    page.teamRequested.connect(asked.append)
    page.actions_by_name["needTeam"].trigger()
    assert asked == [COUNTY]
    page.stop_reading()


class NeedSeat(Seat):
    """A clerk at the page of needs of a whole window."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__(qtbot)
        made = new_ledger(folder)
        made.close()
        self.open(made.path)
        self.window.show_tab("teams")
        self.window.activateWindow()
        self.page = self.window.team_tab.turn_to("needs", focus=True)
        self.settle()

    def rows(self) -> int:
        return len(self.page.list.table.ids)


def test_a_list_is_imported_previewed_and_undone_in_one_step(qtbot: QtBot, tmp_path: Path, answers: Answers) -> None:
    seat = NeedSeat(qtbot, tmp_path)
    shown: list[str] = []

    def take(dialog: ListImportDialog) -> None:
        shown.extend((dialog.windowTitle(), dialog.summary.text(), dialog.import_button.text()))
        dialog.accept()

    answers.by(take)
    seat.window.need_flow.import_path(DATA / "experts_districts.xlsx")
    seat.settle()
    qtbot.waitUntil(lambda: seat.rows() == 11, timeout=10_000)
    assert shown[0] == "导入服务对象 — experts_districts.xlsx"
    assert "工作表「服务对象」导入：新增 11 个" in shown[1]
    assert shown[2] == "导入 11 个服务对象(&I)"
    assert seat.window.menus.actions["undo"].text() == "撤销 导入 experts_districts.xlsx"
    seat.trigger("undo")
    seat.settle()
    qtbot.waitUntil(lambda: seat.rows() == 0, timeout=10_000)


def test_what_was_copied_in_excel_comes_in_with_ctrl_v(qtbot: QtBot, tmp_path: Path, answers: Answers) -> None:
    seat = NeedSeat(qtbot, tmp_path)
    QGuiApplication.clipboard().setText("名称\t需求领域\n平城区\tIPO\n云冈区\t税务\n")
    answers.by(lambda dialog: dialog.accept())
    qtbot.keyClick(seat.page.list.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    seat.settle()
    qtbot.waitUntil(lambda: seat.rows() == 2, timeout=10_000)
    seat.page.list.search.setFocus()
    qtbot.keyClick(seat.page.list.search, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)  # there it is text
    assert seat.page.list.search.text().startswith("名称")
    seat.settle()
    assert answers.seen == ["导入服务对象 — 剪贴板"]
