"""Correcting a meeting's record: the meeting form again with the reason; and asking the committee to unlock a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.domain.meetings import Meeting
from bot.domain.rules import Rules
from bot.forms.answers import Proceedings, TextAnswer
from bot.forms.form import Form, Question, Step, Values
from bot.forms.meeting import Passed, meeting_form
from bot.forms.progress import question_at
from bot.forms.reading.outcome import Given, Note, note

REASON = Question("reason", TextAnswer(most=300))


def correction_form(rules: Rules) -> Form:
    """The meeting form with the reason as its last question; the review shows what is told otherwise."""
    form = meeting_form(rules)

    def warn(values: Values, given: Given) -> tuple[Note, ...]:
        asks = (note("correction-asks"),) if given.usual.get("asks") else ()
        return (*form.warn(values, given), *asks)

    return replace(form, parts=(*form.parts, Step("why", (REASON,))), warn=warn)


def plea_form() -> Form:
    """Asking the committee to unlock a month: why."""
    return Form(
        name="plea",
        version=1,
        parts=(Step("reason", (REASON,)),),
        build=lambda values, given: str(values["reason"]),  # noqa: ARG005
        direct=True,
    )


def answers_of(form: Form, held: Meeting, passed: Sequence[Passed]) -> dict[str, Any]:
    """The answers with which the record would have been told: for one that was entered otherwise (imported)."""
    values: dict[str, Any] = {
        "kinds": held.kinds,
        "party_group": held.party_group,
        "topic": held.topic,
        "held_on": held.held_on,
        "hours": held.hours,
        "place": held.place,
        "chair": held.chair,
        "clerk": held.clerk,
        "attendance": held.attendance,
        "content": Proceedings(held.content, held.conclusion, held.photos),
        "dues_announced": held.dues_announced,
        "speakers": held.speakers,
        "praise": held.praise,
        "remark": held.remark,
    }
    told = {path: value for path, value in values.items() if value not in {"", None}} | {
        "upper_member": held.upper_member
    }
    for index, each in enumerate(passed):
        one = each.resolution
        parts = {
            "number": one.number,
            "subject": one.subject,
            "vote": one.vote,
            "tasks": each.tasks,
            "text": one.text,
        }
        told |= {f"resolutions.{index}.{key}": value for key, value in parts.items() if value not in {"", None}}
    raw = {
        path: question.answer.dump(value)
        for path, value in told.items()
        if (question := question_at(form, path)) is not None
    }
    return {**raw, "resolutions": len(passed)}
