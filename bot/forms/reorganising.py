"""The form of one reorganisation of a unit: a name where one is needed, the day, and what becomes of who holds a post there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.names import folded
from bot.domain.periods import Month
from bot.domain.reorganising import ActKind, Holders
from bot.forms.answers import DayAnswer, TextAnswer
from bot.forms.form import Form, Question, Reply, Step, Values
from bot.forms.members import WordAnswer
from bot.forms.reading.days import read_day
from bot.forms.reading.outcome import Given, NotUnderstood, Reading, Tense, Understood, note

NAMED = frozenset({ActKind.RENAME, ActKind.SPLIT})
WITH_HOLDERS = frozenset({ActKind.MERGE})


@dataclass(frozen=True, slots=True)
class Told:
    """What was answered; ``act`` and the other unit are known from the press that began it."""

    act: ActKind
    name: str
    on: date
    holders: Holders


@dataclass(frozen=True, slots=True)
class FromAnswer(DayAnswer):
    """The day from which it holds: today and the first of the next month are offered."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        return read_day(reply.text, given, self.tense)

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return (given.today, Month.of(given.today).plus(1).first)


@dataclass(frozen=True, slots=True)
class NameAnswer(TextAnswer):
    """The name of a unit; typed in small letters it takes the spelling of the unit that it is about, word by word."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: D102
        reading = TextAnswer.parse(self, reply, given, known)
        if not isinstance(reading, Understood):
            return reading
        return replace(reading, value=spelled_like(str(reading.value), str(given.usual.get("title", ""))))


def spelled_like(typed: str, name: str) -> str:
    """``Chi bộ thôn trại giữa 2`` is ``Chi bộ thôn Trại Giữa 2`` where ``Chi bộ thôn Trại Giữa`` is split."""
    if typed[1:] != typed[1:].lower():
        return typed
    known = {folded(word): word for word in name.split()}
    first, *rest = typed.split(" ")
    alike = (known.get(folded(word), word) for word in rest)
    return " ".join(
        [
            first,
            *(new if word.isascii() or new.lower() == word else word for word, new in zip(rest, alike, strict=True)),
        ]
    )


def _read_act(text: str) -> Reading[Any]:
    known = {kind.value for kind in ActKind}
    return Understood(ActKind(text)) if text in known else NotUnderstood(note("reorg-holders-unread"))


def _read_holders(text: str) -> Reading[Any]:
    said = folded(text)
    if said.startswith(("chuyen", "sang", "go over")):
        return Understood(Holders.GO_OVER)
    if said.startswith(("thoi", "ket thuc", "end")):
        return Understood(Holders.END)
    return NotUnderstood(note("reorg-holders-unread"))


def _named(values: Values) -> bool:
    return values.get("act") in NAMED


def _with_holders(values: Values) -> bool:
    return values.get("act") in WITH_HOLDERS


def reorganising_form() -> Form:
    """Three questions at most; the look before the yes follows, for it needs the records."""
    return Form(
        name="reorganising",
        version=1,
        parts=(
            Step(
                "name",
                (
                    Question("act", WordAnswer(ActKind, "reorg-act", _read_act), quiet=True),
                    Question("name", NameAnswer(most=200), when=_named),
                ),
            ),
            Step("on", (Question("on", FromAnswer(Tense.DUE)),)),
            Step(
                "holders",
                (Question("holders", WordAnswer(Holders, "reorg-holders", _read_holders), when=_with_holders),),
            ),
        ),
        build=_build,
        direct=True,
    )


def _build(values: Values, given: Given) -> Told:  # noqa: ARG001
    return Told(values["act"], values.get("name") or "", values["on"], values.get("holders") or Holders.END)
