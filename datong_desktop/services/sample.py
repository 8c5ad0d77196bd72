"""The sample ledger (样例): three filled years, a small registry, an expert pool with teams; made once and kept in
``resources/sample``.

    python -c "from pathlib import Path; from datong_desktop.services.sample import make_sample;
               make_sample(Path('resources/sample/样例.datong'))"

The figures are made up. The program opens a copy of the file in the user's folder, never the file itself.
"""

from __future__ import annotations

import datetime
import itertools
import random
from pathlib import Path

from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.year_book import Cell, Signatures
from datong_desktop.services import assessment, sample_experts, sample_registry, sample_services, sample_teams
from datong_desktop.services.ledger import Ledger, NewLedger, make_file

NAME, OFFICE, OPERATOR = "样例", "大同市金融办", "样例"
_IDENTITY = "5a3e1f60-0000-4000-8000-000000000001"
_TIME = datetime.datetime(2023, 3, 1, 9, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))

# Rows are districts in annex order, columns indicators.
FIGURES = {
    2020: """
        2 3 8 34 3 0 0 0
        1 4 9 26 6 1 1 0
        2 2 7 6 1 0 1 0
        3 3 14 36 1 1 0 0
        1 1 6 5 1 1 2 1
        1 2 5 26 4 0 1 0
        3 1 15 6 0 0 0 1
        2 1 3 36 2 3 0 0
        2 2 13 35 3 1 0 0
        1 2 10 41 6 0 0 1
        2 3 8 4 1 2 0 0
    """,
    2021: """
        1 1 2 2 0 1 0 0
        1 1 2 2 0 1 2 0
        2 2 2 2 1 1 1 1
        1 1 2 2 0 1 0 1
        2 2 2 2 2 0 1 0
        2 1 2 2 1 2 1 0
        2 1 2 2 1 2 1 0
        1 1 2 2 2 0 2 0
        1 1 2 2 2 1 0 0
        1 1 2 2 2 0 1 1
        2 2 2 2 2 0 1 0
    """,
    2022: """
        2 1 9 37 1 2 0 0
        3 3 8 23 6 0 2 0
        1 3 12 32 3 2 1 0
        3 1 2 26 1 1 0 0
        1 2 4 3 0 0 1 0
        2 0 12 10 4 0 1 0
        3 2 6 5 6 2 1 0
        2 1 16 3 2 0 0 1
        3 0 8 23 3 1 0 0
        1 2 4 9 2 1 2 0
        2 1 13 20 3 1 2 0
    """,
}


def make_sample(path: Path) -> None:
    """Creates the sample ledger; the same content every time. ``Refused`` when the file exists."""
    seconds = itertools.count()

    def clock() -> datetime.datetime:
        return _TIME + datetime.timedelta(seconds=next(seconds))

    make_file(path, NewLedger(OFFICE, OPERATOR, NAME, True, _IDENTITY, clock, random.Random(2022).getrandbits), _fill)


def _fill(ledger: Ledger) -> None:
    for year in FIGURES:
        _fill_year(ledger, year)
    scheme = assessment.read_year(ledger, max(FIGURES)).scheme
    kept = sample_registry.fill(ledger, {year: figures(scheme, year) for year in FIGURES}, scheme.districts)
    people = sample_experts.fill(ledger, scheme.districts)
    sample_services.fill(ledger, sample_teams.fill(ledger, people, kept), people)


def _fill_year(ledger: Ledger, year: int) -> None:
    assessment.create_year(ledger, year, assessment.built_in_scheme())
    scheme = assessment.read_year(ledger, year).scheme
    assessment.key_figures(ledger, year, figures(scheme, year), f"录入 {year}年度")
    assessment.set_head(ledger, year, OFFICE, Signatures("张敏", "李建国", datetime.date(year + 1, 2, 28)))


def figures(scheme: Scheme, year: int) -> dict[Cell, int]:
    """The sample's figures of a year by cell."""
    lines = FIGURES[year].split("\n")[1:-1]
    return {
        (district, indicator.id): int(value)
        for district, line in zip(scheme.districts, lines, strict=True)
        for indicator, value in zip(scheme.indicators, line.split(), strict=True)
    }
