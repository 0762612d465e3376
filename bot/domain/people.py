"""People, the posts they hold from and to, and what a post lets them do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.names import alphabetical
from bot.domain.units import UnitKind


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
    few_words: bool = False
    """He is spoken to in few words (*Chữ ít*)."""
    practice_id: int | None = None
    """The practice cell for which he records just now (/tapdung)."""


@dataclass(frozen=True, slots=True)
class Post:
    """A role held in a unit from a day to a day (``valid_to`` excluded; None: still)."""

    id: int
    person_id: int
    unit_id: int
    role: Role
    valid_from: date
    valid_to: date | None = None

    @property
    def for_a_while(self) -> bool:
        """A stand-in's: it ends by itself."""
        return self.valid_to is not None


def practice_post(person_id: int, unit_id: int, day: date) -> Post:
    """What stands in the place of the posts of somebody who practises: secretary of his practice cell, kept nowhere."""
    return Post(0, person_id, unit_id, Role.SECRETARY, day)


@dataclass(frozen=True, slots=True)
class Scope:
    """What the asker may see: the subtrees below ``roots``. Every read of a unit's data takes one (reliability.md 3.7)."""

    person_id: int
    roots: tuple[int, ...]
    whole: bool = False
    """True for the program's own sweeps only: no person asks."""


SWEEP = Scope(0, (), whole=True)
"""The scope of the scheduler and of the command line on the machine itself."""


def scope_of(person_id: int, posts: Iterable[Post]) -> Scope:
    """What the person may see: the subtrees of all units in which he holds a post."""
    return Scope(person_id, tuple(sorted({post.unit_id for post in posts})))


ROLES_IN: Mapping[UnitKind, tuple[Role, ...]] = {
    UnitKind.CELL: (Role.SECRETARY, Role.DEPUTY, Role.COMMITTEE_MEMBER, Role.UPPER_MEMBER),
    UnitKind.PARTY_GROUP: (),
    UnitKind.PRACTICE: (),
}
"""Which posts a unit of that kind has; every other kind is a committee's and has admins."""


def roles_in(kind: UnitKind) -> tuple[Role, ...]:
    """The posts that a unit of that kind has."""
    return ROLES_IN.get(kind, (Role.ADMIN,))


def may_invite(posts: Iterable[Post], role: Role, unit_id: int, above: Collection[int]) -> bool:
    """Whether holders of ``posts`` may give ``role`` in the unit, ``above`` being the units above it (reliability.md 3.7).

    An admin gives every role in his subtree, but admin only below his own unit; a secretary gives deputy and
    committee member in his own cell; nobody else gives anything.
    """
    return any(_gives(post, role, unit_id, above) for post in posts)


def _gives(post: Post, role: Role, unit_id: int, above: Collection[int]) -> bool:
    match post.role:
        case Role.ADMIN:
            return post.unit_id in above or (post.unit_id == unit_id and role is not Role.ADMIN)
        case Role.SECRETARY:
            return post.unit_id == unit_id and role in {Role.DEPUTY, Role.COMMITTEE_MEMBER}
        case _:
            return False


def hands_over(posts: Iterable[Post], role: Role, unit_id: int) -> bool:
    """Whether holders of ``posts`` may give the post away that they hold themselves: a secretary to his successor."""
    return role is Role.SECRETARY and any(post.role is role and post.unit_id == unit_id for post in posts)


def may_tell_profile(posts: Iterable[Post], unit_id: int, above: Collection[int]) -> bool:
    """Whether holders of ``posts`` may say when and where the cell meets: its secretary or deputy, or an admin above."""
    own = {Role.SECRETARY, Role.DEPUTY}
    return any(
        (post.role in own and post.unit_id == unit_id) or (post.role is Role.ADMIN and post.unit_id in above)
        for post in posts
    )


def family_last(name: str) -> tuple[str, str]:
    """The key by which Vietnamese names are sorted: the given name first, then the whole (domain.md 8)."""
    return (alphabetical(name.rsplit(" ", 1)[-1]), alphabetical(name))
