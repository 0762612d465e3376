"""One figure, wherever it is told: the text, the pictures, the workbook and the paper of a made-up district agree."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import Connection, create_engine, select

from bot.domain.errors import Refused
from bot.domain.people import Role, Scope
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.domain.units import UnitKind
from bot.reports import charts, committee, sheets, workbook
from bot.reports.charts import Chart
from bot.reports.making import Order, made
from bot.reports.report import CellMonth, Report, by_age, groups
from bot.reports.summary import OF_BANDS, CellState, Facts, ListName, ResolutionLine, Summary
from bot.reports.text import list_name, summary_text
from bot.texts import voice
from demo.district import fill
from storage import reporting
from storage.tables import metadata, unit
from tests.bot.reports.test_document import text as words_of
from tests.conftest import NOW
from tests.small_district import add_cell, add_person, add_unit, admit, assign, hold, oblige, resolve

RULES = Rules()
SAY = voice("vi")
NOVEMBER = Span(Month(2026, 11), 1)
SPANS = (NOVEMBER, Span(Month(2026, 7), 3), Span(Month(2026, 1), 12))


def untold(_: int, __: int) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module")
def district() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as db:
        fill(db, 45, 6, NOW)
        yield db
    engine.dispose()


def told(db: Connection, kind: UnitKind, span: Span, **parts: bool) -> Report:
    """Of the first unit of that kind."""
    top = db.execute(select(unit.c.id).where(unit.c.kind == kind.value).order_by(unit.c.id)).scalars().first()
    assert top is not None
    return reporting.report(db, Scope(1, (top,)), top, span, NOW, RULES, **parts)


def tables(content: bytes) -> dict[str, list[list[Any]]]:
    """The sheets as a spreadsheet reads them, by name."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("span", SPANS, ids=str)
