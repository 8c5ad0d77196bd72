"""Year books for the tests of documents: the real-shaped cases, the second scheme, random years, big tables."""

from __future__ import annotations

import datetime
import json
import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.domain.registry_counts import Difference
from datong_desktop.domain.scheme import Band, Participant, Rule, Scheme
from datong_desktop.domain.scheme_file import parse_scheme
from datong_desktop.domain.year_book import Signatures, YearBook

ROOT = Path(__file__).parents[2]
DATONG = parse_scheme((ROOT / "resources/schemes/datong-2022.toml").read_text("utf-8"), "datong-2022.toml")
SECOND = parse_scheme((ROOT / "tests/data/second-scheme.toml").read_text("utf-8"), "second-scheme.toml")
EXPECTED = json.loads((ROOT / "tests/data/expected.json").read_text("utf-8"))
CASES = ("annex1_plain", "annex1_ties_shuffled", "annex1_incomplete", "annex1_messy_text")
SIGNED = Signatures("王某某", "李某某", datetime.date(2023, 3, 5))
DECISION = Disqualification(2022, "云州区", "虚报挂牌企业数量", datetime.date(2023, 2, 28), "同金办发〔2023〕5号")


def case_book(name: str) -> YearBook:
    """One of the real-shaped cases, filled in and signed."""
    case = EXPECTED[f"{name}.xlsx"]
    figures = {
        (row["district"], indicator.id): value
        for row in case["rows"]
        for indicator, value in zip(DATONG.indicators, row["values"], strict=True)
        if value is not None
    }
    return YearBook(case["year"], DATONG, figures, reporting_unit="大同市金融办", signatures=SIGNED)


def plain() -> YearBook:
    return case_book("annex1_plain")


def incomplete() -> YearBook:
    return case_book("annex1_incomplete")


def differing() -> YearBook:
    """Two figures the registry does not bear out and nobody explained."""
    one, other = ("平城区", "neeq"), ("经开区", "listed")
    book = plain()
    told = {one: Difference(book.figures[one], 3, (), ""), other: Difference(book.figures[other], 12, (), "")}
    return replace(book, differences=told)


def disqualified() -> YearBook:
    """2023 with a decision of 2022 that still holds."""
    return replace(case_book("annex1_ties_shuffled"), decisions=(DECISION,))


def random_book(seed: int) -> YearBook:
    """A year with ties, zeros, blanks and disqualified districts; both tie rules, both zero rules, odd bands."""
    rng = random.Random(seed)
    scheme = rng.choice([DATONG, SECOND])
    count = len(scheme.participants)
    cuts = sorted(rng.sample(range(1, count), rng.randrange(0, 5)))
    ends, points = [*cuts, count], rng.sample(range(9), 5)
    bands = tuple(
        Band(first, last, points[i % 5], "", "") for i, (first, last) in enumerate(zip([1, *(c + 1 for c in cuts)], ends, strict=True))
    )
    scheme = replace(
        scheme, bands=bands, tie_rule=Rule(rng.choice(["best", "worst"]), "", ""),
        zero_rule=Rule(rng.choice(["no_points", "ranked"]), "", ""),
    )
    top = rng.choice([1, 3, 40, 99_999])
    figures = {
        (d, i.id): rng.randint(0, top) for d in scheme.districts for i in scheme.indicators if rng.random() > 0.05 * (seed % 3)
    }
    out = rng.sample(scheme.districts, rng.randrange(0, 4))
    decisions = tuple(Disqualification(2023, d, "理由", None, "") for d in out)
    return YearBook(2023, scheme, figures, decisions=decisions)


def big(districts: int, indicators: int) -> YearBook:
    """A made-up scheme of any size with the long official names."""
    pattern = DATONG.indicators
    chosen = tuple(
        replace(pattern[n % len(pattern)], id=f"i{n}", weight=Decimal(100) / indicators if 100 % indicators == 0 else Decimal("8.3"))
        for n in range(indicators)
    )
    participants = tuple(Participant(f"样例{n}县") for n in range(1, districts + 1))
    bands = (replace(DATONG.bands[0], first=1, last=districts),)
    scheme: Scheme = replace(DATONG, participants=participants, indicators=chosen, bands=bands)
    rng = random.Random(1)
    figures = {(d, i.id): rng.randrange(50) for d in scheme.districts for i in scheme.indicators}
    return YearBook(2024, scheme, figures, reporting_unit="某市金融办")
