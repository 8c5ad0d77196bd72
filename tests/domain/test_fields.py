"""Texts that are, or are not, values of described fields."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fields import BadText, Field, Kind, fields_by_id, loaded, parse, stored
from datong_desktop.domain.service_team import Member

COMPANY = fields_by_id(Enterprise)
CHOOSING = [field for field in COMPANY.values() if field.choices and field.kind is Kind.CHOICE]


@pytest.mark.parametrize(("name", "written", "value"), [
    ("legal_form", "有限公司", "有限责任公司"),
    ("legal_form", "其他有限责任公司", "有限责任公司"),
    ("legal_form", "有限责任公司（自然人投资或控股）", "有限责任公司"),
    ("legal_form", "有限责任公司(国有独资)", "国有独资公司"),
    ("legal_form", "其他股份有限公司(非上市)", "股份有限公司"),
    ("legal_form", "股份有限公司（非上市、自然人投资或控股）", "股份有限公司"),
    ("legal_form", "股份公司", "股份有限公司"),
    ("legal_form", "国有独资", "国有独资公司"),
    ("legal_form", "其他", "其他"),
    ("tax_rating", "A级", "A"),
    ("tax_rating", "ｂ", "B"),
    ("ownership", "国有企业", "国有"),
    ("catalogue_class", "鼓励", "鼓励类"),
    ("target_board", "新三板挂牌", "新三板"),
])  # fmt: skip
def test_a_choice_its_beginning_and_its_synonyms_are_taken(name: str, written: str, value: str) -> None:
    assert parse(COMPANY[name], written) == value


@pytest.mark.parametrize(("name", "written", "value"), [
    ("name", "样例大同\r\n 银河公司\n", "样例大同银河公司"), ("name", "A\nB", "A B"),
    ("name", "样例\u2028甲", "样例甲"), ("name", "甲 乙", "甲 乙"),
    ("name", "甲\nB", "甲 B"), ("remark", "一行\n二行", "一行\n二行"), ("legal_form", "有限\n责任公司", "有限责任公司"),
])  # fmt: skip
def test_a_line_break_in_a_name_vanishes_between_chinese_characters(name: str, written: str, value: str) -> None:
    assert parse(COMPANY[name], written) == value


@pytest.mark.parametrize(("written", "said"), [
    ("2023-02-29", "2023 年 2 月只有 28 天"), ("20230431", "2023 年 4 月只有 30 天"), ("2023年13月1日", "没有 13 月"), ("二月", "不是日期"),
])  # fmt: skip
def test_a_day_that_is_not_in_the_calendar_says_so(written: str, said: str) -> None:
    found = parse(COMPANY["founded_on"], written)
    assert isinstance(found, BadText)
    assert said in found.text


@pytest.mark.parametrize(("name", "written"), [
    ("legal_form", "其他有限公司改制企业"), ("legal_form", "其他企业"), ("tax_rating", "AA"), ("tax_rating", "Dummy"),
    ("catalogue_class", "允许类以外"), ("catalogue_class", "非鼓励类"), ("target_board", "新三板以外"),
])  # fmt: skip
def test_what_only_resembles_a_choice_is_refused(name: str, written: str) -> None:
    found = parse(COMPANY[name], written)
    assert isinstance(found, BadText)
    assert "、".join(COMPANY[name].choices) in found.text


def test_of_several_fitting_choices_the_refusal_names_those() -> None:
    found = parse(COMPANY["target_board"], "境")
    assert found == BadText("not_a_choice", "可以是 境内上市、境外上市，请多打一个字")


def _near(field: Field) -> st.SearchStrategy[str]:
    """Texts made around the choices and synonyms of a field, and any others."""
    word = st.sampled_from([*field.choices, *field.synonyms])
    some = st.text("其他类级公司有限股份以外AD ", max_size=4)
    return st.one_of(
        st.text(max_size=8),
        st.builds(lambda a, b, c: a + b + c, some, word, some),
        st.builds(lambda w, n: w[n:], word, st.integers(0, 5)),
    )


@given(st.sampled_from(CHOOSING).flatmap(lambda field: st.tuples(st.just(field), _near(field))))
def test_nothing_but_a_choice_a_beginning_or_a_synonym_is_ever_taken(case: tuple[Field, str]) -> None:
    field, written = case
    found = parse(field, written)
    if isinstance(found, BadText) or not found:
        return
    assert found in field.choices
    plain = " ".join(_plain(written).split())
    synonyms = {word for word, choice in field.synonyms.items() if choice == found}
    beginnings = [choice for choice in field.choices if _plain(choice).startswith(plain)]
    assert plain in map(_plain, (found, *synonyms)) or beginnings == [found]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def test_a_figure_too_fine_is_not_invited_over_a_limit() -> None:
    found = parse(COMPANY["registered_capital"], "499.995")
    assert found == BadText("too_fine", "小数多于两位，以万元为单位最多两位小数，请按报表填写")


def test_a_reference_is_kept_as_it_is() -> None:
    field = fields_by_id(Member)["expert"]
    assert (field.kind, field.blank) == (Kind.REFERENCE, None)
    assert parse(field, "0a1b") == loaded(field, "0a1b") == stored("0a1b") == "0a1b"
    assert parse(field, "") is None
