"""What an accepted proposal keeps: the same problem again, and from it the same teams."""

from __future__ import annotations

import json

import pytest

from datong_desktop.domain.team_json import problem_of, problem_text
from datong_desktop.services.team_proposal import Proposal, propose
from tests.plain_teams import small
from tests.synthetic_experts import problem, rules


def test_a_problem_comes_back_as_it_was() -> None:
    for seed in range(100):
        task = small(seed)
        text = problem_text(task)
        assert problem_of(text, task.rules) == task
        assert problem_text(problem_of(text, task.rules)) == text


def test_and_gives_the_same_teams() -> None:
    task = problem(100, 30)
    first, second = propose(task), propose(problem_of(problem_text(task), rules()))
    assert isinstance(first, Proposal)
    assert isinstance(second, Proposal)
    assert first.teams == second.teams


@pytest.mark.parametrize("change", [
    lambda data: "", lambda data: "[]", lambda data: "{}", lambda data: json.dumps(data | {"format": 2}),
    lambda data: json.dumps({name: value for name, value in data.items() if name != "pins"}),
    lambda data: json.dumps(data | {"pins": [["a"]]}),
    lambda data: json.dumps(data | {"weights": {"load": 1}}), lambda data: json.dumps(data | {"needs": [{"id": 1, "colour": "red"}]}),
    lambda data: json.dumps(data | {"present": []}),
])  # fmt: skip
def test_other_texts_are_no_problem(change) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError):
        problem_of(change(json.loads(problem_text(small(1)))), rules())
