"""Many rows of a class that is logged whole at once, past the ORM.

A hundred thousand rows of thirty fields are three million values: SQLite writes the log's texts itself, the same to the
letter as ``change_log.whole`` and ``change_log.encode``, and undoes by them without a row ever being read.
"""

from __future__ import annotations

import contextlib
import sys
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING, Any, cast

from datong_desktop.domain.progress import Progress
from datong_desktop.models.change_log import blank, field_names, key_names, table_name
from datong_desktop.models.sqlite.checking import stoppable
from datong_desktop.models.tables import Base

if TYPE_CHECKING:
    from sqlalchemy import Table

Columns = Mapping[str, Any]
"""Values as stored by field, all of one length: of the key ``Sequence``s, of the rest ``Iterable``s are enough."""
Keys = Sequence[Sequence[Any]]
MOST_VALUES = 30_000
"""Of one statement: the more the better: with a third as many all rows take a quarter longer. SQLite takes 32 766."""
AHEAD = 4
"""Statements that may wait while one runs: their values lie in memory."""
CACHE = -65_536
"""KiB of pages held while many rows are written: with SQLite's usual 2 MB each index page is written over and over."""
SWITCH = 0.0005
"""Seconds after which Python lets another thread have its turn; 5 ms as a rule."""
_LOG = "INSERT INTO change (id, change_set, table_name, row_key, field, old, new)"


def add(raw: Any, cls: type[Base], columns: Columns, change_set: int, first: int, progress: Progress) -> None:
    """Adds rows and their lines in the log, the first of them number ``first``. Fields without a column are blank.

    SQLite works in a thread of its own while the next rows are made ready, which may be no more than now worked out.
    Raises ``Cancelled``, with part of the rows added: the transaction is to be rolled back."""
    names, keys, table = list(columns), key_names(cls), table_name(cls)
    rows, owners = zip(*columns.values(), strict=True), [columns[name] for name in keys]
    full = {name for name, values in columns.items() if isinstance(values, list) and "" not in values and None not in values}
    listed = ", ".join(f'"{name}"' for name in names)
    # from the rows as they lie there: their values are handed over once
    line = f"{change_set:d}, '{table}', {_key(cls)}, '', NULL, {_whole(cls, names, 't.', full)}"
    some, log = MOST_VALUES // (len(names) + 1), _log_of_new(raw, cls, line, first)
    with roomy(raw), _beside(raw) as execute:
        for start in range(0, len(owners[0]), some):
            progress.step(start, len(owners[0]))
            lot = list(islice(rows, some))
            execute(f'INSERT INTO "{table}" ({listed}) VALUES {_marks(len(names), len(lot))}', _flat(lot))
            execute(*log(start, [of[start : start + some] for of in owners]))


def _log_of_new(raw: Any, cls: type[Base], line: str, first: int) -> Callable[[int, Keys], tuple[str, list[Any]]]:
    """What logs the rows that were added last, given the place of the first and their keys by column."""
    table = f'"{table_name(cls)}"'
    if cast("Table", cls.__table__).dialect_options["sqlite"]["with_rowid"]:  # they are the last of their table
        (last,) = raw.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()
        statement = f"{_LOG} SELECT t.rowid + ?, {line} FROM {table} t WHERE t.rowid > ? ORDER BY t.rowid"
        return lambda start, _: (statement, [first - last - 1, last + start])
    names = key_names(cls)
    wanted = ", ".join(f"k{place}" for place in range(len(names)))
    there = " AND ".join(f't."{name}" = r.k{place}' for place, name in enumerate(names))

    def found_by_key(start: int, keys: Keys) -> tuple[str, list[Any]]:
        numbers = range(first + start, first + start + len(keys[0]))
        new = f"WITH r(n, {wanted}) AS (VALUES {_marks(len(names) + 1, len(numbers))})"
        return f"{new} {_LOG} SELECT r.n, {line} FROM r CROSS JOIN {table} t ON {there}", _flat(zip(numbers, *keys, strict=True))

    return found_by_key


@contextlib.contextmanager
def _beside(raw: Any) -> Iterator[Callable[[str, list[Any]], None]]:
    """Executes statements in their order in a thread of its own; an error comes out of a later call, or at the end.

    SQLite lets go of the interpreter while a statement runs, so that both cores are busy; to get hold of it again it
    would wait for longer than most statements take."""
    waiting: deque[Future[Any]] = deque()
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH)
    with ThreadPoolExecutor(1, "bulk") as pool:

        def execute(statement: str, values: list[Any]) -> None:
            waiting.append(pool.submit(raw.execute, statement, values))
            if len(waiting) > AHEAD:
                waiting.popleft().result()

        try:
            yield execute
        finally:
            sys.setswitchinterval(usual)
            while waiting:
                waiting.popleft().result()


