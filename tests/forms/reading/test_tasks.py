"""Tasks and progress beyond the examples."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.tasks import Measure, Progress, ReportedState, Task
from bot.forms.reading.outcome import Ask, NotUnderstood, Understood
from bot.forms.reading.tasks import find_tasks, read_numbered, read_progress, read_task
from tests.forms.reading.cell import GIVEN, TASK, TWO_HUNGS


def found(text: str) -> list[Task]:
    readings = [each.reading for each in find_tasks(text, GIVEN)]
    return [reading.value for reading in readings if isinstance(reading, Understood)]


def test_several_tasks_of_one_message_are_found() -> None:
    assert found("giao tổ đảng số 3 dọn kênh mương trước 25/11; giao đ/c An kiểm tra") == [
        Task("dọn kênh mương", "Tổ đảng số 3", date(2026, 11, 25)),
        Task("kiểm tra", "Nguyễn Văn An"),
    ]
    assert found("phân công: đ/c Bình thu quỹ 40 hộ xong trước 10/12, đ/c Lan tuyên truyền đến 15/12") == [
        Task("thu quỹ 40 hộ", "Trần Thị Bình", date(2026, 12, 10), Measure(40, "hộ")),
        Task("tuyên truyền", "Lê Thị Lan", date(2026, 12, 15)),
    ]


def test_a_task_without_due_day_is_warned_of() -> None:
    reading = read_task("giao đ/c An kiểm tra đường", GIVEN)
    assert isinstance(reading, Understood)
    assert [each.key for each in reading.warnings] == ["reading-task-no-due"]


def test_a_task_needs_an_owner_and_work() -> None:
    assert isinstance(read_task("Vận động 12 hộ hiến đất trước 30/11", GIVEN), NotUnderstood)
    assert isinstance(read_task("giao đ/c Bình", GIVEN), NotUnderstood)


def test_an_owner_whose_name_two_people_bear_is_asked() -> None:
    reading = read_task("giao đ/c Hùng làm đường trước 30/11", TWO_HUNGS)
    assert isinstance(reading, Ask)
    assert [task.assignee for task in reading.choices] == ["Phạm Văn Hùng", "Đỗ Mạnh Hùng"]
    assert {task.due_on for task in reading.choices} == {date(2026, 11, 30)}


def test_a_task_without_accents_is_read() -> None:
    reading = read_task("giao dc binh van dong 12 ho ngo 2 hien dat xong truoc 30/11", GIVEN)
    assert isinstance(reading, Understood)
    assert (reading.value.assignee, reading.value.due_on) == ("Trần Thị Bình", date(2026, 11, 30))
    assert reading.value.measure == Measure(12, "hộ")


RUNNING, DONE = ReportedState.IN_PROGRESS, ReportedState.DONE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dc 9/12", Progress(RUNNING, 9, 12, None, "hộ")),
        ("được 9 hộ", Progress(RUNNING, 9, 12, None, "hộ")),
        ("9", Progress(RUNNING, 9, 12, None, "hộ")),
        ("12/12", Progress(DONE, 12, 12, None, "hộ")),
        ("70%", Progress(RUNNING, percent=70)),
        ("xong", Progress(DONE)),
        ("chưa xong", Progress(RUNNING)),
        ("đang làm", Progress(RUNNING)),
        ("chậm vì mưa", Progress(ReportedState.LATE, note="mưa")),
        ("được 9/12, chậm vì mưa", Progress(ReportedState.LATE, 9, 12, None, "hộ", "mưa")),
        ("thôi vì hết kinh phí", Progress(ReportedState.DROPPED, note="hết kinh phí")),
    ],
)
def test_progress_is_read(text: str, expected: Progress) -> None:
    assert read_progress(text, GIVEN, TASK) == Understood(expected)


def test_progress_in_doubt_is_asked_and_odd_totals_are_warned_of() -> None:
    assert isinstance(read_progress("xong 9/12", GIVEN, TASK), Ask)
    odd = read_progress("9/15", GIVEN, TASK)
    assert isinstance(odd, Understood)
    assert [each.key for each in odd.warnings] == ["reading-progress-total"]
    assert isinstance(read_progress("150%", GIVEN, TASK), NotUnderstood)
    assert isinstance(read_progress("xin chào", GIVEN, TASK), NotUnderstood)


@pytest.mark.parametrize(
    ("text", "count", "expected"),
    [
        ("1 dc 9/12, 2 xong", 2, ((1, "dc 9/12"), (2, "xong"))),
        ("1 xong 2 chậm vì mưa", 2, ((1, "xong"), (2, "chậm vì mưa"))),
        ("việc 1 xong, việc 2 được 70%", 2, ((1, "xong"), (2, "được 70%"))),
        ("1, 2 xong", 2, ((1, "xong"), (2, "xong"))),
        ("1 được 1,1/1,5 km, 2 xong", 5, ((1, "được 1,1/1,5 km"), (2, "xong"))),
        ("1. xong\n2. đang làm", 2, ((1, "xong"), (2, "đang làm"))),
        ("1 9/12, 2 xong", 2, ((1, "9/12"), (2, "xong"))),
        ("xong hết", 3, ((1, "xong"), (2, "xong"), (3, "xong"))),
        ("xong", 1, ((1, "xong"),)),
        ("3 xong", 2, ()),
        ("9/12", 2, ()),
        ("được 9/12", 2, ()),
    ],
)
def test_reports_on_listed_tasks_are_told_apart_by_their_numbers(
    text: str, count: int, expected: tuple[tuple[int, str], ...]
) -> None:
    assert read_numbered(text, count) == expected
