"""Word documents for offices: A4, the types of GB/T 9704, tables as plain values, page numbers that count themselves.

Tables are written as XML: spans, borders and repeated headings are XML in python-docx too, and filling its cells takes four times as
long. Texts are escaped one by one; nothing a user typed is ever read as markup or as a field.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from datong_desktop.documents.about import About

FANG, HEI, TITLE, SONG = "仿宋_GB2312", "黑体", "方正小标宋简体", "宋体"
_NONCHARACTERS = dict.fromkeys([0xFFFE, 0xFFFF])
_THEME_FONTS = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")
_TWIPS = 20  # to the point
_PROPERTY = 255  # characters a document property may have


@dataclass(frozen=True, slots=True)
class WordCell:
    """One cell: paragraphs, the number of grid columns it spans, how it is set; ``foot`` stands below at the right."""

    text: str
    span: int = 1
    align: str = "left"
    font: str = FANG
    foot: str = ""


@dataclass(frozen=True, slots=True)
class WordRow:
    """One row: ``least`` high in points; ``heading`` rows repeat on each page; ``whole`` rows are never split; ``keep``
    stays with the next."""

    cells: Sequence[WordCell]
    least: float = 0
    heading: bool = False
    whole: bool = True
    keep: bool = False


def new_document(about: About, *, landscape: bool, numbered: bool = True, framed: bool = False) -> Document:
    """An empty A4 document in 仿宋 三号 with room for a table, 20 mm around; its pages are ``numbered``. A ``framed`` one has a
    frame at the edge and 36 mm on either side."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author = _plain(about.title)[:_PROPERTY], _plain(about.author)[:_PROPERTY]
    properties.language = "zh-CN"
    properties.comments = "由大同市企业上市工作台生成"
    properties.created = properties.modified = datetime.datetime.combine(about.date, datetime.time())
    properties.last_modified_by = ""
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Mm(20)
    section.footer_distance = Mm(10)
    _set_fonts(document)
    if numbered:
        _number_pages(section.footer.paragraphs[0])
    if framed:
        section.left_margin = section.right_margin = Mm(36)
        section._sectPr.find(qn("w:pgMar")).addnext(parse_xml(_PAGE_FRAME))
    return document


