"""Lines of the registry's documents out of the ledger: records joined by enterprise, states and dates worked out of the steps."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from datong_desktop.documents.registry_lists import (
    AssistanceLine,
    MilestoneLine,
    PanelLine,
    PoolLine,
    ProvincialLine,
    ReformLine,
)
from datong_desktop.domain.application import (
    IN_POOL,
    MATERIALS,
    OPTIONAL_MATERIALS,
    Application,
    Material,
    Move,
    State,
    Step,
    batch_label,
    state_after,
    tier_after,
)
from datong_desktop.domain.dates import add_years
from datong_desktop.domain.enterprise import LIMITED_COMPANIES, Enterprise, FiscalYear
from datong_desktop.domain.fostering import Assistance, Milestone, Reform, Visit
from datong_desktop.services import records

Record = TypeVar("Record")
Name = Callable[[str], str]
"""The name of an industry by its code, "" when it is unknown."""
REFORM_YEARS = 2
"""入库企业为有限责任公司的，应当在入库之日起两年内完成规范化股份制改造 (annex 2 一（一）)."""
REFORMED = "股改完成"


def enterprises_by_id(session: Session) -> dict[str, Enterprise]:
    """Every enterprise, in the order of the registry."""
    return {one.id: one for one in records.read(session, Enterprise)}


def by_enterprise(session: Session, record: type[Record]) -> dict[str, list[Record]]:
    """All records of a kind by the enterprise they hang on, in the order of their keys."""
    found: dict[str, list[Record]] = {}
    for one in records.read(session, record):
        found.setdefault(one.enterprise, []).append(one)  # type: ignore[attr-defined]
    return found


@dataclass(frozen=True)
class Round:
    """Where an enterprise stands with its applications."""

    steps: tuple[Step, ...]
    applications: Mapping[int, Application]

    @property
    def state(self) -> State:
        return state_after(self.steps)

    def last(self, *moves: Move) -> Step | None:
        """The latest step that was one of these moves."""
        return next((step for step in reversed(self.steps) if step.move in moves), None)

    @property
    def admitted(self) -> Step | None:
        return self.last(Move.ADMIT)


def rounds(session: Session) -> dict[str, Round]:
    """All that have ever applied."""
    applications = by_enterprise(session, Application)
    return {
        enterprise: Round(tuple(steps), {one.number: one for one in applications.get(enterprise, ())})
        for enterprise, steps in by_enterprise(session, Step).items()
    }


def reform_due(enterprise: Enterprise, admitted_on: datetime.date | None, reformed: bool) -> datetime.date | None:
    """The last day of a limited company's two years from admission; None when it is no limited company or has reformed."""
    if admitted_on is None or reformed or enterprise.legal_form not in LIMITED_COMPANIES:
        return None
    return add_years(admitted_on, REFORM_YEARS)


def pool_lines(session: Session, name: Name) -> list[PoolLine]:
    """The enterprises now in the pool."""
    known, lines = enterprises_by_id(session), []
    reformed = _reformed(session)
    for identifier, one in rounds(session).items():
        if one.state not in IN_POOL or (step := one.admitted) is None:
            continue
        enterprise = known[identifier]
        batch = one.applications[step.application].batch if step.application in one.applications else ""
        due = reform_due(enterprise, step.made_on, identifier in reformed)
        label = batch_label(batch).removesuffix("批次") if batch else ""
        lines.append(
            PoolLine(enterprise, tier_after(one.steps), one.state, step.made_on, label, name(enterprise.industry), due)
        )
    return lines


def _reformed(session: Session) -> set[str]:
    return {one.enterprise for one in records.read(session, Milestone) if one.kind == REFORMED}


