"""The forms by which a roster is kept: names told at once, another standing, leaving, another group, the name itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from bot.domain.members import Left, Standing
from bot.domain.names import folded
from bot.forms.answers import DayAnswer, TextAnswer
from bot.forms.form import Form, Question, Reply, Step, Values
from bot.forms.reading.members import NewMember, read_group, read_left, read_members, read_standing, same_member
from bot.forms.reading.outcome import Found, Given, Note, Reading, Tense, Understood, note
from bot.texts import Html, Voice


@dataclass(frozen=True, slots=True)
class MembersAnswer:
    """Members told one a line; said again in the review, they are added."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        reading = read_members(reply.text)
        return _each_once(reading.value, (), given) if isinstance(reading, Understood) else reading

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: D102
        reading = read_members(text)
        if not isinstance(reading, Understood):
            return None
        return Found(_each_once(reading.value, known or (), given), 0, len(text))

    def dump(self, value: tuple[NewMember, ...]) -> Any:  # noqa: D102
        return [[each.name, each.standing.value, each.party_group] for each in value]

    def load(self, raw: Any) -> tuple[NewMember, ...]:  # noqa: D102
        return tuple(NewMember(name, Standing(standing), group) for name, standing, group in raw)

    def show(self, value: tuple[NewMember, ...], say: Voice) -> str:  # noqa: D102
        if not value:
            return say("form-none")
        names = Html(", ".join(member_text(each.name, each.standing, each.party_group, say) for each in value))
        return say("answer-members", count=len(value), names=names)

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return ()


def member_text(name: str, standing: Standing, party_group: str, say: Voice) -> str:
    """``Lê Thị Lan (dự bị, tổ 2)``; nothing is said of the official ones."""
    more = [] if standing is Standing.OFFICIAL else [say(f"standing-{standing}")]
    more += [say("answer-name", name=party_group)] if party_group else []
    return say("answer-member", name=name, more=Html(", ".join(more))) if more else say("answer-name", name=name)


def _each_once(
    told: tuple[NewMember, ...], before: tuple[NewMember, ...], given: Given
) -> Understood[tuple[NewMember, ...]]:
    """Without those told twice, and without those who are on the roster already: a true namesake needs his group."""
    listed = {folded(each.called.partition(" (")[0]) for each in given.members}
    kept, doubled = list(before), []
    for each in told:
        known = folded(each.name) in listed and not each.party_group
        if known or any(same_member(each, other) for other in kept):
            doubled.append(each.name)
        else:
            kept.append(each)
    warnings = (note("members-doubled", names=", ".join(dict.fromkeys(doubled))),) if doubled else ()
    return Understood(tuple(kept), warnings)


@dataclass(frozen=True, slots=True)
class WordAnswer:
    """One of a few words, each said as ``<prefix>-<value>``."""

    kind: type[StrEnum]
    prefix: str
    read: Callable[[str], Reading[Any]]

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        return self.read(reply.text)

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return None

    def dump(self, value: StrEnum) -> Any:  # noqa: D102
        return value.value

    def load(self, raw: Any) -> StrEnum:  # noqa: D102
        return self.kind(raw)

    def show(self, value: StrEnum, say: Voice) -> str:  # noqa: D102
        return say(f"{self.prefix}-{value.value}")

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return tuple(self.kind)


@dataclass(frozen=True, slots=True)
class GroupAnswer:
    """A party group of the cell, or none; those there are already are offered."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: ARG002, D102
        return read_group(reply.text)

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: ARG002, D102
        return None

    def dump(self, value: str) -> Any:  # noqa: D102
        return value

    def load(self, raw: Any) -> str:  # noqa: D102
        if not isinstance(raw, str):
            raise TypeError(raw)
        return raw

    def show(self, value: str, say: Voice) -> str:  # noqa: D102
        return say("answer-name", name=value) if value else say("answer-no-group")

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: ARG002, D102
        return (*given.usual.get("groups", ()), "")


@dataclass(frozen=True, slots=True)
class Changed:
    """What becomes of one member, from a day on."""

    standing: Standing | None = None
    left: Left | None = None
    since: date | None = None
    group: str | None = None
    name: str | None = None


def _record(values: Values, given: Given) -> Changed:  # noqa: ARG001
    return Changed(**values)


def not_ahead(values: Values, given: Given) -> Note | None:
    """A change is told once it holds, and not before the one before it."""
    since = values.get("since")
    if since is None:
        return None
    if since > given.today:
        return note("member-in-future", day=f"{since:%d/%m/%Y}")
    first = given.usual.get("not_before", "")
    if first and since < date.fromisoformat(first) and values.get("left") is not Left.MISTAKE:
        return note("member-before", day=f"{date.fromisoformat(first):%d/%m/%Y}")
    return None


def not_mistaken(values: Values) -> bool:
    """Who was entered by mistake never belonged to the roster: no day is asked for."""
    return values.get("left") is not Left.MISTAKE


SINCE = Question("since", DayAnswer(Tense.HELD, alone=True))


def members_form() -> Form:
    """Names for the roster, one a line, seen once more before they are kept."""
    return Form(
        "members",
        1,
        (Step("list", (Question("list", MembersAnswer()),)),),
        build=lambda values, _: values["list"],
        refuse=lambda values, _: None if values.get("list", (1,)) else note("members-none-new"),
    )


def standing_form() -> Form:
    """Another standing for one member."""
    asked = Question("standing", WordAnswer(Standing, "standing", read_standing))
    return _of_one("standing", asked, SINCE)


def leaving_form() -> Form:
    """Off the roster, with the reason and the day."""
    asked = Question("left", WordAnswer(Left, "left", read_left))
    return _of_one("leaving", asked, replace(SINCE, when=not_mistaken))


def group_form() -> Form:
    """Another party group for one member."""
    return _of_one("party_group", Question("group", GroupAnswer()))


def name_form() -> Form:
    """A member's name as it ought to be written."""
    return _of_one("member_name", Question("name", TextAnswer(most=80)))


def _of_one(name: str, *questions: Question) -> Form:
    steps = tuple(Step(each.key, (each,)) for each in questions)
    return Form(name, 1, steps, build=_record, refuse=not_ahead, direct=True)
