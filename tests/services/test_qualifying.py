"""The check of an expert of the ledger: what it looks at, what is kept of it."""

from __future__ import annotations

import datetime

import pytest

from datong_desktop.domain.expert import Penalty, Project, QualificationCheck
from datong_desktop.services import experts, qualifying
from datong_desktop.services.ledger import Ledger
from tests.experts import file
from tests.registry import undo
from tests.storage import refusal
from tests.teams import DAY, LAWYER, qualified

LEAP = datetime.date(2020, 2, 29)


def checks(target: Ledger, identifier: str) -> tuple[QualificationCheck, ...]:
    return file(target, identifier).all(QualificationCheck)


@pytest.mark.parametrize(
    ("on", "result"), [(datetime.date(2023, 2, 28), "不符合"), (datetime.date(2023, 3, 1), "符合"), (LEAP, "不符合")]
)
def test_a_penalty_counts_to_the_day_three_years_on(target: Ledger, on: datetime.date, result: str) -> None:
    identifier = qualified(target, "甲", LAWYER)
    experts.save(target, "处罚", Penalty(identifier, 1, authority="中国证监会", decided_on=LEAP, level="个人"))
    assert qualifying.check_one(target, identifier, on).result == result


def test_a_declared_penalty_is_not_counted_beside_the_same_listed(target: Ledger) -> None:
    identifier = qualified(target, "甲", LAWYER, last_penalty_on=LEAP)
    assert [one.on for one in qualifying.facts_of(file(target, identifier)).penalties] == [LEAP]
    experts.save(target, "处罚", Penalty(identifier, 1, authority="中国证监会", decided_on=LEAP))
    assert [one.authority for one in qualifying.facts_of(file(target, identifier)).penalties] == ["中国证监会"]


def test_an_institutions_penalty_is_shown_and_does_not_decide(target: Ledger) -> None:
    identifier = qualified(target, "甲", LAWYER)
    experts.save(target, "处罚", Penalty(identifier, 1, authority="中国银保监会", decided_on=DAY, level="机构"))
    found = qualifying.check_one(target, identifier, DAY)
    assert found.result == "符合"
    assert "所在机构2023-04-01 被中国银保监会处罚" in qualifying.findings(found)


def test_listed_projects_count_and_show_the_boards(target: Ledger) -> None:
    identifier = qualified(target, "甲", LAWYER, projects=None)
    assert qualifying.check_one(target, identifier, DAY).result == "待人工认定"
    listed = (Project(identifier, 1, board="境内上市"), Project(identifier, 2, board="新三板"), Project(identifier, 3, kind="并购重组"))
    experts.save(target, "项目", *listed)
    held = file(target, identifier)
    assert qualifying.projects_of(held) == 3
    assert qualifying.boards_of(held) == {"IPO": 1, "新三板": 1, "并购重组": 1}
    assert qualifying.check_one(target, identifier, DAY).result == "符合"


def test_a_result_is_kept_with_date_reviewer_and_every_clause(target: Ledger) -> None:
    identifier = qualified(target, "甲", LAWYER, bad_credit=1)
    changed = qualifying.check_and_keep(target, [identifier], DAY, reviewer="李某")
    assert changed.label == "资格审查 甲"
    (kept,) = checks(target, identifier)
    assert (kept.checked_on, kept.occasion, kept.result, kept.reviewer) == (DAY, "年度复审", "不符合", "李某")
    assert kept.findings.splitlines()[0] == "服务意愿：符合，愿意服务"
    assert kept.findings.splitlines()[-1] == "诚信记录：不符合，有不良诚信记录"
    undo(target, changed)
    assert checks(target, identifier) == ()


def test_the_same_result_of_a_day_is_kept_once(target: Ledger) -> None:
    identifier = qualified(target, "甲", LAWYER)
    qualifying.check_and_keep(target, [identifier], DAY)
    assert qualifying.check_and_keep(target, [identifier], DAY).change_set is None
    qualifying.check_and_keep(target, [identifier], DAY, qualifying.JOINING)
    experts.edit(target, [identifier], {"willing": 0})
    qualifying.check_and_keep(target, [identifier], DAY)
    assert [one.result for one in checks(target, identifier)] == ["符合", "符合", "不符合"]
    assert [one.reviewer for one in checks(target, identifier)] == ["王某"] * 3


def test_a_check_is_not_dated_ahead(target: Ledger) -> None:
    identifier = qualified(target, "甲", LAWYER)
    assert refusal(qualifying.check_and_keep, target, [identifier], datetime.date(2090, 1, 1))[0] == "future_day"
    assert refusal(qualifying.check_and_keep, target, ["x"], DAY)[0] == "no_expert"
    assert checks(target, identifier) == ()


def test_the_yearly_check_is_due_a_year_after_the_last(target: Ledger) -> None:
    identifier = qualified(target, "甲", LAWYER)
    qualifying.check_and_keep(target, [identifier], LEAP)
    qualifying.check_and_keep(target, [identifier], DAY)
    last = qualifying.last_check(checks(target, identifier))
    assert last is not None
    assert last.checked_on == DAY
    assert qualifying.due_on(DAY) == datetime.date(2024, 4, 1)
    assert qualifying.last_check([QualificationCheck("x", 1)]) is None
