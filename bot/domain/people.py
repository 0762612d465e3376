"""People, the posts they hold from and to, and what a post lets them do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a post is, in the order of the menus."""

    SECRETARY = "secretary"
    DEPUTY = "deputy"
    COMMITTEE_MEMBER = "committee_member"
    UPPER_MEMBER = "upper_member"
    ADMIN = "admin"


RECORDERS = frozenset({Role.SECRETARY, Role.DEPUTY, Role.COMMITTEE_MEMBER})
"""Roles that record a cell's meetings; their posts stand in a cell."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the bot knows; ``telegram_id`` is None until he has joined."""

    id: int
    name: str
    phone: str = ""
    telegram_id: int | None = None
    language: str = "vi"
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """A role held in a unit from a day to a day (``valid_to`` excluded; None: still)."""

    id: int
    person_id: int
    unit_id: int
    role: Role
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What the asker may see: the subtrees below ``roots``. Every read of a unit's data takes one (reliability.md 3.7)."""

    person_id: int
    roots: tuple[int, ...]
    whole: bool = False
    """True for the program's own sweeps only: no person asks."""


SWEEP = Scope(0, (), whole=True)
"""The scope of the scheduler and of the command line on the machine itself."""


def family_last(name: str) -> tuple[str, str]:
    """The key by which Vietnamese names are sorted: the given name first, then the whole (domain.md 8)."""
    return (name.rsplit(" ", 1)[-1], name)
