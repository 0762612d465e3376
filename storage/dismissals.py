"""Ending somebody's post from above, at once: his drafts there are put aside, he is told, and it is written down."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam

from bot.domain.errors import Refused
from bot.domain.people import Person, Post, Scope, may_invite
from storage import audit, drafts, notices, people, units
from storage.tables import post

_ONE: units.AnySelect = people.HOLDERS.where(post.c.id == bindparam("post_id"))


def may_dismiss(db: Connection, scope: Scope, post_id: int, by: int, now: datetime) -> tuple[Post, Person]:
    """The post and its holder, when ``by`` may end it: who may give a post may take it back, but not his own.

    Refused("not-found") outside the scope and when it has ended, ("no-right") otherwise. ``now`` is local.
    """
    values = {"post_id": post_id, "day": now.date()}
    row = units.run_within(db, _ONE, post.c.unit_id, scope, values).first()
    if row is None:
        raise Refused("not-found")
    held, who = people.pair(row)
    posts = people.posts_of(db, by, now.date())
    if who.id == by or not may_invite(posts, held.role, held.unit_id, units.above(db, held.unit_id)):
        raise Refused("no-right")
    return held, who


def dismiss(db: Connection, scope: Scope, post_id: int, by: int, now: datetime) -> tuple[Post, Person]:
    """The post ends with this moment; see :func:`may_dismiss`."""
    held, who = may_dismiss(db, scope, post_id, by, now)
    if not people.end_post(db, held, now.date()):
        raise Refused("not-found")
    remaining = {each.unit_id for each in people.posts_of(db, who.id, now.date())}
    draft = drafts.open_of(db, who.id)
    if draft is not None and draft.unit_id == held.unit_id and held.unit_id not in remaining:
        drafts.close(db, draft, "paused", now)
    audit.note(db, now, by, held.unit_id, "post-taken-back", {"role": held.role.value, "person": who.id})
    values = {"role": held.role.value}
    notices.tell(db, (who,), held.unit_id, "dismissed-notice", values, f"dismissed:{held.id}", now)
    return held, who
