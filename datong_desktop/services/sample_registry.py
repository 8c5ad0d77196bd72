"""The registry of the sample ledger: made-up enterprises (样例企业001 …) in every state, the same each time it is made.

Those that reached a market or the provincial pool are as many, in each district and year, as the sample's figures say;
where the sample has too few, the difference is explained as an office would.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from datong_desktop.domain.application import OPTIONAL_MATERIALS, SCANNED_MATERIALS, Batch, Material, Move, PanelOpinion
from datong_desktop.domain.enterprise import TIERS
from datong_desktop.domain.fostering import (
    COUNTED_AS,
    JINXING,
    LISTED,
    NEEQ,
    PROVINCIAL,
    Milestone,
)
from datong_desktop.domain.year_book import Cell
from datong_desktop.services import admission, assessment, enterprises, pool, records, registry_counts, sample_fostering
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.sample_records import BOTH, judged, records_of

Figures = Mapping[int, Mapping[Cell, int]]
"""Year → cell → the figure keyed."""
NOTE = "启用企业库以前的企业没有逐家登记，以当年报表为准（样例）。"
OFFICE, PANEL = "大同市金融办", "大同市推进企业上市领导小组办公室"
WHOLE_WAY = (Move.APPLY, Move.PASS_REVIEW, Move.PASS_PANEL, Move.ADMIT, Move.RECOMMEND, Move.ADMIT_PROVINCIAL)
DAYS = {  # of each move by batch
    "2022-03": ((3, 7), (3, 28), (4, 15), (5, 10), (6, 1), (7, 20)),
    "2022-09": ((9, 5), (9, 28), (10, 20), (11, 8), (11, 25), (12, 20)),
    "2023-03": ((2, 27),),
}
OTHERS = (  # one for each state that is not 省库入库: district, batch, how many moves of the way
    ("平城区", "2023-03", 1), ("云州区", "2023-03", 1), ("阳高县", "2022-09", 2), ("阳高县", "2022-09", 3), ("平城区", "2022-03", 4),
    ("经开区", "2022-09", 5), ("云州区", "2022-09", -1),
)  # fmt: skip
REFUSED = -1
REASON = "复核认为主营业务收入占比的依据不足，下一批次补充材料后再报（样例）。"


@dataclass
class Case:
    """One enterprise: its number, what it went through, and the years of its milestones."""

    district: str
    batch: str = ""
    moves: int = 0
    reached: dict[str, int] = field(default_factory=dict)
    number: int = 0
    id: str = ""

    @property
    def tier(self) -> str:
        return TIERS[self.number // 3 % len(TIERS)]

    def day(self, move: Move) -> datetime.date:
        """The day on which its batch made a move."""
        return datetime.date(int(self.batch[:4]), *DAYS[self.batch][WHOLE_WAY.index(move)])


def fill(ledger: Ledger, figures: Figures, districts: Sequence[str]) -> sample_fostering.Kept:
    """Puts the registry into the sample ledger; those of the pool."""
    cases = _cases(figures, districts)
    with ledger.writing(f"导入样例企业 {len(cases)} 家") as work:
        ids = work.new_ids(len(cases))
        for case, identifier in zip(cases, ids, strict=True):
            case.id = identifier
            records.put(work.session, *records_of(case.id, case.number, case.district, case.batch, neeq=NEEQ in case.reached))
        records.put(work.session, *_milestones(cases))
    for batch in DAYS:
        _batch(ledger, batch, [case for case in cases if case.batch == batch])
    _after(ledger, cases)
    kept = [(case.id, case.district) for case in cases if case.moves > WHOLE_WAY.index(Move.ADMIT)]
    sample_fostering.fill(ledger, kept)
    for year in figures:
        for cell in registry_counts.differences(ledger, assessment.read_year(ledger, year)):
            registry_counts.set_note(ledger, year, cell, NOTE)
    return kept


def _cases(figures: Figures, districts: Sequence[str]) -> list[Case]:
    """Those of the provincial pool, those that are listed, one for each other state; then who reached what."""
    newest = max(figures)

    def of(kind: str, year: int) -> Iterator[str]:
        for district in districts:
            yield from [district] * figures[year][district, COUNTED_AS[kind]]

    cases = [Case(district, moves=len(WHOLE_WAY)) for district in of(PROVINCIAL, newest)]
    cases += [Case(district, reached={LISTED: year}) for year in figures for district in of(LISTED, year)]
    cases += [Case(*other) for other in OTHERS]
    for number, case in enumerate(cases, 1):
        case.number = number
        if case.batch:
            continue
        if case.moves:
            case.batch = "2022-09" if case.number % 3 == 0 else "2022-03"
        elif case.reached[LISTED] == newest:  # listed while in the pool, which it leaves
            case.batch, case.moves = "2022-03", WHOLE_WAY.index(Move.ADMIT) + 1
    for district in districts:
        own = [case for case in cases if case.district == district and case.moves != REFUSED]
        for year in sorted(figures, reverse=True):
            _reach(own, JINXING, year, figures[year][district, COUNTED_AS[JINXING]])
            _reach(own[::-1], NEEQ, year, figures[year][district, COUNTED_AS[NEEQ]])
    return cases


def _reach(own: Sequence[Case], kind: str, year: int, count: int) -> None:
    """So many more reach a market that year: nobody twice, nor after a higher one."""
    higher = {JINXING: (NEEQ, LISTED), NEEQ: (LISTED,)}[kind]
    free = [
        case for case in own
        if kind not in case.reached and all(case.reached.get(other, year) >= year for other in higher)
        and (kind == JINXING or case.reached.get(JINXING, year) <= year)
    ]  # fmt: skip
    for case in free[:count]:
        case.reached[kind] = year


def _milestones(cases: Sequence[Case]) -> Iterator[Milestone]:
    for case in cases:
        for number, (kind, year) in enumerate(case.reached.items(), 1):
            on = datetime.date(year, 3 + case.number % 9, 1 + case.number % 27)
            yield Milestone(
                case.id, number, kind=kind, happened_on=on, district=case.district, board="北交所" if kind == LISTED else "",
                code=f"样例{case.number:03}", raised=case.number * 100_000 if kind == LISTED else None,
                evidence=f"样例公告〔{year}〕{case.number}号",
            )  # fmt: skip


# -- the way into the pool ------------------------------------------------------------------------------------------


def _batch(ledger: Ledger, batch: str, cases: Sequence[Case]) -> None:
    """Applications with their papers, then each move for all that make it."""
    for case in cases:
        pool.apply(ledger, case.id, case.day(Move.APPLY), case.district)
    papers = [number for number in (1, *SCANNED_MATERIALS) if number not in OPTIONAL_MATERIALS]
    received = [
        Material(case.id, 1, number, received_on=case.day(Move.APPLY))
        for case in cases
        for number in (papers if case.moves > 2 else papers[:4])
    ]
    enterprises.save(ledger, "收到材料", *received)
    if len(DAYS[batch]) == 1:
        return
    meeting = datetime.date(int(batch[:4]), *DAYS[batch][2])
    pool.set_batch(ledger, Batch(batch, meeting_on=meeting, place="样例会议室", note="证券、财会、法律专家各一名"))
    for move in WHOLE_WAY[1:]:
        if move is Move.PASS_PANEL:
            enterprises.save(ledger, "复核意见", *_opinions(cases))
        going = [case for case in cases if case.moves > WHOLE_WAY.index(move) or (case.moves == REFUSED and move is Move.PASS_REVIEW)]
        for tier in TIERS if move is Move.ADMIT else ("",):
            if wanted := [case for case in going if not tier or case.tier == tier]:
                _move(ledger, wanted, move, tier)


def _move(ledger: Ledger, cases: Sequence[Case], move: Move, tier: str) -> None:
    actor = "各县区" if move is Move.PASS_REVIEW else PANEL if move is Move.PASS_PANEL else OFFICE
    pool.move(
        ledger, [case.id for case in cases], move, made_on=cases[0].day(move), actor=actor, opinion="同意", tier=tier
    )


def _opinions(cases: Sequence[Case]) -> Iterator[PanelOpinion]:
    for case in cases:
        if case.moves > 2 or case.moves == REFUSED:
            agreed = case.moves != REFUSED
            for number, (expert, of) in enumerate((("样例专家甲", "证券"), ("样例专家乙", "财会"), ("样例专家丙", "法律")), 1):
                yield PanelOpinion(
                    case.id, 1, number, expert=expert, field=of, institution=f"样例{of}机构",
                    conclusion="同意入库" if agreed else "补充材料", tier=case.tier if agreed else "",
                    opinion="" if agreed else REASON, given_on=case.day(Move.PASS_PANEL),
                )  # fmt: skip


def _after(ledger: Ledger, cases: Sequence[Case]) -> None:
    """Who was refused, who left, and what a reviewer found."""
    for case in cases:
        if case.moves == REFUSED:
            pool.move(ledger, case.id, Move.REFUSE, made_on=case.day(Move.PASS_PANEL), actor=PANEL, opinion=REASON)
        elif LISTED in case.reached and case.moves:
            on = datetime.date(case.reached[LISTED], 12, 30)
            pool.move(ledger, case.id, Move.LEAVE, made_on=on, actor=OFFICE, opinion="已在北交所上市，出库（样例）")
    admission.judge(ledger, replace(judged(cases[0].id, BOTH[0]), reason="商业模式已在复核会上说明（样例）"))
