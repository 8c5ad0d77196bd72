"""What a typed text becomes: choices by what one can tell apart."""

from __future__ import annotations

import pytest

from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fields import BadText, fields_by_id, parse

LEGAL_FORM = fields_by_id(Enterprise)["legal_form"]


@pytest.mark.parametrize(("text", "value"), [("有限", "有限责任公司"), ("有限责任公司（自然人独资）", "有限责任公司"), ("", "")])
def test_a_choice_is_understood_by_its_beginning(text: str, value: str) -> None:
    assert parse(LEGAL_FORM, text) == value


def test_of_choices_that_begin_alike_only_those_that_fit_are_named() -> None:
    field = fields_by_id(Enterprise)["target_board"]
    assert parse(field, "境") == BadText("not_a_choice", "可以是 境内上市、境外上市，请多打一个字")
    refused = parse(field, "科创板")
    assert isinstance(refused, BadText)
    assert refused.text == "不在可选项里，请填 境内上市、境外上市、新三板、晋兴板 中的一项"
