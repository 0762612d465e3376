"""How many spoke and whom the session praised: answers that a record keeps, and a correction of it with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.meetings import Absence, Attendance
from bot.domain.rules import Rules
from bot.forms.answers import CountAnswer
from bot.forms.attendance import AttendanceAnswer
from bot.forms.correction import answers_of, correction_form
from bot.forms.form import Reply
from bot.forms.progress import Progress, values_of
from bot.forms.reading.outcome import Given, NotUnderstood, Understood
from bot.reports.samples import MEETING
from storage.meetings import version_row
from tests.conftest import ZONE

NOW = Given(datetime(2026, 11, 3, 21, 0, tzinfo=ZONE), base=30, present=28)
SPEAKERS = CountAnswer(lambda facts: facts.present)


@given(count=st.integers(0, 200), present=st.none() | st.integers(0, 60))
def test_no_more_speak_than_came(count: int, present: int | None) -> None:
    reading = SPEAKERS.parse(Reply(f"{count} đồng chí"), replace(NOW, present=present), None)
    assert isinstance(reading, Understood) == (present is None or count <= present)
    if isinstance(reading, Understood):
        assert reading.value == SPEAKERS.load(SPEAKERS.dump(reading.value)) == count


@pytest.mark.parametrize("raw", [True, -1, "9", 1.5, None])
def test_what_is_no_count_is_not_loaded(raw: object) -> None:
    with pytest.raises(ValueError, match=r".*"):
        SPEAKERS.load(raw)


@pytest.mark.parametrize(("speakers", "praise"), [(9, "Biểu dương đ/c Bình"), (0, ""), (None, "Nhắc nhở đ/c Nam")])
def test_a_correction_begins_with_both_as_they_were_recorded(speakers: int | None, praise: str) -> None:
    form = correction_form(Rules())
    held = replace(MEETING, held_on=date(2026, 11, 3), speakers=speakers, praise=praise)
    values = values_of(form, Progress(answers=answers_of(form, held, ())))
    assert (values.get("speakers"), values.get("praise", "")) == (speakers, praise)
    assert (version_row(held)["speakers"], version_row(held)["praise"]) == (speakers, praise)


@pytest.mark.parametrize("words", ["xong", "xong rồi ạ", "Xong rồi.", "dạ xong ạ", "xong hết rồi nhé"])
@pytest.mark.parametrize("absences", [(), (Absence("Lê Văn Nam"),)])
def test_that_one_has_finished_is_neither_an_absentee_nor_a_reason(words: str, absences: tuple[Absence, ...]) -> None:
    known = Attendance(29, 30, absences=absences)
    assert isinstance(AttendanceAnswer(only_absences=True).parse(Reply(words), NOW, known), NotUnderstood)
