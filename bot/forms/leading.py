"""Điều hành: the chair is led through the agenda while the meeting runs; what is noted fills the minutes (domain.md 3.3).

Its answers are the meeting form's own wherever both ask the same; the meeting form goes on with them, nearly filled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.meetings import Hours
from bot.domain.rules import Rules
from bot.forms.answers import Proceedings, ProceedingsAnswer, TextAnswer, shortened
from bot.forms.form import Form, Question, Reply, Step, Values
from bot.forms.meeting import know, meeting_form
from bot.forms.reading.clocks import read_clock
from bot.forms.reading.names import name_at, on_roster
from bot.forms.reading.outcome import Found, Given, NotUnderstood, Reading, Understood, note
from bot.forms.reading.spelling import clean, fold
from bot.forms.reading.words import is_greeting, read_yes_no
from bot.texts import Voice

OVER = re.compile(
    r"(?:da )?(?:het(?: y kien)?|xong|sang muc sau|khong(?: ai| con)?(?: co)?(?: y kien)?(?: nao)?|no more|done|over)"
)


@dataclass(frozen=True, slots=True)
class ClockAnswer:
    """A moment of the meeting: now, or an hour that is told."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        yes = read_yes_no(reply.text)
        if isinstance(yes, Understood) and yes.value:
            return Understood(f"{given.now:%H:%M}")
        return read_clock(reply.text, given)

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return None

    def dump(self, value: str) -> Any:  # noqa: D102
        return value

    def load(self, raw: Any) -> str:  # noqa: D102
        if not isinstance(raw, str) or not re.fullmatch(r"\d\d:\d\d", raw):
            raise ValueError(raw)
        return raw

    def show(self, value: str, say: Voice) -> str:  # noqa: D102
        return say("answer-text", text=value)

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return (f"{given.now:%H:%M}",)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What members said, one contribution after the other; ``over``: nobody else speaks."""

    lines: tuple[str, ...] = ()
    over: bool = False


def going_on(value: Any) -> bool:
    """True until the discussion is over."""
    return isinstance(value, Spoken) and not value.over


@dataclass(frozen=True, slots=True)
class SpokenAnswer:
    """Each message is one contribution; *hết* ends the discussion."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        so_far = known if isinstance(known, Spoken) else Spoken()
        text = clean(reply.text).strip()
        if OVER.fullmatch(fold(text).strip(" .!")):
            return Understood(replace(so_far, over=True))
        if not re.search(r"[^\W\d_]{2,}", text):
            return NotUnderstood(note("form-say-words"))
        if is_greeting(text):
            return NotUnderstood(note("form-greeting"))
        if len(text) > 1000:  # noqa: PLR2004
            return NotUnderstood(note("form-too-long", most=1000, length=len(text)))
        return Understood(Spoken((*so_far.lines, text[0].upper() + text[1:])))

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return None

    def dump(self, value: Spoken) -> Any:  # noqa: D102
        return {"lines": list(value.lines), "over": value.over}

    def load(self, raw: Any) -> Spoken:  # noqa: D102
        return Spoken(tuple(map(str, raw["lines"])), bool(raw["over"]))

    def show(self, value: Spoken, say: Voice) -> str:  # noqa: D102
        last = shortened(value.lines[-1], 80) if value.lines else ""
        return say("answer-spoken", count=len(value.lines), last=last)

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return (replace(known, over=True) if isinstance(known, Spoken) else Spoken(over=True),)


@dataclass(frozen=True, slots=True)
class Led:
    """A meeting that was led through its agenda."""

    answers: Values


def leading_form(rules: Rules) -> Form:
    """The agenda of a regular meeting in its order, each step with who takes it."""
    meeting = meeting_form(rules)
    parts = {part.key: part for part in meeting.parts}
    asked = {question.key: question for part in meeting.parts if isinstance(part, Step) for question in part.questions}
    who = ("kinds", "party_group", "topic", "held_on", "place", "chair", "clerk", "upper_member")
    return Form(
        name="leading",
        version=1,
        parts=(
            Step("opening", (Question("begun", ClockAnswer()),)),
            Step("usual", tuple(asked[key] for key in who), card=True),
            parts["attendance"],
            Step("dues", (replace(asked["dues_announced"], quiet=False, line=""),)),
            parts["carried"],
            Step("spoken", (Question("spoken", SpokenAnswer(), optional=True, more=going_on),)),
            Step(
                "conclusion",
                (
                    Question("conclusion", TextAnswer(most=4000), optional=True),
                    Question("evidence", ProceedingsAnswer(alone=True), quiet=True, optional=True, photos=True),
                ),
            ),
            parts["resolutions"],
            Step("closing", (Question("ended", ClockAnswer()),)),
        ),
        build=lambda values, _: Led(values),
        refuse=meeting.refuse,
        know=know,
        direct=True,
    )


OWN = frozenset({"begun", "spoken", "conclusion", "evidence", "ended"})
"""Questions that the meeting form does not ask so."""


def told_meeting(values: Values, roster: tuple[str, ...] = ()) -> dict[str, Any]:
    """The answers as the meeting form's, by path: the two moments as hours, what was said and concluded as its content."""
    told = {path: value for path, value in values.items() if path not in OWN}
    begun, ended = values.get("begun", ""), values.get("ended", "")
    if begun or ended:
        told["hours"] = Hours(begun, ended, _minutes(begun, ended))
    spoken = values.get("spoken")
    lines = spoken.lines if isinstance(spoken, Spoken) else ()
    if speakers := speakers_of(lines, roster, values.get("upper_member", "")):
        told["speakers"] = len(speakers)
    evidence = values.get("evidence", Proceedings())
    said = (*lines, *(text for _, text in evidence.content))
    conclusion = values.get("conclusion", "") or evidence.conclusion
    if said or conclusion or evidence.photos:
        told["content"] = Proceedings(tuple(("", line) for line in said), conclusion, evidence.photos)
    return told


def speakers_of(lines: Iterable[str], roster: tuple[str, ...], guest: str = "") -> tuple[str, ...]:
    """Who is named with a title at the head of a line, each once: by the roster's name where it knows one.

    ``guest``, who came from the committee above, is no member present. Without a roster *Hòa* is *Nguyễn Văn Hòa*.
    """
    found: list[str] = []
    for line in lines:
        name = name_at(line, 0, roster)
        if name is None or not name.titled or not (name.candidates or name.typed[0].isupper()):
            continue
        if not (guest and _one_person(name.shown, guest)) and not any(_one_person(name.shown, one) for one in found):
            found.append(name.shown)
    return tuple(found)


def _one_person(one: str, other: str) -> bool:
    """One name is the end of the other."""
    return bool(on_roster(one, (other,)) or on_roster(other, (one,)))


def _minutes(begun: str, ended: str) -> int | None:
    if not begun or not ended:
        return None
    (h0, m0), (h1, m1) = (map(int, moment.split(":")) for moment in (begun, ended))
    length = h1 * 60 + m1 - h0 * 60 - m0
    return length if length > 0 else None