@pytest.mark.parametrize("kind", [UnitKind.DISTRICT, UnitKind.COMMUNE, UnitKind.CELL])
def test_text_picture_workbook_and_paper_say_the_same(
    district: Connection, kind: UnitKind, span: Span, tmp_path: Path
) -> None:
    report = told(district, kind, span)
    figures = report.summary
    book = tables(workbook.workbook(report, SAY, tmp_path, untold))
    said = {row[0]: row[1] for row in book["Tổng hợp"] if row[0]}
    assert said["Số chi bộ"] == figures.cells
    for name in (*(ListName(state.value) for state in CellState), ListName.EXPECTED, ListName.HELD, *OF_BANDS.values()):
        assert said[SAY.without_tags(list_name(SAY, name, RULES)).rstrip(":")] == figures.count(name), name
    cells = sheet(book["Chi bộ"])
    for state in CellState:
        assert sum(row[list_name(SAY, ListName(state.value), RULES)] for row in cells) == figures.count(
            ListName(state.value)
        )
    assert sum(row["Số kỳ"] for row in cells) == figures.expected == len(sheet(book["Từng kỳ"]))
    assert sum(row["Đã họp"] for row in cells) == figures.held
    assert (sum(row["Có mặt"] for row in cells), sum(row["Phải dự"] for row in cells)) == (
        figures.present,
        figures.base,
    )
    assert sum(row["Ghi muộn"] for row in cells) == figures.count(ListName.LATE_ENTRY)
    assert len(sheet(book["Nghị quyết"])) == figures.count(ListName.RESOLUTIONS)
    assert len(sheet(book["Kết nạp"])) == figures.count(ListName.ADMITTED)
    came = {
        (row["Cấp trên"], row["Chi bộ"], row["Tháng"])
        for row in sheet(book["Đảng ủy viên về dự"])
        if row["Dự sinh hoạt"] == "Đã dự"
    }
    assert len(came) == figures.count(ListName.VISITED) == said["Có đảng ủy viên về dự"]
    spoke = [row["Số phát biểu"] for row in sheet(book["Buổi sinh hoạt"]) if row["Số phát biểu"] != ""]
    regular = [each.speakers for each in report.meetings if each.regular and each.speakers is not None]
    assert sum(spoke) >= sum(regular) == figures.speakers
    assert len(regular) == figures.voiced
    years = {(row["Đơn vị"], row["Năm"]): row for row in sheet(book["Đảng viên theo năm"])}
    assert years[figures.unit, "2026"]["Công nhận chính thức"] >= figures.count(ListName.RECOGNISED)
    if span.months == 12:
        assert years[figures.unit, "2026"]["Kết nạp"] == figures.count(ListName.ADMITTED)
    standing = Counter(row["Trạng thái"] for row in sheet(book["Nhiệm vụ"]))
    assert standing["Xong"] == figures.count(ListName.TASKS_DONE)
    assert standing["Quá hạn"] == figures.count(ListName.TASKS_OVERDUE)
    assert (
        standing["Đang làm"] + standing["Quá hạn"] == figures.count(ListName.TASKS_OPEN) == sum(by_age(report).values())
    )

    drawn = Counter[CellState]()
    for group in groups(report.cells):
        drawn.update(group.states)
    assert all(drawn[state] == figures.count(ListName(state.value)) for state in CellState)
    assert seen(report, Chart.AGES) >= {str(count) for count in by_age(report).values()} or not sum(
        by_age(report).values()
    )
    if len(groups(report.cells)) == 1:
        assert seen(report, Chart.STATES) >= {str(count) for count in drawn.values() if count}

    paper = words_of(docx.Document(io.BytesIO(committee.printed_report(SAY, report))))
    text = SAY.without_tags(summary_text(SAY, figures, [], NOW, RULES))
    assert f"đã sinh hoạt {SAY.number(figures.held)} kỳ" in paper
    assert f"đã họp {SAY.number(figures.held)}" in text
    assert f"Đảng ủy viên về dự {SAY.number(figures.count(ListName.VISITED))}/{SAY.number(figures.held)} kỳ" in paper
    if figures.count(ListName.VISITED):
        assert f"Đảng ủy viên về dự {figures.count(ListName.VISITED)}/{figures.held}" in text.replace(".", "")
    if figures.mean_speakers is not None:
        mean = SAY.number(round(figures.mean_speakers, 1))
        assert f"trung bình {mean} đồng chí phát biểu" in text
        assert f"trung bình có {mean} đồng chí phát biểu" in paper
        assert said["Số phát biểu trung bình mỗi buổi"] == round(figures.mean_speakers, 1)
    if figures.attendance is not None:
        assert SAY.percent(figures.attendance) in paper
        assert SAY.percent(figures.attendance) in text
    assert f"{figures.count(ListName.TASKS_DONE)}, đang làm {figures.count(ListName.TASKS_OPEN)}" in paper.replace(
        ".", ""
    )


def sheet(rows: list[list[Any]]) -> list[dict[str, Any]]:
    """Rows by the heads of their columns."""
    head, *rest = rows
    return [dict(zip(head, row, strict=True)) for row in rest]


def seen(report: Report, chart: Chart) -> set[str]:
    """What is written in the picture."""
    figure = charts.figured(chart, report, SAY)
    return {each.get_text() for axes in figure.axes for each in axes.texts}


def test_months_of_a_trend_have_the_figures_of_their_own_summaries(district: Connection) -> None:
    report = told(district, UnitKind.DISTRICT, Span(Month(2026, 1), 12))
    assert [each.span for each in report.trend][-1] == NOVEMBER, "the months that have not begun are left out"
    assert len(report.trend) == 12
    assert report.trend[-1].counts == told(district, UnitKind.DISTRICT, NOVEMBER).summary.counts


def test_every_picture_is_a_png_of_a_phones_width(district: Connection) -> None:
    report = told(district, UnitKind.DISTRICT, Span(Month(2026, 1), 12), rows=False)
    for chart in Chart:
        content = made(Order(chart.value, report, "vi"), untold)
        assert content.startswith(b"\x89PNG")
        assert int.from_bytes(content[16:20], "big") == 1080
        assert int.from_bytes(content[20:24], "big") <= 2400


