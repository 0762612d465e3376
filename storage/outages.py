"""Our own long outages: Telegram keeps an update for a day, so what was sent at their beginning may be lost.

Whoever may have written then is told once which hours they are, and the committee above how many cells that concerns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, func, or_, select

from bot.domain.people import RECORDERS, Person
from bot.domain.periods import local
from storage import audit, locks, notices, people, pulse, reach
from storage.tables import draft, obligation, post
from storage.units import valid

LONG = timedelta(hours=20)
"""From then on updates may be lost: Telegram keeps them for "24 hours" and promises nothing more exact."""


@dataclass(frozen=True, slots=True)
class Gap:
    """From when to when Telegram was not heard; how many people were told, and how many above them."""

    down: datetime
    up: datetime
    told: int = 0
    above: int = 0

    @property
    def lost_until(self) -> datetime:
        """What was sent from ``down`` until then may be lost."""
        return self.up - LONG


def back(db: Connection, now: datetime, zone: ZoneInfo) -> Gap | None:
    """Telegram is heard again: after a long outage it is noted, and everybody concerned is told; None otherwise.

    Told once for each outage, however often the program starts before it hears Telegram for good.
    """
    locks.alone(db, "outage")
    down = heard_at(db)
    if down is None or now - down <= LONG:
        return None
    last = pulse.last(db, "outage")
    if last is not None and last.detail == down.isoformat():
        return None
    gap = Gap(down, now)
    told, above = _tell(db, gap, zone)
    pulse.beat(db, "outage", now, down.isoformat())
    about = {"down": down.isoformat(), "up": now.isoformat(), "told": told, "above": above}
    audit.note(db, now, None, None, "outage", about)
    return Gap(down, now, told, above)


def heard_at(db: Connection) -> datetime | None:
    """When Telegram was last heard, by the poll or as the tick remembers it (over a clock moved by hand)."""
    poll, tick = pulse.last(db, "poll"), pulse.last(db, "tick")
    moments = [poll.at] if poll is not None else []
    if tick is not None and tick.detail:
        moments.append(datetime.fromisoformat(tick.detail))
    return max(moments, default=None)


def _tell(db: Connection, gap: Gap, zone: ZoneInfo) -> tuple[int, int]:
    cells, writers = _concerned(db, gap, zone)
    day = local(gap.up, zone).date()
    said = {name: f"{local(at, zone):%H:%M %d/%m/%Y}" for name, at in _moments(gap)}
    once = f"outage:{gap.down.isoformat()}"
    told = notices.tell(db, _people(db, writers), None, "outage-lost", said, once, gap.up)
    counts: dict[int, int] = defaultdict(int)
    admins: dict[int, frozenset[int]] = {}
    for committee, who in reach.committees(db, sorted(cells), day).above.values():
        counts[committee] += 1
        admins[committee] = who
    above = 0
    for committee, who in admins.items():
        about, key = {**said, "count": counts[committee]}, f"{once}:above:{committee}"
        above += notices.tell(db, _people(db, who), committee, "outage-above", about, key, gap.up, checked="admin")
    return told, above


def _people(db: Connection, ids: Iterable[int]) -> list[Person]:
    return [people.get(db, key) for key in sorted(ids)]


def _moments(gap: Gap) -> tuple[tuple[str, datetime], ...]:
    return ("down", gap.down), ("up", gap.up), ("lost", gap.lost_until)


def _concerned(db: Connection, gap: Gap, zone: ZoneInfo) -> tuple[set[int], set[int]]:
    """(cells, people) with something under way: an open draft, or a month's record that was due meanwhile."""
    drafts = db.execute(select(draft.c.unit_id, draft.c.person_id).where(draft.c.state == "open")).all()
    due = set(db.execute(_due(gap, zone)).scalars())
    day = local(gap.up, zone).date()
    recorders: Any = select(post.c.person_id).where(
        post.c.unit_id.in_(due), post.c.role.in_([role.value for role in RECORDERS]), valid(post, day)
    )
    writers = {who for _, who in drafts} | set(db.execute(recorders).scalars())
    return due | {cell for cell, _ in drafts}, writers


def _due(gap: Gap, zone: ZoneInfo) -> Any:
    day = func.coalesce(obligation.c.postponed_to, obligation.c.planned_on)
    first, last = (local(moment, zone).date() for moment in (gap.down, gap.up))
    return select(obligation.c.unit_id).where(
        obligation.c.state == "open",
        or_(
            day.between(first, last),
            and_(obligation.c.due_at > gap.down, obligation.c.due_at <= gap.up),
        ),
    )
