"""What the tests of storage share: ledgers to work on, and another process to get in the way."""

from __future__ import annotations

import functools
import json
import sqlite3
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

import pytest

from datong_desktop.domain.problem import Refused
from datong_desktop.domain.year_book import Cell, YearBook
from datong_desktop.services import assessment, ledger
from datong_desktop.services.ledger import Ledger

ROOT = Path(__file__).resolve().parent.parent
SECOND_SCHEME = (ROOT / "tests" / "data" / "second-scheme.toml").read_text(encoding="utf-8")
A: Cell = ("平城区", "mechanism")
B: Cell = ("经开区", "listed")
P = ParamSpec("P")


def made_once(make: Callable[Concatenate[Path, P], object]) -> Callable[Concatenate[Path, P], Path]:
    """``make(path, …)`` makes a ledger and closes it. It is asked once in a process for the same arguments; its file, never
    one that is open, is then written to each path, as a ledger with an identity of its own. A new ledger takes 70 ms."""

    @functools.cache
    def image(*arguments: P.args, **options: P.kwargs) -> tuple[bytes, bytes]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "账.datong"
            make(path, *arguments, **options)
            with raw(path) as connection:
                (identity,) = connection.execute("SELECT uuid FROM ledger").fetchone()
            return path.read_bytes(), identity.encode()

    @functools.wraps(make)
    def written(path: Path, *arguments: P.args, **options: P.kwargs) -> Path:
        whole, identity = image(*arguments, **options)
        with path.open("xb") as file:
            file.write(whole.replace(identity, str(uuid.uuid4()).encode()))
        return path

    return written


@made_once
def new_file(
    path: Path, *, office: str = "大同市金融办", operator: str = "王某", year: int | None = 2022, scheme_text: str | None = None
) -> None:
    """A new ledger, closed."""
    ledger.create_ledger(path, office=office, operator=operator, year=year, scheme_text=scheme_text).close()


def new_ledger(folder: Path, year: int | None = 2022) -> Ledger:
    return ledger.open_ledger(new_file(folder / "大同.datong", year=year), operator="王某")


@contextmanager
def opened(path: Path, **options: Any) -> Iterator[Ledger]:
    found = ledger.open_ledger(path, **options)
    try:
        yield found
    finally:
        found.close()


def key(target: Ledger, cell: Cell, value: int | None, year: int = 2022) -> Any:
    return assessment.key_figures(target, year, {cell: value}, f"录入 {cell[0]}")


def refusal(job: Callable[..., object], *arguments: Any, **options: Any) -> tuple[str, str]:
    """Code and sentence of the refusal the job must end in."""
    with pytest.raises(Refused) as caught:
        job(*arguments, **options)
    found = caught.value.problems[0]
    assert found.text.endswith("。"), f"no plain sentence: {found.text}"
    assert "sqlite" not in found.text.lower() or found.code == "storage_error"
    return found.code, found.text


def raw(path: Path) -> closing[sqlite3.Connection]:
    """The file as some other program would open it, without our settings."""
    return closing(sqlite3.connect(path, isolation_level=None))


def content(path: Path) -> str:
    """Everything a closed ledger file holds, as SQL."""
    with raw(path) as connection:
        return "\n".join(connection.iterdump()) + str(connection.execute("PRAGMA user_version").fetchone())


def books(target: Ledger) -> dict[int, YearBook]:
    return {year: assessment.read_year(target, year) for year in assessment.list_years(target)}


def python(code: str, *arguments: str, **options: Any) -> subprocess.Popen[str]:
    """Another process of the program, its output readable line by line."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options)


@contextmanager
def another_process(code: str, *arguments: str, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """Runs until the block ends; the first line it prints has been read."""
    process = python(code, *arguments, **options)
    try:
        assert process.stdout is not None
        process.first_line = process.stdout.readline().strip()  # type: ignore[attr-defined]
        yield process
    finally:
        process.kill()
        process.communicate()


def answer(code: str, *arguments: str, **options: Any) -> Any:
    """What another process prints as JSON."""
    process = python(code, *arguments, **options)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0, out
    return json.loads(out.splitlines()[-1])
