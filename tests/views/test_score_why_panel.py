"""The why-panel: selectable, copyable as plain text, spoken."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from datong_desktop.domain.explain import explain_mark
from datong_desktop.views.scores.why_panel import WhyPanel, explanation
from tests.views.score_desk import case_book, filled, second_scheme

CTRL = Qt.KeyboardModifier.ControlModifier
BOOK = case_book("annex1_plain.xlsx")


@pytest.fixture
def panel(qtbot: QtBot) -> WhyPanel:
    panel = WhyPanel()
    qtbot.addWidget(panel)
    panel.resize(280, 600)
    panel.show()
    panel.show_cell(BOOK, ("新荣区", "neeq"))
    return panel


def test_all_lines_of_the_domain_are_shown_with_their_clause(panel: WhyPanel) -> None:
    row = BOOK.assessment.row("新荣区")
    lines = explain_mark(BOOK.assessment, row, row.marks[6])
    assert panel.text.toPlainText().split("\n") == [f"{label}\t{text}" for label, text in lines]
    assert "附件4 二（三）2：排名为4-8名的，该单项定量指标最终得2分" in panel.plain_text()
    assert "与阳高县、天镇县、浑源县并列" in panel.text.accessibleDescription()


def test_button_copies_title_and_lines(panel: WhyPanel, qtbot: QtBot) -> None:
    qtbot.mouseClick(panel.copy_button, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("新荣区 · “新三板”挂牌企业数量\n数值\t1\n")


def test_keys_select_and_copy_plain_text_only(panel: WhyPanel, qtbot: QtBot) -> None:
    panel.text.setFocus()
    qtbot.keyClick(panel.text, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(panel.text, Qt.Key.Key_C, CTRL)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == panel.text.toPlainText()
    assert not data.hasHtml()


def test_nothing_in_the_panel_can_be_edited_or_read_as_markup(panel: WhyPanel, qtbot: QtBot) -> None:
    before = panel.text.toPlainText()
    panel.text.setFocus()
    qtbot.keyClicks(panel.text, "9")
    qtbot.keyClick(panel.text, Qt.Key.Key_V, CTRL)
    assert panel.text.toPlainText() == before
    panel.text.show_lines((("原因", "<b>虚报</b> & 其他"),))
    assert panel.text.toPlainText() == "原因\t<b>虚报</b> & 其他"


def test_district_final_and_rank_explain_the_final(panel: WhyPanel) -> None:
    texts = {explanation(BOOK, ("新荣区", what)) for what in ("", "#final", "#rank")}
    assert len(texts) == 1
    title, lines = texts.pop()
    assert title == "新荣区 · 最终得分"
    assert dict(lines)["算式"].endswith("= 1.65")


def test_second_scheme_is_explained_by_its_own_clauses() -> None:
    book = filled(second_scheme(), 2024)
    title, lines = explanation(book, ("东湖区", "#final"))
    assert title == "东湖区 · 总分"
    assert "7.5%" in dict(lines)["算式"]
    assert dict(lines)["依据"].startswith("第九条")


def test_selection_survives_what_changes_nothing_here(panel: WhyPanel) -> None:
    panel.text.selectAll()
    panel.show_cell(BOOK, ("新荣区", "neeq"))
    assert panel.text.textCursor().hasSelection()
    panel.show_cell(None, None)
    assert not panel.copy_button.isEnabled()
