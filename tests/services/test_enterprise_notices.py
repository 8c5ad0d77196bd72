"""Warnings over a whole file: those of the record, its industry and its applications."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from datong_desktop.documents import fonts
from datong_desktop.documents.cleaning import clean
from datong_desktop.domain.application import Application, Step
from datong_desktop.domain.enterprise import Enterprise, FiscalYear, Officer, Shareholder
from datong_desktop.domain.scans import ScanLink
from datong_desktop.services.enterprise_notices import record_notices, unprintable, unprintable_texts
from datong_desktop.services.enterprises import EnterpriseFile

TODAY = datetime.date(2023, 9, 1)


@pytest.mark.parametrize(("values", "found"), [
    ({"industry": "软件"}, [("industry", "industry")]), ({"industry": "C2614"}, []), ({"industry": ""}, []),
    ({"founded_on": datetime.date(2023, 3, 15)}, []), ({"founded_on": datetime.date(2023, 3, 16)}, [("after_application", "founded_on")]),
    ({"credit_code": "1"}, [("credit_code", "credit_code")]),
    ({"name": "样例😀公司", "remark": "好👍好👍"}, [("unprintable", "name"), ("unprintable", "remark")]),
    ({"name": "样例𠮷公司\u200b", "main_business": "第一行\n第二行"}, []),
])  # fmt: skip
def test_what_the_form_shows(values: dict[str, Any], found: list[Any]) -> None:
    application = Application("x", 1, batch="2023-03", received_on=datetime.date(2023, 3, 15))
    file = EnterpriseFile(Enterprise("x", **values), {Application: (application,)})
    assert [(notice.code, notice.field) for notice in record_notices(file, TODAY)] == found


def test_years_and_shares_are_looked_at() -> None:
    hanging = {FiscalYear: (FiscalYear("x", 2022, revenue=10**9),), Shareholder: (Shareholder("x", 1, share=9_999),)}
    found = record_notices(EnterpriseFile(Enterprise("x"), hanging), TODAY)
    assert [(notice.code, notice.field, notice.year) for notice in found] == [("unit", "revenue", 2022), ("shares", "share", None)]


def test_a_character_no_font_has_is_named_once() -> None:
    file = EnterpriseFile(Enterprise("x", name="样例😀😀公司"), {})
    (notice,) = record_notices(file, TODAY)
    assert notice.text == "企业名称里的“😀”打印不出来，用到它的文件都出不了，请改用别的写法"
    assert unprintable("甲😀乙👍") == "😀👍"


def test_what_hangs_on_an_enterprise_is_looked_at_and_named() -> None:
    hanging = {
        Shareholder: (Shareholder("x", 1, name="张某"), Shareholder("x", 2, name="李😀")), Officer: (Officer("x", 1, title="董👍事"),),
        Step: (Step("x", 1, 2, opinion="同意😀", actor="王某"),), ScanLink: (ScanLink("x", "enterprise", "00", title="😀"),),
    }  # fmt: skip
    rest = "打印不出来，用到它的文件都出不了，请改用别的写法。"
    assert [one.text for one in unprintable_texts(EnterpriseFile(Enterprise("x"), hanging))] == [
        f"“股东 2”的股东名称里的“😀”{rest}", f"“董监高 1”的职务里的“👍”{rest}", f"“申报 1 第 2 步”的意见里的“😀”{rest}",
    ]  # fmt: skip


def test_every_common_character_is_printed_so_that_only_others_load_the_fonts() -> None:
    common = bytes(range(0x20, 0x7F)).decode() + "".join(
        char for code in range(0xA0, 0x10000) if (char := clean(chr(code))) and char.encode("gbk", "ignore")
    )
    assert len(common) > 21_000
    assert fonts.unprintable(common) == ""
