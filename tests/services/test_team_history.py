"""What became of the teams: formed, changed, dissolved with days and reasons, the dissolved ones told of as well."""

from __future__ import annotations

import datetime

from datong_desktop.services import teams
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.staffing import ServiceObject
from datong_desktop.services.team_accepting import accept
from datong_desktop.services.team_history import events, proposal_facts
from datong_desktop.services.team_job import rules
from datong_desktop.services.team_offer import Order, make
from tests.teams import DAY, LAWYER, SECURITIES, of_district, pool

COUNTY, OTHER = ServiceObject("县区", "平城区"), ServiceObject("县区", "云冈区")
LATER = DAY + datetime.timedelta(days=10)


def test_days_and_reasons_of_a_team_that_is_no_more(target: Ledger) -> None:
    people = pool(target)
    (team,) = teams.form(target, COUNTY, [people[SECURITIES], people[LAWYER]], on=DAY).touched["team"]
    teams.leave(target, team, people[LAWYER], "调离本市", LATER)
    teams.dissolve(target, team, "对象已上市", LATER)
    teams.form(target, OTHER, [people[SECURITIES]], on=DAY)
    found = events(target, COUNTY)
    assert [(one.on, one.what, one.reason, one.standing) for one in found] == [
        (LATER, "解散", "对象已上市", False), (LATER, "离队", "调离本市", False), (DAY, "加入", "负责人", False),
        (DAY, "加入", "", False), (DAY, "组建", "有效期 2023-04-01 至 2024-03-31", False),
    ]  # fmt: skip
    assert found[1].whom
    assert {one.team for one in events(target)} == {"平城区专家服务队", "云冈区专家服务队"}
    assert [one.standing for one in events(target, OTHER)] == [True, True]


def test_what_an_accepted_proposal_rested_on(target: Ledger) -> None:
    people = pool(target)
    need = of_district(target, "平城区")
    accept(target, make(target, Order((need,), rules().weights, frozenset({(need, people[LAWYER])}), most_changes=3), DAY))
    (proposal,) = {one.proposal for one in events(target, COUNTY)}
    told = dict(proposal_facts(target, proposal))
    assert told["采纳日期"] == "2023-04-01，1 支中采纳 1 支"
    assert told["总分"].endswith("分，已证明最优")
    assert (told["服务对象"], told["最多改动"]) == ("平城区", "3 处")
    assert told["专家"] == f"{len(people)} 名，其中符合申报条件的 {len(people)} 名"
    assert told["权重"].startswith("领域齐全 30、领域相符 10、")
    assert told["指定"].startswith("平城区：")
    assert "禁用" not in told
    assert proposal_facts(target, "x") == ()
