"""A whole meeting in one message: what it tells is filled, line by line; what it does not tell is never filled."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.meetings import Attendance, Hours, Kind
from bot.domain.members import Standing
from bot.domain.rules import Rules
from bot.forms.engine import advance, begin
from bot.forms.form import Reply
from bot.forms.meeting import meeting_form
from bot.forms.progress import Progress, values_of
from bot.forms.reading.outcome import Listed
from bot.forms.reading.spelling import flat
from bot.forms.showing import show
from bot.texts import voice
from tests.forms.reading.cell import GIVEN, WHOLE
from tests.forms.test_meeting_kinds import CELL

FORM = meeting_form(Rules())
LONG = (
    "Tối mùng 3 họp thường kỳ tại NVH thôn từ 19h30 đến 21h15, có mặt 28/30, vắng đ/c Lan ốm, đ/c Hùng đi làm xa, "
    "đ/c An chủ trì, thư ký đ/c Bình. Nội dung: bàn việc mở đường ngõ 2. Kết luận: làm trong tháng 12. "
    "NQ đổ bê tông đường ngõ 2, 26/26 tán thành, giao đ/c Bình thu tiền 40 hộ xong trước 10/12"
)
WAYS = (str, str.upper, flat, lambda text: unicodedata.normalize("NFD", text))
UNTOLD = replace(GIVEN, usual={"title": "Chi bộ thôn Muối", "month": "11/2026", "unit_id": 1})
"""A cell of which nothing is usual: whatever is filled was told."""


def told(text: str) -> tuple[Progress, dict[str, object]]:
    progress = advance(FORM, begin(FORM), Reply(text), UNTOLD).progress
    return progress, values_of(FORM, progress)


@pytest.mark.parametrize(
    "text", [LONG, LONG.upper(), flat(LONG), unicodedata.normalize("NFD", LONG)], ids=["typed", "caps", "bare", "nfd"]
)
def test_a_paragraph_fills_the_meeting_and_what_it_passed(text: str) -> None:
    _, values = told(text)
    assert values["held_on"] == date(2026, 11, 3)
    assert values["kinds"] == {Kind.REGULAR}
    assert values["hours"] == Hours("19:30", "21:15", 105)
    assert values["place"] == "Nhà văn hóa thôn"
    assert (values["chair"], values["clerk"]) == ("Nguyễn Văn An", "Trần Thị Bình")
    came = values["attendance"]
    assert isinstance(came, Attendance)
    assert (came.present, came.base, came.excused) == (28, 30, 2)
    vote, tasks = values["resolutions.0.vote"], values["resolutions.0.tasks"]
    assert (vote.agree, vote.voters) == (26, 26)  # type: ignore[attr-defined]
    assert tasks[0].due_on == date(2026, 12, 10)  # type: ignore[index]
    assert "content" in values


def test_what_was_told_is_shown_line_by_line_with_its_labels() -> None:
    progress, _ = told(LONG)
    say = voice("vi")
    shown = say.without_tags(show(FORM, progress, UNTOLD, say).text).splitlines()
    assert shown[0] == "Đã ghi:"
    lines = [line for line in shown if line.startswith("• ")]
    assert len(lines) >= 8
    assert "• Chủ trì: đ/c Nguyễn Văn An" in lines


@pytest.mark.parametrize("way", WAYS, ids=["typed", "caps", "bare", "nfd"])
@pytest.mark.parametrize(
    "said",
    ["đông đủ", "họp đủ", "có mặt đầy đủ", "toàn thể đảng viên dự họp", "100% đảng viên có mặt", "có mặt đủ 30/30"],
)
def test_that_all_came_takes_nothing_away_from_what_else_was_told(said: str, way: Callable[[str], str]) -> None:
    came = "có mặt 28/30, vắng đ/c Lan ốm, đ/c Hùng đi làm xa"
    _, values = told(way(LONG.replace(came, said)))
    attendance = values.pop("attendance")
    assert isinstance(attendance, Attendance)
    assert (attendance.present, attendance.base) == (30, 30)
    _, others = told(way(LONG))
    others.pop("attendance")
    assert values.keys() == others.keys()
    assert (values["content"], values["resolutions.0.tasks"]) == (others["content"], others["resolutions.0.tasks"])


def test_no_resolution_said_so_closes_the_list() -> None:
    progress, values = told(WHOLE + ". Bàn việc dọn kênh, không có nghị quyết")
    assert progress.answers["resolutions"] == 0
    assert not [path for path in values if path.startswith("resolutions.")]


@pytest.mark.parametrize(
    "text",
    [
        "họp tối qua, có mặt 28/30. Bàn việc thực hiện nghị quyết của đảng ủy xã",
        "họp tối qua, có mặt 28/30. Học nghị quyết 18-NQ/TW, thảo luận",
    ],
)
def test_a_resolution_that_is_only_talked_of_is_none_of_this_meeting(text: str) -> None:
    progress, _ = told(text)
    assert "resolutions" not in progress.answers


PARTS = {
    "held_on": ("tối mùng 3", "hôm qua", "ngày 3/11"),
    "hours": ("từ 19h30 đến 21h15", "19g30 - 21g"),
    "place": ("tại NVH thôn", "tại nhà văn hóa thôn"),
    "attendance": ("có mặt 28/30", "có mặt 27/30 đ/c"),
    "chair": ("đ/c An chủ trì", "chủ trì: đ/c An"),
    "clerk": ("thư ký đ/c Bình", "đ/c Bình ghi biên bản"),
}


@settings(max_examples=60, deadline=None)
@given(
    chosen=st.sets(st.sampled_from(sorted(PARTS)), min_size=2),
    pick=st.integers(min_value=0, max_value=1),
    way=st.sampled_from(WAYS),
)
def test_what_was_not_said_is_not_filled(chosen: set[str], pick: int, way: object) -> None:
    """Whatever of a meeting is told, in whatever spelling: nothing else gets a value."""
    text = "Chi bộ họp " + ", ".join(PARTS[key][pick] for key in PARTS if key in chosen)
    progress, values = told(way(text))  # type: ignore[operator]
    asked = {progress.choices.path} if progress.choices else set()
    assert set(values) | asked == chosen


@settings(max_examples=60, deadline=None)
@given(
    chosen=st.lists(st.sampled_from(sorted(set(PARTS) - {"attendance"})), min_size=1, unique=True),
    place=st.integers(min_value=0, max_value=5),
    said=st.sampled_from(("đủ", "đủ cả", "có đủ", "đủ người", "đủ 30 đ/c", "họp đủ", "đủ hết ạ")),
    way=st.sampled_from(WAYS),
    roster=st.booleans(),
)
def test_all_came_is_understood_in_two_words_wherever_they_stand(
    chosen: list[str],
    place: int,
    said: str,
    way: Callable[[str], str],
    roster: bool,  # noqa: FBT001
) -> None:
    words = [PARTS[key][0] for key in chosen]
    words.insert(place, said)
    cell = (
        replace(UNTOLD, members=tuple(Listed(n, f"Đảng viên {n}", Standing.OFFICIAL) for n in range(30)))
        if roster
        else UNTOLD
    )
    progress = advance(FORM, begin(FORM), Reply(way("Chi bộ họp, " + ", ".join(words))), cell).progress
    values = values_of(FORM, progress)
    assert values.get("attendance") == Attendance(30, 30)
    assert set(values) == {"attendance", *chosen}


@pytest.mark.parametrize(
    "text",
    [
        "họp tối mùng 3 từ 19h30 đến 21h, thu quỹ đủ, bàn đủ việc",
        "họp tối mùng 3 từ 19h30 đến 21h, đảng phí: đủ",
        "họp tối mùng 3 từ 19h30 đến 21h, giao mỗi hộ đủ 40 cây, trồng xong trước tết",
    ],
)
def test_what_else_is_enough_is_no_attendance(text: str) -> None:
    assert "attendance" not in told(text)[1]


def test_a_later_word_that_something_is_enough_leaves_who_came() -> None:
    progress, _ = told("họp tối mùng 3 từ 19h30 đến 21h, có mặt 28/30 vắng đ/c Lan ốm, đ/c Hùng đi làm xa")
    later = advance(FORM, progress, Reply("Bàn việc đóng quỹ khuyến học năm nay, đủ, chủ trì đ/c An"), UNTOLD).progress
    assert values_of(FORM, later)["attendance"].present == 28


def test_an_absent_comrade_called_like_the_word_is_a_name() -> None:
    values = told("họp tối mùng 3 từ 19h30 đến 21h, vắng đ/c Hoa ốm, Dự, đ/c An chủ trì")[1]
    assert getattr(values.get("attendance"), "present", 0) != 30


def test_as_last_month_copies_what_there_was_and_says_when_there_is_nothing() -> None:
    before = Attendance(27, 30, 3)
    usual = {**CELL.usual, "last/attendance": before}
    cell = replace(CELL, usual=usual)
    progress = begin(FORM, {"kinds": frozenset({Kind.REGULAR})})
    progress = advance(FORM, progress, Reply("đúng cả"), cell).progress
    progress = advance(FORM, progress, Reply("như tháng trước"), cell).progress
    assert values_of(FORM, progress)["attendance"] == before
    assert progress.echo == ("attendance",)
    again = advance(FORM, progress, Reply("như tháng trước"), cell).progress
    assert [each.key for each in again.notes] == ["form-no-last"]
    assert "content" not in values_of(FORM, again)