def panel_lines(session: Session, batch: str, name: Name) -> list[PanelLine]:
    """The applications of a batch that passed the preliminary review, whatever the panel has made of them since."""
    known, years = enterprises_by_id(session), by_enterprise(session, FiscalYear)
    papers = by_enterprise(session, Material)
    lines = []
    for identifier, one in rounds(session).items():
        for application in one.applications.values():
            steps = [step for step in one.steps if step.application == application.number]
            if application.batch != batch or not any(step.move == Move.PASS_REVIEW for step in steps):
                continue
            received = {p.number for p in papers.get(identifier, ()) if p.application == application.number and p.received_on}
            latest = max(years.get(identifier, ()), key=lambda year: year.year, default=None)
            decided = next((s for s in reversed(steps) if s.move in (Move.PASS_PANEL, Move.ADMIT, Move.REFUSE)), None)
            lines.append(
                PanelLine(
                    known[identifier], application.recommender, "", name(known[identifier].industry),
                    latest.total_assets if latest else None, latest.revenue if latest else None, _missing(received),
                    decided.move if decided else "", next((s.tier for s in reversed(steps) if s.tier), ""),
                )
            )
    return lines


def _missing(received: set[int]) -> tuple[str, ...]:
    wanted = [n for n in range(1, len(MATERIALS) + 1) if n not in OPTIONAL_MATERIALS and n not in received]
    return tuple(f"{number}.{MATERIALS[number - 1]}" for number in wanted)


def reform_lines(session: Session, district: str = "") -> list[ReformLine]:
    """The reform list of a district, or of all."""
    known, pool, reformed = enterprises_by_id(session), rounds(session), _reformed(session)
    lines = []
    for reform in records.read(session, Reform):
        enterprise = known[reform.enterprise]
        if district and enterprise.district != district:
            continue
        one = pool.get(enterprise.id)
        admitted = one.admitted if one and one.state in IN_POOL else None
        due = reform_due(enterprise, admitted.made_on if admitted else None, enterprise.id in reformed)
        lines.append(ReformLine(enterprise, reform, due))
    return lines


def milestone_lines(session: Session, year: int) -> list[MilestoneLine]:
    """The events of a year."""
    known = enterprises_by_id(session)
    found = records.read(session, Milestone)
    return [MilestoneLine(known[one.enterprise], one) for one in found if one.happened_on and one.happened_on.year == year]


def assistance_lines(session: Session, year: int) -> list[AssistanceLine]:
    """Everyone who is looked after, with the calls of the year."""
    known, visits = enterprises_by_id(session), by_enterprise(session, Visit)

    def calls(identifier: str) -> tuple[Visit, ...]:
        return tuple(v for v in visits.get(identifier, ()) if v.visited_on and v.visited_on.year == year)

    found = {one.enterprise: one for one in records.read(session, Assistance)}
    for identifier in visits:  # called on without anyone named yet: the gap shows
        if identifier not in found and calls(identifier):
            found[identifier] = Assistance(identifier)
    return [AssistanceLine(known[identifier], one, calls(identifier)) for identifier, one in found.items()]


def provincial_lines(session: Session, year: int, name: Name) -> list[ProvincialLine]:
    """The recommendations of a year, each with what came of it."""
    known, lines = enterprises_by_id(session), []
    for identifier, one in rounds(session).items():
        for number, step in enumerate(one.steps):
            if step.move != Move.RECOMMEND or step.made_on is None or step.made_on.year != year:
                continue
            before, after = one.steps[:number], one.steps[number + 1 :]
            admitted = next((s.made_on for s in reversed(before) if s.move == Move.ADMIT), None)
            enterprise = known[identifier]
            lines.append(
                ProvincialLine(
                    enterprise, tier_after(before), admitted, step.made_on, step.opinion, _outcome(after), name(enterprise.industry)
                )
            )
    return lines


def _outcome(after: Sequence[Step]) -> str:
    """What the province answered to a recommendation; "" while it has not."""
    answers: dict[Any, str] = {Move.ADMIT_PROVINCIAL: "已入省库", Move.DECLINE_PROVINCIAL: "未入", Move.LEAVE: "已出库"}
    step = next((s for s in after if s.move in answers or s.move == Move.RECOMMEND), None)
    if step is None or step.move not in answers:
        return ""
    return answers[step.move] + (f"（{step.made_on:%Y-%m-%d}）" if step.made_on else "")
