"""Warnings over a whole file: those of the record, its industry and its applications."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from datong_desktop.domain.application import Application
from datong_desktop.domain.enterprise import Enterprise, FiscalYear, Shareholder
from datong_desktop.services.enterprise_notices import record_notices
from datong_desktop.services.enterprises import EnterpriseFile

TODAY = datetime.date(2023, 9, 1)


@pytest.mark.parametrize(("values", "found"), [
    ({"industry": "软件"}, [("industry", "industry")]), ({"industry": "C2614"}, []), ({"industry": ""}, []),
    ({"founded_on": datetime.date(2023, 3, 15)}, []), ({"founded_on": datetime.date(2023, 3, 16)}, [("after_application", "founded_on")]),
    ({"credit_code": "1"}, [("credit_code", "credit_code")]),
])  # fmt: skip
def test_what_the_form_shows(values: dict[str, Any], found: list[Any]) -> None:
    application = Application("x", 1, batch="2023-03", received_on=datetime.date(2023, 3, 15))
    file = EnterpriseFile(Enterprise("x", **values), {Application: (application,)})
    assert [(notice.code, notice.field) for notice in record_notices(file, TODAY)] == found


def test_years_and_shares_are_looked_at() -> None:
    hanging = {FiscalYear: (FiscalYear("x", 2022, revenue=10**9),), Shareholder: (Shareholder("x", 1, share=9_999),)}
    found = record_notices(EnterpriseFile(Enterprise("x"), hanging), TODAY)
    assert [(notice.code, notice.field, notice.year) for notice in found] == [("unit", "revenue", 2022), ("shares", "share", None)]
