"""Scoring against an independent, slow reading of annex 4, and the laws it must keep."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.scoring import assess, ranked
from datong_desktop.domain.year_book import Cell
from tests.strategies import datong, figures, schemes, second, slow_assessment, some_districts

Case = tuple[Scheme, dict[Cell, int | None], frozenset[str]]
cases = schemes.flatmap(lambda s: st.tuples(st.just(s), figures(s), some_districts(s)))
full_cases = schemes.flatmap(lambda s: st.tuples(st.just(s), figures(s, blanks=False), some_districts(s)))


@settings(max_examples=150)
@given(cases)
def test_agrees_with_the_slow_oracle(case: Case) -> None:
    scheme, table, out = case
    expected = slow_assessment(scheme, table, out)
    for row in assess(scheme, table, out).rows:
        points, final, rank = expected[row.district]
        assert list(row.points) == points
        assert row.final == final
        assert row.rank == rank


@settings(max_examples=80)
@given(cases)
def test_what_a_row_says_of_itself_holds_together(case: Case) -> None:
    scheme, table, out = case
    result = assess(scheme, table, out)
    assert [row.district for row in result.rows] == list(scheme.districts)
    assert result.complete == (not result.missing)
    assert set(result.missing) == {c for c, v in table.items() if v is None and c[0] not in out}
    for row in result.rows:
        assert row.disqualified == (row.district in out)
        assert row.values == tuple(table[row.district, i.id] for i in scheme.indicators)
        assert (row.final is None) == (row.rank is None) == (row.disqualified or None in row.points)
        if row.final is not None:
            assert row.final == sum((m.contribution for m in row.marks if m.contribution is not None), Decimal(0))
            assert Decimal(scheme.format_final(row.final)) == row.final, "the places lose nothing"
            assert 0 <= row.final <= scheme.max_points
        for mark in row.marks:
            if mark.rank is not None:
                assert mark.band == scheme.band_of(mark.rank)
                same = {d for d in scheme.districts if d not in out and table[d, mark.indicator.id] == mark.value}
                assert set(mark.tied_with) == same - {row.district}


@settings(max_examples=60)
@given(full_cases, st.randoms(use_true_random=False))
def test_the_order_of_districts_does_not_matter(case: Case, random: object) -> None:
    scheme, table, out = case
    shuffled = list(scheme.districts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    renamed = dict(zip(scheme.districts, shuffled, strict=True))
    moved = {(renamed[d], i): v for (d, i), v in table.items()}
    before = {row.district: (row.points, row.final, row.rank) for row in assess(scheme, table, out).rows}
    after = {row.district: (row.points, row.final, row.rank) for row in assess(scheme, moved, {renamed[d] for d in out}).rows}
    assert {renamed[d]: result for d, result in before.items()} == after


@settings(max_examples=80)
@given(full_cases, st.data())
def test_a_higher_figure_never_costs_points(case: Case, data: st.DataObject) -> None:
    scheme, table, out = case
    cell = data.draw(st.sampled_from(sorted(table)))
    old = table[cell] or 0
    more = {**table, cell: old + data.draw(st.integers(1, 500))}
    before, after = assess(scheme, table, out).row(cell[0]), assess(scheme, more, out).row(cell[0])
    if before.final is not None:
        assert after.final is not None
        assert after.final >= before.final
        assert before.rank is not None
        assert after.rank is not None
        assert after.rank <= before.rank


@given(figures(datong(), blanks=False))
def test_a_zero_earns_nothing_and_costs_no_one_else(table: dict[Cell, int | None]) -> None:
    scheme = datong()
    result = assess(scheme, table)
    for row in result.rows:
        assert all(m.points == 0 for m in row.marks if m.value == 0)
        assert all(m.points for m in row.marks if m.value)


@given(cases)
def test_a_disqualified_district_leaves_the_others_as_if_it_were_not_there(case: Case) -> None:
    scheme, table, out = case
    blanked: dict[Cell, int | None] = {c: (12_345 if c[0] in out else v) for c, v in table.items()}
    one, two = assess(scheme, table, out), assess(scheme, blanked, out)
    pairs = [(a, b) for a, b in zip(one.rows, two.rows, strict=True) if a.district not in out]
    assert all(a == b for a, b in pairs)


def test_the_two_tie_rules() -> None:
    values = {"甲": 5, "乙": 3, "丙": 3, "丁": 1}
    assert {n: r for n, (r, _) in ranked(values, "best").items()} == {"甲": 1, "乙": 2, "丙": 2, "丁": 4}
    assert {n: r for n, (r, _) in ranked(values, "worst").items()} == {"甲": 1, "乙": 3, "丙": 3, "丁": 4}
    assert ranked(values, "best")["乙"] == (2, ("丙",))
    assert ranked({}, "best") == {}


def test_bands_do_not_shrink_when_fewer_take_part() -> None:
    scheme = datong()
    table: dict[Cell, int | None] = {(d, i.id): 11 - n for n, d in enumerate(scheme.districts) for i in scheme.indicators}
    result = assess(scheme, table, scheme.districts[4:])
    assert [row.points[0] for row in result.rows] == [3, 3, 3, 2, *[None] * 7]


def test_all_blank_all_zero_and_all_out() -> None:
    scheme = datong()
    blank = assess(scheme, {})
    assert not blank.complete
    assert len(blank.missing) == 88
    assert all(row.final is None for row in blank.rows)
    zero = assess(scheme, {(d, i.id): 0 for d in scheme.districts for i in scheme.indicators})
    assert {(row.final, row.rank) for row in zero.rows} == {(Decimal(0), 1)}
    nobody = assess(scheme, {}, scheme.districts)
    assert nobody.complete
    assert all(row.disqualified for row in nobody.rows)


def test_zeros_are_values_where_the_scheme_ranks_them() -> None:
    scheme = second()
    result = assess(scheme, {(d, i.id): 0 for d in scheme.districts for i in scheme.indicators})
    assert {row.points for row in result.rows} == {(1,) * 6}
    assert {scheme.format_final(row.final or Decimal(0)) for row in result.rows} == {"1.000"}
