"""The rules file: the source's words to the letter, and a message that names file, key and reason for each damage."""

from __future__ import annotations

import datetime
import re

import pytest

from datong_desktop.domain.admission import check, load_rules
from tests.admission_facts import facts, rules, rules_text
from tests.storage import refusal
from tests.strategies import DATA


def bare(text: str) -> str:
    """Without the marks and line ends of the file the source came in."""
    return re.sub(r"[\s#*-]", "", text)


def test_texts_are_the_sources_to_the_letter() -> None:
    source = bare((DATA / "annex2-admission.txt").read_text("utf-8"))
    for clause in rules().clauses:
        assert bare(clause.text) in source
        assert clause.kind == "listed" or clause.title in source
    for size in rules().sizes:
        assert bare(size.text) in source
        assert str(size.total_assets // 100) in size.text
        assert str(size.revenue // 100) in size.text
    assert "".join(bare(size.text) for size in rules().sizes) in source


def test_the_limits() -> None:
    assert (rules().years, rules().share, rules().offence_years, rules().refused_ratings) == (3, 7000, 3, ("D",))
    assert [clause.name for clause in rules().listed] == ["新三板挂牌"]
    assert len(rules().clusters) == 14


@pytest.mark.parametrize(("written", "official"), [
    ("半导体", "半导体"), ("大数据", "大数据融合创新"), ("大数据融合创新产业集群", "大数据融合创新"), ("信创产业", "信息技术应用创新"),
    ("节能环保集群", "节能环保"), ("煤炭", None), ("无", None), ("", None), ("产业集群", None),
])  # fmt: skip
def test_clusters_by_the_names_people_use(written: str, official: str | None) -> None:
    assert rules().cluster(written) == official


def test_a_changed_file_changes_new_cases_only() -> None:
    old, young = rules(), facts(founded_on=datetime.date(2021, 1, 1))
    new = load_rules(rules_text().replace("\nyears = 3\n", "\nyears = 2\n"))
    on = datetime.date(2023, 3, 15)
    assert (check(young, old, on).result, check(young, new, on).result) == ("不符合", "符合")
    assert load_rules(rules_text(), "admission-2022.toml") is old


def test_a_standard_of_another_office_is_a_file_alone() -> None:
    text = """
        format = 1
        id = "other"
        title = "另一套标准"
        source = "另一份文件"
        [[clauses]]
        kind = "main_share"
        name = "主业"
        title = "主业"
        clause = "第一条"
        text = "主业收入不低于 66.67%。"
        share = "66.67%"
    """
    other = load_rules(text)
    admission = check(facts(revenue=10_000, main_revenue=6_667), other, datetime.date(2023, 3, 15))
    assert admission.results == {"主业": "符合"}
    assert check(facts(revenue=10_000, main_revenue=6_666, neeq_listed=1), other, datetime.date(2023, 3, 15)).result == "不符合"


@pytest.mark.parametrize(("old", "new", "key", "reason"), [
    ("format = 1", "format = 2", "format", "第 1 版"),
    ("format = 1", "format = [", "全文", "TOML"),
    ('id = "admission-2022"', 'id = "A b"', "id", "小写英文字母"),
    ('kind = "listed"', 'kind = "unlisted"', "clauses 第 1 项.kind", "不认识"),
    ('kind = "equity"', 'kind = "size"', "clauses 第 8 项.kind", "出现了两次"),
    ('name = "产品服务"', 'name = "盈利模式"', "clauses 第 7 项.name", "出现了两次"),
    ('title = "产品服务"', 'title = " "', "clauses 第 7 项.title", "不是文字"),
    ("\nyears = 3", "\nyears = 0", "clauses 第 2 项.years", "1 到 10"),
    ("\nyears = 3", "", "clauses 第 2 项.years", "1 到 10"),
    ('share = "70%"', "share = 70", "clauses 第 4 项.share", "70%"),
    ('share = "70%"', 'share = "100.01%"', "clauses 第 4 项.share", "不超过 100%"),
    ('share = "70%"', 'share = "0%"', "clauses 第 4 项.share", "大于 0"),
    ('permitted = ["允许类"]', "permitted = []", "clauses 第 3 项.encouraged", "各写一次"),
    ('permitted = ["允许类"]', 'permitted = "允许类"', "clauses 第 3 项.permitted", "文字列表"),
    ('refused_ratings = ["D"]', 'refused_ratings = ["E"]', "clauses 第 9 项.refused_ratings", "不是纳税信用等级"),
    ("offence_years = 3", "offence_years = true", "clauses 第 9 项.offence_years", "整数"),
    ('codes = ["I"]', 'codes = ["i"]', "sizes 第 2 项.codes", "不是行业代码"),
    ('codes = ["I"]', 'codes = ["C"]', "sizes 第 2 项.codes", "已经归入“工业”"),
    ('codes = ["K701"]', "codes = []", "sizes", "有且只有一类"),
    ("codes = []\ntotal", 'codes = ["L"]\ntotal', "sizes", "有且只有一类"),
    ("total_assets = 300", "total_assets = -1", "sizes 第 2 项.total_assets", "整数"),
    ("revenue = 500\n", 'revenue = "500"\n', "sizes 第 2 项.revenue", "整数"),
    ('aliases = ["信创"]', 'aliases = ["半导体"]', "clusters 第 2 项.name", "分不开"),
    ('name = "光电"\naliases = []', 'name = "光电"', "clusters 第 4 项.aliases", "文字列表"),
])  # fmt: skip
def test_each_damage_names_file_key_and_reason(old: str, new: str, key: str, reason: str) -> None:
    text = rules_text()
    assert old in text
    code, said = refusal(load_rules, text.replace(old, new, 1), "标准.toml")
    assert code == "bad_rules"
    assert said.startswith(f"入库标准文件 标准.toml 的“{key}”有误：")
    assert reason in said


def test_a_file_without_conditions_is_refused() -> None:
    text = rules_text()
    only = text[: text.index('[[clauses]]\nkind = "fiscal_years"')]
    assert refusal(load_rules, only)[1].startswith("入库标准文件 （账套内） 的“clauses”有误")
