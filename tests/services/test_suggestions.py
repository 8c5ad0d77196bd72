"""What is proposed from earlier entries."""

from __future__ import annotations

from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fostering import Visit
from datong_desktop.services import enterprises, suggestions
from datong_desktop.services.ledger import Ledger
from tests.registry import made


def test_the_commonest_texts_come_first_and_blanks_never(target: Ledger) -> None:
    one = made(target, cluster="大数据")
    made(target, cluster="半导体")
    made(target, cluster="半导体")
    made(target)
    assert suggestions.earlier_values(target, Enterprise, "cluster") == ("半导体", "大数据")
    assert suggestions.earlier_values(target, Enterprise, "cluster", most=1) == ("半导体",)
    enterprises.save(target, "走访", Visit(one, 1, department="市税务局"))
    assert suggestions.earlier_values(target, Visit, "department") == ("市税务局",)
    assert suggestions.earlier_values(target, Visit, "visitor") == ()
