"""Admission clause by clause: both sides of every limit, every industry, blanks, and what a reviewer may decide."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datong_desktop.domain.admission import Admission, Facts, check, fiscal_year
from datong_desktop.domain.enterprise import CATALOGUE_CLASSES, Enterprise, FiscalYear
from tests.admission_facts import BOTH, GOOD, ON, facts, judged, rules
from tests.domain.test_industries import shipped

DAY = datetime.timedelta(1)
YES, NO, OPEN = "符合", "不符合", "待人工认定"
dates = st.dates(datetime.date(1995, 1, 1), datetime.date(2035, 12, 31))
money = st.one_of(st.none(), st.integers(-100, 1_000_000))


def checked(*judgements: Any, on: datetime.date = ON, **changes: Any) -> Admission:
    return check(facts(*judgements, year=fiscal_year(on), **changes), rules(), on)


def clause(admission: Admission, name: str) -> Any:
    return next(result for result in admission.clauses if result.clause == name)


def test_the_good_one_is_good_and_every_clause_is_explained() -> None:
    admission = checked()
    assert admission.result == YES
    assert list(admission.results) == ["存续期限", "所处行业", "主营业务", "盈利模式", "经营状况", "产品服务", "股权情况", "违法记录"]
    for result in admission.clauses:
        assert result.text
        assert result.reason
        assert result.source.startswith("附件2 一")
        assert result.looked_at
        assert not result.missing


# -- years ----------------------------------------------------------------------------------------------------------


@given(dates)
def test_three_complete_fiscal_years_to_the_day(on: datetime.date) -> None:
    limit = datetime.date(on.year - 3, 1, 1)
    assert checked(on=on, founded_on=limit).results["存续期限"] == YES
    assert checked(on=on, founded_on=limit - DAY).results["存续期限"] == YES
    assert checked(on=on, founded_on=limit + DAY).results["存续期限"] == NO


@pytest.mark.parametrize(("founded", "said"), [
    (datetime.date(2020, 1, 1), "有 3 个完整会计年度"), (datetime.date(2020, 1, 2), "有 2 个完整会计年度"),
    (datetime.date(2020, 2, 29), "有 2 个完整会计年度"), (datetime.date(2023, 3, 15), "有 0 个完整会计年度"),
    (datetime.date(2023, 3, 16), "晚于核对日 2023-03-15"), (datetime.date(1899, 12, 31), "有 123 个完整会计年度"),
])  # fmt: skip
def test_the_years_are_counted_out(founded: datetime.date, said: str) -> None:
    assert said in clause(checked(founded_on=founded), "存续期限").reason


# -- industry -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "cluster", "result"), [
    ("鼓励类", "", YES), ("鼓励类", "半导体", YES), ("允许类", "", OPEN), ("允许类", "半导体", YES), ("允许类", "大数据产业集群", YES),
    ("允许类", "煤炭", OPEN), ("允许类", "无", OPEN), ("限制类", "", NO), ("限制类", "大数据", NO), ("淘汰类", "半导体", NO),
    ("", "", OPEN), ("", "半导体", OPEN),
])  # fmt: skip
def test_catalogue_class_and_cluster(kind: str, cluster: str, result: str) -> None:
    found = clause(checked(catalogue_class=kind, cluster=cluster), "所处行业")
    assert found.result == result
    assert found.missing == (() if kind else ("catalogue_class",))
    assert ("所属标志性产业集群", cluster) in found.looked_at


# -- main business --------------------------------------------------------------------------------------------------


@given(st.integers(1, 10_000_000_000))
def test_seventy_per_cent_to_the_fen(revenue: int) -> None:
    limit = -(-revenue * 7 // 10)
    assert checked(revenue=revenue, main_revenue=limit).results["主营业务"] == YES
    below = clause(checked(revenue=revenue, main_revenue=limit - 1), "主营业务")
    assert below.result == NO
    assert " 70%，" not in below.reason


@pytest.mark.parametrize(("revenue", "main", "result", "missing"), [
    (None, 1, OPEN, ("revenue",)), (1, None, OPEN, ("main_revenue",)), (None, None, OPEN, ("revenue", "main_revenue")),
    (0, 0, OPEN, ()), (-5, -5, OPEN, ()), (100, 101, OPEN, ()), (100, 100, YES, ()), (100, -1, NO, ()),
])  # fmt: skip
def test_shares_that_cannot_be_are_left_open(revenue: Any, main: Any, result: str, missing: tuple[str, ...]) -> None:
    found = clause(checked(revenue=revenue, main_revenue=main), "主营业务")
    assert (found.result, found.missing) == (result, missing)


# -- size -----------------------------------------------------------------------------------------------------------


def limits_by_the_text(code: str) -> tuple[int, int]:
    """The reading of domain words, written down anew: 万元 of total assets and revenue for an industry code."""
    division = int(code[1:3])
    if code[0] in "BCD":
        return 500, 1000
    if code[0] == "I":
        return 300, 500
    if code[0] == "A":
        return 100, 300
    if code[0] == "E" or 53 <= division <= 58:
        return 500, 1200
    if code[0] in "FH" or division in (59, 60):
        return 500, 1000
    return (5000, 3000) if code.startswith("K701") else (500, 600)


def test_every_industry_on_both_sides_of_both_limits() -> None:
    for code in (code for code in shipped().names if len(code) > 1 and code != "K70"):
        assets, revenue = (100 * limit for limit in limits_by_the_text(code))
        for more_assets, more_revenue in ((0, 0), (1, 0), (0, 1), (-1, 0), (0, -1), (-1, 10_000), (10_000, -1)):
            figures = {"total_assets": assets + more_assets, "revenue": revenue + more_revenue}
            expected = NO if more_assets < 0 or more_revenue < 0 else YES
            assert checked(industry=code, **figures).results["经营状况"] == expected, code


@pytest.mark.parametrize(("code", "result"), [
    ("A", YES), ("B", YES), ("L", YES), ("T", YES), ("K", OPEN), ("K70", OPEN), ("G", OPEN), ("", OPEN), ("c2614", OPEN), ("C1", OPEN),
    ("软件", OPEN), ("U11", OPEN), ("C26145", OPEN),
])  # fmt: skip
def test_a_code_that_could_mean_two_classes_is_left_open(code: str, result: str) -> None:
    found = clause(checked(industry=code, total_assets=10**7, revenue=10**7), "经营状况")
    assert found.result == result
    assert found.missing == (() if result == YES else ("industry",))


@pytest.mark.parametrize(("assets", "revenue", "result", "missing"), [
    (None, 100_000, OPEN, ("total_assets",)), (50_000, None, OPEN, ("revenue",)), (None, 99_999, NO, ("total_assets",)),
    (49_999, None, NO, ("revenue",)), (None, None, OPEN, ("total_assets", "revenue")),
])  # fmt: skip
def test_what_is_certain_is_said_although_a_figure_is_missing(
    assets: Any, revenue: Any, result: str, missing: tuple[str, ...]
) -> None:
    found = clause(checked(total_assets=assets, revenue=revenue), "经营状况")
    assert (found.result, found.missing) == (result, missing)


def test_the_clause_of_the_size_class_is_quoted() -> None:
    found = clause(checked(industry="K7010", total_assets=500_000, revenue=299_999), "经营状况")
    assert found.source == "附件2 一（三）3（6）"
    assert found.text.endswith("\n(6) 房地产开发业要求总资产在 5000 万元以上，年营业收入达到 3000 万元以上；")
    assert found.reason == "按“房地产开发业”核对2022年：总资产 5,000 万元达到 5,000 万元，年营业收入 2,999.99 万元低于 3,000 万元"
    assert found.looked_at == (("行业代码", "K7010"), ("2022年总资产（万元）", "5,000"), ("2022年营业收入（万元）", "2,999.99"))
    assert clause(checked(industry=""), "经营状况").text.count("\n") == 7


def test_only_the_last_complete_fiscal_year_counts() -> None:
    record = Enterprise("x", **{k: v for k, v in GOOD.items() if k not in ("total_assets", "revenue", "main_revenue")})
    old, new = (FiscalYear("x", year, total_assets=50_000, revenue=100_000, main_revenue=80_000) for year in (2021, 2023))
    admission = check(Facts(record, (old, new), BOTH), rules(), ON)
    assert clause(admission, "经营状况").missing == ("total_assets", "revenue")
    assert clause(admission, "主营业务").reason == "没有填2022年营业收入、主营业务收入"
    assert check(Facts(record, (old, new), BOTH), rules(), datetime.date(2024, 1, 1)).result == YES
    assert check(Facts(record, (old, new), BOTH), rules(), datetime.date(2022, 12, 31)).results["经营状况"] == YES


# -- equity and record ------------------------------------------------------------------------------------------------

tri = st.sampled_from([None, 0, 1])


@given(tri, tri, tri)
def test_equity_in_every_combination(dispute: Any, nominee: Any, clear: Any) -> None:
    found = clause(checked(ownership_dispute=dispute, nominee_holding=nominee, clear_structure=clear), "股权情况")
    if dispute == 1 or nominee == 1 or clear == 0:
        assert found.result == NO
    else:
        assert found.result == (OPEN if None in (dispute, nominee, clear) else YES)
    values = {"ownership_dispute": dispute, "nominee_holding": nominee, "clear_structure": clear}
    assert found.missing == tuple(name for name, value in values.items() if value is None)


@given(tri, st.sampled_from(["", "A", "B", "M", "C", "D"]), st.one_of(st.none(), dates))
def test_record_in_every_combination(case: Any, rating: str, offence: Any) -> None:
    result = checked(criminal_case=case, tax_rating=rating, last_tax_offence_on=offence).results["违法记录"]
    recent = offence is not None and datetime.date(2020, 3, 15) <= offence <= ON
    if case == 1 or rating == "D" or recent:
        assert result == NO
    elif case is None or not rating or (offence and offence > ON):
        assert result == OPEN
    else:
        assert result == YES


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 12, 31)))
def test_an_offence_counts_to_the_corresponding_day_three_years_on(offence: datetime.date) -> None:
    try:
        last = offence.replace(year=offence.year + 3)
    except ValueError:  # 29 February
        last = datetime.date(offence.year + 3, 2, 28)
    for on, result in ((offence, NO), (last, NO), (last + DAY, YES)):
        assert checked(on=on, founded_on=datetime.date(1980, 1, 1), last_tax_offence_on=offence).results["违法记录"] == result


# -- reviewers, NEEQ, the whole -----------------------------------------------------------------------------------------


def test_a_reviewer_decides_what_is_open_and_is_named() -> None:
    admission = checked(judged("盈利模式"), judged("所处行业", NO), catalogue_class="允许类")
    assert clause(admission, "所处行业").reason == "属于允许类，没有填所属产业集群；由王某于 2023-03-15 认定为不符合：已看材料"
    assert [label for label, _ in clause(admission, "盈利模式").looked_at] == ["人工认定"]
    assert clause(admission, "盈利模式").figures == (), "told once"
    assert (admission.results["所处行业"], admission.results["盈利模式"], admission.results["产品服务"]) == (NO, YES, OPEN)
    assert admission.result == NO
    assert clause(checked(judged("股权情况"), nominee_holding=None), "股权情况").missing == ("nominee_holding",)


def test_a_reviewer_never_overrides_what_is_computed() -> None:
    every = [judged(name) for name in checked().results]
    admission = checked(*every, founded_on=ON, catalogue_class="限制类", main_revenue=1, revenue=99_999, criminal_case=1)
    computed = {"存续期限", "所处行业", "主营业务", "经营状况", "违法记录"}
    assert {name for name, result in admission.results.items() if result == NO} == computed
    against = checked(judged("存续期限", NO))
    assert against.results["存续期限"] == YES
    said = "人工认定", "由王某于 2023-03-15 认定为不符合：已看材料"
    assert said in clause(against, "存续期限").looked_at
    assert said in clause(against, "存续期限").figures, "it decided nothing, so the reason does not tell it"
    assert checked(judged("盈利模式", OPEN)).results["盈利模式"] == OPEN
    assert checked(judged("盈利模式", "")).results["盈利模式"] == OPEN


def test_one_listed_on_neeq_qualifies_as_such() -> None:
    admission = checked(judged("盈利模式", NO), neeq_listed=1, founded_on=ON, catalogue_class="淘汰类", criminal_case=1)
    assert (admission.result, admission.results) == (YES, {"新三板挂牌": YES})
    assert checked(neeq_listed=None).result == YES  # not known to be listed: judged like the others


@given(st.one_of(st.none(), dates), st.sampled_from(["", *CATALOGUE_CLASSES]), st.sampled_from(["", "C1", "K7010", "I6450", "?"]),
       money, money, money, tri, st.lists(st.sampled_from([judged("盈利模式"), judged("产品服务", NO), judged("主营业务")])))  # fmt: skip
def test_missing_data_never_fails_and_the_whole_follows_from_the_parts(
    founded: Any, kind: str, industry: str, assets: Any, revenue: Any, main: Any, truth: Any, judgements: Any
) -> None:
    values = {"founded_on": founded, "catalogue_class": kind, "industry": industry, "total_assets": assets, "revenue": revenue,
              "main_revenue": main, "criminal_case": truth, "clear_structure": truth}  # fmt: skip
    admission = checked(*judgements, **values)
    results = [result.result for result in admission.clauses]
    assert admission.result == (NO if NO in results else OPEN if OPEN in results else YES)
    assert admission.results == {result.clause: result.result for result in admission.clauses}
    blank = check(Facts(Enterprise("x")), rules(), ON)
    assert set(blank.results.values()) == {OPEN}
