"""The window over a real ledger: keying, undo, years, paper form, guards, second window."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from datong_desktop import services
from datong_desktop.domain.application import Move
from datong_desktop.domain.problem import refuse
from datong_desktop.settings import Settings
from datong_desktop.views.crash import ErrorReporter
from datong_desktop.views.dialogs.backups import BackupsDialog
from datong_desktop.views.dialogs.disqualify import DisqualifyDialog
from datong_desktop.views.dialogs.forms import DeleteYearDialog, HeadDialog, NewYearDialog
from datong_desktop.views.dialogs.new_ledger import NewLedgerDialog
from datong_desktop.views.tabs import NAMES
from tests.registry import made
from tests.views.score_desk import dressed
from tests.views.windows import CASES, Key, Seat, expected, make_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    folder = tmp_path / "区 县#1"
    folder.mkdir()
    return make_ledger(folder / "报表?年 100%20.datong")


@pytest.fixture
def seat(qtbot: QtBot, ledger: Path) -> Seat:
    return Seat(qtbot).open(ledger)


def stored(path: Path, year: int = 2022) -> dict[tuple[str, str], int]:
    """What a reader in between finds in the file."""
    reader = services.ledger.open_ledger(path, read_only=True)
    try:
        return dict(services.assessment.read_year(reader, year).figures)
    finally:
        reader.close()


def test_first_start_offers_the_next_step(qtbot: QtBot) -> None:
    seat = Seat(qtbot)
    assert seat.find("welcome").isVisible()
    assert [b.text() for b in seat.window.welcome.buttons] == ["新建账套…", "打开账套…", "打开样例账套"]
    assert not seat.window.menus.actions["preview"].isEnabled()


def test_a_new_ledger_is_made_and_opened(qtbot: QtBot, tmp_path: Path) -> None:
    seat = Seat(qtbot)

    def fill(dialog: NewLedgerDialog) -> None:
        dialog.path.setText(str(tmp_path / "新账套"))
        dialog.year.setText("２０２３")
        dialog.try_accept()

    seat.answer(NewLedgerDialog, fill)
    with qtbot.waitSignal(seat.window.workspace.ledgerChanged, timeout=10_000):
        seat.trigger("newLedger")
    seat.settle()
    assert (tmp_path / "新账套.datong").is_file()
    assert seat.book.year == 2023
    assert seat.book.reporting_unit == "大同市金融办"
    assert seat.window.settings.last_ledger == tmp_path / "新账套.datong"


def test_a_new_ledger_starts_with_the_scheme_of_a_file(qtbot: QtBot, tmp_path: Path) -> None:
    seat = Seat(qtbot)
    broken = tmp_path / "坏方案.toml"
    broken.write_text('format = 1\nid = "x\n', encoding="utf-8")

    def fill(dialog: NewLedgerDialog) -> None:
        dialog.path.setText(str(tmp_path / "示例"))
        dialog.year.setText("2024")
        dialog.scheme.use_file(broken)
        dialog.try_accept()
        assert "第 2 行" in dialog.reason.text()
        assert dialog.office.text() == "大同市金融办"
        dialog.scheme.use_file(CASES / "second-scheme.toml")
        assert dialog.office.text() == "示例市金融局"
        dialog.try_accept()

    seat.answer(NewLedgerDialog, fill)
    with qtbot.waitSignal(seat.window.workspace.ledgerChanged, timeout=10_000):
        seat.trigger("newLedger")
    seat.settle()
    assert seat.book.scheme.id == "example-2024"
    assert seat.book.reporting_unit == "示例市金融局"
    assert seat.tab.grid.model().rowCount() == 14


def test_an_office_typed_stays_when_a_scheme_is_chosen(qtbot: QtBot) -> None:
    dialog = NewLedgerDialog("王某", None)
    qtbot.addWidget(dialog)
    dialog.office.clear()
    qtbot.keyClicks(dialog.office, "XX")
    dialog.scheme.use_file(CASES / "second-scheme.toml")
    assert dialog.office.text() == "XX"


def test_a_keyed_cell_is_durable_before_the_status_says_so(seat: Seat, ledger: Path) -> None:
    seat.type("3", Key.Key_Return)
    assert "已保存" in seat.status
    assert "录入 平城区 工作机制 未报 → 3" in seat.status
    assert stored(ledger) == {("平城区", "mechanism"): 3}


def test_undo_and_redo_carry_labels_and_work_across_tabs(seat: Seat, ledger: Path) -> None:
    seat.type("3", Key.Key_Return, "4", Key.Key_Return)
    undo, redo = seat.window.menus.actions["undo"], seat.window.menus.actions["redo"]
    assert undo.text() == "撤销 录入 平城区 专项政策"
    seat.window.turn_to("scores")
    undo.trigger()
    undo.trigger()
    assert stored(ledger) == {}
    assert redo.text() == "重做 录入 平城区 工作机制"
    redo.trigger()
    assert stored(ledger) == {("平城区", "mechanism"): 3}
    assert not seat.book.figures.get(("平城区", "policy"))


def test_undo_of_another_year_goes_there_and_names_it(seat: Seat, ledger: Path) -> None:
    seat.tab.grid.go(2, 3)
    seat.type("3", Key.Key_Return)
    seat.window.workspace.perform(services.assessment.create_year, 2023)
    seat.tab.grid.go(0, 0)
    seat.type("4", Key.Key_Return)
    seat.trigger("undo")
    seat.trigger("undo")
    assert seat.book.year == 2022
    assert seat.window.menus.actions["undo"].text() == "撤销 录入 新荣区 指导调研"
    seat.trigger("redo")
    seat.trigger("redo")
    seat.window.choose_year(2022)
    assert seat.window.menus.actions["undo"].text() == "撤销 2023年度 录入 平城区 工作机制"
    seat.tab.grid.go(5, 5)
    seat.trigger("undo")
    assert (seat.book.year, seat.find("yearSelector").currentText()) == (2023, "2023年度")
    assert "· 2023年度 撤销 录入 平城区 工作机制 4 → 未报" in seat.status
    assert seat.tab.current_cell() == ("平城区", "mechanism")
    assert stored(ledger, 2022) == {("新荣区", "visits"): 3}


def test_undo_selects_what_it_changed(seat: Seat) -> None:
    seat.tab.grid.go(2, 3)
    seat.type("3", Key.Key_Return)
    seat.tab.grid.go(9, 7)
    seat.trigger("undo")
    assert seat.tab.current_cell() == ("新荣区", "visits")
    seat.tab.grid.go(9, 7)
    seat.window.turn_to("scores")
    seat.trigger("redo")
    assert seat.window.score_tab.view.current_key() == ("新荣区", "visits")


def test_a_refused_text_keeps_undo_from_turning_the_year(seat: Seat) -> None:
    seat.type("3", Key.Key_Return)
    seat.window.workspace.perform(services.assessment.create_year, 2023)
    seat.window.choose_year(2023)
    seat.trigger("undo")
    seat.trigger("redo")
    seat.window.choose_year(2022)
    seat.type("1.5", Key.Key_Return)
    seat.trigger("undo")
    assert (seat.book.year, len(seat.tab.table.refused)) == (2022, 1)


def test_the_status_line_offers_only_what_can_be_done(seat: Seat) -> None:
    seat.type("3", Key.Key_Return)
    assert seat.status.endswith("未报 → 3　撤销 Ctrl+Z")
    seat.trigger("undo")
    assert seat.status.endswith("3 → 未报　重做 Ctrl+Y")
    seat.type("5", Key.Key_Return)
    assert seat.status.endswith("未报 → 5　撤销 Ctrl+Z")
    assert not seat.window.menus.actions["redo"].isEnabled()


def test_paste_is_one_undo_step(seat: Seat, ledger: Path) -> None:
    QApplication.clipboard().setText("\n".join(["1\t2\t3"] * 3))
    seat.tab.grid.paste()
    assert len(stored(ledger)) == 9
    assert seat.window.menus.actions["undo"].text() == "撤销 粘贴 3×3"
    seat.trigger("undo")
    assert stored(ledger) == {}


def test_scores_follow_each_key(seat: Seat) -> None:
    for row in expected()["rows"]:
        for value in row["values"]:
            seat.type(str(value), Key.Key_Return)
    rows = expected()["rows"]
    assert [r.rank for r in seat.book.assessment.rows] == [r["rank"] for r in rows]
    assert seat.find("filledCount").text() == "88/88 已填 ✓"
    seat.window.turn_to("scores")
    table = seat.find("scoreTable").model()
    finals = [table.index(r, 9).data() for r in range(11)]
    assert [str(f).strip() for f in finals] == [r["final"] for r in rows]


def test_paper_form_shows_and_keys_the_same_figures(seat: Seat, ledger: Path) -> None:
    seat.type("3", Key.Key_Return)
    seat.tab.grid.go(0, 0)
    seat.trigger("paper")
    paper = seat.tab.paper
    first = paper.rows["mechanism"].count
    assert first.text() == "3"
    first.setFocus()
    first.selectAll()
    seat.qtbot.keyClicks(first, "12")
    seat.qtbot.keyClick(first, Key.Key_Enter)
    assert paper.rows["policy"].count.hasFocus() or not seat.window.isActiveWindow()
    assert stored(ledger)["平城区", "mechanism"] == 12
    paper.rows["mechanism"].remark.setText("依据〔2022〕1号")
    paper.rows["mechanism"].remark.commit()
    paper.filled_by.setText("张三")
    paper.filled_by.commit()
    paper.filled_on.setText("20230315")
    paper.filled_on.commit()
    assert seat.book.remarks["平城区", "mechanism"] == "依据〔2022〕1号"
    assert seat.book.forms["平城区"].filled_by == "张三"
    assert f"{seat.book.forms['平城区'].filled_on}" == "2023-03-15"
    paper.turn(1)
    assert paper.district.currentText() == "云冈区"
    assert paper.rows["mechanism"].count.text() == ""


def test_paper_form_shows_the_warning_of_a_figure(seat: Seat) -> None:
    seat.type("3", Key.Key_Return)
    seat.window.workspace.perform(services.assessment.create_year, 2023)
    seat.tab.grid.go(0, 0)
    seat.trigger("paper")
    sign = seat.find("sign_mechanism")
    assert sign.text() == ""
    seat.tab.paper.rows["mechanism"].count.setText("30")
    seat.tab.paper.rows["mechanism"].count.commit()
    assert sign.text() == "▲"
    assert "3" in sign.toolTip()


def test_all_rows_of_the_backups_are_of_one_height(qtbot: QtBot, seat: Seat) -> None:
    for _ in range(3):
        services.ledger.back_up(seat.window.workspace.ledger, "手动")
    with dressed():
        dialog = BackupsDialog(seat.window.workspace.ledger.path, seat.window)
        dialog.show()
        seat.settle()
        rows = dialog.list
        assert len({rows.visualItemRect(rows.item(row)).height() for row in range(rows.count())}) == 1
        dialog.close()


def test_clearing_shows_its_key_in_the_menu(seat: Seat) -> None:
    assert "清除(&L)\tDelete" in offered(seat, "edit")


def test_paper_form_refuses_what_is_no_count(seat: Seat, ledger: Path) -> None:
    seat.trigger("paper")
    field = seat.tab.paper.rows["mechanism"].count
    field.setText("三")
    seat.qtbot.keyClick(field, Key.Key_Return)
    assert field.property("refused")
    assert "不是数字" in seat.find("paperReason").text()
    assert stored(ledger) == {}
    seat.qtbot.keyClick(field, Key.Key_Escape)
    assert field.text() == ""


def test_a_date_that_is_none_stays_on_its_sheet(seat: Seat) -> None:
    seat.trigger("paper")
    paper = seat.tab.paper
    paper.filled_on.setFocus()
    paper.filled_on.setText("20221399")
    seat.qtbot.keyClick(paper.filled_on, Key.Key_Enter)
    assert paper.district.currentText() == "平城区"
    assert paper.filled_on.text() == "20221399"
    assert paper.filled_on.property("refused")
    assert "没有 13 月" in seat.find("paperReason").text()
    paper.filled_on.setText("20230315")
    seat.qtbot.keyClick(paper.filled_on, Key.Key_Enter)
    assert seat.book.forms["平城区"].filled_on.isoformat() == "2023-03-15"
    assert paper.district.currentText() == "云冈区"
    assert paper.filled_on.text() == ""


def test_years_are_made_switched_and_deleted_with_typed_confirmation(seat: Seat, ledger: Path) -> None:
    seat.type("3", Key.Key_Return)
    seat.answer(NewYearDialog, lambda d: (d.year.setText("2023"), d.try_accept()))
    seat.trigger("newYear")
    assert seat.book.year == 2023
    assert seat.book.last_year == {("平城区", "mechanism"): 3}
    assert seat.find("yearSelector").currentText() == "2023年度"

    def slip(dialog: DeleteYearDialog) -> None:
        dialog.try_accept()
        assert "请输入 2023 确认" in dialog.reason.text()
        dialog.typed.setText("2023")
        dialog.try_accept()

    seat.answer(DeleteYearDialog, slip)
    seat.trigger("deleteYear")
    assert seat.window.workspace.years == (2022,)
    assert seat.book.year == 2022
    seat.window.menus.actions["undo"].trigger()
    assert seat.window.workspace.years == (2023, 2022)


def test_table_heads_are_kept(seat: Seat) -> None:
    def fill(dialog: HeadDialog) -> None:
        dialog.filled_by.setText("张三")
        dialog.filled_on.setText("2023年3月15日")
        dialog.try_accept()

    seat.answer(HeadDialog, fill)
    seat.trigger("head")
    assert seat.book.signatures.filled_by == "张三"
    assert f"{seat.book.signatures.filled_on}" == "2023-03-15"


def test_remark_and_history_of_a_figure(seat: Seat) -> None:
    seat.type("3", Key.Key_Return)
    seat.tab.grid.go(0, 0)
    seat.type("5", Key.Key_Return)
    seat.tab.grid.go(0, 0)
    seat.tab.panel.focus_history()
    text = seat.find("cellText").toPlainText()
    assert "3 → 5" in text
    assert "未报 → 3" in text
    assert "王某" in text
    seat.tab.panel.remark.setText("见附件")
    seat.tab.panel.remark.commit()
    assert seat.book.remarks["平城区", "mechanism"] == "见附件"


def test_second_window_is_read_only_and_says_who(qtbot: QtBot, seat: Seat, ledger: Path) -> None:
    other = Seat(qtbot, Settings(operator="李某")).open(ledger)
    assert not other.window.workspace.writable
    assert "王某" in other.window.bar.text
    other.type("9", Key.Key_Return)
    assert stored(ledger) == {}
    seat.type("4", Key.Key_Return)
    other.window.workspace.reload()
    assert other.book.figures == {("平城区", "mechanism"): 4}


def test_a_read_only_window_says_so_for_as_long_and_learns_when_the_other_leaves(qtbot: QtBot, seat: Seat, ledger: Path) -> None:
    other = Seat(qtbot, Settings(operator="李某")).open(ledger)
    assert "〔只读〕" in other.window.windowTitle()
    assert other.find("readOnlySign").isVisible()
    assert not other.find("importButton").isEnabled()
    assert other.find("previewButton").isEnabled()
    other.tab.grid.go(0, 0)
    other.type("3", "4")
    assert other.status == "账套以只读方式打开，不能修改"
    assert other.tab.current_cell() == ("平城区", "mechanism")
    other.window.show_tab("scores")
    here = other.window.score_tab.view.current_key()
    qtbot.keyClicks(other.window.score_tab.view, "31")
    assert other.window.score_tab.view.current_key() == here
    other.window.read_only.look()
    assert "王某" in other.window.bar.text
    seat.window.workspace.set_ledger(None)
    other.window.read_only.look()
    assert "没有别人在用" in other.window.bar.text
    with qtbot.waitSignal(other.window.workspace.ledgerChanged, timeout=10_000):
        other.find("messageBar").findChild(QPushButton).click()
    other.settle()
    assert other.window.workspace.writable
    assert "〔只读〕" not in other.window.windowTitle()
    assert not other.find("readOnlySign").isVisible()


def test_a_refused_text_holds_the_window_open_once(seat: Seat) -> None:
    seat.type("x")
    assert not seat.window.close()
    assert "没有保存" in seat.window.bar.text
    assert seat.tab.table.refused["平城区", "mechanism"].text == "x"
    assert seat.window.close()


def test_an_open_editor_is_saved_on_close(seat: Seat, ledger: Path) -> None:
    seat.type("42")
    assert seat.window.close()
    assert stored(ledger) == {("平城区", "mechanism"): 42}


def test_a_full_disk_keeps_the_typed_figure(seat: Seat, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise refuse("disk_full", "磁盘满了，没有保存。请清理后再写一次。")

    with monkeypatch.context() as broken:
        broken.setattr(services.assessment, "key_figures", full)
        seat.type("7", Key.Key_Return)
    assert "磁盘满了" in seat.window.bar.text
    assert seat.tab.table.index(0, 0).data() == "7"
    assert stored(ledger) == {}
    seat.window.retry_refused()
    assert stored(ledger) == {("平城区", "mechanism"): 7}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let go of an open file")
def test_a_vanished_file_offers_to_save_elsewhere(seat: Seat, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seat.type("3", Key.Key_Return)
    os.rename(ledger, tmp_path / "别处.datong")
    seat.type("5", Key.Key_Return)
    assert "另存到…" in [b.text() for b in seat.window.bar._buttons]
    target = tmp_path / "抢救.datong"
    monkeypatch.setattr("datong_desktop.views.dialogs.files.ask_save", lambda *_: target)
    with seat.qtbot.waitSignal(seat.window.workspace.ledgerChanged, timeout=10_000):
        seat.window.copies.rescue()
    seat.settle()
    assert stored(target) == {("平城区", "mechanism"): 3, ("平城区", "policy"): 5}


def test_an_exception_in_a_slot_is_said_once_and_loses_nothing(seat: Seat, ledger: Path) -> None:
    seat.type("3", Key.Key_Return)
    told: list[str] = []
    reporter = ErrorReporter(told.append)
    for _ in range(3):
        try:
            raise ZeroDivisionError("in a slot")
        except ZeroDivisionError as error:
            reporter.report(type(error), error, error.__traceback__)
    assert len(told) == 1
    assert "ZeroDivisionError" in told[0]
    assert stored(ledger) == {("平城区", "mechanism"): 3}


def test_an_error_while_reporting_an_error_does_not_recurse() -> None:
    calls = 0

    def tell(_: str) -> None:
        nonlocal calls
        calls += 1
        reporter.report(ValueError, ValueError("again"), None)

    reporter = ErrorReporter(tell)
    reporter.report(KeyError, KeyError("first"), None)
    assert calls == 1


def test_wheel_over_the_year_changes_nothing(seat: Seat) -> None:
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    combo = seat.find("yearSelector")
    combo.addItem("2099年度", 2099)
    combo.setFocus()
    before = combo.currentIndex()
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, -240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(combo, wheel)
    assert combo.currentIndex() == before


def test_every_action_has_a_tip_and_no_key_is_taken_twice(seat: Seat) -> None:
    keys: dict[str, str] = {}
    for name, action in seat.window.menus.actions.items():
        if name not in ("undo", "redo"):
            assert action.toolTip() != action.text(), name
        for key in action.shortcuts():
            text = key.toString()
            assert text not in keys, f"{text}: {name} and {keys.get(text)}"
            keys[text] = name


def test_preferences_are_remembered(qtbot: QtBot, ledger: Path) -> None:
    from datong_desktop import settings as settings_file

    seat = Seat(qtbot).open(ledger)
    seat.trigger("direction")
    seat.trigger("compact")
    seat.window.close()
    again = settings_file.load()
    assert (again.direction, again.compact, again.last_ledger) == ("down", True, ledger)
    assert again.geometry


def test_a_damaged_settings_file_is_replaced_by_defaults(home: Path) -> None:
    from datong_desktop import settings as settings_file

    home.mkdir(parents=True)
    (home / "settings.json").write_text('{"look": 5, "recent": [1, "a"], "direction": "down"', encoding="utf-8")
    assert settings_file.load() == Settings()


def test_reminders_jump_to_their_figure(seat: Seat) -> None:
    seat.answer(NewYearDialog, lambda d: (d.year.setText("2023"), d.try_accept()))
    seat.type("3", Key.Key_Return)
    seat.trigger("newYear")
    seat.tab.grid.go(0, 0)
    seat.type("30", Key.Key_Return)
    button = seat.find("noticeButton")
    assert button.isVisible()
    seat.tab.grid.go(5, 5)
    button.menu().aboutToShow.emit()
    button.menu().actions()[0].trigger()
    assert seat.tab.current_cell() == ("平城区", "mechanism")


def test_equal_rows_are_reminded_of_once(seat: Seat) -> None:
    count = len(seat.book.scheme.indicators)
    QApplication.clipboard().setText("\n".join(["\t".join("1" * count)] * 2))
    seat.tab.grid.go(0, 0)
    seat.tab.grid.paste()
    button = seat.find("noticeButton")
    button.menu().aboutToShow.emit()
    assert [action.text() for action in button.menu().actions()] == ["▲ 平城区、云冈区整行数字完全相同，请核对是否录重了表"]
    assert button.text() == "▲ 1 提醒 ▾"


def test_second_scheme_works_as_a_file_alone(qtbot: QtBot, ledger: Path) -> None:
    seat = Seat(qtbot).open(ledger)

    def choose(dialog: NewYearDialog) -> None:
        dialog.year.setText("2024")
        dialog.scheme.use_file(CASES / "second-scheme.toml")
        dialog.try_accept()

    seat.answer(NewYearDialog, choose)
    seat.trigger("newYear")
    assert seat.book.scheme.id == "example-2024"
    assert (seat.tab.table.data_rows, seat.tab.table.data_columns) == (13, 6)
    for row in range(13):
        for column in range(6):
            seat.type(str((row * 7 + column * 3) % 5), Key.Key_Return)
    assert seat.book.assessment.complete
    top = next(r for r in seat.book.assessment.rows if r.rank is not None)
    assert len(seat.book.scheme.format_final(top.final).split(".")[1]) == 3
    seat.window.turn_to("scores")
    assert seat.find("scoreTable").model().rowCount() == 13
    seat.trigger("paper")
    assert list(seat.tab.paper.rows) == [i.id for i in seat.book.scheme.indicators]
    assert services.documents.pdf(seat.book, services.documents.DocumentKind.TABLE_2).startswith(b"%PDF")


def test_no_alt_letter_is_taken_twice(seat: Seat) -> None:
    """Menu titles and what is shown in the window share the Alt letters; grid, paper form, registry and its form each."""
    ledger = seat.window.workspace.ledger
    assert ledger is not None
    twice = made(ledger)
    for day, refused in ((10, True), (20, False)):
        services.pool.apply(ledger, twice, datetime.date(2023, 2, day), "平城区")
        if refused:
            on = datetime.date(2023, 2, day + 5)
            services.pool.move(ledger, twice, Move.REFUSE, made_on=on, actor="市金融办", opinion="材料不足")
    for turn in (
        lambda: None,
        lambda: seat.trigger("paper"),
        lambda: seat.window.show_tab("enterprises"),
        lambda: seat.window.enterprise_tab.pages.open(twice),
    ):
        turn()
        seat.settle()
        letters: dict[str, str] = {}
        texts = [a.text() for a in seat.window.menuBar().actions() if a.isVisible()]
        texts += [b.text() for b in seat.window.findChildren(QAbstractButton) if b.isVisible()]
        texts += [label.text() for label in seat.window.findChildren(QLabel) if label.isVisible() and label.buddy()]
        for text in texts:
            if "&" in text:
                letter = text[text.index("&") + 1]
                assert letter not in letters, f"Alt+{letter}: {text} and {letters.get(letter)}"
                letters[letter] = text


def test_no_letter_is_taken_twice_within_a_menu(seat: Seat) -> None:
    for place in NAMES:
        seat.window.show_tab(place)
        for menu in seat.window.menuBar().findChildren(QMenu):
            letters = [a.text()[a.text().index("&") + 1] for a in menu.actions() if a.isVisible() and "&" in a.text()]
            assert len(letters) == len(set(letters)), (menu.title(), letters)


def offered(seat: Seat, menu: str) -> list[str]:
    return [a.text() for a in seat.window.menus.by_name[menu].actions() if a.isVisible()]


def test_menus_offer_what_the_shown_tab_can_do(seat: Seat) -> None:
    assert "粘贴(&P)" in offered(seat, "edit")
    seat.window.turn_to("scores")
    assert "粘贴(&P)" not in offered(seat, "edit")
    assert "复制图表(&I)" in offered(seat, "edit")
    assert {"按本列排序(&O)", "恢复附表顺序(&A)"} <= set(offered(seat, "data"))
    assert "显示图表(&G)" in offered(seat, "tools")


@pytest.mark.parametrize("place", ["indicators", "scores"])
def test_a_district_is_disqualified_and_taken_back_from_either_tab(seat: Seat, place: str) -> None:
    seat.window.show_tab(place)
    decide, take_back = (seat.window.menus.actions[name] for name in ("disqualify", "requalify"))
    assert {decide, take_back} <= set(seat.window.menus.by_name["data"].actions())
    seat.tab.grid.go(8, 4)
    seat.window.score_tab.view.go_to(("广灵县", "visits"))
    assert (decide.isEnabled(), take_back.isEnabled()) == (True, False)

    def fill(dialog: DisqualifyDialog) -> None:
        dialog.reason_field.setText("虚报")
        dialog.accept_button.click()

    seat.answer(DisqualifyDialog, fill)
    decide.trigger()
    assert set(seat.book.disqualified) == {"广灵县"}
    assert (decide.isEnabled(), take_back.isEnabled()) == (False, True)
    take_back.trigger()
    assert not seat.book.disqualified


def test_figures_are_shown_before_the_ledger_is_open_and_the_first_key_waits_for_it(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "考核.datong", figures=True)
    seat = Seat(qtbot)
    seat.window.ledger_flow.open_first(path)
    assert seat.window.workspace.ledger is None
    assert seat.tab.table.index(0, 3).data() == "37"
    seat.tab.grid.go(0, 0)
    seat.type("8", Key.Key_Return)
    assert stored(path)["平城区", "mechanism"] == 8
    assert "录入 平城区 工作机制 2 → 8" in seat.status
    seat.settle()


def test_a_first_look_at_a_damaged_file_leaves_it_to_the_opening(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "坏.datong"
    path.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    seat = Seat(qtbot)
    seat.window.ledger_flow.open_first(path)
    seat.settle()
    assert "坏.datong" in seat.window.bar.text
    assert seat.find("welcome").isVisible()
    assert path.read_bytes().endswith(b"xxx")


def test_the_keys_page_names_every_key(seat: Seat) -> None:
    from datong_desktop.views.dialogs.keys import KEYS

    page = " ".join(key for _, keys in KEYS for key, _ in keys)
    actions = list(seat.window.menus.actions.values())
    for tab in (seat.tab, seat.window.score_tab, seat.window.enterprise_tab):
        actions += [action for of_menu in tab.actions_for_menu().values() for action in of_menu]
    for action in actions:
        for shortcut in action.shortcuts()[:1]:
            *held, key = shortcut.toString().replace("PgUp", "PageUp").replace("PgDown", "PageDown").split("+")
            assert key in page, shortcut.toString()
            assert all(name in page for name in held), shortcut.toString()


def test_the_side_panel_follows_the_look(seat: Seat) -> None:
    from datong_desktop.views import theme

    seat.tab.panel.focus_history()
    text = seat.find("cellText")
    for look, colours in (("dark", theme.DARK), ("light", theme.LIGHT), ("dark", theme.DARK)):
        seat.window.set_look(look)
        shown = {f.format.foreground().color().name() for f in text.document().firstBlock().textFormats()}
        assert shown <= {colours.muted.name(), colours.text.name()}


def test_a_deleted_ledger_is_restored_from_its_backups(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from datong_desktop.views.dialogs.backups import BackupsDialog

    path = make_ledger(tmp_path / "考核.datong", figures=True)
    ledger = services.ledger.open_ledger(path)
    backup = services.ledger.back_up(ledger, "手动")
    ledger.close()
    path.unlink()
    seat = Seat(qtbot)
    seat.window.ledger_flow.open(path)
    seat.settle()
    assert "从备份恢复…" in [b.text() for b in seat.window.bar._buttons]
    monkeypatch.setattr("datong_desktop.views.dialogs.files.ask_open", lambda *_: backup.path)

    def restore(dialog: BackupsDialog) -> None:
        qtbot.waitUntil(dialog.restore_button.isEnabled, timeout=10_000)
        dialog.accept()

    seat.answer(BackupsDialog, restore)
    seat.trigger("restore")
    seat.settle()
    assert len(stored(path)) == 88


def test_reading_a_file_can_be_cancelled(seat: Seat, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import threading

    go_on = threading.Event()
    monkeypatch.setattr(services.importing, "preview_file", lambda *_: go_on.wait(20))
    seat.window.year_flow.import_path(tmp_path / "大表.xlsx")
    button = seat.find("cancelButton")
    assert button.isVisible()
    button.click()
    assert not button.isVisible()
    assert "什么也没有导入" in seat.status
    go_on.set()
    seat.qtbot.wait(50)
    assert QApplication.activeModalWidget() is None


def test_no_window_size_makes_the_tables_fit_themselves_for_ever(seat: Seat) -> None:
    """A scroll bar that comes and goes with the heading's height once ran the stack over."""
    for name in ("scores", "enterprises", "indicators"):
        seat.window.turn_to(name)
        for height in range(460, 860, 23):
            seat.window.resize(1000 + height % 97, height)
            seat.window.bar.show_message("info", "一条提示")
            QApplication.processEvents()
            seat.window.bar.hide()
            QApplication.processEvents()
    assert seat.book is not None
