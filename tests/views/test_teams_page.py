"""The board of teams: formed and changed by keys and by dragging, with coverage, rules and fillers beside it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from datong_desktop import services
from datong_desktop.services import experts, needs, teams
from datong_desktop.services.staffing import ServiceObject
from datong_desktop.views import dialogs, theme
from datong_desktop.views.teams.board_table import COVERED
from datong_desktop.views.teams.board_view import level
from tests.teams import LAWYER, SECURITIES, SEVEN, of_district, pool, qualified
from tests.views.enterprise_desk import Answers
from tests.views.team_desk import TeamDesk, team_desk

Key = Qt.Key
COUNTY = ServiceObject("县区", "平城区")
OTHER = ServiceObject("县区", "云冈区")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[TeamDesk]:
    with team_desk(qtbot, tmp_path) as found:
        yield found


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    return Answers(monkeypatch)


def test_a_whole_team_is_formed_by_keys_and_its_coverage_follows(desk: TeamDesk) -> None:
    pool(desk.ledger)
    of_district(desk.ledger, "平城区")
    page = desk.open()
    assert page.table.headerData(0, Qt.Orientation.Vertical) == "平城区"
    assert desk.texts(0)[:2] == ["– 未组", ""]
    for place, short in enumerate(("券商", "基金", "银行", "担保", "会计师", "律师", "资产评估"), 1):
        desk.cell(0, short)
        desk.press(page.board, Key.Key_Insert)
        assert desk.focus == "expertChoices"
        assert len(desk.choices()) == 1
        desk.press(page.choices.view, Key.Key_Return)
        assert desk.focus == "teamBoard"
        assert desk.text(0, COVERED) == (f"✕ {place}/7" if place < 7 else "✓ 7/7")
    assert desk.text(0, desk.column("券商")) == "★专家1 1/4"
    assert desk.text(0, desk.column("律师")) == "专家6 1/4"
    assert desk.text(0, desk.column("资信评级")) == ""
    assert desk.labels[0] == "组建 平城区专家服务队"
    assert page.summary.text() == "1 个服务对象，1 支服务队，✓ 都合要求"
    desk.workspace.undo_stack.undo()
    assert desk.text(0, COVERED) == "✕ 6/7"
    assert desk.text(0, desk.column("资产评估")) == "✕ 缺"
    assert desk.refusals == []


def test_what_is_missing_is_quoted_in_the_panel(desk: TeamDesk) -> None:
    people = pool(desk.ledger)
    teams.form(desk.ledger, COUNTY, [people[SECURITIES]])
    desk.open()
    assert "\t✕ “平城区”的服务队缺少律师事务所的专家。" in desk.rules
    assert "附件5 四（一）：服务队包括券商、基金、银行、担保" in desk.rules
    assert "成员负荷\t✓ 符合" in desk.rules
    desk.cell(0, "券商")
    assert "专家1\t负责人；参与过 3 个资本运作项目，负荷 1/4" in desk.rules


def test_a_member_leaves_with_a_reason_and_the_hole_is_filled_from_the_panel(desk: TeamDesk, answers: Answers) -> None:
    people = pool(desk.ledger)
    second = qualified(desk.ledger, "接替", LAWYER, projects=8)
    team = teams.form(desk.ledger, COUNTY, [people[kind] for kind in SEVEN]).touched["team"]
    page = desk.open()
    desk.cell(0, "律师")
    answers.with_texts(reason="")
    desk.press(page.board, Key.Key_Delete)
    assert "请填离队理由" in answers.reasons[0]
    answers.with_texts(reason="调往外地")
    desk.press(page.board, Key.Key_Delete)
    assert answers.seen == ["专家6离开平城区专家服务队"] * 2
    assert desk.text(0, desk.column("律师")) == "✕ 缺"
    assert page.panel.offer.text() == "补上律师的空席"
    offered = [button.text() for button in page.panel.fillers.findChildren(QPushButton) if not button.isHidden()]
    assert offered == ["＋ 接替", "＋ 专家6"]
    assert page.panel.fillers.findChildren(QLabel)[0].text() == "参与过 8 个资本运作项目，负荷 1/4"
    page.panel.fillers.findChildren(QPushButton)[0].click()
    assert desk.text(0, desk.column("律师")) == "接替 1/4"
    (identifier,) = team
    assert [one.reason for one in teams.history(desk.ledger, identifier) if one.left_on] == ["调往外地"]
    assert second in services.team_ledger.staffing(desk.ledger, datetime.date.today()).teams[identifier].experts


def test_dragging_shows_what_would_be_and_dropping_stores_it(desk: TeamDesk) -> None:
    people = pool(desk.ledger)
    teams.form(desk.ledger, COUNTY, [people[SECURITIES]])
    of_district(desk.ledger, "云冈区")
    page = desk.open()
    assert desk.drag(0, people[LAWYER], drop=False)
    assert desk.text(0, desk.column("律师")) == "＋专家6 1/4"
    assert desk.text(0, COVERED) == "✕ 2/7"
    assert desk.labels == []
    page.table.preview(-1, None)
    assert desk.text(0, desk.column("律师")) == "✕ 缺"
    assert desk.drag(1, people[SECURITIES])
    assert desk.labels == ["组建 云冈区专家服务队"]
    assert desk.text(1, desk.column("券商")) == "★专家1 2/4"


def test_who_cannot_come_is_refused_while_dragged_and_told_why(desk: TeamDesk) -> None:
    people = pool(desk.ledger)
    teams.form(desk.ledger, COUNTY, [people[SECURITIES]])
    experts.edit(desk.ledger, [people[LAWYER]], {"bad_credit": 1})
    page = desk.open()
    assert not desk.drag(0, people[LAWYER], drop=False)
    assert desk.text(0, desk.column("律师")) == "＋▲专家6 1/4"
    page.table.preview(-1, None)
    assert desk.messages[-1] == "“平城区”的专家专家6不符合申报条件：有不良诚信记录。"
    desk.cell(0, "律师")
    assert desk.choices() == ["✕ 专家6"]
    assert page.choices.hint.text() == "✕ 有不良诚信记录"
    desk.press(page.choices.view, Key.Key_Return)
    assert desk.refusals == ["“平城区”的专家专家6不符合申报条件：有不良诚信记录。没有加入。"]
    assert page.panel.offer.text() == "没有能补律师的空席的专家"


def test_nothing_is_read_while_somebody_is_dragged_over_the_board(desk: TeamDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the coverage would not be there within a frame (``dev.py bench``)."""
    people = pool(desk.ledger)
    of_district(desk.ledger, "云冈区")
    teams.form(desk.ledger, COUNTY, [people[kind] for kind in SEVEN[:5]])
    desk.open()
    reads: list[object] = []
    monkeypatch.setattr(type(desk.ledger), "reading", lambda *given: reads.append(given))
    assert desk.drag(0, people[LAWYER], drop=False)
    assert desk.drag(1, people[LAWYER], drop=False)
    monkeypatch.undo()
    assert reads == []


