"""The form of a stand-in: from when until when, in one message or by one press."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.domain.periods import Month
from bot.forms.form import Form, Question, Reply, Step, Values
from bot.forms.reading.outcome import Found, Given, Reading
from bot.forms.reading.terms import Term, read_term
from bot.texts import Voice

A_WEEK = timedelta(days=6)
TWO_WEEKS = timedelta(days=13)


@dataclass(frozen=True, slots=True)
class TermAnswer:
    """A first and a last day."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        return read_term(reply.text, given)

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return None

    def dump(self, value: Term) -> Any:  # noqa: D102
        return [day.isoformat() for day in value]

    def load(self, raw: Any) -> Term:  # noqa: D102
        first, last = map(date.fromisoformat, raw)
        return first, last

    def show(self, value: Term, say: Voice) -> str:  # noqa: D102
        return say("answer-term", first=f"{value[0]:%d/%m/%Y}", last=f"{value[1]:%d/%m/%Y}")

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        today = given.today
        month = Month.of(today).plus(1).day(today.day) - timedelta(days=1)
        return tuple((today, last) for last in (today + A_WEEK, today + TWO_WEEKS, month))


def stand_in_form() -> Form:
    """One question; signed off with its answer."""
    return Form(
        name="stand_in",
        version=1,
        parts=(Step("term", (Question("term", TermAnswer()),)),),
        build=build,
        direct=True,
    )


def build(values: Values, given: Given) -> Term:  # noqa: ARG001
    """The first and the last day."""
    term: Term = values["term"]
    return term
