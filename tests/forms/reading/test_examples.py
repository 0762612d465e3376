"""Every example of domain.md sections 7.2 to 7.8, read as the open question reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from bot.domain.meetings import Absence, Attendance, Hours
from bot.domain.periods import Month, Span
from bot.domain.resolutions import Vote
from bot.domain.scores import Band
from bot.domain.tasks import Measure, Progress, ReportedState, Task
from bot.forms.reading.attendance import read_absences, read_attendance
from bot.forms.reading.clocks import read_clock, read_hours, read_minutes
from bot.forms.reading.days import Postponed, read_day, read_period, read_postponement
from bot.forms.reading.numbers import read_count, read_measure, read_money, read_number, read_percent
from bot.forms.reading.outcome import Ask, NotUnderstood, Reading, Tense, Understood
from bot.forms.reading.people import read_person
from bot.forms.reading.spelling import clean, fold, repair, same, spelled
from bot.forms.reading.tasks import read_progress, read_task
from bot.forms.reading.votes import read_vote
from bot.forms.reading.words import (
    Control,
    control_word,
    expand,
    is_as_last_month,
    read_band,
    read_choice,
    read_held,
    read_yes_no,
)
from tests.forms.reading.cell import GIVEN, KNOWN, TASK, TWO_HUNGS, USUAL, VOTING

Read = Callable[[str], Reading[Any]]


@dataclass(frozen=True)
class Asks:
    """The reading must be asked about, and offer these (first) choices."""

    choices: tuple[object, ...]
    key: str = ""


@dataclass(frozen=True)
class Refuses:
    """The reading must not be understood, for this reason."""

    key: str


@dataclass(frozen=True)
class Warned:
    """Understood, with this said beside it."""

    value: object
    key: str


@dataclass(frozen=True)
class About:
    """Understood as approximate."""

    value: object


def held(text: str) -> Reading[date]:
    return read_day(text, GIVEN, Tense.HELD)


def due(text: str) -> Reading[date]:
    return read_day(text, GIVEN, Tense.DUE)


def period(text: str) -> Reading[Span]:
    return read_period(text, GIVEN)


def postponement(text: str) -> Reading[Postponed]:
    return read_postponement(text, GIVEN)


def clock(text: str) -> Reading[str]:
    return read_clock(text, GIVEN)


def minutes(text: str) -> Reading[int]:
    return read_minutes(text, GIVEN)


def hours(text: str) -> Reading[Hours]:
    return read_hours(text, GIVEN, USUAL)


def number(text: str) -> Reading[float]:
    return read_number(text, GIVEN)


def count(text: str) -> Reading[int]:
    return read_count(text, GIVEN)


def percent(text: str) -> Reading[float]:
    return read_percent(text, GIVEN)


def money(text: str) -> Reading[int]:
    return read_money(text, GIVEN)


def measure(text: str) -> Reading[Measure]:
    return read_measure(text, GIVEN)


def attendance(text: str) -> Reading[Attendance]:
    return read_attendance(text, GIVEN, None)


def attendance_of_two_hungs(text: str) -> Reading[Attendance]:
    return read_attendance(f"vắng {text} ốm", TWO_HUNGS, None)


def absences(text: str) -> Reading[Attendance]:
    return read_absences(text, GIVEN, None)


def absences_of_two(text: str) -> Reading[Attendance]:
    return read_absences(text, GIVEN, KNOWN)


def vote(text: str) -> Reading[Vote]:
    return read_vote(text, VOTING)


def person_of_two(text: str) -> Reading[str]:
    return read_person(text, TWO_HUNGS)


def task(text: str) -> Reading[Task]:
    return read_task(text, GIVEN)


def progress(text: str) -> Reading[Progress]:
    return read_progress(text, GIVEN, TASK)


def on(day: int, month: int, year: int = 2026) -> date:
    return date(year, month, day)


def each(texts: str, read: Read, expected: object) -> list[tuple[str, Read, object]]:
    return [(text, read, expected) for text in texts.split(" · ")]


DATES = [
    *each("mùng 3 · mồng ba · mung 3", held, on(3, 11)),
    *each("3/11 · 03-11 · 3.11", held, on(3, 11)),
    *each("m3", held, on(3, 11)),
    *each("3/11/26 · ngày 3 tháng 11", held, on(3, 11)),
    *each("ngày 3", held, on(3, 11)),
    *each("ngày 8", held, Asks((on(8, 10),), "reading-day-last-month")),
    *each("ngày 8", due, on(8, 11)),
    *each("3/12", held, Asks((on(3, 12, 2025),), "reading-day-far")),
    *each("mùng 12", held, Asks((on(12, 10),))),
    *each("mùng 12", due, on(12, 11)),
    *each("31/11", held, Refuses("reading-day-none-such")),
    *each("hôm nay · tối nay", held, on(5, 11)),
    *each("hôm qua · tối qua", held, on(4, 11)),
    *each("hôm kia", held, on(3, 11)),
    *each("6/11", held, Asks((on(5, 11), on(6, 10)), "reading-day-future")),
    *each("thứ 3 vừa rồi · tối thứ ba", held, on(3, 11)),
    *each("thứ 7 tuần trước", held, on(31, 10)),
    *each("CN", held, on(1, 11)),
    *each("thứ 2 tuần sau", due, on(9, 11)),
    *each("T3", held, on(3, 11)),
    *each("T3", period, Span(Month(2026, 3), 1)),
    *each("T9", period, Span(Month(2026, 9), 1)),
    *each("T10", period, Span(Month(2026, 10), 1)),
    *each("T9 · T10", held, Refuses("reading-day-month-only")),
    *each("T7/2026", period, Span(Month(2026, 7), 1)),
    *each("T7/2026", held, Refuses("reading-day-month-only")),
    *each("tháng trước", period, Span(Month(2026, 10), 1)),
    *each("quý 4 · quý IV/2026", period, Span(Month(2026, 10), 3)),
    *each("cuối tháng", held, Asks((on(31, 10),), "reading-day-vague")),
    *each("cuối tháng", due, Asks((on(30, 11),), "reading-day-vague")),
    *each("đầu tháng", held, Asks((on(1, 11), on(2, 11), on(3, 11)), "reading-day-vague")),
    *each("họp lần thứ hai", held, Refuses("reading-day")),
    *each("mùng 3 âm", held, Warned(on(12, 10), "reading-day-lunar")),
    *each("mùng 3 âm", due, Warned(on(11, 11), "reading-day-lunar")),
    *each("rằm tháng giêng 2027", due, Warned(on(20, 2, 2027), "reading-day-lunar")),
    *each("23 tháng chạp", due, Warned(on(30, 1, 2027), "reading-day-lunar")),
    *each("lùi sang mùng 6", postponement, Postponed(on(6, 11), "", "")),
    *each("lùi 2 ngày", postponement, Postponed(on(5, 11), "", "")),
    *each("dời sang tuần sau", postponement, Asks((Postponed(on(10, 11), "", ""),), "reading-postponed-day")),
    *each("hoãn vì bão", postponement, Asks((Postponed(on(6, 11), "", "bão"),), "reading-postponed-day-because")),
    *each("30/11", due, on(30, 11)),
    *each("Tết", due, Refuses("reading-day")),
    *each("tháng một", period, Span(Month(2026, 1), 1)),
]

TIMES = [
    *each("19h30 · 19g30 · 19:30 · 19 giờ 30 · 19h30'", clock, "19:30"),
    *each("7h30 tối · 7 rưỡi tối", clock, "19:30"),
    *each("8h kém 15 tối", clock, "19:45"),
    *each("2 rưỡi chiều", clock, "14:30"),
    *each("7h30", clock, Asks(("19:30", "07:30"), "reading-clock-part")),
    *each("25h", clock, Refuses("reading-clock-none-such")),
    *each("19h30-21h", hours, Hours("19:30", "21:00", 90)),
    *each("từ 19h30 đến 21h15", hours, Hours("19:30", "21:15", 105)),
    *each("90p · 90' · 90 phút", minutes, 90),
    *each("1h30", minutes, 90),
    *each("tiếng rưỡi · 1 tiếng rưỡi", minutes, 90),
    *each("hai tiếng", minutes, 120),
    *each("2 tiếng kém 15", minutes, 105),
    *each("gần 2 tiếng", minutes, Asks((120,), "reading-minutes-about")),
]

NUMBERS = [
    *each("hai mươi mốt · hai mốt · hăm mốt", count, 21),
    *each("ba tư", count, 34),
    *each("ba nhăm", count, 35),
    *each("1.130", count, 1130),
    *each("1,130", count, Asks((1130,), "reading-number-two")),
    *each("1,130", number, Asks((1130.0, 1.13), "reading-number-two")),
    *each("1,5 km · 1km5", measure, Measure(1.5, "km")),
    *each("95,5% · 95.5%", percent, 95.5),
    *each("500k", money, 500_000),
    *each("1tr2", money, 1_200_000),
    *each("2 triệu rưỡi", money, 2_500_000),
    *each("gần 300 hộ", count, About(300)),
    *each("gần 300 hộ", measure, About(Measure(300, "hộ", approximate=True))),
    *each("5 sào", measure, Measure(1800, "m2")),
    *each("không", count, 0),
    *each("27/30 · 27/30 đ/c · 27 trên 30", attendance, Attendance(27, 30)),
    *each("có mặt 27", attendance, Attendance(27, 30)),
    *each("vắng 3", attendance, Attendance(27, 30)),
    *each("đủ · đủ cả · toàn thể · 100%", attendance, Attendance(30, 30)),
    *each("3/11", attendance, Asks((Attendance(3, 30), Attendance(3, 11)), "reading-attendance-base")),
    *each("30/27", attendance, Asks((Attendance(27, 30),), "reading-attendance-over")),
    *each("27/32", attendance, Warned(Attendance(27, 30), "reading-base-exempt")),
    *each("90%", attendance, Asks((Attendance(27, 30),), "reading-attendance-percent")),
    *each("25/25", vote, Vote(25, voters=25)),
    *each("nhất trí 100%", vote, Vote(28, voters=28)),
    *each("25 đồng ý, 2 không", vote, Vote(25, 2, 0, 28)),
    *each("26/27, 1 ý kiến khác", vote, Vote(26, 0, 1, 27)),
    *each("nhất trí cao · đa số", vote, Asks((Vote(28, voters=28),), "reading-vote-vague")),
]

_LAN = Absence("Lê Thị Lan", excused=True, reason="ốm")
_HUNG = Absence("Phạm Văn Hùng", excused=True, reason="đi làm xa")

ABSENCE = [
    *each("vắng 2 (1 có phép, 1 ko phép)", attendance, Attendance(28, 30, 1, 1)),
    *each("vang 2 co ly do", attendance, Attendance(28, 30, 2)),
    *each("2 cp 1 kp", attendance, Attendance(27, 30, 2, 1)),
    *each("k vắng ai", attendance, Attendance(30, 30)),
    *each("k vắng ai · ko · 0", absences, Attendance(30, 30)),
    *each("vắng đ/c Lan ốm, đ/c Hùng đi làm xa", attendance, Attendance(28, 30, 2, 0, (_LAN, _HUNG))),
    *each("vắng đ/c Lan ốm, đ/c Hùng đi làm xa", absences_of_two, Attendance(28, 30, 2, 0, (_LAN, _HUNG))),
    *each(
        "vắng đ/c Dung",
        attendance,
        Asks(
            (
                Attendance(29, 30, 1, 0, (Absence("Dung", excused=True),)),
                Attendance(29, 30, 0, 1, (Absence("Dung", excused=False),)),
            ),
            "reading-absence-excused",
        ),
    ),
    *each("đ/c An đến muộn 15p", absences_of_two, Attendance(28, 30, late=("Nguyễn Văn An (15 phút)",))),
    *each("đ/c Bình về sớm", absences_of_two, Attendance(28, 30, left_early=("Trần Thị Bình",))),
    *each("đ/c An đến muộn 15p", attendance, Asks((Attendance(30, 30, late=("Nguyễn Văn An (15 phút)",)),))),
    *each(
        "vắng 3 (1 có phép, 1 ko phép)",
        attendance,
        Asks((Attendance(27, 30, 2, 1), Attendance(27, 30, 1, 2), Attendance(27, 30, 1, 1)), "reading-absence-left"),
    ),
    *each("đ/c Cảnh miễn SH", absences_of_two, Warned(KNOWN, "reading-exempt-out")),
    *each("SHT 1 đ/c", absences_of_two, Attendance(28, 30, temporary_in=1)),
    *each("đ/c Hùng", person_of_two, Asks(("Phạm Văn Hùng", "Đỗ Mạnh Hùng"), "reading-person-two")),
    *each(
        "đ/c Hùng",
        attendance_of_two_hungs,
        Asks(
            (
                Attendance(29, 30, 1, 0, (Absence("Phạm Văn Hùng", excused=True, reason="ốm"),)),
                Attendance(29, 30, 1, 0, (Absence("Đỗ Mạnh Hùng", excused=True, reason="ốm"),)),
            ),
            "reading-person-two",
        ),
    ),
]

WORDS = [
    *each("có · vâng · dạ · ừ · ok · oke · rồi · r · đúng r · xong · đồng ý", read_yes_no, True),
    *each("có · vâng · dạ · ừ · ok · oke · rồi · r · đúng r · xong · đồng ý", read_held, "yes"),
    *each("không · ko · k · hok · sai · thôi", read_yes_no, False),
    *each("không · ko · k · hok · sai · thôi", read_held, "no"),
    *each("chưa · dạ chưa ạ", read_held, "not_yet"),
    *each("để sau · lát nữa", read_held, "later"),
    *each("không phải 27 mà 28", count, 28),
    *each("không phải 27 mà 28", attendance, Attendance(28, 30)),
    *each("k", read_band, Asks((Band.FAIR,), "reading-band-k")),
]

MESSAGES = [
    *each("HỌP NGÀY 3/11 LÚC 19H30", held, on(3, 11)),
    *each("HỌP NGÀY 3/11 LÚC 19H30", hours, Hours("19:30", "21:00", 90)),
    *each("hopj thangs 11", period, Span(Month(2026, 11), 1)),
    *each(
        "Giao đ/c Bình vận động 12 hộ ngõ 2 hiến đất xong trước 30/11",
        task,
        Task("vận động 12 hộ ngõ 2 hiến đất", "Trần Thị Bình", on(30, 11), Measure(12, "hộ"), "ngõ 2"),
    ),
    *each(
        "Mở đường được 1,1/1,5 km",
        lambda text: read_progress(text, GIVEN, Task("mở đường", "An", None, Measure(1.5, "km"))),
        Progress(ReportedState.IN_PROGRESS, 1.1, 1.5, None, "km"),
    ),
    *each("Mở đường được 1,1/1,5 km", held, Refuses("reading-day")),
]

CASES = [*DATES, *TIMES, *NUMBERS, *ABSENCE, *WORDS, *MESSAGES]


@pytest.mark.parametrize(("text", "read", "expected"), [pytest.param(*case, id=case[0]) for case in CASES])
def test_an_example_reads_as_the_reference_says(text: str, read: Read, expected: object) -> None:
    reading = read(text)
    match expected:
        case Asks(choices, key):
            assert isinstance(reading, Ask), reading
            assert 1 <= len(reading.choices) <= 3
            assert reading.choices[: len(choices)] == choices
            assert key in {"", reading.why.key}
        case Refuses(key):
            assert isinstance(reading, NotUnderstood), reading
            assert reading.why.key == key
        case Warned(value, key):
            assert isinstance(reading, Understood), reading
            assert reading.value == value
            assert [each.key for each in reading.warnings] == [key]
        case About(value):
            assert reading == Understood(value, approximate=True)
        case _:
            assert isinstance(reading, Understood), reading
            assert reading.value == expected
            assert reading.warnings == ()
            assert not reading.approximate


@pytest.mark.parametrize(
    ("text", "control"),
    [
        pytest.param(text, control, id=text)
        for text, control in (
            ("quay lại", Control.BACK),
            ("bỏ qua", Control.SKIP),
            ("tạm dừng", Control.PAUSE),
            ("để sau", Control.PAUSE),
            ("hủy", Control.CANCEL),
            ("xem lại", Control.EDIT),
            ("giúp", Control.HELP),
            ("lùi", None),
            ("hoãn", None),
        )
    ],
)
def test_a_control_word_is_known(text: str, control: Control | None) -> None:
    assert control_word(text) is control


@pytest.mark.parametrize("text", ["như tháng trước"])
def test_the_last_value_can_be_asked_for(text: str) -> None:
    assert is_as_last_month(text)


@pytest.mark.parametrize("text", ["1"])
def test_a_number_chooses_from_a_list(text: str) -> None:
    assert read_choice(text, 3) == 1


@pytest.mark.parametrize(
    ("short", "long"),
    [
        pytest.param(short, long, id=short)
        for short, long in (
            ("đ/c", "đồng chí"),
            ("d/c", "đồng chí"),
            ("CB", "chi bộ"),
            ("BT", "bí thư"),
            ("PBT", "phó bí thư"),
            ("BTCB", "bí thư chi bộ"),
            ("CU", "chi ủy"),
            ("CUV", "chi ủy viên"),
            ("ĐU", "đảng ủy"),
            ("ĐUV", "đảng ủy viên"),
            ("BTV", "ban thường vụ"),
            ("BCH", "ban chấp hành"),
            ("ĐV", "đảng viên"),
            ("ĐVCT", "đảng viên chính thức"),
            ("ĐVDB", "đảng viên dự bị"),
            ("NQ", "nghị quyết"),
            ("KL", "kết luận"),
            ("BB", "biên bản"),
            ("BC", "báo cáo"),
            ("KH", "kế hoạch"),
            ("CĐ", "chuyên đề"),
            ("SHCĐ", "sinh hoạt chuyên đề"),
            ("SHCB", "sinh hoạt chi bộ"),
            ("SHTK", "sinh hoạt thường kỳ"),
            ("SHT", "sinh hoạt tạm thời"),
            ("MTTQ", "Mặt trận Tổ quốc"),
            ("HPN", "hội phụ nữ"),
            ("HND", "hội nông dân"),
            ("CCB", "cựu chiến binh"),
            ("ĐTN", "đoàn thanh niên"),
            ("ANTT", "an ninh trật tự"),
            ("KT-XH", "kinh tế - xã hội"),
            ("NTM", "nông thôn mới"),
        )
    ],
)
def test_an_abbreviation_is_written_out(short: str, long: str) -> None:
    assert expand(short) == long


@pytest.mark.parametrize("clash", ["TB", "T", "k", "kg", "đc"])
def test_an_abbreviation_that_only_the_question_explains_is_left(clash: str) -> None:
    assert expand(clash) == clash


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param(typed, meant, id=typed)
        for typed, meant in (
            ("ddoongf chis", "đồng chí"),
            ("hopj thangs 11", "họp tháng 11"),
            ("d9o62ng chi1", "đồng chí"),
        )
    ],
)
def test_keyboard_residue_is_repaired(typed: str, meant: str) -> None:
    assert repair(typed) == meant


@pytest.mark.parametrize("typed", ["Chi uỷ", "Chi u\u0309y", "Chi uy\u0309", "CHI ỦY", "chi uy"])
def test_every_spelling_of_chi_uy_is_the_same(typed: str) -> None:
    assert same(typed, "Chi ủy")
    assert fold(typed) == "chi uy"


def test_the_tone_is_placed_as_the_setting_says() -> None:
    assert spelled(clean("Chi uy\u0309"), "ủy") == "Chi ủy"
    assert spelled("Chi ủy hòa", "uỷ") == "Chi uỷ hoà"
