"""Checks over a ledger: what is read, under which rules, and what reviewers record."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from datong_desktop.domain.application import Application, Move, Step
from datong_desktop.domain.enterprise import FiscalYear, Judgement
from datong_desktop.services import admission, enterprises, history, ledger, pool, records
from datong_desktop.services.ledger import Ledger
from tests.admission_facts import FIGURES, GOOD, ON, judged, rules_text
from tests.registry import OFFICE, undo
from tests.storage import new_ledger, refusal


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Ledger]:
    found = new_ledger(tmp_path)
    yield found
    found.close()


def made(target: Ledger, year: int = 2022, **changes: Any) -> str:
    values = GOOD | changes
    figures = {name: values.pop(name) for name in FIGURES}
    (identifier,) = enterprises.create(target, values).enterprises
    enterprises.save(target, "录入", FiscalYear(identifier, year, **figures))
    return identifier


def judge(target: Ledger, identifier: str, clause: str, result: str = "符合") -> Any:
    return admission.judge(target, _of(identifier, judged(clause, result)))


def _of(identifier: str, given: Judgement) -> Judgement:
    return Judgement(
        identifier, given.clause, result=given.result, judged_by=given.judged_by, judged_on=given.judged_on, reason=given.reason
    )


def test_one_is_checked_from_its_record_its_figures_and_the_findings(target: Ledger) -> None:
    identifier = made(target)
    assert admission.check_one(target, identifier, ON).results["盈利模式"] == "待人工认定"
    for clause in ("盈利模式", "产品服务"):
        changed = judge(target, identifier, clause)
        assert changed.label == f"认定 样例企业有限公司 {clause} 符合"
        assert changed.enterprises == {identifier}
    assert admission.check_one(target, identifier, ON).result == "符合"
    assert admission.check_one(target, identifier, ON.replace(year=2024)).results["经营状况"] == "待人工认定"
    assert changed.change_set is not None
    history.undo(target, changed.change_set)
    assert admission.check_one(target, identifier, ON).result == "待人工认定"
    assert refusal(admission.check_one, target, "x", ON)[0] == "no_enterprise"


def test_the_day_of_a_check_is_that_of_an_open_or_decided_application(target: Ledger) -> None:
    identifier, today = made(target), ON.replace(year=2025)

    def day() -> datetime.date:
        found = enterprises.read(target, identifier)
        assert found is not None
        return admission.day_of(found, today)

    assert day() == today
    pool.apply(target, identifier, ON, "平城区")
    assert day() == ON
    pool.move(target, identifier, Move.REFUSE, actor=OFFICE, made_on=ON, opinion="材料不实")
    assert day() == ON
    pool.apply(target, identifier, ON.replace(year=2024), "平城区")
    assert day() == ON.replace(year=2024)
    pool.move(target, identifier, Move.WITHDRAW, actor=OFFICE, made_on=today, opinion="企业撤回")
    assert day() == today


@pytest.mark.parametrize(("written", "size"), [
    ("K7010", "房地产开发业"), ("7010", "房地产开发业"), ("k7010", "房地产开发业"), ("房地产开发经营", "房地产开发业"),
    ("C9999", None), ("房地产", None), ("", None),
])  # fmt: skip
def test_the_industry_is_understood_however_it_is_written(target: Ledger, written: str, size: str | None) -> None:
    found = admission.check_one(target, made(target, industry=written, total_assets=10**7, revenue=10**7), ON)
    assert found.results["经营状况"] == ("符合" if size else "待人工认定")
    assert next(c for c in found.clauses if c.clause == "经营状况").looked_at[0] == ("行业代码", written)


def test_a_finding_needs_its_reviewer_date_and_reason(target: Ledger) -> None:
    identifier = made(target)
    assert refusal(admission.judge, target, Judgement(identifier, "盈利模式", result="好"))[0] == "not_a_choice"
    assert refusal(admission.judge, target, Judgement(identifier, "新三板挂牌", result="符合"))[0] == "unknown_clause"
    blank = Judgement(identifier, "盈利模式", result="符合")
    with pytest.raises(Exception, match="认定人") as caught:
        admission.judge(target, blank)
    assert [p.code for p in caught.value.problems] == ["no_name", "no_date", "no_reason"]  # type: ignore[attr-defined]
    assert refusal(admission.judge, target, _of("x", judged("盈利模式")))[0] == "no_enterprise"
    judge(target, identifier, "盈利模式")
    taken_back = admission.judge(target, Judgement(identifier, "盈利模式"))
    assert taken_back.label == "撤回 样例企业有限公司 盈利模式认定"
    assert admission.check_one(target, identifier, ON).results["盈利模式"] == "待人工认定"
    assert ledger.check_ledger(target) == ()


def test_all_are_checked_in_lots_as_one_by_one(target: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "LOT", 3)
    ids = [made(target, founded_on=datetime.date(2019 + n % 3, 1, 1), year=2021 + n % 2) for n in range(8)]
    judge(target, ids[3], "盈利模式", "不符合")
    enterprises.archive(target, [ids[5]], ON)
    heard: list[tuple[int, int]] = []
    found = {one.id: result for one, result in admission.check_all(target, ON, lambda *at: heard.append(at))}
    assert list(found) == sorted(set(ids) - {ids[5]})
    assert heard == [(3, 7), (6, 7), (7, 7)]
    for identifier, result in found.items():
        assert result.clauses == admission.check_one(target, identifier, ON).clauses
    assert next(iter(admission.check_all(target, ON)))[0].name == "样例企业有限公司"


def applied(target: Ledger, identifier: str, number: int, text: str) -> Application:
    """An application that is decided under rules of that text."""
    with patch.object(admission, "rules_text", return_value=text), target.writing("收存入库标准") as work:
        return Application(identifier, number, batch="2023-03", rules=admission.keep_rules(work.session))


def test_a_text_of_rules_is_kept_once_and_stays_when_what_came_with_it_is_undone(target: Ledger) -> None:
    first, second = made(target), made(target)
    opened = pool.apply(target, first, ON, "平城区")
    pool.apply(target, second, ON, "平城区")
    with target.reading() as session:
        kept = records.rules_texts(session)
    assert list(kept.values()) == [rules_text().strip()]
    undone = undo(target, opened)
    assert admission.check_one(target, second, ON).results["存续期限"] == "符合"
    assert ledger.check_ledger(target) == ()
    undo(target, undone)
    assert admission.check_one(target, first, ON).results["存续期限"] == "符合"


def test_lost_rules_are_told_and_no_others_taken_for_them(target: Ledger) -> None:
    identifier = made(target)
    enterprises.save(target, "申报", Application(identifier, 1, rules="0" * 64), Step(identifier, 1, 1, move=Move.APPLY, made_on=ON))
    (found,) = ledger.check_ledger(target)
    assert found.code == "rules_missing"
    assert refusal(admission.check_one, target, identifier, ON)[0] == "rules_missing"


def test_an_application_is_decided_under_the_rules_it_keeps(target: Ledger) -> None:
    identifier = made(target, founded_on=datetime.date(2021, 1, 1))
    old = rules_text().replace("\nyears = 3\n", "\nyears = 2\n")
    steps = [Step(identifier, 1, n, move=move, made_on=ON) for n, move in enumerate((Move.APPLY, Move.REFUSE), 1)]
    enterprises.save(target, "申报", applied(target, identifier, 1, old), steps[0])

    def both() -> set[str]:
        every = {one.id: result for one, result in admission.check_all(target, ON)}
        return {admission.check_one(target, identifier, ON).results["存续期限"], every[identifier].results["存续期限"]}

    assert both() == {"符合"}
    enterprises.save(target, "不予通过", steps[1])
    assert both() == {"符合"}  # the case is over, and stays as it was decided
    again = Step(identifier, 2, 1, move=Move.APPLY, made_on=ON)
    enterprises.save(target, "申报", applied(target, identifier, 2, rules_text()), again)
    assert both() == {"不符合"}
    found = enterprises.read(target, identifier)
    assert found is not None
    first, second = found.all(Application)
    assert [admission.check_file(found, ON, one).results["存续期限"] for one in (first, second)] == ["符合", "不符合"]
    enterprises.save(target, "撤回申报", Step(identifier, 2, 2, move=Move.WITHDRAW, made_on=ON))
    enterprises.save(target, "旧标准", applied(target, identifier, 2, old))
    assert both() == {"不符合"}  # withdrawn: as if it had not applied


def test_a_finding_names_a_clause_of_the_rules_its_case_keeps(target: Ledger) -> None:
    identifier = made(target)
    assert 'name = "盈利模式"' in rules_text()
    old = rules_text().replace('name = "盈利模式"', 'name = "盈利办法"')
    first = Step(identifier, 1, 1, move=Move.APPLY, made_on=ON)
    enterprises.save(target, "申报", applied(target, identifier, 1, old), first)
    assert judge(target, identifier, "盈利办法").change_set is not None
    assert admission.check_one(target, identifier, ON).results["盈利办法"] == "符合"
    code, text = refusal(judge, target, identifier, "盈利模式")
    assert code == "unknown_clause"
    assert "盈利办法" in text


def test_the_rules_in_force_are_the_shipped_ones() -> None:
    assert admission.rules_text() == rules_text()
    assert admission.rules().id == "admission-2022"


def test_a_finding_of_an_earlier_case_decides_nothing_until_it_is_confirmed(target: Ledger) -> None:
    first, again = datetime.date(2022, 3, 10), datetime.date(2023, 2, 10)
    identifier = made(target, 2021)
    judge(target, identifier, "盈利模式")  # on 2023-03-15: of the only case there will be, for now
    early = replace(judged("产品服务"), enterprise=identifier, judged_on=first)
    admission.judge(target, early)

    def both(clause: str) -> set[str]:
        every = {one.id: result for one, result in admission.check_all(target, ON)}
        return {admission.check_one(target, identifier, ON).results[clause], every[identifier].results[clause]}

    pool.apply(target, identifier, first, "平城区")
    assert both("产品服务") == {"符合"}
    pool.move(target, identifier, Move.REFUSE, actor=OFFICE, made_on=datetime.date(2022, 4, 1), opinion="材料不足")
    assert both("产品服务") == {"符合"}
    pool.apply(target, identifier, again, "平城区")
    assert both("产品服务") == {"待人工认定"}
    assert both("盈利模式") == {"符合"}
    (clause,) = (one for one in admission.check_one(target, identifier, again).clauses if one.clause == "产品服务")
    assert clause.reason == "由审核人认定；上次认定（2022-03-10，王某）：符合：已看材料"
    assert clause.may_be_judged
    found = enterprises.read(target, identifier)
    assert found is not None
    old, new = found.all(Application)
    assert [admission.check_file(found, first, one).results["产品服务"] for one in (old, new)] == ["符合", "待人工认定"]
    other = next(one for one in admission.check_file(found, first, old).clauses if one.clause == "盈利模式")
    assert other.reason.startswith("由审核人认定；后来的认定（2023-03-15，王某）")
    (notice,) = admission.judge(target, replace(early, judged_on=datetime.date(2022, 6, 1))).notices
    assert notice.code == "of_another_case"
    assert both("产品服务") == {"待人工认定"}
    assert admission.judge(target, replace(early, judged_on=again)).notices == ()
    assert both("产品服务") == {"符合"}
