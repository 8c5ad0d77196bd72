"""Why there are no full teams: the least number of empty seats beside trying everything; clashes that clash, no rule too many;
remedies that help."""

from __future__ import annotations

import itertools
from dataclasses import replace

from datong_desktop.domain.team_clash import WITHOUT, Clash, pin_clashes, shortages, without_clashing_pins
from datong_desktop.domain.team_problem import Candidate, TeamProblem, team_of
from datong_desktop.domain.team_rules import broken_rules
from datong_desktop.domain.team_seats import fill, filled
from tests.plain_teams import fewest_empty, small
from tests.synthetic_experts import problem, rules

SEEDS = range(400)


def fillings(task: TeamProblem) -> list:  # type: ignore[type-arg]
    return [fill(task, kind.name) for kind in task.rules.types]


def without(task: TeamProblem, kinds: object) -> TeamProblem:
    for kind in kinds:  # type: ignore[attr-defined]
        task = WITHOUT[kind](task)
    return task


def test_the_least_number_of_empty_seats_is_that_of_trying_everything() -> None:
    short = 0
    for seed in SEEDS:
        task = without_clashing_pins(small(seed))
        found = {one.type: one.missing for one in shortages(task, fillings(task))}
        assert found == fewest_empty(task), seed
        short += bool(found)
    assert short > 100


def test_seats_that_can_be_filled_are_filled_within_the_rules() -> None:
    for needs in (7, 40):
        task = problem(2 * needs + 60, needs)
        members = filled(fillings(task), task)
        assert not shortages(task, fillings(task))
        assert broken_rules([team_of(task, need, members[need.id]) for need in task.needs], task) == ()


def test_rules_of_a_clash_really_clash_and_without_any_one_they_do_not() -> None:
    kinds = set()
    for seed in SEEDS:
        task = without_clashing_pins(small(seed))
        for one in shortages(task, fillings(task)):
            assert sum(int(clash.text.split("缺 ")[1].split(" ")[0]) for clash in one.clashes) == one.missing
            for clash in one.clashes:
                named = [rule.kind for rule in clash.rules]
                apart = replace(task, needs=tuple(need for need in task.needs if need.id in clash.needs))
                alone = without(apart, WITHOUT.keys() - set(named))
                assert fewest_empty(alone).get(one.type), (seed, clash.text)
                for kind in named:
                    assert one.type not in fewest_empty(without(alone, [kind])), (seed, kind, clash.text)
                kinds |= set(named)
                assert all(rule.text for rule in clash.rules)
                assert clash.text.endswith("。")
    assert kinds == set(WITHOUT)


def test_clashing_pins_clash_with_the_rule_that_is_named() -> None:
    kinds = set()
    for seed in range(800):
        task = small(seed)
        for clash in pin_clashes(task):
            others = {rule.kind for rule in clash.rules if rule.kind != "pin"}
            assert len(others) == 1
            kinds |= others
            assert clash.text in [one.text for one in pin_clashes(without(task, WITHOUT.keys() - others - {"pin"}))]
            assert clash.text not in [one.text for one in pin_clashes(without(task, others))]
            if others == {"capacity"}:
                pairs = [rule.text for rule in clash.rules if rule.kind == "pin"]
                assert len(pairs) == len(set(pairs))
        kept = without_clashing_pins(task)
        assert not pin_clashes(kept)
        assert bool(pin_clashes(task)) == (kept.pins != task.pins)
    assert kinds == {"ban", "conflict", "qualification", "capacity"}


def test_each_remedy_helps() -> None:
    tried = 0
    for seed in SEEDS:
        task = without_clashing_pins(small(seed))
        for filling, one in ((f, s) for f in fillings(task) for s in shortages(task, [f])):
            assert all(clash.remedies for clash in one.clashes)
            helper = Candidate("new", "新专家", "新机构", one.type, len(task.needs))
            assert not fill(replace(task, candidates=(*task.candidates, helper)), one.type).missing
            for neck in filling.bottlenecks:
                if neck.experts:
                    assert any(
                        fill(raised(task, more), one.type).missing == one.missing - neck.missing
                        for more in itertools.combinations_with_replacement([e.id for e in neck.experts], neck.missing)
                    )
                    tried += 1
            left = [need for need in task.needs if need.id in filling.seats or need.id not in gone(filling)]
            assert not fill(replace(task, needs=tuple(left)), one.type).missing
    assert tried > 20


def gone(filling) -> set[str]:  # type: ignore[no-untyped-def]
    """The needs whose seat stays empty."""
    return {need.id for neck in filling.bottlenecks for need in neck.needs if need.id not in filling.seats}


def raised(task: TeamProblem, more: tuple[str, ...]) -> TeamProblem:
    people = tuple(replace(one, capacity=one.capacity + more.count(one.id)) for one in task.candidates)
    return replace(task, candidates=people)


# -- in words --------------------------------------------------------------------------------------------------------


def nine(appraisers: int, capacity: int = 4) -> TeamProblem:
    """Nine enterprises and so many appraisers; of every other type enough."""
    people = [
        Candidate(f"{kind.short}{number}", f"{kind.short}{number}", "某机构", kind.name, capacity if kind.short == "资产评估" else 9)
        for kind in rules().types
        for number in range(appraisers if kind.short == "资产评估" else 2)
    ]
    return replace(problem(8, 9), candidates=tuple(people), conflicts={})


