"""What is left of a company's name, and whether slips of it are found. Names are made up."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datong_desktop.domain.company_names import SimilarNames, core, likeness

MARKS = "银河 晋源 云峰 恒岳 古城 塞上 桑干 御东 平型 白登 采凉 火山 雁门 华严 九龙 方山 善化 文瀛 智家 凯德".split()
TRADES = "科技 商贸 农业发展 建筑工程 能源 新材料 物流 文化传媒 机械制造 食品".split()
NAMES = [f"大同市{a}{b}{t}有限公司" for a in MARKS for b in MARKS if a != b for t in TRADES]


@pytest.mark.parametrize(("name", "left"), [
    ("大同市银河科技有限公司", "银河科技"),
    ("山西省大同市平城区银河科技股份有限公司", "银河科技"),
    ("银河科技（大同）有限责任公司", "银河科技"),
    ("大同银河(集团)有限公司", "银河"),
    ("阳高县银河农业专业合作社", "银河农业"),
    ("样例县银河科技有限公司", "银河科技"),
    ("样例企业001有限公司", "样例企业001"),
    ("大同有限公司", "大同"),
    ("大同市", "大同市"),
    ("有限公司", "有限公司"),
    ("物美超市有限公司", "物美超市"),
    ("ＡＢＣ科技", "abc科技"),
    ("", ""),
    ("（）", ""),
    ("银河科技控股集团股份有限公司大同分公司", "银河科技控股集团股份有限公司大同"),
    ("（山西）", "山西"),
])  # fmt: skip
def test_the_core(name: str, left: str) -> None:
    assert core(name) == left


@given(st.text(max_size=40))
def test_a_core_is_never_empty_where_there_are_letters_and_is_its_own_core_of_likeness(name: str) -> None:
    assert bool(core(name)) == any(core(c) for c in name) or not any(core(c) for c in name)
    assert likeness(core(name), core(name)) == 1.0


@given(st.text("银河科技晋源云商贸", max_size=10), st.text("银河科技晋源云商贸", max_size=10))
def test_likeness_is_the_same_from_both_sides(one: str, other: str) -> None:
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert 0 <= likeness(one, other) <= 1


@pytest.mark.parametrize(("one", "other", "alike"), [
    ("大同市银河科技有限公司", "大同银河科技有限责任公司", True), ("大同市银河科技有限公司", "大同市银何科技有限公司", True),
    ("大同市银河科技有限公司", "大同市河银科技有限公司", True), ("样例县云峰商贸有限公司", "样例云峰商贸有限公司", True),
    ("大同市银河科技有限公司", "大同市银河科技发展有限公司", True), ("大同市银河科技有限公司", "大同市晋源科技有限公司", False),
    ("大同市银河新能源科技有限公司", "大同市恒岳新能源科技有限公司", False), ("大同市银河商贸有限公司", "大同市古城食品有限公司", False),
])  # fmt: skip
def test_slips_are_alike_and_neighbours_of_the_trade_are_not(one: str, other: str, alike: bool) -> None:
    found = SimilarNames([("1", one)]).nearest(other)
    assert bool(found) == alike


def test_a_slip_is_found_among_thousands() -> None:
    index = SimilarNames((name, name) for name in NAMES)
    chance = random.Random(7)
    for name in chance.sample(NAMES, 200):
        place = chance.randrange(3, 7)
        slipped = f"{name[:place]}{chance.choice('汇诚正天和')}{name[place + 1 :]}".replace("大同市", chance.choice(["大同", "山西", ""]))
        assert name in [key for key, _ in index.nearest(slipped, 12)], (name, slipped)
        assert index.nearest(name, 1)[0] == (name, 1.0)


def test_an_index_is_kept_up_to_date() -> None:
    index = SimilarNames([("a", "大同市银河科技有限公司"), ("b", "大同市云峰商贸有限公司")])
    index.put("a", "大同市晋源食品有限公司")
    assert index.nearest("银河科技") == []
    assert index.nearest("晋源食品") == [("a", 1.0)]
    index.drop("a")
    index.drop("a")
    assert index.nearest("晋源食品") == []
    assert index.nearest("") == []
    assert index.nearest("龘") == []
    assert index.nearest("银" * 5000) == []
