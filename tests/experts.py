"""What the tests of the expert pool share: experts in a ledger."""

from __future__ import annotations

from datong_desktop.services import experts
from datong_desktop.services.experts import ExpertFile
from datong_desktop.services.ledger import Ledger


def made(target: Ledger, name: str = "样例专家甲", **values: object) -> str:
    """A new expert; the id."""
    (identifier,) = experts.create(target, {"name": name, **values}).experts  # type: ignore[dict-item]
    return identifier


def file(target: Ledger, identifier: str) -> ExpertFile:
    found = experts.read(target, identifier)
    assert found is not None
    return found