def _flat(rows: Iterable[Iterable[Any]]) -> list[Any]:
    return list(chain.from_iterable(rows))


def _marks(width: int, rows: int) -> str:
    one = f"({', '.join('?' * width)})"
    return ", ".join([one] * rows)


def holds(raw: Any, cls: type[Base], change_set: int, progress: Progress) -> bool:
    """Whether every row of this class that a change set made still is what it made; none, where it took them away."""
    where = " AND ".join(f't."{name}" = {_of_key(name)}' for name in key_names(cls))
    whole = _whole(cls, field_names(cls), "t.")
    there = f't."{key_names(cls)[0]}" IS NOT NULL'
    odd = (
        f'SELECT EXISTS (SELECT 1 FROM change c LEFT JOIN "{table_name(cls)}" t ON {where} '
        f"WHERE c.change_set = ? AND c.table_name = ? AND c.new IS NOT iif({there}, {whole}, NULL))"
    )
    with stoppable(raw, progress):
        return not raw.execute(odd, (change_set, table_name(cls))).fetchone()[0]


def revert(raw: Any, cls: type[Base], undone: int, change_set: int, first: int, progress: Progress) -> list[str]:
    """Takes away the rows of this class that a set made and brings back those it took away; logs it. The first part of
    the key of each row. ``Cancelled`` as in ``add``."""
    table, keys, fields = table_name(cls), key_names(cls), field_names(cls)
    of_set = "FROM change c WHERE c.change_set = ? AND c.table_name = ?"
    listed = ", ".join(f'"{name}"' for name in (*keys, *fields))
    values = ", ".join([*map(_of_key, keys), *(_of_whole(cls, name) for name in fields)])
    gone = f"SELECT {', '.join(map(_of_key, keys))} {of_set} AND c.new IS NOT NULL"
    which = ", ".join(f'"{name}"' for name in keys)
    place = (undone, table)
    with roomy(raw), stoppable(raw, progress):
        raw.execute(f'DELETE FROM "{table}" WHERE ({which}) IN ({gone})', place)
        raw.execute(f'INSERT INTO "{table}" ({listed}) SELECT {values} {of_set} AND c.old IS NOT NULL ORDER BY c.id', place)
        progress.step(1, 2)
        log = f"SELECT ? + row_number() OVER (ORDER BY c.id) - 1, ?, ?, c.row_key, '', c.new, c.old {of_set} ORDER BY c.id"
        raw.execute(f"{_LOG} {log}", (first, change_set, table, *place))
        return [owner for (owner,) in raw.execute(f"SELECT {_of_key(keys[0])} {of_set}", place)]


def _key(cls: type[Base]) -> str:
    """SQL for the key of a row as the log writes it."""
    parts = " || ',' || ".join(f"""'"{name}":' || json_quote("{name}")""" for name in key_names(cls))
    return f"'{{' || {parts} || '}}'"


def _whole(cls: type[Base], names: Sequence[str], of: str = "", full: Container[str] = ()) -> str:
    """SQL for the fields of a row that are not blank, as the log writes them; those of ``full`` never are, and are
    written several at once, which takes half the time."""
    fields = sorted(set(names) & set(field_names(cls)))
    parts = []
    for together, run in groupby(fields, full.__contains__):
        if together:
            values = ", ".join(f"""'{name}', {of}"{name}\"""" for name in run)
            parts.append(f"',' || rtrim(substr(json_object({values}), 2), '}}')")
        else:
            parts += [f"""CASE WHEN {of}"{name}" <> '' THEN ',"{name}":' || json_quote({of}"{name}") ELSE '' END""" for name in run]
    return f"'{{' || substr({' || '.join(parts) or chr(39) * 2}, 2) || '}}'"


def _of_key(name: str) -> str:
    return f"json_extract(c.row_key, '$.{name}')"


def _of_whole(cls: type[Base], name: str) -> str:
    value = f"json_extract(c.old, '$.{name}')"
    return value if blank(cls, name) is None else f"coalesce({value}, '')"


@contextlib.contextmanager
def roomy(raw: Any) -> Iterator[None]:
    """While it lasts SQLite holds more pages in memory."""
    (usual,) = raw.execute("PRAGMA cache_size").fetchone()
    raw.execute(f"PRAGMA cache_size={CACHE:d}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA cache_size={usual:d}")
