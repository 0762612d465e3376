"""Standing in for a while: a deputy's post with a first and a last day, which ends by itself."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from bot.domain.errors import Refused
from bot.domain.people import Role, Scope
from storage import audit, invitations, people, units


def begin(
    db: Connection, scope: Scope, unit_id: int, person_id: int, term: tuple[date, date], by: int, now: datetime
) -> int:
    """Somebody of the cell stands in from the first to the last day; the post's id. ``now`` is local.

    Refused when ``by`` may not give a deputy's post there, the person is not of the cell, or does a deputy's work anyway.
    """
    units.seen(db, scope, unit_id)
    invitations.allowed(db, scope, unit_id, Role.DEPUTY, by, now)
    held = [post for post, who in people.holders(db, scope, unit_id, now.date()) if who.id == person_id]
    if not held:
        raise Refused("not-found")
    if any(post.role in {Role.SECRETARY, Role.DEPUTY} and not post.for_a_while for post in held):
        raise Refused("stand-in-deputy")
    for post in held:
        if post.for_a_while:  # another term: the one before ends with today
            people.end_post(db, post, now.date())
    post_id = people.begin_post(db, person_id, unit_id, Role.DEPUTY, term[0], by, until=term[1])
    about = {"person": person_id, "from": term[0].isoformat(), "until": term[1].isoformat()}
    audit.note(db, now, by, unit_id, "stand-in-begun", about)
    return post_id
