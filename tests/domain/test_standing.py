"""What follows from the steps: since when, what is missing, the two years of a limited company."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datong_desktop.domain.application import Move, State, Step, batch_label, batch_of, state_after, tier_after
from datong_desktop.domain.enterprise import LEGAL_FORMS, TIERS
from datong_desktop.domain.standing import PoolState, missing, missing_text, pool_state, reform_due_on

LIMITED = "有限责任公司"
day = datetime.date


def steps(*moves: tuple[Move, day], tier: str = TIERS[0]) -> list[Step]:
    """Only the two moves that give a tier carry one."""
    gives = (Move.ADMIT, Move.CHANGE_TIER)
    return [Step("甲", 1, n, move=m, made_on=on, tier=tier if m in gives else "") for n, (m, on) in enumerate(moves, 1)]


IN = ((Move.APPLY, day(2024, 1, 9)), (Move.PASS_REVIEW, day(2024, 1, 20)), (Move.PASS_PANEL, day(2024, 2, 1)))
ADMITTED = (*IN, (Move.ADMIT, day(2024, 2, 29)))


def test_nothing_done_is_nothing() -> None:
    assert pool_state([], "", (), LIMITED, reformed=False) == PoolState()
    assert PoolState().next_moves == (Move.APPLY,)


def test_an_admitted_limited_company_has_two_years() -> None:
    found = pool_state(steps(*ADMITTED), "2024-03", {1, 3, 4, 5, 6}, LIMITED, reformed=False)
    assert found == PoolState(
        State.ADMITTED, TIERS[0], 1, "2024-03", day(2024, 2, 29), day(2024, 2, 29), (2,), day(2026, 2, 28)
    )
    assert pool_state(steps(*ADMITTED), "2024-03", (), LIMITED, reformed=True).reform_due_on is None
    assert pool_state(steps(*ADMITTED), "2024-03", (), "股份有限公司", reformed=False).reform_due_on is None
    assert pool_state(steps(*IN), "2024-03", (), LIMITED, reformed=False).reform_due_on is None


def test_moving_within_the_pool_does_not_start_the_two_years_anew() -> None:
    way = (*ADMITTED, (Move.RECOMMEND, day(2024, 6, 1)), (Move.CHANGE_TIER, day(2024, 7, 1)))
    found = pool_state(steps(*way), "2024-03", (), LIMITED, reformed=False)
    assert (found.state, found.since, found.admitted_on) == (State.RECOMMENDED, day(2024, 6, 1), day(2024, 2, 29))
    again = steps(*way, (Move.LEAVE, day(2024, 8, 1)), *IN[:1], (Move.ADMIT, day(2025, 5, 5)))
    assert pool_state(again[:-2], "2024-03", (), LIMITED, reformed=False).tier == ""
    assert pool_state(again, "2024-03", (), LIMITED, reformed=False).admitted_on == day(2025, 5, 5)


def test_the_optional_material_is_never_missing() -> None:
    assert missing(()) == (1, 2, 3, 4, 5, 6)
    assert missing({1, 2, 3, 4, 5, 6}) == ()
    assert missing_text((5, 6)) == "5.公司章程、6.营业执照"
    refused = steps(*IN, (Move.REFUSE, day(2024, 3, 1)))
    assert pool_state(refused, "2024-03", (), LIMITED, reformed=False).missing_materials == ()


@given(st.lists(st.sampled_from(Move), max_size=15))
def test_state_and_tier_are_those_of_the_steps(moves: list[Move]) -> None:
    made = steps(*((move, day(2024, 1, 1)) for move in moves))
    found = pool_state(made, "", (), LIMITED, reformed=False)
    assert (found.state, found.tier) == (state_after(made), tier_after(made))
    assert (found.admitted_on is not None) == bool(found.reform_due_on)


@given(st.dates(day(1990, 1, 1), day(2090, 1, 1)), st.sampled_from(LEGAL_FORMS))
def test_the_last_day_is_the_same_day_two_years_on(admitted: day, legal_form: str) -> None:
    due = reform_due_on(legal_form, admitted)
    if legal_form not in ("有限责任公司", "国有独资公司"):
        assert due is None
        return
    assert due is not None
    assert due.year == admitted.year + 2
    same = (due.month, due.day) == (admitted.month, admitted.day)
    assert same or ((admitted.month, admitted.day), (due.month, due.day)) == ((2, 29), (2, 28))


@given(st.dates(day(1990, 1, 1), day(2090, 12, 31)))
def test_a_batch_is_the_first_whose_month_has_not_passed(received: day) -> None:
    year, month = map(int, batch_of(received).split("-"))
    assert month in (3, 9)
    assert (year, month) >= (received.year, received.month)
    before = (year - 1, 9) if month == 3 else (year, 3)
    assert before < (received.year, received.month)


@pytest.mark.parametrize(
    ("received", "batch"),
    [
        (day(2023, 3, 1), "2023-03"), (day(2023, 3, 31), "2023-03"), (day(2023, 4, 1), "2023-09"),
        (day(2023, 9, 30), "2023-09"), (day(2023, 10, 1), "2024-03"), (day(2024, 2, 29), "2024-03"),
        (day(2023, 12, 31), "2024-03"), (day(2024, 1, 1), "2024-03"),
    ],
)  # fmt: skip
def test_batches_at_their_edges(received: day, batch: str) -> None:
    assert batch_of(received) == batch
    assert batch_label("2024-03") == "2024年3月批次"
