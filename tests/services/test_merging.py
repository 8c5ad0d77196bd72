"""Two records made one: whose fields stay, where what hangs on them goes, and that undo restores both whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from datong_desktop.domain.application import Application, Material, Move, PanelOpinion, State, Step
from datong_desktop.domain.enterprise import FiscalYear, Judgement, Shareholder
from datong_desktop.domain.fostering import Assistance, Milestone, Reform, StateOwnedPlan, Visit
from datong_desktop.domain.scans import ScanLink
from datong_desktop.models.registry import CHILDREN
from datong_desktop.services import enterprises, ledger, merging, pool
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.services.joining import hanging, identity, joined
from datong_desktop.services.ledger import Ledger
from tests.registry import CODE, OFFICE, admitted, codes, file, made, undo
from tests.storage import refusal

DAY = date(2023, 6, 1)


def test_differing_fields_are_listed(target: Ledger) -> None:
    first, second = made(target, "甲公司", district="平城区"), made(target, "甲有限公司", district="平城区", employees=3)
    found = merging.compare(target, first, second)
    assert [(one.heading, one.first, one.second, one.blank) for one in found] == [
        ("企业名称", "甲公司", "甲有限公司", False), ("职工人数（人）", "", "3", True),
    ]  # fmt: skip
    assert refusal(merging.compare, target, first, "x")[0] == "no_enterprise"


def test_fields_are_taken_as_chosen_and_undo_restores_both(target: Ledger) -> None:
    keep = made(target, "甲公司", employees=5, contact="李某")
    drop = made(target, "乙公司", employees=3, credit_code=CODE, phone="0352", email="a@b", archived_on=DAY)
    before = file(target, keep), file(target, drop)
    changed = merging.merge(target, keep, drop, {"employees": "drop", "phone": "keep", "name": "drop"})
    assert changed.label == "合并 乙公司 到 甲公司"
    assert changed.enterprises == {keep, drop}
    assert enterprises.read(target, drop) is None
    found = file(target, keep).enterprise
    assert (found.name, found.employees, found.credit_code, found.phone, found.email, found.contact) == (
        "乙公司", 3, CODE, "", "a@b", "李某",
    )  # fmt: skip
    assert "ygs" in found.initials.split()
    assert found.archived_on is None
    undone = undo(target, changed)
    assert (file(target, keep), file(target, drop)) == before
    again = undo(target, undone)
    assert file(target, keep).enterprise == found
    undo(target, again)
    assert (file(target, keep), file(target, drop)) == before
    assert ledger.check_ledger(target) == ()
    assert refusal(merging.merge, target, keep, keep, {})[0] == "same_enterprise"
    assert refusal(merging.merge, target, keep, "x", {})[0] == "no_enterprise"


def test_credit_codes_changing_sides_can_be_undone(target: Ledger) -> None:
    keep, drop = made(target, "甲", credit_code="91140204MA0Y7LLJY6"), made(target, "乙", credit_code=CODE)
    changed = merging.merge(target, keep, drop, {"credit_code": "drop"})
    undo(target, undo(target, changed))
    assert file(target, keep).enterprise.credit_code == CODE


def test_what_hangs_on_the_other_moves_over(target: Ledger) -> None:
    keep, drop = made(target, "甲"), made(target, "乙")
    enterprises.save(
        target, "挂", FiscalYear(keep, 2022, revenue=100), Judgement(keep, "profit", result="符合"), Judgement(keep, "law"),
        Shareholder(keep, 1, name="张某"), Milestone(keep, 4, kind="上市"), Assistance(keep, city_leader="王某"),
        FiscalYear(drop, 2022, revenue=200, net_profit=7), FiscalYear(drop, 2021, revenue=50),
        Judgement(drop, "profit", result="不符合"), Judgement(drop, "law", result="符合"),
        Shareholder(drop, 1, name="张某"), Shareholder(drop, 2, name="李某"), Milestone(drop, 1, kind="上市", happened_on=DAY),
        Assistance(drop, city_leader="赵某", county_leader="钱某"), Reform(drop, kinds="规上企业"), Visit(drop, 1, problem="土地"),
        ScanLink(drop, "milestone/1", "aa", title="公告"), ScanLink(drop, "enterprise", "bb"), StateOwnedPlan(drop, 2023),
    )  # fmt: skip
    changed = merging.merge(target, keep, drop, {})
    found = file(target, keep)
    assert found.all(FiscalYear) == (FiscalYear(keep, 2021, revenue=50), FiscalYear(keep, 2022, revenue=100))
    assert [(one.clause, one.result) for one in found.all(Judgement)] == [("law", "符合"), ("profit", "符合")]
    assert [(one.number, one.name) for one in found.all(Shareholder)] == [(1, "张某"), (2, "李某")]
    assert [one.number for one in found.all(Milestone)] == [4, 5]
    assert found.all(Assistance) == (Assistance(keep, city_leader="王某"),)
    assert found.all(Reform) == (Reform(keep, kinds="规上企业"),)
    assert [link.subject for link in found.all(ScanLink)] == ["enterprise", "milestone/5"]
    assert codes(changed) == ["milestone_twice"]
    assert ledger.check_ledger(target) == ()


def test_records_there_can_be_one_of_are_named_and_chosen_whole(target: Ledger) -> None:
    keep, drop = made(target, "甲"), made(target, "甲")
    enterprises.save(
        target, "挂", FiscalYear(keep, 2022, total_assets=900, revenue=100), Judgement(keep, "盈利模式", result="符合"),
        Reform(keep, kinds="规上企业"), StateOwnedPlan(keep, 2023, plan="方案"), FiscalYear(keep, 2020), Visit(keep, 1, problem="土地"),
        FiscalYear(drop, 2022, total_assets=900, revenue=200, net_profit=7), Judgement(drop, "盈利模式", result="不符合"),
        Reform(drop, kinds="科技型企业"), StateOwnedPlan(drop, 2023, plan="方案"), FiscalYear(drop, 2020, revenue=5),
        Visit(drop, 1, problem="证照"),
    )  # fmt: skip
    found = {one.heading: one for one in merging.compare(target, keep, drop)}
    assert list(found) == ["2022年度", "认定 盈利模式", "股改清单"]
    year = found["2022年度"]
    assert (year.first, year.second) == ("营业收入（万元） 1；净利润（万元） 空", "营业收入（万元） 2；净利润（万元） 0.07")
    merging.merge(target, keep, drop, {year.key: "drop", found["认定 盈利模式"].key: "drop"})
    after = file(target, keep)
    assert after.all(FiscalYear) == (
        FiscalYear(keep, 2020, revenue=5), FiscalYear(keep, 2022, total_assets=900, revenue=200, net_profit=7),
    )  # fmt: skip
    assert [one.result for one in after.all(Judgement)] == ["不符合"]
    assert after.all(Reform) == (Reform(keep, kinds="规上企业"),)


def test_applications_stand_in_the_order_they_were_worked_on(target: Ledger) -> None:
    keep = admitted(target, "甲")
    drop = made(target, "乙")
    pool.apply(target, drop, date(2022, 8, 1), "平城区")
    pool.receive_material(target, drop, 3, DAY)
    pool.add_opinion(target, drop, {"expert": "张某"})
    pool.move(target, drop, Move.REFUSE, actor=OFFICE, made_on=date(2022, 10, 1), opinion="材料不齐")
    enterprises.save(target, "扫描件", ScanLink(drop, "material/1/3", "aa"), ScanLink(keep, "material/1/6", "bb"))
    before = file(target, keep), file(target, drop)
    changed = merging.merge(target, keep, drop, {})
    found = file(target, keep)
    assert [one.batch for one in found.all(Application)] == ["2022-09", "2023-03"]
    assert [(step.application, step.move) for step in found.all(Step)] == [
        (1, "申报"), (1, "不予通过"), (2, "申报"), (2, "初审合格"), (2, "复核合格"), (2, "入库"),
    ]  # fmt: skip
    assert pool.state_of(found).state is State.ADMITTED
    assert [one.application for one in (*found.all(Material), *found.all(PanelOpinion))] == [1, 1]
    assert [link.subject for link in found.all(ScanLink)] == ["material/1/3", "material/2/6"]
    assert codes(changed) == ["two_applications"]
    assert "现在是“已入库”" in changed.notices[0].text
    undo(target, changed)
    assert (file(target, keep), file(target, drop)) == before
    assert ledger.check_ledger(target) == ()


visits = st.lists(st.sampled_from(["", "土地", "证照"]), max_size=4)
years = st.dictionaries(st.integers(2019, 2022), st.one_of(st.none(), st.integers(0, 9)), max_size=3)


def some_file(identifier: str, problems: list[str], revenues: dict[int, int | None]) -> EnterpriseFile:
    about = enterprises.Enterprise(identifier, name=identifier)
    hanging_on_it: dict[type, tuple[object, ...]] = {
        Visit: tuple(Visit(identifier, n, problem=text) for n, text in enumerate(problems, 1)),
        FiscalYear: tuple(FiscalYear(identifier, year, revenue=value) for year, value in sorted(revenues.items())),
    }
    return EnterpriseFile(about, hanging_on_it)


@settings(max_examples=200)
@given(visits, years, visits, years)
def test_joining_loses_nothing(
    first: list[str], revenues: dict[int, int | None], second: list[str], others: dict[int, int | None]
) -> None:
    keep, drop = some_file("甲", first, revenues), some_file("乙", second, others)
    found = joined(keep, drop)
    assert len({identity(one) for one in found}) == len(found)
    assert {one.enterprise for one in found} <= {"甲"}
    kept = [one.problem for one in found if isinstance(one, Visit)]
    assert kept[: len(first)] == first
    assert set(kept) == {*first, *second}
    wanted = {y: revenues.get(y) if revenues.get(y) is not None else others.get(y) for y in revenues | others}
    assert {one.year: one.revenue for one in found if isinstance(one, FiscalYear)} == wanted
    assert set(hanging(keep)) <= {*found, *(replace(k, revenue=None) for k in found if isinstance(k, FiscalYear))}
    assert set(CHILDREN) >= {type(one) for one in found}
