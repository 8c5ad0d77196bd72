"""Lists and forms for tests, made up."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from datong_desktop.documents.about import About
from datong_desktop.documents.listing import BLANK_DATE, Column, Group, Listing, Row
from tests.documents.recalculate import libreoffice

ABOUT = About("大同市2023年度样例清单", "大同市金融办", datetime.date(2023, 3, 5))
COLUMNS = (
    Column("序号", 4, "center"), Column("企业名称", 24), Column("统一社会信用代码", 18, "center"),
    Column("入库日期", 10, "center"), Column("总资产（万元）", 12, "right"), Column("困难和问题", 36),
)


def row(number: int, text: str = "正在办理土地确权") -> Row:
    money = Decimal(number * 100 + 5).scaleb(-2)
    return number, f"样例企业{number:04}有限公司", f"91140200MA0{number:07}", datetime.date(2023, 3, 15), money, text


def listing(count: int, *, text: str = "正在办理土地确权", **options: object) -> Listing:
    """``count`` rows, a third of them in a first group; the second row has ``text``."""
    rows = [row(number, text if number == 2 else "无") for number in range(1, count + 1)]
    cut = count // 3
    whole = {
        "title": "大同市样例企业清单", "columns": COLUMNS, "groups": (Group("上市后备层", rows[:cut]), Group("基础层", rows[cut:])),
        "subtitle": "（2023年3月批次）", "facts": ("填报单位：大同市金融办", "2023年度", "单位：万元"),
        "totals": (("合计", "", "", None, Decimal("1234567.80"), ""),), "notes": ("已出库企业不列。",),
        "signatures": ("填表人：", "审核人：", f"填报日期：{BLANK_DATE}"),
    }
    return Listing(**(whole | options))  # type: ignore[arg-type]


def as_pdf(content: bytes, suffix: str, folder: Path) -> bytes:
    """An office file as LibreOffice prints it; one it cannot read fails the test. Skips where it is not installed."""
    if shutil.which("lowriter" if suffix == "docx" else "localc") is None:
        pytest.skip("LibreOffice is not installed")
    (folder / f"office.{suffix}").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [libreoffice() or "soffice", profile, "--headless", "--norestore", "--convert-to", "pdf"]
    done = subprocess.run(
        [*command, "--outdir", str(folder), str(folder / f"office.{suffix}")], capture_output=True, text=True, timeout=240
    )
    made = folder / "office.pdf"
    assert made.exists(), done.stdout + done.stderr
    return made.read_bytes()
