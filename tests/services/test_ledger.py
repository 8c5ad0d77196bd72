"""Making, opening, copying and checking a ledger."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from datong_desktop.services import assessment, ledger
from tests.storage import A, books, content, key, new_ledger, opened, raw, refusal


def test_a_new_ledger_is_open_and_writable(tmp_path: Path) -> None:
    target = ledger.create_ledger(tmp_path / "大同.datong", office="大同市金融办", operator="王某", year=2022)
    assert (target.name, target.sample, target.operator, target.office) == ("大同", False, "王某", "大同市金融办")
    assert (target.read_only, target.read_only_reason, target.path) == (False, None, tmp_path / "大同.datong")
    assert assessment.list_years(target) == (2022,)
    target.close()
    target.close()
    assert {p.name for p in tmp_path.iterdir()} - {"home"} == {"大同.datong", "大同.datong.lock"}


def test_a_ledger_without_a_year(tmp_path: Path) -> None:
    target = ledger.create_ledger(tmp_path / "大同.datong")
    assert assessment.list_years(target) == ()
    assert assessment.last_change(target) is not None
    target.close()


def test_an_existing_file_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "大同.datong"
    path.write_text("important")
    assert refusal(ledger.create_ledger, path, year=2022)[0] == "exists"
    assert path.read_text() == "important"


@pytest.mark.parametrize("problem", [{"year": 1800}, {"year": 2022, "scheme_text": "format = 2"}])
def test_a_ledger_that_could_not_be_made_leaves_nothing(problem: dict[str, object], tmp_path: Path) -> None:
    refusal(ledger.create_ledger, tmp_path / "大同.datong", **problem)
    assert [p for p in tmp_path.iterdir() if p.name != "home"] == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    code, sentence = refusal(ledger.create_ledger, tmp_path / "没有" / "大同.datong")
    assert code == "missing_folder"
    assert str(tmp_path / "没有") in sentence


@pytest.mark.parametrize("name", ["长" * 90, "长" * 250, "a" * 241])
def test_a_name_too_long_is_refused_before_writing(name: str, tmp_path: Path) -> None:
    """Fault 11."""
    path = tmp_path / f"{name}.datong"
    assert refusal(ledger.create_ledger, path)[0] == "name_too_long"
    assert refusal(ledger.open_ledger, path)[0] == "name_too_long"
    target = new_ledger(tmp_path)
    assert refusal(ledger.save_copy, target, path)[0] == "name_too_long"
    target.close()


def test_a_path_too_long_is_refused(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["长" * 70] * 30, "大同.datong")
    assert refusal(ledger.create_ledger, deep)[0] == "name_too_long"


def test_a_long_name_that_fits_works_with_all_that_stands_beside_it(tmp_path: Path) -> None:
    target = ledger.create_ledger(tmp_path / ("长" * 77 + ".datong"), year=2022)
    key(target, A, 1)
    assert ledger.back_up(target, "手动") is not None
    target.close()
    with opened(target.path) as again:
        assert not again.read_only


@pytest.mark.parametrize("job", [ledger.open_ledger])
def test_a_missing_ledger(job: object, tmp_path: Path) -> None:
    code, sentence = refusal(ledger.open_ledger, tmp_path / "没有.datong")
    assert code == "missing"
    assert "没有.datong" in sentence
    assert [p.name for p in tmp_path.iterdir() if p.name != "home"] == []


def test_save_a_copy(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    key(target, A, 3)
    copy = tmp_path / "别处" / "副本.datong"
    copy.parent.mkdir()
    ledger.save_copy(target, copy)
    key(target, A, 4)
    ledger.save_copy(target, copy)
    assert {p.name for p in copy.parent.iterdir()} == {"副本.datong"}
    with opened(copy) as found:
        assert books(found) == books(target)
    target.close()
    assert content(copy) == content(target.path)


def test_a_copy_onto_the_ledger_itself_is_refused(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    link = tmp_path / "链接.datong"
    link.hardlink_to(target.path)
    for path in (target.path, link, tmp_path / "x" / ".." / "大同.datong"):
        (tmp_path / "x").mkdir(exist_ok=True)
        assert refusal(ledger.save_copy, target, path)[0] == "same_file"
    target.close()


def test_a_copy_onto_an_open_ledger_is_refused(tmp_path: Path) -> None:
    target, other = new_ledger(tmp_path), ledger.create_ledger(tmp_path / "另一个.datong", year=2020)
    assert refusal(ledger.save_copy, target, other.path)[0] == "busy"
    assert assessment.list_years(other) == (2020,)
    target.close()
    other.close()


def test_the_ledger_can_be_used_from_several_threads(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for value in range(15):
                key(target, (assessment.read_year(target, 2022).scheme.districts[number], "visits"), value)
                ledger.back_up(target, "并行") if value == 7 else assessment.read_year(target, 2022)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(assessment.read_year(target, 2022).figures.values()) == [14] * 4
    assert ledger.check_ledger(target) == ()
    target.close()


def test_a_sound_ledger_checks_without_problems(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    for value in (1, 2, None):
        key(target, A, value)
    assessment.set_remark(target, 2022, A, "备注")
    assessment.delete_year(target, 2022)
    assert ledger.check_ledger(target) == ()
    target.close()


@pytest.mark.parametrize(
    ("tampering", "code"),
    [
        ("UPDATE figure SET value = 4", "differs_from_log"),
        ("DELETE FROM figure", "differs_from_log"),
        ("INSERT INTO figure VALUES (2022, '云冈区', 'neeq', 9)", "differs_from_log"),
        ("UPDATE assessment_year SET reporting_unit = '别人'", "differs_from_log"),
        ("DROP TRIGGER change_no_delete; DELETE FROM change WHERE id = 3", "log_gap"),
        ("DROP TRIGGER change_no_update; UPDATE change SET old = '9' WHERE id > 9", "log_break"),
        ("PRAGMA foreign_keys=OFF; DELETE FROM assessment_year", "damaged"),
        ("UPDATE assessment_year SET scheme_text = 'x'", "bad_scheme"),
    ],
)
def test_what_another_program_changed_is_found(tampering: str, code: str, tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    key(target, A, 3)
    key(target, A, 5)
    target.close()
    with raw(target.path) as connection:
        connection.executescript(tampering)
    with opened(target.path) as again:
        problems = ledger.check_ledger(again)
        assert code in {p.code for p in problems}
        assert all(p.text.endswith("。") for p in problems)


def test_a_figure_out_of_range_is_damage_seen_at_opening(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    key(target, A, 3)
    target.close()
    with raw(target.path) as connection:
        connection.executescript("PRAGMA ignore_check_constraints=ON; UPDATE figure SET value = 100000")
    assert refusal(ledger.open_ledger, target.path)[0] == "damaged"


def test_an_unreadable_text_or_date_is_damage_in_plain_words(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    target.close()
    for tampering in ("UPDATE assessment_year SET filled_on = '2023-13-01'", "UPDATE assessment_year SET filled_by = CAST(x'8a' AS TEXT)"):
        with raw(target.path) as connection:
            connection.execute(tampering)
        with opened(target.path) as again:
            assert refusal(assessment.read_year, again, 2022)[0] == "damaged"
            assert ledger.check_ledger(again)


def test_a_differing_figure_is_named(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    key(target, A, 3)
    target.close()
    with raw(target.path) as connection:
        connection.execute("UPDATE figure SET value = 8")
    with opened(target.path) as again:
        (problem,) = ledger.check_ledger(again)
    assert (problem.where.district, problem.where.indicator) == A
    assert "“8”" in problem.text
    assert "“3”" in problem.text


def test_a_read_only_ledger_can_be_checked_backed_up_and_copied(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    with opened(target.path) as second:
        assert ledger.check_ledger(second) == ()
        assert ledger.back_up(second, "手动") is not None
        assert ledger.back_up_if_changed(second) is None
        ledger.save_copy(second, tmp_path / "副本.datong")
    target.close()


def test_strict_tables_take_no_text_for_a_number(tmp_path: Path) -> None:
    new_ledger(tmp_path).close()
    with raw(tmp_path / "大同.datong") as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO figure VALUES (2022, '平城区', 'neeq', '12,345')")
