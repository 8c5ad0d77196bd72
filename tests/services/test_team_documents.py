"""Papers of the service teams out of a ledger: the list with its coverage, letters, plans; as teams stood on the day."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from datong_desktop.domain.service_team import Conflict, Need, Wish
from datong_desktop.services import experts, printables, service_visits, team_documents, teams
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.staffing import ServiceObject
from datong_desktop.services.team_ledger import service_objects, staffing_on
from tests.documents.listings import as_pdf
from tests.documents.pdf_text import letters, outside_of_paper, page_sizes
from tests.experts import file
from tests.registry import made as enterprise
from tests.services.sheet_rows import rows
from tests.storage import refusal
from tests.teams import (
    ACCOUNTANT,
    BANK,
    DAY,
    LAWYER,
    SECURITIES,
    SEVEN,
    of_district,
    of_enterprise,
    pool,
    stored,
    team,
)

ON = datetime.date(2023, 10, 8)
COUNTY = ServiceObject("县区", "平城区")


def company(target: Ledger, name: str = "样例甲有限公司") -> str:
    return enterprise(target, name, district="云冈区", industry="2614", main_business="新材料", target_board="新三板")


def test_the_list_shows_who_holds_each_seat_and_what_is_missing(target: Ledger) -> None:
    people = pool(target)
    teams.form(target, COUNTY, [people[kind] for kind in SEVEN], on=DAY)
    target_company = ServiceObject("企业", company(target))
    of_enterprise(target, target_company.key, asked_on=DAY)
    teams.form(target, target_company, [people[BANK], people[LAWYER]], on=DAY, valid_to=datetime.date(2023, 9, 30))
    of_district(target, "广灵县", asked_on=DAY)
    paper = team_documents.team_list(target, ON)
    found = rows(paper)
    assert [line[0] for line in found[1:5]] == ["平城区（1 支）", 1, "云冈区（1 支）", 2]
    full, part = (dict(zip(found[0], found[number], strict=True)) for number in (2, 4))
    assert (full["负责人"], full["券商"], full["机构覆盖"]) == ("专家1", "专家1\n样例证券机构", "7/7\n齐全")
    assert full["有效期"] == "2023-04-01\n至 2024-03-31"
    assert part["服务对象"] == "样例甲有限公司\n（企业）"
    assert part["负责人"] == "缺负责人"
    assert part["机构覆盖"] == "2/7\n缺：券商、基金、担保、会计师、资产评估"
    assert part["有效期"].endswith("已到期")
    text = letters(paper.pdf())
    for words in (
        "大同市企业上市挂牌专家服务队名单", "截至2023年10月8日", "共2支",
        "服务队包括券商、基金、银行、担保、会计师事务所、律师事务所、资产评估等",
        "机构不全的服务队：样例甲有限公司专家服务队（缺：券商、基金、担保、会计师、资产评估）。",
        "没有负责人的服务队：样例甲有限公司专家服务队。",
        "有效期已过的服务队：样例甲有限公司专家服务队。", "有服务需求、还没有服务队的：广灵县。",
    ):  # fmt: skip
        assert words in text, words


def test_a_rule_that_a_team_breaks_since_is_told_below(target: Ledger) -> None:
    people = pool(target)
    teams.form(target, COUNTY, [people[kind] for kind in SEVEN], on=DAY)
    assert "▲" not in letters(team_documents.team_list(target, ON).pdf())
    experts.edit(target, [people[LAWYER]], {"bad_credit": 1})
    text = letters(team_documents.team_list(target, ON).pdf())
    assert "专家6" in text.split("注：")[1]
    assert "有不良诚信记录" in text


def test_teams_members_and_needs_are_those_of_the_day(target: Ledger) -> None:
    people = pool(target)
    (one,) = teams.form(target, COUNTY, [people[SECURITIES], people[BANK]], on=DAY).touched["team"]
    teams.leave(target, one, people[BANK], "调离", datetime.date(2023, 6, 1))
    teams.dissolve(target, one, "任务完成", datetime.date(2023, 8, 1))
    stored(target, Need("n", object_kind="县区", district="云州区", asked_on=DAY, closed_on=datetime.date(2023, 5, 1)))

    def stood(month: int, day: int) -> list[int]:
        return [len(each.experts) for each in staffing_on(target, datetime.date(2023, month, day)).teams.values()]

    assert [stood(*day) for day in ((3, 31), (4, 1), (5, 31), (6, 1), (7, 31), (8, 1))] == [[], [2], [2], [1], [1], []]
    assert {target.key for target in service_objects(target, DAY)[1]} == {"平城区", "云州区"}
    assert {target.key for target in service_objects(target, datetime.date(2023, 5, 1))[1]} == {"平城区"}
    assert "共0支" in letters(team_documents.team_list(target, ON).pdf())
    assert team_documents.letters_of_teams(target, ON) == ()
    assert refusal(team_documents.letters(target, ON, "平城区专家服务队", "", teams=[one]).pdf)[0] == "no_appointment"


def test_letters_are_one_a_page_of_an_expert_a_team_or_all(target: Ledger) -> None:
    people = pool(target)
    end = datetime.date(2024, 3, 31)
    team(target, people[SECURITIES], people[BANK], district="平城区", name="平城区专家服务队", valid_to=end)
    team(target, people[SECURITIES], enterprise=company(target), name="甲公司专家服务队")
    (paper,) = team_documents.letters_of_teams(target, ON)
    assert [each.label for each in paper.variants] == ["全部服务队", "平城区专家服务队", "甲公司专家服务队"]
    assert page_sizes(paper.pdf()) == [(297, 210)] * 3
    assert printables.together([paper]) == []
    text = letters(paper.variants[1].pdf())
    for words in (
        "聘书", "样例证券机构专家1：", "“平城区专家服务队”负责人，服务对象：平城区", "样例银行机构专家2：", "“平城区专家服务队”成员",
        "聘期自2023年4月1日起至2024年3月31日止。", "“因企制宜、精准帮扶”", "大同市金融办（盖章）", "年月日",
    ):  # fmt: skip
        assert words in text, words
    (own,) = team_documents.letters_of_expert(target, ON, people[SECURITIES], "专家1")
    text = letters(own.pdf())
    assert text.count("专家1：") == 2
    assert "专家2" not in text
    assert "服务对象：样例甲有限公司。聘期自2023年4月1日起至年月日止" in text
    assert team_documents.letters_of_expert(target, ON, people[ACCOUNTANT], "专家5") == ()


def test_the_plan_of_an_enterprise_shows_needs_team_and_conflicts_with_room_for_steps(target: Ledger) -> None:
    people, one = pool(target), company(target)
    need = of_enterprise(
        target, one, fields="股改、新三板", urgency="紧急", picked_by="云冈区", asked_on=DAY, wishes="股权历史复杂。\n两年内挂牌。"
    )
    stored(
        target, Wish(need, people[LAWYER], wanted=1, reason="合作过"), Wish(need, people[BANK], wanted=0),
        Conflict("a", expert=people[ACCOUNTANT], enterprise=one, ground="亲属", declared_on=DAY, remark="配偶"),
        Conflict("b", institution="样例审计所", enterprise=one, ground="已聘", declared_on=DAY),
        Conflict("c", institution="后来才申报的", enterprise=one, ground="已聘", declared_on=datetime.date(2024, 1, 1)),
    )  # fmt: skip
    team(target, people[SECURITIES], people[LAWYER], enterprise=one, name="甲公司专家服务队")
    of_district(target, "广灵县", asked_on=DAY)
    (paper,) = team_documents.service_plans(target, ON)
    assert {each.label for each in paper.variants} == {"广灵县", "样例甲有限公司"}
    chosen = next(each for each in paper.variants if each.label == "样例甲有限公司")
    assert chosen.file_name("docx") == "大同市企业上市挂牌“一企一策”服务方案_样例甲有限公司.docx"
    text = letters(chosen.pdf())
    for words in (
        "大同市企业上市挂牌“一企一策”服务方案", "2614有机化学原料制造", "入库情况未申报",
        "需求领域股改、新三板", "紧急程度紧急", "股权历史复杂。", "专家6（样例律师事务所）希望由其服务合作过", "不希望由其服务",
        "证券机构专家1样例证券机构负责人", "参与过3个资本运作项目", "缺：基金、银行、担保、会计师、资产评估",
        "专家5（样例会计师事务所）亲属2023-04-01配偶", "样例审计所已聘", "步骤和措施责任人时限完成情况",
        "坚持“因企制宜、精准帮扶”的原则，深入企业进行“一企一策”辅导", "服务对象意见", "服务队负责人：", "大同市金",
    ):  # fmt: skip
        assert words in text, words
    assert "后来才申报的" not in text


def test_the_plan_holds_what_was_heard_on_visits(target: Ledger) -> None:
    people, one = pool(target), company(target)
    of_enterprise(target, one, fields="股改", asked_on=DAY)
    name = "样例甲有限公司"
    known = {"object": name, "experts": file(target, people[LAWYER]).name, "visited_on": DAY}
    asked: dict[str, Any] = {"kind": "股权", "problem": "代持没有还原", "advice": "签还原协议", "follow_up": "报备方案"}
    asked["due_on"] = datetime.date(2023, 5, 1)
    service_visits.log(target, {**known, **asked, "result": "企业已答应"})
    service_visits.log(target, {**known, "visited_on": datetime.date(2024, 1, 1), "problem": "后来才听到的"})
    service_visits.log(target, {**known, "object": "云冈区", "problem": "县区的问题"})
    service_visits.log(target, {**known, "visited_on": datetime.date(2023, 3, 1)})  # nothing asked, nothing left to do
    (paper,) = team_documents.service_plans(target, ON)
    text = letters(next(each for each in paper.variants if each.label == name).pdf())
    assert "1股权：代持没有还原签还原协议报备方案" in text
    assert "2023-05-01" in text
    assert "企业已答应" in text
    assert "后来才听到的" not in text
    assert "县区的问题" not in text


def test_the_plan_of_an_object_without_a_team_says_so(target: Ledger) -> None:
    of_district(target, "广灵县", asked_on=DAY)
    (paper,) = team_documents.service_plans(target, ON)
    text = letters(paper.pdf())
    assert "还没有组建服务队。" in text
    assert "没有申报的回避事项。" in text
    assert "对专家的意愿" not in text
    team(target, district="云州区", name="")
    nobody = next(each for each in team_documents.service_plans(target, ON)[0].variants if each.label == "云州区")
    assert "没有登记服务需求。" in letters(nobody.pdf())
    assert "缺负责人" in letters(nobody.pdf())
    assert team_documents.service_plans(target, datetime.date(2020, 1, 1)) == ()


def test_office_files_of_all_papers_are_printed_by_libreoffice(target: Ledger, tmp_path: Path) -> None:
    people = pool(target)
    teams.form(target, COUNTY, [people[kind] for kind in SEVEN], on=DAY)
    paper = team_documents.team_list(target, ON)
    (letter,) = team_documents.letters_of_expert(target, ON, people[SECURITIES], "专家1")
    (plan,) = team_documents.service_plans(target, ON)
    for number, (one, suffix, words) in enumerate((
        (paper, "xlsx", "7/7齐全"), (paper, "docx", "7/7齐全"), (letter, "docx", "“平城区专家服务队”负责人"), (plan, "docx", "步骤和措施"),
    )):  # fmt: skip
        folder = tmp_path / str(number)
        folder.mkdir()
        printed = as_pdf(one.content(suffix), suffix, folder)
        assert words in letters(printed), suffix
        assert outside_of_paper(printed) == []
