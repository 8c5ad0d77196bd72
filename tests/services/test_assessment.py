"""The verbs of an assessment year: what they store, refuse and return."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.year_book import Signatures
from datong_desktop.services import assessment, history, ledger
from datong_desktop.services.changes import FigureChange
from datong_desktop.services.ledger import Ledger
from tests.storage import SECOND_SCHEME, A, B, key, new_ledger, opened, refusal

SIGNED = Signatures("张敏", "李建国", datetime.date(2023, 2, 28))


@pytest.fixture
def target(tmp_path: Path) -> Ledger:
    made = new_ledger(tmp_path)
    yield made  # type: ignore[misc]
    made.close()


def test_a_new_year_is_blank_and_has_its_own_scheme(target: Ledger) -> None:
    book = assessment.read_year(target, 2022)
    assert (book.year, book.figures, book.remarks, book.forms, book.decisions, book.last_year) == (2022, {}, {}, {}, (), {})
    assert book.scheme.id == "datong-2022"
    assert book.reporting_unit == "大同市金融办"
    assert not book.sample


def test_years_come_newest_first(target: Ledger) -> None:
    done = assessment.create_year(target, 2020)
    assessment.create_year(target, 2023)
    assert assessment.list_years(target) == (2023, 2022, 2020)
    assert (done.year_list, done.years, done.label) == (True, {2020}, "新建 2020年度")


def test_the_next_year_takes_the_latest_scheme_and_unit(target: Ledger) -> None:
    assessment.create_year(target, 2023, SECOND_SCHEME)
    assessment.set_head(target, 2023, "示例市金融局", SIGNED)
    assessment.create_year(target, 2024)
    book = assessment.read_year(target, 2024)
    assert (book.scheme.id, book.reporting_unit, book.signatures) == ("example-2024", "示例市金融局", Signatures())
    assert assessment.read_year(target, 2022).scheme.id == "datong-2022"


@pytest.mark.parametrize("year", [1989, 2101, 0, -1])
def test_an_implausible_year_is_refused(target: Ledger, year: int) -> None:
    assert refusal(assessment.create_year, target, year)[0] == "bad_year"


def test_a_year_is_not_made_twice_nor_with_a_bad_scheme(target: Ledger) -> None:
    assert refusal(assessment.create_year, target, 2022)[0] == "year_exists"
    code, sentence = refusal(assessment.create_year, target, 2023, SECOND_SCHEME.replace('"7.5%"', '"8.5%"'))
    assert code == "bad_scheme"
    assert "合计" in sentence
    assert assessment.list_years(target) == (2022,)


def test_an_unknown_year(target: Ledger) -> None:
    with pytest.raises(KeyError):
        assessment.read_year(target, 2000)
    assert refusal(key, target, A, 1, 2000)[0] == "no_year"
    assert refusal(assessment.delete_year, target, 2000)[0] == "no_year"


def test_figures_are_kept_and_told(target: Ledger) -> None:
    done = assessment.key_figures(target, 2022, {A: 3, B: 0}, "粘贴 1×2")
    assert done.figures == (FigureChange(2022, *A, None, 3), FigureChange(2022, *B, None, 0))
    assert (done.label, done.years, done.year_list) == ("粘贴 1×2", {2022}, False)
    assert assessment.read_year(target, 2022).figures == {A: 3, B: 0}
    again = assessment.key_figures(target, 2022, {A: 3, B: None}, "再来")
    assert again.figures == (FigureChange(2022, *B, 0, None),)
    assert assessment.read_year(target, 2022).figures == {A: 3}


def test_a_whole_grid_is_one_step(target: Ledger) -> None:
    scheme = assessment.read_year(target, 2022).scheme
    grid = {(d, i.id): n for n, (d, i) in enumerate((d, i) for d in scheme.districts for i in scheme.indicators)}
    done = assessment.key_figures(target, 2022, grid, "粘贴 11×8")
    assert len(done.figures) == 88
    assert assessment.read_year(target, 2022).figures == grid
    assert history.undo(target, done.change_set or 0).label == "撤销 粘贴 11×8"
    assert assessment.read_year(target, 2022).figures == {}


def test_all_wrong_cells_are_named_and_none_is_stored(target: Ledger) -> None:
    wrong = {
        A: -1, B: 100_000, ("平城区", "policy"): 2.5, ("平城区", "neeq"): True,
        ("火星区", "neeq"): 1, ("平城区", "x"): 1, ("云冈区", "neeq"): 4,
    }  # fmt: skip
    with pytest.raises(Refused) as caught:
        assessment.key_figures(target, 2022, wrong, "粘贴")  # type: ignore[arg-type]
    codes = [p.code for p in caught.value.problems]
    assert codes == ["negative", "too_large", "not_a_number", "not_a_number", "unknown_district", "unknown_indicator"]
    assert caught.value.problems[0].where.district == "平城区"
    assert assessment.read_year(target, 2022).figures == {}


def test_last_years_figures_are_beside(target: Ledger) -> None:
    key(target, A, 3)
    assessment.create_year(target, 2023)
    assert assessment.read_year(target, 2023).last_year == {A: 3}


def test_remarks(target: Ledger) -> None:
    done = assessment.set_remark(target, 2022, A, "  见附件\r\n第二行 ")
    assert (done.label, done.years) == ("备注 平城区 工作机制", {2022})
    assert assessment.read_year(target, 2022).remarks == {A: "见附件\n第二行"}
    assert assessment.set_remark(target, 2022, A, "见附件\n第二行").change_set is None
    assessment.set_remark(target, 2022, A, "")
    assert assessment.read_year(target, 2022).remarks == {}
    assert assessment.set_remark(target, 2022, A, " ").change_set is None
    assert refusal(assessment.set_remark, target, 2022, ("火星区", "neeq"), "x")[0] == "unknown_district"


def test_texts_are_cleaned_or_refused(target: Ledger) -> None:
    """Fault 38, as far as it is stored."""
    assessment.set_remark(target, 2022, A, "a\0b\u202ec\u200bd\x1be é 𠮷 😀 =1+1")
    assert assessment.read_year(target, 2022).remarks == {A: "abcde é 𠮷 😀 =1+1"}
    assert refusal(assessment.set_remark, target, 2022, A, "\ud800")[0] == "bad_character"
    assert refusal(assessment.set_remark, target, 2022, A, "长" * 5001)[0] == "too_long"


def test_forms_and_heads(target: Ledger) -> None:
    assert assessment.set_form(target, 2022, "平城区", Signatures()).change_set is None
    done = assessment.set_form(target, 2022, "平城区", SIGNED)
    assert done.label == "填报信息 平城区"
    assessment.set_form(target, 2022, "云冈区", Signatures("赵", "", None))
    assessment.set_head(target, 2022, " 大同市人民政府金融工作办公室 ", SIGNED)
    book = assessment.read_year(target, 2022)
    assert book.forms == {"平城区": SIGNED, "云冈区": Signatures("赵", "", None)}
    assert (book.reporting_unit, book.signatures) == ("大同市人民政府金融工作办公室", SIGNED)
    assert refusal(assessment.set_form, target, 2022, "火星区", SIGNED)[0] == "unknown_district"


def test_disqualification_reaches_the_next_year(target: Ledger) -> None:
    assessment.create_year(target, 2023)
    decision = Disqualification(2022, "平城区", "弄虚作假", datetime.date(2023, 1, 5), "同金发〔2023〕1号")
    done = assessment.disqualify(target, decision)
    assert done.years == {2022, 2023}
    for year in (2022, 2023):
        assert assessment.read_year(target, year).disqualified == {"平城区": decision}
    undone = history.undo(target, done.change_set or 0)
    assert undone.years == {2022, 2023}
    assert assessment.read_year(target, 2023).decisions == ()
    history.undo(target, undone.change_set or 0)
    assessment.disqualify(target, Disqualification(2022, "平城区", "更正", None, ""))
    assert assessment.read_year(target, 2022).decisions == (Disqualification(2022, "平城区", "更正", None, ""),)
    assert assessment.requalify(target, 2022, "平城区").change_set is not None
    assert assessment.requalify(target, 2022, "平城区").change_set is None
    assert refusal(assessment.disqualify, target, Disqualification(2022, "火星区", "", None, ""))[0] == "unknown_district"
    assert refusal(assessment.disqualify, target, Disqualification(1900, "平城区", "", None, ""))[0] == "bad_year"


def test_a_decision_needs_no_year_of_its_own(target: Ledger) -> None:
    """Falsified in 2021, found when the ledger begins with 2022."""
    assessment.disqualify(target, Disqualification(2021, "平城区", "弄虚作假", None, ""))
    assert "平城区" in assessment.read_year(target, 2022).disqualified


def test_a_deleted_year_is_backed_up_and_comes_back(target: Ledger) -> None:
    key(target, A, 3)
    assessment.set_remark(target, 2022, A, "备注")
    assessment.set_form(target, 2022, "平城区", SIGNED)
    before = assessment.read_year(target, 2022)
    done = assessment.delete_year(target, 2022)
    assert assessment.list_years(target) == ()
    assert (done.year_list, done.years, done.figures) == (True, {2022}, (FigureChange(2022, *A, 3, None),))
    assert ledger.inspect_backup(ledger.list_backups(target.path)[0].path).years == ((2022, 1, 88),)
    undone = history.undo(target, done.change_set or 0)
    assert undone.year_list
    assert assessment.read_year(target, 2022) == before
    history.undo(target, undone.change_set or 0)
    assert assessment.list_years(target) == ()


def test_a_year_is_not_deleted_without_a_backup(target: Ledger) -> None:
    target.path.with_name("大同.备份").write_text("a file in the way")
    refusal(assessment.delete_year, target, 2022)
    assert assessment.list_years(target) == (2022,)


def test_the_history_of_a_figure(target: Ledger) -> None:
    key(target, A, 3)
    key(target, B, 9)
    assessment.set_remark(target, 2022, A, "见附件")
    key(target, A, None)
    lines = assessment.figure_history(target, 2022, A)
    steps = [(line.field, line.old, line.new) for line in lines]
    assert steps == [("数值", "3", "未报"), ("备注", "空", "见附件"), ("数值", "未报", "3")]
    assert {line.by for line in lines} == {"王某"}
    assert lines[-1].command == "录入 平城区"
    assert abs(lines[0].at - datetime.datetime.now().astimezone()) < datetime.timedelta(minutes=1)


def test_the_last_change(tmp_path: Path) -> None:
    made = new_ledger(tmp_path)
    key(made, A, 3)
    line = assessment.last_change(made)
    assert line is not None
    assert (line.by, line.command, line.field, line.old, line.new) == ("王某", "录入 平城区", "数值", "未报", "3")
    assessment.key_figures(made, 2022, {A: 4, B: 5}, "粘贴 1×2")
    line = assessment.last_change(made)
    assert line is not None
    assert (line.command, line.field) == ("粘贴 1×2", "")
    made.close()


def test_everything_is_there_after_reopening(target: Ledger) -> None:
    key(target, A, 3)
    assessment.set_remark(target, 2022, B, "备注")
    before = assessment.read_year(target, 2022)
    target.close()
    with opened(target.path) as again:
        assert assessment.read_year(again, 2022) == before


def test_a_closed_ledger_refuses(target: Ledger) -> None:
    target.close()
    assert refusal(key, target, A, 1)[0] == "closed"
    assert refusal(assessment.list_years, target)[0] == "closed"


@pytest.mark.parametrize(
    "verb",
    [
        lambda t: key(t, A, 1),
        lambda t: assessment.create_year(t, 2030),
        lambda t: assessment.delete_year(t, 2022),
        lambda t: assessment.set_remark(t, 2022, A, "x"),
        lambda t: assessment.set_form(t, 2022, "平城区", SIGNED),
        lambda t: assessment.set_head(t, 2022, "x", SIGNED),
        lambda t: assessment.disqualify(t, Disqualification(2022, "平城区", "", None, "")),
        lambda t: assessment.requalify(t, 2022, "平城区"),
        lambda t: history.undo(t, 2),
    ],
)
def test_a_read_only_ledger_refuses_every_write(verb: object, target: Ledger) -> None:
    with opened(target.path, read_only=True) as second:
        assert second.read_only
        code, sentence = refusal(verb, second)  # type: ignore[arg-type]
        assert (code, sentence) == ("read_only", second.read_only_reason)


def test_the_second_scheme_is_only_a_file(tmp_path: Path) -> None:
    made = ledger.create_ledger(tmp_path / "示例.datong", scheme_text=SECOND_SCHEME, year=2024)
    book = assessment.read_year(made, 2024)
    assert (len(book.scheme.districts), len(book.scheme.indicators)) == (13, 6)
    assessment.key_figures(made, 2024, {(d, i.id): 1 for d in book.scheme.districts for i in book.scheme.indicators}, "全部")
    assert len(assessment.read_year(made, 2024).assessment.rows) == 13
    assert ledger.check_ledger(made) == ()
    made.close()
