"""待办, 批次, 合并 and the menu: looking over many enterprises."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from datong_desktop import services
from datong_desktop.domain.application import Batch, Move, State, Step
from datong_desktop.domain.enterprise import FiscalYear
from datong_desktop.domain.fostering import Reform
from datong_desktop.domain.progress import Progress
from datong_desktop.domain.tasks import FOLD
from datong_desktop.services import enterprises, fostering, pool
from datong_desktop.services.ledger import Ledger
from datong_desktop.views.enterprises.enterprise_lists import EnterpriseLists
from datong_desktop.views.enterprises.enterprise_menu import EnterpriseMenu, TabActs
from datong_desktop.views.records.record_dialog import RecordDialog
from datong_desktop.views.todo_flow import TodoFlow
from datong_desktop.views.todo_watch import TodoWatch, urgent
from tests.registry import CODE, OFFICE, admitted, file, made
from tests.views.enterprise_desk import Answers, EnterpriseDesk, enterprise_desk, fill
from tests.views.later import Thread

Key = Qt.Key
TODAY = datetime.date.today()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[EnterpriseDesk]:
    with enterprise_desk(qtbot, tmp_path) as found:
        yield found


@pytest.fixture
def lists(desk: EnterpriseDesk) -> EnterpriseLists:
    found = EnterpriseLists(desk.workspace, desk.page.acts, desk.page)
    found.openAsked.connect(desk.page.show_record)
    found.message.connect(desk.messages.append)
    return found


@pytest.fixture
def due(desk: EnterpriseDesk) -> TodoFlow:
    found = TodoFlow(desk.workspace, {"enterprises": "企业库", "teams": "专家服务队"}, desk.page.window())
    found.openAsked.connect(desk.page.show_record)
    found.message.connect(desk.messages.append)
    return found


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    return Answers(monkeypatch)


def test_what_is_due_is_listed_and_leads_to_the_enterprise(desk: EnterpriseDesk, due: TodoFlow) -> None:
    one = admitted(desk.ledger, legal_form="有限责任公司")
    todo = due.show("enterprises")
    assert todo is not None
    assert todo.count.text() == "正在看有什么要办的…"
    desk.settle()
    overdue = [row for row in todo.table.rows if row.texts[2] == "股改期限"]
    assert overdue[0].key == one
    assert overdue[0].texts[:2] == ("2025-04-20", f"✕ 超期 {(TODAY - datetime.date(2025, 4, 21)).days} 天")
    assert overdue[0].texts[4].endswith("顺延至 2025-04-21")
    assert "已超期" in todo.count.text()
    todo.table.selectRow(todo.table.rows.index(overdue[0]))
    desk.qtbot.keyClick(todo.table, Key.Key_Return)
    assert desk.page.identifier == one
    todo.within.setCurrentIndex(1)
    assert all(row.texts[1].startswith("✕") for row in todo.table.rows)
    enterprises.edit(desk.ledger, [one], {"legal_form": "股份有限公司"})
    due.watch.look()
    desk.settle()
    assert not [row for row in todo.table.rows if row.texts[2] == "股改期限"]
    assert due.show("enterprises") is not todo  # once: the one before is closed
    assert not todo.isVisible()


def test_of_two_tasks_of_one_enterprise_only_the_chosen_stays_so(desk: EnterpriseDesk, due: TodoFlow) -> None:
    one = admitted(desk.ledger, legal_form="有限责任公司")
    fostering.save(desk.ledger, Reform(one, planned_on=datetime.date(2023, 12, 31)))
    todo = due.show("enterprises")
    assert todo is not None
    desk.settle()
    kinds = [row.texts[2] for row in todo.table.rows]
    todo.table.selectRow(kinds.index("股改期限"))
    due.watch.look()
    desk.settle()
    assert [index.row() for index in todo.table.selectionModel().selectedRows()] == [kinds.index("股改期限")]
    assert "股改计划" in kinds


def test_many_of_a_kind_are_one_line_that_enter_unfolds_and_escape_folds(desk: EnterpriseDesk, due: TodoFlow) -> None:
    for number in range(FOLD + 1):
        one = made(desk.ledger, f"企业{number:02}")
        fostering.save(desk.ledger, Reform(one, planned_on=datetime.date(2023, 12, 1 + number)))
    todo = due.show("enterprises")
    assert todo is not None
    desk.settle()
    desk.qtbot.waitUntil(lambda: bool(todo.table.rows), timeout=10_000)
    (place,) = (n for n, row in enumerate(todo.table.rows) if row.texts[2] == "股改计划")
    assert todo.table.rows[place].texts[3:] == ("21 家企业", "股改清单计划完成，现为未启动")
    todo.table.selectRow(place)
    desk.qtbot.keyClick(todo.table, Key.Key_Return)
    assert (todo.kind.currentText(), len(todo.table.rows)) == ("股改计划", FOLD + 1)
    assert todo.count.text() == "21 件，✕ 21 件已超期"
    assert desk.page.identifier == ""
    due.watch.look()
    desk.settle()
    assert len(todo.table.rows) == FOLD + 1  # read anew, it stays unfolded
    todo.table.selectRow(3)
    desk.qtbot.keyClick(todo.table, Key.Key_Return)
    assert desk.page.identifier == todo.table.rows[3].key
    desk.qtbot.keyClick(todo.table, Key.Key_Escape)
    assert todo.isVisible()
    assert "21 家企业" in [row.texts[3] for row in todo.table.rows]
    desk.qtbot.keyClick(todo.table, Key.Key_Escape)
    assert not todo.isVisible()


def test_a_calendar_that_is_written_wrongly_is_told(
    desk: EnterpriseDesk, due: TodoFlow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATONG_HOME", str(tmp_path))
    (tmp_path / "holidays.csv").write_text("日期,类别,说明\n2025-04-21,假,五一\n", encoding="utf-8")
    desk.page.show_record(admitted(desk.ledger, legal_form="有限责任公司"))
    late = (TODAY - datetime.date(2025, 4, 20)).days
    assert desk.page.panel.flow.standing.text().endswith(f"股改期限：✕ 2025-04-20，已超期 {late} 天")
    due.watch.look()
    desk.settle()
    assert "放假安排文件 holidays.csv 第 2 行有误" in desk.messages[-1]
    (tmp_path / "holidays.csv").unlink()
    desk.workspace.perform(enterprises.edit, [desk.page.identifier], {"phone": "1"})
    text = f"股改期限：✕ 2025-04-20（顺延至 2025-04-21），已超期 {late - 1} 天"
    assert desk.page.panel.flow.standing.text().endswith(text)


def test_closed_windows_do_not_hear_of_later_writes(desk: EnterpriseDesk, lists: EnterpriseLists, due: TodoFlow) -> None:
    for window in (due.show("enterprises"), lists.batches()):
        assert window is not None
        window.close()
    desk.settle()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    made(desk.ledger)
    desk.workspace.perform(lambda ledger: enterprises.create(ledger, {"name": "样例企业"}))


def test_the_badge_counts_what_is_urgent_after_each_write(desk: EnterpriseDesk) -> None:
    watch = TodoWatch(desk.workspace)
    counts: list[int] = []
    watch.changed.connect(lambda tasks: counts.append(urgent(tasks)))
    one = admitted(desk.ledger, legal_form="有限责任公司")
    desk.workspace.perform(enterprises.edit, [one], {"district": "平城区"})
    desk.qtbot.waitUntil(lambda: bool(counts), timeout=10_000)
    desk.settle()
    with_reform = counts[-1]
    desk.workspace.perform(enterprises.edit, [one], {"legal_form": "股份有限公司"})
    desk.qtbot.waitUntil(lambda: counts[-1] == with_reform - 1, timeout=10_000)


def test_what_is_due_is_read_when_the_hands_rest(desk: EnterpriseDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def slow(ledger: Ledger, today: datetime.date, progress: Progress) -> tuple[()]:
        asked.append(True)
        while len(asked) == 1:  # the first one only ends when it is put off
            progress.check()
        return ()

    monkeypatch.setattr("datong_desktop.services.todo.todo", slow)
    watch = TodoWatch(desk.workspace)
    watch.look()
    desk.qtbot.waitUntil(lambda: len(asked) == 1)
    watch.put_off()
    assert watch.tasks is None
    desk.qtbot.waitUntil(lambda: watch.tasks == (), timeout=10_000)
    assert len(asked) == 2
    watch.put_off()  # nothing is being read, nothing has to be read again
    desk.settle()
    assert len(asked) == 2


def batch_of_three(desk: EnterpriseDesk) -> list[str]:
    several = [made(desk.ledger, f"样例企业{n}", district="平城区") for n in range(3)]
    for one in several:
        pool.apply(desk.ledger, one, datetime.date(2023, 2, 10), "平城区")
    return several


def test_a_batch_shows_counts_lacking_papers_and_the_panels_list(desk: EnterpriseDesk, lists: EnterpriseLists) -> None:
    several = batch_of_three(desk)
    batch = lists.batches()
    assert batch is not None
    desk.settle()
    assert batch.batch.currentText() == "2023年3月批次（3 家）"
    assert batch.counts.text() == "3 家申报：已申报 3；▲ 3 家缺材料\n平城区 3"
    batch.shown.setCurrentIndex(2)
    assert batch.table.rows == ()
    desk.workspace.perform(lambda ledger: pool.move(ledger, several[0], Move.PASS_REVIEW, actor=OFFICE, made_on=TODAY))
    desk.settle()
    assert [row.key for row in batch.table.rows] == [several[0]]
    batch.table.copy()
    assert QApplication.clipboard().text().startswith("样例企业0\t平城区\t2023-02-10\t初审合格")
    batch.open_button.click()
    assert desk.page.identifier == several[0]
    batch.close()


def test_very_many_are_checked_and_moved_in_a_thread(
    desk: EnterpriseDesk, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("datong_desktop.views.enterprises.enterprise_acts.MANY", 2)
    several, thread = batch_of_three(desk), Thread(desk.workspace)

    def steps() -> list[int]:
        return [len(file(desk.ledger, one).all(Step)) for one in several]

    desk.page.acts.move_many(Move.PASS_REVIEW, several, desk.page)
    assert thread.said == ["核对 3 家企业"]
    assert answers.seen == []
    answers.with_texts(made_on="20230101", opinion="材料齐")
    thread.run()
    assert answers.seen == ["初审合格：3 家企业"]
    assert thread.said[-1] == "办理 3 家企业的“初审合格”"
    told: list[str] = []

    def mend(dialog: RecordDialog) -> None:
        told.append(dialog.findChild(QLabel, "inTheWay").text())
        assert dialog.record_form.values()["opinion"] == "材料齐"
        fill(dialog, made_on="20230415", override="补录")
        dialog.try_accept()

    answers.by(mend)
    thread.run()  # before the applications: refused, nothing typed is lost
    assert "2023-02-10" in told[0]
    assert steps() == [1, 1, 1]
    thread.run(cancelled=True)
    assert steps() == [1, 1, 1]
    answers.with_texts(made_on="20230415")
    desk.page.acts.move_many(Move.PASS_REVIEW, several, desk.page)
    thread.run()
    thread.run()
    assert steps() == [2, 2, 2]
    assert desk.workspace.undo_stack.undoText() == "初审合格 3 家企业"
    desk.settle()


def test_many_are_moved_at_once_or_none(desk: EnterpriseDesk, lists: EnterpriseLists, answers: Answers) -> None:
    several = batch_of_three(desk)
    batch = lists.batches()
    assert batch is not None
    desk.settle()
    pool.move(desk.ledger, several[0], Move.PASS_REVIEW, actor=OFFICE, made_on=datetime.date(2023, 4, 1))
    batch.reload()
    desk.settle()
    batch.table.selectAll()
    in_the_way: list[str] = []
    answers.by(lambda dialog: (in_the_way.append(dialog.findChild(QLabel, "inTheWay").text()), dialog.try_accept()))
    batch._move(Move.PASS_REVIEW)
    assert in_the_way[0].startswith("▲ “样例企业0”现在是“初审合格”，不能办理“初审合格”。")
    assert answers.reasons == ["请填越过程序的理由（必须写明）。"]
    assert [len(file(desk.ledger, one).all(Step)) for one in several] == [2, 1, 1]
    batch.table.choose(several[1:])
    steps = desk.workspace.undo_stack.count()
    answers.with_texts(made_on="20230415")
    batch._move(Move.PASS_REVIEW)
    desk.settle()
    assert batch.view is not None
    assert batch.view.by_state == {State.REVIEWED: 3}
    assert desk.workspace.undo_stack.count() == steps + 1
    batch.close()


def test_the_panels_meeting_is_arranged(desk: EnterpriseDesk, lists: EnterpriseLists, answers: Answers) -> None:
    batch_of_three(desk)
    batch = lists.batches()
    assert batch is not None
    desk.settle()
    answers.with_texts(meeting_on="20230418", place="市政府三楼")
    batch.meeting_button.click()
    desk.settle()
    assert batch.view is not None
    assert batch.view.arranged == Batch("2023-03", meeting_on=datetime.date(2023, 4, 18), place="市政府三楼")
    assert batch.arranged.text() == "复核会：2023-04-18　市政府三楼"
    batch.close()


def test_a_batch_is_read_anew_only_when_it_is_looked_at_and_something_in_it_changed(
    desk: EnterpriseDesk, lists: EnterpriseLists, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = batch_of_three(desk)
    read: list[str] = []
    real = pool.batch_view
    monkeypatch.setattr(pool, "batch_view", lambda ledger, batch: (read.append(threading.current_thread().name), real(ledger, batch))[1])
    batch = lists.batches()
    assert batch is not None
    assert batch.counts.text() == "正在读取…"
    desk.settle()
    other = made(desk.ledger, "别的企业")
    desk.workspace.perform(enterprises.edit, [other], {"phone": "1"})
    desk.workspace.perform(fostering.save, Reform(several[0], kinds="规上"))
    desk.settle()
    assert len(read) == 1
    assert "MainThread" not in read
    desk.workspace.perform(enterprises.edit, [several[0]], {"district": "云冈区"})
    desk.settle()
    assert len(read) == 2
    batch.hide()
    desk.workspace.perform(pool.apply, other, datetime.date(2023, 2, 10), "平城区")
    desk.settle()
    assert len(read) == 2
    batch.show()
    desk.settle()
    assert batch.batch.currentText() == "2023年3月批次（4 家）"
    assert batch.counts.text().endswith("平城区 2、县区未填 1、云冈区 1")
    batch.close()


def test_two_records_are_merged_field_by_field(desk: EnterpriseDesk, lists: EnterpriseLists, answers: Answers) -> None:
    keep = made(desk.ledger, "大同银河科技有限公司", district="平城区", phone="1")
    drop = made(desk.ledger, "大同市银河科技有限公司", credit_code=CODE, phone="2")
    enterprises.save(desk.ledger, "三表", FiscalYear(keep, 2022, revenue=100), FiscalYear(drop, 2022, revenue=200))

    def choose(dialog: object) -> None:
        table = dialog.table  # type: ignore[attr-defined]
        headings = [table.item(row, 0).text() for row in range(table.rowCount())]
        assert headings == ["企业名称", "统一社会信用代码", "县区", "联系电话", "2022年度"]
        assert [dialog.side(row) for row in range(5)] == ["keep", "drop", "keep", "keep", "keep"]  # type: ignore[attr-defined]
        dialog.choose(4, "drop")  # type: ignore[attr-defined]
        table.setCurrentCell(3, 1)
        desk.qtbot.keyClick(table, Key.Key_Space)
        dialog.try_accept()  # type: ignore[attr-defined]

    answers.by(choose)
    lists.merge([keep])  # its twin is found by the name
    merged = file(desk.ledger, keep).enterprise
    assert (merged.name, merged.credit_code, merged.phone) == ("大同银河科技有限公司", CODE, "2")
    assert file(desk.ledger, keep).all(FiscalYear) == (FiscalYear(keep, 2022, revenue=200),)
    assert enterprises.read(desk.ledger, drop) is None
    assert desk.page.identifier == keep
    desk.workspace.undo_stack.undo()
    assert file(desk.ledger, drop).enterprise.phone == "2"


def test_merging_says_what_must_be_chosen(desk: EnterpriseDesk, lists: EnterpriseLists) -> None:
    several = batch_of_three(desk)
    lists.merge(several)
    assert "只选两家" in desk.messages[-1]
    lists.merge([made(desk.ledger, "独一无二厂")])
    assert "没有和“独一无二厂”名称相近的企业" in desk.messages[-1]


def test_the_menu_offers_what_can_be_done_with_the_chosen(desk: EnterpriseDesk, lists: EnterpriseLists) -> None:
    chosen: list[str] = []
    tab = TabActs(desk.page.new, lambda: None, lambda: None, lambda: chosen, desk.page.current_file)
    owner = QWidget(desk.page)
    menu = EnterpriseMenu(desk.workspace, desk.page.acts, lists, tab, owner)

    def enabled(name: str) -> bool:
        return bool(next(action for action in menu.actions() if action.objectName() == name).isEnabled())

    assert not enabled("menuApply")
    assert enabled("menuBatches")
    chosen.append(made(desk.ledger))
    menu.follow()
    assert [enabled(name) for name in ("menuApply", "menuOpinion", "menuPlan", "menuMerge")] == [True, False, False, True]
    assert [action.objectName() for action in menu.moves.actions()][:1] == ["menuMove_APPLY"]
    pool.apply(desk.ledger, chosen[0], TODAY, "平城区")
    menu.follow()
    assert [enabled(name) for name in ("menuApply", "menuOpinion")] == [False, True]
    assert menu.materials.isEnabled()
    assert [action.text() for action in menu.judgements.actions()][3] == "&4 盈利模式清晰…"
    assert len(menu.judgements.actions()) == 8
    assert [a.objectName() for a in menu.moves.actions() if a.objectName()] == [
        "menuMove_PASS_REVIEW", "menuMove_REFUSE", "menuMove_WITHDRAW",
    ]  # fmt: skip
    assert _alt_letters_differ(menu.actions())
    chosen.append(made(desk.ledger, "乙"))
    menu.follow()
    assert [enabled(name) for name in ("menuMilestone", "menuMerge")] == [False, True]


def test_the_keys_of_the_menu_work_as_soon_as_a_ledger_is_open(desk: EnterpriseDesk, lists: EnterpriseLists) -> None:
    tab = TabActs(desk.page.new, lambda: None, lambda: None, list, desk.page.current_file)
    desk.workspace.set_ledger(None)
    menu = EnterpriseMenu(desk.workspace, desk.page.acts, lists, tab, QWidget(desk.page))
    batches = next(action for action in menu.actions() if action.objectName() == "menuBatches")
    assert not batches.isEnabled()
    desk.workspace.set_ledger(services.ledger.open_ledger(desk.ledger.path))
    assert batches.isEnabled()


def _alt_letters_differ(actions: list[QAction]) -> bool:
    letters = [text[text.index("&") + 1] for action in actions if "&" in (text := action.text())]
    return len(letters) == len(set(letters)) == sum(bool(action.text()) for action in actions)
