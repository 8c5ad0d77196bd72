"""The service log: what is stored of a visit, who is meant, what is refused, what is told, from where it is read."""

from __future__ import annotations

import datetime

import pytest

from datong_desktop.domain.service_lines import Period, quarter_of
from datong_desktop.domain.service_log import ServiceVisit, VisitingExpert
from datong_desktop.domain.service_team import Team
from datong_desktop.domain.tasks import TaskKind
from datong_desktop.services import enterprises, experts, records, service_names, service_visits, visit_list
from datong_desktop.services import ledger as ledgers
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.listed import Query
from datong_desktop.services.service_visits import lines
from datong_desktop.services.todo import todo
from tests.experts import made as expert
from tests.registry import codes, undo
from tests.registry import made as enterprise
from tests.service_desk import ServiceDesk, day
from tests.storage import refusal


@pytest.fixture
def desk(target: Ledger) -> ServiceDesk:
    return ServiceDesk(target)


def of(target: Ledger, record: type) -> tuple[object, ...]:
    with target.reading() as session:
        return records.read(session, record)


def test_a_team_and_a_date_are_enough(desk: ServiceDesk) -> None:
    done = service_visits.log(desk.ledger, {"team_name": "一队", "visited_on": day(3), "problem": "股权不清"})
    (line,) = lines(desk.ledger)
    assert done.label == "登记服务 样例甲有限公司 2024-03-10"
    assert done.notices == ()
    assert (line.object, line.district, line.team) == ("样例甲有限公司", "平城区", "一队")
    assert line.experts == ("赵一", "钱二", "孙三")  # the order of the experts' ids
    assert (line.visit.days, line.visit.enterprise, line.visit.district) == (1, desk.enterprises["甲"], "")


def test_whoever_had_left_the_team_did_not_go(desk: ServiceDesk) -> None:
    desk.log(visited_on=day(5))
    desk.log(visited_on=day(5, 11))
    assert [line.experts for line in lines(desk.ledger)] == [("赵一", "钱二", "孙三"), ("赵一", "钱二")]


def test_undo_takes_a_visit_away_whole_and_redo_brings_it_back(desk: ServiceDesk) -> None:
    done = service_visits.log(desk.ledger, {"team_name": "一队", "visited_on": day(3)})
    before = lines(desk.ledger)
    undone = undo(desk.ledger, done)
    assert lines(desk.ledger) == ()
    assert of(desk.ledger, VisitingExpert) == ()
    assert undone.touched["service_visit"] == done.touched["service_visit"]
    undo(desk.ledger, undone)
    assert lines(desk.ledger) == before
    assert ledgers.check_ledger(desk.ledger) == ()


def test_a_visit_is_read_from_team_enterprise_expert_district_and_period(desk: ServiceDesk) -> None:
    desk.year()

    def days(*period: Period, **by: str) -> list[str]:
        return [f"{line.visit.visited_on:%m}" for line in lines(desk.ledger, *period, **by)]

    assert days() == ["03", "04", "06", "08", "09"]
    assert days(quarter_of(2024, 3)) == ["08", "09"]
    assert days(team="t1") == days(enterprise=desk.enterprises["甲"]) == days(expert=desk.experts["钱二"]) == ["03", "04", "06"]
    assert days(expert=desk.experts["孙三"]) == ["03", "04", "08"]
    assert days(district="云冈区") == ["08"]
    assert days(quarter_of(2024, 1), district="阳高县") == []


def test_a_visit_is_put_right(desk: ServiceDesk) -> None:
    identifier = desk.log()
    done = service_visits.edit(desk.ledger, identifier, {"object": "云冈区", "experts": "李四、赵一", "problem": "缺少资金"})
    (line,) = lines(desk.ledger)
    assert (line.object, line.district, line.experts, line.visit.problem) == ("云冈区", "云冈区", ("赵一", "李四"), "缺少资金")
    assert codes(done) == ["other_object", "no_member"]
    assert "李四当天不在这支服务队里" in done.told
    keyed = service_visits.keyed_of(desk.ledger, identifier)
    assert keyed is not None
    assert (keyed.team_name, keyed.object, keyed.experts, keyed.visited_on) == ("一队", "云冈区", "赵一、李四", day(3))
    undo(desk.ledger, done)
    assert lines(desk.ledger)[0].experts == ("赵一", "钱二", "孙三")


