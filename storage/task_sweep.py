"""The sweep over tasks: who must be told of which by now, in one transaction; the same code catches up after downtime.

A far task sleeps until its first moment (``next_at``); a changed due day or a reopening wakes it (``next_at`` empty).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Connection, Row, bindparam, or_, select, update

from bot.domain.people import RECORDERS, Role
from bot.domain.periods import local
from bot.domain.rules import Rules
from bot.domain.task_reminders import STALE, Holder, Nudge, due, told
from bot.domain.units import UnitKind
from storage import outbox, reach, units
from storage.new_rows import portions
from storage.tables import Day, Moment, person, post, task, unit

AT_ONCE = 2000
DEFAULTS = Rules()

AnyRow = Row[*tuple[Any, ...]]
_NOW: BindParameter[Any] = bindparam("now", type_=Moment())
_DAY: BindParameter[Any] = bindparam("day", type_=Day())
_OPEN: units.AnySelect = (
    select(task.c.id, task.c.unit_id, task.c.assignee, task.c.due_on, task.c.created_at, task.c.reminded_until)
    .join(unit, unit.c.id == task.c.unit_id)
    .where(
        task.c.state == "open",
        task.c.superseded_at.is_(None),
        unit.c.kind == UnitKind.CELL.value,
        units.still_open(_DAY),
    )
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=task)
)
_UNPLANNED = _OPEN.where(task.c.next_at.is_(None)).order_by(task.c.unit_id)
_RIPE = _OPEN.where(task.c.next_at <= _NOW).order_by(task.c.next_at, task.c.unit_id)
_KEEP = (
    update(task)
    .where(task.c.id.in_(bindparam("ids", expanding=True)))
    .values(next_at=bindparam("next"), reminded_until=_NOW)
)
_HOLDERS: units.AnySelect = (
    select(post.c.unit_id, post.c.role, person.c.id, person.c.name, person.c.telegram_id, person.c.blocked)
    .join(person, person.c.id == post.c.person_id)
    .where(
        post.c.unit_id.in_(bindparam("units", expanding=True)),
        post.c.role.in_(sorted(RECORDERS)),
        post.c.valid_from <= _DAY,
        or_(post.c.valid_to.is_(None), post.c.valid_to > _DAY),
    )
)


@dataclass(frozen=True, slots=True)
class TaskSweep:
    """What one sweep did; ``more``: it stopped at its limit and is to be called again."""

    looked_at: int = 0
    queued: int = 0
    more: bool = False


def sweep(db: Connection, now: datetime, zone: ZoneInfo, *, limit: int = AT_ONCE) -> TaskSweep:
    """Queue what is due, and say when each task is looked at again. Idempotent: messages have unique keys."""
    today = local(now, zone).date()
    values = {"now": now, "day": today, "limit": limit}
    rows = list(db.execute(_UNPLANNED, values))
    if len(rows) < limit:
        rows += db.execute(_RIPE, values | {"limit": limit - len(rows)}).all()
    if not rows:
        return TaskSweep()
    in_force = reach.rules_of(db, sorted({row.unit_id for row in rows}))
    again: dict[datetime, list[int]] = defaultdict(list)
    telling: list[tuple[AnyRow, Nudge]] = []
    for row in rows:
        rules = in_force.get(row.unit_id, DEFAULTS)
        ripe = due(row.due_on, row.reminded_until or row.created_at, now, rules, zone)
        again[ripe.next_at].append(row.id)
        if ripe.tell is not None:
            telling.append((row, ripe.tell))
    for next_at, ids in again.items():
        for some in portions(ids):
            db.execute(_KEEP, {"ids": some, "next": next_at, "now": now})
    queued = _queue(db, telling, now, today)
    return TaskSweep(len(rows), queued, len(rows) >= limit)


def _queue(db: Connection, telling: Sequence[tuple[AnyRow, Nudge]], now: datetime, day: date) -> int:
    holders = holders_of(db, sorted({row.unit_id for row, _ in telling}), day)
    letters = [
        letter(row.id, row.unit_id, nudge.key, who, now, nudge.due_at)
        for row, nudge in telling
        for who in sorted(told(row.assignee, holders.get(row.unit_id, ())))
    ]
    outbox.put(db, letters, now)
    return len(letters)


def letter(task_id: int, unit_id: int, key: str, who: int, now: datetime, due_at: datetime) -> outbox.Row:
    """The message to one person about one nudge of one task; several of one moment travel together."""
    return outbox.Row(
        dedupe_key=f"task:{task_id}:{key}:{who}",
        recipient_id=who,
        unit_id=unit_id,
        kind="task",
        payload={"task": task_id, "key": key},
        not_before=now,
        expires_at=max(due_at + STALE, now + timedelta(minutes=1)),
        due_at=due_at,
    )


def holders_of(db: Connection, unit_ids: Sequence[int], day: date) -> dict[int, tuple[Holder, ...]]:
    """Those who record for each of the units on that day, and whether they can be written to."""
    found: dict[int, list[Holder]] = defaultdict(list)
    for some in portions(unit_ids):
        for unit_id, role, who, name, telegram_id, blocked in db.execute(_HOLDERS, {"units": some, "day": day}):
            found[unit_id].append(Holder(who, name, Role(role), telegram_id is not None and not blocked))
    return {unit_id: tuple(each) for unit_id, each in found.items()}
