"""People whom no message reaches any more: their rows end, and the unit above hears it once."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, update

from bot.domain.people import Role
from bot.domain.periods import local
from storage import people
from storage.notices import tell_admins
from storage.outbox import Claimed, dead
from storage.tables import person

OF_A_CELL = frozenset({Role.SECRETARY, Role.DEPUTY, Role.UPPER_MEMBER})


def lost(db: Connection, claimed: Claimed, reason: str, now: datetime, zone: ZoneInfo) -> bool:
    """The message is dead and its reader unreachable (not negligent) until he writes again; the unit above is told.

    False when the row was taken over by another claim. Only the first such outcome tells (compare-and-set).
    """
    kept = dead(db, claimed, reason)
    reachable = update(person).where(person.c.id == claimed.person_id, person.c.blocked == 0)
    if db.execute(reachable.values(blocked=1)).rowcount != 1:
        return kept
    for post in people.posts_of(db, claimed.person_id, local(now, zone).date()):
        if post.role in OF_A_CELL:
            tell_admins(
                db,
                post.unit_id,
                "reminder-notice-unreachable",
                {"person": claimed.person},
                f"unreachable:{claimed.person_id}:{post.unit_id}:{claimed.ids[0]}",
                now,
            )
    return kept
