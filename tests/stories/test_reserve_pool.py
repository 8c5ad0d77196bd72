"""An enterprise from its paper form to the market, as a clerk does it: typed, checked, applied, admitted, watched, listed."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from datong_desktop.domain.dates import add_years
from tests.registry import CODE
from tests.stories.desk import Desk

TODAY = datetime.date.today()
ADMITTED = add_years(TODAY, -2) + datetime.timedelta(days=20)
APPLIED, REVIEWED, HEARD = (ADMITTED - datetime.timedelta(days=days) for days in (3, 2, 1))
NAME = "大同恒岳机械制造有限公司"
MISTYPED = f"{CODE[:4]}O{CODE[5:]}"
TIER = "“新三板”后备层"

BASIC = (
    NAME, "恒岳机械", "", "2", "大同市云冈区样例路1号", "2010.3.1", "3000", "2", "3", "样例法人", "126",
)  # fmt: skip
BUSINESS = ("C3484", "1", "", "", "矿用机械零部件的制造和销售", "2")
TAXES = ("2", "")
YEARS = (("5200", "4100.5", "3690", "410", "350"), ("6100", "4800", "4400", "520.75", "440"), ("7000", "5600", "5200", "610", "520"))
EQUITY = ("0", "0", "0", "1", "0")
SHAREHOLDERS = (("样例股东甲", "1", "2000", "66.67"), ("样例股东乙", "3", "1000", "33.33"))
PLANS = ("3", f"{TODAY.year + 2}")
EXPERTS = (("样例专家甲", "1"), ("样例专家乙", "2"), ("样例专家丙", "3"))


class Clerk:
    """Someone at the form, and what the ledger holds meanwhile."""

    def __init__(self, desk: Desk, ledger: Path) -> None:
        self.desk, self.ledger = desk, ledger

    def key(self, *texts: str, end: str = "Return") -> None:
        """Texts into one field after the other."""
        for text in texts:
            self.desk.type(text) if text.isascii() else self.desk.put(text)
            self.desk.keys(end)

    def dialog(self, keys: tuple[str, ...], title: str, *texts: str) -> None:
        """Open a dialog of the menu 企业, fill it and save."""
        self.desk.menu("alt+q", *keys)
        self.desk.window(title)
        self.key(*texts[:-1])
        self.key(*texts[-1:], end="ctrl+Return")
        self.desk.gone(title)
        self.desk.window(self.ledger.stem)

    def look(self) -> dict[str, Any]:
        found: dict[str, Any] = self.desk.ask("tests.stories.look", self.ledger, TODAY.year)
        return found


def fill_the_form(clerk: Clerk) -> None:
    """The paper form, field by field, nothing but keys."""
    desk = clerk.desk
    desk.keys("ctrl+1", "Insert")
    clerk.key(*BASIC[:2])
    desk.type(MISTYPED)
    desk.keys("F7", "Return")
    clerk.key(*BASIC[3:])
    clerk.key(*BUSINESS[:4])
    clerk.key(BUSINESS[4], end="Tab")
    clerk.key(BUSINESS[5], *TAXES)
    for year in YEARS:
        clerk.key(*year)
    clerk.key(*EQUITY)
    for shareholder in SHAREHOLDERS:
        clerk.key(*shareholder)
    desk.keys("Return")  # a blank row leads on
    clerk.key("4", "样例控制人", "董事长", "66.67", "")
    desk.keys("Return")
    clerk.key(*PLANS)
    desk.keys("Return")
    clerk.key("样例联系人", "0352-0000000")


def test_an_enterprise_from_its_paper_form_to_the_market(desk: Desk, tmp_path: Path) -> None:
    clerk = Clerk(desk, tmp_path / "pool.datong")
    desk.make_ledger(clerk.ledger, TODAY.year)
    fill_the_form(clerk)
    for number, title in enumerate(("盈利模式", "产品服务"), 1):
        clerk.dialog(("r", str(number)), f"人工认定：{title}", "1", "样例认定人", "", "查阅了三年报表和合同")
    checked = desk.ask("datong_desktop", "enterprises", "check", clerk.ledger, "--on", TODAY, "--json")
    assert [(row["name"], row["result"]) for row in checked["rows"]] == [(NAME, "符合")]

    clerk.dialog(("s",), "申报：", f"{APPLIED:%Y%m%d}")
    for number in range(1, 7):
        clerk.dialog(("m", str(number)), f"材料 {number}：", f"{APPLIED:%Y%m%d}")
    clerk.dialog(("v", "Return"), "初审合格：", f"{REVIEWED:%Y%m%d}")
    for expert, field in EXPERTS:
        clerk.dialog(("p",), "复核意见：", expert, field, "样例单位", "1", "2")
    clerk.dialog(("v", "Return"), "复核合格：", f"{HEARD:%Y%m%d}")
    clerk.dialog(("v", "Return"), "入库：", f"{ADMITTED:%Y%m%d}")
    before = clerk.look()
    assert before["state"] == ["已入库", TIER, f"{add_years(ADMITTED, 2)}", []]
    desk.quit()

    desk.start()
    desk.window("pool")  # the last ledger opens by itself, on the tab that was left
    assert clerk.look() == before
    kept = before["enterprise"]
    assert [kept[name] for name in ("name", "credit_code", "district", "founded_on", "registered_capital", "industry")] == [
        NAME, CODE, "云冈区", "2010-03-01", 300000, "C3484",
    ]  # fmt: skip
    assert [year[1:] for year in before["hanging"]["FiscalYear"]] == [
        [520000, 410050, 369000, 41000, 35000], [610000, 480000, 440000, 52075, 44000], [700000, 560000, 520000, 61000, 52000],
    ]  # fmt: skip
    assert [(one[1], one[4]) for one in before["hanging"]["Shareholder"]] == [("样例股东甲", 6667), ("样例股东乙", 3333)]
    assert [kept[name] for name in ("target_board", "contact", "phone")] == ["新三板", "样例联系人", "0352-0000000"]

    desk.keys("ctrl+shift+t")
    desk.window("待办")

    def listed() -> bool:
        desk.keys("ctrl+a", "ctrl+c")
        return f"{add_years(ADMITTED, 2)}\t" in desk.clipboard() and "股改期限" in desk.clipboard()

    desk.wait(listed, "待办 does not list the deadline")
    desk.keys("Escape")
    desk.window("pool")

    clerk.dialog(("l",), "里程碑：", "5", f"{TODAY:%Y%m%d}", "", "北交所", "830001", "12000.5", "样例公告")
    desk.wait(lambda: clerk.look()["counts"] == [["云冈区", "listed", 1]], "the listing is not counted")
    desk.keys("ctrl+2", "ctrl+Home", "Down", "End")
    desk.type("2")
    desk.keys("Return")
    desk.wait(lambda: clerk.look()["differences"] == [["云冈区", "listed", 2, 1]], "库 1 is not beside the figure")
    desk.quit()