def test_many_cells_are_shown_by_the_units_above_them(district: Connection) -> None:
    whole = told(district, UnitKind.DISTRICT, NOVEMBER, rows=False)
    names = {label.get_text() for label in charts.figured(Chart.HEAT, whole, SAY).axes[0].get_yticklabels()}
    assert names == {charts.shortened(group.name, 24) for group in groups(whole.cells)}
    one = told(district, UnitKind.COMMUNE, NOVEMBER, rows=False)
    names = {label.get_text() for label in charts.figured(Chart.HEAT, one, SAY).axes[0].get_yticklabels()}
    assert names <= {charts.shortened(each.cell, 24) for each in one.cells}


def test_nothing_hangs_on_colour(district: Connection) -> None:
    """Each field of the heat map bears the word of its state."""
    one = told(district, UnitKind.COMMUNE, Span(Month(2026, 6), 6), rows=False)
    words = [each.get_text() for each in charts.figured(Chart.HEAT, one, SAY).axes[0].texts]
    assert Counter(words) == Counter(SAY.plain(f"chart-mark-{each.state.value}") for each in one.cells[: len(words)])
    assert len({SAY.plain(f"chart-mark-{state.value}") for state in CellState}) == len(CellState)


CROWDED = st.dictionaries(st.sampled_from(CellState), st.one_of(st.integers(1, 3), st.integers(1, 120)), min_size=1)


@given(units=st.lists(CROWDED, min_size=2, max_size=charts.ROWS))
@settings(max_examples=15, deadline=None)
def test_words_of_the_states_never_overlap_and_none_is_lost(units: list[dict[CellState, int]]) -> None:
    """However narrow a part is: its words stand in it or at the end of the bar, and within the picture."""
    cells = [
        CellMonth(number, "", f"Đảng bộ xã {place:02d}", Facts(NOVEMBER.first), state, late_entry=False)
        for place, states in enumerate(units)
        for state, count in states.items()
        for number in range(count)
    ]
    summary = Summary(1, "Đảng bộ huyện Lục Nam", NOVEMBER, NOW.date(), len(cells), {})
    figure = charts.figured(Chart.STATES, Report(summary, RULES, cells=tuple(cells)), SAY)
    figure.draw_without_rendering()
    drawn = figure.axes[0].texts
    words = Counter(text.get_text() for text in drawn)
    for state in CellState:
        for count in {states[state] for states in units if state in states}:
            told = sum(states.get(state) == count for states in units)
            assert words[f"{SAY.plain(f'chart-mark-{state.value}')} {count}"] >= told
    places = [text.get_window_extent() for text in drawn]
    assert not [
        (one.get_text(), other.get_text())
        for (one, here), (other, there) in combinations(zip(drawn, places, strict=True), 2)
        if here.x0 < there.x1 and there.x0 < here.x1 and here.y0 + 2 < there.y1 - 2 and there.y0 + 2 < here.y1 - 2
    ]
    assert all(place.x1 <= figure.bbox.x1 and place.x0 >= 0 for place in places)


