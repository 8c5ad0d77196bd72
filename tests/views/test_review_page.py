"""The page of the yearly review: the ranking of a year, the sum behind each total, decisions and evaluation forms."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from datong_desktop.domain.expert import Adjustment
from datong_desktop.services import evaluations
from datong_desktop.views.background import Job
from datong_desktop.views.teams.review_page import ReviewPage
from datong_desktop.views.workspace import Workspace
from tests.experts import file
from tests.service_desk import ServiceDesk
from tests.storage import new_ledger
from tests.views.enterprise_desk import Answers, fill


class Reviewer:
    """A clerk at the review of 2024."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.desk = ServiceDesk(new_ledger(folder))
        self.desk.year()
        self.workspace = Workspace()
        self.workspace.set_ledger(self.desk.ledger)
        self.page = ReviewPage(self.workspace)
        self.told: list[str] = []
        self.workspace.saved.connect(lambda changed, _: self.told.append(changed.told))
        qtbot.addWidget(self.page)
        qtbot.addWidget(self.page.side_panel())
        self.page.resize(1086, 640)
        self.page.show()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not Job._alive, timeout=10_000)

    def act(self, name: str) -> None:
        self.page.actions_by_name[name].trigger()
        self.settle()

    def choose(self, *names: str) -> None:
        self.page.table.choose([self.desk.experts[name] for name in names])

    def row(self, name: str) -> dict[str, str]:
        table = self.page.table
        headings = [table.horizontalHeaderItem(n).text() for n in range(table.columnCount())]
        return next(dict(zip(headings, row.texts, strict=True)) for row in table.rows if row.key == self.desk.experts[name])

    @property
    def why(self) -> str:
        return str(self.page.side_panel().text.toPlainText())

    def decision(self, name: str) -> Adjustment:
        (found,) = file(self.desk.ledger, self.desk.experts[name]).all(Adjustment)
        return found


@pytest.fixture
def reviewer(qtbot: QtBot, tmp_path: Path) -> Iterator[Reviewer]:
    found = Reviewer(qtbot, tmp_path)
    yield found
    found.settle()
    found.workspace.set_ledger(None)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    return Answers(monkeypatch)


def test_the_ranking_of_the_last_year_with_visits_is_shown_with_its_sums(reviewer: Reviewer) -> None:
    assert reviewer.page.year.currentText() == "2024年度"
    assert [row.texts[2] for row in reviewer.page.table.rows] == ["钱二", "孙三", "赵一", "李四"]
    assert reviewer.page.count.text() == "参评 4 名，已决定 0 / 4 名"
    row = reviewer.row("赵一")
    assert (row["名次"], row["走访"], row["天数"], row["总分"], row["建议"]) == ("3", "3", "4", "65.88", "留任")
    assert reviewer.row("李四")["建议"] == "✕ 退出"
    reviewer.choose("赵一")
    assert reviewer.page.side_panel().title.text() == "赵一"
    for said in (
        "走访 3 次×4 + 服务 4 天×2 = 20", "评价 2 份合计 172.5 分÷2×30% = 25.88", "20 + 20 + 25.88 = 65.88", "第 3 名，4 名参评",
        "附件5 三（五）",
    ):  # fmt: skip
        assert said in reviewer.why, said
    assert [row.texts[1:3] for row in reviewer.page.forms.rows] == [("样例甲有限公司", "一队（全队）"), ("平城区", "赵一")]
    reviewer.choose("李四")
    assert reviewer.page.forms.rows == ()


def test_a_decision_is_asked_for_with_the_proposal_and_kept(reviewer: Reviewer, answers: Answers) -> None:
    reviewer.choose("李四")

    def decide(dialog: Any) -> None:
        cells = dialog.record_form.cells
        assert (cells["kind"].editor.text(), cells["reason"].editor.text()) == ("退出", "总分 10，低于提醒线 30")
        assert cells["decided_by"].editor.text() == "大同市金融办"
        fill(dialog, kind="提醒", reason="")
        dialog.try_accept()
        assert "要写明理由" in dialog.reason.text()
        fill(dialog, reason="本人承诺明年多服务")
        dialog.try_accept()

    answers.by(decide)
    reviewer.act("reviewDecide")
    assert answers.seen == ["2024年度考核决定：李四"]
    kept = reviewer.decision("李四")
    assert (kept.kind, kept.year, kept.reason, kept.decided_by) == ("提醒", 2024, "本人承诺明年多服务", "大同市金融办")
    assert reviewer.row("李四")["决定"] == "▲ 提醒"
    assert "本人承诺明年多服务" in reviewer.why
    assert reviewer.page.count.text() == "参评 4 名，已决定 1 / 4 名"
    reviewer.act("reviewWithdraw")
    assert reviewer.row("李四")["决定"] == ""
    reviewer.workspace.undo_stack.undo()
    reviewer.settle()
    assert reviewer.row("李四")["决定"] == "▲ 提醒"


