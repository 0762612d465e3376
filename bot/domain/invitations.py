"""Invitations: what makes a link valid, and when somebody who guesses is locked out (reliability.md 3.7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.people import Person, Role

TRIES = 5
"""Wrong tokens from one Telegram account within WINDOW, after which it is locked out."""
WINDOW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Invitation:
    """One single-use link as its row says; ``person_id``: the imported holder it was made for."""

    id: int
    unit_id: int
    role: Role
    person_id: int | None
    created_by: int | None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


class Why(StrEnum):
    """Why a link leads nowhere; texts ``invitation-<why>``."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    REVOKED = "revoked"
    CLOSED = "closed"
    """The unit is closed."""
    LOCKED = "locked"
    OWN = "own"
    """He made it himself, for his successor."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What an accepted invitation has done."""

    invitation_id: int
    person: Person
    unit_id: int
    role: Role
    post_id: int
    invited_by: int | None
    claimed: bool
    """He is the holder whom the import had named."""
    replaced: tuple[Person, ...] = ()
    """Secretaries whose post ended: a cell has one."""
    drafts: tuple[int, ...] = ()
    """Drafts of the cell that are his to continue now."""
    until_on: date | None = None
    """The last day of a post for a while."""


def fault(invitation: Invitation, now: datetime) -> Why | None:
    """Why the link is not valid at ``now``; None while it is."""
    if invitation.used_at is not None:
        return Why.USED
    if invitation.revoked_at is not None:
        return Why.REVOKED
    return Why.EXPIRED if now >= invitation.expires_at else None


def locked(wrong: Iterable[datetime], now: datetime) -> bool:
    """Whether somebody who sent wrong tokens at those moments is locked out at ``now``."""
    return sum(now - WINDOW < at <= now for at in wrong) >= TRIES


def invite_link(username: str, token: str) -> str:
    """The address that opens the bot with the token."""
    return f"https://t.me/{username}?start={token}"
