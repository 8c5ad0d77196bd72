"""Where a Chinese text may be broken into lines: screen and paper break alike, each by its own measure.

A quoted name such as “晋兴板” stays whole, so does a choice with its box to tick; closing punctuation never begins a
line, opening punctuation never ends one, and headings are broken between words where that is possible.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Measure = Callable[[str], float]
"""Width of a text, in the unit of the room it has to fit."""

_PIECES = re.compile(r"□\w{1,8}|“[^“”]{1,8}”|[（(][^（()）]{1,4}[）)]|[A-Za-z0-9.,%+\-]+|.", re.DOTALL)
_NOT_FIRST = "、，。；：！？）》〉」』】〕”’％%,.;:!?)]}…—·"
_NOT_LAST = "（《〈「『【〔“‘([{"
_WORDS = (
    "上市 挂牌 后备 企业 资源库 资源 数量 情况 得分 分值 建立 工作 机制 出台 专项 政策 召开 各类 会议 培训 指导 调研 入库 省级 市级 "
    "场次 方案 辅导 备案 最终 完成 县区 市州 融资 金额 总额 股改 新增 奖补 资金 占比 比例 增长率 项目 单位 年度"
).split()
_WORD = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))


def pieces(text: str) -> list[str]:
    """The parts of a text that a line break may separate."""
    found: list[str] = []
    for piece in _PIECES.findall(text):
        if found and (piece[0] in _NOT_FIRST or found[-1][-1] in _NOT_LAST):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def filled(text: str, measure: Measure, room: float) -> list[str]:
    """Lines filled one after the other, for running text; a piece wider than ``room`` is broken inside."""
    lines, line, used = [], "", 0.0
    for piece in _small_pieces(text, measure, room):
        wide = measure(piece)
        if line and used + wide > room:
            lines.append(line.rstrip(" "))
            line, used = "", 0.0
            piece = piece.lstrip(" \u3000")
            wide = measure(piece)
        line, used = line + piece, used + wide
    return [*lines, line.rstrip(" ")]


def _small_pieces(text: str, measure: Measure, room: float) -> list[str]:
    found: list[str] = []
    for piece in pieces(text):
        found.extend([piece] if measure(piece) <= room else piece)
    return found


def balanced(text: str, measure: Measure, room: float) -> tuple[str, ...] | None:
    """Lines of about equal length, broken between words, for headings; None when a piece is wider than ``room``."""
    parts = pieces(text)
    wide = [measure(p) for p in parts]
    if not parts:
        return ("",)
    if max(wide) > room:
        return None
    split = _inside_words(parts)
    ideal = sum(wide) / -(-sum(wide) // room)
    best: list[tuple[float, int]] = [(0.0, 0)]  # cost of the first n parts, and where their last line begins
    for end in range(1, len(parts) + 1):
        options = []
        used = 0.0
        for start in range(end - 1, -1, -1):
            used += wide[start]
            if used > room:
                break
            cost = best[start][0] + 2 + ((used - ideal) / room) ** 2 * 3 + (3 if start in split else 0)
            options.append((cost, start))
        best.append(min(options))
    lines: list[str] = []
    end = len(parts)
    while end:
        start = best[end][1]
        lines.insert(0, "".join(parts[start:end]).strip(" "))
        end = start
    return tuple(lines)


def _inside_words(parts: list[str]) -> set[int]:
    """Indexes of parts that lie inside a word: a break before them is unlovely."""
    text = "".join(parts)
    starts, at = {}, 0
    for index, part in enumerate(parts):
        starts[at] = index
        at += len(part)
    inside = {i for m in _WORD.finditer(text) for i in range(m.start() + 1, m.end())}
    return {starts[i] for i in inside if i in starts}
