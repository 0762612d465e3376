"""The papers have the measures, words and numbers of domain.md 5: read back from the files themselves."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.documents import DocumentKind, body_named, file_name, heading_number, kind_named, place_named, spelled
from bot.domain.meetings import Kind, Meeting
from bot.domain.people import Role
from bot.domain.resolutions import Vote
from bot.domain.rules import Rules
from bot.reports import document, samples
from bot.reports.document import Document, Record
from bot.reports.printing import printed, shipped
from bot.reports.rendering import NOT_IN_XML, render
from bot.reports.shipped import drawn
from bot.reports.wording import long_day
from bot.texts import voice

SAY = voice("vi")
CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def opened(told: Document) -> Word:
    content = render(shipped(told.kind), told.values, told.look, strict=True)
    return docx.Document(io.BytesIO(content))


def lines(word: Word) -> list[str]:
    """Every paragraph, those of tables included, in the order of the page."""
    found: list[str] = []
    for part in word.iter_inner_content():
        if isinstance(part, Paragraph):
            found.append(part.text)
        else:
            found += [each.text for row in part.rows for cell in row.cells for each in cell.paragraphs]
    return found


def text(word: Word) -> str:
    return "\n".join(lines(word))


def size(paragraph: Paragraph) -> float:
    """In points: of the style, or of what it builds on."""
    style = paragraph.style
    while style is not None and style.font.size is None:
        style = style.base_style
    assert style is not None
    assert style.font.size is not None
    return float(style.font.size.pt)


def bold(paragraph: Paragraph) -> bool:
    return bool(paragraph.style and paragraph.style.font.bold)


def within(value: int | None, wanted: int) -> bool:
    """A twentieth of a point is as fine as Word writes."""
    return value is not None and abs(value - wanted) <= Pt(0.05)


FULL = {kind: samples.samples(kind)[0] for kind in DocumentKind}
BARE = {kind: samples.samples(kind)[1] for kind in DocumentKind}
every = pytest.mark.parametrize("kind", DocumentKind)


# --- the page ----------------------------------------------------------------------------------------------------------


@every
def test_the_page_is_a4_with_the_official_margins(kind: DocumentKind) -> None:
    section = opened(FULL[kind]).sections[0]
    assert (within(section.page_width, Mm(210)), within(section.page_height, Mm(297))) == (True, True)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    wanted = (Mm(20), Mm(20), Mm(30), Mm(15))
    assert all(within(given, want) for given, want in zip(margins, wanted, strict=True)), margins


@every
def test_pages_are_numbered_at_the_top_in_the_middle_but_the_first(kind: DocumentKind) -> None:
    section = opened(FULL[kind]).sections[0]
    assert section.different_first_page_header_footer
    number = section.header.paragraphs[0]
    assert number.alignment == CENTRE
    assert "PAGE" in number._p.xml
    assert "PAGE" not in section.first_page_header._element.xml


@every
def test_the_body_is_times_fourteen_justified_with_its_indent_and_lines(kind: DocumentKind) -> None:
    word = opened(FULL[kind])
    normal = word.styles["Normal"].font
    assert (normal.name, normal.size) == ("Times New Roman", Pt(14))
    body = [each for each in word.paragraphs if each.style and each.style.name == "Nội dung"]
    assert body
    form = word.styles["Nội dung"].paragraph_format
    assert form.alignment == JUSTIFY
    assert within(form.first_line_indent, Mm(10))
    assert (form.space_before, form.line_spacing_rule, form.line_spacing) == (
        Pt(6),
        WD_LINE_SPACING.EXACTLY,
        Pt(18),
    )


def heads(word: Word) -> Table:
    return word.tables[0]


@every
def test_the_header_is_a_bare_table_of_74_and_91_millimetres(kind: DocumentKind) -> None:
    table = heads(opened(FULL[kind]))
    assert "w:tblBorders" not in table._tbl.xml
    assert table.style is None or table.style.name == "Normal Table"
    left, right = table.rows[0].cells
    assert within(left.width, Mm(74))
    assert within(right.width, Mm(91))
    names, motto = left.paragraphs, right.paragraphs
    committee = ["ĐẢNG BỘ TỈNH BẮC NINH", "ĐẢNG ỦY XÃ LỤC NAM"]
    cell = ["ĐẢNG BỘ XÃ LỤC NAM", "CHI BỘ THÔN MUỐI"]
    assert [each.text for each in names] == [*(committee if kind is DocumentKind.REPORT else cell), "*"]
    assert [(size(each), bold(each)) for each in names[:2]] == [(14, False), (14, True)]
    assert (motto[0].text, size(motto[0]), bold(motto[0])) == ("ĐẢNG CỘNG SẢN VIỆT NAM", 15, True)
    assert "w:pBdr" in motto[1]._p.xml, "a rule below the motto"
    assert all(each.style and each.style.paragraph_format.alignment == CENTRE for each in (*names, *motto))


def test_a_resolution_has_number_place_and_date_and_minutes_have_none() -> None:
    left, right = heads(opened(FULL[DocumentKind.RESOLUTION])).rows[1].cells
    assert (left.text, right.text) == ("Số 11-NQ/CB", "Lục Nam, ngày 03 tháng 11 năm 2026")
    assert right.paragraphs[0].style.font.italic
    assert (size(left.paragraphs[0]), size(right.paragraphs[0])) == (14, 14)
    assert len(heads(opened(FULL[DocumentKind.MINUTES])).rows) == 1


@pytest.mark.parametrize(
    ("kind", "type_", "subject"),
    [
        (
            DocumentKind.MINUTES,
            "BIÊN BẢN",
            (
                "sinh hoạt chi bộ thường kỳ tháng 11 năm 2026 và sinh hoạt chuyên đề quý IV năm 2026: "
                "“Xây dựng nông thôn mới kiểu mẫu”"
            ),
        ),
        (DocumentKind.RESOLUTION, "NGHỊ QUYẾT", "Đổ bê tông đường ngõ 2"),
    ],
)
def test_type_and_subject_are_centred_and_bold_with_dashes_below(kind: DocumentKind, type_: str, subject: str) -> None:
    title, below, dashes = opened(FULL[kind]).paragraphs[:3]
    assert [title.text, below.text, dashes.text] == [type_, subject, "-----"]
    assert [(size(each), bold(each)) for each in (title, below)] == [(16, True), (14, True)]
    assert all(each.style and each.style.paragraph_format.alignment == CENTRE for each in (title, below, dashes))


# --- what is written -----------------------------------------------------------------------------------------------------


def test_minutes_say_everything_in_the_order_of_the_form_and_close_with_the_formula() -> None:
    word = opened(FULL[DocumentKind.MINUTES])
    said = text(word)
    wanted = (
        "1. Thời gian, địa điểm: Hồi 19 giờ 30 phút, ngày 03 tháng 11 năm 2026, tại Nhà văn hóa thôn Muối.",
        "2. Tổng số đảng viên: 32 đồng chí (chính thức 28, dự bị 2); được miễn công tác và sinh hoạt đảng 2",
        "3. Có mặt: 27/30 đồng chí, đạt tỷ lệ 90%",
        "4. Vắng mặt: 3 đồng chí.",
        "- Có lý do: 2 đồng chí: Lê Thị Lan (ốm); Phạm Văn Hùng (đi làm xa).",
        "- Không có lý do: 1 đồng chí: Chu Văn Cảnh.",
        "5. Đại biểu cấp trên: đồng chí Vũ Thị Mai, Đảng ủy xã Lục Nam.",
        "6. Chủ trì: đồng chí Nguyễn Văn An.",
        "7. Thư ký: đồng chí Trần Thị Bình.",
        "8. Nội dung:",
        "- Đã thông báo việc nộp đảng phí.",
        "9. Kết quả thực hiện nhiệm vụ kỳ trước:",
        "Nhiệm vụ kỳ trước",
        "Vận động 12 hộ ngõ 2 hiến đất (Trần Thị Bình)",
        "Đang làm",
        "9/12 hộ",
        "Lập danh sách hộ nghèo (Vi Văn Sơn)",
        "Quá hạn",
        "10. Diễn biến:",
        "- Kinh tế – xã hội, an ninh:",
        "11. Kết luận của chủ trì:",
        "- Nghị quyết số 11-NQ/CB: đổ bê tông đường ngõ 2; 25/26 đồng chí tán thành, đạt tỷ lệ 96,2%; không tán thành 1 đồng chí.",
        "13. Phân công nhiệm vụ:",
        "- Trần Thị Bình: Thu tiền đóng góp của 40 hộ, xong trước ngày 10/12/2026.",
        "14. Biểu dương, nhắc nhở:",
        "Biểu dương đồng chí Trần Thị Bình trong vận động hiến đất.",
        "15. Ghi chú:",
        "Chất lượng buổi sinh hoạt: 92 điểm, xếp loại Tốt.",
        (
            "Biên bản đã được thư ký trình bày trước hội nghị và được 27/27 đảng viên dự họp nhất trí thông qua. "
            "Hội nghị kết thúc vào hồi 21 giờ 15 phút cùng ngày."
        ),
    )
    at = 0
    for words in wanted:
        assert words in said[at:], words
        at = said.index(words, at)
    left, right = word.tables[-1].rows[0].cells
    assert [each.text for each in left.paragraphs] == ["NGƯỜI GHI BIÊN BẢN", "", "", "", "", "Trần Thị Bình"]
    assert [each.text for each in right.paragraphs] == ["CHỦ TRÌ HỘI NGHỊ", "", "", "", "", "Nguyễn Văn An"]
    assert not said.endswith("./.")


def test_a_resolution_closes_with_its_formula_signature_and_receivers() -> None:
    word = opened(FULL[DocumentKind.RESOLUTION])
    said = text(word)
    for words in (
        "I- ĐÁNH GIÁ KẾT QUẢ LÃNH ĐẠO THÁNG 10",
        "II- PHƯƠNG HƯỚNG, NHIỆM VỤ THÁNG 11",
        "III- PHÂN CÔNG VÀ TỔ CHỨC THỰC HIỆN",
        "IV- TỰ ĐÁNH GIÁ CHẤT LƯỢNG KỲ SINH HOẠT",
        "92 điểm, xếp loại Tốt",
        "1. Thu tiền đóng góp của 40 hộ; người thực hiện: Trần Thị Bình; địa bàn: ngõ 2; hoàn thành trước ngày 10/12/2026.",
        (
            "Nghị quyết này đã được Chi bộ thảo luận, biểu quyết thông qua tại kỳ sinh hoạt ngày 03/11/2026, với 25/26 đồng chí "
            "tán thành, đạt tỷ lệ 96,2%; không tán thành 1 đồng chí."
        ),
    ):
        assert words in said, words
    praise = said.index("Biểu dương, nhắc nhở:\nBiểu dương đồng chí Trần Thị Bình trong vận động hiến đất.")
    assert said.index("I- ĐÁNH GIÁ") < said.index("Quá hạn") < praise < said.index("II- PHƯƠNG HƯỚNG")
    left, right = word.tables[-1].rows[0].cells
    signed = right.paragraphs
    assert [each.text for each in signed] == ["T/M CHI BỘ", "BÍ THƯ", "", "", "", "", "Nguyễn Văn An"]
    assert [bold(each) for each in (signed[0], signed[1], signed[-1])] == [True, False, True]
    receivers = left.paragraphs
    assert receivers[0].text == "Nơi nhận:"
    assert receivers[0].runs[0].underline
    assert [size(each) for each in receivers] == [14, 12, 12, 12, 12, 12]
    assert receivers[1].text == "- Đảng ủy xã Lục Nam (để báo cáo),"
    assert receivers[-1].text == "- Lưu Chi bộ."


def test_the_table_of_earlier_tasks_has_borders_and_closes_up_when_there_are_none() -> None:
    table = opened(FULL[DocumentKind.RESOLUTION]).tables[1]
    assert table.style is not None
    assert table.style.name == "Table Grid"
    assert [cell.text for cell in table.rows[0].cells] == ["Nhiệm vụ kỳ trước", "Tình trạng", "Kết quả"]
    assert len(table.rows) == 4
    bare = opened(BARE[DocumentKind.RESOLUTION])
    assert len(bare.tables) == 2
    assert "I- PHƯƠNG HƯỚNG" in text(bare)


@every
def test_what_nobody_told_leaves_room_to_write_and_no_trace_of_the_template(kind: DocumentKind) -> None:
    said = text(opened(BARE[kind]))
    assert not {"{{", "{%", "None", "False", "()"} & {
        word for word in ("{{", "{%", "None", "False", "()") if word in said
    }
    assert "……" in said


def test_the_agenda_names_who_does_what_and_leads_over_to_the_report() -> None:
    said = text(opened(FULL[DocumentKind.AGENDA]))
    for words in (
        "I- MỞ ĐẦU (đồng chí Nguyễn Văn An)",
        "1. Tuyên bố lý do, giới thiệu đại biểu (nếu có).",
        "II- TIẾN HÀNH",
        "6. Ý kiến đại biểu cấp trên (nếu có), tiếp thu (đồng chí Vũ Thị Mai).",
        "III- KẾT THÚC (đồng chí Nguyễn Văn An)",
        "6. Trình bày, thông qua biên bản (đồng chí Trần Thị Bình).",
        "Vận động 12 hộ ngõ 2 hiến đất",
        "BÁO CÁO",
        "1. Kết quả thực hiện nhiệm vụ tháng trước",
        "- Dọn vệ sinh kênh mương (Tổ đảng số 3), hạn 25/10/2026: xong",
    ):
        assert words in said, words


# --- settings ------------------------------------------------------------------------------------------------------------


def resolved(rules: Rules, **about: object) -> Document:
    held: Meeting = replace(samples.MEETING, **about)  # type: ignore[arg-type]
    return document.resolution(SAY, rules, samples.CELL, samples.SET, held)


def test_the_disputed_points_are_settings() -> None:
    """domain.md 11.4."""
    rules = Rules(
        document_signature="CHI ỦY",
        document_body="Đảng ủy",
        document_number="Số:",
        document_heading=".",
        document_place="Bắc Ninh",
        document_basis=("Điều lệ Đảng Cộng sản Việt Nam",),
        document_size=13,
        document_title_size=15,
        document_motto_size=14,
        document_line=20,
        spelling="uỷ",
    )
    word = opened(resolved(rules))
    said = text(word)
    for words in ("ĐẢNG UỶ XÃ LỤC NAM", "Số: 11-NQ/CB", "Bắc Ninh, ngày 03", "I. PHƯƠNG HƯỚNG", "T/M CHI UỶ"):
        assert words in said, words
    assert "- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;" in said
    assert "Đảng uỷ viên" in said
    styles = {style.name: style for style in word.styles}
    sizes = [styles[name].font.size for name in ("Normal", "Loại văn bản", "Tiêu ngữ")]
    assert sizes == [Pt(13), Pt(15), Pt(14)]
    assert styles["Nội dung"].paragraph_format.line_spacing == Pt(20)


def test_a_deputy_who_led_signs_as_deputy() -> None:
    right = opened(resolved(Rules(), chair="Trần Thị Bình")).tables[-1].rows[0].cells[1]
    assert [each.text for each in right.paragraphs][::6] == ["T/M CHI BỘ", "Trần Thị Bình"]
    assert right.paragraphs[1].text == "PHÓ BÍ THƯ"


def test_a_chair_without_such_a_post_leaves_the_signature_to_the_secretary() -> None:
    right = opened(resolved(Rules(), chair="Lê Thị Lan")).tables[-1].rows[0].cells[1]
    assert (right.paragraphs[1].text, right.paragraphs[-1].text) == ("BÍ THƯ", "Nguyễn Văn An")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 5, 27), "ngày 27 tháng 5 năm 2026"),
        (date(2026, 1, 10), "ngày 10 tháng 01 năm 2026"),
        (date(2026, 11, 3), "ngày 03 tháng 11 năm 2026"),
    ],
)
def test_dates_have_a_zero_before_days_to_nine_and_january_and_february_alone(day: date, said: str) -> None:
    assert long_day(SAY, day) == said


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ({Kind.REGULAR}, "sinh hoạt chi bộ thường kỳ tháng 11 năm 2026"),
        ({Kind.EXTRAORDINARY}, "sinh hoạt chi bộ bất thường ngày 03 tháng 11 năm 2026"),
        ({Kind.COMMITTEE}, "họp chi ủy tháng 11 năm 2026"),
        ({Kind.GROUP}, "họp Tổ đảng số 3 tháng 11 năm 2026"),
    ],
)
def test_each_kind_of_session_has_its_name(kinds: set[Kind], said: str) -> None:
    held = replace(samples.MEETING, kinds=frozenset(kinds), topic="", party_group="Tổ đảng số 3")
    assert document.minutes(SAY, Rules(), Record(samples.CELL, held)).values["trich_yeu"] == said


def test_a_vote_that_nobody_told_leaves_room() -> None:
    bare = replace(samples.SET.resolution, vote=None)
    told = document.resolution(SAY, Rules(), samples.CELL, document.Set(bare), samples.MEETING)
    assert "với ……/…… đồng chí tán thành" in text(opened(told))
    other = replace(samples.SET.resolution, vote=Vote(25, 0, 1, 26))
    told = document.resolution(SAY, Rules(), samples.CELL, document.Set(other), samples.MEETING)
    assert "ý kiến khác 1 đồng chí" in text(opened(told))


def test_names_of_files_are_plain_ascii_with_cell_and_month() -> None:
    assert FULL[DocumentKind.MINUTES].name == "bien-ban-chi-bo-thon-muoi-2026-11.docx"
    assert FULL[DocumentKind.RESOLUTION].name == "nghi-quyet-11-nq-cb-chi-bo-thon-muoi-2026-11.docx"
    assert file_name(DocumentKind.MINUTES, "Chi bộ thôn Đồng Đỉnh/..\\\n", "2026-11") == (
        "bien-ban-chi-bo-thon-dong-dinh-2026-11.docx"
    )
    assert kind_named("", "mau-bien-ban (1).docx") is DocumentKind.MINUTES
    assert kind_named("Nghị quyết mới", "a.docx") is DocumentKind.RESOLUTION
    assert kind_named("", "a.docx") is None


def test_names_of_bodies_and_places() -> None:
    assert body_named("Đảng bộ xã Lục Nam", "Đảng ủy") == "Đảng ủy xã Lục Nam"
    assert place_named("Đảng ủy phường Đa Mai") == "Đa Mai"
    assert [heading_number(number) for number in (1, 4, 9, 14)] == ["I", "IV", "IX", "XIV"]
    assert spelled("Đảng uỷ, CHI UỶ, Uỷ ban, Thuỷ", "ủy") == "Đảng ủy, CHI ỦY, Ủy ban, Thuỷ"


def test_the_hash_follows_what_stands_in_the_paper() -> None:
    other = replace(samples.MEETING, place="Đình làng")
    one, same, another = (
        document.minutes(SAY, Rules(), Record(samples.CELL, held)) for held in (samples.MEETING, samples.MEETING, other)
    )
    assert one.digest == same.digest != another.digest
    content = render(shipped(one.kind), one.values, one.look, mark=one.digest[:16])
    assert docx.Document(io.BytesIO(content)).core_properties.identifier == one.digest[:16]


def test_members_are_counted_as_the_meeting_froze_them() -> None:
    from bot.domain.members import Roll, Strength  # noqa: PLC0415

    held = replace(samples.MEETING, roll=Roll(Strength(official=20, probationary=1, exempt=3, temporary_out=2), ()))
    values = document.minutes(SAY, Rules(), Record(samples.CELL, held)).values
    assert [values[name] for name in ("tong_so", "chinh_thuc", "du_bi", "mien", "tam_thoi_di")] == [26, 20, 1, 3, 2]


def test_minutes_of_the_cell_committee_do_not_count_the_cells_members() -> None:
    held = replace(samples.MEETING, kinds=frozenset({Kind.COMMITTEE}), topic="")
    told = document.minutes(SAY, Rules(), Record(samples.CELL, held))
    assert "Tổng số đảng viên" not in text(opened(told))
    assert told.name == "bien-ban-chi-bo-thon-muoi-2026-11-03.docx"


def test_officers_of_the_day_sign_whatever_their_order() -> None:
    cell = replace(samples.CELL, officers={"Trần Thị Bình": Role.DEPUTY, "Nguyễn Văn An": Role.SECRETARY})
    assert cell.named_secretary == "Nguyễn Văn An"


# --- the shipped files ---------------------------------------------------------------------------------------------------


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@every
def test_the_shipped_files_are_what_the_program_draws(kind: DocumentKind) -> None:
    assert parts(shipped(kind)) == parts(drawn(kind)), "run: python -m bot.reports.shipped"


# --- nothing lost, nothing raised ----------------------------------------------------------------------------------------

WRITTEN = st.text(st.characters(exclude_categories=()), max_size=60)


def kept(said: str) -> str:
    """What XML can hold of it, in the one spelling."""
    return spelled(NOT_IN_XML.sub("", said), "ủy")


def flat(said: str) -> str:
    """Line ends and tabs aside, which Word writes in its own way."""
    return " ".join(said.split())


@settings(max_examples=30, deadline=None)
@given(WRITTEN)
@example("Tom & Jerry <w:p>x</w:p> </w:t></w:r></w:p>")
@example("{{ chi_bo }} {% for x in y %} {_{ }_} {_% %_} {# #}")
@example("\x00\x07\x08\x0b\x0c\x1b \ud800 \ufffe 🌾🇻🇳 ‘’“” \u200b")
@example("đ" * 4096)
@example("]]> &amp; &#x41; <![CDATA[ x ]]>")
def test_whatever_is_written_comes_back_from_the_file(said: str) -> None:
    """Matrix 90 and 92: text stays text, nothing is lost, nothing raises."""
    held = replace(samples.MEETING, content=(("", f"đầu {said} cuối"),), place=said, chair=said)
    told = document.minutes(SAY, Rules(), Record(samples.CELL, held))
    word = opened(told)
    found = flat(text(word))
    for line in told.values["noi_dung"][0]["doan"]:
        assert flat(kept(line)) in found
    assert flat(kept(told.values["dia_diem"])) in found
    shape = [paragraph.style.name for paragraph in word.paragraphs if paragraph.style]
    assert set(shape) <= {"Loại văn bản", "Trích yếu", "Nội dung", "Đề mục", "Ký tên"}, "no markup of its own"


def test_injected_markup_is_text() -> None:
    """Matrix 90."""
    evil = "</w:t></w:r></w:p><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>CHÈN VÀO</w:t></w:r></w:p><w:p><w:r><w:t>"
    held = replace(samples.MEETING, conclusion=evil)
    word = opened(document.minutes(SAY, Rules(), Record(samples.CELL, held)))
    assert evil in lines(word)
    assert "CHÈN VÀO" not in lines(word)


def test_a_paper_is_made_in_a_process_of_its_own() -> None:
    told = FULL[DocumentKind.MINUTES]
    assert "CHI BỘ THÔN MUỐI" in text(docx.Document(io.BytesIO(printed(told, shipped(told.kind)))))
