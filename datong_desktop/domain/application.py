"""The application to admission and what follows: batches, states, moves, materials (annex 2 二, 三).

The state of an enterprise is never stored: it follows from the steps made, each with date, actor and opinion.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from datong_desktop.domain.enterprise import TIERS
from datong_desktop.domain.fields import Kind, described

BATCH_MONTHS = (3, 9)
"""并于每年3月和9月组织申报两次 (annex 2 二（一）)."""

MATERIALS = (
    "各县区审核意见或市直相关部门推荐意见",
    "《大同市上市挂牌后备企业备案登记表》",
    "公司最近三年的资产负债表、利润表、现金流量表",
    "董、监、高及实际控制人情况",
    "公司章程",
    "营业执照",
    "企业认为需提供的其他材料（可选）",
)
"""The seven of annex 2 二（二), to the letter."""
OPTIONAL_MATERIALS = (7,)
SCANNED_MATERIALS = range(2, 8)
"""以上 2-7 项材料以电子扫描件的形式报送."""


class State(StrEnum):
    """Where an enterprise stands on its way; the values are what window and documents say."""

    NOT_APPLIED = "未申报"
    APPLIED = "已申报"
    REVIEWED = "初审合格"
    PASSED = "复核合格"
    ADMITTED = "已入库"
    RECOMMENDED = "已推荐省库"
    PROVINCIAL = "省库入库"
    REFUSED = "未通过"
    LEFT = "已出库"


IN_POOL = frozenset({State.ADMITTED, State.RECOMMENDED, State.PROVINCIAL})


class Move(StrEnum):
    """What is done to an application; the values are what buttons and history say."""

    APPLY = "申报"
    PASS_REVIEW = "初审合格"
    PASS_PANEL = "复核合格"
    ADMIT = "入库"
    CHANGE_TIER = "调整层次"
    RECOMMEND = "推荐省资源库"
    ADMIT_PROVINCIAL = "省资源库入库"
    DECLINE_PROVINCIAL = "省资源库未入"
    REFUSE = "不予通过"
    WITHDRAW = "撤回申报"
    LEAVE = "出库"


@dataclass(frozen=True, slots=True)
class Rule:
    """Whence a move may start, where it leads, and whether it needs a reason or a tier."""

    begins: frozenset[State]
    ends: State
    reason: bool = False
    tier: bool = False


UNDER_WAY = frozenset({State.APPLIED, State.REVIEWED, State.PASSED})
RULES: dict[Move, Rule] = {
    Move.APPLY: Rule(frozenset({State.NOT_APPLIED, State.REFUSED, State.LEFT}), State.APPLIED),
    Move.PASS_REVIEW: Rule(frozenset({State.APPLIED}), State.REVIEWED),
    Move.PASS_PANEL: Rule(frozenset({State.REVIEWED}), State.PASSED),
    Move.ADMIT: Rule(frozenset({State.PASSED}), State.ADMITTED, tier=True),
    Move.CHANGE_TIER: Rule(IN_POOL, State.ADMITTED, reason=True, tier=True),
    Move.RECOMMEND: Rule(frozenset({State.ADMITTED}), State.RECOMMENDED),
    Move.ADMIT_PROVINCIAL: Rule(frozenset({State.RECOMMENDED}), State.PROVINCIAL),
    Move.DECLINE_PROVINCIAL: Rule(frozenset({State.RECOMMENDED}), State.ADMITTED, reason=True),
    Move.REFUSE: Rule(UNDER_WAY, State.REFUSED, reason=True),
    Move.WITHDRAW: Rule(UNDER_WAY, State.NOT_APPLIED, reason=True),
    Move.LEAVE: Rule(IN_POOL, State.LEFT, reason=True),
}


@dataclass(frozen=True, slots=True)
class KeptRules:
    """Admission rules (TOML) under which cases are decided, kept so that a changed file never changes an old case: each
    text once, by the SHA-256 of its UTF-8 bytes in hexadecimal."""

    digest: str
    text: str = described("入库标准", Kind.LONG, longest=100_000)


@dataclass(frozen=True, slots=True)
class Application:
    """One round of applying. ``batch`` is "2023-03" or "2023-09"; ``rules`` the digest of the ``KeptRules`` it is decided
    under."""

    enterprise: str
    number: int
    batch: str = described("批次", Kind.TEXT, longest=7, column=9)
    received_on: datetime.date | None = described("收到日期", Kind.DATE, column=11)
    recommender: str = described("申报渠道", Kind.TEXT, hint="县区，或推荐的市直部门", column=12)
    rules: str = described("入库标准", Kind.TEXT, longest=64)


@dataclass(frozen=True, slots=True)
class Step:
    """One move: when, by whom, with what opinion. ``override`` is the reason it jumped a step; "" when it did not."""

    enterprise: str
    application: int
    number: int
    move: str = described("办理", Kind.CHOICE, choices=tuple(Move), column=10)
    made_on: datetime.date | None = described("日期", Kind.DATE, column=11)
    actor: str = described("办理单位", Kind.TEXT, column=14)
    opinion: str = described("意见", Kind.LONG, longest=2000, column=30)
    tier: str = described("层次", Kind.CHOICE, choices=TIERS, column=12)
    override: str = described("越过程序的理由", Kind.LONG, longest=2000, column=24)


@dataclass(frozen=True, slots=True)
class Material:
    """One of the seven materials of an application (``number`` 1-7): here or not, since when."""

    enterprise: str
    application: int
    number: int
    received_on: datetime.date | None = described("收到日期", Kind.DATE, column=11)
    note: str = described("说明", Kind.TEXT, column=24)


@dataclass(frozen=True, slots=True)
class PanelOpinion:
    """One expert's opinion at the 复核 (annex 2 二（三）2: 证券、财会、法律等方面的专家)."""

    enterprise: str
    application: int
    number: int
    expert: str = described("专家", Kind.TEXT, longest=60, column=10)
    field: str = described("专业", Kind.CHOICE, choices=("证券", "财会", "法律", "部门", "其他"), column=8)
    institution: str = described("单位", Kind.TEXT, column=16)
    conclusion: str = described("结论", Kind.CHOICE, choices=("同意入库", "不同意入库", "补充材料"), column=10)
    tier: str = described("建议层次", Kind.CHOICE, choices=TIERS, column=12)
    opinion: str = described("意见", Kind.LONG, longest=2000, column=30)
    given_on: datetime.date | None = described("日期", Kind.DATE, column=11)


