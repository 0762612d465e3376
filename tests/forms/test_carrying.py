"""The carried tasks in the meeting form: told by number, one by one, within a longer message; skipped; kept whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from bot.domain.carrying import Carried
from bot.domain.rules import Rules
from bot.domain.tasks import Measure, Progress, ReportedState, Task
from bot.forms.carrying import CarriedAnswer, Carryover
from bot.forms.engine import Turn, advance, begin
from bot.forms.form import Reply
from bot.forms.meeting import Session, meeting_form
from bot.forms.progress import Progress as Stand
from bot.forms.progress import values_of
from bot.forms.showing import show
from bot.forms.spots import Spot, where
from bot.forms.terminal import invented
from bot.texts import voice
from tests.conftest import NOW

FORM = meeting_form(Rules())
GIVEN = invented(NOW)
HOUSEHOLDS = Carried(
    11,
    Task("Vận động 12 hộ ngõ 2 hiến đất", "Trần Thị Bình", date(2026, 11, 30), Measure(12, "hộ")),
    "01-NQ/CB",
    7 / 12,
)
CANAL = Carried(12, Task("Dọn vệ sinh kênh mương", "Tổ đảng số 3", date(2026, 10, 25)), "01-NQ/CB")
CLOSED = replace(CANAL, task_id=13, closed_on=date(2026, 10, 20), before=Progress(ReportedState.DONE))
TWO = Carryover((HOUSEHOLDS, CANAL, CLOSED))
DONE, RUNNING, LATE = ReportedState.DONE, ReportedState.IN_PROGRESS, ReportedState.LATE


def opened(*replies: str, carried: Carryover = TWO) -> Stand:
    progress = begin(FORM, {"carried": carried})
    for reply in ("1", "30/30", *replies):
        progress = advance(FORM, progress, Reply(reply), GIVEN).progress
    return progress


def pressed(progress: Stand, label: str) -> Stand:
    screen = show(FORM, progress, GIVEN, voice("vi"))
    code = next(button.code for row in screen.rows for button in row if button.label == label)
    return advance(FORM, progress, Reply(press=code), GIVEN).progress


def spot(progress: Stand) -> Spot:
    return where(FORM, progress, FORM.know(GIVEN, values_of(FORM, progress)))


def told(progress: Stand) -> list[Progress | None]:
    return [each.told for each in values_of(FORM, progress)["carried"].open]


def text(progress: Stand, language: str = "vi") -> str:
    return voice(language).without_tags(show(FORM, progress, GIVEN, voice(language)).text)


CARRIED, CONTENT = Spot("question", "carried"), Spot("question", "content")


def test_the_open_tasks_lead_after_attendance_with_number_owner_due_and_progress() -> None:
    said = text(opened())
    assert "Bước 3/6" in said
    assert "1. Vận động 12 hộ ngõ 2 hiến đất, đ/c Trần Thị Bình, hạn 30/11, đã 7/12" in said
    assert "2. Dọn vệ sinh kênh mương, Tổ đảng số 3, hạn 25/10, quá hạn" in said
    assert "1 việc đã khép lại từ kỳ trước" in said


def test_without_open_tasks_the_step_is_left_out() -> None:
    for nothing in (Carryover(()), Carryover((CLOSED,))):
        assert spot(opened(carried=nothing)) == CONTENT
        assert "4/5" not in text(opened(carried=nothing)) or "3/5" in text(opened(carried=nothing))


@pytest.mark.parametrize("words", ["1 dc 9/12, 2 xong", "2 xong, 1 được 9/12", "việc 1 được 9/12 hộ; việc 2 đã xong"])
def test_one_message_tells_of_several_by_number(words: str) -> None:
    progress = opened(words)
    assert told(progress) == [Progress(RUNNING, 9, 12, unit="hộ"), Progress(DONE)]
    assert spot(progress) == CONTENT


def test_buttons_tell_of_each_and_the_step_stays_until_all_are_told() -> None:
    progress = pressed(opened(), "2 xong")
    assert spot(progress) == CARRIED
    assert "2. Dọn" not in text(progress)
    progress = pressed(progress, "1 đang làm")
    assert told(progress) == [Progress(RUNNING), Progress(DONE)]
    assert spot(progress) == CONTENT


def test_a_number_alone_asks_about_that_task_by_itself() -> None:
    progress = opened("1")
    assert "Việc này đến đâu rồi?" in text(progress)
    assert "Đã ghi" not in text(progress)
    assert told(opened("1", "1"))[0] == Progress(DONE)
    assert told(opened("1", "9/12"))[0] == Progress(RUNNING, 9, 12, unit="hộ")
    assert "Không có việc số 7" in text(opened("7"))


def test_late_and_dropped_want_their_reason_once() -> None:
    progress = opened("1 xong, 2 chậm")
    assert "Vì sao?" in text(progress)
    given_reason = advance(FORM, progress, Reply("mưa kéo dài"), GIVEN).progress
    assert told(given_reason)[1] == Progress(LATE, note="mưa kéo dài")
    assert spot(given_reason) == CONTENT
    unknown = advance(FORM, progress, Reply("1"), GIVEN).progress
    assert (told(unknown)[1], spot(unknown)) == (Progress(LATE), CONTENT)
    assert told(opened("2 chậm vì mưa"))[1] == Progress(LATE, note="mưa")


def test_each_that_lacks_its_reason_is_asked_about_in_turn() -> None:
    progress = opened("1 chậm, 2 chậm")
    assert "1. Vận động" in text(progress)
    assert told(progress) == [Progress(LATE), Progress(LATE)]
    progress = advance(FORM, progress, Reply("2 hộ chưa xong thủ tục"), GIVEN).progress
    assert "2. Dọn" in text(progress)
    progress = advance(FORM, progress, Reply("mưa kéo dài"), GIVEN).progress
    assert [each.note for each in told(progress) if each] == ["2 hộ chưa xong thủ tục", "mưa kéo dài"]
    assert spot(progress) == CONTENT


def test_a_report_by_number_is_no_reason() -> None:
    assert told(opened("1 chậm", "2 xong"))[1] == Progress(DONE)


def test_a_task_told_already_is_asked_about_anew_when_it_is_named() -> None:
    progress = opened("1 xong, 2 xong", "quay lại", "2")
    assert "Việc này đến đâu rồi?" in text(progress)
    assert told(advance(FORM, progress, Reply("đang làm"), GIVEN).progress) == [Progress(DONE), Progress(RUNNING)]


def test_it_may_be_skipped_and_what_was_told_stays() -> None:
    progress = opened("2 xong", "bỏ qua")
    assert spot(progress) == CONTENT
    assert told(progress) == [None, Progress(DONE)]


def test_what_is_not_understood_changes_nothing_and_says_how() -> None:
    progress = opened("hôm nay trời đẹp")
    assert spot(progress) == CARRIED
    assert "1 được 9/12, 2 xong" in text(progress)
    assert told(progress) == [None, None]


def test_back_and_the_review_correct_it() -> None:
    progress = opened("1 xong, 2 xong", "quay lại")
    assert spot(progress) == CARRIED
    corrected = advance(FORM, progress, Reply("1 được 5/12"), GIVEN).progress
    assert told(corrected) == [Progress(RUNNING, 5, 12, unit="hộ"), Progress(DONE)]
    assert "Nhiệm vụ trước: Vận động 12 hộ ngõ 2 hiến đất: đang làm 5/12 hộ (42%)" in text(
        advance(FORM, corrected, Reply("sửa"), GIVEN).progress
    )


def test_while_one_task_is_asked_about_another_may_be_told_by_its_number() -> None:
    assert told(opened("1", "2 chậm vì mưa")) == [None, Progress(LATE, note="mưa")]
    assert told(opened("1", "3 chậm vì mưa")) == [Progress(LATE, note="mưa"), None]


def test_back_from_one_task_shows_all_of_them_again() -> None:
    progress = opened("1", "quay lại")
    assert (spot(progress), values_of(FORM, progress)["carried"].about) == (CARRIED, 0)
    assert told(progress) == [None, None]


def test_back_from_the_reason_asked_for_asks_how_the_task_stands() -> None:
    progress = opened("1 chậm", "quay lại")
    assert (spot(progress), values_of(FORM, progress)["carried"].asks_why) == (CARRIED, None)
    assert told(progress) == [None, None]
    assert spot(advance(FORM, progress, Reply("quay lại"), GIVEN).progress) != CARRIED


def test_a_longer_message_tells_of_tasks_too_and_takes_their_numbers_for_no_day() -> None:
    progress = begin(FORM, {"carried": TWO})
    words = "Họp mùng 3 từ 19h30 đến 21h15, có mặt 28/30, việc 1 được 9/12, việc 2 xong"
    progress = advance(FORM, progress, Reply(words), GIVEN).progress
    values = values_of(FORM, progress)
    assert values["held_on"] == date(2026, 11, 3)
    assert (values["attendance"].present, values["attendance"].base) == (28, 30)
    assert told(progress) == [Progress(RUNNING, 9, 12, unit="hộ"), Progress(DONE)]


def test_the_record_holds_the_tasks_as_they_were_found_and_what_was_said() -> None:
    progress = opened("1 được 9/12", "bỏ qua", "bàn việc thôn", "không", "chốt")
    values = values_of(FORM, progress)
    session = FORM.build(values, FORM.know(GIVEN, values))
    assert isinstance(session, Session)
    assert [(each.task_id, each.told) for each in session.meeting.carried] == [
        (11, Progress(RUNNING, 9, 12, unit="hộ")),
        (12, None),
        (13, None),
    ]


def test_more_tasks_than_a_screen_holds_come_when_the_first_are_told() -> None:
    many = Carryover(tuple(replace(CANAL, task_id=number) for number in range(1, 12)))
    progress = opened(carried=many)
    assert "… và 3 việc nữa" in text(progress)
    assert "9. Dọn" not in text(progress)
    progress = advance(FORM, progress, Reply("1, 2, 3 xong"), GIVEN).progress
    assert "11. Dọn" in text(progress)


KIND = CarriedAnswer()
REPORTS = st.builds(Progress, st.sampled_from(ReportedState), note=st.text(max_size=20))


@drawn(st.lists(st.none() | REPORTS, min_size=2, max_size=2), st.integers(0, 2))
def test_what_is_kept_reads_back_the_same(reports: list[Progress | None], about: int) -> None:
    lines = tuple(replace(line, told=said) for line, said in zip((HOUSEHOLDS, CANAL), reports, strict=True))
    value = Carryover((*lines, CLOSED), about, why=bool(about) and lines[about - 1].told is not None)
    assert KIND.load(KIND.dump(value)) == value


@drawn(st.text(max_size=60))
def test_no_words_break_it_or_lose_what_was_told(words: str) -> None:
    progress = opened("2 xong")
    after = advance(FORM, progress, Reply(words), GIVEN).progress
    carried = values_of(FORM, after)["carried"]
    assert [each.task_id for each in carried.lines] == [11, 12, 13]
    assert carried.open[1].told is not None
    for language in ("vi", "en"):
        assert text(after, language)


def in_a_hurry(progress: Stand, *labels: str) -> list[Turn]:
    """Buttons of one screen pressed one after another, before its successor has come."""
    screen = show(FORM, progress, GIVEN, voice("vi"))
    codes = {button.label: button.code for row in screen.rows for button in row}
    turns = []
    for label in labels:
        turns.append(advance(FORM, progress, Reply(press=codes[label]), GIVEN))
        progress = turns[-1].progress
    return turns


def test_a_hurried_second_press_tells_of_the_second_task() -> None:
    """While tasks are left the buttons of the screen before mean the same, so they have not grown old."""
    first, second = in_a_hurry(opened(), "1 xong", "2 chậm")
    assert first.stays
    assert [each and each.state for each in told(first.progress)] == [DONE, None]
    assert [each and each.state for each in told(second.progress)] == [DONE, LATE]
    assert not second.stays, "the reason of a late task is a screen of its own: its buttons mean something else"


def test_the_same_press_twice_tells_it_once_and_another_one_of_the_same_task_corrects_it() -> None:
    once, twice = in_a_hurry(opened(), "1 xong", "1 xong")
    assert told(once.progress) == told(twice.progress)
    _, other = in_a_hurry(opened(), "1 xong", "1 đang làm")
    assert [each and each.state for each in told(other.progress)] == [RUNNING, None]


def test_the_last_press_ends_the_screen_and_typed_words_always_do() -> None:
    *_, last = in_a_hurry(opened(), "1 xong", "2 xong")
    assert not last.stays
    assert spot(last.progress) == Spot("question", "content")
    assert not advance(FORM, opened(), Reply("1 xong"), GIVEN).stays
