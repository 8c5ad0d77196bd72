"""A team problem as text and back: what an accepted proposal keeps, so that later it can be told why it was so."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from datong_desktop.domain.expert_rules import ExpertRules
from datong_desktop.domain.team_problem import Candidate, Need, Pair, TeamProblem
from datong_desktop.domain.team_weights import Weights

FORMAT = 1


def problem_text(problem: TeamProblem) -> str:
    """Everything but the rules, whose own text is kept beside it. The same problem gives the same text."""
    return json.dumps(
        {
            "format": FORMAT,
            "weights": asdict(problem.weights),
            "candidates": [_plain(asdict(one)) for one in problem.candidates],
            "needs": [_plain(asdict(one)) for one in problem.needs],
            "conflicts": [[*pair, reason] for pair, reason in sorted(problem.conflicts.items())],
            "pins": sorted(problem.pins),
            "bans": sorted(problem.bans),
            "present": {need: sorted(people) for need, people in sorted(problem.present.items())},
            "leaders": dict(sorted(problem.leaders.items())),
            "most_changes": problem.most_changes,
        },
        ensure_ascii=False,
    )


def problem_of(text: str, rules: ExpertRules) -> TeamProblem:
    """The problem of a text that ``problem_text`` made. ``ValueError`` for any other."""
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise ValueError(data["format"])
        return TeamProblem(
            candidates=tuple(Candidate(**_sets(one, "fields", "industries", "districts")) for one in data["candidates"]),
            needs=tuple(Need(**_sets(one, "fields", "wanted", "unwanted")) for one in data["needs"]),
            rules=rules,
            weights=Weights(**data["weights"]),
            conflicts={(need, expert): reason for need, expert, reason in data["conflicts"]},
            pins=_pairs(data["pins"]),
            bans=_pairs(data["bans"]),
            present={need: frozenset(people) for need, people in data["present"].items()},
            leaders=data["leaders"],
            most_changes=data["most_changes"],
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no team problem: {error}") from error


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in values.items()}


def _sets(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: frozenset(value) if name in names else value for name, value in values.items()}


def _pairs(values: Iterable[Iterable[str]]) -> frozenset[Pair]:
    return frozenset((need, expert) for need, expert in values)
