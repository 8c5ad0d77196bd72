"""What a ledger holds of experts, needs, teams and visits, as plain values."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from pathlib import Path
from typing import Any, cast

from datong_desktop import services
from datong_desktop.domain.expert import QualificationCheck
from datong_desktop.domain.service_lines import year_of
from datong_desktop.domain.service_team import Member, Need, Team
from datong_desktop.services import records
from datong_desktop.services.ledger import Ledger
from tests.storage import opened


def look(path: Path) -> dict[str, Any]:
    """``held`` by the ledger of a program that runs, days as they are written."""
    with opened(path, read_only=True) as ledger:
        return cast("dict[str, Any]", json.loads(json.dumps(held(ledger), default=str)))


def held(ledger: Ledger) -> dict[str, Any]:
    """Experts by name with number and results of their checks; needs; teams with their members, the leader first; who left and
    why; what breaks a rule; visits of this year; what is due."""
    today = datetime.date.today()
    now = services.team_ledger.staffing(ledger, today)
    with ledger.reading() as session:
        members, teams = records.read(session, Member), {one.id: one for one in records.read(session, Team)}
        checks = records.read(session, QualificationCheck)
        needs = records.read(session, Need)
    names = {one.id: one.name for one in now.candidates.values()}
    return {
        "experts": len(names),
        "checks": sorted(Counter((one.occasion, one.result) for one in checks).items()),
        "needs": sorted([one.district, one.fields, one.urgency] for one in needs),
        "teams": {
            one.team.name: [one.team.formed_on, [[names[who], now.candidates[who].type] for who in one.experts], names.get(one.leader)]
            for one in now.teams.values()
        },
        "left": [[teams[one.team].name, names[str(one.expert)], one.left_on, one.reason] for one in members if one.left_on],
        "broken": [
            [now.name(target), rule.code]
            for target in now.team_of for rule in services.team_checks.rule_results(now, target) if not rule.kept
        ],
        "visits": [
            [line.team, line.object, len(line.experts), line.visit.visited_on, line.visit.kind, line.visit.problem, line.visit.due_on]
            for line in services.service_visits.lines(ledger, year_of(today.year))
        ],
        "tasks": [[task.kind, task.due_on] for task in services.todo.todo(ledger, today)],
    }  # fmt: skip
