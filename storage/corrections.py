"""What cells ask of their committee: to take a late correction, or to unlock a closed month; and what was unlocked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, literal_column, select, update

from bot.domain.errors import Refused
from bot.domain.people import Scope
from bot.domain.periods import Month
from storage import audit, units
from storage.entry import Entry
from storage.tables import correction_request as request
from storage.tables import unlocking


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it stands; ``answers`` None: to unlock the month, ``meeting_id`` None: to tell one without a record."""

    id: int
    unit_id: int
    period: Month
    meeting_id: int | None
    version: int
    reason: str
    answers: dict[str, Any] | None
    asked_by: int
    asked_at: datetime
    state: str
    decided_by: int | None
    decided_at: datetime | None


_COLUMNS = [request.c[name] for name in Asked.__dataclass_fields__]
_ONE: units.AnySelect = select(*_COLUMNS).where(request.c.id == bindparam("id"))
_WAITING: units.AnySelect = (
    select(*_COLUMNS)
    .where(request.c.unit_id == bindparam("unit_id"), request.c.state == "waiting")
    .order_by(request.c.id)
)
_UNDER = and_(request.c.state == literal_column("'waiting'"), units.under(request.c.unit_id))
"""Written out: a partial index is not used for a parameter."""
_BELOW: units.AnySelect = select(*_COLUMNS).where(_UNDER).order_by(request.c.asked_at, request.c.id)
_HOW_MANY: units.AnySelect = select(func.count()).select_from(request).where(_UNDER)
_OF_DRAFT: units.AnySelect = select(request.c.id).where(request.c.draft_id == bindparam("draft_id"))
_UNLOCKED: units.AnySelect = (
    select(unlocking.c.period, unlocking.c.meeting_id, unlocking.c.until)
    .where(unlocking.c.unit_id == bindparam("unit_id"), unlocking.c.until > bindparam("now", type_=unlocking.c.at.type))
    .order_by(unlocking.c.until)
)


def ask(
    db: Connection,
    scope: Scope,
    unit_id: int,
    period: Month,
    entry: Entry,
    *,
    meeting_id: int | None,
    version: int = 0,
    corrects: bool = True,
) -> int:
    """Keep the request of ``entry`` (its reason; its answers when it ``corrects``); the same draft twice gives the same id."""
    units.seen(db, scope, unit_id)
    known = units.run_within(db, _OF_DRAFT, request.c.unit_id, scope, {"draft_id": entry.draft_id}).scalar()
    if known is not None:
        return int(known)
    values = {
        "unit_id": unit_id,
        "period": period,
        "meeting_id": meeting_id,
        "version": version,
        "reason": entry.reason,
        "answers": entry.answers if corrects else None,
        "asked_by": entry.by,
        "asked_at": entry.now,
        "draft_id": entry.draft_id,
    }
    made = db.execute(insert(request).values(values)).inserted_primary_key
    asked_id = int(made[0]) if made else 0
    about = {"request": asked_id, "meeting": meeting_id, "period": str(period)}
    audit.note(db, entry.now, entry.by, unit_id, "correction-asked" if corrects else "unlocking-asked", about)
    return asked_id


def get(db: Connection, scope: Scope, asked_id: int) -> Asked:
    """The request; Refused("not-found") when absent or outside the scope."""
    row = units.run_within(db, _ONE, request.c.unit_id, scope, {"id": asked_id}).mappings().first()
    if row is None:
        raise Refused("not-found")
    return Asked(**row)


def waiting(db: Connection, scope: Scope, unit_id: int) -> tuple[Asked, ...]:
    """What the unit has asked and nobody has decided, the oldest first."""
    rows = units.run_within(db, _WAITING, request.c.unit_id, scope, {"unit_id": unit_id})
    return tuple(Asked(**row) for row in rows.mappings())


def waiting_below(db: Connection, scope: Scope, unit_id: int) -> tuple[Asked, ...]:
    """What the cells below the unit have asked and nobody has decided, the oldest first."""
    rows = units.run_within(db, _BELOW, request.c.unit_id, scope, {"unit_id": unit_id})
    return tuple(Asked(**row) for row in rows.mappings())


def count_below(db: Connection, scope: Scope, unit_id: int) -> int:
    """How many those are."""
    return int(units.run_within(db, _HOW_MANY, request.c.unit_id, scope, {"unit_id": unit_id}).scalar_one())


def decide(db: Connection, scope: Scope, asked: Asked, by: int, now: datetime, *, allowed: bool) -> None:
    """Settle a request, once; Refused("request-settled") when somebody has already."""
    units.seen(db, scope, asked.unit_id)
    state = "allowed" if allowed else "refused"
    change = update(request).where(request.c.id == asked.id, request.c.state == "waiting")
    if db.execute(change.values(state=state, decided_by=by, decided_at=now)).rowcount != 1:
        raise Refused("request-settled")
    audit.note(db, now, by, asked.unit_id, f"request-{state}", {"request": asked.id, "meeting": asked.meeting_id})


def unlock(
    db: Connection, scope: Scope, unit_id: int, period: Month, entry: Entry, *, meeting_id: int | None, until: datetime
) -> None:
    """Open that record of a closed month (None: the telling of one without) until then, for the reason of ``entry``."""
    units.seen(db, scope, unit_id)
    values = {"unit_id": unit_id, "period": period, "meeting_id": meeting_id, "until": until}
    db.execute(insert(unlocking).values(**values, reason=entry.reason, unlocked_by=entry.by, at=entry.now))
    about = {"meeting": meeting_id, "period": str(period), "until": until.isoformat(), "reason": entry.reason}
    audit.note(db, entry.now, entry.by, unit_id, "month-unlocked", about)


def unlocked(db: Connection, scope: Scope, unit_id: int, now: datetime) -> dict[tuple[Month, int | None], datetime]:
    """What is open now by the committee's leave: (month, record or None) → until when."""
    rows = units.run_within(db, _UNLOCKED, unlocking.c.unit_id, scope, {"unit_id": unit_id, "now": now})
    return {(row.period, row.meeting_id): row.until for row in rows}
