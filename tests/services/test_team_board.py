"""The board as plain values: its rows, their order, and what a row would be with one expert more."""

from __future__ import annotations

import datetime

from datong_desktop.services import experts, teams
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.staffing import ServiceObject
from datong_desktop.services.team_board import rows, summary, with_expert
from datong_desktop.services.team_ledger import staffing
from tests.registry import made as enterprise
from tests.teams import BANK, DAY, LAWYER, SECURITIES, SEVEN, of_district, of_enterprise, pool, team

COUNTY = ServiceObject("县区", "平城区")


def test_rows_are_the_objects_of_needs_and_teams_in_the_order_of_the_annex(target: Ledger) -> None:
    people = pool(target)
    company = enterprise(target)
    of_enterprise(target, company, urgency="紧急")
    of_district(target, "云冈区")
    of_district(target, "平城区")
    team(target, people[SECURITIES], district="经开区", name="经开区服务队", valid_to=DAY)
    board = rows(staffing(target, DAY))
    assert [one.name for one in board] == ["平城区", "云冈区", "经开区", "样例企业001有限公司"]
    assert [(one.covered, one.types, bool(one.team), one.ending) for one in board[1:3]] == [(0, 7, False, False), (1, 7, True, True)]
    assert board[2].missing == ("基金", "银行", "担保", "会计师", "律师", "资产评估")
    assert board[3].urgency == "紧急"
    assert summary(board) == "4 个服务对象，1 支服务队，✕ 1 支不合要求"
    assert summary(()) == "0 个服务对象，0 支服务队"


def test_a_row_with_one_expert_more_and_why_he_cannot_come(target: Ledger) -> None:
    people = pool(target)
    teams.form(target, COUNTY, [people[BANK]], on=DAY)
    now = staffing(target, DAY)
    (before,) = rows(now)
    after, obstacle = with_expert(now, before, people[SECURITIES])
    assert (after.covered, obstacle) == (2, "")
    assert [(one.name, one.load, one.leader, one.coming) for one in after.seated] == [
        ("专家2", "1/4", False, False), ("专家1", "1/4", True, True),
    ]  # fmt: skip
    after, obstacle = with_expert(now, before, people[BANK])
    assert after.covered == 1
    assert obstacle == "专家专家2已经在“平城区”的服务队里。"
    assert with_expert(now, before, "x") == (before, "这名专家已经不在专家库里")


def test_the_last_missing_expert_makes_the_row_sound_while_he_is_dragged(target: Ledger) -> None:
    people = pool(target)
    teams.form(target, COUNTY, [people[kind] for kind in SEVEN if kind != LAWYER], on=DAY)
    now = staffing(target, DAY)
    (before,) = rows(now)
    assert not before.sound
    after, obstacle = with_expert(now, before, people[LAWYER])
    assert (after.missing, after.sound, obstacle) == ((), True, "")


def test_a_member_who_no_longer_qualifies_makes_the_team_unsound(target: Ledger) -> None:
    people = pool(target)
    teams.form(target, COUNTY, [people[kind] for kind in SEVEN], on=DAY, valid_to=datetime.date(2099, 1, 1))
    (one,) = rows(staffing(target, DAY))
    assert one.sound
    assert not one.ending
    experts.edit(target, [people[LAWYER]], {"willing": 0})
    (one,) = rows(staffing(target, DAY))
    assert not one.sound
    assert one.at(LAWYER)[0].trouble == "不愿意服务"
    assert not one.missing