def test_the_leader_is_changed_by_key_and_only_to_a_securities_expert(desk: TeamDesk) -> None:
    people = pool(desk.ledger)
    second = qualified(desk.ledger, "乙", SECURITIES)
    teams.form(desk.ledger, COUNTY, [people[SECURITIES], second, people[LAWYER]])
    page = desk.open()
    desk.cell(0, "律师")
    page.actions_by_name["teamLead"].trigger()
    assert "负责人由券商专家担任" in desk.refusals[0]
    desk.cell(0, "券商")
    assert desk.text(0, desk.column("券商")) == "★专家1 1/4、乙 1/4"
    page.actions_by_name["teamLead"].trigger()
    menu = page.findChild(QMenu, "memberMenu")
    assert isinstance(menu, QMenu)
    menu.actions()[1].trigger()
    menu.close()
    assert desk.text(0, desk.column("券商")) == "★乙 1/4、专家1 1/4"


def test_a_member_is_replaced_by_the_best_who_can(desk: TeamDesk, answers: Answers) -> None:
    people = pool(desk.ledger)
    qualified(desk.ledger, "接替", LAWYER, projects=8)
    teams.form(desk.ledger, COUNTY, [people[SECURITIES], people[LAWYER]])
    page = desk.open()
    desk.cell(0, "律师")

    def answer(dialog: Any) -> None:
        assert dialog.record_form.values()["successor"] == "接替（样例律师事务所）"
        dialog.record_form.cells["reason"].editor.setPlainText("回避")
        dialog.record_form.cells["reason"].editor.commit()
        dialog.try_accept()

    answers.by(answer)
    page.actions_by_name["teamReplace"].trigger()
    assert desk.text(0, desk.column("律师")) == "接替 1/4"
    assert desk.labels == ["平城区专家服务队 专家6换成接替"]


