"""举措台账: sheets chosen, searched, narrowed to what waits, and left for the enterprise; many submitted at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from datong_desktop.domain.fostering import Difficulty, Submission
from datong_desktop.services import enterprises, fostering
from datong_desktop.views.enterprises import measure_overview
from datong_desktop.views.enterprises.enterprise_lists import EnterpriseLists
from datong_desktop.views.enterprises.enterprise_menu import EnterpriseMenu, TabActs
from datong_desktop.views.enterprises.measure_overview import MeasureOverview
from tests.registry import file, made
from tests.views.enterprise_desk import Answers, EnterpriseDesk, enterprise_desk

TODAY = datetime.date.today()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[EnterpriseDesk]:
    with enterprise_desk(qtbot, tmp_path) as found:
        yield found


@pytest.fixture
def lists(desk: EnterpriseDesk) -> EnterpriseLists:
    found = EnterpriseLists(desk.workspace, desk.page.acts, desk.page)
    found.openAsked.connect(desk.page.show_record)
    return found


def opened(desk: EnterpriseDesk, lists: EnterpriseLists, sheet: int) -> MeasureOverview:
    found = lists.measures()
    assert found is not None
    found.kind.setCurrentIndex(sheet)
    assert found.count.text() == "正在读…"
    desk.settle()
    return found


def test_a_sheet_is_searched_narrowed_and_leads_to_the_enterprise(desk: EnterpriseDesk, lists: EnterpriseLists) -> None:
    one, other = made(desk.ledger, "样例甲公司", district="平城区"), made(desk.ledger, "样例乙公司", district="云冈区")
    fostering.add(desk.ledger, one, Difficulty, {"raised_on": TODAY, "problem": "厂房确权", "responsible": "市规自局"})
    closed = {"raised_on": TODAY, "problem": "社保证明", "result": "已出具", "closed_on": TODAY}
    fostering.add(desk.ledger, other, Difficulty, closed)
    overview = opened(desk, lists, 2)
    assert [row.texts[1] for row in overview.table.rows] == ["▲ 样例甲公司", "样例乙公司"]
    assert overview.count.text() == "2 条，▲ 1 条要办"
    assert overview.note.text() == "▲ 1 个问题还没有办结（举措（三）：清单化推动）"
    desk.qtbot.keyClicks(overview.search, "x")
    assert overview.count.text() == "没有符合的记录"
    assert not overview.open_button.isEnabled()
    overview.search.setText("确权 平城")
    assert [row.key for row in overview.table.rows] == [one]
    overview.search.clear()
    overview.waiting.setChecked(True)
    assert [row.key for row in overview.table.rows] == [one]
    desk.qtbot.keyClick(overview.table, Qt.Key.Key_Return)
    assert desk.page.identifier == one
    desk.workspace.perform(enterprises.save, "办结", Difficulty(one, 1, problem="厂房确权", result="已办", closed_on=TODAY))
    desk.settle()
    assert overview.table.rows == ()  # read anew after each write
    assert overview.note.isHidden()
    overview.close()


def test_the_units_that_submitted_nobody_stand_below_and_open_nothing(desk: EnterpriseDesk, lists: EnterpriseLists) -> None:
    one = made(desk.ledger, "样例甲公司", district="平城区")
    fostering.add(desk.ledger, one, Submission, {"submitted_on": TODAY, "unit": "市文旅局", "pool": "市资源库"})
    overview = opened(desk, lists, 1)
    assert len(overview.table.rows) == 18
    assert overview.table.rows[0].texts[:2] == ("市文旅局", "样例甲公司")
    overview._open(overview.table.rows[1].key)
    assert desk.page.identifier == ""
    assert overview.year.currentText() == f"{TODAY.year}年度"
    overview.kind.setCurrentIndex(5)
    desk.settle()
    assert overview.table.columnCount() == 8
    assert overview.count.text() == "没有记录"
    overview.close()


def test_of_very_many_the_first_are_shown_and_a_word_finds_the_others(
    desk: EnterpriseDesk, lists: EnterpriseLists, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure_overview, "MOST", 2)
    one = made(desk.ledger, "样例甲公司")
    enterprises.save(desk.ledger, "问题", *(Difficulty(one, n, raised_on=TODAY, problem=f"问题{n}", closed_on=TODAY) for n in (1, 2, 3)))
    overview = opened(desk, lists, 2)
    assert overview.count.text() == "3 条，只列出前 2 条，打几个字就少了"
    overview.search.setText("问题3")
    assert [row.texts[3] for row in overview.table.rows] == ["问题3"]
    overview.close()


def test_a_closed_window_does_not_hear_of_later_writes(desk: EnterpriseDesk, lists: EnterpriseLists) -> None:
    overview = opened(desk, lists, 0)
    overview.reload()
    overview.close()  # while it is being read
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    desk.workspace.perform(lambda ledger: enterprises.create(ledger, {"name": "样例企业"}))
    desk.settle()


def test_a_unit_submits_all_chosen_in_one_step(desk: EnterpriseDesk, lists: EnterpriseLists, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = Answers(monkeypatch)
    chosen = [made(desk.ledger, f"样例企业{n}") for n in range(3)]
    tab = TabActs(desk.page.new, lambda: None, lambda: None, lambda: chosen, desk.page.current_file)
    menu = EnterpriseMenu(desk.workspace, desk.page.acts, lists, tab, QWidget(desk.page))
    menu.follow()
    submit = next(action for action in menu.actions() if action.objectName() == "menuSubmission")
    assert submit.isEnabled()
    steps = desk.workspace.undo_stack.count()
    answers.with_texts(unit="市国资委", ground="市属国企")
    submit.trigger()
    assert answers.seen == ["报送推荐：3 家企业"]
    assert [file(desk.ledger, one).all(Submission)[0].unit for one in chosen] == ["市国资委"] * 3
    assert desk.workspace.undo_stack.count() == steps + 1
    desk.workspace.undo_stack.undo()
    assert [file(desk.ledger, one).all(Submission) for one in chosen] == [()] * 3
