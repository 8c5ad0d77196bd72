"""A block of cells as tab-separated text: what Excel and WPS put on the clipboard and take from it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from datong_desktop.domain.counts import BadCount, parse_count

MAX_TEXT = 1_000_000


def write_block(rows: Sequence[Sequence[str]]) -> str:
    """Tab-separated lines; texts with tabs, quotes or line ends are quoted as Excel does."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def read_block(text: str) -> list[list[str]]:
    """Rows of texts, as long as they are: what a short row does not name is not pasted. ValueError with a Chinese
    sentence when it is empty or too long to be a table of figures."""
    if len(text) > MAX_TEXT:
        raise ValueError("剪贴板里的内容太长，不像是指标表。请只复制要粘贴的格子。")
    try:
        rows = list(csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline=""), delimiter="\t"))
    except csv.Error:
        rows = [line.split("\t") for line in text.splitlines()]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise ValueError("剪贴板里没有可粘贴的内容。请先在 Excel 或 WPS 里复制数字。")
    width = max(len(row) for row in rows)
    return [row or [""] for row in rows] if width == 1 else rows


def counts_of(rows: Sequence[Sequence[str]]) -> list[list[int | None]]:
    """The counts of a block. ValueError with a Chinese sentence naming every text that is none (at most five)."""
    counts: list[list[int | None]] = []
    bad: list[str] = []
    for r, row in enumerate(rows, 1):
        line: list[int | None] = []
        for c, text in enumerate(row, 1):
            count = parse_count(text)
            if isinstance(count, BadCount):
                bad.append(f"第 {r} 行第 {c} 列“{text[:20]}”{count.text.partition('，')[0]}")
                count = None
            line.append(count)
        counts.append(line)
    if bad:
        more = f"等 {len(bad)} 处" if len(bad) > 5 else ""
        raise ValueError(f"没有粘贴：{'；'.join(bad[:5])}{more}。请改正后再粘贴。")
    return counts
