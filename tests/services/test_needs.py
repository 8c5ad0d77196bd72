"""Needs, wishes and conflicts: what is stored, refused, told; what the program finds by itself."""

from __future__ import annotations

import datetime

import pytest

from datong_desktop.domain.enterprise import Intermediary, Officer, Shareholder
from datong_desktop.domain.expert import Project
from datong_desktop.domain.service_team import Conflict, Need
from datong_desktop.models.registry import ROWS
from datong_desktop.services import conflict_hints, enterprises, experts, needs, records, teams
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.staffing import ServiceObject
from datong_desktop.services.team_ledger import staffing
from tests.experts import file
from tests.registry import admitted, codes, undo
from tests.registry import made as enterprise
from tests.storage import refusal
from tests.teams import ACCOUNTANT, DAY, LAWYER, SECURITIES, pool, qualified

COUNTY = ServiceObject("县区", "平城区")
TODAY = datetime.date.today()
LATER = TODAY + datetime.timedelta(days=1)


def created(target: Ledger, of: ServiceObject, **values: object) -> str:
    (identifier,) = needs.create(target, of, values).touched["need"]  # type: ignore[arg-type]
    return identifier


def kept(target: Ledger, identifier: str) -> Need:
    with target.reading() as session:
        (found,) = records.read(session, Need, ROWS[Need].__table__.c.id == identifier)
    return found


def company(target: Ledger, name: str = "样例企业001有限公司", **values: object) -> ServiceObject:
    return ServiceObject("企业", enterprise(target, name, **values))


def declared(target: Ledger) -> tuple[Conflict, ...]:
    return staffing(target, DAY).declared


def test_a_need_is_registered_changed_closed_and_undone(target: Ledger) -> None:
    changed = needs.create(target, COUNTY, {"fields": "IPO、法律", "urgency": "紧急"})
    (identifier,) = changed.touched["need"]
    assert changed.label == "登记服务需求 平城区"
    found = kept(target, identifier)
    assert (found.object_kind, found.district, found.enterprise) == ("县区", "平城区", None)
    assert (found.fields, found.asked_on) == ("IPO、法律", datetime.date.today())
    assert needs.edit(target, identifier, {"urgency": "一般"}).label == "修改服务需求 平城区 紧急程度"
    closed = needs.close(target, [identifier], TODAY)
    assert closed.label == "了结服务需求 平城区"
    assert staffing(target, DAY).needs == {}
    undo(target, closed)
    assert kept(target, identifier).closed_on is None
    assert needs.close(target, [identifier], None).change_set is None


def test_a_need_is_not_closed_before_it_was_asked(target: Ledger) -> None:
    need = created(target, COUNTY, asked_on=DAY)
    before = DAY - datetime.timedelta(days=1)
    code, text = refusal(needs.close, target, [need], before)
    assert code == "wrong_day"
    assert text == "“平城区”的了结日期 2023-03-31 早于提出日期 2023-04-01，没有保存。请核对日期。"
    assert refusal(needs.edit, target, need, {"closed_on": before})[0] == "wrong_day"
    assert refusal(needs.edit, target, need, {"closed_on": LATER})[0] == "future_day"
    needs.edit(target, need, {"closed_on": DAY})
    assert staffing(target, DAY).needs == {}


def test_one_open_need_for_an_object(target: Ledger) -> None:
    first = created(target, COUNTY)
    code, text = refusal(needs.create, target, COUNTY)
    assert code == "same_need"
    assert "“平城区”已经有一项没有了结的服务需求" in text
    needs.close(target, [first], TODAY)
    created(target, COUNTY)
    assert refusal(needs.close, target, [first], None)[0] == "same_need"
    assert refusal(needs.close, target, [first], LATER)[0] == "future_day"
    assert refusal(needs.edit, target, first, {"closed_on": None})[0] == "same_need"
    assert refusal(needs.create, target, ServiceObject("县区", ""))[0] == "no_object"
    assert refusal(needs.create, target, ServiceObject("企业", "x"))[0] == "no_enterprise"
    assert refusal(needs.edit, target, "x", {"urgency": "一般"})[0] == "no_need"


def test_an_enterprise_nobody_recommended_is_told_of_with_the_clause(target: Ledger) -> None:
    told = needs.create(target, company(target))
    assert codes(told) == ["not_an_object"]
    assert "四（二）：由各县区政府、市直相关部门筛选推荐" in told.told
    other = company(target, "样例企业002有限公司")
    assert codes(needs.create(target, other, {"picked_by": "市工信局"})) == []
    inside = ServiceObject("企业", admitted(target, "样例企业003有限公司"))
    assert codes(needs.create(target, inside)) == []


def test_wishes_are_kept_once_for_each_expert(target: Ledger) -> None:
    need, one = created(target, COUNTY), qualified(target, "甲", LAWYER)
    assert needs.wish(target, need, one, True, "熟悉情况").label == "平城区 希望甲服务"
    assert needs.wish(target, need, one, False).label == "平城区 不希望甲服务"
    (wish,) = needs.wishes_of(target, need)
    assert (wish.expert, wish.wanted) == (one, 0)
    assert needs.wish(target, need, one, None).label == "平城区 取消对甲的意愿"
    assert needs.wishes_of(target, need) == ()
    assert refusal(needs.wish, target, need, "x", True)[0] == "no_expert"


@pytest.mark.parametrize(
    "written", ["样例企业（001）有限公司", " 样例企业001有限公司 ", "样例一"]
)
def test_an_object_is_found_however_it_is_written(target: Ledger, written: str) -> None:
    about = company(target, short_name="样例一")
    assert needs.find_object(target, written) == about
    assert needs.find_object(target, "平城区") == COUNTY


