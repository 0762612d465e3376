"""The engine: the first unanswered question is asked, else the review; moves lose nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from bot.domain.meetings import Attendance, Hours, Kind
from bot.domain.rules import Rules
from bot.forms.answers import Proceedings
from bot.forms.engine import Outcome, Turn, advance, begin
from bot.forms.form import Form, Reply
from bot.forms.given import dump_given, load_given
from bot.forms.meeting import Session, meeting_form
from bot.forms.postponement import postponement_form
from bot.forms.progress import Progress, values_of
from bot.forms.reading.outcome import Given
from bot.forms.reading.words import Control
from bot.forms.resolution import resolution_form
from bot.forms.showing import show
from bot.forms.spots import REVIEW, Spot, options, where
from bot.forms.task import task_form
from bot.forms.terminal import invented
from bot.texts import voice
from tests.conftest import NOW

FORM = meeting_form(Rules())
GIVEN = invented(NOW)
FORMS = [FORM, resolution_form(Rules()), task_form(), postponement_form()]


def said(progress: Progress, *replies: str, given: Given = GIVEN, form: Form = FORM) -> Progress:
    """The conversation after these typed messages."""
    for reply in replies:
        progress = advance(form, progress, Reply(reply), given).progress
    return progress


def spot(progress: Progress, given: Given = GIVEN, form: Form = FORM) -> Spot:
    return where(form, progress, form.know(given, values_of(form, progress)))


def text(progress: Progress, given: Given = GIVEN, form: Form = FORM, language: str = "vi") -> str:
    return voice(language).without_tags(show(form, progress, given, voice(language)).text)


def finished() -> Progress:
    return said(begin(FORM), "1", "30/30", "bàn việc mở đường", "không")


def test_what_is_usual_is_proposed_together_and_confirmed_by_one_press() -> None:
    progress = begin(FORM)
    assert spot(progress) == Spot("card", "usual")
    assert spot(said(progress, "1")) == Spot("question", "attendance")
    assert values_of(FORM, said(progress, "đúng cả"))["hours"] == Hours("19:30", "21:00", 90)


def test_naming_one_correction_confirms_the_rest_of_the_card() -> None:
    progress = said(begin(FORM), "tan lúc 21h15")
    assert spot(progress) == Spot("question", "attendance")
    assert values_of(FORM, progress)["hours"] == Hours("19:30", "21:15", 105)
    assert "Đã ghi: 19:30–21:15 (105 phút)" in text(progress)


def test_a_correction_with_words_not_understood_stays_on_the_card_and_says_so() -> None:
    progress = said(begin(FORM), "tan lúc 21h15 blah xyz")
    assert "Chưa hiểu" in text(progress)


def test_what_is_not_usual_is_asked_before_the_card() -> None:
    usual = {key: value for key, value in GIVEN.usual.items() if key != "held_on"}
    given = replace(GIVEN, usual=usual)
    assert spot(begin(FORM), given) == Spot("question", "held_on")
    assert spot(said(begin(FORM), "mùng 3", given=given), given) == Spot("card", "usual")


def test_a_thematic_part_makes_its_topic_necessary() -> None:
    progress = said(begin(FORM), "2", "thường kỳ và chuyên đề")
    assert spot(progress) == Spot("question", "topic")
    assert spot(said(progress, "Nông thôn mới kiểu mẫu")) == Spot("card", "usual")


def test_one_message_may_answer_several_questions() -> None:
    told = "Tối mùng 3 họp tại NVH thôn từ 19h30 đến 21h15, có mặt 28/30, vắng đ/c Lan ốm, đ/c Hùng đi làm xa, đ/c An chủ trì"
    progress = said(begin(FORM), told)
    values = values_of(FORM, progress)
    assert values["held_on"] == date(2026, 11, 3)
    assert values["hours"] == Hours("19:30", "21:15", 105)
    assert (values["attendance"].present, values["attendance"].base, values["attendance"].excused) == (28, 30, 2)
    assert values["chair"] == "Nguyễn Văn An"
    assert spot(progress) == Spot("question", "content")


def test_back_goes_to_the_step_before_and_forward_again_with_the_answer_kept() -> None:
    progress = said(begin(FORM), "1", "30/30")
    back = said(progress, "quay lại")
    assert spot(back) == Spot("question", "attendance")
    assert "Đang ghi: có mặt 30/30" in text(back)
    assert spot(said(back, "bỏ qua")) == Spot("question", "content")
    assert values_of(FORM, said(back, "29/30"))["attendance"].present == 29


def test_back_at_the_first_step_says_so() -> None:
    assert "bước đầu tiên" in text(said(begin(FORM), "quay lại"))


def test_a_needed_question_cannot_be_skipped_and_an_optional_one_can() -> None:
    progress = said(begin(FORM), "1")
    assert "cần có" in text(said(progress, "bỏ qua"))
    absences = said(progress, "27/30")
    assert spot(absences) == Spot("question", "absences")
    assert spot(said(absences, "bỏ qua")) == Spot("question", "content")


def test_who_was_absent_completes_the_attendance_told_and_is_asked_once() -> None:
    progress = said(begin(FORM), "1", "27/30", "vắng đ/c Lan ốm", "3")
    told = values_of(FORM, progress)["attendance"]
    assert (told.present, told.excused, told.unexplained) == (27, 1, 2)
    assert spot(progress) == Spot("question", "content")
    assert "2 đồng chí vắng chưa rõ lý do" in text(said(progress, "bàn việc", "không"))


def test_changing_an_answer_drops_what_depended_on_it() -> None:
    progress = said(begin(FORM), "1", "27/30", "2 có phép, 1 không phép", "quay lại", "26/30")
    assert values_of(FORM, progress)["attendance"].unexplained == 4
    assert spot(progress) == Spot("question", "absences")


def test_the_review_shows_everything_and_a_line_is_edited_by_its_number() -> None:
    progress = finished()
    assert spot(progress) == REVIEW
    assert "có mặt 30/30 (100%)" in text(progress)
    picked = said(progress, "3")
    assert spot(picked) == Spot("question", "attendance")
    assert spot(said(picked, "29/30, vắng đ/c Lan ốm")) == REVIEW


def test_the_review_takes_a_typed_correction() -> None:
    progress = said(finished(), "tan lúc 21h15")
    assert spot(progress) == REVIEW
    assert values_of(FORM, progress)["hours"].ends_at == "21:15"


def test_nothing_is_signed_off_before_everything_needed_is_there() -> None:
    turn = advance(FORM, said(begin(FORM), "1", "30/30"), Reply("chốt"), GIVEN)
    assert turn.outcome is Outcome.OPEN
    assert spot(turn.progress) == Spot("question", "content")


def test_signing_off_gives_the_record() -> None:
    turn = advance(FORM, finished(), Reply("Chốt"), GIVEN)
    assert turn.outcome is Outcome.SUBMITTED
    values = values_of(FORM, turn.progress)
    session: Session = FORM.build(values, GIVEN)
    assert session.meeting.held_on == date(2026, 11, 3)
    assert session.meeting.kinds == {Kind.REGULAR}
    assert session.meeting.content == (("", "bàn việc mở đường"),)
    assert session.passed == ()


def test_cancelling_asks_first_and_no_goes_on() -> None:
    progress = said(begin(FORM), "1")
    asked = said(progress, "hủy")
    assert spot(asked) == Spot("cancel")
    assert spot(said(asked, "2")) == Spot("question", "attendance")
    assert advance(FORM, asked, Reply("1"), GIVEN).outcome is Outcome.CANCELLED


def test_hoan_is_no_cancel_and_lui_is_no_back() -> None:
    progress = said(begin(FORM), "1")
    for word in ("hoãn", "lùi"):
        turn = advance(FORM, progress, Reply(word), GIVEN)
        assert turn.outcome is Outcome.OPEN
        assert spot(turn.progress) == Spot("question", "attendance")


def test_pausing_keeps_every_answer() -> None:
    turn = advance(FORM, said(begin(FORM), "1", "30/30"), Reply("tạm dừng"), GIVEN)
    assert turn.outcome is Outcome.PAUSED
    assert values_of(FORM, turn.progress)["attendance"].present == 30


def test_more_meanings_are_asked_and_a_number_chooses() -> None:
    progress = said(begin(FORM), "1", "31/30")
    assert "attendance" not in values_of(FORM, progress)
    assert "1. Có mặt 30/30" in text(progress)
    assert values_of(FORM, said(progress, "1"))["attendance"] == Attendance(30, 30)
    assert values_of(FORM, said(progress, "29/30"))["attendance"].present == 29


def test_a_future_day_is_refused_and_nothing_is_lost() -> None:
    progress = said(begin(FORM), "3", "6/11")
    assert "held_on" not in values_of(FORM, progress)


def test_a_month_that_has_its_regular_record_is_refused() -> None:
    given = replace(GIVEN, usual={**GIVEN.usual, "taken": ["2026-10"]})
    progress = said(begin(FORM), "họp ngày 3/10", given=given)
    assert "đã có biên bản" in text(progress, given)


def test_photos_sent_at_another_step_are_kept_with_the_minutes() -> None:
    progress = advance(FORM, said(begin(FORM), "1"), Reply(photos=("p1",)), GIVEN).progress
    assert spot(progress) == Spot("question", "attendance")
    assert values_of(FORM, progress)["content"] == Proceedings(photos=("p1",))


def test_a_resolution_told_in_one_message_needs_no_more_questions() -> None:
    progress = said(
        begin(FORM),
        "1",
        "28/30, vắng đ/c Lan ốm, đ/c Hùng đi làm xa",
        "bàn việc mở đường",
        "NQ đổ bê tông đường ngõ 2, 26/26 tán thành. giao đ/c Bình thu tiền 40 hộ xong trước 10/12",
    )
    assert spot(progress) == REVIEW
    session: Session = FORM.build(values_of(FORM, progress), FORM.know(GIVEN, values_of(FORM, progress)))
    (passed,) = session.passed
    assert passed.resolution.subject == "Đổ bê tông đường ngõ 2"
    assert passed.resolution.number == "11-NQ/CB"
    assert passed.resolution.vote is not None
    assert passed.resolution.vote.agree == 26
    (task,) = passed.tasks
    assert (task.assignee, task.due_on) == ("Trần Thị Bình", date(2026, 12, 10))


def test_what_a_resolution_lacks_is_asked() -> None:
    progress = said(begin(FORM), "1", "30/30", "bàn việc", "NQ đổ bê tông đường ngõ 2")
    assert spot(progress) == Spot("question", "resolutions.0.vote")
    assert spot(said(progress, "26/26")) == Spot("question", "resolutions.0.tasks")


def test_a_resolution_is_taken_out_in_the_review() -> None:
    progress = said(begin(FORM), "1", "30/30", "bàn việc", "NQ đổ bê tông, 26/26", "1")
    lines = options(FORM, progress, GIVEN, REVIEW)
    number = next(n for n, option in enumerate(lines, 1) if option.line == "resolutions.0")
    picked = said(progress, str(number))
    last = len(options(FORM, picked, GIVEN, spot(picked)))
    assert not any(path.startswith("resolutions.0") for path in said(picked, str(last)).answers)


def test_a_direct_form_ends_with_its_last_answer() -> None:
    form = task_form()
    assert advance(form, begin(form), Reply("xong"), GIVEN).outcome is Outcome.SUBMITTED
    late = advance(form, begin(form), Reply("chậm"), GIVEN)
    assert late.outcome is Outcome.OPEN
    assert advance(form, late.progress, Reply("mưa nhiều"), GIVEN).outcome is Outcome.SUBMITTED


def test_an_answer_that_the_form_no_longer_takes_counts_as_unanswered() -> None:
    """Matrix 33."""
    progress = finished()
    broken = replace(progress, answers={**progress.answers, "attendance": {"present": "many"}})
    assert spot(broken) == Spot("question", "attendance")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_place_has_help_and_a_hint_in_every_language(language: str) -> None:
    progress = begin(FORM)
    for reply in ("1", "27/30", "bỏ qua", "bàn việc", "2", "đổ bê tông", "26/26", "1"):
        helped = said(progress, "giúp")
        assert helped.notes, spot(progress)
        assert voice(language).knows(helped.notes[0].key), helped.notes[0].key
        assert helped.answers == progress.answers
        progress = said(progress, reply)


def test_a_warning_rides_along_with_the_answer_and_stands_in_the_review() -> None:
    progress = said(begin(FORM), "1", "25/30, vắng 5 có phép")
    assert "⚠ Có mặt 25/30, dưới mức 90%. Vẫn ghi được." in text(progress)
    assert spot(progress) == Spot("question", "content")
    review = text(said(progress, "bàn việc", "không"))
    assert review.count("dưới mức 90%") == 1


def test_votes_that_do_not_add_up_are_warned_of() -> None:
    progress = said(begin(FORM), "1", "30/30", "bàn việc", "NQ đổ bê tông", "25 đồng ý, 2 không")
    assert "Số phiếu 27 ít hơn số biểu quyết 30" in text(progress)


def test_the_subject_asked_by_itself_may_bring_vote_and_tasks_along() -> None:
    progress = said(
        begin(FORM),
        "1",
        "30/30",
        "bàn việc",
        "2",
        "mở đường ngõ 2, 30/30 tán thành, giao đ/c Bình đo đất xong trước 20/11",
    )
    assert spot(progress) == REVIEW
    assert values_of(FORM, progress)["resolutions.0.subject"] == "Mở đường ngõ 2"
    assert values_of(FORM, progress)["resolutions.0.vote"].agree == 30


def test_a_task_told_where_the_subject_is_asked_keeps_the_question() -> None:
    progress = said(begin(FORM), "1", "30/30", "bàn việc", "2", "giao đ/c Bình đo đất xong trước 20/11")
    assert spot(progress) == Spot("question", "resolutions.0.subject")
    assert "đo đất" in text(progress)


def test_an_answer_to_another_question_is_taken_inside_a_resolution_too() -> None:
    progress = said(begin(FORM), "1", "30/30", "bàn việc", "NQ đổ bê tông, 30/30", "có mặt 29/30, vắng đ/c Lan ốm")
    assert values_of(FORM, progress)["attendance"].present == 29


# --- properties ------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "1", "2", "3", "7", "12", "quay lại", "bỏ qua", "hủy", "tạm dừng", "sửa", "chốt", "giúp", "có", "không", "28/30", "31/30",
        "27/32", "19h30-21h15", "25h", "mùng 3", "31/11", "6/11", "vắng đ/c Lan ốm", "vắng 3 (1 có phép, 1 ko phép)", "đ/c An chủ trì",
        "như tháng trước", "NQ mở đường, 26/26", "giao đ/c Bình làm việc xong trước 30/11", "kết luận: nhất trí", "<b>&", "😀", "xong",
        "chậm", "lùi sang mùng 6", "hoãn vì bão", "x" * 5000,
    ]
)  # fmt: skip
REPLIES = st.one_of(
    st.builds(Reply, WORDS),
    st.builds(Reply, st.text(max_size=40)),
    st.builds(Reply, st.just(""), st.just(("photo",))),
    st.builds(lambda press: Reply(press=press), st.sampled_from([*Control, "1", "2", "99", "resume", "zzz"])),
)
LATER = datetime(2027, 3, 1, 0, 30, tzinfo=NOW.tzinfo)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@drawn(replies=st.lists(REPLIES, max_size=12))
@settings(max_examples=60, deadline=None)
def test_whatever_is_said_the_form_goes_on_and_its_state_survives_storage(form: Form, replies: list[Reply]) -> None:
    progress = begin(form)
    for reply in replies:
        turn = advance(form, progress, reply, GIVEN)
        stored = json.loads(json.dumps(turn.progress.dump()))
        progress = Progress.load(stored)
        assert progress.answers == json.loads(json.dumps(turn.progress.answers))
        assert values_of(form, progress).keys() == values_of(form, turn.progress).keys()
        for language in ("vi", "en"):
            screen = show(form, progress, GIVEN, voice(language))
            assert len(screen.text) < 8000
            assert all(button.label and button.code for row in screen.rows for button in row)
        if turn.outcome is Outcome.SUBMITTED:
            values = values_of(form, progress)
            form.build(values, form.know(GIVEN, values))
        if turn.outcome is not Outcome.OPEN:
            return


@drawn(replies=st.lists(REPLIES, min_size=1, max_size=10))
@settings(max_examples=60, deadline=None)
def test_what_is_dumped_loads_to_the_same_value_on_any_later_day(replies: list[Reply]) -> None:
    progress = begin(FORM)
    for reply in replies:
        progress = advance(FORM, progress, reply, GIVEN).progress
    given = load_given(FORM, json.loads(json.dumps(dump_given(FORM, GIVEN))), LATER)
    assert given.usual["hours"] == GIVEN.usual["hours"]
    later = Progress.load(json.loads(json.dumps(progress.dump())))
    assert values_of(FORM, later) == values_of(FORM, progress)


@drawn(
    replies=st.lists(REPLIES, max_size=8),
    move=st.sampled_from([Control.BACK, Control.HELP, Control.EDIT, Control.CANCEL, Control.PAUSE]),
)
@settings(max_examples=60, deadline=None)
def test_moves_never_lose_an_answer(replies: list[Reply], move: Control) -> None:
    turn = Turn(begin(FORM))
    for reply in replies:
        turn = advance(FORM, turn.progress, reply, GIVEN)
    before = turn.progress.answers
    assert advance(FORM, turn.progress, Reply(press=move), GIVEN).progress.answers == before


def test_the_subject_of_the_months_resolution_is_offered_and_a_bare_no_is_none() -> None:
    form = resolution_form(Rules())
    given = replace(GIVEN, usual={**GIVEN.usual, "month": "11/2026"})
    progress = said(begin(form), "không", given=given, form=form)
    assert spot(progress, given, form) == Spot("question", "subject")
    assert "ghi rõ" in text(progress, given, form)
    chosen = said(progress, "1", given=given, form=form)
    assert values_of(form, chosen)["subject"] == "Lãnh đạo thực hiện nhiệm vụ tháng 11 năm 2026"
