"""The sample ledger: known results, a registry that agrees with them, nothing that could be taken for real."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from pathlib import Path

from datong_desktop.domain import credit_code
from datong_desktop.domain.application import PanelOpinion, State
from datong_desktop.domain.enterprise import Enterprise, Officer, Shareholder
from datong_desktop.domain.expert import INSTITUTION_TYPES, LEAVES, STAYS, WARNED, Expert, Project
from datong_desktop.domain.fostering import NAMES, Tracking, Visit
from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.service_log import Evaluation, ServiceVisit
from datong_desktop.domain.service_team import OF_DISTRICT, Conflict, Member, Need, Team, Wish
from datong_desktop.domain.tasks import FOLD, TaskKind
from datong_desktop.domain.year_book import YearBook
from datong_desktop.services import (
    assessment,
    expert_review,
    ledger,
    pool,
    records,
    registry_counts,
    team_board,
    team_proposal,
    todo,
)
from datong_desktop.services.admission import check_all
from datong_desktop.services.sample import figures, make_sample
from datong_desktop.services.team_ledger import staffing
from tests.storage import ROOT, A, B, books, content, new_ledger, opened

SAMPLE = ROOT / "resources" / "sample" / "样例.datong"
SOURCES = {2020: "annex1_messy_text.xlsx", 2021: "annex1_ties_shuffled.xlsx", 2022: "annex1_plain.xlsx"}

MADE_ON = datetime.date(2023, 3, 1)


def test_the_sample_is_three_filled_years_of_known_result(tmp_path: Path, cases: Path) -> None:
    path = tmp_path / "样例.datong"
    path.write_bytes(SAMPLE.read_bytes())
    expected = json.loads((cases / "expected.json").read_text(encoding="utf-8"))
    with opened(path) as sample:
        assert sample.sample
        assert assessment.list_years(sample) == (2022, 2021, 2020)
        assert ledger.check_ledger(sample) == ()
        for year, book in books(sample).items():
            rows = expected[SOURCES[year]]["rows"]
            assert [row["district"] for row in rows] == list(book.scheme.districts)
            assert [[book.figures[d, i.id] for i in book.scheme.indicators] for d in book.scheme.districts] == [r["values"] for r in rows]
            assert [str(row.final) for row in book.assessment.rows] == [r["final"] for r in rows]
            assert book.reporting_unit == "大同市金融办"
            assert book.sample


def test_the_committed_sample_is_what_the_program_makes(tmp_path: Path) -> None:
    make_sample(tmp_path / "样例.datong")
    committed = tmp_path / "committed.datong"
    committed.write_bytes(SAMPLE.read_bytes())
    assert content(tmp_path / "样例.datong") == content(committed)


def test_the_sample_registry_bears_out_the_figures_and_is_never_taken_for_real(tmp_path: Path) -> None:
    path = tmp_path / "样例.datong"
    path.write_bytes(SAMPLE.read_bytes())
    assert path.stat().st_size < 1500 * 1024
    with opened(path) as sample:
        found = {year: registry_counts.differences(sample, book) for year, book in books(sample).items()}
        assert found[2022] == {}
        assert all(one.note for differences in found.values() for one in differences.values())
        with sample.reading() as session:
            kept = records.read(session, Enterprise)
            people = [records.read(session, kind) for kind in (Shareholder, Officer, Visit, PanelOpinion, Tracking)]
            assert all(records.read(session, kind) for kind in NAMES)
            experts, projects = records.read(session, Expert), records.read(session, Project)
        assert all(one.name.startswith("样例企业") and one.contact.startswith("样例") for one in kept)
        assert all(who.startswith("样例") for of_kind in people for one in of_kind for who in names_in(one))
        assert Counter(one.institution_type for one in experts) == dict.fromkeys(INSTITUTION_TYPES, 3)
        assert all(one.name.startswith("样例专家") and one.institution.startswith("样例") for one in experts)
        assert all(one.enterprise.startswith("样例企业") for one in projects)
        assert all(credit_code.check(one.credit_code).ok for one in kept)
        by_state = Counter(pool.states(sample).get(one.id, pool.PoolState()).state for one in kept)
        assert set(by_state) == set(State)
        assert by_state[State.PROVINCIAL] == sum(sample_figures(books(sample)[2022], "provincial_pool"))
        assert [batch for batch, _ in pool.batches(sample)] == ["2023-03", "2022-09", "2022-03"]
        results = Counter(admission.result for _, admission in check_all(sample, datetime.date(2022, 3, 15)))
        assert results["符合"] > len(kept) / 2


def test_the_sample_shows_the_whole_of_the_expert_teams(tmp_path: Path) -> None:
    """A need of each urgency with and without a team, wishes and conflicts; teams whole, with a hole, of a district, dissolved."""
    path = tmp_path / "样例.datong"
    path.write_bytes(SAMPLE.read_bytes())
    with opened(path) as sample:
        with sample.reading() as session:
            needs, wishes, conflicts = (records.read(session, kind) for kind in (Need, Wish, Conflict))
            teams, members = records.read(session, Team), records.read(session, Member)
        now = staffing(sample, MADE_ON)
    assert {one.urgency for one in needs} == {"一般", "较急", "紧急"}
    assert all(one.fields and one.wishes.startswith("样例") for one in needs)
    assert any(one.closed_on for one in needs)
    assert {one.wanted for one in wishes} == {0, 1}
    assert [bool(one.expert) for one in conflicts] == [True, False]
    board = team_board.rows(now)
    assert sorted(one.missing for one in board if one.team) == [(), (), ("资产评估",)]
    assert [one.sound for one in board if one.target.kind == OF_DISTRICT and one.team] == [True]
    assert len([one for one in board if not one.team]) == 3
    assert [bool(one.reason) for one in teams if one.dissolved_on] == [True]
    assert [one.reason for one in members if one.left_on] == ["工作调动，不在本市（样例）"]
    assert isinstance(team_proposal.propose(now.problem()), team_proposal.Proposal)


def test_the_sample_teams_served_were_evaluated_and_reviewed(tmp_path: Path) -> None:
    path = tmp_path / "样例.datong"
    path.write_bytes(SAMPLE.read_bytes())
    with opened(path) as sample:
        with sample.reading() as session:
            visits, forms = records.read(session, ServiceVisit), records.read(session, Evaluation)
        lines = expert_review.yearly_review(sample, 2022, datetime.date(2023, 12, 31)).lines
    assert len({one.kind for one in visits if one.problem}) >= 6
    assert len([one for one in visits if one.due_on and not one.closed_on]) == 3
    assert all(text.endswith("（样例）") for one in visits for text in (one.problem, one.advice, one.follow_up, one.result) if text)
    assert all(one.evaluated_by.startswith("样例") for one in forms)
    assert {bool(one.expert) for one in forms} == {False, True}
    assert {line.result.proposal for line in lines} == {STAYS, WARNED, LEAVES}
    assert all((line.decision is None) == (line.result.rank is None) for line in lines)
    assert {line.decision.kind for line in lines if line.decision} == {STAYS, WARNED}


def test_what_is_due_in_the_sample_can_be_read(tmp_path: Path) -> None:
    """On the day it was made, and long after, when everything is overdue: nothing is said twenty times."""
    path = tmp_path / "样例.datong"
    path.write_bytes(SAMPLE.read_bytes())
    with opened(path) as sample:
        for day in (MADE_ON, datetime.date(2030, 6, 1)):
            found = Counter(task.kind for task in todo.todo(sample, day))
            assert {TaskKind.SERVICE, TaskKind.TEAM_ENDS, TaskKind.CHECK} <= set(found)
            assert found[TaskKind.CHECK] == 1
            assert max(found.values()) <= FOLD
            assert sum(found.values()) < 50


def names_in(record: object) -> list[str]:
    """Names of people in a record."""
    return [getattr(record, name) for name in ("name", "expert", "visitor", "tracker") if hasattr(record, name)]


def sample_figures(book: YearBook, indicator: str) -> list[int]:
    return [book.figures[district, indicator] for district in book.scheme.districts]


def test_the_sample_figures_know_their_cells(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    scheme: Scheme = assessment.read_year(target, 2022).scheme
    assert figures(scheme, 2022)[A] == 2
    assert figures(scheme, 2022)[B] == 0
    target.close()
