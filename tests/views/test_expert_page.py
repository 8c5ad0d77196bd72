"""专家服务队 through the window: the expert pool searched, filtered, keyed, changed many at once, imported."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from datong_desktop import services
from datong_desktop import settings as settings_file
from datong_desktop.domain.expert import Adjustment, Penalty, Project, QualificationCheck
from datong_desktop.domain.scans import OF_EXPERT
from datong_desktop.services.expert_list import open_index
from datong_desktop.views import dialogs
from datong_desktop.views.dialogs.list_import import ListImportDialog
from datong_desktop.views.dialogs.records import BatchDialog
from datong_desktop.views.teams.expert_facts import facts
from tests.experts import file
from tests.papers import picture
from tests.storage import new_ledger
from tests.strategies import DATA
from tests.views.enterprise_desk import Answers
from tests.views.keying import keyed
from tests.views.windows import Key, Seat

CASES = DATA / "experts_districts.xlsx"
TODAY = datetime.date(2023, 4, 1)


class PoolSeat(Seat):
    """A clerk at the expert pool."""

    def __init__(self, qtbot: QtBot, path: Path) -> None:
        super().__init__(qtbot)
        self.open(path)
        self.window.show_tab("teams")
        qtbot.waitUntil(lambda: self.list.index is not None, timeout=20_000)
        self.settle()

    @property
    def page(self) -> Any:
        return self.window.expert_page.pages.form

    @property
    def list(self) -> Any:
        return self.window.expert_page.list

    @property
    def ledger(self) -> Any:
        return self.window.workspace.ledger

    @property
    def stored(self) -> Any:
        return file(self.ledger, self.page.identifier)

    def find_action(self, name: str) -> QAction:
        return next(action for action in self.window.expert_page.menu.actions() if action.objectName() == name)

    def act(self, name: str) -> None:
        self.window.expert_page.actions_by_name[name].trigger()

    def type_into(self, name: str, text: str, *ends: Key) -> Any:
        self.window.activateWindow()
        self.page.form.focus_field(name)
        editor = self.page.form.cells[name].editor
        keyed(self.qtbot, editor, text)
        for end in ends or (Key.Key_Return,):
            self.qtbot.keyClick(editor, end)
        return editor


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = new_ledger(tmp_path)
    services.expert_importing.apply(made, services.expert_importing.preview(made, CASES, TODAY))
    made.close()
    return made.path


@pytest.fixture
def seat(qtbot: QtBot, path: Path) -> PoolSeat:
    return PoolSeat(qtbot, path)


@pytest.fixture
def empty(qtbot: QtBot, tmp_path: Path) -> PoolSeat:
    made = new_ledger(tmp_path)
    made.close()
    return PoolSeat(qtbot, made.path)


def test_the_tab_is_called_as_the_plan_does_and_nothing_of_it_is_made_before(qtbot: QtBot, path: Path) -> None:
    seat = Seat(qtbot).open(path)
    assert seat.window.tabs.tabText(3) == "专家服务队"
    assert "teams" not in seat.window._built
    seat.trigger("tab4")
    assert seat.window.team_tab.objectName() == "teamTab"
    assert seat.window.expert_page.menu.menuAction().isVisible()
    seat.trigger("tab2")
    assert not seat.window.expert_page.menu.menuAction().isVisible()


def test_experts_are_searched_by_initials_and_filtered(seat: PoolSeat) -> None:
    assert seat.find("expertCount").text() == "显示 42 / 共 42 名"
    seat.list.sort_by("load", True)
    seat.list.open_search()
    seat.qtbot.keyClicks(seat.list.search, "zj025")
    assert [seat.list.table.line(one)["number"] for one in seat.list.table.ids] == ["Z025"]
    seat.qtbot.keyClick(seat.list.search, Key.Key_Escape)
    box = seat.list.filters.boxes["institution_type"]
    box.setCurrentIndex(box.findData("证券机构"))
    by_type = len(seat.list.table.ids)
    fields = seat.list.filters.boxes["fields"]
    fields.setCurrentIndex(fields.findData("新三板"))
    assert 0 < len(seat.list.table.ids) < by_type < 42
    seat.act("expertClear")
    assert len(seat.list.table.ids) == 42


def test_experts_to_be_checked_are_one_task_that_leads_to_them_all(seat: PoolSeat) -> None:
    watch = seat.window.todos.watch
    todo = seat.window.todos.show("teams")
    assert todo is not None
    seat.qtbot.waitUntil(lambda: bool(todo.table.rows), timeout=20_000)
    (line,) = (row for row in todo.table.rows if row.texts[2] == "专家复审")
    assert line.texts[3:] == ("42 名专家", "还没有资格审查")
    todo.table.openAsked.emit(line.key)
    assert seat.window.team_tab.page == "experts"
    assert seat.window.expert_page.list.query.chosen == {"check": "due"}
    assert len(seat.list.table.ids) == 42
    seat.window.workspace.perform(services.qualifying.check_and_keep, seat.list.table.ids[2:], datetime.date.today())
    seat.settle()
    assert len(seat.list.table.ids) == 2
    names = {seat.list.table.line(one)["name"] for one in seat.list.table.ids}
    watch.look()
    seat.qtbot.waitUntil(lambda: {row.texts[3] for row in todo.table.rows if row.texts[2] == "专家复审"} == names, timeout=20_000)
    todo.close()


def test_an_empty_pool_offers_the_next_step(empty: PoolSeat) -> None:
    first = empty.window.focusWidget()
    assert first is empty.find("noExperts").buttons[0]
    assert first.text() == "录入第一名"
    empty.qtbot.keyClick(first, Key.Key_Return)
    assert empty.window.expert_page.pages.form_shown
    assert QApplication.focusWidget().objectName() == "field_name"


def test_an_expert_is_keyed_from_the_form_without_a_mouse(empty: PoolSeat) -> None:
    empty.act("expertNew")
    empty.type_into("name", "样例专家甲")
    assert empty.stored.expert.number == "Z001"
    assert empty.page.form.cells["number"].editor.text() == "Z001"
    empty.type_into("institution_type", "券商")
    empty.type_into("fields", "gg、xsb", Key.Key_Down, Key.Key_Return)
    empty.type_into("willing", "1")
    empty.type_into("willing_on", "20230315")
    empty.type_into("most_teams", "4")
    held = empty.stored.expert
    assert (held.institution_type, held.willing, held.willing_on, held.most_teams) == (
        "证券机构", 1, datetime.date(2023, 3, 15), 4,
    )  # fmt: skip
    empty.qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert not empty.window.expert_page.pages.form_shown
    assert empty.find("expertCount").text() == "显示 1 / 共 1 名"


def test_several_fields_are_chosen_one_after_the_other_and_new_ones_may_be_typed(empty: PoolSeat) -> None:
    empty.act("expertNew")
    empty.type_into("name", "甲")
    editor = empty.type_into("fields", "gg", Key.Key_Down, Key.Key_Return)
    assert empty.stored.expert.fields == "股改"
    empty.page.form.focus_field("fields")
    editor.open_list()
    offered = [editor._list.item(n).text() for n in range(editor._list.count())]
    assert "股改" not in offered
    assert offered[0] == "IPO"
    empty.qtbot.keyClick(editor, Key.Key_Down)
    empty.qtbot.keyClick(editor, Key.Key_Return)
    assert empty.stored.expert.fields == "股改、IPO"
    empty.page.form.focus_field("fields")
    editor.end(False)
    keyed(empty.qtbot, editor, "，绿色债券")
    empty.qtbot.keyClick(editor, Key.Key_Return)
    assert empty.stored.expert.fields == "股改、IPO、绿色债券"
    empty.page.new()
    empty.page.form.focus_field("fields")
    editor.open_list()
    assert "绿色债券" in [editor._list.item(n).text() for n in range(editor._list.count())]
    empty.qtbot.keyClick(editor, Key.Key_Escape)


def test_a_district_that_is_none_stays_red_with_its_reason(seat: PoolSeat) -> None:
    one = seat.list.table.ids[0]
    seat.window.expert_page.openRequested.emit(one)
    before = seat.stored.expert.districts
    editor = seat.type_into("districts", "太原市")
    assert editor.refused
    assert "太原市" in seat.page.form.cells["districts"].note.text()
    assert seat.stored.expert.districts == before
    seat.qtbot.keyClick(editor, Key.Key_Escape)
    assert not editor.refused


def test_projects_penalties_checks_and_adjustments_are_keyed_row_by_row(seat: PoolSeat) -> None:
    seat.window.expert_page.openRequested.emit(seat.list.table.ids[0])
    for record, column, text in (
        (Project, 0, "x001"), (Penalty, 2, "2023-1"), (QualificationCheck, 3, "li"), (Adjustment, 2, "2023"),
    ):  # fmt: skip
        view = seat.page.tables.tables[record].view
        view.setCurrentIndex(view.model().index(0, column))
        view.model().setData(view.currentIndex(), text)
        (held,) = seat.stored.all(record)
        assert held.number == 1
    seat.page.tables.tables[Penalty].view.removeAsked.emit(0)
    assert seat.stored.all(Penalty) == ()
    seat.trigger("undo")
    assert len(seat.stored.all(Penalty)) == 1


def test_the_panel_tells_of_the_check_and_of_what_looks_wrong(seat: PoolSeat) -> None:
    one = seat.list.table.ids[0]
    seat.window.expert_page.openRequested.emit(one)
    assert seat.page.panel.check.head.text() == "资格审查　▲ 未审查"
    check = QualificationCheck(one, 1, checked_on=TODAY, result="符合", reviewer="李某")
    penalty = Penalty(one, 1, authority="中国证监会", level="机构", decided_on=TODAY)
    seat.window.workspace.perform(services.experts.save, "审查", check, penalty)
    assert seat.page.panel.check.head.text() == "资格审查　✓ 符合"
    seat.type_into("most_teams", "0")
    assert "组队时不会选到" in seat.page.form.cells["most_teams"].note.text()
    assert seat.page.panel.notices.isVisibleTo(seat.page.panel)
    seat.page.close_form()
    assert seat.list.table.line(one)["qualified"] == "符合"


def test_every_clause_is_shown_as_it_stands_today_and_when_the_check_is_due(seat: PoolSeat) -> None:
    one = next(key for key in seat.list.table.ids if file(seat.ledger, key).expert.bad_credit == 0)
    seat.window.expert_page.openRequested.emit(one)
    panel = seat.page.panel
    assert panel.clauses.head.text() == "申报条件　✓ 符合（4/4）"
    assert list(panel.clauses.rows) == ["服务意愿", "项目经验", "行政处罚", "诚信记录"]
    seat.type_into("willing", "0")
    row = panel.clauses.rows["服务意愿"]
    assert panel.clauses.head.text() == "申报条件　✕ 不符合（3/4）"
    assert (row.head.text(), row.why.text()) == ("✕ 服务意愿　不符合", "不愿意服务")
    assert "较强意愿" in row.words.text()
    assert not row.judge_button.isVisibleTo(panel)
    check = QualificationCheck(one, 1, checked_on=TODAY, result="符合", reviewer="李某")
    seat.window.workspace.perform(services.experts.save, "审查", check)
    told = [text for text, _ in panel.check.lines._shown]
    assert told[-2:] == ["▲ 2024-04-01 已到期，应当复审", "▲ 现在核对是不符合，与上次审查不同，请重新审查"]


def test_papers_of_an_expert_are_shown_beside_the_form(seat: PoolSeat) -> None:
    one, other = seat.list.table.ids[:2]
    services.scans.add(seat.ledger, one, OF_EXPERT, [picture()], ["意愿声明"])
    seat.window.expert_page.openRequested.emit(one)
    assert [found.link.title for found in seat.page.panel.scans.scans] == ["意愿声明"]
    assert seat.page.panel.papers.head.text() == "扫描件　1 个"
    seat.page.turn(1)
    assert seat.page.identifier == other
    assert seat.page.panel.scans.scans == ()
    seat.settle()


def test_what_became_of_an_expert_is_told(seat: PoolSeat, monkeypatch: pytest.MonkeyPatch) -> None:
    seat.window.expert_page.openRequested.emit(seat.list.table.ids[0])
    seat.type_into("title", "gj")
    shown: list[Any] = []
    monkeypatch.setattr(dialogs, "ask", lambda dialog: shown.append(dialog) or dialog.deleteLater())
    seat.page.show_history()
    assert shown[0].table.rows[0].texts[2:5] == ("职务职称", "空", "gj")


def test_a_check_is_made_for_one_from_its_form_or_for_many_from_the_menu(seat: PoolSeat, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = Answers(monkeypatch)
    one = next(key for key in seat.list.table.ids if file(seat.ledger, key).expert.bad_credit == 0)
    seat.window.expert_page.openRequested.emit(one)
    answers.with_texts(reviewer="李某")
    seat.page.panel.check_button.click()
    (made,) = seat.stored.all(QualificationCheck)
    assert (made.checked_on, made.occasion, made.reviewer) == (datetime.date.today(), "入库", "李某")
    assert made.findings.count("\n") == 3
    assert made.result in seat.page.panel.check.head.text()
    seat.window.expert_page.pages.show_list()
    seat.list.view.selectAll()
    seat.window.expert_page.menu.follow()
    answers.with_texts(occasion="年度复审", reviewer="李某")
    seat.find_action("menuExpertCheck").trigger()
    assert answers.seen == ["审查 1 名专家的资格", "审查 42 名专家的资格"]
    assert [len(file(seat.ledger, key).all(QualificationCheck)) for key in seat.list.table.ids if key != one] == [1] * 41
    assert seat.list.table.line(one)["qualified"] == made.result
    assert seat.status.startswith("已保存")
    seat.trigger("undo")
    seat.settle()
    assert sum(len(file(seat.ledger, key).all(QualificationCheck)) for key in seat.list.table.ids) == 1


def test_many_are_changed_archived_and_adjusted_in_one_step(seat: PoolSeat, monkeypatch: pytest.MonkeyPatch) -> None:
    view = seat.list.view
    view.selectAll()
    chosen = view.selected_ids()
    assert len(chosen) == 42

    def fill(dialog: BatchDialog) -> None:
        assert dialog.windowTitle() == "批量修改 42 名专家"
        dialog.which.setCurrentIndex(dialog.which.findData("most_teams"))
        dialog.text.setText("2")
        dialog.try_accept()

    answers = Answers(monkeypatch)
    answers.by(fill)
    seat.act("expertBatch")
    assert {file(seat.ledger, one).expert.most_teams for one in chosen} == {2}
    seat.trigger("undo")
    assert {file(seat.ledger, one).expert.most_teams for one in chosen} != {2}
    answers.with_texts(kind="退出", reason="多次不参加服务")
    seat.window.expert_page.menu.follow()
    seat.find_action("menuExpertAdjust").trigger()
    assert answers.seen[-1].startswith("动态调整 42 名专家")
    assert len(seat.list.table.ids) == 0
    seat.trigger("undo")
    assert len(seat.list.table.ids) == 42
    view.selectAll()
    seat.act("expertArchive")
    assert len(seat.list.table.ids) == 0


def test_leaving_without_a_reason_stays_in_its_dialog(seat: PoolSeat, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = Answers(monkeypatch)
    answers.with_texts(kind="退出")
    seat.list.view.setCurrentIndex(seat.list.table.index(0, 0))
    seat.window.expert_page.menu.follow()
    seat.find_action("menuExpertAdjust").trigger()
    assert "写明理由" in answers.reasons[0]
    assert len(seat.list.table.ids) == 42


def test_an_import_is_previewed_undone_and_the_columns_are_known(empty: PoolSeat, monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []

    def take(dialog: ListImportDialog) -> None:
        heading = str(dialog.rows.headerData(2, Qt.Orientation.Horizontal))
        texts.extend((dialog.windowTitle(), dialog.summary.text(), dialog.import_button.text(), heading))
        dialog.accept()

    answers = Answers(monkeypatch)
    answers.by(take)
    empty.window.expert_flow.import_path(CASES)
    empty.settle()
    empty.qtbot.waitUntil(lambda: len(empty.list.table.ids) == 42, timeout=10_000)
    assert texts[0] == "导入专家名单 — experts_districts.xlsx"
    assert "新增 42 名" in texts[1]
    assert texts[2:] == ["导入 42 名专家(&I)", "专家"]
    empty.trigger("undo")
    empty.settle()
    empty.qtbot.waitUntil(lambda: len(empty.list.table.ids) == 0, timeout=10_000)


def test_what_is_shown_goes_out_and_the_empty_list_too(seat: PoolSeat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogs.files, "ask_save", lambda *_: tmp_path / "专家名单.xlsx")
    box = seat.list.filters.boxes["institution_type"]
    box.setCurrentIndex(box.findData("证券机构"))
    shown = len(seat.list.table.ids)
    seat.act("expertExport")
    seat.settle()
    assert f"已导出 {shown} 名专家" in seat.window.bar.text
    plan = services.expert_importing.preview(seat.ledger, tmp_path / "专家名单.xlsx", TODAY)
    assert (len(plan.kinds), plan.problems) == (shown, ())
    monkeypatch.setattr(dialogs.files, "ask_save", lambda *_: tmp_path / "空白.xlsx")
    seat.act("expertTemplate")
    seat.settle()
    assert (tmp_path / "空白.xlsx").is_file()


def test_columns_order_and_filters_are_kept_apart_from_those_of_the_registry(seat: PoolSeat) -> None:
    seat.list.sort_by("projects", True)
    seat.list.kept.keep_filter("券商", seat.list.query)
    kept = settings_file.load().lists
    assert kept["expert"]["sort"] == "projects"
    assert "券商" in kept["expert"]["filters"]
    assert "enterprise" not in kept


def test_a_ledger_that_is_only_looked_at_offers_no_change(qtbot: QtBot, path: Path) -> None:
    with_lock = services.ledger.open_ledger(path, operator="别人")
    try:
        seat = PoolSeat(qtbot, path)
        for name in ("expertNew", "expertImport", "expertBatch", "expertArchive"):
            assert not seat.window.expert_page.actions_by_name[name].isEnabled(), name
        seat.window.expert_page.menu.follow()
        assert not seat.find_action("menuExpertNew").isEnabled()
        seat.window.expert_page.openRequested.emit(seat.list.table.ids[0])
        assert seat.page.form.cells["name"].editor.isReadOnly()
    finally:
        with_lock.close()


def test_the_tab_prints_the_papers_of_the_current_expert_and_those_of_all(seat: PoolSeat) -> None:
    tab = seat.window.expert_page
    assert [one.label for one in tab.printables()] == ["专家资格审查表", "专家库名册", "专家资格审查情况表", "专家服务队名单"]
    assert tab.subject() in tab.printables()[0].name
    assert tab.subject().startswith("专家0")
    assert seat.window.menus.actions["preview"].text() == "预览打印名册和服务队材料(&P)…"
    assert tab.printables()[0].pdf().startswith(b"%PDF")


def test_an_expert_leads_to_the_log_of_visits(seat: PoolSeat) -> None:
    name = seat.list.table.line(seat.list.table.ids[0])["name"]
    seat.window.expert_page.menu.follow()
    seat.find_action("menuExpertVisit").trigger()
    log = seat.window.team_tab.body()
    assert log.entry.editors["experts"].text() == name
    assert log.entry.editors["visited_on"].value == datetime.date.today()
    log.entry.editors["problem"].show_value("代持", afresh=True)
    log.begin_visit({"experts": "别人"})  # what waits to be stored stays
    assert log.entry.editors["experts"].text() == name
    log.entry.clear()
    seat.window.team_tab.turn_to("experts")
    seat.find_action("menuExpertVisits").trigger()
    assert seat.window.team_tab.body() is log
    assert log.list.query.text == name
    seat.settle()


def test_the_panel_of_the_list_tells_when_the_yearly_check_is_due(seat: PoolSeat) -> None:
    one, ledger = seat.list.table.ids[0], seat.window.workspace.ledger
    services.experts.save(ledger, "审查", QualificationCheck(one, 1, checked_on=TODAY, result="符合"))
    line, day = open_index(ledger).lines([one])[one], datetime.timedelta(days=1)
    told = dict(facts(line, datetime.date(2024, 4, 1) - day))
    assert told["资格"] == "✓ 符合，2023-04-01"
    assert "复审" not in told
    assert dict(facts(line, datetime.date(2024, 4, 1)))["复审"] == "▲ 2024-04-01 已到期"
