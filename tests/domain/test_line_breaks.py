"""Where Chinese text breaks, whatever measures it: here a character is one wide."""

from __future__ import annotations

import pytest

from datong_desktop.domain.line_breaks import balanced, filled
from tests.strategies import datong


@pytest.mark.parametrize(
    ("name", "room", "lines"),
    [
        ("建立工作机制情况", 7, ("建立工作", "机制情况")),
        ("“晋兴板”挂牌企业数量", 7, ("“晋兴板”", "挂牌企业数量")),
        ("召开各类会议、培训情况", 7, ("召开各类", "会议、培训情况")),
        ("上市企业数量", 7, ("上市企业数量",)),
    ],
)
def test_headings_break_between_words(name: str, room: int, lines: tuple[str, ...]) -> None:
    assert balanced(name, len, room) == lines


def test_every_heading_keeps_its_words_at_every_width() -> None:
    for indicator in datong().indicators:
        for room in range(6, 20):
            lines = balanced(indicator.name, len, room)
            assert lines is not None
            assert "".join(lines) == indicator.name
            assert all(1 < len(line) <= room for line in lines)
            assert not any("“" in line and "”" not in line for line in lines)


def test_running_text_fills_its_lines() -> None:
    assert filled("排名为4-8名的，得2分", len, 6) == ["排名为4-8", "名的，得2分"]
    assert balanced("abcdefgh", len, 4) is None
    assert filled("abcdefgh", len, 4) == ["abcd", "efgh"]