def test_follow_ups_are_due_until_they_are_closed(desk: ServiceDesk) -> None:
    identifier = desk.log(problem="欠税", follow_up="补缴方案", due_on=day(7, 1))
    district = desk.log(team_name="阳高县服务队", problem="缺资金", due_on=day(7, 5))
    today = day(7, 3)

    def due() -> list[tuple[str, str, str, bool]]:
        return [(t.enterprise, t.name, t.what, t.overdue) for t in todo(desk.ledger, today) if t.kind is TaskKind.SERVICE]

    assert due() == [
        (desk.enterprises["甲"], "样例甲有限公司", "补缴方案（一队）", True), ("", "阳高县", "缺资金（阳高县服务队）", False)
    ]  # fmt: skip
    done = service_visits.close(desk.ledger, [identifier], today, solved=True, result="已补缴")
    assert done.label == "办结 样例甲有限公司 2024-03-10 的服务事项"
    assert [one[1] for one in due()] == ["阳高县"]
    service_visits.close(desk.ledger, [district], today, solved=False)
    assert due() == []
    undo(desk.ledger, done)
    assert len(due()) == 1
    enterprises.archive(desk.ledger, [desk.enterprises["甲"]], today)
    assert due() == []


@pytest.mark.parametrize(
    ("keyed", "code", "said"),
    [
        ({"visited_on": None}, "no_date", "没有填服务日期，没有保存。请填哪一天去的。"),
        ({"team_name": ""}, "no_object", "没有写服务对象，没有保存。"),
        ({"team_name": "", "object": "甲公司"}, "no_experts", "没有写参加的专家，没有保存。"),
        ({"days": 0}, "no_days", "天数填的是 0，没有保存。不足一天按一天，请填 1。"),
        ({"closed_on": day(2)}, "closed_before", "办结日期 2024-02-10 早于服务日期 2024-03-10，没有保存。"),
        ({"team_name": "九队"}, "unknown_team", "没有叫“九队”的服务队，没有保存。请从列表里选（F4）"),
        ({"object": "丙公司"}, "unknown_object", "企业库和县区里都没有“丙公司”，没有保存。"),
        ({"experts": "赵一、周九"}, "unknown_expert", "专家库里没有“周九”，没有保存。"),
        ({"problem": "长" * 2001}, "too_long", "问题有 2001 个字，最多 2000 个字"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(desk: ServiceDesk, keyed: dict[str, object], code: str, said: str) -> None:
    found = refusal(service_visits.log, desk.ledger, {"team_name": "一队", "visited_on": day(3), **keyed})
    assert (found[0], said in found[1]) == (code, True), found
    assert of(desk.ledger, ServiceVisit) == ()
    assert of(desk.ledger, VisitingExpert) == ()


def test_a_name_that_could_mean_two_is_asked_about(desk: ServiceDesk) -> None:
    again = expert(desk.ledger, "赵一")
    enterprise(desk.ledger, "样例乙有限公司", credit_code="91140204MA0Y7LLJY7")
    desk.put(Team("t3", name="一队", object_kind="县区", district="左云县", formed_on=day(2)))
    keyed = {"object": "平城", "visited_on": day(3)}
    code, said = refusal(service_visits.log, desk.ledger, {**keyed, "experts": "赵一"})
    assert (code, said) == ("ambiguous_expert", "专家库里有 2 位“赵一”：赵一（Z001）、赵一（Z005），没有保存。请写明是哪一位。")
    code, said = refusal(service_visits.log, desk.ledger, {**keyed, "object": "样例乙有限公司", "experts": "李四"})
    assert code == "ambiguous_object"
    assert "请改填统一社会信用代码：（没有代码）、91140204MA0Y7LLJY7" in said
    code, said = refusal(service_visits.log, desk.ledger, {**keyed, "team_name": "一队"})
    assert code == "ambiguous_team"
    assert "一队（2024-01-10）、一队（2024-02-10）" in said
    desk.log(team_name="一队（2024-02-10）", experts="z005，赵一（Z001）")
    (line,) = lines(desk.ledger)
    assert (line.object, line.experts) == ("左云县", ("赵一（Z001）", "赵一（Z005）"))
    assert lines(desk.ledger, expert=again) == (line,)


def test_what_looks_odd_is_stored_and_told(desk: ServiceDesk) -> None:
    desk.log()
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)
    done = service_visits.log(
        desk.ledger, {"team_name": "一队", "visited_on": tomorrow, "days": 60, "follow_up": "再去", "experts": "赵一"}
    )
    assert codes(done) == ["future_date", "many_days", "no_due_date"]
    again = service_visits.log(desk.ledger, {"team_name": "一队", "visited_on": day(3), "due_on": day(2)})
    assert codes(again) == ["due_before", "visit_twice"]
    early = service_visits.log(desk.ledger, {"team_name": "一队", "visited_on": day(1, 2), "experts": "赵一"})
    assert codes(early) == ["not_in_force", "no_member"]
    assert len(lines(desk.ledger)) == 4


def test_several_are_closed_or_removed_as_one_step_or_not_at_all(desk: ServiceDesk) -> None:
    both = [desk.log(), desk.log(visited_on=day(4))]
    assert refusal(service_visits.remove, desk.ledger, [*both, "gone"])[0] == "no_visit"
    assert refusal(service_visits.close, desk.ledger, both, day(3, 20), solved=True)[0] == "closed_before"
    assert all(line.visit.closed_on is None for line in lines(desk.ledger))
    done = service_visits.remove(desk.ledger, both)
    assert done.label == "删除 2 条服务记录"
    assert lines(desk.ledger) == ()
    undo(desk.ledger, done)
    assert len(lines(desk.ledger)) == 2


def test_the_list_searches_names_and_filters_and_follows_them(desk: ServiceDesk) -> None:
    desk.year()
    index = visit_list.open_index(desk.ledger)
    index.take(index.read())

    def found(text: str = "", **chosen: str) -> list[str]:
        hits = index.find(Query(text, chosen))
        return sorted(f"{index.lines([one])[one]['visited_on']:%m}" for one in hits)

    assert found("甲有限 钱二") == ["03", "04", "06"]
    assert found("阳高") == ["09"]
    assert found("代持") == ["03"]
    assert found(state="已解决") == ["03", "04"]
    assert found(kind="税务", state="逾期未办") == ["06"]
    assert found(place="云冈区", year="2024") == ["08"]
    assert index.choices("place") == [(name, name) for name in ("平城区", "云冈区", "阳高县")]
    assert index.choices("year") == [("2024", "2024年度")]
    done = experts.edit(desk.ledger, [desk.experts["李四"]], {"name": "李肆"})
    index.update(service_visits.touched(desk.ledger, done))
    assert found("李肆") == ["09"]
    assert "team" not in visit_list.VISITS.fields
    assert "enterprise" not in visit_list.VISITS.fields


def test_teams_objects_and_experts_are_offered(desk: ServiceDesk) -> None:
    assert service_names.offered_teams(desk.ledger) == ("一队", "阳高县服务队")
    assert service_names.offered_experts(desk.ledger) == ("赵一", "钱二", "孙三", "李四")
    experts.archive(desk.ledger, [desk.experts["钱二"]], day(1))
    assert service_names.offered_experts(desk.ledger) == ("赵一", "孙三", "李四")
    assert service_names.offered_objects(desk.ledger, "")[-2:] == ("经开区", "样例甲有限公司")
    assert service_names.offered_objects(desk.ledger, "乙") == ("样例乙有限公司",)
    assert service_names.offered_objects(desk.ledger, "yly") == ("样例乙有限公司",)
    assert service_names.offered_objects(desk.ledger, "YLY") == ("样例乙有限公司",)
    assert service_names.offered_objects(desk.ledger, "yz") == ("云州区",)
    assert service_names.offered_objects(desk.ledger, "云") == ("云冈区", "云州区", "左云县")
    assert service_names.whole_team(desk.ledger, "一队", day(6)) == ("样例甲有限公司", "赵一、钱二")
    assert service_names.whole_team(desk.ledger, "", None) == ("", "")
