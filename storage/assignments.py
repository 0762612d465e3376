"""Which member of the committee above follows which cell: begun and ended by an admin, dated and audited."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.people import Post, Role, Scope
from storage import audit, people, units
from storage.entry import Entry


def assign(db: Connection, scope: Scope, cell: int, person_id: int, entry: Entry) -> int:
    """He follows the cell from the day of ``entry`` (whose moment is local); the id of the post."""
    units.seen(db, scope, cell)
    post_id = people.begin_post(db, person_id, cell, Role.UPPER_MEMBER, entry.now.date(), entry.by)
    audit.note(db, entry.now, entry.by, cell, "post-begun", {"role": Role.UPPER_MEMBER.value, "person": person_id})
    return post_id


def end(db: Connection, scope: Scope, held: Post, entry: Entry) -> None:
    """He follows the cell no more from the day of ``entry`` on (whose moment is local)."""
    units.seen(db, scope, held.unit_id)
    if people.end_post(db, held, entry.now.date()):
        about = {"role": held.role.value, "person": held.person_id}
        audit.note(db, entry.now, entry.by, held.unit_id, "post-ended", about)
