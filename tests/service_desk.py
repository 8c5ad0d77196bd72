"""What the tests of the service log share: a ledger with experts, teams, visits and evaluation forms, all made up."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from datong_desktop.domain.expert import INSTITUTION_TYPES
from datong_desktop.domain.fostering import Milestone
from datong_desktop.domain.service_team import Member, Team
from datong_desktop.services import enterprises, evaluations, records, service_visits
from datong_desktop.services.ledger import Ledger
from tests.experts import made as expert
from tests.registry import made as enterprise

NAMES = ("赵一", "钱二", "孙三", "李四")


def day(month: int, number: int = 10, year: int = 2024) -> datetime.date:
    return datetime.date(year, month, number)


@dataclass
class ServiceDesk:
    """Four experts, the enterprises 甲 (平城区) and 乙 (云冈区), 甲's team (赵一 leads, 钱二; 孙三 left in May) and the team of
    阳高县 (李四)."""

    ledger: Ledger
    experts: dict[str, str] = field(default_factory=dict)
    enterprises: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, kind in zip(NAMES, INSTITUTION_TYPES, strict=False):
            self.experts[name] = expert(self.ledger, name, institution=f"样例{kind}", institution_type=kind)
        self.enterprises = {
            "甲": enterprise(self.ledger, "样例甲有限公司", district="平城区", short_name="甲公司"),
            "乙": enterprise(self.ledger, "样例乙有限公司", district="云冈区"),
        }
        one, two, three, four = self.experts.values()
        self.put(
            Team("t1", name="一队", object_kind="企业", enterprise=self.enterprises["甲"], formed_on=day(1)),
            Member("t1", 1, expert=two, joined_on=day(1)), Member("t1", 2, expert=one, leader=1, joined_on=day(1)),
            Member("t1", 3, expert=three, joined_on=day(1), left_on=day(5)),
            Team("t2", object_kind="县区", district="阳高县", formed_on=day(1)), Member("t2", 1, expert=four, leader=1, joined_on=day(1)),
        )  # fmt: skip

    def put(self, *ones: object) -> None:
        with self.ledger.writing("试") as work:
            records.put(work.session, *ones)

    def log(self, **keyed: object) -> str:
        """A visit, of 一队 on 10 March unless said otherwise; its id."""
        done = service_visits.log(self.ledger, {"team_name": "一队", "visited_on": day(3), **keyed})  # type: ignore[dict-item]
        (identifier,) = done.touched["service_visit"]
        return identifier

    def evaluate(self, **keyed: object) -> str:
        """A form of 甲 on 一队 for 2024 unless said otherwise; its id."""
        usual = {"object": "样例甲有限公司", "team_name": "一队", "year": 2024, "overall": 90}
        (identifier,) = evaluations.add(self.ledger, usual | keyed).touched["evaluation"]  # type: ignore[arg-type]
        return identifier

    def year(self) -> None:
        """A year's work: five visits, two problems solved, one overdue, a milestone, two forms."""
        self.log(kind="股权", problem="历史股东代持没有还原", advice="先行确权", result="已签还原协议", solved=1, closed_on=day(3, 20))
        self.log(visited_on=day(4), kind="财务", problem="收入确认不规范", solved=1, days=2)
        self.log(visited_on=day(6), kind="税务", problem="欠缴税款", advice="与税务部门协商", follow_up="补缴方案", due_on=day(7, 1))
        self.log(team_name="", object="样例乙有限公司", experts="孙三", visited_on=day(8), problem="土地证未办")
        self.log(team_name="阳高县服务队", visited_on=day(9), days=3)
        enterprises.save(
            self.ledger, "挂牌", Milestone(self.enterprises["甲"], 1, kind="晋兴板挂牌", happened_on=day(10), district="平城区")
        )
        self.evaluate()
        self.evaluate(object="平城区", expert_name="赵一", overall=None, skill=80, attitude=85)
