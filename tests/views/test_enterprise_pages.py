"""List and form in one place: turning, what is meant, the badge, a whole case from paper to listing."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from datong_desktop.domain.application import Move, State, Step
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.services import enterprises, pool, registry_counts
from datong_desktop.views.background import Job
from datong_desktop.views.enterprises.enterprise_pages import EnterprisePages
from datong_desktop.views.records.record_dialog import RecordDialog
from datong_desktop.views.workspace import Workspace
from tests.registry import CODE, file, made, papers
from tests.storage import new_ledger
from tests.views.enterprise_desk import Answers, fill
from tests.views.keying import keyed

Key = Qt.Key


class Place:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.workspace, self.ledger = qtbot, Workspace(), new_ledger(folder)
        self.workspace.set_ledger(self.ledger)
        self.chosen: list[str] = []
        self.order: list[str] = []
        self.list, self.panel = QLabel("list"), QLabel("panel")
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pages = EnterprisePages(self.workspace, self.list, self.panel, lambda: self.chosen, lambda: self.order)
        qtbot.addWidget(self.pages)
        qtbot.addWidget(self.pages.panels)
        self.pages.resize(1086, 700)
        self.pages.show()
        self.pages.activateWindow()
        qtbot.waitUntil(self.pages.isActiveWindow)

    def type(self, name: str, text: str) -> None:
        self.pages.activateWindow()
        self.qtbot.waitUntil(self.pages.isActiveWindow)
        self.pages.form.form.focus_field(name)
        editor = self.pages.form.form.cells[name].editor
        keyed(self.qtbot, editor, text)
        self.qtbot.keyClick(editor, Key.Key_Return)


@pytest.fixture
def place(qtbot: QtBot, tmp_path: Path) -> Iterator[Place]:
    found = Place(qtbot, tmp_path)
    yield found
    qtbot.waitUntil(lambda: not Job._alive, timeout=10_000)
    found.workspace.set_ledger(None)


def test_the_form_takes_the_place_of_the_list_and_gives_it_back(place: Place) -> None:
    one, two = (made(place.ledger, name) for name in "甲乙")
    place.order = [one, two]
    place.pages.open(one)
    assert place.pages.form_shown
    assert place.pages.panels.currentWidget() is place.pages.form.panel
    place.qtbot.keyClick(place.pages.form.form.cells["name"].editor, Key.Key_PageDown)
    assert place.pages.meant() == [two]
    place.qtbot.keyClick(place.pages.form.form.cells["name"].editor, Key.Key_Escape)
    assert not place.pages.form_shown
    assert place.pages.panels.currentWidget() is place.panel
    assert place.list.hasFocus()


def test_one_that_is_gone_leaves_the_list_where_it_is(place: Place) -> None:
    place.pages.open("x")
    assert not place.pages.form_shown


def test_a_refused_text_holds_the_form_until_it_is_mended(place: Place) -> None:
    one, two = (made(place.ledger, name) for name in "甲乙")
    place.pages.open(one)
    place.type("employees", "很多")
    place.pages.open(two)
    assert place.pages.form.identifier == one
    place.pages.new()
    assert place.pages.form.identifier == one
    assert place.pages.finish_editing() == 1


def test_acts_are_about_the_form_or_the_chosen_of_the_list(place: Place) -> None:
    one, two = (made(place.ledger, name) for name in "甲乙")
    place.chosen = [two]
    assert place.pages.current_file() == file(place.ledger, two)
    place.chosen = [one, two]
    assert place.pages.current_file() is None
    menu = place.pages.make_menu(place.pages)
    archive = next(action for action in menu.actions() if action.objectName() == "menuArchive")
    archive.trigger()
    assert all(file(place.ledger, enterprise).enterprise.archived_on for enterprise in (one, two))


def test_from_the_paper_form_to_the_listing_and_the_count(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = Answers(monkeypatch)
    place.pages.new()
    for name, text in (
        ("name", "大同银河科技有限公司"), ("credit_code", CODE.lower()), ("district", "1"), ("founded_on", "2010.1.1"),
        ("legal_form", "2"), ("industry", "C2614"), ("catalogue_class", "1"), ("tax_rating", "A"), ("neeq_listed", "0"),
        ("ownership_dispute", "0"), ("nominee_holding", "0"), ("clear_structure", "1"), ("criminal_case", "0"),
    ):  # fmt: skip
        place.type(name, text)
    one = place.pages.form.identifier
    stored = file(place.ledger, one).enterprise
    assert (stored.credit_code, stored.district, stored.catalogue_class) == (CODE, "平城区", "鼓励类")
    acts = place.pages.acts
    for move, texts in (
        (Move.APPLY, {"made_on": "20220210"}), (Move.PASS_REVIEW, {"made_on": "20220315"}),
        (Move.PASS_PANEL, {"made_on": "20220325"}), (Move.ADMIT, {"made_on": "20220401", "tier": "上市后备层"}),
    ):  # fmt: skip
        if move is Move.PASS_PANEL:
            place.workspace.perform(papers, one)
        answers.with_texts(**texts)
        acts.move(move)
    assert "股改期限：✕ 2024-04-01，已超期" in place.pages.form.panel.flow.standing.text()
    answers.with_texts(kind="上市", happened_on="20221205", board="北交所", code="830001", raised="12,000")
    acts.milestone()
    counted = registry_counts.read(place.ledger, 2022)
    assert [found.milestone.enterprise for found in counted.of(("平城区", "listed")) or ()] == [one]
    state = pool.state_of(file(place.ledger, one))
    assert (state.state, state.tier) == (State.ADMITTED, "上市后备层")
    assert len(file(place.ledger, one).all(Step)) == 4
    assert isinstance(enterprises.with_code(place.ledger, CODE), Enterprise)


def test_units_are_proposed_while_they_are_typed_into_the_dialog_of_a_step(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = Answers(monkeypatch)
    first, second = (made(place.ledger, name) for name in ("样例甲公司", "样例乙公司"))
    pool.apply(place.ledger, first, datetime.date(2022, 3, 1), "平城区金融办", actor="市金融办")
    place.pages.open(second)

    def type_in(dialog: RecordDialog) -> None:
        for name, text in (("recommender", "平"), ("actor", "市")):
            editor = dialog.record_form.cells[name].editor
            editor.setFocus()
            keyed(place.qtbot, editor, text)
        fill(dialog, made_on="20220302", recommender="平城区金融办", actor="市金融办")
        dialog.try_accept()

    answers.by(type_in)
    assert place.pages.acts.move(Move.APPLY) is not None
    (step,) = file(place.ledger, second).all(Step)
    assert (step.actor, step.made_on) == ("市金融办", datetime.date(2022, 3, 2))