def content(document: Document) -> bytes:
    """The finished file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def inner_width(document: Document) -> float:
    """Width of the text area in points."""
    section = document.sections[0]
    assert section.page_width is not None
    assert section.left_margin is not None
    assert section.right_margin is not None
    return float((section.page_width - section.left_margin - section.right_margin) / Pt(1))


def paragraph(
    document: Document, text: str, font: str = FANG, size: float = 16, align: str = "left", *, before: float = 0,
    leading: float = 1, new_page: bool = False, keep: bool = False,
) -> None:  # fmt: skip
    """A paragraph of literal text: ``before`` points above it, ``leading`` times single spacing, at the top of a new page,
    on the same page as the next (``keep``)."""
    inside = _paragraph_inside(text, font, size, align, keep=keep, before=before, leading=leading, new_page=new_page)
    _append(document, f"<w:p {nsdecls('w')}>{inside}</w:p>")


def facts_paragraph(document: Document, texts: tuple[str, str, str], size: float = 12) -> None:
    """Three texts on one line: left, middle, right."""
    wide = round(inner_width(document) * _TWIPS)
    tabs = f'<w:tabs><w:tab w:val="center" w:pos="{wide // 2}"/><w:tab w:val="right" w:pos="{wide}"/></w:tabs>'
    runs = "<w:r><w:tab/></w:r>".join(_run(text, SONG, size) for text in texts)
    spacing = _SINGLE.replace('0"', '80"', 2)
    _append(document, f"<w:p {nsdecls('w')}><w:pPr>{tabs}{spacing}</w:pPr>{runs}</w:p>")


def table(document: Document, widths: Sequence[float], rows: Iterable[WordRow], size: float) -> None:
    """A framed table of fixed column widths (points) in type of ``size``."""
    twips = [round(width * _TWIPS) for width in widths]
    parts = [
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblW w:w=\"{sum(twips)}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>{_BORDERS}"
        f'<w:tblLayout w:type="fixed"/>{_CELL_MARGINS}</w:tblPr><w:tblGrid>',
        *(f'<w:gridCol w:w="{width}"/>' for width in twips), "</w:tblGrid>",
    ]
    parts.extend(_row(row, twips, size) for row in rows)
    parts.append("</w:tbl>")
    _append(document, "".join(parts))


# -- the XML ------------------------------------------------------------------------------------------------------

_SINGLE = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "<w:tblBorders>" + "".join(
    f'<w:{side} w:val="single" w:sz="{4 if side.startswith("inside") else 8}" w:space="0" w:color="000000"/>' for side in _SIDES
) + "</w:tblBorders>"
_PAGE_FRAME = f'<w:pgBorders {nsdecls("w")} w:offsetFrom="page">' + "".join(
    f'<w:{side} w:val="double" w:sz="12" w:space="30" w:color="000000"/>' for side in _SIDES[:4]
) + "</w:pgBorders>"
_CELL_MARGINS = (
    '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>'
    '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
)


def _append(document: Document, xml: str) -> None:
    body: Any = document.element.body
    body.insert_element_before(parse_xml(xml), "w:sectPr")


def _row(row: WordRow, twips: Sequence[int], size: float) -> str:
    options = "<w:cantSplit/>" if row.whole else ""
    options += f'<w:trHeight w:val="{round(row.least * _TWIPS)}" w:hRule="atLeast"/>' if row.least else ""
    options += "<w:tblHeader/>" if row.heading else ""
    cells, first = [], 0
    for cell in row.cells:
        wide = sum(twips[first : first + cell.span])
        first += cell.span
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        # a foot stands at the bottom of the cell: what is above it begins at the top
        upright = "bottom" if cell.foot and not cell.text else "top" if cell.foot else "center"
        lines = [_cell_paragraph(text, cell, size, row.keep) for text in cell.text.split("\n")] if cell.text or not cell.foot else []
        if cell.foot:
            down = max(size, row.least - (len(lines) + 2) * size * 1.4) if lines else 0
            lines.append(f"<w:p>{_paragraph_inside(cell.foot, cell.font, size, 'right', before=down)}</w:p>")
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{span}<w:vAlign w:val="{upright}"/></w:tcPr>{"".join(lines)}</w:tc>'
        )
    return f"<w:tr><w:trPr>{options}</w:trPr>{''.join(cells)}</w:tr>"


def _cell_paragraph(text: str, cell: WordCell, size: float, keep: bool) -> str:
    return f"<w:p>{_paragraph_inside(text, cell.font, size, cell.align, keep=keep)}</w:p>"


def _paragraph_inside(
    text: str, font: str, size: float, align: str, *, keep: bool = False, before: float = 0, leading: float = 1,
    new_page: bool = False,
) -> str:  # fmt: skip
    kept = ("<w:keepNext/>" if keep else "") + ("<w:pageBreakBefore/>" if new_page else "")
    spacing = _SINGLE.replace('w:before="0"', f'w:before="{round(before * _TWIPS)}"')
    spacing = spacing.replace('w:line="240"', f'w:line="{round(240 * leading)}"')
    return f'<w:pPr>{kept}{spacing}<w:jc w:val="{align}"/></w:pPr>{_run(text, font, size)}'


def _run(text: str, font: str, size: float) -> str:
    if not text:
        return ""
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
    half_points = round(size * 2)
    properties = f'<w:rPr>{fonts}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(_plain(text))}</w:t></w:r>'


def _plain(text: str) -> str:
    return text.translate(_NONCHARACTERS)


def _set_fonts(document: Document) -> None:
    """仿宋 三号 as the document's type; the template's theme fonts would win over it and are taken out."""
    styles: Any = document.styles
    for element in styles.element.iter(qn("w:rFonts")):
        for name in _THEME_FONTS:
            element.attrib.pop(qn(name), None)
        for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            element.set(qn(name), FANG)
    for element in styles.element.iter(qn("w:lang")):
        element.set(qn("w:eastAsia"), "zh-CN")
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FANG, Pt(16)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FANG)


def _number_pages(footer: Any) -> None:
    """第 x 页　共 y 页 in the middle of the foot, as fields."""
    parts = ["第 ", "PAGE", " 页　共 ", "NUMPAGES", " 页"]
    footer.alignment = 1
    for part in parts:
        if part.isupper():
            element = OxmlElement("w:fldSimple")
            element.set(qn("w:instr"), part)
            element.append(parse_xml(_run("1", SONG, 10.5).replace("<w:r>", f"<w:r {nsdecls('w')}>")))
        else:
            element = parse_xml(_run(part, SONG, 10.5).replace("<w:r>", f"<w:r {nsdecls('w')}>"))
        footer._p.append(element)
