"""The printable sheet of invitations: an A4 page (or several) a commune, a slip with a QR code a post, to be cut apart."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.texts import Voice

if TYPE_CHECKING:
    from docx.table import _Cell

COLUMNS, ROWS = 2, 4
"""Slips side by side and below each other on a page."""
WIDTH, HEIGHT = 93, 64
"""Of a slip, mm."""
QR = 29
"""Side of the code, mm: large enough for an old phone at arm's length."""
LONG = 32
"""Characters of a unit's name from which it is set smaller."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One post with its link; ``name`` empty: whoever is given the slip."""

    role: str
    unit: str
    name: str
    link: str
    until: datetime
    """Local."""


@dataclass(frozen=True, slots=True)
class Page:
    """The slips of one commune."""

    title: str
    slips: tuple[Slip, ...]


def sheet(pages: Sequence[Page], say: Voice) -> bytes:
    """The file: black on white, large type, dashed lines to cut along; each commune begins a page of its own."""
    from docx import Document  # noqa: PLC0415 - heavy, needed here alone
    from docx.shared import Mm, Pt  # noqa: PLC0415

    word = Document()
    word.core_properties.author = ""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(10)
    section.left_margin = section.right_margin = Mm(12)
    style: Any = word.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    first = True
    for page in pages:
        for start in range(0, len(page.slips), COLUMNS * ROWS):
            _page(word, page.title, page.slips[start : start + COLUMNS * ROWS], say, broken=not first)
            first = False
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _page(word: Any, title: str, slips: Sequence[Slip], say: Voice, *, broken: bool) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT  # noqa: PLC0415
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    head = word.add_paragraph()
    head.paragraph_format.page_break_before = broken
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(title)
    run.bold, run.font.size = True, Pt(15)
    told = word.add_paragraph(say.plain("sheet-cut"))
    told.alignment = WD_ALIGN_PARAGRAPH.CENTER
    told.paragraph_format.space_after = Pt(3)
    rows = -(-len(slips) // COLUMNS)
    table = word.add_table(rows, COLUMNS)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _dashed(table)
    for row in table.rows:
        row.height, row.height_rule = Mm(HEIGHT), WD_ROW_HEIGHT_RULE.EXACTLY
        for cell in row.cells:
            cell.width, cell.vertical_alignment = Mm(WIDTH), WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for place, slip in enumerate(slips):
        _slip(table.cell(place // COLUMNS, place % COLUMNS), slip, say)


def _slip(cell: _Cell, slip: Slip, say: Voice) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    lines = (
        (slip.role, 15, True),
        (slip.unit, 13 if len(slip.unit) <= LONG else 11, True),
        (say.plain("sheet-name", name=slip.name) if slip.name else "", 13, False),
    )
    paragraph = cell.paragraphs[0]
    for text, size, bold in lines:
        if not text:
            continue
        if paragraph.text:
            paragraph = cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold, Pt(size)
    picture = cell.add_paragraph()
    picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
    picture.add_run().add_picture(io.BytesIO(_qr(slip.link)), width=Mm(QR))
    for text, size in ((say.plain("sheet-how"), 11), (say.plain("sheet-until", until=slip.until), 10)):
        foot = cell.add_paragraph()
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        foot.add_run(text).font.size = Pt(size)


def _qr(link: str) -> bytes:
    import segno  # noqa: PLC0415

    out = io.BytesIO()
    segno.make(link, error="m").save(out, kind="png", scale=6, border=2)
    return out.getvalue()


def _dashed(table: Any) -> None:
    """Lines to cut along."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "dashed"), ("sz", "6"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001 - python-docx has no words for borders
