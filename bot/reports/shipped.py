"""Draws the shipped templates to the measures of domain.md 5: ``python -m bot.reports.shipped``.

Run it after a change here and keep the files that it writes; a test compares. Offices change the files in Word.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from bot.domain.documents import SLUGS, DocumentKind
from bot.reports.printing import SHIPPED
from bot.reports.rendering import MOTTO, TITLE

FONT = "Times New Roman"
LEFT, RIGHT = Mm(74), Mm(91)
MOTTO_EMS = 13.78
"""Width of the motto in Times New Roman bold, in its own size."""
CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
DRAWN_AT = datetime(2026, 11, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Look:
    """How a style of a paragraph differs from the body."""

    name: str
    bold: bool = False
    italic: bool = False
    size: float | None = None
    align: WD_ALIGN_PARAGRAPH = CENTRE
    first: float = 0
    """Indent of the first line, mm."""
    before: float = 0
    exact: float | None = None


STYLES = (
    Look("Tên cơ quan"),
    Look("Tên chi bộ", bold=True),
    Look(MOTTO, bold=True, size=15),
    Look("Ngày tháng", italic=True),
    Look(TITLE, bold=True, size=16, before=12),
    Look("Trích yếu", bold=True),
    Look("Nội dung", align=JUSTIFY, first=10, before=6, exact=18),
    Look("Đề mục", bold=True, align=JUSTIFY, first=10, before=6, exact=18),
    Look("Ô bảng", align=WD_ALIGN_PARAGRAPH.LEFT, before=2),
    Look("Ký tên"),
    Look("Ký tên đậm", bold=True),
    Look("Nơi nhận", align=WD_ALIGN_PARAGRAPH.LEFT),
    Look("Nơi nhận mục", size=12, align=WD_ALIGN_PARAGRAPH.LEFT),
)


def page() -> Word:
    """An empty A4 page with the styles."""
    word = Document()
    word.core_properties.author = ""
    word.core_properties.created = word.core_properties.modified = DRAWN_AT
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(20),
        Mm(20),
        Mm(30),
        Mm(15),
    )
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), FONT)
    normal.paragraph_format.space_after = Pt(0)
    for look in STYLES:
        _style(word, look)
    _page_number(section.header.paragraphs[0])
    return word


def _style(word: Word, look: Look) -> None:
    style = word.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    style.font.bold, style.font.italic = look.bold or None, look.italic or None
    if look.size:
        style.font.size = Pt(look.size)
    form = style.paragraph_format
    form.alignment, form.space_before, form.space_after = look.align, Pt(look.before), Pt(0)
    if look.first:
        form.first_line_indent = Mm(look.first)
    if look.exact:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.exact)


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = CENTRE
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)  # noqa: SLF001 - python-docx's documented way to what it has no word for


# --- building blocks ---------------------------------------------------------------------------------------------------


def bare_table(word: Word, rows: int, widths: tuple[Any, ...]) -> Table:
    """A table without borders and without room beside its text."""
    table: Table = word.add_table(rows, len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "0")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)  # noqa: SLF001
    _widths(table, widths)
    return table


def _widths(table: Table, widths: tuple[Any, ...]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def write(cell: _Cell, *lines: tuple[str, str]) -> list[Paragraph]:
    """Lines of (style, text) into a cell."""
    made = []
    for number, (style, text) in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.style, paragraph.text = style, text
        made.append(paragraph)
    return made


def _rule(paragraph: Paragraph, width: Any, length: float) -> None:
    """An empty, thin paragraph with a line ``length`` points long in the middle."""
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = int((width - Pt(length)) / 2)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def head(word: Word, *, number: bool) -> None:
    """The names on the left, the motto on the right; below them number, place and date where the paper has them."""
    table = bare_table(word, 2 if number else 1, (LEFT, RIGHT))
    left, right = table.rows[0].cells
    write(left, ("Tên cơ quan", "{{ dang_bo }}"), ("Tên chi bộ", "{{ chi_bo }}"), ("Tên cơ quan", "*"))
    _, rule = write(right, (MOTTO, "ĐẢNG CỘNG SẢN VIỆT NAM"), (MOTTO, ""))
    _rule(rule, RIGHT, MOTTO_EMS * 15)
    if number:
        left, right = table.rows[1].cells
        write(left, ("Tên cơ quan", "{{ so }}"))
        write(right, ("Ngày tháng", "{{ noi_ngay }}"))


def title(word: Word, kind: str, subject: str) -> None:
    """``BIÊN BẢN``, what it is about, and the dashes below."""
    word.add_paragraph(kind, TITLE)
    word.add_paragraph(subject, "Trích yếu")
    word.add_paragraph("-----", "Trích yếu")


def body(word: Word, *lines: str) -> None:
    """Lines of the body; ``**`` around a part makes it bold; a line that begins with ``#`` is a heading."""
    for line in lines:
        heading = line.startswith("#")
        paragraph = word.add_paragraph(style="Đề mục" if heading else "Nội dung")
        if heading or line.endswith(":**"):
            paragraph.paragraph_format.keep_with_next = True
        for number, part in enumerate(line.removeprefix("#").strip().split("**")):
            if part:
                paragraph.add_run(part).bold = True if number % 2 else None


