"""What reading a text can end in, and what is known while reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, Generic, TypeVar, cast

from bot.domain.members import IN_BASE, Standing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence not yet said: a key of ``bot.texts`` with its values."""

    key: str
    values: dict[str, object] = field(default_factory=dict)


def note(key: str, **values: object) -> Note:
    """The sentence ``key`` with its values, to be said later."""
    return Note(key, values)


@dataclass(frozen=True, slots=True)
class Understood(Generic[T]):
    """The value; ``warnings`` ride along and block nothing; ``approximate`` keeps gần, khoảng, hơn, độ.

    ``silent``: only a part of the answer was turned to, nothing was told that could be echoed.
    """

    value: T
    warnings: tuple[Note, ...] = ()
    approximate: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Ask(Generic[T]):
    """More than one meaning, or one that must be confirmed: ``why`` is asked, ``choices`` are offered (1 to 3)."""

    why: Note
    choices: tuple[T, ...] = ()


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """No meaning, or one that cannot be: ``why`` says what to do next, with an example."""

    why: Note


Reading = Understood[T] | Ask[T] | NotUnderstood


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A reading taken out of a longer message: ``start`` to ``end`` are the characters of the text that it used."""

    reading: Understood[T] | Ask[T]
    start: int
    end: int


class Tense(StrEnum):
    """Which way an incomplete date points: a past meeting, or a deadline (domain.md 7)."""

    HELD = "held"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the cell's roster, called as no other there is."""

    id: int
    called: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Given:
    """What is known while a reply is read; every reader takes what it needs and no more."""

    now: datetime
    """Aware, in local time; ``today`` is its date."""
    base: int = 0
    """Members who ought to attend (số phải dự)."""
    total: int = 0
    """All members, exempt ones included."""
    exempt: int = 0
    official: int = 0
    """Members who may vote."""
    present: int | None = None
    """Members who came, once known (voters)."""
    roster: tuple[str, ...] = ()
    """Full names of the cell's known people."""
    members: tuple[Listed, ...] = ()
    """The roster by given name, as it stood when the conversation began; empty for a cell that keeps none."""
    planned_on: date | None = None
    usual: dict[str, Any] = field(default_factory=dict)
    """Question key → value proposed from the cell and from last month."""
    upper_spelling: str = "ủy"
    _worked_out: dict[str, tuple[Any, Any]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """By name: what was last worked out of these facts, and from what: a turn asks for it a dozen times."""

    def at(self, now: datetime) -> Given:
        """The same facts at another moment, with what was worked out of them."""
        later = Given(now, *_FACTS(self))
        later._worked_out.update(self._worked_out)
        return later

    def once(self, name: str, key: Any, work: Callable[[], T]) -> T:
        """What ``work`` makes of these facts and the ``key``, made once while the key stays the same; it looks at no clock."""
        kept = self._worked_out.get(name)
        if kept is None or kept[0] != key:
            kept = self._worked_out[name] = (key, work())
        elif isinstance(kept[1], Given) and kept[1].now is not self.now:
            kept = self._worked_out[name] = (kept[0], kept[1].at(self.now))
        return cast("T", kept[1])

    @property
    def expected(self) -> tuple[Listed, ...]:
        """Those of the roster who ought to attend."""
        return self.once("expected", (), lambda: tuple(each for each in self.members if each.standing in IN_BASE))

    @property
    def today(self) -> date:
        """The local date."""
        return self.now.date()


_FACTS = attrgetter(*(each.name for each in fields(Given) if each.init and each.name != "now"))
