"""How experts are reviewed each year, as data of the rules of annex 5 (三（五）): points, limits and thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from datong_desktop.domain.fostering import MILESTONES
from datong_desktop.domain.toml_reader import TomlReader

WHOLE = 100
"""What the three factors make up together at most."""
MOST_POINTS = 100
MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """Points for a ``visit``, a ``day``, a problem ``solved`` and each of the ``milestones``; at most how many count for
    ``activity``, ``effect`` and ``evaluation``; ``least_days`` in a team before one is judged without a visit; from which total
    on it is proposed that an expert stays, or is warned."""

    source: str
    text: str
    visit: int
    day: int
    solved: int
    milestones: Mapping[str, int] = field(hash=False)
    activity: int
    effect: int
    evaluation: int
    least_days: int
    stay: int
    warn: int


def read_review(reader: TomlReader) -> ReviewRules:
    """The section ``[review]`` of a file of rules; a wrong one is refused with key and reason."""
    table, points = reader.table("review"), reader.table("review.milestones")
    if unknown := sorted(points.keys() - set(MILESTONES)):
        raise reader.bad(f"review.milestones.{unknown[0]}", f"不认识，可用：{'、'.join(MILESTONES)}")

    def whole(name: str) -> int:
        return reader.integer(table, name, f"review.{name}", 0, MOST_POINTS)

    rules = ReviewRules(
        reader.text("review.clause"), reader.text("review.text"), whole("visit"), whole("day"), whole("solved"),
        {kind: reader.integer(points, kind, f"review.milestones.{kind}", 0, MOST_POINTS) for kind in MILESTONES},
        whole("activity"), whole("effect"), whole("evaluation"),
        reader.integer(table, "least_days", "review.least_days", 0, MOST_DAYS), whole("stay"), whole("warn"),
    )  # fmt: skip
    if (total := rules.activity + rules.effect + rules.evaluation) != WHOLE:
        raise reader.bad("review.activity", f"activity、effect、evaluation 合计应为 {WHOLE}，现在是 {total}")
    if rules.warn > rules.stay:
        raise reader.bad("review.warn", f"提醒的分数线 {rules.warn} 不应高于留任的分数线 {rules.stay}")
    return rules
