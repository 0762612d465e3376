"""Every example that a hint or a help gives is understood when it is typed."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.meetings import Attendance, Hours
from bot.domain.rules import Rules
from bot.domain.tasks import Measure, Task
from bot.forms.engine import advance, begin
from bot.forms.form import Form, Question, Reply
from bot.forms.meeting import meeting_form
from bot.forms.postponement import postponement_form
from bot.forms.progress import Progress, question_at, questions
from bot.forms.reading.outcome import Given, Understood
from bot.forms.resolution import resolution_form
from bot.forms.spots import lines
from bot.forms.task import task_form
from bot.texts import LANGUAGES, voice

MEETING, RESOLUTION = meeting_form(Rules()), resolution_form(Rules())
POSTPONEMENT, TASK = postponement_form(), task_form()

GIVEN = Given(
    now=datetime(2026, 11, 5, 20, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
    base=30,
    total=32,
    exempt=2,
    official=28,
    roster=("Nguyễn Văn An", "Trần Thị Bình", "Phạm Văn Hùng", "Lê Thị Lan"),
    planned_on=date(2026, 11, 3),
    usual={
        "title": "Chi bộ thôn Muối",
        "unit_id": 1,
        "month": "11/2026",
        "period": "2026-11",
        "hours": Hours("19:30", "21:00", 90),
        "task": Task("Vận động 12 hộ", "Trần Thị Bình", date(2026, 11, 30), Measure(12, "hộ")),
    },
)
KNOWN = {"hours": GIVEN.usual["hours"], "absences": Attendance(28, 30)}

EXAMPLES = {
    "vi": (
        ("meeting-kinds.hint", "thường kỳ và chuyên đề"),
        ("meeting-held_on.hint", "mùng 3"),
        ("meeting-held_on.hint", "hôm qua"),
        ("meeting-held_on.hint", "3/11"),
        ("meeting-held_on.help", "tối qua"),
        ("meeting-held_on.help", "thứ ba vừa rồi"),
        ("meeting-hours.hint", "19h30-21h"),
        ("meeting-hours.hint", "19h30, 90 phút"),
        ("meeting-usual.hint", "tan lúc 21h15"),
        ("meeting-place.hint", "NVH thôn"),
        ("meeting-chair.hint", "đ/c An"),
        ("meeting-clerk.hint", "đ/c Bình"),
        ("meeting-upper_member.hint", "đ/c Mai"),
        ("meeting-upper_member.hint", "không"),
        ("meeting-attendance.hint", "28/30, vắng đ/c Lan ốm, đ/c Hùng đi làm xa"),
        ("meeting-absences.hint", "đ/c Lan ốm, đ/c Hùng đi làm xa"),
        ("meeting-absences.hint", "1 có phép, 1 không phép"),
        ("meeting-resolutions-subject.hint", "đổ bê tông đường ngõ 2"),
        ("meeting-resolutions-vote.hint", "26/26"),
        ("meeting-resolutions-vote.hint", "25 đồng ý, 2 không"),
        ("meeting-resolutions-tasks.hint", "giao đ/c Bình thu tiền 40 hộ xong trước 10/12"),
        ("meeting-resolutions-number.hint", "05-NQ/CB"),
        ("postponement-postponed.hint", "lùi sang mùng 6, bão"),
        ("postponement-postponed.help", "mùng 6 vì bão"),
        ("postponement-day.hint", "mùng 6"),
        ("task-progress.hint", "xong"),
        ("task-progress.hint", "được 9/12"),
        ("task-progress.hint", "70%"),
        ("task-progress.hint", "chậm vì mưa"),
    ),
    "en": (
        ("meeting-kinds.hint", "regular and thematic"),
        ("meeting-held_on.hint", "3/11"),
        ("meeting-held_on.hint", "yesterday"),
        ("meeting-held_on.hint", "last Tuesday"),
        ("meeting-hours.hint", "19:30-21:00"),
        ("meeting-hours.hint", "19:30, 90 minutes"),
        ("meeting-usual.hint", "until 21:15"),
        ("meeting-place.hint", "NVH thôn"),
        ("meeting-chair.hint", "An"),
        ("meeting-clerk.hint", "Bình"),
        ("meeting-upper_member.hint", "Mai"),
        ("meeting-upper_member.hint", "none"),
        ("meeting-attendance.hint", "28/30, absent: Lan (sick), Hùng (working away)"),
        ("meeting-absences.hint", "Lan sick, Hùng working away"),
        ("meeting-absences.hint", "1 excused, 1 unexcused"),
        ("meeting-resolutions-subject.hint", "paving the road of lane 2"),
        ("meeting-resolutions-vote.hint", "26/26"),
        ("meeting-resolutions-vote.hint", "25 agree, 2 against"),
        ("meeting-resolutions-tasks.hint", "assign Bình: collect from 40 households, due 10/12"),
        ("meeting-resolutions-number.hint", "05-NQ/CB"),
        ("postponement-postponed.hint", "6/11, storm"),
        ("postponement-postponed.help", "to 6/11 because of a storm"),
        ("postponement-day.hint", "6/11"),
        ("task-progress.hint", "done"),
        ("task-progress.hint", "9/12"),
        ("task-progress.hint", "70%"),
        ("task-progress.hint", "late because of rain"),
    ),
}
TOGETHER = {
    "vi": "NQ đổ bê tông ngõ 2, 26/26 tán thành, giao đ/c Bình thu tiền 40 hộ xong trước 10/12",
    "en": "NQ pave lane 2, 26/26 agree, assign Bình: collect from 40 households, due 10/12",
}
"""A resolution in one message, as the hint of the list tells it."""

both = pytest.mark.parametrize("language", LANGUAGES)
examples = pytest.mark.parametrize(
    ("language", "key", "typed"),
    [(language, key, typed) for language, told in EXAMPLES.items() for key, typed in told],
)


def question_of(key: str) -> Question:
    """The question whose text ``key`` is: ``meeting-usual`` stands for the hours, which its example corrects."""
    name, _, path = key.partition(".")[0].partition("-")
    form = next(each for each in (MEETING, RESOLUTION, POSTPONEMENT, TASK) if each.name == name)
    head, _, rest = path.replace("usual", "hours").partition("-")
    found = question_at(form, f"{head}.0.{rest}" if rest else head)
    assert found is not None, key
    return found


@examples
def test_an_example_stands_where_it_is_said_to(language: str, key: str, typed: str) -> None:
    assert typed in voice(language)(key)


@examples
def test_an_example_is_understood_when_typed(language: str, key: str, typed: str) -> None:
    question = question_of(key)
    reading = question.answer.parse(Reply(typed), GIVEN, KNOWN.get(question.key))
    assert isinstance(reading, Understood), reading
    assert reading.warnings == ()


@both
def test_one_message_at_the_list_of_a_meeting_tells_a_whole_resolution(language: str) -> None:
    typed = TOGETHER[language]
    assert typed in voice(language)("meeting-resolutions.hint")
    told = advance(MEETING, Progress(at="gate:resolutions"), Reply(typed), GIVEN).progress
    assert set(told.echo) == {f"resolutions.0.{key}" for key in ("subject", "vote", "tasks")}
    assert told.notes == ()


@both
def test_one_message_tells_a_whole_resolution_by_itself(language: str) -> None:
    typed = TOGETHER[language].removeprefix("NQ ")
    assert typed in voice(language)("resolution-subject.help")
    told = advance(RESOLUTION, begin(RESOLUTION), Reply(typed), GIVEN).progress
    assert set(told.echo) == {"subject", "vote", "tasks"}
    assert told.notes == ()


def places(form: Form) -> list[str]:
    """Everywhere a person may ask for help."""
    progress = Progress(answers={"resolutions": 1})
    asked = [f"question:{path}" for path, _ in questions(form, progress)]
    picks = [f"pick:{line}" for line in lines(form, progress)]
    return [*asked, *picks, *(["card:usual", "gate:resolutions"] if form is MEETING else []), "review:", "cancel:"]


@both
@pytest.mark.parametrize(
    ("form", "at"),
    [(form, at) for form in (MEETING, RESOLUTION, POSTPONEMENT, TASK) for at in places(form)],
    ids=lambda value: value.name if isinstance(value, Form) else value,
)
def test_help_says_something_at_every_place(form: Form, at: str, language: str) -> None:
    told = advance(form, Progress(answers={"resolutions": 1}, at=at), Reply("help"), GIVEN).progress
    assert told.notes != ()
    assert [each.key for each in told.notes if not voice(language).knows(each.key)] == []
