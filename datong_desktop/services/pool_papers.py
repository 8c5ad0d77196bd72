"""The seven materials of an application and the experts' opinions on it (annex 2 二（二）, （三）2)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from sqlalchemy.orm import Session

from datong_desktop.domain.application import MATERIALS, Application, Material, PanelOpinion
from datong_desktop.domain.fields import Value
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.standing import missing_text
from datong_desktop.models.registry import ROWS
from datong_desktop.services import enterprises, records
from datong_desktop.services.changes import Changed
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import changed


def receive_material(
    ledger: Ledger, enterprise: str, number: int, received_on: datetime.date, note: str = ""
) -> Changed:
    """Material ``number`` (1-7, annex 2 二（二）) of the last application is here. ``Refused``: no_application, no_material."""
    with ledger.writing("收到材料") as work:
        material, name = _material(work.session, enterprise, number)
        work.command = f"收到材料 {name} {missing_text([number])}"
        records.put(work.session, Material(enterprise, material.application, number, received_on=received_on, note=note))
    return changed(ledger, work)


def drop_material(ledger: Ledger, enterprise: str, number: int) -> Changed:
    """Takes a material of the last application off the checklist. ``Refused``: no_application, no_material."""
    with ledger.writing("退回材料") as work:
        material, name = _material(work.session, enterprise, number)
        work.command = f"退回材料 {name} {missing_text([number])}"
        records.remove(work.session, material)
    return changed(ledger, work)


def _material(session: Session, enterprise: str, number: int) -> tuple[Material, str]:
    """The key of a material of the last application, and the name of the enterprise."""
    if not 1 <= number <= len(MATERIALS):
        raise refuse("no_material", f"申报材料只有 {len(MATERIALS)} 项，没有第 {number} 项，没有保存。请重新选择。")
    application, name = _last_application(session, enterprise)
    return Material(enterprise, application, number), name


def add_opinion(ledger: Ledger, enterprise: str, values: Mapping[str, Value]) -> Changed:
    """One more expert's opinion on the last application. ``Refused``: no_application, too_long …"""
    with ledger.writing("复核意见") as work:
        application, name = _last_application(work.session, enterprise)
        columns = ROWS[PanelOpinion].__table__.c
        there = records.read(
            work.session, PanelOpinion, columns.enterprise == enterprise, columns.application == application
        )
        opinion = PanelOpinion(enterprise, application, records.next_number(there), **values)  # type: ignore[arg-type]
        work.command = f"复核意见 {name} {opinion.expert}".rstrip()
        records.put(work.session, opinion)
    return changed(ledger, work)


def change_opinion(ledger: Ledger, opinion: PanelOpinion) -> Changed:
    """Brings an expert's opinion in line with this."""
    return enterprises.save(ledger, f"修改复核意见 {opinion.expert}".rstrip(), opinion)


def remove_opinion(ledger: Ledger, opinion: PanelOpinion) -> Changed:
    """Takes an expert's opinion away, with the links of its scans."""
    with ledger.writing(f"删除复核意见 {opinion.expert}".rstrip()) as work:
        records.remove(work.session, *records.evidence_of(work.session, opinion), opinion)
    return changed(ledger, work)


def _last_application(session: Session, enterprise: str) -> tuple[int, str]:
    (file,) = enterprises.files(session, [enterprise], [Application])
    number = max((a.number for a in file.all(Application)), default=0)
    if not number:
        raise refuse("no_application", f"“{file.name}”还没有申报，没有保存。请先登记申报。")
    return number, file.name
