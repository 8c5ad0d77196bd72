"""The bar chart: lengths, labels, grey print, hit test."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from pytestqt.qtbot import QtBot

from datong_desktop.domain.year_book import YearBook
from datong_desktop.views.scores.chart_drawing import GREY, chart_image, draw_chart
from datong_desktop.views.scores.chart_layout import LOWEST, lay_out
from datong_desktop.views.scores.score_chart import ChartArea
from tests.views.score_desk import DECISION, case_book, datong, filled, second_scheme


@pytest.fixture
def book(qapp: object) -> YearBook:
    return case_book("annex1_plain.xlsx")


def greys(image: QImage, box: QRectF) -> set[int]:
    """Lightness of every pixel in a box of a picture at twice the size."""
    return {
        QColor(image.pixel(x, y)).lightness()
        for x in range(int(box.left() * 2) + 2, int(box.right() * 2) - 2)
        for y in range(int(box.top() * 2) + 2, int(box.bottom() * 2) - 2)
    }


def test_bars_are_as_long_as_finals_and_segments_as_contributions(book: YearBook) -> None:
    layout = lay_out(book, 1000, QFont())
    for row, result in enumerate(layout.order):
        segments = layout.segments(row)
        assert segments[-1][1].right() - layout.left == pytest.approx(float(result.final or 0) * layout.scale)
        for number, box in segments:
            assert box.width() == pytest.approx(float(result.marks[number].contribution or 0) * layout.scale)
        assert [n for n, _ in segments] == [n for n, m in enumerate(result.marks) if m.contribution]


def test_values_have_room_and_legend_boxes_do_not_overlap(book: YearBook) -> None:
    for width in (320, 700, 1000, 1600):
        layout = lay_out(book, width, QFont())
        for a, b in combinations(layout.legend, 2):
            assert not a.adjusted(1, 1, -1, -1).intersects(b)
        assert all(box.bottom() <= layout.top for box in layout.legend)
        if width >= 700:
            assert max(s[-1][1].right() for s in map(layout.segments, range(11)) if s) < width - 60


def test_picture_is_grey_on_white_at_twice_the_size(book: YearBook) -> None:
    image = chart_image(book, 800, 400)
    assert (image.width(), image.height()) == (1600, 800)
    assert image.pixelColor(1599, 799) == QColor("white")
    colours = {QColor(image.pixel(x, y)).getRgb()[:3] for x in range(0, 1600, 3) for y in range(0, 800, 3)}
    assert all(max(c) - min(c) <= 2 for c in colours)
    assert len(colours) > 8


def test_picture_never_cuts_a_district(book: YearBook) -> None:
    assert chart_image(book, 600, 10).height() >= 2 * lay_out(book, 600, QFont(), title=True).height


@pytest.mark.parametrize("count", [8, 20])
def test_indicators_are_told_apart_without_colour(count: int) -> None:
    looks = [(GREY.tone(n).lightness(), GREY.hatching(n)[0]) for n in range(count)]
    assert len(set(looks)) == count
    for a, b in pairwise(looks):
        assert abs(a[0] - b[0]) > 40  # neighbours differ in grey alone


def test_hatched_segments_are_drawn_hatched(book: YearBook) -> None:
    layout = lay_out(book, 1000, QFont(), title=True)
    image = chart_image(book, 1000, 0)
    row = next(r for r in range(11) if any(n == 6 for n, _ in layout.segments(r)))
    box = next(b for n, b in layout.segments(row) if n == 6)
    assert {GREY.tone(6).lightness(), 255} <= greys(image, box)


def test_rows_without_final_say_why(book: YearBook) -> None:
    figures = {c: v for c, v in filled(datong()).figures.items() if c != ("云冈区", "visits")}
    waiting = replace(filled(datong()), figures=figures, decisions=(DECISION,))
    layout = lay_out(waiting, 900, QFont())
    for district in ("云冈区", "广灵县"):
        row = [r.district for r in layout.order].index(district)
        assert layout.segments(row) == []
        area = layout.row_rect(row).adjusted(layout.left + 4, 0, -600, 0)
        drawn = chart_image(waiting, 900, 0)
        shift = lay_out(waiting, 900, QFont(), title=True).top - layout.top
        assert min(greys(drawn, area.translated(0, shift))) < 150  # words stand there


def test_order_follows_the_table(book: YearBook) -> None:
    order = book.scheme.districts[::-1]
    assert tuple(r.district for r in lay_out(book, 900, QFont(), order).order) == order


def test_second_scheme_and_many_rows_fit_or_scroll(qapp: object) -> None:
    other = filled(second_scheme(), 2024)
    assert lay_out(other, 900, QFont(), room=2000).row > LOWEST
    tight = lay_out(other, 900, QFont(), room=100)
    assert tight.row == LOWEST
    assert tight.height > 100
    assert chart_image(other, 900, 0).height() > 13 * 2 * 20


def test_empty_year_draws_names_and_words_only(qapp: object) -> None:
    empty = YearBook(2022, datong(), {})
    layout = lay_out(empty, 900, QFont())
    assert all(layout.segments(row) == [] for row in range(11))
    assert not chart_image(empty, 900, 0).isNull()


def test_widget_tips_clicks_and_speaks(book: YearBook, qtbot: QtBot) -> None:
    area = ChartArea()
    qtbot.addWidget(area)
    area.resize(900, 400)
    area.show()
    area.chart.show_book(book, book.scheme.districts)
    layout = lay_out(book, float(area.chart.width()), area.chart.font(), room=area.height())
    number, box = layout.segments(1)[-1]
    assert number == 6
    assert area.chart.tip_at(box.center()) == "云冈区 · “新三板”挂牌企业数量：3×25% = 0.75"
    assert area.chart.tip_at(QPointF(5, box.center().y())) == "云冈区 · 最终得分：1.55"
    assert area.chart.tip_at(QPointF(5, 2)) == ""
    assert "浑源县 1.70" in area.chart.accessibleDescription()
    with qtbot.waitSignal(area.chart.districtClicked) as clicked:
        qtbot.mouseClick(area.chart, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert clicked.args == ["云冈区"]


def test_only_asked_rows_are_drawn(book: YearBook) -> None:
    layout = lay_out(book, 800, QFont())
    image = QImage(800, int(layout.height) + 1, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_chart(painter, book, layout, GREY, clip=layout.row_rect(0).adjusted(0, 2, 0, -2))
    painter.end()
    last = layout.segments(10)[0][1]
    assert image.pixelColor(int(last.left()) + 4, int(last.center().y())) == QColor("white")
