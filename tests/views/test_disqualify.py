"""The dialog of 取消参评资格: Enter goes on, only Ctrl+Enter or the button decides."""

from __future__ import annotations

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.views.dialogs.disqualify import DisqualifyDialog, years_covered
from tests.views.score_desk import case_book, filled, second_scheme

CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Enter


@pytest.fixture
def dialog(qtbot: QtBot) -> DisqualifyDialog:
    dialog = DisqualifyDialog(case_book("annex1_plain.xlsx"), "广灵县")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.reason_field.setFocus()
    return dialog


def compose(edit: QLineEdit, text: str) -> None:
    """Chinese comes from an input method, not from keys."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(edit, event)


def focus() -> object:
    return QApplication.focusWidget()


def label(dialog: DisqualifyDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    assert found is not None
    return found.text()


def test_says_whom_which_years_and_by_what_clause(dialog: DisqualifyDialog) -> None:
    assert "广灵县" in dialog.windowTitle()
    assert "广灵县不参加 2022 年度和 2023 年度" in label(dialog, "effect")
    assert "附件4 四：如发现弄虚作假，取消本年度及下一年度参评资格" in label(dialog, "clause")


def test_second_scheme_covers_one_year_by_its_own_clause(qtbot: QtBot) -> None:
    dialog = DisqualifyDialog(filled(second_scheme(), 2024), "高新区")
    qtbot.addWidget(dialog)
    assert "高新区不参加 2024 年度的评价" in label(dialog, "effect")
    assert "第十条" in label(dialog, "clause")
    assert years_covered(2024, 4) == "2024 至 2027 年度"


def test_typed_by_keyboard_alone(dialog: DisqualifyDialog, qtbot: QtBot) -> None:
    compose(dialog.reason_field, " 虚报挂牌企业 ")
    qtbot.keyClick(dialog.reason_field, ENTER)
    assert focus() is dialog.date_field
    compose(dialog.date_field, "２０２３0315")
    qtbot.keyClick(dialog.date_field, ENTER)
    assert dialog.date_field.text() == "2023-03-15"
    assert focus() is dialog.number_field
    compose(dialog.number_field, "同金发〔2023〕3号")
    qtbot.keyClick(dialog.number_field, ENTER)
    assert dialog.isVisible()  # Enter alone never decides
    qtbot.keyClick(dialog, ENTER, CTRL)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.decision() == Disqualification(
        2022, "广灵县", "虚报挂牌企业", datetime.date(2023, 3, 15), "同金发〔2023〕3号"
    )


def test_reason_is_required_and_the_sentence_says_so(dialog: DisqualifyDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.reason_field, "  ")
    qtbot.keyClick(dialog, ENTER, CTRL)
    assert dialog.isVisible()
    assert dialog.reason.text() == "请写明取消参评资格的原因。"
    assert dialog.reason_field.property("refused")
    compose(dialog.reason_field, "虚报")
    assert dialog.reason.text() == ""
    assert not dialog.reason_field.property("refused")


@pytest.mark.parametrize("text", ["20231332", "明天", "2023-02-30", "3.15"])
def test_what_is_no_date_is_refused_and_stays_for_mending(dialog: DisqualifyDialog, qtbot: QtBot, text: str) -> None:
    compose(dialog.reason_field, "虚报")
    dialog.date_field.setFocus()
    dialog.date_field.setText(text)
    qtbot.keyClick(dialog, ENTER, CTRL)
    assert dialog.isVisible()
    assert f"“{text}”不是日期" in dialog.reason.text()
    assert focus() is dialog.date_field
    assert dialog.date_field.text() == text


def test_date_and_number_may_be_left_blank_and_the_button_decides(dialog: DisqualifyDialog, qtbot: QtBot) -> None:
    compose(dialog.reason_field, "虚报")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.decision() == Disqualification(2022, "广灵县", "虚报", None, "")


def test_esc_decides_nothing(dialog: DisqualifyDialog, qtbot: QtBot) -> None:
    compose(dialog.reason_field, "虚报")
    qtbot.keyClick(dialog.reason_field, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert dialog.result() == QDialog.DialogCode.Rejected
