"""The form by which a committee sets one of its rules: the value as it stands, the new one, and a look before it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.domain.names import folded
from bot.domain.rule_values import VALUES, Clock, Day, Days, Lines, OneOf, Share, Whole, Words
from bot.forms.form import Form, Question, Reply, Step, Values
from bot.forms.reading.outcome import Found, Given, Note, NotUnderstood, Reading, Understood, note
from bot.texts import LANGUAGES, Voice, voice


@dataclass(frozen=True, slots=True)
class Told:
    """A rule with a value for it."""

    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """A value of the rule that the conversation is about (``given.usual["rule"]``)."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        name = str(given.usual.get("rule", ""))
        wanted = VALUES.get(name)
        value = wanted.read(reply.text) if wanted is not None else None
        if value is None and isinstance(wanted, OneOf) and not wanted.plain:
            value = _said(name, wanted, reply.text)
        if value is None:
            return NotUnderstood(note("rule-unread", example=wanted.example if wanted else ""))
        return Understood(Told(name, value))

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return None

    def dump(self, value: Told) -> Any:  # noqa: D102
        return [value.name, value.value]

    def load(self, raw: Any) -> Told:  # noqa: D102
        name, value = raw
        if name not in VALUES:
            raise ValueError(raw)
        return Told(name, value)

    def show(self, value: Told, say: Voice) -> str:  # noqa: D102
        return rule_text(say, value.name, value.value)

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        name = str(given.usual.get("rule", ""))
        wanted = VALUES.get(name)
        return tuple(Told(name, word) for word in wanted.words) if isinstance(wanted, OneOf) else ()


def _said(name: str, wanted: OneOf, text: str) -> str | None:
    """The one word whose sentence holds the typed ones, in whichever language, with or without accents: ``7 mục``."""
    typed = _bare(text)
    found = {
        word
        for word in wanted.words
        for language in LANGUAGES
        if typed and f" {typed} " in f" {_bare(voice(language)(f'rule-{name}-{word}'))} "
    }
    return found.pop() if len(found) == 1 else None


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", folded(text)))


def rule_text(say: Voice, name: str, value: Any) -> str:
    """A rule's value in the reader's words, as HTML."""
    match VALUES.get(name):
        case Share():
            return say.percent(float(value))
        case OneOf(plain=False):
            return say(f"rule-{name}-{value}")
        case Days():
            return say("answer-text", text=", ".join(_day(each) for each in value)) if value else say("rule-none")
        case Day():
            return say("answer-text", text=_day(value)) if value else say("rule-none")
        case Lines():
            return say("answer-text", text="; ".join(value)) if value else say("rule-none")
        case OneOf() as wanted:
            return say("answer-text", text=wanted.shown(str(value)))
        case Words() if not value:
            return say("rule-none")
        case Whole() | Clock() | Words():
            return say("answer-text", text=str(value))
        case _:
            return say("form-none")


def _day(text: str) -> str:
    return "/".join(reversed(text.split("-")))


def rule_form() -> Form:
    """One question, then the look at what changes and for how many."""
    return Form(
        name="rule",
        version=1,
        parts=(Step("value", (Question("value", RuleAnswer()),)),),
        build=lambda values, _: values["value"],
        warn=_effect,
    )


def _effect(values: Values, given: Given) -> tuple[Note, ...]:
    return (note("rule-effect", cells=given.usual.get("cells", 0)),) if "value" in values else ()