def test_a_report_holds_nothing_of_other_units(db: Connection) -> None:
    """Matrix 76: whatever is told, drawn, written: the asker's own subtree alone."""
    own, beside = (add_unit(db, UnitKind.COMMUNE, name) for name in ("Đảng bộ xã Lục Nam", "Đảng bộ xã Khuất Mắt"))
    for commune, name in ((own, "Chi bộ thôn Muối"), (beside, "Chi bộ thôn Khuất")):
        cell = add_cell(db, commune, name)
        oblige(db, cell, planned_on=NOW.date())
        hold(db, cell, NOW.date())
        resolve(db, cell, NOW.date(), f"Sửa đình của {name}")
        assign(db, cell, NOW.date(), what=f"Việc của {name}")
        admit(db, cell, NOW.date(), name=f"Người của {name}")
    report = reporting.report(db, Scope(1, (own,)), own, NOVEMBER, NOW, RULES)
    assert "Muối" in repr(report)
    assert "Khuất" not in repr(report)
    assert "Khuất" not in repr(reporting.report(db, Scope(1, (own,)), None, NOVEMBER, NOW, RULES))
    with pytest.raises(Refused):
        reporting.report(db, Scope(1, (own,)), beside, NOVEMBER, NOW, RULES)
    assert reporting.shape(db, Scope(1, (own,)), own, NOVEMBER, NOW, RULES) == (1, 1, 1)


def test_a_visit_of_a_day_to_come_is_not_unknown(db: Connection) -> None:
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")
    for name, day in (("Chi bộ đã qua", 3), ("Chi bộ sắp tới", 9)):
        cell = add_cell(db, commune, name)
        add_person(db, cell, "Đặng Thị Mai", Role.UPPER_MEMBER)
        oblige(db, cell, planned_on=date(2026, 11, day))
    report = reporting.report(db, Scope(1, (commune,)), commune, NOVEMBER, NOW, RULES)
    rows = {row[1]: row[6] for row in sheets.values(sheets.visits(report, SAY))}
    assert rows == {"Chi bộ đã qua": "Chưa rõ", "Chi bộ sắp tới": "Chưa đến ngày"}


def test_cells_of_the_same_name_are_told_apart_in_the_paper() -> None:
    cells = tuple(
        CellMonth(unit_id, cell, f"Đảng bộ xã {above}", Facts(NOVEMBER.first), CellState.MISSED, late_entry=False)
        for unit_id, cell, above in (
            (1, "Chi bộ thôn Vải", "An"),
            (2, "Chi bộ thôn Vải", "Bình"),
            (3, "Chi bộ Chợ", "An"),
        )
    )
    summary = Summary(9, "Đảng bộ huyện Lục Nam", NOVEMBER, NOW.date(), 3, {ListName.MISSED: 3})
    (named,) = committee.committee_report(SAY, Report(summary, RULES, cells=cells)).values["neu_ten"]
    assert named["ds"] == "Chi bộ thôn Vải – An; Chi bộ thôn Vải – Bình; Chi bộ Chợ"


DANGEROUS = st.one_of(
    st.text(max_size=60),
    st.builds("{}{}".format, st.sampled_from("=+-@\t\r"), st.text(max_size=30)),
    st.sampled_from(
        ["=cmd|' /C calc'!A0", "@SUM(1)", "\x00\x07", "http://x.example/a", "internal:A1", "\ud800", "{=1+1}"]
    ),
)


