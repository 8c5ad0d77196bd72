"""The page of the service log: a visit keyed without the mouse, found again, put right, closed, taken back, printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from datong_desktop.services import service_visits
from datong_desktop.settings import Settings
from datong_desktop.views import theme
from datong_desktop.views.background import Job
from datong_desktop.views.teams.service_log_page import ServiceLogPage
from datong_desktop.views.widgets.giving_way import GivingWay
from datong_desktop.views.workspace import Workspace
from tests.service_desk import ServiceDesk, day
from tests.storage import new_ledger
from tests.views.enterprise_desk import Answers, fill
from tests.views.keying import keyed

Key = Qt.Key


class Clerk:
    """A clerk at the page, over a ledger with a year's visits or none."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.desk = ServiceDesk(new_ledger(folder))
        self.workspace = Workspace()
        self.workspace.set_ledger(self.desk.ledger)
        self.page = ServiceLogPage(self.workspace, Settings())
        self.refused: list[object] = []
        self.workspace.refused.connect(self.refused.append)
        qtbot.addWidget(self.page)
        qtbot.addWidget(self.page.side_panel())
        self.page.resize(1086, 640)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not Job._alive and self.page.list.index is not None, timeout=10_000)

    @property
    def focus(self) -> str:
        focus = QApplication.focusWidget()
        return focus.objectName() if focus else ""

    def key(self, *texts: str) -> None:
        """Texts into the fields from the one that has the keys on, each left by Enter."""
        for text in texts:
            field = QApplication.focusWidget()
            assert field is not None
            if text:
                keyed(self.qtbot, field, text)
            self.qtbot.keyClick(field, Key.Key_Return)

    def press(self, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        field = QApplication.focusWidget()
        assert field is not None
        self.qtbot.keyClick(field, key, modifier)

    def text(self, name: str) -> str:
        return self.page.entry.editors[name].text()

    @property
    def note(self) -> str:
        return self.page.entry.note.text()

    @property
    def lines(self) -> tuple[Any, ...]:
        return service_visits.lines(self.desk.ledger)

    @property
    def shown(self) -> list[str]:
        table = self.page.list.table
        return [f"{table.line(one)['visited_on']:%m}" for one in table.ids]


@pytest.fixture
def clerk(qtbot: QtBot, tmp_path: Path) -> Iterator[Clerk]:
    found = Clerk(qtbot, tmp_path)
    yield found
    found.settle()
    found.workspace.set_ledger(None)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    return Answers(monkeypatch)


def test_two_visits_are_keyed_in_one_go_without_the_mouse(clerk: Clerk) -> None:
    clerk.page.focus_main()
    assert clerk.focus == "visit_team_name"
    clerk.key("一队", "20240310")
    assert (clerk.text("object"), clerk.text("experts")) == ("样例甲有限公司", "赵一、钱二、孙三")
    clerk.key("", "", "2", "1", "历史股东代持没有还原", "先行确权")
    assert clerk.text("kind") == "股权"  # the first of the list, by the number pad
    assert clerk.focus == "visit_result"
    clerk.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (clerk.focus, clerk.text("team_name"), clerk.text("visited_on")) == ("visit_object", "一队", "2024-03-10")
    assert clerk.text("problem") == ""
    (line,) = clerk.lines
    assert (line.object, line.experts, line.visit.days, line.visit.problem) == (
        "样例甲有限公司", ("赵一", "钱二", "孙三"), 2, "历史股东代持没有还原"
    )  # fmt: skip
    clerk.key("云冈区", "李四", "", "外汇", "缺少资金")
    clerk.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (clerk.lines[1].object, clerk.lines[1].experts, clerk.lines[1].visit.kind) == ("云冈区", ("李四",), "外汇")
    assert clerk.shown == ["03", "03"]
    assert not clerk.page.entry.dirty
    clerk.workspace.undo_stack.undo()
    clerk.workspace.undo_stack.undo()
    assert clerk.lines == ()
    assert clerk.page.list.focusProxy().text() == "登记第一次服务"


def test_another_team_brings_its_own_object_and_people_but_never_over_typed_ones(clerk: Clerk) -> None:
    entry = clerk.page.entry
    entry.begin()
    clerk.key("一队", "20240610")
    assert clerk.text("experts") == "赵一、钱二"  # 孙三 had left
    entry.editors["experts"].setFocus()
    clerk.key("李四")
    entry.editors["team_name"].setFocus()
    clerk.key("阳高县服务队")
    assert (clerk.text("object"), clerk.text("experts")) == ("阳高县", "李四")
    entry.editors["team_name"].setFocus()
    clerk.key("九队")
    assert "没有叫“九队”的服务队" in clerk.note
    assert clerk.focus == "visit_team_name"
    assert clerk.text("object") == "阳高县"


def test_what_is_refused_stays_to_be_mended_where_it_is_wrong(clerk: Clerk) -> None:
    clerk.page.entry.begin()
    clerk.key("", "2024-13-45")
    assert "服务日期填的是“2024-13-45”" in clerk.note
    clerk.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert clerk.focus == "visit_visited_on"
    assert clerk.page.finish_editing() == 1
    field = clerk.page.entry.editors["visited_on"]
    field.selectAll()
    clerk.key("20240310", "丙公司", "赵一")
    clerk.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert clerk.note.startswith("✕ 企业库和县区里都没有“丙公司”")
    assert (clerk.focus, clerk.text("experts"), clerk.lines) == ("visit_object", "赵一", ())
    assert clerk.page.finish_editing() == 1
    assert "还没有登记" in clerk.note
    clerk.page.entry.clear_button.click()
    assert clerk.page.finish_editing() == 0
    assert clerk.refused == []


def test_the_log_is_searched_read_put_right_and_taken_back(clerk: Clerk, answers: Answers) -> None:
    clerk.desk.year()
    clerk.workspace.set_ledger(clerk.desk.ledger)
    clerk.settle()
    clerk.page.show_visits_of("孙三")
    assert clerk.shown == ["03", "04", "08"]
    clerk.page.show_visits_of("代持")
    panel = clerk.page.side_panel()
    assert panel.title.text() == "样例甲有限公司"
    assert "历史股东代持没有还原" in panel.text.toPlainText()
    assert "已解决" in panel.text.toPlainText()
    answers.with_texts(experts="赵一、周九")
    clerk.page.open_current()
    assert answers.seen == ["服务记录：样例甲有限公司"]
    assert "专家库里没有“周九”" in answers.reasons[0]
    answers.with_texts(experts="赵一", problem="代持已经还原")
    clerk.page.open_current()
    assert clerk.lines[0].experts == ("赵一",)
    assert "代持已经还原" in panel.text.toPlainText()
    clerk.workspace.undo_stack.undo()
    assert clerk.lines[0].experts == ("赵一", "钱二", "孙三")
    answers.by(lambda dialog: dialog._try_remove())
    clerk.page.open_current()
    assert len(clerk.lines) == 4


def test_chosen_visits_are_closed_and_removed_together(clerk: Clerk, answers: Answers) -> None:
    clerk.desk.year()
    clerk.workspace.set_ledger(clerk.desk.ledger)
    clerk.settle()
    clerk.page.show_visits_of("一队")
    clerk.page.list.view.selectAll()

    def close(dialog: Any) -> None:
        fill(dialog, closed_on="2024-09-01", result="已补缴")
        dialog.try_accept()

    answers.by(close)
    clerk.page.actions_by_name["visitClose"].trigger()
    assert [(line.visit.closed_on, line.visit.result) for line in clerk.lines[:3]] == [(day(9, 1), "已补缴")] * 3
    assert clerk.workspace.undo_stack.undoText() == "办结 3 项服务事项"
    clerk.page.actions_by_name["visitRemove"].trigger()
    assert len(clerk.lines) == 2
    clerk.workspace.undo_stack.undo()
    assert len(clerk.lines) == 5


def test_a_read_only_ledger_is_only_read(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk.desk.log()
    monkeypatch.setattr(Workspace, "writable", property(lambda _: False))
    clerk.workspace.set_ledger(clerk.desk.ledger)
    clerk.settle()
    assert not clerk.page.entry.store_button.isEnabled()
    enabled = [name for name, action in clerk.page.actions_by_name.items() if action.isEnabled()]
    assert enabled == ["visitOpen", "visitHistory", "visitCopy", "visitClearQuery", "visitColumns"]


def test_what_it_prints_begins_with_the_team_of_the_current_visit(clerk: Clerk) -> None:
    assert [one.label for one in clerk.page.printables()] == ["服务日志", "问题定期报告"]
    clerk.desk.log()
    clerk.workspace.set_ledger(clerk.desk.ledger)
    clerk.settle()
    assert [one.label for one in clerk.page.printables()] == ["服务日志：一队", "服务日志", "问题定期报告"]
    assert clerk.page.subject() == "样例甲有限公司"


def test_on_a_low_page_the_entry_gives_way_and_shows_what_has_the_keys(clerk: Clerk) -> None:
    """As at 1366×768 and 150 %: nothing overlaps, the log stays in sight."""
    area = clerk.page.findChild(GivingWay)
    editors = clerk.page.entry.editors
    assert not area.verticalScrollBar().maximum()
    clerk.page.resize(628, 270)
    clerk.qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    assert clerk.page.list.view.viewport().height() >= theme.ROW
    for name in ("due_on", "visited_on", "problem"):
        editors[name].setFocus()
        shown = QRect(editors[name].mapTo(area.viewport(), QPoint(0, 0)), editors[name].size())
        assert area.viewport().rect().contains(shown)
    day = editors["visited_on"]
    assert day.width() > day.fontMetrics().horizontalAdvance(day.placeholderText())
    clerk.page.resize(1086, 640)
    clerk.qtbot.waitUntil(lambda: not area.verticalScrollBar().maximum())


def test_the_history_of_a_visit_is_told_as_that_of_any_record(clerk: Clerk, answers: Answers) -> None:
    one = clerk.desk.log(problem="股权不清")
    service_visits.edit(clerk.desk.ledger, one, {"result": "已理顺"})
    clerk.page.list.update_records({one})
    clerk.settle()
    told: list[tuple[str, ...]] = []
    answers.by(lambda dialog: told.extend(row.texts[2:5] for row in dialog.table.rows))
    clerk.page.list.view.setFocus()
    clerk.press(Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert answers.seen == ["修改记录：服务记录 样例甲有限公司"]
    assert told[0] == ("结果", "空", "已理顺")
    assert ("专家", "空", "赵一") in told
