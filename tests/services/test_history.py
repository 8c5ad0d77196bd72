"""Undo and redo over the change log."""

from __future__ import annotations

from pathlib import Path

from datong_desktop.services import assessment, history
from tests.storage import A, B, key, new_ledger, refusal


def test_undo_redo_undo(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    done = key(target, A, 3)
    labels, number = [], done.change_set
    for expected in ({}, {A: 3}, {}, {A: 3}):
        step = history.undo(target, number)
        labels.append(step.label)
        number = step.change_set
        assert assessment.read_year(target, 2022).figures == expected
    assert labels == ["撤销 录入 平城区", "重做 录入 平城区", "撤销 录入 平城区", "重做 录入 平城区"]
    target.close()


def test_steps_are_undone_one_after_the_other(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    sets = [key(target, A, value).change_set for value in (1, 2, None, 4)]
    seen = []
    for number in reversed(sets):
        history.undo(target, number)
        seen.append(assessment.read_year(target, 2022).figures.get(A))
    assert seen == [None, 2, 1, None]
    target.close()


def test_what_changed_since_is_not_overwritten(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    done = assessment.key_figures(target, 2022, {A: 3, B: 4}, "粘贴 1×2")
    key(target, B, 5)
    code, sentence = refusal(history.undo, target, done.change_set)
    assert code == "changed_since"
    assert "粘贴 1×2" in sentence
    assert assessment.read_year(target, 2022).figures == {A: 3, B: 5}
    target.close()


def test_undoing_the_creation_of_a_year_that_has_figures(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    made = assessment.create_year(target, 2023)
    key(target, A, 3, 2023)
    assert refusal(history.undo, target, made.change_set)[0] == "changed_since"
    assert assessment.read_year(target, 2023).figures == {A: 3}
    target.close()


def test_an_unknown_step(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    assert refusal(history.undo, target, 999)[0] == "no_such_change"
    target.close()


def test_a_command_that_is_called_like_an_undo(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    done = assessment.key_figures(target, 2022, {A: 3}, "撤销 的文件")
    assert history.undo(target, done.change_set or 0).label == "撤销 撤销 的文件"
    target.close()