def grid(word: Word, heads: tuple[str, ...], widths: tuple[float, ...], loop: str, cells: tuple[str, ...]) -> None:
    """A table with borders, one row for each of a list; it stands only when the list has any."""
    word.add_paragraph(f"{{%p if {loop} %}}", "Nội dung")
    table = word.add_table(4, len(heads), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _widths(table, tuple(map(Mm, widths)))
    rows = (heads, (f"{{%tr for v in {loop} %}}",), cells, ("{%tr endfor %}",))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            paragraph = cell.paragraphs[0]
            paragraph.style = "Ô bảng"
            run = paragraph.add_run(text)
            if texts is heads:
                run.bold, paragraph.alignment = True, CENTRE
                paragraph.paragraph_format.keep_with_next = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    word.add_paragraph("{%p endif %}", "Nội dung")


def earlier_tasks(word: Word) -> None:
    """What became of the tasks of earlier resolutions."""
    grid(
        word,
        ("Nhiệm vụ kỳ trước", "Tình trạng", "Kết quả"),
        (75, 40, 50),
        "nhiem_vu_truoc",
        ("{{ v.viec }}{% if v.nguoi %} ({{ v.nguoi }}){% endif %}", "{{ v.tinh_trang }}", "{{ v.ket_qua }}"),
    )


def sign(word: Word, left: tuple[tuple[str, str], ...], right: tuple[tuple[str, str], ...]) -> None:
    """Two columns at the end, kept together on one page."""
    spacer = word.add_paragraph(style="Ký tên")
    spacer.paragraph_format.keep_with_next = True
    table = bare_table(word, 1, (Mm(82), Mm(83)))
    for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
        for paragraph in write(cell, *lines):
            paragraph.paragraph_format.keep_together = paragraph.paragraph_format.keep_with_next = True
    properties = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001
    properties.append(OxmlElement("w:cantSplit"))


FOUR_LINES = (("Ký tên", ""),) * 4


def underlined(cell: _Cell) -> None:
    """``Nơi nhận:`` is underlined, not its colon's line."""
    for run in cell.paragraphs[0].runs:
        run.underline = True


# --- the papers ----------------------------------------------------------------------------------------------------------


def minutes() -> Word:
    """Biên bản (domain.md 5.2); a part that the record does not have is left out, and the numbers close up."""
    word = page()
    head(word, number=False)
    title(word, "BIÊN BẢN", "{{ trich_yeu }}")
    body(
        word,
        "**{{ stt() }}. Thời gian, địa điểm:** Hồi {{ gio_bat_dau }}, {{ ngay_hop }}, tại {{ dia_diem }}.",
        "{%p if tong_so %}",
        "**{{ stt() }}. Tổng số đảng viên:** {{ tong_so }} đồng chí (chính thức {{ chinh_thuc }}, dự bị {{ du_bi }})"
        "{% if mien %}; được miễn công tác và sinh hoạt đảng {{ mien }}{% endif %}"
        "{% if lam_nhiem_vu_dac_biet %}; làm nhiệm vụ đặc biệt {{ lam_nhiem_vu_dac_biet }}{% endif %}"
        "{% if tam_thoi_den %}; đảng viên nơi khác sinh hoạt tạm thời tại chi bộ {{ tam_thoi_den }}{% endif %}"
        "{% if tam_thoi_di %}; sinh hoạt tạm thời nơi khác {{ tam_thoi_di }}{% endif %}.",
        "{%p endif %}",
        "**{{ stt() }}. Có mặt:** {{ co_mat }}/{{ phai_du }} đồng chí, đạt tỷ lệ {{ ty_le }}"
        "{% if tam_thoi_du_hop %}; đảng viên sinh hoạt tạm thời dự họp {{ tam_thoi_du_hop }}{% endif %}"
        "{% if mien_du_hop %}; đảng viên được miễn sinh hoạt dự họp: {{ mien_du_hop }}{% endif %}"
        "{% if den_muon %}; đến muộn: {{ den_muon }}{% endif %}{% if ve_som %}; về sớm: {{ ve_som }}{% endif %}.",
        "{%p if vang %}",
        "**{{ stt() }}. Vắng mặt:** {{ vang }} đồng chí.",
        "{%p if vang_co_ly_do or ds_vang_co_ly_do %}",
        "- Có lý do: {{ vang_co_ly_do }} đồng chí{% for v in ds_vang_co_ly_do %}{{ ': ' if loop.first else '; ' }}"
        "{{ v.ten }}{% if v.ly_do %} ({{ v.ly_do }}){% endif %}{% endfor %}.",
        "{%p endif %}",
        "{%p if vang_khong_ly_do %}",
        "- Không có lý do: {{ vang_khong_ly_do }} đồng chí{% for v in ds_vang_khong_ly_do %}"
        "{{ ': ' if loop.first else '; ' }}{{ v.ten }}{% endfor %}.",
        "{%p endif %}",
        "{%p else %}",
        "**{{ stt() }}. Vắng mặt:** không.",
        "{%p endif %}",
        "**{{ stt() }}. Đại biểu cấp trên:** {% if dai_bieu %}đồng chí {{ dai_bieu }}, {{ dang_uy or 'cấp ủy cấp trên' }}"
        "{% else %}không{% endif %}.",
        "**{{ stt() }}. Chủ trì:** đồng chí {{ chu_tri }}.",
        "**{{ stt() }}. Thư ký:** đồng chí {{ thu_ky }}.",
        "{%p if dang_phi == 'co' or chuyen_de %}",
        "**{{ stt() }}. Nội dung:**",
        "{%p endif %}",
        "{%p if dang_phi == 'co' %}",
        "- Đã thông báo việc nộp đảng phí.",
        "{%p endif %}",
        "{%p if chuyen_de %}",
        "- Chuyên đề: {{ chuyen_de }}.",
        "{%p endif %}",
        "{%p if nhiem_vu_truoc %}",
        "**{{ stt() }}. Kết quả thực hiện nhiệm vụ kỳ trước:**",
        "{%p endif %}",
    )
    earlier_tasks(word)
    body(
        word,
        "{%p if noi_dung %}",
        "**{{ stt() }}. Diễn biến:**",
        "{%p endif %}",
        "{%p for m in noi_dung %}",
        "{%p if m.de_muc %}",
        "- {{ m.de_muc }}:",
        "{%p endif %}",
        "{%p for doan in m.doan %}",
        "{{ doan }}",
        "{%p endfor %}",
        "{%p endfor %}",
        "{%p if ket_luan %}",
        "**{{ stt() }}. Kết luận của chủ trì:**",
        "{%p for doan in ket_luan %}",
        "{{ doan }}",
        "{%p endfor %}",
        "{%p endif %}",
        "{%p if nghi_quyet %}",
        "**{{ stt() }}. Biểu quyết thông qua nghị quyết:**",
        "{%p for n in nghi_quyet %}",
        "- Nghị quyết số {{ n.so }}: {{ n.ve_viec }}; {{ n.bieu_quyet }}.",
        "{%p endfor %}",
        "{%p endif %}",
        "{%p if nhiem_vu %}",
        "**{{ stt() }}. Phân công nhiệm vụ:**",
        "{%p for v in nhiem_vu %}",
        "- {% if v.nguoi %}{{ v.nguoi }}: {% endif %}{{ v.viec }}"
        "{% if v.chi_tieu and v.chi_tieu not in v.viec %} ({{ v.chi_tieu }}){% endif %}"
        "{% if v.han %}, xong trước ngày {{ v.han }}{% endif %}.",
        "{%p endfor %}",
        "{%p endif %}",
        "{%p if bieu_duong %}",
        "**{{ stt() }}. Biểu dương, nhắc nhở:**",
        "{%p for doan in bieu_duong %}",
        "{{ doan }}",
        "{%p endfor %}",
        "{%p endif %}",
        "{%p if ghi_chu %}",
        "**{{ stt() }}. Ghi chú:**",
        "{%p for doan in ghi_chu %}",
        "{{ doan }}",
        "{%p endfor %}",
        "{%p endif %}",
        "{%p if diem %}",
        "**{{ stt() }}. Chất lượng buổi sinh hoạt:** {{ diem }} điểm, xếp loại {{ xep_loai }}.",
        "{%p endif %}",
        "Biên bản đã được thư ký trình bày trước hội nghị và được {{ co_mat }}/{{ co_mat }} đảng viên dự họp nhất trí "
        "thông qua. Hội nghị kết thúc vào hồi {{ gio_ket_thuc }} cùng ngày.",
    )
    sign(
        word,
        (("Ký tên đậm", "NGƯỜI GHI BIÊN BẢN"), *FOUR_LINES, ("Ký tên đậm", "{{ thu_ky }}")),
        (("Ký tên đậm", "CHỦ TRÌ HỘI NGHỊ"), *FOUR_LINES, ("Ký tên đậm", "{{ chu_tri }}")),
    )
    return word


def resolution() -> Word:
    """Nghị quyết (domain.md 5.3)."""
    word = page()
    head(word, number=True)
    title(word, "NGHỊ QUYẾT", "{{ trich_yeu }}")
    body(
        word,
        "{%p for c in can_cu %}",
        "- Căn cứ {{ c }};",
        "{%p endfor %}",
        "{%p if co_hop %}",
        "Ngày {{ ngay_hop_so }}, tại {{ dia_diem }}, {{ ten_chi_bo }} tổ chức {{ ten_buoi }}. Có mặt {{ co_mat }}/{{ phai_du }} "
        "đảng viên, đạt tỷ lệ {{ ty_le }}{% if thoi_luong %}; thời lượng {{ thoi_luong }} phút{% endif %}. "
        "Chủ trì: đồng chí {{ chu_tri }}; thư ký: đồng chí {{ thu_ky }}."
        "{% if dang_phi == 'co' %} Hội nghị đã thông báo việc nộp đảng phí.{% endif %} Chi bộ quyết nghị:",
        "{%p else %}",
        "{{ ten_chi_bo }} quyết nghị:",
        "{%p endif %}",
        "{%p if nhiem_vu_truoc or bieu_duong %}",
        "#{{ muc() }} ĐÁNH GIÁ KẾT QUẢ LÃNH ĐẠO THÁNG {{ thang_truoc }}",
        "{%p endif %}",
    )
    earlier_tasks(word)
    body(
        word,
        "{%p if bieu_duong %}",
        "**Biểu dương, nhắc nhở:**",
        "{%p for doan in bieu_duong %}",
        "{{ doan }}",
        "{%p endfor %}",
        "{%p endif %}",
        "#{{ muc() }} PHƯƠNG HƯỚNG, NHIỆM VỤ THÁNG {{ thang }}",
        "{%p for doan in noi_dung %}",
        "{{ doan }}",
        "{%p endfor %}",
        "{%p if nhiem_vu %}",
        "#{{ muc() }} PHÂN CÔNG VÀ TỔ CHỨC THỰC HIỆN",
        "{%p for v in nhiem_vu %}",
        "{{ stt() }}. {{ v.viec }}{% if v.chi_tieu and v.chi_tieu not in v.viec %} ({{ v.chi_tieu }}){% endif %}"
        "{% if v.nguoi %}; người thực hiện: {{ v.nguoi }}{% endif %}"
        "{% if v.dia_ban %}; địa bàn: {{ v.dia_ban }}{% endif %}{% if v.han %}; hoàn thành trước ngày {{ v.han }}{% endif %}.",
        "{%p endfor %}",
        "{%p endif %}",
        "{%p if diem %}",
        "#{{ muc() }} TỰ ĐÁNH GIÁ CHẤT LƯỢNG KỲ SINH HOẠT",
        "Kỳ sinh hoạt đạt {{ diem }} điểm, xếp loại {{ xep_loai }}.",
        "{%p endif %}",
        "Nghị quyết này đã được Chi bộ thảo luận, biểu quyết thông qua tại kỳ sinh hoạt ngày {{ ngay_thong_qua }}, "
        "với {{ bieu_quyet }}.",
    )
    sign(
        word,
        (
            ("Nơi nhận", "Nơi nhận:"),
            ("Nơi nhận mục", "- {{ dang_uy or 'Cấp ủy cấp trên' }} (để báo cáo),"),
            ("Nơi nhận mục", "- Đảng ủy viên phụ trách chi bộ,"),
            ("Nơi nhận mục", "- Ban công tác Mặt trận, các đoàn thể thôn,"),
            ("Nơi nhận mục", "- Đảng viên trong chi bộ,"),
            ("Nơi nhận mục", "- Lưu Chi bộ."),
        ),
        (
            ("Ký tên đậm", "T/M {{ thay_mat }}"),
            ("Ký tên", "{{ chuc_vu }}"),
            *FOUR_LINES,
            ("Ký tên đậm", "{{ nguoi_ky }}"),
        ),
    )
    underlined(word.tables[-1].rows[0].cells[0])
    return word


def agenda() -> Word:
    """Chương trình, with the skeleton of the report on a page of its own (domain.md 3.3)."""
    word = page()
    head(word, number=False)
    title(word, "CHƯƠNG TRÌNH", "{{ trich_yeu }}")
    body(
        word,
        "**Thời gian:** {{ gio_bat_dau }}, {{ ngay_hop }}. **Địa điểm:** {{ dia_diem }}.",
        "{%p for p in phan %}",
        "#{{ muc() }} {{ p.ten }}{% if p.nguoi %} ({{ p.nguoi }}){% endif %}",
        "{%p for b in p.buoc %}",
        "{{ stt() }}. {{ b.viec }}{% if b.nguoi %} ({{ b.nguoi }}){% endif %}.",
        "{%p endfor %}",
        "{%p endfor %}",
        "{%p if nhiem_vu_truoc %}",
        "#{{ muc() }} NHIỆM VỤ CHƯA XONG",
        "{%p endif %}",
    )
    grid(
        word,
        ("Nhiệm vụ", "Người thực hiện", "Hạn", "Tình trạng"),
        (65, 40, 28, 32),
        "nhiem_vu_truoc",
        ("{{ v.viec }}", "{{ v.nguoi }}", "{{ v.han }}", "{{ v.tinh_trang }}"),
    )
    break_ = word.add_paragraph("BÁO CÁO", TITLE)
    break_.paragraph_format.page_break_before = True
    word.add_paragraph("kết quả tháng {{ thang_truoc }}, nhiệm vụ tháng {{ thang }} năm {{ nam }}", "Trích yếu")
    word.add_paragraph("-----", "Trích yếu")
    body(
        word,
        "{%p for m in bao_cao %}",
        "**{{ m.so }}. {{ m.ten }}**",
        "{%p for doan in m.doan %}",
        "{{ doan }}",
        "{%p endfor %}",
        "{%p endfor %}",
    )
    return word


def report() -> Word:
    """Báo cáo of a committee to the one above: figures, a table of the units below, who is named (domain.md 6)."""
    word = page()
    table = bare_table(word, 2, (LEFT, RIGHT))
    left, right = table.rows[0].cells
    write(
        left,
        ("Tên cơ quan", "{%p if dang_bo %}"),
        ("Tên cơ quan", "{{ dang_bo }}"),
        ("Tên cơ quan", "{%p endif %}"),
        ("Tên chi bộ", "{{ don_vi }}"),
        ("Tên cơ quan", "*"),
    )
    _, rule = write(right, (MOTTO, "ĐẢNG CỘNG SẢN VIỆT NAM"), (MOTTO, ""))
    _rule(rule, RIGHT, MOTTO_EMS * 15)
    left, right = table.rows[1].cells
    write(left, ("Tên cơ quan", "Số ……-BC/ĐU"))
    write(right, ("Ngày tháng", "{{ noi_ngay }}"))
    title(word, "BÁO CÁO", "tình hình sinh hoạt chi bộ {{ ky }}")
    body(
        word,
        "#{{ muc() }} TÌNH HÌNH SINH HOẠT",
        "Tính đến ngày {{ den_ngay }}, {{ ten_don_vi }} có {{ so_chi_bo }} chi bộ, {{ so_ky }} kỳ sinh hoạt phải có; "
        "đã sinh hoạt {{ da_hop }} kỳ, đạt {{ ty_le_da_hop }}"
        "{% for t in tinh_hinh %}{{ '. Trong đó: ' if loop.first else '; ' }}{{ t.ten|lower }} {{ t.so }}{% endfor %}.",
        "{%p if du_hop %}",
        "Đảng viên dự họp trung bình đạt {{ du_hop }}; {{ duoi_muc_tot }} kỳ dưới {{ muc_tot }}, "
        "trong đó {{ duoi_muc_thap }} kỳ dưới {{ muc_thap }}. Ghi muộn so với ngày họp: {{ ghi_muon }} kỳ.",
        "{%p endif %}",
        "{%p if phat_bieu %}",
        "Mỗi buổi trung bình có {{ phat_bieu }} đồng chí phát biểu{% if ty_le_phat_bieu %}, bằng {{ ty_le_phat_bieu }} số có mặt"
        "{% endif %}.",
        "{%p endif %}",
        "Đảng ủy viên về dự {{ ve_du }}/{{ da_hop }} kỳ; {{ chua_ai_ve_du }} chi bộ từ {{ so_thang_chua_ve_du }} tháng trở lên "
        "chưa có ai về dự.",
        "{%p if xep_loai %}",
        "Chất lượng buổi sinh hoạt đã chấm{% for x in xep_loai %}{{ ': ' if loop.first else '; ' }}{{ x.ten }} "
        "{{ x.so }}{% endfor %}.",
        "{%p endif %}",
        "{%p for n in neu_ten %}",
        "- {{ n.ten }} ({{ n.so }}): {{ n.ds }}.",
        "{%p endfor %}",
        "{%p if khoa_so_lieu %}",
        "{{ khoa_so_lieu }}",
        "{%p endif %}",
        "#{{ muc() }} NGHỊ QUYẾT, NHIỆM VỤ, PHÁT TRIỂN ĐẢNG VIÊN",
        "Các chi bộ đã ban hành {{ nghi_quyet }} nghị quyết. Nhiệm vụ đã xong {{ viec_xong }}, đang làm {{ viec_dang_lam }}, "
        "trong đó quá hạn {{ viec_qua_han }} (quá trên 90 ngày: {{ viec_qua_90_ngay }}).",
        "Kết nạp {{ ket_nap }} đảng viên, công nhận chính thức {{ cong_nhan }}; {{ chua_ket_nap }} chi bộ từ {{ so_nam }} năm trở lên chưa kết nạp được đảng viên mới.",
        "{%p if don_vi_duoi %}",
        "#{{ muc() }} KẾT QUẢ THEO ĐƠN VỊ",
        "{%p endif %}",
    )
    grid(
        word,
        ("Đơn vị", "Số kỳ", "Đã họp", "Quá hạn", "Chưa báo", "Dự họp"),
        (65, 18, 20, 20, 22, 20),
        "don_vi_duoi",
        ("{{ v.ten }}", "{{ v.so_ky }}", "{{ v.da_hop }}", "{{ v.qua_han }}", "{{ v.chua_bao }}", "{{ v.du_hop }}"),
    )
    body(word, "{%p if con_lai %}", "Ngoài ra còn {{ con_lai }} đơn vị, xem sổ số liệu kèm theo.", "{%p endif %}")
    sign(
        word,
        (
            ("Nơi nhận", "Nơi nhận:"),
            ("Nơi nhận mục", "- {{ cap_tren or 'Cấp ủy cấp trên' }} (để báo cáo),"),
            ("Nơi nhận mục", "- Các chi bộ trực thuộc,"),
            ("Nơi nhận mục", "- Lưu văn phòng."),
        ),
        (("Ký tên đậm", "T/M {{ thay_mat or '……………' }}"), *FOUR_LINES, ("Ký tên đậm", "……………")),
    )
    underlined(word.tables[-1].rows[0].cells[0])
    return word


DRAWN: dict[DocumentKind, Callable[[], Word]] = {
    DocumentKind.MINUTES: minutes,
    DocumentKind.RESOLUTION: resolution,
    DocumentKind.AGENDA: agenda,
    DocumentKind.REPORT: report,
}


def drawn(kind: DocumentKind) -> bytes:
    """The template as a file."""
    out = io.BytesIO()
    DRAWN[kind]().save(out)
    return out.getvalue()


if __name__ == "__main__":
    for each, name in SLUGS.items():
        (SHIPPED / f"{name}.docx").write_bytes(drawn(each))
