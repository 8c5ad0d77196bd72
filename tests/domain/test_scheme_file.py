"""A scheme file is data: every kind of damage is named with file, key and reason."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datong_desktop import paths
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.scheme_file import parse_scheme
from tests.strategies import DATA, datong, second

TEXT = (paths.resources() / "schemes" / "datong-2022.toml").read_text("utf-8")
SECOND = (DATA / "second-scheme.toml").read_text("utf-8")


def complaint(text: str) -> str:
    with pytest.raises(Refused) as refused:
        parse_scheme(text, "方案.toml")
    (found,) = refused.value.problems
    assert found.code == "bad_scheme"
    assert found.text.startswith("考核方案文件 方案.toml 的“")
    return found.text


def test_the_built_in_scheme_is_the_source_to_the_letter() -> None:
    scheme = datong()
    assert scheme.id == "datong-2022"
    assert scheme.districts == tuple("平城区 云冈区 新荣区 云州区 阳高县 天镇县 浑源县 灵丘县 广灵县 左云县 经开区".split())
    assert [i.id for i in scheme.indicators] == [
        "mechanism", "policy", "meetings", "visits", "provincial_pool", "jinxing", "neeq", "listed",
    ]
    assert [i.weight_text for i in scheme.indicators] == ["5%", "5%", "5%", "5%", "10%", "15%", "25%", "30%"]
    assert [(b.first, b.last, b.points) for b in scheme.bands] == [(1, 3, 3), (4, 8, 2), (9, 11, 1)]
    assert (scheme.tie_rule.kind, scheme.zero_rule.kind, scheme.disqualified_years) == ("best", "no_points", 2)
    assert (scheme.final_places, scheme.max_points) == (2, 3)
    assert scheme.format_final(Decimal("1.65")) == "1.65"
    assert scheme.format_final(Decimal(0)) == "0.00"


def test_the_second_scheme_is_a_file_alone() -> None:
    scheme = second()
    assert (len(scheme.districts), len(scheme.indicators), scheme.final_places) == (13, 6, 3)
    assert [i.weight_text for i in scheme.indicators] == ["7.5%", "7.5%", "12.5%", "17.5%", "22.5%", "32.5%"]
    assert scheme.indicator("plans").short_name == "工作方案数量"
    assert (scheme.tie_rule.kind, scheme.zero_rule.kind) == ("worst", "ranked")


@pytest.mark.parametrize(
    ("wrong", "right", "where", "why"),
    [
        ('id = "datong-2022', 'id = "datong-2022"', "第 3 行第 ", "少了引号"),
        ("id 大同", 'id = "datong-2022"', "第 3 行第 ", "等号"),
        ('id = "datong-2022"\nid = "x"', 'id = "datong-2022"', "第 4 行第 ", "已经写过"),
    ],
)
def test_bad_toml_is_told_in_chinese_with_its_line(wrong: str, right: str, where: str, why: str) -> None:
    told = complaint(TEXT.replace(right, wrong, 1))
    assert where in told
    assert why in told
    assert not re.search("[a-z]{3}", told.replace("方案.toml", ""))


def test_toml_cut_short_is_told_at_its_end() -> None:
    assert "“结尾”" in complaint(TEXT + '\nx = """')


