"""Broadcasts: what a committee tells many below it at once, to which part of its subtree and to whom there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.people import Role
from bot.domain.units import UnitKind

LONGEST = 3000
"""Characters of a broadcast alone; Telegram takes 4,096 with its head and foot."""
LONGEST_WITH_FILE = 750
"""Characters beside a file or a photo, under which Telegram takes 1,024."""


class Only(StrEnum):
    """Which kind of unit is meant."""

    ALL = "all"
    CELLS = "cells"
    COMMITTEES = "committees"


def meant(only: Only, kind: UnitKind) -> bool:
    """Whether people with posts in units of that kind are meant."""
    match only:
        case Only.CELLS:
            return kind is UnitKind.CELL
        case Only.COMMITTEES:
            return kind not in {UnitKind.CELL, UnitKind.PARTY_GROUP, UnitKind.PRACTICE}
        case _:
            return kind not in {UnitKind.PARTY_GROUP, UnitKind.PRACTICE}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the subtree: all of it, or these units right below with all under them, as (id, name)."""

    only: Only = Only.ALL
    units: tuple[tuple[int, str], ...] = ()

    @property
    def ids(self) -> tuple[int, ...]:
        """The chosen units; none: the whole subtree."""
        return tuple(key for key, _ in self.units)


@dataclass(frozen=True, slots=True)
class Words:
    """What is told: words, and at most one photo or file (as :mod:`bot.domain.evidence` writes it)."""

    text: str = ""
    photos: tuple[str, ...] = ()

    @property
    def content(self) -> str:
        """The words: a file that is taken out leaves them."""
        return self.text

    @property
    def conclusion(self) -> str:
        """A broadcast has none."""
        return ""


def longest(photos: tuple[str, ...]) -> int:
    """How many characters the words may have beside what is sent with them."""
    return LONGEST_WITH_FILE if photos else LONGEST


@dataclass(frozen=True, slots=True)
class Broadcast:
    """What an admin wants told, to whom below his unit."""

    part: Part
    roles: frozenset[Role]
    words: Words


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody it is for: where he holds which post, how it stands with him."""

    person_id: int
    name: str
    unit_id: int
    unit: str
    role: Role
    state: str = ""
    """``sent``, ``waiting``, ``held``, ``unconfirmed``, ``blocked``, ``not_joined``, ``fallen`` (no longer meant when it was his turn)."""
    seen: bool = False
    again: bool = False
    """Reminded of it today."""


REACHED = frozenset({"sent", "unconfirmed", "held"})
"""It came, or may have."""


def state_of(row: str | None, error: str, *, joined: bool, blocked: bool) -> str:
    """How it stands with a reader, by the state of his message (None: none was queued) and what he is now."""
    match row:
        case None:
            return "not_joined" if not joined else "blocked" if blocked else "fallen"
        case "sent" | "unconfirmed" | "held":
            return row
        case "dead":
            return "not_joined" if error == "not joined" else "blocked" if blocked else "fallen"
        case "expired":
            return "fallen"
        case _:
            return "waiting"


def unseen(readers: Iterable[Reader]) -> tuple[Reader, ...]:
    """Who was reached and has not pressed *Đã xem*."""
    return tuple(each for each in readers if not each.seen and each.state in REACHED)


def to_remind(readers: Iterable[Reader]) -> tuple[Reader, ...]:
    """Who is reminded by one press: reached for sure, not seen, not reminded today."""
    return tuple(each for each in unseen(readers) if each.state == "sent" and not each.again)
