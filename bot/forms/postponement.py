"""The postponement form: the new day and why (talks.md 3), in one message or two."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.periods import Month
from bot.forms.answers import DayAnswer, PostponedAnswer, TextAnswer
from bot.forms.form import Form, Question, Step, Values
from bot.forms.reading.days import Postponed
from bot.forms.reading.outcome import Given, Note, Tense, note


def wants_day(values: Values) -> bool:
    """True when only the reason was told so far."""
    told = values.get("postponed")
    return isinstance(told, Postponed) and told.day is None


def wants_reason(values: Values) -> bool:
    """Postponing needs a reason (domain.md 3.1)."""
    told = values.get("postponed")
    return isinstance(told, Postponed) and not told.reason


OTHER_DAY = Step(
    "postponed",
    (
        Question("postponed", PostponedAnswer(), drops=("day", "reason")),
        Question("day", DayAnswer(Tense.DUE), when=wants_day),
        Question("reason", TextAnswer(most=300), when=wants_reason),
    ),
)
"""Another day and why, in one message or two."""


def postponement_form() -> Form:
    """One message for the day and the reason; what is missing is asked."""
    return Form(
        name="postponement",
        version=1,
        parts=(OTHER_DAY,),
        build=build,
        direct=True,
        refuse=refuse,
    )


def merged(values: Values) -> Postponed | None:
    """The postponement as told so far."""
    told = values.get("postponed")
    if not isinstance(told, Postponed):
        return None
    return replace(told, day=values.get("day", told.day), reason=values.get("reason", told.reason))


def refuse(values: Values, given: Given) -> Note | None:
    """The new day lies ahead, and in the period that is postponed (a later month is a missed one, not a late one)."""
    told = merged(values)
    if told is None or told.day is None:
        return None
    if told.day < given.today:
        return note("postponed-in-past", day=f"{told.day:%d/%m/%Y}")
    period = given.usual.get("period")
    if period and str(Month.of(told.day)) != period:
        return note("postponed-other-month", day=f"{told.day:%d/%m/%Y}")
    return None


def build(values: Values, given: Given) -> Postponed:  # noqa: ARG001
    """The day, hour and reason."""
    told = merged(values)
    if told is None:
        raise KeyError("postponed")
    return told
