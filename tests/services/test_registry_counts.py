"""Milestones counted for the grid, and the differences against what was keyed."""

from __future__ import annotations

from datetime import date

from datong_desktop.domain.fostering import Milestone
from datong_desktop.domain.registry_counts import CountNote, RegistryCounts
from datong_desktop.services import assessment, enterprises, ledger, registry_counts
from datong_desktop.services.ledger import Ledger
from tests.registry import made, undo
from tests.storage import refusal

NEEQ, LISTED = ("平城区", "neeq"), ("平城区", "listed")


def reach(target: Ledger, identifier: str, number: int, kind: str, on: date | None, district: str = "平城区") -> None:
    enterprises.save(target, kind, Milestone(identifier, number, kind=kind, happened_on=on, district=district))


def differences(target: Ledger) -> dict[tuple[str, str], registry_counts.Difference]:
    return registry_counts.differences(target, assessment.read_year(target, 2022))


def test_an_office_without_a_registry_is_left_alone(target: Ledger) -> None:
    assessment.key_figures(target, 2022, {NEEQ: 3, LISTED: 1}, "录入")
    assert differences(target) == {}
    reach(target, made(target), 1, "股改完成", date(2022, 5, 1))
    assert differences(target) == {}
    assert registry_counts.read(target, 2022) == RegistryCounts(2022)


def test_events_count_in_their_year_and_district_once_an_enterprise(target: Ledger) -> None:
    first, second = made(target, "甲公司"), made(target, "乙公司")
    reach(target, first, 1, "新三板挂牌", date(2022, 12, 31))
    reach(target, first, 2, "新三板挂牌", date(2022, 1, 1))
    reach(target, first, 3, "上市", date(2022, 6, 1), "云冈区")
    reach(target, second, 1, "新三板挂牌", date(2022, 6, 1))
    reach(target, second, 2, "新三板挂牌", date(2023, 1, 1))
    reach(target, second, 3, "晋兴板挂牌", None)
    reach(target, second, 4, "省资源库入库", date(2022, 6, 1), "")
    counts = registry_counts.read(target, 2022)
    assert [one.name for one in counts.enterprises[NEEQ]] == ["甲公司", "乙公司"]
    assert counts.enterprises[NEEQ][0].milestone.number == 2
    assert set(counts.enterprises) == {NEEQ, ("云冈区", "listed")}
    assert counts.indicators == {"neeq", "listed", "jinxing", "provincial_pool"}
    assert counts.of(("云冈区", "neeq")) == ()
    assert counts.of(("平城区", "meetings")) is None


def test_a_difference_names_the_enterprises_and_its_note(target: Ledger) -> None:
    reach(target, made(target, "甲公司"), 1, "新三板挂牌", date(2022, 6, 1))
    assert differences(target) == {}  # nothing is keyed yet
    assessment.key_figures(target, 2022, {NEEQ: 2, LISTED: 4, ("云冈区", "neeq"): 0}, "录入")
    (found,) = differences(target).items()
    assert found[0] == NEEQ
    assert (found[1].keyed, found[1].counted, found[1].note) == (2, 1, "")
    assert [one.name for one in found[1].enterprises] == ["甲公司"]
    changed = registry_counts.set_note(target, 2022, NEEQ, " 一家在外市登记 ")
    assert changed.label == "差异说明 平城区 新三板"
    assert changed.years == {2022}
    assert differences(target)[NEEQ].note == "一家在外市登记"
    assert assessment.read_year(target, 2022).count_notes == {NEEQ: CountNote("一家在外市登记", 2, 1)}
    undo(target, changed)
    assert differences(target)[NEEQ].note == ""
    assessment.key_figures(target, 2022, {NEEQ: 1}, "录入")
    assert differences(target) == {}
    assert refusal(registry_counts.set_note, target, 2022, ("太原市", "neeq"), "x")[0] == "unknown_district"
    assert refusal(registry_counts.set_note, target, 2021, NEEQ, "x")[0] == "no_year"


def test_a_year_takes_its_notes_along(target: Ledger) -> None:
    reach(target, made(target), 1, "新三板挂牌", date(2022, 6, 1))
    assessment.key_figures(target, 2022, {NEEQ: 2}, "录入")
    registry_counts.set_note(target, 2022, NEEQ, "说明")
    undo(target, assessment.delete_year(target, 2022))
    assert differences(target)[NEEQ].note == "说明"


def test_only_unexplained_differences_go_into_documents(target: Ledger) -> None:
    reach(target, made(target, "甲公司"), 1, "新三板挂牌", date(2022, 6, 1))
    cells = {NEEQ: 2, ("云冈区", "neeq"): 3}
    assessment.key_figures(target, 2022, cells, "录入")
    registry_counts.set_note(target, 2022, NEEQ, "一家在外市登记")
    book = assessment.read_year(target, 2022)
    assert book.differences == {}
    found = registry_counts.for_documents(target, book).differences
    assert {cell: (one.keyed, one.counted) for cell, one in found.items()} == {("云冈区", "neeq"): (3, 0)}


def test_an_explanation_holds_for_the_two_numbers_it_was_written_for(target: Ledger) -> None:
    one = made(target, "甲公司")
    reach(target, one, 1, "新三板挂牌", date(2021, 6, 1))  # the registry is kept, and counts none in 2022
    assessment.key_figures(target, 2022, {NEEQ: 7}, "录入")
    registry_counts.set_note(target, 2022, NEEQ, "七家在外市登记")
    assert open_cells(target) == set()
    rekeyed = assessment.key_figures(target, 2022, {NEEQ: 55}, "录入")
    assert open_cells(target) == {NEEQ}
    assert differences(target)[NEEQ].note == ""
    again = registry_counts.set_note(target, 2022, NEEQ, "七家在外市登记")  # it holds for the new ones too
    assert open_cells(target) == set()
    undo(target, again)
    assert open_cells(target) == {NEEQ}
    undo(target, rekeyed)
    assert open_cells(target) == set()
    reach(target, one, 2, "新三板挂牌", date(2022, 6, 1))
    assert open_cells(target) == {NEEQ}
    assert ledger.check_ledger(target) == ()


def open_cells(target: Ledger) -> set[tuple[str, str]]:
    return set(registry_counts.for_documents(target, assessment.read_year(target, 2022)).differences)