def test_a_team_is_formed_for_a_named_object_its_period_changed_and_dissolved(desk: TeamDesk, answers: Answers) -> None:
    pool(desk.ledger)
    page = desk.open()
    assert page.table.rowCount() == 0
    assert not page.actions_by_name["teamAdd"].isEnabled()
    answers.with_texts(object="没有的企业")
    page.actions_by_name["teamNew"].trigger()
    assert "企业库里也没有这家企业" in answers.reasons[0]
    answers.with_texts(object="平城")
    page.actions_by_name["teamNew"].trigger()
    answers.with_texts(object="平城区", valid_to="20990101")
    page.actions_by_name["teamNew"].trigger()
    assert desk.texts(0)[-1] == "2099-01-01"
    answers.with_texts(valid_to="20000101")
    page.actions_by_name["teamPeriod"].trigger()
    assert "早于有效期起" in answers.reasons[-1]
    answers.with_texts(reason="服务期满")
    page.actions_by_name["teamDissolve"].trigger()
    assert page.table.rowCount() == 0
    assert desk.labels[-1] == "解散 平城区专家服务队"


def test_the_cursor_stays_at_its_object_and_a_hidden_page_reads_when_shown(desk: TeamDesk) -> None:
    people = pool(desk.ledger)
    of_district(desk.ledger, "云冈区")
    page = desk.open()
    assert page.current is not None
    desk.workspace.perform(needs.create, COUNTY)
    assert page.current.target == OTHER
    page.hide()
    desk.workspace.perform(teams.form, COUNTY, [people[SECURITIES]])
    assert page.table.rows[0].team == ""
    page.show()
    assert page.table.rows[0].team
    assert page.show_object(COUNTY)
    assert not page.show_object(ServiceObject("县区", "阳高县"))
    desk.workspace.set_ledger(None)
    assert page.table.rowCount() == 0


@pytest.mark.parametrize("width", [1366, 910])
def test_every_type_stays_in_sight(desk: TeamDesk, width: int) -> None:
    """At 1366×768, and there at 150 %; names that are long for it are cut off, the cursor's colour stays."""
    people = [qualified(desk.ledger, f"样例专家{number:02}", kind) for number, kind in enumerate(SEVEN[:-1], 1)]
    teams.form(desk.ledger, COUNTY, people)
    of_district(desk.ledger, "平城区")
    page = desk.open()
    desk.window.setMinimumSize(0, 0)
    desk.window.resize(width, 512)
    desk.qtbot.waitUntil(lambda: desk.window.width() == width)
    board, last = page.board, page.table.columnCount() - 1
    assert board.horizontalScrollBar().maximum() == 0
    assert board.visualRect(page.table.index(0, last)).right() <= board.viewport().width()
    desk.cell(0, "资产评估")
    option = QStyleOptionViewItem()
    board.itemDelegate().initStyleOption(option, board.currentIndex())
    assert (option.text, option.palette.highlightedText().color()) == ("✕ 缺", theme.colors().red)  # type: ignore[attr-defined]
    option.rect = board.visualRect(page.table.index(0, desk.column("银行")))  # type: ignore[attr-defined]
    board.itemDelegate().initStyleOption(option, page.table.index(0, desk.column("银行")))
    assert option.text.startswith("样例专家02")  # type: ignore[attr-defined]


