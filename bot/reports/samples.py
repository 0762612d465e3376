"""Invented papers, one with everything in it and one with next to nothing: templates are tried on both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.carrying import Carried
from bot.domain.documents import DocumentKind
from bot.domain.meetings import Absence, Attendance, Hours, Kind, Meeting
from bot.domain.people import Role
from bot.domain.periods import Month, Span
from bot.domain.resolutions import Resolution, Vote
from bot.domain.rules import Rules
from bot.domain.scores import Band, Line, Score
from bot.domain.tasks import Measure, Progress, ReportedState, Task
from bot.domain.units import CellProfile
from bot.reports import agenda, document
from bot.reports.agenda import Plan
from bot.reports.committee import committee_report
from bot.reports.document import Cell, Document, Followed, Record, Set
from bot.reports.report import CellMonth, Report
from bot.reports.summary import CellState, Changed, ChildSummary, Facts, Frozen, ListName, Summary
from bot.texts import voice

MONTH, DAY = Month(2026, 11), date(2026, 11, 3)
PROFILE = CellProfile(0, date(2020, 1, 1), "3", "19:30", 90, "Nhà văn hóa thôn", 28, 2, 2, 1, 1, 1)
CHAIR, CLERK = "Nguyễn Văn An", "Trần Thị Bình"
CELL = Cell("Chi bộ thôn Muối", "Đảng bộ xã Lục Nam", PROFILE, {CHAIR: Role.SECRETARY, CLERK: Role.DEPUTY})
BARE_CELL = Cell("Chi bộ thôn Muối", "", CellProfile(0, date(2020, 1, 1)))
ATTENDANCE = Attendance(
    27,
    30,
    excused=2,
    unexcused=1,
    absences=(
        Absence("Lê Thị Lan", excused=True, reason="ốm"),
        Absence("Phạm Văn Hùng", excused=True, reason="đi làm xa"),
        Absence("Chu Văn Cảnh", excused=False),
    ),
    late=("Vi Văn Sơn",),
    left_early=("Đỗ Thị Hà",),
    exempt_present=("Hoàng Văn Cả",),
    temporary_in=1,
)
CARRIED = (
    Carried(
        1,
        Task("vận động 12 hộ ngõ 2 hiến đất", CLERK, date(2026, 11, 30), Measure(12, "hộ"), "ngõ 2"),
        "10-NQ/CB",
        0.5,
        told=Progress(ReportedState.IN_PROGRESS, 9, 12, unit="hộ"),
    ),
    Carried(
        2,
        Task("dọn vệ sinh kênh mương", "Tổ đảng số 3", date(2026, 10, 25)),
        "10-NQ/CB",
        before=Progress(ReportedState.DONE),
        closed_on=date(2026, 10, 24),
    ),
    Carried(3, Task("lập danh sách hộ nghèo", "Vi Văn Sơn", date(2026, 10, 31)), "09-NQ/CB"),
)
MEETING = Meeting(
    0,
    MONTH,
    frozenset({Kind.REGULAR, Kind.THEMATIC}),
    DAY,
    Hours("19:30", "21:15", 105),
    "Nhà văn hóa thôn Muối",
    CHAIR,
    CLERK,
    ATTENDANCE,
    topic="Xây dựng nông thôn mới kiểu mẫu",
    upper_member="Vũ Thị Mai",
    dues_announced=True,
    content=(
        (
            "economy",
            "Bàn việc mở đường ngõ 2. Đồng chí Hòa đề nghị nói rõ mức đóng góp của từng hộ.\nĐề nghị làm xong trước Tết.",
        ),
        ("democracy", "Thông qua hương ước sửa đổi; giữ vệ sinh kênh mương, phân loại rác tại hộ."),
    ),
    conclusion="Nhất trí chủ trương mở đường ngõ 2. Báo cáo kết quả tại kỳ sinh hoạt tháng 12.",
    praise="Biểu dương đồng chí Trần Thị Bình trong vận động hiến đất.",
    remark="Biên bản lập thành 02 bản.",
    speakers=9,
    carried=CARRIED,
)
BARE_MEETING = Meeting(0, MONTH, frozenset({Kind.EXTRAORDINARY}), DAY, Hours(), "", "", "", Attendance(3, 3))
SET = Set(
    Resolution(0, "11-NQ/CB", DAY, "đổ bê tông đường ngõ 2", vote=Vote(25, 1, 0, 26)),
    (
        Task("thu tiền đóng góp của 40 hộ", CLERK, date(2026, 12, 10), Measure(40, "hộ"), "ngõ 2"),
        Task("dọn mặt bằng", "Tổ đảng số 3", date(2026, 11, 30)),
    ),
)
BARE_SET = Set(Resolution(0, "01-NQ/CB", DAY, "kết nạp đảng viên"))
SCORE = Score("", 0, {"1": Line(92, 100)}, Band.GOOD)
OPEN = Followed(CARRIED[0].task, "đang làm 75%", "9/12 hộ")
CLOSED = Followed(CARRIED[1].task, "xong")
PLAN = Plan(CELL, MONTH, DAY, "19:30", PROFILE.place, CHAIR, CLERK, "Vũ Thị Mai", open=(OPEN,), closed=(CLOSED,))


SPAN = Span(MONTH, 1)
FACTS = Facts(MONTH, planned_on=DAY, postponed_to=date(2026, 11, 9), postponed_reason="bão")
REPORT = Report(
    Summary(
        1,
        "Đảng bộ xã Lục Nam",
        SPAN,
        date(2026, 11, 5),
        2,
        dict.fromkeys(ListName, 2),
        50,
        60,
        speakers=15,
        listeners=50,
        voiced=2,
        frozen=Frozen(date(2026, 11, 4), date(2026, 11, 5), (Changed(ListName.HELD, 2, 1),)),
        above=2,
    ),
    Rules(),
    (ChildSummary(3, "Chi bộ thôn Muối", True, 1, 1, 0, 0, 27, 30),),
    cells=(CellMonth(3, "Chi bộ thôn Muối", "Đảng bộ xã Lục Nam", FACTS, CellState.POSTPONED, late_entry=False),),
    above_name="Đảng bộ tỉnh Bắc Ninh",
)
BARE_REPORT = Report(Summary(None, "", SPAN, date(2026, 11, 5), 0, {}), Rules())


def samples(kind: DocumentKind, rules: Rules | None = None) -> tuple[Document, Document]:
    """The full one, then the bare one."""
    say, rules = voice("vi"), rules or Rules()
    match kind:
        case DocumentKind.MINUTES:
            full = document.minutes(say, rules, Record(CELL, MEETING, (SET,), SCORE))
            return full, document.minutes(say, rules, Record(BARE_CELL, BARE_MEETING))
        case DocumentKind.RESOLUTION:
            full = document.resolution(say, rules, CELL, SET, MEETING, SCORE)
            return full, document.resolution(say, rules, BARE_CELL, BARE_SET, None)
        case DocumentKind.AGENDA:
            return agenda.agenda(say, rules, PLAN), agenda.agenda(say, rules, Plan(BARE_CELL, MONTH, None))
        case DocumentKind.REPORT:
            full_report, bare_report = (replace(each, rules=rules) for each in (REPORT, BARE_REPORT))
            return committee_report(say, full_report), committee_report(say, bare_report)
