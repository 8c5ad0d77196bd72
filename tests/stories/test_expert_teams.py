"""The expert teams of a year as the office does it: pool, needs, proposal, a member replaced, a visit, the report; keys alone."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from tests.documents.pdf_text import letters
from tests.stories.desk import Desk
from tests.stories.look_teams import look

TODAY = datetime.date.today()
DUE = TODAY + datetime.timedelta(days=3)
NEEDS = (("平城区", "法律、税务", "紧急", "3"), ("云冈区", "新三板", "一般", "1"), ("灵丘县", "股改、财务规范", "较急", "2"))
TEAM, PINNED, REASON = "平城区专家服务队", "专家022", "工作调动"
SEVEN = 7
PROBLEM, ADVICE, NEXT = "欠缴税款", "与税务部门协商", "补缴方案"


class Office:
    """Someone at the tab 专家服务队, and what the ledger holds meanwhile."""

    def __init__(self, desk: Desk, ledger: Path) -> None:
        self.desk, self.ledger = desk, ledger

    def key(self, *texts: str, end: str = "Return") -> None:
        """Texts into one field after the other."""
        for text in texts:
            self.desk.type(text) if text.isascii() else self.desk.put(text)
            self.desk.keys(end)

    def back(self, title: str) -> None:
        """Wait until a dialog is gone and the window has the keys again."""
        self.desk.gone(title)
        self.desk.window(self.ledger.stem)

    def save_as(self, title: str, file: Path) -> None:
        """Answer a question for a file."""
        self.desk.window(title)
        self.desk.keys("ctrl+a")
        self.desk.type(str(file))
        self.desk.keys("Return")

    def look(self) -> dict[str, Any]:
        return look(self.ledger)


def fund_expert(found: dict[str, Any]) -> str:
    """Who comes from a fund in the team of 平城区."""
    return next(name for name, kind in found["teams"][TEAM][1] if kind == "私募股权投资机构")


def take_in_the_pool(office: Office, workbook: Path) -> None:
    desk = office.desk
    desk.keys("ctrl+4", "alt+i")
    office.save_as("导入专家", workbook)
    desk.window(workbook.name)
    desk.keys("alt+i")
    office.back(workbook.name)
    desk.wait(lambda: office.look()["experts"] == 42, "the pool was not imported")
    desk.keys("ctrl+a")
    desk.menu("alt+z", "c")
    desk.window("审查 42 名专家的资格")
    desk.keys("alt+c")
    office.key("Li", end="ctrl+Return")
    office.back("审查 42 名专家的资格")
    checks = [[["入库", "不符合"], 1], [["入库", "符合"], 41]]
    desk.wait(lambda: office.look()["checks"] == checks, "the qualification was not checked")


def register_needs(office: Office) -> None:
    office.desk.keys("alt+2")
    for place, fields, _, urgency in NEEDS:
        office.desk.keys("Insert")
        office.desk.window("登记服务需求")
        office.key(place, fields)
        office.key(urgency, end="ctrl+Return")
        office.back("登记服务需求")


def accept_a_proposal(office: Office) -> None:
    desk = office.desk
    desk.keys("alt+3", "ctrl+shift+g")
    desk.window("智能组队")
    desk.keys("alt+e")
    desk.type(PINNED.removeprefix("专家"))
    desk.keys("Down", "alt+p", "alt+s")

    def shown() -> bool:
        desk.keys("ctrl+c")
        return PINNED in desk.clipboard()

    desk.wait(shown, "no proposal with the pinned expert")
    desk.keys("alt+a")
    office.back("智能组队")


def replace_who_leaves(office: Office) -> None:
    desk = office.desk
    desk.keys("alt+3", "ctrl+Home", "Right", "Right", "Delete")
    desk.window("离开")
    office.key(REASON, end="Tab")
    desk.keys("ctrl+Return")
    office.back("离开")
    desk.wait(lambda: office.look()["broken"] == [["平城区", "type_missing"]], "leaving opened no hole")
    desk.keys("Return", "Down", "Return")  # the second who could: the first is the one who left
    desk.wait(lambda: not office.look()["broken"], "the hole was not filled")


def log_a_visit(office: Office) -> None:
    office.desk.keys("alt+4")
    office.key(TEAM, f"{TODAY:%Y%m%d}", "", "", "1", "3", PROBLEM, ADVICE, "", "", NEXT)
    office.key(f"{DUE:%Y%m%d}", end="ctrl+Return")


def print_the_report(office: Office, folder: Path) -> str:
    """The letters of the 问题定期报告 of the year."""
    folder.mkdir()
    office.desk.keys("ctrl+e")
    office.save_as("导出日志和报告到文件夹", folder)
    file = folder / f"大同市企业上市挂牌专家服务队问题定期报告_{TODAY.year}年度.pdf"
    office.desk.wait(file.exists, "the report was not written")
    return letters(file.read_bytes())


def test_the_expert_teams_of_a_year(desk: Desk, cases: Path, tmp_path: Path) -> None:
    office = Office(desk, tmp_path / "teams.datong")
    desk.make_ledger(office.ledger, TODAY.year)
    take_in_the_pool(office, cases / "experts_districts.xlsx")
    register_needs(office)
    accept_a_proposal(office)
    formed = office.look()
    assert formed["needs"] == sorted(list(need[:3]) for need in NEEDS)
    assert sorted(formed["teams"]) == sorted(f"{need[0]}专家服务队" for need in NEEDS)
    for day, members, leader in formed["teams"].values():
        assert day == f"{TODAY}"
        assert len({kind for _, kind in members}) == SEVEN
        assert members[0] == [leader, "证券机构"]
    assert formed["teams"][TEAM][2] == PINNED
    assert formed["broken"] == []

    replace_who_leaves(office)
    replaced = office.look()
    gone, came = (fund_expert(found) for found in (formed, replaced))
    assert replaced["left"] == [[TEAM, gone, f"{TODAY}", REASON]]
    assert came != gone

    log_a_visit(office)
    visit = [TEAM, "平城区", SEVEN + 1, f"{TODAY}", "税务", PROBLEM, f"{DUE}"]  # who left that day was there
    desk.wait(lambda: office.look()["visits"] == [visit], "the visit was not logged")
    report = print_the_report(office, tmp_path / "out")
    for text in ("问题定期报告", f"{TODAY.year}年度", "税务（1个）", TEAM, PROBLEM, ADVICE, NEXT, f"{DUE}前", "办理中"):
        assert text in report
    before = office.look()
    desk.quit()

    desk.start()
    desk.window("teams")  # the last ledger opens by itself, on the tab that was left
    assert office.look() == before
    desk.keys("alt+3", "ctrl+Home", "Right")

    def on_the_board() -> bool:
        desk.keys("ctrl+c")
        return desk.clipboard() == f"★{PINNED} 1/3"

    desk.wait(on_the_board, "the board does not show who leads")
    desk.keys("ctrl+shift+t")
    desk.window("待办")

    def due() -> bool:
        desk.keys("ctrl+a", "ctrl+c")
        return f"{DUE}\t" in desk.clipboard()

    desk.wait(due, "待办 does not list the follow-up")
    desk.keys("Escape")
    office.back("待办")
    desk.quit()
