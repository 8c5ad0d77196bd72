"""What a decision on an application rests on: the check, the papers, the panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from datong_desktop.domain.admission import VIOLATED, ClauseResult
from datong_desktop.domain.application import Material, PanelOpinion
from datong_desktop.domain.moving import Grounds
from datong_desktop.domain.standing import missing
from datong_desktop.services.enterprises import EnterpriseFile


class Checked(Protocol):
    """What an admission check says in the end, 符合, 不符合 or 待人工认定, and clause by clause."""

    @property
    def result(self) -> str: ...

    @property
    def clauses(self) -> Sequence[ClauseResult]: ...


def grounds_of(file: EnterpriseFile, application: int, check: Checked) -> Grounds:
    """What a decision on an application of the enterprise rests on."""
    received = [m.number for m in file.all(Material) if m.application == application and m.received_on]
    opinions = sum(opinion.application == application for opinion in file.all(PanelOpinion))
    violated = tuple(clause.title for clause in check.clauses if clause.result == VIOLATED)
    return Grounds(check.result, violated, missing(received), opinions)
