"""What the registry counts, at the window: sign, tool tip, enterprises, explanation, reminders, documents, and the whole story."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from datong_desktop import services
from datong_desktop.domain.fostering import Milestone
from datong_desktop.domain.registry_counts import CountNote
from datong_desktop.services.ledger import Ledger
from datong_desktop.views import theme
from datong_desktop.views.dialogs import files
from datong_desktop.views.dialogs.preview import PreviewDialog
from tests.documents.pdf_text import letters
from tests.registry import made
from tests.views.windows import Key, Seat, make_ledger

NEEQ, JINXING = ("平城区", "neeq"), ("平城区", "jinxing")
TIP = Qt.ItemDataRole.ToolTipRole
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def reach(ledger: Ledger, enterprise: str, number: int, kind: str, district: str = "平城区", day: int = 1) -> Any:
    on = datetime.date(2022, 6, day)
    return services.enterprises.save(ledger, kind, Milestone(enterprise, number, kind=kind, happened_on=on, district=district))


class CountSeat(Seat):
    """A clerk at the grid of a ledger whose registry counts two of three keyed 新三板 and one of one 晋兴板."""

    def __init__(self, qtbot: QtBot, path: Path) -> None:
        super().__init__(qtbot)
        self.open(path)
        if self.counts is None:
            qtbot.waitSignal(self.tab.counts.changed, timeout=10_000).wait()

    @property
    def counts(self) -> Any:
        return self.tab.counts.counts

    @property
    def ledger(self) -> Any:
        return self.window.workspace.ledger

    def data(self, cell: tuple[str, str], role: Qt.ItemDataRole = TIP) -> str:
        return str(self.tab.table.index_of(*cell).data(role))

    def go(self, cell: tuple[str, str]) -> None:
        """To a figure, and wait for its panel."""
        self.tab.go_to(*cell)
        self.qtbot.waitUntil(lambda: self.part._cell == cell)

    @property
    def part(self) -> Any:
        return self.tab.panel.registry

    @property
    def names(self) -> list[str]:
        return [self.part.names.item(row).text() for row in range(self.part.names.count())]

    def explain(self, text: str) -> None:
        """Alt+J, a text, Enter."""
        self.part.note.setFocus()
        self.part.note.selectAll()
        self.part.note.insert(text)
        self.qtbot.keyClick(self.part.note, Key.Key_Return)

    def reminders(self) -> list[Any]:
        menu = self.find("noticeButton").menu()
        menu.aboutToShow.emit()
        return list(menu.actions())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """平城区: 新三板 keyed 3, counted 2; 晋兴板 keyed and counted 1. 云冈区: 新三板 blank, counted 1."""
    path = make_ledger(tmp_path / "2022年度.datong")
    ledger = services.ledger.open_ledger(path)
    services.assessment.key_figures(ledger, 2022, {NEEQ: 3, JINXING: 1, ("平城区", "listed"): 4}, "录入")
    first, second = made(ledger, "样例甲公司"), made(ledger, "样例乙公司")
    reach(ledger, first, 1, "新三板挂牌", day=2)
    reach(ledger, second, 1, "新三板挂牌")
    reach(ledger, second, 2, "晋兴板挂牌")
    reach(ledger, first, 2, "新三板挂牌", "云冈区")
    ledger.close()
    return path


@pytest.fixture
def seat(qtbot: QtBot, path: Path) -> CountSeat:
    return CountSeat(qtbot, path)


def colours(seat: CountSeat, cell: tuple[str, str]) -> set[str]:
    """Every colour of the left half of a cell."""
    seat.tab.go_to("经开区", cell[1])
    place = seat.tab.grid.visualRect(seat.tab.table.index_of(*cell))
    image: QImage = seat.tab.grid.viewport().grab(place).toImage()
    return {QColor(image.pixel(QPoint(x, y))).name() for x in range(image.width() // 2) for y in range(image.height())}


def test_tool_tip_and_accessible_text_name_the_enterprises(seat: CountSeat) -> None:
    told = "≠ 企业库 2 家（样例乙公司、样例甲公司），与填报 3 不一致，还没有说明"
    assert told in seat.data(NEEQ).splitlines()
    assert told in seat.data(NEEQ, SPOKEN)
    assert "企业库 1 家（样例乙公司）" in seat.data(JINXING).splitlines()
    assert "企业库 1 家（样例甲公司）" in seat.data(("云冈区", "neeq")).splitlines()  # nothing keyed, nothing differs
    assert "企业库 0 家" in seat.data(("天镇县", "neeq")).splitlines()
    assert "企业库" not in seat.data(("平城区", "listed"))  # no enterprise of this office was ever listed
    assert "企业库" not in seat.data(("平城区", "meetings"))


def test_the_sign_is_amber_until_the_difference_is_explained(seat: CountSeat, program_look: None) -> None:
    amber = theme.colors().amber.name()
    assert amber in colours(seat, NEEQ)
    assert amber not in colours(seat, JINXING)
    seat.window.workspace.perform(services.registry_counts.set_note, 2022, NEEQ, "一家在外市登记")
    assert amber not in colours(seat, NEEQ)
    assert "≠ 企业库 2 家（样例乙公司、样例甲公司），与填报 3 不一致，说明：一家在外市登记" in seat.data(NEEQ)


def test_keying_compares_at_once_without_reading(seat: CountSeat, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> None:
        raise AssertionError("keying must not ask the registry")

    seat.tab.go_to(*NEEQ)
    monkeypatch.setattr(services.registry_counts, "read", read)
    seat.type("2", Key.Key_Return)
    assert "≠" not in seat.data(NEEQ)
    assert not seat.find("noticeButton").isVisible()
    seat.type(Key.Key_Left, "5", Key.Key_Return)
    assert "与填报 5 不一致" in seat.data(NEEQ)
    assert not seat.tab.counts._soon.isActive()


def test_the_panel_lists_the_enterprises_and_takes_the_explanation_as_one_step(seat: CountSeat) -> None:
    seat.go(NEEQ)
    assert seat.part.isVisible()
    assert seat.find("registryCount").text() == "≠ 2 家，填报 3，请改数或写说明"
    assert seat.names == ["样例乙公司", "样例甲公司"]
    steps = seat.window.workspace.undo_stack.count()
    seat.explain("一家在外市登记")
    assert seat.book.count_notes == {NEEQ: CountNote("一家在外市登记", 3, 2)}
    assert seat.window.workspace.undo_stack.count() == steps + 1
    assert "差异说明 平城区 新三板" in seat.status
    assert seat.tab.grid.hasFocus()
    seat.qtbot.waitUntil(lambda: seat.find("registryCount").text() == "≠ 2 家，填报 3，已说明")
    seat.window.undo()
    assert seat.book.count_notes == {}
    seat.qtbot.waitUntil(lambda: seat.part.note.text() == "")
    seat.window.redo()
    assert seat.book.count_notes == {NEEQ: CountNote("一家在外市登记", 3, 2)}


def test_an_explanation_of_other_numbers_is_shown_as_such_and_confirmed_or_rewritten(seat: CountSeat) -> None:
    seat.go(NEEQ)
    seat.explain("一家在外市登记")
    assert not seat.part.again.isVisible()
    seat.window.workspace.key_figures({NEEQ: 55}, "录入")
    seat.qtbot.waitUntil(seat.part.again.isVisible)
    assert seat.find("registryCount").text() == "≠ 2 家，填报 55，原说明是填报 3、企业库 2 时写的"
    assert "原说明是填报 3、企业库 2 时写的，数已经变了，请重新说明" in seat.data(NEEQ)
    assert seat.find("noticeButton").isVisible()
    assert seat.window.workspace.book_for_documents().differences.keys() == {NEEQ}
    seat.part.again.click()
    assert seat.book.count_notes == {NEEQ: CountNote("一家在外市登记", 55, 2)}
    assert not seat.find("noticeButton").isVisible()
    seat.qtbot.waitUntil(lambda: not seat.part.again.isVisible())


def test_the_panel_says_nothing_where_the_registry_does_not_count(seat: CountSeat) -> None:
    seat.go(JINXING)
    assert seat.part.isVisible()
    assert not seat.part.note.isVisible()
    seat.go(("平城区", "meetings"))
    assert not seat.part.isVisible()


def test_a_note_half_typed_is_kept_when_the_clerk_turns_away(seat: CountSeat) -> None:
    seat.go(NEEQ)
    seat.part.note.setFocus()
    seat.qtbot.keyClicks(seat.part.note, "abc")
    seat.window.turn_to("scores")
    assert seat.book.count_notes == {NEEQ: CountNote("abc", 3, 2)}


@pytest.mark.parametrize("how", ["click", "enter"])
def test_a_name_leads_to_the_enterprise(seat: CountSeat, how: str) -> None:
    seat.go(NEEQ)
    names = seat.part.names
    if how == "click":
        at = names.visualItemRect(names.item(1)).center()
        seat.qtbot.mouseClick(names.viewport(), Qt.MouseButton.LeftButton, pos=at)
    else:
        names.setFocus()
        names.setCurrentRow(1)
        seat.qtbot.keyClick(names, Key.Key_Return)
    assert seat.window.shown_tab.name == "enterprises"
    tab = seat.window.enterprise_tab
    assert tab.list.table.line(tab.list.view.current_id())["name"] == "样例甲公司"


def test_a_search_that_hides_the_enterprise_is_taken_away_and_an_archived_one_is_listed(seat: CountSeat) -> None:
    tab = seat.window.enterprise_tab
    seat.window.show_tab("enterprises")
    seat.qtbot.waitUntil(lambda: tab.list.index is not None, timeout=20_000)
    tab.list.search.setText("乙")
    assert len(tab.list.table.ids) == 1
    first = seat.counts.enterprises[NEEQ][1].milestone.enterprise
    seat.window.show_enterprise(first)
    assert tab.list.view.current_id() == first
    assert tab.list.search.text() == ""
    seat.window.workspace.perform(services.enterprises.archive, [first], datetime.date(2023, 1, 1))
    assert first not in tab.list.table.ids
    seat.window.show_enterprise(first)
    assert tab.list.view.current_id() == first
    seat.window.show_enterprise("nothing")
    assert seat.status == "这家企业已经不在企业库里"


def test_reminders_list_what_is_not_explained_and_lead_there(seat: CountSeat) -> None:
    seat.tab.go_to("经开区", "mechanism")
    first = seat.reminders()[0]
    assert first.text() == "≠ 平城区「“新三板”挂牌企业数量」填报 3，企业库 2，请改数或写差异说明"
    first.trigger()
    assert seat.tab.current_cell() == NEEQ
    seat.window.workspace.perform(services.registry_counts.set_note, 2022, NEEQ, "一家在外市登记")
    assert not seat.find("noticeButton").isVisible()


def test_the_paper_form_shows_the_same_beside_its_figures(seat: CountSeat) -> None:
    seat.tab.go_to(*NEEQ)
    seat.trigger("paper")
    signs = {name: row.count_sign for name, row in seat.tab.paper.rows.items()}
    assert {name: sign.text() for name, sign in signs.items() if sign.text()} == {
        "neeq": "≠ 库 2", "jinxing": "库 1"
    }
    assert signs["neeq"].property("amber")
    assert signs["neeq"].toolTip() == "≠ 企业库 2 家（样例乙公司、样例甲公司），与填报 3 不一致，还没有说明"
    seat.qtbot.keyClicks(seat.tab.paper.rows["neeq"].count, "2")
    seat.qtbot.keyClick(seat.tab.paper.rows["neeq"].count, Key.Key_Return)
    assert signs["neeq"].text() == "库 2"
    assert not signs["neeq"].property("amber")


def test_another_year_or_ledger_is_counted_for_itself(seat: CountSeat, tmp_path: Path) -> None:
    seat.window.workspace.perform(services.assessment.create_year, 2023)
    assert seat.counts is None
    seat.qtbot.waitUntil(lambda: seat.counts is not None)
    assert seat.counts.year == 2023
    assert "企业库 0 家" in seat.data(NEEQ)
    seat.open(make_ledger(tmp_path / "另一个.datong"))
    assert seat.counts is None
    seat.qtbot.waitUntil(lambda: seat.counts is not None)
    assert "企业库" not in seat.data(NEEQ)


def test_preview_carries_the_mark_and_the_bar_leads_to_the_explanation(seat: CountSeat) -> None:
    made_pdfs: list[bytes] = []

    def look(dialog: PreviewDialog) -> None:
        seat.qtbot.waitUntil(lambda: bool(dialog.content), timeout=20_000)
        made_pdfs.append(dialog.content)
        dialog.reject()

    seat.answer(PreviewDialog, look)
    seat.trigger("preview")
    assert "平城区「“新三板”挂牌企业数量」填报3，企业库2" in letters(made_pdfs[0])
    assert "1 处填报数与企业库不一致" in seat.window.bar.text
    seat.window.toggle_panel()  # folded away: it comes back for the explanation
    seat.window.bar._buttons[0].click()
    assert seat.tab.current_cell() == NEEQ
    assert seat.part.note.isVisible()
    seat.explain("一家在外市登记")
    assert seat.window.bar.text == ""
    seat.answer(PreviewDialog, look)
    seat.trigger("preview")
    assert "有差异" not in letters(made_pdfs[1])
    assert seat.window.bar.text == ""


def test_export_tells_of_the_mark(seat: CountSeat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "出"
    out.mkdir()
    monkeypatch.setattr(files, "ask_folder", lambda *_: out)
    seat.trigger("export")
    assert "1 处填报数与企业库不一致" in seat.window.bar.text
    seat.settle()
    assert "附表带“有差异”" in seat.window.bar.text
    assert [button.text() for button in seat.window.bar._buttons] == ["去说明", "打开文件夹"]


def test_the_reason_of_a_score_tells_the_explanation(seat: CountSeat) -> None:
    seat.window.workspace.perform(services.registry_counts.set_note, 2022, NEEQ, "一家在外市登记")
    seat.window.turn_to("scores")
    seat.window.score_tab.show_found(*NEEQ)
    assert "一家在外市登记（填报数与企业库不一致，计分以填报数为准）" in seat.window.score_tab.side_panel().plain_text()


def test_a_milestone_comes_into_the_grid_is_explained_and_the_mark_is_gone(seat: CountSeat) -> None:
    """The story: 平城区 keyed 1 for 晋兴板; a second enterprise is registered as listed there."""
    assert "≠" not in seat.data(JINXING)
    enterprise = seat.counts.enterprises[NEEQ][1].milestone.enterprise
    perform = seat.window.workspace.perform
    reached = Milestone(enterprise, 3, kind="晋兴板挂牌", happened_on=datetime.date(2022, 9, 1), district="平城区")
    with seat.qtbot.waitSignal(seat.tab.counts.changed, timeout=10_000):
        perform(services.enterprises.save, "登记晋兴板挂牌", reached)
    assert "≠ 企业库 2 家（样例乙公司、样例甲公司），与填报 1 不一致，还没有说明" in seat.data(JINXING)
    perform(services.registry_counts.set_note, 2022, NEEQ, "一家在外市登记")
    seat.reminders()[0].trigger()
    assert seat.tab.current_cell() == JINXING
    seat.qtbot.waitUntil(lambda: seat.names == ["样例乙公司", "样例甲公司"])
    book = seat.window.workspace.book_for_documents()
    assert "有差异" in letters(services.documents.pdf(book, services.documents.DocumentKind.TABLE_2))
    seat.explain("样例甲公司 9 月才登记")
    book = seat.window.workspace.book_for_documents()
    assert "有差异" not in letters(services.documents.pdf(book, services.documents.DocumentKind.TABLE_2))
    seat.window.undo()
    assert "还没有说明" in seat.data(JINXING)
    for _ in range(2):  # the other note, then the milestone
        seat.window.undo()
    seat.qtbot.waitUntil(lambda: "≠" not in seat.data(JINXING))