@dataclass(frozen=True, slots=True)
class Batch:
    """What is arranged for a batch: the panel's meeting."""

    batch: str
    meeting_on: datetime.date | None = described("复核会日期", Kind.DATE)
    place: str = described("地点", Kind.TEXT)
    note: str = described("备注", Kind.LONG, longest=2000)


def case_of(applications: Sequence[Application], on: datetime.date | None) -> int:
    """The number of the application that something dated ``on`` belongs to: the newest begun by then, else the first.
    0 where that cannot be told: it has no date, and there are several."""
    begun = sorted(applications, key=lambda application: application.number)
    if on is None and len(begun) > 1:
        return 0
    number = begun[0].number if begun else 0
    for later in begun[1:]:
        if on is not None and later.received_on is not None and later.received_on <= on:
            number = later.number
    return number


def batch_of(received_on: datetime.date) -> str:
    """The batch an application belongs to: that of its month, else the next one (annex 2 二（一）): "2023-09"."""
    later = [month for month in BATCH_MONTHS if received_on.month <= month]
    return f"{received_on.year}-{later[0]:02}" if later else f"{received_on.year + 1}-{BATCH_MONTHS[0]:02}"


def batch_label(batch: str) -> str:
    """ "2023-03" → "2023年3月批次"."""
    year, _, month = batch.partition("-")
    return f"{year}年{int(month)}月批次"


def leads_to(state: State, move: Move) -> State:
    """Where a move leads from a state. 调整层次 leaves an enterprise of the pool where it stands."""
    return state if move is Move.CHANGE_TIER and state in IN_POOL else RULES[move].ends


def state_after(steps: Sequence[Step]) -> State:
    """Where the steps of an enterprise, in order, have led to."""
    state = State.NOT_APPLIED
    for step in steps:
        state = leads_to(state, Move(step.move))
    return state


def tier_after(steps: Sequence[Step]) -> str:
    """The tier of an enterprise in the pool, "" when it is not in it."""
    return last_tier(steps) if state_after(steps) in IN_POOL else ""


def last_tier(steps: Sequence[Step]) -> str:
    """The tier last given, whatever came after it."""
    return next((step.tier for step in reversed(steps) if step.tier), "")


def moves_from(state: State) -> tuple[Move, ...]:
    """The moves that need no override."""
    return tuple(move for move, rule in RULES.items() if state in rule.begins)
