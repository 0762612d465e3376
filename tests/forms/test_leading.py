"""What was noted while the meeting ran is the meeting form's own answers; kinds of answer keep their law."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.meetings import Hours
from bot.domain.rules import Rules
from bot.forms.answers import Proceedings
from bot.forms.engine import advance, begin
from bot.forms.form import Reply, Step
from bot.forms.leading import ClockAnswer, Spoken, SpokenAnswer, going_on, leading_form, told_meeting
from bot.forms.meeting import meeting_form
from bot.forms.progress import values_of
from bot.forms.reading.outcome import Given, NotUnderstood, Understood
from bot.forms.spots import Spot, where
from bot.forms.terminal import invented
from tests.conftest import ZONE

NOW = Given(datetime(2026, 11, 3, 19, 32, tzinfo=ZONE))


def test_every_question_of_the_meeting_that_it_asks_is_the_meetings_own() -> None:
    meeting = {q.key: q.answer for part in meeting_form(Rules()).parts for q in part.questions}
    led = {q.key: q.answer for part in leading_form(Rules()).parts for q in part.questions}
    assert set(led) - set(meeting) == {"begun", "spoken", "conclusion", "evidence", "ended"}
    assert all(type(meeting[key]) is type(kind) for key, kind in led.items() if key in meeting)


def test_the_agenda_is_in_its_order() -> None:
    keys = [part.key for part in leading_form(Rules()).parts if isinstance(part, Step)]
    assert keys == ["opening", "usual", "attendance", "dues", "carried", "spoken", "conclusion", "closing"]


@pytest.mark.parametrize("words", ["hết", "Hết ý kiến.", "het y kien", "xong", "không ai có ý kiến", "no more"])
def test_these_words_end_the_discussion(words: str) -> None:
    reading = SpokenAnswer().parse(Reply(words), NOW, Spoken(("Một",)))
    assert isinstance(reading, Understood)
    assert not going_on(reading.value)
    assert reading.value.lines == ("Một",)


@given(st.lists(st.text(min_size=2, max_size=60), max_size=8))
def test_each_message_is_kept_in_its_order(said: list[str]) -> None:
    known, kept = Spoken(), 0
    for words in said:
        reading = SpokenAnswer().parse(Reply(words), NOW, known)
        if isinstance(reading, Understood) and not reading.value.over:
            known, kept = reading.value, kept + 1
    assert len(known.lines) == kept
    assert SpokenAnswer().load(SpokenAnswer().dump(known)) == known


@pytest.mark.parametrize(
    ("words", "clock"), [("1", None), ("rồi", "19:32"), ("19h30", "19:30"), ("7 rưỡi tối", "19:30"), ("25h", None)]
)
def test_a_moment_is_now_or_an_hour(words: str, clock: str | None) -> None:
    reading = ClockAnswer().parse(Reply(words), NOW, None)
    assert (reading.value if isinstance(reading, Understood) else None) == clock
    assert isinstance(reading, Understood) or clock is None
    assert not isinstance(reading, NotUnderstood) or words in {"1", "25h"}


@pytest.mark.parametrize(
    ("begun", "ended", "minutes"), [("19:30", "21:15", 105), ("19:30", "", None), ("21:00", "19:00", None)]
)
def test_the_two_moments_become_its_hours(begun: str, ended: str, minutes: int | None) -> None:
    assert told_meeting({"begun": begun, "ended": ended})["hours"] == Hours(begun, ended, minutes)


def test_what_was_said_and_concluded_becomes_its_content() -> None:
    told = told_meeting({"held_on": date(2026, 11, 3), "spoken": Spoken(("Một", "Hai"), over=True), "conclusion": "Ba"})
    assert told["content"] == Proceedings((("", "Một"), ("", "Hai")), "Ba")
    assert "spoken" not in told


ROSTER = ("Nguyễn Văn Hòa", "Trần Thị Bình", "Phạm Văn Hùng (tổ 1)", "Phạm Văn Hùng (tổ 2)")


@pytest.mark.parametrize("roster", [(), ROSTER])
@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (("Đ/c Hòa: đề nghị nói rõ mức đóng góp", "Đồng chí Bình nhất trí", "đ/c Nguyễn Văn Hòa bổ sung"), 2),
        (("Đ/c Hòa đề nghị nói rõ", "Nhất trí mở đường ngõ 2"), 1),
        (("Đ/c Hùng nhất trí", "Đ/c Hòa nhất trí", "Đ/c Mai chỉ đạo làm sớm"), 2),
        (("Nhất trí mở đường ngõ 2", "Bí thư nêu vấn đề"), None),
        ((), None),
    ],
)
def test_who_spoke_is_counted_once_and_not_at_all_when_nobody_is_named(
    lines: tuple[str, ...], count: int | None, roster: tuple[str, ...]
) -> None:
    told = told_meeting({"spoken": Spoken(lines, over=True), "upper_member": "Vũ Thị Mai"}, roster)
    assert told.get("speakers") == count


def test_evidence_sent_while_the_meeting_runs_goes_into_its_minutes() -> None:
    form, progress = leading_form(Rules()), begin(leading_form(Rules()))
    given = invented(NOW.now)
    for reply in (Reply("19h30"), Reply(photos=("p1",)), Reply("đúng cả"), Reply(photos=("voice:v1",))):
        progress = advance(form, progress, reply, given).progress
    assert told_meeting(values_of(form, progress))["content"] == Proceedings(photos=("p1", "voice:v1"))
    assert where(form, progress, given) == Spot("question", "attendance")


@pytest.mark.parametrize("words", ["vâng ạ", "dạ", "Alo"])
def test_a_greeting_is_no_contribution(words: str) -> None:
    assert isinstance(SpokenAnswer().parse(Reply(words), NOW, None), NotUnderstood)
