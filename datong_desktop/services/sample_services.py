"""What the sample's teams did in 2022 and what came of it, made up: visits, evaluation forms, the yearly review. Entered by the
verbs the window calls.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from datong_desktop.domain.expert import LEAVES, NEEDS_REASON, WARNED
from datong_desktop.domain.expert_review import Reviewed
from datong_desktop.domain.fields import Value
from datong_desktop.services import evaluations, expert_review, qualifying, service_visits
from datong_desktop.services.expert_review import Decision
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.sample_experts import called
from datong_desktop.services.sample_teams import People, Serving

YEAR = 2022
EVALUATED_ON, REVIEWED_ON, DECIDED_ON = datetime.date(2023, 1, 12), datetime.date(2023, 2, 15), datetime.date(2023, 2, 22)
OFFICE, MADE_UP = "大同市金融办", "（样例）"
day = datetime.date


class Call(NamedTuple):
    """A visit of a team: ``went`` are the numbers of those who took part, all of the team where blank; solved on a day, or
    with something left to do by one."""

    team: int
    on: day
    days: int
    went: tuple[int, ...]
    kind: str
    problem: str
    advice: str
    solved_on: day | None = None
    follow_up: str = ""
    due_on: day | None = None


CALLS = (
    Call(0, day(2022, 4, 20), 1, (), "治理结构", "股东会、董事会没有会议记录", "补齐制度和记录", day(2022, 5, 25)),
    Call(1, day(2022, 5, 18), 2, (), "股权", "历史增资没有验资报告", "由会计师复核并补报告", day(2022, 7, 8)),
    Call(3, day(2022, 6, 28), 1, (), "融资", "抵押物不足，银行不放款", "引入再担保，分期授信", day(2022, 9, 16)),
    Call(2, day(2022, 7, 6), 1, (1, 5, 14), "税务", "留抵退税资料没有备齐", "逐项核对后补报", day(2022, 11, 18)),
    Call(0, day(2022, 7, 12), 1, (17, 21, 22), "税务", "研发费用没有单独核算", "分项目设辅助账", day(2022, 8, 30)),
    Call(1, day(2022, 8, 9), 2, (1, 4, 5, 6), "财务", "与股东个人的往来款没有清理", "限期归还并签承诺", day(2022, 10, 20)),
    Call(0, day(2022, 9, 22), 1, (17, 18, 20), "业务", "对一家客户的销售占比过高", "开拓新客户", None, "补充客户合同", day(2023, 3, 24)),
    Call(3, day(2022, 10, 13), 2, (9, 19, 12, 13), "融资", "三家企业要对接私募基金", "先做尽职调查", day(2022, 12, 9)),
    Call(1, day(2022, 11, 3), 1, (1, 3, 7), "土地房产", "厂房没有产权证", "补办规划手续", None, "取得不动产权证", day(2023, 2, 20)),
    Call(3, day(2022, 11, 24), 1, (9, 14), "法律", "辅导机构合同条款不明", "重签补充协议", day(2022, 12, 15)),
    Call(1, day(2022, 12, 6), 1, (1, 2, 5, 6), "", "", "讲解股改时间表"),
    Call(0, day(2022, 12, 13), 1, (17, 22, 23), "法律", "两起劳动争议没有了结", "协商解决并计提", day(2023, 1, 18)),
    Call(3, day(2022, 12, 20), 1, (9, 10, 12), "融资", "两家企业的授信快到期", "提前办理续贷", None, "确认续贷是否放款", day(2023, 3, 15)),
)
FORMS = (  # team, number of the expert meant (None: all of it), skill, attitude, effect, overall, opinion
    (1, None, 95, 92, 94, 94, "讲得清楚，问题有人跟"),
    (3, None, 85, 90, 78, 82, "对接机构多，落地还要加快"),
    (0, None, 88, 86, 80, 85, "希望增加现场服务"),
    (3, 10, 60, 55, 40, 50, "答复慢，只来过一次"),
)


def fill(ledger: Ledger, serving: Sequence[Serving], people: People) -> None:
    """Puts all of it into the sample ledger; those who served are decided on as the program proposes, nobody else yet."""
    for call in CALLS:
        _visit(ledger, call, serving[call.team])
    for team, number, *marks, opinion in FORMS:
        _form(ledger, serving[team], number, marks, f"{opinion}{MADE_UP}")
    qualifying.check_and_keep(ledger, list(people.values()), REVIEWED_ON, qualifying.YEARLY, "样例审查人")
    results = [line.result for line in expert_review.yearly_review(ledger, YEAR, DECIDED_ON).lines if line.result.rank is not None]
    expert_review.decide(ledger, YEAR, [_decision(one) for one in results], DECIDED_ON, OFFICE)


def _visit(ledger: Ledger, call: Call, serving: Serving) -> None:
    keyed: dict[str, Value] = {
        "team_name": serving.team, "experts": "、".join(map(called, call.went)), "visited_on": call.on, "days": call.days,
        "kind": call.kind, "problem": _told(call.problem), "advice": _told(call.advice),
        "result": _told("已解决") if call.solved_on else "", "solved": int(call.solved_on is not None) if call.problem else None,
        "follow_up": _told(call.follow_up), "due_on": call.due_on, "closed_on": call.solved_on,
    }  # fmt: skip
    service_visits.log(ledger, keyed)


def _form(ledger: Ledger, serving: Serving, number: int | None, marks: Sequence[int], opinion: str) -> None:
    keyed: dict[str, Value] = {
        "object": serving.object, "team_name": serving.team if number is None else "", "expert_name": called(number) if number else "",
        "year": YEAR, "evaluated_on": EVALUATED_ON, "evaluated_by": "样例评价人", "opinion": opinion,
        **dict(zip(evaluations.MARKS, marks, strict=True)),
    }  # fmt: skip
    evaluations.add(ledger, keyed)


def _decision(found: Reviewed) -> Decision:
    """As proposed; who would have to leave is warned this first time."""
    kind = WARNED if found.proposal == LEAVES else found.proposal
    return Decision(found.expert, kind, f"{found.reason}{MADE_UP}" if kind in NEEDS_REASON else "")


def _told(text: str) -> str:
    return f"{text}{MADE_UP}" if text else ""
