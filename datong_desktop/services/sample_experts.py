"""The expert pool of the sample ledger: made-up experts (样例专家01 …) of all eight types, the same each time it is made."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Sequence

from datong_desktop.domain.expert import (
    CHANNELS,
    FIELDS,
    INSTITUTION_TYPES,
    Adjustment,
    Expert,
    Penalty,
    Project,
)
from datong_desktop.services import qualifying, records
from datong_desktop.services.initials import initials
from datong_desktop.services.ledger import Ledger

OF_EACH = 3
APPLIED_ON, CHECKED_ON, JOINED_ON = (datetime.date(2022, *day) for day in ((2, 21), (3, 18), (4, 1)))
INSTITUTIONS = (
    "样例证券公司", "样例银行", "样例股权投资公司", "样例融资担保公司", "样例会计师事务所", "样例律师事务所", "样例资产评估公司",
    "样例资信评级公司",
)  # fmt: skip
TITLES = ("保荐代表人", "客户经理", "投资总监", "风控经理", "合伙人", "合伙人", "评估师", "评级总监")
OWN_FIELDS = ("IPO、新三板", "债权融资", "股权融资", "债权融资", "财务规范、税务", "法律、股改", "评估", "评级")
PENALISED, NOT_CHECKED = 11, 24
"""The numbers of one that a penalty stands against and of one nobody has checked yet."""


def fill(ledger: Ledger, districts: Sequence[str]) -> dict[int, str]:
    """Puts the experts into the sample ledger and checks them; the ids of those who were checked, by number."""
    with ledger.writing("登记样例专家") as work:
        ids = work.new_ids(OF_EACH * len(INSTITUTION_TYPES))
        for number, identifier in enumerate(ids, 1):
            records.put(work.session, *_records(identifier, number, districts))
    checked = {number: identifier for number, identifier in enumerate(ids, 1) if number != NOT_CHECKED}
    qualifying.check_and_keep(ledger, list(checked.values()), CHECKED_ON, qualifying.JOINING, "样例审查人")
    return checked


def called(number: int) -> str:
    """The name of the expert of a number."""
    return f"样例专家{number:02}"


def _records(identifier: str, number: int, districts: Sequence[str]) -> Iterator[object]:
    chance, kind = random.Random(number), (number - 1) % len(INSTITUTION_TYPES)
    name, projects = called(number), chance.randrange(1, 9)
    preferred = chance.sample(list(districts), 2)
    wanted = {*OWN_FIELDS[kind].split("、"), *chance.sample(FIELDS, 1)}
    penalised = datetime.date(2021, 9, 10) if number == PENALISED else None
    yield Expert(
        identifier, number=f"Z{number:03}", name=name, institution=f"{INSTITUTIONS[kind]}{'甲乙丙'[(number - 1) // 8]}",
        institution_type=INSTITUTION_TYPES[kind], title=TITLES[kind], channel=CHANNELS[number % 3], applied_on=APPLIED_ON,
        fields="、".join(field for field in FIELDS if field in wanted), industries="、".join(sorted(chance.sample("ACDEGI", 2))),
        districts="、".join(one for one in districts if one in preferred), most_teams=chance.randrange(2, 5),
        willing=1, willing_on=APPLIED_ON, projects=projects, last_penalty_on=penalised, bad_credit=0,
        phone=f"0352-0001{number:03}", remark="样例数据，不是真实专家。", initials=initials(name),
    )  # fmt: skip
    for place in range(1, min(projects, 2) + 1):
        day = datetime.date(2015 + chance.randrange(6), 1 + chance.randrange(12), 1 + chance.randrange(28))
        yield Project(
            identifier, place, enterprise=f"样例企业{900 + number}有限公司", kind="挂牌", board="新三板", role="项目成员", finished_on=day
        )
    if penalised:
        reason = "样例事由"
        yield Penalty(identifier, 1, authority="中国证监会", decided_on=penalised, document="样例〔2021〕1号", level="个人", reason=reason)
    if number not in (PENALISED, NOT_CHECKED):
        yield Adjustment(identifier, 1, decided_on=JOINED_ON, kind="入库", year=JOINED_ON.year, decided_by="大同市金融办")
