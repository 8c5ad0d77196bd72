"""What the keying grid knows of its cells: state, sums, warnings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from datong_desktop.domain.registry_counts import Counted, CountNote, RegistryCounts
from datong_desktop.domain.year_book import Cell, YearBook

NAMES_TOLD = 8
"""Enterprises named in a tool tip; the panel lists all."""


@dataclass(frozen=True, slots=True)
class RefusedText:
    """What was typed but not taken, with its reason; it stays until it is mended or given up with Esc."""

    text: str
    reason: str


class CellState(NamedTuple):
    """All that the delegate paints of one cell. Made for every cell of every repaint, hence no dataclass."""

    value: int | None
    last_year: int | None = None
    refused: RefusedText | None = None
    warning: str = ""
    remark: str = ""
    out: bool = False
    total: bool = False
    blank: int = 0
    counted: tuple[Counted, ...] | None = None
    count_note: CountNote | None = None

    @property
    def differs(self) -> bool:
        """Whether the registry counts something else than was keyed."""
        return self.counted is not None and self.value is not None and self.value != len(self.counted)

    @property
    def unexplained(self) -> bool:
        """Whether they differ and nobody said why of just these two numbers."""
        return self.differs and not (self.count_note and self.count_note.explains(self.value, len(self.counted or ())))


def change_text(value: int | None, last_year: int | None) -> str:
    """"（+5）" against last year, "" when either is missing."""
    if value is None or last_year is None:
        return ""
    difference = value - last_year
    return f"（{difference:+d}）" if difference else "（持平）"


def cell_state(
    book: YearBook, cell: Cell, counts: RegistryCounts | None, refused: RefusedText | None = None, warning: str = ""
) -> CellState:
    """The state of one figure. ``counts`` of another year say nothing about it."""
    return CellState(
        book.figures.get(cell),
        book.last_year.get(cell),
        refused,
        warning,
        book.remarks.get(cell, ""),
        cell[0] in book.disqualified,
        counted=counts.of(cell) if counts is not None and counts.year == book.year else None,
        count_note=book.count_notes.get(cell),
    )


def count_sign(state: CellState) -> str:
    """"库 3" for what the registry counts, "≠ 库 3" when something else was keyed, "" where it does not count."""
    if state.counted is None:
        return ""
    return f"{'≠ ' if state.differs else ''}库 {len(state.counted)}"


def count_text(state: CellState) -> str:
    """The same as a sentence, with names: "≠ 企业库 1 家（甲公司），与填报 2 不一致，还没有说明"."""
    if state.counted is None:
        return ""
    names = f"（{names_of(state.counted)}）" if state.counted else ""
    text = f"企业库 {len(state.counted)} 家{names}"
    if not state.differs:
        return text
    return f"≠ {text}，与填报 {state.value} 不一致，{_told(state)}"


def _told(state: CellState) -> str:
    note = state.count_note
    if note is None:
        return "还没有说明"
    return f"{written_for(note)}，数已经变了，请重新说明" if state.unexplained else f"说明：{note.text}"


def written_for(note: CountNote) -> str:
    """Which numbers an explanation was written for: "原说明是填报 7、企业库 0 时写的"."""
    keyed = "未报" if note.keyed is None else note.keyed
    return f"原说明是填报 {keyed}、企业库 {note.counted} 时写的"


def names_of(counted: Sequence[Counted]) -> str:
    """The first enterprises by name."""
    more = f"等 {len(counted)} 家" if len(counted) > NAMES_TOLD else ""
    return "、".join(one.name for one in counted[:NAMES_TOLD]) + more


class Total(NamedTuple):
    """Sum of what is keyed, None where nothing is, and how many cells of districts that take part are still blank."""

    value: int | None
    blank: int


def totals_of(book: YearBook) -> dict[tuple[str | None, str | None], Total]:
    """Totals by district, by indicator, and of all (None, None)."""
    scheme, rows, out = book.scheme, book.rows, book.disqualified
    taking_part = [district not in out for district in scheme.districts]
    whole = [part for part in taking_part for _ in scheme.indicators]
    found: dict[tuple[str | None, str | None], Total] = {(None, None): _total([v for row in rows for v in row], whole)}
    for district, row, part in zip(scheme.districts, rows, taking_part, strict=True):
        found[district, None] = _total(row, [part] * len(row))
    for indicator, column in zip(scheme.indicators, zip(*rows, strict=True), strict=True):
        found[None, indicator.id] = _total(column, taking_part)
    return found


def _total(values: Sequence[int | None], taking_part: Sequence[bool]) -> Total:
    keyed = [value for value in values if value is not None]
    blank = sum(part and value is None for value, part in zip(values, taking_part, strict=True))
    return Total(sum(keyed) if keyed else None, blank)


def filled_text(book: YearBook) -> str:
    """How many figures are in: "80/88 已填，…"; a district that is out waits for none."""
    rows = dict(zip(book.scheme.districts, book.rows, strict=True))
    wanted = [value for district, row in rows.items() if district not in book.disqualified for value in row]
    blank = sum(value is None for value in wanted)
    state = f"，{blank} 格未报" if blank else " ✓"
    out = len(book.disqualified.keys() & rows.keys()) * len(book.scheme.indicators)
    return f"{len(wanted) - blank}/{len(wanted)} 已填{state}{f'（另 {out} 格不参评）' if out else ''}"


def warnings_of(book: YearBook) -> dict[tuple[str | None, str | None], str]:
    """Warning texts by cell, by district (None indicator) and by indicator (None district)."""
    found: dict[tuple[str | None, str | None], str] = {}
    for notice in book.notices:
        key = (notice.district, notice.indicator)
        found[key] = "\n".join(filter(None, (found.get(key), notice.text)))
    return found