def only(task: TeamProblem) -> Clash:
    (one,) = shortages(task, fillings(task))
    (clash,) = one.clashes
    return clash


def test_the_sentence_of_the_issue() -> None:
    clash = only(nine(2))
    assert clash.text == "合格的资产评估专家只有 2 名，9 家服务对象需要，每人最多 4 家，缺 1 席。"
    assert [rule.text for rule in clash.rules] == [
        "样例企业0001有限公司、样例企业0002有限公司、样例企业0003有限公司等 9 家各要有 1 名资产评估专家（附件5 四（一））",
        "资产评估0最多还能带 4 队、资产评估1最多还能带 4 队，合计 8 队",
    ]
    assert clash.remedies == (
        "再请合格的资产评估专家，能服务其中 1 家就够", "把资产评估0、资产评估1的可承担队数合计增加 1", "其中 1 家这次先不组队",
    )  # fmt: skip


def changed(task: TeamProblem, name: str, **values: object) -> TeamProblem:
    """The experts whose names begin so with other values."""
    return replace(task, candidates=tuple(replace(one, **values) if one.name.startswith(name) else one for one in task.candidates))  # type: ignore[arg-type]


def test_nobody_of_a_type() -> None:
    task = nine(3)
    nobody = replace(task, candidates=tuple(one for one in task.candidates if one.type != "证券机构"))
    assert only(nobody).text == "专家库里没有券商专家，9 家服务对象需要，缺 9 席。"
    unfit = only(changed(task, "银行", obstacle="不愿意服务"))
    assert unfit.text == "专家库里的银行专家都不符合申报条件，9 家服务对象需要，缺 9 席。"
    assert [rule.kind for rule in unfit.rules] == ["type", "qualification"]
    assert unfit.remedies == (
        "再请合格的银行专家，能服务其中 9 家就够",
        "核实、补齐银行0（不愿意服务）、银行1（不愿意服务）的申报条件，符合以后最多能补上 9 席", "其中 9 家这次先不组队",
    )  # fmt: skip
    said = "没有一名能去：银行0的可承担队数没有填或是 0、银行1的可承担队数没有填或是 0，合计 0 队"
    idle = only(changed(task, "银行", capacity=0))
    assert idle.text == f"合格的银行专家只有 2 名，9 家服务对象需要，{said}，缺 9 席。"
    assert idle.remedies[1] == "把银行0、银行1的可承担队数合计增加 9"


def test_what_nobody_can_serve_for_the_same_rules_is_told_once() -> None:
    task = nine(3)
    everybody = {(need.id, one.id): "持股" for need in task.needs for one in task.candidates if one.name.startswith("银行")}
    clash = only(replace(task, conflicts=everybody))
    assert (len(clash.needs), [rule.kind for rule in clash.rules]) == (9, ["type", "conflict"])
    assert clash.text.endswith("等 18 项，缺 9 席。")
    idle = changed(replace(task, conflicts={("N0003", "银行0"): "持股"}), "银行", capacity=0)
    assert (len(only(idle).needs), [rule.kind for rule in only(idle).rules]) == (9, ["type", "capacity"])
    busy = changed(replace(task, conflicts=everybody), "银行", capacity=1)  # without the conflicts they would still not do
    (short,) = shortages(busy, fillings(busy))
    assert [len(one.needs) for one in short.clashes] == [1] * 9


def test_all_banned_or_to_be_avoided() -> None:
    task, name = nine(3), "“样例企业0005有限公司”"
    banned = replace(task, bans=frozenset({("N0005", "律师0"), ("N0005", "律师1")}))
    said = f"没有一名能去：律师0已设定不服务{name}、律师1已设定不服务{name}"
    assert only(banned).text == f"合格的律师专家只有 2 名，{name}需要，{said}，缺 1 席。"
    both = replace(task, conflicts={("N0005", "律师0"): "已聘"}, bans=frozenset({("N0005", "律师1")}))
    said = f"没有一名能去：律师1已设定不服务{name}；律师0应回避{name}"
    assert only(both).text == f"合格的律师专家只有 2 名，{name}需要，{said}，缺 1 席。"
    assert only(both).remedies[-3:-1] == ("核实回避事项，解除其中不成立的，最多能补上 1 席", "取消对它们的禁用，最多能补上 1 席")


def test_some_needs_that_only_some_may_serve() -> None:
    task = changed(changed(nine(3), "资产评估1", capacity=3), "资产评估2", capacity=2)
    clash = only(replace(task, conflicts={(f"N000{n}", "资产评估0"): "持股" for n in range(1, 7)}))
    assert clash.text.startswith("合格的资产评估专家只有 3 名，能服务它们的只有资产评估1、资产评估2，6 家服务对象需要，合计最多 5 家，")
    assert clash.text.endswith("资产评估0应回避“样例企业0003有限公司”等 6 项，缺 1 席。")
    assert clash.needs == tuple(f"N000{n}" for n in range(1, 7))


def test_two_bottlenecks_of_one_type_are_two_clashes() -> None:
    task = replace(nine(3), bans=frozenset({("N0001", f"资产评估{n}") for n in range(3)}))
    task = replace(task, conflicts={("N0002", f"资产评估{n}"): "亲属" for n in range(3)})
    (one,) = shortages(task, fillings(task))
    assert (one.type, one.missing, one.needed, one.qualified) == ("资产评估机构", 2, 9, 3)
    assert [clash.needs for clash in one.clashes] == [("N0001",), ("N0002",)]
