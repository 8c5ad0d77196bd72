"""What the tests of the registry share: enterprises in a ledger, and how they came into the pool."""

from __future__ import annotations

import datetime

from datong_desktop.domain.application import Material, Move, PanelOpinion
from datong_desktop.domain.standing import REQUIRED_MATERIALS
from datong_desktop.services import enterprises, history, pool
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.services.ledger import Ledger

CODE = "91140204MA0Y7LLJY7"
TIER = "上市后备层"
OFFICE = "大同市金融办"
RECORDED_LATER = "旧案补登，材料另存"
APPLIED_ON = datetime.date(2023, 2, 10)
ADMITTED_ON = datetime.date(2023, 4, 20)


def made(target: Ledger, name: str = "样例企业001有限公司", **values: object) -> str:
    """A new enterprise; its id."""
    (identifier,) = enterprises.create(target, {"name": name, **values}).enterprises  # type: ignore[dict-item]
    return identifier


def file(target: Ledger, identifier: str) -> EnterpriseFile:
    found = enterprises.read(target, identifier)
    assert found is not None
    return found


def admitted(target: Ledger, name: str = "样例企业001有限公司", **values: object) -> str:
    """An enterprise that went the whole way into the pool on ADMITTED_ON, its papers not recorded; its id."""
    identifier = made(target, name, **values)
    pool.apply(target, identifier, APPLIED_ON, "平城区")
    for step, day in ((Move.PASS_REVIEW, 15), (Move.PASS_PANEL, 18)):
        pool.move(target, identifier, step, made_on=datetime.date(2023, 4, day), actor=OFFICE, override=RECORDED_LATER)
    pool.move(target, identifier, Move.ADMIT, made_on=ADMITTED_ON, actor=OFFICE, tier=TIER, override=RECORDED_LATER)
    return identifier


def papers(target: Ledger, identifier: str, application: int = 1) -> Changed:
    """All required materials and an expert's opinion."""
    received = (Material(identifier, application, number, received_on=APPLIED_ON) for number in REQUIRED_MATERIALS)
    opinion = PanelOpinion(identifier, application, 1, expert="样例专家", conclusion="同意入库")
    return enterprises.save(target, "材料和意见", *received, opinion)


def undo(target: Ledger, changed: Changed) -> Changed:
    assert changed.change_set is not None
    return history.undo(target, changed.change_set)


def codes(changed: Changed) -> list[str]:
    """The codes of what there was to say about a change."""
    return [notice.code for notice in changed.notices]
