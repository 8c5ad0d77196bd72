"""Importing: preview first, all or nothing, a verified backup, one undo step."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from datong_desktop.domain.problem import Refused
from datong_desktop.domain.year_book import YearBook
from datong_desktop.services import assessment, history, importing
from datong_desktop.services import ledger as ledgers
from datong_desktop.services.ledger import Ledger
from tests.storage import new_ledger
from tests.strategies import DATA, datong
from tests.tables import Rows, figures_of, grid, write_xlsx

SCHEME = datong()
PLAIN = DATA / "annex1_plain.xlsx"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = new_ledger(tmp_path)
    yield opened
    opened.close()


def book_of(ledger: Ledger, year: int = 2022) -> YearBook:
    return assessment.read_year(ledger, year)


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.problems[0].code


def test_the_preview_shows_old_and_new_in_annex_order() -> None:
    book = YearBook(2022, SCHEME, {("平城区", "mechanism"): 2, ("云冈区", "listed"): 4})
    preview = importing.preview_file(book, PLAIN)
    assert (preview.year, preview.source, preview.sheet, preview.named_year) == (2022, "annex1_plain.xlsx", "附表1", 2022)
    assert (preview.problems, preview.questions, preview.notes) == ((), (), ())
    assert [(p.district, p.indicator) for p in preview.planned] == [(d, i.id) for d in SCHEME.districts for i in SCHEME.indicators]
    assert preview.unchanged == 1
    by_cell = {(p.district, p.indicator): p for p in preview.planned}
    assert by_cell["云冈区", "listed"] == importing.PlannedFigure("云冈区", "listed", 4, 0, "I5")
    assert by_cell["平城区", "policy"].old is None


def test_a_blank_leaves_the_keyed_figure_alone(ledger: Ledger) -> None:
    assessment.create_year(ledger, 2023)
    assessment.key_figures(ledger, 2023, {("阳高县", "listed"): 7}, "录入")
    preview = importing.preview_file(book_of(ledger, 2023), DATA / "annex1_incomplete.xlsx")
    assert len(preview.blanks) == 3
    assert [(p.district, p.indicator) for p in preview.blank_kept] == [("阳高县", "listed")]
    assert preview.notes == ("文件里有 3 格空白，其中 1 格已经录有数字，保持不变。空白不会清掉已录的数字。",)
    importing.apply(ledger, preview)
    assert book_of(ledger, 2023).figures["阳高县", "listed"] == 7
    assert len(book_of(ledger, 2023).figures) == 86


def test_apply_is_one_undo_step_after_a_verified_backup(ledger: Ledger) -> None:
    assessment.key_figures(ledger, 2022, {("平城区", "mechanism"): 9}, "录入")
    changed = importing.apply(ledger, importing.preview_file(book_of(ledger), PLAIN))
    assert (changed.label, len(changed.figures), changed.years) == ("导入 annex1_plain.xlsx", 88, frozenset({2022}))
    assert book_of(ledger).assessment.row("新荣区").rank == 3
    (backup,) = ledgers.list_backups(ledger.path)
    contents = ledgers.inspect_backup(backup.path)
    assert contents.sound
    assert contents.years == ((2022, 1, 88),)
    assert changed.change_set is not None
    undone = history.undo(ledger, changed.change_set)
    assert dict(book_of(ledger).figures) == {("平城区", "mechanism"): 9}
    assert undone.change_set is not None
    history.undo(ledger, undone.change_set)
    assert len(book_of(ledger).figures) == 88
    assert ledgers.check_ledger(ledger) == ()


def test_problems_refuse_all_of_it(ledger: Ledger) -> None:
    preview = importing.preview_file(book_of(ledger), DATA / "annex1_bad_cells.xlsx")
    assert len(preview.problems) == 7
    assert len(preview.planned) == 81
    with pytest.raises(Refused) as refused:
        importing.apply(ledger, preview, year_confirmed=True)
    assert refused.value.problems == preview.problems
    assert dict(book_of(ledger).figures) == {}
    assert ledgers.list_backups(ledger.path) == ()


def test_another_year_is_asked_about_and_imported_when_confirmed(ledger: Ledger) -> None:
    preview = importing.preview_file(book_of(ledger), DATA / "annex1_ties_shuffled.xlsx")
    assert preview.named_year == 2023
    assert preview.questions == (
        "“annex1_ties_shuffled.xlsx”写的是2023年度，现在要导入的是2022年度。确实要把它导入2022年度吗？",
    )
    with pytest.raises(Refused) as refused:
        importing.apply(ledger, preview)
    assert code_of(refused) == "wrong_year"
    assert dict(book_of(ledger).figures) == {}
    importing.apply(ledger, preview, year_confirmed=True)
    assert len(book_of(ledger).figures) == 88


def test_a_year_made_with_its_import_is_one_undo_step(ledger: Ledger) -> None:
    blank = YearBook(2023, assessment.scheme_of_new_year(ledger), {})
    preview = importing.preview_file(blank, DATA / "annex1_ties_shuffled.xlsx")
    with pytest.raises(KeyError):
        importing.apply(ledger, preview)
    changed = importing.apply(ledger, preview, create_year=True)
    assert (changed.year_list, changed.years) == (True, frozenset({2023}))
    assert len(book_of(ledger, 2023).figures) == 88
    assert changed.change_set is not None
    undone = history.undo(ledger, changed.change_set)
    assert assessment.list_years(ledger) == (2022,)
    assert undone.change_set is not None
    history.undo(ledger, undone.change_set)
    assert len(book_of(ledger, 2023).figures) == 88
    assert ledgers.check_ledger(ledger) == ()


def test_a_year_in_the_file_name_alone_is_a_question_too(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "2021年度附表1.xlsx", grid(SCHEME))
    book = YearBook(2022, SCHEME, {})
    preview = importing.preview_file(book, path)
    assert (preview.named_year, len(preview.questions)) == (2021, 1)
    importing.refuse_other_year(preview)  # a hint asks; only the sheet itself refuses
    titled: Rows = [["考核年度：2022年"], *grid(SCHEME)]
    assert importing.preview_file(book, write_xlsx(path, titled)).questions == ()


def test_the_ledger_changed_since_the_preview(ledger: Ledger) -> None:
    preview = importing.preview_file(book_of(ledger), PLAIN)
    assessment.key_figures(ledger, 2022, {("平城区", "mechanism"): 9}, "录入")
    with pytest.raises(Refused) as refused:
        importing.apply(ledger, preview)
    assert code_of(refused) == "changed_since"
    assert dict(book_of(ledger).figures) == {("平城区", "mechanism"): 9}


def test_the_same_file_again_has_nothing_to_import(ledger: Ledger) -> None:
    importing.apply(ledger, importing.preview_file(book_of(ledger), PLAIN))
    again = importing.preview_file(book_of(ledger), PLAIN)
    assert (again.changed, again.unchanged) == ((), 88)
    with pytest.raises(Refused) as refused:
        importing.apply(ledger, again)
    assert code_of(refused) == "nothing_to_import"
    assert len(ledgers.list_backups(ledger.path)) == 1


def test_a_read_only_ledger_takes_no_import(ledger: Ledger) -> None:
    reader = ledgers.open_ledger(ledger.path, read_only=True)
    try:
        with pytest.raises(Refused) as refused:
            importing.apply(reader, importing.preview_file(book_of(reader), PLAIN))
        assert code_of(refused) == "read_only"
        assert ledgers.list_backups(ledger.path) == ()
    finally:
        reader.close()


def test_without_a_backup_nothing_is_imported(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledgers, "back_up", lambda ledger, reason: None)
    with pytest.raises(Refused) as refused:
        importing.apply(ledger, importing.preview_file(book_of(ledger), PLAIN))
    assert code_of(refused) == "no_backup"
    assert dict(book_of(ledger).figures) == {}


def test_the_clipboard(ledger: Ledger) -> None:
    text = "\r\n".join("\t".join(map(str, row)) for row in grid(SCHEME))
    preview = importing.preview_text(book_of(ledger), text)
    changed = importing.apply(ledger, preview)
    assert changed.label == "导入 剪贴板"
    assert dict(book_of(ledger).figures) == figures_of(SCHEME, grid(SCHEME))


def test_a_ledger_is_never_opened_as_a_table(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "open", lambda *a, **k: pytest.fail("the ledger was opened as a file"))
    monkeypatch.setattr(Path, "read_bytes", lambda *a, **k: pytest.fail("the ledger was opened as a file"))
    preview = importing.preview_file(YearBook(2022, SCHEME, {}), ledger.path)
    assert [p.code for p in preview.problems] == ["not_a_table"]


def test_a_file_name_that_is_no_text_is_shown_and_logged(ledger: Ledger, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe" + ("很长的文件名" * 9).encode() + b"\n.xlsx"))
    path.write_bytes(PLAIN.read_bytes())
    changed = importing.apply(ledger, importing.preview_file(book_of(ledger), path))
    changed.label.encode("utf-8")
    assert changed.label.startswith("导入 □□很长的文件名")
    assert changed.label.endswith("□.xlsx")
    assert len(changed.label) <= 43


def test_everything_wrong_with_a_workbook_and_its_year_is_refused_at_once() -> None:
    with pytest.raises(Refused) as refused:
        importing.read_workbook(DATA / "annex1_bad_cells.xlsx", SCHEME, 2022)
    assert code_of(refused) == "wrong_year"
    assert len(refused.value.problems) == 8


def test_a_preview_is_a_value_that_stays_as_it_was(ledger: Ledger) -> None:
    preview = importing.preview_file(book_of(ledger), PLAIN)
    with pytest.raises(dataclasses.FrozenInstanceError):
        preview.year = 2023  # type: ignore[misc]