def test_an_unknown_object_is_refused_and_names_are_offered(target: Ledger) -> None:
    company(target, district="云冈区")
    assert refusal(needs.find_object, target, "没有的")[0] == "no_object"
    assert refusal(needs.find_object, target, " ")[0] == "no_object"
    assert needs.offered_objects(target, "ylqy") == [("样例企业001有限公司", "样例企业001有限公司　云冈区")]
    assert needs.offered_objects(target, "平城") == [("平城区", "平城区　县区")]
    assert needs.offered_objects(target, "PCQ") == [("平城区", "平城区　县区")]
    company(target)
    assert refusal(needs.find_object, target, "样例企业001有限公司")[0] == "two_objects"


def test_conflicts_are_declared_once_and_withdrawn(target: Ledger) -> None:
    about, one = company(target), qualified(target, "甲", LAWYER)
    changed = needs.declare(target, about, expert=one, ground="持股", remark="持有 2% 股份", declared_on=DAY)
    assert changed.label == "申报回避 甲与样例企业001有限公司"
    assert refusal(needs.declare, target, about, expert=one, ground="亲属")[0] == "same_conflict"
    assert refusal(needs.declare, target, about, ground="持股")[0] == "no_party"
    assert refusal(needs.declare, target, about, expert=one, ground="没有的")[0] == "bad_ground"
    (found,) = declared(target)
    needs.withdraw(target, found.id)
    assert refusal(needs.withdraw, target, found.id)[0] == "no_conflict"
    needs.declare(target, about, institution="样例律所", ground="已聘")
    assert refusal(needs.declare, target, about, institution="样例 律所", ground="已聘")[0] == "same_conflict"


def test_a_member_who_has_to_keep_away_is_told_of(target: Ledger) -> None:
    people, about = pool(target), company(target)
    teams.form(target, about, [people[SECURITIES], people[LAWYER]])
    changed = needs.declare(target, about, institution="样例律师事务所", ground="已聘")
    assert codes(changed) == ["member_conflicts"]
    assert "专家6现在就在“样例企业001有限公司”的服务队里" in changed.told


def test_who_is_engaged_already_is_suggested_until_declared(target: Ledger) -> None:
    people, about = pool(target), company(target)
    created(target, about, picked_by="市工信局")
    engaged = Intermediary(about.key, 1, kind="律师事务所", name="样例 律师事务所", engaged_on=DAY)
    enterprises.save(target, "中介", engaged, Intermediary(about.key, 2, kind="其他", name="无关"))
    (hint,) = conflict_hints.conflict_hints(target, staffing(target, DAY))
    assert (hint.institution, hint.ground, hint.experts) == ("样例律师事务所", "已聘", (people[LAWYER],))
    assert hint.reason == "已聘“样例 律师事务所”（律师事务所，2023-04-01 签约）"
    conflict_hints.accept(target, hint)
    now = staffing(target, DAY)
    assert conflict_hints.conflict_hints(target, now) == ()
    assert list(now.problem().conflicts.values()) == [f"所在机构已聘：{hint.reason}"]


def test_shareholders_and_officers_who_are_in_the_pool_are_suggested(target: Ledger) -> None:
    people, about = pool(target), company(target)
    house, name = (getattr(file(target, people[SECURITIES]).expert, field) for field in ("institution", "name"))
    holders = [Shareholder(about.key, 1, name=house, share=1250), Shareholder(about.key, 2, name="别的股东")]
    officer = Officer(about.key, 1, role="董事", name=file(target, people[LAWYER]).expert.name)
    enterprises.save(target, "股权", *holders, officer)
    created(target, about, picked_by="市工信局")
    now = staffing(target, DAY)
    assert now.problem().conflicts == {}
    found = {hint.experts: (hint.ground, hint.institution, hint.reason) for hint in conflict_hints.conflict_hints(target, now)}
    assert found == {
        (people[SECURITIES],): ("持股", house, f"股东“{house}”（持股 12.5%）"),
        (people[LAWYER],): ("其他", "", f"董事“{officer.name}”与专家同名，是否本人"),
    }
    enterprises.save(target, "股权", Shareholder(about.key, 1, name=name))
    assert "与专家同名" in next(
        hint.reason for hint in conflict_hints.conflict_hints(target, now) if hint.experts == (people[SECURITIES],)
    )
    for hint in conflict_hints.conflict_hints(target, now):
        conflict_hints.accept(target, hint)
    assert conflict_hints.conflict_hints(target, staffing(target, DAY)) == ()


def test_whom_a_named_competitor_engaged_is_suggested(target: Ledger) -> None:
    people, about = pool(target), company(target)
    rival = enterprise(target, "样例企业002有限公司")
    enterprises.save(target, "中介", Intermediary(rival, 1, kind="会计师事务所", name="样例会计师事务所"))
    experts.save(target, "项目", Project(people[LAWYER], 1, enterprise="样例企业002有限公司"))
    created(target, about, picked_by="市工信局")
    assert conflict_hints.conflict_hints(target, staffing(target, DAY)) == ()
    needs.declare(target, about, ground="竞争对手", remark="样例企业002有限公司、样例企业009有限公司")
    now = staffing(target, DAY)
    assert now.problem().conflicts == {}
    found = {hint.experts: hint.reason for hint in conflict_hints.conflict_hints(target, now)}
    assert found == {
        (people[ACCOUNTANT],): "竞争对手“样例企业002有限公司”已聘“样例会计师事务所”（会计师事务所）",
        (people[LAWYER],): "参与过竞争对手“样例企业002有限公司”的项目",
    }
