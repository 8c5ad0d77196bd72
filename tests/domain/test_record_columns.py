"""What headings of lists mean."""

from __future__ import annotations

import pytest

from datong_desktop.domain.enterprise import Enterprise, FiscalYear
from datong_desktop.domain.fields import fields_of
from datong_desktop.domain.record_columns import ENTERPRISES, NOT_LISTED


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("企业名称（必填）", "name"), ("＊企业\n名称", "name"), ("1、统一社会信用代码", "credit_code"), ("所属行业", "industry"),
        ("注册资本（万元）", "registered_capital"), ("2022年营业收入", "revenue.2022"), ("营业收入（2021年，万元）", "revenue.2021"),
        ("2020年度 主营业务收入（万元）", "main_revenue.2020"), ("盈利模式", "result.盈利模式"), ("产品服务认定结果", "result.产品服务"),
        ("总资产", "total_assets"), ("上年末资产总额", "total_assets"), ("2022年职工人数", None), ("序号", None), ("", None),
        ("企业库样例名单", None), ("2022年度", None),
    ],
)  # fmt: skip
def test_headings(heading: str, expected: str | None) -> None:
    found = ENTERPRISES.read_heading(heading)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("总资产（元）", "元"), ("营业收入（千元）", "千元"), ("营业收入（人民币万元）", ""), ("注册资本(百万元)", "百万元"), ("总资产", "")],
)
def test_a_unit_other_than_the_fields_is_told(heading: str, unit: str) -> None:
    found = ENTERPRISES.read_heading(heading)
    assert found is not None
    assert found.wrong_unit == unit


def test_the_year_may_stand_above() -> None:
    found = ENTERPRISES.read_heading("营业收入", above="2021年")
    assert found is not None
    assert found.id == "revenue.2021"


def test_every_field_is_found_by_label_heading_and_alias() -> None:
    for record in (Enterprise, FiscalYear):
        for field in fields_of(record):
            for name in (field.label, field.heading, *field.aliases):
                found = ENTERPRISES.read_heading(name)
                assert (found is None) == (field.id in NOT_LISTED), name
                assert found is None or found.field == field


def test_every_target_is_found_by_its_id_and_its_own_heading() -> None:
    for identifier, target in ENTERPRISES.targets(2022).items():
        assert ENTERPRISES.with_id(identifier) == target
        assert ENTERPRISES.read_heading(target.heading) == target
    for unknown in ("", "initials", "revenue.99", "revenue.", "result.别的", "name.2022x"):
        assert ENTERPRISES.with_id(unknown) is None, unknown