def test_on_a_narrow_page_the_experts_come_when_somebody_is_chosen(desk: TeamDesk) -> None:
    pool(desk.ledger)
    of_district(desk.ledger, "平城区")
    page = desk.open()
    assert page.choices.isVisible()
    desk.window.setMinimumSize(0, 0)
    desk.window.resize(910, 512)
    desk.qtbot.waitUntil(lambda: not page.choices.isVisible())
    desk.cell(0, "律师")
    desk.press(page.board, Key.Key_Insert)
    assert page.choices.isVisible()
    assert desk.focus == "expertChoices"
    desk.press(page.choices.view, Key.Key_Escape)
    assert not page.choices.isVisible()
    assert desk.focus == "teamBoard"
    desk.press(page.board, Key.Key_Insert)
    desk.press(page.choices.view, Key.Key_Return)
    assert not page.choices.isVisible()
    assert desk.text(0, desk.column("律师")) == "专家6 1/4"
    desk.window.resize(1366, 640)
    desk.qtbot.waitUntil(page.choices.isVisible)


@pytest.mark.parametrize(("least", "room", "width"), [([20, 20, 20], 90, 30), ([20, 60, 20], 120, 30), ([50, 60], 90, 0), ([], 90, 90)])
def test_columns_share_a_room_alike(least: list[int], room: int, width: int) -> None:
    assert level(least, room) == width


def test_an_empty_board_says_what_to_do(desk: TeamDesk) -> None:
    page = desk.open()
    asked: list[None] = []
    page.needsRequested.connect(lambda: asked.append(None))
    empty = page.findChild(QWidget, "noTeams")
    assert isinstance(empty, QWidget)
    assert empty.isVisible()
    second = empty.findChildren(QPushButton)[1]
    second.click()
    assert len(asked) == 1
    of_district(desk.ledger, "平城区")
    page.read()
    assert page.board.isVisible()
    assert not empty.isVisible()


def test_a_proposal_is_asked_for_from_the_board(desk: TeamDesk) -> None:
    pool(desk.ledger)
    of_district(desk.ledger, "平城区")
    page = desk.open()
    page.actions_by_name["teamPropose"].trigger()
    desk.settle()
    dialog = desk.window.findChild(QWidget, "proposalDialog")
    assert isinstance(dialog, QWidget)
    assert dialog.isVisible()
    dialog.close()


def test_what_became_of_a_team_can_be_read_after_it_was_dissolved(desk: TeamDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    people = pool(desk.ledger)
    of_district(desk.ledger, "平城区")
    (one,) = teams.form(desk.ledger, COUNTY, [people[SECURITIES]]).touched["team"]
    teams.form(desk.ledger, OTHER, [people[SECURITIES]])
    teams.dissolve(desk.ledger, one, "对象已上市")
    page = desk.open()
    page.show_object(COUNTY)
    shown: list[Any] = []
    monkeypatch.setattr(dialogs, "ask", shown.append)
    page.actions_by_name["teamHistory"].trigger()
    (dialog,) = shown
    desk.qtbot.addWidget(dialog)
    texts = [row.texts for row in dialog.table.rows]
    assert [(text[1], text[2], text[3]) for text in texts] == [
        ("平城区专家服务队", "已解散", what) for what in ("解散", "加入", "组建")
    ]
    assert texts[0][5] == "对象已上市"
    assert dialog.facts.toPlainText().split("\t") == ["组队方案", "手工组建"]
    dialog.which.setCurrentIndex(1)
    assert {row.texts[1] for row in dialog.table.rows} == {"平城区专家服务队", "云冈区专家服务队"}


def test_a_team_leads_to_its_visits(desk: TeamDesk) -> None:
    people = pool(desk.ledger)
    teams.form(desk.ledger, COUNTY, [people[SECURITIES]])
    page = desk.open()
    asked: list[Any] = []
    page.visitRequested.connect(asked.append)
    page.visitsRequested.connect(asked.append)
    page.actions_by_name["teamVisit"].trigger()
    page.actions_by_name["teamVisits"].trigger()
    assert asked == [{"team_name": "平城区专家服务队"}, "平城区"]
