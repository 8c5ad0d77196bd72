"""智能组队 through its window: asked, watched, stopped, looked at, accepted whole and in part; what stands against it is said."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from datong_desktop import settings as settings_file
from datong_desktop.domain.service_team import Wish
from datong_desktop.domain.team_clash import Clash, Rule
from datong_desktop.domain.team_weights import WORDS
from datong_desktop.services import needs, team_job, team_offer
from datong_desktop.services.staffing import ServiceObject
from datong_desktop.services.team_ledger import staffing
from datong_desktop.services.team_offer import office_weights
from datong_desktop.services.team_proposal import Impossible, Search
from datong_desktop.views.background import Job
from datong_desktop.views.teams import proposal_words as words
from datong_desktop.views.teams.proposal_dialog import ProposalDialog, open_proposal
from tests.storage import new_ledger, opened
from tests.teams import DAY, LAWYER, SECURITIES, of_district, pool, qualified, stored
from tests.views.proposal_desk import ProposalDesk
from tests.views.test_dialog_sizes import SCREENS
from tests.views.test_keyboard_reach import check, letters, stops, tabbed
from tests.views.windows import Seat

Key = Qt.Key
COUNTY, OTHER = ServiceObject("县区", "平城区"), ServiceObject("县区", "云冈区")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[ProposalDesk]:
    found = ProposalDesk(qtbot, tmp_path)
    yield found
    found.dialog.close()
    found.workspace.set_ledger(None)


def test_it_comes_with_all_needs_ticked_and_the_offices_weights(desk: ProposalDesk) -> None:
    order = desk.parts.inputs.order
    assert order == team_offer.Order((desk.one, desk.two), team_job.rules().weights)
    assert [desk.parts.inputs.needs.item(row).text() for row in range(2)] == ["平城区（法律，已有服务队）", "云冈区（没有写需求领域）"]
    assert desk.parts.start.isEnabled()
    assert not desk.parts.accept_all.isEnabled()
    desk.parts.inputs.all.click()
    assert desk.parts.inputs.order.needs == ()
    assert not desk.parts.start.isEnabled()


def test_the_teams_stand_beside_todays_with_reasons_and_the_next_choice(desk: ProposalDesk) -> None:
    desk.propose()
    assert desk.said.startswith("✓ 2 支服务队，共 ")
    assert "已证明最优" in desk.said
    table = desk.parts.table
    assert table.columnCount() == 3 + 7
    column = 3 + [kind.name for kind in team_job.rules().types if kind.needed].index(LAWYER)
    assert (desk.seat(0, 2), desk.seat(1, 2)) == ("● 调整", "● 新组")
    assert desk.seat(0, column) == "＋李律师\n－专家6"
    assert desk.parts.rules.text().count("✓") == 10
    table.setCurrentCell(0, column)
    told = desk.parts.why.toPlainText()
    assert desk.parts.title.text() == f"平城区 · {LAWYER}"
    wanted = ("李律师，样例律师事务所，新加入", "擅长法律", "参与过 9 个资本运作项目", "负荷", "专家6，少", "离队\t专家6", "现在\t专家6")
    for part in wanted:
        assert part in told, part
    assert desk.parts.inputs.expert.key == desk.lawyer
    table.setCurrentCell(1, 0)
    assert "情况\t新组" in desk.parts.why.toPlainText()


def test_all_is_accepted_as_one_undo_step(desk: ProposalDesk) -> None:
    desk.propose()
    assert desk.parts.accept_all.text() == "采纳全部 2 支(&A)"
    with desk.qtbot.waitSignal(desk.workspace.saved):
        desk.parts.accept_all.click()
    assert not desk.dialog.isVisible()
    assert desk.teams() == {COUNTY, OTHER}
    assert desk.workspace.undo_stack.count() == 1
    desk.workspace.undo_stack.undo()
    assert desk.teams() == {COUNTY}
    assert desk.lawyer not in staffing(desk.ledger, DAY).team_of[COUNTY].experts


def test_a_part_is_ticked_by_keyboard_and_accepted(desk: ProposalDesk) -> None:
    desk.propose()
    table = desk.parts.table
    assert table.hasFocus()
    desk.qtbot.keyClick(table, Key.Key_Space)  # the first row's current cell
    assert desk.parts.accept_some.text() == "采纳勾选的 1 支(&K)"
    desk.parts.accept_some.click()
    now = staffing(desk.ledger, DAY)
    assert set(now.team_of) == {COUNTY, OTHER}
    assert desk.lawyer not in now.team_of[COUNTY].experts
    assert desk.dialog.isVisible()  # with the rest, worked out from the ledger as it is now
    desk.settle()
    assert desk.parts.inputs.order.needs == (desk.one,)
    assert desk.said.startswith("已采纳 1 支，可以一步撤销。剩下的：")
    assert desk.parts.table.chosen == [desk.one]
    desk.parts.accept_all.click()
    assert not desk.dialog.isVisible()
    assert desk.lawyer in staffing(desk.ledger, DAY).team_of[COUNTY].experts
    assert desk.workspace.undo_stack.count() == 2


def test_pins_bans_weights_and_the_limit_are_asked_with(desk: ProposalDesk) -> None:
    inputs = desk.parts.inputs
    inputs.point(desk.one, desk.lawyer)
    inputs.pin.click()
    inputs.ban.click()
    inputs.point(desk.two, desk.people[SECURITIES])
    inputs.pin.click()
    assert [inputs.pairs.item(row).text() for row in range(inputs.pairs.count())] == ["禁用 平城区：李律师", "指定 云冈区：专家1"]
    inputs.weights["district"].setValue(77)
    inputs.limit.setValue(0)
    order = inputs.order
    assert (order.pins, order.bans) == ({(desk.two, desk.people[SECURITIES])}, {(desk.one, desk.lawyer)})
    assert (order.weights.district, order.most_changes) == (77, 0)
    desk.propose()
    assert desk.seat(0, 2) == "不变"
    assert desk.parts.table.chosen == [desk.two]
    inputs.pairs.setFocus()
    inputs.pairs.setCurrentRow(0)
    desk.qtbot.keyClick(inputs.pairs, Key.Key_Delete)
    assert inputs.order.bans == set()


def test_what_cannot_be_is_said_with_what_would_help(desk: ProposalDesk) -> None:
    inputs = desk.parts.inputs
    for expert in (desk.people[LAWYER], desk.lawyer):
        inputs.point(desk.two, expert)
        inputs.ban.click()
    desk.propose()
    assert desk.said == "✕ 组不齐全部 2 支服务队，什么也没有改动。原因和办法见下"
    told = desk.parts.why_not.toPlainText()
    assert desk.parts.pages.currentWidget() is desk.parts.why_not
    for part in ("缺\t1 名律师事务所的专家", "原因\t", "规则\t", "办法\t取消对它们的禁用"):
        assert part in told, part
    assert not desk.parts.accept_all.isEnabled()
    assert desk.teams() == {COUNTY}


def test_a_change_meanwhile_is_refused_in_the_window_and_it_can_be_asked_again(desk: ProposalDesk) -> None:
    desk.propose()
    stored(desk.ledger, Wish(desk.one, desk.lawyer, wanted=0))
    desk.parts.accept_all.click()
    assert "没有采纳，什么也没有改。请重新组队再采纳。" in desk.said
    assert desk.dialog.isVisible()
    desk.propose()
    desk.parts.accept_all.click()
    assert not desk.dialog.isVisible()


def test_a_search_is_watched_and_stopped_by_escape(desk: ProposalDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def slow(*arguments: object) -> None:
        arguments[4](Search(90, 100, 1.0))  # type: ignore[operator]
        go_on.wait(20)
        arguments[5].check()  # type: ignore[attr-defined]

    monkeypatch.setattr(team_offer, "make", slow)
    desk.parts.start.click()
    desk.qtbot.waitUntil(lambda: "现有最好 90 分，上限 100 分，差距 10.0%，已用 " in desk.said)
    assert desk.parts.cancel.hasFocus()
    assert not desk.parts.start.isEnabled()
    desk.qtbot.keyClick(desk.dialog, Key.Key_Escape)
    assert desk.said == "已取消，什么也没有改动"
    assert desk.dialog.isVisible()
    assert desk.parts.start.isEnabled()
    go_on.set()
    desk.qtbot.keyClick(desk.dialog, Key.Key_Escape)
    assert not desk.dialog.isVisible()


def test_a_refusal_is_said_in_the_window(desk: ProposalDesk) -> None:
    qualified(desk.ledger, "李律师", SECURITIES)
    desk.propose()
    assert desk.said.startswith("✕ 专家“李律师”又在")
    assert desk.parts.start.hasFocus()


def test_needs_follow_the_ledger_and_keep_their_ticks(desk: ProposalDesk) -> None:
    inputs = desk.parts.inputs
    inputs.needs.item(0).setCheckState(Qt.CheckState.Unchecked)
    desk.workspace.perform(needs.create, ServiceObject("县区", "新荣区"))
    desk.settle()
    assert inputs.needs.count() == 3
    (three,) = set(staffing(desk.ledger, DAY).needs) - {desk.one, desk.two}
    assert inputs.order.needs == (desk.two, three)
    desk.workspace.undo_stack.undo()
    desk.settle()
    assert inputs.order.needs == (desk.two,)


def test_a_read_only_ledger_is_proposed_for_and_not_changed(desk: ProposalDesk) -> None:
    path = desk.ledger.path
    desk.workspace.set_ledger(None)
    with opened(path, read_only=True) as ledger:
        desk.workspace.set_ledger(ledger)
        dialog = ProposalDialog(desk.workspace, desk.settings, today=DAY)
        desk.qtbot.addWidget(dialog)
        desk.settle()
        dialog.start()
        desk.settle()
        assert len(dialog.parts.table.chosen) == 2
        assert not dialog.parts.accept_all.isEnabled()
        assert dialog.parts.accept_all.toolTip() == "账套以只读方式打开，不能采纳"
        dialog.close()
        desk.workspace.set_ledger(None)


def test_it_is_opened_once_and_goes_with_its_ledger(desk: ProposalDesk) -> None:
    first = open_proposal(desk.workspace, desk.settings, desk.dialog)
    assert first is not None
    assert open_proposal(desk.workspace, desk.settings, desk.dialog) is first
    desk.settle()
    desk.workspace.set_ledger(None)
    assert not first.isVisible()
    assert open_proposal(desk.workspace, desk.settings, desk.dialog) is None


def test_the_weights_last_accepted_are_offered_again(desk: ProposalDesk) -> None:
    desk.parts.inputs.weights["field"].setValue(123)
    desk.propose()
    desk.parts.accept_all.click()
    again = ProposalDialog(desk.workspace, desk.settings, today=DAY)
    desk.qtbot.addWidget(again)
    desk.settle()
    assert {name: box.value() for name, box in again.parts.inputs.weights.items()}["field"] == 123
    assert set(again.parts.inputs.weights) == set(WORDS)


def test_weights_that_were_set_and_not_accepted_are_there_the_next_time(desk: ProposalDesk) -> None:
    usual = desk.parts.inputs.weights["load"].value()
    desk.parts.inputs.weights["load"].setValue(usual + 7)
    desk.dialog.close()
    kept = settings_file.load()
    again = ProposalDialog(desk.workspace, kept, today=DAY)
    desk.qtbot.addWidget(again)
    desk.settle()
    assert again.parts.inputs.weights["load"].value() == usual + 7
    assert office_weights(desk.ledger).load == usual  # the office's own change when a proposal is accepted
    kept.forget_ledger(str(desk.ledger.path.resolve()))
    assert kept.weights_in(desk.ledger.path) == {}


def test_whom_to_pin_is_found_by_part_of_the_name(desk: ProposalDesk) -> None:
    inputs, field = desk.parts.inputs, desk.parts.inputs.expert
    inputs.object.point(desk.two)
    field.setFocus()
    desk.qtbot.keyClicks(field, "lls")
    assert field.list_is_open
    desk.qtbot.keyClick(field, Key.Key_Down)
    inputs.pin.click()
    assert inputs.order.pins == {(desk.two, desk.lawyer)}
    field.setFocus()
    field.selectAll()
    desk.qtbot.keyClicks(field, "nobody")
    inputs.ban.click()
    assert inputs.order.bans == frozenset()
    assert desk.said == "✕ 没有叫“nobody”的专家，请从列表里选一个（F4）"


def test_beside_the_main_window_it_is_accepted_in_a_thread_and_undone_there(qtbot: QtBot, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    pool(ledger)
    of_district(ledger, "平城区")
    ledger.close()
    seat = Seat(qtbot).open(ledger.path)
    dialog = open_proposal(seat.window.workspace, seat.window.settings, seat.window)
    assert dialog is not None
    seat.settle()
    dialog.start()
    seat.settle()
    dialog.accept_teams(None)
    assert Job._alive
    qtbot.waitUntil(lambda: "采纳组队方案 平城区" in seat.status, timeout=20_000)
    day = datetime.date.today()
    now = seat.window.workspace.ledger
    assert now is not None
    assert set(staffing(now, day).team_of) == {COUNTY}
    seat.trigger("undo")
    assert "撤销 采纳组队方案 平城区" in seat.status
    assert not staffing(now, day).teams


@pytest.mark.usefixtures("program_look")
@pytest.mark.parametrize("room", SCREENS.values(), ids=SCREENS)
def test_it_stays_on_the_screen(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: QRect) -> None:
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: room)
    desk = ProposalDesk(qtbot, tmp_path)
    desk.propose()
    assert room.contains(QRect(0, 0, desk.dialog.width(), desk.dialog.height() + 30))
    desk.dialog.close()
    desk.workspace.set_ledger(None)


@pytest.mark.usefixtures("program_look")
@pytest.mark.parametrize("possible", [True, False])
def test_it_is_worked_by_keyboard_alone(desk: ProposalDesk, possible: bool) -> None:
    if not possible:
        desk.parts.inputs.point(desk.two, desk.people[SECURITIES])
        desk.parts.inputs.ban.click()
    desk.propose()
    check(desk.qtbot, desk.dialog)
    assert tabbed(stops(desk.dialog)) == stops(desk.dialog)
    assert len(letters(desk.dialog)) == len(set(letters(desk.dialog)))
    assert QApplication.focusWidget() is not None


def test_of_very_many_clashes_the_first_are_told_and_how_many_more() -> None:
    clash = Clash((Rule("type", "规则"),), "缺 1 席。", ("办法",), ("n",))
    for count, lines in ((words.MOST_CLASHES, 3 * words.MOST_CLASHES), (1_050, 3 * words.MOST_CLASHES + 1)):
        told = words.impossible_lines(Impossible((), (clash,) * count))
        assert len(told) == lines
    assert told[-1] == ("原因", f"另有 {1_050 - words.MOST_CLASHES} 处，以上的解决以后再看。")
