"""A form document as plain values: rows of labelled boxes in one frame, as government forms are; PDF and Word draw it.

Everything on a form is a row of boxes: pairs of label and value, a heading across, child tables, long texts, boxes for opinion
and seal. The functions here make them; a box spans a part of ``GRID``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from datong_desktop.documents.cleaning import paragraphs
from datong_desktop.documents.listing import Align

GRID = 48
"""What the boxes of a row span together."""
_LABEL = 9
SEAL_DATE = "（盖章）　　　年　　月　　日"


@dataclass(frozen=True, slots=True)
class Box:
    """One box: a clean text, its paragraphs parted by line breaks; ``label`` boxes are set in 黑体; ``foot`` stands at the
    lower right, where it is signed and sealed."""

    text: str
    span: int
    label: bool = False
    align: Align = "left"
    foot: str = ""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row: at least ``lines`` high; ``keep`` stays with the next row; ``repeat`` stands above it again on a new page."""

    boxes: tuple[Box, ...]
    lines: float = 1.0
    keep: bool = False
    repeat: tuple[FormRow, ...] = ()


@dataclass(frozen=True, slots=True)
class FormDocument:
    """A whole form; ``facts`` stand left, middle and right above the frame; all texts are clean."""

    title: str
    rows: tuple[FormRow, ...]
    facts: tuple[str, str, str] = ("", "", "")
    notes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    def texts(self) -> Iterator[tuple[str, str]]:
        """(place, text) of everything printed: a value's place is the label before it."""
        yield f"《{self.title}》的标题", self.title + "".join((*self.facts, *self.marks))
        for row in self.rows:
            place = ""
            for box in row.boxes:
                place = box.text if box.label and box.text else place
                named = f"的“{place.replace(chr(10), '')}”" if place else ""
                yield f"《{self.title}》{named}", box.text.replace("\n", "") + box.foot
        for note in self.notes:
            yield f"《{self.title}》的附注", note


def heading(text: str) -> FormRow:
    """A section's heading across the form."""
    return FormRow((Box(text, GRID, label=True, align="center"),), keep=True)


def pairs(entries: Iterable[tuple[str, str]], wide: Sequence[str] = ()) -> tuple[FormRow, ...]:
    """Labels with their values, two pairs a row; those named in ``wide`` have a row to themselves."""
    rows: list[FormRow] = []
    waiting: list[Box] = []
    half = GRID // 2
    for label, value in entries:
        boxes = [Box(label, _LABEL, label=True, align="center"), _value(value, half - _LABEL)]
        if label in wide:
            rows.extend([*_closed(waiting), FormRow((boxes[0], _value(value, GRID - _LABEL)))])
            waiting = []
        else:
            waiting += boxes
            if len(waiting) == 4:
                rows.append(FormRow(tuple(waiting)))
                waiting = []
    return (*rows, *_closed(waiting))


def _closed(waiting: Sequence[Box]) -> tuple[FormRow, ...]:
    """A pair left alone in its row is drawn out to the right edge."""
    if not waiting:
        return ()
    return (FormRow((waiting[0], Box(waiting[1].text, GRID - _LABEL))),)


def _value(text: str, span: int) -> Box:
    return Box("\n".join(paragraphs(text)), span)


def child_table(
    title: str, columns: Sequence[tuple[str, int, Align]], rows: Sequence[Sequence[str]], blank: int = 0
) -> tuple[FormRow, ...]:
    """A table within the form below its own heading: ``columns`` are (heading, share, align). At least ``blank`` rows, so
    that there is room to write; its headings stand again on the next page."""
    spans = _spans([share for _, share, _ in columns])
    heads = FormRow(
        tuple(Box(text, span, label=True, align="center") for (text, _, _), span in zip(columns, spans, strict=True)), keep=True
    )
    filled = [*rows, *([("",) * len(columns)] * (blank - len(rows)))]
    found = tuple(
        FormRow(
            tuple(
                Box("\n".join(paragraphs(text)), span, align=align)
                for text, span, (_, _, align) in zip(row, spans, columns, strict=True)
            ),
            repeat=(heads,),
        )
        for row in filled
    )
    return ((heading(title),) if title else ()) + ((heads, *found) if found else ())


def _spans(shares: Sequence[float]) -> list[int]:
    """Shares as whole parts of ``GRID``."""
    edges = [round(GRID * sum(shares[:number]) / sum(shares)) for number in range(len(shares) + 1)]
    return [after - before for before, after in pairwise(edges)]


def long_text(label: str, text: str, lines: float = 3) -> FormRow:
    """A text of any length beside its label, with room for at least so many lines."""
    return FormRow((Box(label, _LABEL, label=True, align="center"), _value(text, GRID - _LABEL)), lines)


def seal(label: str, text: str = "", *, lines: float = 5, signer: str = "", keep: bool = False) -> FormRow:
    """A box for an opinion with its signature, seal and date; ``keep`` holds the next one on the same page."""
    foot = f"{signer}　　　　　{SEAL_DATE}" if signer else SEAL_DATE
    box = Box("\n".join(paragraphs(text)), GRID - _LABEL, foot=foot)
    return FormRow((Box(label, _LABEL, label=True, align="center"), box), lines, keep)
