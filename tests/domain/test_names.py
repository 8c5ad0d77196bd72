"""Official names found in every tolerated way of writing them, and never guessed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datong_desktop.domain.names import NameIndex, fold
from tests.strategies import datong, second

SCHEME = datong()


@pytest.mark.parametrize(("written", "name"), [
    ("平城区", "平城区"), (" 平 城 区 ", "平城区"), ("平城", "平城区"), ("平\n城区", "平城区"), ("平\u3000城\u200b区", "平城区"),
    ("天镇", "天镇县"),
    ("经开", "经开区"), ("（经开区）", "经开区"), ("平城区：", "平城区"),
    ("区", None), ("县", None), ("", None), ("  ", None), ("平城县", None), ("云岗区", None), ("城区", None), ("大同市", None),
    ("平城区平城区", None),
    ("合计", None), ("平", None), ("=平城区", None),
])
def test_districts(written: str, name: str | None) -> None:
    assert SCHEME.district_names.find(written) == name


@pytest.mark.parametrize(("written", "name"), [
    ("“晋兴板”挂牌企业数量", "“晋兴板”挂牌企业数量"), ('"晋兴板"挂牌企业数量', "“晋兴板”挂牌企业数量"),
    ("晋兴板挂牌企业\n数量", "“晋兴板”挂牌企业数量"),
    ("「新三板」挂牌企业数量", "“新三板”挂牌企业数量"), ("召开各类会议，培训情况", "召开各类会议、培训情况"),
    ("召开各类会议培训情况", "召开各类会议、培训情况"),
    ("晋兴板", None), ("工作机制", None), ("上市企业", None), ("挂牌企业数量", None), ("上市企业数量得分", None),
    ("新增上市企业数量", None),
])
def test_indicators(written: str, name: str | None) -> None:
    assert SCHEME.indicator_names.find(written) == name


def test_aliases_of_a_scheme() -> None:
    assert second().district_names.find("高新技术 产业开发区") == "高新区"
    assert second().district_names.find("高新") == "高新区"
    assert second().district_names.find("甲") is None


def test_a_short_form_of_two_names_means_neither() -> None:
    index = NameIndex(["长安区", "长安县", "碑林区"], {}, districts=True)
    assert index.find("长安") is None
    assert index.find("长安县") == "长安县"
    assert index.find("碑林") == "碑林区"


def test_an_exact_name_beats_a_short_form() -> None:
    index = NameIndex(["城关", "城关区"], {}, districts=True)
    assert index.find("城关") == "城关"
    assert index.find("城关区") == "城关区"


def test_composed_and_decomposed_letters_are_the_same() -> None:
    index = NameIndex(["Café区"], {}, districts=True)
    assert index.find(unicodedata.normalize("NFD", "Café区")) == "Café区"
    assert index.find("ＣＡＦÉ区 ") == "Café区"


@given(st.sampled_from(SCHEME.districts), st.text(" \u3000\n\t\u200b\u00a0\ufeff（）“”、", max_size=6), st.integers(0, 3))
def test_spaces_marks_and_invisible_characters_do_not_matter(name: str, noise: str, at: int) -> None:
    assert SCHEME.district_names.find(name[:at] + noise + name[at:]) == name


@given(st.text(max_size=20))
def test_folding_twice_is_folding_once_and_finding_never_fails(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert SCHEME.district_names.find(text) in (None, *SCHEME.districts)
    assert SCHEME.indicator_names.find(text) in (None, *(i.name for i in SCHEME.indicators))
