"""Attendance beyond the examples: names, several statements, sums that disagree, follow-up answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.meetings import Absence, Attendance
from bot.forms.reading.attendance import find_attendance, read_absences, read_attendance
from bot.forms.reading.outcome import Ask, NotUnderstood, Understood
from bot.forms.reading.patterns import blanked
from tests.forms.reading.cell import GIVEN, KNOWN, TWO_HUNGS

LAN, BINH, HUNG, NAM = "Lê Thị Lan", "Trần Thị Bình", "Phạm Văn Hùng", "Hoàng Văn Nam"


def excused(name: str, reason: str = "") -> Absence:
    return Absence(name, excused=True, reason=reason)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("28/30, vắng 2 có phép", Attendance(28, 30, 2)),
        (
            "28/30 (vắng 2: đ/c Lan ốm; đ/c Hùng trực)",
            Attendance(28, 30, 2, 0, (excused(LAN, "ốm"), excused(HUNG, "trực"))),
        ),
        ("vang lan om, hung di lam xa", Attendance(28, 30, 2, 0, (excused(LAN, "ốm"), excused(HUNG, "đi làm xa")))),
        ("vắng Lê Thị Lan (đi viện)", Attendance(29, 30, 1, 0, (excused(LAN, "đi viện"),))),
        ("đ/c Lan, đ/c Nam vắng có phép", Attendance(28, 30, 2, 0, (excused(LAN), excused(NAM)))),
        ("vắng Lan và Bình có lý do", Attendance(28, 30, 2, 0, (excused(LAN), excused(BINH)))),
        ("vắng có lý do: đ/c Lan, đ/c Bình", Attendance(28, 30, 2, 0, (excused(LAN), excused(BINH)))),
        ("vắng đ/c Lan không phép", Attendance(29, 30, 0, 1, (Absence(LAN, excused=False),))),
        ("vắng đ/c Vi Văn Tám đi làm xa", Attendance(29, 30, 1, 0, (excused("Vi Văn Tám", "đi làm xa"),))),
        ("vắng đ/c Lan ốm,    ; bàn việc thu hoạch lúa", Attendance(29, 30, 1, 0, (excused(LAN, "ốm"),))),
        ("vắng đ/c Lan ốm; sửa đường ngõ hai", Attendance(29, 30, 1, 0, (excused(LAN, "ốm"),))),
        ("vắng năm", Attendance(25, 30)),
        ("vắng Nam ốm", Attendance(29, 30, 1, 0, (excused(NAM, "ốm"),))),
        ("27 đ/c dự, SHT 2 đ/c", Attendance(27, 30, temporary_in=2)),
        ("28/30, đ/c Cảnh miễn sinh hoạt vẫn dự", Attendance(28, 30, exempt_present=("Cảnh",))),
    ],
)
def test_attendance_is_read_from_one_message(text: str, expected: Attendance) -> None:
    assert read_attendance(text, GIVEN, None) == Understood(expected)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("31/30", Attendance(30, 30)),
        ("27/30, vắng 2", Attendance(27, 30)),
        ("27/29", Attendance(27, 30)),
        ("khoảng 27", Attendance(27, 30)),
        ("95%", Attendance(28, 30)),
        ("0", Attendance(0, 30)),
        ("28/30, An muon", Attendance(28, 30, late=("Nguyễn Văn An",))),
    ],
)
def test_what_is_in_doubt_is_asked_with_choices(text: str, first: Attendance) -> None:
    reading = read_attendance(text, GIVEN, None)
    assert isinstance(reading, Ask)
    assert reading.choices[0] == first


@pytest.mark.parametrize("text", ["", "vắng", "xin chào", "vắng 40", "150%"])
def test_what_says_nothing_is_not_understood(text: str) -> None:
    assert isinstance(read_attendance(text, GIVEN, None), NotUnderstood)


def test_without_a_base_the_ratio_gives_it_and_a_mere_number_is_not_enough() -> None:
    unknown = replace(GIVEN, base=0, total=0)
    assert read_attendance("27/30", unknown, None) == Understood(Attendance(27, 30))
    assert isinstance(read_attendance("27", unknown, None), NotUnderstood)
    assert isinstance(read_attendance("9/11", unknown, None), Ask)


def test_two_people_of_one_name_who_are_both_absent_need_no_question() -> None:
    reading = read_attendance("vắng Hùng ốm, Hùng trực", TWO_HUNGS, None)
    assert reading == Understood(Attendance(28, 30, 2, 0, (excused(HUNG, "ốm"), excused("Đỗ Mạnh Hùng", "trực"))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đ/c Lan ốm, đ/c Hùng đi làm xa", Attendance(28, 30, 2, 0, (excused(LAN, "ốm"), excused(HUNG, "đi làm xa")))),
        ("cả hai có phép", Attendance(28, 30, 2)),
        ("không phép", Attendance(28, 30, 0, 2)),
        ("1 có phép, 1 không phép", Attendance(28, 30, 1, 1)),
        ("2 cp", Attendance(28, 30, 2)),
    ],
)
def test_who_was_absent_is_read_beside_the_known_number(text: str, expected: Attendance) -> None:
    assert read_absences(text, GIVEN, KNOWN) == Understood(expected)


@pytest.mark.parametrize("text", ["không", "Lan ốm, Hùng trực, Nam đi xa", "Lan ốm", "1 kp", "vắng Lan, Hùng"])
def test_absences_that_disagree_with_the_known_number_or_leave_some_out_are_asked(text: str) -> None:
    reading = read_absences(text, GIVEN, KNOWN)
    assert isinstance(reading, Ask)
    assert 1 <= len(reading.choices) <= 3


def test_names_told_later_keep_the_counts_told_before() -> None:
    reading = read_absences("đ/c Lan ốm", GIVEN, Attendance(28, 30, 1, 1))
    assert reading == Understood(Attendance(28, 30, 1, 1, (excused(LAN, "ốm"),)))


def test_a_second_group_of_statements_is_found_with_the_first_as_known() -> None:
    text = "có mặt 28/30, bàn việc làm đường, vắng đ/c Lan ốm, đ/c Hùng trực"
    first = find_attendance(text, GIVEN, None)
    assert first is not None
    assert text[first.start : first.end] == "có mặt 28/30"
    assert isinstance(first.reading, Understood)
    second = find_attendance(blanked(text, first.start, first.end), GIVEN, first.reading.value)
    assert second is not None
    assert second.reading == Understood(Attendance(28, 30, 2, 0, (excused(LAN, "ốm"), excused(HUNG, "trực"))))


def test_told_again_with_as_many_names_as_were_absent_only_those_were_absent() -> None:
    known = Attendance(29, 30, 1, 0, (excused(HUNG, "trực"),))
    told = Attendance(29, 30, 1, 0, (excused(LAN, "ốm"),))
    assert read_attendance("vắng 1 có phép: đ/c Lan ốm", GIVEN, known) == Understood(told)
