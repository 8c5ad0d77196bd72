"""The board of teams while an expert is dragged over it, with 300 experts and 150 teams, against one frame."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path

from benchmarks.measure import Result, percentile
from benchmarks.window import FRAME, drive
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.expert import Expert
from datong_desktop.domain.service_team import OF_ENTERPRISE, Need
from datong_desktop.models.ids import new_ids
from datong_desktop.services import ledger as ledgers
from datong_desktop.services import records
from datong_desktop.services.staffing import ServiceObject
from datong_desktop.services.team_writing import join, put_team
from tests import synthetic_experts

EXPERTS, TEAMS = 300, 150
ON = datetime.date(2023, 4, 1)


def make(path: Path) -> None:
    """A ledger with the pool and a team of seven for each enterprise."""
    problem = synthetic_experts.problem(EXPERTS, TEAMS)
    with closing(ledgers.create_ledger(path, office="测速", operator="测速", year=2022)) as ledger, ledger.writing("测速") as work:
        people = dict(zip((one.id for one in problem.candidates), new_ids(EXPERTS, work.at), strict=True))
        records.put(work.session, *(
            Expert(
                people[one.id], number=one.id, name=one.name, institution=one.institution, institution_type=one.type,
                fields="、".join(sorted(one.fields)), most_teams=one.capacity, willing=1, willing_on=ON, projects=one.projects,
                bad_credit=0,
            )
            for one in problem.candidates
        ))  # fmt: skip
        firms = new_ids(TEAMS, work.at)
        records.put(work.session, *(Enterprise(firm, name=need.name) for firm, need in zip(firms, problem.needs, strict=True)))
        by_type = [[people[one.id] for one in problem.candidates if one.type == kind.name] for kind in problem.rules.types if kind.needed]
        for number, (firm, need) in enumerate(zip(firms, new_ids(TEAMS, work.at), strict=True)):
            records.put(work.session, Need(need, object_kind=OF_ENTERPRISE, enterprise=firm, fields="IPO", asked_on=ON))
            members = [of_type[number % len(of_type)] for of_type in by_type]
            target = ServiceObject(OF_ENTERPRISE, firm)
            join(work.session, put_team(work, target, f"第{number}队", ON), islice(members, 6 if number % 2 else 7), ON, members[0])


def measure(folder: Path, env: Mapping[str, str]) -> list[Result]:
    ledger = folder / "三百名专家.datong"
    make(ledger)
    taken = drive("benchmarks.team_board_driver", env, ledger)["dragged"]
    work = f"board of {EXPERTS} experts × {TEAMS} teams: dragged over → painted, 95 of 100"
    return [Result(work, "one 60 Hz frame", percentile(taken, 0.95), FRAME, "ms", 1.0, len(taken), {"ours": taken})]
