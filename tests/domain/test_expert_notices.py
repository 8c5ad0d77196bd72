"""What looks wrong in the record of an expert."""

from __future__ import annotations

import datetime

import pytest

from datong_desktop.domain.expert import INSTITUTION_TYPES, INSTITUTION_WORDS, Expert, Penalty, Project
from datong_desktop.domain.expert_notices import record_notices
from datong_desktop.domain.fields import fields_by_id, parse

TODAY = datetime.date(2023, 4, 1)
LATER = datetime.date(2023, 4, 2)


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"last_penalty_on": LATER}, "last_penalty_on", "future"),
        ({"willing_on": LATER}, "willing_on", "future"),
        ({"applied_on": LATER}, "applied_on", "future"),
        ({"most_teams": 0}, "most_teams", "no_capacity"),
        ({"projects": 0}, "projects", "more_projects"),
    ],
)
def test_what_looks_wrong_is_told_of_its_field(values: dict[str, object], field: str, code: str) -> None:
    expert = Expert("x", **values)  # type: ignore[arg-type]
    (found,) = record_notices(expert, [Project("x", 1)], [], TODAY)
    assert (found.field, found.code) == (field, code)


def test_a_sound_record_is_told_nothing_of() -> None:
    expert = Expert("x", applied_on=TODAY, willing_on=TODAY, last_penalty_on=TODAY, most_teams=1, projects=1)
    assert record_notices(expert, [Project("x", 1)], [Penalty("x", 1, decided_on=TODAY), Penalty("x", 2)], TODAY) == ()
    assert record_notices(Expert("x"), [Project("x", 1)], [], TODAY) == ()


def test_a_later_penalty_of_the_person_is_told_and_one_of_the_institution_is_not() -> None:
    personal, of_all = Penalty("x", 1, decided_on=TODAY, level="个人"), Penalty("x", 2, decided_on=TODAY, level="机构")
    (found,) = record_notices(Expert("x"), [], [personal], TODAY)
    assert (found.code, "没有填" in found.text) == ("later_penalty", True)
    (found,) = record_notices(Expert("x", last_penalty_on=datetime.date(2020, 1, 1)), [], [personal], TODAY)
    assert "填的更早" in found.text
    assert record_notices(Expert("x"), [], [of_all], TODAY) == ()


def test_the_eight_types_of_annex_5_are_found_under_their_usual_words() -> None:
    field = fields_by_id(Expert)["institution_type"]
    assert len(INSTITUTION_TYPES) == 8
    for word, name in INSTITUTION_WORDS.items():
        assert parse(field, word) == name in INSTITUTION_TYPES
    assert parse(field, "私募股权(基金)") == parse(field, "私募股权（基金）") == "私募股权投资机构"
