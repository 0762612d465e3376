"""A new version of the program asks otherwise: what was being recorded goes on, and no answer that still fits is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.rules import Rules
from bot.forms.form import Form, Step
from bot.forms.meeting import meeting_form
from handlers import forms, talks
from storage.tables import draft, meeting_version
from tests.conversations.talk import Talk

BEFORE = ("/hop", "tan luc 21h15", "28/30, vắng đ/c Lan ốm, đ/c Hùng đi làm xa", "bàn việc mở đường ngõ 2")


def without(form: Form, key: str) -> Form:
    """The form with one question less."""
    parts = tuple(
        replace(part, questions=tuple(q for q in part.questions if q.key != key)) if isinstance(part, Step) else part
        for part in form.parts
    )
    return replace(form, version=form.version + 1, parts=parts)


def narrower(form: Form) -> Form:
    """The form that no longer takes the attendance that it took before."""

    class Refuses:
        def __getattr__(self, name: str) -> Any:
            if name == "load":
                raise ValueError("no longer taken")
            return getattr(came.answer, name)

    came = next(q for part in form.parts if isinstance(part, Step) for q in part.questions if q.key == "attendance")
    parts = tuple(
        replace(part, questions=tuple(replace(q, answer=Refuses()) if q is came else q for q in part.questions))
        if isinstance(part, Step)
        else part
        for part in form.parts
    )
    return replace(form, version=form.version + 1, parts=parts)


def released(monkeypatch: pytest.MonkeyPatch, form: Form) -> None:
    """The program starts again with that form."""
    monkeypatch.setitem(talks.FORMS, "meeting", replace(talks.FORMS["meeting"], form=lambda _: form))
    forms.form_under.cache_clear()


@pytest.fixture(autouse=True)
def as_released_again() -> Iterator[None]:
    yield
    forms.form_under.cache_clear()


@pytest.mark.parametrize("told", range(1, len(BEFORE) + 1))
def test_a_question_less_loses_nothing_and_the_talk_ends(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, told: int
) -> None:
    """Matrix 33: the new version asks one question less; wherever the talk stood, it goes on to its end."""
    for words in BEFORE[:told]:
        talk.says("An", words)
    kept = talk.db.execute(select(draft.c.data)).scalar_one()["answers"]
    released(monkeypatch, without(meeting_form(Rules()), "place"))
    for words in (*BEFORE[told:], "không", "chốt"):
        assert talk.says("An", words)
    (record,) = talk.db.execute(select(meeting_version)).mappings()
    assert record["present"] == 28
    answers = {path: raw for path, raw in kept.items() if path not in {"place", "clerk", "chair", "kinds"}}
    assert {path: record["answers"].get(path) for path in answers} == answers


def test_an_answer_that_is_no_longer_taken_is_asked_again_and_the_others_are_kept(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Matrix 33: it counts as unanswered."""
    for words in BEFORE:
        talk.says("An", words)
    kept = talk.db.execute(select(draft.c.data)).scalar_one()["answers"]
    released(monkeypatch, narrower(meeting_form(Rules())))
    told = talk.says("An", "/hop")
    assert "Điểm danh" in told
    assert talk.db.execute(select(draft.c.data)).scalar_one()["answers"] == kept