def test_chosen_experts_are_decided_on_as_proposed_in_one_step(reviewer: Reviewer, answers: Answers) -> None:
    reviewer.page.table.selectAll()
    answers.with_texts(decided_on="2025-01-10")
    reviewer.act("reviewAccept")
    assert answers.seen == ["按建议决定：留任 3 名、退出 1 名"]
    assert [reviewer.decision(name).kind for name in ("赵一", "钱二", "孙三", "李四")] == ["留任", "留任", "留任", "退出"]
    assert reviewer.decision("李四").reason == "总分 10，低于提醒线 30"
    assert file(reviewer.desk.ledger, reviewer.desk.experts["李四"]).expert.archived_on == datetime.date(2025, 1, 10)
    assert "“李四”退出后还在 1 支服务队里" in reviewer.told[-1]
    reviewer.workspace.undo_stack.undo()
    reviewer.settle()
    assert reviewer.page.count.text() == "参评 4 名，已决定 0 / 4 名"


def test_evaluation_forms_are_added_put_right_and_removed_beside_the_ranking(reviewer: Reviewer, answers: Answers) -> None:
    reviewer.choose("李四")
    answers.with_texts(object="阳高县", overall="120")
    reviewer.act("reviewForm")
    assert "综合评价填的是 120，应在 0 到 100 之间" in answers.reasons[0]
    answers.with_texts(object="阳高县", overall="95", opinion="随叫随到")
    reviewer.act("reviewForm")
    assert [row.texts[1:3] for row in reviewer.page.forms.rows] == [("阳高县", "李四")]
    assert reviewer.row("李四")["评价"] == "28.5"
    answers.with_texts(overall="60")
    reviewer.page.forms.openAsked.emit(reviewer.page.forms.rows[0].key)
    reviewer.settle()
    assert reviewer.row("李四")["评价"] == "18"
    answers.by(lambda dialog: dialog._try_remove())
    reviewer.page.forms.openAsked.emit(reviewer.page.forms.rows[0].key)
    reviewer.settle()
    assert len(evaluations.lines(reviewer.desk.ledger, 2024)) == 2
    assert reviewer.row("李四")["评价"] == "0"


def test_another_year_is_another_review_and_is_what_is_printed(reviewer: Reviewer) -> None:
    assert [one.label for one in reviewer.page.printables()[0].variants] == ["2024年度"]
    reviewer.page.show_year(2023)
    reviewer.settle()
    assert {row.texts[0] for row in reviewer.page.table.rows} == {"–"}
    assert reviewer.page.printables()[0].variants[0].label == "2023年度"
    assert reviewer.page.subject() == "2023年度专家考核"


def test_a_read_only_ledger_offers_no_decision(reviewer: Reviewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workspace, "writable", property(lambda _: False))
    reviewer.page.set_read_only(True)
    assert not any(action.isEnabled() for action in reviewer.page.actions_by_name.values())
    assert not reviewer.page.findChild(type(reviewer.page.side_panel().open_button), "reviewDecideButton").isEnabled()


def test_of_the_running_year_it_is_told_how_far_it_is_and_nobody_is_sent_away(reviewer: Reviewer, answers: Answers) -> None:
    assert not reviewer.page.note.isVisible()
    today, messages = datetime.date.today(), list[str]()
    reviewer.page.statusMessage.connect(messages.append)
    reviewer.page.show_year(today.year)
    reviewer.settle()
    assert reviewer.page.note.isVisible()
    assert f"{today.year}年度还没有结束，算到 {today}" in reviewer.page.note.text()
    assert reviewer.row("李四")["建议"] == "年末再定"
    reviewer.choose("李四")
    assert "年末再定：到目前" in reviewer.why
    reviewer.act("reviewAccept")
    assert messages == ["选中的专家现在还没有建议，年度结束后再定；要现在决定的请用“决定…”"]
    assert answers.seen == []
