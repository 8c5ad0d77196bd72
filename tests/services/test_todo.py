"""Everything due: from when each task is told, when it is over, in what order."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datong_desktop.domain.application import Batch, Move
from datong_desktop.domain.fostering import Assistance, Difficulty, Milestone, Reform, StateOwnedPlan, Submission, Visit
from datong_desktop.domain.progress import Cancelled, Progress
from datong_desktop.domain.tasks import FOLD, Task, TaskKind, fold, unfold
from datong_desktop.domain.workdays import Workdays
from datong_desktop.services import enterprises, fostering, pool, qualifying, teams
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.todo import closing_day, todo
from tests.registry import OFFICE, admitted, made, undo
from tests.teams import BANK, LAWYER, SECURITIES, SEVEN, qualified, team
from tests.teams import pool as experts

QUIET = date(2024, 6, 3)
"""A day on which no batch is about to close."""
DUE = date(2025, 4, 20)
"""Two years after the admission of ``admitted``."""


def tasks(target: Ledger, today: date, kind: TaskKind) -> list[Task]:
    return [task for task in todo(target, today) if task.kind is kind]


@pytest.mark.parametrize(("ahead", "told"), [(91, False), (90, True), (30, True), (0, True), (-1, True), (-2, True)])
def test_the_two_years_are_told_ninety_days_ahead(target: Ledger, ahead: int, told: bool) -> None:
    """The twentieth was a Sunday: the Monday after it is not late."""
    identifier = admitted(target, "甲公司", legal_form="有限责任公司")
    found = tasks(target, DUE - timedelta(days=ahead), TaskKind.REFORM)
    what = "2023-04-20 入库，应在两年内完成股份制改造；顺延至 2025-04-21"
    assert found == ([Task(TaskKind.REFORM, identifier, "甲公司", what, DUE, ahead < -1, ahead + 1)] if told else [])


def test_a_period_that_ends_on_a_working_day_is_not_put_off(target: Ledger) -> None:
    admitted(target, "甲公司", legal_form="有限责任公司")
    (task,) = (one for one in todo(target, DUE, Workdays({DUE: ("班", "五一")}, frozenset({2025}))) if one.kind is TaskKind.REFORM)
    assert (task.what, task.days) == ("2023-04-20 入库，应在两年内完成股份制改造", 0)
    guessed = Workdays({}).next_workday(date(2027, 10, 1)).put_off(date(2027, 10, 1))
    assert guessed == "顺延至 2027-10-04（推算）"


def test_the_two_years_are_over_with_the_reform_or_the_pool(target: Ledger) -> None:
    reformed, left, archived = (admitted(target, name, legal_form="有限责任公司") for name in "甲乙丙")
    assert len(tasks(target, DUE, TaskKind.REFORM)) == 3
    fostering.add(target, reformed, Milestone, {"kind": "股改完成", "happened_on": DUE, "district": "平城区"})
    pool.move(target, left, Move.LEAVE, actor=OFFICE, made_on=DUE, opinion="注销")
    enterprises.archive(target, [archived], DUE)
    assert tasks(target, DUE, TaskKind.REFORM) == []


def test_missing_materials_are_due_when_the_batch_closes(target: Ledger) -> None:
    identifier = made(target, "甲公司")
    pool.apply(target, identifier, date(2024, 3, 4), "平城区")
    for number in range(1, 6):
        pool.receive_material(target, identifier, number, date(2024, 3, 4))
    (task,) = tasks(target, QUIET, TaskKind.MATERIALS)
    assert task.what == "2024年3月批次的申报还缺 1 项材料：6.营业执照"
    assert (task.due_on, task.overdue) == (date(2024, 3, 29), True)  # the 31st was a Sunday
    pool.receive_material(target, identifier, 6, date(2024, 3, 4))
    assert tasks(target, QUIET, TaskKind.MATERIALS) == []


def test_the_open_batch_is_told_in_its_last_thirty_days(target: Ledger) -> None:
    pool.apply(target, made(target), date(2024, 3, 4), "平城区")
    found = {on: tasks(target, date(2024, *on), TaskKind.BATCH) for on in ((2, 27), (2, 28), (3, 29), (3, 30))}
    assert [bool(told) for told in found.values()] == [False, True, True, False]
    (task,) = found[3, 29]
    assert (task.name, task.days, task.enterprise) == ("2024年3月批次", 0, "")
    assert task.what == "在办 1 家，其中 1 家缺材料"
    unsure = todo(target, date(2024, 3, 29), Workdays({date(2024, 3, 31): ("班", "清明节")}))
    assert [(t.due_on, t.what) for t in unsure if t.kind is TaskKind.BATCH] == [
        (date(2024, 3, 31), "在办 1 家，其中 1 家缺材料；放假安排未录入，截止日是推算的")
    ]


def test_working_days_are_those_of_the_offices_own_file(target: Ledger, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pool.apply(target, made(target), date(2024, 3, 4), "平城区")
    monkeypatch.setenv("DATONG_HOME", str(tmp_path))
    (tmp_path / "holidays.csv").write_text("日期,类别,说明\n2024-03-29,休,本市放假\n", encoding="utf-8")
    assert [task.due_on for task in tasks(target, date(2024, 3, 4), TaskKind.BATCH)] == [date(2024, 3, 28)]


def test_panel_meetings_ahead(target: Ledger) -> None:
    identifier = made(target)
    pool.apply(target, identifier, date(2024, 3, 4), "平城区")
    pool.move(target, identifier, Move.PASS_REVIEW, actor=OFFICE, made_on=date(2024, 4, 1))
    pool.set_batch(target, Batch("2024-03", meeting_on=QUIET, place="三楼"))
    (task,) = tasks(target, QUIET, TaskKind.PANEL)
    assert (task.name, task.what) == ("2024年3月批次", "复核会，待复核 1 家，地点：三楼")
    assert tasks(target, QUIET + timedelta(days=1), TaskKind.PANEL) == []
    assert tasks(target, QUIET - timedelta(days=31), TaskKind.PANEL) == []


def test_reform_plans_and_visits(target: Ledger) -> None:
    identifier = made(target, "甲公司")
    enterprises.save(target, "清单", Reform(identifier, planned_on=QUIET, step="已签中介"))
    enterprises.save(
        target, "走访", Visit(identifier, 1, problem="土地", due_on=QUIET), Visit(identifier, 2, due_on=date(2024, 9, 1)),
        Visit(identifier, 3, problem="证照", due_on=QUIET, closed_on=QUIET),
    )  # fmt: skip
    found = todo(target, QUIET + timedelta(days=1))
    assert [(t.kind, t.what, t.overdue) for t in found if t.overdue] == [
        (TaskKind.REFORM_PLAN, "股改清单计划完成，现为已签中介", True), (TaskKind.VISIT, "土地（未定责任单位）", True),
    ]  # fmt: skip
    for step in ("已完成", "已终止"):
        enterprises.save(target, "清单", Reform(identifier, planned_on=QUIET, step=step))
        assert tasks(target, QUIET, TaskKind.REFORM_PLAN) == []


def test_a_year_without_a_choice_among_the_state_owned_enterprises(target: Ledger) -> None:
    several = [made(target, f"国企{n:02}", ownership="国有") for n in range(3)]
    (task,) = tasks(target, QUIET, TaskKind.CHOICE)
    assert (task.enterprise, task.name, task.what) == ("", "3 家国有企业", "2024年度还没有筛选登记")
    assert task.due_on == date(2024, 12, 31)
    fostering.save(target, StateOwnedPlan(several[1], 2023))
    assert len(tasks(target, QUIET, TaskKind.CHOICE)) == 1
    fostering.save(target, StateOwnedPlan(several[0], 2024))
    assert tasks(target, QUIET, TaskKind.CHOICE) == []


def test_units_that_submitted_nobody_are_told_in_one_task(target: Ledger) -> None:
    one, other = made(target, "甲公司", district="平城区"), made(target, "乙公司")
    (task,) = tasks(target, QUIET, TaskKind.NO_SUBMISSION)
    assert (task.name, task.due_on) == ("18 个单位", date(2024, 12, 31))
    assert task.what.startswith("2024年还没有报送推荐，请催报：平城区、云冈区、")
    assert task.what.endswith("、市文旅局、市农业农村局")
    fostering.add(target, one, Submission, {"submitted_on": date(2024, 3, 5), "unit": "大同市科技局"})
    fostering.add(target, one, Submission, {"submitted_on": date(2023, 3, 5), "unit": "市文旅局"})
    pool.apply(target, other, date(2024, 2, 10), "平城区")
    (task,) = tasks(target, QUIET, TaskKind.NO_SUBMISSION)
    assert task.name == "16 个单位"
    assert "市科技局" not in task.what
    assert "平城区" not in task.what
    assert "市文旅局" in task.what


def test_enterprises_of_the_pool_without_leaders(target: Ledger) -> None:
    one, other, archived = (admitted(target, name) for name in ("甲公司", "乙公司", "丙公司"))
    enterprises.archive(target, [archived], QUIET)
    made(target, "未入库公司")
    fostering.save(target, Assistance(other, city_leader="张某"))
    assert {task.enterprise for task in tasks(target, QUIET, TaskKind.NO_LEADER)} == {one, other}
    fostering.save(target, Assistance(other, city_leader="张某", county_leader="李某"))
    (task,) = tasks(target, QUIET, TaskKind.NO_LEADER)
    assert (task.enterprise, task.what) == (one, "在库，还缺市级或县级包联领导")
    many = [admitted(target, f"企业{n:02}") for n in range(FOLD)]
    (task,) = tasks(target, QUIET, TaskKind.NO_LEADER)
    assert (task.enterprise, task.name) == ("", f"{len(many) + 1} 家在库企业")


def test_problems_of_the_list_are_told_until_they_are_closed(target: Ledger) -> None:
    identifier = made(target, "甲公司")
    values = {"raised_on": date(2024, 5, 1), "problem": "用地指标", "responsible": "市规自局", "due_on": QUIET}
    fostering.add(target, identifier, Difficulty, values)
    (task,) = tasks(target, QUIET + timedelta(days=2), TaskKind.DIFFICULTY)
    assert (task.name, task.what, task.days) == ("甲公司", "用地指标（市规自局）", -2)
    enterprises.save(target, "办结", Difficulty(identifier, 1, problem="用地指标", due_on=QUIET, closed_on=QUIET))
    assert tasks(target, QUIET, TaskKind.DIFFICULTY) == []


def test_the_longest_overdue_comes_first(target: Ledger) -> None:
    admitted(target, "丁", legal_form="有限责任公司")
    identifier = made(target, "甲", ownership="国有")
    enterprises.save(target, "走访", Visit(identifier, 1, due_on=DUE - timedelta(days=3)))
    enterprises.save(target, "清单", Reform(identifier, planned_on=DUE))
    found = todo(target, DUE)
    assert [task.kind for task in found][:4] == [
        TaskKind.VISIT, TaskKind.REFORM_PLAN, TaskKind.REFORM, TaskKind.CHOICE,
    ]  # fmt: skip
    assert [task.days for task in found] == sorted(task.days for task in found)


@given(st.integers(1990, 2090), st.sampled_from((3, 9)), st.sets(st.integers(0, 30), max_size=12))
def test_a_batch_closes_on_the_last_working_day_of_its_month(year: int, month: int, holidays: set[int]) -> None:
    first = date(year, month, 1)
    days = [first + timedelta(days=n) for n in range(31 if month == 3 else 30)]
    worked = [day for day in days if (day - first).days not in holidays]
    kinds = {day: ("班" if day in worked else "休", "") for day in days}
    known = frozenset({year} if year < 2027 else ())
    assert closing_day(f"{year}-{month:02}", Workdays(kinds, known)) == (max(worked), year >= 2027)
    by_week = closing_day(f"{year}-{month:02}", Workdays({}))
    assert by_week == (max(day for day in days if day.weekday() < 5), True)


def test_districts_without_a_list_and_departments_without_a_visit(target: Ledger) -> None:
    assert todo(target, QUIET) == ()  # nobody to list or to visit yet
    identifier = made(target, "甲公司", district="平城区")
    districts = [task.name for task in tasks(target, QUIET, TaskKind.NO_LIST)]
    assert (len(districts), districts.count("平城区")) == (11, 1)
    enterprises.save(target, "清单", Reform(identifier), Visit(identifier, 1, visited_on=QUIET, department="市税务局"))
    found = tasks(target, QUIET, TaskKind.NO_LIST)
    assert [task.name for task in found] == [one for one in districts if one != "平城区"]
    assert {(task.due_on, task.what) for task in found} == {(date(2024, 12, 31), "股份制改造清单里还没有企业，请催报")}
    absent = [task.name for task in tasks(target, QUIET, TaskKind.NO_VISIT)]
    assert len(absent) == 5
    assert "市税务局" not in absent
    enterprises.save(target, "终止", Reform(identifier, step="已终止"))
    assert len(tasks(target, QUIET, TaskKind.NO_LIST)) == 11  # given up is on no current list
    next_year = tasks(target, QUIET.replace(year=2025), TaskKind.NO_VISIT)
    assert (len(next_year), next_year[0].what) == (6, "2025年还没有走访记录，请核对补登")


def test_yearly_checks_and_ending_teams_are_due(target: Ledger) -> None:
    day = date(2023, 4, 1)
    ids = [qualified(target, name, SECURITIES) for name in ("甲", "乙", "丙", "丁")]
    qualifying.check_and_keep(target, ids[:1], date(2021, 3, 1))
    qualifying.check_and_keep(target, ids[:1], date(2022, 3, 20))
    qualifying.check_and_keep(target, ids[1:2], date(2022, 5, 1))
    qualifying.check_and_keep(target, ids[2:3], date(2022, 5, 2))
    team(target, ids[0], district="平城区", name="平城区服务队", valid_to=date(2023, 3, 31))
    team(target, ids[0], district="云冈区", name="云冈区服务队", valid_to=date(2023, 5, 2))
    team(target, ids[0], district="新荣区", name="解散", valid_to=day, dissolved_on=day)
    found = [
        (task.kind, task.name, task.days) for task in todo(target, day) if task.kind in (TaskKind.CHECK, TaskKind.TEAM_ENDS)
    ]
    assert found == [
        (TaskKind.CHECK, "甲", -12),
        (TaskKind.TEAM_ENDS, "平城区服务队", -1),
        (TaskKind.CHECK, "丁", 0),
        (TaskKind.CHECK, "乙", 30),
    ]


def test_a_hole_in_a_standing_team_is_told_until_it_is_filled(target: Ledger) -> None:
    people = experts(target)
    first = team(target, *[people[kind] for kind in SEVEN], district="平城区", name="平城区服务队")
    team(target, people[BANK], people[LAWYER], district="云冈区", name="云冈区服务队")
    team(target, people[BANK], district="新荣区", name="解散", dissolved_on=QUIET)
    whole = "缺券商、基金、担保、会计师、资产评估"
    assert [(task.name, task.what, task.days) for task in tasks(target, QUIET, TaskKind.TEAM_HOLE)] == [
        ("云冈区服务队", f"{whole}，请补人", 0)
    ]
    left = teams.leave(target, first, people[SECURITIES], reason="调离")
    found = {task.name: task.what for task in tasks(target, QUIET, TaskKind.TEAM_HOLE)}
    assert found == {"云冈区服务队": f"{whole}，请补人", "平城区服务队": "缺券商，没有负责人，请补人"}
    undo(target, left)
    assert [task.name for task in tasks(target, QUIET, TaskKind.TEAM_HOLE)] == ["云冈区服务队"]


def test_many_teams_with_holes_are_one_task(target: Ledger) -> None:
    people = experts(target)
    for number in range(FOLD + 1):
        team(target, people[SECURITIES], enterprise=made(target, f"样例企业{number}"), name=f"第{number}队")
    (task,) = tasks(target, QUIET, TaskKind.TEAM_HOLE)
    assert (task.name, task.enterprise) == (f"{FOLD + 1} 支服务队", "")


def test_it_stops_between_two_lots(target: Ledger) -> None:
    admitted(target, "甲公司", legal_form="有限责任公司")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        todo(target, QUIET, progress=progress)


def test_lots_leave_nobody_out(target: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "甲乙丙丁戊":
        admitted(target, name, legal_form="有限责任公司")
    at_once = todo(target, DUE)
    assert len([task for task in at_once if task.kind is TaskKind.REFORM]) == 5
    for module in ("pool_states", "todo"):
        monkeypatch.setattr(f"datong_desktop.services.{module}.LOT", 2)
    assert todo(target, DUE) == at_once


def test_many_of_a_kind_are_one_line_that_tells_how_many(target: Ledger) -> None:
    day = date(2023, 4, 1)
    ids = [qualified(target, f"专家{n:02}", SECURITIES) for n in range(FOLD + 1)]
    qualifying.check_and_keep(target, ids[:2], date(2022, 3, 20))
    qualifying.check_and_keep(target, ids[2:], date(2022, 4, 10))
    (line,) = tasks(target, day, TaskKind.CHECK)
    assert (line.name, line.due_on, line.days, line.overdue) == ("21 名专家", date(2023, 3, 20), -12, True)
    assert line.what == "最早的是专家00：上次资格审查是 2022-03-20，每年复审一次；其中 2 名专家已超期"
    assert [one.name for one in line.folded] == [f"专家{n:02}" for n in range(FOLD + 1)]
    qualifying.check_and_keep(target, ids[:1], day)
    assert len(tasks(target, day, TaskKind.CHECK)) == FOLD


def test_folding_loses_nothing_and_keeps_the_order() -> None:
    def one(kind: TaskKind, number: int) -> Task:
        return Task(kind, f"{number}", f"甲{number:02}", "同样的事", QUIET + timedelta(number), False, number)

    few, many = [one(TaskKind.VISIT, n) for n in range(FOLD)], [one(TaskKind.REFORM, n) for n in range(5, FOLD + 6)]
    told = fold([*many, *few])
    assert [task for task in told if task.kind is TaskKind.VISIT] == few
    (line,) = (task for task in told if task.kind is TaskKind.REFORM)
    assert (line.name, line.what, line.days, line.folded) == ("21 家企业", "同样的事", 5, tuple(many))
    assert [task.days for task in told] == sorted(task.days for task in told)
    assert set(unfold(told)) == {*few, *many}
    assert fold(told) == told
