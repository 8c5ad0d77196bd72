"""The list of enterprises: what search, filters and order find, and that it follows every change."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datong_desktop.domain.application import Application, Material, Move, State, Step
from datong_desktop.domain.enterprise import TIERS
from datong_desktop.domain.fostering import Milestone
from datong_desktop.services import enterprise_list, enterprises, history
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.listed import Query, searchable
from datong_desktop.services.record_list import ListIndex
from tests import synthetic_enterprises
from tests.storage import new_ledger

NAMES = {
    "大同银河汽车配件有限公司": {"legal_representative": "王建国", "credit_code": "91140204MA0000FR07", "district": "云冈区"},
    "大同市恒山煤业有限公司": {"short_name": "恒山煤业", "legal_representative": "李Smith", "district": "平城区"},
    "天镇ＡＢ科技（山西）有限公司": {"district": "天镇县", "founded_on": datetime.date(2015, 8, 19)},
    "样例归档企业": {"archived_on": datetime.date(2023, 1, 1)},
}


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Ledger]:
    found = new_ledger(tmp_path)
    yield found
    found.close()


@pytest.fixture
def named(target: Ledger) -> dict[str, str]:
    """Ids by the first two characters of the names above."""
    return {name[:2] if "银河" not in name else "银河": made(target, name, **values) for name, values in NAMES.items()}


def made(target: Ledger, name: str, **values: object) -> str:
    (identifier,) = enterprises.create(target, {"name": name, **values}).enterprises  # type: ignore[dict-item]
    return identifier


def read(target: Ledger) -> ListIndex:
    index = enterprise_list.open_index(target)
    index.take(index.read())
    return index


def admitted(target: Ledger, one: str, on: datetime.date, *materials: int) -> None:
    """Admits an enterprise to the pool with these materials at hand."""
    moves = (Move.APPLY, Move.PASS_REVIEW, Move.PASS_PANEL, Move.ADMIT)
    steps = [
        Step(one, 1, n, move=move, made_on=on, tier=TIERS[0] if move is Move.ADMIT else "") for n, move in enumerate(moves, 1)
    ]
    papers = [Material(one, 1, n, received_on=on) for n in materials]
    enterprises.save(target, "入库", Application(one, 1, batch="2023-03"), *steps, *papers)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("dtyh", {"银河"}),  # initials
        ("DTYH", {"银河"}),
        ("ｄｔｙｈ", {"银河"}),  # full-width
        ("汽车", {"银河"}),  # within the name
        ("有限 恒山", {"大同"}),  # several words, all of them, in any order
        ("恒山煤业", {"大同"}),
        ("王建", {"银河"}),  # legal representative
        ("smith", {"大同"}),  # Latin letters in a Chinese field
        ("0000fr", {"银河"}),  # within the credit code
        ("ab", {"天镇"}),  # full-width in the record
        ("(山西)", {"天镇"}),  # signs
        ("银河 恒山", set()),
        ("   ", {"银河", "大同", "天镇"}),
    ],
)
def test_a_search_looks_everywhere_and_for_all_words(target: Ledger, named: dict[str, str], words: str, found: set[str]) -> None:
    assert set(read(target).find(Query(words))) == {named[name] for name in found}


def test_what_is_archived_shows_when_asked_for(target: Ledger, named: dict[str, str]) -> None:
    index = read(target)
    assert list(index.find(Query())) == index.all_ids() == index.first_ids(9)
    assert index.first_ids(2) == index.all_ids()[:2]
    assert named["样例"] not in index.find(Query())
    assert index.find(Query(chosen={"archived": "archived"})) == [named["样例"]]
    assert len(index.find(Query(chosen={"archived": "all"}))) == index.total == 4


def test_lines_hold_the_fields_and_what_follows_from_the_steps(target: Ledger, named: dict[str, str]) -> None:
    admitted(target, named["大同"], datetime.date(2023, 4, 10), 1, 2, 3, 7)
    lines = enterprise_list.open_index(target).lines(list(named.values()))
    line = lines[named["大同"]]
    assert (line["district"], line["state"], line["tier"], line["batch"]) == ("平城区", State.ADMITTED, TIERS[0], "2023-03")
    assert line["missing"] == 3  # the seventh may be missing, and counts for none of the six
    assert line["due_on"] is None  # no limited company, as far as is known
    assert lines[named["天镇"]]["founded_on"] == datetime.date(2015, 8, 19)
    assert lines[named["天镇"]]["missing"] is None


def test_a_limited_company_has_two_years_for_its_reform(target: Ledger, named: dict[str, str]) -> None:
    one = named["银河"]
    enterprises.edit(target, [one], {"legal_form": "有限责任公司"})
    admitted(target, one, datetime.date(2024, 2, 29))
    index = read(target)
    assert index.lines([one])[one]["due_on"] == datetime.date(2026, 2, 28)
    enterprises.save(target, "股改", Milestone(one, 1, kind="股改完成", happened_on=datetime.date(2025, 1, 1)))
    index.update([one])
    assert index.lines([one])[one]["due_on"] is None


@pytest.mark.parametrize(("days", "keys"), [(-1, {"overdue"}), (0, {"30", "90"}), (30, {"30", "90"}), (31, {"90"}), (91, set())])
def test_deadlines_are_told_apart_to_the_day(target: Ledger, days: int, keys: set[str]) -> None:
    test = enterprise_list._due
    due = datetime.date.today() + datetime.timedelta(days)
    passing = {key for key in ("overdue", "30", "90") if (found := test(key)) is not None and found(due)}
    assert passing == keys
    assert test("") is None


def test_filters_combine_with_each_other_and_the_words(target: Ledger) -> None:
    synthetic_enterprises.fill(target, 300)
    index = read(target)
    chosen = {"district": "平城区", "industry": "C", "state": str(State.ADMITTED)}
    found = index.lines(index.find(Query("样例", chosen)))
    everything = index.lines(index.find(Query(chosen={"archived": "all"})))
    wanted = {
        one
        for one, line in everything.items()
        if line["district"] == "平城区"
        and str(line["industry"]).startswith("C")
        and line["state"] == State.ADMITTED
        and line["archived_on"] is None
    }
    assert set(found) == wanted
    assert index.choices("batch")[0] == ("2023-09", "2023年9月批次")
    assert [key for key, _ in index.choices("district")][:2] == ["平城区", "云冈区"]
    assert ("C", "C 制造") in index.choices("industry")


def test_an_industry_is_found_by_any_beginning_of_its_code(target: Ledger) -> None:
    one = made(target, "甲", industry="C3670")
    index = read(target)
    for key in ("C", "C36", "c3670", "36"):
        assert index.find(Query(chosen={"industry": key})) == [one], key
    assert index.find(Query(chosen={"industry": "C37"})) == []


def test_the_order_is_by_value_stable_and_blanks_come_last(target: Ledger) -> None:
    capital = {"甲": 900, "乙": 10_000, "丙": None, "丁": 900}
    ids = {name: made(target, name, registered_capital=value) for name, value in capital.items()}
    index = read(target)

    def names(column: str, descending: bool = False) -> str:
        found = index.find(Query(sort=column, descending=descending))
        return "".join(name for one in found for name, identifier in ids.items() if identifier == one)

    assert names("registered_capital") == "甲丁乙丙"
    assert names("registered_capital", True) == "乙甲丁丙"
    assert names("name") == "丙丁甲乙"  # b d j y: as they sound
    assert names("") == "甲乙丙丁"


def test_tiers_are_sorted_as_the_annex_ranks_them(target: Ledger, named: dict[str, str]) -> None:
    on = datetime.date(2023, 4, 1)
    for one, tier in zip(("银河", "大同", "天镇"), (TIERS[2], TIERS[0], TIERS[1]), strict=True):
        enterprises.save(target, "入库", Step(named[one], 1, 1, move=Move.ADMIT, made_on=on, tier=tier))
    assert read(target).find(Query(sort="tier")) == [named[one] for one in ("大同", "天镇", "银河")]


def test_only_what_was_touched_is_read_anew(target: Ledger, named: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    index = read(target)
    assert len(index.find(Query("银河"))) == 1
    asked: list[int] = []
    facts = index._facts
    monkeypatch.setattr(index, "_facts", lambda which: asked.append(len(found := facts(which))) or found)
    changed = enterprises.edit(target, [named["大同"]], {"name": "大同银河煤业"})
    index.update(changed.enterprises)
    assert asked == [1]
    assert index.find(Query("银河")) == sorted([named["银河"], named["大同"]])


def test_what_changed_while_all_was_read_is_not_missed(target: Ledger, named: dict[str, str]) -> None:
    index = enterprise_list.open_index(target)
    rows = index.read()
    index.update(enterprises.edit(target, [named["大同"]], {"name": "改名"}).enterprises)
    new = made(target, "新来的")
    index.update([new])
    assert not index.ready
    index.take(rows)
    assert index.find(Query("改名")) == [named["大同"]]
    assert index.find(Query("新来")) == [new]


def test_a_reading_that_is_of_no_use_any_more_stops(target: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    synthetic_enterprises.fill(target, 50)
    monkeypatch.setattr("datong_desktop.services.record_list.LOT", 10)
    index = enterprise_list.open_index(target)
    assert len(index.read()) == 50
    turns = iter([False, False, True])
    assert len(index.read(lambda: next(turns))) == 20


@pytest.mark.parametrize("sort", ["", "name"])
def test_new_and_taken_back_records_come_and_go(target: Ledger, named: dict[str, str], sort: str) -> None:
    index = read(target)
    query = Query("样例", sort=sort)
    assert index.find(query) == []
    changed = enterprises.create(target, {"name": "样例新企业"})
    index.update(changed.enterprises)
    assert index.find(query) == list(changed.enterprises)
    archived = enterprises.archive(target, list(changed.enterprises), datetime.date(2023, 5, 1))
    index.update(archived.enterprises)
    assert index.find(query) == []
    for one in (archived, changed):
        assert one.change_set is not None
        index.update(history.undo(target, one.change_set).enterprises)
    assert (index.find(query), index.total) == ([], 4)


@given(st.lists(st.sampled_from(["d", "dt", "银", "银河", "有限 煤", "yh", " ", "样例", "9114", "王"]), max_size=6))
def test_narrowing_while_typing_finds_what_a_fresh_search_finds(shared: ListIndex, texts: list[str]) -> None:
    typed = ""
    for text in texts:
        typed += text
        narrowed = shared.find(Query(typed))
        shared.find(Query("", {"archived": "all"}))  # another filter: what was narrowed is forgotten
        assert narrowed == shared.find(Query(typed))
        words = searchable(typed).split()
        assert all(_holds(shared, one, words) for one in narrowed[:5])


def _holds(index: ListIndex, one: str, words: list[str]) -> bool:
    line = index.lines([one])[one]
    names = ("name", "short_name", "credit_code", "legal_representative", "initials")
    text = searchable("\n".join(str(line[name]) for name in names))
    return all(word in text for word in words)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ListIndex]:
    found = new_ledger(tmp_path_factory.mktemp("list"))
    synthetic_enterprises.fill(found, 200)
    yield read(found)
    found.close()


def test_synthetic_enterprises_are_the_same_each_time_and_never_look_real() -> None:
    from stdnum.cn import uscc

    once, again = (list(synthetic_enterprises.rows(40)) for _ in range(2))
    assert once == again
    assert all(row["name"].startswith("样例") and uscc.is_valid(row["credit_code"]) for row in once)
    assert len({row["credit_code"] for row in synthetic_enterprises.rows(2000)}) == 2000


def test_lines_say_the_same_before_and_after_everything_was_read(target: Ledger) -> None:
    ids = synthetic_enterprises.fill(target, 60)
    index = enterprise_list.open_index(target)
    computed = index.lines(ids)
    index.take(index.read())
    assert index.lines(ids) == computed
    assert {line["state"] for line in computed.values()} > {State.NOT_APPLIED}


@pytest.mark.parametrize("sort", ["", "name"])
def test_a_found_record_has_its_place(target: Ledger, sort: str) -> None:
    synthetic_enterprises.fill(target, 60)
    found = read(target).find(Query("样例", sort=sort))
    assert [found.index(one) for one in found] == list(range(len(found)))
    assert all(one in found for one in found)
    assert "gone" not in found
    with pytest.raises(ValueError, match="gone"):
        found.index("gone")