@given(subject=DANGEROUS, number=DANGEROUS)
@settings(max_examples=40, deadline=None)
def test_no_text_becomes_a_formula_and_none_breaks_the_file(
    subject: str, number: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Matrix 89 and 92: whatever people wrote, the workbook and the CSV are made, and hold strings."""
    report = with_text(subject, number)
    content = workbook.workbook(report, SAY, tmp_path_factory.mktemp("book"), untold)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = [packed.read(name) for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(re.search(rb"<f[ >]|<hyperlink", part) for part in parts)
    assert len(sheet(tables(content)["Nghị quyết"])) == 1
    rows = list(
        csv.reader(io.StringIO(workbook.as_csv(sheets.resolutions(report, SAY)).decode("utf-8-sig")), delimiter=";")
    )
    assert len(rows) == 2
    assert not any(cell[:1] in set("=+-@\t\r") for row in rows for cell in row)
    charts.written(subject).encode()


def with_text(subject: str, number: str) -> Report:
    from bot.reports.samples import REPORT  # noqa: PLC0415

    line = ResolutionLine(1, 3, "Chi bộ thôn Muối", number, subject, NOW.date())
    return Report(REPORT.summary, RULES, REPORT.children, (), REPORT.cells, (), (line,))


def test_dates_are_dates_and_heads_are_frozen(district: Connection, tmp_path: Path) -> None:
    content = workbook.workbook(told(district, UnitKind.COMMUNE, NOVEMBER), SAY, tmp_path, untold)
    days = [row["Ngày họp"] for row in sheet(tables(content)["Buổi sinh hoạt"])]
    assert days
    assert all(day.year == 2026 for day in days)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = packed.namelist()
        parts = [packed.read(name) for name in names if name.startswith("xl/worksheets/sheet")]
    assert all(b'state="frozen"' in part for part in parts)
    assert sum(b"<autoFilter" in part for part in parts) == len(parts) - 2
    assert any(b"<conditionalFormatting" in part for part in parts)
    assert all(b'<pageSetUpPr fitToPage="1"/>' in part for part in parts), "nothing is cut at the side"
    assert [b'fitToHeight="0"' in part for part in parts] == [False] + [True] * (len(parts) - 1)
    assert sum(name.startswith("xl/charts/chart") for name in names) == 2
    assert list(tmp_path.iterdir()) == [], "what was written on the way is gone"


def test_the_quality_and_the_year_table_have_their_columns(district: Connection) -> None:
    report = told(district, UnitKind.COMMUNE, NOVEMBER)
    heads = [column.head for column in sheets.quality(report, SAY).columns]
    assert heads[1:] == ["Đơn vị", "Số ĐV", "Ngày họp", "Điểm", "Xếp loại", "Thuyết minh điểm trừ"]
    heads = [column.head for column in sheets.year(report, SAY).columns]
    assert heads[2:] == [
        "Đảng số",
        "Số ĐV dự",
        "Số ý kiến phát biểu (mỗi đồng chí phát biểu tính một ý kiến mỗi buổi)",
        "Dân vận khéo",
        "Học tập chuyên đề",
        "Đọc bài viết",
        "Sinh hoạt chuyên đề",
        "KNĐ",
        "KTGS",
        "Ghi chú",
    ]
    points = [row[4] for row in sheets.values(sheets.quality(report, SAY)) if row[4] is not None]
    assert len(points) == sum(report.summary.count(name) for name in OF_BANDS.values())


def test_opinions_of_a_half_year_are_added_up_and_it_is_said_where_they_are_known_in_part(db: Connection) -> None:
    """Domain.md 6: the column holds how many opinions there were, not how many a meeting has in the mean."""
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")
    spoke: dict[str, tuple[int | None, ...]] = {
        "Chi bộ cả": (4, 7, 0),
        "Chi bộ một phần": (5, None, 6),
        "Chi bộ không": (None,),
    }
    for name, told_of in spoke.items():
        cell = add_cell(db, commune, name)
        for month, speakers in enumerate(told_of, 7):
            oblige(db, cell, Month(2026, month), planned_on=date(2026, month, 3))
            hold(db, cell, date(2026, month, 3), speakers=speakers)
    report = reporting.report(db, Scope(1, (commune,)), commune, Span(Month(2026, 7), 6), NOW, RULES)
    rows = {row[1]: (row[4], row[-1]) for row in sheets.values(sheets.year(report, SAY))}
    assert rows == {
        "Chi bộ cả": (11, None),
        "Chi bộ một phần": (11, "Số ý kiến: 2/3 buổi có ghi"),
        "Chi bộ không": (None, None),
    }
    assert report.summary.speakers == 22


def test_how_far_a_workbook_is_is_told(district: Connection) -> None:
    heard: list[tuple[int, int]] = []
    content = made(
        Order("book", told(district, UnitKind.COMMUNE, NOVEMBER), "en"), lambda done, of: heard.append((done, of))
    )
    assert content.startswith(b"PK")
    assert heard == [(number, 10) for number in range(10)]
    assert "Cells" in tables(content)
