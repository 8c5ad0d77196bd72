"""A ledger far beyond any city's: 30 years × 200 districts × 20 indicators, keyed through the services."""

from __future__ import annotations

import random
import re
from pathlib import Path

from datong_desktop import paths, services

YEARS = range(1996, 2026)
DISTRICTS = 200
INDICATORS = 20


def scheme_text(districts: int = DISTRICTS, indicators: int = INDICATORS) -> str:
    """The built-in scheme's rules over other numbers of districts and indicators, as a scheme file."""
    text = (paths.resources() / "schemes" / "datong-2022.toml").read_text(encoding="utf-8")
    head = text[: text.index("[[participants]]")].replace('id = "datong-2022"', 'id = "benchmark"')
    tail = re.sub(r"^last = 11$", f"last = {districts}", text[text.index("[[bands]]") :], flags=re.MULTILINE)
    people = [f'[[participants]]\nname = "测试第{number:03}县"\n' for number in range(1, districts + 1)]
    weight = f"{100 / indicators:g}%"
    counted = [
        f'[[indicators]]\nid = "measure{number:02}"\nname = "第{number:02}项测试指标完成情况"\nshort_name = "指标{number:02}"\n'
        f'weight = "{weight}"\nclause = "附件4 二（二）{number}"\nmeaning = "只用于测速。"\n'
        for number in range(1, indicators + 1)
    ]
    return "\n".join([head, *people, *counted, tail])


def make(target: Path) -> None:
    """Writes the ledger; the figures are the same each time."""
    figures = random.Random(20_22)
    ledger = services.ledger.create_ledger(target, office="测速", operator="测速", scheme_text=scheme_text(), year=YEARS[0])
    try:
        for year in YEARS:
            if year != YEARS[0]:
                services.assessment.create_year(ledger, year)
            scheme = services.assessment.read_year(ledger, year).scheme
            cells = {
                (district.name, indicator.id): figures.choice((0, figures.randrange(300)))
                for district in scheme.participants
                for indicator in scheme.indicators
            }
            services.assessment.key_figures(ledger, year, cells, "录入")
    finally:
        ledger.close()
