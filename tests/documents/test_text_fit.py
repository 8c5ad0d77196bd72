"""Line breaking: nothing lost, nothing cut, nothing ugly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.fonts import Style, width
from datong_desktop.documents.text_fit import balanced, fit, wrap

TEXTS = st.text(alphabet="上市企业数量，。、“”（）A1% 建立工作机制情况", max_size=60)


@given(TEXTS, st.floats(min_value=30, max_value=300))
def test_wrapping_loses_no_letter_and_keeps_the_width(text, room):
    lines = wrap(text, Style.SONG, 12, room)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line, Style.SONG, 12) <= room + 0.01 for line in lines)


@given(TEXTS, st.floats(min_value=40, max_value=200))
def test_headings_lose_no_letter_either(text, room):
    lines = balanced(text, Style.HEI, 10.0, room)
    if lines is not None:
        assert "".join("".join(lines).split()) == "".join(text.split())
        assert all(width(line, Style.HEI, 10) <= room + 0.01 for line in lines)


@given(st.text(max_size=200).map(clean), st.floats(min_value=20, max_value=200), st.floats(min_value=10, max_value=60))
def test_any_text_fits_its_cell(text, room, height):
    fitted = fit(text, Style.SONG, 12, room, height)
    assert "".join("".join(fitted.lines).split()) == "".join(text.split())
    assert fitted.height <= height + 5
    assert all(width(line, Style.SONG, fitted.size) <= room + 0.01 for line in fitted.lines)


def test_headings_break_between_words():
    assert balanced("省上市挂牌后备企业资源库入库企业数量", Style.HEI, 10.5, 77) == ("省上市挂牌", "后备企业资源库", "入库企业数量")
    assert balanced("“晋兴板”挂牌企业数量", Style.HEI, 10.5, 66) == ("“晋兴板”", "挂牌企业数量")
    assert balanced("“晋兴板”挂牌企业数量", Style.HEI, 10.5, 30) is None  # the quoted name is never broken


def test_cleaning_keeps_letters_and_drops_what_has_no_shape():
    assert clean("王\t某\r\n某\x00\u202e\u200b\ud800") == "王 某  某"
    assert clean("R&D <90% </para>") == "R&D <90% </para>"
    assert clean("葛\U000e0100　") == "葛　"
