"""The resolution form: one resolution told by itself (talks.md 1, step 5)."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.rules import Rules
from bot.forms.answers import DayAnswer
from bot.forms.form import Form, Question, Step, Values
from bot.forms.meeting import Passed, noted, passed, passed_questions, passed_warnings, proposed_number
from bot.forms.reading.outcome import Given, Note, Tense, note


def resolution_form(rules: Rules) -> Form:
    """Subject, vote, tasks, in one message or one by one; number and day are proposed."""
    number, subject, vote, tasks, text = passed_questions(rules.number_suffix)
    passed_on = Question("passed_on", DayAnswer(Tense.HELD, alone=True), quiet=True)
    return Form(
        name="resolution",
        version=1,
        parts=(
            Step("subject", (subject, replace(number, line="paper"), replace(passed_on, line="paper"), text)),
            Step("vote", (vote,)),
            Step("tasks", (tasks,)),
        ),
        build=build,
        warn=lambda values, given: tuple(noted(each) for each in passed_warnings(values, given, "", rules)),
        refuse=refuse,
        know=know,
    )


def know(given: Given, values: Values) -> Given:  # noqa: ARG001
    """The number is proposed from the term's series, the day is today's unless told."""
    return replace(given, usual={"number": proposed_number(given, "number"), "passed_on": given.today, **given.usual})


def refuse(values: Values, given: Given) -> Note | None:
    """A resolution cannot have been passed in the future."""
    day = values.get("passed_on")
    return note("meeting-in-future", day=f"{day:%d/%m/%Y}") if day is not None and day > given.today else None


def build(values: Values, given: Given) -> Passed:
    """The resolution with its tasks."""
    return passed(values, given, "", values.get("passed_on", given.usual.get("passed_on", given.today)))
