"""``datong teams propose``: the cases, exact JSON, exit codes, plain sentences for people."""

from __future__ import annotations

import datetime
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import highspy
import openpyxl
import pytest

from datong_desktop import cli
from datong_desktop.domain.team_problem import TeamProblem
from datong_desktop.domain.team_rules import RULES
from datong_desktop.services import expert_importing, needs, team_accepting, team_job, team_offer, teams
from datong_desktop.services.staffing import ServiceObject
from datong_desktop.services.team_ledger import staffing
from tests import plain_teams
from tests.documents.test_expert_workbook import EXPERTS, ONE, changed, written
from tests.plain_teams import Chosen
from tests.storage import content, new_ledger, opened
from tests.strategies import DATA
from tests.tables import write_xlsx

ON = datetime.date(2023, 4, 1)
EXPECTED = json.loads((DATA / "experts_expected.json").read_text("utf-8"))


@pytest.fixture
def propose(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = cli.main(["teams", "propose", *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.mark.parametrize("name", [name for name, case in EXPECTED.items() if case["status"] == "optimal"])
def test_the_cases_have_full_teams_and_every_hard_rule_is_kept(propose: Any, name: str) -> None:
    code, out, err = propose(DATA / name, "--on", EXPECTED[name]["on"], "--json")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert list(answer) == ["status", "objective", "bound", "gap", "teams"]
    assert (answer["status"], answer["gap"]) == ("optimal", 0.0)
    assert answer["objective"] == answer["bound"]
    assert [list(team) for team in answer["teams"]] == [["object", "leader", "members"]] * len(answer["teams"])
    keeps_the_rules(DATA / name, datetime.date.fromisoformat(EXPECTED[name]["on"]), answer["teams"])
    task, _ = team_job.problem_of_workbook(DATA / name, datetime.date.fromisoformat(EXPECTED[name]["on"]))
    chosen: Chosen = {team["object"]: set(team["members"]) for team in answer["teams"]}
    assert plain_teams.worth(chosen, task) == answer["objective"]


def keeps_the_rules(path: Path, on: datetime.date, teams: list[dict[str, Any]]) -> None:
    """Straight from the cells, past the program's own reading."""
    people, needs = ([*sheet.iter_rows(values_only=True)] for sheet in openpyxl.load_workbook(path))
    experts = {row[0]: dict(zip(people[0], row, strict=True)) for row in people[1:]}
    seven = {"证券机构", "银行机构", "私募股权投资机构", "担保再担保机构", "会计师事务所", "律师事务所", "资产评估机构"}
    assert [team["object"] for team in teams] == [row[0] for row in needs[1:]]
    load = dict.fromkeys(experts, 0)
    for team in teams:
        assert {experts[one]["机构类型"] for one in team["members"]} >= seven
        assert len(set(team["members"])) == len(team["members"])
        assert team["leader"] in team["members"]
        assert experts[team["leader"]]["机构类型"] == "证券机构"
        for one in team["members"]:
            row, load[one] = experts[one], load[one] + 1
            assert (row["服务意愿"], row["不良诚信记录"]) == ("是", "否")
            assert row["资本运作项目数"] > 0
            assert row["最近处罚日期"] is None or row["最近处罚日期"].date().replace(year=row["最近处罚日期"].year + 3) < on
            assert team["object"] not in (row["回避对象"] or "").split("、")
    assert all(count <= experts[one]["可承担队数"] for one, count in load.items())


def test_the_short_case_names_the_type_and_the_least_number_of_seats(propose: Any) -> None:
    (name,) = (name for name, case in EXPECTED.items() if case["status"] == "infeasible")
    code, out, err = propose(DATA / name, "--on", EXPECTED[name]["on"], "--json")
    assert (code, err) == (3, "")
    answer = json.loads(out)
    assert answer["status"] == "infeasible"
    assert [(one["type"], one["missing"]) for one in answer["shortages"]] == [(EXPECTED[name]["short"], EXPECTED[name]["missing"])]
    (clash,) = answer["clashes"]
    assert clash["text"] == "合格的资产评估专家只有 10 名，40 家服务对象需要，合计最多 37 家，缺 3 席。"
    assert len(clash["objects"]) == 40
    assert clash["remedies"]


def test_for_people_every_choice_has_its_reason(propose: Any) -> None:
    code, out, err = propose(DATA / "experts_districts.xlsx", "--on", "2023年4月1日")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert "11 支服务队，共 " in lines[0]
    assert "已证明最优" in lines[0]
    members = [line for line in lines if line.startswith(("  负责人", "  成员"))]
    assert len(members) == 77
    assert all("负荷 " in line for line in members)
    assert all("；别人不动时" in line for line in members)
    assert lines[1].count("——符合") == len(RULES)
    code, out, err = propose(DATA / "experts_short.xlsx", "--on", "2023-04-01")
    assert (code, err) == (3, "")
    assert out.startswith("组不齐全部服务队。\n  缺 3 名资产评估机构的专家（需要 40 席，合格的有 10 名）\n")
    assert "  办法：再请合格的资产评估专家，能服务其中 3 家就够\n" in out


def test_bad_pools_are_plain_sentences(propose: Any, tmp_path: Path) -> None:
    code, out, _ = propose(written(tmp_path, changed("机构类型", "律所")), "--on", "2023-04-01")
    assert code == 3
    assert "专家库里没有券商专家，“样例企业”需要，缺 1 席。" in out
    code, out, _ = propose(written(tmp_path, changed("可承担队数", 0)), "--on", "2023-04-01")
    assert code == 3
    assert "合格的券商专家只有 1 名，“样例企业”需要，没有一名能去：乙的可承担队数没有填或是 0，缺 1 席。" in out
    code, out, err = propose(written(tmp_path, objects=[]), "--on", "2023-04-01")
    assert (code, out, err) == (2, "", "没有服务对象，没有可组的服务队。请先登记或勾选服务对象。\n")
    twice = written(tmp_path, ONE, changed("机构", "某律所", "Z2", "甲"))
    code, out, _ = propose(twice, "--on", "2023-04-01", "--json")
    assert (code, [one["code"] for one in json.loads(out)["problems"]]) == (2, ["person_twice"])


def test_what_does_not_fit_together_is_said_on_standard_error(propose: Any, tmp_path: Path) -> None:
    code, out, err = propose(written(tmp_path, changed("回避对象", "别的企业")), "--on", "2023-04-01", "--json")
    assert (code, json.loads(out)["status"]) == (3, "infeasible")
    assert err == "专家乙要回避的“别的企业”不在服务对象里，没有影响。\n"


def test_words_are_the_same_however_they_are_written(tmp_path: Path) -> None:
    path = written(tmp_path, changed("擅长领域", "ｉｐｏ，法律"), objects=[["样例企业", None, "平城区", "c39", "IPO", "较急"]])
    task, notes = team_job.problem_of_workbook(path, datetime.date(2023, 4, 1))
    (need,), (one,) = task.needs, task.candidates
    assert need.fields <= one.fields
    assert (need.kind, need.industry, need.urgency, notes) == ("企业", "C39", 2, ())


def test_districts_and_industries_are_known_however_they_are_written_and_strange_ones_told_of(tmp_path: Path) -> None:
    def read(districts: str, *about: str) -> tuple[TeamProblem, Sequence[str]]:
        people = [[*EXPERTS, "优先县区", "擅长行业"], [*ONE, districts, "C、26"]]
        objects = [["名称", "县区", "行业", "需求领域"], ["样例企业", *about, "IPO"]]
        return team_job.problem_of_workbook(write_xlsx(tmp_path / "专家.xlsx", {"专家库": people, "服务对象": objects}), ON)

    task, notes = read("平城、云冈区", "平城", "采化学")
    assert task.needs[0].district in task.candidates[0].districts == {"平城区", "云冈区"}
    assert task.candidates[0].industries == {"C", "C26"}
    assert notes == ("“采化学”不是行业代码，请核对；按原样比较。",)
    task, notes = read("火星县", "金星县", "26")
    assert (task.needs[0].industry, notes) == ("C26", ("“火星县”“金星县”不是县区，请核对；按原样比较。",))


@pytest.mark.parametrize(("arguments", "code"), [
    (["--on", "昨天"], "bad_date"), (["--on", "2023-04-01", "--seconds", "x"], "bad_usage"),
    (["--on", "2023-04-01", "--seconds", "0"], "bad_usage"), (["--on", "2023-04-01", "--seconds", "nan"], "bad_usage"),
    (["--on", "2023-04-01", "--seconds", "inf"], "bad_usage"), (["--on", "2023-04-01", "--seconds", "-1"], "bad_usage"), ([], "bad_usage"),
])  # fmt: skip
def test_wrong_usage(propose: Any, arguments: list[str], code: str) -> None:
    exit_code, out, _ = propose(DATA / "experts_districts.xlsx", *arguments, "--json")
    assert (exit_code, [one["code"] for one in json.loads(out)["problems"]]) == (2, [code])


def test_other_files_are_problems(propose: Any, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    ledger.close()
    for path, code in (("没有.xlsx", "file_missing"), (DATA / "enterprises.xlsx", "table_not_found"), (ledger.path, "no_needs")):
        exit_code, out, _ = propose(path, "--on", "2023-04-01", "--json")
        assert (exit_code, json.loads(out)["problems"][0]["code"]) == (2, code)


def test_ctrl_c_stops_it_at_once(propose: Any, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The signal comes while the solver runs, in its own thread."""
    run, calls = highspy.Highs.run, []
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has it ignored by what runs in its background
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))

    def interrupted(solver: highspy.Highs) -> highspy.HighsStatus:
        if not calls:
            signal.raise_signal(signal.SIGINT)
        calls.append(threading.current_thread())
        return run(solver)

    monkeypatch.setattr(highspy.Highs, "run", interrupted)
    code, out, err = propose(DATA / "experts_enterprises.xlsx", "--on", "2023-04-01", "--json")
    assert (code, out, err) == (130, "", "已中断。\n")
    assert calls
    assert threading.main_thread() not in calls
    monkeypatch.undo()
    assert propose(DATA / "experts_enterprises.xlsx", "--on", "2023-04-01", "--json")[0] == 0


@pytest.fixture
def account(tmp_path: Path) -> tuple[Path, Path]:
    """A ledger with the experts of a case, a team in it and a need more; and the case."""
    ledger, case = new_ledger(tmp_path), DATA / "experts_districts.xlsx"
    expert_importing.apply(ledger, expert_importing.preview(ledger, case, datetime.date(2023, 4, 1)))
    for name in ("平城区", "云冈区"):
        needs.create(ledger, ServiceObject("县区", name), {"fields": "IPO"})
    offer = team_offer.make(ledger, team_offer.Order((next(iter(staffing(ledger, ON).needs)),), team_job.rules().weights), ON)
    team_accepting.accept(ledger, offer)
    ledger.close()
    return ledger.path, case


def test_a_ledger_is_proposed_for_and_stays_as_it_was(propose: Any, account: tuple[Path, Path]) -> None:
    path, case = account
    before = content(path)
    code, out, err = propose(path, "--on", "2023-04-01", "--json")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert (answer["status"], [team["object"] for team in answer["teams"]]) == ("optimal", ["平城区", "云冈区"])
    sheet = openpyxl.load_workbook(case)["专家库"]
    numbers = {row[0] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert all({team["leader"], *team["members"]} <= numbers for team in answer["teams"])
    code, out, _ = propose(path, "--on", "2023-04-01")
    assert code == 0
    assert out.startswith("2 支服务队，共 ")
    assert "  负责人 Z" in out
    assert content(path) == before


def test_every_rule_of_every_team_of_a_ledger_is_checked(account: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    path, _ = account
    assert cli.main(["teams", "check", str(path), "--on", "2023-04-01", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (list(answer), answer["on"]) == (["on", "rows"], "2023-04-01")
    (row,) = answer["rows"]
    assert list(row) == ["object", "name", "leader", "members", "valid_to", "result", "rules", "reasons"]
    assert (row["object"], row["name"], row["result"], row["reasons"]) == ("平城区", "平城区专家服务队", "符合", [])
    assert row["leader"] == row["members"][0]
    assert set(row["rules"].values()) == {"符合"}
    with opened(path) as ledger:
        ((identifier, there),) = staffing(ledger, ON).teams.items()
        teams.leave(ledger, identifier, there.leader, "调离")
    assert cli.main(["teams", "check", str(path), "--on", "2023-04-01", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert (row["leader"], row["result"], row["rules"]["type_missing"], row["rules"]["leader"]) == ("", "不符合", "不符合", "不符合")
    assert cli.main(["teams", "check", str(path), "--on", "2023-04-01"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "不符合  平城区专家服务队（平城区，6 人）" in lines
    assert "        “平城区”的服务队应由证券机构的专家负责（附件5 四（一））。" in lines
    assert lines[-1] == "共 1 支服务队：符合 0 支，不符合 1 支。"
    assert "有效期" not in "".join(lines)
    assert cli.main(["teams", "check", str(path), "--on", "2090-01-01"]) == 0
    assert f"    ▲ 有效期到 {row['valid_to']}，已经过了" in capsys.readouterr().out.splitlines()
    assert cli.main(["teams", "check", str(path.with_name("没有.datong")), "--on", "2023-04-01", "--json"]) == 2


def test_without_a_day_it_is_checked_as_of_today(account: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    path, case = account
    for command in (["teams", "check", str(path)], ["experts", "check", str(case)], ["experts", "check", str(path)]):
        assert cli.main([*command, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["on"] == f"{datetime.date.today()}"


def test_standard_output_holds_the_json_alone_and_is_the_same_each_time() -> None:
    arguments = ["teams", "propose", str(DATA / "experts_districts.xlsx"), "--on", "2023-04-01", "--json"]
    command = [sys.executable, "-m", "datong_desktop", *arguments]
    done = [subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60) for _ in range(2)]
    assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * 2
    assert done[0].stdout == done[1].stdout
    assert json.loads(done[0].stdout)["status"] == "optimal"
