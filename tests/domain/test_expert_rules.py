"""The rules of annex 5 as data: the source's words to the letter, every name of a type, and what is wrong with a bad file."""

from __future__ import annotations

import re

import pytest

from datong_desktop.domain.expert_rules import load_expert_rules
from datong_desktop.domain.team_weights import WORDS, Weights
from tests.storage import refusal
from tests.strategies import DATA
from tests.synthetic_experts import rules, rules_text


def bare(text: str) -> str:
    return re.sub(r"[\s#*-]", "", text)


def test_texts_are_the_sources_to_the_letter() -> None:
    source = bare((DATA / "annex5-experts.txt").read_text("utf-8"))
    for clause in rules().clauses:
        assert bare(clause.text) in source
    assert bare(rules().team_text) in source
    eight = bare(source.split("中介机构（")[1].split("）")[0]).split("、")
    assert sorted(eight) == sorted(one.name for one in rules().types)


def test_seven_types_are_needed_and_securities_lead() -> None:
    needed = {one.name for one in rules().types if one.needed}
    assert {one.name for one in rules().types} - needed == {"资信评级机构"}
    assert len(needed) == 7
    assert rules().leader == "证券机构"
    assert (rules().penalty_years, rules().projects) == (3, 1)
    for word in re.split("、", rules().team_text.removeprefix("服务队包括").split("等机构专家")[0]):  # 券商、基金、银行 …
        assert rules().find_type(word) in needed


@pytest.mark.parametrize(("written", "official"), [
    ("证券机构", "证券机构"), ("证券公司", "证券机构"), ("券商", "证券机构"), ("私募股权(基金)", "私募股权投资机构"),
    ("基金", "私募股权投资机构"),
    ("担保再担保", "担保再担保机构"), ("会所", "会计师事务所"), ("律所", "律师事务所"),
    ("资产评估", "资产评估机构"), (" 资信 评级 机构 ", "资信评级机构"),
    ("保险公司", None), ("", None),
])  # fmt: skip
def test_types_by_the_names_people_use(written: str, official: str | None) -> None:
    assert rules().find_type(written) == official


def test_rules_that_an_older_ledger_kept_are_read_as_before() -> None:
    older = rules_text().replace('name = "律师事务所"', 'name = "律师事务所"\naliases = ["律师", "律所"]')
    assert load_expert_rules(older) == rules()


def test_every_weight_has_its_words_and_a_value() -> None:
    assert set(WORDS) == set(Weights.__dataclass_fields__)
    assert all(getattr(rules().weights, name) > 0 for name in WORDS)
    with pytest.raises(ValueError, match="load"):
        Weights(**dict.fromkeys(WORDS, 1) | {"load": -1})


@pytest.mark.parametrize(("change", "key", "reason"), [
    (("format = 1", "format = 2"), "format", "应为 1"),
    (('kind = "credit"', 'kind = "willing"'), "clauses 第 4 项.kind", "各写一次"),
    (('[[clauses]]\nkind = "credit"', '[[others]]\nkind = "credit"'), "clauses", "各写一次"),
    (("years = 3", "years = 0"), "clauses 第 3 项.years", "1 到 10"),
    (("projects = 1", 'projects = "1"'), "clauses 第 2 项.projects", "1 到 100"),
    (('leader = "证券机构"', 'leader = "资信评级机构"'), "team.leader", "不是 types 里"),
    (('name = "律师事务所"', 'name = "律所"'), "types 第 6 项.name", "各写一次"),
    (('name = "律师事务所"', 'name = "银行机构"'), "types 第 6 项.name", "各写一次"),
    (("needed = false", 'needed = "no"'), "types 第 8 项.needed", "true 或 false"),
    (("load = 5", "load = -5"), "weights.load", "0 到 1000"),
    (("load = 5", "weight = 5"), "weights.weight", "不认识"),
    (("load = 5", "load ="), "第 ", "不是有效的 TOML"),
])  # fmt: skip
def test_a_bad_file_is_named_by_key_and_reason(change: tuple[str, str], key: str, reason: str) -> None:
    assert rules_text().count(change[0]) >= 1
    code, text = refusal(load_expert_rules, rules_text().replace(*change), "experts.toml")
    assert code == "bad_rules"
    assert "experts.toml" in text
    assert key in text
    assert reason in text
