"""The forms of one task: how it stands (done, in progress with a number, late because, dropped because), and another due day."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.tasks import Progress, ReportedState
from bot.forms.answers import (
    Proceedings,
    ProceedingsAnswer,
    ProgressAnswer,
    TextAnswer,
)
from bot.forms.form import Form, Question, Step, Values
from bot.forms.postponement import OTHER_DAY, merged
from bot.forms.postponement import build as moved
from bot.forms.reading.outcome import Given, Note, note


@dataclass(frozen=True, slots=True)
class TaskReport:
    """What a finished task form gives."""

    progress: Progress
    photos: tuple[str, ...] = ()


def wants_reason(values: Values) -> bool:
    """A late or dropped task needs its reason (talks: chậm vì, thôi vì)."""
    told = values.get("progress")
    return isinstance(told, Progress) and told.state in {ReportedState.LATE, ReportedState.DROPPED} and not told.note


def task_form() -> Form:
    """One question, and the reason when the task is late or dropped."""
    return Form(
        name="task",
        version=1,
        parts=(
            Step(
                "progress",
                (
                    Question("progress", ProgressAnswer(), drops=("reason",)),
                    Question("reason", TextAnswer(most=500), when=wants_reason),
                    Question("evidence", ProceedingsAnswer(), quiet=True, optional=True, photos=True),
                ),
            ),
        ),
        build=build,
        direct=True,
    )


def build(values: Values, given: Given) -> TaskReport:  # noqa: ARG001
    """The report; the reason, or words sent with a photo, become its note."""
    progress: Progress = values["progress"]
    evidence = values.get("evidence", Proceedings())
    words = "; ".join(text for _, text in evidence.content)
    return TaskReport(replace(progress, note=progress.note or values.get("reason", "") or words), evidence.photos)


def due_form() -> Form:
    """Another due day and why, in one message or two; the same questions as a meeting's postponement."""
    return Form(
        name="due",
        version=1,
        parts=(OTHER_DAY,),
        build=moved,
        direct=True,
        refuse=refuse,
    )


def refuse(values: Values, given: Given) -> Note | None:
    """The new day lies ahead."""
    told = merged(values)
    if told is None or told.day is None or told.day >= given.today:
        return None
    return note("due-in-past", day=f"{told.day:%d/%m/%Y}")
