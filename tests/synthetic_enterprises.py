"""Enterprises that do not exist, for tests and benchmarks. Every name begins with 样例, so that none is taken for real.

The same count gives the same rows each time. Each row is a mapping of ``Enterprise`` fields as the ledger stores them;
credit codes carry a right check character. About one in thirty is archived, two in three have applied, and steps,
batches and materials are those the state asks for. ``fill`` puts them into an open ledger as one change set.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Sequence
from typing import Any

from stdnum.cn import uscc

from datong_desktop.domain.application import MATERIALS, Application, Material, Move, Step
from datong_desktop.domain.enterprise import BOARDS, CATALOGUE_CLASSES, LEGAL_FORMS, TIERS, Enterprise
from datong_desktop.models.ids import new_ids
from datong_desktop.models.registry import ROWS
from datong_desktop.services.initials import initials
from datong_desktop.services.ledger import Ledger

DISTRICTS = "平城区 云冈区 新荣区 云州区 阳高县 天镇县 浑源县 灵丘县 广灵县 左云县 经开区".split()
TRADES = {
    "A0111": "农业", "B0610": "煤业", "C1453": "食品", "C2710": "药业", "C3024": "建材", "C3670": "汽车配件",
    "D4415": "新能源", "E4710": "建设", "F5123": "商贸", "G5430": "运输", "I6513": "软件", "K7010": "置业", "M7340": "医学研究",
}  # fmt: skip
SYLLABLES = "银河晨光恒山云冈古城长青同煤瑞丰金桥北岳昌盛方圆华宇天镇桑干文瀛御河和平东信安泰宏达广源"
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "建国志强海燕晓明丽华永刚秀英文军"
CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
TODAY = datetime.date(2023, 10, 16)
WAYS: tuple[tuple[Move, ...], ...] = (
    (),
    (Move.APPLY,),
    (Move.APPLY, Move.PASS_REVIEW),
    (Move.APPLY, Move.PASS_REVIEW, Move.PASS_PANEL, Move.ADMIT),
    (Move.APPLY, Move.PASS_REVIEW, Move.PASS_PANEL, Move.ADMIT, Move.RECOMMEND),
    (Move.APPLY, Move.REFUSE),
)


def rows(count: int, short_names: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """Rows without ids. ``short_names`` are used in turn in place of made-up ones."""
    chance = random.Random(count)
    for number in range(count):
        industry, trade = chance.choice(tuple(TRADES.items()))
        short = short_names[number % len(short_names)] if short_names else "".join(chance.sample(SYLLABLES, 2))
        name, short_name = f"样例{short}{trade}有限公司", f"样例{short}"
        yield {
            "name": name,
            "short_name": short_name,
            "initials": initials(name, short_name),
            "credit_code": _credit_code(number, chance),
            "district": chance.choice(DISTRICTS),
            "address": f"样例路{number % 900 + 1}号",
            "founded_on": (datetime.date(2000, 1, 1) + datetime.timedelta(chance.randrange(8000))).isoformat(),
            "registered_capital": chance.randrange(1, 2_000_000),
            "legal_form": chance.choice(LEGAL_FORMS[:3]),
            "legal_representative": chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2)),
            "employees": chance.randrange(5, 3000),
            "industry": industry,
            "catalogue_class": chance.choice(CATALOGUE_CLASSES),
            "target_board": chance.choice(BOARDS),
            "contact": chance.choice(SURNAMES) + chance.choice(GIVEN),
            "phone": f"0352-{chance.randrange(2_000_000, 7_999_999)}",
            "archived_on": "2023-09-01" if chance.random() < 0.03 else None,
        }


def fill(ledger: Ledger, count: int, short_names: Sequence[str] = ()) -> tuple[str, ...]:
    """Adds ``count`` enterprises with their applications; returns their ids."""
    with ledger.writing(f"样例 {count} 家企业") as work:
        ids = new_ids(count, work.at)
        made = [{"id": identifier, **row} for identifier, row in zip(ids, rows(count, short_names), strict=True)]
        work.add_rows(ROWS[Enterprise], made)
        for record, hanging in _applications(ids, random.Random(count + 1)).items():
            if hanging:
                work.add_rows(ROWS[record], hanging)
    return tuple(ids)


def _credit_code(number: int, chance: random.Random) -> str:
    middle = "".join(chance.choice(CODE_CHARACTERS) for _ in range(3))
    body = f"911402{number % 100:02}MA{number:06}"[:14] + middle
    return body + uscc.calc_check_digit(body)


def _applications(ids: Sequence[str], chance: random.Random) -> dict[type, list[dict[str, Any]]]:
    found: dict[type, list[dict[str, Any]]] = {Application: [], Step: [], Material: []}
    for identifier in ids:
        way = chance.choice(WAYS)
        if not way:
            continue
        key = {"enterprise": identifier, "application": 1}
        year, month = chance.choice(((2022, 3), (2022, 9), (2023, 3), (2023, 9)))
        received = datetime.date(year, month, chance.randrange(1, 28))
        batch = f"{received:%Y-%m}"
        found[Application].append({"enterprise": identifier, "number": 1, "batch": batch, "received_on": received.isoformat()})
        for number, move in enumerate(way, 1):
            made_on = (received + datetime.timedelta(15 * number)).isoformat()
            tier = chance.choice(TIERS) if move is Move.ADMIT else ""
            found[Step].append({**key, "number": number, "move": str(move), "made_on": made_on, "tier": tier})
        here = chance.choice((len(MATERIALS), len(MATERIALS) - 1, 4))
        found[Material] += [{**key, "number": n, "received_on": received.isoformat()} for n in range(1, here + 1)]
    return found
