"""One message that holds a whole meeting is taken apart by the finders, one after the other, in any order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from bot.domain.meetings import Absence, Attendance, Hours
from bot.domain.resolutions import Vote
from bot.domain.tasks import Measure, Task
from bot.forms.reading.attendance import find_attendance
from bot.forms.reading.clocks import find_hours
from bot.forms.reading.days import find_day
from bot.forms.reading.kinds import find_kinds, find_topic
from bot.forms.reading.outcome import Found, Tense, Understood
from bot.forms.reading.patterns import blanked
from bot.forms.reading.people import find_chair, find_clerk, find_upper_member
from bot.forms.reading.places import find_place
from bot.forms.reading.resolutions import find_number
from bot.forms.reading.spelling import clean, flat
from bot.forms.reading.tasks import find_tasks
from bot.forms.reading.votes import find_vote
from tests.forms.reading.cell import GIVEN, USUAL, WHOLE

Find = Callable[[str], Found[Any] | None]
FINDERS: dict[str, Find] = {
    "tasks": lambda text: next(iter(find_tasks(text, GIVEN)), None),
    "topic": find_topic,
    "kinds": lambda text: find_kinds(text, GIVEN),
    "chair": lambda text: find_chair(text, GIVEN),
    "clerk": lambda text: find_clerk(text, GIVEN),
    "upper_member": lambda text: find_upper_member(text, GIVEN),
    "hours": lambda text: find_hours(text, GIVEN, USUAL),
    "place": lambda text: find_place(text, GIVEN),
    "vote": lambda text: find_vote(text, GIVEN),
    "number": find_number,
    "attendance": lambda text: find_attendance(text, GIVEN, None),
    "day": lambda text: find_day(text, GIVEN, Tense.HELD),
}


def taken_apart(text: str, order: Sequence[str]) -> tuple[dict[str, object], str]:
    values: dict[str, object] = {}
    for name in order:
        found = FINDERS[name](text)
        if found is not None:
            assert isinstance(found.reading, Understood), (name, found)
            values[name] = found.reading.value
            text = blanked(text, found.start, found.end)
    return values, text


MEETING = {
    "day": date(2026, 11, 3),
    "hours": Hours("19:30", "21:15", 105),
    "place": "Nhà văn hóa thôn",
    "attendance": Attendance(
        28,
        30,
        2,
        0,
        (
            Absence("Lê Thị Lan", excused=True, reason="ốm"),
            Absence("Phạm Văn Hùng", excused=True, reason="đi làm xa"),
        ),
    ),
    "chair": "Nguyễn Văn An",
}


@pytest.mark.parametrize("text", [WHOLE, flat(WHOLE), WHOLE.upper()], ids=["typed", "without accents", "in capitals"])
def test_a_whole_meeting_in_one_message_is_taken_apart(text: str) -> None:
    values, rest = taken_apart(clean(text), tuple(FINDERS))
    assert values == MEETING
    assert rest.strip(" ,") == ""


def test_the_order_of_the_finders_does_not_matter() -> None:
    for order in permutations(("chair", "hours", "place", "attendance", "day")):
        assert taken_apart(WHOLE, order)[0] == MEETING, order


def test_a_resolution_with_its_vote_and_its_task_is_taken_apart() -> None:
    values, rest = taken_apart(
        "NQ đổ bê tông đường ngõ 2, 26/26 tán thành. giao đ/c Bình thu tiền 40 hộ xong trước 10/12", tuple(FINDERS)
    )
    assert values == {
        "vote": Vote(26, voters=26),
        "tasks": Task("thu tiền 40 hộ", "Trần Thị Bình", date(2026, 12, 10), Measure(40, "hộ")),
    }
    assert rest.strip(" .,") == "NQ đổ bê tông đường ngõ 2"


def test_people_kinds_topic_and_number_are_taken_too() -> None:
    values, _ = taken_apart(
        'Họp thường kỳ và chuyên đề: "Dồn điền đổi thửa" ngày 3/11, chủ trì: An, thư ký đ/c Bình, '
        "đ/c Vũ Thị Mai ĐUV về dự, NQ số 5, biểu quyết 25 đồng ý, 2 không đồng ý",
        tuple(FINDERS),
    )
    assert values["topic"] == "Dồn điền đổi thửa"
    assert values["day"] == date(2026, 11, 3)
    assert (values["chair"], values["clerk"], values["upper_member"]) == (
        "Nguyễn Văn An",
        "Trần Thị Bình",
        "Vũ Thị Mai",
    )
    assert values["number"] == "05-NQ/CB"
    assert values["vote"] == Vote(25, 2)
    assert "attendance" not in values


@pytest.mark.parametrize(
    ("finder", "text"),
    [
        ("day", "có mặt 9/11 đ/c"),
        ("day", "biểu quyết 10/11 tán thành"),
        ("day", "28/30"),
        ("day", "mở đường được 1,1/1,5 km"),
        ("day", "làm xong trước 30/11"),
        ("day", "nghị quyết số 5-10"),
        ("day", "họp lần thứ hai"),
        ("day", "cuối tháng"),
        ("attendance", "họp 3/11"),
        ("attendance", "việc 1 được 9/12 hộ"),
        ("attendance", "26/26 tán thành"),
        ("attendance", "giao đ/c Bình thu tiền 40 hộ"),
        ("vote", "có mặt 28/30"),
        ("vote", "nhất trí đổ bê tông đường"),
        ("hours", "đ/c An đến muộn 15p"),
        ("hours", "ngày 3/11"),
        ("hours", "12 hộ ngõ 2"),
        ("place", "vắng đ/c Lan nằm viện tại tỉnh"),
        ("kinds", "như thường lệ"),
        ("kinds", "giao tổ đảng số 3 dọn kênh"),
        ("kinds", "đ/c chi ủy viên phát biểu"),
        ("number", "theo nghị quyết 18-NQ/TW"),
        ("number", "giao tổ đảng số 3"),
        ("tasks", "đề nghị UBND xã xem xét"),
        ("tasks", "đ/c An phát biểu"),
        ("chair", "vắng đ/c Lan ốm"),
    ],
)
def test_a_finder_does_not_steal_what_means_something_else(finder: str, text: str) -> None:
    assert FINDERS[finder](text) is None
