"""Scoring without a window: a workbook, a CSV file or a ledger's year, as one ``YearBook``."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from datong_desktop import paths
from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.domain.problem import Problem, Refused, problem, refuse
from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.scheme_file import parse_scheme
from datong_desktop.domain.year_book import YearBook
from datong_desktop.services import importing

if TYPE_CHECKING:
    from datong_desktop.services.ledger import Ledger

FIRST_YEAR, LAST_YEAR = 1990, 2100
LEDGER_SUFFIX = ".datong"


def load_scheme(path: Path | None) -> Scheme:
    """The scheme of a file, or the built-in one; ``Refused`` names file, key and reason."""
    source = path or paths.resources() / "schemes" / "datong-2022.toml"
    try:
        text = source.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise refuse("bad_scheme", f"找不到考核方案文件“{source}”，请核对文件名和位置。") from error
    except UnicodeDecodeError as error:
        raise refuse("bad_scheme", f"考核方案文件“{source.name}”不是 UTF-8 文字，请用 UTF-8 编码保存后再用。") from error
    except (OSError, ValueError) as error:
        raise refuse("bad_scheme", f"考核方案文件“{source}”读不出来，请核对它是文件、能打开。") from error
    return parse_scheme(text, source.name)


def parse_year(text: str) -> int:
    """A year from 1990 to 2100; ``Refused`` (bad_year) otherwise."""
    if re.fullmatch(r"[0-9]{4}", text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    raise refuse("bad_year", f"年度“{text}”不对，请写 {FIRST_YEAR} 到 {LAST_YEAR} 的四位数字，例如 2022。")


def is_ledger(path: Path) -> bool:
    """By its name or by its first bytes. Only for files this process has not opened as a ledger."""
    from datong_desktop.documents.file_kinds import is_sqlite

    return path.suffix.lower() == LEDGER_SUFFIX or is_sqlite(path)


def load_book(
    path: Path, year: int, scheme_path: Path | None, disqualified: Sequence[str]
) -> tuple[YearBook, tuple[str, ...]]:
    """The year to score, and notes for a person. ``Refused`` with everything that is wrong, whatever it concerns."""
    notes: tuple[str, ...] = ()
    problems: list[Problem] = []
    book: YearBook | None = None
    scheme: Scheme | None = None
    try:
        if is_ledger(path):
            book = book_of_ledger(path, year)
            scheme = book.scheme
            if scheme_path is not None:
                problems.append(problem("bad_usage", "账套里存有自己的考核方案，不能再用 --scheme 指定。"))
        else:
            scheme = load_scheme(scheme_path)
            book, notes = importing.read_with_notes(path, scheme, year)
    except Refused as refusal:
        problems += refusal.problems
    decisions: list[Disqualification] = []
    for name in split_names(disqualified):
        if scheme is None:
            break
        if found := scheme.district_names.find(name):
            decisions.append(Disqualification(year, found, "由命令行指定", None, ""))
        else:
            problems.append(problem("unknown_district", f"要取消资格的“{name}”不是参评县区，请核对名称。"))
    if problems or book is None:
        raise Refused(*problems)
    return dataclasses.replace(book, decisions=(*book.decisions, *decisions)), notes


def book_of_ledger(path: Path, year: int) -> YearBook:
    """One year of a ledger, as its documents show it, opened for reading only; ``Refused`` (no_such_year) when it has none."""
    from datong_desktop.services import ledger as ledgers
    from datong_desktop.services import registry_counts

    ledger = ledgers.open_ledger(path, read_only=True)
    try:
        return registry_counts.for_documents(ledger, read_existing_year(ledger, year))
    finally:
        ledger.close()


def read_existing_year(ledger: Ledger, year: int) -> YearBook:
    """The year of an open ledger; ``Refused`` names the years there are."""
    from datong_desktop.services import assessment

    years = assessment.list_years(ledger)
    if year not in years:
        there = "、".join(f"{y}" for y in years) or "没有任何"
        way_on = "请核对年度，或先新建：在窗口里，或导入时加 --create-year。"
        raise refuse("no_such_year", f"账套“{ledger.name}”里没有{year}年度（有：{there}年度），{way_on}")
    return assessment.read_year(ledger, year)


def year_to_import(ledger: Ledger, year: int, *, create: bool) -> YearBook:
    """The year of an open ledger to import into. With ``create`` one it has not got is blank, with the scheme it would be
    made with (nothing is stored yet); ``Refused`` (no_such_year) otherwise."""
    from datong_desktop.services import assessment

    if create and year not in assessment.list_years(ledger):
        return YearBook(year, assessment.scheme_of_new_year(ledger), {})
    return read_existing_year(ledger, year)


def split_names(written: Sequence[str]) -> list[str]:
    """District names given one by one or several in one word, parted by commas."""
    return [name.strip() for text in written for name in re.split(r"[，,、；;]", text) if name.strip()]
