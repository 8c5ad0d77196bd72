"""What the sample ledger keeps of the way to market (measures 1-3, 10, 11): each kind of record at least once, made up.

Displays count for no indicator, so that the registry goes on bearing out the sample's figures.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from datong_desktop.domain.enterprise import BOARDS, JOINT_STOCK, LIMITED_COMPANIES, PLAN_CLASSES
from datong_desktop.domain.fields import Value
from datong_desktop.domain.fostering import (
    DISPLAYED,
    DUTY_UNITS,
    POOLS,
    REFORM_KINDS,
    REFORMED,
    VISITING_UNITS,
    Assistance,
    Coordination,
    Difficulty,
    Milestone,
    Reform,
    StateOwnedPlan,
    Submission,
    Tracking,
    Visit,
)
from datong_desktop.services import enterprises, fostering
from datong_desktop.services.ledger import Ledger

Kept = Sequence[tuple[str, str]]
"""Ids and districts of those of the pool; the state owns the first."""
STEPS = ("未启动", "已签中介", "审计评估", "内部决策", "工商变更", "已完成")
day = datetime.date


def fill(ledger: Ledger, kept: Kept) -> None:
    """Puts all of it into the sample ledger."""
    _reforms(ledger, kept)
    _submissions(ledger, kept)
    _help(ledger, kept)
    _state_owned(ledger, kept[0][0])
    _regional(ledger, kept)


def _reforms(ledger: Ledger, kept: Kept) -> None:
    """Every limited company, in every step; who has finished is a joint-stock company."""
    known = (enterprises.read(ledger, one) for one, _ in kept)
    limited = [file.enterprise for file in known if file and file.enterprise.legal_form in LIMITED_COMPANIES]
    for number, about in enumerate(limited):
        step = STEPS[number % len(STEPS)]
        line = Reform(
            about.id, kinds=REFORM_KINDS[number % len(REFORM_KINDS)], listed_on=day(2022, 2, 15), start_planned_on=day(2022, 3, 1),
            planned_on=day(2023, 12, 31), step=step, legal_form_before=about.legal_form,
            obstacles="历史土地手续不全，需要协调（样例）" if number % 4 == 2 else "",
        )  # fmt: skip
        if step == STEPS[-1]:
            line = replace(
                line, legal_form_after=JOINT_STOCK, investor="样例投资基金", capital_increase=300_000, award_applied=1,
                award_applied_on=day(2022, 12, 10), award_document="样例申请〔2022〕1号",
            )  # fmt: skip
            fostering.add(ledger, about.id, Milestone, {"kind": REFORMED, "happened_on": day(2022, 11, 30)})
            name = about.name.replace("有限公司", JOINT_STOCK)
            enterprises.edit(ledger, [about.id], {"name": name, "legal_form": JOINT_STOCK, "plan_class": PLAN_CLASSES[-1]})
        fostering.save(ledger, line)


def _submissions(ledger: Ledger, kept: Kept) -> None:
    """Most departments put some forward; two have not yet."""
    for number, unit in enumerate(DUTY_UNITS[:-2]):
        values: dict[str, Value] = {
            "submitted_on": day(2022, 3 if number % 2 else 9, 10 + number), "unit": unit, "pool": POOLS[number % 2],
            "ground": "符合我市现代产业体系，经营稳定（样例）", "document_number": f"样例函〔2022〕{number + 1}号",
        }  # fmt: skip
        fostering.add_to_many(ledger, [one for one, _ in kept[number::11]], Submission, values)


def _help(ledger: Ledger, kept: Kept) -> None:
    """Leaders and departments, calls, and problems that came otherwise: one closed, one open."""
    for number, (one, district) in enumerate(kept[::4]):
        department = VISITING_UNITS[number % len(VISITING_UNITS)]
        fostering.save(
            ledger,
            Assistance(
                one, city_leader="样例市领导", county_leader=f"样例{district}领导", department=department,
                liaison="样例联系人", liaison_phone="0352-0000000", measures=f"协调{BOARDS[number % 4]}辅导备案（样例）",
            ),
        )  # fmt: skip
        fostering.add(ledger, one, Visit, _visit(number, department))
    raised: dict[str, Value] = {"raised_on": day(2022, 5, 20), "responsible": "市人社局", "due_on": day(2022, 7, 31)}
    closed: dict[str, Value] = {"result": "已出具缴费证明（样例）", "closed_on": day(2022, 7, 15)}
    fostering.add(ledger, kept[0][0], Difficulty, {**raised, "problem": "参保缴费证明办理慢（样例）", **closed})
    fostering.add(ledger, kept[4][0], Difficulty, {**raised, "problem": "募投项目环评未批（样例）", "responsible": "市生态环境局"})


def _visit(number: int, department: str) -> dict[str, Value]:
    """A call; every second one heard of a problem, every fourth of one that is still open."""
    on = day(2022, 4 + number % 8, 12)
    visit: dict[str, Value] = {"visited_on": on, "department": department, "visitor": "样例走访人"}
    if number % 2:
        visit |= {"problem": "办公用房权属证明待补（样例）", "responsible": "市规自局", "due_on": on + datetime.timedelta(60)}
    if number % 4 == 1:
        visit |= {"result": "已补办（样例）", "closed_on": on + datetime.timedelta(40)}
    return visit


def _state_owned(ledger: Ledger, one: str) -> None:
    """The state-owned enterprise chosen, its plan, its leaders' meeting."""
    plan = StateOwnedPlan(
        one, 2022, chosen_on=day(2022, 1, 20), plan="样例企业上市行动方案", document_number="样例发〔2022〕1号",
        commission_leader="样例组长甲", enterprise_leader="样例组长乙",
    )  # fmt: skip
    fostering.save(ledger, plan)
    met: dict[str, Value] = {"problems": "划拨土地作价入股的程序（样例）", "result": "由市国资委会同市规自局提出方案（样例）"}
    fostering.add(ledger, one, Coordination, {"held_on": day(2022, 6, 15), **met})


def _regional(ledger: Ledger, kept: Kept) -> None:
    """One displayed and served, one displayed and gone again."""
    served, gone = kept[1][0], kept[2][0]
    shown: dict[str, Value] = {"kind": DISPLAYED, "happened_on": day(2022, 3, 18), "evidence": "样例展示通知书"}
    fostering.add(ledger, served, Milestone, {**shown, "code": "样例展001"})
    fostering.add(ledger, gone, Milestone, {**shown, "code": "样例展002", "delisted_on": day(2022, 12, 1)})
    told: dict[str, Value] = {"tracker": "样例跟踪人", "content": "参加规范辅导培训，建议完善公司治理（样例）"}
    fostering.add(ledger, served, Tracking, {"tracked_on": day(2022, 10, 11), **told})