DAMAGE = [
    ("format = 1", "format = 2", "format", "第 1 版"), ("format = 1", "", "format", "第 1 版"),
    ('id = "datong-2022"', 'id = "大同"', "id", "小写英文"), ('id = "datong-2022"', "", "id", "缺少"),
    ('title = "大同市企业上市挂牌工作考核评价办法"', "title = 5", "title", "不是文字"),
    ('city = "大同市"', 'city = "  "', "city", "缺少"),
    ('name = "云冈区"', 'name = "平城区"', "participants 第 2 项.name", "出现了两次"),
    ('name = "云冈区"', 'name = ""', "participants 第 2 项.name", "缺少"),
    ('name = "云冈区"', 'name = "云冈区"\naliases = "云冈"', "participants 第 2 项.aliases", "文字列表"),
    ('id = "policy"', 'id = "mechanism"', "indicators 第 2 项.id", "出现了两次"),
    ('id = "policy"', 'id = "Policy"', "indicators 第 2 项.id", "小写"),
    ('name = "出台专项政策情况"', 'name = "建立工作机制情况"', "indicators 第 2 项.name", "出现了两次"),
    ('weight = "30%"', 'weight = "31%"', "indicators.weight", "合计为 101%"),
    ('weight = "30%"', "weight = 30", "indicators 第 8 项.weight", "5%"),
    ('weight = "30%"', 'weight = "0%"', "indicators 第 8 项.weight", "大于 0"),
    ('weight = "30%"', 'weight = "三成"', "indicators 第 8 项.weight", "5%"),
    ('weight = "30%"', 'weight = "-30%"', "indicators 第 8 项.weight", "5%"), ('weight = "30%"', "", "indicators 第 8 项.weight", "5%"),
    ('meaning = "指在境内外', 'meanings = "指在境内外', "indicators 第 8 项.meaning", "缺少"),
    ("first = 4", "first = 5", "bands 第 2 项.first", "应为 4"), ("last = 8", "last = 2", "bands 第 2 项.last", "整数"),
    ("last = 11", "last = 10", "bands", "只到第 10 名"), ("points = 3", "points = true", "bands 第 1 项.points", "整数"),
    ("points = 3", "points = -1", "bands 第 1 项.points", "整数"),
    ('kind = "best"', 'kind = "middle"', "rules.tie.kind", "best、worst"), ("[rules.zero]", "[rules.nil]", "rules.zero", "缺少这一节"),
    ("years = 2", "years = 0", "rules.disqualification.years", "1 到 10"),
    ('corner = ["指标"]', "corner = []", "tables.annex_table_1.corner", "1 段"),
    ('corner = ["地市", "权重", "指标"]', 'corner = ["地市"]', "tables.annex_table_2.corner", "3 段"),
    ('points_suffix = "得分"', "", "tables.annex_table_2.points_suffix", "缺少"),
    ("[tables.annex_table_2]", "[table_2]", "tables.annex_table_2", "缺少"),
    ("[[participants]]", "participants = 5\n[[others]]", "participants", "列表"),
]


@pytest.mark.parametrize(("old", "new", "key", "reason"), DAMAGE, ids=[f"{k}-{n[:20]}" for _, n, k, _ in DAMAGE])
def test_each_damage_names_file_key_and_reason(old: str, new: str, key: str, reason: str) -> None:
    assert old in TEXT
    if old == "[[participants]]":
        damaged = "participants = 5\n" + TEXT.replace("[[participants]]", "[[others]]")
    else:
        damaged = TEXT.replace(old, new, 1)
    text = complaint(damaged)
    assert f"的“{key}" in text
    assert reason in text


@pytest.mark.parametrize("text", ["[", "a = 1\na = 2", 'x = "\\q"', "\x00", "{}", "<xml/>"])
def test_what_is_no_toml_is_said_to_be_none(text: str) -> None:
    assert "不是有效的 TOML" in complaint(text)


@given(st.text(max_size=80))
def test_any_text_is_a_scheme_or_a_complaint(text: str) -> None:
    complaint(text)


@pytest.mark.parametrize("source", [TEXT, SECOND], ids=["datong", "second"])
def test_a_file_without_any_one_line_is_a_scheme_or_a_complaint(source: str) -> None:
    lines = source.splitlines()
    for number in range(len(lines)):
        try:
            scheme = parse_scheme("\n".join(lines[:number] + lines[number + 1 :]), "方案.toml")
        except Refused as refusal:
            assert re.match("考核方案文件 方案.toml 的“.+”有误：.+。请改正后再用。", refusal.problems[0].text)  # noqa: PT017
        else:
            assert isinstance(scheme, Scheme)


@pytest.mark.parametrize(("first", "second_name"), [("甲乙区", "甲 乙区"), ("“晋”区", "晋区"), ("东区A", "东区ａ")])
def test_two_names_that_no_file_could_tell_apart_are_refused(first: str, second_name: str) -> None:
    text = TEXT.replace('name = "平城区"', f'name = "{first}"').replace('name = "云冈区"', f'name = "{second_name}"')
    assert "participants 第 2 项.name" in complaint(text)


def test_an_alias_that_is_another_district_is_refused() -> None:
    assert "participants 第 2 项.aliases" in complaint(TEXT.replace('name = "云冈区"', 'name = "云冈区"\naliases = ["平城区"]'))


def test_two_indicators_that_no_heading_could_tell_apart_are_refused() -> None:
    text = TEXT.replace('name = "“新三板”挂牌企业数量"', 'name = "晋兴板挂牌企业数量"')
    assert "indicators 第 7 项.name" in complaint(text)


@pytest.mark.parametrize("name", ["（）", "甲\\n区", "甲\\u202e区"])
def test_a_name_nobody_could_read_is_refused(name: str) -> None:
    assert "participants 第 2 项.name" in complaint(TEXT.replace('name = "云冈区"', f'name = "{name}"'))


def test_a_short_name_is_a_text() -> None:
    assert "indicators 第 1 项.short_name" in complaint(TEXT.replace('short_name = "工作机制"', "short_name = 5"))
