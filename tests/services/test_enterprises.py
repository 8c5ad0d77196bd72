"""The registry's verbs: what is stored, logged, undone, refused."""

from __future__ import annotations

import datetime

import pytest

from datong_desktop.domain.enterprise import Enterprise, Shareholder
from datong_desktop.domain.fostering import Visit
from datong_desktop.domain.progress import Cancelled, Progress
from datong_desktop.services import enterprises, history, ledger
from datong_desktop.services.ledger import Ledger
from tests.registry import CODE, file, made
from tests.storage import opened, refusal

WIDE = CODE.translate({ord(c): ord(c) + 0xFEE0 for c in CODE})
FOUNDED = datetime.date(2015, 8, 19)


def test_a_record_comes_back_as_it_was_stored(target: Ledger) -> None:
    identifier = made(target, founded_on=FOUNDED, registered_capital=123456, neeq_listed=0, credit_code=CODE)
    stored = file(target, identifier).enterprise
    assert stored == Enterprise(
        identifier, name="样例企业001有限公司", founded_on=FOUNDED, registered_capital=123456, neeq_listed=0,
        credit_code=CODE, initials=stored.initials,
    )  # fmt: skip
    assert "ylqy001yxgs" in stored.initials.split()
    with opened(target.path, read_only=True) as again:
        assert file(again, identifier).enterprise == stored


def test_undo_takes_a_new_record_away_and_redo_brings_it_back(target: Ledger) -> None:
    made_by = enterprises.create(target, {"name": "甲"})
    (identifier,) = made_by.enterprises
    assert made_by.change_set is not None
    undone = history.undo(target, made_by.change_set)
    assert undone.enterprises == {identifier}
    assert enterprises.read(target, identifier) is None
    assert undone.change_set is not None
    history.undo(target, undone.change_set)
    assert file(target, identifier).enterprise.name == "甲"
    assert ledger.check_ledger(target) == ()


def test_a_record_changed_since_is_not_undone(target: Ledger) -> None:
    made_by = enterprises.create(target, {"name": "甲"})
    (identifier,) = made_by.enterprises
    edited = enterprises.edit(target, [identifier], {"name": "乙"})
    assert edited.label == "修改 乙 企业名称"
    assert made_by.change_set is not None
    assert refusal(history.undo, target, made_by.change_set)[0] == "changed_since"
    assert edited.change_set is not None
    history.undo(target, edited.change_set)
    history.undo(target, made_by.change_set)
    assert enterprises.read(target, identifier) is None
    assert ledger.check_ledger(target) == ()


def test_the_same_credit_code_is_refused_with_the_name_of_the_other(target: Ledger) -> None:
    made(target, credit_code=CODE)
    made(target, "乙")
    made(target, "丙")  # two without a code are no twins
    code, text = refusal(enterprises.create, target, {"name": "丁", "credit_code": CODE})
    assert code == "same_credit_code"
    assert "样例企业001有限公司" in text
    found = enterprises.with_code(target, CODE)
    assert found is not None
    assert found.name == "样例企业001有限公司"


@pytest.mark.parametrize("written", [CODE.lower(), f" {CODE[:8]}-{CODE[8:]} ", WIDE])
def test_one_code_is_one_enterprise_however_it_is_written(target: Ledger, written: str) -> None:
    identifier = made(target, credit_code=written)
    assert file(target, identifier).enterprise.credit_code == CODE
    for spelling in (CODE, CODE.lower(), WIDE):
        assert refusal(enterprises.create, target, {"name": "乙", "credit_code": spelling})[0] == "same_credit_code"
        found = enterprises.with_code(target, spelling)
        assert found is not None
        assert found.id == identifier
    other = made(target, "丙")
    assert refusal(enterprises.edit, target, [other], {"credit_code": written})[0] == "same_credit_code"
    assert enterprises.edit(target, [identifier], {"credit_code": WIDE}).change_set is None


def test_what_hangs_on_it_is_saved_and_removed(target: Ledger) -> None:
    identifier = made(target)
    one, two = (Shareholder(identifier, n, name=f"股东{n}", share=5000) for n in (1, 2))
    enterprises.save(target, "修改 股东", one, two)
    changed = enterprises.remove(target, "修改 股东", one)
    assert file(target, identifier).all(Shareholder) == (two,)
    assert changed.enterprises == {identifier}
    assert changed.change_set is not None
    history.undo(target, changed.change_set)
    assert file(target, identifier).all(Shareholder) == (one, two)
    visit = Visit(identifier, 1, visited_on=FOUNDED, problem="土地")
    enterprises.save(target, "走访", visit)
    assert file(target, identifier).all(Visit) == (visit,)
    enterprises.remove(target, "删除走访", visit)
    assert file(target, identifier).all(Visit) == ()
    assert ledger.check_ledger(target) == ()


def test_many_are_changed_alike_in_one_step(target: Ledger) -> None:
    several = [made(target, name) for name in "甲乙丙"]
    changed = enterprises.edit(target, several, {"district": "平城区"})
    assert changed.label == "批量修改 3 家企业 县区"
    assert {file(target, one).enterprise.district for one in several} == {"平城区"}
    assert changed.change_set is not None
    history.undo(target, changed.change_set)
    assert {file(target, one).enterprise.district for one in several} == {""}


def test_of_many_one_that_is_gone_refuses_all_and_stopping_leaves_all_as_they_were(target: Ledger) -> None:
    several = [made(target, f"样例企业{n}") for n in range(40)]
    assert refusal(enterprises.edit, target, [*several, "x"], {"district": "平城区"})[0] == "no_enterprise"
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        enterprises.edit(target, several, {"district": "平城区"}, progress=progress)
    assert {file(target, one).enterprise.district for one in several} == {""}
    changed = enterprises.edit(target, several, {"district": "平城区"})
    assert changed.enterprises == set(several)


def test_an_unknown_enterprise_is_refused(target: Ledger) -> None:
    assert refusal(enterprises.edit, target, ["x"], {"name": "甲"})[0] == "no_enterprise"
    assert refusal(enterprises.save, target, "走访", Visit("x", 1))[0] == "no_enterprise"
    assert refusal(enterprises.create, target, {"name": "甲" * 300})[0] == "too_long"
