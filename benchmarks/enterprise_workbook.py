"""A workbook of enterprises that do not exist, as a department would send it, for tests and for measuring the import.

The rows are those of ``tests.synthetic_enterprises`` (every name begins with 样例), under the headings of a usual
list, with the figures of one fiscal year; about every thirtieth cell of some columns is blank.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fields import Kind, fields_by_id
from tests import synthetic_enterprises

TITLE = "样例企业名单（虚构，只用于测试）"
FIELDS = (
    "name", "short_name", "credit_code", "district", "address", "founded_on", "registered_capital", "legal_form",
    "legal_representative", "employees", "industry", "catalogue_class", "target_board", "contact", "phone",
)  # fmt: skip
FIGURES = ("总资产（万元）", "2022年营业收入（万元）", "主营业务收入（万元）")


def headings() -> list[str]:
    described = fields_by_id(Enterprise)
    return [*(described[name].heading for name in FIELDS), *FIGURES]


def rows(count: int) -> Iterator[list[Any]]:
    """Cells below the headings: texts, numbers in 万元, dates; None for blank."""
    chance = random.Random(count + 7)
    kinds = {name: field.kind for name, field in fields_by_id(Enterprise).items()}
    for number, row in enumerate(synthetic_enterprises.rows(count), 1):
        row["name"] = row["name"].replace("有限公司", f"{number}号有限公司")  # no two alike
        cells = [_cell(kinds[name], row[name]) for name in FIELDS]
        for place in (4, 6, 8, 9, 13, 14):
            if chance.random() < 1 / 30:
                cells[place] = None
        revenue = chance.randrange(10_000, 5_000_000)
        figures = [chance.randrange(10_000, 9_000_000) / 100, revenue / 100, chance.randrange(revenue // 2, revenue) / 100]
        yield [*cells, *figures]


def _cell(kind: Kind, value: Any) -> Any:
    if kind is Kind.MONEY:
        return value / 100
    return datetime.date.fromisoformat(value) if kind is Kind.DATE and value else value


def write(target: Path, count: int) -> None:
    """Title in row 1, headings in row 2, ``count`` enterprises below."""
    with xlsxwriter.Workbook(target) as book:  # with shared texts, as Excel and WPS write them
        sheet = book.add_worksheet("企业名单")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_string(0, 0, TITLE)
        sheet.write_row(1, 0, headings())
        for number, cells in enumerate(rows(count), 2):
            for column, value in enumerate(cells):
                if isinstance(value, datetime.date):
                    sheet.write_datetime(number, column, datetime.datetime.combine(value, datetime.time()), day)
                elif value is not None:
                    sheet.write(number, column, value)
